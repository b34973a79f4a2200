"""How much two places in one text, or two wordings, share: from 0 (nothing) to 1 (all words)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

from pipeline.folding import compact

_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the folded words, without markup and punctuation."""
    return _WORD.findall(compact(text))


class Piece(NamedTuple):
    """A record's wording, and the words of the source it covers (first and one past the last), if known."""

    bag: Counter[str]
    size: int
    place: tuple[int, int] | None


class Ruler:
    """Measures pieces of one source text by its words; without a text, by their wording alone."""

    def __init__(self, text: str | None) -> None:
        self._starts = [hit.start() for hit in _WORD.finditer(text)] if text else []

    def piece(self, wording: str, start: int | None, end: int | None) -> Piece:
        """Return the piece for a wording that stands at these characters of the source."""
        bag = Counter(words(wording))
        place = None
        if self._starts and start is not None and end is not None:
            place = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return Piece(bag, bag.total(), place)


def likeness(one: Piece, other: Piece) -> float:
    """Return the F measure of shared words: the same words of the source where both have a place there.

    By place, two rows with the same wording are two different things; by wording they are alike.
    """
    if one.place and other.place:
        shared = min(one.place[1], other.place[1]) - max(one.place[0], other.place[0])
        size = one.place[1] - one.place[0] + other.place[1] - other.place[0]
        return 2 * shared / size if shared > 0 else 0.0
    size = one.size + other.size
    if not size or 4 * min(one.size, other.size) < size:  # even with all words shared it would be below a half
        return 0.0
    return 2 * (one.bag & other.bag).total() / size


def wording_likeness(one: str, other: str) -> float:
    """Return the F measure of the words two wordings share, wherever they stand."""
    ruler = Ruler(None)
    return likeness(ruler.piece(one, None, None), ruler.piece(other, None, None))

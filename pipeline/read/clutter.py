"""Which lines of a web page are furniture: menus, notices, lists of other news."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.read.lines import Line

_LONGEST = 460  # characters; no line of furniture that says so is longer
_OPENING = 20  # characters; no word with which furniture begins is longer
_MUCH = 0.35  # of what was read so far; comments and notices below an article are shorter
_ENOUGH = 600  # characters of document that must stand before furniture can end it


def find_clutter(lines: Sequence[Line], *, links_gone: bool = False) -> set[int]:
    """Return the indices of the lines that belong to the page and not to the document.

    With `links_gone` lists of links have been left out already: the heading of one may stand amid the document.
    """
    kinds = [_kind(line.words) if line.words else "blank" for line in lines]
    ends = {"below", "portal", "imprint"} if links_gone else {"below", "portal"}
    goes_on = _goes_on(lines, kinds) if links_gone else [False] * len(lines)
    above, below = 0, len(lines)
    single: set[int] = set()
    seen = 0
    for index, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind == "above" and seen < 4 * _ENOUGH:
            above, seen = index + 1, 0
        elif kind in ends:
            if seen > _ENOUGH and not goes_on[index]:
                below = index
                break
            single.add(index)
        elif kind == "line":
            single.add(index)
        else:
            seen += len(line.words)
    return {*range(above), *single, *range(below, len(lines))}


def _goes_on(lines: Sequence[Line], kinds: Sequence[str]) -> list[bool]:
    """Return of each line whether the document goes on below it: much is left, or what only a document has."""
    read = list(accumulate(len(line.words) for line in lines))
    last = max((index for index, kind in enumerate(kinds) if kind == "document"), default=-1)
    return [last > index or read[-1] - so_far > _MUCH * so_far for index, so_far in enumerate(read)]


def _kind(words: str) -> str:
    """Return what the grammar says of a line, nothing for most: few begin as furniture does."""
    grammar = load("clutter")
    if len(words) >= _LONGEST:
        return ""
    if grammar.opens and not words[:_OPENING].lower().startswith(grammar.opens):
        return ""
    match = grammar.whole(fold(words))
    return match.means["kind"] if match else ""

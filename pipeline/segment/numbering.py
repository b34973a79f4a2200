"""Numbers that a list repeats or leaves out: what a person should look at before citing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.documents import Block, Note
from pipeline.remarks import remark

_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the order of points in Vietnamese documents: no f, j, w, z
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_COUNTED = frozenset({"roman", "number", "letter", "article"})


def numbering(blocks: Sequence[Block]) -> list[Note]:
    """Return a note for each number that stands twice in a row, and for each gap, among siblings of one level."""
    return list(_notes(blocks))


def _notes(blocks: Sequence[Block]) -> Iterator[Note]:
    for before, after in pairwise(block for block in blocks if block.level in _COUNTED):
        if before.level == after.level:
            yield from _compared(before, after)
    for block in blocks:
        yield from _notes(block.children)


def _compared(before: Block, after: Block) -> Iterator[Note]:
    first, second = _position(before), _position(after)
    if first is None or second is None:
        return
    if second == first:
        yield remark("duplicate_number", after.marker, before.marker, number=after.ordinal)
    elif second > first + 1 and (before.ordinal, after.ordinal) != ("d", "e"):  # many drafters leave out đ
        yield remark("skipped_number", after.marker, before=before.ordinal, number=after.ordinal)


def _position(block: Block) -> int | None:
    """Return where a number stands in its count, None for one that does not count ("2a")."""
    last = block.ordinal.rpartition(".")[2].strip()
    if last.isdecimal():
        return int(last)
    if block.level == "letter":
        return _LETTERS.find(last.lower()) + 1 or None
    return _roman(last.lower()) if block.level == "roman" else None


def _roman(text: str) -> int | None:
    values = [_ROMAN.get(sign, 0) for sign in text]
    if not values or 0 in values:
        return None
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))

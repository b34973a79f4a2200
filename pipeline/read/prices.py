"""How many cells each row of a stream of pipes and texts has: the reading with the lowest price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

from pipeline.read.found import WIDEST

_COMMON_WIDTHS = range(1, 14)  # columns; wider rows are tried where such rows stand
_WIDE_WIDTHS = 4  # how many wider widths are tried
_SAMPLE = 6_000  # pipes and texts; the widths of a longer stream follow from so many

# Prices. A row of five cells that lacks one costs less than text outside the table.
_OUTSIDE = 6.0  # a text that belongs to no row
_TITLE = 0.5  # the same, right before the first cell of a table
_STRAY = 2.5  # a pipe that belongs to no row
_CUT = 0.5  # the same at the end, where a row that was cut off begins
_NEW_WIDTH = 1.0  # a table of another width begins, with its head
_BROKEN = 3.0  # a table of another width begins behind a text outside
_EMPTY_ROW = 0.5
_HEADING = 0.6  # one cell across the table
_SHORT = 1.5
_SHORT_NUMBERED = 0.4  # a short row with its number: the cells that it lacks span from the row above
_MISSING = 0.2  # for each cell that a short row lacks
_HOLES = 2.0  # a short row that also has empty cells
_SWALLOWED = 2.0  # a number that counts the rows stands inside a row
_EMPTY = 0.02  # where two readings are alike, the one with fewer empty cells is meant
_NONE, _SOME, _ALL = 0, 1, 2  # how many cells of a row hold text
_PLAIN, _NUMBERED, _FULL = 0, 1, 2  # which rows may begin: any, any with its number, only one with all its cells


class Mark(IntEnum):
    """What a token is: a pipe, the text of a cell, one with which a table begins, one that counts the rows."""

    PIPE = 0
    TEXT = 1
    HEAD = 2
    NUMBER = 3


class Step(NamedTuple):
    """One step of a reading: the tokens `start` to `stop` as a row of so many cells, or outside every row (0)."""

    start: int
    stop: int
    cells: int
    width: int


_Choice = tuple[int, int, int]  # the cells of a row, its last token + 1, the place of its table's width


def cheapest_reading(marks: Sequence[Mark]) -> list[Step]:
    """Return the cheapest reading of a stream that begins with a pipe and has no two texts in a row."""
    widths = _widths(marks)
    if not widths:  # one row without end: the stream is no table
        return []
    if len(marks) > _SAMPLE:
        widths = sorted({step.width for step in _read(marks[:_SAMPLE], widths)})
    return _read(marks, widths)


def _widths(marks: Sequence[Mark]) -> list[int]:
    """Return the widths that rows may have: the common ones, and the wider ones found if no cell were empty."""
    plain: Counter[int] = Counter()
    texts = 0
    for before, mark in pairwise(marks):
        if mark:
            texts += 1
        elif not before:
            plain[texts] += 1
            texts = 0
    plain[texts] += 1
    wide = [width for width, _ in plain.most_common() if _COMMON_WIDTHS.stop <= width <= WIDEST]
    longest = max((width for width in plain if width <= WIDEST), default=0)
    narrow = [width for width in _COMMON_WIDTHS if width in plain or 1 < width < longest + 2]
    return sorted({*narrow, *wide[:_WIDE_WIDTHS]} - ({1} if longest > 1 else set()))


def _read(marks: Sequence[Mark], widths: list[int]) -> list[Step]:
    """Return the cheapest reading with tables of these widths, worked out from the end of the stream.

    `prices[at][w]` is the least that the tokens from `at` on cost if the row at `at` belongs to a table of
    `widths[w]` columns, `choices[at][w]` the row that achieves it.
    """
    fares = _fares(widths)
    prices: list[list[float]] = [[]] * len(marks) + [[0.0] * len(widths)]
    choices: list[list[_Choice]] = [[]] * len(marks)
    for at in range(len(marks) - 1, -1, -1):
        skip = _outside(marks, at)
        best = [price + skip for price in prices[at + 1]]
        taken = [(0, at + 1, index) for index in range(len(widths))]
        first = Mark.PIPE if at + 1 == len(marks) else marks[at + 1]
        if not marks[at]:
            is_inside = at and marks[at - 1] and first != Mark.HEAD  # unless the text before it stands outside
            fares_here = fares[_FULL if is_inside else _NUMBERED if first == Mark.NUMBER else _PLAIN]
            for cells, stop, full, swallowed in _rows_from(marks, at, widths[-1]):
                after = prices[stop]
                for index, fare in fares_here[cells][full]:
                    price = fare + swallowed + after[index]
                    if price < best[index]:
                        best[index] = price
                        taken[index] = (cells, stop, index)
        if marks[at] or first == Mark.HEAD:
            _turn(best, taken, _BROKEN if marks[at] else _NEW_WIDTH)
        prices[at], choices[at] = best, taken
    index = min(range(len(widths)), key=lambda index: (prices[0][index], -widths[index]))
    return list(_steps(choices, widths, index))


def _turn(best: list[float], taken: list[_Choice], price: float) -> None:
    """Let every width turn into the cheapest one where that costs less."""
    cheapest = min(range(len(best)), key=best.__getitem__)
    turned = best[cheapest] + price
    for index, own in enumerate(best):
        if turned < own:
            best[index], taken[index] = turned, taken[cheapest]


def _outside(marks: Sequence[Mark], at: int) -> float:
    """Return what it costs that a token belongs to no row."""
    if not marks[at]:
        return _STRAY if at + 1 < len(marks) else _CUT
    return _TITLE if marks[at + 2 : at + 3] == [Mark.HEAD] else _OUTSIDE


def _steps(choices: list[list[_Choice]], widths: list[int], index: int) -> Iterator[Step]:
    at = 0
    while at < len(choices):
        cells, stop, index = choices[at][index]
        yield Step(at, stop, cells, widths[index])
        at = stop


def _rows_from(marks: Sequence[Mark], at: int, widest: int) -> Iterator[tuple[int, int, int, float]]:
    """Yield the rows that may begin at a pipe: cells, end, how full they are, the price of numbers inside."""
    index, texts, swallowed = at + 1, 0, 0.0
    for cells in range(1, widest + 1):
        if index >= len(marks):
            return
        if not marks[index]:
            index += 1
        elif index + 1 < len(marks):
            if cells > 1 and marks[index] != Mark.TEXT:
                swallowed += _SWALLOWED
            index += 2
            texts += 1
        else:
            return
        if swallowed > _OUTSIDE:
            return
        yield cells, index, _ALL if texts == cells else _SOME if texts else _NONE, swallowed


def _fares(widths: list[int]) -> list[list[list[list[tuple[int, float]]]]]:
    """Return what a row costs: [which may begin][how many cells][how full], by the place of its table's width."""
    return [
        [
            [
                [
                    (index, _fare(cells, full, width, _SHORT_NUMBERED if begin == _NUMBERED else _SHORT))
                    for index, width in enumerate(widths)
                    if cells == width or (cells < width and begin != _FULL)
                ]
                for full in (_NONE, _SOME, _ALL)
            ]
            for cells in range(widths[-1] + 1)
        ]
        for begin in (_PLAIN, _NUMBERED, _FULL)
    ]


def _fare(cells: int, full: int, width: int, short: float) -> float:
    if cells == width:
        return (_EMPTY_ROW, _EMPTY, 0.0)[full]
    if cells == 1 and full == _ALL:
        return _HEADING
    return short + _MISSING * (width - cells) + (0.0 if full == _ALL else _HOLES)

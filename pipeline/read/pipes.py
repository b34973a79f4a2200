"""Tables of which every cell and every pipe has come to stand on a line of its own.

A row reads: pipe, cell, pipe, cell, …, pipe; the next row opens with a pipe of its own. An empty cell is
two pipes, and so is the seam between two rows: how many cells a row has follows only from the whole. So
every reading has a price (rows of the wrong length, text outside the table), and the cheapest is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from pipeline.documents import Cell, Row, Span
from pipeline.read.found import ORDINAL, WIDEST, Found, make_table, span_of
from pipeline.read.lines import Line

_PIPES = frozenset({"|", "||"})
_HEADLINE = re.compile(
    r"(?:PHỤ LỤC|BIỂU|MẪU|KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CÔNG ĐIỆN|THÔNG BÁO|KẾT LUẬN|CHƯƠNG TRÌNH)\b"
)
_FIRST_CELL = re.compile(r"(?:S?TT|Số TT|Số thứ tự)[.:]?$|Nơi nhận\s*:", re.IGNORECASE)  # what only a new table has
_LONGEST_CELL = 40  # lines; more than this between two pipes is the document, not a cell
_COMMON_WIDTHS = range(1, 14)  # columns; wider rows are tried where such rows stand
_WIDE_WIDTHS = 4  # how many wider widths are tried
_SAMPLE = 6_000  # pipes and cells; the widths of a longer stretch follow from so many

# Prices of a reading. One row of five cells too short by one costs less than text outside the table.
_OUTSIDE = 6.0  # a text that belongs to no row
_STRAY = 2.5  # a pipe that belongs to no row
_NEW_WIDTH = 1.0  # a table of another width begins, with its head
_EMPTY_ROW = 0.5
_HEADING = 0.6  # one cell across the table
_SHORT = 1.5
_MISSING = 0.2  # for each cell that a short row lacks
_HOLES = 2.0  # a short row that also has empty cells
_EMPTY = 0.02  # where two readings are alike, the one with fewer empty cells is meant
_NEVER = float("inf")
_NONE, _SOME, _ALL = 0, 1, 2  # how many cells of a row hold text


class _Token(NamedTuple):
    """A pipe, or the text of a cell: its lines (first, last + 1)."""

    run: tuple[int, int] | None
    line: int


class _Step(NamedTuple):
    """One step of a reading: the tokens `start` to `stop` as a row of so many cells, or outside every row (0)."""

    start: int
    stop: int
    cells: int
    width: int


def find_single_pipes(lines: Sequence[Line], clutter: Set[int]) -> Iterator[Found]:
    """Yield the tables whose pipes stand on lines of their own."""
    for tokens in _stretches(lines, clutter):
        if sum(token.run is not None for token in tokens) > 1:
            yield from _tables(lines, tokens)


def _stretches(lines: Sequence[Line], clutter: Set[int]) -> Iterator[list[_Token]]:
    """Yield the stretches of pipes and cell texts between which the document's own text stands."""
    tokens: list[_Token] = []
    pending: list[int] = []
    for index, line in enumerate(lines):
        if index in clutter:
            if line.raw and tokens:
                yield tokens
                tokens, pending = [], []
            continue
        if line.raw not in _PIPES:
            if line.raw or pending:
                pending.append(index)
            continue
        while pending and not lines[pending[-1]].raw:
            pending.pop()
        if pending and not _is_cell(lines, pending):
            yield tokens
            tokens = []
        elif pending and tokens:
            tokens.append(_Token((pending[0], pending[-1] + 1), pending[0]))
        pending = []
        tokens.extend(_Token(None, index) for _ in line.raw)
    yield tokens


def _is_cell(lines: Sequence[Line], run: list[int]) -> bool:
    return (
        len(run) <= _LONGEST_CELL
        and all(lines[index].raw for index in run)
        and not (len(run) > 1 and _HEADLINE.match(lines[run[0]].words))
    )


def _tables(lines: Sequence[Line], tokens: list[_Token]) -> Iterator[Found]:
    """Yield the tables of the cheapest reading: text outside, or a new width, begins another."""
    widths = _widths(tokens)
    if len(tokens) > _SAMPLE:
        widths = sorted({step.width for step in _cheapest(lines, tokens[:_SAMPLE], widths)})
    table: list[_Step] = []
    for step in _cheapest(lines, tokens, widths):
        is_text = tokens[step.start].run is not None
        if table and (is_text or (step.cells and step.width != table[-1].width)):
            yield _found(lines, tokens, table)
            table = []
        if step.cells:
            table.append(step)
    if table:
        yield _found(lines, tokens, table)


def _found(lines: Sequence[Line], tokens: list[_Token], steps: list[_Step]) -> Found:
    width = max(step.cells for step in steps)
    rows = (_row(lines, tokens[step.start : step.stop], width) for step in steps)
    return Found(tokens[steps[0].start].line, tokens[steps[-1].stop - 1].line + 1, make_table(rows))


def _row(lines: Sequence[Line], tokens: list[_Token], width: int) -> Row:
    cells: list[tuple[Span, ...]] = []
    for before, token in zip(tokens, tokens[1:], strict=False):
        if token.run is not None:
            cells.append(span_of(lines[slice(*token.run)]))
        elif before.run is None:
            cells.append(())
    if len(cells) == 1 and width > 1:
        return Row(cells=(Cell(parts=cells[0], column=0, columns=width),))
    # A short row whose first cell is no number continues a number cell that spans from above.
    first = tokens[1].run
    shift = int(1 < len(cells) < width and first is not None and not ORDINAL.match(lines[first[0]].words))
    return Row(cells=tuple(Cell(parts=parts, column=shift + column) for column, parts in enumerate(cells)))


# ── the cheapest reading ──────────────────────────────────────────────────────────────────────────


def _widths(tokens: list[_Token]) -> list[int]:
    """Return the widths that rows may have: the common ones, and the wider ones found if no cell were empty."""
    plain: Counter[int] = Counter()
    filled = 0
    for before, token in zip(tokens, tokens[1:], strict=False):
        if token.run is not None:
            filled += 1
        elif before.run is None:
            plain[filled] += 1
            filled = 0
    plain[filled] += 1
    wide = [width for width, _ in plain.most_common() if _COMMON_WIDTHS.stop <= width <= WIDEST]
    longest = max(width for width in plain if width <= WIDEST)
    narrow = [width for width in _COMMON_WIDTHS if width in plain or 1 < width < longest + 4]
    return sorted({*narrow, *wide[:_WIDE_WIDTHS]} - ({1} if longest > 1 else set()))


def _cheapest(lines: Sequence[Line], tokens: list[_Token], widths: list[int]) -> list[_Step]:
    """Return the cheapest reading, worked out from the end of the stretch.

    `prices[at][w]` is the least that the tokens from `at` on cost if the row at `at` belongs to a table of
    `widths[w]` columns, `rows[at][w]` the row that achieves it: its cells, its last token + 1, its width.
    """
    count = len(tokens)
    filled = [token.run is not None for token in tokens]
    fares = _fares(widths)
    prices: list[list[float]] = [[]] * count + [[0.0] * len(widths)]
    rows: list[list[tuple[int, int, int]]] = [[]] * count
    for at in range(count - 1, -1, -1):
        skip = _OUTSIDE if filled[at] else _STRAY
        best = [price + skip for price in prices[at + 1]]
        taken = [(0, at + 1, index) for index in range(len(widths))]
        for cells, stop, full in _rows_from(filled, at, widths[-1]):
            after = prices[stop]
            for index, fare in enumerate(fares[cells][full]):
                if fare + after[index] < best[index]:
                    best[index] = fare + after[index]
                    taken[index] = (cells, stop, index)
        if filled[at] or (at + 1 < count and _begins_table(lines, tokens[at + 1])):
            cheapest = min(range(len(widths)), key=best.__getitem__)
            turned = best[cheapest] + (0.0 if filled[at] else _NEW_WIDTH)
            for index, price in enumerate(best):
                if turned < price:
                    best[index], taken[index] = turned, taken[cheapest]
        prices[at], rows[at] = best, taken
    return _reading(prices, rows, widths)


def _reading(
    prices: list[list[float]], rows: list[list[tuple[int, int, int]]], widths: list[int]
) -> list[_Step]:
    reading: list[_Step] = []
    index = min(range(len(widths)), key=lambda index: (prices[0][index], -widths[index]))
    at = 0
    while at < len(rows):
        cells, stop, index = rows[at][index]
        reading.append(_Step(at, stop, cells, widths[index]))
        at = stop
    return reading


def _rows_from(filled: list[bool], at: int, widest: int) -> Iterator[tuple[int, int, int]]:
    """Yield the rows that may begin with the pipe at a place: their cells, their end, and how full they are."""
    if filled[at]:
        return
    index, texts = at + 1, 0
    for cells in range(1, widest + 1):
        if index >= len(filled):
            return
        if not filled[index]:
            index += 1
        elif index + 1 < len(filled):
            index += 2
            texts += 1
        else:
            return
        yield cells, index, _ALL if texts == cells else _SOME if texts else _NONE


def _fares(widths: list[int]) -> list[list[list[float]]]:
    """Return what a row costs, by its cells, how full it is, and the width of its table."""
    return [
        [[_fare(cells, full, width) for width in widths] for full in (_NONE, _SOME, _ALL)]
        for cells in range(widths[-1] + 1)
    ]


def _fare(cells: int, full: int, width: int) -> float:
    if cells > width:
        return _NEVER
    if cells == width:
        return (_EMPTY_ROW, _EMPTY, 0.0)[full]
    if cells == 1 and full == _ALL:
        return _HEADING
    return _SHORT + _MISSING * (width - cells) + (0.0 if full == _ALL else _HOLES)


def _begins_table(lines: Sequence[Line], token: _Token) -> bool:
    """Return whether a cell is the first of a table: the head of the number column, the recipients."""
    return token.run is not None and bool(_FIRST_CELL.match(lines[token.run[0]].words))

"""Tables copied from a portal as one cell a line, each with a tab before it; a blank line parts two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from pipeline.documents import Cell, Row
from pipeline.read.found import ORDINAL, WIDEST, Found, make_table, span_of
from pipeline.read.lines import Line

_LEAST_HEADER = 3  # cells in a row that begins a table
_Row = list[tuple[int, int]]  # the lines (first, last + 1) of each cell


def find_tabbed_cells(text: str, lines: Sequence[Line], clutter: Set[int]) -> Iterator[Found]:
    """Yield the tables that begin with a row of three cells or more, the first of them a number or its head."""
    rows = list(_rows(text, lines, clutter))
    index = 0
    while index < len(rows):
        header = rows[index]
        table = [header]
        if _is_numbered(lines, header) and _LEAST_HEADER <= len(header) <= WIDEST:
            while index + len(table) < len(rows) and _goes_on(lines, table, rows[index + len(table)]):
                table.append(rows[index + len(table)])
            while len(table[-1]) == 1 and not _is_numbered(lines, table[-1]):
                table.pop()  # an indented paragraph behind the table
            first, _ = table[-1][-1]
            table[-1][-1] = (first, first + 1)  # what stands under the last cell may be the document's text again
            yield Found(header[0][0], first + 1, make_table(_row(lines, row, len(header)) for row in table))
        index += len(table)


def _rows(text: str, lines: Sequence[Line], clutter: Set[int]) -> Iterator[_Row]:
    """Yield the stretches without blank line; a line without tab goes on with the cell above it."""
    row: _Row = []
    for index, (line, raw) in enumerate(zip(lines, text.split("\n"), strict=True)):
        if index in clutter or not raw.startswith("\t") or raw == "\t":
            if row and line.raw and index not in clutter:
                row[-1] = (row[-1][0], index + 1)
            elif row:
                yield row
                row = []
        else:
            row.append((index, index + 1))
    if row:
        yield row


def _is_numbered(lines: Sequence[Line], row: _Row) -> bool:
    return bool(ORDINAL.match(lines[row[0][0]].words))


def _goes_on(lines: Sequence[Line], table: list[_Row], row: _Row) -> bool:
    """Return whether a row stands right under a table and does not begin another: TT and cells of another number."""
    if any(lines[index].raw for index in range(table[-1][-1][1], row[0][0])):
        return False
    return len(row) in {1, len(table[0])} or lines[row[0][0]].words not in {"TT", "STT"}


def _row(lines: Sequence[Line], row: _Row, width: int) -> Row:
    """Return the row; cells beyond the width of the table go on with its last cell."""
    cells = [Cell(parts=span_of(lines[slice(*cell)]), column=column) for column, cell in enumerate(row[:width])]
    if more := [part for cell in row[width:] for part in span_of(lines[slice(*cell)])]:
        cells[-1] = Cell(parts=(*cells[-1].parts, *more), column=width - 1)
    return Row(cells=tuple(cells))

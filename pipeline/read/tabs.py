"""Tables whose cells tabs part: one row a line, or (copied from a portal) one cell a line and a blank line a row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from pipeline.documents import Cell, Row, Span
from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.read.found import HEAD, ORDINAL, WIDEST, Found, make_table, padded, span_of
from pipeline.read.lines import Line, raw_lines

_LEAST_HEADER = 3  # cells in a row that begins a table
_LEAST_NAMED = 2  # of them whose words name a column, where the first does not head the numbers
_LONGEST_HEADING = 3  # lines without a tab between two rows: headings of rows, or the rest of a cell
_RECIPIENTS = re.compile(r"nơi nhận\b", re.IGNORECASE)
_ONE_TAB = re.compile(r"\t")
_TABS = re.compile(r"\t+")
_Row = list[tuple[int, int]]  # the lines (first, last + 1) of each cell


# ── one row a line ────────────────────────────────────────────────────────────────────────────────


def find_tabbed_rows(text: str, lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[Found]:
    """Yield the tables that begin with a line of three cells or more that name columns.

    Where the header parts its cells by several tabs at a time, so do the rows; else two tabs enclose an empty cell.
    """
    last = 0
    raws = raw_lines(text)
    starts = list(accumulate((len(raw) + 1 for raw in raws), initial=0))
    for first, raw in enumerate(raws):
        if first < last or first in clutter or raw.count("\t") < _LEAST_HEADER - 1:
            continue
        parting = _ONE_TAB if _has_single_tab(raw) else _TABS
        header = [cell for cell in parting.split(raw.strip()) if cell.strip()]
        if not _LEAST_HEADER <= len(header) <= WIDEST or not _names_columns(header):
            continue
        last = _end_of_rows(lines, raws, first, clutter)
        rows = _tabbed_rows(raws[first:last], lines[first:last], starts[first:last], parting)
        yield Found(first, last, make_table(padded(_as_wide(rows, len(rows[0].cells)))))


def _has_single_tab(raw: str) -> bool:
    return bool(re.search(r"[^\t]\t[^\t]", raw.strip()))


def _names_columns(header: Sequence[str]) -> bool:
    names = [" ".join(unicodedata.normalize("NFC", cell).split()) for cell in header]
    if HEAD.match(names[0]):
        return True
    return sum(load("columns").whole(fold(name)) is not None for name in names) >= _LEAST_NAMED


def _end_of_rows(lines: Sequence[Line], raws: Sequence[str], first: int, clutter: AbstractSet[int]) -> int:
    """Return the line behind the last row.

    A line without a tab belongs to the table where rows follow it soon; behind it, or behind a blank line, a row shows
    its number or has none. What else has tabs there is a signature or the like.
    """
    last, loose = first + 1, 0
    for index in range(first + 1, len(raws)):
        if index in clutter or loose > _LONGEST_HEADING or _RECIPIENTS.match(lines[index].words):
            break
        if "\t" in raws[index].strip("\r "):
            number = raws[index].split("\t", 1)[0].strip()
            if index > last and number and not ORDINAL.match(number):
                break
            last, loose = index + 1, 0
        elif lines[index].raw:
            loose += 1
    return last


def _tabbed_rows(
    raws: Sequence[str], lines: Sequence[Line], starts: Sequence[int], parting: re.Pattern[str]
) -> list[Row]:
    """Return the rows; a line without a tab runs across the table, or goes on with the cell above it."""
    rows: list[Row] = []
    for raw, line, start in zip(raws, lines, starts, strict=True):
        if "\t" in raw.strip("\r "):
            rows.append(_tabbed_row(raw, start, parting))
        elif line.runs_on and rows:
            *cells, cell = rows[-1].cells
            cells.append(cell.model_copy(update={"parts": (*cell.parts, *span_of([line]))}))
            rows[-1] = Row(cells=tuple(cells))
        elif line.raw and not line.is_page_number and not line.is_rule:
            rows.append(Row(cells=(Cell(parts=span_of([line]), column=0),)))
    return rows


def _tabbed_row(raw: str, start: int, parting: re.Pattern[str]) -> Row:
    body = raw.rstrip("\r ")
    edges = [0, *(edge for tab in parting.finditer(body) for edge in tab.span()), len(body)]
    cells = []
    for column, (begin, end) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        words = body[begin:end]
        at = start + begin + len(words) - len(words.lstrip())
        parts = (Span(start=at, end=at + len(words.strip())),) if words.strip() else ()
        cells.append(Cell(parts=parts, column=column))
    return Row(cells=tuple(cells))


def _as_wide(rows: Sequence[Row], width: int) -> list[Row]:
    """Return rows no wider than the header: what stands behind its last column goes on with the last cell."""
    kept = []
    for row in rows:
        parts = tuple(part for cell in row.cells[width - 1 :] for part in cell.parts)
        tail = (row.cells[width - 1].model_copy(update={"parts": parts}),) if len(row.cells) >= width else ()
        kept.append(Row(cells=(*row.cells[: width - 1], *tail)))
    return kept


# ── one cell a line ───────────────────────────────────────────────────────────────────────────────


def find_tabbed_cells(text: str, lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[Found]:
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
            built = [_row(lines, row, len(header)) for row in table]
            if len(built[-1].cells) > 1:  # cells that the last row lacks are cut off; those of others span from above
                *_, built[-1] = padded((built[0], built[-1]))
            yield Found(header[0][0], first + 1, make_table(built))
        index += len(table)


def _rows(text: str, lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[_Row]:
    """Yield the stretches without blank line; a line without tab goes on with the cell above it."""
    row: _Row = []
    for index, (line, raw) in enumerate(zip(lines, raw_lines(text), strict=True)):
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
    first = lines[row[0][0]].words
    return bool(ORDINAL.match(first) or HEAD.match(first))


def _goes_on(lines: Sequence[Line], table: list[_Row], row: _Row) -> bool:
    """Return whether a row stands right under a table and does not begin another: TT and cells of another number."""
    if any(lines[index].raw for index in range(table[-1][-1][1], row[0][0])):
        return False
    return len(row) in {1, len(table[0])} or not HEAD.match(lines[row[0][0]].words)


def _row(lines: Sequence[Line], row: _Row, width: int) -> Row:
    """Return the row; cells beyond the width of the table go on with its last cell."""
    cells = [Cell(parts=span_of(lines[slice(*cell)]), column=column) for column, cell in enumerate(row[:width])]
    if more := [part for cell in row[width:] for part in span_of(lines[slice(*cell)])]:
        cells[-1] = Cell(parts=(*cells[-1].parts, *more), column=width - 1)
    return Row(cells=tuple(cells))

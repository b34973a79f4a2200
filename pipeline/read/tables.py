"""Tables that text copies flatten: piped rows, one pipe a line, one tabbed cell a line.

Each finder takes the lines of a text and returns `Found` tables: the lines they cover and their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache
from typing import NamedTuple

from pipeline.documents import Cell, Row, Span, Table
from pipeline.read.lines import Line

_SEPARATOR = re.compile(r"^\|?[\s:|-]+\|?$")
_PIPE = re.compile(r"(?<!\\)\|")
_ORDINAL = re.compile(r"^[\s*]*(?:TT|STT|\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[a-zđ])[.)]?[\s*]*$")
_HEADLINE = re.compile(
    r"^(?:PHỤ LỤC|BIỂU|MẪU|KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CÔNG ĐIỆN|THÔNG BÁO|KẾT LUẬN|CHƯƠNG TRÌNH)\b"
)
_LONGEST_CELL = 40  # lines; more than this between two pipes is the document, not a cell
_LEAST_HEADER = 3  # cells in a row that begin a tabbed table


class Found(NamedTuple):
    """A table and the lines (first, last + 1) that it takes up."""

    first: int
    last: int
    table: Table


def find_tables(text: str, lines: Sequence[Line], clutter: Set[int] = frozenset()) -> list[Found]:
    """Return the tables among the lines that are no furniture, in order, none overlapping."""
    found = [*_piped_rows(text, lines), *_single_pipes(lines, clutter), *_tabbed_cells(text, lines)]
    return sorted(found, key=lambda table: table.first)


# ── | one row | a line | ──────────────────────────────────────────────────────────────────────────


def _piped_rows(text: str, lines: Sequence[Line]) -> Iterator[Found]:
    first, last = None, 0
    rows: list[Row] = []
    for index, line in enumerate(lines):
        if line.raw.startswith("|") and len(_PIPE.findall(line.raw)) > 1 and line.raw != "||":
            if first is None:
                first = index
            last = index + 1
            if not _SEPARATOR.match(line.raw):
                rows.append(_piped_row(text, line))
        elif line.raw and first is not None:  # a blank line does not end a table, other text does
            yield Found(first, last, _table(rows))
            first, rows = None, []
    if first is not None:
        yield Found(first, last, _table(rows))


def _piped_row(text: str, line: Line) -> Row:
    bars = [line.start + bar.start() for bar in _PIPE.finditer(line.raw)]
    if bars[-1] != line.end - 1:
        bars.append(line.end)
    return Row(
        cells=tuple(
            Cell(parts=_stripped(text, before + 1, after), column=column)
            for column, (before, after) in enumerate(zip(bars, bars[1:], strict=False))
        )
    )


def _stripped(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the span without blanks around it and emphasis that opens or closes it; none when nothing is left."""
    while start < end and (text[start].isspace() or text[start] == "*"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "*"):
        end -= 1
    return (Span(start=start, end=end),) if start < end else ()


def _table(rows: Iterable[Row]) -> Table:
    kept = tuple(rows)
    width = max((cell.column + cell.columns for row in kept for cell in row.cells), default=0)
    return Table(rows=kept, width=width)


# ── one pipe a line ───────────────────────────────────────────────────────────────────────────────

# A row reads: pipe, cell, pipe, cell, …, pipe; the next row opens with a pipe of its own. An empty cell is
# two pipes, and so is the seam between two rows: how many cells a row has follows only from the whole.

_Run = tuple[int, int] | None  # the lines of a cell's text; None is a pipe


class _Token(NamedTuple):
    run: _Run
    line: int


def _single_pipes(lines: Sequence[Line], clutter: Set[int]) -> Iterator[Found]:
    for piece in _pieces(lines, clutter):
        if sum(token.run is not None for token in piece) > 1:
            yield from _tables_of(lines, piece)


def _pieces(lines: Sequence[Line], clutter: Set[int]) -> Iterator[list[_Token]]:
    """Yield the stretches of pipes and cell texts between which the document's own text stands."""
    tokens: list[_Token] = []
    pending: list[int] = []
    for index, line in enumerate(lines):
        if index in clutter:
            if line.raw and tokens:
                yield tokens
                tokens, pending = [], []
            continue
        if line.raw not in {"|", "||"}:
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


def _tables_of(lines: Sequence[Line], tokens: list[_Token]) -> Iterator[Found]:
    widths = sorted({len(row) for row in _plain_rows(tokens)}, reverse=True)
    best = min((_cheapest(tokens, width) for width in widths), key=lambda reading: reading[0], default=None)
    if best is None or best[1] is None:
        return
    _, reading = best
    rows: list[Row] = []
    opened = 0
    columns = max(len(cells) for _, _, cells in reading)
    for start, stop, cells in reading:
        if not cells:  # text between two tables
            if rows:
                yield Found(tokens[opened].line, tokens[start - 1].line + 1, _table(rows))
            rows, opened = [], stop
            continue
        rows.append(_row(lines, cells, columns))
    if rows:
        yield Found(tokens[opened].line, tokens[-1].line + 1, _table(rows))


def _plain_rows(tokens: list[_Token]) -> list[list[_Run]]:
    """Return the rows as they would be if no cell were empty: the widths that may occur."""
    rows: list[list[_Run]] = [[]]
    for before, token in zip(tokens, tokens[1:], strict=False):
        if token.run is not None:
            rows[-1].append(token.run)
        elif before.run is None:
            rows.append([])
    longest = max((len(row) for row in rows), default=0)
    # Wider readings arise when empty cells are taken for seams.
    return [row for row in rows if row] + [[None] * extra for extra in range(2, min(longest + 4, 14))]


_Reading = list[tuple[int, int, tuple[_Run, ...]]]


def _cheapest(tokens: list[_Token], width: int) -> tuple[float, _Reading | None]:
    """Return the cost and rows of the best reading with so many columns: fewest irregular rows, least text outside."""
    count = len(tokens)
    costs = [float("inf")] * (count + 1)
    steps: list[tuple[int, tuple[_Run, ...]] | None] = [None] * (count + 1)
    costs[count] = 0.0
    for at in range(count - 1, -1, -1):
        if tokens[at].run is not None:
            if costs[at + 1] + 6 < costs[at]:
                costs[at], steps[at] = costs[at + 1] + 6, (at + 1, ())
            continue
        for stop, cells in _rows_from(tokens, at, width):
            cost = costs[stop] + _irregularity(len(cells), width, cells)
            if cost < costs[at]:
                costs[at], steps[at] = cost, (stop, cells)
    reading: _Reading = []
    at = 0
    while at < count:
        step = steps[at]
        if step is None:
            return float("inf"), None
        reading.append((at, *step))
        at = step[0]
    # Where two widths read equally well, the one with fewer empty cells and then the wider is meant.
    empty = sum(cells.count(None) for _, _, cells in reading)
    return costs[0] + 0.02 * empty - 0.001 * width, reading


def _rows_from(tokens: list[_Token], at: int, width: int) -> Iterator[tuple[int, tuple[_Run, ...]]]:
    cells: list[_Run] = []
    index = at + 1
    while index < len(tokens) and len(cells) < width:
        if tokens[index].run is None:
            cells.append(None)
            index += 1
        elif index + 1 < len(tokens) and tokens[index + 1].run is None:
            cells.append(tokens[index].run)
            index += 2
        else:
            return
        yield index, tuple(cells)


def _irregularity(count: int, width: int, cells: tuple[_Run, ...]) -> float:
    filled = sum(cell is not None for cell in cells)
    if count == width:
        return 0.0 if filled else 0.5
    if count == 1 and filled:
        return 0.6  # a heading across the table
    return 1.5 + 0.2 * (width - count) + (2.0 if filled < count else 0.0)


def _row(lines: Sequence[Line], cells: tuple[_Run, ...], width: int) -> Row:
    spans = [_cell_spans(lines, run) for run in cells]
    if len(cells) == 1 and width > 1:
        return Row(cells=(Cell(parts=spans[0], column=0, columns=width),))
    # A short row whose first cell is no number continues a number cell that spans from above.
    first = lines[cells[0][0]].words if cells[0] else ""
    shift = 1 if 1 < len(cells) < width and not _ORDINAL.match(first) and first else 0
    return Row(cells=tuple(Cell(parts=parts, column=shift + column) for column, parts in enumerate(spans)))


def _cell_spans(lines: Sequence[Line], run: _Run) -> tuple[Span, ...]:
    if run is None:
        return ()
    kept = [line for line in lines[run[0] : run[1]] if line.words]
    return (Span(start=kept[0].start, end=kept[-1].end),) if kept else ()


# ── one tabbed cell a line ────────────────────────────────────────────────────────────────────────


def _tabbed_cells(text: str, lines: Sequence[Line]) -> Iterator[Found]:
    groups = _tab_groups(text, lines)
    index = 0
    while index < len(groups):
        header = groups[index]
        if len(header) < _LEAST_HEADER or not _ORDINAL.match(lines[header[0]].words):
            index += 1
            continue
        rows = [_tab_row(lines, header)]
        last = header[-1] + 1
        while index + 1 < len(groups) and _follows(lines, last, groups[index + 1]):
            index += 1
            rows.append(_tab_row(lines, groups[index][: len(header)]))
            last = groups[index][-1] + 1
        yield Found(header[0], last, _table(rows))
        index += 1


def _tab_groups(text: str, lines: Sequence[Line]) -> list[list[int]]:
    """Return the stretches of consecutive lines that open with a tab; a blank line parts two."""
    groups: list[list[int]] = []
    open_group = False
    at = 0
    for index, raw in enumerate(text.split("\n")):
        if index >= len(lines):
            break
        tabbed = raw.startswith("\t") and (bool(lines[index].raw) or "\u00a0" in raw or len(raw) > 1)
        if tabbed:
            if not open_group:
                groups.append([])
            groups[-1].append(index)
        open_group = tabbed or (open_group and bool(lines[index].raw))
        at += len(raw) + 1
    return groups


def _follows(lines: Sequence[Line], last: int, group: list[int]) -> bool:
    return all(not lines[index].raw for index in range(last, group[0]))


def _tab_row(lines: Sequence[Line], group: list[int]) -> Row:
    cells = []
    for column, index in enumerate(group):
        end = index + 1
        while end < len(lines) and lines[end].raw and end not in group and column < len(group) - 1:
            end += 1  # a cell of several lines: only its first carries the tab
        parts = (Span(start=lines[index].start, end=lines[end - 1].end),) if lines[index].raw else ()
        cells.append(Cell(parts=parts, column=column))
    return Row(cells=tuple(cells))


@cache
def ordinal_pattern() -> re.Pattern[str]:
    """Return the pattern of a number cell, for those who read tables."""
    return _ORDINAL

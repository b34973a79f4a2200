"""Tables in text: piped rows, and what text copies flatten tables to (one pipe a line, one tabbed cell a line).

Each finder takes the lines of a text and returns `Found` tables: the lines they cover and their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from pipeline.documents import Cell, Row, Span
from pipeline.read.found import Found, make_table
from pipeline.read.lines import Line
from pipeline.read.pipes import find_single_pipes
from pipeline.read.tabs import find_tabbed_cells

_SEPARATOR = re.compile(r"\|?[\s:|-]+\|?")
_PIPE = re.compile(r"(?<!\\)\|")


def find_tables(text: str, lines: Sequence[Line], clutter: Set[int] = frozenset()) -> list[Found]:
    """Return the tables among the lines that are no furniture, in order, none overlapping."""
    found: list[Found] = []
    if "|" in text:
        found += [*_piped_rows(text, lines, clutter), *find_single_pipes(lines, clutter)]
    if "\t" in text:
        found += find_tabbed_cells(text, lines, clutter)
    found.sort(key=lambda table: table.first)
    return [table for index, table in enumerate(found) if not index or table.first >= found[index - 1].last]


# ── | one row | a line | ──────────────────────────────────────────────────────────────────────────


def _piped_rows(text: str, lines: Sequence[Line], clutter: Set[int]) -> Iterator[Found]:
    first, last = None, 0
    rows: list[Row] = []
    for index, line in enumerate(lines):
        if line.raw.startswith("|") and line.raw != "||" and index not in clutter and _PIPE.search(line.raw, 1):
            if first is None:
                first = index
            last = index + 1
            if not _SEPARATOR.fullmatch(line.raw):
                rows.append(_piped_row(text, line))
        elif line.raw and first is not None:  # a blank line does not end a table, other text does
            yield Found(first, last, make_table(rows))
            first, rows = None, []
    if first is not None:
        yield Found(first, last, make_table(rows))


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

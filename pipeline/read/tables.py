"""Tables in text: piped rows, tabbed rows, and what copies flatten tables to (one pipe or one tabbed cell a line).

Each finder takes the lines of a text and returns `Found` tables: the lines they cover and their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from pipeline.documents import Cell, Row, Span
from pipeline.folding import compact
from pipeline.read.found import HEAD, ORDINAL, Found, make_table, padded
from pipeline.read.lines import Line
from pipeline.read.pipes import find_single_pipes
from pipeline.read.tabs import find_tabbed_cells, find_tabbed_rows

_SEPARATOR = re.compile(r"\|?[\s:|-]+\|?")
_PIPE = re.compile(r"(?<!\\)\|")


def find_tables(text: str, lines: Sequence[Line], clutter: AbstractSet[int] = frozenset()) -> list[Found]:
    """Return the tables among the lines that are no furniture, in order, none overlapping."""
    found: list[Found] = []
    if "|" in text:
        found += [*_piped_rows(text, lines, clutter), *find_single_pipes(lines, clutter)]
    if "\t" in text:
        found += [*find_tabbed_rows(text, lines, clutter), *find_tabbed_cells(text, lines, clutter)]
    found.sort(key=lambda table: table.first)
    pieces: list[list[Found]] = []  # of each table, as pages cut it
    for table in found:
        if pieces and table.first < pieces[-1][-1].last:
            continue
        if pieces and _goes_on(text, lines, pieces[-1], table):
            pieces[-1].append(table)
        else:
            pieces.append([table])
    return [_whole(cut) for cut in pieces]


# ── a table that pages cut ────────────────────────────────────────────────────────────────────────


def _goes_on(text: str, lines: Sequence[Line], pieces: list[Found], below: Found) -> bool:
    """Return whether a table is the rest of the one above it: nothing but a page's end parts them.

    It then repeats the header, or has none and as many columns. A number that has lost its row may stand between them.
    """
    above = pieces[-1]
    if not above.table.rows or not below.table.rows or above.table.width != below.table.width:
        return False
    if not all(_is_page_end(line) for line in lines[above.last : below.first]):
        return False
    header, first = _words(text, pieces[0].table.rows[0]), _words(text, below.table.rows[0])
    return header == first or bool(HEAD.match(header[0]) and not HEAD.match(first[0]))


def _whole(pieces: list[Found]) -> Found:
    if len(pieces) == 1:
        return pieces[0]
    return Found(pieces[0].first, pieces[-1].last, make_table(row for piece in pieces for row in piece.table.rows))


def _is_page_end(line: Line) -> bool:
    number = line.words[:1].isdigit() and ORDINAL.match(line.words)
    return line.is_rule or line.is_page_number or not line.raw.strip("|") or bool(number)


def _words(text: str, row: Row) -> list[str]:
    return [compact(" ".join(text[part.start : part.end] for part in cell.parts).strip("*")) for cell in row.cells]


# ── | one row | a line | ──────────────────────────────────────────────────────────────────────────


def _piped_rows(text: str, lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[Found]:
    first, last = None, 0
    rows: list[Row] = []
    header = 0  # the line of the row that may be the header of another table
    for index, line in enumerate(lines):
        if line.raw.startswith("|") and line.raw != "||" and index not in clutter and _PIPE.search(line.raw, 1):
            if first is None:
                first = index
            if not _SEPARATOR.fullmatch(line.raw):
                if not lines[index - 1].raw:
                    header = index
                rows.append(_piped_row(text, line))
            elif len(rows) > 1 and header == index - 1:  # a rule under a row behind a blank line
                yield Found(first, header, make_table(padded(rows[:-1])))
                first, rows = header, rows[-1:]
            last = index + 1
        elif line.raw and first is not None:  # a blank line does not end a table, other text does
            yield Found(first, last, make_table(padded(rows)))
            first, rows = None, []
    if first is not None:
        yield Found(first, last, make_table(padded(rows)))


def _piped_row(text: str, line: Line) -> Row:
    bars = [line.start + bar.start() for bar in _PIPE.finditer(line.raw)]
    if bars[-1] != line.end - 1:
        bars.append(line.end)
    return Row(
        cells=tuple(
            Cell(parts=_stripped(text, before + 1, after), column=column)
            for column, (before, after) in enumerate(pairwise(bars))
        )
    )


def _stripped(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the span without blanks around it and emphasis that opens or closes it; none when nothing is left."""
    while start < end and (text[start].isspace() or text[start] == "*"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "*"):
        end -= 1
    return (Span(start=start, end=end),) if start < end else ()

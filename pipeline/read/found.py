"""What the readers of tables share: a table with its lines, and rows and cells made from places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.documents import Cell, Row, Span, Table
from pipeline.read.lines import Line

ORDINAL = re.compile(r"(?:TT|STT|(?:\d{1,3}|[IVXLC]+|[A-ZĐ])(?:\.\d{1,3})*|[a-zđ])[.)]?$")  # what a number cell holds
HEAD = re.compile(r"(?:S?TT|Số TT|Số thứ tự)[.:]?$", re.IGNORECASE)  # heads a column of numbers
WIDEST = 40  # columns; more cells in a row are no row


class Found(NamedTuple):
    """A table and the lines (first, last + 1) that it takes up."""

    first: int
    last: int
    table: Table


def make_table(rows: Iterable[Row]) -> Table:
    """Return the table of these rows; rows without any text, which page ends leave behind, drop out."""
    kept = tuple(row for row in rows if any(cell.parts for cell in row.cells))
    width = max((cell.column + cell.columns for row in kept for cell in row.cells), default=0)
    return Table(rows=kept, width=width)


def padded(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows as wide as the widest: cells that one lacks at its end are empty; a cell alone runs across."""
    width = max((len(row.cells) for row in rows), default=0)
    for row in rows:
        if len(row.cells) == 1 < width and row.cells[0].parts:
            yield Row(cells=(row.cells[0].model_copy(update={"columns": width}),))
        else:
            yield Row(cells=(*row.cells, *(Cell(column=column) for column in range(len(row.cells), width))))


def span_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the place of these lines as the one part of a cell; none when they are blank."""
    kept = [line for line in lines if line.words]
    return (Span(start=kept[0].start, end=kept[-1].end),) if kept else ()

"""What the readers of tables share: a table with its lines, and rows and cells made from places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.documents import Row, Span, Table
from pipeline.read.lines import Line

ORDINAL = re.compile(r"(?:TT|STT|\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[a-zđ])[.)]?$")  # what a number cell holds
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


def span_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Return the place of these lines as the one part of a cell; none when they are blank."""
    kept = [line for line in lines if line.words]
    return (Span(start=kept[0].start, end=kept[-1].end),) if kept else ()

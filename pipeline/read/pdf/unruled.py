"""Tables without lines: a header that begins with TT, and columns that stay apart all the way down under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.pages.values import Grid, GridCell, Page, Place, TextLine
from pipeline.read.found import HEAD, ORDINAL
from pipeline.read.pdf.columns import free_between, rows_of

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
_APART = 2.5  # of the type size from one base line to the next; wider, the table has ended
_Gaps = list[tuple[float, float]]


class _Found(NamedTuple):
    """Rows of lines that are a table, and the gaps between its columns."""

    rows: list[list[TextLine]]
    gaps: _Gaps


def with_unruled(page: Page) -> Page:
    """Return a page with its tables without lines as tables, where it shows clearly that they are some."""
    if not any(HEAD.match(line.text) for line in page.lines):
        return page
    rows = rows_of(page.lines)
    grids: list[Grid] = []
    at = 0
    while at < len(rows):
        found = _table_at(rows, at) if HEAD.match(rows[at][0].text) else None
        if found:
            grids.append(_grid(found))
        at += len(found.rows) if found else 1
    inside = {line for grid in grids for cell in grid.cells for line in cell.lines}
    rest = tuple(line for line in page.lines if line not in inside)
    return page._replace(lines=rest, grids=(*page.grids, *grids))


def _table_at(rows: Sequence[list[TextLine]], at: int) -> _Found | None:
    """Return the table whose header is a row, None if what stands under it keeps no columns."""
    header = rows[at]
    gaps: _Gaps = [(one.place.x1, other.place.x0) for one, other in pairwise(header)]
    taken = [header]
    for row in rows[at + 1 :]:
        if row[0].place.bottom - taken[-1][0].place.bottom > _APART * row[0].size:
            break
        kept = [free_between(row, *gap) for gap in gaps]
        is_group = bool(ORDINAL.match(row[0].text)) and kept[0] is not None
        if not is_group and not all(kept):
            break
        gaps = [free or gap for free, gap in zip(kept, gaps, strict=True)]
        taken.append(row)
    numbered = (
        sum(bool(ORDINAL.match(row[0].text)) and row[0].place.x1 <= gaps[0][1] for row in taken[1:]) if gaps else 0
    )
    enough = len(gaps) >= _FEWEST_COLUMNS - 1 and numbered >= _FEWEST_ROWS - 1
    return _Found(taken, gaps) if enough else None


def _grid(found: _Found) -> Grid:
    lines = [line for row in found.rows for line in row]
    left, right = min(line.place.x0 for line in lines), max(line.place.x1 for line in lines)
    xs = (left, *((low + high) / 2 for low, high in found.gaps), right)
    rows = list(_numbered_rows(found))
    tops = [min(line.place.top for line in row) for row in rows]
    bottoms = [*tops[1:], max(line.place.bottom for line in lines)]
    cells = [
        cell
        for number, (row, top, bottom) in enumerate(zip(rows, tops, bottoms, strict=True))
        for cell in _cells(number, row, xs, (top, bottom))
    ]
    return Grid(Place(left, tops[0], right, bottoms[-1]), xs, tuple(cells))


def _numbered_rows(found: _Found) -> Iterator[list[TextLine]]:
    """Yield the lines of the header, and of each row that a number opens."""
    row: list[TextLine] = []
    for lines in found.rows:
        if row and ORDINAL.match(lines[0].text) and lines[0].place.x1 <= found.gaps[0][1]:
            yield row
            row = []
        row += lines
    yield row


def _cells(number: int, row: Sequence[TextLine], xs: Sequence[float], ends: tuple[float, float]) -> Iterator[GridCell]:
    """Yield the cells of a row; a line that stands over several columns makes its cell span them."""
    width = len(xs) - 1
    column = 0
    while column < width:
        inside = [line for line in row if xs[column] <= (line.place.x0 + 0.1) < xs[column + 1]]
        reach = max((line.place.x1 for line in inside), default=0.0)
        columns = 1
        while column + columns < width and reach > xs[column + columns]:
            columns += 1
        place = Place(xs[column], ends[0], xs[column + columns], ends[1])
        yield GridCell(number, column, 1, columns, place, tuple(inside))
        column += columns

"""Tables that run over pages made whole: repeated headers dropped, rows that a page's end cut put together."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from pipeline.pages.values import Grid, Page
from pipeline.read.found import ORDINAL
from pipeline.read.pdf.printed import Cell, Printed, Ruled, printed

_NEAR = 6.0  # points by which the same column may stand elsewhere on another page
_PADDING = 4.0  # points between a cell's border and its text
_ALIKE = 0.85  # of the letters of two headers
_Row = tuple[Cell, ...]


def ruled(grid: Grid, page: Page) -> Ruled:
    """Return a page's table row by row; rows without any text, which borders drawn twice make, drop out."""
    rights = _rights(grid)
    filled = sorted({cell.row for cell in grid.cells if cell.lines})
    rows: list[_Row] = []
    for row in filled:
        cells = []
        for cell in (cell for cell in grid.cells if cell.row == row):
            spanned = sum(row <= other < row + cell.rows for other in filled)
            right = rights.get((cell.column, cell.columns), cell.place.x1 - _PADDING)
            left = min((line.place.x0 for line in cell.lines), default=0.0)
            lines = tuple(printed(line, page, left, right) for line in cell.lines)
            cells.append(Cell(cell.column, cell.columns, spanned, lines, cell.place.bottom))
        rows.append(tuple(cells))
    return Ruled(grid.xs, tuple(rows), page.number, page.number)


def _rights(grid: Grid) -> dict[tuple[int, int], float]:
    """Return where the text of each column ends: at its longest line, or what the padding leaves."""
    ends: dict[tuple[int, int], float] = {}
    for cell in grid.cells:
        for line in cell.lines:
            key = cell.column, cell.columns
            ends[key] = max(ends.get(key, 0.0), line.place.x1)
    return {
        (column, columns): max(end, grid.xs[column + columns] - 2 * _PADDING) if columns else end
        for (column, columns), end in ends.items()
    }


def stitched(above: Ruled, below: Ruled) -> Ruled | None:
    """Return two pages' tables as one, None if the second is a table of its own."""
    if below.first_page != above.last_page + 1:
        return None
    places = _mapped(below.xs, above.xs)
    if places is None:
        return None
    rows = [tuple(_moved(cell, places) for cell in row) for row in below.rows]
    repeated = 0
    while repeated < min(len(rows), len(above.rows)) and _same(rows[repeated], above.rows[repeated]):
        repeated += 1
    rows = rows[repeated:]
    if not rows:
        return above._replace(last_page=below.last_page)
    kept = list(above.rows)
    if not repeated and _is_header(rows[0]):
        return None
    if _is_rest(kept[-1], rows[0]):
        kept[-1] = _joined(kept[-1], rows[0])
        rows = rows[1:]
    elif not rows[0][0].lines and rows[0][0].column == 0:
        kept, rows[0] = _reaching(kept, rows[0])
    return Ruled(above.xs, (*kept, *rows), above.first_page, below.last_page)


def _mapped(xs: Sequence[float], onto: Sequence[float]) -> list[int] | None:
    """Return which border of another table each border of this one is; None if it has others."""
    places = []
    for x in xs:
        near = min(range(len(onto)), key=lambda place: abs(onto[place] - x))
        if abs(onto[near] - x) > _NEAR:
            return None
        places.append(near)
    ordered = all(one < other for one, other in pairwise(places))
    return places if ordered and (places[0], places[-1]) == (0, len(onto) - 1) else None


def _moved(cell: Cell, places: list[int]) -> Cell:
    start, stop = places[cell.column], places[cell.column + cell.columns]
    return cell._replace(column=start, columns=stop - start)


def _same(row: _Row, other: _Row) -> bool:
    """Return whether two rows show the same, as a header that each page repeats does."""
    if [cell.column for cell in row] != [cell.column for cell in other]:
        return False
    key, other_key = ("".join(cell.key for cell in cells) for cells in (row, other))
    if not any(line.page.ocr for cell in row for line in cell.lines):
        return key == other_key
    likeness = SequenceMatcher(None, key, other_key, autojunk=False).ratio()
    return likeness > _ALIKE  # OCR reads each header a little otherwise


def _is_header(row: _Row) -> bool:
    return row[0].key in {"tt", "stt", "sốtt", "sốthứtự"}


def _is_rest(last: _Row, row: _Row) -> bool:
    """Return whether a page's first row is the rest of the last row of the page before it.

    Its words go on there, or it has no number and every cell with words stands under one that is empty or full.
    """
    above = {cell.column: cell for cell in last}
    filled = [cell for cell in row if cell.lines]
    if not filled or any(cell.column not in above for cell in filled):
        return False
    cut = any(_is_cut(above[cell.column].lines, cell.lines) for cell in filled)
    if row[0].lines or row[0].column:
        return cut and not ORDINAL.match(row[0].key)
    return cut or all(above[cell.column].is_full or not above[cell.column].lines for cell in filled)


def _is_cut(above: tuple[Printed, ...], below: tuple[Printed, ...]) -> bool:
    """Return whether the text of a cell goes on in another one."""
    return bool(above) and below[0].words.runs_on and not above[-1].words.is_terminal


def _joined(last: _Row, row: _Row) -> _Row:
    rest = {cell.column: cell for cell in row}
    return tuple(
        cell._replace(lines=(*cell.lines, *(rest[cell.column].lines if cell.column in rest else ()))) for cell in last
    )


def _reaching(rows: list[_Row], row: _Row) -> tuple[list[_Row], _Row]:
    """Return the rows with their cells reaching down over the empty cells of a row without number, and its rest.

    A page's end cuts a cell that is merged over several rows, and what it says stands above the cut.
    """
    kept = [list(cells) for cells in rows]
    for empty in (cell for cell in row if not cell.lines):
        owner = next(
            ((at, place) for at in range(len(kept) - 1, -1, -1) for place, cell in enumerate(kept[at])
             if cell.column == empty.column),
            None,
        )  # fmt: skip
        if owner:
            at, place = owner
            kept[at][place] = kept[at][place]._replace(rows=len(kept) - at + empty.rows)
    return [tuple(cells) for cells in kept], tuple(cell for cell in row if cell.lines)

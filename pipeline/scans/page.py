"""A picture of a page read: its lines of text and ruled tables, as `pipeline.pages` has them of any page."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from pipeline.pages.values import Grid, GridCell, Page, Place
from pipeline.scans import grid as ruled
from pipeline.scans.again import looked_at
from pipeline.scans.cells import cell_lines
from pipeline.scans.lines import POINT, Sizes, line_in_cell, lines_of
from pipeline.scans.picture import lies_sideways, prepared
from pipeline.scans.signs import corrected
from pipeline.scans.tesseract import Box, Reader, Word

_SURE = 55  # mean of the words of a page; below, it may lie on its side or upside down
_OUTSIDE = 5  # pixels around a table that are left out of the text too


def read_picture(picture: Image.Image, reader: Reader, number: int) -> Page:
    """Return a page given its picture at 200 dpi, which may be coloured, askew, or lie on its side."""
    upright = prepared(picture)
    best: tuple[float, Page] | None = None
    for turn in (90, 270, 0) if lies_sideways(upright) else (0, 180):
        turned = upright.rotate(turn, expand=True) if turn else upright
        page, sure = _read(turned, reader, number, turn)
        if best is None or sure > best[0]:
            best = sure, page
        if sure >= _SURE:
            break
    if best is None:
        raise AssertionError  # some turn was tried
    return best[1]


def _read(picture: Image.Image, reader: Reader, number: int, turn: int) -> tuple[Page, float]:
    """Return a page, and how sure its words are on average; 100 for a page without any."""
    grids, rules = ruled.grids_on(picture)
    body = picture.copy()
    pen = ImageDraw.Draw(body)
    for grid in grids:
        left, top, right, bottom = grid.box
        pen.rectangle((left - _OUTSIDE, top - _OUTSIDE, right + _OUTSIDE, bottom + _OUTSIDE), fill=255)
    found = corrected(looked_at(reader.page(body), picture, reader), picture)
    cells = [[cell_lines(cell.box, picture, reader) for cell in grid.cells] for grid in grids]
    every = [*found, *(line for table in cells for lines in table for line in lines)]
    sizes = Sizes(every)
    page = Page(
        number,
        round(picture.width * POINT, 1),
        round(picture.height * POINT, 1),
        turn,
        tuple(line for words in found for line in lines_of(words, sizes)),
        tuple(_grid(grid, lines, sizes) for grid, lines in zip(grids, cells, strict=True)),
        tuple(_place((rule.start, rule.at, rule.stop, rule.at)) for rule in rules),
        image=1.0,
        ocr=True,
    )
    letters = sum(len(word.text) for line in every for word in line)
    return page, _sum_of_sure(every) / letters if letters else 100.0


def _sum_of_sure(lines: Sequence[Sequence[Word]]) -> float:
    return sum(word.sure * len(word.text) for line in lines for word in line)


def _grid(grid: ruled.Grid, cells: Sequence[list[list[Word]]], sizes: Sizes) -> Grid:
    made = (
        GridCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            _place(cell.box),
            tuple(line for words in lines for line in line_in_cell(words, sizes)),
        )
        for cell, lines in zip(grid.cells, cells, strict=True)
    )
    return Grid(_place(grid.box), tuple(round(x * POINT, 1) for x in grid.xs), tuple(made))


def _place(box: Box) -> Place:
    return Place(*(round(side * POINT, 1) for side in box))

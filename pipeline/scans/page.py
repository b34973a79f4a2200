"""A picture of a page read: its lines of text and ruled tables, as `pipeline.pages` has them of any page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from pipeline.pages.values import Grid, GridCell, Page, Place
from pipeline.scans import grid as ruled
from pipeline.scans.lines import POINT, WHOLE, Sizes, is_doubtful, lines_of
from pipeline.scans.picture import lies_sideways, prepared
from pipeline.scans.tesseract import Box, Reader, Word

_SURE = 55  # mean of the words of a page; below, it may lie on its side or upside down
_INSET = 5  # pixels between the border of a cell and what is read
_MARGIN = 8  # pixels left around what is read
_DARK = 140
_LEAST_INK = 12  # pixels; fewer are dirt
_TALLEST_LINE = 48  # pixels; ink no higher is one line of text
_SMALLER = 0.9  # of its size: how doubtful lines are looked at again

_Lines = list[list[Word]]


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
        pen.rectangle((left - _INSET, top - _INSET, right + _INSET, bottom + _INSET), fill=255)
    found = reader.page(body)
    reader.take(picture)
    tables = [[_cell(cell.box, picture, reader) for cell in grid.cells] for grid in grids]
    found, *cells = _looked_at_again([found, *(lines for table in tables for lines in table)], picture, reader)
    every = [line for lines in (found, *cells) for line in lines]
    sizes = Sizes(every)
    rest = iter(cells)
    page = Page(
        number,
        round(picture.width * POINT, 1),
        round(picture.height * POINT, 1),
        turn,
        tuple(line for words in found for line in lines_of(words, sizes)),
        tuple(_grid(grid, [next(rest) for _ in grid.cells], sizes) for grid in grids),
        tuple(_place((rule.start, rule.at, rule.stop, rule.at)) for rule in rules),
        image=1.0,
    )
    letters = sum(len(word.text) for line in every for word in line)
    return page, _sum_of_sure(every) / letters if letters else 100.0


def _sum_of_sure(lines: Sequence[Sequence[Word]]) -> float:
    return sum(word.sure * len(word.text) for line in lines for word in line)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def _cell(box: Box, picture: Image.Image, reader: Reader) -> _Lines:
    """Return the lines of a cell; none when there is no ink in it."""
    left, top, right, bottom = box
    inner = left + _INSET, top + _INSET, right - _INSET, bottom - _INSET
    if inner[2] - inner[0] < _MARGIN or inner[3] - inner[1] < _MARGIN:
        return []
    ink = np.asarray(picture.crop(inner)) < _DARK
    if ink.sum() < _LEAST_INK:
        return []
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    filled = (
        max(inner[0], inner[0] + int(columns[0]) - _MARGIN),
        max(inner[1], inner[1] + int(rows[0]) - _MARGIN),
        min(inner[2], inner[0] + int(columns[-1]) + _MARGIN),
        min(inner[3], inner[1] + int(rows[-1]) + _MARGIN),
    )
    return reader.block(filled, single=int(rows[-1] - rows[0]) <= _TALLEST_LINE)


def _grid(grid: ruled.Grid, cells: Sequence[_Lines], sizes: Sizes) -> Grid:
    made = (
        GridCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            _place(cell.box),
            tuple(line for words in lines for line in lines_of(words, sizes, WHOLE)),
        )
        for cell, lines in zip(grid.cells, cells, strict=True)
    )
    return Grid(_place(grid.box), tuple(round(x * POINT, 1) for x in grid.xs), tuple(made))


def _place(box: Box) -> Place:
    return Place(*(round(side * POINT, 1) for side in box))


# ── a second look ─────────────────────────────────────────────────────────────────────────────────


def _looked_at_again(blocks: list[_Lines], picture: Image.Image, reader: Reader) -> list[_Lines]:
    """Return the lines of each block; those with doubtful words as they read best of two sizes of the picture.

    Tesseract errs otherwise on a smaller picture: a quarter of its wrong letters come right, for a fifth more time.
    """
    smaller = picture.resize(
        (round(picture.width * _SMALLER), round(picture.height * _SMALLER)), Image.Resampling.LANCZOS
    )
    reader.take(smaller)
    return [[_surer(line, reader) if any(map(is_doubtful, line)) else line for line in lines] for lines in blocks]


def _surer(line: list[Word], reader: Reader) -> list[Word]:
    """Return a line with each word as the surer of two looks has it."""
    lefts, tops, rights, bottoms = zip(*(word.box for word in line), strict=True)
    sides = min(lefts) - _MARGIN, min(tops) - _MARGIN, max(rights) + _MARGIN, max(bottoms) + _MARGIN
    left, top, right, bottom = (max(0, round(side * _SMALLER)) for side in sides)
    again = [word for words in reader.block((left, top, right, bottom), single=True) for word in words]
    if len(again) == len(line):
        return [_better(word, other) for word, other in zip(line, again, strict=True)]
    return line


def _better(word: Word, other: Word) -> Word:
    """Return a word in the surer of two readings; one that can be a word before one that cannot, a number as it was."""
    if any(map(str.isdigit, word.text)):
        return word
    doubts = is_doubtful(word), is_doubtful(other)
    is_better = other.sure > word.sure if doubts[0] == doubts[1] else doubts[0]
    return word._replace(text=other.text, sure=other.sure) if is_better else word

"""A picture of a page read: its lines of text and ruled tables, as `pipeline.pages` has them of any page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import median

import numpy as np
from PIL import Image, ImageDraw

from pipeline.pages.values import Grid, GridCell, Page, Place, TextLine
from pipeline.scans import grid as ruled
from pipeline.scans.picture import DPI, lies_sideways, prepared
from pipeline.scans.tesseract import Reader, Word
from pipeline.syllables import is_syllable

_POINT = 72 / DPI
_SURE = 55  # mean of the words of a page; below, it may lie on its side or upside down
_JUNK = 45  # a word at either end of a line that is less sure is handwriting, a stamp, dirt, unless it can be a word
_SIGN = 75  # the same for a lone sign amid a line
_FIRM = 60  # a line must be as sure on average, or be made of words
_WIDE = 1.1  # of the type size; a wider gap may part columns
_INSET = 5  # pixels between the border of a cell and what is read
_MARGIN = 8  # pixels left around the ink of a cell
_DARK = 140
_LEAST_INK = 12  # pixels; fewer are dirt
_TALLEST_LINE = 48  # pixels; ink no higher is one line of text
_EDGES = " .,;:()[]“”\"'‘’-–—/"
_LISTED = frozenset("-–+*•")  # signs that open a list
_MARK = re.compile(r"(?:[IVXHL]{1,4}|\d{1,2}|[a-zđ])[.)]")
_NUMBER = re.compile(r"[^\W_]*\d[^\W_]*(?:[/.,-][^\W_]+)+")


def read_picture(picture: Image.Image, reader: Reader, number: int) -> Page:
    """Return a page given its picture at 200 dpi, which may be coloured, askew, or lie on its side."""
    upright = prepared(picture)
    if lies_sideways(upright):
        turns = (90, 270, 0)
    else:
        turns = (0, 180)
    best: tuple[float, Page] | None = None
    for turn in turns:
        turned = upright.rotate(turn, expand=True) if turn else upright
        page, sure = _read(turned, reader, number, turn)
        if best is None or sure > best[0]:
            best = sure, page
        if sure >= _SURE:
            break
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
    tables = [_table(grid, picture, reader) for grid in grids]
    words = [word for line in found for word in line]
    words += [word for _, cells in tables for lines in cells for line in lines for word in line]
    sizes = _sizes([*found, *(line for _, cells in tables for lines in cells for line in lines)])
    page = Page(
        number,
        round(picture.width * _POINT, 1),
        round(picture.height * _POINT, 1),
        turn,
        tuple(line for words in found for line in _lines(words, sizes)),
        tuple(_grid(grid, cells, sizes) for grid, cells in tables),
        tuple(_place((rule.start, rule.at, rule.stop, rule.at)) for rule in rules),
        image=1.0,
    )
    letters = sum(len(word.text) for word in words)
    return page, sum(word.sure * len(word.text) for word in words) / letters if letters else 100.0


# ── tables ────────────────────────────────────────────────────────────────────────────────────────

_Cells = list[list[list[Word]]]  # of each cell, its lines


def _table(grid: ruled.Grid, picture: Image.Image, reader: Reader) -> tuple[ruled.Grid, _Cells]:
    return grid, [_cell(cell, picture, reader) for cell in grid.cells]


def _cell(cell: ruled.Cell, picture: Image.Image, reader: Reader) -> list[list[Word]]:
    """Return the lines of a cell; none when there is no ink in it."""
    left, top, right, bottom = cell.box
    inner = left + _INSET, top + _INSET, right - _INSET, bottom - _INSET
    if inner[2] - inner[0] < _MARGIN or inner[3] - inner[1] < _MARGIN:
        return []
    ink = np.asarray(picture.crop(inner)) < _DARK
    if ink.sum() < _LEAST_INK:
        return []
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    box = (
        max(inner[0], inner[0] + int(columns[0]) - _MARGIN),
        max(inner[1], inner[1] + int(rows[0]) - _MARGIN),
        min(inner[2], inner[0] + int(columns[-1]) + _MARGIN),
        min(inner[3], inner[1] + int(rows[-1]) + _MARGIN),
    )
    return reader.block(box, single=int(rows[-1] - rows[0]) <= _TALLEST_LINE)


def _grid(grid: ruled.Grid, cells: _Cells, sizes: Sizes) -> Grid:
    made = tuple(
        GridCell(
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            _place(cell.box),
            tuple(line for words in lines for line in _lines(words, sizes, wide=99)),
        )
        for cell, lines in zip(grid.cells, cells, strict=True)
    )
    return Grid(_place(grid.box), tuple(round(x * _POINT, 1) for x in grid.xs), made)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────


class Sizes:
    """The type sizes of a page: heights of letters vary with the letters, so near ones count as one."""

    def __init__(self, heights: Sequence[float]) -> None:
        """Take the height of each line, from its base line to the top of its tallest letter."""
        self.usual = median(heights) if heights else 30.0

    def of(self, height: float) -> float:
        """Return the type size of a line in points, given its height in pixels."""
        if abs(height - self.usual) < 0.25 * self.usual:
            height = self.usual
        return round(height / _CAPITAL * _POINT, 1)


_CAPITAL = 0.8  # of the type size: how high capitals and their marks reach, on average


def _sizes(lines: Iterable[Sequence[Word]]) -> Sizes:
    return Sizes([_height(line) for line in lines for _ in line])


def _height(line: Sequence[Word]) -> float:
    return max(8.0, median(_base(word) - word.box[1] for word in line))


def _base(word: Word) -> float:
    return sum(word.base) / 2


def _lines(words: Sequence[Word], sizes: Sizes, wide: float = _WIDE) -> Iterable[TextLine]:
    """Yield the pieces of a line between wide gaps, without what is no text."""
    size = sizes.of(_height(words))
    piece: list[Word] = []
    for word in words:
        if piece and (word.box[0] - piece[-1].box[2]) * _POINT > wide * size:
            yield from _line(piece, size)
            piece = []
        piece.append(word)
    yield from _line(piece, size)


def _line(words: Sequence[Word], size: float) -> Iterable[TextLine]:
    """Yield the line that words make; none when it is no text: handwriting, a stamp, dirt."""
    kept = [word for number, word in enumerate(words) if word.sure >= _SIGN or number == 0 or _is_text(word.text)]
    while kept and _is_dirt(kept[0]):
        del kept[0]
    while kept and _is_dirt(kept[-1]):
        del kept[-1]
    letters = sum(len(word.text) for word in kept)
    if not any(char.isalnum() for word in kept for char in word.text):
        return
    sure = sum(word.sure * len(word.text) for word in kept) / letters
    if sure < _FIRM and sum(_may_be_word(word.text) for word in kept) * 2 < len(kept):
        return
    base = median(map(_base, kept)) * _POINT
    xs = (*(round(word.box[0] * _POINT, 1) for word in kept), round(kept[-1].box[2] * _POINT, 1))
    place = Place(xs[0], round(base - 0.9 * size, 1), xs[-1], round(base + 0.22 * size, 1))
    yield TextLine(" ".join(word.text for word in kept), place, xs, size)


def _is_dirt(word: Word) -> bool:
    """Return whether what stands at the end of a line is no word of it."""
    if word.text in _LISTED or _may_be_word(word.text) or _MARK.fullmatch(word.text):
        return False
    return word.sure < (_JUNK if _is_text(word.text) else _SIGN)


def _is_text(text: str) -> bool:
    return any(map(str.isalnum, text)) or text in _LISTED


def _may_be_word(text: str) -> bool:
    """Return whether letters can be a syllable, a number or the sign of a document, however unsure Tesseract was."""
    core = text.strip(_EDGES)
    return len(core) > 1 and (is_syllable(core) or bool(_NUMBER.fullmatch(core)))


def _place(box: tuple[int, int, int, int]) -> Place:
    left, top, right, bottom = box
    return Place(*(round(side * _POINT, 1) for side in (left, top, right, bottom)))

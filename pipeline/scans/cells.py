"""The text of a table cell, line by line: where its ink stands is plain, so lines are cut out and read one at a time.

Tesseract's own search for lines fails on blocks of one or two short ones, and it needs white around what it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from pipeline.scans.again import looked_at, smaller
from pipeline.scans.signs import corrected
from pipeline.scans.tesseract import Box, Reader, Word

_INSET = 5  # pixels between the border of a cell and what is read
_WHITE = 20  # pixels put around a line
_DARK = 140
_LEAST_INK = 12  # pixels; fewer are dirt
_LOWEST = 8  # pixels; a lower strip is dirt, or a mark of the line beside it
_MARKS = 16  # pixels; a lower strip may be the marks above a line of capitals
_GAP = 7  # pixels between marks and their letters
_LINE = 46  # pixels from the top of the marks to the foot of a line
_TALLEST = 64  # pixels; a higher strip holds lines that touch each other
_NARROW = 60  # pixels; narrower, a line may be a number alone
_NUMBER = re.compile(r"\d+(?:\.\d+)*[.)]?|[IVXLC]+\.?|[a-zđ]\)|[-+*]")


def cell_lines(box: Box, picture: Image.Image, reader: Reader) -> list[list[Word]]:
    """Return the lines of a cell given its box between the borders."""
    left, top, right, bottom = box[0] + _INSET, box[1] + _INSET, box[2] - _INSET, box[3] - _INSET
    if right <= left or bottom <= top:
        return []
    ink = np.asarray(picture.crop((left, top, right, bottom))) < _DARK
    lines = []
    for start, stop in _strips(ink):
        columns = np.flatnonzero(ink[start:stop].any(axis=0))
        strip = left + int(columns[0]), top + start, left + int(columns[-1]) + 1, top + stop
        lines += _read(strip, picture, reader)
    return corrected(looked_at([line for line in lines if line], picture, reader), picture)


def _strips(ink: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield where lines stand, from the top: rows of pixels with ink, marks put to their letters."""
    edges = np.flatnonzero(np.diff(ink.any(axis=1).astype(np.int8), prepend=0, append=0))
    strips: list[tuple[int, int]] = []
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if ink[start:stop].sum() < _LEAST_INK:
            continue
        above = strips[-1] if strips else (start, start)
        is_part = above[1] - above[0] < _MARKS or stop - start < _MARKS
        if strips and is_part and start - above[1] <= _GAP and stop - above[0] <= _LINE:
            strips[-1] = above[0], stop
        else:
            strips.append((start, stop))
    for start, stop in strips:
        if stop - start >= _LOWEST or len(strips) == 1:
            yield start, stop


def _read(strip: Box, picture: Image.Image, reader: Reader) -> list[list[Word]]:
    """Return the lines of a part of a picture, in the places of the whole."""
    left, top, right, bottom = strip
    cut = ImageOps.expand(picture.crop(strip), _WHITE, 255)
    if bottom - top > _TALLEST:
        found = reader.block(cut)
    else:
        line = reader.line(cut) or reader.line(smaller(cut))  # some fail at one size
        if right - left < _NARROW and not (len(line) == 1 and _NUMBER.fullmatch(line[0].text)):
            line = _as_number(cut, reader) or line
        found = [line]
    return [[_moved(word, left - _WHITE, top - _WHITE) for word in line] for line in found]


def _as_number(cut: Image.Image, reader: Reader) -> list[Word]:
    """Return what stands there if it is a number: Tesseract takes a lone digit for a letter."""
    number = reader.line(cut, digits=True)
    return number if len(number) == 1 and number[0].sure > _SURE else []


_SURE = 60


def _moved(word: Word, right: int, down: int) -> Word:
    box = word.box
    return word._replace(
        box=(box[0] + right, box[1] + down, box[2] + right, box[3] + down),
        base=(word.base[0] + down, word.base[1] + down),
    )

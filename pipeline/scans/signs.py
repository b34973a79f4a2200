"""Signs that Tesseract reads wrongly and the picture tells: ≥ and ≤, and how many strokes a Roman number has.

Its Vietnamese model has no ≥; and it takes "III" for "II", "H", "HI": a deadline in another quarter, or a heading lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.scans.tesseract import Word

_DARK = 140
_BARRED = {">": "≥", "<": "≤"}
_UNDER = 3  # pixels around a word in which the bar may stand
_BAR = 3  # pixels; a bar is as thick
_FULL = 0.75  # of the sign's width that a bar fills
_STROKES = re.compile(
    r"(?=\w?[\]|!])[IHl|!\]1]{2,4}(?=$|[./,;:])"  # l]1, which can be no number in digits
    r"|[IHÌÍỊl|!]{1,4}i?(?=$|[./,;:])|[IHÌÍỊ]{1,3}[l1L]?(?=$|[./,;:])|L(?=$|\.)"
)
_SERIF = 0.2  # of the height at top and foot in which serifs stand
_UPRIGHT = 0.85  # of the height between them that a stroke fills
_THICKEST = 9  # pixels; a stroke of bold type has seven
_MOST = 3  # strokes of a number


def corrected(lines: Sequence[list[Word]], picture: Image.Image) -> list[list[Word]]:
    """Return the lines with signs as the picture shows them."""
    return [[_corrected(word, picture) for word in line] for line in lines]


def _corrected(word: Word, picture: Image.Image) -> Word:
    if word.text[0] in _BARRED:
        return _with_bar(word, picture)
    if found := _STROKES.match(word.text):
        return _with_strokes(word, found[0], picture)
    return word


def _with_bar(word: Word, picture: Image.Image) -> Word:
    """Return a word that begins with > or < with the bar below it, if there is one."""
    left, top, right, bottom = word.box
    ink = np.asarray(picture.crop((left, top - _UNDER, right, bottom + _UNDER))) < _DARK
    columns = np.flatnonzero(ink.any(axis=0))
    if not columns.size:
        return word
    ends = columns[np.append(np.diff(columns) > 1, True)]  # of what stands apart
    sign = ink[:, columns[0] : ends[0] + 1]
    rows = np.flatnonzero(sign.any(axis=1))
    foot = sign[rows[-1] - _BAR + 1 : rows[-1] + 1]
    is_bar = foot.any(axis=0).mean() > _FULL  # the arm of a mere > comes down at one side only
    return word._replace(text=_BARRED[word.text[0]] + word.text[1:]) if is_bar else word


def _with_strokes(word: Word, read: str, picture: Image.Image) -> Word:
    """Return a word that begins with a Roman number of upright strokes with as many as there are."""
    left, top, right, bottom = word.box
    ink = np.asarray(picture.crop((left - 1, top, right + 1, bottom))) < _DARK
    rows = np.flatnonzero(ink.any(axis=1))
    if rows.size < 10:
        return word
    serif = round(_SERIF * rows.size)
    count = _strokes(ink[rows[0] + serif : rows[-1] + 1 - serif], whole=read == word.text)
    return word._replace(text="I" * count + word.text[len(read) :]) if count else word


def _strokes(ink: NDArray[np.bool_], *, whole: bool) -> int:
    """Return how many upright strokes stand side by side from the left; 0 when anything else is among them.

    With `whole` nothing else stands behind them either.
    """
    edges = np.flatnonzero(np.diff(ink.any(axis=0).astype(np.int8), prepend=0, append=0))
    count = 0
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        if stop - start > _THICKEST or ink[:, start:stop].mean(axis=0).max() < _UPRIGHT:
            return 0 if whole or count > _MOST else count
        count += 1
    return count if count <= _MOST else 0

"""Tesseract, bound by tesserocr: the words of a picture with their places and how sure of each it is.

The binding holds Tesseract and its model in the process, so that a table is read cell by cell without starting a
program for each, and it lets other threads run meanwhile, so that pages are read side by side.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from PIL import Image

from pipeline.scans.models import LANGUAGE, models_folder
from pipeline.scans.picture import DPI

_DIGITS = "0123456789"
_MILLISECONDS = 60_000  # for one picture; a full page takes a thousand

Box = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


class Word(NamedTuple):
    """A word as read: its box, the base line of its line (left and right end), how sure Tesseract is (0 to 100)."""

    text: str
    box: Box
    base: tuple[int, int]
    sure: float


class Reader:
    """Tesseract with the Vietnamese model loaded; each thread needs its own."""

    def __init__(self, models: str) -> None:
        """Load the model from the folder of models; `models_folder` finds it."""
        os.environ["OMP_THREAD_LIMIT"] = "1"  # several threads in each of several readers slow each other down
        import tesserocr

        self._tesserocr = tesserocr
        self._api = tesserocr.PyTessBaseAPI(path=models, lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY)

    def page(self, picture: Image.Image) -> list[list[Word]]:
        """Return the words of a page line by line, columns as Tesseract parts them."""
        self._api.ClearAdaptiveClassifier()  # what stood on other pages must not tell how this one is read
        return self._read(picture, self._tesserocr.PSM.AUTO)

    def block(self, picture: Image.Image) -> list[list[Word]]:
        """Return the words of a picture of one block of text."""
        return self._read(picture, self._tesserocr.PSM.SINGLE_BLOCK)

    def line(self, picture: Image.Image, *, digits: bool = False) -> list[Word]:
        """Return the words of a picture of a single line; `digits` when it can only be a number."""
        self._api.SetVariable("tessedit_char_whitelist", _DIGITS if digits else "")
        found = self._read(picture, self._tesserocr.PSM.SINGLE_LINE)
        self._api.SetVariable("tessedit_char_whitelist", "")
        return [word for line in found for word in line]

    def _read(self, picture: Image.Image, mode: int) -> list[list[Word]]:
        self._api.SetPageSegMode(mode)
        self._api.SetImage(picture)
        self._api.SetSourceResolution(DPI)
        return self._lines()

    def _lines(self) -> list[list[Word]]:
        if not self._api.Recognize(_MILLISECONDS):
            return []
        found = self._api.GetIterator()
        return [line for line in _by_line(found, self._tesserocr) if line] if found else []


def _by_line(found: Any, tesserocr: Any) -> Iterator[list[Word]]:  # noqa: ANN401  the binding has no types
    line: list[Word] = []
    word, row = tesserocr.RIL.WORD, tesserocr.RIL.TEXTLINE
    for item in tesserocr.iterate_level(found, word):
        if item.IsAtBeginningOf(row):
            yield line
            line = []
        if item.Empty(word):
            continue
        box, base = item.BoundingBox(word), item.Baseline(row)
        text = item.GetUTF8Text(word).strip()
        if box and text:
            ends = (base[0][1], base[1][1]) if base else (box[3], box[3])
            line.append(Word(text, box, ends, float(item.Confidence(word))))
    yield line


class Readers:
    """A reader for each thread that asks for one."""

    def __init__(self) -> None:
        """Find the model; raise `UsageError` when something that OCR needs is missing."""
        self._models = models_folder()
        self._own = threading.local()

    def mine(self) -> Reader:
        """Return the reader of this thread."""
        if not hasattr(self._own, "reader"):
            self._own.reader = Reader(self._models)
        reader: Reader = self._own.reader
        return reader

"""The words of a page with their places, from the characters that pdfium gives.

pdfium's own spaces are guesses and are not used: a word ends at a blank that stands in the file, or at a gap. Type in
which each piece of a word is set by itself ("t", "ỉ", "nh") comes together again, since no gap stands between.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.pages.values import Place

MOST_CHARACTERS = 60_000  # on a page; a dense one has 6,000
_SMALLEST = 2.5  # points; smaller type is a leftover nobody sees
_GAP = 0.17  # of the type size between two words without a blank in the file; a blank is 0.25 wide
_TIGHT = 0.08  # the same where pdfium, which knows how wide each letter is said to be, sees a gap
_LEAST = 0.04  # of the type size; a blank between nearer letters is none
_WIDE = 0.6  # a gap above this needs no second look
_BLANKS = frozenset({0x20, 0xA0, 0x09, 0x3000, *range(0x2000, 0x200B)})
_UNSEEN = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF, 0xFFFD})
_HYPHENS = {0x2: "-", 0xAD: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"}  # no Vietnamese word is divided at a line's end
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
# What symbol fonts show where Unicode has nothing: bullets, and signs of the font Symbol
_SYMBOLS = {0xF0B3: "≥", 0xF0A3: "≤", 0xF0B4: "×", 0xF0B1: "±", 0xF0AE: "→", 0xF0E0: "→", 0xF0DE: "⇒", 0xF0FC: "✓"}
_PRIVATE = range(0xE000, 0xF900)
_ASKEW = 30  # degrees; a slope that stands for italics is told as an angle of 18, a watermark lies at 45
_INVISIBLE = 3  # the mode of text that is not painted


class Style(NamedTuple):
    """How type looks: size in points, weight, slope, whether it is painted, the name of its font."""

    size: float
    bold: bool
    italic: bool
    hidden: bool
    font: str


class Word(NamedTuple):
    """Characters without a gap: where they begin and end, their base line, whether a blank stands before them."""

    text: str
    x0: float
    x1: float
    base: float
    style: Style
    spaced: bool


class View:
    """How a page is read: the turn that sets its text upright, and its size then."""

    def __init__(self, box: Place, angle: int) -> None:
        """Take the page's box in its own coordinates, y upwards, and the angle of its text in degrees."""
        left, bottom, right, top = box
        self.angle, self.left, self.top = angle, left, top
        sideways = angle in {90, 270}
        self.width = top - bottom if sideways else right - left
        self.height = right - left if sideways else top - bottom
        points: dict[int, Callable[[float, float], tuple[float, float]]] = {
            0: lambda x, y: (x - left, top - y),
            90: lambda x, y: (y - bottom, x - left),
            180: lambda x, y: (right - x, y - bottom),
            270: lambda x, y: (top - y, right - x),
        }
        self.point = points[angle]

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies on the page."""
        return -2 < x < self.width + 2 and -2 < y < self.height + 2

    def place(self, x0: float, y0: float, x1: float, y1: float) -> Place:
        """Return the place of a rectangle given by two of its corners."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Place(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def angle_of(text: Any, count: int) -> int:  # noqa: ANN401  a handle of pdfium
    """Return the angle of most of a page's text: 0, 90, 180 or 270 degrees, counter-clockwise."""
    turns: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 60)):
        if pdfium.FPDFText_GetUnicode(text, index) > 0x20:
            angle = math.degrees(pdfium.FPDFText_GetCharAngle(text, index))
            turns[round(angle / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else 0


class GlyphReader:
    """Reads the characters of a page into words."""

    def __init__(self, text: Any, view: View) -> None:  # noqa: ANN401
        """Take pdfium's text page."""
        self._text = text
        self._view = view
        self._styles: dict[int, Style] = {}
        self._box = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self.words: list[Word] = []
        self.characters = self.hidden = 0
        self._chars: list[str] = []  # of the open word
        self._start = self._end = self._base = self._low = 0.0
        self._style = Style(0, bold=False, italic=False, hidden=False, font="")
        self._near = self._off = 0.0  # within which a character belongs to the open word, whatever stood between
        self._parted = self._spaced = self._blank = self._guessed = False
        self._last = -1

    def read(self, count: int) -> list[Word]:
        """Return the words of the first `count` characters in the order of the file."""
        text, box, loose = self._text, self._box, pdfium.FPDFText_GetLooseCharBox
        upright, left, top = self._view.angle == 0, self._view.left, self._view.top
        for index, code in enumerate(_codes(text, count)):
            if code in _BLANKS:
                guessed = pdfium.FPDFText_IsGenerated(text, index) > 0
                self._guessed, self._blank = self._guessed or guessed, self._blank or not guessed
                continue
            char = chr(code) if _is_plain(code) else _shown(code)
            if not char or not loose(text, index, box):
                continue
            if upright:  # as nearly all text is
                x0, x1, low = box.left - left, box.right - left, top - box.bottom
            else:
                x0, _, x1, low = self._view.place(box.left, box.bottom, box.right, box.top)
            is_near = not self._blank and self._chars and -self._off < low - self._low < self._off
            if (is_near and -2 * self._off < x0 - self._end < self._near) or self._joins(index, char, x0, low):
                self._chars.append(char)
                if x1 > self._end:
                    self._end = x1
            else:
                self._close()
                self._open(index, char, x0, x1, low)
            self._last = index
            self._blank = self._guessed = False
        self._close()
        return self.words

    def _open(self, index: int, char: str, x0: float, x1: float, low: float) -> None:
        """Begin a word, unless its first character does not lie on the page."""
        pdfium.FPDFText_GetCharOrigin(self._text, index, self._x, self._y)
        at, self._base = self._view.point(self._x.value, self._y.value)
        if self._view.holds(at, self._base):
            self._chars = [char]
            self._start, self._end, self._low, self._parted = x0, x1, low, self._spaced
            self._style = self._style_at(index)
            self._near, self._off = _TIGHT * self._style.size, 0.3 * self._style.size

    def _joins(self, index: int, char: str, x0: float, low: float) -> bool:
        """Return whether a character goes on with the open word; say whether a blank parts them otherwise."""
        size = self._style.size
        gap = x0 - self._end
        self._spaced = self._blank
        if not self._chars:
            return False
        if "\u0300" <= char < "\u0370":
            return True
        if abs(low - self._low) > 0.3 * size or not -0.6 * size < gap < _WIDE * size:
            return False
        if self._blank:
            return gap < _LEAST * size and self._ink_gap(index) < _GAP * size
        least = (_TIGHT if self._guessed else _GAP) * size
        self._spaced = gap >= least and self._ink_gap(index) >= least
        return not self._spaced

    def _ink_gap(self, index: int) -> float:
        """Return the gap between what is painted; widths that a file gives wrongly do not change it."""
        ends = []
        for at in (self._last, index):
            sides = [ctypes.c_double() for _ in range(4)]
            pdfium.FPDFText_GetCharBox(self._text, at, *sides)
            left, right, bottom, top = (side.value for side in sides)
            ends.append(self._view.place(left, bottom, right, top))
        return ends[1].x0 - ends[0].x1

    def _close(self) -> None:
        """Keep the open word."""
        if self._chars and self._style.size > _SMALLEST:
            self.characters += len(self._chars)
            self.hidden += len(self._chars) if self._style.hidden else 0
            self.words.append(
                Word("".join(self._chars), self._start, self._end, self._base, self._style, self._parted)
            )
        self._chars = []

    def _style_at(self, index: int) -> Style:
        """Return the style of a character; text set askew has the size 0 and is left out."""
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        if not item:
            return self._style
        key = ctypes.addressof(item.contents)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._read_style(item, index)
        return style

    def _read_style(self, item: Any, index: int) -> Style:  # noqa: ANN401
        askew = (math.degrees(pdfium.FPDFText_GetCharAngle(self._text, index)) - self._view.angle + 180) % 360 - 180
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        _, top, _, bottom = self._view.place(self._box.left, self._box.bottom, self._box.right, self._box.top)
        if not 0.3 < size / ((bottom - top) or 1) < 3.5:  # a form that holds the text is scaled
            size = (bottom - top) / 1.1
        if abs(askew) > _ASKEW:
            size = 0
        font = pdfium.FPDFTextObj_GetFont(item)
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, name, 128)
        called = name.value.decode("latin-1")
        mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
        lower = called.lower()
        bold = pdfium.FPDFFont_GetWeight(font) >= 600 or "bold" in lower or "black" in lower or mode == 2
        italic = "italic" in lower or "oblique" in lower
        return Style(round(size, 1), bold=bold, italic=italic, hidden=mode == _INVISIBLE, font=called)


def _codes(text: Any, count: int) -> Sequence[int]:  # noqa: ANN401
    """Return the code of each character: all at once where pdfium leaves none out, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]


def _is_plain(code: int) -> bool:
    """Return whether a character shows itself."""
    return 0x20 < code < 0x7F or 0xC0 <= code < 0x2000


def _shown(code: int) -> str:
    """Return what a character shows, nothing for one that nobody sees."""
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code < 0x20 or code in _UNSEEN or 0x7F <= code < 0xA0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return ""
    if code in _PRIVATE:
        return _SYMBOLS.get(code) or (chr(code - 0xF000) if 0xF021 <= code < 0xF07F else "•")
    return _LIGATURES.get(code) or chr(code)

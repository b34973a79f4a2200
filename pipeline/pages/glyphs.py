"""The words of a page with their places, from the characters that pdfium gives.

pdfium's own spaces are guesses and are not used: a word ends at a blank that stands in the file, or at a gap. Type in
which each piece of a word is set by itself ("t", "ỉ", "nh") comes together again, since no gap stands between.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.pages.values import Place

MOST_CHARACTERS = 60_000  # on a page; a dense one has 6,000
_SMALLEST = 2.5  # points; smaller type is a leftover nobody sees
_GAP = 0.17  # of the type size between two words without a blank in the file; a blank is 0.25 wide
_TIGHT = 0.08  # the same where pdfium, which knows how wide each letter is said to be, sees a gap
_LEAST = 0.04  # of the type size; a blank between nearer letters is none
_WIDE = 0.6  # a gap above this needs no second look
_WIDEST = 3.0  # of its height may each letter of a piece be wide
_PIECE = re.compile(r"[^ \t\r\n\u00a0\u2000-\u200a\u3000]+")  # what stands between two blanks
_RAISED = re.compile(r"[^\W\d_]\d{1,2}(?![\w/-])")  # a number behind a letter: it may be a power, or mark a footnote
_PLAIN = re.compile(r"[!-~\u00ae-\u1fff\u2012-\u2027\u2030-\u205e\u2070-\ud7ff]+")  # what shows itself
_UNSEEN = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF, 0xFFFD})
# Hyphens, which divide no Vietnamese word at a line's end, and ligatures
_INSTEAD = {0x2: "-", 0xAD: "-", 0xFFFE: "-", 0x2010: "-", 0x2011: "-"}
_INSTEAD |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
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


_NO_STYLE = Style(0, bold=False, italic=False, hidden=False, font="")


class Word(NamedTuple):
    """Characters without a gap: where they begin and end, their base line, whether a blank stands before them.

    `behind` is where the word before them in the file ends if the gap between both is one for certain; another font may
    have letters that stand in it.
    """

    text: str
    x0: float
    x1: float
    base: float
    style: Style
    spaced: bool
    behind: float | None = None


class _Piece(NamedTuple):
    """Characters that follow each other without a gap: the first and last, the place of the first, where they end."""

    first: int
    last: int
    sides: Place
    x1: float


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
            turns[round(_angle(text, index) / 90) * 90 % 360] += 1
    return turns.most_common(1)[0][0] if turns else 0


def _angle(text: Any, index: int) -> float:  # noqa: ANN401
    """Return the angle of a character in degrees, counter-clockwise; pdfium gives it in radians, clockwise."""
    return -math.degrees(pdfium.FPDFText_GetCharAngle(text, index))


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

    def read(self, count: int) -> list[Word]:
        """Return the words of the first `count` characters in the order of the file.

        Only the first and the last character between two blanks are asked for their places: what lies between pdfium
        has seen to follow without a gap, unless the piece is too long or runs back; then each letter is asked.
        """
        page = _characters(self._text, count)
        before, last = 0, -1
        for hit in _PIECE.finditer(page):
            start, stop = hit.span()
            blank = self._has_blank(page, before, start)
            for piece in self._pieces(start, stop, apart=bool(_RAISED.search(hit[0]))):
                if shown := _shown(page[piece.first : piece.last + 1]):
                    self._add(shown, piece, last, blank=blank, guessed=piece.first == start > before)
                    blank, last = False, piece.last
            before = stop
        return self.words

    def _has_blank(self, page: str, start: int, stop: int) -> bool:
        """Return whether a blank stands there that is in the file."""
        for index in range(start, stop):
            if page[index] not in "\r\n" and not pdfium.FPDFText_IsGenerated(self._text, index):
                return True
        return False

    def _pieces(self, start: int, stop: int, *, apart: bool) -> list[_Piece]:
        """Return the characters between two blanks as one piece, or `apart`, as also if they do not run on."""
        first, last = self._sides(start), self._sides(stop - 1)
        length = stop - start
        if first and last and not apart:
            width = last.x1 - first.x0
            if length == 1 or 0 < width < _WIDEST * length * (first.bottom - first.top):
                return [_Piece(start, stop - 1, first, max(first.x1, last.x1))]
        letters = ((index, self._sides(index)) for index in range(start, stop))
        return [_Piece(index, index, sides, sides.x1) for index, sides in letters if sides]

    def _sides(self, index: int) -> Place | None:
        """Return the place that a character takes up, None for one that has none."""
        box = self._box
        if not pdfium.FPDFText_GetLooseCharBox(self._text, index, box):
            return None
        if self._view.angle:
            return self._view.place(box.left, box.bottom, box.right, box.top)
        left, top = self._view.left, self._view.top  # as nearly all text stands
        return Place(box.left - left, top - box.top, box.right - left, top - box.bottom)

    def _add(self, shown: str, piece: _Piece, before: int, *, blank: bool, guessed: bool) -> None:
        """Add characters to the last word, or as a word of their own; `before` is the character before them."""
        pdfium.FPDFText_GetCharOrigin(self._text, piece.first, self._x, self._y)
        at, base = self._view.point(self._x.value, self._y.value)
        if not self._view.holds(at, base):
            return
        style = self._style_at(piece.first, piece.sides)
        self.characters += len(shown)
        self.hidden += len(shown) if style.hidden else 0
        gap = self._gap(before, piece, base, blank=blank, guessed=guessed) if self.words else None
        if gap == 0:
            word = self.words[-1]
            self.words[-1] = word._replace(text=word.text + shown, x1=max(word.x1, piece.x1))
        elif style.size > _SMALLEST:
            behind = self.words[-1].x1 if gap else None
            self.words.append(Word(shown, piece.sides.x0, piece.x1, base, style, blank and gap is not None, behind))

    def _gap(self, before: int, piece: _Piece, base: float, *, blank: bool, guessed: bool) -> float | None:
        """Return the gap behind the last word: 0 if there is none, None if the characters do not stand behind it."""
        word = self.words[-1]
        size = word.style.size
        gap = piece.sides.x0 - word.x1
        if abs(base - word.base) > 0.3 * size or gap < -0.6 * size:
            return None
        if gap > _WIDE * size:
            return gap
        if blank:
            return 0 if gap < _LEAST * size and self._ink_gap(before, piece.first) < _GAP * size else size
        least = (_TIGHT if guessed else _GAP) * size
        return 0 if gap < least or self._ink_gap(before, piece.first) < least else gap

    def _ink_gap(self, before: int, index: int) -> float:
        """Return the gap between what is painted; widths that a file gives wrongly do not change it."""
        ends = []
        for at in (before, index):
            sides = [ctypes.c_double() for _ in range(4)]
            pdfium.FPDFText_GetCharBox(self._text, at, *sides)
            left, right, bottom, top = (side.value for side in sides)
            ends.append(self._view.place(left, bottom, right, top))
        return ends[1].x0 - ends[0].x1

    def _style_at(self, index: int, sides: Place) -> Style:
        """Return the style of a character; text set askew has the size 0 and is left out."""
        item = pdfium.FPDFText_GetTextObject(self._text, index)
        if not item:
            return _NO_STYLE
        key = ctypes.addressof(item.contents)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._read_style(item, index, sides)
        return style

    def _read_style(self, item: Any, index: int, sides: Place) -> Style:  # noqa: ANN401
        askew = (_angle(self._text, index) - self._view.angle + 180) % 360 - 180
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        height = sides.bottom - sides.top
        if not 0.3 < size / (height or 1) < 3.5:  # a form that holds the text is scaled
            size = height / 1.1
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


def _characters(text: Any, count: int) -> str:  # noqa: ANN401
    """Return the characters of a page: all at once where pdfium leaves none out, else one by one."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        return "".join(map(chr, buffer[:count]))
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
    return "".join(chr(code) if code < 0x110000 else "\ufffd" for code in codes)


def _shown(text: str) -> str:
    """Return what characters show, without those that nobody sees."""
    return text if _PLAIN.fullmatch(text) else "".join(map(_one_shown, text))


def _one_shown(char: str) -> str:
    if _PLAIN.fullmatch(char):
        return char
    code = ord(char)
    if code in _INSTEAD:
        return _INSTEAD[code]
    if code < 0x20 or code in _UNSEEN or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return ""
    if code in _PRIVATE:
        return _SYMBOLS.get(code) or (chr(code - 0xF000) if 0xF021 <= code < 0xF07F else "•")
    return char

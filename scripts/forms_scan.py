"""Documents as scans: set in type, printed with rules and stamps, laid a little askew on the glass, speckled.

Pages are drawn with Pillow in type that has every Vietnamese letter: Debian's `fonts-texgyre` (Termes, a Times) and
`fonts-freefont-ttf`. `scans` makes the pages of
a document, `as_pdf` a PDF that holds nothing but pictures, `worn` is what a scanner does to a clean page.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.documents import Paragraph, SourceText, Table

DPI = 200
_TERMES = "/usr/share/texmf/fonts/opentype/public/tex-gyre/texgyretermes-{}.otf"
_FREE = "/usr/share/fonts/truetype/freefont/FreeSerif{}.ttf"
FACES = {  # of each family: regular, bold, italic
    "Termes": {style: _TERMES.format(style.lower()) for style in ("Regular", "Bold", "Italic")},
    "FreeSerif": {"Regular": _FREE.format(""), "Bold": _FREE.format("Bold"), "Italic": _FREE.format("Italic")},
}
_WIDTH, _HEIGHT = 1654, 2339  # A4
_LEFT, _RIGHT, _TOP, _BOTTOM = 236, 1536, 170, 2180
_INDENT = 78
_PADDING = 10
_CENTRED = re.compile(r"^(?:KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CÔNG ĐIỆN|THÔNG BÁO|KẾT LUẬN|PHỤ LỤC|\(Kèm theo)")
_MARKUP = re.compile(r"\*+|^#+ |\\")


class Wear(NamedTuple):
    """What happens to a page: turned (degrees), blurred, its strokes thinned and pale, noisy, speckled, stamped."""

    turn: float = 0.4
    blur: float = 0.8
    thin: int = 0  # grey levels that turn white at the edges of strokes
    pale: float = 0.15
    noise: float = 6.0
    specks: int = 150
    stamped: bool = True


@cache
def _font(size: int, style: str = "Regular", family: str = "Termes") -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[family][style], size)


class _Sheet:
    """Pages being set, from the top down."""

    def __init__(self, size: int, family: str) -> None:
        self.size, self.family = size, family
        self.pages: list[Image.Image] = []
        self.y = _HEIGHT
        self.step = round(size * 1.22)
        self.new()

    def new(self) -> None:
        self.pages.append(Image.new("L", (_WIDTH, _HEIGHT), 255))
        self.pen = ImageDraw.Draw(self.pages[-1])
        self.y = _TOP
        if len(self.pages) > 1:
            self.pen.text((_WIDTH // 2, 96), str(len(self.pages)), 0, _font(self.size, family=self.family), "mt")

    def paragraph(self, text: str, *, style: str, centred: bool) -> None:
        font = _font(self.size, style, self.family)
        lines = list(_broken(text, font, _RIGHT - _LEFT, 0 if centred else _INDENT))
        for number, words in enumerate(lines):
            if self.y + self.step > _BOTTOM:
                self.new()
            left = _LEFT + (_INDENT if number == 0 and not centred else 0)
            if centred:
                self.pen.text((_WIDTH // 2, self.y), " ".join(words), 0, font, "ma")
            else:
                _set(self.pen, words, left, self.y, font, _RIGHT if number < len(lines) - 1 else 0)
            self.y += self.step
        self.y += self.size // 4

    def table(self, rows: Sequence[Sequence[tuple[int, int, str]]], width: int) -> None:
        """Set a table given for each row its cells: first column, columns, text."""
        font = _font(self.size - 3, family=self.family)
        xs = _column_places(rows, width)
        for row in rows:
            cells = [
                (xs[at], xs[at + span], list(_broken(text, font, xs[at + span] - xs[at] - 2 * _PADDING, 0)))
                for at, span, text in row
            ]
            height = max(len(lines) for _, _, lines in cells) * self.step + 2 * _PADDING
            if self.y + height > _BOTTOM:
                self.new()
            for left, right, lines in cells:
                self.pen.rectangle((left, self.y, right, self.y + height), outline=0, width=2)
                for number, words in enumerate(lines):
                    place = left + _PADDING, self.y + _PADDING + number * self.step
                    self.pen.text(place, " ".join(words), 0, font)
            self.y += height
        self.y += self.step


def _broken(text: str, font: ImageFont.FreeTypeFont, width: int, indent: int) -> Iterator[list[str]]:
    line: list[str] = []
    for word in text.split():
        if line and font.getlength(" ".join([*line, word])) > width - indent:
            yield line
            line, indent = [], 0
        line.append(word)
    yield line


def _set(
    pen: ImageDraw.ImageDraw, words: list[str], left: int, y: int, font: ImageFont.FreeTypeFont, right: int
) -> None:
    """Set a line, stretched to the right side when one is given."""
    gap = font.getlength(" ")
    if right and len(words) > 1:
        gap = (right - left - sum(map(font.getlength, words))) / (len(words) - 1)
    x = float(left)
    for word in words:
        pen.text((round(x), y), word, 0, font)
        x += font.getlength(word) + gap


def _column_places(rows: Sequence[Sequence[tuple[int, int, str]]], width: int) -> list[int]:
    """Return where columns begin and the last one ends: wider ones for more text."""
    needs = [8.0] * width
    for row in rows:
        for at, span, text in row:
            if span == 1:
                needs[at] = max(needs[at], min(60.0, len(text) ** 0.8))
    total = sum(needs)
    places, at = [_LEFT], 0.0
    for need in needs:
        at += need
        places.append(_LEFT + round((_RIGHT - _LEFT) * at / total))
    return places


def pages(source: SourceText, *, size: int = 38, family: str = "Termes", style: str = "") -> list[Image.Image]:
    """Return the clean pages of a document, grey, A4 at 200 dpi; `style` ("Bold", "Italic") for all of its text."""
    sheet = _Sheet(size, family)
    for block in source.blocks:
        if isinstance(block, Table):
            sheet.table(_rows(source, block), block.width)
            continue
        text = text_of(source, block)
        capitals = text.isupper() or block.bold
        centred = bool(_CENTRED.match(text)) or (text.isupper() and len(text) < 60 and not text[:2].strip("IVX") == "")
        chosen = style or ("Bold" if capitals else "Italic" if block.italic else "Regular")
        sheet.paragraph(text, style=chosen, centred=centred)
    return sheet.pages


def text_of(source: SourceText, block: Paragraph) -> str:
    """Return the text of a paragraph without markup."""
    return " ".join(_MARKUP.sub("", " ".join(source.quote(part) for part in block.parts)).split())


def _rows(source: SourceText, table: Table) -> list[list[tuple[int, int, str]]]:
    return [
        [
            (cell.column, cell.columns, " ".join(_MARKUP.sub("", " ".join(map(source.quote, cell.parts))).split()))
            for cell in row.cells
        ]
        for row in table.rows
    ]


# ── what scanners do ──────────────────────────────────────────────────────────────────────────────


def worn(page: Image.Image, wear: Wear, seed: int) -> Image.Image:
    """Return a page as a scan of it looks: in colour when it is stamped."""
    dice = random.Random(seed)  # noqa: S311  the same scan each time
    grains = np.random.default_rng(seed)
    soft = page.filter(ImageFilter.GaussianBlur(wear.blur)) if wear.blur else page
    dots = np.asarray(soft, dtype=np.float32)
    dots = np.clip(dots * 255 / (255 - wear.thin), 0, 255) if wear.thin else dots
    dots = 255 - (255 - dots) * (1 - wear.pale * grains.random((*dots.shape,), dtype=np.float32))
    grey = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    scan = grey.convert("RGB") if wear.stamped else grey
    if wear.stamped:
        _stamp(scan, dice)
    angle = dice.choice((-1, 1)) * wear.turn
    scan = scan.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white" if wear.stamped else 255)
    noise = grains.normal(0, wear.noise, (scan.height, scan.width)).astype(np.float32)
    dots = np.asarray(scan, dtype=np.float32) + (noise[..., None] if wear.stamped else noise) - wear.noise
    scan = Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(scan)
    for _ in range(wear.specks):
        x, y = dice.randrange(scan.width), dice.randrange(scan.height)
        pen.rectangle((x, y, x + dice.randrange(2), y + dice.randrange(2)), fill="black" if wear.stamped else 0)
    return scan


def _stamp(scan: Image.Image, dice: random.Random) -> None:
    """Press a round red seal and a blue stroke of the pen on a page."""
    pen = ImageDraw.Draw(scan)
    x, y = dice.randrange(700, 1200), dice.randrange(1500, 1900)
    red = (215, 60, 70)
    for radius in (150, 140, 90):
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=red, width=4)
    pen.text((x, y), "★", red, _font(60), "mm")
    pen.text((x, y - 115), "ỦY BAN NHÂN DÂN", red, _font(22, "Bold"), "mm")
    pen.line([(x - 80, y + 40), (x + 60, y - 60), (x + 260, y + 20)], fill=(40, 60, 190), width=5)


def as_pdf(scans: Sequence[Image.Image], quality: int = 45) -> bytes:
    """Return a PDF of pages that are nothing but pictures."""
    out = io.BytesIO()
    scans[0].save(out, "PDF", resolution=DPI, save_all=True, append_images=list(scans[1:]), quality=quality)
    return out.getvalue()

"""Text in the fonts of the time before Unicode, told by the names of the fonts that a PDF holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline.pages.values import Page, TextLine
from pipeline.read import fonts


def in_unicode(page: Page) -> Page:
    """Return a page with what old fonts show as Unicode."""
    return page.mapped(_converted) if old_font(page) else page


def old_font(page: Page) -> str | None:
    """Return the name of an old font that a page uses, None when it uses none."""
    return next((font for line in page.all_lines for _, font in line.fonts if _is_old(font)), None)


@cache
def _is_old(font: str) -> bool:
    return fonts.is_old(font)


def _converted(line: TextLine) -> TextLine:
    return line._replace(text="".join(_pieces(line)))


def _pieces(line: TextLine) -> Iterator[str]:
    """Yield the text of each font as it shows."""
    stops = [*(start for start, _ in line.fonts[1:]), len(line.text)]
    for (start, font), stop in zip(line.fonts, stops, strict=True):
        piece = line.text[start:stop]
        yield fonts.convert(piece, font) or piece

"""Pages that have to be read by OCR: `read_pages` gives them as the readers of PDF and images need them.

`pipeline.scans` reads the letters; here the marks that it lost are put back (`repair`), and the numbers of headings
(`numerals`), each beside what was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pipeline.pages.values import Grid, Page, TextLine
from pipeline.read.scan.numerals import Numerals, rows_mended
from pipeline.read.scan.repair import mended
from pipeline.scans.reading import pages_of


def read_pages(data: bytes, form: Literal["pdf", "image"], numbers: Sequence[int]) -> Iterator[Page]:
    """Yield pages (from 1) of a PDF or image as OCR reads them; `TextLine.seen` has what was read where mended.

    Raises:
        UsageError: Tesseract, its Vietnamese model or the binding is missing; the message names what to install.
    """
    numerals = Numerals()
    for page in pages_of(data, form, numbers):
        yield page._replace(lines=_mended(page.lines, numerals), grids=tuple(map(_grid, page.grids)))


def _grid(grid: Grid) -> Grid:
    """Return a table with the words of its cells mended, and the numbers of its rows."""
    cells = [cell._replace(lines=_mended(cell.lines)) for cell in grid.cells]
    firsts = [at for at, cell in enumerate(cells) if cell.column == 0]
    numbers = [" ".join(line.text for line in cells[at].lines) for at in firsts]
    for at, number, new in zip(firsts, numbers, rows_mended(numbers), strict=True):
        if new != number:
            (line,) = cells[at].lines
            cells[at] = cells[at]._replace(lines=(line._replace(text=new, seen=line.seen or line.text),))
    return grid._replace(cells=tuple(cells))


def _mended(lines: Sequence[TextLine], numerals: Numerals | None = None) -> tuple[TextLine, ...]:
    """Return lines that are read one after another with their words mended."""
    words = mended([line.text.split(" ") for line in lines])
    if numerals:
        for at, line in enumerate(lines):
            beside = words[at + 1] if at + 1 < len(lines) and _beside(line, lines[at + 1]) else []
            words[at] = numerals.mended([*words[at], *beside])[: len(words[at])]
    return tuple(
        line if (text := " ".join(new)) == line.text else line._replace(text=text, seen=line.text)
        for line, new in zip(lines, words, strict=True)
    )


def _beside(line: TextLine, other: TextLine) -> bool:
    """Return whether a line goes on behind a wide gap with another one."""
    return line.place.x1 <= other.place.x0 and abs(line.place.bottom - other.place.bottom) < line.size / 4

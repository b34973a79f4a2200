"""Pages for tests: printed by reportlab, or made of lines whose places a test gives."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pipeline.documents import Paragraph, SourceText, Table
from pipeline.pages.values import Grid, GridCell, Page, Place, TextLine
from pipeline.read.pdf import composed

WIDTH, HEIGHT = 595.0, 842.0  # points: A4
LEFT, RIGHT = 85.0, 538.0  # of the text
_LETTER = 0.45  # of the type size: how wide a letter of these lines is


def line(  # noqa: PLR0913  a line has as many sides
    text: str, x: float, y: float, *, size: float = 14.0, right: float | None = None, bold: bool = False
) -> TextLine:
    """Return a line that begins at `x`, or ends at `right`, with its base at `y`; letters are all as wide."""
    letter = _LETTER * size if right is None else (right - x) / len(text)
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == " ")]
    xs = (*(x + letter * start for start in starts), x + letter * len(text))
    return TextLine(text, Place(x, y - 0.9 * size, xs[-1], y + 0.22 * size), xs, size, bold)


def full(text: str, y: float, *, x: float = LEFT, size: float = 14.0) -> TextLine:
    """Return a line that reaches to the right side of the text."""
    return line(text, x, y, size=size, right=RIGHT)


def centred(
    text: str, y: float, *, middle: float = (LEFT + RIGHT) / 2, size: float = 14.0, bold: bool = False
) -> TextLine:
    """Return a line in the middle of the text, or of a column."""
    return line(text, middle - _LETTER * size * len(text) / 2, y, size=size, bold=bold)


def page(*items: TextLine | Grid, number: int = 1, **more: Any) -> Page:  # noqa: ANN401
    """Return a page of these lines and tables."""
    lines = tuple(item for item in items if isinstance(item, TextLine))
    return Page(number, WIDTH, HEIGHT, 0, lines, tuple(item for item in items if isinstance(item, Grid)), **more)


def grid(*rows: tuple[str | tuple[str, int], ...], top: float = 100.0, xs: tuple[float, ...] = ()) -> Grid:
    """Return a ruled table; a cell is its text with a line feed for each line, or that and the columns it spans.

    Each line takes 15 points, and every row is as high as its longest cell.
    """
    width = max(sum(cell[1] if isinstance(cell, tuple) else 1 for cell in row) for row in rows)
    xs = xs or tuple(LEFT + (RIGHT - LEFT) * place / width for place in range(width + 1))
    cells: list[GridCell] = []
    for number, row in enumerate(rows):
        texts = [cell if isinstance(cell, tuple) else (cell, 1) for cell in row]
        bottom = top + 15 * max(text.count("\n") + 1 for text, _ in texts) + 2
        column = 0
        for text, columns in texts:
            left, right = xs[column], xs[column + columns]
            lines = tuple(
                line(words, left + 4, top + 12 + 15 * at, size=12, right=right - 4 if at < text.count("\n") else None)
                for at, words in enumerate(text.split("\n") if text else ())
            )
            cells.append(GridCell(number, column, 1, columns, Place(left, top, right, bottom), lines))
            column += columns
        top = bottom
    return Grid(Place(xs[0], cells[0].place.top, xs[-1], top), xs, tuple(cells))


def read_pages(*pages: Page) -> SourceText:
    """Return the document that pages make up."""
    return composed(pages, "trang.pdf", "0", "pdf")


def paragraphs(source: SourceText) -> list[str]:
    """Return the paragraphs of a document."""
    return [source.quote(block.parts[0]) for block in source.blocks if isinstance(block, Paragraph)]


def tables(source: SourceText) -> list[list[list[str]]]:
    """Return the texts of the cells of each table, row by row."""
    return [
        [[source.quote(cell.parts[0]) if cell.parts else "" for cell in row.cells] for row in block.rows]
        for block in source.blocks
        if isinstance(block, Table)
    ]


def printed(draw: Callable[[Canvas], object], **how: Any) -> bytes:  # noqa: ANN401
    """Return a PDF that reportlab prints: `draw` is given its canvas (Times, 12 points, A4)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, **how)
    canvas.setFont("Times-Roman", 12)
    draw(canvas)
    canvas.save()
    return out.getvalue()

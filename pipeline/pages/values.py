"""The values that come from the process that reads a PDF, and how they are written as JSON.

Places are points (1/72 inch) from the upper left corner, x to the right and y down, with the text upright. A page whose
text stands sideways is turned for reading; `shown` turns a place back to where a viewer shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

SIZE = 8  # bytes in front of a file that say how long it is


class Place(NamedTuple):
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float


class TextLine(NamedTuple):
    """Words that stand on one line without a wide gap.

    `xs` holds where each word begins and, last, where the line ends; words are parted by single blanks. `size` is the
    font's in points. `fonts` are the places in the text where another font begins, with its name. `seen` is what OCR
    read where words of it were mended: as many words.
    """

    text: str
    place: Place
    xs: tuple[float, ...]
    size: float
    bold: bool = False
    italic: bool = False
    fonts: tuple[tuple[int, str], ...] = ()
    seen: str = ""


class GridCell(NamedTuple):
    """A cell of a ruled table: first row and column (from 0), how many it spans, the lines in it."""

    row: int
    column: int
    rows: int
    columns: int
    place: Place
    lines: tuple[TextLine, ...]


class Grid(NamedTuple):
    """A ruled table: where it stands, where its columns begin and, last, where they end; cells row by row."""

    place: Place
    xs: tuple[float, ...]
    cells: tuple[GridCell, ...]


class Page(NamedTuple):
    """One page: number (from 1), width and height as read, the degrees (clockwise) by which a viewer shows it turned.

    `rules` are horizontal lines that belong to no table. `image` is the share of the page that pictures cover, `hidden`
    the share of its characters that are not painted, as in the text layer of a scan. `odd` names what was wrong; `ocr`
    says that it was read from its picture.
    """

    number: int
    width: float
    height: float
    turn: int
    lines: tuple[TextLine, ...]
    grids: tuple[Grid, ...] = ()
    rules: tuple[Place, ...] = ()
    image: float = 0.0
    hidden: float = 0.0
    odd: str = ""
    ocr: bool = False

    @property
    def all_lines(self) -> Iterator[TextLine]:
        """Return the lines of the page, those in tables too."""
        return chain(self.lines, *(cell.lines for grid in self.grids for cell in grid.cells))

    def mapped(self, change: Callable[[TextLine], TextLine]) -> Page:
        """Return the page with every line changed, those in tables too."""
        grids = tuple(
            grid._replace(cells=tuple(cell._replace(lines=tuple(map(change, cell.lines))) for cell in grid.cells))
            for grid in self.grids
        )
        return self._replace(lines=tuple(map(change, self.lines)), grids=grids)


def shown(page: Page, place: Place) -> Place:
    """Return where a viewer shows a place of the page."""
    x0, top, x1, bottom = place
    match page.turn:
        case 90:
            return Place(page.height - bottom, x0, page.height - top, x1)
        case 180:
            return Place(page.width - x1, page.height - bottom, page.width - x0, page.height - top)
        case 270:
            return Place(top, page.width - x1, bottom, page.width - x0)
        case _:
            return place


def from_json(entry: Sequence[Any]) -> Page:
    """Return the page that a list holds, as `json` writes a `Page`."""
    page = Page(*entry)
    return page._replace(
        lines=tuple(map(_line, page.lines)),
        grids=tuple(
            Grid(Place(*place), tuple(xs), tuple(_cell(cell) for cell in cells)) for place, xs, cells in page.grids
        ),
        rules=tuple(Place(*rule) for rule in page.rules),
    )


def _line(entry: Sequence[Any]) -> TextLine:
    text, place, xs, size, bold, italic, fonts, seen = entry
    return TextLine(text, Place(*place), tuple(xs), size, bold, italic, tuple((at, name) for at, name in fonts), seen)


def _cell(entry: Sequence[Any]) -> GridCell:
    row, column, rows, columns, place, lines = entry
    return GridCell(row, column, rows, columns, Place(*place), tuple(map(_line, lines)))

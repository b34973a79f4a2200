"""What the reading of a PDF works on: a printed line within its column, and passages and tables of such lines."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.pages.values import Page, TextLine
from pipeline.read.lines import Line


class Printed(NamedTuple):
    """A line on a page, the sides of the column that it stands in, and what its words look like."""

    text: TextLine
    page: Page
    left: float
    right: float
    words: Line

    @property
    def x0(self) -> float:
        """Return where the line begins."""
        return self.text.place.x0

    @property
    def x1(self) -> float:
        """Return where the line ends."""
        return self.text.place.x1

    @property
    def top(self) -> float:
        """Return where the line's letters reach up to."""
        return self.text.place.top

    @property
    def size(self) -> float:
        """Return the size of its type."""
        return self.text.size

    @property
    def is_centred(self) -> bool:
        """Return whether the line stands in the middle of its column, and not at its left side."""
        return self.x0 - self.left > self.size and self.is_balanced

    @property
    def is_balanced(self) -> bool:
        """Return whether the line leaves as much free on its left as on its right, which may be nothing."""
        return abs(self.x0 - self.left - (self.right - self.x1)) < 0.8 * self.size

    @property
    def first_word(self) -> float:
        """Return how wide the first word is, the blank behind it included."""
        return self.text.xs[1] - self.text.xs[0]


class Cell(NamedTuple):
    """A table cell: its first column, the columns and rows it spans, its lines, how far down it reaches on its page."""

    column: int
    columns: int
    rows: int
    lines: tuple[Printed, ...]
    bottom: float

    @property
    def is_full(self) -> bool:
        """Return whether no further line would find room in the cell."""
        return bool(self.lines) and self.bottom - self.lines[-1].text.place.bottom < 1.3 * self.lines[-1].size

    @property
    def key(self) -> str:
        """Return the text as two pages' headers are compared by it."""
        return "".join(line.text.text for line in self.lines).replace(" ", "").lower()


class Ruled(NamedTuple):
    """A table: where its columns begin and the last one ends, its rows, the pages it stands on."""

    xs: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first_page: int
    last_page: int


class Passage(NamedTuple):
    """Lines that are read one after another; `aside` when they stand beside others: a head's or foot's column."""

    lines: tuple[Printed, ...]
    aside: bool = False


def printed(text: TextLine, page: Page, left: float, right: float) -> Printed:
    """Return a line of a page in a column."""
    return Printed(text, page, left, right, Line(text.text, 0, len(text.text)))

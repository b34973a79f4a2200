"""What a Word file holds, as Word shows it: paragraphs of set text and grids of cells, not yet written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Piece(NamedTuple):
    """Text of one look; a line feed in it breaks the line."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass
class Words:
    """A paragraph: its number or bullet, its text, its level as a heading (0: none), whether changes are tracked."""

    pieces: list[Piece] = field(default_factory=list)
    label: str = ""
    level: int = 0
    is_changed: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is seen of the paragraph but its number."""
        return not any(piece.text.strip() for piece in self.pieces)

    @cached_property
    def size(self) -> int:
        """Return how many characters the paragraph has."""
        return len(self.label) + sum(len(piece.text) for piece in self.pieces)


@dataclass
class GridCell:
    """A cell: what stands in it, and the columns and rows it takes."""

    blocks: list[Block]
    column: int = 0
    columns: int = 1
    rows: int = 1

    @cached_property
    def size(self) -> int:
        """Return how many characters stand in the cell."""
        return sum(block.size for block in self.blocks)


@dataclass
class Grid:
    """A table, row by row; a cell that reaches down is not repeated. `width` is the number of its columns."""

    rows: list[list[GridCell]]
    width: int

    @cached_property
    def size(self) -> int:
        """Return how many characters stand in the table."""
        return sum(cell.size for row in self.rows for cell in row)

    @cached_property
    def is_layout(self) -> bool:
        """Return whether the table only lays out the page: one column, or most of its text in tables inside it."""
        if max(map(len, self.rows), default=0) < 2:
            return True
        inner = sum(
            block.size
            for row in self.rows
            for cell in row
            for block in cell.blocks
            if isinstance(block, Grid) and not block.is_layout
        )
        return inner * 2 > self.size


Block = Words | Grid

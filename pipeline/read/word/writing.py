"""Blocks of a Word file written down: one paragraph a line, one table row `| cell | cell |` a line."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.documents import Paragraph, SourceBlock, Span
from pipeline.read.page import HtmlCell, PageWriter
from pipeline.read.word.blocks import Block, Grid, Words


class Writing:
    """Writes blocks one after another; `changed` are the places of paragraphs and cells with tracked changes."""

    def __init__(self) -> None:
        """Begin an empty text."""
        self._page = PageWriter()
        self._notes_from: int | None = None  # the first block that is a note
        self.changed: list[Span] = []

    def add(self, blocks: Sequence[Block]) -> None:
        """Write what a story holds; of a table that only lays out the page the blocks in its cells."""
        for block in blocks:
            if isinstance(block, Grid) and not block.is_layout:
                self._table(block)
            elif isinstance(block, Grid):
                for cell in (cell for row in block.rows for cell in row):
                    self.add(cell.blocks)
            elif not block.is_empty:  # a number without text says nothing
                self._paragraph(block)

    def add_notes(self, notes: Sequence[Sequence[Block]]) -> None:
        """Write the notes to which the text refers; they are not part of it, and stand in no block."""
        self._notes_from = len(self._page.blocks)
        for number, blocks in enumerate(notes, 1):
            self._page.text(f"[{number}] {_lines(blocks, ' ')}", bold=False)
            self._page.close()

    def finish(self) -> tuple[str, list[SourceBlock], list[Span]]:
        """Return the text, its blocks, and the places of the notes."""
        text, blocks = self._page.finish()
        notes = [block.parts[0] for block in blocks[self._notes_from :] if isinstance(block, Paragraph)]
        return text, blocks[: self._notes_from], notes if self._notes_from is not None else []

    def _paragraph(self, words: Words) -> None:
        before = len(self._page.blocks)
        self._page.close(words.level)
        _write(self._page, words)
        self._page.close()
        if words.is_changed:
            self.changed += [block.parts[0] for block in self._page.blocks[before:] if isinstance(block, Paragraph)]

    def _table(self, grid: Grid) -> None:
        rows = [[HtmlCell(_lines(cell.blocks), cell.columns, cell.rows) for cell in row] for row in grid.rows]
        table = self._page.table(rows)
        if table is None:
            return
        written = iter(table.rows)
        for row in filter(None, grid.rows):
            for cell, place in zip(row, next(written).cells, strict=False):
                if place.parts and any(isinstance(block, Words) and block.is_changed for block in cell.blocks):
                    self.changed.append(place.parts[0])


def _lines(blocks: Sequence[Block], parting: str = "\n") -> str:
    """Return the text of a cell: a line for each of its paragraphs and each row of a table inside it."""
    page = PageWriter()
    for block in blocks:
        if isinstance(block, Words):
            _write(page, block)
        else:
            _rows(page, block)
        page.close()
    text, _ = page.finish()
    return parting.join(text.splitlines())


def _rows(page: PageWriter, grid: Grid) -> None:
    for row in grid.rows:
        page.text(" ".join(_lines(cell.blocks, " ") for cell in row), bold=False)
        page.close()


def _write(page: PageWriter, words: Words) -> None:
    """Write the number of a paragraph and its text."""
    if words.label:
        page.text(words.label, bold=bool(words.pieces) and words.pieces[0].bold)
    for piece in words.pieces:
        page.text(piece.text, bold=piece.bold, italic=piece.italic, lines=True)

"""The body of a Word file as blocks in reading order: paragraphs with their numbers, text boxes, tables in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from pipeline.read.word.blocks import Block, Grid, Piece, Words
from pipeline.read.word.grid import RawCell, laid_out, widths_of
from pipeline.read.word.numbering import Numbering
from pipeline.read.word.package import W
from pipeline.read.word.runs import DEEPEST, DELETED, INSERTED, Runs, content
from pipeline.read.word.styles import Style, Styles, as_number, number_ref, outline_level, value

_AROUND = INSERTED | {f"{W}customXml", f"{W}smartTag"}
_CONTENTS = re.compile(r"(?:toc|table of figures)(?: \d)?$")  # styles of a table of contents
_HEADING = re.compile(r"heading ([1-9])$")
_MOST_COLUMNS = 63  # that Word admits


class Body:
    """Reads the stories of a file (the body, a note), counting its lists from one to the next."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        """Take the styles and lists of the file."""
        self._styles = styles
        self._numbering = numbering
        self._runs = Runs(styles)
        self.changes = 0  # tracked ones
        self.is_cut = False  # whether something nested too deeply to be read

    @property
    def notes(self) -> list[tuple[str, str]]:
        """Return the footnotes and endnotes met, in order: the part that holds each, and its id."""
        return self._runs.notes

    def read(self, story: Element, depth: int = 0) -> list[Block]:
        """Return what a story or cell shows; tables between which nothing stands are one, as Word shows them."""
        blocks: list[Block] = []
        carried: list[Piece] = []  # of a paragraph whose end was deleted: it goes on in the next
        below_table = False
        for child in self._children(story, depth):
            if child.tag == f"{W}p":
                words = self._words(child, carried)
                carried = []
                if _end_is_deleted(child):
                    self.changes += 1
                    carried = words.pieces
                else:
                    blocks.append(words)
                blocks += self._boxes(depth)
            else:
                grid = self._grid(child, depth)
                above = blocks[-1] if blocks else None
                if below_table and isinstance(above, Grid) and above.width == grid.width:
                    above.rows += grid.rows
                else:
                    blocks.append(grid)
            below_table = child.tag == f"{W}tbl"
        return [*blocks, Words(carried)] if carried else blocks

    def _children(self, parent: Element, depth: int) -> Iterator[Element]:
        """Yield the paragraphs and tables, those in content controls and inserted ones too."""
        if depth > DEEPEST:
            self.is_cut = True
            return
        for child in parent:
            if child.tag in {f"{W}p", f"{W}tbl"}:
                yield child
            elif (inner := content(child)) is not None:
                yield from self._children(inner, depth + 1)
            elif child.tag in _AROUND:
                yield from self._children(child, depth + 1)

    # ── paragraphs ────────────────────────────────────────────────────────────────────────────────

    def _words(self, element: Element, carried: list[Piece]) -> Words:
        properties = element.find(f"{W}pPr")
        style_id = self._styles.id_of(properties)
        style = self._styles.style(style_id)
        before = self._runs.changes
        pieces = carried
        pieces.extend(self._runs.paragraph(element, style))
        if _CONTENTS.match(style.name):
            return Words()
        words = Words(pieces, level=_heading(properties, style))
        mark = properties.find(f"{W}rPr") if properties is not None else None
        is_changed = mark is not None and any(mark.find(tag) is not None for tag in INSERTED)
        self.changes += is_changed or self._runs.changes > before
        words.is_changed = is_changed or self._runs.changes > before
        hidden = words.is_empty and self._styles.look(mark, style).hidden
        if not hidden and not _end_is_deleted(element):
            words.label = self._numbering.label(number_ref(properties), style_id, style.numbered)
        return words

    def _boxes(self, depth: int) -> list[Block]:
        """Return what stands in the text boxes that were met since this was asked."""
        boxes, self._runs.boxes = self._runs.boxes, []
        return [block for box in boxes for block in self.read(box, depth + 1)]

    # ── tables ────────────────────────────────────────────────────────────────────────────────────

    def _grid(self, table: Element, depth: int) -> Grid:
        rows: list[list[RawCell]] = []
        for row in _inside(table, f"{W}tr"):
            properties = row.find(f"{W}trPr")
            if properties is not None and any(properties.find(tag) is not None for tag in (*DELETED, *INSERTED)):
                self.changes += 1
                if any(properties.find(tag) is not None for tag in DELETED):
                    continue
            column = _count(value(properties, "gridBefore"), 0)
            cells = [RawCell(0, column, "", [])] if column else []
            for cell in _inside(row, f"{W}tc"):
                cells.append(self._cell(cell, column, depth))
                column += cells[-1].columns
            rows.append(cells)
        return laid_out(rows, widths_of(table))

    def _cell(self, cell: Element, column: int, depth: int) -> RawCell:
        properties = cell.find(f"{W}tcPr")
        merge = ""
        for name in ("vMerge", "hMerge"):
            if properties is not None and properties.find(f"{W}{name}") is not None:
                merge = f"{name} {value(properties, name) or 'continue'}"
        goes_on = merge.endswith("continue")
        blocks = [] if goes_on else self.read(cell, depth + 1)
        return RawCell(column, _count(value(properties, "gridSpan"), 1), merge, blocks)


def _inside(parent: Element, tag: str, depth: int = 0) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in content controls too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif depth < DEEPEST:
            if (inner := content(child)) is not None:
                yield from _inside(inner, tag, depth + 1)
            elif child.tag in _AROUND:
                yield from _inside(child, tag, depth + 1)


def _heading(properties: Element | None, style: Style) -> int:
    """Return the level of a heading, 0 for any other paragraph."""
    level = outline_level(properties)
    if level is None:
        level = style.outline
    if level is None and (named := _HEADING.match(style.name)):
        level = int(named[1])
    return level or 0


def _end_is_deleted(paragraph: Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in DELETED)


def _count(said: str | None, least: int) -> int:
    return min(max(least, as_number(said, least)), _MOST_COLUMNS)

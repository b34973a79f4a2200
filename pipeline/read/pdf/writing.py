"""The source text of a PDF as it is written down, with the places of its blocks, and of its lines on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.documents import Box, Paragraph, PrintedLine, Repair, Row, SourceBlock, Span, Table
from pipeline.documents import Cell as SourceCell
from pipeline.pages.values import shown
from pipeline.read.pdf.flow import Pitch, is_divided, joint, paragraphs_of
from pipeline.read.pdf.printed import Printed, Ruled

_STRONG = 0.8  # of the letters
_WORD = re.compile(r"[^ ]+")


class PageTextWriter:
    """Writes paragraphs and table rows one a line, and remembers where each stands in the text and on the pages."""

    def __init__(self) -> None:
        """Begin an empty text."""
        self._out: list[str] = []
        self._length = 0
        self.blocks: list[SourceBlock] = []
        self.lines: list[PrintedLine] = []
        self.repairs: list[Repair] = []

    @property
    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._out)

    def paragraph(self, lines: Sequence[Printed]) -> None:
        """Add a paragraph."""
        start = self._length
        self._lines(lines)
        parts = (Span(start=start, end=self._length),)
        self._write("\n")
        letters = sum(line.words.letters for line in lines)
        bold = sum(line.words.letters for line in lines if line.text.bold)
        italic = sum(line.words.letters for line in lines if line.text.italic)
        self.blocks.append(Paragraph(parts=parts, bold=bold > _STRONG * letters, italic=italic > _STRONG * letters))

    def table(self, table: Ruled, pitch: Pitch) -> None:
        """Add a table."""
        rows: list[Row] = []
        for row in table.rows:
            cells: list[SourceCell] = []
            for cell in row:
                self._write("| ")
                start = self._length
                for number, lines in enumerate(paragraphs_of(cell.lines, pitch)):
                    self._write("\n" if number else "")
                    self._lines(lines)
                parts = (Span(start=start, end=self._length),) if self._length > start else ()
                cells.append(SourceCell(parts=parts, column=cell.column, columns=cell.columns, rows=cell.rows))
                self._write(" ")
            self._write("|\n")
            rows.append(Row(cells=tuple(cells)))
        self.blocks.append(Table(rows=tuple(rows), width=len(table.xs) - 1))

    def _lines(self, lines: Sequence[Printed]) -> None:
        last = ""
        for line in lines:
            text = line.text.text
            if last and is_divided(last, text):
                self._take_back(1)
            elif last:
                self._write(joint(last, text))
            start = self._length
            self._write(text)
            place = shown(line.page, line.text.place)
            box = Box(page=line.page.number, x0=place.x0, top=place.top, x1=place.x1, bottom=place.bottom)
            words = _starts(text) if not line.page.turn else ()
            xs = line.text.xs if len(words) == len(line.text.xs) - 1 else ()
            self.lines.append(PrintedLine(start, self._length, box, words if xs else (), xs))
            self.repairs += _repairs(line, start)
            last = text

    def _write(self, text: str) -> None:
        self._out.append(text)
        self._length += len(text)

    def _take_back(self, count: int) -> None:
        """Take back the last characters of the last line."""
        self._out[-1] = self._out[-1][:-count]
        self._length -= count
        self.lines[-1] = self.lines[-1]._replace(end=self._length)


def _repairs(line: Printed, start: int) -> Iterator[Repair]:
    """Yield the words of a line that were mended, given where it begins in the text."""
    if not line.text.seen:
        return
    for word, seen in zip(_WORD.finditer(line.text.text), line.text.seen.split(" "), strict=True):
        if word[0] != seen:
            span = Span(start=start + word.start(), end=start + word.end(), page=line.page.number)
            yield Repair(span=span, seen=seen)


def _starts(text: str) -> tuple[int, ...]:
    """Return where each word of a line begins."""
    return tuple(hit.start() for hit in _WORD.finditer(text))

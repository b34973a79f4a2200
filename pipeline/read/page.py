"""The text of a web page as it is written down, with the places of its paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.documents import Cell, Paragraph, Row, SourceBlock, Span, Table
from pipeline.read.lines import Line

_MOST = 0.8  # of the letters of a paragraph: set so, it is bold or italic as a whole
_MOST_COLUMNS = 200  # behind these the spans of cells above are not looked at, and no cells are added


class HtmlCell(NamedTuple):
    """The text of a table cell, and how many columns and rows it spans."""

    text: str
    columns: int
    rows: int


class _Run(NamedTuple):
    """Inline text of one look."""

    text: str
    bold: bool
    italic: bool = False


class PageWriter:
    """Writes the text of a page, one paragraph or table row a line, and remembers where its blocks stand."""

    def __init__(self) -> None:
        """Begin an empty page."""
        self._out: list[str] = []
        self._length = 0
        self._blocks: list[SourceBlock] = []
        self._lines: list[list[_Run]] = [[]]  # the open paragraph, cut at its line breaks
        self._level = 0

    @property
    def blocks(self) -> Sequence[SourceBlock]:
        """Return the blocks written so far."""
        return self._blocks

    def text(self, text: str, *, bold: bool, italic: bool = False, lines: bool = False) -> None:
        """Add inline text to the open paragraph; with `lines`, its line feeds break lines."""
        for number, line in enumerate(text.split("\n") if lines else [text]):
            if number:
                self.line_break()
            self._lines[-1].append(_Run(line, bold, italic))

    def line_break(self) -> None:
        """Break the line: a new paragraph begins, unless a sentence runs on."""
        self._lines.append([])

    def close(self, level: int = 0) -> None:
        """End the open paragraph; the next may be a heading of a level."""
        open_runs: list[_Run] = []
        last: Line | None = None
        for runs in self._lines:
            text = " ".join("".join(run.text for run in runs).split())
            if not text:
                continue
            line = Line(text, 0, 0)
            if last and not _goes_on(last, line):
                self._paragraph(open_runs)
                open_runs = []
            open_runs += [_Run(" ", bold=False), *runs]
            last = line
        self._paragraph(open_runs)
        self._lines, self._level = [[]], level

    def table(self, rows: list[list[HtmlCell]]) -> Table | None:
        """Add a table given its cells and return it; None when all of them are empty."""
        self.close()
        until: dict[int, int] = {}  # the row under which a column is free again
        width = min(max((sum(cell.columns for cell in row) for row in rows), default=0), _MOST_COLUMNS)
        built = [Row(cells=tuple(self._row(number, row, until, width))) for number, row in enumerate(rows)]
        if not any(cell.parts for row in built for cell in row.cells):
            return None
        width = max(cell.column + cell.columns for row in built for cell in row.cells)
        table = Table(rows=tuple(row for row in built if row.cells), width=width)
        self._blocks.append(table)
        return table

    def finish(self) -> tuple[str, list[SourceBlock]]:
        """Return the text of the page and its blocks."""
        self.close()
        return "".join(self._out), self._blocks

    def _row(self, number: int, row: list[HtmlCell], until: dict[int, int], width: int) -> list[Cell]:
        """Write a row; cells that it lacks at its end and that no cell above reaches into are empty."""
        cells: list[Cell] = []
        column = 0
        for text, columns, rows in row:
            while column < _MOST_COLUMNS and until.get(column, 0) > number:
                column += 1
            self._write("| ")
            start = self._write(text)
            self._write(" ")
            parts = (Span(start=start, end=start + len(text)),) if text else ()
            cells.append(Cell(parts=parts, column=column, columns=columns, rows=rows))
            if rows > 1:
                until.update(dict.fromkeys(range(column, column + columns), number + rows))
            column += columns
        self._write("|\n")
        if len(cells) > 1:
            cells += [Cell(column=at) for at in range(column, width) if until.get(at, 0) <= number]
        return cells

    def _paragraph(self, runs: list[_Run]) -> None:
        text = " ".join("".join(run.text for run in runs).split())
        if not text:
            return
        letters = [(sum(map(str.isalnum, run.text)), run) for run in runs]
        whole = sum(count for count, _ in letters)
        bold = sum(count for count, run in letters if run.bold) > _MOST * whole
        italic = sum(count for count, run in letters if run.italic) > _MOST * whole
        start = self._write(text)
        self._write("\n")
        parts = (Span(start=start, end=start + len(text)),)
        self._blocks.append(Paragraph(parts=parts, level=self._level, bold=bold, italic=italic))

    def _write(self, text: str) -> int:
        start = self._length
        self._out.append(text)
        self._length += len(text)
        return start


def _goes_on(last: Line, line: Line) -> bool:
    """Return whether a line that a page broke off goes on with the sentence of the line before it."""
    return line.runs_on and not last.is_terminal and not line.opens_list and not line.opens_dash

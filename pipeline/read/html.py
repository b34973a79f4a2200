"""Web pages: the page's text with its paragraphs and tables, menus and scripts left out.

The source text of a page is what a person reads: one paragraph a line, a table row as `| cell | cell |`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.documents import Cell, Finding, Paragraph, Row, SourceBlock, SourceText, Span, Table
from pipeline.read.clutter import find_clutter
from pipeline.read.lines import Line

_DROPPED = "script, style, noscript, template, nav, header, footer, aside, form, button, select, iframe, svg, object, embed, menu, dialog"
_FURNITURE = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|sidebar|footer|header|breadcrumbs?|related|comments?|share|social|advert|ads?|banner|popup|cookie|tags?|paging)(?:$|[-_ ])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    "p div section article main h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre table tr td th body center figure figcaption address hr br".split()
)
_LEAST_BODY = 400  # characters; a shorter <article> or <main> is not the document


class _Writer:
    """Writes the text of a page and remembers where its blocks stand."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.length = 0
        self.blocks: list[SourceBlock] = []
        self._pending: list[str] = []
        self._bold = self._plain = 0
        self._level = 0

    def text(self, text: str, *, bold: bool) -> None:
        """Add inline text to the open paragraph."""
        self._pending.append(text)
        count = sum(map(str.isalnum, text))
        self._bold += count if bold else 0
        self._plain += 0 if bold else count

    def close(self, level: int = 0) -> None:
        """End the open paragraph; the next may be a heading of a level."""
        text = " ".join("".join(self._pending).split())
        if text:
            start = self._write(text)
            bold = self._bold > 4 * self._plain
            self.blocks.append(
                Paragraph(parts=(Span(start=start, end=start + len(text)),), level=self._level, bold=bold)
            )
            self._line_feed()
        self._pending, self._bold, self._plain, self._level = [], 0, 0, level

    def table(self, rows: list[list[tuple[str, int, int]]]) -> None:
        """Add a table given its cells (text, columns, rows)."""
        self.close()
        taken: dict[tuple[int, int], bool] = {}
        built: list[Row] = []
        for number, row in enumerate(rows):
            cells: list[Cell] = []
            column = 0
            for text, columns, down in row:
                while taken.get((number, column)):
                    column += 1
                self._write("| ")
                start = self._write(text)
                self._write(" ")
                parts = (Span(start=start, end=start + len(text)),) if text else ()
                cells.append(Cell(parts=parts, column=column, columns=columns, rows=down))
                for below in range(1, down):
                    for beside in range(columns):
                        taken[(number + below, column + beside)] = True
                column += columns
            self._write("|")
            self._line_feed()
            if cells:
                built.append(Row(cells=tuple(cells)))
        width = max((cell.column + cell.columns for row in built for cell in row.cells), default=0)
        if built:
            self.blocks.append(Table(rows=tuple(built), width=width))

    def _write(self, text: str) -> int:
        start = self.length
        self.out.append(text)
        self.length += len(text)
        return start

    def _line_feed(self) -> None:
        self._write("\n")


def read_html(html: str, name: str, sha256: str, encoding: str) -> SourceText:
    """Return the document that a web page shows."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_DROPPED):
        node.decompose()
    root = _main(tree)
    writer = _Writer()
    if root is not None:
        _walk(root, writer, bold=False)
    writer.close()
    text = "".join(writer.out)
    blocks, clutter = _without_clutter(text, writer.blocks)
    findings = () if blocks else (Finding(code="no_text", message="Trang không có nội dung đọc được."),)
    return SourceText(
        name=name,
        format="html",
        sha256=sha256,
        text=text,
        blocks=tuple(blocks),
        clutter=tuple(clutter),
        encoding=encoding,
        findings=findings,
    )


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the node that holds the document: the longest article or main, else the body."""
    best = max(tree.css("article, main, [role=main]"), key=lambda node: len(node.text()), default=None)
    if best is not None and len(best.text()) > _LEAST_BODY:
        return best
    return tree.body


def _walk(node: LexborNode, writer: _Writer, *, bold: bool) -> None:
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "-text":
            writer.text(child.text(deep=False) or "", bold=bold)
        elif tag == "table":
            _table(child, writer, bold=bold)
        elif tag in _BLOCKS:
            marks = f"{child.attributes.get('class') or ''} {child.attributes.get('id') or ''}"
            if _FURNITURE.search(marks):
                continue
            level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
            writer.close(level)
            _walk(child, writer, bold=bold)
            writer.close()
        else:
            _walk(child, writer, bold=bold or tag in {"b", "strong"})


def _table(node: LexborNode, writer: _Writer, *, bold: bool) -> None:
    rows = [list(_cells(row)) for row in node.css("tr") if _owner(row) == node]
    longest = max((len(row) for row in rows), default=0)
    if longest < 2 or node.css_first("table table") is not None:  # a table that only lays out the page
        writer.close()
        for row in node.css("td, th, caption"):
            if _owner(row) == node:
                _walk(row, writer, bold=bold)
                writer.close()
        return
    writer.table(rows)


def _owner(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _cells(row: LexborNode) -> Iterator[tuple[str, int, int]]:
    for cell in row.iter():
        if cell.tag in {"td", "th"}:
            text = " ".join(cell.text(separator=" ").split())
            yield text, _count(cell, "colspan"), _count(cell, "rowspan")


def _count(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), 100)) if value.isdigit() else 1


def _without_clutter(text: str, blocks: list[SourceBlock]) -> tuple[list[SourceBlock], list[Span]]:
    """Leave out the paragraphs that are furniture of the page, and what stands above or below them."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            start, end = block.parts[0].start, block.parts[0].end
        else:
            spans = [part for row in block.rows for cell in row.cells for part in cell.parts]
            start, end = (spans[0].start, spans[-1].end) if spans else (0, 0)
        lines.append(Line(text[start:end], start, end))
    clutter = find_clutter(lines)
    kept = [block for index, block in enumerate(blocks) if index not in clutter]
    return kept, [Span(start=lines[index].start, end=lines[index].end) for index in sorted(clutter)]

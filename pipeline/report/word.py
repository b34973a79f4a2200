"""A Word document in the dress of Vietnamese papers: Times New Roman, A4 landscape, tables that print well.

The habits are those of decree 30/2020/NĐ-CP, appendix I: 13 to 14 points, the page number centred above from the
second page on.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_FONT = "Times New Roman"
_SIZE, _TITLE = 13, 14  # points
_LONG, _SHORT, _MARGIN = 297, 210, 20  # millimetres
WIDTH = _LONG - 2 * _MARGIN  # of what is written
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a fixed day makes equal input give equal bytes
_ZIPPED = (2000, 1, 1, 0, 0, 0)


class Piece(NamedTuple):
    """Words of one manner, on a ground of a colour (`F4B6B0`) where it has one."""

    text: str
    bold: bool = False
    italic: bool = False
    fill: str = ""


class Cell(NamedTuple):
    """A table cell: its lines, each of pieces, and its fill (`F4B6B0`), if it has one."""

    lines: Sequence[Sequence[Piece]]
    fill: str = ""


class Paper:
    """A document that is written from top to bottom."""

    def __init__(self, title: str) -> None:
        """Begin a document; `title` is what its properties say."""
        self._document = Document()
        for key, relation in list(self._document.part.package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # a picture of python-docx's own template
                del self._document.part.package.rels[key]
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title, "", ""
        properties.created = properties.modified = _MADE
        normal = self._document.styles["Normal"]
        _dress(normal.element)
        spacing = normal.paragraph_format
        spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), Pt(4), 1.0
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(_LONG), Mm(_SHORT)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        _number(section.header.paragraphs[0])

    def title(self, text: str) -> None:
        """Write the title, centred."""
        self._centred(text, _TITLE, after=8)

    def heading(self, text: str) -> None:
        """Write a heading, which stays with what follows."""
        paragraph = self._document.add_paragraph()
        _write(paragraph, [Piece(text, bold=True)], _TITLE)
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.keep_with_next = True

    def line(self, *pieces: Piece, right: bool = False) -> None:
        """Write a paragraph."""
        paragraph = self._document.add_paragraph()
        _write(paragraph, pieces)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def table(self, titles: Sequence[str], shares: Sequence[int], rows: Sequence[Sequence[Cell]]) -> None:
        """Write a table across the page; its head is repeated on every page and no row is parted."""
        widths = [Mm(WIDTH * share / sum(shares)) for share in shares]
        table = self._document.add_table(rows=1, cols=len(titles), style="Table Grid")
        table.autofit = False
        head = table.rows[0]
        for cell, title in zip(head.cells, titles, strict=True):
            _fill(cell, Cell([[Piece(title, bold=True)]], "DCE6F1"))
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        for row in rows:
            for cell, shown in zip(table.add_row().cells, row, strict=True):
                _fill(cell, shown)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row_of in table.rows:
            for cell, width in zip(row_of.cells, widths, strict=True):
                cell.width = width
        self._gap()

    def _gap(self) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(6)

    def _centred(self, text: str, size: int, after: int) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(after)
        _write(paragraph, [Piece(text, bold=True)], size)

    def saved(self) -> bytes:
        """Return the document as a file."""
        for table in self._document.element.body.iter(qn("w:tbl")):
            for number, row in enumerate(table.iter(qn("w:tr"))):
                properties = row.get_or_add_trPr()
                properties.append(OxmlElement("w:cantSplit"))
                if not number:
                    properties.append(OxmlElement("w:tblHeader"))
        written = io.BytesIO()
        self._document.save(written)
        return b"".join(_of_one_day(written))


def _dress(style: object) -> None:
    """Set font and size for every script: Word takes Vietnamese letters for one or the other."""
    properties = style.get_or_add_rPr()  # type: ignore[attr-defined]
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    for name in ("w:sz", "w:szCs"):
        size = OxmlElement(name)
        size.set(qn("w:val"), str(2 * _SIZE))
        properties.append(size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def _fill(cell: _Cell, shown: Cell) -> None:
    for number, line in enumerate(shown.lines):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _write(paragraph, line)
    if shown.fill:
        cell._tc.get_or_add_tcPr().append(_shading(shown.fill))  # noqa: SLF001  python-docx has no name for shading


def _shading(fill: str) -> BaseOxmlElement:
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{key}"), value)
    return shading


def _write(paragraph: Paragraph, pieces: Sequence[Piece], size: int = 0) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.bold, run.italic = piece.bold or None, piece.italic or None
        if size:
            run.font.size = Pt(size)
        if piece.fill:
            run._r.get_or_add_rPr().append(_shading(piece.fill))  # noqa: SLF001  as above


def _number(paragraph: Paragraph) -> None:
    """Write the number of the page, which Word counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001  nor for fields


def _of_one_day(written: io.BytesIO) -> Iterator[bytes]:
    """Yield a zip file anew, all its entries dated alike."""
    content = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _ZIPPED), old.read(entry), zipfile.ZIP_DEFLATED)
    yield content.getvalue()

"""Word files made from documents of the corpus, as an office would have set them: for `scripts/build_corpus` and tests.

The numbers of a document become automatic numbering as far as Word counts them so; what it would count otherwise (đ,
a number left out or given twice) starts its list anew or is typed by hand, as drafters do.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from pipeline.documents import Cell, Paragraph, SourceText, Table
from pipeline.read.lines import Line

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_OUTLINE = (  # the levels of the outline: how a number is written, and what stands around it
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("lowerLetter", "%3)"),
    ("bullet", "-"),
    ("bullet", "+"),
)
_ARTICLES = (("decimal", "Điều %1."),)
_ROWS = (("decimal", "%1"),)
_MARKERS = (r"([IVX]+)\. ", r"(\d{1,2})\. ", r"([a-z])\) ", r"(-) ", r"(\+) ")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ARTICLE = re.compile(r"Điều (\d{1,2})\. ")
_FLAT_LEVEL = re.compile("%[2-9]")
_DROPPED = ("customXml/", "docProps/thumbnail.jpeg", "word/stylesWithEffects.xml")  # of python-docx's template
_RELATION = re.compile(rb'<Relationship [^>]*Target="[^"]*(?:customXml/|thumbnail|stylesWithEffects)[^"]*"[^>]*/>')
_Levels = tuple[tuple[str, str], ...]


class _Lists:
    """The lists of a file, counted as Word counts them, so that a paragraph can be given its number.

    A list whose count comes to another number than the document has starts anew: as one of many levels whose start is
    overridden, or, `apart`, as a list of its own, which is how LibreOffice keeps it in a .doc.
    """

    def __init__(self, document: DocumentType, *, apart: bool) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._apart = apart
        self._definitions = self._lists = 0
        self._counts: dict[_Levels, list[int]] = {}
        self._current: dict[tuple[_Levels, int], int] = {}  # the list in which a level is counted
        self._definition: dict[_Levels, int] = {}
        self._over: dict[_Levels, tuple[int, int]] = {}  # the level of the last list whose start is overridden

    def number(self, paragraph: DocxParagraph, levels: _Levels, level: int, number: int) -> None:
        """Give a paragraph its number."""
        counts = self._counts.setdefault(levels, [0] * len(levels))
        goes_on = number == counts[level] + 1 or levels[level][0] == "bullet"
        over_level, over = self._over.get(levels, (0, 1))
        if self._apart:
            if not goes_on or (levels, level) not in self._current:
                self._current[levels, level] = self._list(self._define(levels[level : level + 1], number))
        elif levels not in self._definition:
            self._definition[levels] = self._define(levels)
            self._current |= dict.fromkeys(
                ((levels, at) for at in range(len(levels))), self._list(self._definition[levels])
            )
        if not self._apart and not goes_on:
            begun = self._list(self._definition[levels], level, number)
            over_level, over = self._over[levels] = level, number
            self._current |= dict.fromkeys(((levels, at) for at in range(len(levels))), begun)
        for below in range(level + 1, len(levels)):
            counts[below] = over - 1 if below == over_level else 0  # an overridden start holds for each new start
            if self._apart:
                self._current.pop((levels, below), None)
        counts[level] = number
        numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = 0 if self._apart else level
        numbered.get_or_add_numId().val = self._current[levels, level]

    def _define(self, levels: _Levels, start: int = 1) -> int:
        self._definitions += 1
        described = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{_FLAT_LEVEL.sub("%1", text) if len(levels) == 1 else text}"/></w:lvl>'
            for at, (form, text) in enumerate(levels)
        )
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._definitions}">{described}</w:abstractNum>'
        lists = self._root.findall(qn("w:num"))  # definitions stand before lists
        position = list(self._root).index(lists[0]) if lists else len(self._root)
        self._root.insert(position, parse_xml(xml))
        return self._definitions

    def _list(self, definition: int, level: int | None = None, start: int = 1) -> int:
        self._lists += 1
        override = ""
        if level is not None:
            override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        xml = f'<w:num {nsdecls("w")} w:numId="{self._lists}"><w:abstractNumId w:val="{definition}"/>{override}</w:num>'
        self._root.append(parse_xml(xml))
        return self._lists


def build_docx(source: SourceText, *, apart: bool = False) -> bytes:
    """Return a document as a Word file: automatic numbers, merged cells, header rows, page numbers.

    With `apart` each run of numbers is a list of its own.
    """
    document = Document()
    _style(document)
    lists = _Lists(document, apart=apart)
    for block in source.blocks:
        if isinstance(block, Paragraph):
            _add_paragraph(document, lists, source, block)
        else:
            _add_table(document, lists, source, block)
    _number_pages(document, source.name)
    document.core_properties.created = document.core_properties.modified = _WHEN
    out = io.BytesIO()
    document.save(out)
    return _without_dates(out.getvalue())


def _style(document: DocumentType) -> None:
    normal = document.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.font.size = Pt(14)
    heading = document.styles.add_style("Đề mục", WD_STYLE_TYPE.PARAGRAPH)  # bold comes from the style alone
    heading.base_style = normal
    heading.font.bold = True
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in {"Table Grid", "Normal Table"}:
            style.delete()


def _add_paragraph(document: DocumentType, lists: _Lists, source: SourceText, block: Paragraph) -> None:
    text = " ".join(_lines(source, block))
    paragraph = document.add_paragraph(style="Đề mục" if block.bold or block.level else None)
    text = _numbered(paragraph, lists, text)
    run = paragraph.add_run(text)
    run.italic = block.italic or None


def _numbered(paragraph: DocxParagraph, lists: _Lists, text: str) -> str:
    """Give a paragraph the number with which its text begins, and return the rest of the text."""
    if article := _ARTICLE.match(text):
        lists.number(paragraph, _ARTICLES, 0, int(article[1]))
        return text[article.end() :]
    for level, pattern in enumerate(_MARKERS):
        if marker := re.match(pattern, text):
            number = _worth(level, marker[1])
            if number:
                lists.number(paragraph, _OUTLINE, level, number)
                return text[marker.end() :]
    return text


def _worth(level: int, marker: str) -> int:
    if level == 0:
        return _ROMAN.index(marker) + 1 if marker in _ROMAN else 0
    if level == 1:
        return int(marker) if not marker.startswith("0") else 0
    return ord(marker) - ord("a") + 1 if marker.isalpha() else 1


def _add_table(document: DocumentType, lists: _Lists, source: SourceText, block: Table) -> None:
    table = document.add_table(rows=len(block.rows), cols=block.width)
    table.style = "Table Grid"
    for number, row in enumerate(block.rows):
        for cell in row.cells:
            _fill(table, lists, source, number, cell)
    if len(block.rows) > 2:
        header = table.rows[0]._tr.get_or_add_trPr()
        header.append(OxmlElement("w:tblHeader"))  # Word repeats it on each page
    document.add_paragraph()


def _fill(table: DocxTable, lists: _Lists, source: SourceText, number: int, cell: Cell) -> None:
    last = min(number + cell.rows, len(table.rows)) - 1
    place = table.cell(number, cell.column)
    if cell.rows > 1 or cell.columns > 1:
        place = place.merge(table.cell(last, cell.column + cell.columns - 1))
    lines = _lines(source, cell)
    for at, line in enumerate(lines):
        paragraph = place.paragraphs[0] if not at else place.add_paragraph()
        if len(lines) == 1 and cell.column == 0 and re.fullmatch("[1-9]\\d?", line):
            lists.number(paragraph, _ROWS, 0, int(line))
        else:
            paragraph.add_run(line)


def _lines(source: SourceText, block: Paragraph | Cell) -> list[str]:
    """Return the lines of a paragraph or cell without markup."""
    raw = [line for part in block.parts for line in source.quote(part).split("\n")]
    lines = [Line(line.strip(), 0, len(line.strip())).words for line in raw]
    return [line for line in lines if line]


def _number_pages(document: DocumentType, name: str) -> None:
    section = document.sections[0]
    header = section.header.paragraphs[0]
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "2"), ("end", "")):
        run = header.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)
    section.footer.paragraphs[0].add_run(f"Tệp {name}, do Văn phòng trình trước ngày 01/01/2030")


def _without_dates(data: bytes) -> bytes:
    """Return the archive without dates and without what no part needs: the same document gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            if name.startswith(_DROPPED):
                continue
            content = made.read(name)
            if name.endswith(".rels"):
                content = _RELATION.sub(b"", content)
            fixed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()

"""Word files for tests, made from the XML of their body."""

from __future__ import annotations

import io
import zipfile

from pipeline.documents import Paragraph, SourceText, Table
from pipeline.read import read_bytes

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="{MC}" xmlns:wps="{WPS}" xmlns:m="{M}"'


def part(root: str, content: str) -> str:
    """Return a part with a root element and its content."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:{root} {_SPACES}>{content}</w:{root}>'


def word_file(
    body: str, *, main: str = "word/document.xml", more: dict[str, str] | None = None, **contents: str
) -> bytes:
    """Return a Word file; `contents` are those of its styles, numbering and footnotes, `more` whole parts by name."""
    parts = {name: content for name, content in contents.items() if content}
    folder, _, file = main.rpartition("/")
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{name}" Target="{name}.xml"/>' for at, name in enumerate(parts)
    )
    written = {
        "_rels/.rels": _relations(f'<Relationship Id="r1" Type="{R}/officeDocument" Target="{main}"/>'),
        main: part("document", f"<w:body>{body}</w:body>"),
        f"{folder}/_rels/{file}.rels": _relations(relations),
        **{f"{folder}/{name}.xml": part(name, content) for name, content in parts.items()},
        **(more or {}),
    }
    return archive(written)


def archive(files: dict[str, str] | dict[str, bytes]) -> bytes:
    """Return a ZIP archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def _relations(relations: str) -> str:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{relations}</Relationships>'


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; a run that is no element is plain text."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, list_id: int = 1, level: int = 0) -> str:
    """Return a paragraph that is numbered in a list."""
    return p(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def definition(*levels: tuple[str, str], number: int = 1, start: int = 1, more: str = "") -> str:
    """Return the definition of a list: for each level how a number is written, and what stands around it."""
    described = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'
        "</w:lvl>"
        for at, (form, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{described}</w:abstractNum>'


def numlist(list_id: int = 1, definition: int = 1, overrides: str = "") -> str:
    """Return a list that counts by a definition."""
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def table(*rows: str, grid: str = "") -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def c(content: str, properties: str = "") -> str:
    """Return a cell; content that is no element is the text of its one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def read(body: str, *, styles: str = "", numbering: str = "", footnotes: str = "") -> SourceText:
    """Return what is read of a Word file with this body."""
    return read_bytes(word_file(body, styles=styles, numbering=numbering, footnotes=footnotes), "kh.docx")


def lines(body: str, *, styles: str = "", numbering: str = "") -> list[str]:
    """Return the lines of the text that is read of a Word file with this body."""
    return read(body, styles=styles, numbering=numbering).text.splitlines()


def cells(source: SourceText) -> list[list[tuple[str, int, int, int]]]:
    """Return the rows of the only table: of each cell its text, column, columns and rows."""
    (found,) = (block for block in source.blocks if isinstance(block, Table))
    return [
        [
            (source.quote(cell.parts[0]) if cell.parts else "", cell.column, cell.columns, cell.rows)
            for cell in row.cells
        ]
        for row in found.rows
    ]


def paragraphs(source: SourceText) -> list[Paragraph]:
    """Return the paragraphs among the blocks."""
    return [block for block in source.blocks if isinstance(block, Paragraph)]

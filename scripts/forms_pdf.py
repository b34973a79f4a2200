"""Documents of corpus/ laid out as digital PDF, as a state office prints them (Nghị định 30/2020/NĐ-CP, Phụ lục I).

Issuer and number on the left of the head, the state's name and the day on the right; the page's number on top from the
second page on; paragraphs with an indented first line; ruled tables whose header each page repeats, whose rows a page's
end may cut and whose group rows are merged; an appendix with a wide table in landscape.
"""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from forms_web import body_of
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from pipeline.documents import NormalBlock, NormalTable, NormalText, Outline
from pipeline.folding import fold
from pipeline.normalise import normalise
from pipeline.run import read_source
from pipeline.segment import segment

FONT = "Tinos"  # as wide as Times New Roman, with Vietnamese (Liberation Serif has none); Debian package fonts-croscore
_FACES = {"": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}
_MARGINS = {"left": 3 * cm, "right": 1.5 * cm, "top": 2 * cm, "bottom": 2 * cm}
_STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
_WIDE = 6  # columns; a table with so many stands in landscape
_HEADING = re.compile(r"(?:[IVX]+|[A-ZĐ])\s*[.-]|\d+\.\s(?!.{90})|(?:PHỤ LỤC|PHẦN|CHƯƠNG)\b")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[IVXLC]+|[a-zđA-Z]|TT|STT)[.)]?$")
_FOR = frozenset({"KT.", "TM.", "TL.", "T/M"})  # in whose place somebody signs
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập - Tự do - Hạnh phúc|[*|]|-{3,}"
)
_HEAD = 14  # blocks in which a title stands
_ITEM = re.compile(r"(?:[-+*•]|\d+[.)-]|[a-zđ]\)|[IVX]+[.-])")


# What is kept in the repository: tables over pages, merged cells, an appendix in landscape, a letter, a party's plan
KEPT = ("cv-1127-byt-pb", "kh-46-vinh-long", "kh-71-tu-son-la", "qd-2916-ttg", "qd-4102-byt")
BY_WRITER = ("nq-41-cp", "qd-4102-byt")  # LibreOffice Writer cuts the rows of a table at a page's end
_SHEET = """
@page { size: 21cm 29.7cm; margin: 2cm 1.5cm 2cm 3cm }
body { font-family: Tinos; font-size: 14pt } td { font-size: 13pt }
p { text-align: justify; text-indent: 1.27cm; margin: 0 0 6pt 0 } tr { page-break-inside: auto }
"""
_SECONDS = 120  # for LibreOffice


class Foot(NamedTuple):
    """Who is sent the document, and who signs it."""

    recipients: list[str]
    signature: list[str]
    blocks: int


def printed(corpus: Path) -> dict[str, bytes]:
    """Return the PDF files that are kept, by their names."""
    paths = {path.stem: path for path in sorted(corpus.iterdir()) if path.is_file()}
    files = {f"{stem}.pdf": build(paths[stem]) for stem in KEPT}
    return files | {f"{stem}.writer.pdf": by_writer(paths[stem]) for stem in BY_WRITER}


def build(path: Path) -> bytes:
    """Return the document in a file as a PDF, the same bytes every time."""
    normal = normalise(read_source(path))
    return _Printer(normal, segment(normal)).pdf()


def by_writer(path: Path) -> bytes:
    """Return the document in a file as LibreOffice Writer prints it from a web page; its bytes differ every time."""
    body = re.sub(r"<table[^>]*>\s*(<tr>.*?</tr>)", r"<table border=1><thead>\1</thead>", body_of(read_source(path)))
    with tempfile.TemporaryDirectory(prefix="dondoc-writer-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(f"<html><head><meta charset=utf-8><style>{_SHEET}</style></head><body>{body}</body></html>")
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--infilter=HTML (StarWriter)",
        ]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(page)]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        return page.with_suffix(".pdf").read_bytes()


class _Printer:
    """Lays out one document."""

    def __init__(self, normal: NormalText, outline: Outline) -> None:
        _register_fonts()
        self._normal = normal
        self._header = outline.header
        self._out = io.BytesIO()
        self._document = BaseDocTemplate(self._out, pagesize=A4, invariant=1, title=outline.header.number or "")
        self._document.addPageTemplates([_template("portrait", A4), _template("landscape", landscape(A4))])
        self._width = A4[0] - _MARGINS["left"] - _MARGINS["right"]
        self._is_landscape = False
        self._story: list[Flowable] = []

    def pdf(self) -> bytes:
        blocks = list(self._normal.blocks)
        at = self._head(blocks)
        while at < len(blocks):
            block = blocks[at]
            if block.table and not _is_layout(block.table):
                self._table(block.table)
                at += 1
            elif foot := self._foot_at(blocks, at):
                self._foot(foot)
                at += foot.blocks
            else:
                self._paragraph(block, following=blocks[at + 1 : at + 5])
                at += 1
        self._document.build(self._story)
        return self._out.getvalue()

    # ── head and foot ─────────────────────────────────────────────────────────────────────────────

    def _head(self, blocks: Sequence[NormalBlock]) -> int:
        """Lay out the head and the title; return the number of blocks that they take up."""
        header, shown = self._header, self._normal.shown
        first, last = self._title_blocks(blocks)
        is_party = header.family == "party"
        issuer, place = self._issuer_and_place(blocks[:first], blocks[last].range.end)
        left = [_text(issuer, "b", 12), _text(f"Số {header.number}" if is_party else f"Số: {header.number}")]
        title = shown(header.title_place) if header.title_place and last < _HEAD else ""
        is_letter = fold(title).startswith("v/v")
        if is_letter:
            left.append(_text(title, size=12))
        motto = [_text(line, "b", 12.5 if line.isupper() else 13.5) for line in (_PARTY if is_party else _STATE)]
        cells = [[left[:1], motto], [left[1:], [_text(place, "i")]]]
        self._story += [_plain_table(cells, (6.3 * cm, self._width - 6.3 * cm)), Spacer(1, 14)]
        for block in () if is_letter else blocks[first : last + 1]:
            words = shown(block.range)
            kind = words.upper().removesuffix(title.upper()).strip() if title else ""
            parts = [words[: len(kind)], words[len(kind) :].strip()] if kind and kind != words.upper() else [words]
            self._story += [_text(part, "b", 14) for part in parts]
        self._story.append(Spacer(1, 10))
        return last + 1

    def _title_blocks(self, blocks: Sequence[NormalBlock]) -> tuple[int, int]:
        """Return the first and the last block of the title, what kind of document it is before it."""
        shown, title = self._normal.shown, self._header.title_place
        last = next((at for at, block in enumerate(blocks) if title and block.range.end >= title.end), _HEAD)
        if last >= _HEAD:  # the text begins with the name of its kind, and its title is told elsewhere
            last = 1
        first = last
        while first and shown(blocks[first - 1].range).isupper() and not _MOTTO.search(shown(blocks[first - 1].range)):
            first -= 1
        return first, last

    def _issuer_and_place(self, head: Sequence[NormalBlock], end: int) -> tuple[str, str]:
        """Return who issued the document and where and when, as its head says, else as is known of it."""
        header, shown = self._header, self._normal.shown
        dated = header.date_place
        place = shown(dated) if dated and dated.end < end else ""
        number_line = shown(header.number_place) if header.number_place else "\n"
        above = " ".join(shown(block.range).replace("\n", " ") for block in head)
        above = _MOTTO.sub(" ", above.replace(number_line, "").replace(place or "\n", ""))
        issuer = " ".join(above.split()) if above.isupper() else (header.issuer or "").upper()
        if not place and header.issued_on:
            year, month, day = header.issued_on.split("-")
            place = f"Hà Nội, ngày {day} tháng {month} năm {year}"
        return issuer, place

    def _foot_at(self, blocks: Sequence[NormalBlock], at: int) -> Foot | None:
        """Return the foot that begins with a block: recipients on the left, the signature on the right."""
        shown = self._normal.shown
        if not fold(shown(blocks[at].range)).startswith("nơi nhận"):
            return None
        left, right, signer = [], [], self._header.signer or "\n"
        stop = at
        for block in blocks[at:]:
            words = " ".join(shown(block.range).split("\n"))
            recipients, capitals = _parted(words, signer)
            if stop > at and not words.startswith("-") and recipients:
                break
            left += [item for item in re.split(r" (?=- )", recipients) if item]
            right += capitals
            stop += 1
            if signer in words:
                break
        return Foot(left, right, stop - at)

    def _foot(self, foot: Foot) -> None:
        left = [_text(foot.recipients[0], "bi", 12, TA_LEFT)]
        left += [_text(line, size=11, align=TA_LEFT) for line in foot.recipients[1:]]
        right: list[Flowable] = [_text(line, "b") for line in foot.signature[:-1]]
        right += [Spacer(1, 60), *(_text(line, "b") for line in foot.signature[-1:])]
        self._story += [Spacer(1, 12), _plain_table([[left, right]], (7.5 * cm, self._width - 7.5 * cm)), Spacer(1, 12)]

    # ── text and tables ───────────────────────────────────────────────────────────────────────────

    def _paragraph(self, block: NormalBlock, following: Sequence[NormalBlock]) -> None:
        words = self._normal.shown(block.range)
        upper = words.isupper()
        if fold(words).startswith("phụ lục") or (upper and words.startswith(("KẾ HOẠCH", "DANH SÁCH"))):
            widest = max((one.table.width for one in following if one.table), default=0)
            self._turn(landscape_page=widest >= _WIDE)
        if (upper and not _ITEM.match(words)) or words.startswith(("(Kèm theo", "(Ban hành kèm")):
            self._story.append(_text(words, "i" if words[0] == "(" else "b", 14))
            return
        face = "b" if block.bold or (_HEADING.match(words) and len(words) < 80) else ""
        face = face or ("i" if words.startswith("Căn cứ") else "")
        self._story.append(_text(words, face, 14, TA_JUSTIFY, indent=1.27 * cm))

    def _turn(self, *, landscape_page: bool) -> None:
        """Begin a new page, turned or not."""
        self._is_landscape = landscape_page
        self._story += [NextPageTemplate("landscape" if landscape_page else "portrait"), PageBreak()]

    def _table(self, table: NormalTable) -> None:
        width = (A4[1] if self._is_landscape else A4[0]) - _MARGINS["left"] - _MARGINS["right"]
        grid: list[list[Any]] = [["" for _ in range(table.width)] for _ in table.rows]
        commands: list[tuple[Any, ...]] = [
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ]
        lengths = [1] * table.width
        for at, row in enumerate(table.rows):
            for cell in row:
                words = self._normal.shown(cell.range)
                centred = at == 0 or bool(_NUMBER.match(words))
                if cell.columns == cell.rows == 1 and at:
                    lengths[cell.column] = max(lengths[cell.column], min(len(words), 160))
                cuts = [0, *(place - cell.range.start for place in cell.breaks), len(words)]
                lines = [words[start:stop].strip() for start, stop in pairwise(cuts)]
                face = "b" if at == 0 or (cell.columns > 1) else ""
                grid[at][cell.column] = [
                    _text(line, face, 12, TA_CENTER if centred else TA_LEFT) for line in lines if line
                ] or ""
                if cell.columns > 1 or cell.rows > 1:
                    end = cell.column + cell.columns - 1, min(at + cell.rows, len(table.rows)) - 1
                    commands.append(("SPAN", (cell.column, at), end))
        shares = [max(28.0, length**0.5 * 10) for length in lengths]
        widths = [width * share / sum(shares) for share in shares]
        heads = max(cell.rows for cell in table.rows[0])
        made = Table(grid, colWidths=widths, repeatRows=heads, splitInRow=1)
        made.setStyle(TableStyle(commands))
        self._story += [Spacer(1, 6), made, Spacer(1, 6)]


def _parted(words: str, signer: str) -> tuple[str, list[str]]:
    """Return the recipients in a line and, apart, the titles and the name of who signs behind them."""
    named = [signer] if signer in words else []
    tokens = words.replace(signer, "").replace("(đã ký)", "").replace("|", " ").split()
    at = len(tokens)
    while at and (tokens[at - 1] in _FOR or (tokens[at - 1].isupper() and not tokens[at - 1].endswith((";", ".")))):
        at -= 1
    titles = " ".join(tokens[at:])
    return " ".join(tokens[:at]), [
        *re.split(r" (?=KT\. |PHÓ |THỨ |(?<!KT\. )CỤC TRƯỞNG)", titles),
        *named,
    ] if titles else named


def _is_layout(table: NormalTable) -> bool:
    """Return whether a table only sets two texts side by side."""
    return table.width == 2 and len(table.rows) <= 2


def _text(words: str, face: str = "", size: float = 13, align: int = TA_CENTER, indent: float = 0) -> Paragraph:
    style = ParagraphStyle(
        "text",
        fontName=FONT + (f"-{face}" if face else ""),
        fontSize=size,
        leading=size * 1.25,
        alignment=align,
        firstLineIndent=indent,
        spaceAfter=6 if indent else 0,
    )
    return Paragraph(escape(words), style)


def _plain_table(cells: list[list[Any]], widths: Sequence[float]) -> Table:
    """Return cells side by side without any lines."""
    return Table(cells, colWidths=list(widths), style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(
        _MARGINS["left"],
        _MARGINS["bottom"],
        width - _MARGINS["left"] - _MARGINS["right"],
        height - _MARGINS["top"] - _MARGINS["bottom"],
        0,
        0,
        0,
        0,
    )

    def number(canvas: Any, document: Any) -> None:  # noqa: ANN401
        if document.page > 1:
            canvas.setFont(FONT, 13)
            canvas.drawCentredString(width / 2, height - 1.2 * cm, str(document.page))

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _register_fonts() -> None:
    """Make the faces of the font known; raise `SystemExit` when it is not installed."""
    for face, style in _FACES.items():
        name = FONT + (f"-{face}" if face else "")
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, _font_file(style)))


def _font_file(style: str) -> str:
    found = f"{FONT.replace(' ', '')}-{style}.ttf"
    paths: Iterator[Path] = Path("/usr/share/fonts").rglob(found)
    path = next(paths, None)
    if path is None:
        raise SystemExit(f"{found} is not installed; on Debian: apt-get install fonts-croscore")
    return str(path)

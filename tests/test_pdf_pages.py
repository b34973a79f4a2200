"""What pdfium sees on pages printed for it: words, lines, cells, stamps, turned pages; and files made to harm."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from printing import HEIGHT, WIDTH, printed
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import InputError, UsageError
from pipeline.pages import cells, reading, worker
from pipeline.pages.reading import pages_of
from pipeline.pages.values import Page, from_json, shown
from pipeline.read import read_bytes


def _page(data: bytes, number: int = 1) -> Page:
    """Return a page as it is read, in this process."""
    return worker.read_page(PdfDocument(data), number)


def _texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


# ── words and lines ───────────────────────────────────────────────────────────────────────────────


def test_words_are_parted_by_blanks_of_the_file_and_by_gaps() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "So Y te")
        canvas.drawString(72, 650, "So")
        canvas.drawString(72 + canvas.stringWidth("So") + 3.5, 650, "Noi")  # a gap as wide as a blank, and none there
        x = 72.0
        for piece in ("t", "i", "nh"):  # as printers set text of two fonts
            canvas.drawString(x, 600, piece)
            x += canvas.stringWidth(piece)

    assert _texts(_page(printed(draw))) == ["So Y te", "So Noi", "tinh"]


def test_letters_that_are_drawn_out_of_order_make_one_word() -> None:
    def draw(canvas: Canvas) -> None:
        widths = [canvas.stringWidth(letter) for letter in "thuc"]
        for at in (0, 2, 3, 1):
            canvas.drawString(72 + sum(widths[:at]), 700, "thuc"[at])

    assert _texts(_page(printed(draw))) == ["thuc"]


def test_what_is_printed_twice_to_look_bold_stands_once() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "KE HOACH")
        canvas.drawString(72.4, 700, "KE HOACH")

    assert _texts(_page(printed(draw))) == ["KE HOACH"]


def test_a_watermark_across_the_page_and_type_too_small_to_see_are_no_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "So Y te bao cao")
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.setFont("Times-Roman", 60)
        canvas.drawString(0, 0, "MAT")
        canvas.restoreState()
        canvas.setFont("Times-Roman", 1)
        canvas.drawString(72, 500, "x")

    assert _texts(_page(printed(draw))) == ["So Y te bao cao"]


def test_a_raised_number_is_told_from_a_number_in_the_line() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "20 m")
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(72 + canvas.stringWidth("20 m", "Times-Roman", 12), 705, "2")

    assert _texts(_page(printed(draw))) == ["20 m²"]


def test_a_line_says_how_it_is_printed_and_where_each_word_begins() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(100, 700, "KE HOACH")

    line = _page(printed(draw)).lines[0]
    assert (line.bold, line.italic, line.size) == (True, False, 14.0)
    assert line.xs[0] == 100
    assert line.place.top < HEIGHT - 700 < line.place.bottom
    assert line.fonts == ((0, "Times-Bold"),)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("text_turn", [0, 90])
def test_a_turned_page_is_read_upright_and_its_places_are_those_a_viewer_shows(turn: int, text_turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        if text_turn:
            canvas.rotate(text_turn)
            canvas.translate(0, -WIDTH)
        canvas.drawString(100, 300, "So Y te chu tri")
        canvas.drawString(100, 280, "So Noi vu")

    data = printed(draw)
    page = _page(data)
    assert _texts(page) == ["So Y te chu tri", "So Noi vu"]
    pdf = PdfDocument(data)[0]
    place = shown(page, page.lines[0].place)
    wide, high = pdf.get_size()
    assert 0 < place.x0 < place.x1 < wide
    assert 0 < place.top < place.bottom < high
    # what is painted there: dark pixels in the box, and none right beside it
    image = pdf.render(scale=1).to_pil().convert("L")
    assert min(image.crop(tuple(map(round, place))).tobytes()) < 128
    first = shown(page, page.lines[0].place._replace(x1=page.lines[0].xs[1]))
    assert min(image.crop(tuple(map(round, first))).tobytes()) < 128


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def _ruled(canvas: Canvas, *, bottom: bool = True, sides: bool = True) -> None:
    for y in (700, 670, 640) if bottom else (700, 670):
        canvas.line(100, y, 400, y)
    for x in (100, 200, 400) if sides else (200,):
        canvas.line(x, 640, x, 700)
    for x, y, words in (
        (105, 680, "TT"),
        (205, 680, "Viec"),
        (105, 650, "1"),
        (205, 655, "Ra soat"),
        (205, 643, "tram"),
    ):
        canvas.drawString(x, y, words)


@pytest.mark.parametrize("bottom", [True, False])
def test_lines_make_cells_even_where_the_page_s_end_left_the_last_line_out(bottom: bool) -> None:  # noqa: FBT001
    page = _page(printed(lambda canvas: _ruled(canvas, bottom=bottom)))
    assert page.lines == ()
    assert [
        (cell.row, cell.column, [line.text for line in cell.lines]) for cell in page.grids[0].cells
    ] == [(0, 0, ["TT"]), (0, 1, ["Viec"]), (1, 0, ["1"]), (1, 1, ["Ra soat", "tram"])]  # fmt: skip


def test_a_table_may_be_open_at_its_sides() -> None:
    page = _page(printed(lambda canvas: _ruled(canvas, sides=False)))
    assert [[line.text for line in cell.lines] for cell in page.grids[0].cells] == [
        ["TT"],
        ["Viec"],
        ["1"],
        ["Ra soat", "tram"],
    ]


def test_thin_rectangles_and_boxes_are_lines_too_and_white_ones_are_none() -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 670):
            canvas.rect(100, y, 300, 0.5, stroke=0, fill=1)
        for x in (100, 200, 399.5):
            canvas.rect(x, 670, 0.5, 30, stroke=0, fill=1)
        canvas.drawString(105, 680, "A")
        canvas.drawString(205, 680, "B")
        canvas.rect(100, 500, 100, 30)
        canvas.rect(200, 500, 100, 30)
        canvas.drawString(105, 510, "C")
        canvas.drawString(205, 510, "D")
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.rect(100, 300, 100, 30)
        canvas.rect(200, 300, 100, 30)
        canvas.drawString(105, 310, "E")
        canvas.drawString(205, 310, "F")

    page = _page(printed(draw))
    found = sorted([[line.text for line in cell.lines] for cell in grid.cells] for grid in page.grids)
    assert found == [[["A"], ["B"]], [["C"], ["D"]]]
    assert _texts(page) == ["E", "F"]


def test_a_merged_cell_spans_columns_and_rows() -> None:
    def draw(canvas: Canvas) -> None:
        for y, x in ((700, 100), (670, 100), (640, 200), (610, 100)):
            canvas.line(x, y, 400, y)
        for x, y in ((100, 700), (400, 700), (200, 670), (300, 670)):
            canvas.line(x, 610, x, y)
        for x, y, words in (
            (105, 680, "I"),
            (105, 640, "1"),
            (205, 650, "a"),
            (305, 650, "b"),
            (205, 620, "c"),
            (305, 620, "d"),
        ):
            canvas.drawString(x, y, words)

    cells = _page(printed(draw)).grids[0].cells
    assert [(cell.row, cell.column, cell.rows, cell.columns, cell.lines[0].text) for cell in cells] == [
        (0, 0, 1, 3, "I"),
        (1, 0, 2, 1, "1"),
        (1, 1, 1, 1, "a"),
        (1, 2, 1, 1, "b"),
        (2, 1, 1, 1, "c"),
        (2, 2, 1, 1, "d"),
    ]


def test_a_frame_around_text_is_no_table() -> None:
    page = _page(printed(lambda canvas: (canvas.rect(90, 600, 300, 120), canvas.drawString(100, 650, "So Y te"))))
    assert (page.grids, _texts(page)) == ((), ["So Y te"])


# ── stamps ────────────────────────────────────────────────────────────────────────────────────────


_FONTS = "/Resources<</Font<</F1 5 0 R>>>>"


def _with_field(kind: str, rect: tuple[int, int, int, int], words: str) -> bytes:
    """Return a page "So:      /KH-UBND" with a field or note that shows words."""
    stream = f"BT /F1 12 Tf 2 4 Td ({words}) Tj ET".encode()
    box = " ".join(map(str, rect))
    subtype = "/Subtype/Widget/FT/Sig/T(s)" if kind == "signature" else "/Subtype/FreeText/Contents(x)"
    content = b"BT /F1 12 Tf 72 700 Td (So:) Tj 46 0 Td (/KH-UBND) Tj -46 -40 Td (Noi nhan: cac xa) Tj ET"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/SigFlags 3>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]" + _FONTS.encode() + b">>",
        _stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        f"<</Type/Annot{subtype}/F 4/P 3 0 R/Rect[{box}]/AP<</N 7 0 R>>>>".encode(),
        _stream(
            stream,
            f"/Type/XObject/Subtype/Form/BBox[0 0 {rect[2] - rect[0]} {rect[3] - rect[1]}]{_FONTS}",
        ),
    ]
    return _file(bodies)


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<</Length {len(data)}{more}>>stream\n".encode() + data + b"\nendstream"


def _file(bodies: list[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj" % number + body + b"endobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))
    return out.getvalue()


def test_a_signature_that_fills_in_the_number_is_read() -> None:
    assert _texts(_page(_with_field("signature", (90, 696, 118, 712), "3070"))) == [
        "So: 3070/KH-UBND",
        "Noi nhan: cac xa",
    ]


def test_a_signature_stamped_over_the_text_is_left_out() -> None:
    stamped = _page(_with_field("signature", (60, 655, 300, 690), "Ky boi: UBND tinh, 10/3/2026 08:30"))
    assert _texts(stamped) == ["So:", "/KH-UBND", "Noi nhan: cac xa"]


def test_a_note_that_is_typed_on_the_page_is_text() -> None:
    assert "Da xem" in _texts(_page(_with_field("note", (72, 500, 200, 520), "Da xem")))


# ── files made to do harm ─────────────────────────────────────────────────────────────────────────


def test_an_encrypted_file_says_that_it_is_encrypted() -> None:
    data = printed(lambda canvas: canvas.drawString(72, 700, "x"), encrypt=StandardEncryption("secret"))
    with pytest.raises(InputError, match=r"^mat\.pdf: .*encrypted with a password; give a copy without one$"):
        read_bytes(data, "mat.pdf")
    open_to_all = StandardEncryption("", ownerPassword="owner", canCopy=0)
    data = printed(lambda canvas: canvas.drawString(72, 700, "So Y te"), encrypt=open_to_all)
    assert read_bytes(data, "mo.pdf").text == "So Y te\n"


@pytest.mark.parametrize("text", ["%PDF-1.7\n1 0 obj", "%PDF-1.4\n" + "\0" * 300 + "obj"], ids=["cut", "zeros"])
def test_what_is_no_pdf_but_says_so_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError, match=r"^hong\.pdf: this PDF is damaged beyond reading; [^\n]+$"):
        read_bytes(text.encode(), "hong.pdf")


def test_a_pdf_may_begin_behind_other_bytes() -> None:
    data = printed(lambda canvas: canvas.drawString(72, 700, "So Y te"))
    assert read_bytes(b"\x93\x00junk" + data, "van-ban").format == "pdf"


def test_pages_that_pdfium_cannot_read_are_named_and_the_others_read() -> None:
    def draw(canvas: Canvas) -> None:
        for number in (1, 2, 3):
            canvas.drawString(72, 700, f"Trang {number}: So Y te bao cao")
            canvas.showPage()

    data = printed(draw, pageCompression=0)
    second = data.replace(b"/Kids [ 3 0 R 4 0 R 5 0 R ]", b"/Kids [ 3 0 R 9 0 R 5 0 R ]")
    assert second != data or b"/Kids" in data
    source = read_bytes(second, "thieu.pdf")
    assert "Trang 1" in source.text
    assert "Trang 3" in source.text


def test_a_page_with_too_much_on_it_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.pages.rulings.MOST_OBJECTS", 50)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "So Y te")
        for at in range(100):
            canvas.line(at, 0, at, 9)

    page = _page(printed(draw))
    assert (page.odd, _texts(page), page.grids) == ("crowded", ["So Y te"], ())


def test_lines_without_number_make_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MOST_LINES", 4)
    page = _page(printed(_ruled))
    assert page.grids == ()
    assert "Ra soat" in " ".join(_texts(page))


def test_a_process_that_ends_in_the_midst_leaves_the_pages_before(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(lambda canvas: [(canvas.drawString(72, 700, "So Y te"), canvas.showPage()) for _ in range(3)])
    real = reading._Reader.next

    def dying(reader: reading._Reader) -> object:
        answer = real(reader)
        if isinstance(answer, list) and answer[0] == 2:
            reader.process.kill()
            reader._is_sound = False
            return None
        return answer

    monkeypatch.setattr(reading._Reader, "next", dying)
    pages = list(pages_of(data, "x.pdf"))
    assert [(page.number, page.odd) for page in pages] == [(1, ""), (2, "it is damaged")]
    monkeypatch.undo()
    assert len(list(pages_of(data, "x.pdf"))) == 3


def test_a_page_that_takes_too_long_ends_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SECONDS", 0.0)  # no process starts as fast
    monkeypatch.setattr(reading, "_idle", [])
    data = printed(lambda canvas: canvas.drawString(72, 700, "So Y te"))
    with pytest.raises(InputError, match=r"takes longer than 0 seconds for a page"):  # it is not even started by then
        list(pages_of(data, "lau.pdf"))


def test_a_bomb_of_blanks_takes_little_memory_and_says_that_nothing_was_read() -> None:
    bomb = zlib.compress(b" " * 300_000_000, 9)
    content = f"<</Length {len(bomb)}/Filter/FlateDecode>>stream\n".encode() + bomb + b"\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    data = _file([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content])
    assert "no_text" in [finding.code for finding in read_bytes(data, "bom.pdf").findings]


def test_a_file_of_more_pages_than_any_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = printed(lambda canvas: [canvas.showPage() for _ in range(4)])
    monkeypatch.setattr(reading, "MOST_PAGES", 4)
    assert len(list(pages_of(data, "a.pdf"))) == 4
    monkeypatch.setattr(reading, "MOST_PAGES", 3)
    with pytest.raises(InputError, match=r"^a.pdf: 4 pages; give at most 3 in one file$"):
        list(pages_of(data, "a.pdf"))


def test_five_hundred_pages_take_no_more_memory_than_they_need(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(500):
            for line in range(40):
                canvas.drawString(72, 780 - 18 * line, f"So Y te chu tri kiem tra bep an {number}.{line} trong nam")
            canvas.showPage()

    path = tmp_path / "500.pdf"
    path.write_bytes(printed(draw))
    command = (
        "import resource, sys\nfrom pipeline.pages.reading import pages_of\nfrom pathlib import Path\n"
        "assert sum(1 for _ in pages_of(Path(sys.argv[1]).read_bytes(), 'a')) == 500\n"
        "from pipeline.pages import reading\nreading._end_all()\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1024 if sys.platform == 'linux' else 1))"
    )
    told = subprocess.run([sys.executable, "-c", command, path], capture_output=True, text=True, check=True).stdout
    assert int(told) < 300_000_000


def test_without_its_packages_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_is_installed", lambda: False)
    with pytest.raises(UsageError, match=r"^a\.pdf: .*pip install \"dondoc\[pdf\]\"$"):
        list(pages_of(b"%PDF-1.4", "a.pdf"))


def test_one_process_reads_file_after_file() -> None:
    data = printed(lambda canvas: canvas.drawString(72, 700, "So Y te"))
    list(pages_of(data, "a.pdf"))
    process = reading._idle[-1].process
    list(pages_of(data, "b.pdf"))
    with pytest.raises(InputError):
        list(pages_of(b"%PDF-1.4 no", "c.pdf"))
    assert reading._idle[-1].process is process
    assert process.poll() is None


def test_what_the_process_writes_is_what_it_read() -> None:
    data = printed(_ruled)
    _, page = worker.answers(data)
    assert isinstance(page, Page)
    assert [from_json(json.loads(json.dumps(page)))] == list(pages_of(data, "x"))

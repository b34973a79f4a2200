"""Pictures of pages: set straight, cleaned, their tables found, signs counted; drawn here, no OCR."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.scans.again import is_doubtful, surer
from pipeline.scans.cells import _strips
from pipeline.scans.grid import grids_on
from pipeline.scans.lines import Sizes, line_in_cell, lines_of
from pipeline.scans.picture import (
    MOST_PIXELS,
    _without_colour,
    _without_specks,
    at_reading_size,
    lies_sideways,
    opaque,
    prepared,
    skew,
)
from pipeline.scans.signs import corrected
from pipeline.scans.tesseract import Word


def sheet(*, colour: bool = False) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB" if colour else "L", (1000, 1400), "white" if colour else 255)
    return page, ImageDraw.Draw(page)


def lined() -> Image.Image:
    """Return a page with lines of words, as blocks of ink."""
    page, pen = sheet()
    for y in range(200, 1200, 50):
        for x in range(150, 850, 70):
            pen.rectangle((x, y, x + 55, y + 22), fill=30)
    return page


@pytest.mark.parametrize("angle", [-2.3, -0.6, 0.0, 0.4, 1.5])
def test_how_far_a_page_lies_askew_is_measured(angle: float) -> None:
    turned = lined().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(turned) == pytest.approx(-angle, abs=0.35)


def test_a_page_on_its_side_is_seen() -> None:
    assert lies_sideways(lined().rotate(90, expand=True))
    assert not lies_sideways(lined())


def test_red_and_blue_ink_goes_and_black_under_it_stays() -> None:
    page, pen = sheet(colour=True)
    pen.ellipse((300, 300, 600, 600), outline=(220, 40, 60), width=8)
    pen.line((200, 900, 800, 950), fill=(30, 60, 200), width=8)
    pen.rectangle((420, 250, 440, 650), fill=(20, 20, 20))
    clean = _without_colour(page)
    assert clean.getpixel((300, 450)) == 255
    assert clean.getpixel((500, 925)) == 255
    assert clean.getpixel((430, 303)) == 20


def test_specks_go_and_dots_near_letters_stay() -> None:
    page, pen = sheet()
    pen.rectangle((500, 500, 502, 502), fill=0)
    pen.rectangle((700, 700, 730, 730), fill=0)
    pen.rectangle((735, 727, 738, 730), fill=0)
    clean = _without_specks(page)
    assert clean.getpixel((501, 501)) == 255
    assert clean.getpixel((736, 728)) == 0


def test_a_picture_is_scaled_to_the_resolution_that_reads_best() -> None:
    assert at_reading_size(Image.new("L", (2480, 3508)), 300).size == (1653, 2339)
    assert at_reading_size(Image.new("L", (827, 1169)), None).size == (1654, 2338)
    assert at_reading_size(Image.new("L", (1654, 2339)), 200).size == (1654, 2339)


@pytest.mark.parametrize("dpi", [None, 200, 72])
def test_a_picture_is_never_larger_than_four_pages_when_it_is_read(dpi: float | None) -> None:
    for size in ((9_000, 8_000), (30_000, 700), (4_200, 4_200)):
        seen = at_reading_size(Image.new("L", size), dpi)
        assert seen.width * seen.height < 1.4 * MOST_PIXELS


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "RGB"])
def test_black_on_white_stays_so_in_every_kind_of_picture(mode: str) -> None:
    page = lined()
    if mode in {"LA", "RGBA"}:  # black on nothing
        page = Image.merge("LA", (Image.new("L", page.size, 0), page.point(lambda level: 255 - level))).convert(mode)
    elif mode == "I;16":
        page = page.point(lambda level: level * 257, "I").convert("I;16")
    else:
        page = page.convert(mode)
    seen = prepared(at_reading_size(opaque(page), 200))
    assert seen.getpixel((175, 211)) == pytest.approx(0, abs=30)
    assert seen.getpixel((100, 100)) == 255


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def table() -> Image.Image:
    """Return a page with a table of three columns: a cell that spans two rows, and a last row that spans all."""
    page, pen = sheet()
    for y, (start, stop) in {
        200: (100, 900),
        300: (100, 900),
        400: (300, 900),
        500: (100, 900),
        600: (100, 900),
    }.items():
        pen.line((start, y, stop, y), fill=0, width=3)
    for x, stop in {100: 600, 300: 500, 600: 500, 900: 600}.items():
        pen.line((x, 200, x, stop), fill=0, width=3)
    pen.line((100, 800, 500, 800), fill=0, width=3)
    return page


@pytest.mark.parametrize("angle", [0.0, 0.15])
def test_the_cells_of_a_table_are_found_with_what_they_span(angle: float) -> None:
    grids, rest = grids_on(table().rotate(angle, Image.Resampling.BICUBIC, fillcolor=255))
    (grid,) = grids
    assert [(cell.row, cell.column, cell.rows, cell.columns) for cell in grid.cells] == [
        (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1),
        (3, 0, 1, 3),
    ]  # fmt: skip
    assert [abs(line.at - 800) < 5 for line in rest] == [True]


def test_a_frame_and_lines_of_text_are_no_table() -> None:
    page = lined()
    ImageDraw.Draw(page).rectangle((100, 150, 900, 1250), outline=0, width=3)
    assert grids_on(page)[0] == []


def test_marks_belong_to_the_line_below_them_and_borders_to_none() -> None:
    page, pen = sheet()
    pen.rectangle((20, 10, 32, 15), fill=0)  # a mark, and the line it belongs to
    pen.rectangle((20, 20, 120, 40), fill=0)
    pen.rectangle((20, 62, 120, 84), fill=0)
    pen.rectangle((0, 100, 300, 103), fill=0)
    ink = np.asarray(page.crop((0, 0, 300, 110))) < 128
    assert list(_strips(ink)) == [(10, 41), (62, 85)]


# ── words and signs ───────────────────────────────────────────────────────────────────────────────


def word(text: str, x: int = 0, sure: float = 96, *, width: int = 0, height: int = 24) -> Word:
    return Word(text, (x, 100 - height, x + (width or 14 * len(text)), 100), (100, 100), sure)


def shown(*words: Word) -> list[str]:
    return [line.text for line in lines_of(words, Sizes([list(words)]))]


def test_a_wide_gap_parts_a_line() -> None:
    assert shown(word("Nơi", 0), word("nhận:", 52), word("CHỦ", 500), word("TỊCH", 552)) == ["Nơi nhận:", "CHỦ TỊCH"]


def test_dirt_at_the_end_of_a_line_goes_and_unsure_words_stay() -> None:
    assert shown(word("Lưu:", 0), word("VT.", 66), word("KÝŠ", 150, 8)) == ["Lưu: VT."]
    assert shown(word("số", 0, 30), word("139/CĐ-TTg", 40, 20), word("và", 190)) == ["số 139/CĐ-TTg và"]


def test_a_speck_over_a_word_goes_and_a_figure_stays() -> None:
    assert shown(word("tháng", 0), word("7", 80, width=14), word("năm", 104)) == ["tháng 7 năm"]
    assert shown(word("lưu", 0), word("1", 38, height=7, width=8), word("giữ", 52)) == ["lưu giữ"]


def test_words_run_together_are_parted_where_there_is_one_way_only() -> None:
    assert shown(word("kếtquảphòng")) == ["kết quả phòng"]
    assert shown(word("internet")) == ["internet"]
    (line,) = lines_of([word("đánhgiá")], Sizes([[word("đánhgiá")]]))
    assert len(line.xs) == 3


def test_handwriting_alone_is_no_line_but_a_sign_alone_in_a_cell_is() -> None:
    scrawl = [word("\\àệ", 0, 3)]
    assert shown(*scrawl) == []
    assert [line.text for line in line_in_cell([word("%", 0, 90)], Sizes([]))] == ["%"]


def test_words_that_are_no_syllables_are_looked_at_again() -> None:
    assert is_doubtful(word("tuơng"))
    assert is_doubtful(word("phô", sure=70))
    assert is_doubtful(word("§.", sure=90))
    assert not is_doubtful(word("UBND"))
    assert not is_doubtful(word("phố"))


def test_a_number_stays_as_it_was_and_a_sign_of_no_document_gives_way() -> None:
    assert surer(word("§.", sure=83), word("8.", 3, sure=71)).text == "8."
    assert surer(word("§.", 0, sure=83), word("8.", 3, sure=71)).box == word("§.", 0).box
    assert surer(word("-", sure=85), word("t", sure=80)).text == "-"
    assert surer(word("01/8/2025.", sure=50), word("O1/8/2025.", sure=90)).text == "01/8/2025."
    assert surer(word("phô", sure=70), word("phố", sure=90)).text == "phố"


def drawn(draw: str) -> Image.Image:
    """Return a picture of strokes (I), with their serifs, or of > with or without its bar."""
    page, pen = sheet()
    for at, sign in enumerate(draw):
        x = 20 + 14 * at
        if sign == "I":
            pen.rectangle((x, 40, x + 4, 63), fill=0)
            pen.line((x - 5, 40, x + 9, 40), fill=0, width=2)
            pen.line((x - 5, 63, x + 9, 63), fill=0, width=2)
        else:
            pen.line((x, 44, x + 16, 52), fill=0, width=3)
            pen.line((x + 16, 52, x, 60), fill=0, width=3)
            if sign == "≥":
                pen.line((x, 63, x + 16, 63), fill=0, width=3)
    return page


@pytest.mark.parametrize(
    ("read", "printed", "draw"),
    [
        ("II", "III", "III"),
        ("H", "II", "II"),
        ("HÌi", "III", "III"),
        ("IL", "III", "III"),
        ("l]1", "III", "III"),
        ("l]", "II", "II"),
        ("11", "11", "II"),
        (">", "≥", "≥"),
        (">", ">", ">"),
    ],
)
def test_strokes_and_bars_are_counted_in_the_picture(read: str, printed: str, draw: str) -> None:
    seen = Word(read, (14, 38, 28 + 14 * len(draw), 66), (64, 64), 90)
    assert corrected([[seen]], drawn(draw))[0][0].text == printed

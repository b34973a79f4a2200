"""Marks that OCR lost are put back; numbers, signs of documents, abbreviations and what is not certain stay as read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import as_counted, bare, language
from pipeline.read.scan.confusions import confusions
from pipeline.read.scan.numerals import Numerals, rows_mended
from pipeline.read.scan.repair import mended


def repaired(text: str) -> str:
    return "\n".join(" ".join(line) for line in mended([line.split() for line in text.split("\n")]))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("đẩy mạnh chuyên đôi sô trên địa bàn", "đẩy mạnh chuyển đổi số trên địa bàn"),
        ("tô chức triên khai thực hiện", "tổ chức triển khai thực hiện"),
        ("hoàn thành Chiên dịch", "hoàn thành Chiến dịch"),
        ("NGUÔN LỰC VÀ KINH PHÍ", "NGUỒN LỰC VÀ KINH PHÍ"),
        ("các đơn vị CÓ liên quan", "các đơn vị có liên quan"),
        ("công nghệ thông tỉn", "công nghệ thông tin"),
        ("sắp xÊp tổ chức bộ máy", "sắp xếp tổ chức bộ máy"),
        ("công tác phô cập giáo\ndục tiểu học", "công tác phổ cập giáo\ndục tiểu học"),
        ("hoà giải ở cơ sơ", "hoà giải ở cơ sở"),
        ("công tác phòng, chồng lũ lụt", "công tác phòng, chống lũ lụt"),
        ("Bộ trường Bộ Y tế chủ trì", "Bộ trưởng Bộ Y tế chủ trì"),
        ("các cơ quan liền quan phối hợp", "các cơ quan liên quan phối hợp"),
    ],
)
def test_marks_are_put_back_where_one_syllable_alone_makes_sense(read: str, printed: str) -> None:
    assert repaired(read) == printed


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 318/QĐ-UBND ngày 03/02/2026",
        "UBND, HĐND, BCĐ, TTHC, CNTT, VNPT",
        "Quý II/2026",
        "ông Trân Sỹ Thanh và bà Lê Thi Hông Vân",
        "xã An Phu, xã Tân Hôi, xã Bình Đai",
        "internet, website, iHanoi, logo, video",
        "5G, IPv6, HTTP/2, 24/7",
        "tình trạng lũ chồng lũ, bão chồng bão",
        "dịch chồng dịch, thiên tai chồng thiên tai",
        "chuyển đổi số và ĐA 06 đã đạt kết quả",
        "tha\u0309o luâ\u0323n va\u0300 quyết đi\u0323nh",
        "",
    ],
)
def test_what_is_no_common_word_stays_as_it_was_read(text: str) -> None:
    assert repaired(text) == text


@given(st.lists(st.lists(st.text("aăâbcdđeêghiôơtưuáồễNGĐ0123456789./-,()“”", min_size=1, max_size=9), max_size=8)))
def test_mending_keeps_lines_words_letters_and_figures(lines: list[list[str]]) -> None:
    out = mended(lines)
    assert [len(line) for line in out] == [len(line) for line in lines]
    for line, new in zip(lines, out, strict=True):
        for word, other in zip(line, new, strict=True):
            assert bare(other) == bare(word)
            if any(map(str.isdigit, word)):
                assert other == word


def test_a_mark_lost_is_likelier_than_one_gained() -> None:
    assert confusions().log("đổi", "đôi") > confusions().log("đôi", "đổi")
    assert confusions().log("đổi", "đổi") == 0


def test_syllables_are_weighed_by_what_stands_before_them() -> None:
    assert language().log("chuyển", "đổi") > language().log("chuyển", "đôi")
    assert "đổi" in language().with_letters("doi")


@pytest.mark.parametrize(("word", "counted"), [("Hoà", "hòa"), ("thuỷ", "thủy"), ("QUÝ", "quý"), ("hoàn", "hoàn")])
def test_words_are_looked_up_with_the_tone_where_the_counts_have_it(word: str, counted: str) -> None:
    assert as_counted(word) == counted


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────


def headings(*lines: str) -> list[str]:
    numerals = Numerals()
    return [" ".join(numerals.mended(line.split())) for line in lines]


def test_the_number_of_a_heading_is_told_by_the_one_before() -> None:
    read = ("L MỤC TIÊU", "H. NỘI DUNG", "HI. TỔ CHỨC THỰC HIỆN", "IV. KINH PHÍ")
    assert headings(*read) == ["I. MỤC TIÊU", "II. NỘI DUNG", "III. TỔ CHỨC THỰC HIỆN", "IV. KINH PHÍ"]


@pytest.mark.parametrize("line", ["H. Cần Giuộc", "1. MỤC TIÊU", "LÝ LỊCH", "III", "I. Mục tiêu", "TỈ LỆ HỘ NGHÈO"])
def test_what_may_be_something_else_stays(line: str) -> None:
    assert headings(line) == [line]


def test_a_row_between_two_others_has_the_number_between() -> None:
    assert rows_mended(["TT", "1", "2", "Z", "4", "A", "6"]) == ["TT", "1", "2", "3", "4", "5", "6"]


def test_the_numbers_of_groups_are_told_by_those_before() -> None:
    assert rows_mended(["TT", "I", "1", "H", "2", "HÌ", "3"]) == ["TT", "I", "1", "II", "2", "III", "3"]


@pytest.mark.parametrize("numbers", [["1", "", "3"], ["1", "A", "4"], ["a)", "b)", "c)"], ["2.1", "2.2", "2.3"], []])
def test_numbers_of_rows_that_nothing_tells_stay(numbers: list[str]) -> None:
    assert rows_mended(numbers) == numbers

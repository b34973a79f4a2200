"""Folding: two spellings of the same words become equal, and no character moves."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import compact, fold

# What folding looks at, in any order: letters that OCR takes for digits, tone marks, signs, words before numbers.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(["l", "o", "0", "1", "2", "25", "/", ".", "-", " ", "\n", "\t", "\u00a0", "–", "“", "’"]),
        st.sampled_from(["năm ", "ngày ", "quý ", "Quý", "quí ", "i", "v", "x", "V", "I"]),
        st.sampled_from(["oà", "oè", "uỳ", "quỳ", "uỷ", "q", "Ð", "ð", "Đ", "ƣ", "İ", "ß", "ẞ"]),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("xoá bỏ", "xóa bỏ"),
        ("sức khoẻ", "sức khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("tố tuỵ", "tố tụy"),
        ("Ðiều 1", "Điều 1"),
        ("2025 – 2030", "2025 - 2030"),
        ("“Một cửa”", '"Một cửa"'),
        ("năm\u00a02025", "năm 2025"),
        ("UBND TỈNH", "ubnd tỉnh"),
        ("ngày 0l/7/2025", "ngày 01/7/2025"),
        ("ngày l5/l0/2025", "ngày 15/10/2025"),
        ("năm 2O25", "năm 2025"),
        ("30/ll/2025", "30/11/2025"),
        ("Quý lV", "Quý IV"),
        ("Quý 1V/2025", "Quý IV/2025"),
        ("quý lll năm 2026", "quý III năm 2026"),
        ("QuýIV", "quýiv"),
    ],
)
def test_two_spellings_of_the_same_words_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "text",
    [
        "quý",
        "quỳ",
        "hoàn thành",
        "khoảng",
        "thuyền",
        "lo liệu",
        "lo lắng về 5 việc",
        "loại 1",
        "quý 1",
        "1.000 lo",
        "ola",
    ],
)
def test_words_that_only_look_alike_keep_their_letters(text: str) -> None:
    assert fold(text) == text


def test_a_first_quarter_in_figures_keeps_its_figure() -> None:
    assert fold("Quý 1/2026") == "quý 1/2026"


def test_a_letter_whose_lower_case_is_longer_stays() -> None:
    assert fold("İ2025 HOÀ") == "İ2025 hòa"


def test_comparing_folds_blanks_and_composes() -> None:
    assert compact(unicodedata.normalize("NFD", "  Uỷ  ban\n nhân\u00a0dân ")) == "ủy ban nhân dân"


@given(st.one_of(PIECES, st.text(max_size=60)))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.one_of(PIECES, st.text(max_size=60)))
def test_folding_twice_changes_nothing(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(fold(composed)) == fold(composed)


@given(PIECES, PIECES)
def test_folding_line_by_line_is_folding_the_whole(above: str, below: str) -> None:
    one, other = (unicodedata.normalize("NFC", text) for text in (above, below))
    assert fold(f"{one};\n\n;{other}") == f"{fold(f'{one};')}\n\n{fold(f';{other}')}"

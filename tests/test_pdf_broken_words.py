"""Syllables that a PDF has with blanks inside are put together where they can be nothing else."""

from __future__ import annotations

import pytest
from printing import page, paragraphs, read_pages

from pipeline.pages.values import Place, TextLine
from pipeline.read import pdf
from pipeline.read.pdf.broken import rejoined


def line(text: str) -> TextLine:
    xs = tuple(float(10 * at) for at in range(text.count(" ") + 2))
    return TextLine(text, Place(0, 0, 100, 10), xs, 12.0)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("UBND t ỉ nh Vĩnh Long", "UBND tỉnh Vĩnh Long"),
        ("Bộ Ng o ại giao, ng ười dân", "Bộ Ngoại giao, người dân"),
        ("các tỉ nh, thành phố", "các tỉnh, thành phố"),
        ("T Ỉ NH VĨNH LONG", "TỈNH VĨNH LONG"),
        ("Th ủ tướng Ch ính ph ủ", "Thủ tướng Chính phủ"),
        ("(t ổ ng hợp)", "(tổng hợp)"),
    ],
)
def test_pieces_without_a_vowel_join_their_neighbours(text: str, whole: str) -> None:
    found = rejoined(line(text))
    assert found.text == whole
    assert len(found.xs) == whole.count(" ") + 2
    assert found.xs[-1] == line(text).xs[-1]


@pytest.mark.parametrize(
    "text",
    [
        "chiều dài 3 m ở phía nam, 5 kg ổi",
        "mục a ở trên; c ở dưới",
        "NH Á Châu, TH Ô tô",
        "b ) c ) d )",
        "A B C, hạng B ở xã",
        "Sở Nội vụ chủ trì, phối hợp",
        "",
    ],
)
def test_what_may_be_a_word_a_unit_or_a_mark_stays(text: str) -> None:
    assert rejoined(line(text)) == line(text)


def test_the_places_of_words_and_fonts_move_along() -> None:
    found = rejoined(line("các t ỉ nh và xã")._replace(fonts=((0, "A"), (14, "B"))))
    assert (found.text, found.xs) == ("các tỉnh và xã", (0.0, 10.0, 40.0, 50.0, 60.0))
    assert [found.text[at:] for at, _ in found.fonts] == ["các tỉnh và xã", "xã"]


def test_a_page_whose_syllables_are_broken_has_a_text_layer_and_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "Th ủ tướng Ch ính ph ủ giao Bộ Ng o ại giao ch ủ trì t ổ ng h ợp"
    pages = [page(line(broken)._replace(place=Place(85, 90, 500, 104)))]
    monkeypatch.setattr(pdf, "pages_of", lambda _data, _name: iter(pages))
    source = pdf.read(b"%PDF", "a.pdf", "0")
    assert paragraphs(source) == ["Thủ tướng Chính phủ giao Bộ Ngoại giao chủ trì tổng hợp"]
    assert source.findings == ()
    assert paragraphs(read_pages(*pages)) == [broken]

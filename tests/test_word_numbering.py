"""The numbers that Word prints before paragraphs and keeps out of their text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import c as cell
from word_files import definition, lines, numbered, numlist, p, r, table

from pipeline.read.word.numbering import in_form

OUTLINE = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def _labels(levels: str, numbering: str, list_id: int = 1) -> list[str]:
    """Return the labels of paragraphs on these levels ("0112") of one list."""
    body = "".join(numbered("x", list_id, int(level)) for level in levels)
    return [line.removesuffix("x").strip() for line in lines(body, numbering=numbering)]


@pytest.mark.parametrize(
    ("form", "numbers", "written"),
    [
        ("decimal", (1, 10, 0), ["1", "10", "0"]),
        ("decimalZero", (1, 10), ["01", "10"]),
        ("upperRoman", (1, 4, 9, 14, 40, 1999, 0), ["I", "IV", "IX", "XIV", "XL", "MCMXCIX", ""]),
        ("lowerRoman", (3,), ["iii"]),
        ("lowerLetter", (1, 4, 5, 26, 27, 28, 53, 0), ["a", "d", "e", "z", "aa", "bb", "aaa", ""]),  # Word has no đ
        ("upperLetter", (2,), ["B"]),
        ("none", (2,), [""]),
        ("chicago", (2,), ["2"]),
    ],
)
def test_numbers_are_written_as_word_writes_them(form: str, numbers: tuple[int, ...], written: list[str]) -> None:
    assert [in_form(number, form) for number in numbers] == written


def test_an_outline_counts_each_level_anew_under_the_one_above() -> None:
    numbering = definition(*OUTLINE) + numlist()
    assert _labels("0122313012", numbering) == ["I.", "1.", "a)", "b)", "-", "2.", "-", "II.", "1.", "a)"]


def test_a_level_names_those_above_it() -> None:
    numbering = definition(("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3")) + numlist()
    assert _labels("01120112", numbering) == ["1.", "1.1.", "1.2.", "1.2.1", "2.", "2.1.", "2.2.", "2.2.1"]


def test_a_level_above_that_was_not_counted_stands_at_its_start() -> None:
    numbering = definition(("decimal", "%1."), ("decimal", "%1.%2.")) + numlist()
    assert _labels("1101", numbering) == ["1.1.", "1.2.", "1.", "1.1."]


def test_words_stand_in_the_label_and_roman_levels_can_be_named_in_figures() -> None:
    legal = "<w:isLgl/>"
    numbering = definition(("upperRoman", "Điều %1."), ("decimal", "%1.%2"), more=legal) + numlist()
    assert _labels("01", numbering) == ["Điều 1.", "1.1"]


def test_two_lists_of_one_definition_count_on_and_an_override_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering = definition(("decimal", "%1.")) + numlist(1) + numlist(2) + numlist(3, 1, override.format(5))
    body = "".join(numbered("x", list_id) for list_id in (1, 1, 2, 3, 3, 1))
    assert lines(body, numbering=numbering) == ["1. x", "2. x", "3. x", "5. x", "6. x", "7. x"]


def test_lists_of_two_definitions_count_apart() -> None:
    numbering = (
        definition(("decimal", "%1.")) + definition(("lowerLetter", "%1)"), number=2) + numlist() + numlist(2, 2)
    )
    body = "".join(numbered("x", list_id) for list_id in (1, 2, 1, 2))
    assert lines(body, numbering=numbering) == ["1. x", "a) x", "2. x", "b) x"]


def test_an_overridden_start_holds_for_each_new_start() -> None:  # ECMA-376 part 1, 17.9.27
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>'
    numbering = definition(("decimal", "%1."), ("lowerLetter", "%2)")) + numlist(1, 1, override)
    assert _labels("01101", numbering) == ["1.", "c)", "d)", "2.", "c)"]


def test_a_list_may_bring_a_level_of_its_own() -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl>'
    numbering = definition(("decimal", "%1.")) + numlist(1, 1, f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>')
    assert _labels("00", numbering) == ["(d)", "(e)"]


@pytest.mark.parametrize(
    ("restart", "labels"),
    [("", ["1.", "a)", "2.", "a)"]), ("0", ["1.", "a)", "2.", "b)"]), ("1", ["1.", "a)", "2.", "a)"])],
)
def test_a_level_starts_anew_behind_those_it_names(restart: str, labels: list[str]) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    assert _labels("0101", definition(("decimal", "%1."), ("lowerLetter", "%2)"), more=more) + numlist()) == labels


@pytest.mark.parametrize(
    ("text", "font", "shown"),
    [
        ("-", "Times New Roman", "-"),
        ("+", "", "+"),
        ("\uf0b7", "Symbol", "•"),
        ("\uf02d", "Symbol", "-"),
        ("\uf0a7", "Wingdings", "•"),
        ("\uf0fc", "Wingdings", "✓"),
        ("o", "Courier New", "◦"),
        ("\uf0b7", "", "•"),
    ],
)
def test_bullets_are_read_as_they_are_seen(text: str, font: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
    assert _labels("0", definition(("bullet", text), more=fonts) + numlist()) == [shown]


def test_a_label_may_stand_close_or_be_hidden() -> None:
    close = definition(("decimal", "%1-"), more='<w:suff w:val="nothing"/>') + numlist()
    assert lines(numbered("x"), numbering=close) == ["1-x"]
    hidden = definition(("decimal", "%1."), more="<w:rPr><w:vanish/></w:rPr>") + numlist()
    assert lines(numbered("x"), numbering=hidden) == ["x"]


# ── styles with numbers ───────────────────────────────────────────────────────────────────────────

STYLES = (
    '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Khoan"><w:basedOn w:val="Muc"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="numbering" w:styleId="DanhSach"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def _styled(style: str, more: str = "") -> str:
    return p("x", properties=f'<w:pStyle w:val="{style}"/>{more}')


def test_a_style_numbers_its_paragraphs_on_the_level_that_names_it() -> None:
    levels = definition(*OUTLINE).replace(
        '<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="decimal"/><w:pStyle w:val="Khoan"/>'
    )
    body = _styled("Muc") + _styled("Khoan") + _styled("Khoan") + _styled("Con") + _styled("Muc")
    assert lines(body, styles=STYLES, numbering=levels + numlist()) == ["I. x", "1. x", "2. x", "a) x", "II. x"]


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = _styled("Muc") + _styled("Muc", none) + _styled("Muc")
    assert lines(body, styles=STYLES, numbering=definition(*OUTLINE) + numlist()) == ["I. x", "x", "II. x"]


def test_a_definition_may_be_that_of_a_list_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="DanhSach"/></w:abstractNum>'
    numbering = definition(*OUTLINE) + linked + numlist() + numlist(2, 2)
    assert lines(numbered("x", 2, 1), styles=STYLES, numbering=numbering) == ["1. x"]


# ── what is counted ───────────────────────────────────────────────────────────────────────────────


def test_an_empty_paragraph_counts_but_is_not_read() -> None:
    numbering = definition(("decimal", "%1.")) + numlist()
    assert lines(numbered("x") + numbered("") + numbered("x"), numbering=numbering) == ["1. x", "3. x"]


def test_a_cell_may_hold_nothing_but_its_number() -> None:
    numbering = definition(("decimal", "%1")) + numlist()
    rows = [cell(numbered("")) + cell(f"Việc {number}") for number in (1, 2)]
    assert lines(table(*rows), numbering=numbering) == ["| 1 | Việc 1 |", "| 2 | Việc 2 |"]


def test_hidden_and_deleted_paragraphs_do_not_count() -> None:
    numbering = definition(("decimal", "%1.")) + numlist()
    own = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    hidden = p(r("ẩn", "<w:vanish/>"), properties=f"{own}<w:rPr><w:vanish/></w:rPr>")
    deleted = p("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", properties=f"{own}<w:rPr><w:del/></w:rPr>")
    assert lines(numbered("x") + hidden + deleted + numbered("x"), numbering=numbering) == ["1. x", "2. x"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        numlist(),
        definition(("decimal", "%1.")) + '<w:num w:numId="1"/>',
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Vong"/></w:abstractNum>' + numlist(),
    ],
    ids=["none", "no definition", "names none", "a style that is not there"],
)
def test_a_list_that_is_not_there_numbers_nothing(numbering: str) -> None:
    assert lines(numbered("x") + p("y"), numbering=numbering) == ["x", "y"]


def test_wrong_values_stop_nothing() -> None:
    numbering = definition(("lowerLetter", "%1" * 200), start=99_999) + numlist()
    (line,) = lines(numbered("x", 1, 44), numbering=numbering)
    assert line == "x"
    (line,) = lines(numbered("x"), numbering=numbering)
    assert len(line) < 100


@given(st.lists(st.integers(0, 3), min_size=1, max_size=30))
def test_the_numbers_of_a_level_follow_each_other(levels: list[int]) -> None:
    numbering = definition(*[("decimal", f"%{at}") for at in range(1, 5)]) + numlist()
    found = [int(label) for label in _labels("".join(map(str, levels)), numbering)]
    for at, level in enumerate(levels):
        before = [(levels[back], found[back]) for back in range(at) if levels[back] <= level]
        assert found[at] == (before[-1][1] + 1 if before and before[-1][0] == level else 1)

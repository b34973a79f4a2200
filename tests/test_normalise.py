"""Normalising: one spelling, one blank, no markup, and the way back for every character."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import Cell, NormalText, Paragraph, Range, Row, SourceBlock, SourceText, Span, Table
from pipeline.folding import UNSEEN, fold
from pipeline.normalise import normalise
from pipeline.read import read_path, read_text

# ── texts as they come, and worse ─────────────────────────────────────────────────────────────────

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắặầấậèéẻẽẹềếệìíọồốộờớợùúủũụừứựỳýỷỹỵÐðA0159"
SIGNS = " \n\t\u00a0\u200b\u00ad*|#>-+.,;:()/…"
LINES = [
    "I. MỤC TIÊU", "1. Sở Y tế chủ trì,", "phối hợp với các xã", "a) hoà giải", "- Uỷ ban;", "+ 95%", "* Ghi chú", "|",
    "||", "| a | b |", "| --- | --- |", "|  | c | d", "\t1", "\tcột", "\t\u00a0", "", " ", "---", "12", "- 3 -",
    "**Đậm** thường", "# Đề mục", "> trích", "> 95%", "Cơ quan chủ trì: Sở", "năm", "2026.", "Các tin khác", "PHỤ LỤC",
    "\f", "***", "\ufeff", "a&amp;b &lt;c", "x<br>y", "1\\. \\- \\|", "&nbsp;", "Ðiều\u0301", "o\u031b\u0309",
]  # fmt: skip
WORDS = st.text(st.sampled_from(LETTERS + SIGNS), max_size=80)
PAGES = st.lists(st.one_of(st.sampled_from(LINES), WORDS), max_size=30).map("\n".join)
ANY = st.one_of(
    PAGES, st.text(max_size=80), st.text(st.characters(categories=["L", "M", "Cf", "Cc", "Zs"]), max_size=60)
)


def _normal(text: str) -> NormalText:
    return normalise(read_text(text))


def _plain(text: str) -> str:
    """Return a source text composed, without emphasis and unseen characters, its blanks folded: what is to be shown."""
    instead = {"Ð": "Đ", "ð": "đ", "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
    signs = rf"[*{UNSEEN}]|[Ðð]|<br\s*/?>|&(?:nbsp|amp|lt|gt|quot);|\\[-.*_#+!()\[\]|>~&]"

    def plain(sign: re.Match[str]) -> str:
        found = sign[0]
        return found[1] if found[0] == "\\" else " " if found[0] == "<" else instead.get(found, "")

    return " ".join(unicodedata.normalize("NFC", re.sub(signs, plain, unicodedata.normalize("NFC", text))).split())


def _ranges(normal: NormalText) -> list[Range]:
    """Return the ranges of all paragraphs and cells."""
    found = []
    for block in normal.blocks:
        cells = [cell.range for row in block.table.rows for cell in row] if block.table else [block.range]
        found.extend(cells)
    return found


def _source(*blocks: SourceBlock, text: str) -> SourceText:
    return SourceText(name="t", format="txt", sha256="", text=text, blocks=blocks)


def _one_paragraph_a_line(text: str) -> SourceText:
    spans = [Span(start=hit.start(), end=hit.end()) for hit in re.finditer(r"[^\n]+", text)]
    return _source(*(Paragraph(parts=(span,)) for span in spans), text=text)


# ── what becomes uniform ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sở\u00a0Y  tế\tchủ   trì", "Sở Y tế chủ trì"),
        ("**Điều 1.** Ban *hành*", "Điều 1. Ban hành"),
        ("Ðiều 2 và ðiều 3", "Điều 2 và điều 3"),
        (unicodedata.normalize("NFD", "Uỷ ban nhân dân"), "Uỷ ban nhân dân"),
        ("hoà bình – “ổn định”", "hoà bình – “ổn định”"),
        ("1\\. Một \\- hai \\| ba \\*", "1. Một - hai | ba *"),
        ("A&nbsp;&amp;&nbsp;B &lt; &gt; &quot;C&quot;", 'A & B < > "C"'),
        ("tiến\u00adđộ\u200b nhanh\ufeff", "tiếnđộ nhanh"),
        ("hàng một<br>hàng hai<br />", "hàng một hàng hai"),
        ("* Ghi chú **đậm**", "* Ghi chú đậm"),
        ("## I. MỤC TIÊU", "I. MỤC TIÊU"),
        ("> 95% hộ dân", "> 95% hộ dân"),
        ("trước ngày 0l/7/2026", "trước ngày 0l/7/2026"),
        ("a\x00b\x07c", "abc"),
        ("12 \u202bkm\u202c \u2066rộng\u2069", "12 km rộng"),
        ("A\u030a Å \u212b", "Å Å Å"),
        ("👍🏽 xong", "👍🏽 xong"),
    ],
)
def test_what_is_shown_is_composed_and_free_of_markup(text: str, shown: str) -> None:
    assert _normal(text).text == f"{shown}\n"


def test_the_key_has_tone_placement_and_ocr_slips_mended() -> None:
    assert _normal("Xoá bỏ trước ngày 0l/7/2026, Quý lV – “gấp”").key == 'xóa bỏ trước ngày 01/7/2026, quý iv - "gấp"\n'


def test_blocks_and_cells_stand_on_lines_of_their_own() -> None:
    normal = _normal("Đầu\n\n| TT | Việc |\n|---|---|\n| 1 | **Rà soát** |\n|  | |\n| 2 |  |\n\nCuối")
    assert normal.text == "Đầu\nTT\nViệc\n1\nRà soát\n2\n\nCuối\n"
    table = normal.blocks[1].table
    assert table is not None
    assert [[normal.shown(cell.range) for cell in row] for row in table.rows] == [
        ["TT", "Việc"], ["1", "Rà soát"], ["2", ""],
    ]  # fmt: skip


def test_an_empty_cell_has_an_empty_place_behind_what_stands_before_it() -> None:
    normal = _normal("| 1 |  | Sở Y tế |")
    table = normal.blocks[0].table
    assert table is not None
    place = table.rows[0][1].range
    assert not place
    assert normal.span(place) == Span(start=3, end=3)


def test_parts_of_a_paragraph_are_joined_by_a_blank() -> None:
    text = "Kinh phí từ\n\n7\n\nngân sách tỉnh"
    normal = _normal(text)
    assert normal.text == "Kinh phí từ ngân sách tỉnh\n"
    assert normal.span(Range(0, 26)) == Span(start=0, end=len(text))
    assert normal.span(Range(12, 21)) == Span(start=16, end=25)  # "ngân sách"


def test_a_document_without_blocks_has_an_empty_normal_text() -> None:
    normal = _normal("---\n\n***")
    assert (normal.text, normal.key, normal.blocks) == ("", "", ())
    assert normal.span(Range(0, 0)) == Span(start=0, end=0)


def test_places_know_their_page() -> None:
    normal = _normal("Trang một.\n\fTrang hai.\n\fTrang ba.")
    assert [normal.span(block.range).page for block in normal.blocks] == [1, 2, 3]


def test_what_is_dropped_may_bring_a_letter_and_its_mark_together() -> None:
    normal = _normal("Sơ*\u0309* Y tê\u200b\u0301")
    assert normal.text == "Sở Y tế\n"
    assert normal.span(Range(0, 2)) == Span(start=0, end=4)


def test_composed_jamo_and_reordered_marks_map_back() -> None:
    normal = _normal("\u1100\u1161\u11a8 e\u0323\u0302 q\u0307\u0323")
    assert normal.text == "각 ệ q\u0323\u0307\n"
    assert [normal.span(Range(at, at + 1)) for at in (0, 2)] == [Span(start=0, end=3), Span(start=4, end=7)]


# ── what always holds ─────────────────────────────────────────────────────────────────────────────


@given(ANY)
def test_blocks_are_in_order_and_do_not_overlap(text: str) -> None:
    source = read_text(text)
    spans = [part for block in source.blocks for part in _parts(block)]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(not source.quote(span)[:1].isspace() and not source.quote(span)[-1:].isspace() for span in spans)


@given(ANY)
def test_no_letter_is_lost_outside_furniture_and_page_numbers(text: str) -> None:
    source = read_text(text)
    kept = {at for block in source.blocks for part in _parts(block) for at in range(part.start, part.end)}
    kept |= {at for span in source.clutter for at in range(span.start, span.end)}
    lost = "".join(char for at, char in enumerate(text) if char.isalpha() and at not in kept)
    assert not re.sub("trang", "", lost, flags=re.IGNORECASE)


@given(ANY)
def test_no_block_stands_in_furniture(text: str) -> None:
    source = read_text(text)
    for block in source.blocks:
        for part in _parts(block):
            assert not any(part.start < span.end and span.start < part.end for span in source.clutter)


@given(ANY)
def test_normal_text_is_composed_with_single_blanks_and_a_key_as_long(text: str) -> None:
    normal = _normal(text)
    assert unicodedata.is_normalized("NFC", normal.text)
    assert len(normal.key) == len(normal.text)
    assert normal.key == fold(normal.text)
    assert "  " not in normal.text
    assert all(line == line.strip() for line in normal.text.split("\n"))
    assert not any(char.isspace() and char not in " \n" for char in normal.text)


@given(ANY)
def test_every_character_maps_back_in_order(text: str) -> None:
    normal = _normal(text)
    origins = [normal.origin(at) for at in range(len(normal.text))]
    assert all(0 <= start <= end <= len(text) for start, end in origins)
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(origins))


@given(ANY)
def test_a_block_shows_what_its_source_says(text: str) -> None:
    normal = _normal(text)
    for place in filter(None, _ranges(normal)):
        span = normal.span(place)
        shown = normal.shown(place)
        star = "*" if shown.startswith("* ") else ""
        said = _plain(text[span.start : span.end])
        if len(_parts_within(text, span)) == 1:  # a page number stands inside a broken sentence
            assert shown.removeprefix(star).lstrip() == said


@given(ANY)
def test_a_word_shows_what_its_source_says(text: str) -> None:
    normal = _normal(text)
    for place in _ranges(normal):
        for word in re.finditer(r"[^ *]+", normal.shown(place)):
            span = normal.span(Range(place.start + word.start(), place.start + word.end()))
            assert _plain(text[span.start : span.end]) == word[0]


@given(ANY)
def test_composed_and_decomposed_sources_have_the_same_normal_text(text: str) -> None:
    composed = _normal(unicodedata.normalize("NFC", text))
    decomposed = _normal(unicodedata.normalize("NFD", text))
    assert composed.text == decomposed.text
    assert composed.blocks == decomposed.blocks


@given(PAGES)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = _normal(text)
    twice = normalise(_one_paragraph_a_line(once.text))
    assert twice.text == re.sub("\n+", "\n", once.text).removeprefix("\n")


@given(ANY, ANY)
def test_any_table_of_places_can_be_normalised(one: str, other: str) -> None:
    text = f"{one}\x01{other}"
    cells = (
        Cell(parts=(Span(start=0, end=len(one)),), column=0),
        Cell(column=1),
        Cell(parts=(Span(start=len(one) + 1, end=len(text)),), column=2),
    )
    normal = normalise(_source(Table(rows=(Row(cells=cells),), width=3), text=text))
    table = normal.blocks[0].table
    assert table is not None
    assert [normal.shown(cell.range).removeprefix("* ") for cell in table.rows[0]] == [
        _plain(one), "", _plain(other),
    ]  # fmt: skip


def _parts(block: SourceBlock) -> list[Span]:
    if isinstance(block, Paragraph):
        return list(block.parts)
    return [part for row in block.rows for cell in row.cells for part in cell.parts]


def _parts_within(text: str, span: Span) -> list[Span]:
    parts = [part for block in read_text(text).blocks for part in _parts(block)]
    return [part for part in parts if part.start < span.end and span.start < part.end]


# ── real documents ────────────────────────────────────────────────────────────────────────────────


def test_the_paragraphs_of_our_own_documents_read_back_as_they_were_shown(checkout: Path) -> None:
    for path in sorted((checkout / "corpus").glob("*.*")):
        normal = normalise(read_path(path))
        shown = [normal.shown(block.range) for block in normal.blocks if not block.table]
        again = normalise(read_text("\n\n".join(shown))).text.split("\n")
        assert [line for line in again if line] == shown, path.name


def test_real_documents_show_what_their_source_says(real: Path) -> None:
    for path in sorted([*real.glob("docs/*.txt"), *real.glob("docs/*.md"), *real.glob("more/*.md")]):
        source = read_path(path)
        normal = normalise(source)
        for place in _ranges(normal):
            for word in re.finditer(r"[^ *]+", normal.shown(place)):
                span = normal.span(Range(place.start + word.start(), place.start + word.end()))
                assert _plain(source.quote(span)) == word[0], path.name

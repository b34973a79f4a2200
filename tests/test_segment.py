"""Segmenting: what stands at the head of a paragraph, and the tree that grows from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import Block, NormalText, Outline, Range
from pipeline.normalise import normalise
from pipeline.read import read_path, read_text
from pipeline.segment import segment
from pipeline.segment.markers import find_marker
from pipeline.segment.running import pieces
from pipeline.segment.tree import TreeBuilder

# ── markers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "level", "ordinal", "behind"),
    [
        ("I. MỤC TIÊU", "roman", "I", "MỤC TIÊU"),
        ("II- NHIỆM VỤ", "roman", "II", "NHIỆM VỤ"),
        ("III/ TỔ CHỨC", "roman", "III", "TỔ CHỨC"),
        ("A. PHẦN CHUNG", "capital", "A", "PHẦN CHUNG"),
        ("1. Sở Y tế", "number", "1", "Sở Y tế"),
        ("1.Sở Y tế", "number", "1", "Sở Y tế"),
        ("1- Sở Y tế", "number", "1", "Sở Y tế"),
        ("1) Sở Y tế", "number", "1", "Sở Y tế"),
        ("1/ Sở Y tế", "number", "1", "Sở Y tế"),
        ("1. 95% hộ dân", "number", "1", "95% hộ dân"),
        ("2.1. Rà soát", "number", "2.1", "Rà soát"),
        ("2.1 Rà soát", "number", "2.1", "Rà soát"),
        ("1.2.3.4. Rà soát", "number", "1.2.3.4", "Rà soát"),
        ("a) Rà soát", "letter", "a", "Rà soát"),
        ("đ) Rà soát", "letter", "đ", "Rà soát"),
        ("b/ Rà soát", "letter", "b", "Rà soát"),
        ("a1) Rà soát", "letter", "a1", "Rà soát"),
        ("(i) rà soát", "inline", "i", "rà soát"),
        ("(2) rà soát", "inline", "2", "rà soát"),
        ("- Rà soát", "dash", "", "Rà soát"),
        ("– Rà soát", "dash", "", "Rà soát"),
        ("-Rà soát", "dash", "", "Rà soát"),
        ("- > 95%", "dash", "", "> 95%"),
        ("+ Rà soát", "plus", "", "Rà soát"),
        ("* Rà soát", "star", "", "Rà soát"),
        ("• Rà soát", "star", "", "Rà soát"),
        ("o Ứng dụng", "plus", "", "Ứng dụng"),
        ("Thứ nhất, rà soát", "ordinal_word", "Thứ nhất", "rà soát"),
        ("Điều 5. Hiệu lực", "article", "5", "Hiệu lực"),
        ("Điều 5a. Hiệu lực", "article", "5a", "Hiệu lực"),
        ("Chương II", "chapter", "II", ""),
        ("CHƯƠNG III: TỔ CHỨC", "chapter", "III", "TỔ CHỨC"),
        ("Phần thứ nhất", "part", "NHẤT", ""),
        ("PHẦN I", "part", "I", ""),
        ("Mục 2", "section", "2", ""),
        ("PHỤ LỤC", "appendix", "PL", ""),
        ("PHỤ LỤC II", "appendix", "PL II", ""),
        ("Phụ lục 3", "appendix", "PL 3", ""),
    ],
)
def test_a_marker_tells_level_and_ordinal(text: str, level: str, ordinal: str, behind: str) -> None:
    marker = find_marker(text, 0, len(text))
    assert marker is not None
    assert (marker.level, marker.ordinal, text[marker.end :]) == (level, ordinal, behind)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế chủ trì", "2.500 tàu cá", "10.5 tỷ đồng", "1.364.329 đồng", "95% hộ dân", "2026", "12/5/2026 là hạn",
        "Điều 5 Quyết định số 12/QĐ-UBND quy định", "Phụ lục kèm theo Kế hoạch này nêu rõ", "Chương trình số 12",
        "Mục tiêu chung", "Phần lớn các xã", "ông Nguyễn Văn A", "I", "(xem phụ lục)", "Thứ hai hằng tuần họp",
    ],
)  # fmt: skip
def test_a_sentence_that_begins_alike_has_no_marker(text: str) -> None:
    assert find_marker(text, 0, len(text)) is None


# ── the tree ──────────────────────────────────────────────────────────────────────────────────────


def _normal(text: str) -> NormalText:
    return normalise(read_text(text))


def _walk(blocks: tuple[Block, ...], depth: int = 0) -> Iterator[tuple[int, Block]]:
    for block in blocks:
        yield depth, block
        yield from _walk(block.children, depth + 1)


def _tree(text: str) -> list[str]:
    """Return the tree as an indented list: ordinal (or level) and the first words of each block."""
    normal = _normal(text)
    return [
        "  " * depth + f"{block.ordinal or block.level} {' '.join(normal.shown(block.place).split()[:3])}".rstrip()
        for depth, block in _walk(TreeBuilder(normal, 0).build())
    ]


def _paths(text: str) -> list[str]:
    return [block.path for _, block in _walk(TreeBuilder(_normal(text), 0).build())]


def _roles(text: str) -> dict[str, str]:
    """Return the role of each block by its first word."""
    normal = _normal(text)
    blocks = TreeBuilder(normal, 0).build()
    return {normal.shown(block.place).split(" ", 1)[0].rstrip(".,:;"): block.role for _, block in _walk(blocks)}


def test_numbers_letters_and_bullets_nest() -> None:
    assert _tree(
        "I. NHIỆM VỤ\n1. Sở Y tế:\na) Rà soát:\n- một;\n+ nhỏ;\n* rất nhỏ;\n- hai.\nb) Họp.\n1.1. Con số.\n"
        "2. Sở Nội vụ.\nII. KINH PHÍ"
    ) == [
        "I NHIỆM VỤ",
        "  1 Sở Y tế:",
        "    a Rà soát:",
        "      dash một;",
        "        plus nhỏ;",
        "          star rất nhỏ;",
        "      dash hai.",
        "    b Họp.",
        "    1.1 Con số.",
        "  2 Sở Nội vụ.",
        "II KINH PHÍ",
    ]


def test_bullets_rank_as_the_document_first_uses_them() -> None:
    assert _tree("I. NHIỆM VỤ\n+ lớn:\n- nhỏ;\n- nhỏ nữa;\n+ lớn nữa.") == [
        "I NHIỆM VỤ", "  plus lớn:", "    dash nhỏ;", "    dash nhỏ nữa;", "  plus lớn nữa.",
    ]  # fmt: skip


def test_the_letter_d_with_stroke_stands_among_its_sisters() -> None:
    assert _paths("1. Sở:\nc) ba;\nd) bốn;\nđ) năm;\ne) sáu.") == ["1", "1.c", "1.d", "1.đ", "1.e"]


def test_skipped_and_repeated_numbers_stay_beside_each_other() -> None:
    assert _paths("I. VIỆC\n1. Một.\n2. Hai.\n2. Hai nữa.\n5. Năm.") == ["I", "I.1", "I.2", "I.2", "I.5"]


def test_two_sections_three_are_two_sections() -> None:
    text = "III. NHIỆM VỤ, GIẢI PHÁP\n1. Rà soát.\nIII. TỔ CHỨC THỰC HIỆN\n1. Báo cáo."
    assert _tree(text) == ["III NHIỆM VỤ, GIẢI", "  1 Rà soát.", "III TỔ CHỨC THỰC", "  1 Báo cáo."]
    assert [_roles(text)[word] for word in ("Rà", "Báo")] == ["tasks", "organisation"]


def test_inline_items_of_a_paragraph_are_items() -> None:
    assert _tree("1. Giao Sở Y tế: (i) rà soát; (ii) trình ban hành; (iii) báo cáo.") == [
        "1 Giao Sở Y", "  i rà soát;", "  ii trình ban hành;", "  iii báo cáo.",
    ]  # fmt: skip


def test_ordinal_words_are_items() -> None:
    assert _tree("1. Cần làm ngay:\nThứ nhất, rà soát.\nThứ hai, họp.") == [
        "1 Cần làm ngay:",
        "  Thứ nhất rà soát.",
        "  Thứ hai họp.",
    ]


def test_the_levels_of_a_regulation_nest() -> None:
    text = (
        "Phần I\nCHUNG\nChương I\nPHẠM VI\nMục 1\nÁP DỤNG\nĐiều 1. Đối tượng\n1. Khoản một:\na) điểm a.\n"
        "Điều 2. Hiệu lực\nChương II\nHẾT"
    )
    assert _paths(text) == ["I", "I.I", "I.I.1", "I.I.1.1", "I.I.1.1.1", "I.I.1.1.1.a", "I.I.1.2", "I.II"]


def test_an_ordinal_that_repeats_the_number_above_is_not_doubled_in_the_path() -> None:
    assert _paths("II. VIỆC\n2. Sở Y tế\n2.1. Rà soát:\n2.1.1. Họp.") == ["II", "II.2", "II.2.1", "II.2.1.1"]


def test_an_unnumbered_line_joins_what_stands_above() -> None:
    assert _tree("1. Sở Y tế\nRà soát quy hoạch.\n2. Sở Nội vụ\nHọp.") == [
        "1 Sở Y tế", "  paragraph Rà soát quy", "2 Sở Nội vụ", "  paragraph Họp.",
    ]  # fmt: skip


def test_an_unnumbered_heading_holds_what_follows() -> None:
    assert _tree("I. VIỆC\n**Nhiệm vụ trọng tâm**\n- một;\n- hai.\n**Nhiệm vụ khác**\n- ba.") == [
        "I VIỆC",
        "  paragraph Nhiệm vụ trọng",
        "    dash một;",
        "    dash hai.",
        "  paragraph Nhiệm vụ khác",
        "    dash ba.",
    ]


def test_a_heading_that_runs_into_its_paragraph_gives_it_its_role() -> None:
    roles = _roles(
        "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích: Cụ thể hoá Nghị quyết.\nII. NHIỆM VỤ: tại Phụ lục kèm theo.\n1. Rà soát."
    )
    assert roles == {"MỤC": "purpose", "Mục": "purpose", "NHIỆM": "tasks", "Rà": "tasks"}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("II. QUAN ĐIỂM", "viewpoint"),
        ("II. MỤC TIÊU ĐẾN NĂM 2030", "goals"),
        ("I. TÌNH HÌNH", "situation"),
        ("III. NHIỆM VỤ VÀ GIẢI PHÁP", "tasks"),
        ("V. KINH PHÍ THỰC HIỆN", "funding"),
        ("IV. TỔ CHỨC THỰC HIỆN", "organisation"),
        ("I. CĂN CỨ PHÁP LÝ", "basis"),
    ],
)
def test_what_a_heading_says_is_the_role_of_all_under_it(heading: str, role: str) -> None:
    assert set(_roles(f"{heading}\n1. Một:\na) hai;\n- ba.").values()) == {role}


def test_recipients_and_signature_end_a_layer() -> None:
    normal = _normal(
        "I. NHIỆM VỤ\n1. Rà soát.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn B"
    )
    blocks = TreeBuilder(normal, 0).build()
    assert [block.role for block in blocks[1:]] == ["recipients", *(["signature"] * 5)]
    assert not any(block.heading for block in blocks[1:])


def test_a_decision_its_plan_and_its_appendix_are_three_layers() -> None:
    tree = _tree(
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch.\nĐiều 2. Hiệu lực.\n"
        "Nơi nhận:\n- Như Điều 2;\nKT. BỘ TRƯỞNG\n"
        "KẾ HOẠCH\nNuôi biển\n(Ban hành kèm theo Quyết định số 12/QĐ-BNNMT)\nI. MỤC TIÊU\n1. Đạt 95%.\n"
        "PHỤ LỤC\n1. Xây kè."
    )
    assert [line for line in tree if not line.startswith(" ")] == [
        "1 Ban hành kèm", "2 Hiệu lực.", "paragraph Nơi nhận:", "dash Như Điều 2;", "paragraph KT. BỘ TRƯỞNG",
        "paragraph KẾ HOẠCH", "I MỤC TIÊU", "PL",
    ]  # fmt: skip
    assert "  1 Xây kè." in tree


def test_a_table_stands_under_its_heading() -> None:
    text = (
        "PHỤ LỤC I\nDANH MỤC NHIỆM VỤ\n\n| TT | Việc |\n|---|---|\n| 1 | Họp |\n\n"
        "PHỤ LỤC II\nCHỈ TIÊU\n\n| a | b |\n|---|---|"
    )
    assert _paths(text) == ["PL I", "PL I", "PL II", "PL II"]


def test_what_stands_before_the_body_is_header() -> None:
    normal = _normal("ỦY BAN NHÂN DÂN TỈNH\nSố: 12/KH-UBND\nI. NHIỆM VỤ\n1. Rà soát.")
    blocks = TreeBuilder(normal, normal.text.index("I. NHIỆM")).build()
    assert [block.role for block in blocks] == ["header", "header", "tasks"]


# ── what always holds ─────────────────────────────────────────────────────────────────────────────

LINES = [
    "I. MỤC TIÊU", "II. NHIỆM VỤ", "II. NHIỆM VỤ", "A. CHUNG", "1. Sở Y tế:", "1. Rà soát.", "2. Họp", "2.1. Con",
    "1.1.1. Cháu;", "a) một;", "đ) hai", "- ba;", "- Bốn:", "+ năm.", "* sáu", "(i) bảy;", "1. Giao: (1) rà; (2) soát.",
    "Thứ nhất, tám.", "Điều 1. Chín", "Chương I", "Phần I", "PHỤ LỤC", "PHỤ LỤC II", "KẾ HOẠCH", "**Đậm**",
    "Sở Nội vụ chủ trì:", "Kinh phí.", "Nơi nhận:", "TM. ỦY BAN", "QUYẾT ĐỊNH:",
    "| TT | Việc |\n|---|---|\n| 1 | Họp |", "Căn cứ Luật;", "7", "I.", "1.", "-", "## Đề mục", "[1] Chú thích",
    "Yêu cầu các nhiệm vụ sau:",
]  # fmt: skip
DOCUMENTS = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=12)), max_size=25).map("\n\n".join)


def _check(normal: NormalText, blocks: tuple[Block, ...]) -> None:
    """Assert that blocks nest, follow each other, and hold every paragraph and table once."""
    for block in (block for _, block in _walk(blocks)):
        assert block.marker.start <= block.marker.end <= block.extent.end
        assert block.extent.start == block.marker.start
        assert block.place.end <= block.extent.end
        for child in block.children:
            assert block.extent.start <= child.extent.start <= child.extent.end <= block.extent.end
        for before, after in pairwise(block.children):
            assert before.extent.end <= after.extent.start
    for before, after in pairwise(blocks):
        assert before.extent.end <= after.extent.start
    own = sorted((span.start, span.end) for _, block in _walk(blocks) for span in (block.marker, block.place) if span)
    assert all(before[1] <= after[0] for before, after in pairwise(own))
    held = {at for start, end in own for at in range(start, end)}
    missing = "".join(char for at, char in enumerate(normal.text) if at not in held)
    assert not missing.strip()


@given(DOCUMENTS)
def test_blocks_nest_and_hold_every_word_once(text: str) -> None:
    normal = _normal(text)
    for body in {0, len(normal.text) // 2, len(normal.text)}:
        _check(normal, TreeBuilder(normal, body).build())


@given(DOCUMENTS)
def test_any_document_has_an_outline(text: str) -> None:
    normal = _normal(text)
    outline = segment(normal)
    assert isinstance(outline, Outline)
    _check(normal, outline.blocks)


def test_real_documents_hold_every_word_once(real: Path) -> None:
    for path in sorted([*real.glob("docs/*.txt"), *real.glob("docs/*.md"), *real.glob("more/*.md")]):
        normal = normalise(read_path(path))
        _check(normal, segment(normal).blocks)


# ── items that run on inside a paragraph ──────────────────────────────────────────────────────────


def run_on(text: str) -> list[str]:
    return [text[start:end] for start, end in pieces(text, Range(0, len(text)))]


def test_numbers_that_count_up_inside_a_paragraph_open_items() -> None:
    text = "1. Bộ Y tế: Kiểm tra nước. 2. Bộ Xây dựng: Thay ống; báo cáo. 3. Các xã thực hiện."
    assert run_on(text) == [
        "1. Bộ Y tế: Kiểm tra nước.",
        "2. Bộ Xây dựng: Thay ống; báo cáo.",
        "3. Các xã thực hiện.",
    ]


def test_letters_run_on_under_each_number() -> None:
    text = "1. Bộ Y tế: a) Kiểm tra nước; b) lập báo cáo. 2. Bộ Xây dựng: a) thay ống; b) xây bể; c) lắp bơm."
    assert [piece[:2] for piece in run_on(text)] == ["1.", "a)", "b)", "2.", "a)", "b)", "c)"]


def test_a_lead_in_is_parted_from_the_numbers_behind_its_colon() -> None:
    assert run_on("Chủ tịch yêu cầu: 1. Sở Y tế kiểm tra. 2. Sở Xây dựng thay ống.")[0] == "Chủ tịch yêu cầu:"


@pytest.mark.parametrize(
    "text",
    [
        "1. Thực hiện theo Điều 5. 2 trạm bơm được sửa.",
        "1. Theo điểm a) khoản 2, điểm b) khoản 3 Điều 4.",
        "3. Kiểm tra năm 2025. 12. Báo cáo.",
        "Hoàn thành mục tiêu. 1. Rà soát.",
        "Giá nước: a) theo khối.",
    ],
)
def test_a_number_or_letter_that_does_not_count_up_opens_nothing(text: str) -> None:
    assert run_on(text) == [text]

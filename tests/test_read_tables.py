"""Reading tables: ruled, piped, tabbed, or flattened to one cell a line, they become tables again."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import Paragraph, Span, Table
from pipeline.read import read_text

HEAD = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
Rows = list[list[str]]


def _blocks(text: str) -> list[str | Rows]:
    """Return the blocks of a text: paragraphs as text, tables as rows of cells; "→" where a cell spans columns."""
    source = read_text(text)

    def words(*parts: Span) -> str:
        return " ".join(" ".join(source.quote(part) for part in parts).split())

    found: list[str | Rows] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            found.append(words(*block.parts))
        else:
            found.append([[words(*cell.parts) + "→" * (cell.columns - 1) for cell in row.cells] for row in block.rows])
    return found


def _tables(text: str) -> list[Rows]:
    return [block for block in _blocks(text) if isinstance(block, list)]


def _one_pipe_a_line(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as portals flatten them: each pipe and each cell on a line of its own."""
    return "\n".join(line for row in rows for line in ("|", *(part for cell in row for part in (cell, "|") if part)))


def _tabbed(rows: Sequence[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(f"\t{cell or chr(0xA0)}" for cell in row) for row in rows)


# ── | one row | a line | ──────────────────────────────────────────────────────────────────────────


def test_a_markdown_table_has_a_row_for_each_line_but_the_rule() -> None:
    table = "| TT | Nhiệm vụ | Thời hạn |\n|---:|:---|:---:|\n| 1 | **Nạo vét** luồng | Quý I |\n| 2 |  | |"
    assert _blocks(f"Phụ lục\n\n{table}\n\nHết") == [
        "Phụ lục", [["TT", "Nhiệm vụ", "Thời hạn"], ["1", "Nạo vét** luồng", "Quý I"], ["2", "", ""]], "Hết",
    ]  # fmt: skip


def test_an_escaped_pipe_stands_in_its_cell() -> None:
    assert _tables("| 1 | A \\| B | C |\n|---|---|---|") == [[["1", "A \\| B", "C"]]]


def test_the_last_pipe_of_a_row_may_be_missing() -> None:
    assert _tables("| TT | Việc\n| --- | ---\n| 1 | Họp") == [[["TT", "Việc"], ["1", "Họp"]]]


def test_the_rows_that_a_page_break_cut_stay_one_table() -> None:
    text = "| TT | Việc | Hạn |\n|---|---|---|\n| 1 | Rà soát, | Quý I |\n\n|  | bổ sung. |  |\n| 2 | Họp | Quý II |"
    assert _tables(text) == [
        [["TT", "Việc", "Hạn"], ["1", "Rà soát,", "Quý I"], ["", "bổ sung.", ""], ["2", "Họp", "Quý II"]]
    ]


def test_text_between_two_piped_tables_parts_them() -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\nBảng 2\n| c | d |\n|---|---|\n| 3 | 4 |"
    assert _blocks(text) == [[["a", "b"], ["1", "2"]], "Bảng 2", [["c", "d"], ["3", "4"]]]


def test_a_table_without_any_text_is_none() -> None:
    assert _blocks("|  |  |\n|---|---|\n|  |  |\n\nHết") == ["Hết"]


def test_a_line_with_a_pipe_inside_is_a_paragraph() -> None:
    assert _blocks("Lao động | việc làm năm 2026") == ["Lao động | việc làm năm 2026"]


# ── one pipe a line ───────────────────────────────────────────────────────────────────────────────


def test_cells_of_several_lines_between_single_pipes_are_cells() -> None:
    text = _one_pipe_a_line(
        [HEAD, ("1", "Nạo vét luồng\nvào cảng cá", "Sở A", "Quý I"), ("2", "Xây kè", "Sở B", "2027")]
    )
    assert _tables(text) == [
        [list(HEAD), ["1", "Nạo vét luồng vào cảng cá", "Sở A", "Quý I"], ["2", "Xây kè", "Sở B", "2027"]]
    ]


def test_empty_cells_and_group_rows_keep_their_columns() -> None:
    rows = [
        HEAD, ("I. NUÔI BIỂN",), ("1", "Rà soát", "Sở A", "Quý I"), ("2", "Lập đề án", "", "Quý II"),
        ("3", "Nạo vét", "Sở B", ""), ("II", "KHAI THÁC", "", ""), ("4", "Xây kè", "", ""),
    ]  # fmt: skip
    assert _tables(_one_pipe_a_line(rows)) == [[list(HEAD), ["I. NUÔI BIỂN→→→"], *(list(row) for row in rows[2:])]]


def test_cells_that_span_from_above_leave_short_rows() -> None:
    rows = [
        HEAD, ("1", "Rà soát", "Sở A", "Quý I"), ("2", "Lập đề án", "Sở B"), ("Họp dân", "Sở C"),
        ("3", "Xây kè", "Sở A", "2027"),
    ]  # fmt: skip
    (table,) = read_text(_one_pipe_a_line(rows)).blocks
    assert isinstance(table, Table)
    assert [[cell.column for cell in row.cells] for row in table.rows] == [
        [0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2], [1, 2], [0, 1, 2, 3],
    ]  # fmt: skip


def test_a_row_never_swallows_the_number_of_the_next() -> None:
    rows = [
        HEAD,
        ("I", "NUÔI BIỂN"),
        ("1", "Rà soát", "Sở A"),
        ("2", "Xây kè", "Sở B"),
        ("II", "KHAI THÁC"),
        ("1", "Họp", "Sở C"),
    ]
    assert [row[0] for row in _tables(_one_pipe_a_line(rows))[0]] == ["TT", "I", "1", "2", "II", "1"]


def test_numbers_in_the_cells_of_a_count_are_no_numbers_of_rows() -> None:
    rows = [
        ("TT", "Xã", "Trạm", "Tàu", "Lồng"), ("1", "Hải An", "", "1", ""), ("2", "Hải Bình", "", "2", "1"),
        ("3", "Hải Châu", "1", "", "3"), ("4", "Hải Dung", "", "", "1"),
    ]  # fmt: skip
    assert _tables(_one_pipe_a_line(rows)) == [[list(row) for row in rows]]


def test_tables_of_other_widths_in_a_row_begin_with_their_head() -> None:
    tasks = [HEAD, ("1", "Rà soát", "Sở A", "Quý I"), ("2", "Xây kè", "Sở B", "2027")]
    targets = [("TT", "Chỉ tiêu", "2026"), ("1", "Sản lượng", "12"), ("2", "Tàu", "5")]
    found = _tables(_one_pipe_a_line([*tasks, *targets, ("Nơi nhận:\n- Như trên;", "TM. ỦY BAN NHÂN DÂN")]))
    assert found == [
        [list(row) for row in tasks],
        [list(row) for row in targets],
        [["Nơi nhận: - Như trên;", "TM. ỦY BAN NHÂN DÂN"]],
    ]


def test_a_title_between_two_tables_is_a_paragraph() -> None:
    tasks = _one_pipe_a_line([HEAD, ("1", "Rà soát", "Sở A", "Quý I"), ("2", "Xây kè", "Sở B", "2027")])
    targets = _one_pipe_a_line([("TT", "Chỉ tiêu", "2026"), ("1", "Sản lượng", "12"), ("2", "Tàu", "5")])
    assert _blocks(f"{tasks}\nBảng 2. Chỉ tiêu\n{targets}")[1] == "Bảng 2. Chỉ tiêu"


def test_text_with_blank_lines_around_it_is_no_cell() -> None:
    one = _one_pipe_a_line([HEAD, ("1", "Rà soát", "Sở A", "Quý I")])
    assert _blocks(f"{one}\n\nKinh phí do ngân sách tỉnh bảo đảm.\n\n{one}")[1] == "Kinh phí do ngân sách tỉnh bảo đảm."


def test_header_plan_and_signature_are_two_tables_and_the_text_between_them() -> None:
    header = _one_pipe_a_line([("ỦY BAN NHÂN DÂN\nTỈNH", "CỘNG HÒA"), ("Số: 12/KH-UBND", "ngày 5 tháng 1 năm 2026")])
    signature = _one_pipe_a_line([("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN")])
    body = "\nKẾ HOẠCH\nPhát triển nuôi biển\n\nI. MỤC TIÊU\n1. Đến năm 2030 đạt 95%.\n"
    kinds = [type(block) for block in _blocks(header + body + signature)]
    assert kinds in ([list, str, str, str, list], [list, str, str, str, str, list])


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5, 6])
def test_a_table_cut_off_at_its_end_keeps_its_columns(lost: int) -> None:
    rows = [HEAD, ("1", "Rà soát", "Sở A", "Quý I"), ("2", "Xây kè", "Sở B", "2027"), ("3", "Họp", "Sở C", "2028")]
    lines = _one_pipe_a_line(rows).split("\n")
    table = _tables("\n".join(lines[:-lost]))[0]
    assert table[:3] == [list(row) for row in rows[:3]]
    assert max(map(len, table)) == 4


def test_a_stretch_of_pipes_without_text_is_nothing() -> None:
    assert _blocks("|\n|\n||\n|\nHết") == ["Hết"]


def test_pipes_between_paragraphs_of_a_page_are_dropped() -> None:
    text = "|\n" + "\n".join(f"Đoạn văn dài thứ {number} của bài." for number in range(50)) + "\n|\n"
    assert len(_blocks(text)) == 50


CELLS = st.sampled_from(["Sở A", "Rà soát quy hoạch", "Quý I", "1", "12", "-", "", "", "x\ny"])


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=3, max_size=9)
    )
)
def test_a_numbered_table_flattened_to_single_pipes_is_read_back(rows: Rows) -> None:
    head = ["TT", *("Cột" for _ in rows[0][1:])]
    body = [[str(number), "Việc", *row[2:]][: len(head)] for number, row in enumerate(rows, start=1)]
    table = [head, *body]
    assert _tables(_one_pipe_a_line(table)) == [[[" ".join(cell.split()) for cell in row] for row in table]]


# ── one tabbed cell a line ────────────────────────────────────────────────────────────────────────


def test_tabbed_cells_are_rows_that_blank_lines_part() -> None:
    rows = [
        HEAD,
        ("1", "Rà soát", "Sở A", "Quý I"),
        ("8", "Hoàn thiện quy chế", "", ""),
        ("8.1", "Xây kè", "Sở B", "2027"),
    ]
    assert _blocks(f"I. NHIỆM VỤ\n{_tabbed(rows)}\n\nII. KINH PHÍ") == [
        "I. NHIỆM VỤ", [list(row) for row in rows], "II. KINH PHÍ",
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["TT", "STT", "Số TT", "SỐ TT", "Số thứ tự"])
def test_the_column_of_numbers_is_known_by_any_of_its_names(number: str) -> None:
    head, row = (number, *HEAD[1:]), ("1", "Rà soát", "Sở A", "Quý I")
    assert _tables(_tabbed([head, row])) == [[list(head), list(row)]]
    decomposed = unicodedata.normalize("NFD", "\n".join("\t".join(cells) for cells in (head, row)))
    assert [len(table) for table in _tables(decomposed)] == [2]


def test_the_truncated_end_of_a_tabbed_table_is_a_row_of_empty_cells() -> None:
    assert _tables(f"{_tabbed([HEAD, ('1', 'Rà soát', 'Sở A', 'Quý I')])}\n\n\t2\n\t\u00a0") == [
        [list(HEAD), ["1", "Rà soát", "Sở A", "Quý I"], ["2", "", "", ""]]
    ]


def test_a_tabbed_cell_of_several_lines_carries_one_tab() -> None:
    text = _tabbed([HEAD, ("1", "Rà soát\nvà bổ sung", "Sở A", "Quý I\nhằng năm"), ("2", "Họp", "Sở B", "2027")])
    assert _tables(text)[0][1] == ["1", "Rà soát và bổ sung", "Sở A", "Quý I hằng năm"]


def test_cells_beyond_the_header_stay_in_the_last_column() -> None:
    text = _tabbed([HEAD, ("1", "Rà soát", "Sở A", "Quý I", "và quý III"), ("2", "Họp", "Sở B", "2027")])
    assert _tables(text)[0][1] == ["1", "Rà soát", "Sở A", "Quý I và quý III"]


def test_a_second_tabbed_header_of_another_width_begins_a_table() -> None:
    tasks = [HEAD, ("1", "Rà soát", "Sở A", "Quý I")]
    targets = [("TT", "Chỉ tiêu", "2026"), ("1", "Sản lượng", "12")]
    assert _tables(_tabbed([*tasks, *targets])) == [[list(row) for row in tasks], [list(row) for row in targets]]


def test_paragraphs_indented_by_a_tab_are_no_table() -> None:
    assert _blocks("\tI. MỤC TIÊU\n\n\t1. Đến năm 2030.\n\n\tKinh phí.") == [
        "I. MỤC TIÊU",
        "1. Đến năm 2030.",
        "Kinh phí.",
    ]


def test_an_indented_paragraph_behind_a_tabbed_table_is_a_paragraph() -> None:
    text = f"{_tabbed([HEAD, ('1', 'Rà soát', 'Sở A', 'Quý I')])}\n\n\tKinh phí do ngân sách tỉnh bảo đảm."
    assert _blocks(text)[1] == "Kinh phí do ngân sách tỉnh bảo đảm."

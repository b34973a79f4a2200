"""Tables of Word files: merged cells once, tables in tables, and tables that only lay out the page."""

from __future__ import annotations

from word_files import c as cell
from word_files import cells, lines, p, read, table

SPAN = '<w:gridSpan w:val="{}"/>'.format
BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_cells_know_the_columns_and_rows_they_span() -> None:
    source = read(
        table(
            cell("TT", BEGINS) + cell("Việc", BEGINS) + cell("Cơ quan", SPAN(2)),
            cell("", GOES_ON) + cell("", GOES_ON) + cell("Chủ trì") + cell("Phối hợp"),
            cell("1", BEGINS) + cell("Rà soát") + cell("Sở A") + cell("Sở B"),
            cell("", GOES_ON) + cell("Bổ sung") + cell("Sở C", SPAN(2)),
        )
    )
    assert cells(source) == [
        [("TT", 0, 1, 2), ("Việc", 1, 1, 2), ("Cơ quan", 2, 2, 1)],
        [("Chủ trì", 2, 1, 1), ("Phối hợp", 3, 1, 1)],
        [("1", 0, 1, 2), ("Rà soát", 1, 1, 1), ("Sở A", 2, 1, 1), ("Sở B", 3, 1, 1)],
        [("Bổ sung", 1, 1, 1), ("Sở C", 2, 2, 1)],
    ]


def test_cells_merged_sideways_by_older_programs_are_one() -> None:
    merged = cell("Cơ quan", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>")
    assert cells(read(table(cell("TT") + merged, cell("1") + cell("a") + cell("b")))) == [
        [("TT", 0, 1, 1), ("Cơ quan", 1, 2, 1)],
        [("1", 0, 1, 1), ("a", 1, 1, 1), ("b", 2, 1, 1)],
    ]


def test_a_cell_that_goes_on_from_nothing_is_a_cell() -> None:
    assert cells(read(table(cell("a", GOES_ON) + cell("b"), cell("c") + cell("d")))) == [
        [("", 0, 1, 1), ("b", 1, 1, 1)],
        [("c", 0, 1, 1), ("d", 1, 1, 1)],
    ]


def test_a_row_may_begin_behind_the_first_column() -> None:
    indented = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("b")}'
    assert cells(read(table(cell("1") + cell("a"), indented))) == [
        [("1", 0, 1, 1), ("a", 1, 1, 1)],
        [("", 0, 1, 1), ("b", 1, 1, 1)],
    ]


def test_edges_drawn_a_little_aside_are_one() -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (600, 60, 3000, 2000))
    source = read(
        table(
            cell("TT") + cell("Việc", SPAN(2)) + cell("Hạn"),
            cell("1", SPAN(2)) + cell("Rà soát") + cell("Quý I"),
            grid=grid,
        )
    )
    assert cells(source) == [
        [("TT", 0, 1, 1), ("Việc", 1, 1, 1), ("Hạn", 2, 1, 1)],
        [("1", 0, 1, 1), ("Rà soát", 1, 1, 1), ("Quý I", 2, 1, 1)],
    ]


def test_a_narrow_column_with_text_stays() -> None:
    grid = '<w:gridCol w:w="60"/><w:gridCol w:w="3000"/>'
    assert cells(read(table(*[cell("x") + cell("a")] * 2, grid=grid)))[0] == [("x", 0, 1, 1), ("a", 1, 1, 1)]


def test_paragraphs_in_a_cell_become_its_lines() -> None:
    recipients = cell(p("Nơi nhận:") + p("- Như trên;") + p("") + p("- Lưu: VT."))
    source = read(table(recipients + cell(p("TM. ỦY BAN") + p("CHỦ TỊCH"))))
    assert [text for text, *_ in cells(source)[0]] == ["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "TM. ỦY BAN\nCHỦ TỊCH"]


def test_a_small_table_in_a_cell_becomes_lines_of_it() -> None:
    inner = table(cell("a") + cell("1"), cell("b") + cell("2"))
    source = read(
        table(cell("TT") + cell("Việc"), cell("1") + cell(p("Rà soát hiện trạng theo các mức sau:") + inner + p("")))
    )
    assert [text for text, *_ in cells(source)[1]] == ["1", "Rà soát hiện trạng theo các mức sau:\na 1\nb 2"]


def test_a_table_around_another_one_is_layout() -> None:
    inner = table(cell("TT") + cell("Nhiệm vụ"), cell("1") + cell("Rà soát"))
    source = read(table(cell("Lề") + cell(p("Bảng 1") + inner + p(""))))
    assert source.text == "Lề\nBảng 1\n| TT | Nhiệm vụ |\n| 1 | Rà soát |\n"
    assert len(cells(source)) == 2


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    assert lines(table(cell(p("Một") + p("Hai")), cell("Ba"))) == ["Một", "Hai", "Ba"]


def test_tables_without_anything_between_are_one_as_word_shows_them() -> None:
    first, second = table(cell("TT") + cell("Việc")), table(cell("1") + cell("Rà soát"))
    assert len(cells(read(first + second))) == 2
    assert len(read(first + p("") + second).blocks) == 2
    assert len(read(first + table(cell("1") + cell("a") + cell("b"))).blocks) == 2


def test_a_table_without_text_is_none() -> None:
    source = read(p("a") + table(cell("") + cell("")) + p("b"))
    assert len(source.blocks) == 2


def test_wrong_spans_count_as_one_and_wide_ones_as_many_as_are_used() -> None:
    row = cell("a", SPAN("x")) + cell("b", SPAN(0)) + cell("c", SPAN(-3))
    source = read(table(row, "", cell("d", SPAN(10**9)) + cell("e", SPAN(5_000))))
    assert [[columns for text, _, columns, _ in row if text] for row in cells(source)] == [[1, 1, 1], [1, 3]]

"""Task tables: what a column holds, which rows are tasks and which head others, what empty and merged cells mean."""

from __future__ import annotations

import pytest

from pipeline.documents import Plan
from pipeline.read import read_bytes, read_text
from pipeline.run import extract
from samples import HEAD, Seen, codes, names, plan_of, seen, table, tasks_of

SHORT = ("TT", "Nhiệm vụ", "Chủ trì", "Thời gian")


def web(rows: str) -> Plan:
    """Return what is read in a web page whose table has these rows."""
    paragraphs = "".join(f"<p>{line}</p>" for line in HEAD.splitlines() if line)
    page = f"<html><body>{paragraphs}<p><b>II. NHIỆM VỤ</b></p><table>{rows}</table></body></html>"
    return extract(read_bytes(page.encode(), "plan.html"))


def cells(*texts: str) -> str:
    """Return a table row of a web page."""
    return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}</tr>"


# ── columns ───────────────────────────────────────────────────────────────────────────────────────


def test_a_row_gives_order_bodies_time_and_product() -> None:
    [task] = tasks_of(
        table(("1", "Rà soát trạm bơm", "Sở Xây dựng", "Sở Tài chính; Sở Y tế", "Quý III/2025", "Báo cáo rà soát"))
    )
    assert task.action == "Rà soát trạm bơm"
    assert (names(task.leads), names(task.partners)) == ("Sở Xây dựng", "Sở Tài chính + Sở Y tế")
    assert task.deadline is not None
    assert (task.deadline.text, task.deadline.kind, task.deadline.end) == ("Quý III/2025", "quarter", "2025-09-30")
    assert task.product is not None
    assert task.product.text == "Báo cáo rà soát"
    assert {body.source for body in (*task.leads, *task.partners)} | {task.deadline.source, task.product.source} == {
        "cell"
    }
    assert (task.origin, task.ordinal) == ("table", "II.1")


TASK_COLUMNS = [
    "Nội dung nhiệm vụ", "Nhiệm vụ", "Tên nhiệm vụ", "Nội dung", "Nội dung công việc", "Công việc", "Nhiệm vụ cụ thể",
    "Nhiệm vụ, giải pháp", "Nhiệm vụ trọng tâm", "Nội dung thực hiện", "Hoạt động", "Giải pháp", "Mô tả nhiệm vụ",
    "Nội dung chỉ đạo", "Nhiệm vụ được giao", "Đầu việc", "Tên đề án/nhiệm vụ", "Tên văn bản", "Danh mục văn bản",
    "Văn bản cần ban hành", "NỘI DUNG NHIỆM VỤ",
]  # fmt: skip
LEAD_COLUMNS = [
    "Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Chủ trì thực hiện", "Cơ quan thực hiện", "Đơn vị thực hiện",
    "Cơ quan, đơn vị chủ trì", "Cơ quan chủ trì tham mưu", "Cơ quan soạn thảo", "Phân công thực hiện", "Phân công",
    "Trách nhiệm thực hiện", "Đơn vị chịu trách nhiệm", "Đầu mối", "Người thực hiện", "Bộ phận chủ trì",
]  # fmt: skip
PARTNER_COLUMNS = [
    "Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Phối hợp thực hiện", "Cơ quan, đơn vị phối hợp",
    "Các đơn vị phối hợp", "Đơn vị liên quan", "Cơ quan tham gia", "Tham gia phối hợp", "CQ phối hợp",
    "Thành phần phối hợp",
]  # fmt: skip
TIME_COLUMNS = [
    "Thời gian hoàn thành", "Thời hạn hoàn thành", "Thời hạn", "Thời gian", "Thời gian thực hiện", "Hạn hoàn thành",
    "Tiến độ hoàn thành", "Thời gian trình", "Mốc thời gian", "Hạn xử lý", "Hạn", "Ngày hoàn thành", "Lộ trình",
    "Thời gian dự kiến", "Dự kiến hoàn thành", "Thời gian ban hành", "Kế hoạch hoàn thành",
]  # fmt: skip
PRODUCT_COLUMNS = [
    "Sản phẩm", "Sản phẩm dự kiến", "Sản phẩm đầu ra", "Kết quả", "Kết quả/Sản phẩm", "Sản phẩm/Kết quả",
    "Kết quả dự kiến", "Kết quả yêu cầu", "Yêu cầu kết quả", "Đầu ra", "Hình thức văn bản", "Minh chứng",
]  # fmt: skip
OTHER_COLUMNS = [
    "Cấp trình", "Cấp ban hành", "Căn cứ", "Văn bản giao việc", "Lãnh đạo phụ trách", "Kinh phí", "Tình trạng",
    "Tình hình thực hiện", "Ghi chú", "Khó khăn, vướng mắc",
]  # fmt: skip


@pytest.mark.parametrize("header", TASK_COLUMNS)
def test_a_column_of_tasks_has_many_names(header: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Năm 2026"), columns=("TT", header, "Chủ trì", "Thời gian"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "", "Năm 2026")]


@pytest.mark.parametrize("header", LEAD_COLUMNS)
def test_a_column_of_leads_has_many_names(header: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Năm 2026"), columns=("TT", "Nhiệm vụ", header, "Thời gian"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "", "Năm 2026")]


@pytest.mark.parametrize("header", PARTNER_COLUMNS)
def test_a_column_of_partners_has_many_names(header: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Sở Tài chính"), columns=("TT", "Nhiệm vụ", "Chủ trì", header))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "Sở Tài chính", None)]


@pytest.mark.parametrize("header", TIME_COLUMNS)
def test_a_column_of_deadlines_has_many_names(header: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Quý III/2025"), columns=("TT", "Nhiệm vụ", "Chủ trì", header))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "", "Quý III/2025")]


@pytest.mark.parametrize("header", PRODUCT_COLUMNS)
def test_a_column_of_products_has_many_names(header: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Báo cáo"), columns=("TT", "Nhiệm vụ", "Chủ trì", header))
    [task] = tasks_of(rows)
    assert task.product is not None
    assert task.product.text == "Báo cáo"


@pytest.mark.parametrize("header", OTHER_COLUMNS)
def test_other_columns_give_nobody_anything_to_do(header: str) -> None:
    rows = table(
        ("1", "Rà soát trạm bơm", "Sở Y tế", "Ủy ban nhân dân tỉnh"), columns=("TT", "Nhiệm vụ", "Chủ trì", header)
    )
    [task] = tasks_of(rows)
    assert (names(task.leads), task.partners, task.deadline, task.product) == ("Sở Y tế", (), None, None)


def test_columns_stand_in_any_order() -> None:
    rows = table(("Sở Y tế", "2026", "Rà soát trạm bơm", "1"), columns=("Chủ trì", "Thời hạn", "Nhiệm vụ", "STT"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "", "2026")]


def test_a_table_needs_no_numbers() -> None:
    rows = table(("Rà soát trạm bơm", "Sở Y tế"), ("Lập danh mục", "Sở Xây dựng"), columns=("Nhiệm vụ", "Chủ trì"))
    assert [task.leads for task in seen(rows)] == ["Sở Y tế", "Sở Xây dựng"]


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────

BOTH = [
    ("Chủ trì: Sở Xây dựng; Phối hợp: Sở Tài chính, Sở Y tế", "Sở Xây dựng", "Sở Tài chính + Sở Y tế"),
    ("Sở Xây dựng; phối hợp: các trạm y tế", "Sở Xây dựng", "các trạm y tế"),
    ("Sở Xây dựng chủ trì, phối hợp với Sở Tài chính", "Sở Xây dựng", "Sở Tài chính"),
    ("Sở Xây dựng", "Sở Xây dựng", ""),
]


@pytest.mark.parametrize(("cell", "who", "partners"), BOTH, ids=[case[0] for case in BOTH])
def test_leads_and_partners_may_share_a_cell(cell: str, who: str, partners: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", cell, "2026"), columns=("TT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Hạn"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", who, partners, "2026")]


@pytest.mark.parametrize("nothing", ["", "-", "–", "Không", "không có", "…", "...", "x", "/"])
def test_a_cell_that_says_nothing_gives_no_body_and_no_product(nothing: str) -> None:
    [task] = tasks_of(table(("1", "Rà soát trạm bơm", "Sở Y tế", nothing, nothing, nothing)))
    assert (names(task.leads), task.partners, task.deadline, task.product) == ("Sở Y tế", (), None, None)


def test_several_leads_of_a_cell_are_parted_and_names_with_commas_kept() -> None:
    rows = table(("1", "Tuyên truyền", "Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", "các cơ quan, đơn vị liên quan"))
    assert seen(rows) == [
        Seen("Tuyên truyền", "Sở Văn hóa, Thể thao và Du lịch + Sở Y tế", "các cơ quan, đơn vị liên quan", None)
    ]


def test_a_cell_whose_words_are_no_time_gives_no_deadline() -> None:
    [task] = tasks_of(table(("1", "Rà soát trạm bơm", "Sở Y tế", "", "Bản giấy")))
    assert task.deadline is None


def test_markdown_emphasis_is_no_part_of_a_cell() -> None:
    [task] = tasks_of(table(("1", "**Rà soát trạm bơm**", "*Sở Y tế*", "", "**2026**")))
    assert (task.action, names(task.leads)) == ("Rà soát trạm bơm", "Sở Y tế")


def test_a_row_without_a_lead_says_so() -> None:
    plan = plan_of(table(("1", "Rà soát trạm bơm", "", "", "2026"), ("2", "Lập danh mục", "Sở Y tế", "", "2026")))
    [finding] = plan.findings
    assert finding.code == "no_lead"
    assert finding.span == plan.tasks[0].span


# ── rows that head others ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "heading",
    [("I", "Cấp nước"), ("I", "CẤP NƯỚC"), ("A", "CẤP NƯỚC"), ("I.", "Cấp nước")],
    ids=["Roman", "Roman capitals", "capital", "with a full stop"],
)
def test_a_row_with_a_roman_number_or_a_capital_heads_the_rows_below(heading: tuple[str, str]) -> None:
    tasks = tasks_of(table(heading, ("1", "Rà soát trạm bơm", "Sở Y tế"), ("2", "Lập danh mục", "Sở Y tế")))
    assert [task.action for task in tasks] == ["Rà soát trạm bơm", "Lập danh mục"]
    assert {task.group for task in tasks} == {heading[0].rstrip(".")}
    assert {task.path[-1] for task in tasks} == {heading[1]}


def test_numbering_that_starts_again_under_each_group_is_kept_apart_by_the_group() -> None:
    tasks = tasks_of(
        table(("I", "Cấp nước"), ("1", "Rà soát trạm bơm", "Sở Y tế"), ("II", "Thoát nước"), ("1", "Nạo vét", "Sở Y tế"))
    )
    assert [(task.group, task.ordinal, task.action) for task in tasks] == [
        ("I", "II.1", "Rà soát trạm bơm"),
        ("II", "II.1", "Nạo vét"),
    ]


def test_rows_numbered_8_1_stand_under_row_8_which_is_no_task() -> None:
    tasks = tasks_of(
        table(
            ("8", "Hoàn thiện thể chế"),
            ("8.1", "Sửa đổi quy chế cấp nước", "Sở Xây dựng", "", "Tháng 6/2025"),
            ("8.2", "Ban hành giá nước", "Sở Tài chính", "", "Tháng 9/2025"),
            ("9", "Lập bản đồ ống nước", "Sở Xây dựng", "", "2026"),
        )
    )
    assert [(task.ordinal, task.group) for task in tasks] == [("II.8.1", "8"), ("II.8.2", "8"), ("II.9", None)]


def test_rows_below_a_heading_row_inherit_its_cells() -> None:
    tasks = tasks_of(
        table(
            ("8", "Hoàn thiện thể chế", "Sở Tư pháp", "", "Năm 2026"),
            ("8.1", "Sửa đổi quy chế cấp nước"),
            ("8.2", "Ban hành giá nước", "Sở Tài chính"),
        )
    )
    assert [(names(task.leads), task.deadline and task.deadline.text) for task in tasks] == [
        ("Sở Tư pháp", "Năm 2026"),
        ("Sở Tài chính", "Năm 2026"),
    ]


def test_a_cell_across_the_table_heads_the_rows_below() -> None:
    plan = web(
        cells(*SHORT)
        + cells("1", "Rà soát trạm bơm", "Sở Y tế", "2025")
        + "<tr><td colspan=4>II. THOÁT NƯỚC</td></tr>"
        + cells("2", "Nạo vét mương", "Sở Xây dựng", "2026")
    )
    assert [(task.group, task.action) for task in plan.tasks] == [(None, "Rà soát trạm bơm"), ("II", "Nạo vét mương")]


# ── merged cells, pages, repeated headers ─────────────────────────────────────────────────────────


def test_a_cell_merged_over_rows_holds_for_each() -> None:
    plan = web(
        cells(*SHORT)
        + "<tr><td>1</td><td>Rà soát trạm bơm</td><td rowspan=2>Sở Xây dựng</td><td>2025</td></tr>"
        + cells("2", "Thay thế ống nước", "2026")
        + cells("3", "Lập danh mục", "Sở Y tế", "2026")
    )
    assert [names(task.leads) for task in plan.tasks] == ["Sở Xây dựng", "Sở Xây dựng", "Sở Y tế"]
    assert [task.deadline and task.deadline.text for task in plan.tasks] == ["2025", "2026", "2026"]


def test_an_empty_cell_that_is_not_merged_inherits_nothing() -> None:
    assert [task.leads for task in seen(table(("1", "Rà soát", "Sở Y tế"), ("2", "Lập danh mục")))] == ["Sở Y tế", ""]


def test_a_header_that_each_page_repeats_is_no_task() -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế"), columns=SHORT)
    again = table(("2", "Lập danh mục", "Sở Y tế"), columns=SHORT).replace("\n| --- | --- | --- | --- |", "")
    assert [task.action for task in seen(f"{rows}\n{again}")] == ["Rà soát trạm bơm", "Lập danh mục"]


def test_a_row_that_numbers_the_columns_is_no_task() -> None:
    rows = table(("(1)", "(2)", "(3)", "(4)"), ("1", "Rà soát trạm bơm", "Sở Y tế", "2026"), columns=SHORT)
    assert [task.action for task in seen(rows)] == ["Rà soát trạm bơm"]


def test_a_row_cut_by_a_page_is_one_task_with_both_pieces() -> None:
    plan = plan_of(
        table(
            ("1", "Rà soát trạm bơm và lập danh mục các", "Sở Xây dựng", "2025"),
            ("", "tuyến ống phải thay."),
            ("2", "Lập sổ theo dõi", "Sở Y tế"),
            columns=SHORT,
        )
    )
    first, second = plan.tasks
    assert first.action.startswith("Rà soát trạm bơm")
    assert first.action.endswith("tuyến ống phải thay.")
    assert len(first.requirements) == 2  # a piece on each page, the other cells left out
    assert second.action == "Lập sổ theo dõi"


# ── several tables, and tables of something else ──────────────────────────────────────────────────


def test_each_of_several_tables_has_its_own_columns() -> None:
    text = (
        table(("1", "Rà soát trạm bơm", "Sở Y tế", "2025"), columns=SHORT)
        + "\nPHỤ LỤC II\nDANH MỤC VĂN BẢN\n"
        + table(
            ("1", "Nghị quyết về giá nước", "HĐND tỉnh", "Sở Tài chính", "Tháng 10/2025"),
            columns=("TT", "Tên văn bản", "Cấp trình", "Cơ quan chủ trì", "Thời gian hoàn thành"),
        )
    )
    tasks = tasks_of(text)
    assert [(task.ordinal, names(task.leads)) for task in tasks] == [("II.1", "Sở Y tế"), ("PL II.1", "Sở Tài chính")]


OTHER_TABLES = {
    "targets": (
        ("TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi, đánh giá"),
        ("1", "Tỷ lệ hộ có nước sạch", "%", "> 95", "Sở Xây dựng"),
    ),
    "statistics": (("TT", "Xã", "Số lượng", "Tỷ lệ"), ("1", "Xã Hải An", "1.250", "82%")),
    "money": (("TT", "Hạng mục", "Đơn giá", "Thành tiền"), ("1", "Ống nhựa", "120.000", "2.400.000")),
}


@pytest.mark.parametrize("kind", OTHER_TABLES)
def test_a_table_of_something_else_gives_no_task(kind: str) -> None:
    columns, row = OTHER_TABLES[kind]
    assert tasks_of(table(row, columns=columns)) == ()


def test_a_table_of_targets_gives_targets() -> None:
    columns, row = OTHER_TABLES["targets"]
    [target] = plan_of(table(row, columns=columns)).targets
    assert (target.comparator, target.value, target.unit) == (">", 95, "%")


# ── a table that ends too soon ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rows",
    [(), (("1", "Rà soát trạm bơm", "Sở Y tế"), ("2",))],
    ids=["nothing but a header", "a number without its row"],
)
def test_a_table_cut_off_at_its_end_is_a_finding(rows: tuple[tuple[str, ...], ...]) -> None:
    plan = plan_of(table(*rows, columns=SHORT))
    assert "truncated_table" in codes(plan)
    assert [task.action for task in plan.tasks] == [row[1] for row in rows if len(row) > 1]
    finding = next(one for one in plan.findings if one.code == "truncated_table")
    assert finding.span is not None
    assert finding.span.start > len(HEAD)


def test_a_whole_table_is_no_finding() -> None:
    assert codes(plan_of(table(("1", "Rà soát trạm bơm", "Sở Y tế")))) == []


# ── the forms in which tables come ────────────────────────────────────────────────────────────────

ROWS = (SHORT, ("1", "Rà soát trạm bơm", "Sở Xây dựng", "Quý III/2025"), ("2", "Lập danh mục", "Sở Y tế", "2026"))
FORMS = {
    "piped rows": "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
    "one pipe a line": "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in ROWS),
    "one tabbed cell a line": "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in ROWS),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_every_form(form: str) -> None:
    plan = extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{FORMS[form]}\n"))
    assert [(task.ordinal, task.action, names(task.leads)) for task in plan.tasks] == [
        ("II.1", "Rà soát trạm bơm", "Sở Xây dựng"),
        ("II.2", "Lập danh mục", "Sở Y tế"),
    ]


def test_a_table_of_a_web_page_is_read_the_same() -> None:
    plan = web("".join(cells(*row) for row in ROWS))
    assert [names(task.leads) for task in plan.tasks] == ["Sở Xây dựng", "Sở Y tế"]

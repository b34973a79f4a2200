"""Task tables: what a column holds, which rows are tasks and which head others, what empty and merged cells mean."""

from __future__ import annotations

import pytest
from samples import HEAD, Seen, codes, names, plan_of, seen, table, tasks_of

from pipeline.documents import Plan
from pipeline.read import read_bytes, read_text
from pipeline.run import extract

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
    "Văn bản cần ban hành", "NỘI DUNG NHIỆM VỤ", "Nhiệm vụ/Giải pháp", "Nội dung triển khai", "Việc cần làm",
    "Nội dung cần thực hiện", "Các hoạt động chủ yếu", "Biện pháp thực hiện", "Hạng mục công việc",
    "Nhiệm vụ trọng tâm năm 2026", "Đề án, chương trình, kế hoạch", "Nhiệm vụ được phân công",
]  # fmt: skip
LEAD_COLUMNS = [
    "Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Chủ trì thực hiện", "Cơ quan thực hiện", "Đơn vị thực hiện",
    "Cơ quan, đơn vị chủ trì", "Cơ quan chủ trì tham mưu", "Cơ quan soạn thảo", "Phân công thực hiện", "Phân công",
    "Trách nhiệm thực hiện", "Đơn vị chịu trách nhiệm", "Đầu mối", "Người thực hiện", "Bộ phận chủ trì",
    "Cơ quan/đơn vị tham mưu", "Cơ quan chủ trì soạn thảo", "Đơn vị, cá nhân thực hiện", "Bộ phận thực hiện",
    "Người phụ trách", "Bộ phận phụ trách", "Tổ chức thực hiện", "Sở, ngành chủ trì", "Cơ quan chủ trì (ghi rõ)",
    "Cơ quan", "Đơn vị",
]  # fmt: skip
PARTNER_COLUMNS = [
    "Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Phối hợp thực hiện", "Cơ quan, đơn vị phối hợp",
    "Các đơn vị phối hợp", "Đơn vị liên quan", "Cơ quan tham gia", "Tham gia phối hợp", "CQ phối hợp",
    "Thành phần phối hợp", "Các đơn vị, cá nhân phối hợp", "Cơ quan phối hợp (nếu có)", "Đơn vị hỗ trợ",
]  # fmt: skip
TIME_COLUMNS = [
    "Thời gian hoàn thành", "Thời hạn hoàn thành", "Thời hạn", "Thời gian", "Thời gian thực hiện", "Hạn hoàn thành",
    "Tiến độ hoàn thành", "Thời gian trình", "Mốc thời gian", "Hạn xử lý", "Hạn", "Ngày hoàn thành", "Lộ trình",
    "Thời gian dự kiến", "Dự kiến hoàn thành", "Thời gian ban hành", "Kế hoạch hoàn thành", "Thời gian, tiến độ",
    "Hoàn thành trước", "Thời hạn trình, ban hành", "Lộ trình thực hiện", "Giai đoạn thực hiện", "Quý hoàn thành",
    "Thời gian hoàn thành (dự kiến)",
]  # fmt: skip
PRODUCT_COLUMNS = [
    "Sản phẩm", "Sản phẩm dự kiến", "Sản phẩm đầu ra", "Kết quả", "Kết quả/Sản phẩm", "Sản phẩm/Kết quả",
    "Kết quả dự kiến", "Kết quả yêu cầu", "Yêu cầu kết quả", "Đầu ra", "Hình thức văn bản", "Minh chứng",
    "Sản phẩm, kết quả dự kiến", "Sản phẩm hoàn thành", "Kết quả cần đạt", "Loại văn bản", "Dự kiến sản phẩm",
]  # fmt: skip
OTHER_COLUMNS = [
    "Cấp trình", "Cấp ban hành", "Căn cứ", "Văn bản giao việc", "Lãnh đạo phụ trách", "Kinh phí", "Tình trạng",
    "Tình hình thực hiện", "Ghi chú", "Khó khăn, vướng mắc", "Cơ quan ban hành", "Cơ quan theo dõi, đôn đốc",
    "Thời gian bắt đầu", "Địa bàn",
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


@pytest.mark.parametrize(
    "header", ["Lãnh đạo phụ trách", "Lãnh đạo UBND tỉnh chỉ đạo", "Đồng chí phụ trách", "Chỉ đạo"]
)
def test_a_column_names_who_directs_the_lead(header: str) -> None:
    columns = ("TT", "Nhiệm vụ", "Chủ trì", header)
    [task] = tasks_of(table(("1", "Rà soát trạm bơm", "Sở Y tế", "Phó Chủ tịch UBND tỉnh"), columns=columns))
    assert (names(task.leads), names(task.supervisors)) == ("Sở Y tế", "Phó Chủ tịch UBND tỉnh")


def test_who_is_in_charge_supervises_where_another_column_names_the_lead() -> None:
    columns = ("TT", "Nhiệm vụ", "Đơn vị thực hiện", "Người phụ trách")
    [task] = tasks_of(table(("1", "Rà soát trạm bơm", "Phòng Kinh tế", "Chủ tịch UBND xã"), columns=columns))
    assert (names(task.leads), names(task.supervisors)) == ("Phòng Kinh tế", "Chủ tịch UBND xã")


def test_a_column_of_results_that_tells_what_was_done_holds_no_product() -> None:
    columns = ("TT", "Nhiệm vụ", "Chủ trì", "Kết quả thực hiện")
    rows = (("1", "Rà soát trạm bơm", "Sở Y tế", "Đã hoàn thành"), ("2", "Lập sổ", "Sở Y tế", "Đang lấy ý kiến"))
    assert [task.product for task in tasks_of(table(*rows, columns=columns))] == [None, None]


def test_ticks_under_quarters_give_the_deadline() -> None:
    columns = ("TT", "Nhiệm vụ", "Chủ trì", "Quý I/2026", "Quý II/2026", "Quý III/2026", "Quý IV/2026")
    rows = (("1", "Rà soát trạm bơm", "Sở Y tế", "", "x"), ("2", "Lập sổ", "Sở Y tế", "", "", "x", "x"))
    one, several = [task.deadline for task in tasks_of(table(*rows, columns=columns))]
    assert one is not None
    assert (one.text, one.kind, one.end) == ("Quý II/2026", "quarter", "2026-06-30")
    assert several is not None
    assert (several.kind, several.start, several.end) == ("period", "2026-07-01", "2026-12-31")


def test_columns_stand_in_any_order() -> None:
    rows = table(("Sở Y tế", "2026", "Rà soát trạm bơm", "1"), columns=("Chủ trì", "Thời hạn", "Nhiệm vụ", "STT"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "", "2026")]


def test_a_table_needs_no_numbers() -> None:
    rows = table(("Rà soát trạm bơm", "Sở Y tế"), ("Lập danh mục", "Sở Xây dựng"), columns=("Nhiệm vụ", "Chủ trì"))
    assert [task.leads for task in seen(rows)] == ["Sở Y tế", "Sở Xây dựng"]


# ── a header of two rows ─────────────────────────────────────────────────────────────────────────

TWO_ROWS = {
    "spans": (
        "<tr><td rowspan=2>TT</td><td rowspan=2>Nhiệm vụ</td><td colspan=2>{over}</td><td rowspan=2>Thời hạn</td></tr>"
        "<tr><td>Chủ trì</td><td>Phối hợp</td></tr>"
        "<tr><td>1</td><td>Rà soát trạm bơm</td><td>Sở Y tế</td><td>Sở Nội vụ</td><td>2026</td></tr>"
    ),
    "pipes": (
        "| TT | Nhiệm vụ | {over} | | Thời hạn |\n|---|---|---|---|---|\n| | | Chủ trì | Phối hợp | |\n"
        "| 1 | Rà soát trạm bơm | Sở Y tế | Sở Nội vụ | 2026 |"
    ),
    "one pipe a line": (
        "|\nTT\n|\nNhiệm vụ\n|\n{over}\n|\nThời hạn\n|\n|\nChủ trì\n|\nPhối hợp\n|\n"
        "|\n1\n|\nRà soát trạm bơm\n|\nSở Y tế\n|\nSở Nội vụ\n|\n2026\n|\n"
        "|\n2\n|\nRà soát trạm bơm\n|\nSở Y tế\n|\nSở Nội vụ\n|\n2026\n|"
    ),
}


@pytest.mark.parametrize("over", ["Phân công", "Cơ quan thực hiện", "Tổ chức thực hiện", "Các bên"])
@pytest.mark.parametrize("form", TWO_ROWS)
def test_a_lower_row_of_the_header_parts_a_column(form: str, over: str) -> None:
    rows = TWO_ROWS[form].format(over=over)
    plan = web(rows) if form == "spans" else extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{rows}\n"))
    found = {
        (task.action, names(task.leads), names(task.partners), task.deadline and task.deadline.text)
        for task in plan.tasks
    }
    assert found == {("Rà soát trạm bơm", "Sở Y tế", "Sở Nội vụ", "2026")}


def test_a_time_parted_in_begin_and_end_is_due_at_its_end() -> None:
    plan = web(
        "<tr><td rowspan=2>TT</td><td rowspan=2>Nhiệm vụ</td>"
        "<td colspan=2>Phân công</td><td colspan=2>Thời gian</td></tr>"
        + cells("Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc")
        + cells("1", "Rà soát trạm bơm", "Sở Y tế", "Sở Nội vụ", "5/2025", "8/2025")
    )
    assert [task.deadline and task.deadline.end for task in plan.tasks] == ["2025-08-31"]


def test_quarters_under_a_year_are_of_that_year() -> None:
    plan = web(
        "<tr><td rowspan=2>TT</td><td rowspan=2>Nhiệm vụ</td><td rowspan=2>Chủ trì</td><td colspan=2>Năm 2027</td></tr>"
        + cells("Quý I", "Quý II")
        + cells("1", "Rà soát trạm bơm", "Sở Y tế", "x", "")
    )
    assert [task.deadline and task.deadline.end for task in plan.tasks] == ["2027-03-31"]


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────

BOTH = [
    ("Chủ trì: Sở Xây dựng; Phối hợp: Sở Tài chính, Sở Y tế", "Sở Xây dựng", "Sở Tài chính + Sở Y tế"),
    ("Sở Xây dựng; phối hợp: các trạm y tế", "Sở Xây dựng", "các trạm y tế"),
    ("Sở Xây dựng chủ trì, phối hợp với Sở Tài chính", "Sở Xây dựng", "Sở Tài chính"),
    ("Sở Xây dựng", "Sở Xây dựng", ""),
]


@pytest.mark.parametrize(("cell", "who", "partners"), BOTH, ids=[case[0] for case in BOTH])
def test_leads_and_partners_may_share_a_cell(cell: str, who: str, partners: str) -> None:
    rows = table(
        ("1", "Rà soát trạm bơm", cell, "2026"), columns=("TT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Hạn")
    )
    assert seen(rows) == [Seen("Rà soát trạm bơm", who, partners, "2026")]


@pytest.mark.parametrize("nothing", ["", "-", "–", "Không", "không có", "…", "...", "x", "/"])
def test_a_cell_that_says_nothing_gives_no_body_and_no_product(nothing: str) -> None:
    [task] = tasks_of(table(("1", "Rà soát trạm bơm", "Sở Y tế", nothing, nothing, nothing)))
    assert (names(task.leads), task.partners, task.deadline, task.product) == ("Sở Y tế", (), None, None)


LINES = [
    ("Sở Y tế<br>Đoàn TNCS Hồ Chí Minh<br>Hội Nông dân tỉnh", "Sở Y tế + Đoàn TNCS Hồ Chí Minh + Hội Nông dân tỉnh"),
    ("<p>Sở Y tế</p><p>Ban Dân tộc</p><p>UBND các xã</p>", "Sở Y tế + Ban Dân tộc + UBND các xã"),
    ("<p>- Sở Nội vụ</p><p>- Ban Quản lý dự án</p>", "Sở Nội vụ + Ban Quản lý dự án"),
    ("Sở Nông nghiệp<br>và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("Văn phòng<br>Ủy ban nhân dân<br>tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"),
    ("Ủy ban Mặt trận<br>Tổ quốc Việt Nam tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
]


@pytest.mark.parametrize(("cell", "who"), LINES, ids=[case[1] for case in LINES])
def test_lines_of_a_cell_part_bodies_but_not_the_words_of_a_name(cell: str, who: str) -> None:
    plan = web(cells(*SHORT) + cells("1", "Rà soát trạm bơm", cell, "2026"))
    assert [names(task.leads) for task in plan.tasks] == [who]


def test_br_in_a_piped_cell_parts_bodies() -> None:
    [row] = seen(table(("1", "Rà soát trạm bơm", "Sở Y tế<br>Đoàn TNCS Hồ Chí Minh<br>Hội Nông dân tỉnh")))
    assert row.leads == "Sở Y tế + Đoàn TNCS Hồ Chí Minh + Hội Nông dân tỉnh"


@pytest.mark.parametrize("ditto", ["nt", "-nt-", "Như trên", '"'])
def test_ditto_means_what_stands_above(ditto: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế", "Sở Nội vụ", "2026"), ("2", "Lập sổ", ditto, ditto, ditto))
    assert seen(rows)[1] == Seen("Lập sổ", "Sở Y tế", "Sở Nội vụ", "2026")


@pytest.mark.parametrize("cell", ["Sở Y tế (chủ trì); Sở Nội vụ", "Sở Y tế, Sở Nội vụ (phối hợp)"])
def test_a_bracket_behind_a_body_says_whether_it_leads(cell: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", cell), columns=("TT", "Nhiệm vụ", "Đơn vị thực hiện"))
    assert seen(rows) == [Seen("Rà soát trạm bơm", "Sở Y tế", "Sở Nội vụ", None)]


def test_a_cell_of_several_dashes_is_one_task() -> None:
    plan = web(cells(*SHORT) + cells("1", "<p>- Rà soát trạm bơm;</p><p>- Lập danh mục ống.</p>", "Sở Y tế", "2026"))
    assert [task.action for task in plan.tasks] == ["Rà soát trạm bơm; - Lập danh mục ống."]


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
    [finding] = [one for one in plan.findings if one.code == "no_lead"]
    assert finding.task == plan.tasks[0].id
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
        table(
            ("I", "Cấp nước"), ("1", "Rà soát trạm bơm", "Sở Y tế"), ("II", "Thoát nước"), ("1", "Nạo vét", "Sở Y tế")
        )
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


def test_a_heading_may_stand_in_the_column_of_numbers() -> None:
    rows = table(
        ("A. NHÓM NHIỆM VỤ CẤP NƯỚC",),
        ("1", "Rà soát trạm bơm", "Sở Y tế"),
        ("B. Thoát nước",),
        ("2", "Nạo vét", "Sở Y tế"),
    )
    assert [(task.group, task.path[-1]) for task in tasks_of(rows)] == [
        ("A", "A. NHÓM NHIỆM VỤ CẤP NƯỚC"),
        ("B", "B. Thoát nước"),
    ]


@pytest.mark.parametrize("heading", ["CÔNG TÁC THOÁT NƯỚC", "Công tác thoát nước"])
def test_a_row_without_a_number_heads_the_rows_whose_count_begins_behind_it(heading: str) -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế"), ("", heading), ("1", "Nạo vét", "Sở Y tế"))
    assert [(task.action, task.path[-1]) for task in tasks_of(rows)] == [
        ("Rà soát trạm bơm", "II. NHIỆM VỤ"),
        ("Nạo vét", heading),
    ]


def test_capitals_head_the_rows_below_though_the_count_goes_on() -> None:
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế"), ("", "THOÁT NƯỚC"), ("2", "Nạo vét", "Sở Y tế"))
    assert [task.path[-1] for task in tasks_of(rows)] == ["II. NHIỆM VỤ", "THOÁT NƯỚC"]


def test_headings_stand_inside_each_other_as_their_numbers_say() -> None:
    rows = table(
        ("A", "Cấp nước"),
        ("I", "Thể chế"),
        ("1", "Rà soát quy chế", "Sở Y tế"),
        ("II", "Hạ tầng"),
        ("II.1", "Trạm bơm"),
        ("1", "Đào giếng", "Sở Y tế"),
        ("B", "Thoát nước"),
        ("I", "Hạ tầng"),
        ("1", "Nạo vét", "Sở Y tế"),
    )
    assert [task.path[1:] for task in tasks_of(rows)] == [
        ("Cấp nước", "Thể chế"),
        ("Cấp nước", "Hạ tầng", "Trạm bơm"),
        ("Thoát nước", "Hạ tầng"),
    ]


def test_dashes_and_letters_below_a_numbered_row_are_its_tasks() -> None:
    rows = table(
        ("1", "Tuyên truyền"),
        ("", "- In tờ rơi", "Sở Y tế"),
        ("", "- Phát thanh", "Sở Nội vụ"),
        ("2", "Kiểm tra"),
        ("a", "Kiểm tra giếng", "Sở Y tế"),
    )
    assert [(task.ordinal, task.group, task.action) for task in tasks_of(rows)] == [
        ("II.1", "1", "In tờ rơi"),
        ("II.1", "1", "Phát thanh"),
        ("II.2.a", "2", "Kiểm tra giếng"),
    ]


def test_a_heading_names_the_lead_where_no_column_does() -> None:
    rows = table(
        ("I", "Nhiệm vụ giao Sở Y tế"),
        ("1", "Rà soát trạm bơm", "2026"),
        ("II", "Sở Nội vụ"),
        ("1", "Lập sổ", "2026"),
        columns=("TT", "Nhiệm vụ", "Thời hạn"),
    )
    assert [task.leads for task in seen(rows)] == ["Sở Y tế", "Sở Nội vụ"]


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


def test_a_header_repeated_in_other_words_is_no_task() -> None:
    again = ("", "Nội dung", "Đơn vị thực hiện", "", "Thời gian")
    rows = table(("1", "Rà soát trạm bơm", "Sở Y tế"), again, ("2", "Lập sổ", "Sở Y tế"))
    assert [task.action for task in seen(rows)] == ["Rà soát trạm bơm", "Lập sổ"]


@pytest.mark.parametrize("end", ["\n\n7\n\n", "\n\n- 7 -\n\n", "\n\n"])
def test_a_page_number_and_the_header_again_do_not_cut_a_table(end: str) -> None:
    above = table(("1", "Rà soát trạm bơm và lập", "Sở Xây dựng", "2025"), columns=SHORT)
    plan = plan_of(f"{above}{end}{table(('', 'danh mục ống'), ('2', 'Lập sổ', 'Sở Y tế', '2026'), columns=SHORT)}")
    assert [(names(task.leads), len(task.requirements)) for task in plan.tasks] == [("Sở Xây dựng", 2), ("Sở Y tế", 1)]


def test_a_table_goes_on_behind_a_page_without_its_header() -> None:
    rows = "|\n{}\n|\n{}\n|\n{}\n|\n{}\n|\n"
    first = rows.format(*SHORT) + rows.format("1", "Rà soát trạm bơm", "Sở Y tế", "2025")
    plan = extract(
        read_text(f"{HEAD}II. NHIỆM VỤ\n\n{first}\n\n12\n\n{rows.format('2', 'Lập sổ', 'Sở Nội vụ', '2026')}\n")
    )
    assert [names(task.leads) for task in plan.tasks] == ["Sở Y tế", "Sở Nội vụ"]


def test_another_table_right_below_keeps_its_own_columns() -> None:
    above = table(("1", "Ống nhựa", "120", "240"), columns=("TT", "Hạng mục", "Đơn giá", "Thành tiền"))
    below = table(("1", "Rà soát trạm bơm", "Sở Y tế", "2026"), columns=SHORT)
    plan = extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{above}\n\n{below}\n"))
    assert [task.action for task in plan.tasks] == ["Rà soát trạm bơm"]


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


def test_a_row_cut_in_mid_sentence_keeps_what_stands_beside_its_rest() -> None:
    rows = table(
        ("1", "Rà soát trạm bơm và lập", "Sở Giáo dục", "Sở Y tế", "2025"),
        ("", "danh mục tuyến ống", "và Đào tạo", "Sở Nội vụ"),
        ("2", "Lập sổ", "Sở Y tế"),
    )
    first, second = tasks_of(rows)
    assert (len(first.leads), names(first.partners), second.action) == (1, "Sở Y tế + Sở Nội vụ", "Lập sổ")


def test_a_short_row_of_a_web_page_lacks_its_last_cells() -> None:
    plan = web(cells(*SHORT) + cells("1", "Rà soát", "Sở Y tế", "2025") + cells("2", "Lập sổ", "Sở Nội vụ"))
    assert [task.deadline and task.deadline.text for task in plan.tasks] == ["2025", None]


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
    "money and time": (("TT", "Nội dung", "Thành tiền", "Thời gian"), ("1", "In tờ rơi", "2.400.000", "2026")),
    "funding": (("TT", "Nội dung", "Kinh phí (triệu đồng)", "Ghi chú"), ("1", "In tờ rơi", "240", "")),
    "figures of years": (("TT", "Nội dung", "Năm 2026", "Năm 2027"), ("1", "Thu nội địa", "1.200", "1.350")),
    "agenda": (("Thời gian", "Nội dung", "Địa điểm"), ("Ngày 12/6/2025", "Họp Ban Chỉ đạo", "Hội trường")),
    "hours": (("Thời gian", "Nội dung"), ("08h00 - 08h30", "Đón tiếp đại biểu")),
    "documents": (
        ("TT", "Số, ký hiệu", "Ngày ban hành", "Tên văn bản", "Cơ quan ban hành"),
        ("1", "12/QĐ-UBND", "01/02/2024", "Quyết định về giá nước", "UBND tỉnh"),
    ),
    "people": (
        ("TT", "Họ và tên", "Chức vụ", "Nhiệm vụ", "Thời gian"),
        ("1", "Trần Văn Bình", "Giám đốc", "Tổ trưởng", "2026"),
    ),
    "projects": (("TT", "Dự án", "Công suất", "Thời gian hoàn thành"), ("1", "Nhà máy nước", "200", "2027")),
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
    [
        (),
        (("1", "Rà soát trạm bơm", "Sở Y tế"), ("2",)),
        (("1", "Rà soát trạm bơm", "Sở Y tế"), ("II",)),
        (("1", "Rà soát trạm bơm", "Sở Y tế"), ("2", "Thay ống")),
    ],
    ids=["nothing but a header", "a number without its row", "a group without its title", "a row cut on its right"],
)
def test_a_table_cut_off_at_its_end_is_a_finding(rows: tuple[tuple[str, ...], ...]) -> None:
    plan = plan_of(table(*rows, columns=SHORT))
    assert "truncated_table" in codes(plan)
    assert [task.action for task in plan.tasks] == [row[1] for row in rows if len(row) > 1]
    finding = next(one for one in plan.findings if one.code == "truncated_table")
    assert finding.span is not None
    assert finding.span.start > len(HEAD)


def test_a_whole_table_is_no_finding() -> None:
    assert codes(plan_of(table(("1", "Rà soát trạm bơm", "Sở Y tế", "", "Thường xuyên")))) == []


# ── the forms in which tables come ────────────────────────────────────────────────────────────────

ROWS = (SHORT, ("1", "Rà soát trạm bơm", "Sở Xây dựng", "Quý III/2025"), ("2", "Lập danh mục", "Sở Y tế", "2026"))
FORMS = {
    "piped rows": "\n".join(f"| {' | '.join(row)} |" for row in ROWS),
    "one pipe a line": "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in ROWS),
    "one tabbed cell a line": "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in ROWS),
}


FORMS |= {
    "one tabbed row a line": "\n".join("\t".join(row) for row in ROWS),
    "cells parted by several tabs": "\n".join("\t\t".join(row) for row in ROWS),
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


TABBED = """\
STT\tCông việc\tBộ phận chủ trì\tThời gian
1\tRà soát giếng\tPhòng Kinh tế\tTháng 6/2025

II. THOÁT NƯỚC
2\tNạo vét mương
và khơi cống\t\tQuý IV/2025
3\tLập sổ

Nơi nhận:\t\tTM. ỦY BAN NHÂN DÂN
- Lưu: VT.\t\tCHỦ TỊCH
"""


def test_tabs_part_cells_and_a_row_that_ends_early_inherits_nothing() -> None:
    plan = extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{TABBED.replace(chr(10) + 'và khơi cống', '')}"))
    assert [
        (task.group, task.action, names(task.leads), task.deadline and task.deadline.text) for task in plan.tasks
    ] == [
        (None, "Rà soát giếng", "Phòng Kinh tế", "Tháng 6/2025"),
        ("II", "Nạo vét mương", "", "Quý IV/2025"),
        ("II", "Lập sổ", "", None),
    ]


def test_text_with_a_tab_behind_its_numbers_is_no_table() -> None:
    text = "1.\tSở Y tế rà soát trạm bơm trong năm 2025.\n2.\tSở Nội vụ lập sổ theo dõi.\n"
    plan = extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{text}"))
    assert [task.origin for task in plan.tasks] == ["list", "list"]


def test_the_last_row_of_tabbed_cells_is_cut_off_where_cells_are_missing() -> None:
    rows = (SHORT, ("1", "Rà soát trạm bơm", "Sở Xây dựng", "2025"), ("2", "Lập sổ", "Sở Y tế"))
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    plan = extract(read_text(f"{HEAD}II. NHIỆM VỤ\n\n{text}\n"))
    assert [task.deadline and task.deadline.text for task in plan.tasks] == ["2025", None]


def test_a_row_that_names_whose_tasks_follow_heads_them_between_numbered_rows() -> None:
    columns = ("TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời hạn")
    found = tasks_of(
        table(
            ("1", "Lập bản đồ trạm bơm", "Sở Xây dựng", "30/6/2025"),
            ("", "Nhiệm vụ giao Giám đốc Sở Y tế chỉ đạo", "", ""),
            ("2", "Kiểm nghiệm nước", "Sở Y tế", "30/9/2025"),
            columns=columns,
        )
    )
    assert [names(task.leads) for task in found] == ["Sở Xây dựng", "Sở Y tế"]
    assert found[0].action == "Lập bản đồ trạm bơm"
    assert found[1].path[-1] == "Nhiệm vụ giao Giám đốc Sở Y tế chỉ đạo"
    assert [names(task.supervisors) for task in found] == ["", "Giám đốc Sở Y tế"]


def test_a_row_is_cut_behind_those_whom_it_leads_and_works_with() -> None:
    (task,) = tasks_of(
        table(
            ("1", "Chủ trì, phối hợp với Sở Tài chính rà soát trạm bơm", "Sở Xây dựng", "30/6/2025"),
            columns=("TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời hạn"),
        )
    )
    assert task.action == "rà soát trạm bơm"
    assert (names(task.leads), names(task.partners)) == ("Sở Xây dựng", "Sở Tài chính")

"""Label lines and closing lines: which tasks they cover, and what they give to them."""

from __future__ import annotations

import pytest
from samples import Seen, names, seen, tasks_of

from pipeline.documents import Task

LABELLED = """\
1. Mạng lưới cấp nước
- Rà soát trạm bơm.
- Thay thế ống nước cũ.
{first}
- Tuyên truyền về nước sạch.
{second}"""


def sources(task: Task) -> set[str]:
    """Return where the bodies and the time of a task stand."""
    found = {body.source for body in (*task.leads, *task.partners)}
    return found | ({task.deadline.source} if task.deadline else set())


# ── what a label says ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "label",
    ["Cơ quan chủ trì", "Đơn vị thực hiện", "Chủ trì", "Đơn vị chủ trì tham mưu", "Phân công thực hiện", "Đầu mối"],
)
def test_a_label_of_the_doer_names_the_lead(label: str) -> None:
    [task] = tasks_of(f"1. Rà soát trạm bơm.\n{label}: Sở Xây dựng.")
    assert names(task.leads) == "Sở Xây dựng"
    assert task.action == "Rà soát trạm bơm."
    assert sources(task) == {"label"}


@pytest.mark.parametrize("label", ["Cơ quan phối hợp", "Phối hợp", "Đơn vị phối hợp thực hiện", "Đơn vị tham gia"])
def test_a_label_of_those_who_take_part_names_partners(label: str) -> None:
    [task] = tasks_of(f"1. Rà soát trạm bơm.\nChủ trì: Sở Xây dựng.\n{label}: Sở Tài chính, Ủy ban nhân dân các xã.")
    assert names(task.partners) == "Sở Tài chính + Ủy ban nhân dân các xã"


@pytest.mark.parametrize("label", ["Thời gian thực hiện", "Thời hạn hoàn thành", "Thời gian", "Tiến độ thực hiện"])
def test_a_label_of_the_time_gives_the_deadline(label: str) -> None:
    [task] = tasks_of(f"1. Rà soát trạm bơm.\nChủ trì: Sở Xây dựng.\n{label}: Quý III/2025.")
    assert task.deadline is not None
    assert (task.deadline.text, task.deadline.end) == ("Quý III/2025", "2025-09-30")


@pytest.mark.parametrize("label", ["Sản phẩm", "Kết quả", "Sản phẩm dự kiến", "Kết quả, sản phẩm"])
def test_a_label_of_the_product_gives_the_product(label: str) -> None:
    [task] = tasks_of(f"1. Rà soát trạm bơm.\nChủ trì: Sở Xây dựng.\n{label}: Danh mục trạm bơm phải sửa chữa.")
    assert task.product is not None
    assert task.product.text.rstrip(".") == "Danh mục trạm bơm phải sửa chữa"
    assert task.product.source == "label"


@pytest.mark.parametrize("line", ["Kinh phí: ngân sách tỉnh.", "Địa điểm: các xã vùng cao.", "Đối tượng: hộ nghèo."])
def test_a_label_of_anything_else_gives_no_task(line: str) -> None:
    assert seen(f"1. Rà soát trạm bơm.\nChủ trì: Sở Xây dựng.\n{line}") == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "", None)
    ]


def test_several_labels_stand_in_one_line() -> None:
    assert seen(
        "1. Rà soát trạm bơm\n- Cơ quan chủ trì: Sở Xây dựng; cơ quan phối hợp: Sở Tài chính. Thời gian: tháng 9/2025."
    ) == [Seen("Rà soát trạm bơm", "Sở Xây dựng", "Sở Tài chính", "tháng 9/2025")]


def test_labels_stand_behind_the_order_in_its_own_line() -> None:
    assert seen("1. Rà soát trạm bơm. Chủ trì: Sở Xây dựng. Phối hợp: Sở Tài chính. Thời hạn: 30/6/2025.") == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "Sở Tài chính", "30/6/2025")
    ]


def test_brackets_at_the_end_of_an_order_name_the_lead() -> None:
    [task] = tasks_of("a) Rà soát trạm bơm (Sở Xây dựng chủ trì, hoàn thành trước 30/6/2025).")
    assert names(task.leads) == "Sở Xây dựng"
    assert task.deadline is not None
    assert task.deadline.end == "2025-06-29"


def test_one_label_names_lead_and_partners() -> None:
    assert seen("1. Rà soát trạm bơm.\nCơ quan chủ trì: Sở Xây dựng; phối hợp: Sở Tài chính, Sở Y tế.") == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "Sở Tài chính + Sở Y tế", None)
    ]


def test_a_label_in_front_of_the_task_is_no_part_of_it() -> None:
    assert seen("1. Nội dung: Rà soát trạm bơm.\n- Đơn vị chủ trì: Sở Xây dựng.") == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "", None)
    ]


# ── which tasks label lines cover ─────────────────────────────────────────────────────────────────


def test_label_lines_cover_the_dashes_since_the_last_label_lines() -> None:
    text = LABELLED.format(
        first="Cơ quan chủ trì: Sở Xây dựng.\nThời gian: Quý III/2025.",
        second="Cơ quan thực hiện: Sở Y tế.\nThời gian: thường xuyên.",
    )
    assert seen(text) == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "", "Quý III/2025"),
        Seen("Thay thế ống nước cũ.", "Sở Xây dựng", "", "Quý III/2025"),
        Seen("Tuyên truyền về nước sạch.", "Sở Y tế", "", "thường xuyên"),
    ]


def test_a_deadline_inside_an_item_beats_the_label_line() -> None:
    assert seen(
        "1. Cấp nước\n- Rà soát trạm bơm, xong trước ngày 30/6/2025.\n- Lập danh mục.\nThời gian: năm 2026."
    ) == [
        Seen("Rà soát trạm bơm, xong trước ngày 30/6/2025.", "", "", "trước ngày 30/6/2025"),
        Seen("Lập danh mục.", "", "", "năm 2026"),
    ]


def test_a_heading_with_nothing_but_label_lines_is_the_task() -> None:
    text = (
        "1. Rà soát trạm bơm\n- Chủ trì: Sở Xây dựng.\n- Thời gian: Quý III/2025.\n2. Lập danh mục\n- Chủ trì: Sở Y tế."
    )
    assert seen(text) == [
        Seen("Rà soát trạm bơm", "Sở Xây dựng", "", "Quý III/2025"),
        Seen("Lập danh mục", "Sở Y tế", "", None),
    ]


def test_labels_of_one_number_do_not_reach_the_next() -> None:
    text = "1. Cấp nước\n- Rà soát trạm bơm.\nChủ trì: Sở Xây dựng.\n2. Thoát nước\n- Lập danh mục mương."
    assert [task.leads for task in seen(text)] == ["Sở Xây dựng", ""]


def test_the_partners_of_an_item_are_added_to_those_of_the_label() -> None:
    text = "1. Cấp nước\n- Phối hợp với Sở Y tế rà soát bể chứa.\nChủ trì: Sở Xây dựng.\nPhối hợp: Sở Tài chính."
    [task] = tasks_of(text)
    assert names(task.leads) == "Sở Xây dựng"
    assert {body.text for body in task.partners} == {"Sở Tài chính", "Sở Y tế"}


# ── closing lines ─────────────────────────────────────────────────────────────────────────────────

CLOSED = """\
1. Nâng cao nhận thức
- Tuyên truyền về nước sạch.
{first}
- Vận động hộ dân đấu nối.
- Lập sổ theo dõi, hoàn thành trước ngày 01/7/2025.
{second}"""
FIRST = "Sở Y tế triển khai thực hiện trong quý I/2026."
SECOND = "Các huyện ủy, thành ủy triển khai thực hiện thường xuyên."


@pytest.mark.parametrize("marks", ["{}", "** {}*", "({})"], ids=["bare", "starred in markdown", "in brackets"])
def test_a_closing_line_covers_the_items_since_the_last_one(marks: str) -> None:
    text = CLOSED.format(first=marks.format(FIRST), second=marks.format(SECOND))
    assert [(task.leads, task.deadline) for task in seen(text)] == [
        ("Sở Y tế", "trong quý I/2026"),
        ("Các huyện ủy, thành ủy", "thường xuyên"),
        ("Các huyện ủy, thành ủy", "trước ngày 01/7/2025"),
    ]


def test_a_closing_line_may_stand_behind_a_plain_star() -> None:
    assert seen(f"1. Nâng cao nhận thức\n- Tuyên truyền về nước sạch.\n* {FIRST}\n- Lập sổ.\n* {SECOND}") == [
        Seen("Tuyên truyền về nước sạch.", "Sở Y tế", "", "trong quý I/2026"),
        Seen("Lập sổ.", "Các huyện ủy, thành ủy", "", "thường xuyên"),
    ]


def test_a_deadline_inside_an_item_beats_the_closing_line() -> None:
    *_, last = tasks_of(CLOSED.format(first=FIRST, second=SECOND))
    assert last.deadline is not None
    assert (last.deadline.source, last.deadline.end) == ("item", "2025-06-30")
    assert {body.source for body in last.leads} == {"closing_line"}


@pytest.mark.parametrize(
    "line",
    [
        "Sở Y tế hướng dẫn các huyện ủy, thành ủy triển khai thực hiện; hoàn thành trong quý I/2026.",
        "Sở Y tế lãnh đạo thực hiện thường xuyên.",
        "Giao Sở Y tế tổ chức thực hiện trong năm 2026.",
        "Sở Y tế chủ trì thực hiện.",
    ],
)
def test_a_closing_line_only_says_that_it_is_carried_out(line: str) -> None:
    [task] = tasks_of(f"1. Nâng cao nhận thức\n- Tuyên truyền về nước sạch.\n{line}")
    assert task.action == "Tuyên truyền về nước sạch."
    assert names(task.leads) == "Sở Y tế"


def test_a_line_that_orders_a_work_of_its_own_closes_nothing() -> None:
    text = "1. Nâng cao nhận thức\n- Tuyên truyền về nước sạch.\nSở Y tế triển khai thực hiện Đề án sữa học đường."
    assert seen(text)[0] == Seen("Tuyên truyền về nước sạch.", "", "", None)


def test_a_closing_line_of_one_number_does_not_reach_back_over_another() -> None:
    text = f"1. Cấp nước\n- Rà soát trạm bơm.\n2. Thoát nước\n- Lập danh mục mương.\n{FIRST}"
    assert [task.leads for task in seen(text)] == ["", "Sở Y tế"]


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "\n\n- "], ids=["same line", "next line", "below", "a dash"])
def test_a_label_without_its_value_swallows_no_item_behind_it(gap: str) -> None:
    body = (
        "a) Lập bản đồ vùng ngập.\n\nCơ quan chủ trì: Sở Xây dựng. Thời hạn: Quý II/2026. Sản phẩm:"
        f"{gap}Bản đồ số.\n\nb) Tu sửa kè.\n\nCơ quan chủ trì: Sở Nông nghiệp và Môi trường.\n"
    )
    tasks = tasks_of(body)
    assert [task.action for task in tasks] == ["Lập bản đồ vùng ngập.", "Tu sửa kè."]
    assert [task.leads[0].text for task in tasks] == ["Sở Xây dựng", "Sở Nông nghiệp và Môi trường"]
    product = tasks[0].product
    assert gap != " " or (product and product.text.startswith("Bản đồ số"))

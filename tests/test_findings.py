"""Each finding fires where something is wrong, at its place, and keeps silent on the near miss."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import COLUMNS, HEAD, codes, plan_of, table

from pipeline import grammar
from pipeline.documents import Finding, Plan
from pipeline.read import read_text
from pipeline.remarks import listed, remarks, sentence, severities
from pipeline.resolve.agencies import registry
from pipeline.run import extract

ROW = ("1", "Rà soát trạm bơm, lập báo cáo", "Sở Y tế", "", "30/9/2025")  # a task that leaves nothing open


def dated(body: str, day: str = "12 tháng 5 năm 2025", title: str = "Bảo đảm nước sạch nông thôn") -> Plan:
    """Return what is read in a province's plan of another day, with another title."""
    head = HEAD.replace("12 tháng 5 năm 2025", day).replace("Bảo đảm nước sạch nông thôn", title)
    lines = [line if line.startswith("|") else f"{line}\n" for line in body.splitlines()]
    return extract(read_text("\n".join([head + "II. NHIỆM VỤ", "", *lines]) + "\n"))


def only(plan: Plan, code: str) -> Finding:
    """Return the one finding of a code."""
    [found] = [one for one in plan.findings if one.code == code]
    return found


def test_a_task_with_one_lead_a_day_and_a_product_gives_no_finding() -> None:
    assert codes(plan_of(table(ROW))) == []


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        ("", "no_lead"),
        ("Sở Y tế, Sở Nội vụ", "several_leads"),
        ("Sở Y tế; UBND các xã, phường", "several_leads"),
        ("Các sở, ban, ngành", "collective_lead"),
        ("Các cơ quan, đơn vị liên quan", "collective_lead"),
        ("Các cơ quan liên quan; UBND các xã", "collective_lead"),
        ("Sở Y tế", None),
        ("UBND các xã, phường", None),  # each of them in its own place
        ("UBND tỉnh An Giang; UBND tỉnh Cà Mau", None),
        ("Giám đốc Sở Y tế; Sở Y tế", None),  # one body and its head
    ],
)
def test_a_task_is_to_have_one_lead(lead: str, code: str | None) -> None:
    assert codes(plan_of(table((*ROW[:2], lead, *ROW[3:])))) == ([code] if code else [])


@pytest.mark.parametrize(
    "order",
    [
        "Theo chức năng, nhiệm vụ được giao, xây dựng kế hoạch",
        "Căn cứ Kế hoạch này, xây dựng kế hoạch cụ thể",
        "Tổ chức thực hiện Kế hoạch này, gửi báo cáo kết quả",
    ],
)
def test_several_bodies_that_each_do_their_part_are_no_finding(order: str) -> None:
    assert codes(plan_of(table(("1", order, "Sở Y tế, Sở Nội vụ", "", "30/9/2025")))) == []


def test_bodies_that_a_heading_addresses_each_do_what_stands_under_it() -> None:
    body = (
        "1. Các sở, ban, ngành\n- Lập kế hoạch trước ngày 30/9/2025.\n2. Sở Y tế\n- Gửi báo cáo trước ngày 30/9/2025."
    )
    assert "collective_lead" not in codes(plan_of(body, "III. TỔ CHỨC THỰC HIỆN"))


def test_a_group_that_a_body_directs_is_no_finding() -> None:
    plan = plan_of("1. Bộ Quốc phòng chỉ đạo các đơn vị liên quan lập báo cáo trước ngày 30/9/2025.")
    assert plan.tasks[0].supervisors
    assert codes(plan) == []


def test_several_leads_are_named_and_each_has_its_place() -> None:
    plan = plan_of(table((*ROW[:2], "Sở Y tế, Sở Nội vụ", *ROW[3:])))
    found = only(plan, "several_leads")
    assert "2 cơ quan cùng chủ trì (Sở Y tế; Sở Nội vụ)" in found.message
    assert (found.span, found.others) == (plan.tasks[0].leads[0].span, (plan.tasks[0].leads[1].span,))


# ── bodies that ended ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lead", "day", "said"),
    [
        ("Sở Kế hoạch và Đầu tư", "15 tháng 8 năm 2025", "từ khoảng tháng 03/2025, nay là Sở Tài chính"),
        ("UBND huyện", "15 tháng 8 năm 2025", "từ ngày 01/07/2025, nay là Ủy ban nhân dân cấp xã"),
        ("Bộ trưởng Bộ Kế hoạch và Đầu tư", "15 tháng 8 năm 2025", "Bộ Kế hoạch và Đầu tư không còn từ ngày 01/03"),
        ("UBND tỉnh Bắc Giang", "15 tháng 8 năm 2025", "nay là Ủy ban nhân dân tỉnh Bắc Ninh"),
        ("Sở Kế hoạch và Đầu tư", "15 tháng 1 năm 2025", ""),
        ("UBND huyện", "30 tháng 6 năm 2025", ""),
        ("Sở Tài chính", "15 tháng 8 năm 2025", ""),
        ("Ban Quản lý Khu kinh tế Bắc Giang", "15 tháng 8 năm 2025", ""),  # a board may keep the old province's name
        ("Công ty Nước sạch Hải Vân", "15 tháng 8 năm 2025", ""),
    ],
)  # fmt: skip
def test_a_body_that_had_ended_is_told_with_its_successor(lead: str, day: str, said: str) -> None:
    plan = dated(table((*ROW[:2], lead, "", "30/12/2025")), day)
    messages = [one.message for one in plan.findings if one.code == "dissolved_body"]
    assert [said in message for message in messages] == ([True] if said else [])


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("Lập danh mục giếng, gửi Sở Tài nguyên và Môi trường", True),
        ("Lập danh mục giếng, gửi Sở Nông nghiệp và Môi trường", False),
        ("Rà soát hồ sơ do Sở Tài nguyên và Môi trường (cũ) bàn giao", False),
        ("Áp dụng Thông tư số 02/2023/TT-BTNMT ngày 15/3/2023 của Bộ Tài nguyên và Môi trường, lập danh mục", False),
    ],
)
def test_an_ended_body_is_also_told_where_an_order_sends_something_to_it(order: str, *, found: bool) -> None:
    plan = dated(table(("1", order, "Sở Y tế", "", "30/12/2025")), "15 tháng 8 năm 2025")
    assert ("dissolved_body" in codes(plan)) == found


# ── when ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("time", "code"),
    [("", "no_deadline"), ("30/4/2025", "past_deadline"), ("Thường xuyên", None), ("Quý II năm 2025", None)],
)
def test_a_task_is_to_have_a_time_that_can_be_kept(time: str, code: str | None) -> None:
    assert codes(plan_of(table((*ROW[:4], time)))) == ([code] if code else [])


@pytest.mark.parametrize(
    ("title", "time", "action", "late"),
    [
        ("Cấp nước giai đoạn 2025 - 2027", "30/6/2028", "Lập danh mục giếng", True),
        ("Cấp nước năm 2025", "Quý I năm 2026", "Lập danh mục giếng", True),
        ("Cấp nước giai đoạn 2025 - 2027", "30/6/2027", "Lập danh mục giếng", False),
        ("Cấp nước năm 2025", "15/01/2026", "Lập báo cáo tổng kết năm", False),
        ("Cấp nước nông thôn", "30/6/2028", "Lập danh mục giếng", False),
        ("Thực hiện Nghị quyết số 7/NQ-CP ngày 22 tháng 12 năm 2024", "30/6/2028", "Lập danh mục giếng", False),
        ("Khắc phục hạn hán năm 2024", "30/6/2025", "Lập danh mục giếng", False),  # a year it looks back on
    ],
)
def test_a_task_due_after_the_plan_s_own_period_is_late(title: str, time: str, action: str, *, late: bool) -> None:
    plan = dated(table(("1", action, "Sở Y tế", "", time)), title=title)
    assert ("late_deadline" in codes(plan)) == late


@pytest.mark.parametrize(
    ("order", "cell", "found"),
    [
        ("Lập báo cáo, hoàn thành trước ngày 15/12/2025", "Quý III năm 2025", True),
        ("Lập báo cáo, hoàn thành trước ngày 15/8/2025", "31/12/2025", True),
        ("Lập báo cáo, gửi dự thảo trước ngày 15/8/2025", "31/12/2025", False),  # a step on the way
        ("Lập báo cáo, hoàn thành trước ngày 15/8/2025", "Quý III năm 2025", False),  # the day in the period
        ("Lập báo cáo, hoàn thành trước ngày 15/8/2025", "14/8/2025", False),
        ("Lập báo cáo theo Quyết định số 9/QĐ-BNT ngày 15/12/2025", "31/12/2025", False),
    ],
)
def test_a_cell_contradicts_the_words_beside_it(order: str, cell: str, *, found: bool) -> None:
    plan = plan_of(table(("1", order, "Sở Y tế", "", cell)))
    assert ("conflicting_deadlines" in codes(plan)) == found


def test_a_label_line_contradicts_the_item_above_it() -> None:
    order = "1. Sở Y tế lập báo cáo trước ngày 15/12/2025.\nThời gian hoàn thành: Quý III năm 2025"
    plan = plan_of(order)
    found = only(plan, "conflicting_deadlines")
    assert '"trước ngày 15/12/2025" (hạn cuối 14/12/2025) và "Quý III năm 2025" (hạn cuối 30/09/2025)' in found.message
    assert len(found.others) == 1


APPENDIX = "PHỤ LỤC\nDANH MỤC NHIỆM VỤ\n"
OTHER = ("2", "Lập danh mục giếng khoan của các hộ dân vùng ven biển", "Sở Nội vụ", "", "Thường xuyên")


@pytest.mark.parametrize(
    ("lead", "action", "time", "found"),
    [
        ("Sở Y tế", "Lập báo cáo về toàn bộ trạm bơm tại các xã ven biển", "31/12/2025", True),
        ("Sở Y tế", "Lập báo cáo về toàn bộ trạm bơm tại các xã ven biển", "29/9/2025", False),
        ("Sở Nội vụ", "Lập báo cáo về toàn bộ trạm bơm tại các xã ven biển", "31/12/2025", False),
        ("Sở Y tế", "Lập báo cáo về toàn bộ trường học tại các phường nội thị", "31/12/2025", False),
        ("Sở Y tế", "Lập báo cáo về 15 trạm bơm tại toàn bộ các xã ven biển", "31/12/2025", False),
    ],
)
def test_one_task_in_body_and_appendix_has_one_last_day(lead: str, action: str, time: str, *, found: bool) -> None:
    body = "1. Sở Y tế lập báo cáo về toàn bộ trạm bơm tại các xã ven biển trước ngày 30/9/2025.\n"
    plan = plan_of(body + APPENDIX + table(("1", action, lead, "", time), OTHER))
    assert ("conflicting_deadlines" in codes(plan)) == found


# ── what ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("action", "time", "product", "found"),
    [
        ("Mở rộng mạng lưới đường ống", "30/9/2025", "", True),
        ("Mở rộng mạng lưới đường ống", "30/9/2025", "Biên bản nghiệm thu", False),
        ("Lập báo cáo về mạng lưới đường ống", "30/9/2025", "", False),
        ("Mở rộng mạng lưới đường ống", "Thường xuyên", "", False),
        ("Mở rộng mạng lưới đường ống tới 95% hộ dân", "30/9/2025", "", False),
    ],
)
def test_a_task_with_a_day_is_to_name_its_product(action: str, time: str, product: str, *, found: bool) -> None:
    plan = plan_of(table(("1", action, "Sở Y tế", "", time, product)))
    assert ("no_product" in codes(plan)) == found


@pytest.mark.parametrize(
    ("action", "found"),
    [
        ("Công tác truyền thông", True),
        ("Giếng khoan và bể chứa của các hộ dân", True),
        ("Đề án cấp nước sạch nông thôn", False),
        ("Công tác truyền thông: in 5.000 tờ rơi, phát cho các hộ dân trong vùng có nước nhiễm mặn", False),
        ("Rà soát trạm bơm", False),
        ("Xóa giếng khoan hỏng", False),
    ],
)
def test_a_task_is_to_say_what_is_to_be_done(action: str, *, found: bool) -> None:
    assert ("no_action" in codes(plan_of(table(("1", action, "Sở Y tế", "", "Thường xuyên"))))) == found


def test_a_row_that_names_a_body_and_no_task_is_told_at_its_place() -> None:
    plan = plan_of(table(ROW, ("2", "", "Sở Nội vụ", "", "30/9/2025"), ("3", *ROW[1:])))
    assert "dòng số 2" in only(plan, "no_action").message
    assert len(plan.tasks) == 2


def test_a_row_that_heads_others_is_no_task_without_action() -> None:
    plan = plan_of(table(("2", "", "Nước sạch", "", ""), ("2.1", *ROW[1:]), ("2.2", *ROW[1:])))
    assert "no_action" not in codes(plan)


# ── what is cited ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Nghị quyết số 71/NQ-CP ngày 01/4/2025 và Nghị quyết số 71/NQ-CP ngày 11/4/2025", "citation_dates"),
        ("Nghị quyết số 71/NQ-CP ngày 01/4/2025 và Nghị quyết số 71/NQ-CP ngày 01/4/2024", "citation_dates"),
        ("Nghị quyết số 71/NQ-CP ngày 01/4/2025 và Nghị quyết số 71/NQ-CP ngày 02/6/2023", None),  # another year's
        ("Nghị quyết số 71/NQ-CP ngày 01/4/2025 và Nghị quyết số 71/NQ-CP ngày 01 tháng 4 năm 2025", None),
        ("Nghị quyết số 71/NQ-CP và Nghị quyết số 71/NQ-CP ngày 01/4/2025", None),
        ("Luật số 28/2023/QH15 ngày 27/11/2024", "citation_year"),
        ("Luật số 28/2023/QH15 ngày 27/11/2023", None),
        ("Quyết định số 15/QĐ-TTg ngày 05/9/2025", "citation_later"),
        ("Quyết định số 15/QĐ-TTg ngày 12/5/2025", None),
        ("Quyết định số 15/QĐ-TTg ngày 31/4/2025", "impossible_date"),
        ("Quyết định số 15/QĐ-TTg ngày 29 tháng 2 năm 2025", "impossible_date"),
        ("Quyết định số 15/QĐ-TTg ngày 29 tháng 2 năm 2024", None),
    ],
)
def test_number_and_day_of_what_is_cited_agree(words: str, code: str | None) -> None:
    plan = plan_of(f"1. Sở Y tế thường xuyên rà soát, báo cáo việc thực hiện {words}.")
    assert [one for one in codes(plan) if one.startswith(("citation", "impossible"))] == ([code] if code else [])


# ── how grave, and in what order ──────────────────────────────────────────────────────────────────


def test_what_most_tasks_of_a_document_share_is_its_manner_and_only_a_note() -> None:
    rows = [(str(at), *ROW[1:4], time) for at, time in enumerate(["", "", "30/9/2025"], 1)]
    assert {one.severity for one in plan_of(table(*rows)).findings} == {"note"}
    assert {one.severity for one in plan_of(table(rows[0], *[ROW] * 2)).findings} == {"warning"}


def test_the_gravest_come_first_and_each_task_is_named_by_its_id() -> None:
    plan = plan_of(table(("1", *ROW[1:4], ""), ("2", *ROW[1:4], "30/4/2025"), ("3", *ROW[1:])))
    order = [severities().index(one.severity) for one in plan.findings]
    assert order == sorted(order)
    assert {one.task for one in plan.findings} == {"t1", "t2"}


def test_every_code_has_a_severity_and_sentences_that_can_be_filled() -> None:
    for code, entry in remarks().items():
        assert entry.severity in severities()
        assert entry.manner in {None, *severities()}
        said = dict.fromkeys(re.findall(r"\{(\w+)\}", entry.message), "…")
        assert "{" not in sentence(code, **said)
        assert set(re.findall(r"\{(\w+)\}", entry.summary)) <= {"count", "total"}


def test_every_open_group_stands_in_the_registry() -> None:
    assert listed("open") <= registry().entries.keys()


def test_the_readme_lists_every_code_with_its_severity() -> None:
    readme = (grammar.folder().parent / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (error|warning|note)", readme, re.MULTILINE)
    assert dict(rows) == {code: entry.severity for code, entry in remarks().items()}


_CELLS = st.sampled_from(["", "Sở Y tế", "Các sở, ngành", "30/4/2025", "trước ngày 31/6/2025", "Lập báo cáo", "1", "-"])


@given(st.lists(st.tuples(*[_CELLS] * len(COLUMNS)), min_size=1, max_size=6))
def test_every_finding_has_a_place_in_the_text_and_a_task_of_the_plan(rows: list[tuple[str, ...]]) -> None:
    plan = plan_of(table(*rows))
    ids = {task.id for task in plan.tasks}
    for one in plan.findings:
        assert one.task is None or one.task in ids
        assert one.code == "no_task" or one.span
        assert all(span.start <= span.end <= plan.source.chars for span in (one.span, *one.others) if span)

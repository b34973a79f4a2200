"""Findings as people read them: one line a matter, the gravest first, in the table, the page and the workbook."""

from __future__ import annotations

import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from samples import document, table

from pipeline.report import formats
from pipeline.report.extracted import Extracted, View
from pipeline.report.matters import counted, ranges
from pipeline.run import extract

ROWS = 30
TEXT = table(
    *((str(at), f"Rà soát trạm bơm số {at}", "Sở Y tế", "", "") for at in range(1, ROWS + 1)),
    (str(ROWS + 1), "Lập báo cáo", "Sở Y tế, Sở Nội vụ", "", "30/4/2025"),
    (str(ROWS + 2), "", "Sở Y tế", "", "30/9/2025"),
    (str(ROWS + 3), "Công tác truyền thông", "Sở Y tế", "", "Thường xuyên"),
)


def item() -> Extracted:
    source = document(TEXT)
    return Extracted(source, extract(source))


def report(name: str, one: Extracted, width: int = 100) -> bytes:
    return b"".join(formats.writer(name)([one], View(width=width)))


def test_thirty_tasks_without_a_deadline_are_one_line_of_the_table() -> None:
    printed = report("table", item()).decode()
    lines = printed[printed.index("Điểm cần xem lại\n") :].splitlines()
    assert len(lines) <= 10
    assert f"{ROWS}/{ROWS + 2} nhiệm vụ không nêu thời hạn. (nhiệm vụ 1–{ROWS})" in printed
    assert "(1 lỗi, 2 cảnh báo, 1 lưu ý)" in printed


def test_the_lines_are_sorted_by_how_grave_they_are() -> None:
    printed = report("table", item()).decode()
    shown = re.findall(r"^(Lỗi|Cảnh báo|Lưu ý) ", printed, re.MULTILINE)
    assert shown == sorted(shown, key=["Lỗi", "Cảnh báo", "Lưu ý"].index)


def test_what_is_no_task_is_told_with_its_line_beside_the_tasks_of_the_same_matter() -> None:
    [matter] = [one for one in item().matters if one.code == "no_action"]
    assert matter.text == "2 nhiệm vụ không nêu hành động hay sản phẩm."
    assert matter.tasks == (ROWS + 2,)
    assert item().places(matter).startswith("dòng ")


def test_a_list_of_tasks_takes_no_more_than_a_line_of_the_screen() -> None:
    rows = [(str(at), f"Rà soát trạm bơm số {at}", "Sở Y tế", "", "" if at % 2 else "2026") for at in range(1, 80)]
    source = document(table(*rows))
    printed = report("table", Extracted(source, extract(source))).decode()
    assert ", …)" in printed[printed.index("Điểm cần xem lại\n") :]


def test_json_has_a_finding_for_each_place() -> None:
    plan = json.loads(report("json", item()))
    found = [one for one in plan["findings"] if one["code"] == "no_deadline"]
    assert [one["task"] for one in found] == [task["id"] for task in plan["tasks"][:ROWS]]
    assert [one["span"] for one in found] == [task["span"] for task in plan["tasks"][:ROWS]]
    assert {one["severity"] for one in found} == {"note"}


def test_the_workbook_lists_matters_and_says_beside_each_task_what_is_wrong_with_it() -> None:
    book = load_workbook(io.BytesIO(report("xlsx", item())))
    titles, *found = book["Phát hiện"].values
    rows = [dict(zip(titles, row, strict=True)) for row in found]
    assert [row["Mã"] for row in rows] == ["past_deadline", "no_action", "several_leads", "no_deadline"]
    assert (rows[-1]["Mức"], rows[-1]["Nhiệm vụ (STT)"], rows[-1]["Số nơi"]) == ("Lưu ý", f"1–{ROWS}", ROWS)
    head, first, *_ = book["Nhiệm vụ"].values
    assert dict(zip(head, first, strict=True))["Cần xem lại"] == "Không nêu thời hạn."


def test_the_page_links_each_matter_to_its_tasks_and_marks_no_whole_task_twice() -> None:
    page = report("html", item()).decode()
    assert page.count('class="note">lưu ý') == 1
    assert all(f'<a href="#row-1-task-{at}">{at}</a>' in page for at in range(1, ROWS + 1))
    assert 'class="task finding"' not in page
    assert re.search(r'<small class="remark">[^<]*Giao 2 cơ quan cùng chủ trì', page)
    assert "Không nêu thời hạn." not in page  # the cell of the row shows it


def test_a_document_without_findings_counts_none() -> None:
    assert counted(()) == []


@given(st.sets(st.integers(1, 60)))
def test_ranges_name_every_number_and_no_other(numbers: set[int]) -> None:
    shown = ranges(sorted(numbers))
    named = {
        at
        for part in filter(None, shown.split(", "))
        for at in range(int(part.split("–")[0]), int(part.split("–")[-1]) + 1)
    }
    assert named == numbers

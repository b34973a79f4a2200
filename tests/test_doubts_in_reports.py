"""What a reviewer sees of confidence: columns, marks, lists that begin with the most doubtful, reasons."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook
from samples import document

from pipeline.cli import _parser
from pipeline.report import formats
from pipeline.report.explain import lines
from pipeline.report.extracted import Extracted, View
from pipeline.run import extract

BODY = """\
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát trạm y tế xã, hoàn thành trước ngày 30/6/2025.
2. Đối tượng khen thưởng
a) Trường hợp lập thành tích đột xuất
b) Sở Nội vụ hướng dẫn hồ sơ khen thưởng theo quy định.
3. Sở Tài chính bố trí kinh phí mua sắm trang thiết bị cho các trạm y tế xã.
"""


VALUES = (0.84, 0.41, 0.85)  # given, so that the reports are tested and not the weights of the day


def item(*, by_doubt: bool = False) -> Extracted:
    """Return a plan whose second task is the most doubtful."""
    source = document(BODY)
    plan = extract(source)
    tasks = []
    for task, value in zip(plan.tasks, VALUES, strict=True):
        assert task.confidence_of is not None
        of = task.confidence_of.model_copy(update={"task": value})
        tasks.append(task.model_copy(update={"confidence": value, "confidence_of": of}))
    return Extracted(source, plan.model_copy(update={"tasks": tuple(tasks)}), by_doubt)


def report(name: str, shown: Extracted, width: int = 120) -> bytes:
    return b"".join(formats.writer(name)([shown], View(width=width)))


def rows(shown: Extracted) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report("csv", shown).decode("utf-8-sig"))))


def most_doubtful(shown: Extracted) -> int:
    return min(range(len(shown.plan.tasks)), key=lambda index: shown.plan.tasks[index].confidence or 0)


def test_the_json_carries_the_confidence_of_a_task_and_of_its_fields() -> None:
    task = json.loads(report("json", item()))["tasks"][0]
    assert 0 < task["confidence"] < 1
    assert list(task["confidence_of"]) == ["task", "leads", "partners", "deadline", "product"]
    assert task["confidence_of"]["product"] is None


def test_sheets_have_a_column_to_sort_by() -> None:
    shown = item()
    expected = [task.confidence for task in shown.plan.tasks]
    assert [float(row["Độ tin cậy"]) for row in rows(shown)] == expected
    sheet = list(load_workbook(io.BytesIO(report("xlsx", shown)))["Nhiệm vụ"].iter_rows(values_only=True))
    assert [row[sheet[0].index("Độ tin cậy")] for row in sheet[1:]] == expected


def test_a_doubtful_task_is_marked_and_counted_in_the_table() -> None:
    shown = item()
    printed = report("table", shown).decode()
    number = most_doubtful(shown) + 1
    doubtful = sum((task.confidence or 0) < 0.5 for task in shown.plan.tasks)
    assert re.search(rf"^{number} \?", printed, re.MULTILINE)
    assert not re.search(r"^1 \?", printed, re.MULTILINE)
    assert doubtful == 1
    assert f"{doubtful} đáng ngờ (?)" in printed


def test_a_wide_table_and_the_page_show_the_number() -> None:
    shown = item()
    said = f"{shown.plan.tasks[most_doubtful(shown)].confidence:.2f}".rstrip("0").replace(".", ",")
    assert f"{said} ?" in report("table", shown, width=180).decode()
    assert f'<strong class="doubtful">{said} ?</strong>' in report("html", shown).decode()


@pytest.mark.parametrize("name", ["json", "csv"])
def test_sorted_by_doubt_the_most_doubtful_comes_first_and_numbers_stay(name: str) -> None:
    plain, shown = item(), item(by_doubt=True)
    least = most_doubtful(plain)
    if name == "csv":
        assert [row["STT"] for row in rows(plain)] == [str(at + 1) for at in range(len(plain.plan.tasks))]
        assert rows(shown)[0]["STT"] == str(least + 1)
        values = [float(row["Độ tin cậy"]) for row in rows(shown)]
    else:
        tasks = json.loads(report("json", shown))["tasks"]
        assert tasks[0]["id"] == plain.plan.tasks[least].id
        values = [task["confidence"] for task in tasks]
    assert values == sorted(values)


def test_sorted_by_doubt_no_task_is_lost_in_the_table() -> None:
    plain, shown = (report("table", item(by_doubt=by_doubt)).decode() for by_doubt in (False, True))
    assert sorted(re.findall(r"^\d+", plain, re.MULTILINE)) == sorted(re.findall(r"^\d+", shown, re.MULTILINE))


def test_extract_lists_as_the_document_does_unless_asked_otherwise() -> None:
    assert _parser().parse_args(["extract", "a.txt"]).sort == "document"
    assert _parser().parse_args(["extract", "a.txt", "--sort", "doubt"]).sort == "doubt"


def test_explain_says_why_a_task_is_doubtful() -> None:
    shown = item()
    said = "\n".join(lines(shown, 120, str(most_doubtful(shown) + 1)))
    assert re.search(r"confidence  0\.\d\d, of task 0\.\d\d, leads 0\.\d\d, partners 0\.\d\d, deadline 0\.\d\d", said)
    assert re.search(r"task: a heading above it does not head orders \(-\d\.\d\)", said)

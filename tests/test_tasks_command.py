"""`dondoc tasks`: one question, in every format that people and programs read."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import icalendar
import openpyxl
import pytest
from stored import plan, task

from pipeline import cli
from pipeline.store import Decided, open_store

ON = "2025-06-15"
LONG = "Rà soát; sửa đổi, bổ sung quy định \\ " + "về y tế cơ sở " * 12
TASKS = (
    task(LONG, "bo-y-te", "bo-tai-chinh", kind="before_date", end="2025-06-10"),
    task("=HYPERLINK(1)\nhai dòng", "bo-y-te", kind="date", end="2025-06-20"),
    task("Báo cáo quý", "bo-tai-chinh", kind="recurring", recurrence="FREQ=MONTHLY;INTERVAL=3", end="2026-12-31"),
    task("Giao ban", "bo-y-te", kind="recurring", recurrence="FREQ=WEEKLY;BYDAY=FR\nFREQ=MONTHLY;BYMONTHDAY=15,-1"),
    task("Tuyên truyền", "bo-y-te", kind="ongoing"),
    task("Việc đã xong", "bo-y-te", kind="year", end="2025-12-31"),
)


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    path = tmp_path / "kho.db"
    store = open_store(str(path), create=True)
    store.save(store.begin_run("batch"), [plan(*TASKS, title="Kế hoạch")], [])
    store.decide(Decided(1, "t6", "A", "progress", None, {"done": True, "done_on": "2025-05-01"}))
    store.close()
    return path


class Asked:
    def __init__(self, captured: pytest.CaptureFixture[bytes], kho: Path) -> None:
        self.captured, self.kho = captured, kho

    def __call__(self, *options: str) -> bytes:
        assert cli.main(["tasks", "--store", str(self.kho), "--on", ON, *options]) == 0
        out, err = self.captured.readouterr()
        assert err == b""
        return out


@pytest.fixture
def asked(capsysbinary: pytest.CaptureFixture[bytes], kho: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setenv("COLUMNS", "120")
    return Asked(capsysbinary, kho)


def test_the_table_counts_each_status_and_lists_by_day(asked: Asked) -> None:
    out = asked().decode()
    counts = "1 hoàn thành · 1 thường xuyên · 1 quá hạn · 2 sắp đến hạn · 1 đang thực hiện"
    assert out.startswith(f"6 nhiệm vụ · {counts} (tính đến ngày 15/06/2025)\n")
    assert out.index("10/06/2025") < out.index("20/06/2025") < out.index("31/12/2025")
    assert "Hoàn thành" in out


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (["--overdue"], ["t1"]),
        (["--due-soon"], ["t2", "t4"]),
        (["--overdue", "--due-soon"], ["t1", "t2", "t4"]),
        (["--status", "thuong xuyen", "--status", "done"], ["t6", "t5"]),
        (["--agency", "Bộ Tài chính"], ["t1", "t3"]),
        (["--text", "y te co so"], ["t1"]),
        (["--document", "1/kh-ubnd", "--due-before", "15/6/2025"], ["t1"]),
        (["--limit", "1"], ["t1"]),
        (["--document", "9/KH-UBND"], []),
    ],
)
def test_conditions_narrow_the_answer(asked: Asked, options: list[str], keys: list[str]) -> None:
    lines = asked("--format", "jsonl", *options).splitlines()
    assert [json.loads(line)["id"] for line in lines] == keys


def test_the_json_names_things_as_the_contract_does(asked: Asked) -> None:
    found = json.loads(asked("--format", "json"))
    assert (found["schema"], found["on"], len(found["tasks"])) == ("dondoc-tasks/1", ON, 6)
    first = found["tasks"][0]
    assert first["document"]["number"] == "1/KH-UBND"
    assert first["leads"] == [{"text": "«bo-y-te»", "agency": "bo-y-te"}]
    assert (first["deadline"]["end"], first["due"], first["status"]) == ("2025-06-10", "2025-06-10", "overdue")
    assert json.loads(asked("--format", "json", "--document", "9/KH-UBND"))["tasks"] == []


def test_no_cell_of_the_csv_is_taken_for_a_formula(asked: Asked) -> None:
    rows = list(csv.DictReader(io.StringIO(asked("--format", "csv").decode("utf-8-sig"))))
    assert [row["Trạng thái"] for row in rows[:2]] == ["Quá hạn", "Sắp đến hạn"]
    assert (rows[0]["Số ngày"], rows[0]["Hạn cuối"]) == ("-5", "2025-06-10")
    assert rows[1]["Nội dung nhiệm vụ"].startswith("'=HYPERLINK")


def test_the_workbook_holds_days_as_days_and_text_as_text(asked: Asked, tmp_path: Path) -> None:
    out = tmp_path / "list.xlsx"
    asked("-o", str(out))
    sheet = openpyxl.load_workbook(out)["Nhiệm vụ"]
    titles = [cell.value for cell in sheet[1]]
    first = dict(zip(titles, [cell.value for cell in sheet[2]], strict=True))
    assert (sheet.max_row, first["Văn bản"], str(first["Hạn cuối"])[:10]) == (7, "1/KH-UBND", "2025-06-10")
    assert sheet.cell(3, titles.index("Nội dung nhiệm vụ") + 1).data_type == "s"


# ── the calendar ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def calendar(asked: Asked) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(asked("--format", "ics"))


def test_every_task_is_a_to_do_with_its_day_and_status(calendar: icalendar.Calendar) -> None:
    found = {str(todo["SUMMARY"]).partition(": ")[2][:8]: todo for todo in calendar.walk("VTODO")}
    assert len(found) == 6
    assert found["Việc đã "]["STATUS"] == "COMPLETED"
    assert found["Việc đã "].decoded("COMPLETED").date() == date(2025, 5, 1)
    assert found["Rà soát;"].decoded("DUE") == date(2025, 6, 10)
    assert "DUE" not in found["Tuyên tr"]
    assert found["Báo cáo "].decoded("DUE") == date(2025, 6, 30)


def test_every_day_is_an_event_and_recurring_duties_come_round(calendar: icalendar.Calendar) -> None:
    events = [(event.decoded("DTSTART"), event.get("RRULE")) for event in calendar.walk("VEVENT")]
    days = [day for day, rule in events if rule is None]
    assert days == [date(2025, 6, 10), date(2025, 6, 20), date(2025, 12, 31)]
    rules = [(day, rule.to_ical().decode()) for day, rule in events if rule is not None]
    assert sorted(rules) == [
        (date(2025, 3, 7), "FREQ=WEEKLY;BYDAY=FR"),
        (date(2025, 3, 15), "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        (date(2025, 3, 31), "FREQ=YEARLY;UNTIL=20261231;BYMONTHDAY=-1;BYMONTH=3,6,9,12"),
    ]


def test_the_calendar_keeps_to_the_form_of_the_standard(asked: Asked, calendar: icalendar.Calendar) -> None:
    raw = asked("--format", "ics")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    raw.decode()
    names = [str(part["UID"]) for part in calendar.walk() if part.name in ("VEVENT", "VTODO")]
    assert len(set(names)) == len(names)
    (first, *_) = calendar.walk("VTODO")
    assert str(first["DESCRIPTION"]).splitlines()[0] == LONG
    assert all(part.errors == [] for part in calendar.walk())


def test_the_calendar_of_a_later_day_names_the_same_things(asked: Asked) -> None:
    def names(on: str) -> list[str]:
        return [
            str(todo["UID"])
            for todo in icalendar.Calendar.from_ical(asked("--format", "ics", "--on", on)).walk("VTODO")
        ]

    assert sorted(names("2025-06-15")) == sorted(names("2025-12-01"))


def test_the_tasks_of_a_document_make_a_calendar_too(
    capsysbinary: pytest.CaptureFixture[bytes], checkout: Path
) -> None:
    assert cli.main(["extract", str(checkout / "corpus" / "kh-46-vinh-long.md"), "--format", "ics"]) == 0
    found = icalendar.Calendar.from_ical(capsysbinary.readouterr().out)
    assert len(found.walk("VTODO")) == 25
    assert "Trạng thái" not in str(found.walk("VTODO")[0]["DESCRIPTION"])
    assert found.walk("VEVENT")[0]["DTSTAMP"].to_ical() == b"20260123T000000Z"
    monthly = next(event for event in found.walk("VEVENT") if "RRULE" in event)
    assert (monthly.decoded("DTSTART"), monthly["RRULE"].to_ical()) == (
        date(2026, 1, 31),
        b"FREQ=MONTHLY;BYMONTHDAY=-1",
    )

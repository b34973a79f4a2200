"""Short documents of our own for the tests of parsing: a province's plan, and what was read in it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.documents import Agency, Plan, SourceText, Task
from pipeline.read import read_text
from pipeline.run import extract

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH HẢI VÂN
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 45/KH-UBND
Hải Vân, ngày 12 tháng 5 năm 2025

KẾ HOẠCH
Bảo đảm nước sạch nông thôn trên địa bàn tỉnh

Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

"""
LETTERHEAD = """\
ỦY BAN NHÂN DÂN TỈNH LAM GIANG
Số: 12/KH-UBND
Lam Giang, ngày 05 tháng 3 năm 2025

KẾ HOẠCH
Triển khai công tác lưu trữ điện tử năm 2025
"""
TASKS = "II. NHIỆM VỤ"
COLUMNS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm")


class Seen(NamedTuple):
    """A task as a reader notes it: the order, who does it, with whom, and by when as written."""

    action: str
    leads: str
    partners: str
    deadline: str | None


def document(body: str, heading: str = TASKS) -> SourceText:
    """Return a province's plan of 12 May 2025 whose body stands under one heading, a paragraph a line."""
    lines = [line if line.startswith("|") else f"{line}\n" for line in body.splitlines()]
    return read_text("\n".join([HEAD + heading, "", *lines]) + "\n")


def plan_of(body: str, heading: str = TASKS) -> Plan:
    """Return what is read in that plan."""
    return extract(document(body, heading))


def tasks_of(body: str, heading: str = TASKS) -> tuple[Task, ...]:
    """Return the tasks of that plan."""
    return plan_of(body, heading).tasks


def seen(body: str, heading: str = TASKS) -> list[Seen]:
    """Return the tasks of that plan as a reader notes them, bodies joined by " + "."""
    return [
        Seen(task.action, names(task.leads), names(task.partners), task.deadline.text if task.deadline else None)
        for task in tasks_of(body, heading)
    ]


def actions(body: str, heading: str = TASKS) -> list[str]:
    """Return the orders alone."""
    return [task.action for task in tasks_of(body, heading)]


def leads(body: str, heading: str = TASKS) -> list[str]:
    """Return the leads of each task, bodies joined by " + "."""
    return [names(task.leads) for task in tasks_of(body, heading)]


def names(bodies: tuple[Agency, ...]) -> str:
    """Return the names of bodies as written, joined by " + "."""
    return " + ".join(body.text for body in bodies)


def codes(plan: Plan) -> list[str]:
    """Return the codes of a plan's findings."""
    return [finding.code for finding in plan.findings]


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> str:
    """Return a table in pipes; rows shorter than the header are filled with empty cells."""
    filled = [columns, ("---",) * len(columns), *((*row, *[""] * (len(columns) - len(row))) for row in rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in filled)

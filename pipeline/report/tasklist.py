"""The tasks that a question to the store found, as people and programs read them; `ics` is in calendar.py."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from pipeline.errors import UsageError
from pipeline.report import wording
from pipeline.report.extracted import View, encoded, visible
from pipeline.tracking.status import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from pipeline.tracking.tracked import Body, Tracked

PUNCTUAL = {"on_time": "đúng hạn", "late": "quá hạn", "unknown": "chưa rõ ngày"}
_STYLES = {"overdue": "bold red", "due_soon": "yellow", "needs_date": "magenta", "done": "green"}
_NARROWEST, _WIDE = 60, 110  # characters of a screen


class Listing(Protocol):
    """Turns tasks, as they stand on a day, into a report, piece by piece."""

    def __call__(self, tasks: Iterable[Tracked], on: date, view: View, /) -> Iterator[bytes]:
        """Yield the report in UTF-8 (or, for xlsx, the workbook's bytes)."""
        ...


class Column(NamedTuple):
    """A column of a sheet: its title, its width in characters, its cell on a day, whether it is printed."""

    title: str
    width: int
    show: Callable[[int, Tracked, date], str | int | float | date | None]
    printed: bool = True


COLUMNS = (
    Column("STT", 5, lambda number, _task, _on: number),
    Column("Văn bản", 17, lambda _number, task, _on: task.label),
    Column("Mục", 8, lambda _number, task, _on: task.ordinal),
    Column("Nội dung nhiệm vụ", 50, lambda _number, task, _on: task.action),
    Column("Cơ quan chủ trì", 20, lambda _number, task, _on: _names(task.leads)),
    Column("Cơ quan phối hợp", 22, lambda _number, task, _on: _names(task.partners)),
    Column("Chỉ đạo", 12, lambda _number, task, _on: _names(task.supervisors)),
    Column("Thời hạn", 15, lambda _number, task, _on: task.deadline),
    Column("Hạn cuối", 12, lambda _number, task, _on: _day(task)),
    Column("Trạng thái", 16, lambda _number, task, _on: status(task)),
    Column("Sản phẩm", 17, lambda _number, task, _on: task.product),
    Column("Ngày hoàn thành", 12, lambda _number, task, _on: task.done_on, printed=False),
    Column("Số ngày", 9, lambda _number, task, on: _days(task, on), printed=False),
    Column("Loại thời hạn", 15, lambda _number, task, _on: wording.KINDS.get(task.kind or ""), printed=False),
    Column("Định kỳ", 20, lambda _number, task, _on: _rhythm(task), printed=False),
    Column("Cơ quan ban hành", 24, lambda _number, task, _on: task.issuer, printed=False),
    Column("Ngày ban hành", 12, lambda _number, task, _on: wording.as_date(task.issued_on), printed=False),
    Column("Thuộc phần", 36, lambda _number, task, _on: " › ".join(task.path), printed=False),
    Column("Độ tin cậy", 8, lambda _number, task, _on: task.confidence, printed=False),
    Column("Mã", 12, lambda _number, task, _on: task.key, printed=False),
    Column("Tệp", 28, lambda _number, task, _on: task.name, printed=False),
)


def writer(form: str) -> Listing:
    """Return the function that writes a format; raise `UsageError` when there is none of that name."""
    from pipeline.report.calendar import write as calendar

    writers: dict[str, Listing] = {
        "table": write_table,
        "json": write_json,
        "jsonl": write_jsonl,
        "csv": write_csv,
        "xlsx": write_xlsx,
        "ics": calendar,
    }
    if form not in writers:
        raise UsageError(f"no format named {form!r} for tasks; choose one of {', '.join(writers)}")
    return writers[form]


def status(task: Tracked) -> str:
    """Return the status in Vietnamese; of a task that is done, whether it was done in time."""
    said = STATUSES[task.standing.status]
    return f"{said} ({PUNCTUAL[task.standing.punctual]})" if task.standing.punctual else said


def _names(bodies: Iterable[Body]) -> str:
    return "; ".join(body.text for body in bodies)


def _rhythm(task: Tracked) -> str | None:
    return wording.recurrence(task.recurrence) if task.recurrence else None


def _day(task: Tracked) -> str | date | None:
    """Return the day a task is judged by, else what is known of it."""
    return task.due or wording.day(task.end) or None


# ── for programs ──────────────────────────────────────────────────────────────────────────────────


def record(task: Tracked) -> dict[str, Any]:
    """Return a task as the contract's JSON names things, with its document and how it stands."""
    deadline = {"text": task.deadline, "kind": task.kind, "start": task.start, "end": task.end}
    return {
        "document": {
            "number": task.number,
            "title": task.title,
            "issuer": task.issuer,
            "issued_on": task.issued_on,
            "name": task.name,
            "sha256": task.sha256,
        },
        "id": task.key,
        "ordinal": task.ordinal,
        "path": list(task.path),
        "action": task.action,
        "leads": [body._asdict() for body in task.leads],
        "partners": [body._asdict() for body in task.partners],
        "supervisors": [body._asdict() for body in task.supervisors],
        "deadline": deadline | {"recurrence": task.recurrence} if task.kind else None,
        "product": task.product,
        "confidence": task.confidence,
        "status": task.standing.status,
        "due": task.due.isoformat() if task.due else None,
        "done_on": task.done_on.isoformat() if task.done_on else None,
        "punctual": task.standing.punctual,
    }


def write_json(tasks: Iterable[Tracked], on: date, _view: View) -> Iterator[bytes]:
    """Yield one object: the day, and the tasks as they stand on it."""
    yield encoded(f'{{"schema": "dondoc-tasks/1", "on": "{on.isoformat()}", "tasks": [')
    separator = "\n"
    for task in tasks:
        yield encoded(separator + json.dumps(record(task), ensure_ascii=False))
        separator = ",\n"
    yield b"\n]}\n"


def write_jsonl(tasks: Iterable[Tracked], _on: date, _view: View) -> Iterator[bytes]:
    """Yield a line a task."""
    for task in tasks:
        yield encoded(json.dumps(record(task), ensure_ascii=False) + "\n")


# ── for spreadsheets ──────────────────────────────────────────────────────────────────────────────


def _cells(number: int, task: Tracked, on: date) -> list[str | int | float | date | None]:
    return [column.show(number, task, on) for column in COLUMNS]


def _days(task: Tracked, on: date) -> int | None:
    """Return how many days are left, negative when they have passed; nothing where no day counts."""
    counts = task.standing.status in ("overdue", "due_soon", "in_progress")
    return (task.due - on).days if task.due and counts else None


def write_csv(tasks: Iterable[Tracked], on: date, _view: View) -> Iterator[bytes]:
    """Yield UTF-8 with byte order mark, one row a task, ISO dates; no cell is taken for a formula."""
    from pipeline.report.sheet import BOM, line, safe

    yield BOM + line([column.title for column in COLUMNS])
    for number, task in enumerate(tasks, 1):
        cells = ("" if cell is None else cell for cell in _cells(number, task, on))
        yield line([safe(cell) if isinstance(cell, str) else str(cell) for cell in cells])  # -5 days are a number


def write_xlsx(tasks: Iterable[Tracked], on: date, _view: View) -> Iterator[bytes]:
    """Yield the bytes of a workbook with one sheet, A4 landscape, dates as dates."""
    from pipeline.report.sheets import Sheets, height, workbook

    content = io.BytesIO()
    with workbook("Danh mục nhiệm vụ", content) as book:
        sheets = Sheets(book)
        sheet = book.add_worksheet("Nhiệm vụ")
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, sheets.head if column.printed else sheets.aside)
        widths = [column.width if column.printed else 0 for column in COLUMNS]
        count = 0
        for count, task in enumerate(tasks, 1):
            shown = _cells(count, task, on)
            sheet.set_row(count, height(shown, widths))
            for at, cell in enumerate(shown):
                sheets.write(sheet, count, at, cell)
        sheets.listed(sheet, count, len(COLUMNS), sum(column.printed for column in COLUMNS))
        sheets.page(sheet, "Nhiệm vụ", f"Tình hình ngày {on:%d/%m/%Y}")
    yield content.getvalue()


# ── on a screen ───────────────────────────────────────────────────────────────────────────────────


def write_table(tasks: Iterable[Tracked], on: date, view: View) -> Iterator[bytes]:
    """Yield a table for a screen, the counts of each status above it."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.terminal import printed

    found = list(tasks)
    wide = view.width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("Hạn cuối", no_wrap=True)
    table.add_column("Trạng thái", max_width=14)
    table.add_column("Nội dung nhiệm vụ", ratio=6, overflow="fold")
    table.add_column("Cơ quan chủ trì", ratio=3, overflow="fold")
    if wide:
        table.add_column("Cơ quan phối hợp", ratio=3, overflow="fold")
    table.add_column("Văn bản", max_width=16, overflow="fold")
    for task in found:
        text = {name: Text(visible(said)) for name, said in (("due", _due(task)), ("action", task.action))}
        standing = Text(visible(status(task)), _STYLES.get(task.standing.status, ""))
        leads = Text(visible(_names(task.leads)) or "chưa rõ", "" if task.leads else "yellow")
        place = Text(visible(" · ".join(filter(None, (task.label, task.ordinal)))), "dim")
        partners = [Text(visible(_names(task.partners)))] if wide else []
        table.add_row(text["due"], standing, text["action"], leads, *partners, place)
    above = Text(f"{counted(found)} (tính đến ngày {on:%d/%m/%Y})\n", "bold")
    yield printed([above, *([table] if found else [])], view, max(view.width, _NARROWEST))


def _due(task: Tracked) -> str:
    """Return the day a task is judged by, and the rhythm of a recurring duty below it."""
    day = f"{task.due:%d/%m/%Y}" if task.due else wording.day(task.end)
    return "\n".join(filter(None, (day, "(định kỳ)" if task.recurrence else ""))) or "–"


def counted(tasks: list[Tracked]) -> str:
    """Return how many tasks there are, and of each status."""
    counts = [(sum(task.standing.status == name for task in tasks), said) for name, said in STATUSES.items()]
    parts = [f"{count} {said[0].lower()}{said[1:]}" for count, said in counts if count]
    return " · ".join([f"{wording.number(len(tasks))} nhiệm vụ", *parts])

"""Which columns the lists of tasks, targets and findings have, for csv and xlsx alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pipeline.remarks import severity_name
from pipeline.report import wording
from pipeline.report.matters import ranges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from pipeline.documents import Target, Task
    from pipeline.report.extracted import Extracted
    from pipeline.report.matters import Matter

Record = TypeVar("Record")


class Column(NamedTuple, Generic[Record]):
    """A column: its title, its width in characters, and the cell it shows of a record.

    `show` takes the document, the record's number in it (from 1) and the record; `printed` says whether
    the column is on the printed sheet, or right of it for whoever filters and merges lists.
    """

    title: str
    width: int
    show: Callable[[Extracted, int, Record], str | int | float | date | None]
    printed: bool = True


def day_or_text(iso: str | None) -> str | date | None:
    """Return a date where the day is known, else what is known of it: "31/05 (chưa rõ năm)"."""
    return wording.as_date(iso) or wording.day(iso)


TASKS: tuple[Column[Task], ...] = (
    Column("STT", 5, lambda _item, number, _task: number),
    Column("Mục", 8, lambda _item, _number, task: task.ordinal),
    Column("Nội dung nhiệm vụ", 50, lambda _item, _number, task: task.action),
    Column("Cơ quan chủ trì", 20, lambda _item, _number, task: wording.names(task.leads)),
    Column("Cơ quan phối hợp", 22, lambda _item, _number, task: wording.names(task.partners)),
    Column("Chỉ đạo", 12, lambda _item, _number, task: wording.names(task.supervisors)),
    Column("Thời hạn", 15, lambda _item, _number, task: task.deadline.text if task.deadline else None),
    Column("Hạn cuối", 12, lambda _item, _number, task: day_or_text(task.deadline.end) if task.deadline else None),
    Column("Sản phẩm", 17, lambda _item, _number, task: task.product.text if task.product else None),
    Column("Vị trí", 10, lambda item, _number, task: item.place(task.span)),
    Column("Độ tin cậy", 8, lambda _item, _number, task: task.confidence),
    Column("Cần xem lại", 36, lambda item, _number, task: item.remarks.get(task.id), printed=False),
    Column(
        "Loại thời hạn",
        15,
        lambda _item, _number, task: wording.KINDS[task.deadline.kind] if task.deadline else None,
        printed=False,
    ),
    Column(
        "Bắt đầu",
        12,
        lambda _item, _number, task: day_or_text(task.deadline.start) if task.deadline else None,
        printed=False,
    ),
    Column("Định kỳ", 20, lambda _item, _number, task: _recurrence(task), printed=False),
    Column("Mốc khác", 24, lambda _item, _number, task: wording.others(task.deadline), printed=False),
    Column("Thuộc phần", 36, lambda _item, _number, task: " › ".join(task.path), printed=False),
    Column("Ký tự", 13, lambda _item, _number, task: f"{task.span.start}–{task.span.end}", printed=False),
    Column("Quy tắc", 22, lambda _item, _number, task: task.rule, printed=False),
    Column("Mã", 12, lambda _item, _number, task: task.id, printed=False),
    Column("Văn bản", 17, lambda item, _number, _task: item.label, printed=False),
    Column("Tệp", 28, lambda item, _number, _task: item.plan.source.name, printed=False),
)

TARGETS: tuple[Column[Target], ...] = (
    Column("STT", 5, lambda _item, number, _target: number),
    Column("Chỉ tiêu", 80, lambda _item, _number, target: target.text),
    Column("So sánh", 12, lambda _item, _number, target: wording.COMPARATORS.get(target.comparator or "")),
    Column("Giá trị", 11, lambda _item, _number, target: target.value),
    Column("Đến", 11, lambda _item, _number, target: target.upper),
    Column("Đơn vị", 16, lambda _item, _number, target: target.unit),
    Column("So với", 16, lambda _item, _number, target: target.base),
    Column("Hạn cuối", 12, lambda _item, _number, target: day_or_text(target.by)),
    Column("Vị trí", 10, lambda item, _number, target: item.place(target.span)),
    Column("Độ tin cậy", 8, lambda _item, _number, target: target.confidence),
    Column("Quy tắc", 22, lambda _item, _number, target: target.rule, printed=False),
    Column("Văn bản", 17, lambda item, _number, _target: item.label, printed=False),
    Column("Tệp", 28, lambda item, _number, _target: item.plan.source.name, printed=False),
)

FINDINGS: tuple[Column[Matter], ...] = (
    Column("STT", 5, lambda _item, number, _matter: number),
    Column("Mức", 10, lambda _item, _number, matter: severity_name(matter.severity).capitalize()),
    Column("Điểm cần xem lại", 70, lambda _item, _number, matter: matter.text),
    Column("Nhiệm vụ (STT)", 20, lambda _item, _number, matter: ranges(matter.tasks) or None),
    Column("Vị trí", 10, lambda item, _number, matter: item.places(matter)),
    Column("Nguyên văn", 50, lambda item, _number, matter: _quote(item, matter)),
    Column("Số nơi", 8, lambda _item, _number, matter: len(matter.findings), printed=False),
    Column("Mã", 24, lambda _item, _number, matter: matter.code, printed=False),
    Column("Văn bản", 17, lambda item, _number, _matter: item.label, printed=False),
    Column("Tệp", 28, lambda item, _number, _matter: item.plan.source.name, printed=False),
)

_QUOTED = 200  # characters of a finding's place that are shown beside it


def _recurrence(task: Task) -> str | None:
    return wording.recurrence(task.deadline.recurrence) if task.deadline and task.deadline.recurrence else None


def _quote(item: Extracted, matter: Matter) -> str | None:
    """Return the words at a matter's place, nothing where it has several places."""
    span = matter.findings[0].span
    if span is None or len(matter.findings) > 1:
        return None
    quoted = " ".join(item.source.quote(span).split())
    return quoted if len(quoted) <= _QUOTED else f"{quoted[: _QUOTED - 1]}…"


def cells(
    columns: tuple[Column[Record], ...], item: Extracted, records: Iterable[tuple[int, Record]]
) -> Iterator[list[str | int | float | date | None]]:
    """Yield the cells of each numbered record, in the order of the columns."""
    for number, record in records:
        yield [column.show(item, number, record) for column in columns]

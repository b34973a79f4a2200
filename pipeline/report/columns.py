"""Which columns the lists of tasks, targets and findings have, for csv and xlsx alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from pipeline.report import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from pipeline.documents import Finding, Target, Task
    from pipeline.report.extracted import Extracted

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
    Column("Đơn vị", 16, lambda _item, _number, target: target.unit),
    Column("Hạn cuối", 12, lambda _item, _number, target: day_or_text(target.by)),
    Column("Vị trí", 10, lambda item, _number, target: item.place(target.span)),
    Column("Độ tin cậy", 8, lambda _item, _number, target: target.confidence),
    Column("Quy tắc", 22, lambda _item, _number, target: target.rule, printed=False),
    Column("Văn bản", 17, lambda item, _number, _target: item.label, printed=False),
    Column("Tệp", 28, lambda item, _number, _target: item.plan.source.name, printed=False),
)

FINDINGS: tuple[Column[Finding], ...] = (
    Column("STT", 5, lambda _item, number, _finding: number),
    Column("Điểm cần xem lại", 80, lambda _item, _number, finding: finding.message),
    Column("Vị trí", 10, lambda item, _number, finding: item.place(finding.span)),
    Column("Nguyên văn", 60, lambda item, _number, finding: _quote(item, finding)),
    Column("Mã", 24, lambda _item, _number, finding: finding.code, printed=False),
    Column("Văn bản", 17, lambda item, _number, _finding: item.label, printed=False),
    Column("Tệp", 28, lambda item, _number, _finding: item.plan.source.name, printed=False),
)

_QUOTED = 200  # characters of a finding's place that are shown beside it


def _recurrence(task: Task) -> str | None:
    return wording.recurrence(task.deadline.recurrence) if task.deadline and task.deadline.recurrence else None


def _quote(item: Extracted, finding: Finding) -> str | None:
    if finding.span is None:
        return None
    quoted = " ".join(item.source.quote(finding.span).split())
    return quoted if len(quoted) <= _QUOTED else f"{quoted[: _QUOTED - 1]}…"


def cells(
    columns: tuple[Column[Record], ...], item: Extracted, records: Iterable[tuple[int, Record]]
) -> Iterator[list[str | int | float | date | None]]:
    """Yield the cells of each numbered record, in the order of the columns."""
    for number, record in records:
        yield [column.show(item, number, record) for column in columns]

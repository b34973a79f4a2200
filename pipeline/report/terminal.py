"""The tasks on a screen: the document's data, the tasks under their headings, targets, findings.

The columns follow the width: under 100 characters lead and partners share one, from 150 on the last day,
the product and the place have their own. Nothing is cut: what does not fit is wrapped.
"""

from __future__ import annotations

import io
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.remarks import severity_name
from pipeline.report import wording
from pipeline.report.extracted import Extracted, View, encoded, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rich.console import RenderableType

    from pipeline.documents import Deadline, Target, Task
    from pipeline.report.matters import Matter

_NARROWEST, _MEDIUM, _WIDE = 60, 100, 150  # characters
_GAP = 2  # characters between columns: one of padding, one that the box draws
_PADDING = (0, _GAP - 1, 0, 0)
_STYLES = {"error": "bold red", "warning": "yellow", "note": "dim"}
_MARK = 2  # characters of the question mark behind a number, and the space before it
_LONGEST_ORDINAL = 12  # characters; longer ones are wrapped


class Column(NamedTuple):
    """A column on the screen: its title, its share of the width (0: as wide as said), its cell."""

    title: str
    share: int
    least: int
    show: Callable[[Extracted, int, Task], Text]


def write(items: Iterable[Extracted], view: View) -> Iterator[bytes]:
    """Yield each document's tables, with colours when the view asks for them."""
    for number, item in enumerate(items):
        width = max(view.width, _NARROWEST)
        yield printed([*([Text()] if number else []), _document(item, width)], view, width)


def printed(parts: Iterable[RenderableType], view: View, width: int) -> bytes:
    """Return parts as a screen of this width shows them, with colours when the view asks for them."""
    screen = io.StringIO()
    console = Console(
        file=screen,
        width=width,
        force_terminal=view.colours,
        color_system="auto" if view.colours else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return encoded("\n".join(line.rstrip() for line in screen.getvalue().splitlines()) + "\n")


def _document(item: Extracted, width: int) -> RenderableType:
    parts: list[RenderableType] = [_header(item), Text(" · ".join(wording.counts(item.plan)), "bold"), Text()]
    if item.plan.tasks:
        parts += _task_tables(item, width)
    if item.plan.targets:
        parts += [Text("Chỉ tiêu", "bold"), _targets(item), Text()]
    if item.matters:
        parts += [Text("Điểm cần xem lại", "bold"), _findings(item, width)]
    return Group(*parts)


def _header(item: Extracted) -> RenderableType:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in wording.facts(item.plan):
        grid.add_row(label, _text(text, "bold" if label in {"Số hiệu", "Trích yếu"} else ""))
    return Padding(grid, (0, 0, 1, 0))


# ── tasks ─────────────────────────────────────────────────────────────────────────────────────────


def _task_tables(item: Extracted, width: int) -> Iterator[RenderableType]:
    columns = _columns(item, width)
    widths = _widths(columns, width)
    yield _table(columns, widths, titled=True)
    for path, group in groupby(item.tasks, key=lambda entry: entry[1].path):
        if path:
            yield _text(" › ".join(path), "bold cyan")
        table = _table(columns, widths, titled=False)
        for number, task in group:
            table.add_row(*(column.show(item, number, task) for column in columns))
        yield table
        yield Text()


def _table(columns: list[Column], widths: list[int], *, titled: bool) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=_PADDING,
        pad_edge=False,
        show_edge=False,
        show_header=titled,
        leading=int(not titled),
    )
    for column, size in zip(columns, widths, strict=True):
        table.add_column(column.title, width=size, overflow="fold", header_style="bold")
    return table


def _columns(item: Extracted, width: int) -> list[Column]:
    tasks = item.plan.tasks
    ordinals = min(_LONGEST_ORDINAL, max((len(task.ordinal or "") for task in tasks), default=0))
    digits = len(str(len(tasks))) + (_MARK if any(map(wording.is_doubtful, tasks)) else 0)
    number = Column("STT", 0, max(3, digits), lambda _item, number, task: _number(number, task))
    ordinal = Column("Mục", 0, max(3, ordinals), lambda _item, _number, task: _text(task.ordinal))
    action = Column("Nội dung nhiệm vụ", 6, 24, lambda _item, _number, task: _action(task))
    leads = Column("Cơ quan chủ trì", 3, 15, lambda _item, _number, task: _leads(task))
    partners = Column("Cơ quan phối hợp", 3, 16, lambda _item, _number, task: _names(task.partners))
    deadline = Column("Thời hạn", 0, 16, lambda _item, _number, task: _deadline(task.deadline, last_day=True))
    if width < _MEDIUM:
        bodies = Column("Cơ quan thực hiện", 3, 18, lambda _item, _number, task: _bodies(task))
        return [number, action, bodies, deadline._replace(least=14)]
    shown = [number, *([ordinal] if ordinals else []), action, leads, partners]
    if width < _WIDE:
        return [*shown, deadline]
    shown.append(Column("Thời hạn", 2, 14, lambda _item, _number, task: _deadline(task.deadline, last_day=False)))
    shown.append(Column("Hạn cuối", 0, 12, lambda _item, _number, task: _text(wording.due(task.deadline))))
    if any(task.product for task in tasks):
        shown.append(
            Column("Sản phẩm", 2, 14, lambda _item, _number, task: _text(task.product.text if task.product else None))
        )
    shown.append(Column("Tin cậy", 0, 7, lambda _item, _number, task: Text(wording.confidence(task))))
    return [*shown, Column("Vị trí", 0, 14, lambda item, _number, task: Text(item.place(task.span), "dim"))]


def _widths(columns: list[Column], width: int) -> list[int]:
    spare = width - sum(column.least + _GAP for column in columns) + _GAP
    shares = sum(column.share for column in columns) or 1
    return [column.least + max(0, spare) * column.share // shares for column in columns]


def _number(number: int, record: Task | Target) -> Text:
    """Return a record's number, with a question mark where it is doubtful."""
    said = Text(str(number))
    return said.append(" ?", "bold yellow") if wording.is_doubtful(record) else said


def _text(text: str | None, style: str = "") -> Text:
    return Text(visible(text or ""), style)


def _action(task: Task) -> Text:
    return _text(task.action)


def _leads(task: Task) -> Text:
    said = _names(task.leads) if task.leads else Text("chưa rõ", "yellow")
    if task.supervisors:
        said.append_text(_text(f"\n{wording.names(task.supervisors)} chỉ đạo", "dim"))
    return said


def _names(agencies: Iterable[object]) -> Text:
    return Text(";\n").join(_text(getattr(agency, "text", "")) for agency in agencies)


def _bodies(task: Task) -> Text:
    said = _leads(task)
    if task.partners:
        said.append_text(_text(f"\nphối hợp: {wording.names(task.partners)}", "dim"))
    return said


def _deadline(deadline: Deadline | None, *, last_day: bool) -> Text:
    if deadline is None:
        return Text("–", "dim")
    said = _text(deadline.text)
    if last_day and deadline.end:
        said.append_text(_text(f"\n→ {wording.due(deadline)}", "green"))
    if deadline.also:
        said.append_text(_text(f"\ncòn: {wording.others(deadline)}", "dim"))
    return said


# ── targets and findings ──────────────────────────────────────────────────────────────────────────


def _targets(item: Extracted) -> RenderableType:
    table = Table(box=box.SIMPLE_HEAD, padding=_PADDING, pad_edge=False, show_edge=False)
    table.add_column("STT", no_wrap=True)
    table.add_column("Nội dung", ratio=1, overflow="fold")
    table.add_column("Mức", max_width=24)
    table.add_column("Hạn cuối", no_wrap=True)
    for number, target in item.targets:
        table.add_row(
            _number(number, target), _text(target.text), _text(wording.measure(target)), _text(wording.day(target.by))
        )
    return table


def _findings(item: Extracted, width: int) -> RenderableType:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for matter in item.matters:
        style = _STYLES[matter.severity]
        said = _text(matter.text)
        place = _place(item, matter)
        said.append(_cut(f" ({place})", width) if place else "", "dim")
        grid.add_row(Text(severity_name(matter.severity).capitalize(), style), said)
    return grid


def _place(item: Extracted, matter: Matter) -> str:
    """Return where a matter stands: its tasks and its lines."""
    return "; ".join(part for part in (wording.where(matter), item.places(matter)) if part)


def _cut(place: str, width: int) -> str:
    """Return a list of places that takes no more than a line of the screen; all of them are in the other formats."""
    if len(place) <= width:
        return place
    return f"{place[: width - len(', …)')].rpartition(',')[0]}, …)"

"""A comparison as a workbook to filter, work through and print: `xlsx`, A4 landscape, dates as dates."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cover.sentences import name
from pipeline.report import wording
from pipeline.report.coverage_facts import FILLS, Comparison, Row, clean, due, said, side_facts, titled
from pipeline.report.coverage_mends import Mend, mends
from pipeline.report.sheets import TALLEST, Sheets, Shown, height, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from pipeline.documents import Task

_FACTS_WIDTHS = (22, 110)  # characters


class _Column(NamedTuple):
    """A column: the key of its title, its width in characters, whether it is printed."""

    title: str
    width: float
    printed: bool = True


_MATRIX = (
    _Column("stt", 5),
    _Column("parent_task", 34),
    _Column("lead", 13),
    _Column("partner", 13),
    _Column("due", 11),
    _Column("product", 11),
    _Column("verdict", 10),
    _Column("child_task", 34),
    _Column("child_lead", 13),
    _Column("child_due", 11),
    _Column("defects", 13),
    _Column("why", 30),
    _Column("remit", 40, printed=False),
    _Column("score", 8, printed=False),
    _Column("review", 10, printed=False),
    _Column("justified", 30, printed=False),
    _Column("item", 10, printed=False),
    _Column("due_text", 22, printed=False),
    _Column("child_due_text", 22, printed=False),
)
_GAPS = (
    _Column("stt", 5),
    _Column("item", 9),
    _Column("parent_task", 44),
    _Column("verdict", 12),
    _Column("wrong", 46),
    _Column("remedy", 36),
    _Column("justified", 18),
)
_TARGETS = (
    _Column("stt", 5),
    _Column("parent_target", 50),
    _Column("verdict", 12),
    _Column("child_target", 50),
    _Column("why", 44),
)
_ADDED = (
    _Column("stt", 5),
    _Column("item", 10),
    _Column("task", 75),
    _Column("lead", 26),
    _Column("partner", 26),
    _Column("due", 14),
)
_CHANGES = (
    _Column("stt", 5),
    _Column("item", 10),
    _Column("parent_task", 60),
    _Column("before", 16),
    _Column("after", 16),
    _Column("kind", 14),
    _Column("told", 44),
)


def write(compared: Comparison) -> Iterator[bytes]:
    """Yield the bytes of a workbook: summary, matrix, gaps, targets, added tasks and, of two drafts, what changed."""
    content = io.BytesIO()
    with workbook(said("title"), content) as book:
        sheets = _Sheets(book, compared)
        sheets.summary()
        rows = (_matrix(compared, row) for row in compared.rows)
        sheets.listing("matrix", _MATRIX, rows, 6, [row.verdict.status for row in compared.rows])
        found = mends(compared)
        sheets.listing("gaps", _GAPS, map(_gap, enumerate(found, 1)), 3, [_shade(one) for one in found])
        targets = compared.found.targets
        sheets.listing("targets", _TARGETS, _targets(compared), 2, [one.status for one in targets])
        sheets.listing("added", _ADDED, _added(compared))
        if compared.found.previous:
            changes = compared.found.changes
            sheets.listing("changes", _CHANGES, _changes(compared), 5, [one.kind for one in changes])
    yield content.getvalue()


def _matrix(compared: Comparison, row: Row) -> list[Shown]:
    task, answers = row.task, row.answers
    below = "\n".join(f"{one.task.ordinal or one.number}. {compared.words(one)}" for one in answers)
    leads = _each(row, lambda one: wording.names(one.leads))
    days = [_day(one.task) for one in answers]
    times: Shown = days[0] if len(days) == 1 else _each(row, lambda one: wording.due(one.deadline))
    return [
        row.number,
        task.action,
        wording.names(task.leads),
        wording.names(task.partners),
        _day(task),
        task.product.text if task.product else None,
        row.status,
        below or row.nothing,
        leads,
        times,
        ";\n".join(row.defects),
        "\n".join([row.verdict.why, *(f"– {note}" for note in row.notes)]),
        row.verdict.remit_why,
        row.score,
        said("is_so") if row.verdict.review else None,
        row.justified,
        task.ordinal,
        due(task.deadline),
        _each(row, lambda one: due(one.deadline)),
    ]


def _each(row: Row, show: Callable[[Task], str]) -> str:
    """Return what is shown of each task of the child that answers; of several, with its place in the child."""
    if len(row.answers) == 1:
        return show(row.answers[0].task)
    told = [(one.task.ordinal or str(one.number), show(one.task)) for one in row.answers]
    return "\n".join(f"{ordinal}: {text}" for ordinal, text in told if text)


def _day(task: Task) -> Shown:
    """Return the last day on time as a date, or what stands for it."""
    if task.deadline is None:
        return None
    return wording.as_date(task.deadline.end) or wording.due(task.deadline)


def _gap(numbered: tuple[int, Mend]) -> list[Shown]:
    number, one = numbered
    return [number, one.ordinal, one.about, one.status, one.wrong, one.remedy, one.justified]


def _shade(one: Mend) -> str:
    if one.row:
        return one.row.verdict.status
    return "missing" if one.status == name("missing") else "weaker"


def _targets(compared: Comparison) -> Iterator[list[Shown]]:
    for number, one in enumerate(compared.found.targets, 1):
        status = titled("stricter" if one.stricter else one.status)
        yield [number, one.parent.text, status, one.child.text if one.child else None, one.why]


def _added(compared: Comparison) -> Iterator[list[Shown]]:
    tasks = {task.id: task for task in compared.child.plan.tasks}
    for number, one in enumerate(compared.found.added, 1):
        task = tasks[one.id]
        yield [number, one.ordinal, one.action, wording.names(task.leads), wording.names(task.partners), _day(task)]


def _changes(compared: Comparison) -> Iterator[list[Shown]]:
    for number, one in enumerate(compared.found.changes, 1):
        task = one.parent_task
        yield [number, task.ordinal, task.action, name(one.before), name(one.after), titled(one.kind), one.why]


class _Sheets(Sheets):
    """The sheets of one comparison."""

    def __init__(self, book: Workbook, compared: Comparison) -> None:
        super().__init__(book)
        self.compared = compared
        self.fills = {
            status: book.add_format(self.base | {"bold": True, "text_wrap": True, "bg_color": colour})
            for status, colour in FILLS.items()
        }
        self.title = book.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
        self.alert = book.add_format(self.base | {"bold": True, "text_wrap": True, "bg_color": "#FFE9A8"})

    def summary(self) -> None:
        """Add the sheet that says which documents were compared, what is odd about them, and the counts."""
        sheet = self.book.add_worksheet(said("summary"))
        for at, width in enumerate(_FACTS_WIDTHS):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, said("title"), self.title)
        sheet.set_row(0, 24)
        found = self.compared.found
        row = self._block(sheet, 2, said("notes"), [("", note) for note in self.compared.notes])
        row = self._block(sheet, row, said("parent"), side_facts(found.parent, self.compared.parent))
        row = self._block(sheet, row, said("child"), side_facts(found.child, self.compared.child))
        if found.previous:
            row = self._block(sheet, row, said("previous"), side_facts(found.previous, None))
        counts = [(name(status), str(count)) for status, count in self.compared.counts()]
        counted = [(said("tasks"), str(len(self.compared.rows))), *counts, *self.compared.results()[1:]]
        self._block(sheet, row, said("counts"), counted)
        self.page(sheet, said("summary"), self.compared.title)

    def _block(self, sheet: Worksheet, row: int, title: str, facts: Sequence[tuple[str, str]]) -> int:
        """Write a titled list of facts and return the row for what comes next."""
        sheet.merge_range(row, 0, row, 1, title, self.head)
        fills = {name(status): self.fills[status] for status, _ in self.compared.counts()}
        for label, text in facts:
            row += 1
            self.write(sheet, row, 0, label, fills.get(label, self.label))
            shown: Shown = int(text) if text.isdecimal() else clean(text)
            self.write(sheet, row, 1, shown, self.alert if text in self.compared.alerts else None)
            sheet.set_row(row, height([text], _FACTS_WIDTHS[1:]))
        return row + 2

    def listing(
        self,
        key: str,
        columns: Sequence[_Column],
        rows: Iterable[list[Shown]],
        coloured: int = 0,
        shades: Sequence[str] = (),
    ) -> None:
        """Add a sheet with a row a record; one column is filled with the colour of what it says."""
        sheet = self.book.add_worksheet(said(key))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, said(column.title), self.head if column.printed else self.aside)
        widths = [column.width if column.printed else 0 for column in columns]
        sheet.set_row(0, height([said(column.title) for column in columns], [0.8 * width for width in widths]))
        number = 0
        for number, shown in enumerate(rows, 1):
            safe = [clean(cell) if isinstance(cell, str) else cell for cell in shown]
            small = height(safe, widths) >= TALLEST
            sheet.set_row(number, height(safe, widths, small=small))
            for at, cell in enumerate(safe):
                form = self.fills.get(shades[number - 1]) if shades and at == coloured else None
                form = self.small if small and not form and isinstance(cell, str) else form
                self.write(sheet, number, at, cell, form)
        if not number:
            sheet.write_string(1, 1, said("nothing"), self.text)
        self.listed(sheet, number, len(columns), sum(column.printed for column in columns), frozen=2)
        self.page(sheet, said(key), self.compared.title)

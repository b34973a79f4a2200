"""A comparison in the form reviewers of a draft use: draft content | higher basis | assessment (`docx`)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name
from pipeline.report import wording
from pipeline.report.coverage_facts import (
    FILLS,
    Comparison,
    Row,
    changes_counted,
    clean,
    due,
    label,
    said,
    titled,
)
from pipeline.report.coverage_mends import mends
from pipeline.report.word import Cell, Paper, Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.documents import Task

_BEGINS = 220  # characters by which a task is known again in the list of fixes
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def write(compared: Comparison) -> Iterator[bytes]:
    """Yield the document."""
    yield _Letter(compared).written()


class _Letter:
    """The document of one comparison; its parts are numbered as they come."""

    def __init__(self, compared: Comparison) -> None:
        self.compared = compared
        self.paper = Paper(clean(f"{said('title')}: {compared.title}"))
        self.part = 0

    def written(self) -> bytes:
        self._opening()
        self._summary()
        self._matrix()
        self._fixes()
        self._declared()
        self._targets()
        self._added()
        self._outside()
        self._changes()
        self.paper.line(Piece(said("review_day"), italic=True), right=True)
        self.paper.line(Piece(said("reviewer")), right=True)
        return self.paper.saved()

    def _heading(self, key: str) -> None:
        self.paper.heading(f"{_ROMAN[self.part]}. {said(key)}")
        self.part += 1

    def _opening(self) -> None:
        found = self.compared.found
        self.paper.title(said("letter_title"))
        for note in self.compared.alerts:
            self.paper.line(Piece(clean(note), bold=True))
        sides = [("draft", found.child), ("basis", found.parent)]
        sides += [("previous", found.previous)] if found.previous else []
        for key, side in sides:
            issued = f" · {said('issued').lower()} {wording.day(side.issued_on)}" if side.issued_on else ""
            self.paper.line(Piece(f"{said(key)}: ", bold=True), Piece(label(side) + issued))

    def _summary(self) -> None:
        self._heading("summary")
        found = self.compared.found
        for note in found.notes:
            if note not in self.compared.alerts:
                self.paper.line(Piece(clean(note)))
        counts = self.compared.counts()
        heads = [said("tasks"), *(name(status) for status, _ in counts)]
        cells = [Cell([[Piece(str(len(self.compared.rows)), bold=True)]])]
        cells += [Cell([[Piece(str(count), bold=True)]], _shade(status) if count else "") for status, count in counts]
        self.paper.table(heads, [1] * len(heads), [cells])
        for about, told in self.compared.results()[1:]:
            self.paper.line(Piece(f"{about}: ", bold=True), Piece(clean(told)))

    def _matrix(self) -> None:
        self._heading("matrix_title")
        rows = [row for row in self.compared.rows if row.verdict.status != "out_of_remit"]
        if not rows:
            self.paper.line(Piece(said("no_matrix" if self.compared.rows else "no_tasks")))
            return
        titles = [said("draft_column"), said("basis_column"), said("assessment_column")]
        self.paper.table(titles, [36, 34, 30], [[self._draft(row), _basis(row), _assessment(row)] for row in rows])

    def _draft(self, row: Row) -> Cell:
        lines = [line for one in row.answers for line in _task(one.task, self.compared.words(one))]
        return Cell(lines or [[Piece(row.nothing, italic=True)]])

    def _fixes(self) -> None:
        self._heading("fixes")
        found = [one for one in mends(self.compared) if not one.justified]
        if not found:
            self.paper.line(Piece(said("no_fixes")))
            return
        rows = []
        for number, (about, group) in enumerate(groupby(found, key=lambda one: (one.ordinal, one.about)), 1):
            together = list(group)
            wrong, remedy = ([getattr(one, field) for one in together] for field in ("wrong", "remedy"))
            begins = Piece(clean(wording.shortened(about[1], _BEGINS)))
            rows.append([_cell(str(number)), Cell([[*_ordinal(about[0]), begins]]), _cells(wrong), _cells(remedy)])
        titles = [said("stt"), said("basis_column"), said("wrong"), said("fixes")]
        self.paper.table(titles, [5, 36, 31, 28], rows)

    def _declared(self) -> None:
        rows = [row for row in self.compared.rows if row.verdict.justified]
        if rows:
            self._heading("declared_title")
            titles = [said("parent_task"), said("verdict"), said("justified")]
            cells = [[_basis(row), _cell(row.status), _cell(row.justified)] for row in rows]
            self.paper.table(titles, [50, 15, 35], cells)

    def _targets(self) -> None:
        targets = self.compared.found.targets
        if not targets:
            return
        self._heading("targets")
        rows = []
        for number, one in enumerate(targets, 1):
            status = Cell([[Piece(titled("stricter" if one.stricter else one.status), bold=True)]], _shade(one.status))
            below = one.child.text if one.child else said("nothing")
            rows.append([_cell(str(number)), _cell(below), _cell(one.parent.text), status])
        titles = [said("stt"), said("child_target"), said("parent_target"), said("assessment_column")]
        self.paper.table(titles, [5, 41, 41, 13], rows)

    def _added(self) -> None:
        added = self.compared.found.added
        if added:
            self._heading("added_title")
            rows = [[_cell(str(number)), _cell(one.ordinal), _cell(one.action)] for number, one in enumerate(added, 1)]
            self.paper.table([said("stt"), said("item"), said("task")], [6, 12, 82], rows)

    def _outside(self) -> None:
        rows = [row for row in self.compared.rows if row.verdict.status == "out_of_remit"]
        if not rows:
            return
        self._heading("outside_title")
        cells = []
        for row in rows:
            reason = [[Piece(clean(row.verdict.why))]]
            reason += [[Piece(f"{said('reviewed')}.", bold=True)]] if row.verdict.review else []
            cells.append([Cell([[*_ordinal(row.task.ordinal), Piece(clean(row.task.action))]]), Cell(reason)])
        self.paper.table([said("parent_task"), said("reason")], [60, 40], cells)

    def _changes(self) -> None:
        found = self.compared.found
        if not found.previous:
            return
        self._heading("changes_title")
        self.paper.line(Piece(changes_counted(found.changes)))
        rows = []
        for one in found.changes:
            task = one.parent_task
            kind = Cell([[Piece(titled(one.kind), bold=True)]], _shade(one.kind))
            rows.append([Cell([[*_ordinal(task.ordinal), Piece(clean(task.action))]]), kind, _cell(one.why)])
        if rows:
            self.paper.table([said("parent_task"), said("kind"), said("told")], [50, 12, 38], rows)


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────


def _cell(text: str | None) -> Cell:
    return Cell([[Piece(clean(" ".join((text or "").split())))]])


def _cells(texts: list[str]) -> Cell:
    """Return a line for each text, once."""
    lines = list(dict.fromkeys(clean(" ".join(text.split())) for text in texts))
    return Cell([[Piece(f"– {line}" if len(lines) > 1 else line)] for line in lines])


def _shade(status: str) -> str:
    return FILLS.get(status, "").removeprefix("#")


def _ordinal(ordinal: str | None) -> list[Piece]:
    return [Piece(f"{clean(ordinal)}. ", bold=True)] if ordinal else []


def _task(task: Task, words: str) -> list[list[Piece]]:
    """Return a task in these words with what belongs to it, a line each."""
    told = [
        said("lead_label", text=wording.names(task.leads)) if task.leads else "",
        said("partner_label", text=wording.names(task.partners)) if task.partners else "",
        said("due_label", text=due(task.deadline)) if task.deadline else "",
        said("product_label", text=task.product.text) if task.product else "",
    ]
    lines = [[Piece(clean(" ".join(line.split())), italic=True)] for line in told if line]
    return [[*_ordinal(task.ordinal), Piece(clean(words))], *lines]


def _basis(row: Row) -> Cell:
    return Cell(_task(row.task, row.task.action))


def _assessment(row: Row) -> Cell:
    doubt = f" – {said('reviewed').lower()}" if row.verdict.review else ""
    lines = [[Piece(row.status + doubt, bold=True, fill=_shade(row.verdict.status))], [Piece(clean(row.verdict.why))]]
    lines += [[Piece(f"– {clean(note)}")] for note in row.notes]
    lines += [[Piece(clean(row.remit), italic=True)]] if row.remit else []
    lines += [[Piece(f"{said('justified')}: {clean(row.justified)}")]] if row.justified else []
    return Cell(lines)

"""What every report of a comparison tells: rows that join verdicts with the tasks of both, counts, what to mend."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cover.sentences import name, sentence
from pipeline.report import wording
from pipeline.report.extracted import Extracted, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.cover.model import Change, Coverage, Document, Justification, Link, Side, Verdict
    from pipeline.documents import Deadline, Span, Task

ORDER = ("missing", "partial", "undecidable", "covered", "out_of_remit")  # what needs work first
GAPS = ("missing", "partial", "undecidable")
# Light enough for black words on them, and told apart in grey; the word says it anyway.
FILLS = {
    "missing": "#F4B6B0",
    "partial": "#FFE9A8",
    "undecidable": "#DCCBEE",
    "covered": "#D8EFD3",
    "out_of_remit": "#F2F2F2",
    "weaker": "#FFE9A8",
    "met": "#D8EFD3",
    "better": "#D8EFD3",
    "worse": "#F4B6B0",
}
_WHOLE = 400  # characters up to which an answer is quoted whole
_HALF = re.compile(r"[\ud800-\udfff\ufffe\uffff]")  # no XML may hold these


def said(key: str, **values: object) -> str:
    """Return words of the reports: section `report` of grammars/coverage.yaml."""
    return sentence("report", key, **{one: str(value) for one, value in values.items()})


def titled(key: str) -> str:
    """Return what a status or a defect is called, where a sentence begins."""
    called = name(key)
    return called[:1].upper() + called[1:]


def clean(text: str | None) -> str:
    """Return a text that any report can hold, as long as it was: no control characters, no half ones."""
    return _HALF.sub("\ufffd", visible((text or "").replace("\r\n", " \n").replace("\r", "\n")))


class Answer(NamedTuple):
    """A task of the child that answers to one of the parent's, and its number in the child (from 1)."""

    link: Link
    task: Task
    number: int


class Row(NamedTuple):
    """A verdict with the task it is about, what answers to it, and its number (from 1)."""

    number: int
    verdict: Verdict
    task: Task
    answers: tuple[Answer, ...]

    @property
    def status(self) -> str:
        """Return what the verdict is called; of a gap that was signed off, that too."""
        called = name(self.verdict.status)
        return said("with_declared", name=called) if self.verdict.justified else called

    @property
    def is_gap(self) -> bool:
        """Return whether something is missing that nobody signed off."""
        return self.verdict.status in GAPS and not self.verdict.justified

    @property
    def defects(self) -> list[str]:
        """Return what the defects are called."""
        return [name(one) for one in self.verdict.defects]

    @property
    def notes(self) -> list[str]:
        """Return the defects as sentences: "Chậm hơn thời hạn cấp trên: …"."""
        told = [f"{titled(one.defect)}: {one.why}" for one in self.verdict.defect_notes]
        known = {one.defect for one in self.verdict.defect_notes}
        return told + [f"{titled(one)}." for one in self.verdict.defects if one not in known]

    @property
    def remit(self) -> str:
        """Return why the task is expected or not, nothing where the verdict says so itself."""
        return "" if self.verdict.remit_why.rstrip(".") in self.verdict.why else self.verdict.remit_why

    @property
    def score(self) -> float | None:
        """Return how much of the task the best answer takes up, from 0 to 1."""
        return max((one.link.score for one in self.answers), default=None)

    @property
    def justified(self) -> str:
        """Return who signed the gap off, why, and until when."""
        return justification(self.verdict.justified)

    @property
    def nothing(self) -> str:
        """Return what stands where no task of the child does."""
        if self.verdict.status == "covered":
            return said("itself")
        return said("not_expected" if self.verdict.status == "out_of_remit" else "nothing_found")


class Lead(NamedTuple):
    """A body that leads tasks of the parent: its number (from 1, 0 for none), its name, the rows it leads."""

    number: int
    text: str
    rows: frozenset[int]


@dataclass(frozen=True)
class Comparison:
    """A comparison with both documents: what every writer takes."""

    found: Coverage
    parent: Document
    child: Document

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Return the verdicts in the order of the parent, joined with the tasks they are about."""
        above = {task.id: task for task in self.parent.plan.tasks}
        below = {task.id: (number, task) for number, task in enumerate(self.child.plan.tasks, 1)}
        return tuple(
            Row(
                number,
                verdict,
                above[verdict.parent_task.id],
                tuple(Answer(link, below[link.id][1], below[link.id][0]) for link in verdict.child_tasks),
            )
            for number, verdict in enumerate(self.found.verdicts, 1)
        )

    @cached_property
    def alerts(self) -> tuple[str, ...]:
        """Return the notes that call for attention: all but the plain one that the child carries the parent out.

        What leaves nothing to compare stands first.
        """
        grave = [sentence("pair", key) for key in ("same", "no_parent_tasks", "no_child_tasks")]
        told = (note for note in self.found.notes if note != sentence("relations", "implements"))
        return tuple(sorted(told, key=lambda note: note not in grave))

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the sentences about the pair, those that call for attention first."""
        return (*self.alerts, *(note for note in self.found.notes if note not in self.alerts))

    @property
    def title(self) -> str:
        """Return the numbers of both."""
        return f"{self.found.parent.number or said('parent')} – {self.found.child.number or said('child').lower()}"

    def counts(self) -> Sequence[tuple[str, int]]:
        """Return the statuses with how many verdicts have each, what needs work first."""
        numbers = self.found.summary.model_dump()
        return [(status, numbers[status]) for status in ORDER]

    def defects(self) -> Sequence[tuple[str, int]]:
        """Return the defects with how many verdicts have each, the most frequent first."""
        return Counter(defect for row in self.rows for defect in row.verdict.defects).most_common()

    def target_counts(self) -> Sequence[tuple[str, int]]:
        """Return what became of the parent's targets with how many each."""
        return Counter(one.status for one in self.found.targets).most_common()

    def results(self) -> list[tuple[str, str]]:
        """Return the counts as label and text, for a list of facts."""
        counted = [said("total", count=len(self.rows))]
        counted += [said("count", count=count, name=name(key).lower()) for key, count in self.counts()]
        lines = [(said("counts"), " · ".join(counted))]
        defects = [f"{name(key)}: {count}" for key, count in self.defects()]
        lines.append((said("defects_found"), "; ".join(defects) or said("no_defects")))
        lines.append((said("reviewed"), said("share", count=sum(row.verdict.review for row in self.rows))))
        if declared := sum(row.verdict.justified is not None for row in self.rows):
            lines.append((said("declared"), said("share", count=declared)))
        if self.found.targets:
            lines.append((said("targets_found"), "; ".join(f"{name(key)}: {n}" for key, n in self.target_counts())))
        if self.found.previous:
            lines.append((said("changes"), changes_counted(self.found.changes)))
        return lines

    @cached_property
    def leads(self) -> list[Lead]:
        """Return the bodies that lead tasks of the parent, in the order of their names; those without one last."""
        texts: dict[str, str] = {}
        rows: dict[str, set[int]] = {}
        for row in self.rows:
            for body in row.task.leads:
                key = body.agency or " ".join(body.text.split()).casefold()
                texts.setdefault(key, clean(" ".join(body.text.split())))
                rows.setdefault(key, set()).add(row.number)
        named = sorted(rows, key=lambda key: texts[key].casefold())
        found = [Lead(number, texts[key], frozenset(rows[key])) for number, key in enumerate(named, 1)]
        if without := frozenset(row.number for row in self.rows if not row.task.leads):
            found.append(Lead(0, said("no_lead"), without))
        return found

    def words(self, answer: Answer) -> str:
        """Return a task of the child where room is short: of a long one the clauses that answer to the parent's."""
        if len(answer.task.action) <= _WHOLE:
            return answer.task.action
        places = {(one.child.start, one.child.end): one.child for one in answer.link.evidence}
        return f"[…] {' […] '.join(self.child.quote(places[ends]) for ends in sorted(places))} […]"

    def place(self, span: Span, *, above: bool) -> str:
        """Return where a span stands in the parent or in the child: the page, the lines."""
        return (self._above if above else self._below).place(span)

    @cached_property
    def _above(self) -> Extracted:
        return Extracted(self.parent.source, self.parent.plan)

    @cached_property
    def _below(self) -> Extracted:
        return Extracted(self.child.source, self.child.plan)


def justification(declared: Justification | None) -> str:
    """Return a declared gap as a sentence, nothing where there is none."""
    if declared is None:
        return ""
    if declared.until:
        return said("declared_until", who=declared.who, why=declared.why, until=wording.day(declared.until))
    return said("declared_by", who=declared.who, why=declared.why)


def changes_counted(changes: tuple[Change, ...]) -> str:
    """Return how many verdicts a new draft moved, and where to."""
    if not changes:
        return said("no_changes")
    kinds = Counter(one.kind for one in changes)
    return said("changes_counted", **{kind: kinds[kind] for kind in ("better", "worse", "other")})


def label(side: Side) -> str:
    """Return a document in one line: its number, issuer, title."""
    return clean(" · ".join(part for part in (side.number, side.issuer, side.title) if part) or said("no_number"))


def side_facts(side: Side, document: Document | None) -> list[tuple[str, str]]:
    """Return what a document says of itself, as label and text; without the document its file is left out."""
    lines = [
        (said("number"), side.number or said("no_number")),
        (said("about"), side.title or ""),
        (said("issuer"), side.issuer or ""),
        (said("issued"), wording.day(side.issued_on)),
        (said("tasks"), str(side.tasks)),
        (said("file"), wording.source_line(document.plan) if document else ""),
    ]
    return [(about, clean(text)) for about, text in lines if text]


def due(deadline: Deadline | None) -> str:
    """Return a deadline as written, with its last day where that says more; "không nêu" where there is none."""
    if deadline is None:
        return said("no_deadline")
    written, last = " ".join(deadline.text.split()), wording.due(deadline)
    if deadline.end and not deadline.recurrence and last.casefold() not in written.casefold():
        return said("last_day", text=written, day=last)
    return written

"""What becomes of each task of the parent: covered, partial, missing, out of remit, undecidable; and the defects.

A task is called covered only when nearly all that it requires is found: a false "covered" is the worst error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.cover.align import Aligner, Pair
from pipeline.cover.model import (
    Coverage,
    Defect,
    DefectNote,
    Document,
    Evidence,
    Link,
    Side,
    Status,
    Summary,
    TaskRef,
    Verdict,
)
from pipeline.cover.relation import middle, relation
from pipeline.cover.remit import Remit, RemitReader
from pipeline.cover.rungs import rung_between
from pipeline.cover.sentences import sentence
from pipeline.cover.targets import compare
from pipeline.documents import Span, Task
from pipeline.resolve.agencies import registry

_COVERED = 0.40  # score of a task that takes the wording up; see align.py
_SURE = 0.6  # below it a person looks at what is called covered
_TOUCHED = 0.21  # below it a task has nothing to do with the requirement
_CLAUSE = 0.25  # a requirement of a longer task counts as taken up from here on
_LINKED = 0.6  # other tasks are linked too from this share of the best one's score
_MOST_LINKS = 4
_GROUPS = frozenset({"collective", "level", "community"})
_OPEN = frozenset({"ongoing", "conditional", "relative", "recurring"})


def cover(parent: Document, child: Document) -> Coverage:
    """Return what the child takes up of the parent."""
    judge = _Judge(parent, child)
    verdicts = [judge.verdict(task) for task in parent.plan.tasks]
    linked = {link.id for verdict in verdicts for link in verdict.child_tasks}
    counts = {status: sum(one.status == status for one in verdicts) for status in Summary.model_fields}
    return Coverage(
        parent=_side(parent),
        child=_side(child),
        relation=relation(parent.plan.document, child.plan.document),
        notes=tuple(_notes(parent, child)),
        verdicts=tuple(verdicts),
        targets=compare(parent, child),
        added=tuple(_reference(task) for task in child.plan.tasks if task.id not in linked),
        summary=Summary(**counts),
    )


def _notes(parent: Document, child: Document) -> list[str]:
    """Return the sentences about the pair as a whole."""
    notes = [sentence("relations", relation(parent.plan.document, child.plan.document))]
    if parent.source.sha256 == child.source.sha256:
        notes.append(sentence("pair", "same"))
    elif numbers := middle(parent.plan.document, child.plan.document):
        notes.append(sentence("pair", "middle", numbers=", ".join(numbers)))
    notes += [sentence("pair", "no_parent_tasks")] if not parent.plan.tasks else []
    return notes + ([sentence("pair", "no_child_tasks")] if not child.plan.tasks else [])


class _Judge:
    """Judges the tasks of one parent against one child."""

    def __init__(self, parent: Document, child: Document) -> None:
        self._parent = parent
        self._child = child
        issuer, issued = child.plan.document.issuer, child.plan.document.issued_on
        whole = issued if issued and "X" not in issued else None
        self._remit = RemitReader(issuer.agency if issuer else None, date.fromisoformat(whole) if whole else None)
        self._aligner = Aligner(
            [task.action for task in parent.plan.tasks], [self._said(task) for task in child.plan.tasks]
        )
        self._cut = any(one.code == "truncated_table" for one in child.plan.findings)

    @staticmethod
    def _said(task: Task) -> str:
        return f"{task.action} {task.product.text}" if task.product else task.action

    def verdict(self, task: Task) -> Verdict:
        """Return what becomes of one task of the parent."""
        remit = self._remit.of(task)
        pairs = self._aligner.pairs(task.action)
        best = pairs[0].score if pairs else 0.0
        if remit.expected == "other" and best < _COVERED:
            lead = remit.lead.text if remit.lead else ""
            return self._told(task, remit, "out_of_remit", sentence("status", "out_of_remit", lead=lead))
        if best < _TOUCHED:
            return self._not_found(task, remit)
        clauses = self._clauses(task)
        links = self._links(task, pairs, clauses)
        children = [self._child.plan.tasks[pair.child] for pair in self._chosen(pairs)]
        full = [self._child.plan.tasks[pair.child] for pair in pairs if pair.score >= _COVERED]
        status, why, uncovered = self._found(task, full or children, clauses, taken_up=bool(full))
        notes = self._defects(task, children) if status == "covered" or best >= _COVERED else ()
        defects = tuple(note.defect for note in notes)
        told = self._told(task, remit, status, why)
        review = status != "covered" or best < _SURE or remit.expected != "own" or bool(defects)
        return told.model_copy(
            update={
                "child_tasks": links,
                "defects": defects,
                "defect_notes": notes,
                "uncovered": uncovered,
                "review": review,
            }
        )

    def _not_found(self, task: Task, remit: Remit) -> Verdict:
        """Return the verdict of a task that nothing in the child speaks of."""
        if remit.expected == "unknown":
            key = "unknown_lead" if remit.lead else "no_issuer"
            lead = remit.lead.text if remit.lead else ""
            return self._told(task, remit, "undecidable", sentence("status", key, lead=lead), review=True)
        why = sentence("status", "cut" if self._cut else "missing")
        return self._told(task, remit, "missing", why, review=self._cut or remit.expected == "partner")

    def _found(
        self, task: Task, children: Sequence[Task], clauses: Sequence[tuple[Span, Pair | None]], *, taken_up: bool
    ) -> tuple[Status, str, tuple[Span, ...]]:
        """Return the status of a task that the child speaks of, its sentence, and what is not taken up."""
        tasks = ", ".join(f'{child.ordinal or child.id} "{_short(child.action)}"' for child in children[:2])
        if not taken_up:
            return "partial", sentence("status", "partial", tasks=tasks), ()
        open_clauses = tuple(span for span, pair in clauses if pair is None or pair.score < _CLAUSE)
        if len(clauses) > 1 and open_clauses:
            quote = _short(self._parent.source.text[open_clauses[0].start : open_clauses[0].end])
            return "partial", sentence("status", "partial_clauses", tasks=tasks, clause=quote), open_clauses
        if lower := rung_between(task.action, [child.action for child in children]):
            why = sentence("status", "partial_rung", tasks=tasks, child=lower.child, parent=lower.parent)
            return "partial", why, (task.span,)
        return "covered", sentence("status", "covered", tasks=tasks), ()

    def _clauses(self, task: Task) -> list[tuple[Span, Pair | None]]:
        """Return each requirement of a task with the child's task that speaks most of it."""
        found = []
        for one in task.requirements:
            pairs = self._aligner.pairs(self._parent.source.text[one.span.start : one.span.end])
            found.append((one.span, pairs[0] if pairs else None))
        return found

    def _chosen(self, pairs: Sequence[Pair]) -> list[Pair]:
        least = max(_TOUCHED, _LINKED * pairs[0].score)
        return [pair for pair in pairs[:_MOST_LINKS] if pair.score >= least]

    def _links(
        self, task: Task, pairs: Sequence[Pair], clauses: Sequence[tuple[Span, Pair | None]]
    ) -> tuple[Link, ...]:
        links = []
        for pair in self._chosen(pairs):
            child = self._child.plan.tasks[pair.child]
            spans = [span for span, best in clauses if best and best.child == pair.child] or [task.span]
            evidence = tuple(Evidence(parent=span, child=child.span) for span in spans)
            reference = _reference(child)
            links.append(
                Link(
                    id=child.id,
                    ordinal=child.ordinal,
                    action=reference.action,
                    score=round(min(pair.score, 1.0), 3),
                    evidence=evidence,
                )
            )
        return tuple(links)

    @staticmethod
    def _told(task: Task, remit: Remit, status: Status, why: str, *, review: bool = False) -> Verdict:
        told = sentence("remit", remit.rule, lead=remit.lead.text if remit.lead else "")
        return Verdict(
            parent_task=_reference(task), status=status, remit=remit.rule, remit_why=told, why=why, review=review
        )

    # ── defects ───────────────────────────────────────────────────────────────────────────────────

    def _defects(self, task: Task, children: Sequence[Task]) -> tuple[DefectNote, ...]:
        """Return what is wrong with the child's tasks that answer to one of the parent's; the best stands first."""
        found = [self._time(task, children), self._lead(task, children), self._group(children[0])]
        return tuple(one for one in (*found, self._helper(task, children), self._product(task, children)) if one)

    def _time(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        due = _end(task)
        if due is None or task.deadline is None:
            return None
        ends = sorted((end, number) for number, child in enumerate(children) if (end := _end(child)))
        if ends and ends[0][0] <= due:
            return None
        child = children[ends[0][1]] if ends else children[0]
        said = {"parent": _short(task.deadline.text), "due": _day(due)}
        span = child.deadline.span if child.deadline else child.span
        if ends:
            said |= {"child": _short(child.deadline.text if child.deadline else ""), "end": _day(ends[0][0])}
            return _note("late", task.deadline.span, span, said)
        said["child"] = f'"{_short(child.deadline.text)}"' if child.deadline else sentence("defects", "no_time")
        return _note("lost_deadline", task.deadline.span, span, said)

    def _lead(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        inside = [lead for lead in task.leads if self._remit.is_inside(lead)]
        leads = [lead for child in children for lead in child.leads]
        if not inside or not leads or any(self._remit.same(one, other) for one in inside for other in leads):
            return None
        said = {"parent": inside[0].text, "child": leads[0].text}
        return _note("misassigned", inside[0].span, leads[0].span, said)

    def _group(self, child: Task) -> DefectNote | None:
        if not child.leads or not all(_is_group(lead.agency) for lead in child.leads):
            return None
        return _note("collective_lead", None, child.leads[0].span, {"child": child.leads[0].text})

    def _helper(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        named = [body for child in children for body in (*child.leads, *child.partners)]
        helpers = [partner for partner in task.partners if self._remit.is_inside(partner)]
        lost = next((one for one in helpers if not any(self._remit.same(one, other) for other in named)), None)
        return _note("missing_partner", lost.span, None, {"parent": lost.text}) if lost else None

    @staticmethod
    def _product(task: Task, children: Sequence[Task]) -> DefectNote | None:
        if not task.product or any(child.product for child in children):
            return None
        return _note("missing_product", task.product.span, None, {"parent": _short(task.product.text)})


def _note(defect: Defect, parent: Span | None, child: Span | None, said: dict[str, str]) -> DefectNote:
    return DefectNote(defect=defect, parent=parent, child=child, why=sentence("defects", defect, **said))


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def _end(task: Task) -> str | None:
    """Return the last day of a task that has one: no ongoing, conditional or recurring time."""
    deadline = task.deadline
    if deadline is None or deadline.kind in _OPEN or not deadline.end or "X" in deadline.end:
        return None
    return deadline.end


def _is_group(agency: str | None) -> bool:
    entry = registry().entries.get(agency.partition(":")[0]) if agency else None
    return entry is not None and entry.kind in _GROUPS and ":" not in (agency or "")


def _reference(task: Task) -> TaskRef:
    return TaskRef(id=task.id, ordinal=task.ordinal, action=task.action, span=task.span)


def _side(document: Document) -> Side:
    info = document.plan.document
    return Side(
        number=info.number,
        title=info.title,
        issuer=info.issuer.text if info.issuer else None,
        issued_on=info.issued_on,
        tasks=len(document.plan.tasks),
    )


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= 70 else f"{folded[:69].rstrip()}…"

"""What becomes of each task of the parent: covered, partial, missing, out of remit, undecidable; and the defects.

A task is called covered only when nearly all that it requires is found: a false "covered" is the worst error.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.cover.align import Aligner, Pair, Said
from pipeline.cover.defects import DefectReader
from pipeline.cover.limits import Limits, fitted
from pipeline.cover.model import (
    Coverage,
    Document,
    Evidence,
    Link,
    Relation,
    Side,
    Status,
    Summary,
    TaskRef,
    Verdict,
)
from pipeline.cover.relation import middle, other_day, relation
from pipeline.cover.remit import Remit, RemitReader, asks_for_plan
from pipeline.cover.rungs import other_verb, rung_between
from pipeline.cover.sentences import sentence, shortened
from pipeline.cover.targets import compare
from pipeline.cover.terms import TermReader
from pipeline.documents import Span, Task

_LINKED = 0.6  # other tasks are linked too from this share of the best one's score
_MOST_LINKS = 4
_MAIN = 0.8  # of those linked, the ones from this share of the best one's score stand for the child's answer
_HEADINGS = 2  # of those above a task, the nearest tell what it is about


def cover(parent: Document, child: Document, limits: Limits | None = None) -> Coverage:
    """Return what the child takes up of the parent; `limits` are those that were fitted, unless others are given."""
    remit = _remit_reader(parent, child)
    kind = relation(parent.plan, child.plan, remit)
    judge = _Judge(parent, child, kind, remit, limits or fitted())
    verdicts = [judge.verdict(number, task) for number, task in enumerate(parent.plan.tasks)]
    linked = {link.id for verdict in verdicts for link in verdict.child_tasks}
    counts = {status: sum(one.status == status for one in verdicts) for status in Summary.model_fields}
    return Coverage(
        parent=_side(parent),
        child=_side(child),
        relation=kind,
        notes=tuple(_notes(parent, child, kind)),
        verdicts=tuple(verdicts),
        targets=compare(parent, child, demanded=kind != "siblings"),
        added=tuple(_reference(task) for task in child.plan.tasks if task.id not in linked),
        summary=Summary(**counts),
    )


def _remit_reader(parent: Document, child: Document) -> RemitReader:
    above, issuer, issued = parent.plan.document.issuer, child.plan.document.issuer, child.plan.document.issued_on
    return RemitReader(
        issuer.agency if issuer else None,
        date.fromisoformat(issued) if issued and "X" not in issued else None,
        above.agency if above else None,
        " . ".join(task.action for task in child.plan.tasks),
    )


def _notes(parent: Document, child: Document, kind: Relation) -> list[str]:
    """Return the sentences about the pair as a whole."""
    notes = [sentence("relations", kind)]
    if parent.source.sha256 == child.source.sha256:
        notes.append(sentence("pair", "same"))
    elif numbers := middle(parent.plan.document, child.plan.document):
        notes.append(sentence("pair", "middle", numbers=", ".join(numbers), parent=parent.plan.document.number or "…"))
    if day := other_day(parent.plan.document, child.plan.document):
        notes.append(
            sentence("pair", "other_day", cited=_written(day), day=_written(parent.plan.document.issued_on or ""))
        )
    notes += [sentence("pair", "no_parent_tasks")] if not parent.plan.tasks else []
    return notes + ([sentence("pair", "no_child_tasks")] if not child.plan.tasks else [])


class _Clause(NamedTuple):
    """A requirement, and the score of the child's task that speaks most of it; `itself`: the plan as such meets it.

    `children` are all that take its wording up.
    """

    span: Span
    score: float
    child: int | None
    children: frozenset[int]
    itself: bool


class _Judge:
    """Judges the tasks of one parent against one child."""

    def __init__(self, parent: Document, child: Document, kind: Relation, remit: RemitReader, limits: Limits) -> None:
        self._limits = limits
        self._parent = parent
        self._child = child
        self._remit = remit
        self._defects = DefectReader(self._remit)
        self._relation = kind
        number = parent.plan.document.number
        asking, doing = (TermReader([number] if number else [], of_parent=side) for side in (True, False))
        self._asking, self._doing = asking, doing
        self._aligner = Aligner(
            [self._asked(task, task.action) for task in parent.plan.tasks],
            [Said(doing.terms(_wording(task)), doing.terms(_headings(task))) for task in child.plan.tasks],
        )
        self._cut = any(one.code == "truncated_table" for one in child.plan.findings)

    def _asked(self, task: Task, requirement: str) -> Said:
        return Said(self._asking.terms(requirement), self._asking.terms(_headings(task)))

    def verdict(self, number: int, task: Task) -> Verdict:
        """Return what becomes of one task of the parent, by its place in the list."""
        remit = self._remit_of(task)
        pairs = self._aligner.task(number)
        best = pairs[0].score if pairs else 0.0
        clauses = self._clauses(task, pairs)
        itself = bool(clauses) and all(one.itself for one in clauses)
        parts = len(clauses) > 1 and any(one.score >= self._limits.part for one in clauses)
        parts = parts and self._least(remit) == self._limits.touched
        touched = best >= self._least(remit) and not self._is_other_work(task, pairs, clauses)
        if not touched and not parts:
            if remit.expected in ("own", "partner") and any(one.itself for one in clauses):
                return self._met_by_being(task, remit, clauses)
            return self._not_found(task, remit)
        sure = best >= self._limits.sure
        chosen = self._chosen(pairs, clauses)
        links = self._links(task, chosen, clauses)
        children = [self._child.plan.tasks[pair.child] for pair in chosen]
        taken_up = itself or best >= self._limits.covered or self._in_pieces(clauses)
        firm = self._firm(pairs).union(*(one.children for one in clauses))
        doing = [_wording(self._child.plan.tasks[number]) for number in sorted(firm)]
        status, why, uncovered = self._found(task, children, clauses, doing if taken_up else None, sure=sure)
        main = [child for child, pair in zip(children, chosen, strict=True) if pair.score >= _MAIN * chosen[0].score]
        being = any(one.itself for one in clauses)  # then no task of the child is the answer
        notes = () if being else self._defects.notes(task, main, firm=taken_up)
        defects = tuple(note.defect for note in notes)
        told = self._told(task, remit, status, why)
        review = status != "covered" or not sure or remit.expected != "own" or bool(defects)
        return told.model_copy(
            update={
                "child_tasks": links,
                "defects": defects,
                "defect_notes": notes,
                "uncovered": uncovered,
                "review": review,
            }
        )

    def _is_other_work(self, task: Task, pairs: Sequence[Pair], clauses: Sequence[_Clause]) -> bool:
        """Return whether what is only near in its words does something else: "quán triệt" is no "sơ kết"."""
        if len(clauses) != 1 or clauses[0].itself or not pairs or pairs[0].score >= self._limits.covered:
            return False
        near = [pair for pair in pairs if pair.score >= self._limits.touched]
        return other_verb(task.action, [_wording(self._child.plan.tasks[pair.child]) for pair in near]) is not None

    def _met_by_being(self, task: Task, remit: Remit, clauses: Sequence[_Clause]) -> Verdict:
        """Return the verdict of a task that asks for the plan which the child is, and perhaps for more."""
        more = tuple(one.span for one in clauses if not one.itself and one.score < self._limits.clause)
        if not more:
            return self._told(task, remit, "covered", sentence("status", "covered_itself"), review=True)
        quote = shortened(self._parent.quote(more[0]))
        why = sentence("status", "partial_itself", clause=quote)
        return self._told(task, remit, "partial", why, review=True).model_copy(update={"uncovered": more})

    def _least(self, remit: Remit) -> float:
        """Return from which score on a task is compared; in a strange document a weak likeness is chance."""
        least = self._limits.least(remit.expected)
        return max(least, self._limits.covered) if self._relation == "unrelated" else least

    def _remit_of(self, task: Task) -> Remit:
        """Return whether a task is expected; of a sibling nothing is."""
        remit = self._remit.of(task)
        return Remit("other", "remit.sibling", remit.lead) if self._relation == "siblings" else remit

    def _not_found(self, task: Task, remit: Remit) -> Verdict:
        """Return the verdict of a task that nothing in the child speaks of."""
        if remit.expected in ("other", "perhaps"):
            told = sentence("remit", remit.rule, lead=remit.lead.text if remit.lead else "")
            return self._told(task, remit, "out_of_remit", told, review=remit.expected == "perhaps")
        if remit.expected == "unknown":
            key = "unknown_lead" if remit.lead else "no_issuer"
            lead = remit.lead.text if remit.lead else ""
            return self._told(task, remit, "undecidable", sentence("status", key, lead=lead), review=True)
        why = sentence("status", "cut" if self._cut else "missing")
        doubtful = self._cut or remit.expected == "partner" or self._relation != "implements"
        return self._told(task, remit, "missing", why, review=doubtful)

    def _found(
        self,
        task: Task,
        children: Sequence[Task],
        clauses: Sequence[_Clause],
        doing: Sequence[str] | None,
        *,
        sure: bool,
    ) -> tuple[Status, str, tuple[Span, ...]]:
        """Return the status of a task that the child speaks of, its sentence, and what is not taken up.

        `doing` are the wordings of all that take it up, None where nothing does: the verbs of one more never harm.
        """
        tasks = ", ".join(f'{child.ordinal or child.id} "{shortened(child.action)}"' for child in children[:2])
        if doing is None:
            return "partial", sentence("status", "partial", tasks=tasks), ()
        open_clauses = tuple(one.span for one in clauses if not one.itself and one.score < self._limits.clause)
        if len(clauses) > 1 and open_clauses:
            quote = shortened(self._parent.quote(open_clauses[0]))
            return "partial", sentence("status", "partial_clauses", tasks=tasks, clause=quote), open_clauses
        if doing and (lower := rung_between(task.action, doing)):
            why = sentence("status", "partial_rung", tasks=tasks, child=lower.child, parent=lower.parent)
            return "partial", why, (task.span,)
        if doing and (verb := other_verb(task.action, doing)):
            return "partial", sentence("status", "partial_verb", tasks=tasks, verb=verb), (task.span,)
        if self._relation == "unrelated" or (self._relation == "unknown" and not sure):
            return "partial", sentence("status", self._relation, tasks=tasks), ()
        return "covered", sentence("status", "covered", tasks=tasks), ()

    def _clauses(self, task: Task, pairs: Sequence[Pair]) -> list[_Clause]:
        """Return each requirement of a task that says something, with the child's task that speaks most of it."""
        found = []
        quoted = [(one, self._parent.quote(one.span)) for one in task.requirements]
        asked = [
            (one, text) for one, text in quoted if self._aligner.weight(self._asking.terms(text))
        ]  # "…" asks nothing
        for one, text in asked:
            best = pairs if len(asked) == 1 else self._aligner.requirement(self._asked(task, text))
            itself = self._relation == "implements" and asks_for_plan(text)
            score, child = (best[0].score, best[0].child) if best else (0.0, None)
            found.append(_Clause(one.span, score, child, self._firm(best), itself))
        return found

    def _firm(self, pairs: Sequence[Pair]) -> frozenset[int]:
        return frozenset(pair.child for pair in pairs if pair.score >= self._limits.covered)

    def _in_pieces(self, clauses: Sequence[_Clause]) -> bool:
        """Return whether each of several requirements is taken up, be it by different tasks of the child."""
        return len(clauses) > 1 and all(one.itself or one.score >= self._limits.covered for one in clauses)

    def _chosen(self, pairs: Sequence[Pair], clauses: Sequence[_Clause]) -> list[Pair]:
        """Return the child's tasks that answer to a task, or to a requirement of it, the best first."""
        least = max(self._limits.touched, _LINKED * (pairs[0].score if pairs else 0.0))
        whole = [pair for pair in pairs[:_MOST_LINKS] if pair.score >= least]
        known = {pair.child for pair in whole}
        ranked = sorted(clauses, key=lambda one: one.score)  # of a child's several clauses the best stays
        parts = {one.child: Pair(one.score, one.child) for one in ranked if one.child is not None}
        taken = [one for child, one in parts.items() if child not in known and one.score >= self._limits.part]
        return [*whole, *sorted(taken, key=lambda pair: (-pair.score, pair.child))]

    def _links(self, task: Task, chosen: Sequence[Pair], clauses: Sequence[_Clause]) -> tuple[Link, ...]:
        links = []
        for pair in chosen:
            child = self._child.plan.tasks[pair.child]
            spans = [one.span for one in clauses if one.child == pair.child] or [task.span]
            evidence = tuple(Evidence(parent=span, child=self._place(span, child)) for span in spans)
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

    def _place(self, above: Span, child: Task) -> Span:
        """Return the clause of a task of the child that says most of a requirement, or the task."""
        wanted = self._asking.terms(self._parent.quote(above))
        said = [self._doing.terms(self._child.quote(one.span)) for one in child.requirements]
        weights = [self._aligner.weight(wanted & one) for one in said]
        return child.requirements[weights.index(max(weights))].span if any(weights) else child.span

    @staticmethod
    def _told(task: Task, remit: Remit, status: Status, why: str, *, review: bool = False) -> Verdict:
        told = sentence("remit", remit.rule, lead=remit.lead.text if remit.lead else "")
        return Verdict(
            parent_task=_reference(task), status=status, remit=remit.rule, remit_why=told, why=why, review=review
        )


def _written(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))


def _wording(task: Task) -> str:
    return f"{task.action} {task.product.text}" if task.product else task.action


def _headings(task: Task) -> str:
    return " ".join(task.path[-_HEADINGS:])


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

"""What is found when two plans are compared; `Coverage` is the contract's JSON (`dondoc-coverage/1`)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import ConfigDict, Field

from pipeline.documents import Plan, SourceText, Span, Value
from pipeline.folding import composed

Status = Literal["covered", "partial", "missing", "out_of_remit", "undecidable"]
Relation = Literal["implements", "siblings", "unrelated", "unknown"]
Defect = Literal[
    "late",
    "lost_deadline",
    "misassigned",
    "collective_lead",
    "missing_partner",
    "missing_product",
    "weaker_target",
    "contradiction",
]
TargetStatus = Literal["met", "weaker", "missing", "out_of_remit"]


class Document(NamedTuple):
    """A document with what was read in it."""

    source: SourceText
    plan: Plan

    def quote(self, span: Span) -> str:
        """Return what stands in a place, composed, each white space a blank: the source may break lines anywhere."""
        return composed(self.source.text[span.start : span.end])


class Side(Value):
    """One of the two documents."""

    number: str | None
    title: str | None
    issuer: str | None
    issued_on: str | None
    tasks: int


class TaskRef(Value):
    """A task of the parent or the child, as its own list names it."""

    id: str
    ordinal: str | None
    action: str
    span: Span


class Evidence(Value):
    """A requirement of the parent's task, and the child's task that speaks of it."""

    parent: Span
    child: Span


class Link(Value):
    """A task of the child that answers to one of the parent's; `score` is the share of its words found there."""

    id: str
    ordinal: str | None
    action: str
    score: float
    evidence: tuple[Evidence, ...]


class DefectNote(Value):
    """One defect told: both places, where there is one, and a sentence in Vietnamese that quotes them."""

    defect: Defect
    parent: Span | None = None
    child: Span | None = None
    why: str


class Justification(Value):
    """A gap that somebody signed off: who, why, until when (the last day, ISO; null for good)."""

    who: str
    why: str
    until: str | None = None


class Verdict(Value):
    """What becomes of one task of the parent in the child.

    `uncovered` are the requirements that no task of the child takes up, `remit` the rule that says whether the task is
    expected of the child and `remit_why` that rule as a sentence, `why` a sentence in Vietnamese; `defect_notes` tell
    each of `defects`; `review` asks a person to look: the verdict is not sure; `justified` is the declared gap.
    """

    parent_task: TaskRef
    status: Status
    child_tasks: tuple[Link, ...] = ()
    defects: tuple[Defect, ...] = ()
    defect_notes: tuple[DefectNote, ...] = ()
    uncovered: tuple[Span, ...] = ()
    remit: str
    remit_why: str
    why: str
    review: bool = False
    justified: Justification | None = None


class TargetRef(Value):
    """A target as written, with its place."""

    text: str
    span: Span


class TargetVerdict(Value):
    """What becomes of one target of the parent in the child; `stricter` when the child asks more."""

    parent: TargetRef
    child: TargetRef | None
    status: TargetStatus
    stricter: bool = False
    why: str


class Change(Value):
    """What a new draft of the child did to the verdict of one task of the parent.

    `fixed` and `broken` are the defects that went and came; `kind` says whether the new draft does better by the task,
    worse, or otherwise (one defect for another).
    """

    parent_task: TaskRef
    before: Status
    after: Status
    fixed: tuple[Defect, ...] = ()
    broken: tuple[Defect, ...] = ()
    kind: Literal["better", "worse", "other"]
    why: str


class Summary(Value):
    """How many tasks of the parent have each verdict, declared gaps among them."""

    covered: int = 0
    partial: int = 0
    missing: int = 0
    out_of_remit: int = 0
    undecidable: int = 0


class Coverage(Value):
    """A comparison; `notes` are sentences about the pair as a whole ("the child has no tasks").

    `previous` is the earlier draft of the child and `changes` what the new one did, where there was one to compare.
    """

    schema_: Literal["dondoc-coverage/1"] = Field(default="dondoc-coverage/1", alias="schema")
    parent: Side
    child: Side
    relation: Relation
    notes: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    targets: tuple[TargetVerdict, ...] = ()
    added: tuple[TaskRef, ...] = ()
    summary: Summary = Summary()
    previous: Side | None = None
    changes: tuple[Change, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

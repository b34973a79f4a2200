"""What became of every gold record: which found record answers it, and which of its fields are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.documents import Agency, Plan, Task
from pipeline.evaluate import fields
from pipeline.evaluate.gold import Gold, GoldTask
from pipeline.evaluate.likeness import Ruler
from pipeline.evaluate.pairing import Pair, pair

BODIES = ("leads", "partners", "supervisors")
TASK_FIELDS = ("task", "bounds", *BODIES, "deadline", "product")
TARGET_FIELDS = ("target", "comparator", "value", "unit", "by")
HEADER_FIELDS = (*fields.HEADER, "implements")
Verdicts = Mapping[str, bool | None]  # by field; None: not to be judged here


class Outcome(NamedTuple):
    """A gold record by index, the found record that answers it (None: missed), and the verdict on each field."""

    gold: int
    found: int | None
    likeness: float
    right: Verdicts


class Outcomes(NamedTuple):
    """What became of one document's gold; extras are the found records that answer nothing, by index."""

    tasks: tuple[Outcome, ...]
    extra_tasks: tuple[int, ...]
    targets: tuple[Outcome, ...]
    extra_targets: tuple[int, ...]
    header: Verdicts


def judge(plan: Plan, gold: Gold, text: str | None) -> Outcomes:
    """Return the outcome of every gold record; without a text, records are paired by their wording."""
    ruler = Ruler(text)
    task_pairs = pair(
        [ruler.piece(task.action, task.start, task.end) for task in gold.tasks],
        [ruler.piece(task.action, task.span.start, task.span.end) for task in plan.tasks],
    )
    target_pairs = pair(
        [ruler.piece(target.text, target.start, target.end) for target in gold.targets],
        [ruler.piece(target.text, target.span.start, target.span.end) for target in plan.targets],
    )
    return Outcomes(
        tasks=_task_outcomes(plan, gold, task_pairs),
        extra_tasks=_unpaired(len(plan.tasks), task_pairs),
        targets=_target_outcomes(plan, gold, target_pairs),
        extra_targets=_unpaired(len(plan.targets), target_pairs),
        header=_header(plan, gold),
    )


def gold_bodies(task: GoldTask, field: str) -> frozenset[str]:
    """Return the bodies that gold names for a task in one of BODIES."""
    return fields.bodies(getattr(task, field) or ())


def found_bodies(task: Task, field: str) -> frozenset[str]:
    """Return the bodies that the program found for a task in one of BODIES."""
    agencies: tuple[Agency, ...] = getattr(task, field)
    return fields.bodies(agency.text for agency in agencies)


def all_bodies(task: Task) -> tuple[Agency, ...]:
    """Return the bodies that the program found for a task in any of BODIES."""
    return (*task.leads, *task.partners, *task.supervisors)


def _task_outcomes(plan: Plan, gold: Gold, pairs: tuple[Pair, ...]) -> tuple[Outcome, ...]:
    by_gold = {one.gold: one for one in pairs}
    judged = [field for field in BODIES if gold.looked_for(field)]
    found = []
    for index, task in enumerate(gold.tasks):
        answer = by_gold.get(index)
        if answer is None:
            found.append(Outcome(index, None, 0.0, {"task": False}))
            continue
        other = plan.tasks[answer.found]
        right: dict[str, bool | None] = {"task": True, "bounds": answer.likeness >= fields.TIGHT}
        right |= {field: gold_bodies(task, field) == found_bodies(other, field) for field in judged}
        right["deadline"] = fields.deadline_right(task.deadline, other.deadline)
        right["product"] = fields.product_right(task.product, other.product) if task.product else None
        found.append(Outcome(index, answer.found, answer.likeness, right))
    return tuple(found)


def _target_outcomes(plan: Plan, gold: Gold, pairs: tuple[Pair, ...]) -> tuple[Outcome, ...]:
    by_gold = {one.gold: one for one in pairs}
    found = []
    for index, target in enumerate(gold.targets):
        answer = by_gold.get(index)
        if answer is None:
            found.append(Outcome(index, None, 0.0, {"target": False}))
            continue
        right = {"target": True, **fields.target_right(target, plan.targets[answer.found])}
        found.append(Outcome(index, answer.found, answer.likeness, right))
    return tuple(found)


def _unpaired(size: int, pairs: tuple[Pair, ...]) -> tuple[int, ...]:
    taken = {one.found for one in pairs}
    return tuple(index for index in range(size) if index not in taken)


def _header(plan: Plan, gold: Gold) -> Verdicts:
    right: dict[str, bool | None] = {**fields.header_right(gold.document, plan.document)}
    if gold.document.implements is not None:
        right["implements"] = fields.numbers(gold.document.implements) == fields.numbers(plan.document.implements)
    return right

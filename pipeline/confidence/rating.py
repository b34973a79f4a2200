"""Plan → the same plan with a probability on every record, and the reasons for it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.confidence.model import fitted
from pipeline.confidence.signs import FIELDS, Reader, Signs, said
from pipeline.documents import Confidence, Plan, Target, Task

DOUBTFUL = 0.5  # below it a record is more likely wrong than right
_SLIGHT = 0.25  # log-odds; what weighs less is no reason worth reading


class Reason(NamedTuple):
    """What speaks against a field: its words, and by how much it lowers the log-odds."""

    words: str
    weight: float


def rate(plan: Plan) -> Plan:
    """Return the plan with the confidence of its tasks and targets."""
    reader = Reader(plan)
    return plan.model_copy(
        update={
            "tasks": tuple(_task(task, reader.of_task(index)) for index, task in enumerate(plan.tasks)),
            "targets": tuple(_target(target, reader.of_target(target)) for target in plan.targets),
        }
    )


def _task(task: Task, signs: dict[str, Signs]) -> Task:
    models = fitted().models
    sure = {field: models[field].probability(of_field) for field, of_field in signs.items()}
    record = min(sure.pop("record"), *(sure[field] for field in FIELDS))  # no whole is surer than its parts
    return task.model_copy(update={"confidence": record, "confidence_of": Confidence(**sure)})


def _target(target: Target, signs: dict[str, Signs]) -> Target:
    return target.model_copy(update={"confidence": fitted().models["target"].probability(signs["target"])})


def reasons(plan: Plan, index: int) -> dict[str, tuple[Reason, ...]]:
    """Return what speaks against each field of a task (by its index), the weightiest first."""
    return {field: _reasons(field, signs) for field, signs in Reader(plan).of_task(index).items() if field != "record"}


def _reasons(field: str, signs: Signs) -> tuple[Reason, ...]:
    weights = fitted().models[field].weights
    against = [Reason(said(sign), weights[sign]) for sign in signs if weights.get(sign, 0.0) <= -_SLIGHT]
    return tuple(sorted(against, key=lambda reason: (reason.weight, reason.words)))

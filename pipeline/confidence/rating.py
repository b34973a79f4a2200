"""Plan → the same plan with a probability on every record, and the reasons for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.confidence.model import Model, bounded, fitted
from pipeline.confidence.signs import FIELDS, Reader, Signs, said
from pipeline.documents import Confidence, Plan, Target, Task

DOUBTFUL = 0.5  # below it a record is more likely wrong than right
_SLIGHT = 0.25  # log-odds; what weighs less is no reason worth reading


class Reason(NamedTuple):
    """What speaks against a field: its words, and by how much it lowers the log-odds."""

    words: str
    weight: float


def rate(plan: Plan, models: Mapping[str, Model] | None = None) -> Plan:
    """Return the plan with the confidence of its tasks and targets, by the models given or those that were shipped."""
    models = models or fitted().models
    reader = Reader(plan)
    return plan.model_copy(
        update={
            "tasks": tuple(_task(task, reader.of_task(index), models) for index, task in enumerate(plan.tasks)),
            "targets": tuple(_target(target, reader.of_target(target), models) for target in plan.targets),
        }
    )


def _task(task: Task, signs: Mapping[str, Signs], models: Mapping[str, Model]) -> Task:
    sure = {field: models[field].probability(of_field) for field, of_field in signs.items()}
    return task.model_copy(update={"confidence": whole(sure), "confidence_of": Confidence(**sure)})


def whole(sure: Mapping[str, float]) -> float:
    """Return how likely all FIELDS of a task are right: their product, each being given that it is a task."""
    return bounded(math.prod(sure[field] for field in FIELDS))


def _target(target: Target, signs: Mapping[str, Signs], models: Mapping[str, Model]) -> Target:
    return target.model_copy(update={"confidence": models["target"].probability(signs["target"])})


def is_fitted_on(plan: Plan) -> bool:
    """Return whether the shipped weights were fitted on this very document, so that they flatter it."""
    return plan.source.sha256[:8] in fitted().documents


def reasons(plan: Plan, index: int) -> dict[str, tuple[Reason, ...]]:
    """Return what speaks against each field of a task (by its index), the weightiest first."""
    return {field: _reasons(field, signs) for field, signs in Reader(plan).of_task(index).items()}


def _reasons(field: str, signs: Signs) -> tuple[Reason, ...]:
    weights = fitted().models[field].weights
    against = [Reason(said(sign), weights[sign]) for sign in signs if weights.get(sign, 0.0) <= -_SLIGHT]
    return tuple(sorted(against, key=lambda reason: (reason.weight, reason.words)))

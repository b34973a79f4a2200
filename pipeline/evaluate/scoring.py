"""One document's score: what became of every gold record, and the counts that come of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.documents import Plan
from pipeline.evaluate.counting import Count, count
from pipeline.evaluate.gold import Form, Gold, Kind, forms, kind
from pipeline.evaluate.outcomes import Outcomes, judge


class DocumentScore(NamedTuple):
    """A document's outcomes and counts (by the names of `counting.MEASURES`), with what they were taken from.

    `folder` is the name of the folder that the document stands in: scores are summed by it.
    """

    gold: Gold
    plan: Plan
    text: str
    folder: str
    kind: Kind
    outcomes: Outcomes
    counts: dict[str, Count]

    @property
    def name(self) -> str:
        """The name of the gold file without suffix."""
        return self.gold.name

    def f1(self, measure: str) -> float | None:
        """Return the F1 (for shares: the share) of a measure; None when there was nothing to judge."""
        return self.counts[measure].f1


def score(plan: Plan, gold: Gold, text: str | None = None, folder: str = "") -> DocumentScore:
    """Return how well a plan agrees with gold.

    Args:
        plan: what the program found.
        gold: what a reader found.
        text: the source text in which both count; without it records are paired by their wording.
        folder: the name of the folder that the document stands in.
    """
    outcomes = judge(plan, gold, text)
    task_forms = _settled(forms(gold, text or ""), plan, outcomes)
    return DocumentScore(
        gold=gold,
        plan=plan,
        text=text or "",
        folder=folder,
        kind=kind(gold, folder, task_forms),
        outcomes=outcomes,
        counts=count(plan, gold, outcomes, task_forms),
    )


def _settled(known: Sequence[Form | None], plan: Plan, outcomes: Outcomes) -> tuple[Form, ...]:
    """Return the form of every gold task; one without a place in the source has that of the task which answers it."""
    answers = [None if one.found is None else plan.tasks[one.found].origin for one in outcomes.tasks]
    return tuple(form or answer or "list" for form, answer in zip(known, answers, strict=True))

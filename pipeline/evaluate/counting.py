"""The measures: what each counts, and the counts that follow from a document's outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.documents import Plan
from pipeline.evaluate import fields
from pipeline.evaluate.gold import FORMS, Form, Gold
from pipeline.evaluate.outcomes import BODIES, TARGET_FIELDS, Outcome, Outcomes, all_bodies, found_bodies, gold_bodies


class Count(NamedTuple):
    """How many are right, of how many found, and of how many that should be found.

    A share is a count whose `found` and `expected` are equal: its precision, recall and F1 are the share.
    """

    right: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float | None:
        """The share of the found that is right."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """The share of the expected that is found."""
        return self.right / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None when there was nothing to find and nothing was found."""
        size = self.found + self.expected
        return 2 * self.right / size if size else None


class Measure(NamedTuple):
    """What is counted: its title, its definition, and whether it is kept, so that a fall of its sum fails."""

    title: str
    about: str
    kept: bool = False


MEASURES: dict[str, Measure] = {
    "tasks": Measure("tasks", "F1 of tasks paired one to one that share half their words (F ≥ 0.5)", kept=True),
    **{
        f"tasks.{form}": Measure(f"  of form: {form}", "the same by form of the task in the document") for form in FORMS
    },
    "bounds": Measure("tight boundaries", "share of pairs that share nine words of ten (F ≥ 0.9)", kept=True),
    "leads": Measure("leads", "F1 of bodies; those of unpaired tasks are missed or false", kept=True),
    "leads.pairs": Measure("  on pairs", "the same over paired tasks alone"),
    "partners": Measure("partners", "F1 of bodies; those of unpaired tasks are missed or false", kept=True),
    "partners.pairs": Measure("  on pairs", "the same over paired tasks alone"),
    "supervisors": Measure("supervisors", "F1 of bodies, in documents whose gold has any", kept=True),
    "supervisors.pairs": Measure("  on pairs", "the same over paired tasks alone"),
    "ids": Measure("bodies resolved", "share of the found leads, partners and supervisors that the registry knows"),
    "deadlines": Measure("deadlines right", "share of pairs: kind, end, recurrence, start; or none", kept=True),
    "deadlines.dated": Measure("  where gold has one", "the same over pairs whose gold has a deadline"),
    "deadlines.presence": Measure("  there or not", "F1 of having a deadline at all, over pairs"),
    "deadlines.text": Measure("  wording", "share of pairs that both have one: half their words shared"),
    "product": Measure("product right", "share of pairs whose gold has one: nine words of ten", kept=True),
    "product.all": Measure("  with false ones", "F1 of the same: a product where gold has none is false"),
    "all_four": Measure("all four right", "share of gold tasks: boundaries, leads, partners, deadline", kept=True),
    "all_four.pairs": Measure("  on pairs", "the same over paired tasks alone"),
    "targets": Measure("targets", "F1 of targets, paired as tasks are", kept=True),
    "targets.comparator": Measure("  comparator right", "share of target pairs", kept=True),
    "targets.value": Measure("  value right", "share of target pairs", kept=True),
    "targets.unit": Measure("  unit right", "share of target pairs", kept=True),
    "targets.by": Measure("  day right", "share of target pairs", kept=True),
    "header": Measure("header", "share of the fields in gold; null in gold must be null", kept=True),
    **{f"header.{name}": Measure(f"  {name}", "share of documents") for name in fields.HEADER},
    "implements": Measure("implements", "F1 of the numbers of the documents that this one carries out", kept=True),
}
KEPT = tuple(name for name, measure in MEASURES.items() if measure.kept)


def count(plan: Plan, gold: Gold, outcomes: Outcomes, forms: Sequence[Form]) -> dict[str, Count]:
    """Return the counts of one document by the names of MEASURES; `forms` are those of the gold tasks."""
    pairs = [one for one in outcomes.tasks if one.found is not None]
    found = {
        "tasks": Count(len(pairs), len(plan.tasks), len(gold.tasks)),
        "bounds": _share(one.right["bounds"] for one in pairs),
        **_by_form(plan, outcomes, forms),
        **{name: one for field in BODIES for name, one in _bodies(plan, gold, outcomes, field).items()},
        "ids": _share(agency.agency is not None for task in plan.tasks for agency in all_bodies(task)),
        **_deadlines(plan, gold, pairs),
        **_products(plan, gold, pairs),
        "all_four": _share(_all_four(one) for one in outcomes.tasks),
        "all_four.pairs": _share(_all_four(one) for one in pairs),
        **_targets(plan, gold, outcomes),
        "header": _share(outcomes.header.get(name) for name in fields.HEADER),
        **{f"header.{name}": _share([outcomes.header.get(name)]) for name in fields.HEADER},
        "implements": _implements(plan, gold),
    }
    return {name: found[name] for name in MEASURES}


def _share(verdicts: Iterable[bool | None]) -> Count:
    """Return the share of right ones among those that are judged."""
    judged = [one for one in verdicts if one is not None]
    return Count(sum(judged), len(judged), len(judged))


def _overlap(found: Iterable[str], expected: Iterable[str]) -> Count:
    found, expected = frozenset(found), frozenset(expected)
    return Count(len(found & expected), len(found), len(expected))


def add(counts: Iterable[Count]) -> Count:
    """Return the sum of counts (the micro average)."""
    rows = list(counts)
    return Count(sum(one.right for one in rows), sum(one.found for one in rows), sum(one.expected for one in rows))


def _all_four(one: Outcome) -> bool:
    """Return whether a task is found and right in what is asked of all; a list gold did not look for is right."""
    wanted = ("bounds", "leads", "partners", "deadline")
    return one.found is not None and all(one.right.get(field, True) for field in wanted)


def _by_form(plan: Plan, outcomes: Outcomes, forms: Sequence[Form]) -> dict[str, Count]:
    """Return the counts of tasks by form: gold tasks by theirs, tasks that answer nothing by their origin."""
    origins = [plan.tasks[index].origin for index in outcomes.extra_tasks]
    answered = [forms[one.gold] for one in outcomes.tasks if one.found is not None]
    return {
        f"tasks.{form}": Count(
            answered.count(form), answered.count(form) + origins.count(form), list(forms).count(form)
        )
        for form in FORMS
    }


def _bodies(plan: Plan, gold: Gold, outcomes: Outcomes, field: str) -> dict[str, Count]:
    if not gold.looked_for(field):
        return {field: Count(), f"{field}.pairs": Count()}
    on_pairs = add(
        _overlap(found_bodies(plan.tasks[one.found], field), gold_bodies(gold.tasks[one.gold], field))
        for one in outcomes.tasks
        if one.found is not None
    )
    missed = sum(len(gold_bodies(gold.tasks[one.gold], field)) for one in outcomes.tasks if one.found is None)
    false = sum(len(found_bodies(plan.tasks[index], field)) for index in outcomes.extra_tasks)
    return {field: add([on_pairs, Count(0, false, missed)]), f"{field}.pairs": on_pairs}


def _deadlines(plan: Plan, gold: Gold, pairs: list[Outcome]) -> dict[str, Count]:
    times = [(gold.tasks[one.gold].deadline, plan.tasks[one.found or 0].deadline) for one in pairs]
    both = [(wanted, got) for wanted, got in times if wanted and got]
    return {
        "deadlines": _share(one.right["deadline"] for one in pairs),
        "deadlines.dated": _share(
            one.right["deadline"] for one, (wanted, _) in zip(pairs, times, strict=True) if wanted
        ),
        "deadlines.presence": Count(
            len(both), sum(got is not None for _, got in times), sum(wanted is not None for wanted, _ in times)
        ),
        "deadlines.text": _share(fields.deadline_text_right(wanted, got) for wanted, got in both),
    }


def _products(plan: Plan, gold: Gold, pairs: list[Outcome]) -> dict[str, Count]:
    right = _share(one.right["product"] for one in pairs)
    if not gold.looked_for("product"):
        return {"product": right, "product.all": Count()}
    found = sum(plan.tasks[one.found or 0].product is not None for one in pairs)
    return {"product": right, "product.all": Count(right.right, found, right.expected)}


def _targets(plan: Plan, gold: Gold, outcomes: Outcomes) -> dict[str, Count]:
    pairs = [one for one in outcomes.targets if one.found is not None]
    return {
        "targets": Count(len(pairs), len(plan.targets), len(gold.targets)),
        **{f"targets.{name}": _share(one.right[name] for one in pairs) for name in TARGET_FIELDS[1:]},
    }


def _implements(plan: Plan, gold: Gold) -> Count:
    if gold.document.implements is None:
        return Count()
    return _overlap(fields.numbers(plan.document.implements), fields.numbers(gold.document.implements))

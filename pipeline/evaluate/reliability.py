"""Is a confidence of 0.8 right in eight cases of ten? Each probability beside what gold says of its record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from pipeline.evaluate.outcomes import Outcome
from pipeline.evaluate.scoring import DocumentScore

FIELDS = ("record", "task", "leads", "partners", "deadline", "product", "target")
BINS = 10
DOUBTFUL_SHARE = 0.2  # of the records, those that a reviewer reads first


class Verdict(NamedTuple):
    """Whether a field of a found record is right; `at` is the record's place among the plan's tasks or targets."""

    field: str
    at: int
    right: bool


class Rated(NamedTuple):
    """A probability, and whether what it was given to is right."""

    probability: float
    right: bool


class Bin(NamedTuple):
    """How many probabilities fall between two tenths, their mean, and the share that is right."""

    size: int
    said: float
    right: float


def verdicts(score: DocumentScore) -> Iterator[Verdict]:
    """Yield what gold says of each found record; fields are judged where the task is one of gold's."""
    answered = {one.found: one for one in score.outcomes.tasks if one.found is not None}
    for index in range(len(score.plan.tasks)):
        outcome = answered.get(index)
        yield Verdict("task", index, outcome is not None and bool(outcome.right["bounds"]))
        yield Verdict("record", index, outcome is not None and _whole(outcome))
        if outcome is not None:
            yield from _of_fields(score, index, outcome)
    targets = {one.found: one for one in score.outcomes.targets if one.found is not None}
    for index in range(len(score.plan.targets)):
        target = targets.get(index)
        yield Verdict("target", index, target is not None and all(target.right.values()))


def _whole(outcome: Outcome) -> bool:
    return all(outcome.right.get(field, True) for field in ("bounds", "leads", "partners", "deadline"))


def _of_fields(score: DocumentScore, index: int, outcome: Outcome) -> Iterator[Verdict]:
    for field in ("leads", "partners", "deadline"):
        right = outcome.right.get(field)
        if right is not None:
            yield Verdict(field, index, right)
    if score.plan.tasks[index].product and score.gold.looked_for("product"):
        yield Verdict("product", index, bool(outcome.right["product"]))  # None: gold has none here


def rated(scores: Iterable[DocumentScore]) -> dict[str, list[Rated]]:
    """Return every probability of the plans with its verdict, by field; a plan that was not rated adds none."""
    found: dict[str, list[Rated]] = {field: [] for field in FIELDS}
    for score in scores:
        for field, index, right in verdicts(score):
            value = _said(score, field, index)
            if value is not None:
                found[field].append(Rated(value, right))
    return found


def _said(score: DocumentScore, field: str, index: int) -> float | None:
    if field == "target":
        return score.plan.targets[index].confidence
    task = score.plan.tasks[index]
    if field == "record":
        return task.confidence
    value: float | None = getattr(task.confidence_of, field, None)
    return value


# ── measures ──────────────────────────────────────────────────────────────────────────────────────


def bins(cases: Sequence[Rated]) -> tuple[Bin | None, ...]:
    """Return the reliability table: one bin for each tenth from 0 to 1, None where no probability falls."""
    sorted_in: list[list[Rated]] = [[] for _ in range(BINS)]
    for case in cases:
        sorted_in[min(BINS - 1, int(case.probability * BINS + 1e-9))].append(case)
    return tuple(Bin(len(some), _said_mean(some), share_right(some)) if some else None for some in sorted_in)


def share_right(cases: Sequence[Rated]) -> float:
    """Return the share that is right."""
    return sum(case.right for case in cases) / len(cases)


def _said_mean(cases: Sequence[Rated]) -> float:
    return sum(case.probability for case in cases) / len(cases)


def brier(cases: Sequence[Rated]) -> float:
    """Return the mean squared distance between probability and truth: 0 is best."""
    return sum((case.probability - case.right) ** 2 for case in cases) / len(cases)


def calibration_error(cases: Sequence[Rated]) -> float:
    """Return how far probability and share of right ones are apart, the mean over the bins by their size."""
    return sum(one.size * abs(one.said - one.right) for one in bins(cases) if one) / len(cases)


def separation(cases: Sequence[Rated]) -> float | None:
    """Return how often a right one has the higher probability than a wrong one (AUC); 0.5 is chance.

    None where all are right, or all wrong.
    """
    right = sum(case.right for case in cases)
    wrong = len(cases) - right
    if not right or not wrong:
        return None
    won, below = 0.0, 0
    for _, some in groupby(sorted(cases), key=lambda case: case.probability):
        tied = list(some)
        good = sum(case.right for case in tied)
        won += good * (below + (len(tied) - good) / 2)
        below += len(tied) - good
    return won / (right * wrong)


def found_early(cases: Sequence[Rated], share: float = DOUBTFUL_SHARE) -> float | None:
    """Return the share of all errors among the most doubtful cases; of equal doubt, the mean of any order.

    None where there is no error.
    """
    errors = sum(not case.right for case in cases)
    if not errors:
        return None
    left, found = len(cases) * share, 0.0
    for _, some in groupby(sorted(cases), key=lambda case: case.probability):
        tied = list(some)
        read = min(left, len(tied))
        found += sum(not case.right for case in tied) * read / len(tied)
        left -= read
    return found / errors


MEASURES: dict[str, Callable[[Sequence[Rated]], float | None]] = {
    "right": share_right,
    "Brier": brier,
    "ECE": calibration_error,
    "AUC": separation,
    "early": found_early,
}


# ── the tables ────────────────────────────────────────────────────────────────────────────────────


def reliability_table(cases: dict[str, list[Rated]]) -> Iterator[str]:
    """Yield the table: for each tenth what was said, what was right, of how many; below it the measures.

    Nothing when nothing was rated.
    """
    fields = [field for field in FIELDS if cases[field]]
    if not fields:
        return
    yield _row("confidence", fields)
    columns = [bins(cases[field]) for field in fields]
    for tenth in reversed(range(BINS)):
        row = [column[tenth] for column in columns]
        if any(row):
            yield _row(f"{tenth / BINS:.1f}–{(tenth + 1) / BINS:.1f}", [_cell(one) for one in row])
    yield _row("of", [str(len(cases[field])) for field in fields])
    for name, measure in MEASURES.items():
        yield _row(name, [_number(measure(cases[field])) for field in fields])


def _row(name: str, cells: Sequence[str]) -> str:
    return (f"{name:<10}" + "".join(f"  {cell:>14}" for cell in cells)).rstrip()


def _cell(one: Bin | None) -> str:
    return f"{one.said:.2f} {one.right:.2f} {one.size:>4}" if one else ""


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

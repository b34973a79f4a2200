"""Gold → the weights of `grammars/confidence.yaml`, and how well weights fare on issuers they have not seen.

A logistic model for each field, fitted by changing one weight at a time (Newton's step) until none moves. Each
weight is drawn to 0 by a penalty, so that a rule seen three times says little and its family speaks for it; a doubt
cannot weigh more than 0. Records with the same signs are counted together, which leaves a few hundred sums: plain
Python does it in seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.confidence.model import Model, probability
from pipeline.confidence.signs import FIELDS, Reader, is_doubt
from pipeline.evaluate.reliability import Rated, verdicts
from pipeline.evaluate.scoring import DocumentScore
from pipeline.folding import compact

PENALTY = 2.0  # the weight of a sign is drawn to 0 as by so many records that contradict it
LARGEST = 30  # tasks: a longer document counts as much as one of these, for its tasks err alike
_CLOSE = 1e-4  # log-odds; a smaller step is none
_ROUNDS = 500
_STEP = 1.0  # log-odds, the longest step
_SLIGHT = 0.05  # a smaller weight is left out


class Case(NamedTuple):
    """A field of a found record: its signs, whether it is right, how much it counts, where it comes from."""

    field: str
    signs: tuple[str, ...]
    right: bool
    weight: float
    issuer: str
    folder: str
    record: tuple[str, int]  # document and index


def cases(score: DocumentScore, folder: str, weight: float) -> list[Case]:
    """Return the judged fields of a document's records; `weight` is what a record of its set counts."""
    reader = Reader(score.plan)
    signs = {("task", index): reader.of_task(index) for index in range(len(score.plan.tasks))}
    signs |= {("target", index): reader.of_target(target) for index, target in enumerate(score.plan.targets)}
    judged = list(verdicts(score))
    sizes = Counter(one.field for one in judged)
    return [
        Case(
            field=field,
            signs=signs["target" if field == "target" else "task", index][field],
            right=right,
            weight=weight * min(1.0, LARGEST / sizes[field]),
            issuer=issuer(score),
            folder=folder,
            record=(score.name, index),
        )
        for field, index, right in judged
    ]


def issuer(score: DocumentScore) -> str:
    """Return who issued a document, as gold or the plan has it; its name where neither knows."""
    found = score.plan.document.issuer
    return compact(score.gold.document.issuer or (found.text if found else score.name))


def fit(some: Iterable[Case]) -> dict[str, Model]:
    """Return the model of each field that has cases; the same cases in any order give the same models."""
    by_field: defaultdict[str, list[Case]] = defaultdict(list)
    for case in some:
        by_field[case.field].append(case)
    return {field: _Fit(by_field[field]).model() for field in sorted(by_field)}


def out_of_fold(some: Sequence[Case]) -> list[tuple[Case, float]]:
    """Return every case with the probability that a model gives it which has seen no document of its issuer."""
    found: list[tuple[Case, float]] = []
    for left_out in sorted({case.issuer for case in some}):
        models = fit(case for case in some if case.issuer != left_out)
        found += _said([case for case in some if case.issuer == left_out], models)
    return found


def _said(some: Sequence[Case], models: Mapping[str, Model]) -> list[tuple[Case, float]]:
    """Return cases with their probability; a record's is at most that of its parts, as in `rating.rate`."""
    said = {(case.field, case.record): models[case.field].probability(case.signs) for case in some if case.field in models}
    parts: dict[tuple[str, int], float] = {}
    for (field, record), value in said.items():
        if field in FIELDS:
            parts[record] = min(value, parts.get(record, 1.0))
    return [
        (case, min(said[case.field, case.record], parts[case.record]) if case.field == "record" else said[case.field, case.record])
        for case in some
        if case.field in models
    ]


def by_folder(pairs: Iterable[tuple[Case, float]], folder: str | None = None) -> dict[str, list[Rated]]:
    """Return the probabilities and verdicts by field, of one set of documents or of all."""
    found: defaultdict[str, list[Rated]] = defaultdict(list)
    for case, value in pairs:
        if folder in (None, case.folder):
            found[case.field].append(Rated(value, case.right))
    return found


class _Fit:
    """One field's cases, those with the same signs summed."""

    def __init__(self, some: Sequence[Case]) -> None:
        sums: defaultdict[tuple[str, ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for case in sorted(some):
            both = sums[tuple(sorted(set(case.signs)))]
            both[0] += case.weight
            both[1] += case.weight * case.right
        self._sums = [(all_, right) for all_, right in sums.values()]
        self._holds: dict[str, list[int]] = {}
        for row, signs in enumerate(sums):
            for sign in signs:
                self._holds.setdefault(sign, []).append(row)
        self._odds = [0.0] * len(self._sums)

    def model(self) -> Model:
        """Return the base and weights under which the cases are likeliest, penalty included."""
        everywhere = list(range(len(self._sums)))
        base, weights = 0.0, dict.fromkeys(sorted(self._holds), 0.0)
        for _ in range(_ROUNDS):
            step = self._step(everywhere, 0.0, _CLOSE)
            base += step
            farthest = abs(self._moved(everywhere, step))
            for sign, weight in weights.items():
                step = self._step(self._holds[sign], weight, PENALTY)
                if is_doubt(sign):
                    step = min(step, -weight)
                weights[sign] = weight + step
                farthest = max(farthest, abs(self._moved(self._holds[sign], step)))
            if farthest < _CLOSE:
                break
        kept = {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) >= _SLIGHT}
        return Model(round(base, 2), kept)

    def _step(self, rows: Sequence[int], weight: float, penalty: float) -> float:
        """Return by how much a weight that holds in these rows is to move."""
        slope, curve = -penalty * weight, penalty
        for row in rows:
            size, right = self._sums[row]
            likely = probability(self._odds[row])
            slope += right - size * likely
            curve += size * likely * (1 - likely)
        return math.copysign(min(_STEP, abs(slope / curve)), slope)

    def _moved(self, rows: Sequence[int], step: float) -> float:
        for row in rows:
            self._odds[row] += step
        return step

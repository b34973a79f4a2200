"""Gold → the weights of `grammars/confidence.yaml`, and how well weights fare on issuers they have not seen.

A logistic model for each field, fitted by changing one weight at a time (Newton's step) until none moves. Each
weight is drawn to 0 by a penalty, so that a rule seen three times says little and its family speaks for it; a doubt
cannot weigh more than 0. Records with the same signs are counted together, which leaves a few hundred sums: plain
Python does it in seconds.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.confidence.model import MODELLED, Model, probability
from pipeline.confidence.rating import rate
from pipeline.confidence.signs import Reader, Signs, is_doubt
from pipeline.evaluate.reliability import verdicts
from pipeline.evaluate.scoring import DocumentScore
from pipeline.folding import compact

PENALTY = 2.0  # draws a weight to 0 as much as two doubtful records would
LARGEST = 30  # records; a document with more counts as one with so many, for its records err alike
_CLOSE = 1e-4  # log-odds; a smaller step is none
_ROUNDS = 500
_STEP = 1.0  # log-odds, the longest step
_SLIGHT = 0.05  # a smaller weight is left out


class Sample(NamedTuple):
    """A scored document, and what one of its records counts."""

    score: DocumentScore
    weight: float

    @property
    def issuer(self) -> str:
        """Who issued the document, as gold or the plan has it; its name where neither knows."""
        found = self.score.plan.document.issuer
        return compact(self.score.gold.document.issuer or (found.text if found else self.score.name))


class Case(NamedTuple):
    """A field of a found record: its signs, whether it is right, how much it counts."""

    field: str
    signs: Signs
    right: bool
    weight: float


def cases(sample: Sample) -> list[Case]:
    """Return the judged fields of a document's records."""
    score, reader = sample.score, Reader(sample.score.plan)
    of_tasks = [reader.of_task(index) for index in range(len(score.plan.tasks))]
    of_targets = [reader.of_target(target) for target in score.plan.targets]
    judged = [one for one in verdicts(score) if one.field in MODELLED]
    sizes = Counter(one.field for one in judged)
    return [
        Case(
            field=field,
            signs=(of_targets if field == "target" else of_tasks)[index][field],
            right=right,
            weight=sample.weight * min(1.0, LARGEST / sizes[field]),
        )
        for field, index, right in judged
    ]


def fit(samples: Iterable[Sample]) -> dict[str, Model]:
    """Return the model of each field; the same documents in any order give the same models."""
    by_field: defaultdict[str, list[Case]] = defaultdict(list)
    for sample in samples:
        for case in cases(sample):
            by_field[case.field].append(case)
    return {field: _Fit(by_field[field]).model() for field in MODELLED}


def out_of_fold(samples: Sequence[Sample]) -> list[DocumentScore]:
    """Return the scores with plans rated by models that have seen no document of their issuer."""
    rated = {}
    for issuer in sorted({sample.issuer for sample in samples}):
        models = fit(sample for sample in samples if sample.issuer != issuer)
        for at, sample in enumerate(samples):
            if sample.issuer == issuer:
                rated[at] = sample.score._replace(plan=rate(sample.score.plan, models))
    return [rated[at] for at in range(len(samples))]


class _Fit:
    """One field's cases, those with the same signs summed."""

    def __init__(self, some: Sequence[Case]) -> None:
        sums: defaultdict[Signs, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for case in sorted(some):
            both = sums[tuple(sorted(set(case.signs)))]
            both[0] += case.weight
            both[1] += case.weight * case.right
        # One case more, half of it right, without signs: it keeps the base finite where gold has no error.
        self._sums = [(1.0, 0.5), *((size, right) for size, right in sums.values())]
        self._holds: dict[str, list[int]] = {}
        for row, signs in enumerate(sums, 1):
            for sign in signs:
                self._holds.setdefault(sign, []).append(row)
        self._odds = [0.0] * len(self._sums)

    def model(self) -> Model:
        """Return the base and weights under which the cases are likeliest, penalty included."""
        everywhere = range(len(self._sums))
        base, weights = 0.0, dict.fromkeys(sorted(self._holds), 0.0)
        for _ in range(_ROUNDS):
            farthest = step = self._step(everywhere, 0.0, 0.0)
            base += step
            self._move(everywhere, step)
            for sign, weight in weights.items():
                step = self._step(self._holds[sign], weight, PENALTY)
                if is_doubt(sign):
                    step = min(step, -weight)
                weights[sign] = weight + step
                self._move(self._holds[sign], step)
                farthest = max(farthest, step, key=abs)
            if abs(farthest) < _CLOSE:
                break
        return Model(
            round(base, 2), {sign: round(value, 2) for sign, value in weights.items() if abs(value) >= _SLIGHT}
        )

    def _step(self, rows: Sequence[int], weight: float, penalty: float) -> float:
        """Return by how much a weight that holds in these rows is to move."""
        slope, curve = -penalty * weight, penalty
        for row in rows:
            size, right = self._sums[row]
            likely = probability(self._odds[row])
            slope += right - size * likely
            curve += size * likely * (1 - likely)
        return math.copysign(min(_STEP, abs(slope / curve)), slope)

    def _move(self, rows: Sequence[int], step: float) -> None:
        for row in rows:
            self._odds[row] += step

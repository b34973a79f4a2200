"""What each sign weighs (`grammars/confidence.yaml`), and the probability that follows.

A logistic model for each field: the weights of the signs that hold are added to the field's base, and the sum is a
probability's log-odds. A sign without a weight says nothing, so a new rule is as likely right as its like.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from pipeline import grammar
from pipeline.errors import GrammarError

MODELLED = ("task", "leads", "partners", "deadline", "product", "target")
LEAST, MOST = 0.01, 0.99  # no finite gold proves that a rule never errs, or always


class Model(NamedTuple):
    """One field's base (log-odds without any sign) and what each sign adds to it."""

    base: float
    weights: Mapping[str, float]

    def probability(self, signs: Iterable[str]) -> float:
        """Return how likely a field with these signs is right, from LEAST to MOST."""
        return bounded(probability(self.base + sum(self.weights.get(sign, 0.0) for sign in signs)))


class Fitted(NamedTuple):
    """The models by field, and the documents (first 8 letters of their SHA-256) that they were fitted on."""

    models: Mapping[str, Model]
    documents: frozenset[str]


def probability(odds: float) -> float:
    """Return the probability of log-odds."""
    return 1 / (1 + math.exp(-odds)) if odds > 0 else math.exp(odds) / (1 + math.exp(odds))


def bounded(value: float) -> float:
    """Return a probability as it is printed: two decimals, never 0 or 1."""
    return min(MOST, max(LEAST, round(value, 2)))


@cache
def fitted() -> Fitted:
    """Return what `scripts/fit_confidence` wrote; raise `GrammarError` when the file is not as it writes it."""
    content = grammar.read_yaml("confidence")
    try:
        models = {
            field: Model(float(model["base"]), {sign: float(weight) for sign, weight in model["weights"].items()})
            for field, model in ((name, content["fields"][name]) for name in MODELLED)
        }
        return Fitted(models, frozenset(content["documents"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise GrammarError(
            f"grammars/confidence.yaml: not as scripts/fit_confidence writes it ({error!r}); run it again"
        ) from error

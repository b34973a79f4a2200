"""Sums over documents, and how far another choice of documents would move them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pipeline.evaluate.counting import Count, add
from pipeline.evaluate.scoring import DocumentScore

_SEED = 1
_DRAWS = 1_000
_TAIL = 0.025  # left out at each end: a 95 % interval


def total(scores: Sequence[DocumentScore], measure: str) -> Count:
    """Return the sum of a measure over documents."""
    return add(one.counts[measure] for one in scores)


def draws(size: int) -> list[list[int]]:
    """Return the same random choices of `size` documents, with replacement, on every call."""
    chance = random.Random(_SEED)  # noqa: S311  a repeatable sample, nothing secret
    return [chance.choices(range(size), k=size) for _ in range(_DRAWS)]


def interval(scores: Sequence[DocumentScore], measure: str, samples: list[list[int]]) -> tuple[float, float] | None:
    """Return the bounds between which 95 of 100 drawn samples of the documents have their F1.

    None for fewer than two documents that say anything about the measure.
    """
    counts = [one.counts[measure] for one in scores]
    if sum(one.found + one.expected > 0 for one in counts) < 2:
        return None
    right = [2 * one.right for one in counts]
    size = [one.found + one.expected for one in counts]
    drawn = sorted(
        sum(right[index] for index in sample) / whole
        for sample in samples
        if (whole := sum(size[index] for index in sample))
    )
    tail = int(len(drawn) * _TAIL)
    return drawn[tail], drawn[-1 - tail]

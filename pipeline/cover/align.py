"""Which tasks of the child speak of what a task of the parent requires?

A text is the set of its syllables and of its pairs of neighbouring syllables; most Vietnamese words are such a pair. A
term weighs by how rare it is among the parent's tasks, so that "y tế" says little under a health directive, and what
the child adds or leaves out changes no weight. The score of a pair is the weight of the terms both have: three quarters
as a share of the requirement, one quarter as a share of the child's task. On three real pairs (89 judgements) tasks
that a person links share 0.40 and more where the child takes the wording up, those that have nothing to do with each
other at most 0.20.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.folding import fold
from pipeline.grammar import read_yaml

_WORD = regex.compile(r"[^\W_]+")
_CITED = regex.compile(r"\d+(?:/\d{4})?[-/][\p{L}][\p{L}\d/-]*")  # "87-ct/tw": every task can cite it
_SINGLE = 0.5  # weight of a single syllable beside that of a pair
_OF_REQUIREMENT = 0.75

Terms = frozenset[str]


class Pair(NamedTuple):
    """How much of a requirement a task of the child (its index) takes up, from 0 to 1."""

    score: float
    child: int


def terms(text: str) -> Terms:
    """Return the syllables of a text and the pairs of neighbours."""
    words = _WORD.findall(_CITED.sub(" ", fold(text)))
    return frozenset(words) | {f"{one} {two}" for one, two in pairwise(words)}


class Aligner:
    """Finds the child's tasks for requirements of the parent, by an inverted index."""

    def __init__(self, parent: Sequence[str], child: Sequence[str]) -> None:
        """Take the texts of the tasks of both."""
        self._child = [terms(text) for text in child]
        self._seen = Counter(term for text in parent for term in terms(text))
        self._of = len(parent)
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._child):
            for term in one:
                self._index[term].append(number)
        self._sums = [self._sum(one) for one in self._child]

    def pairs(self, text: str) -> list[Pair]:
        """Return the child's tasks that share anything with a text, the best first."""
        wanted = terms(text)
        total = self._sum(wanted)
        if not total:
            return []
        shared: dict[int, float] = defaultdict(float)
        for term in sorted(wanted):
            if weight := self._weight(term):
                for child in self._index.get(term, ()):
                    shared[child] += weight
        found = [
            Pair(_OF_REQUIREMENT * both / total + (1 - _OF_REQUIREMENT) * both / self._sums[child], child)
            for child, both in shared.items()
        ]
        return sorted(found, key=lambda pair: (-pair.score, pair.child))

    def _weight(self, term: str) -> float:
        if all(word in _common() for word in term.split()):
            return 0.0
        rare = math.log((self._of + 1) / (self._seen[term] + 0.5))
        return max(rare, 0.0) * (1 if " " in term else _SINGLE)

    def _sum(self, one: Iterable[str]) -> float:
        return math.fsum(self._weight(term) for term in one)


@cache
def _common() -> frozenset[str]:
    listed: str = read_yaml("coverage")["common"]
    return frozenset(listed.replace("|", " ").split())

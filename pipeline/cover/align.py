"""Which tasks of the child speak of what a task of the parent requires?

A term weighs by how rare it is, among the parent's tasks and in legal texts at large, whichever is less: "y tế" says
little under a health directive, "trong quá trình thực hiện" says little anywhere. What the child adds or leaves out
changes no weight. The score of a pair is the weight of the terms both have: three quarters as a share of the
requirement, one quarter as a share of the child's task; a tenth of the same for the headings that they stand under. All
of the parent's tasks are scored first, so that a task of the child goes to those that it speaks of most.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.cover.terms import GROUP, PARENT, Terms
from pipeline.language import language

_MILLION = 1_000_000
_SINGLE = 0.5  # weight of a single syllable beside that of a pair
_GROUPED = 0.6  # of a group of like words
_OF_REQUIREMENT = 0.75
_OF_SECTION = 0.1
_RATHER = 0.5  # a task of the child is another's when it speaks twice as much of that one
_OWN = 0.45  # unless it takes the wording up: one task may answer to several
_CHANCE = 0.05  # of a score; a lower one is a word that any two tasks may share
_TEXTS = 60_000  # pairs that occur so often in the counts of legal texts say nothing
_PER_PAIR = 4  # times as often as pairs do syllables occur
_UNSEEN = 5.0  # counted for a pair that the counts leave out
_OF_GROUP = 3.0  # at most, the rarity of a group


class Said(NamedTuple):
    """What a task says, and the headings above it."""

    terms: Terms
    section: Terms = frozenset()


class Pair(NamedTuple):
    """How much of a requirement a task of the child (its index) takes up, from 0 to 1.1."""

    score: float
    child: int


class Aligner:
    """Finds the child's tasks for requirements of the parent, by an inverted index."""

    def __init__(self, parent: Sequence[Said], child: Sequence[Said]) -> None:
        """Take the tasks of both."""
        self._tasks = _Index([one.terms for one in parent], [one.terms for one in child])
        headings = list(dict.fromkeys(one.section for one in child))
        self._sections = _Index([one.section for one in parent], headings)
        places = {section: number for number, section in enumerate(headings)}
        self._section_of = [places[one.section] for one in child]
        self._known: dict[Terms, dict[int, float]] = {}
        self._rows = [self._scored(one) for one in parent]
        self._best: dict[int, float] = defaultdict(float)
        for row in self._rows:
            for pair in row:
                self._best[pair.child] = max(self._best[pair.child], pair.score)

    def task(self, number: int) -> list[Pair]:
        """Return the child's tasks that answer to a task of the parent, the best first."""
        return self._assigned(self._rows[number])

    def requirement(self, wanted: Said) -> list[Pair]:
        """Return the child's tasks that answer to one requirement of a task, the best first."""
        return self._assigned(self._scored(wanted))

    def _assigned(self, pairs: list[Pair]) -> list[Pair]:
        """Leave out the child's tasks that speak much more of another of the parent's tasks: they are that one's."""
        return [pair for pair in pairs if pair.score >= min(_OWN, _RATHER * self._best[pair.child])]

    def _scored(self, wanted: Said) -> list[Pair]:
        if wanted.section not in self._known:
            self._known[wanted.section] = self._sections.scores(wanted.section)
        sections = self._known[wanted.section]
        found = [
            Pair(score + _OF_SECTION * sections.get(self._section_of[child], 0.0), child)
            for child, score in self._tasks.scores(wanted.terms).items()
            if score > _CHANCE
        ]
        return sorted(found, key=lambda pair: (-pair.score, pair.child))

    def share(self, wanted: Terms, children: Iterable[int]) -> float:
        """Return which share of a requirement several tasks of the child take up together."""
        return self._tasks.share(wanted, children)

    def weight(self, terms: Terms) -> int:
        """Return how much a set of terms says, in millionths."""
        return self._tasks.weight(terms)


class _Index:
    """Scores the child's texts against those of the parent that ask for them."""

    def __init__(self, parent: Sequence[Terms], child: Sequence[Terms]) -> None:
        self._child = child
        self._seen = Counter(term for one in parent for term in one)
        self._of = len(parent)
        self._weights: dict[str, int] = {}
        self._index: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(child):
            for term in one:
                self._index[term].append(number)
        self._sums = [self.weight(one) for one in child]

    def scores(self, wanted: Terms) -> dict[int, float]:
        """Return the score of each text that shares anything of weight with what is wanted."""
        total = self.weight(wanted)
        shared: dict[int, int] = defaultdict(int)
        for term in wanted:
            if (children := self._index.get(term)) and (weight := self._weight(term)):
                for child in children:
                    shared[child] += weight
        return {
            child: _OF_REQUIREMENT * both / total + (1 - _OF_REQUIREMENT) * both / self._sums[child]
            for child, both in shared.items()
        }

    def share(self, wanted: Terms, children: Iterable[int]) -> float:
        """Return which share of the weight of what is wanted some texts have together."""
        total = self.weight(wanted)
        if not total:
            return 0.0
        return self.weight(wanted & frozenset().union(*(self._child[one] for one in children))) / total

    def weight(self, terms: Terms) -> int:
        """Return how much a set of terms says, in millionths: sums of whole numbers hang on no order."""
        return sum(map(self._weight, terms))

    def _weight(self, term: str) -> int:
        known = self._weights.get(term)
        if known is None:
            here = max(math.log((self._of + 1) / (self._seen[term] + 0.5)), 0.0)
            known = self._weights[term] = round(_MILLION * min(here, _rarity(term)) * _kind(term))
        return known


def _kind(term: str) -> float:
    return _GROUPED if term.startswith(GROUP) else 1.0 if " " in term or not term.isalpha() else _SINGLE


def _rarity(term: str) -> float:
    """Return the logarithm of how rare a term is in legal texts; a document's number is as rare as can be."""
    if term.startswith(GROUP):
        return _OF_GROUP
    if term == PARENT:
        return math.inf
    first, _, second = term.partition(" ")
    counts = language()
    count = counts.count_pair(first, second) if second else counts.count(first) / _PER_PAIR
    return max(math.log(_TEXTS / (count or _UNSEEN)), 0.0)

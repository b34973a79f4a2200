"""Leads that another place of the document gives to tasks whose own place names nobody.

A plan often lists its tasks in one section and says who does them in another: an appendix row or an agency's duty says
the same again, or an order takes up "các nhiệm vụ tại Phần III". Such a lead is less sure than one that stands with
its task; its rule says so (`elsewhere.…`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.grammar import load
from pipeline.parse.drafts import Draft, Mention, merged

_WORD = re.compile(r"\w+")
_ITEM = re.compile(r"(\d+),? ?(?:->|-|đến) ?(\d+)|(\d+)|(?<!\w)([a-zđ])(?!\w)")
_ARTICLE = re.compile(r"\d+[a-zđ]?\.(?=[IVX])")
_LEAST_WORDS = 7  # an order of fewer says too little to be known again
_SAME = 0.58  # likeness of two wordings (F) from which they say the same
_INSIDE = 0.8  # share of the shorter order's words that stand in the longer one
_PART = 0.3  # ... and likeness below which a short order is only part of a long one
_CLEAR = 0.04  # by how much the best must be better than an order with other leads


class Elsewhere:
    """Looks through the drafts of one document."""

    def __init__(self, normal: NormalText, drafts: Sequence[Draft]) -> None:
        """Take the text, and all drafts of the document."""
        self._normal = normal
        self._drafts = drafts
        self._led = [draft for draft in drafts if draft.leads]
        self._frequency: Counter[str] = Counter(word for draft in drafts for word in set(self._words(draft.place)))
        self._bags = {draft.place: Counter(self._words(draft.place)) for draft in drafts}
        self._given = [_Given(section, draft) for draft in self._led for section in self._sections(draft)]

    def filled(self) -> list[Draft]:
        """Return the drafts, those without a lead with the one that another place gives them."""
        return [draft if draft.leads or draft.supervisors else self._filled(draft) for draft in self._drafts]

    def _filled(self, draft: Draft) -> Draft:
        """Return a draft with its lead: from an order that gives its section to a body, or one that says the same.

        A body named for a section goes before a wording that is alike; a group ("các sở, ngành") goes behind it.
        """
        given = [one for one in self._given if one.holds(draft)]
        leading = [one.giver for one in given if not one.joins]
        general = all(_is_group(lead) for giver in leading for lead in giver.leads)
        if general and (said := self._restated(draft)) is not None:
            return draft._replace(leads=_with_rule(said.supervisors or said.leads, "elsewhere.restated"))
        if not leading:
            return draft
        leads = merged(*(_with_rule(giver.leads, "elsewhere.section") for giver in leading))
        named = {lead.body.text.casefold() for lead in leads}
        partners = merged(
            draft.partners,
            *(_with_rule(giver.partners, "elsewhere.section") for giver in leading),
            *(_with_rule(one.giver.leads, "elsewhere.section") for one in given if one.joins and "." in one.section),
        )
        others = tuple(partner for partner in partners if partner.body.text.casefold() not in named)
        return draft._replace(leads=leads, partners=others)

    # ── the same order, said again ────────────────────────────────────────────────────────────────

    def _restated(self, draft: Draft) -> Draft | None:
        """Return the order that says the same and names who does it; None when there is none, or two that differ."""
        own = self._bags[draft.place]
        if own.total() < _LEAST_WORDS:
            return None
        liked = [(self._likeness(own, self._bags[other.place]), other) for other in self._led if _apart(draft, other)]
        liked = sorted((pair for pair in liked if pair[0] > 0), key=lambda pair: -pair[0])
        if not liked:
            return None
        best, said = liked[0]
        rivals = [other for likeness, other in liked[1:] if best - likeness < _CLEAR and _names(other) != _names(said)]
        return None if rivals else said

    def _likeness(self, own: Counter[str], other: Counter[str]) -> float:
        """Return how much two orders share, 0 when they are not the same; rare words weigh more."""
        if other.total() < _LEAST_WORDS:
            return 0.0
        common = self._weight(own & other)
        first, second = self._weight(own), self._weight(other)
        same = 2 * common / (first + second)
        inside = common / min(first, second)
        return max(same if same >= _SAME else 0.0, inside * _SAME if inside >= _INSIDE and same >= _PART else 0.0)

    def _weight(self, words: Counter[str]) -> float:
        return sum(count / sqrt(self._frequency[word]) for word, count in words.items())

    def _words(self, place: Range) -> list[str]:
        return _WORD.findall(self._normal.key, place.start, place.end)

    # ── a whole section given to somebody ─────────────────────────────────────────────────────────

    def _sections(self, draft: Draft) -> Iterator[str]:
        """Yield the sections whose tasks an order gives to its leads, as ordinals begin: "III", "II.2.a"."""
        for hit in load("cues").rule("cue.tasks_of").matches(self._normal.key, *draft.place):
            section = hit.groups["section"].upper()
            items = list(_items(hit.groups.get("items", "")))
            yield from (f"{section}.{item}" for item in items) if items else (section,)


class _Given(NamedTuple):
    """A section, as the beginning of ordinals, and the order that gives its tasks to somebody."""

    section: str
    giver: Draft

    @property
    def joins(self) -> bool:
        """Whether the order only has its body take part: "phối hợp với Bộ A thực hiện nhiệm vụ tại …"."""
        return not self.giver.rule.endswith("lead") and any(
            partner.rule in {"assign.none", "assign.partners"} for partner in self.giver.partners
        )

    def holds(self, draft: Draft) -> bool:
        """Return whether a draft stands in the section, and the order does not."""
        return _is_under(draft.ordinal, self.section) and not _is_under(self.giver.ordinal, self.section)


def _items(text: str) -> Iterator[str]:
    """Yield the items of a section that a text lists: "các mục 1, 2; điểm a, b mục 7" → 1, 2, 7.a, 7.b."""
    letters: list[str] = []
    numbers: list[int] = []
    for first, last, single, letter in _ITEM.findall(text):
        if letter:
            if numbers:
                yield from map(str, numbers)
                numbers = []
            letters.append(letter)
        elif letters:
            yield from (f"{single or first}.{one}" for one in letters)
            letters = []
        else:
            numbers += _counted(first, last, single)
    yield from map(str, numbers)


def _counted(first: str, last: str, single: str) -> list[int]:
    return [int(single)] if single else list(range(int(first), int(last) + 1))


def _is_under(ordinal: str, section: str) -> bool:
    """Return whether an ordinal stands under a section of the same layer; the Article that holds it does not count."""
    inside = _ARTICLE.sub("", ordinal)
    return inside == section or inside.startswith(f"{section}.")


def _apart(draft: Draft, other: Draft) -> bool:
    """Return whether two orders stand in different parts of the document: in other sections, or one in a table."""
    return draft.origin != other.origin or draft.ordinal.partition(".")[0] != other.ordinal.partition(".")[0]


def _names(draft: Draft) -> set[str]:
    return {lead.body.text.casefold() for lead in draft.leads}


def _is_group(lead: Mention) -> bool:
    return "các " in lead.body.text.casefold()


def _with_rule(leads: Sequence[Mention], rule: str) -> tuple[Mention, ...]:
    return tuple(lead._replace(rule=rule) for lead in leads)

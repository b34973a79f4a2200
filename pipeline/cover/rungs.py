"""Does the child do what the parent asks, or something else with the same things?

Who only tells people of a thing does not make it (the ladder of authority), and who drafts rules on a committee does
not set it up. What is done is told by the groups of verbs in `grammars/synonyms.yaml`; wishes ("nâng cao", "đẩy mạnh")
have none, and any work may answer to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.cover.terms import GROUP, groups_in, words_of
from pipeline.folding import compact
from pipeline.grammar import read_yaml

_OPENING = 8  # words in which an order says what is to be done
_FIRST = 4  # words in which its first verb stands
_GUIDING = f"{GROUP}guiding"  # who is told to guide may do it himself


class Rungs(NamedTuple):
    """The parent's verb and the child's, which is of a lower rung."""

    parent: str
    child: str


def rung_between(parent: str, children: Sequence[str]) -> Rungs | None:
    """Return both verbs where the parent's order makes something and each of the child's begins by making it known."""
    above = _first(parent)
    below = [_first(child) for child in children]
    if above is None or above[0] != "making" or any(one is None or one[0] != "awareness" for one in below):
        return None
    return Rungs(above[1], next(one[1] for one in below if one))


def other_verb(parent: str, children: Sequence[str]) -> str | None:
    """Return the verb that an order opens with where none of the child's tasks does the like anywhere."""
    words = words_of(parent)
    opening = [(at, group) for at, group in groups_in(words[:_FIRST]) if group in _verbs()]
    if not opening:
        return None
    at = min(opening)[0]
    asked = {group for place, group in opening if place == at}
    done = frozenset().union(*map(_done, children))
    return None if _GUIDING in asked or asked & done else " ".join(words[at : at + 2])


@lru_cache(maxsize=4096)
def _done(action: str) -> frozenset[str]:
    return frozenset(group for _, group in groups_in(words_of(action)))


def _first(action: str) -> tuple[str, str] | None:
    """Return the first verb that has a rung in the opening of an order, with its rung."""
    words = f" {' '.join(compact(action).replace(',', ' ').split()[:_OPENING])} "
    found = [(words.find(f" {verb} "), rung, verb) for verb, rung in _ladder() if f" {verb} " in words]
    return min(found)[1:] if found else None


@cache
def _verbs() -> frozenset[str]:
    return frozenset(GROUP + name for name in read_yaml("synonyms")["verbs"])


@cache
def _ladder() -> tuple[tuple[str, str], ...]:
    listed: dict[str, str] = read_yaml("coverage")["rungs"]
    return tuple((verb.strip(), rung) for rung, verbs in listed.items() for verb in verbs.split("|"))

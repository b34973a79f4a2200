"""Does the child do less than the parent asks? Who only tells people of a thing does not make it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipeline.folding import fold
from pipeline.grammar import read_yaml

_OPENING = 8  # words in which an order says what is to be done


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


def _first(action: str) -> tuple[str, str] | None:
    """Return the first verb that has a rung in the opening of an order, with its rung."""
    words = f" {' '.join(fold(action).replace(',', ' ').split()[:_OPENING])} "
    found = [(words.find(f" {verb} "), rung, verb) for verb, rung in _verbs() if f" {verb} " in words]
    return min(found)[1:] if found else None


@cache
def _verbs() -> tuple[tuple[str, str], ...]:
    listed: dict[str, str] = read_yaml("coverage")["rungs"]
    return tuple((verb.strip(), rung) for rung, verbs in listed.items() for verb in verbs.split("|"))

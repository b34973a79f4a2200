"""Which lines of a web page are furniture: menus, notices, lists of other news."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.folding import fold
from pipeline.grammar import Grammar, load
from pipeline.read.lines import Line

_LONGEST = 460  # characters; no line of furniture that says so is longer
_OPENING = 20  # characters; no word with which furniture begins is longer
_ENOUGH = 600  # characters of document that must stand before furniture can end it


def find_clutter(lines: Sequence[Line]) -> set[int]:
    """Return the indices of the lines that belong to the page and not to the document."""
    grammar = load("clutter")
    above, below = 0, len(lines)
    single: set[int] = set()
    seen = 0
    for index, line in enumerate(lines):
        if not line.words:
            continue
        kind = _kind(grammar, line.words)
        if kind == "above" and seen < 4 * _ENOUGH:
            above, seen = index + 1, 0
        elif kind in {"below", "portal"}:
            if seen > _ENOUGH:
                below = index
                break
            single.add(index)
        elif kind == "line":
            single.add(index)
        else:
            seen += len(line.words)
    return {*range(above), *single, *range(below, len(lines))}


def _kind(grammar: Grammar, words: str) -> str:
    """Return what the grammar says of a line, nothing for most: few begin as furniture does."""
    if len(words) >= _LONGEST:
        return ""
    if grammar.opens and not words[:_OPENING].lower().startswith(grammar.opens):
        return ""
    match = grammar.whole(fold(words))
    return match.means["kind"] if match else ""

"""Which lines of a web page are furniture: menus, notices, lists of other news."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.read.lines import Line

_LONGEST = 460  # characters; no line of furniture that says so is longer
_ENOUGH = 600  # characters of document that must stand before furniture can end it


def find_clutter(lines: Sequence[Line]) -> set[int]:
    """Return the indices of the lines that belong to the page and not to the document."""
    grammar = load("clutter")
    above, below = 0, len(lines)
    single: set[int] = set()
    seen = 0
    for index, line in enumerate(lines):
        match = grammar.whole(fold(line.words)) if 0 < len(line.words) < _LONGEST else None
        kind = match.means["kind"] if match else ""
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

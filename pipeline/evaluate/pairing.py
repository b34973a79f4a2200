"""Which found record answers which gold record: the one-to-one pairing with the greatest likeness in sum.

A greedy choice (each gold record takes its best) can rob a neighbour; this one is exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.evaluate.likeness import Piece, likeness

ENOUGH = 0.5  # records that share less are not the same record
_NEARNESS = 1e-6  # of equal pairings, the one that keeps the order of the document
_NOISE = 1e-12  # sums of likeness that differ less are equal

Edge = tuple[int, int]  # a gold record and a found record that could answer it, by index


class Pair(NamedTuple):
    """The gold record and the found record that answers it, by index, and how alike they are."""

    gold: int
    found: int
    likeness: float


def pair(gold: Sequence[Piece], found: Sequence[Piece]) -> tuple[Pair, ...]:
    """Return the best one-to-one pairs of at least ENOUGH likeness, in the order of the gold."""
    alike = {
        (row, column): value
        for row, one in enumerate(gold)
        for column, other in enumerate(found)
        if (value := likeness(one, other)) >= ENOUGH
    }
    weights = {
        (row, column): value + _NEARNESS * (1 - abs(row / len(gold) - column / len(found)))
        for (row, column), value in alike.items()
    }
    return tuple(Pair(row, column, alike[row, column]) for row, column in sorted(best(weights)))


def best(weights: Mapping[Edge, float]) -> set[Edge]:
    """Return the one-to-one choice of edges whose positive weights add up highest.

    Grows the choice by the best path that adds one row and one column and may re-pair those between
    (successive augmenting paths, which is exact). Few records could answer each other, so the paths are
    short; scipy's assignment would be a dependency of 100 MB that the plain install uses nowhere else.
    """
    row_of: dict[int, int] = {}  # by column
    while path := _best_path(weights, row_of):
        row_of |= {column: row for row, column in path}
    return {(row, column) for column, row in row_of.items()}


def _best_path(weights: Mapping[Edge, float], row_of: Mapping[int, int]) -> list[Edge]:
    """Return the edges to take so that one more row is paired and the sum grows most; none if it cannot grow.

    Longest paths by relaxing all edges until nothing changes (Bellman and Ford): from the free rows along
    edges not taken to a column, and from a column to the row that has it now.
    """
    paired = set(row_of.values())
    gain_at_row = {row: 0.0 for row, _ in weights if row not in paired}
    gain_at_column: dict[int, float] = {}
    reached_from: dict[int, int] = {}
    changed = True
    while changed:
        changed = False
        for (row, column), weight in weights.items():
            gain = gain_at_row.get(row, float("-inf")) + weight
            if row_of.get(column) == row or gain <= gain_at_column.get(column, float("-inf")) + _NOISE:
                continue
            gain_at_column[column], reached_from[column], changed = gain, row, True
            if column in row_of:
                gain_at_row[row_of[column]] = gain - weights[row_of[column], column]
    ends = [column for column in gain_at_column if column not in row_of]
    end = max(ends, key=lambda column: (gain_at_column[column], -column), default=None)
    if end is None or gain_at_column[end] <= _NOISE:
        return []
    return _path_to(end, reached_from, {row: column for column, row in row_of.items()})


def _path_to(end: int, reached_from: Mapping[int, int], column_of: Mapping[int, int]) -> list[Edge]:
    """Return the edges of the path that ends in a column, back to the free row that it starts from."""
    column: int | None = end
    path = []
    while column is not None:
        row = reached_from[column]
        path.append((row, column))
        column = column_of.get(row)
    return path

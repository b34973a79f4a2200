"""Rows of Word cells to a grid: merged cells once, and the edges that were drawn by hand a little aside as one."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.read.word.blocks import Block, Grid, GridCell
from pipeline.read.word.package import W
from pipeline.read.word.styles import as_number

_ASIDE = 170  # twentieths of a point, 3 mm: no column with text is narrower
_USUAL = 1_000  # of the width of a column that the file does not give


class RawCell(NamedTuple):
    """A cell as the file has it: its column in the grid, how many it takes, and what it is merged with."""

    column: int
    columns: int
    merge: str  # "vMerge restart", "hMerge continue", …
    blocks: list[Block]

    @property
    def end(self) -> int:
        """Return the column behind the cell."""
        return self.column + self.columns


def widths_of(table: Element) -> list[int]:
    """Return the widths of the columns of a table's grid, as far as the file gives them."""
    return [as_number(column.get(f"{W}w"), _USUAL) for column in table.findall(f"{W}tblGrid/{W}gridCol")]


def laid_out(rows: list[list[RawCell]], widths: list[int]) -> Grid:
    """Return the grid of these rows; a cell merged with those under it takes their rows, and they drop out."""
    rows = [_merged_across(row) for row in rows]
    edges = _edges(rows, widths)
    reach = _reaches(rows)
    return Grid(
        [
            [
                GridCell(
                    cell.blocks,
                    edges[cell.column],
                    max(1, edges[cell.end] - edges[cell.column]),
                    reach.get((number, cell.column), 1),
                )
                for cell in row
                if reach.get((number, cell.column), 1)
            ]
            for number, row in enumerate(rows)
        ],
        width=max(edges.values(), default=0),
    )


def _merged_across(row: list[RawCell]) -> list[RawCell]:
    """Return a row with the cells that older files merge sideways as one."""
    merged: list[RawCell] = []
    for cell in row:
        if cell.merge == "hMerge continue" and merged:
            merged[-1] = merged[-1]._replace(columns=merged[-1].columns + cell.columns)
        else:
            merged.append(cell)
    return merged


def _reaches(rows: list[list[RawCell]]) -> dict[tuple[int, int], int]:
    """Return for merged cells, by row and column, how many rows they take: 0 for those that a cell above reaches."""
    reach: dict[tuple[int, int], int] = {}
    above: dict[int, tuple[int, int]] = {}  # for each column the merged cell that reached the last row
    for number, row in enumerate(rows):
        here: dict[int, tuple[int, int]] = {}
        for cell in row:
            if cell.merge == "vMerge restart" or (cell.merge == "vMerge continue" and cell.column not in above):
                here[cell.column] = (number, cell.column)
                reach[number, cell.column] = 1
            elif cell.merge == "vMerge continue":
                here[cell.column] = above[cell.column]
                reach[above[cell.column]] += 1
                reach[number, cell.column] = 0
        above = here
    return reach


def _edges(rows: list[list[RawCell]], widths: list[int]) -> dict[int, int]:
    """Return for each edge at which a cell begins or ends the column that it has when edges close by are one."""
    used = sorted({edge for row in rows for cell in row for edge in (cell.column, cell.end)})
    places = [0]
    for at in range(used[-1] if used else 0):
        places.append(places[-1] + (widths[at] if at < len(widths) else _USUAL))
    close = {edge for before, edge in pairwise(used) if places[edge] - places[before] < _ASIDE}
    if any(_is_flat(cell, close) and any(block.size for block in cell.blocks) for row in rows for cell in row):
        close = set()  # a column that is narrow, but has text
    columns: dict[int, int] = {}
    last = -1
    for edge in used:
        last += edge not in close
        columns[edge] = last
    return columns


def _is_flat(cell: RawCell, close: set[int]) -> bool:
    """Return whether nothing would be left of a cell's width."""
    return cell.columns == 1 and cell.end in close

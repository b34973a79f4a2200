"""Ruled tables: which lines of a page make cells, by pdfplumber's rules, and which words stand in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pipeline.pages.glyphs import Word
from pipeline.pages.lines import lines_of
from pipeline.pages.values import Grid, GridCell, Place

_SNAP = 3  # points; nearer lines are one
_SHORTEST = 8  # points; a shorter line borders no cell
_MOST_LINES = 1_500  # of a page; a dense table has 150
_MOST_CORNERS = 3_000
_FEWEST_OPEN = 3  # level lines that end at one place, where no upright line closes them
_Edge = dict[str, Any]  # as pdfplumber has them
# Of lines of one direction: where one stands across it, where it begins and ends
_UPRIGHT = ("x0", "top", "bottom")
_LEVEL = ("top", "x0", "x1")


def grids_of(upright: Sequence[Place], level: Sequence[Place], words: list[Word]) -> list[Grid]:
    """Return the tables that lines make, and take their words out of `words`."""
    tables = _tables([*(_edge(line, "v") for line in upright), *(_edge(line, "h") for line in level)])
    grids: list[Grid] = []
    for cells in tables:
        whole = _hull(cells)
        if any(_inside(whole, grid.place) for grid in grids):  # a table inside a cell is text of the cell
            continue
        xs, ys = (sorted({cell[side] for cell in cells for side in (axis, axis + 2)}) for axis in (0, 1))
        if len(xs) > 2:  # a frame around text is no table
            grids.append(_grid(cells, xs, ys, words))
    return [grid for grid in grids if any(cell.lines for cell in grid.cells)]


def _tables(edges: list[_Edge]) -> list[list[Place]]:
    """Return the cells of each table, the largest tables first."""
    if not any(edge["orientation"] == "v" for edge in edges):
        return []
    from pdfplumber import table as plumber  # takes 0.2 s, and only pages with lines need it

    merged = [edge for edge in plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP) if _length(edge) >= _SHORTEST]
    if len(merged) > _MOST_LINES:
        return []
    merged = _closed(merged)
    corners = plumber.edges_to_intersections(merged, _SNAP, _SNAP)
    if len(corners) > _MOST_CORNERS:
        return []
    cells = plumber.intersections_to_cells(corners)
    tables = [[Place(*cell) for cell in table] for table in plumber.cells_to_tables(cells)]
    return sorted(tables, key=lambda table: -_area(_hull(table)))


def _closed(edges: list[_Edge]) -> list[_Edge]:
    """Add the lines that some writers leave out: under a row that the page cuts, and at the open sides of a table."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    level += [_edge(Place(low, at, high, at), "h") for at, low, high in _open(upright, _UPRIGHT, level, _LEVEL, 2)]
    sides = _open(level, _LEVEL, upright, _UPRIGHT, _FEWEST_OPEN)
    return [*upright, *level, *(_edge(Place(at, low, at, high), "v") for at, low, high in sides)]


def _open(
    lines: list[_Edge], keys: tuple[str, str, str], others: list[_Edge], other: tuple[str, str, str], fewest: int
) -> Iterator[tuple[float, float, float]]:
    """Yield where lines end side by side and no other line runs across their ends, though one does elsewhere."""
    across, begin, end = other
    for at, places in _ends(lines, keys[1:], keys[0], fewest):
        for low, high in pairwise(sorted(set(places))):
            spanning = [line for line in others if line[begin] - _SNAP <= low and high <= line[end] + _SNAP]
            if spanning and all(abs(line[across] - at) > _SNAP for line in spanning):
                yield at, low, high


def _ends(edges: list[_Edge], sides: Sequence[str], across: str, fewest: int) -> list[tuple[float, list[float]]]:
    """Return where at least so many lines end side by side, and where each of them stands."""
    ends = sorted((edge[side], edge[across]) for edge in edges for side in sides)
    groups: list[tuple[float, list[float]]] = []
    for at, where in ends:
        if groups and at - groups[-1][0] <= _SNAP:
            groups[-1][1].append(where)
        else:
            groups.append((at, [where]))
    return [(at, wheres) for at, wheres in groups if len(set(wheres)) >= fewest]


def _grid(cells: Sequence[Place], xs: list[float], ys: list[float], words: list[Word]) -> Grid:
    """Return a table with the words in its cells; what no cell covers is a cell of its own."""
    owner: dict[tuple[int, int], int] = {}
    places = list(cells)
    for number, cell in enumerate(cells):
        for row in range(ys.index(cell.top), ys.index(cell.bottom)):
            for column in range(xs.index(cell.x0), xs.index(cell.x1)):
                owner.setdefault((row, column), number)
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in owner:
                owner[row, column] = len(places)
                places.append(Place(xs[column], ys[row], xs[column + 1], ys[row + 1]))
    inside: dict[int, list[Word]] = {}
    rest: list[Word] = []
    for word in words:
        x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.style.size
        if xs[0] <= x < xs[-1] and ys[0] <= y < ys[-1]:
            inside.setdefault(owner[bisect_right(ys, y) - 1, bisect_right(xs, x) - 1], []).append(word)
        else:
            rest.append(word)
    words[:] = rest
    made = [
        GridCell(
            ys.index(place.top),
            xs.index(place.x0),
            ys.index(place.bottom) - ys.index(place.top),
            xs.index(place.x1) - xs.index(place.x0),
            Place(*(round(side, 1) for side in place)),
            tuple(lines_of(inside.get(number, ()))),
        )
        for number, place in enumerate(places)
    ]
    return Grid(_hull(cells), tuple(round(x, 1) for x in xs), tuple(sorted(made, key=lambda cell: cell[:2])))


def _hull(cells: Iterable[Place]) -> Place:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return Place(round(min(lefts), 1), round(min(tops), 1), round(max(rights), 1), round(max(bottoms), 1))


def _area(place: Place) -> float:
    return (place.x1 - place.x0) * (place.bottom - place.top)


def _inside(place: Place, outer: Place) -> bool:
    middle_x, middle_y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
    return outer.x0 < middle_x < outer.x1 and outer.top < middle_y < outer.bottom


def _length(edge: _Edge) -> float:
    return float(max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]))


def _edge(line: Place, orientation: str) -> _Edge:
    return {
        "orientation": orientation,
        **line._asdict(),
        "width": line.x1 - line.x0,
        "height": line.bottom - line.top,
        "doctop": line.top,
    }

"""The ruled tables of a scanned page: where lines run, and the cells between them.

All in pixels of a page that stands upright at 200 dpi. A line is a run of dark pixels longer than any stroke of a
letter; a table is where level and upright lines meet; a cell is what no line parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_DARK = 170
_SHORTEST = 60  # pixels, 8 mm; no stroke of a letter is so long
_THICKEST = 14  # pixels; what is thicker is a bar or a picture
_NEAR = 8  # pixels by which lines that meet may miss each other, and parts of one line may be apart
_BREAK = 40  # pixels that a faint line may be missing
_COVERED = 0.6  # of the side of a cell that a line must run along to close it
_FEWEST = 2  # columns or rows; a frame around text is no table
_CLEAR = 0.03  # of the pixels above and below a line that stands free
_SMALLEST = 18  # pixels; narrower, two lines are one drawn twice

Box = tuple[int, int, int, int]  # left, top, right, bottom


class Ruling(NamedTuple):
    """A line: where it runs (y of a level one, x of an upright one), from where to where."""

    at: int
    start: int
    stop: int


class Cell(NamedTuple):
    """A cell: its first row and column, how many it spans, its box within the lines around it."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


class Grid(NamedTuple):
    """A table: its box, where its columns begin and the last one ends, its cells row by row."""

    box: Box
    xs: tuple[int, ...]
    cells: tuple[Cell, ...]


def grids_on(picture: Image.Image) -> tuple[list[Grid], list[Ruling]]:
    """Return the tables of a page from the top, and the level lines that belong to none."""
    thick = picture.filter(ImageFilter.MinFilter(3))  # a line that is not quite level must not break
    ink = np.asarray(thick) < _DARK
    level, upright = _rulings(ink), _rulings(ink.T)
    grids, used = [], set()
    for rows, columns in _meeting(level, upright):
        used.update(rows)
        grid = _grid([level[row] for row in rows], [upright[column] for column in columns])
        if grid:
            grids.append(grid)
    rest = [line for number, line in enumerate(level) if number not in used and _stands_free(ink, line)]
    return sorted(grids, key=lambda grid: grid.box[1]), rest


def _stands_free(ink: NDArray[np.bool_], line: Ruling) -> bool:
    """Return whether a line is drawn, and not made by the feet of letters: nothing stands on it or hangs from it."""
    if line.stop - line.start < 2 * _SHORTEST:
        return False
    above = ink[max(0, line.at - 2 * _NEAR) : max(0, line.at - _NEAR), line.start : line.stop]
    below = ink[line.at + _NEAR : line.at + 2 * _NEAR, line.start : line.stop]
    return bool(above.mean() < _CLEAR and below.mean() < _CLEAR) if above.size and below.size else False


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────


def _rulings(ink: NDArray[np.bool_]) -> list[Ruling]:
    """Return the level lines of a picture; those of the turned picture are the upright ones."""
    runs: list[tuple[int, int, int]] = []
    for at in np.flatnonzero(ink.sum(axis=1) >= _SHORTEST):
        edges = np.flatnonzero(np.diff(ink[at].astype(np.int8), prepend=0, append=0))
        starts, stops = edges[::2], edges[1::2]
        long = stops - starts >= _SHORTEST
        runs += [(int(at), int(start), int(stop)) for start, stop in zip(starts[long], stops[long], strict=True)]
    bands: list[list[tuple[int, int, int]]] = []
    for run in runs:
        for band in reversed(bands[-60:]):
            near = run[0] - band[-1][0] <= 2
            if near and any(run[1] < other[2] and other[1] < run[2] for other in band[-6:]):
                band.append(run)
                break
        else:
            bands.append([run])
    lines = []
    for band in bands:
        ats = [run[0] for run in band]
        start, stop = min(run[1] for run in band), max(run[2] for run in band)
        if max(ats) - min(ats) <= max(_THICKEST, (stop - start) // 60):  # a long line may still lie a little askew
            lines.append(Ruling((min(ats) + max(ats)) // 2, start, stop))
    return _mended(lines)


def _mended(lines: Iterable[Ruling]) -> list[Ruling]:
    """Return the lines with the parts of each put together."""
    whole: list[Ruling] = []
    for line in sorted(lines, key=lambda line: line.start):
        for number, other in enumerate(whole):
            if abs(other.at - line.at) <= _NEAR and line.start - other.stop <= _BREAK:
                longer = other if other.stop - other.start > line.stop - line.start else line
                whole[number] = Ruling(longer.at, other.start, max(other.stop, line.stop))
                break
        else:
            whole.append(line)
    return sorted(whole)


def _meeting(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[tuple[list[int], list[int]]]:
    """Return the numbers of the level and upright lines that hang together, table by table."""
    owner = list(range(len(level) + len(upright)))

    def root(number: int) -> int:
        while owner[number] != number:
            number = owner[number]
        return number

    for row, line in enumerate(level):
        for column, other in enumerate(upright):
            on_line = line.start - _NEAR <= other.at <= line.stop + _NEAR
            if on_line and other.start - _NEAR <= line.at <= other.stop + _NEAR:
                owner[root(row)] = root(len(level) + column)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for number in range(len(owner)):
        rows, columns = groups.setdefault(root(number), ([], []))
        (rows if number < len(level) else columns).append(number if number < len(level) else number - len(level))
    return [(rows, columns) for rows, columns in groups.values() if len(rows) >= _FEWEST and len(columns) >= _FEWEST]


# ── cells ─────────────────────────────────────────────────────────────────────────────────────────


def _grid(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid | None:
    """Return the table that lines make; None for a frame, or when there is but one row and one column."""
    ys, xs = _places(level, upright), _places(upright, level)
    if len(xs) <= _FEWEST or len(ys) < _FEWEST:
        return None
    cells = []
    free = {(row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in free:
                continue
            columns = rows = 1
            while (row, column + columns) in free and not _closed(upright, xs[column + columns], ys[row], ys[row + 1]):
                columns += 1
            while all((row + rows, column + offset) in free for offset in range(columns)) and not _closed(
                level, ys[row + rows], xs[column], xs[column + columns]
            ):
                rows += 1
            free -= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            box = xs[column], ys[row], xs[column + columns], ys[row + rows]
            cells.append(Cell(row, column, rows, columns, box))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(cells))


def _places(lines: Sequence[Ruling], across: Sequence[Ruling]) -> list[int]:
    """Return where the borders of rows (or columns) run; the open ends of the lines across them make borders too."""
    found = sorted(line.at for line in lines)
    ends = sorted(end for line in across for end in (line.start, line.stop))
    if found and ends:
        found += [end for end in (ends[len(ends) // 4], ends[-1 - len(ends) // 4]) if _is_outside(end, found)]
    places: list[int] = []
    for at in sorted(found):
        if not places or at - places[-1] >= _SMALLEST:
            places.append(at)
    return places


def _is_outside(end: int, found: Sequence[int]) -> bool:
    return end < found[0] - 2 * _SMALLEST or end > found[-1] + 2 * _SMALLEST


def _closed(lines: Sequence[Ruling], at: int, start: int, stop: int) -> bool:
    """Return whether a line runs along most of a side."""
    along = [line for line in lines if abs(line.at - at) < _SMALLEST]
    covered = sum(max(0, min(line.stop, stop) - max(line.start, start)) for line in along)
    return covered >= _COVERED * (stop - start)

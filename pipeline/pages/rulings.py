"""The straight lines drawn on a page, which may be the borders of tables, and the share of it that pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.pages.glyphs import View
from pipeline.pages.values import Place

MOST_OBJECTS = 40_000  # looked at on a page; a page full of tables has 3,000
_THIN = 2.6  # points; a rectangle as thin is a line
_SHORTEST = 1.5  # points; less is a dot
_DEEPEST = 6  # forms inside each other
_MOST_POINTS = 4_000  # of one path
_WHITE = 250
_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1, 0, 0, 1, 0, 0)


class Drawn(NamedTuple):
    """The lines of a page, upright and level; the share that pictures cover; whether there was too much to look at."""

    upright: list[Place]
    level: list[Place]
    image: float
    crowded: bool


def drawn_on(page: Any, view: View) -> Drawn:  # noqa: ANN401  a handle of pdfium
    """Return the lines that are drawn on a page."""
    reader = _Reader(view)
    reader.walk(pdfium.FPDFPage_CountObjects(page), lambda index: pdfium.FPDFPage_GetObject(page, index), _SAME, 0)
    share = reader.image / ((view.width * view.height) or 1)
    return Drawn(reader.upright, reader.level, min(1.0, share), crowded=reader.left < 0)


class _Reader:
    def __init__(self, view: View) -> None:
        self._view = view
        self.upright: list[Place] = []
        self.level: list[Place] = []
        self.image = 0.0
        self.left = MOST_OBJECTS

    def walk(self, count: int, at: Any, matrix: _Matrix, depth: int) -> None:  # noqa: ANN401
        """Look at `count` objects that `at` gives by their number."""
        for index in range(count):
            self.left -= 1
            if self.left < 0:
                return
            item = at(index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.image += self._area(item, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = _product(_matrix_of(item), matrix)
                objects = pdfium.FPDFFormObj_CountObjects(item)
                self.walk(
                    objects, lambda number, form=item: pdfium.FPDFFormObj_GetObject(form, number), inner, depth + 1
                )

    def _area(self, item: Any, matrix: _Matrix) -> float:  # noqa: ANN401
        sides = [ctypes.c_float() for _ in range(4)]
        if not pdfium.FPDFPageObj_GetBounds(item, *sides):
            return 0.0
        left, bottom, right, top = (side.value for side in sides)
        place = self._view.place(*_moved(left, bottom, matrix), *_moved(right, top, matrix))
        width = min(place.x1, self._view.width) - max(place.x0, 0)
        height = min(place.bottom, self._view.height) - max(place.top, 0)
        return max(0.0, width) * max(0.0, height)

    def _path(self, item: Any, matrix: _Matrix) -> None:  # noqa: ANN401
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
            return
        colour = pdfium.FPDFPageObj_GetStrokeColor if stroke.value else pdfium.FPDFPageObj_GetFillColor
        if _is_white(item, colour):
            return
        own = _product(_matrix_of(item), matrix)
        for points in _figures(item):
            places = [self._view.point(*_moved(x, y, own)) for x, y in points]
            xs, ys = [x for x, _ in places], [y for _, y in places]
            whole = Place(min(xs), min(ys), max(xs), max(ys))
            if not self._line(whole) and stroke.value:
                for (ax, ay), (bx, by) in pairwise(places):
                    self._line(Place(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))

    def _line(self, place: Place) -> bool:
        """Keep a rectangle if it is a line; return whether it is one."""
        width, height = place.x1 - place.x0, place.bottom - place.top
        if height <= _THIN and width >= max(_SHORTEST, height):
            middle = (place.top + place.bottom) / 2
            self.level.append(Place(place.x0, middle, place.x1, middle))
        elif width <= _THIN and height >= _SHORTEST:
            middle = (place.x0 + place.x1) / 2
            self.upright.append(Place(middle, place.top, middle, place.bottom))
        else:
            return max(width, height) <= _THIN
        return True


def _figures(item: Any) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
    """Yield the points of each figure of a path; figures with curves are left out."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(_MOST_POINTS, pdfium.FPDFPath_CountSegments(item))):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1 and not curved:
        yield points


def _is_white(item: Any, colour: Any) -> bool:  # noqa: ANN401
    parts = [ctypes.c_uint() for _ in range(4)]
    if not colour(item, *parts):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= _WHITE


def _matrix_of(item: Any) -> _Matrix:  # noqa: ANN401
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return _SAME
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(x: float, y: float, matrix: _Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f

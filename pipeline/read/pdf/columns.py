"""In which order the lines of a page are read: across it, or column by column where a gap runs down between them.

A head has the issuer on the left and the state's name on the right, a foot the recipients and the signature. What
stands beside each other there is read column by column; a wide blank in a justified line is none of that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.pages.values import Page, Place, TextLine
from pipeline.read.lines import Line

_GUTTER = 0.5  # of the type size that must stay free between two columns
_SINGLE = 2.2  # of the type size, where only one line has both columns
_APART = 1.9  # of the type size from one base line to the next; wider, a column has ended
_STATE = re.compile(r"CỘNG (?:HÒA|HOÀ|HOA) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM")
_LONGEST_MARK = 6  # characters of a list marker; behind it a wide gap parts no columns


class Strip(NamedTuple):
    """Lines that are read one after another, and the sides between which they stand."""

    lines: tuple[TextLine, ...]
    left: float
    right: float
    aside: bool


_Row = list[TextLine]


def strips_of(lines: Sequence[TextLine], left: float, right: float, *, aside: bool = False) -> Iterator[Strip]:
    """Yield lines in reading order; those of one column together, pieces of one line put together."""
    rows = rows_of(lines)
    at = 0
    plain: list[TextLine] = []
    while at < len(rows):
        gutter, stop = _columns(rows, at)
        if gutter is None:
            plain.append(_joined(rows[at]))
            at += 1
            continue
        start = at
        while plain and plain[-1].place.x0 >= gutter[0] and _follows(plain[-1], rows[start][0]):
            start -= 1  # the right column begins above the left one
            plain.pop()
        if plain:
            yield Strip(tuple(plain), left, right, aside)
            plain = []
        middle = (gutter[0] + gutter[1]) / 2
        group = [line for row in rows[start:stop] for line in row]
        for inside, sides in (
            ([line for line in group if line.place.x0 < middle], (left, middle)),
            ([line for line in group if line.place.x0 >= middle], (middle, right)),
        ):
            yield from strips_of(inside, *_sides(inside, *sides), aside=True)
        at = stop
    if plain:
        yield Strip(tuple(plain), left, right, aside)


def _sides(lines: Sequence[TextLine], left: float, right: float) -> tuple[float, float]:
    """Return the sides of a column: as its lines fill it, or as far from the middle as its outer side when centred."""
    low, high = min(line.place.x0 for line in lines), max(line.place.x1 for line in lines)
    middles = [(line.place.x0 + line.place.x1) / 2 for line in lines]
    if len(lines) > 1 and max(middles) - min(middles) < lines[0].size:
        reach = max(high - middles[0], min(abs(middles[0] - left), abs(right - middles[0])))
        return middles[0] - reach, middles[0] + reach
    return max(left, low), min(right, high)


def rows_of(lines: Sequence[TextLine]) -> list[_Row]:
    """Return the pieces of each line from left to right, lines from the top."""
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda line: (line.place.bottom, line.place.x0)):
        if rows and line.place.bottom - rows[-1][0].place.bottom < 0.4 * max(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.place.x0) for row in rows]


def _columns(rows: Sequence[_Row], at: int) -> tuple[tuple[float, float] | None, int]:
    """Return the gap between two columns that begin with a row, and the row behind their end; None without columns."""
    widest = _widest_gap(rows[at])
    if widest is None:
        return None, at + 1
    low, high = widest
    both, stop = 1, at + 1
    for row in rows[at + 1 :]:
        gap = free_between(row, low, high)
        if gap is None or not _follows(rows[stop - 1][0], row[0]):
            break
        low, high = gap
        both += row[0].place.x0 < low and row[-1].place.x0 >= high - 1
        stop += 1
    size = rows[at][0].size
    lefts = [line for row in rows[at:stop] for line in row if line.place.x0 < low]
    if all(_is_mark(line) for line in lefts):
        return None, at + 1
    if (
        both > 1
        or _is_head(rows[at])
        or (high - low > _SINGLE * size and (stop - at > 1 or high - low > 2 * _SINGLE * size))
    ):
        return (low, high), stop
    return None, at + 1


def _is_head(row: _Row) -> bool:
    """Return whether the name of the state or of the party stands on the right: what is left of it is the issuer."""
    return any(_STATE.match(line.text) for line in row[1:])


def _widest_gap(row: _Row) -> tuple[float, float] | None:
    gaps = [(one.place.x1, other.place.x0) for one, other in pairwise(row)]
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def free_between(row: _Row, low: float, high: float) -> tuple[float, float] | None:
    """Return what a row leaves free of a gap, None when it stands across it."""
    least = _GUTTER * row[0].size
    ends = [line.place.x1 for line in row if line.place.x0 < low + 1]
    starts = [line.place.x0 for line in row if line.place.x0 >= low + 1]
    low, high = max([low, *ends]), min([high, *starts])
    return (low, high) if high - low >= least else None


def _follows(above: TextLine, below: TextLine) -> bool:
    """Return whether a line stands close under another one."""
    return below.place.bottom - above.place.bottom < _APART * max(above.size, below.size)


def _is_mark(line: TextLine) -> bool:
    words = Line(f"{line.text} x", 0, 0)
    return len(line.text) <= _LONGEST_MARK and (words.opens_list or words.opens_dash or not line.text.isalpha())


def _joined(row: _Row) -> TextLine:
    """Return the pieces of a line as one line."""
    first = row[0]
    if len(row) == 1:
        return first
    fonts: list[tuple[int, str]] = []
    at = 0
    for line in row:
        fonts += [(at + start, font) for start, font in line.fonts]
        at += len(line.text) + 1
    letters = [(len(line.text), line.bold, line.italic) for line in row]
    total = sum(count for count, _, _ in letters)
    return TextLine(
        " ".join(line.text for line in row),
        Place(
            first.place.x0,
            min(line.place.top for line in row),
            row[-1].place.x1,
            max(line.place.bottom for line in row),
        ),
        (*(x for line in row for x in line.xs[:-1]), row[-1].xs[-1]),
        max(row, key=lambda line: len(line.text)).size,
        bold=sum(count for count, bold, _ in letters if bold) > 0.8 * total,
        italic=sum(count for count, _, italic in letters if italic) > 0.8 * total,
        fonts=tuple(fonts),
    )


def body_sides(pages: Sequence[Page]) -> dict[tuple[float, int], tuple[float, float]]:
    """Return the sides of the text for pages of each width and turn, as most long lines of these pages keep them."""
    lines: dict[tuple[float, int], list[TextLine]] = {}
    for page in pages:
        lines.setdefault((page.width, page.turn), []).extend(page.lines)
    sides = {}
    for key, those in lines.items():
        width = key[0]
        long = [line for line in those if line.place.x1 - line.place.x0 > 0.5 * width]
        if long:
            starts, ends = sorted(line.place.x0 for line in long), sorted(line.place.x1 for line in long)
            sides[key] = starts[len(starts) // 10], ends[-1 - len(ends) // 20]
        elif those:  # nothing shows the right side: it is as far from the paper's as the left one
            left = min(line.place.x0 for line in those)
            sides[key] = left, max(width - left, *(line.place.x1 for line in those))
    return sides

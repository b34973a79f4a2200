"""What the pages of a document repeat at one place and is not its text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.pages.values import Page, TextLine

_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.12  # of a page's height; a number that stands farther in is text
_ZONE = 0.15  # of a page's height in which heads and feet stand
_FEWEST = 3  # pages that show the same at the same place
_SHARE = 0.3  # of the pages; a head may differ on even and odd ones
_NEAR = 4.0  # points
_FOOTNOTES = 0.35  # of a page's width; the line above footnotes is shorter
_SMALLER = 0.8  # points by which footnotes are smaller than the text


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Return the pages without numbers, running heads and feet."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({key for line in page.lines for key in _keys(page, line)})
    fewest = max(_FEWEST, int(_SHARE * len(pages)))
    kept = []
    for page in pages:
        extremes = _extremes(page)
        lines = tuple(
            line
            for line in page.lines
            if not (line in extremes and _is_number(page, line))
            and max((seen[key] for key in _keys(page, line)), default=0) < fewest
        )
        kept.append(page._replace(lines=lines))
    return kept


def with_footnotes_apart(page: Page, body: float) -> tuple[Page, tuple[TextLine, ...]]:
    """Return the page without its footnotes, and these: small type under a short rule, down to the page's end."""
    for rule in sorted(page.rules, key=lambda rule: -rule.top):
        below = [line for line in page.lines if line.place.top > rule.top - 2]
        is_short = 30 < rule.x1 - rule.x0 < _FOOTNOTES * page.width
        if not below or not is_short or any(grid.place.bottom > rule.top for grid in page.grids):
            continue
        numbered = below[0].text[:1] in "0123456789*" + "".join(_RAISED)
        if numbered and rule.top > page.height / 3 and all(line.size < body - _SMALLER for line in below):
            rest = tuple(line for line in page.lines if line not in below)
            return page._replace(lines=tuple(map(_without_marks, rest))), tuple(map(_as_plain, below))
    return page._replace(lines=tuple(map(_as_plain, page.lines))), ()


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_GONE = str.maketrans("", "", _RAISED)


def _as_plain(line: TextLine) -> TextLine:
    return line._replace(text=line.text.translate(_PLAIN))


def _without_marks(line: TextLine) -> TextLine:
    """Return a line without the raised numbers that point to footnotes, unless a unit stands before them."""
    if not any(char in _RAISED for char in line.text):
        return line
    text = re.sub(
        rf"(?:(?<=\bm)|(?<=km)|(?<=cm))([{_RAISED}])", lambda hit: hit[1].translate(_PLAIN), line.text
    ).translate(_GONE)
    return line._replace(text=text) if len(text.split(" ")) == len(line.xs) - 1 and text.strip() else _as_plain(line)


def _keys(page: Page, line: TextLine) -> Iterable[tuple[str, int]]:
    """Return what a line shows and where, with the neighbouring places; nothing for a line of the text's own place."""
    if _ZONE * page.height < line.place.top < (1 - _ZONE) * page.height:
        return ()
    text = _DIGITS.sub("#", line.text)
    at = round(line.place.top / _NEAR)
    return ((text, at - 1), (text, at), (text, at + 1))


def _extremes(page: Page) -> list[TextLine]:
    """Return the lines that stand alone on the first and on the last line of a page."""
    if not page.lines:
        return []
    tops = [grid.place.top for grid in page.grids]
    bottoms = [grid.place.bottom for grid in page.grids]
    first = min(page.lines, key=lambda line: line.place.top)
    last = max(page.lines, key=lambda line: line.place.top)
    found = []
    if first.place.top < min(tops, default=page.height):
        found.append(first)
    if last.place.top > max(bottoms, default=0):
        found.append(last)
    return found


def _is_number(page: Page, line: TextLine) -> bool:
    middle = (line.place.top + line.place.bottom) / 2
    near = middle < _MARGIN * page.height or middle > (1 - _MARGIN) * page.height
    return near and bool(_NUMBER.fullmatch(line.text))

"""Lines to paragraphs: a line goes on with the paragraph above it unless its place, its type or its words forbid it.

What tells most is room: a writer breaks a line because the next word does not fit. Where it would have fitted, somebody
ended the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.read.pdf.printed import Printed
from pipeline.syllables import is_syllable

_INDENT = 0.8  # of the type size; a line that stands so much farther in, or out, is indented
_LEADING = 0.3  # of the type size by which a larger gap between lines parts paragraphs
_ROOM = 0.3  # of the type size that a word needs beside its own width to fit
_TELLING = 6  # letters; a shorter line does not show how it is printed
_JOINTS = "-/@"
# A column too narrow for a date cuts it anywhere ("31/10/2⏎025")
_CUT_DATE = re.compile(r"^\S*[/.-]\d{0,3}$")
_YEAR_END = re.compile(r"\d{1,4}(?!\S*[/\d])")


class Pitch(NamedTuple):
    """How far the lines of a paragraph stand apart, in points, by the size of their type."""

    usual: dict[float, float]

    def parts(self, above: Printed, below: Printed) -> bool:
        """Return whether two lines of a page stand farther apart than the lines of a paragraph, or side by side."""
        if above.page.number != below.page.number:
            return False
        gap = below.text.place.bottom - above.text.place.bottom
        size = max(above.size, below.size)
        return gap > self.usual.get(size, 1.3 * size) + _LEADING * size or gap < 0


def paragraphs_of(lines: Iterable[Printed], pitch: Pitch, *, aside: bool = False) -> Iterator[list[Printed]]:
    """Yield the lines of each paragraph; `aside` in the columns of a head or foot, where lines stand for themselves."""
    open_lines: list[Printed] = []
    for line in lines:
        if open_lines and not goes_on(open_lines, line, pitch, aside=aside):
            yield open_lines
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield open_lines


def goes_on(above: list[Printed], line: Printed, pitch: Pitch, *, aside: bool = False) -> bool:
    """Return whether a line goes on with the paragraph whose lines are given."""
    first, last = above[0], above[-1]
    runs_on = line.words.runs_on and not last.words.is_terminal
    opens = line.words.opens_list or line.words.opens_label or (line.words.opens_dash and not _is_hyphen(first, line))
    if not runs_on and (pitch.parts(last, line) or _looks_other(last, line)):
        return False
    if _has_room(last, line):
        return runs_on and not opens and (line.is_centred or aside or _is_cut_short(last))
    if aside:
        return not opens and not last.words.is_terminal and line.text.bold == last.text.bold
    if line.words.opens_dash and last.words.is_terminal:
        return False
    return _stands_under(first, last, line, opens=opens)


def _stands_under(first: Printed, last: Printed, line: Printed, *, opens: bool) -> bool:
    """Return whether a line stands where the next line of a paragraph does; `opens` if it looks like a list item."""
    hangs = _hangs(first, line)
    if line.x0 > last.x0 + _INDENT * line.size and not (line.is_centred and last.is_balanced):
        return hangs or (line.words.runs_on and not last.words.is_terminal and not opens)
    if line.x0 < first.x0 - _INDENT * line.size and not first.is_centred:
        return True  # first lines are indented here, and this one is not
    return not opens or (hangs and not last.words.is_terminal)


def joint(last: str, text: str) -> str:
    """Return what stands between the end of one line and the next: a blank, or nothing within a code or number."""
    within = last[-1:] in _JOINTS and last[-2:-1].isalnum() and text[:1].isalnum()
    before = last[-1:].isalnum() and text[:1] == "/" and text[1:2].isalnum()
    return "" if within or before or (_CUT_DATE.search(last) and _YEAR_END.match(text)) else " "


def is_divided(last: str, text: str) -> bool:
    """Return whether the hyphen at a line's end divides a syllable ("nhi-", "ệm"), as no Vietnamese writer does."""
    if last[-1:] != "-" or not last[-2:-1].isalpha() or not text[:1].islower():
        return False
    before, behind = last[:-1].rsplit(maxsplit=1)[-1], text.split(maxsplit=1)[0].rstrip(".,;:")
    return is_syllable(before + behind) and not (is_syllable(before) and is_syllable(behind))


def _is_hyphen(first: Printed, line: Printed) -> bool:
    """Return whether a dash at the head of a line may belong to a name that was cut ("Kế hoạch⏎- Tài chính")."""
    return line.words.words[0] in "-–" and not first.words.opens_dash


def _has_room(last: Printed, line: Printed) -> bool:
    """Return whether the first word of a line would have found room behind the line above it."""
    return last.right - last.x1 > line.first_word + _ROOM * last.size


def _is_cut_short(last: Printed) -> bool:
    """Return whether a line ends in the middle of the column: it was cut by hand, or set beside something."""
    return last.x1 - last.left > 0.6 * (last.right - last.left)


def _looks_other(last: Printed, line: Printed) -> bool:
    """Return whether two lines are printed in other type: heading and text."""
    if abs(last.size - line.size) > 1:
        return True
    if min(last.words.letters, line.words.letters) <= _TELLING:
        return False
    return last.words.is_capitals != line.words.is_capitals


def _hangs(first: Printed, line: Printed) -> bool:
    """Return whether a line stands under the first word behind a list marker."""
    marked = first.words.opens_list or first.words.opens_dash
    return marked and len(first.text.xs) > 2 and abs(line.x0 - first.text.xs[1]) < 0.3 * line.size

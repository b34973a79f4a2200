"""Items that run on inside a paragraph: "1. Bộ A: …. 2. Bộ B: …", "Sở Y tế: a) …; b) …", "(1) …; (2) …"."""

from __future__ import annotations

import re

from pipeline.documents import Range
from pipeline.resolve.spelling import CAPITALS
from pipeline.segment.markers import find_marker

# A further item opens behind the end of a clause: a number and a capital, or a letter.
_NEXT = re.compile(rf"(?<=[.;:!?…”\"]) (?:(\d{{1,2}})[.)] (?=[{CAPITALS}\"“])|([a-zđ])\) (?=\w))")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_FEWEST = 2  # items, where none stands at the head of the paragraph
_BRACKETED = re.compile(r"(?:(?<=[\s:;.])|^|(?<=\*\*))\(([ivx]{1,4}|\d{1,2})\)[\s*]+(?=\w)")
_SMALL_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def bracketed(text: str, place: Range) -> list[Range]:
    """Return the places of "(1)", "(2)", … in a text, as far as they count up from 1 or i."""
    found: list[Range] = []
    for hit in _BRACKETED.finditer(text, place.start, place.end):
        if hit[1] in {str(len(found) + 1), _SMALL_ROMAN[len(found)] if len(found) < len(_SMALL_ROMAN) else ""}:
            found.append(Range(*hit.span()))
    return found


def pieces(text: str, place: Range) -> list[Range]:
    """Return the items that run on in one paragraph, each with its marker; the paragraph whole where there are none.

    Numbers must count up from the paragraph's own, letters from a; so "tại điểm b)" and "Điều 5. 2" cut nothing.
    """
    marker = find_marker(text, *place)
    number = int(marker.ordinal) if marker and marker.level == "number" and marker.ordinal.isdigit() else 0
    letter = marker.ordinal if marker and marker.level == "letter" else ""
    numbers: list[int] = []
    letters: list[list[int]] = [[]]  # a run of letters under each number
    for hit in _NEXT.finditer(text, place.start, place.end):
        at = hit.start() + 1
        if hit[1] and int(hit[1]) == number + 1 and (number or text[hit.start() - 1] == ":"):
            numbers.append(at)
            number, letter = number + 1, ""
            letters.append([])
        elif hit[2] and _follows(hit[2], letter) and (letter or text[hit.start() - 1] in ":."):
            letters[-1].append(at)
            letter = hit[2]
    enough_numbers = len(numbers) >= _FEWEST or (numbers and marker and marker.level == "number")
    cuts = numbers if enough_numbers else []
    for run in letters:
        if len(run) >= _FEWEST or (run and marker and marker.level == "letter"):
            cuts = [*cuts, *run]
    ends = [*sorted(cuts), place.end]
    starts = [place.start, *sorted(cuts)]
    return [Range(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _follows(letter: str, last: str) -> bool:
    """Return whether a letter comes next in a list; some drafters leave out đ."""
    if not last:
        return letter == "a"
    at = _LETTERS.find(last)
    return letter in _LETTERS[at + 1 : at + 2] or (last == "d" and letter == "e")

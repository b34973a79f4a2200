"""Numbers that OCR took for letters, told by those before and behind them: the Roman ones of headings, those of rows.

`HI. TỔ CHỨC THỰC HIỆN` after `II.` was `III.`; a row `A` between 3 and 5 was 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.language import bare
from pipeline.syllables import is_syllable

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_STROKES = str.maketrans({"H": "II", "L": "I", "1": "I", "l": "I", "|": "I", "!": "I", "T": "I", "J": "I", "Y": "V"})
_NUMBER = re.compile(r"[IVXHLYTJl1|!]{1,5}[.,]?")
_ROW = re.compile(r"(\d{1,3})[.)]?")


class Numerals:
    """The Roman numbers of a document in the order of its headings."""

    def __init__(self) -> None:
        """Begin before the first heading."""
        self._last = 0

    def mended(self, words: Sequence[str]) -> list[str]:
        """Return the words of a line; what can only be the next number of a heading is written as that number."""
        if len(words) < 2 or not _NUMBER.fullmatch(words[0]):
            return list(words)
        number = words[0].rstrip(".,")
        if number in _ROMAN and words[0].endswith("."):
            self._last = _ROMAN.index(number) + 1
            return list(words)
        behind = "".join(words[1:])
        is_heading = sum(map(str.isupper, behind)) > sum(map(str.islower, behind))
        if not is_heading or number.isdigit() or (words[0] == number and is_syllable(number)):
            return list(words)
        strokes = number.translate(_STROKES)
        for value in (self._last + 1, self._last + 2):  # the one that is due; or one was not read
            if value <= len(_ROMAN) and _near(strokes, _ROMAN[value - 1]):
                self._last = value
                return [f"{_ROMAN[value - 1]}.", *words[1:]]
        return list(words)


def _near(strokes: str, number: str) -> bool:
    """Return whether a number was read with one stroke too few or too many at most."""
    if strokes == number:
        return True
    shorter, longer = sorted((strokes, number), key=len)
    return (
        len(longer) - len(shorter) == 1
        and len(longer) > 2
        and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    )


def rows_mended(numbers: Sequence[str]) -> list[str]:
    """Return the numbers of a table's rows ("" for none): letters between n - 1 and n + 1 are n, "H" after I is II."""
    out = list(numbers)
    last = 0  # of the Roman numbers, which count the groups
    for at, number in enumerate(out):
        strokes = bare(number).upper().translate(_STROKES)
        if number.rstrip(".") in _ROMAN:
            last = _ROMAN.index(number.rstrip(".")) + 1
        elif (
            last < len(_ROMAN) and 0 < len(number) <= 4 and not _ROW.fullmatch(number) and _near(strokes, _ROMAN[last])
        ):
            out[at] = _ROMAN[last]
            last += 1
    for at in range(1, len(out) - 1):
        before, behind = _ROW.fullmatch(out[at - 1]), _ROW.fullmatch(out[at + 1])
        is_slip = 0 < len(out[at]) <= 2 and not _ROW.fullmatch(out[at])
        if is_slip and before and behind and int(behind[1]) == int(before[1]) + 2:
            out[at] = str(int(before[1]) + 1)
    return out

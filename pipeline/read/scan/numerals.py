"""Roman numbers of headings that OCR took for letters: `HI. TỔ CHỨC THỰC HIỆN` was `III.`, `H.` was `II.`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_STROKES = str.maketrans({"H": "II", "L": "I", "1": "I", "l": "I", "|": "I", "!": "I", "Y": "V"})
_NUMBER = re.compile(r"[IVXHLYl1|!]{1,5}[.,]?")


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
        if number in _ROMAN:
            if words[0].endswith("."):
                self._last = _ROMAN.index(number) + 1
            return list(words)
        strokes = number.translate(_STROKES)
        heading = sum(map(str.isupper, "".join(words[1:]))) > sum(map(str.islower, "".join(words[1:])))
        if not heading or strokes not in _ROMAN or number.isdigit():
            return list(words)
        value = _ROMAN.index(strokes) + 1
        # "H." and "L" may also be letters that count headings: only the number that is due is taken for one.
        if value not in {self._last + 1, self._last + 2} and not (value == 1 and not self._last):
            return list(words)
        self._last = value
        return [f"{strokes}.", *words[1:]]

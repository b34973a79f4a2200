"""Which letters OCR takes for which: the chance that a letter is read with other marks.

`confusions.tsv` holds what `scripts/fit_ocr` counted on printed and worn documents of the corpus: how often a letter
stood there, and how often it was read as another one.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "confusions.tsv"
_TRUST = 0.7  # exponent of the chances counted: scanners differ, and what one never does another does
_UNSEEN = 0.02  # of a count for a letter that was never read so; scanners differ
_SCALE = 3.0  # times more wrong marks than on the documents counted: what is scanned is often worse


class Confusions:
    """The chances of reading one letter for another that has the same shape and other marks."""

    def __init__(self, text: str) -> None:
        """Take the counts as `scripts/fit_ocr` writes them."""
        self._stood: dict[str, float] = {}
        self._read: dict[tuple[str, str], float] = {}
        for line in text.splitlines():
            true, *rest = line.split("\t")
            if len(rest) == 1:
                self._stood[true] = float(rest[0])
            else:
                self._read[true, rest[0]] = float(rest[1])

    def log(self, true: str, seen: str) -> float:
        """Return the logarithm of the chance that a word is read as another one with the same letters."""
        return sum(self._letter(one, other) for one, other in zip(true, seen, strict=True))

    def _letter(self, true: str, seen: str) -> float:
        if true == seen:
            return 0.0
        stood = self._stood.get(true, 0.0) + 50
        return _TRUST * math.log(min(0.3, _SCALE * (self._read.get((true, seen), 0.0) + _UNSEEN) / stood))


@cache
def confusions() -> Confusions:
    """Return the counts that come with the package."""
    return Confusions(PATH.read_text(encoding="utf-8"))

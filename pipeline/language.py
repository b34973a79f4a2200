"""How often Vietnamese syllables, and pairs of them, occur in legal texts.

It tells what a word that OCR read may have been, and how much it says that two tasks share a word.

`language.txt.xz` holds counts over 13,971 Vietnamese legal texts of 150 million characters (`scripts/build_language`).
"""

from __future__ import annotations

import lzma
import math
import unicodedata
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "language.txt.xz"
_PAIRED = 0.85  # of the weight that a pair seen before has; the rest goes to how often the syllable occurs at all
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_UNSEEN = 0.3  # counted for a syllable that never occurs


class Language:
    """Probabilities of syllables: alone, and behind another one."""

    def __init__(self, text: str) -> None:
        """Take the counts as `scripts/build_language` writes them."""
        self._single: dict[str, float] = {}
        self._unread: dict[str, str] = {}
        self._pairs: dict[str, dict[str, float]] = {}
        for line in text.splitlines():
            word, count, *rest = line.split(" ", 2)
            self._single[word] = 2 ** (int(count) / 2)
            self._unread[word] = rest[0] if rest else ""
        self._total = sum(self._single.values())
        self._by_letters: dict[str, list[str]] = {}
        for word in self._single:
            self._by_letters.setdefault(bare(word), []).append(word)

    def count(self, word: str) -> float:
        """Return how often a syllable occurs, 0 for one that does not."""
        return self._single.get(word, 0.0)

    def count_pair(self, first: str, second: str) -> float:
        """Return how often a syllable follows another one, 0 for a pair that is too rare to be kept."""
        return self._following(first).get(second, 0.0) if first in self._unread else 0.0

    def with_letters(self, letters: str) -> list[str]:
        """Return the syllables with these letters, whatever marks they have."""
        return self._by_letters.get(letters, [])

    def log(self, before: str | None, word: str) -> float:
        """Return the logarithm of the probability that a syllable follows another one, or stands at all."""
        single = self._single.get(word, _UNSEEN) / self._total
        if not before or before not in self._single:
            return math.log(single)
        pair = self._following(before).get(word, 0.0) / self._single[before]
        return math.log(_PAIRED * pair + (1 - _PAIRED) * single)

    def _following(self, word: str) -> dict[str, float]:
        """Return what follows a syllable and how often; a document needs few of the rows, so each is read then."""
        if word not in self._pairs:
            fields = self._unread[word].split(" ") if self._unread[word] else []
            self._pairs[word] = {fields[at]: 2 ** (int(fields[at + 1]) / 2) for at in range(0, len(fields), 2)}
        return self._pairs[word]


@cache
def language() -> Language:
    """Return the counts that come with the package."""
    return Language(lzma.decompress(PATH.read_bytes()).decode())


@cache
def bare(word: str) -> str:
    """Return a word in small letters without any mark: "đổi" → "doi"."""
    apart = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(char for char in apart if not unicodedata.combining(char))


@cache
def as_counted(word: str) -> str:
    """Return a word as the counts have it: in small letters, composed, the tone on the first vowel of oa, oe, uy."""
    letters = unicodedata.normalize("NFC", word.lower())
    if len(letters) < 2 or letters[-2:-1] not in _FIRST or letters[0:2] == "qu":
        return letters
    apart = unicodedata.normalize("NFD", letters[-1])
    tone = next((char for char in apart if char in _TONES), "")
    vowel = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else ""
    if letters[-2] + vowel not in {"oa", "oe", "uy"}:
        return letters
    return letters[:-2] + unicodedata.normalize("NFC", letters[-2] + tone) + vowel


_FIRST = frozenset("ou")

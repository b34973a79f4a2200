"""Can these letters be a Vietnamese syllable? Told by how syllables are built; `grammars/syllables.yaml` has the parts.

Readers judge by it whether a text was read rightly: of Vietnamese in a wrong encoding hardly a marked word is built so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from pipeline import grammar

_TONES = {"\u0300": "grave", "\u0301": "acute", "\u0303": "tilde", "\u0309": "hook", "\u0323": "dot"}
_STOPPED = frozenset({"acute", "dot"})


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Return whether a word, in any case and any Unicode form, is built as a Vietnamese syllable is."""
    letters, tones = _parted(word)
    if len(tones) > 1 or len(letters) > 7:
        return False
    initials, free, stopped = _spelling()
    rimes = {letters[len(initial) :] for initial in initials if letters.startswith(initial)}
    rimes.add(letters)
    if letters == "gi":  # gì: the i serves for both
        rimes.add("i")
    return bool(rimes & free) or bool(rimes & stopped and tones and tones[0] in _STOPPED)


def share(words: Iterable[str]) -> float:
    """Return the share of words that are built as Vietnamese syllables are; 0 when there is no word."""
    seen = [is_syllable(word) for word in words]
    return sum(seen) / len(seen) if seen else 0.0


def _parted(word: str) -> tuple[str, list[str]]:
    """Return a word in small letters without its tone, and its tones."""
    apart = unicodedata.normalize("NFD", word.lower())
    tones = [_TONES[char] for char in apart if char in _TONES]
    return unicodedata.normalize("NFC", "".join(char for char in apart if char not in _TONES)), tones


@cache
def _spelling() -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """Return the initials, the rimes that take every tone, and the rimes that take two."""
    content = grammar.read_yaml("syllables")
    initials, free, stopped = ([part.strip() for part in content[name].split("|")] for name in _LISTS)
    return tuple(initials), frozenset(free), frozenset(stopped)


_LISTS = ("initials", "open", "stopped")

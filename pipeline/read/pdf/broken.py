"""Syllables that a PDF has with blanks inside ("t ỉ nh", "ng ười"), put together where they can be nothing else.

A piece without a vowel is no word. Joined to its neighbours it must make a syllable that legal texts use; one letter
(m, g, t: units, marks of lists) counts as such a piece only where another one stands behind the vowel, or the rest is
no word by itself (h ợp).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from pipeline.language import as_counted, bare, language
from pipeline.pages.values import TextLine
from pipeline.syllables import is_syllable

_LEADING, _TRAILING = "(“\"'", ").,;:!?”\"'"
_VOWEL = re.compile("[aeiouy]")
_HINT = re.compile(r"(?:^|[ (“\"'])(?:[^\W\d_aeiouyAEIOUY]|[bcdđghklmnpqrstvx]{2,3})(?=[ ).,;:]|$)", re.IGNORECASE)
_CODAS = frozenset({"c", "ch", "m", "n", "ng", "nh", "p", "t"})
_MOST = 4  # pieces of a syllable
_LEAST = 30.0  # occurrences of a syllable in legal texts


def rejoined(line: TextLine) -> TextLine:
    """Return a line with the pieces of its syllables put together."""
    words = line.text.split(" ")
    if line.seen or len(words) != len(line.xs) - 1 or not _HINT.search(line.text):
        return line
    out, xs, gone = [], [], []
    at = 0
    while at < len(words):
        count = _pieces(words, at)
        gone += [False] + [True] * (count - 1)
        out.append("".join(words[at : at + count]))
        xs.append(line.xs[at])
        at += count
    if len(out) == len(words):
        return line
    return line._replace(text=" ".join(out), xs=(*xs, line.xs[-1]), fonts=_moved(line, words, gone))


def _pieces(words: Sequence[str], at: int) -> int:
    """Return how many words from one on are the pieces of a syllable; 1 when it is none, or a whole one."""
    for count in range(min(_MOST, len(words) - at), 1, -1):
        pieces = [words[at].lstrip(_LEADING), *words[at + 1 : at + count]]
        pieces[-1] = pieces[-1].rstrip(_TRAILING)
        if all(map(str.isalpha, pieces)) and _is_broken(pieces):
            return count
    return 1


def _is_broken(pieces: Sequence[str]) -> bool:
    """Return whether words are one syllable: its beginning, its vowels, its end, and nothing that is a word."""
    word = "".join(pieces)
    bare_pieces = [bare(piece) for piece in pieces]
    lone = [piece for piece in bare_pieces if not _VOWEL.search(piece)]
    vowels = [piece for piece in bare_pieces if _VOWEL.search(piece)]
    if not lone or not vowels or not (word[1:].islower() or word.isupper()) or not is_syllable(word):
        return False
    if word.isupper() and (len(lone) < 2 or word.isascii()):  # "NH Á Châu" is a bank
        return False
    if not _VOWEL.search(bare_pieces[-1]) and bare_pieces[-1] not in _CODAS:
        return False
    if bare_pieces[0] in lone and not _VOWEL.match(vowels[0]):
        return False
    is_single = max(map(len, lone)) < 2 and len(lone) < 2
    if is_single and (len(pieces) > 2 or language().count(as_counted(pieces[1]))):
        return False
    return language().count(as_counted(word)) >= _LEAST


def _moved(line: TextLine, words: Sequence[str], gone: Sequence[bool]) -> tuple[tuple[int, str], ...]:
    """Return where fonts begin once the blanks before some words are gone."""
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    return tuple(
        (at - sum(is_gone and start <= at for start, is_gone in zip(starts, gone, strict=False)), font)
        for at, font in line.fonts
    )

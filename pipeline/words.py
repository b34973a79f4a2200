"""Where Vietnamese words and sentences begin and end: underthesea, with the places it does not give.

A Vietnamese word is one syllable or several (`chủ trì`, `Ủy ban nhân dân`), and spaces part syllables, not
words. underthesea is an extra (`pip install "dondoc[nlp]"`), takes 1.4 s to import and segments some 40,000
characters a second, so nothing on the way from a file to its tasks uses it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.documents import Range
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE = re.compile(r"[^\r\n]+")
_SYLLABLE = re.compile(r"\S+")
_LETTER = re.compile(r"\S[\u0300-\u036f]*")  # with the marks that NFD writes after it


def words(text: str) -> tuple[Range, ...]:
    """Return the places of the words of a text, punctuation marks included; no word crosses a line.

    Where underthesea drops or adds letters, the syllables of that line are returned instead.

    Raises:
        UsageError: underthesea is not installed.
    """
    try:
        from underthesea import word_tokenize
    except ImportError as error:
        raise UsageError(_remedy("words")) from error
    return _placed(text, word_tokenize)


def sentences(text: str) -> tuple[Range, ...]:
    """Return the places of the sentences of a text, each within a line.

    Raises:
        UsageError: underthesea is not installed.
    """
    try:
        from underthesea import sent_tokenize
    except ImportError as error:
        raise UsageError(_remedy("sentences")) from error
    return _placed(text, sent_tokenize)


def _remedy(what: str) -> str:
    return f'Vietnamese {what} need the package underthesea, which is not installed: pip install "dondoc[nlp]"'


def _placed(text: str, tokenize: Callable[[str], list[str]]) -> tuple[Range, ...]:
    return tuple(
        Range(line.start() + start, line.start() + end)
        for line in _LINE.finditer(text)
        for start, end in _in_line(line[0], tokenize)
    )


def _in_line(line: str, tokenize: Callable[[str], list[str]]) -> list[tuple[int, int]]:
    """Return the places of a line's tokens, found by counting letters: underthesea writes `Đ` for `Ð`, NFC for NFD."""
    letters = [hit.span() for hit in _LETTER.finditer(line)]
    counts = [len(_LETTER.findall(token)) for token in tokenize(unicodedata.normalize("NFC", line))]
    if sum(counts) != len(letters):
        return [hit.span() for hit in _SYLLABLE.finditer(line)]
    places, at = [], 0
    for count in filter(None, counts):
        places.append((letters[at][0], letters[at + count - 1][1]))
        at += count
    return places

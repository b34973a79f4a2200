"""Lists of phrases from the grammars, and the longest of them at a place of a folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pipeline import grammar

_WORD = re.compile(r"\w+")


def listed(text: str) -> Iterator[str]:
    """Yield the values of a scalar that holds several, parted by " | "."""
    return (part.strip() for part in text.split("|") if part.strip())


@cache
def body_lists() -> dict[str, Any]:
    """Return the content of `grammars/body_lists.yaml`, read once; raises `GrammarError` when it is wrong."""
    content: dict[str, Any] = grammar.read_yaml("body_lists")
    return content


class Phrases:
    """Phrases of one meaning, found by their first word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take the phrases, folded, with single spaces, each beginning with a letter or digit."""
        self._by_word: dict[str, list[str]] = {}
        for phrase in sorted(set(phrases), key=len, reverse=True):
            if first := _WORD.match(phrase):
                self._by_word.setdefault(first[0], []).append(phrase)

    def at(self, key: str, start: int, end: int) -> str | None:
        """Return the longest phrase that stands at `start` as whole words, or None."""
        first = _WORD.match(key, start, end)
        if first is None:
            return None
        for phrase in self._by_word.get(first[0], ()):
            after = start + len(phrase)
            if after <= end and key.startswith(phrase, start) and not (after < end and is_word(key[after])):
                return phrase
        return None


def is_word(char: str) -> bool:
    """Return whether a character is part of a word."""
    return char.isalnum() or char == "_"

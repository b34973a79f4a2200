"""What does a text speak of? Its syllables, the pairs of neighbours, the groups of like words, the documents it cites.

Most Vietnamese words are a syllable or a pair of them, so pairs serve as words: underthesea's words, measured on the
same judgements, link no better and cost 1.4 s to load. Groups of like words (`grammars/synonyms.yaml`) let "tập huấn"
answer to "bồi dưỡng". What a document says of itself ("Chỉ thị này") is a term of its own: in the parent it is what
the child calls by number, and in the child it is nothing that the parent could ask for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

import regex

from pipeline.folding import compact
from pipeline.grammar import load, read_yaml

Terms = frozenset[str]
PARENT = "§"  # the parent itself, in the parent's words or by its number
GROUP = "~"  # opens the name of a group of like words

_WORD = regex.compile(r"[^\W_]+(?:&[^\W_]+)?")
_CITED = regex.compile(r"\d+(?:/\d{4})?[-/]\p{L}[\p{L}\d/-]*")


class TermReader:
    """Reads the terms of one side's texts."""

    def __init__(self, above: Iterable[str], *, of_parent: bool) -> None:
        """Take the numbers by which the parent is cited."""
        self._above = {compact(number) for number in above}
        self._itself = f" {PARENT} " if of_parent else " "
        self._known: dict[str, Terms] = {}

    def terms(self, text: str) -> Terms:
        """Return the terms of a text."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Terms:
        folded = load("comparison").rule("name.itself").pattern.sub(self._itself, compact(text))
        cited = {PARENT if number in self._above else number for number in _CITED.findall(folded)}
        if PARENT in folded:
            cited.add(PARENT)
        words = words_of(folded)
        grouped = {group for _, group in groups_in(words)}
        idle = idle_words()
        pairs = {f"{one} {two}" for one, two in pairwise(words) if one not in idle and two not in idle}
        return frozenset(words) - idle | pairs | grouped | cited


def _spelled_out(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield from _abbreviations().get(word, (word,))


def words_of(text: str) -> list[str]:
    """Return the syllables of a text, abbreviations spelled out, cited numbers left out."""
    return list(_spelled_out(_WORD.findall(_CITED.sub(" ", compact(text)))))


def groups_in(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each group of like words that a text has one of, with the place of its first syllable."""
    for at, word in enumerate(words):
        for phrase, group in _phrases().get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield at, group


@cache
def idle_words() -> frozenset[str]:
    """Return the words that only join others."""
    listed: str = read_yaml("synonyms")["idle"]
    return frozenset(compact(word.strip()) for word in listed.split("|"))


@cache
def _abbreviations() -> dict[str, tuple[str, ...]]:
    listed: dict[str, str] = read_yaml("synonyms")["abbreviations"]
    return {compact(short): tuple(compact(long).split()) for short, long in listed.items()}


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases of all groups by their first syllable."""
    lists = read_yaml("synonyms")
    listed: dict[str, str] = {**lists["verbs"], **lists["things"]}
    found = defaultdict(list)
    for group, phrases in listed.items():
        for phrase in phrases.split("|"):
            words = tuple(compact(phrase).split())
            found[words[0]].append((words, GROUP + group))
    return dict(found)

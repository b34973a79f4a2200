"""Where does a predicate begin, and does a sentence open with an order? The words of `grammars/verbs.yaml`."""

from __future__ import annotations

import re
from functools import cache

from pipeline import grammar
from pipeline.resolve.phrases import Phrases, listed

_WORD = re.compile(r"\w+")
_MORE_ADVERBS = 4  # "tiếp tục chủ động, kịp thời rà soát" stacks up to about this many before its verb


class Verbs:
    """The word lists, each ready to be looked up at a place."""

    def __init__(self) -> None:
        """Read the lists; raises `GrammarError` when the file is wrong."""
        content = grammar.read_yaml("verbs")
        orders = [verb for group in content["verbs"].values() for verb in listed(group)]
        self.orders = Phrases(orders)
        self.adverbs = Phrases(listed(content["adverbs"]))
        self.adjuncts = Phrases(listed(content["adjuncts"]))
        self.strong = Phrases(listed(content["strong"]))
        self.nouns = Phrases(listed(content["nouns"]))
        self.joined = frozenset(listed(content["joined"]))
        self.duties = Phrases(listed(content["duties"]))
        self.states = frozenset(listed(content["states"]))
        self._all = Phrases(
            [*orders, *(word for name in ("adverbs", "duties", "adjuncts") for word in listed(content[name]))]
        )

    def predicate(self, key: str, start: int, end: int) -> str | None:
        """Return the words at `start` with which a predicate or a clause around it begins, or None."""
        found = self._all.at(key, start, end)
        if found is None or self.is_second(key, start, found):
            return None
        noun = self.nouns.at(key, start, end)
        return None if noun and len(noun) > len(found) else found

    def is_second(self, key: str, start: int, verb: str) -> bool:
        """Return whether the word before makes one word with a verb: "chương trình"."""
        before = key.rfind(" ", 0, max(start - 1, 0)) + 1
        return key[start - 1 : start] == " " and f"{key[before : start - 1]} {verb}" in self.joined

    def is_order(self, key: str, start: int, end: int) -> bool:
        """Return whether the words at `start` are a verb that orders work, adverbs before it allowed."""
        at = start
        for _ in range(_MORE_ADVERBS):
            noun = self.nouns.at(key, at, end) or ""
            verb = self.orders.at(key, at, end) or ""
            adverb = self.adverbs.at(key, at, end) or ""
            if len(noun) > len(verb) and len(noun) > len(adverb):
                return False
            if len(verb) >= len(adverb):
                return bool(verb)
            at += len(adverb)
            while at < end and key[at] in " ,":
                at += 1
        return False


@cache
def verbs() -> Verbs:
    """Return the word lists, read once."""
    return Verbs()


def predicate_at(key: str, start: int, end: int) -> bool:
    """Return whether a predicate that orders stands at `start`: a verb, a duty ("phải …"), or the clause around one."""
    found = verbs().predicate(key, start, end)
    return found is not None and found not in verbs().states


def starts_with_verb(key: str, start: int, end: int) -> bool:
    """Return whether the folded text opens, at `start`, with an order ("Tiếp tục rà soát …", "Ban hành …")."""
    while start < end and not key[start].isalnum():
        start += 1
    return verbs().is_order(key, start, end)


def predicate_within(key: str, start: int, end: int) -> bool:
    """Return whether a predicate stands at any word of a text."""
    return any(predicate_at(key, hit.start(), end) for hit in _WORD.finditer(key, start, end))

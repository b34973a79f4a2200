"""What the list parser reads with: the word lists of the grammars, one body while it is being read, and characters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pipeline.resolve.gazetteer import gazetteer
from pipeline.resolve.phrases import Phrases, body_lists, listed
from pipeline.resolve.verbs import verbs

Kind = Literal["name", "shape", "group", "place", "other"]

QUOTES = '“"'
DASHES = "-–"
SENTENCE = ".;:\n"
# A comma without a space before capitals belongs to an abbreviation: "Sở VH,TT&DL", but not "Sở Y tế,Thanh tra tỉnh".
_TOKEN = re.compile(r"(?:[^\s,;:()/“”\"]|,(?=[A-ZĐ]+(?:[&\-]|\b)))+")
_SEPARATOR = re.compile(r"\s*(?:[,;/]\s*(?:và |cùng với |cùng )?|(?:và|cùng với|cùng|với|hoặc) )\s*")
_NUMBER = re.compile(r"\d+(?= )")
_ABBREVIATED = {"tp.", "tx.", "tt.", "q.", "p.", "h."}


class Words:
    """The word lists of `grammars/body_lists.yaml`; what each is for stands there."""

    def __init__(self) -> None:  # noqa: PLR0915  one statement a list
        """Read the lists; raises `GrammarError` when the file is wrong."""
        lists = {name: tuple(listed(text)) for name, text in body_lists()["words"].items()}
        self.quantity = Phrases(lists["quantity"])
        self.heads = Phrases(lists["heads"])
        self.unfinished = frozenset(lists["unfinished"])
        self.with_level = frozenset(lists["with_level"])
        self.levelled = Phrases(lists["levelled"])
        self.levels = Phrases(lists["levels"])
        self.ranks = frozenset(lists["ranks"])
        self.compounds = frozenset(lists["compounds"])
        self.groups = Phrases([*lists["ranks"], *lists["groups"], *lists["compounds"], *lists["apart"]])
        self.offices = Phrases(lists["offices"])
        self.restored = frozenset(lists["restored"])
        self.of_party = lists["of_party"]
        self.closing = Phrases(lists["closing"])
        self.light = Phrases(lists["light"])
        self.fields = Phrases(lists["fields"])
        self.objects = Phrases(lists["objects"])
        self.with_object = frozenset(lists["with_object"])
        self.traders = frozenset(lists["traders"])
        self.trades = Phrases(lists["trades"])
        self.acting = Phrases(lists["acting"])
        self.openers = Phrases(lists["openers"])
        self.papers = Phrases(lists["papers"])
        self.endings = lists["endings"]
        self.apart = frozenset(lists["apart"])
        self.leading = frozenset(lists["leading"])
        self.of_kind = Phrases(lists["of_kind"])
        self.ties = Phrases(lists["ties"])
        self.inner = Phrases(lists["inner"])
        self.not_bodies = Phrases(lists["not_bodies"])


@cache
def words() -> Words:
    """Return the word lists, read once."""
    return Words()


@dataclass
class Item:
    """One body while it is being read: its place so far, and what decides how it may go on.

    A "name" is one of the registry, a "shape" a head noun with a name ("Trung tâm Thông tin …"), a "group" several
    bodies called by what they are ("các sở, ban, ngành"), a "place" a province or the like, "other" unknown words.
    """

    start: int
    end: int
    kind: Kind
    heads: list[str] = field(default_factory=list)  # head nouns, folded; of a group all that were listed
    quantity: bool = False  # "các …"
    comrades: bool = False  # "các đồng chí …": lower-case officers go on after a comma
    modified: bool = False  # a group whose last noun has a modifier of its own
    sealed: bool = False  # a group whose level was said last ("… cấp tỉnh"): small words behind it are a predicate
    closed: bool = False  # a group that "liên quan" has closed
    relative: bool = False  # in a relative clause ("được giao …", "có …"): its "và" parts nothing
    until: int = 0  # where words end that are taken in whatever they are ("quản lý quy hoạch")
    verbs: int = 0  # how many verbs the relative clause may still have
    levelled: bool = False  # of units of a level: "UBND xã, phường"
    prefix: str = ""  # what is put before the places that follow ("Ủy ban nhân dân ")
    core: int = 0  # where the recognised part ends, before modifiers
    sure: int = 0  # ... or behind modifiers that are known
    after: int = 0  # where reading goes on (behind a bracket that is left out)


class Reader:
    """Characters of `key[…:end]`, folded text, with the text itself beside it for capitals.

    `whole` says that the text is known to be a list of bodies and nothing else; then only strong verbs end it.
    """

    def __init__(self, key: str, text: str, end: int, *, whole: bool) -> None:
        """Take the folded text, the text, and where to stop."""
        self.key, self.text, self.end, self.whole = key, text, end, whole
        self.words, self.verbs, self.known = words(), verbs(), gazetteer()
        self.capitals = False  # all letters are capitals, so that capitals say nothing
        self.first = -1  # where the sentence begins
        self.subject = False  # the body opens its sentence, so that a predicate is due behind it

    def skip(self, at: int) -> int:
        """Return the place of the next character that is no space."""
        while at < self.end and self.text[at] in " \t":
            at += 1
        return at

    def capital(self, at: int) -> bool:
        """Return whether a word at a place is written with a capital or begins with a figure."""
        return at < self.end and (self.text[at].isupper() or self.text[at].isdecimal())

    def token(self, at: int) -> int:
        """Return where the word at a place ends, its punctuation left out."""
        hit = _TOKEN.match(self.text, at, self.end)
        if not hit:
            return min(at + 1, self.end)
        last = hit.end()
        while last > at + 1 and self.text[last - 1] in ".…!?," and self.key[at:last] not in _ABBREVIATED:
            last -= 1
        return last

    def separator(self, at: int) -> int | None:
        """Return where the words after a separator at a place begin, or None when no separator stands there."""
        hit = _SEPARATOR.match(self.key, at, self.end)
        return None if not hit or "\n" in self.text[at : hit.end()] else hit.end()

    def name(self, at: int) -> int | None:
        """Return where the longest name of the registry that begins at a place ends, or None."""
        return self.known.longest(self.key, self.text, at, self.end)

    def token_or_name(self, at: int) -> int:
        """Return where the name or else the word at a place ends."""
        return self.name(at) or self.token(at)

    def here(self, phrases: Phrases, at: int) -> str | None:
        """Return the longest of some phrases that stands at a place, or None."""
        return phrases.at(self.key, at, self.end)

    def group_at(self, at: int) -> str | None:
        """Return the group noun at a place, or None where it only looks like one ("cơ sở dữ liệu")."""
        group = self.here(self.words.groups, at)
        not_body = self.here(self.words.not_bodies, at) or ""
        return group if group and len(group) > len(not_body) else None

    def after(self, word: str, at: int) -> int:
        """Return the place behind a word that may stand at a place."""
        return at + len(word) + 1 if self.key.startswith(f"{word} ", at, self.end) else at

    def quantity(self, at: int) -> int | None:
        """Return the place behind "các", "một số" or a number of units ("126 xã, phường"), or None."""
        if found := self.here(self.words.quantity, at):
            return self.skip(at + len(found))
        number = _NUMBER.match(self.key, at, self.end)
        return self.skip(number.end()) if number and self.here(self.words.levels, number.end() + 1) else None

    def plural_of_units(self, at: int) -> bool:
        """Return whether "các cơ quan", "các đơn vị" and the like begin at a place, which no name goes on with."""
        found = self.here(self.words.quantity, at)
        group = self.here(self.words.groups, self.skip(at + len(found))) if found else None
        return group is not None and group.partition(" ")[0] in ("cơ", "đơn", "bộ", "sở", "ngành", "tổ", "doanh")

    def predicate(self, at: int) -> str | None:
        """Return the words of a predicate that begins at a place in small letters, or None."""
        small = at < self.end and self.text[at].islower() and not self.capitals
        return self.verbs.predicate(self.key, at, self.end) if small else None

    def strong(self, at: int) -> bool:
        """Return whether a verb begins at a place that ends a list of bodies wherever it stands."""
        small = at < self.end and self.text[at].islower()
        found = self.here(self.verbs.strong, at) if small else None
        return found is not None and not self.verbs.is_second(self.key, at, found)

"""How bodies are called: their names in the registry, and the places where a text has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from perturbing.copies import Edit, like, listed, vocabulary
from pipeline.folding import fold
from pipeline.resolve.gazetteer import spellings
from pipeline.resolve.ids import Entry
from pipeline.resolve.registry import registry

_CODE = re.compile(r"[A-ZĐ][A-Za-zĐđ&]{2,}")
_SHORT_WORD = re.compile(r"[A-ZĐ&.,-]+[A-ZĐ&]|[A-ZĐ]{2,}\d?")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_Group = tuple[str, str, str, str]


class Name(NamedTuple):
    """A way to call a body: its folded wording, the body's id, and its form: long, short, or code."""

    key: str
    body: str
    form: str


@cache
def leading() -> frozenset[str]:
    """Return the ids of bodies that are not swapped: they lead, and what they do differs from what others do."""
    return frozenset(listed(vocabulary()["leading"]))


@cache
def groups() -> dict[_Group, list[Entry]]:
    """Return the bodies that can stand for each other, by kind, level, superior and head word."""
    found: dict[_Group, list[Entry]] = {}
    for entry in registry().entries.values():
        if entry.kind in listed(vocabulary()["swapped_kinds"]) and entry.id not in leading():
            found.setdefault((entry.kind, entry.level, entry.parent, entry.name.split()[0]), []).append(entry)
    return {group: entries for group, entries in found.items() if len(entries) > 1}


def _base(name: str) -> str:
    """Return a name without the brackets and the place that may stand behind it."""
    without = name.partition(" (")[0]
    return next(
        (without.removesuffix(f" {end}") for end in listed(vocabulary()["ends"]) if without.endswith(f" {end}")),
        without,
    )


@cache
def names() -> tuple[Name, ...]:
    """Return every way to call a body that can be swapped."""
    found: dict[str, Name] = {}
    for entries in groups().values():
        for entry in entries:
            head = entry.name.split()[0]
            for name in entry.names:
                if not name.startswith(f"{head} "):
                    continue
                form = "short" if _is_short(name) else "long"
                for key in (fold(name),) if form == "short" else spellings(_base(name)):
                    found.setdefault(key, Name(key, entry.id, form))
            for code in entry.codes:
                if _CODE.fullmatch(code):
                    found.setdefault(code, Name(code, entry.id, "code"))
    return tuple(found.values())


def _is_short(name: str) -> bool:
    return any(_SHORT_WORD.fullmatch(word) for word in name.split()[1:])


def called(body: str | None, form: str) -> str | None:
    """Return how a body is called in a form; its long name where it has no other."""
    if body is None:
        return None
    entry = registry().entries[body]
    if form == "code":
        return next((code for code in entry.codes if _CODE.fullmatch(code)), None)
    short = (name for name in entry.names if _is_short(name) and name.startswith(entry.name.split()[0]))
    return next(short, None) if form == "short" and any(map(_is_short, entry.names)) else _base(entry.name)


class Mentions:
    """Finds names in a text, the longest first; proper names have a capital behind their head word."""

    def __init__(self, names: Iterable[Name]) -> None:
        by_head: dict[str, dict[str, Name]] = {}
        self._codes = {name.key: name for name in names if name.form == "code"}
        for name in names:
            if name.form != "code" and " " in name.key:
                by_head.setdefault(name.key.partition(" ")[0], {}).setdefault(name.key, name)
        self.names = {key: name for found in by_head.values() for key, name in found.items()}
        self._patterns = [_pattern(head, found) for head, found in by_head.items()]
        codes = "|".join(sorted(map(re.escape, self._codes), key=len, reverse=True))
        self._code = re.compile(rf"(?<![\w&])(?:{codes})(?![\w&])") if codes else None

    def all(self, text: str) -> list[Name]:
        """Return the names in a text."""
        return [name for _, _, name in self._hits(text)]

    def edits(
        self, text: str, other: Callable[[Name], str | None], swap: Mapping[str, str] = _NOTHING
    ) -> Iterator[Edit]:
        """Yield the edits that put `other(name)` for each name, capitals as they were; `swap` serves bare names."""
        found = [Edit(start, end, name.key) for start, end, name in self._hits(text)]
        named = {(start, end): name for start, end, name in self._hits(text)}
        after = 0
        for edit in sorted([*found, *bare_edits(text, swap)], key=lambda edit: (edit.start, -edit.end)):
            if edit.start < after:
                continue
            after = edit.end
            name = named.get((edit.start, edit.end))
            words = other(name) if name else edit.words
            if words:
                words = words if name is None or name.form == "code" else like(words, text[edit.start : edit.end])
                yield edit._replace(words=words)

    def _hits(self, text: str) -> Iterator[tuple[int, int, Name]]:
        key = fold(text)
        for pattern in self._patterns:
            for hit in pattern.finditer(key):
                name = self.names[" ".join(hit[0].split())]
                if any(char.isupper() for char in text[hit.start(1) : hit.end()]):
                    yield hit.start(), hit.end(), name
        if self._code:
            yield from ((hit.start(), hit.end(), self._codes[hit[0]]) for hit in self._code.finditer(text))


def _pattern(head: str, names: Mapping[str, Name]) -> re.Pattern[str]:
    spelt = _spelt(name.partition(" ")[2] for name in names)
    lower = "".join(rf"(?<!{word} )" for word in listed(vocabulary()["lower"]))
    return re.compile(rf"(?<!\w){lower}{re.escape(head)}\s+({spelt})(?!\w)")


def _spelt(names: Iterable[str]) -> str:
    """Return the pattern of names, the longest first, with any white space for their blanks."""
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))


def any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of some folded names in folded text, the longest first."""
    return re.compile(rf"(?<![\w/-])(?:{_spelt(names) or '(?!)'})(?![\w-])")


def key_of(hit: re.Match[str]) -> str:
    """Return what was found, with single spaces."""
    return " ".join(hit[0].split())


def bare_edits(text: str, swap: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edits of names that a list gives without their head word ("các Bộ: Quốc phòng, Công an")."""
    entries = registry().entries
    swap = {body: other for body, other in swap.items() if body in entries}
    joint = vocabulary()["and"]
    for head in {entries[body].name.split()[0] for body in swap}:
        bare = {
            _base(entries[body].name).partition(" ")[2]: _base(entries[other].name).partition(" ")[2]
            for body, other in swap.items()
            if entries[body].name.startswith(f"{head} ")
        }
        names = _spelt(bare)
        listing = re.compile(rf"\b{head}:?\s+(?=[A-ZĐ])[^.;|]*")
        inside = re.compile(rf"(?:(?<=[:,] )|(?<= {joint} ))(?:{names})(?!\w)")
        for hit in listing.finditer(text):
            found = inside.finditer(text, hit.start(), hit.end())
            yield from (Edit(name.start(), name.end(), bare[key_of(name)]) for name in found)

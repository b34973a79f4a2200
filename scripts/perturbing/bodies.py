"""Other bodies: each known one swapped for another of its kind that exists on the day of issue, or for an invented one.

A swap is the same throughout a document, long form for long form and abbreviation for abbreviation, so that the gold
follows by the same swap. Bodies that stand without their head word ("các Bộ: Quốc phòng, Công an") go along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from random import Random
from types import MappingProxyType
from typing import NamedTuple

from perturbing.copies import BODIES, Copy, Edit, broken, like, listed, vocabulary
from pipeline.folding import compact, fold
from pipeline.resolve.gazetteer import spellings
from pipeline.resolve.ids import Entry
from pipeline.resolve.registry import registry

_CODE = re.compile(r"[A-ZĐ][A-Za-zĐđ&]{2,}")
_CAPITALS = re.compile(r"\s+[A-ZÀ-ỸĐ]{2,}(?!\w)")
_SHORT_WORD = re.compile(r"[A-ZĐ&.,-]+[A-ZĐ&]|[A-ZĐ]{2,}\d?")
_NOTHING: Mapping[str, str] = MappingProxyType({})
_Group = tuple[str, str, str, str]


class _Name(NamedTuple):
    """A way to call a body: its folded wording, the body's id, and whether it is an abbreviation or a code."""

    key: str
    body: str
    form: str  # long, short, code


def swapped(one: Copy, chance: Random) -> Copy:
    """Return the copy with other known bodies and provinces in it, and UBND spelt out or shortened."""
    issued = one.gold["document"].get("issued_on")
    on = date.fromisoformat(issued) if issued else None
    found = _Mentions(_names())
    kept = _restored(one, found, bare=True)
    swap = _choice({hit.body for hit in found.all(one.text)} - kept, on, chance)
    one = one.substituted(lambda text: found.edits(text, lambda name: _called(swap.get(name.body), name.form), swap))
    one = one.substituted(_provinces(one.text, on, chance))
    return _other_length(one)


def invented(one: Copy, chance: Random) -> Copy:
    """Return the copy with bodies in it that no registry knows, each with the head word of the one it replaces."""
    heads = {head: listed(names) for head, names in vocabulary()["invented"].items()}
    found = _Mentions([*_names(), *_of_gold(one, heads)])
    known = {hit.body for hit in found.all(one.text)}
    kept = {*_leading(), *_restored(one, found), *(body for body in known if any(_bare(one.text, {body: body})))}
    names: dict[str, str] = {}
    for hit in found.all(one.text):
        head = next((head for head in heads if hit.key.startswith(f"{fold(head)} ")), None)
        if head is None or hit.form != "long" or hit.body in {*names, *kept}:
            continue
        left = [name for name in heads[head] if f"{head} {name}" not in names.values()]
        if left:
            names[hit.body] = f"{head} {chance.choice(left)}"
    return one.substituted(lambda text: found.edits(text, lambda name: names.get(name.body) if name.form == "long" else None))


def _restored(one: Copy, found: _Mentions, *, bare: bool = False) -> set[str]:
    """Return the bodies that gold names otherwise than the text does: with a head word that a list has before it.

    With `bare` those stay out that the list names under a head of theirs ("các Bộ: Quốc phòng, Công an").
    """
    text = compact(one.text)
    absent = {name for name in _gold_names(one) if compact(name) not in text}
    bodies = {hit.body for name in absent for hit in found.all(name)}
    return {body for body in bodies if not (bare and any(_bare(one.text, {body: body})))}


def _gold_names(one: Copy) -> set[str]:
    return {name for task in one.tasks for field in BODIES for name in task.get(field) or ()}


def _of_gold(one: Copy, heads: Iterable[str]) -> list[_Name]:
    """Return the bodies that gold names and whose first word is one of the heads, each as an id of its own."""
    proper = re.compile(rf"(?:{'|'.join(heads)}) [^\W\d_a-zà-ỹđ]")
    return [_Name(fold(name), name, "long") for name in sorted(_gold_names(one)) if proper.match(name) and "(" not in name]


@cache
def _leading() -> frozenset[str]:
    """Return the ids of bodies that are not swapped: they lead, and what they do differs from what others do."""
    return frozenset(listed(vocabulary()["leading"]))


@cache
def _groups() -> dict[_Group, list[Entry]]:
    """Return the bodies that can stand for each other, by kind, level, superior and head word."""
    found: dict[_Group, list[Entry]] = {}
    for entry in registry().entries.values():
        if entry.kind in listed(vocabulary()["swapped_kinds"]) and entry.id not in _leading():
            found.setdefault((entry.kind, entry.level, entry.parent, entry.name.split()[0]), []).append(entry)
    return {group: entries for group, entries in found.items() if len(entries) > 1}


def _base(name: str) -> str:
    """Return a name without the brackets and the place that may stand behind it."""
    return re.sub(r"(?: \(.*\)| tỉnh| Việt Nam)$", "", name)


@cache
def _names() -> tuple[_Name, ...]:
    """Return every way to call a body that can be swapped."""
    found: dict[str, _Name] = {}
    for entries in _groups().values():
        for entry in entries:
            head = entry.name.split()[0]
            for name in entry.names:
                if not name.startswith(f"{head} "):
                    continue
                form = "short" if _is_short(name) else "long"
                for key in (fold(name),) if form == "short" else spellings(_base(name)):
                    found.setdefault(key, _Name(key, entry.id, form))
            for code in entry.codes:
                if _CODE.fullmatch(code):
                    found.setdefault(code, _Name(code, entry.id, "code"))
    return tuple(found.values())


def _is_short(name: str) -> bool:
    return any(_SHORT_WORD.fullmatch(word) for word in name.split()[1:])


def _called(body: str | None, form: str) -> str | None:
    """Return how a body is called in a form; its long name where it has no other."""
    if body is None:
        return None
    entry = registry().entries[body]
    if form == "code":
        return next((code for code in entry.codes if _CODE.fullmatch(code)), None)
    short = (name for name in entry.names if _is_short(name) and name.startswith(entry.name.split()[0]))
    return next(short, None) if form == "short" and any(map(_is_short, entry.names)) else _base(entry.name)


def _choice(present: Iterable[str], on: date | None, chance: Random) -> dict[str, str]:
    """Return for each body that is there another of its group, no two the same and none that is there already."""
    present = set(present)
    chosen: dict[str, str] = {}
    for entries in _groups().values():
        here = [entry.id for entry in entries if entry.id in present]
        others = [entry.id for entry in entries if entry.exists(on)]
        chance.shuffle(others)
        if len(others) < len(here) or len(others) < 2:
            continue
        turned = others if len(here) > len(others) - len(here) else [one for one in others if one not in here]
        chosen |= _without_fixed(here, turned)
    return chosen


def _without_fixed(here: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Return a one-to-one choice in which nothing stands for itself, as far as that goes."""
    left = list(others)
    chosen = {}
    for body in here:
        other = next((one for one in left if one != body), None)
        if other:
            chosen[body] = other
            left.remove(other)
    return chosen


class _Mentions:
    """Finds names in a text, the longest first; proper names have a capital behind their head word."""

    def __init__(self, names: Iterable[_Name]) -> None:
        by_head: dict[str, dict[str, _Name]] = {}
        self._codes = {name.key: name for name in names if name.form == "code"}
        for name in names:
            if name.form != "code" and " " in name.key:
                by_head.setdefault(name.key.partition(" ")[0], {}).setdefault(name.key, name)
        self._names = {key: name for found in by_head.values() for key, name in found.items()}
        self._patterns = [_pattern(head, found) for head, found in by_head.items()]
        codes = "|".join(sorted(map(re.escape, self._codes), key=len, reverse=True))
        self._code = re.compile(rf"(?<![\w&])(?:{codes})(?![\w&])") if codes else None

    def all(self, text: str) -> list[_Name]:
        """Return the names in a text."""
        return [name for _, _, name in self._hits(text)]

    def edits(
        self, text: str, other: Callable[[_Name], str | None], swap: Mapping[str, str] = _NOTHING
    ) -> Iterator[Edit]:
        """Yield the edits that put `other(name)` for each name, capitals as they were; `swap` serves bare names."""
        found = [Edit(start, end, name.key) for start, end, name in self._hits(text)]
        named = {(start, end): name for start, end, name in self._hits(text)}
        after = 0
        for start, end, words in sorted([*found, *_bare(text, swap)], key=lambda edit: (edit.start, -edit.end)):
            if start < after:
                continue
            after = end
            if name := named.get((start, end)):
                called = other(name)
                words = called and (called if name.form == "code" else like(called, text[start:end]))
            if words:
                yield Edit(start, end, words)

    def _hits(self, text: str) -> Iterator[tuple[int, int, _Name]]:
        key = fold(text)
        for pattern in self._patterns:
            for hit in pattern.finditer(key):
                name = self._names[" ".join(hit[0].split())]
                if any(char.isupper() for char in text[hit.start(1) : hit.end()]):
                    yield hit.start(), hit.end(), name
        if self._code:
            yield from ((hit.start(), hit.end(), self._codes[hit[0]]) for hit in self._code.finditer(text))


def _pattern(head: str, names: Mapping[str, _Name]) -> re.Pattern[str]:
    spelt = _spelt(name.partition(" ")[2] for name in names)
    return re.compile(rf"(?<!\w)(?<!chi )(?<!tổng ){re.escape(head)}\s+({spelt})(?!\w)")


def _spelt(names: Iterable[str]) -> str:
    """Return the pattern of names, the longest first, with any white space for their blanks."""
    return "|".join(r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-])(?:{_spelt(names) or '(?!)'})(?![\w-])")


def _key(hit: re.Match[str]) -> str:
    return " ".join(hit[0].split())


def _bare(text: str, swap: Mapping[str, str]) -> Iterator[Edit]:
    """Yield the edits of names that a list gives without their head word ("các Bộ: Quốc phòng, Công an")."""
    entries = registry().entries
    swap = {body: other for body, other in swap.items() if body in entries}
    for head in {entries[body].name.split()[0] for body in swap}:
        bare = {
            _base(entries[body].name).partition(" ")[2]: _base(entries[other].name).partition(" ")[2]
            for body, other in swap.items()
            if entries[body].name.startswith(f"{head} ")
        }
        names = _spelt(bare)
        listing = re.compile(rf"\b{head}:?\s+(?=[A-ZĐ])[^.;|]*")
        inside = re.compile(rf"(?:(?<=[:,] )|(?<= và ))(?:{names})(?!\w)")
        for hit in listing.finditer(text):
            found = inside.finditer(text, hit.start(), hit.end())
            yield from (Edit(name.start(), name.end(), bare[_key(name)]) for name in found)


def _provinces(text: str, on: date | None, chance: Random) -> Callable[[str], Iterable[Edit]]:
    """Return what finds the edits that put other provinces, a province for a province and a city for a city."""
    namesakes = listed(vocabulary()["namesakes"])
    known = {
        name: entry
        for entry in registry().entries.values()
        if entry.kind == "province" and (name := entry.name.partition(" ")[2].removeprefix("phố ")) not in namesakes
    }
    present = {name for name in known if _any_of([fold(name)]).search(fold(text))}
    swap: dict[str, str] = {}
    for name in sorted(present):
        unit = known[name].name.partition(" ")[0]
        others = [
            other
            for other, entry in known.items()
            if entry.exists(on) and entry.name.startswith(unit) and other not in {*present, *swap.values()}
        ]
        if others:
            swap[fold(name)] = chance.choice(others)
    pattern = _any_of(swap)

    def find(words: str) -> Iterator[Edit]:
        for hit in pattern.finditer(fold(words)):
            if words[hit.start()].isupper():
                yield Edit(hit.start(), hit.end(), like(swap[_key(hit)], words[hit.start() : hit.end()]))

    return find


def _other_length(one: Copy) -> Copy:
    """Return the copy with UBND and the like spelt out and the long forms shortened; those in capitals stay.

    A pair stays throughout where gold has a name that stands in the text in capitals, or not as it is.
    """
    pairs = [listed(pair) for pair in vocabulary()["lengths"]]
    other = {fold(long): short for long, short in pairs} | {fold(short): long for long, short in pairs}
    pattern = _any_of(other)

    def find(text: str) -> Iterator[Edit]:
        for hit in pattern.finditer(fold(text)):
            words, behind = text[hit.start() : hit.end()], _CAPITALS.match(text, hit.end())
            if not behind and (len(words.split()) == 1 or not words.isupper()):
                yield Edit(hit.start(), hit.end(), broken(other[_key(hit)], words))

    words = " ".join(one.text.split())
    quoted = fold(words)
    for name in _gold_names(one):
        at = quoted.find(fold(name))
        if pattern.search(fold(name)) and (at < 0 or words[at : at + len(name)].isupper()):
            return one
    changed = one.substituted(find)
    document, header = changed.gold["document"], one.gold["document"]
    title = document.get("title") or ""
    stays = header.get("title") if compact(title) not in compact(changed.text) else title  # printed in capitals
    changed.gold["document"] = {**document, "title": stays, "issuer": header.get("issuer")}
    return changed

"""Where in a text do names of the registry stand?

`longest` answers for one place (the list parser asks it at every word); `mentions` finds all in one pass of an
Aho-Corasick automaton, which is only built when asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property
from itertools import product
from typing import Any

from pipeline.documents import Range
from pipeline.folding import compact
from pipeline.resolve.phrases import Phrases, is_word
from pipeline.resolve.registry import Registry, registry

_NOT_NAMES = ("collective", "level", "community", "province")
_ACRONYM = re.compile(r"[A-ZĐ][A-Za-zĐđƠƯÊÔ0-9]{2,}")
_GENERIC = {"UBND", "HĐND", "MTTQ", "TTg"}  # only with the place they belong to
_SHORT = {
    "ủy ban nhân dân": "ubnd",
    "hội đồng nhân dân": "hđnd",
    "mặt trận tổ quốc": "mttq",
    "đại biểu quốc hội": "đbqh",
}
_OF_ALL = re.compile(r"(?:chủ tịch |sở y tế|ubnd|ủy ban nhân dân|hđnd).* các ")  # of every place: a group, not a name
_BRACKETS = re.compile(r" ?\([^()]*\)")


class Gazetteer:
    """The names of the registry as they stand in folded text, and their short forms as they are written."""

    def __init__(self, bodies: Registry) -> None:
        """Take the registry whose names are looked for."""
        names: set[str] = set()
        acronyms: set[str] = set()
        places: dict[str, str] = {}
        for entry in bodies.entries.values():
            for name in () if entry.each or entry.level == "named" else (*entry.names, *entry.codes):
                if " " not in name:
                    unit = entry.level == "central" and entry.kind in ("department", "public_unit")
                    if _ACRONYM.fullmatch(name) and entry.kind not in _NOT_NAMES and name not in _GENERIC and not unit:
                        acronyms.add(name)
                elif entry.kind == "province":
                    places[_bare(name)] = "thành phố" if entry.id.startswith("tp-") else "tỉnh"
                elif entry.kind not in _NOT_NAMES and not _OF_ALL.match(compact(name)):
                    names.update(spellings(name))
        self.names = frozenset(names)
        self.acronyms = frozenset(acronyms)
        self._names = Phrases(names)
        self._places = Phrases(places)
        self._units = places

    def longest(self, key: str, text: str, start: int, end: int) -> int | None:
        """Return where the longest name that begins at `start` ends, or None; short forms need their capitals."""
        if found := self._names.at(key, start, end):
            return start + len(found)
        short = _ACRONYM.match(text, start, end)
        if short and short[0] in self.acronyms and not (short.end() < end and is_word(text[short.end()])):
            return short.end()
        return None

    def place(self, key: str, text: str, start: int, end: int) -> int | None:
        """Return where a province's bare name that begins at `start` ends, or None."""
        found = self._places.at(key, start, end)
        return start + len(found) if found and text[start].isupper() else None

    def unit(self, place: str) -> str | None:
        """Return what a province's folded bare name is: "tỉnh" or "thành phố"; None of a place unknown."""
        return self._units.get(place)

    def completed(self, head: str, key: str, start: int, end: int) -> int | None:
        """Return where a name ends that is a registry name once `head` is put before it ("bộ" + "quốc phòng")."""
        found = self._names.at(f"{head} {key[start:end]}", 0, len(head) + 1 + end - start)
        return start + len(found) - len(head) - 1 if found and len(found) > len(head) + 1 else None

    @cached_property
    def _automaton(self) -> Any:  # noqa: ANN401  the package has no types
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for name in self.names | {acronym.lower() for acronym in self.acronyms if len(acronym) > 3}:
            automaton.add_word(name, name)
        automaton.make_automaton()
        return automaton

    def mentions(self, key: str, start: int, end: int) -> Iterator[Range]:
        """Yield the names in `key[start:end]` from left to right; of overlapping ones the first, then the longest."""
        found: list[Range] = []
        for last, name in self._automaton.iter(key, start, end):
            first = last + 1 - len(name)
            whole = not (first > start and is_word(key[first - 1])) and not (last + 1 < end and is_word(key[last + 1]))
            if whole:
                found.append(Range(first, last + 1))
        at = start
        for place in sorted(found, key=lambda place: (place.start, -place.end)):
            if place.start >= at:
                yield place
                at = place.end


def spellings(name: str) -> Iterator[str]:
    """Yield the ways a name's commas, dashes and "và" are written in running text, folded."""
    folded = _BRACKETS.sub("", compact(name))
    commas = (", ", " ") if ", " in folded else ("",)
    joins = (" và ", ", ", " & ", " ") if " và " in folded else ("",)
    dashes = (" - ", "-", ", ", " ") if " - " in folded else ("",)
    units: tuple[str, ...] = (" tỉnh", " thành phố", " tp") if folded.endswith(" tỉnh") else ("",)
    if len(units) > 1 and (", " in folded or " và " in folded):
        units = (*units, " ")  # "Báo và Phát thanh, Truyền hình Lai Châu": the place behind the bare name
    for comma, join, dash, unit in product(commas, joins, dashes, units):
        spelt = folded.replace(", ", "\0").replace(" và ", "\1").replace(" - ", "\2")
        spelt = spelt.replace("\0", comma).replace("\1", join).replace("\2", dash)
        spelt = (spelt.removesuffix(" tỉnh") + unit).rstrip() if unit else spelt
        yield spelt
        for long, short in _SHORT.items():
            if long in spelt:
                spelt = spelt.replace(long, short)
                yield spelt


def _bare(name: str) -> str:
    folded = compact(name)
    return folded.removeprefix("tỉnh ").removeprefix("thành phố ").removeprefix("tp ").removeprefix("tp. ")


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer of the registry, made once."""
    return Gazetteer(registry())


def mentions(
    key: str, start: int, end: int, issued: date | None = None, issuer: str | None = None
) -> list[tuple[Range, str | None]]:
    """Return the bodies that folded text names, with their ids on a day (None when there is no such body then)."""
    known = registry()
    return [
        (place, known.identify(key[place.start : place.end], issued, issuer=issuer))
        for place in gazetteer().mentions(key, start, end)
    ]

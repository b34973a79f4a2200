"""Which body does a name mean on a date, in a document of this issuer?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pipeline import grammar
from pipeline.folding import compact
from pipeline.resolve.ids import FACES, HEAD_OF, PART_OF, Bodies, Entry, province_part
from pipeline.resolve.names import localised
from pipeline.resolve.phrases import body_lists, listed

_PLACES = re.compile(
    r" (?:ở |tại )?các (?:địa phương|tỉnh|thành phố|tỉnh, thành phố|xã, phường)(?: trực thuộc trung ương)?$"
)


class Reading(NamedTuple):
    """What a name means: an id, and the entry of the file that it rests on."""

    id: str
    entry: Entry


class Registry(Bodies):
    """Bodies by id and by name."""

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            for name in (*entry.names, *entry.codes):
                canonical = self.canon.of(name)
                found.setdefault(canonical, {})[entry.id] = None
                if entry.kind == "province":
                    found.setdefault(_without_unit(canonical), {})[entry.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def _provinces(self) -> dict[str, str]:
        """Return the canonical bare name of each province with its part of an id ("bắc ninh": "bac-ninh")."""
        return {
            _without_unit(self.canon.of(name)): province_part(entry.id)
            for entry in self.entries.values()
            if entry.kind == "province"
            for name in entry.names
        }

    @cached_property
    def _faces(self) -> list[tuple[str, str]]:
        """Return the words before a body's name that mean something of it, the longest first, each with its id."""
        faces = body_lists()["faces"]
        pairs = [(words, template) for template, wordings in faces.items() for words in listed(wordings)]
        return sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)

    @lru_cache(maxsize=4096)  # noqa: B019  one registry lives as long as the program
    def identify(self, name: str, issued: date | None, *, issuer: str | None = None) -> str | None:
        """Return the id of the body a name means on a day, or None when no such body exists then.

        `issuer` (an id, or a name) decides between bodies of one name: "Vụ Pháp chế" is that of the ministry that
        writes. Without a day the body may be of any time, the latest first.
        """
        return next((found.id for found in self.readings(name, issuer) if self.exists(found.id, issued)), None)

    def readings(self, name: str, issuer: str | None = None) -> list[Reading]:
        """Return what a name can mean at any time, the likeliest first."""
        canonical = self.canon.of(name)
        if not canonical:
            return []
        author = self._author(issuer)
        plural = "các " in compact(name)
        found = [Reading(entry.id, entry) for entry in self._called(canonical, author, plural=plural)]
        found = found or [*self._placed(canonical, author), *self._of_body(canonical, issuer)]
        if not found and (collective := self._collective(name)):
            found = [Reading(collective.id, collective)]
        return found or self._shortened(name, issuer)

    def _called(self, canonical: str, author: Entry | None, *, plural: bool = False) -> list[Entry]:
        """Return the entries of a canonical name, ranked for an author."""
        plain = canonical.removeprefix("các ")
        ids = self._by_name.get(canonical) or self._by_name.get(plain) or self._by_name.get(f"các {canonical}", ())
        entries = [self.entries[body] for body in ids]
        if author:
            entries = [entry for entry in entries if canonical not in entry.inside or _same_house(entry, author)]

        def rank(entry: Entry) -> tuple[bool, ...]:
            inside = canonical in entry.inside
            return (
                not inside if author else inside,
                author is None and entry.id not in FACES,  # "BCSĐ" alone is no particular one
                plural != (entry.kind == "collective"),
                author is not None and entry.level != author.level,
                bool(entry.last),
            )

        return sorted(entries, key=rank)

    def _placed(self, canonical: str, author: Entry | None) -> Iterator[Reading]:
        """Yield the templates that a name with a place in it can be."""
        for template, place in localised(canonical, self._provinces):
            for entry in self._called(template, author):
                if place is None:
                    yield Reading(entry.id, entry)
                elif entry.level == place.level and entry.kind != "province":
                    yield Reading(f"{entry.id}:{place.slug}", entry)

    def _of_body(self, canonical: str, issuer: str | None) -> Iterator[Reading]:
        """Yield the party committee, the head or a part of a known body."""
        for words, template in self._faces:
            if not canonical.startswith(f"{words} "):
                continue
            for found in self.readings(canonical.removeprefix(f"{words} "), issuer):
                if template == HEAD_OF and found.entry.kind in ("collective", "position", "level"):
                    yield found
                else:
                    body = f"{template}:{found.id}"
                    yield Reading(body, self.entry(body))
            if template in (HEAD_OF, PART_OF):
                return

    def _collective(self, name: str) -> Entry | None:
        found = grammar.load("bodies").whole(compact(name).strip(" .;:,"))
        return self.entries.get(found.means.get("agency", "")) if found else None

    def _shortened(self, name: str, issuer: str | None) -> list[Reading]:
        """Return the readings of a name without the superior body or the places it is given behind it."""
        shorter, dash, superior = name.rpartition(" - ")
        if dash and self.readings(superior, issuer):
            return self.readings(shorter, issuer)
        folded = compact(name)
        shorter = _PLACES.sub("", folded)
        return self.readings(shorter, issuer) if shorter != folded else []

    def _author(self, issuer: str | None) -> Entry | None:
        if not issuer:
            return None
        if issuer.partition(":")[0] in self.entries:
            return self.entry(issuer)
        readings = self.readings(issuer)
        return readings[0].entry if readings else None


def _without_unit(province: str) -> str:
    return province.removeprefix("tỉnh ").removeprefix("thành phố ").removeprefix("thủ đô ")


def _same_house(entry: Entry, author: Entry) -> bool:
    return entry.parent in (author.id, author.parent) or entry.kind == author.kind == "party_body"


@cache
def registry() -> Registry:
    """Return the registry; raises `GrammarError` when its file is wrong."""
    return Registry(grammar.read_yaml("agencies"))

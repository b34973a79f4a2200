"""Which body does a name mean on a date, in a document of this issuer?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from pipeline import grammar
from pipeline.folding import compact
from pipeline.resolve.ids import ALL_OF, DEPUTY_OF, FACES, HEAD_OF, HOUSES, KINDS, PART_OF, Entry, province_part
from pipeline.resolve.kin import Kin
from pipeline.resolve.names import UNITS, Place, level_of, localised, slug
from pipeline.resolve.phrases import body_lists, listed

_PLACES = re.compile(
    r" (?:ở |tại )?các (?:địa phương|tỉnh|thành phố|tỉnh, thành phố|xã, phường)(?: trực thuộc trung ương)?$"
    r"| (?:cấp )?tỉnh, thành phố(?: trực thuộc trung ương)?$"
)
_LONGEST_NAME = 9  # words
_PERSON = (4, 3, 2)  # words of a person's name
TEMPLATES = {"district": "cap-huyen", "commune": "cap-xa"}
_SLASH = re.compile(r"(?<=[^\W\d]) ?/ ?(?=[^\W\d])")
_COMRADE = re.compile(r"^(?:các )?(?:đồng chí|ông|bà) ", re.IGNORECASE)
_EVERY_LEVEL = " các cấp"
_LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã"}
_HOUSES = {"bộ": "ministry", "sở": "department"}
_NO_PARTS = ("collective", "unit")  # kinds whose parts are no definite body
_NO_TEMPLATES = ("collective", "level", "community", "province")  # kinds that take no place from the issuer


class Reading(NamedTuple):
    """What a name means: an id, the entry of the file that it rests on, and the place as the name has it."""

    id: str
    entry: Entry
    place: Place | None = None


class Registry(Kin):
    """Bodies by id and by name."""

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for entry in self.entries.values():
            for name in () if entry.each or entry.level == "named" else (*entry.names, *entry.codes):
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
        return sorted([*self._units, *pairs], key=lambda pair: len(pair[0]), reverse=True)

    @cached_property
    def _units(self) -> list[tuple[str, str]]:
        """Return the canonical names of the units that each ministry or department has, with their ids."""
        return [
            (self.canon.of(name), entry.id) for entry in self.entries.values() if entry.each for name in entry.names
        ]

    def identify(self, name: str, issued: date | None, *, issuer: str | None = None) -> str | None:
        """Return the id of the body a name means on a day, or None when no such body exists then.

        `issuer` (an id, or a name) decides between bodies of one name: "Vụ Pháp chế" is that of the ministry that
        writes, "Sở Y tế" that of the province. Without a day the body may be of any time, the latest first.
        """
        found = self.reading(name, issued, issuer=issuer)
        return found.id if found else None

    @lru_cache(maxsize=4096)  # noqa: B019  one registry lives as long as the program
    def reading(self, name: str, issued: date | None, *, issuer: str | None = None) -> Reading | None:
        """Return what a name means on a day, as `identify` does, with its entry and place."""
        return next((found for found in self.readings(name, issuer) if self.exists(found.id, issued)), None)

    def readings(self, name: str, issuer: str | None = None) -> list[Reading]:
        """Return what a name can mean at any time, the likeliest first."""
        name = unicodedata.normalize("NFC", name)
        canonical = self.canon.of(name)
        if not canonical:
            return []
        author = self._author(issuer)
        plural = "các " in compact(name)
        found = [*self._in_house(canonical, author)]
        found += [Reading(entry.id, entry) for entry in self._called(canonical, author, plural=plural)]
        found = found or [*self._own_unit(canonical, author), *self._placed(canonical, author)]
        found += self._named(name) if not found or ":" in found[0].id else ()
        if not found and (collective := self._collective(name)):
            found = [Reading(collective.id, collective)]
        found = found or [*self._of_body(canonical, issuer)]
        found = [self._of_author(one, canonical, author, plural=plural) for one in found]
        return found or self._shortened(name, issuer)

    def _called(self, canonical: str, author: Reading | None, *, plural: bool = False) -> list[Entry]:
        """Return the entries of a canonical name, ranked for an author."""
        plain = canonical.removeprefix("các ")
        ids = self._by_name.get(canonical) or self._by_name.get(plain) or self._by_name.get(f"các {canonical}", ())
        entries = [self.entries[body] for body in ids]
        if author:
            entries = [entry for entry in entries if canonical not in entry.inside or _same_house(entry, author.entry)]

        def rank(entry: Entry) -> tuple[bool, ...]:
            inside = canonical in entry.inside
            return (
                not inside if author else inside,
                author is None and entry.id not in FACES,  # "BCSĐ" alone is no particular one
                plural != (entry.kind == "collective"),
                author is not None and entry.level != author.entry.level,
                bool(entry.last),
            )

        return sorted(entries, key=rank)

    def _in_house(self, canonical: str, author: Reading | None) -> Iterator[Reading]:
        """Yield the body of the author's own place that a name means ("Hội Nông dân" in a province's paper)."""
        if author is None or canonical.startswith("các "):
            return
        if any(canonical == word and author.entry.has_units(each) for word, each in _HOUSES.items()):
            yield author  # "Bộ", "Sở" in its own papers
        ending = _LEVELS.get(author.entry.level)
        if ending is None:
            return
        place = self.place(author.id)
        if place and canonical in ("tỉnh", "thành phố"):
            yield from (Reading(entry.id, entry) for entry in self.provinces_called(place.slug))
        for entry in self._called(f"{canonical} {ending}", author):
            if entry.level == author.entry.level and entry.kind not in _NO_TEMPLATES:
                yield Reading(entry.id, entry)

    def _own_unit(self, canonical: str, author: Reading | None) -> Iterator[Reading]:
        """Yield the unit of the author's ministry or department that a name means ("Vụ Pháp chế")."""
        for name, template in self._units if author else ():
            if author and name == canonical and author.entry.has_units(self.entries[template].each):
                yield Reading(f"{template}:{author.id}", self.entries[template])

    def _of_author(self, found: Reading, canonical: str, author: Reading | None, *, plural: bool) -> Reading:
        """Return a reading with the author's place or house, where the name gives none: "Sở Y tế" of this province."""
        if author is None or ":" in found.id:
            return found
        heads = author.entry.kind == "ministry" and not plural  # "Bộ trưởng" in a ministry's paper is its own
        house = any(map(author.entry.has_units, HOUSES))
        if found.entry.own and (heads if found.entry.own == HEAD_OF else house):
            return found._replace(id=f"{found.entry.own}:{author.id}")
        own_names = (canonical, f"{canonical} {_LEVELS.get(author.entry.level)}")  # "Liên hiệp các hội" is one body
        plural = plural and not any(self.canon.of(name) in own_names for name in found.entry.names)
        place = self.place(author.id)
        same_level = place is not None and place.level == found.entry.level
        if place is None or not same_level or plural or found.entry.kind in _NO_TEMPLATES:
            return found
        return found._replace(id=f"{found.id}:{place.slug}", place=author.place)

    def _placed(self, canonical: str, author: Reading | None) -> Iterator[Reading]:
        """Yield the templates that a name with a place in it can be."""
        for template, place in localised(canonical, self._provinces):
            for entry in self._called(template, author):
                if not place.slug:
                    if entry.level in (place.level, "any"):
                        yield Reading(entry.id, entry)
                elif entry.level == place.level and entry.kind != "province":
                    yield Reading(f"{entry.id}:{place.slug}", entry, None if place.level == "province" else place)

    def _of_body(self, canonical: str, issuer: str | None) -> Iterator[Reading]:
        """Yield the party committee, the head, a unit, a part or all levels of a known body."""
        if canonical.endswith(_EVERY_LEVEL):
            whole = self.readings(canonical.removesuffix(_EVERY_LEVEL))
            yield from self._faced(ALL_OF, [one for one in whole if one.entry.kind not in _NO_TEMPLATES])
        for words, template in self._faces:
            if canonical.startswith(f"{words} "):
                readings = self.readings(canonical.removeprefix(f"{words} "), issuer)
                yield from self._faced(template, readings)
                if readings and template in KINDS:
                    return

    def _faced(self, template: str, readings: list[Reading]) -> Iterator[Reading]:
        """Yield what a face or a unit is of each body that can have it; the heads of a group are the group."""
        each = self.entries[template].each if template in self.entries else ""
        for found in readings:
            if each and not found.entry.has_units(each):
                continue
            if template == PART_OF and found.entry.kind in _NO_PARTS:
                continue
            if template == ALL_OF and found.id not in self.entries:
                continue
            if template in (HEAD_OF, DEPUTY_OF) and found.entry.kind in ("collective", "position", "level"):
                yield found
            else:
                body = f"{template}:{found.id}"
                yield Reading(body, self.entry(body), found.place)

    def _named(self, name: str) -> Iterator[Reading]:
        """Yield what has a name of its own: a commune ("xã Tân An"), a district, a school, a park, a company."""
        words = " ".join(name.split()).strip(" .,;:")
        for kind, template, level in self._kinds_of_names:
            own = words[len(kind) + 1 :]
            opens = compact(words[: len(kind)]) == kind and words[len(kind) : len(kind) + 1] == " "
            if opens and own[:1].isupper() and "," not in own and len(own.split()) <= _LONGEST_NAME:
                unit = template.kind == "level"
                shown = f"{kind} {own}" if unit else own
                yield Reading(f"{template.id}:{slug(shown)}", template, Place(level, slug(shown), shown))
                return

    @cached_property
    def _kinds_of_names(self) -> list[tuple[str, Entry, str]]:
        """Return the folded words that open a name, the longest first, each with the template and its level."""
        named = [(entry, entry.names, entry.level) for entry in self.entries.values() if entry.level == "named"]
        units = [(self.entries[TEMPLATES[level_of(unit)]], (unit,), level_of(unit)) for unit in UNITS]
        found = [(compact(name), entry, level) for entry, names, level in (*named, *units) for name in names]
        return sorted(found, key=lambda one: len(one[0]), reverse=True)

    def _collective(self, name: str) -> Entry | None:
        found = grammar.load("bodies").whole(_SLASH.sub(", ", compact(name)).strip(" .;:,"))
        return self.entries.get(found.means.get("agency", "")) if found else None

    def _shortened(self, name: str, issuer: str | None) -> list[Reading]:
        """Return the readings of a name without the superior body or the places it is given behind it."""
        shorter, dash, superior = name.rpartition(" - ")
        if dash and self.readings(superior, issuer):
            return self.readings(shorter, issuer)
        if name != (plain := _COMRADE.sub("", name)):
            return self.readings(plain, issuer)
        folded = compact(name)
        shorter = _PLACES.sub("", folded)
        return self.readings(shorter, issuer) if shorter != folded else self._in_person(name, issuer)

    def _in_person(self, name: str, issuer: str | None) -> list[Reading]:
        """Return the readings of an office that is named with who holds it ("Phó Thủ tướng Nguyễn Văn A")."""
        words = name.split()
        for size in _PERSON:
            if len(words) > size and all(word.istitle() for word in words[-size:]):
                found = [one for one in self.readings(" ".join(words[:-size]), issuer) if one.entry.kind == "position"]
                if found:
                    return found
        return []

    @lru_cache(maxsize=64)  # noqa: B019  one registry lives as long as the program
    def _author(self, issuer: str | None) -> Reading | None:
        if not issuer:
            return None
        if issuer.partition(":")[0] in self.entries:
            return Reading(issuer, self.entry(issuer))
        return next(iter(self.readings(issuer)), None)


def _without_unit(province: str) -> str:
    return province.removeprefix("tỉnh ").removeprefix("thành phố ").removeprefix("thủ đô ")


def _same_house(entry: Entry, author: Entry) -> bool:
    return entry.parent in (author.id, author.parent) or entry.kind == author.kind == "party_body"


@cache
def registry() -> Registry:
    """Return the registry; raises `GrammarError` when its file is wrong."""
    return Registry(grammar.read_yaml("agencies"))

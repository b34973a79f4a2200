"""Which body does a name mean on a date? The registry of `grammars/agencies.yaml`.

An id is that of the file ("bo-y-te"), or a template's id with a place behind a colon ("ubnd-tinh:bac-ninh",
"ubnd-xa:phuong-bim-son"), or the id of a body behind what of it is meant: its party committee ("dang-uy-x:",
"ban-can-su-dang-x:", "dang-doan-x:"), its head ("nguoi-dung-dau:bo-quoc-phong" is Bộ trưởng Bộ Quốc phòng) or a part
of it that has no name of its own in the registry ("don-vi-cua:ubtvqh" is các cơ quan thuộc UBTVQH).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from pipeline import grammar
from pipeline.folding import compact
from pipeline.resolve.names import Canon, Place, localised, slug
from pipeline.resolve.phrases import listed

GRAMMAR = "agencies"
_PLACES = re.compile(
    r" (?:các|ở các|tại các) (?:địa phương|tỉnh|thành phố|tỉnh, thành phố|xã, phường)(?: trực thuộc trung ương)?$"
)
_INEXACT = timedelta(days=62)  # provinces changed their departments on days of their own, February to April 2025
_PARTY_FACES = {
    "đảng ủy": "dang-uy-x",
    "đảng bộ": "dang-uy-x",
    "ban cán sự đảng": "ban-can-su-dang-x",
    "đảng đoàn": "dang-doan-x",
}
_HEADS = (
    "bộ trưởng", "thủ trưởng", "người đứng đầu", "chủ tịch", "giám đốc", "tổng giám đốc", "chánh văn phòng", "trưởng ban",
    "chủ nhiệm", "thống đốc", "tổng thanh tra", "cục trưởng", "vụ trưởng", "viện trưởng", "bí thư", "lãnh đạo", "tư lệnh",
    "chánh thanh tra", "trưởng đoàn", "tổng biên tập", "đồng chí bộ trưởng", "đồng chí bí thư",
)  # fmt: skip
_PARTS = (
    "văn phòng", "thường trực", "thường vụ", "tổ đảng ở thường trực", "tổ trưởng tổ đảng ở thường trực", "tổ trưởng", "tổ đảng",
    "đảng ở thường trực", "đảng ủy cơ quan", "các thành viên", "thành viên", "các cơ quan thuộc", "các đơn vị thuộc",
    "các đơn vị trực thuộc", "cơ quan thuộc", "cơ quan",
)  # fmt: skip
HEAD_OF = "nguoi-dung-dau"
PART_OF = "don-vi-cua"
_FACES = {
    "dang-uy-x": "Đảng ủy", "ban-can-su-dang-x": "Ban cán sự đảng", "dang-doan-x": "Đảng đoàn",
    HEAD_OF: "Người đứng đầu", PART_OF: "Đơn vị của",
}  # fmt: skip
_KINDS = {HEAD_OF: "position", PART_OF: "unit"}


class Entry(NamedTuple):
    """One body of the registry; dates are ISO strings, so that they compare as they stand."""

    id: str
    name: str
    kind: str
    level: str
    parent: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    inside: frozenset[str]
    first: str
    last: str
    inexact: bool
    successors: tuple[str, ...]
    twin: str
    has: tuple[str, ...]
    sure: bool

    def exists(self, on: date | None) -> bool:
        """Return whether the body exists on a day (without a day: whether it ever did)."""
        if on is None:
            return True
        slack = _INEXACT if self.inexact else timedelta()
        return (not self.first or self.first <= (on + slack).isoformat()) and (
            not self.last or (on - slack).isoformat() <= self.last
        )


class Reading(NamedTuple):
    """What a name means: an id, its entry, and the place that a template was given."""

    id: str
    entry: Entry
    place: Place | None = None


class Registry:
    """Bodies by id and by name."""

    def __init__(self, content: dict[str, Any]) -> None:
        """Take the content of the grammar file."""
        pairs = (pair.split(" = ") for text in content["abbreviations"].values() for pair in listed(text))
        self.canon = Canon({short.strip(): long.strip() for short, long in pairs})
        self.entries: dict[str, Entry] = {
            entry.id: entry for group in content["agencies"] for entry in self._entries_of(group)
        }

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
        found: dict[str, str] = {}
        for entry in self.entries.values():
            if entry.kind == "province":
                for name in entry.names:
                    found[_without_unit(self.canon.of(name))] = province_part(entry.id)
        return found

    def _entries_of(self, group: dict[str, Any]) -> Iterator[Entry]:
        for body, entry in group["list"].items():
            value = group | entry
            unit = value["level"] == "central" and value["kind"] in ("department", "public_unit")
            codes = tuple(listed(entry.get("codes", "")))
            private = entry.get("inside", "")
            names = (value["name"], *listed(entry.get("also", "")), *(() if private == "yes" else listed(private)))
            inside = (*(names if private == "yes" else listed(private)), *(codes if unit else ()))
            yield Entry(
                id=body,
                name=value["name"],
                kind=value["kind"],
                level=value["level"],
                parent=value.get("parent", ""),
                codes=codes,
                names=names,
                inside=frozenset(map(self.canon.of, inside)),
                first=value.get("from", ""),
                last=value.get("to", ""),
                inexact="about" in entry,
                successors=tuple(step.partition(" = ")[0] for step in listed(entry.get("next", ""))),
                twin=entry.get("twin", ""),
                has=tuple(listed(entry.get("has", ""))),
                sure=entry.get("sure", "yes") == "yes",
            )

    # ── names ─────────────────────────────────────────────────────────────────────────────────────

    @lru_cache(maxsize=4096)  # noqa: B019  one registry lives as long as the program
    def identify(self, name: str, issued: date | None, *, issuer: str | None = None) -> str | None:
        """Return the id of the body a name means on a day, or None when no such body exists then.

        `issuer` (an id, or a name) decides between bodies of one name: "Vụ Pháp chế" is that of the ministry that
        writes. Without a day the body may be of any time, the latest first.
        """
        reading = next((found for found in self.readings(name, issuer) if self._exists(found, issued)), None)
        return reading.id if reading else None

    def readings(self, name: str, issuer: str | None = None) -> list[Reading]:
        """Return what a name can mean at any time, the likeliest first."""
        canonical = self.canon.of(name)
        if not canonical:
            return []
        author = self._issuer(issuer)
        found = [Reading(entry.id, entry) for entry in self._called(canonical, author, plural="các " in compact(name))]
        if not found:
            found = [*self._placed(canonical, author), *self._faces(canonical, issuer)]
        if not found and (collective := self._collective(name)):
            found = [Reading(collective.id, collective)]
        return found or self._shortened(name, issuer)

    def _shortened(self, name: str, issuer: str | None) -> list[Reading]:
        """Return the readings of a name without the superior body or the places it is given behind it."""
        shorter, dash, superior = name.rpartition(" - ")
        if dash and self.readings(superior, issuer):
            return self.readings(shorter, issuer)
        shorter = _PLACES.sub("", compact(name))
        return self.readings(shorter, issuer) if shorter != compact(name) else []

    def _called(self, canonical: str, author: Entry | None, *, plural: bool = False) -> list[Entry]:
        """Return the entries of a canonical name, ranked for an author."""
        plain = canonical.removeprefix("các ")
        ids = self._by_name.get(canonical) or self._by_name.get(plain) or self._by_name.get(f"các {canonical}", ())
        entries = [self.entries[body] for body in ids]
        if author:
            entries = [entry for entry in entries if canonical not in entry.inside or _same_house(entry, author)]

        def rank(entry: Entry) -> tuple[bool, bool, bool, bool]:
            inside = canonical in entry.inside
            return (
                not inside if author else inside,
                plural != (entry.kind == "collective"),
                bool(author) and entry.level != (author.level if author else ""),
                bool(entry.last),
            )

        return sorted(entries, key=rank)

    def _placed(self, canonical: str, author: Entry | None) -> Iterator[Reading]:
        for template, place in localised(canonical, self._provinces):
            for entry in self._called(template, author):
                if place is None:
                    yield Reading(entry.id, entry)
                elif entry.level == place.level and entry.kind != "province":
                    yield Reading(f"{entry.id}:{place.slug}", entry, place)

    def _faces(self, canonical: str, issuer: str | None) -> Iterator[Reading]:
        """Yield the party committee or the head of a known body."""
        for words, template in _PARTY_FACES.items():
            if canonical.startswith(f"{words} "):
                for found in self.readings(canonical.removeprefix(f"{words} ").removeprefix("cơ quan "), issuer):
                    yield Reading(f"{template}:{found.id}", self.entries[template], Place("body", found.id, ""))
        for template, wordings in ((HEAD_OF, _HEADS), (PART_OF, _PARTS)):
            for words in sorted(wordings, key=len, reverse=True):
                if canonical.startswith(f"{words} "):
                    for found in self.readings(canonical.removeprefix(f"{words} "), issuer):
                        known = template == HEAD_OF and found.entry.kind in ("collective", "position", "level")
                        entry = found.entry._replace(kind=_KINDS[template], twin=found.id)
                        yield found if known else Reading(f"{template}:{found.id}", entry, Place("body", found.id, ""))
                    return

    def _collective(self, name: str) -> Entry | None:
        found = grammar.load("bodies").whole(compact(name).strip(" .;:,"))
        return self.entries.get(found.means.get("agency", "")) if found else None

    def _issuer(self, issuer: str | None) -> Entry | None:
        if not issuer:
            return None
        if found := self.entries.get(issuer.partition(":")[0]):
            return found
        readings = self.readings(issuer)
        return readings[0].entry if readings else None

    def _exists(self, reading: Reading, on: date | None) -> bool:
        if not reading.entry.exists(on):
            return False
        place = reading.place
        if place is None or on is None:
            return True
        if place.level == "province":
            return any(entry.exists(on) for entry in self.provinces_called(place.slug))
        return place.level != "body" or self._exists(self._read(place.slug), on)

    # ── ids ───────────────────────────────────────────────────────────────────────────────────────

    def entry(self, body: str) -> Entry:
        """Return the entry of an id; of a template with a place, the template's. Raises `KeyError`."""
        return self._read(body).entry

    def name(self, body: str) -> str:
        """Return the name of an id, with the place it was given. Raises `KeyError`."""
        reading = self._read(body)
        if reading.place is None:
            return reading.entry.name
        if reading.place.level == "body":
            return f"{_FACES[body.partition(':')[0]]} {self.name(reading.place.slug)}"
        return _with_place(reading.entry.name, reading.place.shown)

    def twin(self, body: str, on: date | None = None) -> str | None:
        """Return the party body's counterpart in the state, or the state body's in the party on a day."""
        head, colon, rest = body.partition(":")
        if rest and (head in _KINDS or head in _PARTY_FACES.values()):
            return rest
        found = self.entries[head].twin or next(
            (entry.id for entry in self._latest_first if entry.twin == head and entry.exists(on)), ""
        )
        return f"{found}{colon}{rest}" if found else None

    @cached_property
    def _latest_first(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda entry: bool(entry.last))

    def successor(self, body: str, on: date) -> str | None:
        """Return the id that stands for a body on a day: itself while it exists, else who took over, or None."""
        head, colon, rest = body.partition(":")
        if rest and (head in _KINDS or head in _PARTY_FACES.values()):
            inner = self.successor(rest, on)
            face = head if head in _KINDS else self.successor(head, on)
            return f"{face}:{inner}" if inner and face else inner
        seen: set[str] = set()
        while not self.entries[head].exists(on):
            seen.add(head)
            later = [found for found in self.entries[head].successors if found not in seen]
            if not later:
                return None
            head = later[0]
        if not colon:
            return head
        part = self._province_part_on(rest, on) if self.entries[head].level == "province" else rest
        return f"{head}:{part}" if part else head

    def _province_part_on(self, part: str, on: date) -> str | None:
        for entry in self.provinces_called(part):
            later = self.successor(entry.id, on)
            if later:
                return province_part(later)
        return part

    def members(self, body: str, on: date | None = None) -> tuple[str, ...]:
        """Return the ids of a collective's members on a day, as far as the registry knows them."""
        found: dict[str, None] = {}
        for term in self.entries[body.partition(":")[0]].has:
            for member in self._members_of(term, on):
                found[member] = None
        return tuple(found)

    def _members_of(self, term: str, on: date | None) -> Iterator[str]:
        how, colon, what = term.partition(":")
        parent, _, kind = what.partition("/")
        for entry in self.entries.values() if colon else (self.entries[how],):
            if not entry.exists(on):
                continue
            if how == "each":
                if entry.kind == "province" and (on or not entry.last):
                    yield entry.id if what == "province" else f"{what}:{province_part(entry.id)}"
            elif not colon or (how == "kind" and entry.kind == what) or (how == "parent" and entry.parent == parent and entry.kind == (kind or entry.kind) != "collective"):
                yield entry.id

    def contains(self, collective: str, body: str, on: date | None = None) -> bool:
        """Return whether a body, a template given a place included, belongs to a collective."""
        members = self.members(collective, on)
        return body in members or body.partition(":")[0] in members

    def provinces_called(self, part: str) -> list[Entry]:
        """Return the provinces an id's place part names ("bac-ninh"), the latest first."""
        wanted = (f"tinh-{part}", f"tp-{part}")
        found = [entry for entry in self.entries.values() if entry.kind == "province" and _undated(entry.id) in wanted]
        return sorted(found, key=lambda entry: entry.first, reverse=True)

    def _read(self, body: str) -> Reading:
        head, colon, rest = body.partition(":")
        if head in _KINDS:
            return Reading(body, self._read(rest).entry._replace(kind=_KINDS[head]), Place("body", rest, ""))
        entry = self.entries[head]
        if not colon:
            return Reading(body, entry)
        if head in _PARTY_FACES.values():
            return Reading(body, entry, Place("body", rest, ""))
        if entry.level == "province":
            shown = next((found.name for found in self.provinces_called(rest)), rest)
            return Reading(body, entry, Place("province", rest, shown))
        return Reading(body, entry, Place(entry.level, rest, rest.replace("-", " ")))


def province_part(body: str) -> str:
    """Return what a province's id adds to a template's id: "tinh-bac-ninh-2025" → "bac-ninh"."""
    return _undated(body).removeprefix("tinh-").removeprefix("tp-")


def _without_unit(province: str) -> str:
    return province.removeprefix("tỉnh ").removeprefix("thành phố ").removeprefix("thủ đô ")


def _undated(body: str) -> str:
    head, _, year = body.rpartition("-")
    return head if year.isdecimal() else body


def _with_place(name: str, shown: str) -> str:
    place = shown[:1].lower() + shown[1:]
    for unit in ("tỉnh, thành phố trực thuộc Trung ương", "tỉnh, thành phố", "cấp xã", "cấp huyện", "tỉnh", "xã"):
        if name.endswith(f" {unit}"):
            return f"{name.removesuffix(unit)}{place}"
    return f"{name} {place}"


def _same_house(entry: Entry, author: Entry) -> bool:
    return entry.parent in (author.id, author.parent) or (entry.kind == author.kind == "party_body")


@cache
def registry() -> Registry:
    """Return the registry; raises `GrammarError` when its file is wrong."""
    return Registry(grammar.read_yaml(GRAMMAR))


__all__ = ["Entry", "Reading", "Registry", "province_part", "registry", "slug"]

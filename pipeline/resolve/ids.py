"""What is known of a body by its id: name, twin, successor, members. The entries of `grammars/agencies.yaml`.

An id is that of the file ("bo-y-te"), or a template's id with a place behind a colon ("ubnd-tinh:bac-ninh",
"ubnd-xa:phuong-bim-son"), or the id of a body behind what of it is meant: its party committee ("dang-uy-x:",
"ban-can-su-dang-x:", "dang-doan-x:"), its head ("nguoi-dung-dau:bo-quoc-phong" is Bộ trưởng Bộ Quốc phòng) or a part
of it that has no name of its own in the registry ("don-vi-cua:ubtvqh" is các cơ quan thuộc UBTVQH).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.resolve.names import Canon, Place
from pipeline.resolve.phrases import listed

HEAD_OF = "nguoi-dung-dau"
PART_OF = "don-vi-cua"
KINDS = {HEAD_OF: "position", PART_OF: "unit"}  # of what of a body is meant, for which the file has no entry
FACES = {
    "dang-uy-x": "Đảng ủy",
    "ban-can-su-dang-x": "Ban cán sự đảng",
    "dang-doan-x": "Đảng đoàn",
    HEAD_OF: "Người đứng đầu",
    PART_OF: "Đơn vị của",
}
_INEXACT = timedelta(days=62)  # provinces changed their departments on days of their own, February to April 2025
_LEVEL_ENDINGS = (
    "tỉnh, thành phố trực thuộc Trung ương", "tỉnh, thành phố", "cấp xã", "cấp huyện", "tỉnh", "xã",
)  # fmt: skip


class Entry(NamedTuple):
    """One body of the registry; dates are ISO strings, so that they compare as they stand.

    `inside` holds the canonical names that mean the body only in documents of its own organisation.
    """

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
        begun = not self.first or self.first <= (on + slack).isoformat()
        return begun and (not self.last or (on - slack).isoformat() <= self.last)


class Bodies:
    """The entries of the registry, and answers about their ids."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take the content of the grammar file."""
        pairs = (pair.split(" = ") for text in content["abbreviations"].values() for pair in listed(text))
        self.canon = Canon({short.strip(): long.strip() for short, long in pairs})
        self.entries = {entry.id: entry for group in content["agencies"] for entry in self._entries_of(group)}

    def _entries_of(self, group: Mapping[str, Any]) -> Iterator[Entry]:
        for body, entry in group["list"].items():
            value = {**group, **entry}
            unit = value["level"] == "central" and value["kind"] in ("department", "public_unit")
            codes = tuple(listed(entry.get("codes", "")))
            private = entry.get("inside", "")
            names = (value["name"], *listed(entry.get("also", "")), *(() if private == "yes" else listed(private)))
            inside = set(map(self.canon.of, names if private == "yes" else listed(private)))
            if unit:  # "PB" is Cục Phòng bệnh only in papers of its ministry; "KBNN" reads as the name itself
                inside |= set(map(self.canon.of, codes)) - {self.canon.of(value["name"])}
            yield Entry(
                id=body,
                name=value["name"],
                kind=value["kind"],
                level=value["level"],
                parent=value.get("parent", ""),
                codes=codes,
                names=names,
                inside=frozenset(inside),
                first=value.get("from", ""),
                last=value.get("to", ""),
                inexact="about" in entry,
                successors=tuple(step.partition(" = ")[0] for step in listed(entry.get("next", ""))),
                twin=entry.get("twin", ""),
                has=tuple(listed(entry.get("has", ""))),
                sure=entry.get("sure", "yes") == "yes",
            )

    def entry(self, body: str) -> Entry:
        """Return the entry of an id; of a template with a place, the template's. Raises `KeyError`."""
        head, _, rest = body.partition(":")
        return self.entry(rest)._replace(kind=KINDS[head]) if head in KINDS else self.entries[head]

    def place(self, body: str) -> Place | None:
        """Return the place, or the body ("body" for its level), that an id names behind its colon, or None."""
        head, colon, rest = body.partition(":")
        if not colon:
            return None
        if head in FACES:
            return Place("body", rest, "")
        if self.entries[head].level == "province":
            return Place("province", rest, next((found.name for found in self.provinces_called(rest)), rest))
        return Place(self.entries[head].level, rest, rest.replace("-", " "))

    def name(self, body: str) -> str:
        """Return the name of an id, with the place it was given. Raises `KeyError`."""
        place = self.place(body)
        if place is None:
            return self.entry(body).name
        if place.level == "body":
            return f"{FACES[body.partition(':')[0]]} {self.name(place.slug)}"
        name, shown = self.entry(body).name, place.shown[:1].lower() + place.shown[1:]
        ending = next((ending for ending in _LEVEL_ENDINGS if name.endswith(f" {ending}")), "")
        return f"{name.removesuffix(ending).rstrip()} {shown}"

    def exists(self, body: str, on: date | None) -> bool:
        """Return whether a body exists on a day, the province or body behind its colon too."""
        if on is None:
            return True
        place = self.place(body)
        if not self.entry(body).exists(on):
            return False
        if place and place.level == "province":
            return any(entry.exists(on) for entry in self.provinces_called(place.slug))
        return place is None or place.level != "body" or self.exists(place.slug, on)

    def twin(self, body: str, on: date | None = None) -> str | None:
        """Return the party body's counterpart in the state, or the state body's in the party on a day."""
        head, colon, rest = body.partition(":")
        if rest and head in FACES:
            return None if head in KINDS else rest
        party = (entry.id for entry in self._latest_first if entry.twin == head and entry.exists(on))
        found = self.entries[head].twin or next(party, "")
        return f"{found}{colon}{rest}" if found else None

    @cached_property
    def _latest_first(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda entry: bool(entry.last))

    def successor(self, body: str, on: date) -> str | None:
        """Return the id that stands for a body on a day: itself while it exists, else who took over, or None."""
        head, colon, rest = body.partition(":")
        if rest and head in FACES:
            inner = self.successor(rest, on)
            face = head if head in KINDS else self.successor(head, on)
            return f"{face}:{inner}" if inner and face else inner
        seen: set[str] = set()
        while not self.entries[head].exists(on):
            seen.add(head)
            later = [found for found in self.entries[head].successors if found not in seen]
            if not later:
                return None
            head = later[0]
        part = self._province_on(rest, on) if colon and self.entries[head].level == "province" else rest
        return f"{head}:{part}" if part else head

    def _province_on(self, part: str, on: date) -> str:
        """Return the place part of the province that a province belongs to on a day ("bac-giang" → "bac-ninh")."""
        later = (found for entry in self.provinces_called(part) if (found := self.successor(entry.id, on)))
        return next((province_part(found) for found in later), part)

    def provinces_called(self, part: str) -> list[Entry]:
        """Return the provinces an id's place part names ("bac-ninh"), the latest first."""
        wanted = (f"tinh-{part}", f"tp-{part}")
        found = [entry for entry in self.entries.values() if entry.kind == "province" and _undated(entry.id) in wanted]
        return sorted(found, key=lambda entry: entry.first, reverse=True)

    def members(self, collective: str, on: date | None = None) -> tuple[str, ...]:
        """Return the ids of a collective's members on a day, as far as the registry knows them."""
        terms = self.entries[collective.partition(":")[0]].has
        return tuple(dict.fromkeys(member for term in terms for member in self._members_of(term, on)))

    def _members_of(self, term: str, on: date | None) -> Iterator[str]:
        """Yield the members one term of `has` stands for: an id, kind:K, parent:P/K, each:T."""
        how, colon, what = term.partition(":")
        if not colon:
            yield from [how] if self.entries[how].exists(on) else []
            return
        parent, _, kind = what.partition("/")
        for entry in self.entries.values():
            if not entry.exists(on) or (how == "each" and (entry.kind != "province" or (on is None and entry.last))):
                continue
            under = entry.parent == parent and entry.kind == (kind or entry.kind) and entry.kind != "collective"
            if how == "each":
                yield entry.id if what == "province" else f"{what}:{province_part(entry.id)}"
            elif under if how == "parent" else entry.kind == what:
                yield entry.id

    def contains(self, collective: str, body: str, on: date | None = None) -> bool:
        """Return whether a body, a template given a place included, belongs to a collective."""
        members = self.members(collective, on)
        return body in members or body.partition(":")[0] in members


def province_part(body: str) -> str:
    """Return what a province's id adds to a template's id: "tinh-bac-ninh-2025" → "bac-ninh"."""
    return _undated(body).removeprefix("tinh-").removeprefix("tp-")


def _undated(body: str) -> str:
    head, _, year = body.rpartition("-")
    return head if year.isdecimal() else body

"""What an id stands for: its entry in `grammars/agencies.yaml`, its place, its name, and whether it exists on a day.

An id is that of the file ("bo-y-te"), or a template's id with a place behind a colon ("ubnd-tinh:bac-ninh",
"ubnd-xa:phuong-bim-son", "kbnn-kv:11"), or the id of a body behind what of it is meant: its party committee
("dang-uy-x:", "ban-can-su-dang-x:", "dang-doan-x:"), its head ("nguoi-dung-dau:bo-quoc-phong" is Bộ trưởng Bộ Quốc
phòng) or a deputy ("cap-pho:"), a unit that each ministry has ("vu-phap-che:bo-tu-phap"), a part of it that has no
name of its own in the registry ("don-vi-cua:ubtvqh" is các cơ quan thuộc UBTVQH), or the body at every level
("cac-cap:hnd-vn" is Hội Nông dân các cấp).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.resolve.names import Canon, Place
from pipeline.resolve.phrases import listed

HEAD_OF = "nguoi-dung-dau"
DEPUTY_OF = "cap-pho"
PART_OF = "don-vi-cua"
ALL_OF = "cac-cap"
# What of a body is meant, where the file has no entry for it: its kind.
KINDS = {HEAD_OF: "position", DEPUTY_OF: "position", PART_OF: "unit", ALL_OF: "collective"}
PARTY_FACES = {"dang-uy-x": "Đảng ủy", "ban-can-su-dang-x": "Ban cán sự đảng", "dang-doan-x": "Đảng đoàn"}
FACES = {
    **PARTY_FACES,
    HEAD_OF: "Người đứng đầu",
    DEPUTY_OF: "Cấp phó của",
    PART_OF: "Đơn vị của",
    ALL_OF: "Các cấp của",
}
MINISTRIES = ("ministry", "ministerial_agency")
HOUSES = {"ministry": MINISTRIES, "department": ("department",)}  # kinds of the bodies that have units in common
_INEXACT = timedelta(days=62)  # provinces changed their departments on days of their own, February to April 2025
_DIGITS = "0123456789"  # behind QH, UBTVQH: the term of the Assembly
_BRACKETS = re.compile(r" \([^()]*\)")
_UNIT = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã) ")
_OF_UNIT = ("Tỉnh ủy", "Tỉnh đoàn", "Huyện ủy", "Huyện đoàn")  # names that hold the unit's own word
_LEVEL_ENDINGS = (
    "tỉnh, thành phố trực thuộc Trung ương", "tỉnh, thành phố", "cấp xã", "cấp huyện", "tỉnh", "xã", "huyện",
)  # fmt: skip


class Step(NamedTuple):
    """A body that took over, and what part of the work went to it ("" for the main one)."""

    id: str
    work: str


class Entry(NamedTuple):
    """One body of the registry; dates are ISO strings, so that they compare as they stand.

    `inside` holds the canonical names that mean the body only in documents of its own organisation. `each` is
    "ministry" or "department" for a unit that each of them has, `own` the face that the entry is in their documents.
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
    successors: tuple[Step, ...]
    twin: str
    has: tuple[str, ...]
    sure: bool
    each: str
    own: str

    def has_units(self, each: str) -> bool:
        """Return whether the body is a ministry, or a department of a province."""
        return self.kind in HOUSES[each] and self.level == ("central" if each == "ministry" else "province")

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
                successors=tuple(Step(*step.partition(" = ")[::2]) for step in listed(entry.get("next", ""))),
                twin=entry.get("twin", ""),
                has=tuple(listed(entry.get("has", ""))),
                sure=value.get("sure", "yes") == "yes",
                each=value.get("each", ""),
                own=entry.get("own", ""),
            )

    def of_code(self, code: str, on: date | None = None) -> Entry | None:
        """Return the one body that writes a code in its numbers on a day (QH15: Quốc hội); None where several do."""
        found = self._by_code.get(code) or self._by_code.get(code.rstrip(_DIGITS), [])
        living = [entry for entry in found if entry.exists(on)]
        return living[0] if len(living) == 1 else None

    @cached_property
    def _by_code(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries.values():
            for code in {*entry.codes, *(code.rstrip(_DIGITS) for code in entry.codes)}:
                found.setdefault(code, []).append(entry)
        return found

    def entry(self, body: str) -> Entry:
        """Return the entry of an id; of a template with a place, the template's. Raises `KeyError`."""
        head, _, rest = body.partition(":")
        return self.entry(rest)._replace(kind=KINDS[head]) if head in KINDS else self.entries[head]

    def place(self, body: str) -> Place | None:
        """Return the place, or the body ("body" for its level), that an id names behind its colon, or None."""
        head, colon, rest = body.partition(":")
        if not colon:
            return None
        if head in FACES or self.entries[head].each:
            return Place("body", rest, "")
        if self.entries[head].level == "province":
            return Place("province", rest, next((found.name for found in self.provinces_called(rest)), rest))
        return Place(self.entries[head].level, rest, rest.replace("-", " "))

    def name(self, body: str, place: Place | None = None) -> str:
        """Return the name of an id, with the place it was given. Raises `KeyError`.

        The id of a commune or district has lost the accents of its name; `place` is the place as it was read.
        """
        place = place or self.place(body)
        head, _, rest = body.partition(":")
        if place is None:
            return self.entry(body).name
        if head == ALL_OF:
            return f"{self.name(rest)} các cấp"
        if head in FACES or self.entries[head].each:
            return f"{FACES.get(head) or self.entries[head].name} {self.name(rest)}"
        if self.entries[head].kind == "level":
            return place.shown
        name, shown = _BRACKETS.sub("", self.entries[head].name), place.shown
        if place.level != "named":
            shown = shown[:1].lower() + shown[1:]
        if name.endswith(_OF_UNIT):  # "Tỉnh ủy Lào Cai", "Thành đoàn Hà Nội"
            city = shown.startswith("thành phố ")
            return f"{name.replace('Tỉnh', 'Thành') if city else name} {_UNIT.sub('', shown)}"
        ending = next((ending for ending in _LEVEL_ENDINGS if name.endswith(f" {ending}")), "")
        return f"{name.removesuffix(ending).rstrip()} {shown}"

    def days(self, body: str) -> tuple[str, str]:
        """Return the first and last day on which a body exists, its place or the body behind it too; "" for open."""
        entry, place = self.entry(body), self.place(body)
        days = [(entry.first, entry.last)]
        if place and place.level == "province" and (provinces := self.provinces_called(place.slug)):
            days.append((provinces[-1].first, provinces[0].last))
        elif place and place.level == "body":
            days.append(self.days(place.slug))
        return max(first for first, _ in days), min((last for _, last in days if last), default="")

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

    def provinces_called(self, part: str) -> list[Entry]:
        """Return the provinces an id's place part names ("bac-ninh"), the latest first."""
        wanted = (f"tinh-{part}", f"tp-{part}")
        found = [entry for entry in self.entries.values() if entry.kind == "province" and _undated(entry.id) in wanted]
        return sorted(found, key=lambda entry: entry.first, reverse=True)


def province_part(body: str) -> str:
    """Return what a province's id adds to a template's id: "tinh-bac-ninh-2025" → "bac-ninh"."""
    return _undated(body).removeprefix("tinh-").removeprefix("tp-")


def _undated(body: str) -> str:
    head, _, year = body.rpartition("-")
    return head if year.isdecimal() else body

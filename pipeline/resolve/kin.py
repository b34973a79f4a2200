"""Which bodies does a body lead to: who took over, its twin in party or state, its superiors, its sector, its members?

Every answer is a question about a day, for the state changes: `on` is that day. `LATEST`, the state after every change
that the registry knows, stands for "today", so that no answer depends on the clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from pipeline.resolve.ids import (
    ALL_OF,
    FACES,
    KINDS,
    MINISTRIES,
    PART_OF,
    PARTY_FACES,
    Bodies,
    Entry,
    Step,
    province_part,
)
from pipeline.resolve.phrases import listed

LATEST = date(9000, 1, 1)


class Kin(Bodies):
    """The registry's answers about how its bodies belong together."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Take the content of the grammar file."""
        super().__init__(content)
        self.sectors = [
            [body for level in line.split(">") for body in listed(level)] for line in content["sectors"].values()
        ]

    # ── who took over ─────────────────────────────────────────────────────────────────────────────

    def successor(self, body: str, on: date = LATEST) -> str | None:
        """Return the id that stands for a body on a day: itself while it exists, else who took over most, or None."""
        return next((step.id for step in self.successors(body, on)), None)

    def successors(self, body: str, on: date = LATEST) -> tuple[Step, ...]:
        """Return every body that stands for one on a day, the main one first, with the work that went to it.

        A body that exists stands for itself. Chains are followed to bodies that exist; a merged province's bodies lead
        to those of the province it joined. Empty when nobody took over.
        """
        head, colon, rest = body.partition(":")
        if colon and (head in FACES or self.entries[head].each):
            return tuple(self._faces_on(head, rest, on))
        found: dict[str, Step] = {}
        for step in self._steps(head, on, frozenset()):
            placed = self._placed_on(head, step.id, rest, on) if colon else step.id
            found.setdefault(placed, Step(placed, step.work))
        return tuple(found.values())

    def _faces_on(self, head: str, rest: str, on: date) -> Iterator[Step]:
        """Yield what of a body is meant, of the bodies that stand for it; what went elsewhere in part has no head."""
        for inner in self.successors(rest, on):
            if inner.work:
                continue
            face = head if head in KINDS else next((step.id for step in self._steps(head, on, frozenset())), "")
            yield Step(self._spelt(face, inner.id) if face else inner.id, "")

    def _spelt(self, face: str, body: str) -> str:
        """Return the id of a party committee: that of its own entry where the registry has one."""
        named = (entry.id for entry in self.entries.values() if face in PARTY_FACES and entry.twin == body)
        return next((found for found in named if found.startswith(face.removesuffix("-x"))), f"{face}:{body}")

    def _steps(self, head: str, on: date, seen: frozenset[str]) -> Iterator[Step]:
        if self.entries[head].exists(on):
            yield Step(head, "")
            return
        for step in self.entries[head].successors:
            if step.id not in seen:
                for later in self._steps(step.id, on, seen | {head}):
                    yield Step(later.id, step.work or later.work)

    def _placed_on(self, before: str, head: str, part: str, on: date) -> str:
        """Return a template with the place it has on a day; a duty that rose or sank a level loses the place."""
        if self.entries[before].level != self.entries[head].level:
            return head
        if self.entries[head].level != "province":
            return f"{head}:{part}"
        later = (found for entry in self.provinces_called(part) if (found := self.successor(entry.id, on)))
        return f"{head}:{next((province_part(found) for found in later), part)}"

    # ── party and state ───────────────────────────────────────────────────────────────────────────

    def twin(self, body: str, on: date | None = None) -> str | None:
        """Return the party body's counterpart in the state, or the state body's in the party on a day."""
        return next(iter(self.twins(body, on)), None)

    def twins(self, body: str, on: date | None = None) -> tuple[str, ...]:
        """Return a party body's counterparts in the state, or a state body's in the party (without a day: ever)."""
        head, colon, rest = body.partition(":")
        if colon and (head in FACES or self.entries[head].each):
            return (rest,) if head in PARTY_FACES else ()
        entry = self.entries[head]
        party = [other.id for other in self._latest_first if other.twin == head and other.exists(on)]
        found = tuple(f"{twin}{colon}{rest}" for twin in (*filter(None, [entry.twin]), *party))
        if found or entry.kind not in MINISTRIES:
            return found
        return tuple(f"{face}:{body}" for face in ("dang-uy-x", "ban-can-su-dang-x") if self.entries[face].exists(on))

    @cached_property
    def _latest_first(self) -> list[Entry]:
        return sorted(self.entries.values(), key=lambda entry: bool(entry.last))

    # ── superiors and sectors ─────────────────────────────────────────────────────────────────────

    def parent(self, body: str) -> str | None:
        """Return the body that one is part of or under, with the place of the one ("so-y-te:hue" → "ubnd-tinh:hue")."""
        head, colon, rest = body.partition(":")
        if colon and head in PARTY_FACES:  # the committee of the ministry is under that of the Government
            above = self.parent(rest)
            return (self.twin(above, LATEST) if above else None) or self.entries[head].parent
        if colon and (head in FACES or self.entries[head].each):
            return rest if head != ALL_OF else None
        above = self.entries[head].parent
        level = self.entries[above].level if above else ""
        return (f"{above}:{rest}" if colon and level == self.entries[head].level else above) or None

    def ancestors(self, body: str) -> tuple[str, ...]:
        """Return the bodies above one, the nearest first."""
        found: list[str] = []
        above = self.parent(body)
        while above and above not in found:
            found.append(above)
            above = self.parent(above)
        return tuple(found)

    def is_under(self, body: str, other: str) -> bool:
        """Return whether a body is part of another or under it, at any distance."""
        return any(same_body(above, other) for above in self.ancestors(body))

    def counterparts(self, body: str, level: str, on: date | None = None) -> tuple[str, ...]:
        """Return the bodies of the same sector at another level: of "bo-y-te" in a "province" it is "so-y-te"."""
        head, _, rest = body.partition(":")
        if head not in self.entries:
            return ()
        found: dict[str, None] = {}
        for line in self.sectors:
            if head in line:
                others = (self.entries[other] for other in line if other != head)
                found.update({entry.id: None for entry in others if entry.level == level and entry.exists(on)})
        own = rest if level == self.entries[head].level and rest else ""
        return tuple(f"{other}:{own}" if own else other for other in found)

    # ── collectives ───────────────────────────────────────────────────────────────────────────────

    def members(self, collective: str, on: date | None = None) -> tuple[str, ...]:
        """Return the ids of a collective's members on a day, as far as the registry knows them.

        Of an open collective ("các cơ quan liên quan") it knows none.
        """
        head, _, rest = collective.partition(":")
        if head == PART_OF:
            return tuple(self._members_of(f"parent:{rest.partition(':')[0]}", on))
        if head == ALL_OF:
            levels = (self.counterparts(rest, level, on) for level in ("central", "province", "district", "commune"))
            return (rest, *(body for level in levels for body in level))
        if head in FACES or self.entries[head].each:
            return ()
        terms = self.entries[head].has
        found = dict.fromkeys(member for term in terms for member in self._members_of(term, on))
        return tuple(f"{body}:{rest}" for body in found) if rest else tuple(found)

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
        """Return whether a body, a template with or without a place included, belongs to a collective."""
        if collective.startswith(f"{PART_OF}:"):
            return self.is_under(body, collective.removeprefix(f"{PART_OF}:"))
        return any(same_body(member, body) for member in self.members(collective, on))


def same_body(one: str, other: str) -> bool:
    """Return whether two ids can mean one body: equal, or a template ("so-y-te") and one of it ("so-y-te:hue")."""
    return one == other or other == one.partition(":")[0] or one == other.partition(":")[0]

"""Is a task of the parent expected of the child? By who leads it, and who issued the child."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from pipeline.documents import Agency, Task
from pipeline.resolve.agencies import LATEST, registry, same_body
from pipeline.resolve.ids import FACES

_STANDING = {"btv-tinh-uy": "tinh-uy", "btv-thanh-uy": "thanh-uy", "tt-tinh-uy": "tinh-uy"}  # speak for the committee


class Remit(NamedTuple):
    """Whether a task is expected (`own` in full, `partner` as a help, `other` not, `unknown`), and by which rule.

    `lead` is the body of the parent's task through which it is.
    """

    expected: Literal["own", "partner", "other", "unknown"]
    rule: str
    lead: Agency | None = None


class RemitReader:
    """Tells what is expected of one issuer."""

    def __init__(self, issuer: str | None, issued: date | None) -> None:
        """Take the id of the child's issuer, None when it has none, and the day the child was issued."""
        self._issuer = issuer
        self._on = issued or LATEST
        self._same = self._names_of(issuer) if issuer else ()
        self._known: dict[str, str | None] = {}

    def of(self, task: Task) -> Remit:
        """Return whether a task of the parent is expected of the child."""
        if self._issuer is None:
            return Remit("unknown", "remit.no_issuer")
        if not task.leads:
            return Remit("own", "remit.no_lead")
        for lead in task.leads:
            if rule := self._reaches(lead):
                return Remit("own", rule, lead)
        for partner in task.partners:
            if self._reaches(partner):
                return Remit("partner", "remit.partner", partner)
        unknown = next((lead for lead in task.leads if lead.agency is None), None)
        if unknown:
            return Remit("unknown", "remit.unknown_lead", unknown)
        return Remit("other", "remit.other", task.leads[0])

    def _reaches(self, body: Agency) -> str | None:
        """Return the rule by which a body is the child's issuer, is under it, or includes it; None when it does not."""
        if body.agency is None:
            return None
        if body.agency not in self._known:
            self._known[body.agency] = self._rule_of(body.agency)
        return self._known[body.agency]

    def _rule_of(self, agency: str) -> str | None:
        stands = self._names_of(agency)
        if any(same_body(one, other) for one in stands for other in self._same):
            return "remit.own"
        members = registry().members(agency, self._on)
        if any(registry().contains(agency, other, self._on) for other in self._same):
            return "remit.member"
        if any(self._is_under(one) for one in (*stands, *members)):
            return "remit.under"
        return None

    def _is_under(self, body: str) -> bool:
        """Return whether a body is under the child's issuer; that provinces are under the Government no entry says."""
        if any(registry().is_under(body, other) for other in self._same):
            return True
        head = body.partition(":")[0]
        entry = registry().entries.get(head)
        return "chinh-phu" in self._same and entry is not None and entry.level == "province"

    def is_inside(self, body: Agency) -> bool:
        """Return whether a body belongs to the organisation of the child's issuer, itself left out."""
        if body.agency is None or self._issuer is None:
            return False
        return any(registry().is_under(one, other) for one in self._names_of(body.agency) for other in self._same)

    def same(self, one: Agency, other: Agency) -> bool:
        """Return whether two bodies are one, after succession, heads and twins; unknown ones only by their name."""
        if one.agency is None or other.agency is None:
            return one.text.casefold() == other.text.casefold()
        return any(same_body(a, b) for a in self._names_of(one.agency) for b in self._names_of(other.agency))

    def _names_of(self, body: str) -> tuple[str, ...]:
        """Return the ids that mean a body on the child's day: successors', that of which it is the head, twins'."""
        kin = registry()
        found = dict.fromkeys([body, *(step.id for step in kin.successors(body, self._on))])
        for one in list(found):
            head, _, rest = one.partition(":")
            entry = kin.entries.get(head)
            if head in FACES and rest:
                found[rest] = None
            elif entry and entry.kind == "position" and (above := kin.parent(one)):
                found[above] = None
            elif above := _STANDING.get(head):
                found[f"{above}:{rest}" if rest else above] = None
        for one in list(found):
            found.update(dict.fromkeys(kin.twins(one, None if self._on == LATEST else self._on)))
        return tuple(found)

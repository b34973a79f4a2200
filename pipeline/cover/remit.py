"""Is a task of the parent expected of the child? By who leads it, who issued the child, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from pipeline.cover.terms import words_of
from pipeline.documents import Agency, Task
from pipeline.folding import compact
from pipeline.grammar import Match, Rule, load
from pipeline.resolve.agencies import LATEST, registry, same_body
from pipeline.resolve.ids import FACES

_STANDING = {"btv-tinh-uy": "tinh-uy", "btv-thanh-uy": "thanh-uy", "tt-tinh-uy": "tinh-uy"}  # speak for the committee
_WAYS = ("own", "head", "successor", "twin")  # in which a name means a body, the nearest first
_HOLDING = re.compile(r"^(?:có|bị|còn) ")
_LOCAL = frozenset({"province", "district", "commune"})
_DATED = frozenset({"date", "before_date", "month", "quarter", "half_year", "year", "period"})


class Remit(NamedTuple):
    """Whether a task is expected of the child, and by which rule.

    `own` in full, `partner` as a help, `perhaps` where a person must tell, `other` not, `unknown` where the bodies are
    not known. `lead` is the body of the parent's task through which it is.
    """

    expected: Literal["own", "partner", "perhaps", "other", "unknown"]
    rule: str
    lead: Agency | None = None


class RemitReader:
    """Tells what is expected of one issuer."""

    def __init__(self, issuer: str | None, issued: date | None, above: str | None = None, said: str = "") -> None:
        """Take the id of the child's issuer, None when it has none, the day of issue, and the parent's issuer.

        `said` is what the child's tasks say: a commune whose plan speaks of dykes is one "có đê".
        """
        self._said = f" {' '.join(words_of(said))} "
        self._named: dict[str, dict[str, str]] = {}
        self._issuer = issuer
        self._issued = issued
        self._on = issued or LATEST
        self._same = self._names_of(issuer) if issuer else {}
        self._above = self._names_of(above) if above else {}
        self._known: dict[str, str | None] = {}
        self._inside: dict[str, bool] = {}
        self._groups: dict[tuple[str, str | None], Remit | None] = {}

    def of(self, task: Task) -> Remit:
        """Return whether a task of the parent is expected of the child."""
        if self._issuer is None:
            return Remit("unknown", "remit.no_issuer")
        found = self._by_lead(task)
        if found.expected in ("own", "partner") and self._is_over(task):
            return Remit("perhaps", "remit.expired", found.lead)
        if found.rule in ("remit.member", "remit.no_lead") and self._is_reserved(task):
            return Remit("perhaps", "remit.reserved", found.lead)
        return found

    def _by_lead(self, task: Task) -> Remit:
        if not task.leads:
            return Remit("own", "remit.no_lead")
        for lead in task.leads:
            if found := self._of_group(lead):
                return found
            if rule := self._reaches(lead):
                return Remit("own", rule, lead)
        return self._by_partner(task) or self._of_others(task)

    def _by_partner(self, task: Task) -> Remit | None:
        helps = [(rule, partner) for partner in task.partners if (rule := self._reaches(partner))]
        if named := next((partner for rule, partner in helps if rule != "remit.member"), None):
            return Remit("partner", "remit.partner", named)
        return Remit("perhaps", "remit.partner_group", helps[0][1]) if helps else None

    def _of_others(self, task: Task) -> Remit:
        if unknown := next((lead for lead in task.leads if lead.agency is None), None):
            return Remit("unknown", "remit.unknown_lead", unknown)
        first = task.leads[0]
        return Remit("other", "remit.superior" if self._is_superior(first) else "remit.other", first)

    def _of_group(self, lead: Agency) -> Remit | None:
        """Return the answer for a group with a condition ("các tỉnh ven biển"), None for any other body."""
        name = (lead.text, lead.agency)
        if name not in self._groups:
            self._groups[name] = self._of_condition(lead)
        known = self._groups[name]
        return known._replace(lead=lead) if known else None

    def _of_condition(self, lead: Agency) -> Remit | None:
        if lead.agency is not None and not _is_group(lead.agency):
            return None
        hit = _first("condition", lead.text)
        if hit is None or self._reaches_not_at_all(lead):
            return None
        listed = {place.strip() for place in hit.means.get("places", "").split("|") if place.strip()}
        places = {name.partition(":")[2] for name in self._same} - {""}
        if not listed or not places & _places():
            asked = _HOLDING.sub("", compact(lead.text)[hit.start : hit.end])
            holds = f" {' '.join(words_of(asked))} " in self._said
            return Remit("own", "remit.condition_met", lead) if holds else Remit("perhaps", "remit.condition", lead)
        return Remit("own", "remit.member", lead) if places & listed else Remit("other", "remit.condition_not", lead)

    def _reaches_not_at_all(self, lead: Agency) -> bool:
        """Return whether the group is known and has nothing of the child's issuer, condition or not."""
        if lead.agency is None or not any(registry().members(lead.agency, self._on)):
            return False
        return self._reaches(lead) is None

    def _reaches(self, body: Agency) -> str | None:
        """Return the rule by which a body is the child's issuer, is under it, or includes it; None when it does not."""
        if body.agency is None:
            return None
        if body.agency not in self._known:
            self._known[body.agency] = self._rule_of(body.agency)
        return self._known[body.agency]

    def _rule_of(self, agency: str) -> str | None:
        stands = self._names_of(agency)
        ways = [
            max(way, mine, key=_WAYS.index)
            for name, way in stands.items()
            for other, mine in self._same.items()
            if same_body(name, other)
        ]
        if ways:
            return f"remit.{min(ways, key=_WAYS.index)}"
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
        entry = registry().entries.get(body.partition(":")[0])
        return "chinh-phu" in self._same and entry is not None and entry.level == "province"

    def _is_superior(self, body: Agency) -> bool:
        """Return whether a body is the parent's issuer, or above the child's."""
        if body.agency is None or self._issuer is None:
            return False
        stands = self._names_of(body.agency)
        if any(same_body(one, other) for one in stands for other in self._above):
            return True
        return any(registry().is_under(mine, one) for mine in self._same for one in stands)

    def _is_over(self, task: Task) -> bool:
        """Return whether the time of a task was over before the child was issued."""
        deadline = task.deadline
        if self._issued is None or deadline is None or deadline.kind not in _DATED or deadline.year_inferred:
            return False
        return (
            bool(deadline.end) and "X" not in (deadline.end or "") and (deadline.end or "") < self._issued.isoformat()
        )

    def _is_reserved(self, task: Task) -> bool:
        """Return whether only the central level can do a task, and the child's issuer is none of it."""
        entry = registry().entries.get((self._issuer or "").partition(":")[0])
        if entry is None or entry.level not in _LOCAL:
            return False
        return _first("reserved", task.action) is not None

    def is_inside(self, body: Agency) -> bool:
        """Return whether a body belongs to the organisation of the child's issuer, itself left out."""
        if body.agency is None or self._issuer is None:
            return False
        if body.agency not in self._inside:
            names = self._names_of(body.agency)
            self._inside[body.agency] = any(registry().is_under(one, other) for one in names for other in self._same)
        return self._inside[body.agency]

    def same(self, one: Agency, other: Agency) -> bool:
        """Return whether two bodies are one, after succession, heads and twins; unknown ones only by their name."""
        if one.agency is None or other.agency is None:
            return compact(one.text) == compact(other.text)
        return any(same_body(a, b) for a in self._names_of(one.agency) for b in self._names_of(other.agency))

    def _names_of(self, body: str) -> dict[str, str]:
        """Return the ids that mean a body on the child's day, and why each does: own, successor, head or twin."""
        if body not in self._named:
            self._named[body] = stands_for(body, self._on)
        return self._named[body]


def stands_for(body: str, on: date) -> dict[str, str]:
    """Return the ids that mean a body on a day, and why each does: own, successor, head or twin."""
    kin = registry()
    found = {body: "own"}
    for step in kin.successors(body, on):
        found.setdefault(step.id, "successor")
    for one, way in list(found.items()):
        if above := _headed(one):
            found.setdefault(above, "head" if way == "own" else way)
    for one in list(found):
        _add(found, kin.twins(one, None if on == LATEST else on), "twin")
    return found


def asks_for_plan(requirement: str) -> bool:
    """Return whether a requirement only asks for the addressee's own plan: a child that carries it out is that plan."""
    return _first("own_plan", requirement) is not None


@cache
def _places() -> frozenset[str]:
    """Return the provinces by the ending of their ids: what is said of them is not known of their communes."""
    return frozenset(entry.id.split("-", 1)[1] for entry in registry().entries.values() if entry.kind == "province")


def _first(kind: str, text: str) -> Match | None:
    """Return the first match of the rules of one kind."""
    key = compact(text)
    return next((hit for rule in _rules(kind) if rule.may_match(key) and (hit := rule.first(key))), None)


@cache
def _rules(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in load("comparison").rules if rule.means["kind"] == kind)


def _add(found: dict[str, str], names: Iterable[str], way: str) -> None:
    for name in names:
        found.setdefault(name, way)


def _headed(body: str) -> str | None:
    """Return the body that one heads or speaks for: a position's, a face's, a standing committee's."""
    head, _, rest = body.partition(":")
    entry = registry().entries.get(head)
    if head in FACES and rest:
        return rest
    if entry and entry.kind == "position":
        return registry().parent(body)
    if above := _STANDING.get(head):
        return f"{above}:{rest}" if rest else above
    return None


def _is_group(agency: str) -> bool:
    entry = registry().entries.get(agency.partition(":")[0])
    return entry is not None and entry.kind == "collective"

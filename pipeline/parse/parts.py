"""Which orders stand in an item: the whole of it, or one for each body that its sentences and clauses name."""

from __future__ import annotations

import re

from pipeline.documents import Block, NormalText, Range
from pipeline.folding import fold
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.orders import OrderReader
from pipeline.parse.sentences import clauses, sentences
from pipeline.resolve.agencies import body_at, starts_with_verb

_BULLETS = frozenset({"dash", "plus", "star"})
_BEFORE_BODIES = re.compile(r"\b(?:với|cùng|giữa|gồm|hướng dẫn|chỉ đạo|đôn đốc|kiểm tra|yêu cầu|đề nghị|giao) ")
_LONGEST_BODIES = 160  # characters of a list of bodies on either side of a semicolon
_LONGEST_TITLE = 60  # characters of a title in front of an order, in the same item


class PartReader:
    """Cuts the items of one document into orders."""

    def __init__(self, normal: NormalText, assigner: Assigner, orders: OrderReader) -> None:
        """Take the text, and the readers of assignments and orders."""
        self._normal = normal
        self._assigner = assigner
        self._orders = orders

    def parts(self, block: Block, place: Range, *, led: bool) -> list[tuple[Range, Assignment]]:
        """Return the orders in an item: the whole, or its sentences and clauses where each names a body of its own."""
        whole = self._assigner.assign(place, led=led)
        behind_title = self._behind_title(place)
        if led or not (whole.subject or behind_title != place):
            return [(place, whole)]
        parts: list[tuple[Range, Assignment]] = []
        pieces = sentences(self._normal.text, place) if block.level in _BULLETS else self._clauses(behind_title)
        for clause in pieces:
            found = self._assigner.assign(clause)
            if parts and self._normal.text[clause.start].islower() and self._assigner.is_case(clause):
                before, assigned = parts[-1]
                also = {fold(body.text): body for body in (*assigned.leads, *found.leads)}
                assigned = assigned._replace(leads=tuple(also.values()))
                parts[-1] = (Range(before.start, clause.end), _joined(assigned, found, clause.end))
                continue
            if parts and block.level == "paragraph" and self._assigner.reports_difficulties(clause):
                parts.append((clause, found if found.subject else found._replace(leads=parts[-1][1].leads)))
                continue
            if parts and found.directs:
                found = found._replace(partners=(*found.leads, *found.partners), leads=())
            if parts and not self._is_own(parts[-1][1], found, clause):
                before, assigned = parts[-1]
                parts[-1] = (Range(before.start, clause.end), _joined(assigned, found, clause.end))
            else:
                parts.append((clause, found))
        return parts if len(parts) > 1 or parts[0][0] != place else [(place, whole)]

    def _clauses(self, place: Range) -> list[Range]:
        """Return the clauses of an item; a list of bodies that semicolons part is not cut."""
        found: list[Range] = []
        for sentence in sentences(self._normal.text, place):
            subject_end = self._assigner.assign(sentence).predicate
            for clause in clauses(self._normal.text, sentence):
                goes_on = found and found[-1].start >= sentence.start
                if goes_on and (clause.start <= subject_end or self._is_inside_bodies(found[-1], clause.start)):
                    found[-1] = Range(found[-1].start, clause.end)
                else:
                    found.append(clause)
        return found

    def _is_inside_bodies(self, before: Range, at: int) -> bool:
        """Return whether a list of bodies goes on over a place: "hướng dẫn các sở, ban, ngành; | các xã lập …"."""
        key, text = self._normal.key, self._normal.text
        start = max(before.start, at - _LONGEST_BODIES)
        for word in _BEFORE_BODIES.finditer(key, start, at):
            bodies = body_at(key, text, word.end(), at + _LONGEST_BODIES)
            if bodies and bodies.end > at:
                return True
        return False

    def _is_own(self, before: Assignment, found: Assignment, clause: Range) -> bool:
        """Return whether a clause is an order of its own, to another body than the clause before it."""
        if not found.subject or {fold(body.text) for body in found.leads} == {fold(body.text) for body in before.leads}:
            return False
        everybody = fold(found.leads[0].text).startswith("mỗi ")  # "…; mỗi hội viên phải đi đầu" says more of the same
        return not everybody and self._orders.acts(found, clause)

    def _behind_title(self, place: Range) -> Range:
        """Return an item without the short title in front of its first order: "3. Về bữa ăn. Bộ Y tế …"."""
        first, *rest = sentences(self._normal.text, place)
        if not rest or first.end - first.start > _LONGEST_TITLE or not self._assigner.assign(rest[0]).subject:
            return place
        if self._assigner.assign(first).subject or starts_with_verb(self._normal.key, *first):
            return place
        return Range(rest[0].start, place.end)


def _joined(before: Assignment, found: Assignment, end: int) -> Assignment:
    """Return the assignment of two clauses that order the same body."""
    partners = {fold(body.text): body for body in (*before.partners, *found.partners)}
    return before._replace(action=Range(before.action.start, end), partners=tuple(partners.values()))

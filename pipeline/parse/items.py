"""One item or paragraph → drafts: none if it orders nothing, one, or one for each body that it orders."""

from __future__ import annotations

import re

from pipeline.documents import Block, NormalText, Range, Role
from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.context import Context
from pipeline.parse.drafts import Draft, Fields, mentions, merged
from pipeline.parse.headings import HeadingReader
from pipeline.parse.labels import LabelReader
from pipeline.parse.sentences import clauses, sentences, trimmed
from pipeline.resolve.agencies import starts_with_verb
from pipeline.resolve.verbs import predicate_at

_BULLETS = frozenset({"dash", "plus", "star"})
_HEADED = frozenset({"roman", "number", "letter", "capital", "article"})
_LOOSE: frozenset[Role] = frozenset({"unknown", "appendix"})
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_TITLE = 60  # characters of a title in front of an order, in the same item
_IN_FRONT = frozenset({"judgement", "reference", "situation"})  # what may stand in front of an order in its item
_ORDERS = frozenset(
    {"assign.order", "assign.lead_partners", "assign.lead", "assign.directed", "assign.partners", "assign.encourage"}
)


class ItemReader:
    """Reads the items of one document."""

    def __init__(self, normal: NormalText, assigner: Assigner, labels: LabelReader, headings: HeadingReader) -> None:
        """Take the text, and the readers of assignments, labels and headings."""
        self._normal = normal
        self._assigner = assigner
        self._labels = labels
        self._headings = headings
        self._nontasks = load("nontasks")

    def read(self, block: Block, place: Range, context: Context, *, started: bool, titled: bool = False) -> list[Draft]:
        """Return the drafts of an item.

        `started` tells that the operative part of the document has begun; `titled` that the item is a heading
        with nothing but labels under it.
        """
        place, given = self._without_labels(block, place, titled=titled)
        place = self._operative(trimmed(self._normal.text, place))
        if block.level == "paragraph" and place and self._assigner.assign(place).rule == "assign.order":
            context = context._replace(leads=(), partners=(), supervisors=())  # "Yêu cầu các sở …" behind a list
        if not place or (not titled and self._is_no_task(block, place, context, started=started)):
            return []
        drafts = [self._draft(block, part, found, context) for part, found in self._parts(block, place, context)]
        return [given.onto(draft) for draft in drafts if _LETTER.search(self._normal.shown(draft.place))]

    def is_set_apart(self, block: Block) -> bool:
        """Return whether a paragraph behind an item is none of it, because it orders nothing."""
        return bool(self._nontasks.at(self._normal.key, *block.place))

    # ── what belongs to the order ─────────────────────────────────────────────────────────────────

    def _without_labels(self, block: Block, place: Range, *, titled: bool) -> tuple[Range, Fields]:
        """Return an item without its labels ("… . Chủ trì: Sở A. Thời hạn: 30/6/2025"), and what they say."""
        labels = self._labels.labels(place)
        if labels and labels[0].kind == "content":
            return labels[0].value, self._labels.fields(labels[1:])
        if block.level in _HEADED and not titled:
            place = self._behind_heading(place)
        start, behind = self._labels.behind(place)
        if behind and self._normal.text[start - 1] != "(":
            return Range(place.start, start), self._labels.fields(behind)
        if behind:
            return place, self._labels.fields(behind)
        end, said = self._labels.at_end(place)
        return Range(place.start, end), said

    def _behind_heading(self, place: Range) -> Range:
        """Return a text without the heading that runs into it: "NHIỆM VỤ: tại Phụ lục kèm theo"."""
        match = load("headings").at(self._normal.key, place.start, place.end)
        if match and self._normal.text[match.end : match.end + 2].lstrip().startswith(":"):
            return Range(self._normal.text.index(":", match.end) + 1, place.end)
        return place

    def _operative(self, place: Range) -> Range:
        """Return an item without the judgements, references and reports in front of its first order."""
        pieces = [
            clause
            for sentence in sentences(self._normal.text, place)
            for clause in clauses(self._normal.text, sentence)
        ]
        for index, piece in enumerate(pieces):
            match = self._nontasks.at(self._normal.key, piece.start, piece.end)
            if match and match.means["kind"] not in _IN_FRONT:
                return place
            if not match:
                rest = Range(piece.start, place.end)
                return rest if not index or self._assigner.assign(piece).subject else place
        return place

    def _is_no_task(self, block: Block, place: Range, context: Context, *, started: bool) -> bool:
        if self._nontasks.at(self._normal.key, place.start, place.end):
            return True
        if block.level == "paragraph" and self._headings.introduces(block) and place.end <= block.place.end:
            return True
        loose = block.role in _LOOSE
        if block.level != "article":
            if context.led or (block.level != "paragraph" and (context.among_orders or not loose)):
                return False
            if not self._is_title(block) and self.begins_as_order(place, started=started or not loose):
                return False
        found = [(self._assigner.assign(part), part) for part in sentences(self._normal.text, place)]
        return not any(each.subject and not self._assigner.tells(each, part) for each, part in found)

    def _is_title(self, block: Block) -> bool:
        """Return whether a paragraph has no end mark: the name of a plan under its type."""
        return block.level == "paragraph" and self._normal.shown(block.place).rstrip(" *")[-1:].isalnum()

    def begins_as_order(self, place: Range, *, started: bool) -> bool:
        """Return whether a text under no heading of tasks begins as an order does."""
        if starts_with_verb(self._normal.key, place.start, place.end):
            return started
        match = load("assign").at(self._normal.key, place.start, place.end)
        return bool(match and match.means["kind"] in {"order", "lead", "lead_partners", "duty"})

    # ── the orders in an item ─────────────────────────────────────────────────────────────────────

    def _parts(self, block: Block, place: Range, context: Context) -> list[tuple[Range, Assignment]]:
        """Return the orders in an item: the whole, or its sentences and clauses where each names a body of its own."""
        whole = self._assigner.assign(place, led=context.led)
        behind_title = self._behind_title(place)
        if context.led or not (whole.subject or behind_title != place):
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
                if found and found[-1].start >= sentence.start and clause.start <= subject_end:
                    found[-1] = Range(found[-1].start, clause.end)
                else:
                    found.append(clause)
        return found

    def _is_own(self, before: Assignment, found: Assignment, clause: Range) -> bool:
        """Return whether a clause is an order of its own, to another body than the clause before it."""
        if not found.subject or {fold(body.text) for body in found.leads} == {fold(body.text) for body in before.leads}:
            return False
        return found.rule in _ORDERS or predicate_at(self._normal.key, found.predicate, clause.end)

    def _behind_title(self, place: Range) -> Range:
        """Return an item without the short title in front of its first order: "3. Về bữa ăn. Bộ Y tế …"."""
        first, *rest = sentences(self._normal.text, place)
        if not rest or first.end - first.start > _LONGEST_TITLE or not self._assigner.assign(rest[0]).subject:
            return place
        if self._assigner.assign(first).subject or starts_with_verb(self._normal.key, *first):
            return place
        return Range(rest[0].start, place.end)

    # ── the draft ─────────────────────────────────────────────────────────────────────────────────

    def _draft(self, block: Block, place: Range, found: Assignment, context: Context) -> Draft:
        if context.joins and found.leads and found.rule == "assign.subject":  # "Chủ trì, phối hợp:", "- Sở A rà soát"
            found = found._replace(leads=(), partners=(*found.leads, *found.partners))
        if found.rule == "assign.encourage" and context.led:  # the body above encourages
            found = found._replace(leads=())
        elif found.directs and context.partners:  # "chủ trì, phối hợp với …: chỉ đạo …": the body above acts itself
            directed = (*found.leads, *found.partners)
            found = found._replace(leads=(), partners=directed, directs=False, action=place)
        own = mentions(found.leads, "item", found.rule)
        partners = mentions(found.partners, "item", found.rule)
        above = context.leads or context.supervisors
        given = found.rule == "assign.order" and context.led and self._assigner.is_command(place)
        below = own and not context.leads and context.supervisors and not found.supervisors
        if found.directs or given or below:
            supervisors = above
        elif own:
            supervisors = mentions(found.supervisors, "item", found.rule)
        else:
            supervisors = context.supervisors if context.leads else ()
        return Draft(
            place=trimmed(self._normal.text, found.action),
            ordinal=block.path,
            path=context.path,
            origin="prose" if block.level == "paragraph" else "list",
            rule=f"task.{block.level}",
            leads=own or above,
            partners=partners if own else merged(partners, context.partners),
            supervisors=supervisors,
            deadline=self._headings.time(place) or context.deadline,
        )


def _joined(before: Assignment, found: Assignment, end: int) -> Assignment:
    """Return the assignment of two clauses that order the same body."""
    partners = {fold(body.text): body for body in (*before.partners, *found.partners)}
    return before._replace(action=Range(before.action.start, end), partners=tuple(partners.values()))

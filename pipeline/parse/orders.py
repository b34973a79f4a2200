"""Does a text order anything? What only tells, judges, points elsewhere or lays down terms is no task."""

from __future__ import annotations

from pipeline.documents import Block, NormalText, Range, Role
from pipeline.folding import fold
from pipeline.grammar import Match, load
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.context import Context
from pipeline.parse.headings import HeadingReader
from pipeline.parse.sentences import clauses, sentences, trimmed
from pipeline.resolve.agencies import starts_with_verb
from pipeline.resolve.verbs import predicate_at

_LOOSE: frozenset[Role] = frozenset({"unknown", "appendix"})
_IN_FRONT = frozenset({"judgement", "reference", "situation"})  # what may stand in front of an order in its item
_ASSIGNING = frozenset(
    {"assign.order", "assign.lead_partners", "assign.lead", "assign.directed", "assign.partners", "assign.encourage"}
)


class OrderReader:
    """Tells orders from other text in one document."""

    def __init__(self, normal: NormalText, assigner: Assigner, headings: HeadingReader) -> None:
        """Take the text, and the readers of assignments and headings."""
        self._normal = normal
        self._assigner = assigner
        self._headings = headings
        self._nontasks = load("nontasks")

    def is_no_task(self, block: Block, place: Range, context: Context, *, started: bool) -> bool:
        """Return whether an item or paragraph orders nothing; `started` tells that the operative part has begun."""
        leads_in = block.level == "paragraph" and self._headings.introduces(block) and place.end <= block.place.end
        if leads_in or self.tells(place):
            return True
        if block.role == "rules":
            return not self._orders_within_rules(block, place)
        if block.role == "funding":
            return not (context.led or self._names_doer(place))
        return not (self._is_listed(block, place, context, started=started) or self._names_doer(place))

    def tells(self, place: Range) -> bool:
        """Return whether a text orders nothing by what it says."""
        return self._told(place) is not None

    def operative(self, place: Range) -> Range:
        """Return an item without what judges, refers or reports before its first order, and whom to call behind it."""
        for last in reversed(sentences(self._normal.text, place)[1:]):
            told = self._told(last)
            if not told or told.means["kind"] != "contact":
                break
            place = trimmed(self._normal.text, Range(place.start, last.start))
        pieces = [
            clause
            for sentence in sentences(self._normal.text, place)
            for clause in clauses(self._normal.text, sentence)
        ]
        for index, piece in enumerate(pieces):
            match = self._told(piece)
            if match and match.means["kind"] not in _IN_FRONT:
                return place
            if not match and (not index or self._orders(piece)):
                return Range(piece.start, place.end)
        return place

    def begins_as_order(self, place: Range, *, started: bool) -> bool:
        """Return whether a text under no heading of tasks begins as an order does."""
        if starts_with_verb(self._normal.key, *place) or self._assigner.reports_difficulties(place):
            return started
        match = load("assign").at(self._normal.key, place.start, place.end)
        return bool(match and match.means["kind"] in {"order", "lead", "lead_partners", "duty"})

    def acts(self, found: Assignment, place: Range) -> bool:
        """Return whether what a sentence says of its subject is work."""
        return found.rule in _ASSIGNING or predicate_at(self._normal.key, found.predicate, place.end)

    def instructs(self, part: Range) -> bool:
        """Return whether a sentence orders a body, begins as an order does, or says what must be."""
        if self._assigner.assign(part).subject:
            return self.orders_now(part)
        return starts_with_verb(self._normal.key, *part) or " phải " in self._normal.key[part.start : part.end]

    def orders_now(self, part: Range) -> bool:
        """Return whether a sentence orders a body, and neither tells nor enacts."""
        found = self._assigner.assign(part)
        if not found.subject or self._assigner.tells(found, part) or self._assigner.enacts(found, part):
            return False
        return self.acts(found, part)

    def orders_somebody(self, place: Range, *, case: bool) -> bool:
        """Return whether a sentence of a paragraph orders a body of its own; in a mere `case` one that is asked."""
        found = [self._assigner.assign(part) for part in sentences(self._normal.text, place)]
        return any(each.subject and (not case or each.rule == "assign.order") for each in found)

    def _told(self, place: Range) -> Match | None:
        """Return the rule by which a text orders nothing; a mere statement begins with no order and names no doer."""
        match = self._nontasks.at(self._normal.key, *place)
        states = match is not None and match.means["kind"] == "statement"
        orders = states and (self.begins_as_order(place, started=True) or self._assigner.assign(place).subject)
        return None if orders else match

    def _orders(self, piece: Range) -> bool:
        """Return whether a piece of an item names who acts, or says what to do about difficulties."""
        return self._assigner.assign(piece).subject or self._assigner.reports_difficulties(piece)

    def _is_listed(self, block: Block, place: Range, context: Context, *, started: bool) -> bool:
        """Return whether an item orders something by where it stands, or by how it begins."""
        if block.level == "article":
            return False
        loose = block.role in _LOOSE
        if context.led or (block.level != "paragraph" and (context.among_orders or not loose)):
            return True
        return not self._is_title(block) and self.begins_as_order(place, started=started or not loose)

    def _is_title(self, block: Block) -> bool:
        """Return whether a paragraph has no end mark: the name of a plan under its type."""
        return block.level == "paragraph" and self._normal.shown(block.place).rstrip(" *")[-1:].isalnum()

    def _names_doer(self, place: Range) -> bool:
        """Return whether a sentence names who acts and does not tell what it has done."""
        found = [(self._assigner.assign(part), part) for part in sentences(self._normal.text, place)]
        return any(each.subject and not self._assigner.tells(each, part) for each, part in found)

    def _orders_within_rules(self, block: Block, place: Range) -> bool:
        """Return whether an item among award rules tells somebody to act, and is no standard or quota."""
        standard = load("standards").at(self._normal.key, place.start, place.end)
        if standard or self._headings.introduces(block):
            return standard is not None and standard.means["kind"] == "order"
        found = [(self._assigner.assign(part), part) for part in sentences(self._normal.text, place)]
        return any(self.acts(each, part) and not self._is_awarded(each) for each, part in found if each.subject)

    def _is_awarded(self, found: Assignment) -> bool:
        """Return whether a sentence speaks of those who deserve an award."""
        standard = load("standards").at(fold(found.leads[0].text), 0, len(found.leads[0].text))
        return standard is not None and standard.rule == "standard.person"

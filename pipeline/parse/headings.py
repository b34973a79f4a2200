"""Headings and lead-ins: which bodies and which time they give to the items under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.documents import Block, From, NormalText, Range
from pipeline.grammar import load
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.context import Context
from pipeline.parse.drafts import Time, mentions
from pipeline.parse.labels import source_of
from pipeline.parse.sentences import sentences, trimmed
from pipeline.resolve.agencies import Body, body_at, split, starts_with_verb
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find, moment
from pipeline.resolve.verbs import predicate_within

_LONGEST_PATH = 200  # characters of a heading kept in a path
_LONGEST_NAME = 200  # characters; a longer heading names no body that the registry does not know
_LONGEST_INTRO = 160  # characters at the end of a lead-in that tell what it leads in
_FEWEST = 2  # headings of a list that name bodies, for the list to be one by bodies


class HeadingReader:
    """Reads the headings of one document."""

    def __init__(self, normal: NormalText, issued: date | None, assigner: Assigner) -> None:
        """Take the text, the day it was issued, and the reader of assignments."""
        self._normal = normal
        self._issued = issued
        self._assigner = assigner
        self._topics = load("topics")

    def introduces(self, block: Block) -> bool:
        """Return whether a text ends with a colon."""
        return self._normal.shown(block.place).rstrip().endswith(":")

    def time(self, place: Range, source: From = "item") -> Time | None:
        """Return the time that counts in a text."""
        chosen = choose(find(self._normal.key, place.start, place.end, self._issued))
        return Time(chosen.place, chosen.moment, source, chosen.also) if chosen else None

    def led_in(self, block: Block, context: Context) -> Context:
        """Return the context behind a sentence that leads in what follows: "… yêu cầu các cấp ủy … sau:"."""
        while block.level == "paragraph" and block.children:  # "… kết luận:", "Để bảo đảm …, yêu cầu … như sau:"
            block = block.children[-1]
        if block.level != "paragraph" or block.table or block.role in {"header", "recipients", "signature", "goals"}:
            return context
        if not self.introduces(block):
            return context
        last = sentences(self._normal.text, block.place)[-1]
        found = self._assigner.assign(last)
        said = self._normal.key[last.start : last.end].rstrip(" :")[-_LONGEST_INTRO:]
        intro = load("intros").whole(said)
        if not found.leads or self._assigner.enacts(found, last) or (intro and intro.means["holds"] == "enacts"):
            return context._replace(
                partners=mentions(found.partners, "lead_in", found.rule) or context.partners,
                deadline=self.time(last, "lead_in") or context.deadline,
            )
        return context._replace(
            leads=mentions(found.leads, "lead_in", found.rule),
            partners=mentions(found.partners, "lead_in", found.rule),
            supervisors=mentions(found.supervisors, "lead_in", found.rule),
            deadline=self.time(Range(max(found.predicate, last.start), last.end), "lead_in"),
        )

    def is_address(self, block: Block) -> bool:
        """Return whether a block says to whom a letter goes: "Kính gửi: …"."""
        match = self._topics.at(self._normal.key, block.place.start, block.place.end)
        return bool(match and match.means["kind"] == "address")

    def addressed(self, block: Block, context: Context) -> Context:
        """Return the context of a letter: whom it addresses does what it asks, where it names nobody else."""
        match = self._topics.at(self._normal.key, block.place.start, block.place.end)
        first = Range(match.end if match else block.place.start, block.place.end)
        listed = (
            child.place for child in block.children if child.level != "paragraph"
        )  # what follows tells of matters
        bodies = [body for place in (first, *listed) for body in self._cut(place)]
        return context._replace(leads=mentions(bodies, "lead_in", "assign.addressed"))

    def is_by_agency(self, blocks: Sequence[Block]) -> bool:
        """Return whether at least half of the titles in a list of siblings name bodies, and two of them."""
        heads = [block for block in blocks if block.level in {"number", "letter", "roman"} and block.children]
        named = [block for block in heads if self._named(block) is not None]
        return len(named) >= _FEWEST and 2 * len(named) >= len(heads)

    def under(self, block: Block, context: Context) -> Context:
        """Return what a heading gives to the blocks under it."""
        title = " ".join(self._normal.shown(Range(block.marker.start, block.place.end)).split())
        found = self._named(block) or (self._unknown(block) if context.by_agency else None)
        context = context._replace(
            path=(*context.path, title[:_LONGEST_PATH]), by_agency=False, among_orders=False, joins=False
        )
        source = source_of(block)
        if found is None:
            with_whom = self._with_whom(block)
            return context._replace(
                partners=mentions(with_whom.partners, source, with_whom.rule) or context.partners,
                joins=with_whom.rule == "assign.joins",
                deadline=self._period(block) or context.deadline,
            )
        return context._replace(
            leads=mentions(found.leads, source, found.rule),
            partners=mentions(found.partners, source, found.rule),
            supervisors=context.leads if found.directs else mentions(found.supervisors, source, found.rule),
            deadline=self.time(block.place, source) or context.deadline,
        )

    def under_order(self, block: Block, context: Context) -> Context:
        """Return what an item that is an order itself gives to those under it: who acts, but not with whom or by when.

        "(1) Bộ A chỉ đạo B làm …." and under it "- Chủ trì, phối hợp với …": the first body acts there too.
        """
        found = self._assigner.assign(block.place)
        inner = self.under(block, context)._replace(partners=(), deadline=context.deadline)
        if not found.leads:
            return inner
        if not inner.leads:  # "1. Các xã xây dựng kế hoạch …." and under it "- Báo cáo …"
            return inner._replace(leads=mentions(found.leads, source_of(block), found.rule))
        return inner._replace(leads=inner.supervisors or inner.leads, supervisors=())

    def _with_whom(self, block: Block) -> Assignment:
        """Return the partners that a heading gives to what stands under it: "a) Chủ trì, phối hợp với Sở Y tế".

        Where it ends before them ("b) Chủ trì, phối hợp với:"), each item begins with its own: rule `assign.joins`.
        """
        place = trimmed(self._normal.text, block.place)
        found = self._assigner.assign(place)
        last = max((body.place.end for body in found.partners), default=place.end)
        ends = not self._normal.text[last : place.end].strip(" .:;")
        leads_in = found.rule == "assign.lead_partners" and self.introduces(block)  # "…, phối hợp với Sở A tham mưu:"
        if found.partners and not found.leads and (ends or leads_in):
            return found
        joins = self._assigner.works_with(place)
        return Assignment(place, rule="assign.joins" if joins else "assign.none")

    def _named(self, block: Block) -> Assignment | None:
        """Return the bodies that a heading names, None when it names a matter."""
        place = self._behind_topic(block)
        if not place or self._is_work(place):
            return None
        match = self._topics.at(self._normal.key, *place)
        if match and match.means["kind"] == "level":
            return self._bodies(place)
        whole = body_at(self._normal.key, self._normal.text, *place)
        if whole and self._is_trade(Range(whole.end, place.end)):
            return self._bodies(place)
        found = self._assigner.assign(place)
        if found.supervisors or (found.leads and (self._ends_with(found, place) or found.rule != "assign.subject")):
            return found
        if whole is None or predicate_within(self._normal.key, whole.end, place.end):
            return None
        # A heading that begins with a body and orders nothing names bodies throughout.
        alone = self._assigner.assign(whole)
        behind = self._normal.text[whole.end : place.end].strip(" .:;")
        return alone if alone.leads and not behind else self._bodies(place)

    def _is_work(self, place: Range) -> bool:
        """Return whether a heading in capitals, where no name stands out, begins with a verb: "TỔ CHỨC THEO DÕI"."""
        verb = starts_with_verb(self._normal.key, *place) and self._normal.shown(place).isupper()
        return verb and not self._assigner.is_command(place)

    def _behind_topic(self, block: Block) -> Range:
        """Return a heading without "Trách nhiệm của"; an empty place when it names a matter by the name of a body."""
        start, end = block.place
        match = self._topics.at(self._normal.key, start, end)
        kind = match.means["kind"] if match else ""
        if kind == "quality" or (kind == "indefinite" and block.role != "organisation"):
            return Range(end, end)
        return trimmed(self._normal.text, Range(match.end if match and kind == "duties" else start, end))

    def _ends_with(self, found: Assignment, place: Range) -> bool:
        """Return whether a heading says nothing behind its bodies, or introduces what follows."""
        rest = self._normal.text[found.action.start : found.action.end].strip(" .:;")
        return not rest or self._normal.shown(place).rstrip().endswith(":")

    def _is_trade(self, rest: Range) -> bool:
        """Return whether the words behind a body only tell which: "Các doanh nghiệp | sản xuất, chế biến hàng hóa"."""
        key = self._normal.key
        start = rest.start + 1
        match = self._topics.at(key, start, rest.end) if start < rest.end else None
        return bool(match and match.means["kind"] == "trade" and ":" not in key[start : rest.end].rstrip(" .:;"))

    def _unknown(self, block: Block) -> Assignment | None:
        """Return a title in a list by bodies as the body it must name, known or not; None for an order or a matter."""
        key, (start, end) = self._normal.key, block.place
        match = self._topics.at(key, start, end)
        if (match and match.means["kind"] != "indefinite") or load("headings").at(key, start, end):
            return None
        if end - start > _LONGEST_NAME:
            return None
        return None if starts_with_verb(key, start, end) else self._bodies(trimmed(self._normal.text, block.place))

    def _bodies(self, place: Range) -> Assignment:
        return Assignment(place, self._cut(place), rule="assign.heading")

    def _cut(self, place: Range) -> tuple[Body, ...]:
        """Return the bodies of a text that names nothing else."""
        start, end = trimmed(self._normal.text, place)
        while end > start and self._normal.text[end - 1] in " .:;":
            end -= 1
        return tuple(split(self._normal.text, Range(start, end))) if end > start else ()

    def _only_time(self, block: Block) -> Time | None:
        """Return the time of a heading that is nothing else: "3. Năm 2026:"."""
        start, end = trimmed(self._normal.text, block.place)
        end = start + len(self._normal.text[start:end].rstrip(" .:;"))
        found = moment(self._normal.text[start:end], self._issued)
        return Time(Range(start, end), found, source_of(block)) if found and found.end else None

    def _period(self, block: Block) -> Time | None:
        """Return the time of a heading that names nothing else: "1. Giai đoạn 2026 - 2030"."""
        if block.level == "paragraph":
            return None
        time = self.time(block.place, source_of(block)) or self._only_time(block)
        if time is None:
            return None
        before = self._normal.key[block.place.start : time.place.start].strip()
        behind = self._normal.key[time.place.end : block.place.end].strip(" .:;)")
        match = self._topics.whole(before) if before else None
        return time if not behind and (not before or (match and match.means["kind"] == "period")) else None

"""One item or paragraph → drafts: none if it orders nothing, one, or one for each body that it orders."""

from __future__ import annotations

import re

from pipeline.documents import Block, NormalText, Range
from pipeline.grammar import load
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.context import Context
from pipeline.parse.drafts import Draft, Fields, mentions, merged
from pipeline.parse.headings import HeadingReader
from pipeline.parse.labels import LabelReader
from pipeline.parse.orders import OrderReader
from pipeline.parse.parts import PartReader
from pipeline.parse.sentences import sentences, trimmed

_HEADED = frozenset({"roman", "number", "letter", "capital", "article"})
_LETTER = re.compile(r"[^\W\d_]")


class ItemReader:
    """Reads the items of one document."""

    def __init__(
        self,
        normal: NormalText,
        assigner: Assigner,
        labels: LabelReader,
        headings: HeadingReader,
        orders: OrderReader,
    ) -> None:
        """Take the text, and the readers of assignments, labels, headings and orders."""
        self._normal = normal
        self._assigner = assigner
        self._labels = labels
        self._headings = headings
        self._orders = orders
        self._parts = PartReader(normal, assigner, orders)

    def read(self, block: Block, place: Range, context: Context, *, started: bool, titled: bool = False) -> list[Draft]:
        """Return the drafts of an item.

        `started` tells that the operative part of the document has begun; `titled` that the item is a heading
        with nothing but labels under it.
        """
        place, given = self._without_labels(block, place, titled=titled)
        place = self._orders.operative(trimmed(self._normal.text, place))
        if block.level == "paragraph" and place and self._assigner.assign(place).rule == "assign.order":
            context = context._replace(leads=(), partners=(), supervisors=())  # "Yêu cầu các sở …" behind a list
        if not place or (not titled and self._orders.is_no_task(block, place, context, started=started)):
            return []
        drafts = [
            self._draft(block, part, found, context) for part, found in self._parts.parts(block, place, led=context.led)
        ]
        return [given.onto(draft) for draft in drafts if _LETTER.search(self._normal.shown(draft.place))]

    def ahead(self, block: Block, context: Context) -> list[Draft]:
        """Return the orders with which a report ends: "… Trong thời gian tới, Tỉnh …. Tập trung …"."""
        drafts: list[Draft] = []
        for sentence in sentences(self._normal.text, block.place):
            start = self._behind_turn(sentence)
            if start == sentence.start and not drafts:
                continue
            part = trimmed(self._normal.text, Range(start, sentence.end))
            if self._orders.instructs(part):
                led = context._replace(leads=drafts[-1].leads) if drafts else context
                drafts.append(self._draft(block, part, self._assigner.assign(part), led))
        return drafts

    def _behind_turn(self, sentence: Range) -> int:
        """Return where a sentence begins behind the words that turn to what is to be done: "Thời gian tới, …"."""
        cue = load("cues").rule("cue.ahead").first(self._normal.key, *sentence)
        return cue.end if cue and cue.start == sentence.start else sentence.start

    def before_lead_in(self, block: Block, context: Context) -> list[Draft]:
        """Return the orders in front of the sentence with which a paragraph leads in a list: "Các sở …. Cụ thể:"."""
        *before, last = sentences(self._normal.text, block.place) or [block.place]
        place = Range(block.place.start, last.start)
        if not before or not any(self._orders.orders_now(part) for part in before):
            return []
        place = self._orders.operative(trimmed(self._normal.text, place))
        if self._orders.tells(place):
            return []
        return [
            self._draft(block, part, found, context) for part, found in self._parts.parts(block, place, led=context.led)
        ]

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

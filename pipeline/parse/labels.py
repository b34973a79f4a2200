"""Label lines ("Cơ quan chủ trì: …") and closing lines ("* Sở Y tế triển khai thực hiện thường xuyên")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.documents import Block, From, NormalText, Range
from pipeline.grammar import load
from pipeline.parse.assign import Assigner
from pipeline.parse.drafts import Fields, Goods, Mention, Time, mentions, merged
from pipeline.parse.sentences import clauses, trimmed
from pipeline.resolve.agencies import body_at, split, starts_with_verb
from pipeline.resolve.choosing import Chosen, Found, choose
from pipeline.resolve.deadlines import find, moment, time_of
from pipeline.resolve.verbs import predicate_at

_BOUNDARY = re.compile(r"(?<=[.;,(])\s*|(?<= )-\s+")
_LAST_BRACKETS = re.compile(r"\((?:do )?([^()]*)\)[\s.;]*$")
_SEGMENT = re.compile(r"[.;] (?=\S)| [-–] ")  # behind which words can say who does it
_LONGEST_LABEL = 160  # characters
_LONGEST_VALUE = 300  # characters of what stands under a label
_ASSIGNING = frozenset({"lead", "bodies", "partners", "deadline", "product"})


class Label(NamedTuple):
    """One label of a line: what it labels, and the place of its value."""

    kind: str
    value: Range
    rule: str


class LabelReader:
    """Reads label and closing lines of one normal text."""

    def __init__(self, normal: NormalText, issued: date | None, issuer: str | None) -> None:
        """Take the text, the day it was issued, and the body that issues it."""
        self._normal = normal
        self._issued = issued
        self._grammar = load("labels")
        self._cues = load("cues")
        self._assigner = Assigner(normal, issuer)

    def labels(self, place: Range) -> list[Label]:
        """Return the labels of a line in order; none when it does not begin with one."""
        key = self._normal.key
        first = self._grammar.at(key, place.start, place.end)
        if first is None:
            return []
        found = [first]
        for boundary in _BOUNDARY.finditer(key, first.end, place.end):
            match = self._grammar.at(key, boundary.end(), min(place.end, boundary.end() + _LONGEST_LABEL))
            if match and match.means["label"] != "other" and match.start >= found[-1].end:
                found.append(match)
        ends = [match.start for match in found[1:]] + [place.end]
        return [
            Label(match.means["label"], Range(match.end, end), match.rule)
            for match, end in zip(found, ends, strict=True)
        ]

    def head(self, block: Block) -> str | None:
        """Return the kind of a label whose values stand under it: "2. Cơ quan chủ trì, phối hợp", then bullets."""
        if not block.children or block.level in {"roman", "part", "chapter", "section", "article", "appendix"}:
            return None
        line = self._normal.key[block.place.start : block.place.end].strip(" .:*") + ":"
        match = self._grammar.at(line, 0, len(line))
        if match is None or match.end != len(line) or match.means["label"] not in _ASSIGNING:
            return None
        kind = match.means["label"]
        also_heads = load("headings").at(line, 0) is not None or starts_with_verb(line, 0, len(line))
        is_label = not also_heads or all(self._is_value(child) for child in block.children)
        return kind if is_label else None

    def _is_value(self, block: Block) -> bool:
        """Return whether an item can be what a label over it says: "2. Phân công trách nhiệm" may also head orders."""
        if self.labels(block.place) or self.head(block):
            return True
        if block.children or block.table or block.place.end - block.place.start > _LONGEST_VALUE:
            return False
        key, (start, end) = self._normal.key, block.place
        body = body_at(key, self._normal.text, start, end)
        return not starts_with_verb(key, start, end) and not (body and predicate_at(key, body.end + 1, end))

    def under(self, kind: str, block: Block) -> Fields:
        """Return what the items under a label say; an item may be a label of its own ("a) Cơ quan chủ trì")."""
        fields = Fields()
        for child in block.children:
            labels = self.labels(child.place)
            if inner := self.head(child):
                given = self.under(inner, child)
            elif labels:
                given = self.fields(labels)
            elif self._normal.text.startswith("(", child.place.start):  # a remark
                given = Fields()
            else:
                given = self._fields_of(Label(kind, child.place, f"label.{kind}"))
            fields = Fields(
                merged(fields.leads, given.leads),
                merged(fields.partners, given.partners),
                deadline=fields.deadline or given.deadline,
                product=fields.product or given.product,
            )
        return fields

    def behind(self, place: Range) -> tuple[int, list[Label]]:
        """Return where the order of a line ends, and the labels behind it ("… . Chủ trì: Sở A. Phối hợp: Sở B")."""
        key = self._normal.key
        for boundary in _BOUNDARY.finditer(key, place.start + 1, place.end):
            match = self._grammar.at(key, boundary.end(), min(place.end, boundary.end() + _LONGEST_LABEL))
            if match and match.means["label"] in _ASSIGNING:
                closed = key[boundary.start() - 1] == "("
                close = key.find(")", boundary.end(), place.end) if closed else -1
                return boundary.start(), self.labels(Range(boundary.end(), close if close > 0 else place.end))
        return place.end, []

    def at_end(self, place: Range) -> tuple[int, Fields]:
        """Return where an order ends before words that only say who does it, and what they say.

        "… (giao Sở A chủ trì, phối hợp với Sở B)", "… – Sở A chủ trì", "… . Giao Sở A thực hiện trong quý II."
        """
        if hit := _LAST_BRACKETS.search(self._normal.key, place.start, place.end):
            inside = Range(*hit.span(1))
            found = self._assigner.assign(inside)
            fields = self._carried_out(inside, "item") or Fields()
            if found.rule in {"assign.order", "assign.lead", "assign.lead_partners"}:
                chosen = choose(find(self._normal.key, *inside, self._issued))
                fields = Fields(
                    mentions(found.leads, "item", found.rule),
                    mentions(found.partners, "item", found.rule),
                    deadline=Time(chosen.place, chosen.moment, "item", chosen.also) if chosen else None,
                )
            return (hit.start(), fields) if fields.leads else (place.end, fields)
        last = max((hit.end() for hit in _SEGMENT.finditer(self._normal.key, *place)), default=place.start)
        if last > place.start and not self._assigner.assign(Range(place.start, last)).subject:
            fields = self._carried_out(Range(last, place.end), "item") or Fields()
            if fields.leads:
                return len(self._normal.text[:last].rstrip(" -–")), fields
        return place.end, Fields()

    def fields(self, labels: list[Label]) -> Fields:
        """Return what the labels of one line say."""
        fields = Fields()
        for label in labels:
            fields = fields.filled(self._fields_of(label))
        return fields

    def _fields_of(self, label: Label) -> Fields:
        value = trimmed(self._normal.text, label.value)
        if not value:
            return Fields()
        if label.kind in {"lead", "bodies"}:
            return self._who(value, label.rule)
        if label.kind == "partners":
            return Fields(partners=mentions(split(self._normal.text, value), "label", label.rule))
        if label.kind == "deadline":
            end = value.end
            while end > value.start and self._normal.text[end - 1] in " .;":
                end -= 1
            place = Range(value.start, end)
            found = time_of(self._normal.key, place, self._issued)
            return Fields(deadline=Time(found.place, found.moment, "label", found.also) if found else None)
        if label.kind == "product":
            return Fields(product=Goods(value, "label", label.rule))
        return Fields()

    def _who(self, value: Range, rule: str) -> Fields:
        """Return the bodies of a lead label; its value may be a sentence ("Sở A chủ trì, phối hợp với Sở B …")."""
        leads: tuple[Mention, ...] = ()
        partners: tuple[Mention, ...] = ()
        if hit := self._cues.rule("cue.partners_label").first(self._normal.key, *value):
            partners = mentions(split(self._normal.text, Range(hit.end, value.end)), "label", rule)
            value = Range(value.start, hit.start)
        for clause in clauses(self._normal.text, value):
            subject = body_at(self._normal.key, self._normal.text, clause.start, clause.end)
            rest = self._normal.text[subject.end : clause.end].strip(" .;,") if subject else ""
            found = self._assigner.assign(clause) if subject and rest else None
            if found and (
                found.partners
                or starts_with_verb(self._normal.key, found.predicate, clause.end)
                or found.action.start > found.predicate
            ):
                leads = merged(leads, mentions(found.leads, "label", rule))
                partners = merged(partners, mentions(found.partners, "label", rule))
            else:
                leads = merged(leads, mentions(split(self._normal.text, clause), "label", rule))
        return Fields(leads, partners)

    def closing(self, block: Block) -> Fields | None:
        """Return what a closing line says of the items above it, None when the block is no closing line.

        A closing line names bodies and only says that they carry it out, perhaps by when (phrases A6–A8).
        """
        place = block.place
        if place.end - place.start > 420 or block.level not in {"paragraph", "star", "plus", "dash"}:
            return None
        return self._carried_out(place, "closing_line")

    def _carried_out(self, place: Range, source: From) -> Fields | None:
        """Return the bodies of words that only say who carries something out, perhaps by when; None for other words."""
        start = place.start
        end = place.end
        while end > start and self._normal.text[end - 1] in " .)*":
            end -= 1
        while start < end and self._normal.text[start] in "(* ":
            start += 1
        if match := load("assign").at(self._normal.key, start, end):
            start = match.end if match.means["kind"] == "order" else start
        subject = body_at(self._normal.key, self._normal.text, start, end)
        if subject is None:
            return None
        found = self._assigner.assign(Range(start, end))
        times = find(self._normal.key, subject.end, end, self._issued)
        if not any(self._only_carries_out(Range(at, end), times) for at in (subject.end, found.action.start)):
            return None
        chosen = choose(times) or self._adverb(Range(subject.end, end))
        return Fields(
            leads=mentions(found.leads or split(self._normal.text, subject), source, "closing.bodies"),
            partners=mentions(found.partners, source, "closing.bodies"),
            deadline=Time(chosen.place, chosen.moment, source, chosen.also) if chosen else None,
        )

    def _only_carries_out(self, place: Range, times: Sequence[Found]) -> bool:
        """Return whether the words behind the bodies only say that they carry it out, how and by when."""
        behind = self._without_times(place, [time.place for time in times if time.place.start >= place.start])
        hit = self._cues.rule("cue.carrying_out").first(behind)
        return hit is not None and not hit.start and self._is_rest_empty(behind[hit.end :])

    def _without_times(self, place: Range, times: list[Range]) -> str:
        text = self._normal.key[place.start : place.end]
        for time in reversed(times):
            text = text[: time.start - place.start] + text[time.end - place.start :]
        return text

    def _is_rest_empty(self, rest: str) -> bool:
        """Return whether nothing is said behind the words of carrying out but how and by when."""
        for hit in reversed(list(self._cues.rule("cue.empty_rest").matches(rest, 0, len(rest)))):
            rest = rest[: hit.start] + rest[hit.end :]
        return not rest

    def _adverb(self, place: Range) -> Chosen | None:
        """Return "thường xuyên" at the end of a closing line: there it is the time, not an adverb."""
        hit = self._cues.rule("cue.lasting").first(self._normal.key, *place)
        if hit is None:
            return None
        at = Range(hit.start, hit.end)
        found = moment(self._normal.shown(at), self._issued)
        return Chosen(at, found) if found else None


def source_of(block: Block) -> From:
    """Return where a heading's assignment stands: in a heading, or in a sentence that leads in."""
    return "heading" if block.level != "paragraph" else "lead_in"

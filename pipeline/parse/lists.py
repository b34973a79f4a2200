"""The outline's items → drafts: what is a task, what heads or closes a list of tasks, what orders nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.documents import Block, NormalText, Note, Range, Role
from pipeline.grammar import load
from pipeline.parse.assign import Assigner, Assignment
from pipeline.parse.columns import header_keys, read_columns
from pipeline.parse.drafts import Draft, Mention, Time, mentions, merged
from pipeline.parse.labels import Fields, LabelReader, source_of
from pipeline.parse.sentences import clauses, sentences, trimmed
from pipeline.parse.tables import TableParser
from pipeline.parse.targets import TargetDraft, horizon, targets_in
from pipeline.parse.target_tables import is_target_table, targets_in_table
from pipeline.resolve.agencies import body_at, starts_with_verb
from pipeline.resolve.deadlines import choose, find
from pipeline.resolve.verbs import predicate_at

_ORDERLESS: frozenset[Role] = frozenset(
    {"header", "basis", "situation", "purpose", "viewpoint", "validity", "recipients", "signature"}
)
_BULLETS = frozenset({"dash", "plus", "star"})
_GOES_ON = re.compile(r"(?:trường hợp|trong đó|đối với|riêng|cụ thể|ngoài ra|trước mắt|bao gồm|gồm|khi)\b")
_ASKS = re.compile(r"\b(?:giao|yêu cầu|đề nghị|chủ trì|có trách nhiệm|chịu trách nhiệm)\b")
_RESPONSIBILITY = re.compile(r"(?:trách nhiệm|nhiệm vụ) của (?:các )?")
_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_HEADED = frozenset({"roman", "number", "letter", "capital", "article"})
_MARKED = frozenset({"part", "chapter", "section", "capital", "roman", "number", "letter", "dash", "plus", "star"})
_INTRO_LENGTH = 60  # characters; a shorter introduction is a title
_MOST = 0.5


class Context(NamedTuple):
    """What the headings and lead-ins above an item give to it."""

    path: tuple[str, ...] = ()
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    supervisors: tuple[Mention, ...] = ()
    deadline: Time | None = None
    by: str | None = None


class Parsed(NamedTuple):
    """All drafts of a document, in order, and what a person should look at."""

    tasks: list[Draft]
    targets: list[TargetDraft]
    notes: list[Note]


class ListParser:
    """Walks the outline of one document."""

    def __init__(self, normal: NormalText, issued: date | None, issuer: str | None) -> None:
        """Take the text, the day it was issued, and the body that issues it."""
        self._normal = normal
        self._issued = issued
        self._assigner = Assigner(normal, issuer)
        self._labels = LabelReader(normal, issued, issuer)
        self._nontasks = load("nontasks")
        self._intros = load("intros")
        self._targets: list[TargetDraft] = []
        self._notes: list[Note] = []
        self._started = False  # after the first number or letter of a layer: what stands before is its preamble

    def parse(self, blocks: Sequence[Block]) -> Parsed:
        """Return the drafts of all blocks."""
        drafts, _ = self._sequence(blocks, Context())
        return Parsed(drafts, self._targets, self._notes)

    # ── a list of siblings ────────────────────────────────────────────────────────────────────────

    def _sequence(self, blocks: Sequence[Block], context: Context) -> tuple[list[Draft], Fields]:
        """Return the drafts of siblings, and the labels that stand over no draft.

        Label lines cover the drafts since the label lines before them; so does a closing line.
        """
        drafts: list[Draft] = []
        orphans = Fields()
        covered = 0  # the first draft that the next label or closing line covers
        in_labels = False
        for block in blocks:
            fields = self._label_fields(block)
            if fields is not None:
                in_labels = True
                if covered < len(drafts):
                    drafts[covered:] = [fields.onto(draft) for draft in drafts[covered:]]
                else:
                    orphans = orphans | fields
                continue
            if in_labels:
                in_labels, covered = False, len(drafts)
            closing = self._labels.closing(block) if covered < len(drafts) and block.role not in _ORDERLESS else None
            if closing is not None:
                drafts[covered:] = [closing.onto(draft) for draft in drafts[covered:]]
                covered = len(drafts)
                continue
            if self._extends(block, drafts):
                continue
            context = self._led_in(block, context)
            drafts.extend(self._block(block, context))
        return drafts, orphans

    def _label_fields(self, block: Block) -> Fields | None:
        """Return what a block says when it is a label line (or a head of label lines), None when it is not."""
        labels = self._labels.labels(block.place) if block.table is None else []
        if not labels or labels[0].kind == "content":
            return None
        fields = self._labels.fields(labels)
        for child in block.children:
            fields = fields | (self._label_fields(child) or Fields())
        return fields

    def _extends(self, block: Block, drafts: list[Draft]) -> bool:
        """Join a paragraph that goes on with the item before it to that item."""
        if block.level != "paragraph" or block.heading or not drafts or block.role in _ORDERLESS:
            return False
        last = drafts[-1]
        if last.origin != "list" or self._normal.text.count("\n", last.place.end, block.place.start) > 1:
            return False
        goes_on = bool(_GOES_ON.match(self._normal.key, block.place.start))
        if not goes_on or self._assigner.assign(block.place).subject:
            return False
        place = trimmed(self._normal.text, Range(last.place.start, block.place.end))
        drafts[-1] = last._replace(place=place, deadline=last.deadline or self._time(block.place))
        return True

    def _led_in(self, block: Block, context: Context) -> Context:
        """Return the context behind a sentence that leads in what follows: "… yêu cầu các cấp ủy … sau:"."""
        if block.level != "paragraph" or block.table or block.role in {"header", "recipients", "signature", "goals"}:
            return context
        text = self._normal.shown(block.place)
        if not text.rstrip().endswith(":"):
            return context
        last = sentences(self._normal.text, block.place)[-1]
        found = self._assigner.assign(last)
        if not found.leads or self._assigner.enacts(found, last):
            return context._replace(deadline=self._time(last, "lead_in") or context.deadline)
        return context._replace(
            leads=mentions(list(found.leads), "lead_in", found.rule),
            partners=mentions(list(found.partners), "lead_in", found.rule),
            supervisors=mentions(list(found.supervisors), "lead_in", found.rule),
            deadline=self._time(last, "lead_in"),
        )

    # ── one block ─────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: Block, context: Context) -> list[Draft]:
        if block.level in _MARKED:
            self._started = True
        elif block.level == "appendix" or (block.level == "paragraph" and block.heading and not context.path):
            self._started = self._started and block.role not in {"unknown", "appendix"}
        if block.role in _ORDERLESS:
            return []
        if block.level == "paragraph" and not self._started and block.role == "unknown" and not block.children:
            return []
        if block.table is not None:
            return self._table(block, context)
        if block.role == "goals":
            self._goals(block, context)
            return []
        if block.children:
            return self._parent(block, context)
        if block.heading or not block.place:
            return []
        return self._leaf(block, block.place, context)

    def _parent(self, block: Block, context: Context) -> list[Draft]:
        """Return the drafts of a block with others under it: theirs, or one for the whole."""
        labels = [self._label_fields(child) for child in block.children]
        if all(fields is not None for fields in labels) and block.place:
            fields = Fields()
            for given in labels:
                fields = fields | (given or Fields())
            place = Range(block.place.start, block.place.end)
            own = self._leaf(block, place, context, titled=block.heading)
            return [fields.onto(draft) for draft in own]
        if self._is_whole(block):
            whole = Range(block.place.start, block.extent.end)
            return self._leaf(block, whole, context)
        self._targets.extend(targets_in(self._normal.text, self._normal.key, block.place, by=None, goals=False))
        inner = self._under(block, context)
        drafts, orphans = self._sequence(block.children, inner)
        if block.role == "funding":  # money for whoever it may be is no task
            drafts = [draft for draft in drafts if draft.leads]
        if not drafts and (orphans.leads or orphans.deadline) and block.place:
            # The heading itself is the order, and only label lines stand under it.
            return [orphans.onto(draft) for draft in self._leaf(block, block.place, context, titled=True)]
        if not block.heading and not self._introduces(block) and block.role != "appendix":
            drafts = [*self._leaf(block, block.place, context), *drafts]
        return drafts

    def _introduces(self, block: Block) -> bool:
        return self._normal.shown(block.place).rstrip().endswith(":")

    def _is_whole(self, block: Block) -> bool:
        """Return whether the items under an order merely enumerate what belongs to it."""
        items = [child for child in block.children if child.level not in {"paragraph", "table"}]
        if any(self._labels.labels(child.place) for child in items):
            return False
        if (
            not items
            or len(items) < len(block.children)
            or block.level in {"roman", "appendix", "part", "chapter", "section"}
        ):
            return False
        text = self._normal.key[block.place.start : block.place.end].rstrip()
        if len(text) < _INTRO_LENGTH or any(child.children for child in items):
            return False
        if not starts_with_verb(self._normal.key, self._assigner.assign(block.place).action.start, block.place.end):
            return False
        if text.endswith(":"):
            match = self._intros.whole(text.rstrip(" :")[-160:])
            if match and match.means["holds"] == "orders":
                return False
            if match:
                return True
            return not all(self._acts(child) for child in items)
        return sum(self._acts(child) for child in items) <= _MOST * len(items)

    def _acts(self, block: Block) -> bool:
        """Return whether an item gives an order: it begins with a verb or names who acts."""
        key, (start, end) = self._normal.key, block.place
        return starts_with_verb(key, start, end) or body_at(key, self._normal.text, start, end) is not None

    def _under(self, block: Block, context: Context) -> Context:
        """Return what a heading gives to the blocks under it."""
        title = self._normal.shown(Range(block.marker.start, block.place.end)).strip()
        path = (*context.path, title[:200])
        start = block.place.start
        if hit := _RESPONSIBILITY.match(self._normal.key, start, block.place.end):
            start = hit.end()
        place = Range(start, block.place.end)
        found = self._assigner.assign(place) if place else Assignment(place)
        rest = self._normal.text[found.action.start : found.action.end].strip(" .:;")
        names = bool(found.supervisors) or (
            found.leads and (not rest or self._introduces(block) or found.rule != "assign.subject")
        )
        if not names:
            whole = body_at(self._normal.key, self._normal.text, start, block.place.end)
            if whole and not self._normal.text[whole.end : block.place.end].strip(" .:;"):
                found, names = self._assigner.assign(Range(start, whole.end)), True
                found = found if found.leads else Assignment(place, tuple(self._split(whole)), rule="assign.heading")
            elif whole and not self._acts_within(Range(whole.end, block.place.end)):
                # A heading that begins with a body and orders nothing names bodies throughout.
                found, names = (
                    Assignment(place, tuple(self._split(trimmed(self._normal.text, place))), rule="assign.heading"),
                    True,
                )
        context = context._replace(path=path)
        if not names:
            return context
        source = source_of(block)
        return context._replace(
            leads=mentions(list(found.leads), source, found.rule),
            partners=mentions(list(found.partners), source, found.rule),
            supervisors=mentions(list(found.supervisors), source, found.rule),
            deadline=self._time(place, source) or context.deadline,
        )

    def _acts_within(self, rest: Range) -> bool:
        """Return whether a verb stands behind the first body of a heading."""
        return any(
            predicate_at(self._normal.key, at, rest.end)
            for at in (hit.start() for hit in _WORD.finditer(self._normal.key, rest.start, rest.end))
        )

    def _split(self, place: Range) -> list[object]:  # type: ignore[type-arg]
        from pipeline.resolve.agencies import split

        return split(self._normal.text, place)

    # ── a leaf ────────────────────────────────────────────────────────────────────────────────────

    def _leaf(self, block: Block, place: Range, context: Context, *, titled: bool = False) -> list[Draft]:
        """Return the drafts of one item or paragraph: one, or one for each body it orders; none if it orders nothing."""
        labels = self._labels.labels(place)
        given = Fields()
        if labels and labels[0].kind == "content":
            place = labels[0].value
            given = self._labels.fields(labels[1:])
        elif block.level in _HEADED and not titled:
            place = self._behind_heading(place)
        place = trimmed(self._normal.text, place)
        if not place or (
            not titled and self._is_no_task(block, place, led=any(lead.source == "heading" for lead in context.leads))
        ):
            return []
        parts = self._parts(block, place, context)
        drafts = [self._draft(block, part, found, context) for part, found in parts]
        drafts = [draft for draft in drafts if _LETTER.search(self._normal.shown(draft.place))]
        for draft in drafts:
            self._targets.extend(targets_in(self._normal.text, self._normal.key, draft.place, by=None, goals=False))
        return [given.onto(draft) for draft in drafts]

    def _behind_heading(self, place: Range) -> Range:
        """Return a text without the heading that runs into it: "NHIỆM VỤ: tại Phụ lục kèm theo"."""
        match = load("headings").at(self._normal.key, place.start, place.end)
        if match and self._normal.text[match.end : match.end + 2].lstrip().startswith(":"):
            return Range(self._normal.text.index(":", match.end) + 1, place.end)
        return place

    def _is_no_task(self, block: Block, place: Range, *, led: bool) -> bool:
        key = self._normal.key
        if self._nontasks.at(key, place.start, place.end):
            return True
        loose = block.role in {"unknown", "appendix"}
        if block.level == "paragraph" and self._introduces(block):
            return True
        if block.level != "article" and (led or (block.level != "paragraph" and not loose)):
            return False
        if block.level != "article" and self._orders(place, loose=loose):
            return False
        return not any(self._assigner.assign(part).subject for part in sentences(self._normal.text, place))

    def _orders(self, place: Range, *, loose: bool) -> bool:
        """Return whether a text under no heading of tasks begins as an order does."""
        if starts_with_verb(self._normal.key, place.start, place.end):
            return not loose or self._started
        return bool(_ASKS.match(self._normal.key, place.start, place.end))

    def _parts(self, block: Block, place: Range, context: Context) -> list[tuple[Range, Assignment]]:
        """Return the orders in an item: the whole, or its sentences and clauses where each names a body of its own."""
        whole = self._assigner.assign(place)
        if (
            block.level in _BULLETS
            or not (whole.subject or self._behind_title(place) != place)
            or any(lead.source == "heading" for lead in context.leads)
        ):
            return [(place, whole)]
        parts: list[tuple[Range, Assignment]] = []
        place = self._behind_title(place)
        for sentence in sentences(self._normal.text, place):
            for clause in clauses(self._normal.text, sentence):
                found = self._assigner.assign(clause)
                if parts and found.directs:
                    found = found._replace(partners=(*found.leads, *found.partners), leads=())
                named = {body.text.casefold() for body in found.leads}
                last = {body.text.casefold() for body in parts[-1][1].leads} if parts else set()
                if parts and (not found.subject or named == last or not self._stands(found, clause)):
                    before, assigned = parts[-1]
                    joined = Range(before.start, clause.end)
                    parts[-1] = (
                        joined,
                        assigned._replace(
                            action=Range(assigned.action.start, clause.end),
                            partners=tuple(
                                {body.text.casefold(): body for body in (*assigned.partners, *found.partners)}.values()
                            ),
                        ),
                    )
                else:
                    parts.append((clause, found))
        return parts if len(parts) > 1 or parts[0][0] != place else [(place, whole)]

    def _behind_title(self, place: Range) -> Range:
        """Return an item without the short title in front of its first order: "3. Về bữa ăn. Bộ Y tế …"."""
        first, *rest = sentences(self._normal.text, place)
        if not rest or first.end - first.start > _INTRO_LENGTH or not self._assigner.assign(rest[0]).subject:
            return place
        if self._assigner.assign(first).subject or starts_with_verb(self._normal.key, *first):
            return place
        return Range(rest[0].start, place.end)

    def _stands(self, found: Assignment, clause: Range) -> bool:
        """Return whether a clause that names a body is an order of its own."""
        if found.rule in {"assign.order", "assign.lead_partners", "assign.lead", "assign.directed", "assign.partners"}:
            return True
        return predicate_at(self._normal.key, found.predicate, clause.end)

    def _draft(self, block: Block, place: Range, found: Assignment, context: Context) -> Draft:
        own = mentions(list(found.leads), "item", found.rule)
        supervisors = mentions(list(found.supervisors), "item", found.rule)
        if found.directs:
            supervisors = context.leads
        elif not own:
            supervisors = context.supervisors
        partners = mentions(list(found.partners), "item", found.rule)
        return Draft(
            place=trimmed(self._normal.text, found.action),
            ordinal=block.path,
            path=context.path,
            origin="prose" if block.level == "paragraph" else "list",
            rule=f"task.{block.level}",
            leads=own or context.leads,
            partners=partners if own else merged(partners, context.partners),
            supervisors=supervisors,
            deadline=self._time(place) or context.deadline,
        )

    def _time(self, place: Range, source: str = "item") -> Time | None:
        chosen = choose(find(self._normal.key, place.start, place.end, self._issued))
        return Time(chosen[0], chosen[1], source) if chosen else None  # type: ignore[arg-type]

    # ── tables and goals ──────────────────────────────────────────────────────────────────────────

    def _table(self, block: Block, context: Context) -> list[Draft]:
        table = block.table
        if table is None or not table.rows:
            return []
        columns = read_columns(self._normal, table)
        if columns is None:
            heads = [key for row in table.rows[:2] for key in header_keys(self._normal, row)]
            if is_target_table(heads):
                self._targets.extend(targets_in_table(self._normal, table, by=context.by, issued=self._issued))
            return []
        parser = TableParser(self._normal, table, columns, context.path, block.path, self._issued)
        result = parser.parse()
        self._notes.extend(result.notes)
        return result.drafts

    def _goals(self, block: Block, context: Context) -> None:
        """Collect the targets of a goals section; a heading or lead-in may give the day to those under it."""
        if block.role in _ORDERLESS:
            return
        before = len(self._targets)
        key, (start, end) = self._normal.key, block.place
        if not block.heading and (not block.children or not self._introduces(block)):
            self._targets.extend(targets_in(self._normal.text, key, block.place, by=context.by, goals=True))
        by = horizon(key, start, end, self._issued) or context.by
        inner = context._replace(by=by, path=(*context.path, self._normal.shown(block.place)[:200]))
        for child in block.children:
            if child.table is not None:
                self._table(child, inner)
            elif child.level == "paragraph" and self._introduces(child) and not child.children:
                inner = inner._replace(by=horizon(key, child.place.start, child.place.end, self._issued) or by)
            else:
                self._goals(child, inner)
        match = load("headings").at(key, start, end)
        if match and match.rule == "heading.general_goals":  # an aim without a number is no target there
            self._targets[before:] = [target for target in self._targets[before:] if target.value is not None]

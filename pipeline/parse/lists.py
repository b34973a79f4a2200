"""The outline's items → drafts: what is a task, what heads or closes a list of tasks, what orders nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.documents import Block, Header, NormalText, Note, Range
from pipeline.grammar import load
from pipeline.parse.assign import Assigner
from pipeline.parse.columns import Columns, read_columns
from pipeline.parse.context import Context
from pipeline.parse.drafts import Draft, Fields, mentions
from pipeline.parse.goals import ORDERLESS, GoalReader
from pipeline.parse.headings import HeadingReader
from pipeline.parse.introductions import IntroductionReader
from pipeline.parse.items import ItemReader
from pipeline.parse.labels import LabelReader
from pipeline.parse.orders import OrderReader
from pipeline.parse.sentences import trimmed
from pipeline.parse.tables import TableParser
from pipeline.parse.targets import TargetDraft

_LETTERS = frozenset({"CV", "CĐ"})  # they ask something of those whom they address
_MARKED = frozenset({"part", "chapter", "section", "capital", "roman", "number", "letter", "dash", "plus", "star"})
_ITEMS = frozenset({"letter", "dash", "plus", "star"})
_MOST = 0.5
_LED_WITH = frozenset({"assign.lead_partners", "assign.subject"})


class Parsed(NamedTuple):
    """All drafts of a document, in order, and what a person should look at."""

    tasks: list[Draft]
    targets: list[TargetDraft]
    notes: list[Note]


class _Series:
    """The drafts of siblings, and how far back the next label or closing line reaches."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.orphans = Fields()  # what labels say that stand over no draft
        self._covered = 0  # the first draft that the next label or closing line covers
        self._in_labels = False

    @property
    def is_open(self) -> bool:
        """Return whether a closing line would cover anything."""
        return self._covered < len(self.drafts)

    def label(self, fields: Fields) -> None:
        """Take a label line: it covers the drafts since the label lines before it."""
        self._in_labels = True
        if self.is_open:
            self._cover(fields)
        else:
            self.orphans = self.orphans.filled(fields)

    def end_labels(self) -> None:
        """See that no label line follows: the next ones cover what comes now."""
        if self._in_labels:
            self._in_labels, self._covered = False, len(self.drafts)

    def close(self, fields: Fields) -> None:
        """Take a closing line: it covers the drafts since the last such line."""
        self._cover(fields)
        self._covered = len(self.drafts)

    def _cover(self, fields: Fields) -> None:
        self.drafts[self._covered :] = [fields.onto(draft) for draft in self.drafts[self._covered :]]


class ListParser:
    """Walks the outline of one document."""

    def __init__(self, normal: NormalText, header: Header) -> None:
        """Take the text and what it says of itself."""
        issued = header.anchor
        issuer = header.issuer
        self._letter = header.type in _LETTERS
        self._normal = normal
        self._issued = issued
        self._assigner = Assigner(normal, issuer)
        self._labels = LabelReader(normal, issued, issuer)
        self._headings = HeadingReader(normal, issued, self._assigner)
        self._orders = OrderReader(normal, self._assigner, self._headings)
        self._items = ItemReader(normal, self._assigner, self._labels, self._headings, self._orders)
        self._intros = IntroductionReader(normal, self._assigner, self._labels)
        self._goals = GoalReader(normal, issued, self._headings)
        self._notes: list[Note] = []
        self._started = False  # after the first number or letter of a layer: what stands before is its preamble

    def parse(self, blocks: Sequence[Block]) -> Parsed:
        """Return the drafts of all blocks."""
        self._started = not _holds_items(blocks)
        drafts, _ = self._sequence(blocks, Context())
        return Parsed(drafts, self._goals.found, self._notes)

    # ── a list of siblings ────────────────────────────────────────────────────────────────────────

    def _sequence(self, blocks: Sequence[Block], context: Context) -> tuple[list[Draft], Fields]:
        """Return the drafts of siblings, and the labels that stand over no draft.

        Label lines cover the drafts since the label lines before them; so does a closing line.
        """
        context = context._replace(by_agency=self._headings.is_by_agency(blocks), among_orders=self._are_orders(blocks))
        series = _Series()
        for block in blocks:
            if self._letter and self._headings.is_address(block):
                context = self._headings.addressed(block, context)
                continue
            fields = self._label_fields(block)
            if fields is not None:
                series.label(fields)
                continue
            series.end_labels()
            if series.is_open and (closing := self._closing(block, context)):
                series.close(closing)
            elif not self._extends(block, series.drafts):
                context = self._headings.led_in(block, context)
                item, closing = self._without_closing(block)
                series.drafts.extend(self._block(item, context))
                if closing:
                    series.close(closing)
        return series.drafts, series.orphans

    def _closing(self, block: Block, context: Context) -> Fields | None:
        """Return what a closing line says of the list above it; a paragraph cannot overrule a heading's bodies."""
        if block.role in ORDERLESS or (context.led and block.level == "paragraph"):
            return None
        return self._labels.closing(block)

    def _without_closing(self, block: Block) -> tuple[Block, Fields | None]:
        """Return an item without the starred line that closes its list, and what that line says of the list.

        "- Rà soát …", "- Tuyên truyền …", "* Sở Y tế triển khai thực hiện trong quý I": the star stands under the last.
        """
        last = block.children[-1] if block.children and block.level in {"dash", "plus"} else None
        closing = self._labels.closing(last) if last and last.level == "star" and not last.children else None
        if last is None or closing is None:
            return block, None
        return block.model_copy(update={"children": block.children[:-1]}), closing

    def _are_orders(self, blocks: Sequence[Block]) -> bool:
        """Return whether most items of a list begin as orders do; then the others are orders too."""
        items = [block for block in blocks if block.level in _ITEMS and block.place]
        orders = sum(self._orders.begins_as_order(block.place, started=True) for block in items)
        return len(items) > 1 and orders > _MOST * len(items)

    def _label_fields(self, block: Block) -> Fields | None:
        """Return what a block says when it is a label line (or a head of label lines), None when it is not."""
        labels = self._labels.labels(block.place) if block.table is None else []
        if head := self._labels.head(block):
            return self._labels.under(head, block)
        if not labels or labels[0].kind == "content":
            return None
        fields = self._labels.fields(labels)
        for child in block.children:
            fields = fields.filled(self._label_fields(child) or Fields())
        return fields

    def _extends(self, block: Block, drafts: list[Draft]) -> bool:
        """Join a paragraph that goes on with the item before it to that item."""
        if block.level != "paragraph" or block.heading or not drafts or block.role in ORDERLESS:
            return False
        last = drafts[-1]
        if last.origin != "list" or self._normal.text.count("\n", last.place.end, block.place.start) > 1:
            return False
        if self._headings.introduces(block) or not self._ends(block):
            return False
        cue = load("cues").rule("cue.goes_on").first(self._normal.key, *block.place)
        goes_on = (cue is not None and cue.start == block.place.start) or self._normal.text[block.place.start].islower()
        if self._orders.orders_somebody(block.place, case=goes_on):
            return False
        if not goes_on and (self._assigner.is_hitch(block.place) or self._orders.tells(block.place)):
            return False
        place = trimmed(self._normal.text, Range(last.place.start, block.place.end))
        drafts[-1] = last._replace(place=place, deadline=last.deadline or self._headings.time(block.place))
        return True

    # ── one block ─────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: Block, context: Context) -> list[Draft]:
        self._see_start(block, context)
        if block.role in ORDERLESS:
            return self._orderless(block, context)
        if block.table is not None:
            return self._table(block, context)
        if block.role == "goals":
            return self._goals_section(block, context)
        if block.level == "paragraph" and self._started and self._headings.introduces(block):
            return self._lead_in(block, context)
        return self._parent(block, context) if block.children else self._childless(block, context)

    def _lead_in(self, block: Block, context: Context) -> list[Draft]:
        """Return the orders in front of the sentence that leads in a list, and those under it."""
        before = self._items.before_lead_in(block, context)
        if block.children:
            return [*before, *self._parent(block, context)]
        self._goals.of_intro(block.place)
        return before

    def _childless(self, block: Block, context: Context) -> list[Draft]:
        preamble = block.level == "paragraph" and not self._started and block.role == "unknown"
        if preamble or block.heading or not block.place:
            return []
        return self._leaf(block, block.place, context)

    def _goals_section(self, block: Block, context: Context) -> list[Draft]:
        """Collect the targets of a goals section, and return the drafts of its parts that order work."""
        orders = self._goals.section(block)
        inner = self._headings.under(block, context)
        return [draft for part in orders for draft in self._parent(part, inner)]

    def _see_start(self, block: Block, context: Context) -> None:
        """See where the operative part of a layer begins: at its first number, or at a sentence that leads in."""
        if block.level in _MARKED or (block.level == "paragraph" and block.children and self._intros.announces(block)):
            self._started = True
        elif block.level == "appendix" or (block.level == "paragraph" and block.heading and not context.path):
            self._started = self._started and block.role not in {"unknown", "appendix"}

    def _orderless(self, block: Block, context: Context) -> list[Draft]:
        """Return the drafts in a section that orders nothing: none, unless a part of it has another role."""
        if block.role == "purpose" and not block.heading:  # "…, góp phần đạt mục tiêu 90% hộ có nước sạch"
            self._goals.inside(block.place)
        if block.table is not None and self._assigns(block):  # a report that repeats who is to do what by when
            return self._table(block, context)
        if any(child.role not in ORDERLESS for child in block.children):
            return self._sequence(block.children, self._headings.under(block, context))[0]
        if block.role == "situation" and not block.children and not block.heading:
            return self._items.ahead(block, context)
        inner = self._headings.under(block, context)
        return [draft for child in block.children for draft in self._block(child, inner)]

    def _assigns(self, block: Block) -> bool:
        """Return whether a table has columns for the task, for who leads and for the time."""
        columns = read_columns(self._normal, block.table) if block.table and block.table.rows else None
        return columns is not None and {"task", "lead", "deadline"} <= columns.of.keys()

    def _parent(self, block: Block, context: Context) -> list[Draft]:
        """Return the drafts of a block with others under it: theirs, or one for the whole."""
        labels = [self._label_fields(child) for child in block.children]
        if all(fields is not None for fields in labels) and block.place:
            fields = Fields()
            for given in labels:
                fields = fields.filled(given or Fields())
            place = Range(block.place.start, block.place.end)
            own = self._leaf(block, place, context, titled=block.heading and not self._orders.tells(place))
            return [fields.onto(draft) for draft in own]
        if all(child.role == "goals" for child in block.children):  # "… đạt các chỉ tiêu sau:"
            return self._goals_section(block, context)
        if self._intros.is_whole(block):
            whole = Range(block.place.start, block.extent.end)
            return self._leaf(block, whole, context)
        self._goals.inside(block.place)
        orders = not block.heading and not self._headings.introduces(block) and self._orders_itself(block)
        inner = (self._headings.under_order if orders else self._headings.under)(block, context)
        drafts, orphans = self._sequence(block.children, inner)
        if not drafts and (orphans.leads or orphans.deadline) and block.place and not self._orders.tells(block.place):
            # The heading itself is the order, and only label lines stand under it.
            return [orphans.onto(draft) for draft in self._leaf(block, block.place, context, titled=True)]
        silent = not drafts and not block.heading and not self._headings.introduces(block) and self._ends(block)
        return [*self._leaf(block, block.place, context), *drafts] if orders or silent else drafts

    def _orders_itself(self, block: Block) -> bool:
        """Return whether an item with others under it is an order besides them: it names who does it, or by when."""
        return self._assigner.assign(block.place).subject or self._headings.time(block.place) is not None

    def _ends(self, block: Block) -> bool:
        return self._normal.shown(block.place).rstrip()[-1:] in ".;"

    def _leaf(self, block: Block, place: Range, context: Context, *, titled: bool = False) -> list[Draft]:
        """Return the drafts of one item or paragraph, and collect the targets in them."""
        drafts = self._items.read(block, place, context, started=self._started, titled=titled)
        if not drafts and self._headings.introduces(block):
            self._goals.of_intro(place)
        elif not drafts:
            self._goals.inside(place, context.deadline.moment.end if context.deadline else None)
        for draft in drafts:
            time = draft.deadline if draft.deadline and draft.deadline.source in {"lead_in", "heading"} else None
            self._goals.inside(draft.place, time.moment.end if time else None)
        return drafts

    # ── tables and goals ──────────────────────────────────────────────────────────────────────────

    def _table(self, block: Block, context: Context) -> list[Draft]:
        table = block.table
        if table is None or not table.rows:
            return []
        columns = read_columns(self._normal, table)
        if columns is None:
            self._goals.table(table, None)
            return []
        parser = TableParser(self._normal, table, columns, context.path, block.path, self._issued)
        result = parser.parse()
        self._notes.extend(result.notes)
        return [self._completed(draft, columns, context) for draft in result.drafts]

    def _completed(self, draft: Draft, columns: Columns, context: Context) -> Draft:
        """Return a row with what its table has no columns for: the heading's bodies, the partners in its words."""
        leads = draft.leads or (context.leads if context.led and not {"lead", "bodies"} & columns.of.keys() else ())
        partners, place = draft.partners, draft.place
        found = self._assigner.assign(place, led=True)
        if not {"partners", "bodies"} & columns.of.keys() and not partners:
            partners = mentions(found.partners, "item", found.rule)
        if found.rule in _LED_WITH and found.partners and found.action and len(draft.parts) == 1:
            place = trimmed(self._normal.text, found.action)  # "Chủ trì, phối hợp với Sở A …": the cells say who
            partners = partners or mentions(found.partners, "item", found.rule)
            draft = draft._replace(parts=(place,))
        return draft._replace(leads=leads, partners=partners, place=place)


def _holds_items(blocks: Sequence[Block]) -> bool:
    return any(
        (block.level in _MARKED and block.role not in ORDERLESS) or _holds_items(block.children) for block in blocks
    )

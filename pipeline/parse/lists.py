"""The outline's items → drafts: what is a task, what heads or closes a list of tasks, what orders nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.documents import Block, Header, NormalText, Note, Range, Role
from pipeline.grammar import load
from pipeline.parse.assign import Assigner
from pipeline.parse.columns import Columns, header_keys, read_columns
from pipeline.parse.context import Context
from pipeline.parse.drafts import Draft, mentions
from pipeline.parse.headings import HeadingReader
from pipeline.parse.items import ItemReader
from pipeline.parse.labels import Fields, LabelReader
from pipeline.parse.sentences import trimmed
from pipeline.parse.tables import TableParser
from pipeline.parse.target_tables import is_target_table, targets_in_table
from pipeline.parse.targets import TargetDraft, horizon, targets_in, targets_of_intro
from pipeline.resolve.agencies import body_at, starts_with_verb

_ORDERLESS: frozenset[Role] = frozenset(
    {"header", "basis", "situation", "purpose", "viewpoint", "validity", "recipients", "signature"}
)
_LETTERS = frozenset({"CV", "CĐ"})  # they ask something of those whom they address
_MARKED = frozenset({"part", "chapter", "section", "capital", "roman", "number", "letter", "dash", "plus", "star"})
_ITEMS = frozenset({"letter", "dash", "plus", "star"})
_INTRO_LENGTH = 60  # characters; a shorter introduction is a title
_INTRO_END = 160  # characters at the end of an introduction, which tell what it holds
_MOST = 0.5


class Parsed(NamedTuple):
    """All drafts of a document, in order, and what a person should look at."""

    tasks: list[Draft]
    targets: list[TargetDraft]
    notes: list[Note]


class ListParser:
    """Walks the outline of one document."""

    def __init__(self, normal: NormalText, header: Header) -> None:
        """Take the text and what it says of itself."""
        issued = date.fromisoformat(header.issued_on) if header.issued_on else None
        issuer = header.issuer
        self._letter = header.type in _LETTERS
        self._normal = normal
        self._issued = issued
        self._assigner = Assigner(normal, issuer)
        self._labels = LabelReader(normal, issued, issuer)
        self._headings = HeadingReader(normal, issued, self._assigner)
        self._items = ItemReader(normal, self._assigner, self._labels, self._headings)
        self._intros = load("intros")
        self._targets: list[TargetDraft] = []
        self._notes: list[Note] = []
        self._started = False  # after the first number or letter of a layer: what stands before is its preamble

    def parse(self, blocks: Sequence[Block]) -> Parsed:
        """Return the drafts of all blocks."""
        self._started = not _holds_items(blocks)
        drafts, _ = self._sequence(blocks, Context())
        return Parsed(drafts, self._targets, self._notes)

    # ── a list of siblings ────────────────────────────────────────────────────────────────────────

    def _sequence(self, blocks: Sequence[Block], context: Context) -> tuple[list[Draft], Fields]:
        """Return the drafts of siblings, and the labels that stand over no draft.

        Label lines cover the drafts since the label lines before them; so does a closing line.
        """
        drafts: list[Draft] = []
        orphans = Fields()
        context = context._replace(by_agency=self._headings.is_by_agency(blocks), among_orders=self._are_orders(blocks))
        covered = 0  # the first draft that the next label or closing line covers
        in_labels = False
        for block in blocks:
            if self._letter and self._headings.is_address(block):
                context = self._headings.addressed(block, context)
                continue
            fields = self._label_fields(block)
            if fields is not None:
                in_labels = True
                if covered < len(drafts):
                    drafts[covered:] = [fields.onto(draft) for draft in drafts[covered:]]
                else:
                    orphans = orphans.filled(fields)
                continue
            if in_labels:
                in_labels, covered = False, len(drafts)
            closing = None
            if (
                covered < len(drafts)
                and block.role not in _ORDERLESS
                and not (context.led and block.level == "paragraph")
            ):
                closing = self._labels.closing(block)
            if closing is not None:
                drafts[covered:] = [closing.onto(draft) for draft in drafts[covered:]]
                covered = len(drafts)
                continue
            if self._extends(block, drafts):
                continue
            context = self._headings.led_in(block, context)
            drafts.extend(self._block(block, context))
        return drafts, orphans

    def _are_orders(self, blocks: Sequence[Block]) -> bool:
        """Return whether most items of a list begin as orders do; then the others are orders too."""
        items = [block for block in blocks if block.level in _ITEMS and block.place]
        orders = sum(self._items.begins_as_order(block.place, started=True) for block in items)
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
        if block.level != "paragraph" or block.heading or not drafts or block.role in _ORDERLESS:
            return False
        last = drafts[-1]
        if last.origin != "list" or self._normal.text.count("\n", last.place.end, block.place.start) > 1:
            return False
        found = self._assigner.assign(block.place)
        if found.subject or self._headings.introduces(block) or not self._ends(block):
            return False
        cue = load("cues").rule("cue.goes_on").first(self._normal.key, *block.place)
        goes_on = cue is not None and cue.start == block.place.start
        if not goes_on and (self._assigner.is_hitch(block.place) or self._items.is_set_apart(block)):
            return False
        place = trimmed(self._normal.text, Range(last.place.start, block.place.end))
        drafts[-1] = last._replace(place=place, deadline=last.deadline or self._headings.time(block.place))
        return True

    # ── one block ─────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: Block, context: Context) -> list[Draft]:
        if block.level in _MARKED or (block.level == "paragraph" and block.children and self._announces(block)):
            self._started = True
        elif block.level == "appendix" or (block.level == "paragraph" and block.heading and not context.path):
            self._started = self._started and block.role not in {"unknown", "appendix"}
        if block.role in _ORDERLESS:
            if all(child.role in _ORDERLESS for child in block.children):
                return []
            return self._sequence(block.children, self._headings.under(block, context))[0]
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
        labels = [self._label_fields(child) or self._closes(child) for child in block.children]
        if all(fields is not None for fields in labels) and block.place:
            fields = Fields()
            for given in labels:
                fields = fields.filled(given or Fields())
            place = Range(block.place.start, block.place.end)
            own = self._leaf(block, place, context, titled=block.heading)
            return [fields.onto(draft) for draft in own]
        if self._is_whole(block):
            whole = Range(block.place.start, block.extent.end)
            return self._leaf(block, whole, context)
        self._targets.extend(targets_in(self._normal.text, self._normal.key, block.place, by=None, goals=False))
        inner = self._headings.under(block, context)
        drafts, orphans = self._sequence(block.children, inner)
        if block.role == "funding":  # money for whoever it may be is no task
            drafts = [draft for draft in drafts if draft.leads]
        if not drafts and (orphans.leads or orphans.deadline) and block.place:
            # The heading itself is the order, and only label lines stand under it.
            return [orphans.onto(draft) for draft in self._leaf(block, block.place, context, titled=True)]
        if (
            not block.heading
            and not self._headings.introduces(block)
            and (self._orders_itself(block) or (not drafts and self._ends(block)))
        ):
            drafts = [*self._leaf(block, block.place, context), *drafts]
        return drafts

    def _announces(self, block: Block) -> bool:
        """Return whether a sentence leads in orders: "… có ý kiến như sau:"."""
        key = self._normal.key[block.place.start : block.place.end].rstrip()
        match = self._intros.whole(key.rstrip(" :")[-_INTRO_END:]) if key.endswith(":") else None
        return bool(match and match.means["holds"] in {"orders", "enacts"})

    def _orders_itself(self, block: Block) -> bool:
        """Return whether an item with others under it is an order besides them: it names who does it, or by when."""
        return self._assigner.assign(block.place).subject or self._headings.time(block.place) is not None

    def _closes(self, block: Block) -> Fields | None:
        """Return what a starred line under an item says of it: "* Sở Y tế triển khai thực hiện trong quý I"."""
        return self._labels.closing(block) if block.level == "star" and not block.children else None

    def _ends(self, block: Block) -> bool:
        return self._normal.shown(block.place).rstrip()[-1:] in ".;"

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
            match = self._intros.whole(text.rstrip(" :")[-_INTRO_END:])
            if match and match.means["holds"] in {"orders", "enacts"}:
                # "lấy mẫu tại 15 vị trí như sau:" enumerates, unless it says that orders follow.
                return match.rule == "intro.follows" and not any(self._acts(child) for child in items)
            if match:
                return True
            return not all(self._acts(child) for child in items)
        return sum(self._acts(child) for child in items) <= _MOST * len(items)

    def _acts(self, block: Block) -> bool:
        """Return whether an item gives an order: it begins with a verb or names who acts."""
        key, (start, end) = self._normal.key, block.place
        return starts_with_verb(key, start, end) or body_at(key, self._normal.text, start, end) is not None

    def _leaf(self, block: Block, place: Range, context: Context, *, titled: bool = False) -> list[Draft]:
        """Return the drafts of one item or paragraph, and collect the targets in them."""
        drafts = self._items.read(block, place, context, started=self._started, titled=titled)
        for draft in drafts:
            self._targets.extend(targets_in(self._normal.text, self._normal.key, draft.place, by=None, goals=False))
        return drafts

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
        return [self._completed(draft, columns, context) for draft in result.drafts]

    def _completed(self, draft: Draft, columns: Columns, context: Context) -> Draft:
        """Return a row with what its table has no columns for: the bodies of the heading above, partners in its words."""
        leads = draft.leads or (context.leads if context.led and not {"lead", "bodies"} & columns.of.keys() else ())
        partners = draft.partners
        if not {"partners", "bodies"} & columns.of.keys() and not partners:
            found = self._assigner.assign(draft.place, led=True)
            partners = mentions(found.partners, "item", found.rule)
        return draft._replace(leads=leads, partners=partners)

    def _goals(self, block: Block, context: Context) -> None:
        """Collect the targets of a goals section; a heading or lead-in may give the day to those under it."""
        if block.role in _ORDERLESS:
            return
        key, (start, end) = self._normal.key, block.place
        intro = bool(block.children) and self._headings.introduces(block)
        if intro or not block.heading:
            read = targets_of_intro if intro else targets_in
            self._targets.extend(read(self._normal.text, key, block.place, by=context.by, goals=True))
        by = horizon(key, start, end, self._issued) or context.by
        inner = context._replace(by=by, path=(*context.path, self._normal.shown(block.place)[:200]))
        for child in block.children:
            if child.table is not None:
                self._table(child, inner)
            elif child.level == "paragraph" and self._headings.introduces(child) and not child.children:
                self._targets.extend(targets_of_intro(self._normal.text, key, child.place, by=inner.by, goals=True))
                inner = inner._replace(by=horizon(key, child.place.start, child.place.end, self._issued) or by)
            else:
                self._goals(child, inner)


def _holds_items(blocks: Sequence[Block]) -> bool:
    return any(
        (block.level in _MARKED and block.role not in _ORDERLESS) or _holds_items(block.children) for block in blocks
    )

"""The targets of a document: those of its goals sections, of its tables, and those that stand inside tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.documents import Block, NormalTable, NormalText, Range, Role
from pipeline.grammar import load
from pipeline.parse.columns import header_keys
from pipeline.parse.headings import HeadingReader
from pipeline.parse.target_tables import is_target_table, targets_in_table
from pipeline.parse.targets import TargetDraft, horizon, targets_in, targets_of_intro
from pipeline.resolve.agencies import starts_with_verb

_FEWEST = 3  # items that show of what kind a list is
_MOST = 0.7
_MEASURING = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu|định hướng đến|tầm nhìn|đến năm")
ORDERLESS: frozenset[Role] = frozenset(
    {"header", "basis", "situation", "purpose", "viewpoint", "validity", "recipients", "signature"}
)


class GoalReader:
    """Collects the targets of one document, in `found`."""

    def __init__(self, normal: NormalText, issued: date | None, headings: HeadingReader) -> None:
        """Take the text, the day it was issued, and the reader of headings."""
        self._normal = normal
        self._issued = issued
        self._headings = headings
        self.found: list[TargetDraft] = []

    def inside(self, place: Range, by: str | None = None) -> None:
        """Collect the measured targets in a text that is no goal; `by` is the day that its heading gives."""
        found = targets_in(self._normal.text, self._normal.key, place, by=by, goals=False)
        self.found.extend(draft for draft in found if not self._is_past(draft))

    def _is_past(self, draft: TargetDraft) -> bool:
        """Return whether the day of a target lies before the document: it tells what was reached."""
        return bool(self._issued and draft.by and draft.by < self._issued.isoformat())

    def of_intro(self, place: Range, by: str | None = None, *, goals: bool = False) -> None:
        """Collect the targets of a text that introduces others."""
        self.found.extend(targets_of_intro(self._normal.text, self._normal.key, place, by=by, goals=goals))

    def table(self, table: NormalTable, by: str | None) -> None:
        """Collect the rows of a table of targets; any other table has none."""
        heads = [key for row in table.rows[:2] for key in header_keys(self._normal, row)]
        if is_target_table(heads):
            self.found.extend(targets_in_table(self._normal, table, by=by, issued=self._issued))

    def section(self, block: Block, by: str | None = None) -> list[Block]:
        """Collect the targets of a goals section, and return its parts that order work and measure nothing.

        A heading or lead-in may give the day to those under it.
        """
        if block.role in ORDERLESS:
            return []
        orders: list[Block] = []
        key, (start, end) = self._normal.key, block.place
        if block.children and self._headings.introduces(block):
            self.of_intro(block.place, by, goals=True)
        elif not block.heading:
            self.found.extend(targets_in(self._normal.text, key, block.place, by=by, goals=True))
        own = inner = horizon(key, start, end, self._issued) or by
        for child in block.children:
            if child.table is not None:
                self.table(child.table, inner)
            elif child.level == "paragraph" and self._headings.introduces(child) and not child.children:
                self.of_intro(child.place, inner, goals=True)
                inner = horizon(key, child.place.start, child.place.end, self._issued) or own
            elif self._orders(child):
                orders.append(child)
            else:
                orders += self.section(child, inner)
        return orders

    def _orders(self, block: Block) -> bool:
        """Return whether a headed part of a goals section lists orders: "2. Phát triển thị trường", "- Đẩy mạnh …".

        Its heading names no goal, most of its items begin as orders do, and none measures anything.
        """
        items = list(_items(block))
        key, text = self._normal.key, self._normal.text
        if not block.heading or len(items) < _FEWEST or load("headings").at(key, *block.place):
            return False
        if _MEASURING.search(key, *block.place) or any(item.table for item in items):
            return False
        measured = any(targets_in(text, key, item.place, by=None, goals=False) for item in items)
        ordering = sum(starts_with_verb(key, *item.place) for item in items)
        return not measured and ordering > _MOST * len(items)


def _items(block: Block) -> Iterator[Block]:
    """Yield the items at the ends of a tree."""
    for child in block.children:
        if child.children:
            yield from _items(child)
        else:
            yield child

"""A text with items under it: does it lead in orders, or are the items parts of its own order?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.documents import Block, Level, NormalText
from pipeline.grammar import Match, load
from pipeline.parse.assign import Assigner
from pipeline.parse.labels import LabelReader
from pipeline.resolve.agencies import body_at, starts_with_verb

_SHORTEST = 60  # characters; a shorter introduction is a title
_END = 160  # characters at the end of an introduction, which tell what it holds
_MOST = 0.5
_PHASE = re.compile(
    r"(?:(?:từ |trong |đến )?(?:năm|giai đoạn|quý|tháng|đợt|bước|tuần)) [^:.;]{1,30}: ?"
)  # "Năm 2026: …"
_TITLE = re.compile(r"[^.;:]{2,60}: ?(?=\w)")
_DIVIDING: frozenset[Level] = frozenset({"roman", "appendix", "part", "chapter", "section"})
_ORDERS = frozenset({"orders", "enacts"})


class IntroductionReader:
    """Reads the introductions of one document."""

    def __init__(self, normal: NormalText, assigner: Assigner, labels: LabelReader) -> None:
        """Take the text, and the readers of assignments and labels."""
        self._normal = normal
        self._assigner = assigner
        self._labels = labels
        self._intros = load("intros")

    def announces(self, block: Block) -> bool:
        """Return whether a sentence leads in orders: "… có ý kiến như sau:"."""
        match = self._match(block)
        return match is not None and match.means["holds"] in _ORDERS

    def is_whole(self, block: Block) -> bool:
        """Return whether the items under an order merely enumerate what belongs to it."""
        items = block.children
        match = self._match(block)
        holds = match.means["holds"] if match else None
        before = block if holds == "parts" else None  # "… với mục tiêu:", and the aim in a paragraph
        if block.level in _DIVIDING or not items or not self._are_plain(items, before):
            return False
        acting = sum(self._acts(item) for item in items)
        short = len(self._key(block)) < _SHORTEST and (acting or holds != "examples")
        if short or not self._is_order(block):
            return False
        if not self._key(block).endswith(":"):
            return acting <= _MOST * len(items)
        if match is None or holds == "examples":
            return acting < len(items)
        # "lấy mẫu tại 15 vị trí như sau:" enumerates, "… các nhiệm vụ sau:" says that orders follow.
        return holds not in _ORDERS or (match.rule == "intro.follows" and not acting)

    def _key(self, block: Block) -> str:
        return self._normal.key[block.place.start : block.place.end].rstrip()

    def _match(self, block: Block) -> Match | None:
        key = self._key(block)
        return self._intros.whole(key.rstrip(" :")[-_END:]) if key.endswith(":") else None

    def _are_plain(self, items: Sequence[Block], before: Block | None) -> bool:
        """Return whether all items are marked, hold no others, and are no label lines."""
        marked = [item for last, item in zip([before, *items], items, strict=False) if not self._goes_on(last, item)]
        plain = all(item.level not in {"paragraph", "table"} and not item.children for item in marked)
        return plain and not any(self._labels.labels(item.place) for item in items)

    def _goes_on(self, before: Block | None, item: Block) -> bool:
        """Return whether a paragraph is the rest of the item before it: "- Dự án 7:", and its name below."""
        return before is not None and item.level == "paragraph" and self._key(before).endswith(":")

    def _is_order(self, block: Block) -> bool:
        begins = self._assigner.assign(block.place).action.start
        return starts_with_verb(self._normal.key, self._behind_title(begins, block.place.end), block.place.end)

    def _behind_title(self, start: int, end: int) -> int:
        """Return where a text begins behind a short title or phase: "Cửa sông Mã: Lấy mẫu …", "Năm 2026: …"."""
        title = _TITLE.match(self._normal.key, start, end)
        return title.end() if title else start

    def _acts(self, item: Block) -> bool:
        """Return whether an item gives an order: it begins with a verb or names who acts."""
        key, (start, end) = self._normal.key, item.place
        if phase := _PHASE.match(key, start, end):
            start = phase.end()
        if starts_with_verb(key, start, end) or body_at(key, self._normal.text, start, end) is not None:
            return True
        found = self._assigner.assign(item.place)  # "Căn cứ tình hình địa phương, rà soát …"
        return starts_with_verb(key, found.predicate or found.action.start, end)

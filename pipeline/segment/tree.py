"""NormalText → the tree of blocks: what stands under what, which text only heads other text, which role it has."""

from __future__ import annotations

import re
from typing import cast

from pipeline.documents import Block, Level, NormalBlock, NormalText, Range, Role
from pipeline.grammar import load
from pipeline.resolve.spelling import CAPITALS
from pipeline.resolve.verbs import starts_with_verb
from pipeline.segment.markers import BULLETS, RANKS, Marker, find_marker
from pipeline.segment.nodes import Node
from pipeline.segment.running import bracketed, pieces

_END = re.compile(r"[.;!?][\"”’')\]]*$|…[\"”’]?$|/\.?$")
_LONGEST_HEADING = 330  # characters
_UNFINISHED = 150  # characters; a shorter item without an end mark is a title
_LONGEST_LEAD_IN = 160  # characters at the end of a lead-in that tell what it leads in
_SUBHEAD = 68  # the rank of an unnumbered heading or lead-in: above letters and bullets, below numbers
_ANNOUNCES = re.compile(
    r"\b(?:yêu cầu|đề nghị|giao|cần|phải|tập trung)\b[^.;]{0,300}"
    r"\b(?:nhiệm vụ|giải pháp|nội dung|công việc|việc|vấn đề)\b[^.;]{0,60}:$"
)
_FOOTNOTE = re.compile(r"\[\d{1,3}\] ?\S")
_RECIPIENTS = re.compile(r"nơi nhận ?:|^nơi nhận$")
_SIGNATURE = re.compile(r"(?:t/m|tm\.|k/t|kt\.|t/l|tl\.|tuq\.|q\. ?(?:chủ|giám|bộ)) ?\S")
# Titles that open a further layer of the same document (a plan under its decision, NĐ 30/2020/NĐ-CP Phụ lục I).
_LAYER = re.compile(
    r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG)?|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|CHIẾN LƯỢC|DANH MỤC|HƯỚNG DẪN|KẾT LUẬN"
    r"|NGHỊ QUYẾT|QUYẾT ĐỊNH|CHỈ THỊ|CÔNG ĐIỆN|THÔNG BÁO)(?=[^" + CAPITALS.lower() + r"]*(?:$|\s))"
)
_FEWEST_INLINE = 2
_RESTART: frozenset[Level] = frozenset({"appendix", "part", "chapter", "roman"})


def _is_bare(node: Node) -> bool:
    """Return whether a node is a number or the like with nothing behind it."""
    return node.level not in {"paragraph", "table"} and not node.place


class TreeBuilder:
    """Grows the tree from the blocks of a document, in order."""

    def __init__(self, normal: NormalText, body: int) -> None:
        """Take the text, and where its body begins: what stands before is the header."""
        self._normal = normal
        self._body = body
        self._root = Node("paragraph", -1, Range(0, 0), Range(0, 0), "")
        self._stack = [self._root]
        self._closed = False  # after "Nơi nhận" or a signature, until another layer opens
        self._headings = load("headings")
        self._intros = load("intros")
        self._labels = load("labels")

    def build(self) -> tuple[Block, ...]:
        """Return the top-level blocks."""
        nodes = self._joined([self._node(piece) for block in self._normal.blocks for piece in self._cut(block)])
        for node, after in zip(nodes, [*nodes, None][1:], strict=True):
            self._see_heading(node, after)
            self._place(node, after)
        for node in list(self._root.walk()):
            self._open_inline(node)
        return tuple(child.frozen() for child in self._root.children)

    def _cut(self, block: NormalBlock) -> list[NormalBlock]:
        """Return the items that run on inside a paragraph as blocks of their own."""
        if block.table is not None or block.range.start < self._body:
            return [block]
        return [block.model_copy(update={"range": piece}) for piece in pieces(self._normal.text, block.range)]

    def _open_inline(self, node: Node) -> None:
        """Give an item the items that run on inside it: "Bộ A: (1) trình …; (2) rà soát …"."""
        if node.children or node.level in {"table", "inline"} or node.role in {"header", "recipients", "signature"}:
            return
        starts = bracketed(self._normal.text, node.place)
        if len(starts) < _FEWEST_INLINE:
            return
        before = self._normal.text[node.place.start : starts[0].start].rstrip()
        if before and not before.endswith(":"):
            return
        ends = [start.start for start in starts[1:]] + [node.place.end]
        for start, end in zip(starts, ends, strict=True):
            text = self._normal.text[start.start : end]
            ordinal = text[1 : text.index(")")]
            child = Node("inline", node.rank + 1, start, Range(start.end, start.start + len(text.rstrip())), ordinal)
            child.role = node.role
            node.children.append(child)
        node.place = Range(node.place.start, node.place.start + len(before))
        node.heading = bool(before)

    def _joined(self, nodes: list[Node]) -> list[Node]:
        """Join what a page has broken: a number and the text on its next line; a lone dash inside a name."""
        kept: list[Node] = []
        for index, node in enumerate(nodes):
            last = kept[-1] if kept else None
            after = nodes[index + 1] if index + 1 < len(nodes) else None
            if last and node.level == "paragraph" and _is_bare(last):
                last.place = node.place
                last.bold = last.bold or node.bold
            elif (
                last
                and node.level == "dash"
                and last.level in {"number", "letter"}
                and not (last.bold or (after and after.level == "dash"))
                and last.place.end - last.place.start > _UNFINISHED
                and not _END.search(text := self._normal.shown(last.place))
                and not text.endswith((":", ","))
                and not starts_with_verb(self._normal.key, *node.place)
            ):
                last.place = Range(last.place.start, node.place.end)
            else:
                kept.append(node)
        return kept

    # ── one node ──────────────────────────────────────────────────────────────────────────────────

    def _node(self, block: NormalBlock) -> Node:
        start, end = block.range
        if block.table is not None:
            node = Node("table", RANKS["table"], Range(start, start), block.range, "")
        else:
            stands_out = block.bold or bool(block.level)
            marker = find_marker(self._normal.text, start, end, stands_out=stands_out)
            # A number that a title holds is no list number: "30 NĂM …", "2.0".
            marker = marker or Marker("paragraph", "", RANKS["paragraph"], start)
            node = Node(marker.level, marker.rank, Range(start, marker.end), Range(marker.end, end), marker.ordinal)
        node.source = block
        node.bold = block.bold or bool(block.level)
        return node

    def _see_heading(self, node: Node, after: Node | None) -> None:
        """Say whether the node only names or introduces what follows, and which role its words give."""
        if node.level == "table":
            return
        text = self._normal.shown(node.place)
        short = len(text) < _LONGEST_HEADING
        capitals = text.isupper()
        match = self._headings.at(self._normal.key, node.place.start, node.place.end) if node.place else None
        ends = bool(_END.search(text))
        rank = _SUBHEAD if node.level == "paragraph" else node.rank
        opens = after is not None and (after.rank > rank or after.level in {"paragraph", "table"})
        if node.level in BULLETS or node.level == "inline":
            node.heading = text.endswith(":") and opens and after is not None and after.level != "paragraph"
        elif node.level == "paragraph":
            node.heading = (short and (node.bold or capitals) and not ends) or (text.endswith(":") and opens)
            if node.heading and (match or capitals or node.bold) and not text.endswith(":"):
                node.rank = RANKS["roman"] if (match or capitals) and not self._in_roman() else _SUBHEAD
            elif node.heading:
                node.rank = _SUBHEAD
        else:
            node.heading = short and opens and (node.bold or capitals or not ends or text.endswith(":"))
            node.heading = node.heading or node.level in {"appendix", "part", "chapter", "section"}
        if match and (node.heading or self._runs_in(node, match.end)):
            node.role = cast("Role", match.means["role"])
            node.own_role = True

    def _in_roman(self) -> bool:
        return any(open_node.level == "roman" for open_node in self._stack)

    def _runs_in(self, node: Node, end: int) -> bool:
        """Return whether a heading runs into its paragraph: "1. Mục đích: Cụ thể hóa …"."""
        behind = self._normal.text[end : end + 2].lstrip()
        return behind[:1] in {":", ""} and node.level != "paragraph"

    # ── its place ─────────────────────────────────────────────────────────────────────────────────

    def _place(self, node: Node, after: Node | None) -> None:
        key = self._normal.key[node.place.start : node.place.end]
        if node.place.start < self._body or (not node.place and node.marker.end <= self._body):
            self._add(node, "header")
            return
        if self._reopens(node):
            self._closed = False
            self._stack = [self._root]
        if not self._closed and self._closes(node, key):
            self._closed = True
            self._stack = [self._root]
        if self._closed:
            self._add(node, "recipients" if _RECIPIENTS.search(key) else "signature")
            return
        self._settle_bullet(node)
        while len(self._stack) > 1 and self._stack[-1].rank >= self._closing_rank(node, after):
            self._stack.pop()
        self._hang(node, key)

    def _closing_rank(self, node: Node, after: Node | None) -> int:
        """Return the rank of what a paragraph closes: the items of its section, or nothing.

        "Trên đây là Kế hoạch …" and "Trong quá trình thực hiện, nếu có vướng mắc, …" go to all whom the section names.
        """
        last = after is None or self._opens_next(after)
        if node.level != "paragraph" or node.heading or not last:
            return RANKS["paragraph"]
        match = load("assign").at(self._normal.key, *node.place)
        closes = self._normal.key.startswith("trên đây là", node.place.start) or (
            match and match.rule == "assign.hitch"
        )
        in_section = any(open_node.rank == RANKS["roman"] for open_node in self._stack)
        return RANKS["number"] if closes and in_section else RANKS["paragraph"]

    def _opens_next(self, after: Node) -> bool:
        """Return whether a node begins another section or layer, or ends this one."""
        return after.level in _RESTART or self._closes(after, self._normal.key[after.place.start : after.place.end])

    def _hang(self, node: Node, key: str) -> None:
        """Put the node under the innermost open block that may hold it, and give it its role."""
        last = self._stack[-1]
        if node.level == "paragraph" and key.rstrip().endswith(":") and last.heading and not last.children:
            node.rank = max(node.rank, last.rank + 1)
        if node.level == "paragraph" and node.heading and not last.heading and self._is_label(node):
            node.rank = max(
                node.rank, last.rank + 1
            )  # of an item: the next item stands beside that, not under the label
        if node.level in {"paragraph", "table"} and not node.heading:
            while len(self._stack) > 1 and not self._stack[-1].heading:
                self._stack.pop()
        else:
            while len(self._stack) > 1 and self._stack[-1].rank >= node.rank:
                self._stack.pop()
        parent = self._stack[-1]
        if not node.own_role:
            inherited = parent.passes or parent.role
            node.role = inherited if parent is not self._root else self._loose_role(node, key)
        if parent.role == "situation" and key.rstrip().endswith(":") and _ANNOUNCES.search(key):
            parent.passes = "tasks"
        if node.heading and not node.own_role and self._leads_in_goals(key):
            node.passes = "goals"
        parent.children.append(node)
        if node.level not in {"paragraph", "table"} or node.heading:
            self._stack.append(node)

    def _is_label(self, node: Node) -> bool:
        """Return whether a paragraph is a label line: "Cơ quan chủ trì: …"."""
        return self._labels.at(self._normal.key, node.place.start, node.place.end) is not None

    def _leads_in_goals(self, key: str) -> bool:
        """Return whether a text leads in figures to reach: "… phấn đấu đạt các chỉ tiêu sau:"."""
        said = key.rstrip()
        match = self._intros.whole(said.rstrip(" :")[-_LONGEST_LEAD_IN:]) if said.endswith(":") else None
        return match is not None and match.means["holds"] == "goals"

    def _settle_bullet(self, node: Node) -> None:
        """Give a bullet its rank: that of the open bullet of its kind, or one below the innermost open bullet.

        "(1)" stands above bullets, but under the bullet that introduces it with a colon.
        """
        if node.level == "inline":
            last = self._stack[-1]
            same = [open_node.rank for open_node in self._stack if open_node.level == "inline"]
            if same:
                node.rank = same[-1]
            elif last.level in BULLETS and self._normal.shown(last.place).endswith(":"):
                node.rank = last.rank + 1
        if node.level not in BULLETS:
            return
        ranks = [(open_node.level, open_node.rank) for open_node in self._stack if open_node.level in BULLETS]
        same = [rank for level, rank in ranks if level == node.level]
        node.rank = same[-1] if same else max((rank + 1 for _, rank in ranks), default=node.rank)

    def _loose_role(self, node: Node, key: str) -> Role:
        """Return the role of text under no heading."""
        if node.level == "appendix":
            return "appendix"
        if re.match(r"căn cứ|theo đề nghị|xét đề nghị|trên cơ sở kết quả|sau khi thống nhất", key):
            return "basis"
        return "unknown"

    def _closes(self, node: Node, key: str) -> bool:
        if node.level == "table":
            return bool(_RECIPIENTS.search(key)) or bool(re.match(r"[^\n]{0,40}\n?(?:t/m|tm\.|kt\.) ?\S", key))
        if _RECIPIENTS.match(key) and len(key) < _LONGEST_HEADING:
            return True
        if node.level == "paragraph" and _FOOTNOTE.match(key):
            return True
        return node.level == "paragraph" and len(key) < 120 and bool(_SIGNATURE.match(key))

    def _reopens(self, node: Node) -> bool:
        """Return whether the node opens a layer of its own: an appendix, the plan under its decision."""
        text = self._normal.shown(Range(node.marker.start, node.place.end))
        if node.level == "appendix":
            return True
        if not self._closed:
            return node.level == "paragraph" and bool(node.source and node.source.level == 1 and _LAYER.match(text))
        if node.level in _RESTART or node.level == "article":
            return len(text) < _LONGEST_HEADING or node.bold
        return node.level == "paragraph" and bool(_LAYER.match(text)) and (text.isupper() or node.bold)

    def _add(self, node: Node, role: Role) -> None:
        node.role = role
        node.heading = False
        self._root.children.append(node)

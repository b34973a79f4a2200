"""Web pages: the page's text with its paragraphs and tables, menus and scripts left out.

The source text of a page is what a person reads: one paragraph a line, a table row as `| cell | cell |`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.documents import Paragraph, SourceBlock, SourceText, Span
from pipeline.errors import InputError
from pipeline.read import fonts
from pipeline.read.clutter import find_clutter
from pipeline.read.decode import refuse_piles
from pipeline.read.lines import Line
from pipeline.read.page import HtmlCell, PageWriter
from pipeline.read.portal import is_furniture, published
from pipeline.remarks import finding

_UNREAD = frozenset(["script", "style", "noscript", "template", "iframe", "svg", "object", "embed", "head", "title"])
_UNREAD |= {"-comment", "nav", "aside", "menu", "dialog", "button", "select", "input", "textarea"}
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = _HEADINGS | {"p", "div", "section", "article", "main", "header", "footer", "body", "center", "form", "hr"}
_BLOCKS |= {"ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "caption", "tr", "td", "th"}
_BLOCKS |= {"figure", "figcaption", "address", "fieldset", "details", "summary"}
_STRONG = frozenset(["b", "strong", "th"])
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TAG = re.compile(  # but those that close themselves
    r"<(/?)(?!(?:p|li|d[td]|t[rdh]|thead|tbody|option|br|hr|img|input|meta|link|wbr|col)\b)[a-z]", re.IGNORECASE
)
_LEAST_BODY = 400  # characters; a shorter <article> or <main> is not the document
_MOST_ARTICLES = 50  # a page of more articles is a list of news; its first ones are looked at
_DEEPEST = 10_000  # elements inside each other; the time the parser takes grows with the square of it
_LETTER_CODE = re.compile(r"&(?:#\d{1,4}|#x[0-9a-f]{1,4}|[a-z]{2,6}\d?);", re.IGNORECASE)
_MOST_SPANNED = 100  # columns or rows that a cell may span


class _Open(NamedTuple):
    """An element whose children are being written."""

    children: Iterator[LexborNode]
    is_block: bool = True
    is_strong: bool = False
    is_pre: bool = False


def read_html(html: str, name: str, sha256: str, encoding: str) -> SourceText:
    """Return the document that a web page shows; raise `InputError` when its elements nest without end."""
    if _depth(html) > _DEEPEST:
        raise InputError(f"{name}: more than {_DEEPEST} elements inside each other; save the page as text")
    tree = LexborHTMLParser(html)
    if old := fonts.encoding_of(_root(tree).text()):
        tree, encoding = LexborHTMLParser(fonts.to_unicode(_LETTER_CODE.sub(_letter, html), old)), old
    writer = PageWriter()
    root = _root(tree)
    shown = root.text()
    refuse_piles(shown, name)
    _walk(root, writer, size=len(shown), frame=root.tag == "body")
    text, written = writer.finish()
    text = fonts.capitals(text, encoding)
    blocks, clutter = _without_clutter(text, written)
    return SourceText(
        name=name,
        format="html",
        sha256=sha256,
        text=text,
        blocks=tuple(blocks),
        clutter=tuple(clutter),
        encoding=encoding,
        published=published(tree),
        findings=fonts.remarks_on(encoding) if blocks else (finding("no_text", None),),
    )


def _depth(html: str) -> int:
    """Return how many elements stand inside each other at most, if each but those that close themselves is closed."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _root(tree: LexborHTMLParser) -> LexborNode:
    """Return the element that holds the document: the longest article or main if it is long enough, else all."""
    nodes = tree.css("article, main, [role=main]")[:_MOST_ARTICLES]
    best = max(nodes, key=lambda node: len(node.text()), default=None)
    if best is not None and len(best.text()) > _LEAST_BODY:
        return best
    return cast("LexborNode", tree.body or tree.root)  # the parser makes <html> of anything


def _letter(code: re.Match[str]) -> str:
    """Return the letter of an old font that stands as a code (&micro;), any other code as it is."""
    letter = unescape(code[0])
    return letter if "\u00a1" <= letter <= "\u00ff" else code[0]


def _walk(root: LexborNode, writer: PageWriter, *, size: int = 0, frame: bool = False) -> None:
    """Write what an element shows, from left to right.

    Furniture is told by its class where `size`, the length of all text, is given; with `frame`, header and
    footer are furniture too.
    """
    path = [_Open(root.iter(include_text=True))]
    while path:
        child = next(path[-1].children, None)
        if child is None:
            if path.pop().is_block:
                writer.close()
        elif child.tag == "-text":
            writer.text(child.text(deep=False) or "", bold=path[-1].is_strong, lines=path[-1].is_pre)
        elif child.tag == "br":
            writer.line_break()
        elif child.tag in _UNREAD or is_furniture(child, size, frame=frame):
            continue
        elif child.tag == "table" and (rows := _rows(child)):
            writer.close()
            for caption in _children(child, "caption"):
                _walk(caption, writer)
            writer.table(rows)
        else:
            path.append(_opened(child, path[-1], writer))


def _opened(node: LexborNode, outer: _Open, writer: PageWriter) -> _Open:
    """Return an element as it is opened inside another one; a block ends the paragraph before it."""
    is_block = node.tag in _BLOCKS
    if is_block:
        writer.close(int(node.tag[1]) if node.tag in _HEADINGS else 0)
    strong = outer.is_strong or node.tag in _STRONG or bool(_BOLD.search(node.attributes.get("style") or ""))
    return _Open(node.iter(include_text=True), is_block, strong, outer.is_pre or node.tag == "pre")


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def _rows(table: LexborNode) -> list[list[HtmlCell]]:
    """Return the rows of a table; none when it only lays out the page: one column, or tables inside it."""
    rows = list(_children(table, "tr", through=frozenset(("thead", "tbody", "tfoot"))))
    cells = [list(_children(row, "td", "th")) for row in rows]
    if max(map(len, cells), default=0) < 2 or len(table.css("table")) > 1:  # itself, and any inside it
        return []
    left = range(len(rows), 0, -1)  # no cell reaches beyond the last row
    return [
        [HtmlCell(_cell_text(cell), _count(cell, "colspan"), min(_count(cell, "rowspan"), rest)) for cell in row]
        for row, rest in zip(cells, left, strict=True)
    ]


def _children(node: LexborNode, *tags: str, through: frozenset[str] = frozenset()) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag in tags:
            yield child
        elif child.tag in through:
            yield from _children(child, *tags)


def _cell_text(cell: LexborNode) -> str:
    """Return the text of a cell, a line for each of its paragraphs and line breaks."""
    writer = PageWriter()
    _walk(cell, writer)
    text, _ = writer.finish()
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _count(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), _MOST_SPANNED)) if value.isdecimal() else 1


def _without_clutter(text: str, blocks: list[SourceBlock]) -> tuple[list[SourceBlock], list[Span]]:
    """Leave out the paragraphs that are furniture of the page, and what stands above or below them."""
    spans = [_span(block) for block in blocks]
    clutter = find_clutter([Line(text[span.start : span.end], span.start, span.end) for span in spans], links_gone=True)
    kept = [block for index, block in enumerate(blocks) if index not in clutter]
    return kept, [spans[index] for index in sorted(clutter)]


def _span(block: SourceBlock) -> Span:
    if isinstance(block, Paragraph):
        return block.parts[0]
    parts = [part for row in block.rows for cell in row.cells for part in cell.parts]
    return Span(start=parts[0].start, end=parts[-1].end)

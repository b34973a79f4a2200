"""Web pages: the page's text with its paragraphs and tables, menus and scripts left out.

The source text of a page is what a person reads: one paragraph a line, a table row as `| cell | cell |`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.documents import Finding, Paragraph, SourceBlock, SourceText, Span
from pipeline.errors import InputError
from pipeline.read import fonts, mangled
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
_FAMILY = re.compile(r"font-family\s*:\s*([^;]+)", re.IGNORECASE)
_TAG = re.compile(  # but those that close themselves
    r"<(/?)(?!(?:p|li|d[td]|t[rdh]|thead|tbody|option|br|hr|img|input|meta|link|wbr|col)\b)[a-z]", re.IGNORECASE
)
_LEAST_BODY = 400  # characters; a shorter <article> or <main> is not the document
_MOST_ARTICLES = 50  # a page of more articles is a list of news; its first ones are looked at
_DEEPEST = 10_000  # elements inside each other; the time the parser takes grows with the square of it
_LETTER_CODE = re.compile(r"&(?:#\d{1,4}|#x[0-9a-f]{1,4}|[a-z]{2,6}\d?);", re.IGNORECASE)
_MOST_AROUND = 50  # elements around a text in which its font is looked for
_MOST_SPANNED = 100  # columns or rows that a cell may span


class _Open(NamedTuple):
    """An element whose children are being written."""

    children: Iterator[LexborNode]
    is_block: bool = True
    is_strong: bool = False
    is_pre: bool = False
    font: str = ""  # an old one


def read_html(html: str, name: str, sha256: str, encoding: str) -> SourceText:
    """Return the document that a web page shows; raise `InputError` when its elements nest without end."""
    if _depth(html) > _DEEPEST:
        raise InputError(f"{name}: more than {_DEEPEST} elements inside each other; save the page as text")
    tree = LexborHTMLParser(html)
    if old := fonts.encoding_of(_root(tree).text()):
        tree, encoding = LexborHTMLParser(fonts.to_unicode(_LETTER_CODE.sub(_letter, html), old)), old
    writer = PageWriter()
    root = _root(tree)
    used = frozenset() if old else _old_fonts(root)
    shown = root.text()
    refuse_piles(shown, name)
    _walk(root, writer, used, size=len(shown), frame=root.tag == "body")
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
        findings=(*fonts.remarks_on(encoding), *_remarks_on(used), *mangled.remarks_on(encoding, text))
        if blocks
        else (finding("no_text", None),),
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


def _walk(root: LexborNode, writer: PageWriter, used: frozenset[str], *, size: int = 0, frame: bool = False) -> None:
    """Write what an element shows, from left to right.

    Furniture is told by its class where `size`, the length of all text, is given; with `frame`, header and
    footer are furniture too. `used` are the old fonts whose letters are to be converted.
    """
    path = [_Open(root.iter(include_text=True), font=_font_of(root))]
    while path:
        child = next(path[-1].children, None)
        if child is None:
            if path.pop().is_block:
                writer.close()
        elif child.tag == "-text":
            text, font = child.text(deep=False) or "", path[-1].font
            shown = fonts.convert(text, font) if font in used else None
            writer.text(shown or text, bold=path[-1].is_strong, lines=path[-1].is_pre)
        elif child.tag == "br":
            writer.line_break()
        elif child.tag in _UNREAD or is_furniture(child, size, frame=frame):
            continue
        elif child.tag == "table" and (rows := _rows(child, used)):
            writer.close()
            for caption in _children(child, "caption"):
                _walk(caption, writer, used)
            writer.table(rows)
        else:
            path.append(_opened(child, path[-1], writer))


def _opened(node: LexborNode, outer: _Open, writer: PageWriter) -> _Open:
    """Return an element as it is opened inside another one; a block ends the paragraph before it."""
    is_block = node.tag in _BLOCKS
    if is_block:
        writer.close(int(node.tag[1]) if node.tag in _HEADINGS else 0)
    strong = outer.is_strong or node.tag in _STRONG or bool(_BOLD.search(node.attributes.get("style") or ""))
    font = _font_of(node) or outer.font
    return _Open(node.iter(include_text=True), is_block, strong, outer.is_pre or node.tag == "pre", font)


# ── old fonts that an element names ───────────────────────────────────────────────────────────────


def _font_of(node: LexborNode) -> str:
    """Return the font that an element names for its text, "" when it names none."""
    face = node.attributes.get("face") or ""
    named = _FAMILY.search(node.attributes.get("style") or "")
    return (named[1] if named else face).split(",")[0].strip(" \"'")


def _font_around(node: LexborNode) -> str:
    """Return the font that the nearest element around a text names."""
    outer, levels = node.parent, 0
    while outer is not None and levels < _MOST_AROUND:
        if font := _font_of(outer):
            return font
        outer, levels = outer.parent, levels + 1
    return ""


def _old_fonts(root: LexborNode) -> frozenset[str]:
    """Return the old fonts in which text of a page stands: whose words are Vietnamese once converted, and not before.

    An element may name such a font though its text was put into Unicode since.
    """
    if not any(fonts.is_old(font) for font in map(_font_of, root.css("[face], [style]")) if font):
        return frozenset()
    texts: dict[str, list[str]] = {}
    for node in root.traverse(include_text=True):
        if node.tag == "-text" and (font := _font_around(node)) and fonts.is_old(font):
            texts.setdefault(font, []).append(node.text(deep=False) or "")
    return frozenset(font for font, parts in texts.items() if fonts.stands_in(" ".join(parts), font))


def _remarks_on(used: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(finding("old_font", None, font=font) for font in sorted(used))


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def _rows(table: LexborNode, used: frozenset[str]) -> list[list[HtmlCell]]:
    """Return the rows of a table; none when it only lays out the page: one column, or tables inside it."""
    rows = list(_children(table, "tr", through=frozenset(("thead", "tbody", "tfoot"))))
    cells = [list(_children(row, "td", "th")) for row in rows]
    if max(map(len, cells), default=0) < 2 or len(table.css("table")) > 1:  # itself, and any inside it
        return []
    left = range(len(rows), 0, -1)  # no cell reaches beyond the last row
    return [
        [HtmlCell(_cell_text(cell, used), _count(cell, "colspan"), min(_count(cell, "rowspan"), rest)) for cell in row]
        for row, rest in zip(cells, left, strict=True)
    ]


def _children(node: LexborNode, *tags: str, through: frozenset[str] = frozenset()) -> Iterator[LexborNode]:
    for child in node.iter():
        if child.tag in tags:
            yield child
        elif child.tag in through:
            yield from _children(child, *tags)


def _cell_text(cell: LexborNode, used: frozenset[str]) -> str:
    """Return the text of a cell, a line for each of its paragraphs and line breaks."""
    writer = PageWriter()
    _walk(cell, writer, used)
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

"""What on a saved page belongs to the portal and not to the document, and on which day the page was published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborHTMLParser, LexborNode

_FRAME = frozenset(["header", "footer"])  # furniture of the page, but part of an article
_ENGLISH = (
    "nav|navbar|menu|sidebar|footer|header|breadcrumbs?|relate[ds]?|comments?|shar(?:e|ing)|social|advert|ads?|banner"
    "|popup|cookies?|tags?|paging|widget|newsletter|subscribe|toolbar"
)
_VIETNAMESE = (  # as classes and ids are named: tin-lien-quan, TinLienQuan, box_binhluan
    "lien[-_]?quan|tin[-_]?khac|tin[-_]?moi|cung[-_]?(?:chuyen[-_]?)?muc|quang[-_]?cao|binh[-_]?luan|chia[-_]?se"
    "|(?:doc|xem)[-_]?nhieu|chan[-_]?trang|tu[-_]?khoa|dieu[-_]?huong|danh[-_]?muc[-_]?trai|lien[-_]?ket"
)
_FURNITURE = re.compile(
    rf"(?:^|[-_ ])(?:{_ENGLISH})(?:$|[-_ ])|(?:^|[-_ ]|(?<=box)|(?<=tin)|(?<=bai))(?:{_VIETNAMESE})", re.IGNORECASE
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LISTS = frozenset(["ul", "ol", "dl", "div", "section", "table", "td", "p"])  # what may be nothing but a list of links
_FEWEST_LINKS = 3
_LINKED = 0.75  # share of the letters of a list of links that stand in links
_LONGEST_LIST = 20_000  # characters; behind these an element is not a list of links

_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WRITTEN_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_NAMED = re.compile(r"^(?:og:|article:|dc\.|dcterms\.|parsely-)?(?:published?(?:[_-]?(?:time|date|on))?|pub-?date|date"
                    r"|date\.issued|date\.created|date[_-]?published|issued|created)$", re.IGNORECASE)  # fmt: skip
_BYLINE = re.compile(
    r"(?:ngày đăng|đăng ngày|đăng lúc|xuất bản|cập nhật|thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\b[^\d]{0,12}"
    r"|^(?=\d{1,2}[/.-]\d{1,2}[/.-]\d{4},? *(?:[-|] *)?\d{1,2}:\d{2})|\d{1,2}:\d{2}[^\d]{1,12}",
    re.IGNORECASE,
)
_LONGEST_BYLINE = 120  # characters
_FIRST_LINES = 40  # lines of a page in which the byline stands
_LONGEST_DATA = 200_000  # characters of a page's data for search engines


def is_furniture(node: LexborNode, size: int, *, frame: bool) -> bool:
    """Return whether an element belongs to the page and not to the document, or is not shown.

    `size` is the length of all text: what holds half of it is the document, whatever it is called, and so is a
    table: the head of a document is one. With `frame`, header and footer are furniture too.
    """
    marks = node.attributes
    if "hidden" in marks or _HIDDEN.search(marks.get("style") or ""):
        return True
    names = "" if node.tag == "table" else f"{marks.get('class') or ''} {marks.get('id') or ''}"
    named = (frame and node.tag in _FRAME) or _FURNITURE.search(names)
    if not named and not (size and node.tag in _LISTS):
        return False
    length = len(node.text())
    return length * 2 < size and (bool(named) or _is_list_of_links(node, length))


def _is_list_of_links(node: LexborNode, length: int) -> bool:
    """Return whether nearly all of an element's text stands in links to other pages, three at least."""
    if length > _LONGEST_LIST:
        return False
    links = [link.text() for link in node.css("a[href]") if not (link.attributes["href"] or "#").startswith("#")]
    return len(links) >= _FEWEST_LINKS and sum(map(_letters, links)) > _LINKED * _letters(node.text())


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


# ── the day of publication ────────────────────────────────────────────────────────────────────────


def published(tree: LexborHTMLParser) -> str | None:
    """Return the day on which a page was published, as it says itself: for machines, else in its byline."""
    days = filter(None, (_iso(said) for said in _said(tree)))
    return next(days, None)


def _said(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what may be the day, the surest first."""
    for meta in tree.css("meta[content]"):
        marks = meta.attributes
        if any(_NAMED.match(marks.get(name) or "") for name in ("property", "name", "itemprop")):
            yield marks.get("content") or ""
    for script in tree.css("script[type='application/ld+json']"):
        yield from _dates_in(script.text()[:_LONGEST_DATA])
    for node in tree.css("[itemprop=datePublished], time[datetime]"):
        yield node.attributes.get("datetime") or node.text()
    lines = (tree.body.text(separator="\n") if tree.body else "").split("\n")
    for line in [line.strip() for line in lines if line.strip()][:_FIRST_LINES]:
        if len(line) < _LONGEST_BYLINE and (byline := _BYLINE.search(line)):
            yield line[byline.end() :][:24]


def _dates_in(data: str) -> Iterator[str]:
    """Yield the days of publication in data for search engines; nothing when it is damaged."""
    try:
        open_values = [json.loads(data)]
    except (ValueError, RecursionError):
        return
    while open_values:
        value = open_values.pop()
        if isinstance(value, dict):
            if isinstance(day := value.get("datePublished"), str):
                yield day
            open_values += value.values()
        elif isinstance(value, list):
            open_values += value


def _iso(said: str) -> str | None:
    """Return the first day of a text as an ISO date, None where the calendar has no such day."""
    if hit := _DAY.search(said):
        parts = hit.groups()
    elif hit := _WRITTEN_DAY.search(said):
        parts = hit.groups()[::-1]
    else:
        return None
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None

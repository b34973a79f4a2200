"""What stands at the head of a paragraph: its number, letter, dash or head word, and the level it opens."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import Level
from pipeline.resolve.spelling import CAPITALS

# From the outermost level inwards (NĐ 30/2020/NĐ-CP, Phụ lục I; party documents add "I-", "1-"). A bullet's rank
# among bullets follows from the document: see `pipeline.segment.tree`.
RANKS: dict[Level, int] = {
    "appendix": 0,
    "part": 10,
    "chapter": 20,
    "section": 30,
    "article": 40,
    "capital": 45,
    "roman": 50,
    "number": 60,  # plus one for each further number: 1.1 is 61
    "ordinal_word": 66,
    "letter": 70,
    "inline": 75,
    "dash": 80,
    "plus": 80,
    "star": 80,
    "paragraph": 90,
    "table": 90,
}
BULLETS = frozenset({"dash", "plus", "star"})

_ROMAN = re.compile(r"([IVX]{1,6})\s?(?:[.)](?:\s?-)?|[-/](?=\s))\s*(?=\S|$)")
_CAPITAL = re.compile(r"([A-ZĐ])\s?(?:[.)]|[-/](?=\s))\s+(?=\S)")
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{1,2}){0,4})\s?(?:[.)](?:-|(?=\s?[^\W\d_]|\s\d|\s*$|\s*[\"“(]))|[-/](?=\s)|:(?=\s))\s*"
    r"|(\d{1,2}(?:\.\d{1,2}){1,4})\s+(?=[" + CAPITALS + r"])"
)
_LETTER = re.compile(r"([a-zđ]\d?)\s?(?:[.)](?:\s?-)?|/(?=\s))\s*(?=\S|$)")
_INLINE = re.compile(r"\(([ivx]{1,5}|\d{1,2}|[a-zđ])\)\s*(?=\S)")
_BULLET = re.compile(r"([-–—]|\+|[*•●▪◦■○]|o(?=\s+[" + CAPITALS + r"]))\s*(?=[^\W_]|[\"“(<>≥≤]|$)")
_WORD = re.compile(
    r"((?:Phần\s+(?:thứ\s+\w+|[IVX]+|\d+))|(?:PHẦN\s+(?:THỨ\s+\w+|[IVX]+|\d+))|(?:Chương|CHƯƠNG)\s+(?:[IVX]+|\d+)"
    r"|(?:Mục|MỤC)\s+(?:[IVX]+|\d+)(?=[.:\s]*(?:$|["
    + CAPITALS
    + r"]))|(?:Điều|ĐIỀU)\s+\d+[a-zđ]?(?=\s*[.:]))\s*[.:]?\s*"
)
_ORDINAL_WORD = re.compile(r"(Thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười))\s*(?:,|:|là)\s*")
_APPENDIX = re.compile(
    r"(?:PHỤ\s+LỤC|Phụ\s+lục|BIỂU(?:\s+MẪU)?|MẪU\s+BIỂU)\b(?:\s+(?:SỐ|số|Số)?\s*:?\s*([IVX]+|HI|\d{1,2}[A-Z]?))?\s*[.:]?\s*"
)
_LONGEST_APPENDIX_HEAD = 240  # characters; a longer paragraph that begins so only speaks of an appendix
_BULLETS: dict[str, Level] = {"-": "dash", "–": "dash", "—": "dash", "+": "plus", "o": "plus"}
_WORDS: dict[str, Level] = {"ph": "part", "ch": "chapter", "m": "section", "đ": "article"}


class Marker(NamedTuple):
    """A level, the marker without punctuation, its rank, and where the text behind it begins."""

    level: Level
    ordinal: str
    rank: int
    end: int


def find_marker(text: str, start: int, end: int, *, stands_out: bool = False) -> Marker | None:
    """Return the marker at the head of `text[start:end]`, or None.

    `stands_out` says that the markup sets the paragraph apart (bold, a heading level).
    """
    first = text[start : start + 1]
    if first in "-–—+*•●▪◦■○o" and (hit := _BULLET.match(text, start, end)):
        level = _BULLETS.get(hit[1], "star")
        return Marker(level, "", RANKS[level], hit.end())
    if first == "(" and (hit := _INLINE.match(text, start, end)):
        return Marker("inline", hit[1], RANKS["inline"], hit.end())
    if first.isdigit() and (hit := _NUMBER.match(text, start, end)):
        ordinal = (hit[1] or hit[2]).strip(".")
        return Marker("number", ordinal, RANKS["number"] + ordinal.count("."), hit.end())
    if first.islower() and (hit := _LETTER.match(text, start, end)):
        return Marker("letter", hit[1], RANKS["letter"], hit.end())
    if first.isupper():
        return _capital_marker(text, start, end, stands_out=stands_out)
    return None


def _capital_marker(text: str, start: int, end: int, *, stands_out: bool) -> Marker | None:
    if hit := _ROMAN.match(text, start, end):
        return Marker("roman", hit[1], RANKS["roman"], hit.end())
    if hit := _WORD.match(text, start, end):
        word = " ".join(hit[1].split())
        level = next(level for head, level in _WORDS.items() if word.lower().startswith(head))
        return Marker(
            level,
            word.rsplit(" ", 1)[1].upper() if level != "article" else word.rsplit(" ", 1)[1],
            RANKS[level],
            hit.end(),
        )
    if hit := _ORDINAL_WORD.match(text, start, end):
        return Marker("ordinal_word", " ".join(hit[1].split()), RANKS["ordinal_word"], hit.end())
    if hit := _APPENDIX.match(text, start, end):
        return _appendix_marker(text[start:end], hit, stands_out=stands_out)
    if hit := _CAPITAL.match(text, start, end):
        return Marker("capital", hit[1], RANKS["capital"], hit.end())
    return None


def _appendix_marker(shown: str, hit: re.Match[str], *, stands_out: bool) -> Marker | None:
    """Return the marker of a paragraph that heads an appendix; None for one that only speaks of it."""
    behind = shown[hit.end() - hit.start() :]
    alone = (
        not behind or stands_out or shown.isupper() or (hit[1] and behind[0].isupper() and hit[0].rstrip()[-1:] in ".:")
    )
    if not alone or len(shown) >= _LONGEST_APPENDIX_HEAD:
        return None
    ordinal = f"PL {hit[1].replace('HI', 'III')}" if hit[1] else "PL"
    return Marker("appendix", ordinal, RANKS["appendix"], hit.end())

"""Which documents a text names, each with its number, type, issuer and day of issue."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import Range, Relation
from pipeline.grammar import Match
from pipeline.resolve import numbers
from pipeline.resolve.numbers import DocumentNumber

_TYPE_GAP = re.compile(r"(?: liên tịch)?(?: số)? ?[:.]? ?$")
_LAW = re.compile(r"(?:bộ luật|luật|pháp lệnh) (?:[^\W\d]+,? (?:- )?){1,14}số:? ?$")
_STRENGTH: dict[Relation, int] = {"implements": 4, "amends": 3, "replaces": 3, "legal_basis": 2, "mentions": 1}


class CitationMatch(NamedTuple):
    """A document named at a place: its number, type code, day of issue and issuer as far as they are said there.

    `place` runs from the word for its type to the end of the number, `end` to the end of day and issuer;
    `word` is what governs it ("triển khai thực hiện", "căn cứ"), None in mere mention.
    """

    number: DocumentNumber
    type: str | None
    issued_on: str | None
    issuer: str | None
    place: Range
    end: int
    word: str | None = None
    relation: Relation = "mentions"


def cite(text: str, key: str, start: int = 0, end: int | None = None) -> list[CitationMatch]:
    """Return the documents named by number in `text[start:end]`, from left to right, as mere mentions."""
    end = len(text) if end is None else end
    return [_framed(key, place, number, end) for place, number in numbers.find(text, start, end, key)]


def distinct(found: tuple[CitationMatch, ...]) -> tuple[CitationMatch, ...]:
    """Return one citation for each document, in order of appearance: the one of the strongest relation, dated."""
    best: dict[str, CitationMatch] = {}
    for match in found:
        known = best.get(match.number.identity)
        if known is None:
            best[match.number.identity] = match
            continue
        stronger = match if _STRENGTH[match.relation] > _STRENGTH[known.relation] else known
        best[match.number.identity] = stronger._replace(
            issued_on=stronger.issued_on or known.issued_on or match.issued_on,
            issuer=stronger.issuer or known.issuer or match.issuer,
        )
    return tuple(best.values())


# ── one citation ──────────────────────────────────────────────────────────────────────────────────


def _framed(key: str, place: Range, number: DocumentNumber, end: int) -> CitationMatch:
    """Return a number with the type, day and issuer that stand around it."""
    start, named = _type_before(key, place.start)
    issued_on = issuer = None
    at = place.end
    behind = grammar.load("citations").at(key, place.end, min(end, place.end + 140))
    if behind and behind.means["says"] in {"dated", "issued_by"}:
        issued_on, issuer, at = _day_of(behind), behind.groups.get("issuer"), behind.end
    return CitationMatch(number, number.code or named, issued_on, issuer, Range(start, place.end), at)


def _type_before(key: str, at: int) -> tuple[int, str | None]:
    """Return where the words for a document's type begin in front of its number, and the type's code."""
    before = key[max(0, at - 120) : at]
    if gap := _TYPE_GAP.search(before[-30:]):
        words = before[: len(before) - (len(gap[0]))]
        for name in numbers.names():
            if words.endswith(name) and not words[: -len(name)][-1:].isalnum():
                return at - len(before) + len(words) - len(name), numbers.code_of(name)
    if law := _LAW.search(before):
        return at - len(before) + law.start(), "PL" if law[0].startswith("pháp lệnh") else "L"
    return (at - len(gap[0].lstrip()) if gap and gap[0].strip() else at), None


def _day_of(match: Match) -> str | None:
    """Return the ISO date of a frame, None without one or when the calendar has no such day."""
    parts = ["".join(match.groups.get(name, "").split()) for name in ("year", "month", "day")]
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError:
        return None

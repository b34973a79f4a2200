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
_JOINT = re.compile(r"\)?,? (?:(?:và|cùng với) )?(?:số:? ?)?")
_FRAME = 160  # characters around a number in which its day and its issuer stand
_STRENGTH: dict[Relation, int] = {"implements": 4, "amends": 3, "replaces": 3, "legal_basis": 2, "mentions": 1}


class CitationMatch(NamedTuple):
    """A document named at a place: its number, type code, day of issue and issuer as far as they are said there.

    `place` runs from the word for its type to the end of the number, `end` to the end of day and issuer; `issuer` is
    where the body stands that issued it; `word` is what governs it ("triển khai thực hiện", "căn cứ"), None in mere
    mention.
    """

    number: DocumentNumber
    type: str | None
    issued_on: str | None
    issuer: Range | None
    place: Range
    end: int
    word: str | None = None
    relation: Relation = "mentions"


def cite(text: str, key: str, start: int = 0, end: int | None = None) -> list[CitationMatch]:
    """Return the documents named by number in `text[start:end]`, from left to right, as mere mentions.

    The licence of a website is none.
    """
    end = len(text) if end is None else end
    numbered = [(place, number) for place, number in numbers.find(text, start, end, key) if number.code != "GP"]
    found = [_framed(key, start, place, number, end) for place, number in numbered]
    for at in range(len(found) - 1, 0, -1):
        found[at - 1] = _sharing(key, found[at - 1], found[at])
    return found


def documents(found: tuple[CitationMatch, ...], key: str) -> list[list[CitationMatch]]:
    """Return the citations of each document, in order of appearance.

    Numbers come again: a party's every term, an office's every year, a committee's in every province. A citation
    without a day is of the document of its number that was named last.
    """
    groups: list[list[CitationMatch]] = []
    latest: dict[str, list[CitationMatch]] = {}
    for match in found:
        group = latest.get(match.number.identity)
        if group and match.issued_on:
            known = [one for one in groups if one[0].number.identity == match.number.identity]
            group = next((one for one in known if _is_same(one, match, key)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(match)
        latest[match.number.identity] = group
    return groups


def _is_same(group: list[CitationMatch], match: CitationMatch, key: str) -> bool:
    """Return whether a dated citation is of the document that the citations of a group with its number are of.

    With another day it is a document of its own, unless the number itself holds the year, or one of two days in the
    same year, or on the same day of another year, must be a slip. Of a party's number the day is all that tells.
    """
    days = {other.issued_on for other in group if other.issued_on}
    if not days or match.issued_on in days or match.number.kind in {"normative", "na"}:
        return True
    return match.number.kind != "party" and _is_slip(days, match) and not _of_others(group, match, key)


def _is_slip(days: set[str], match: CitationMatch) -> bool:
    """Return whether a day is so near to others that one of them must be wrong: the year, or all but the year."""
    day = match.issued_on or ""
    return any(other[:4] == day[:4] or other[5:] == day[5:] for other in days)


def _of_others(group: list[CitationMatch], match: CitationMatch, key: str) -> bool:
    """Return whether a citation names another issuer than those of a group do ("UBND tỉnh A", "UBND tỉnh B")."""
    own, *rest = (key[slice(*one.issuer)] for one in (match, *group) if one.issuer) if match.issuer else ("",)
    return bool(rest) and not any(own in other or other in own for other in rest)


def distinct(found: tuple[CitationMatch, ...], key: str) -> tuple[CitationMatch, ...]:
    """Return one citation for each document, in order of appearance: the one of the strongest relation, dated."""
    return tuple(_merged(group) for group in documents(found, key))


def _merged(group: list[CitationMatch]) -> CitationMatch:
    best = max(group, key=lambda match: _STRENGTH[match.relation])
    return best._replace(
        issued_on=best.issued_on or next((match.issued_on for match in group if match.issued_on), None),
        issuer=best.issuer or next((match.issuer for match in group if match.issuer), None),
    )


# ── one citation ──────────────────────────────────────────────────────────────────────────────────


def _framed(key: str, begin: int, place: Range, number: DocumentNumber, end: int) -> CitationMatch:
    """Return a number with the type, day and issuer that stand around it."""
    start, named = _type_before(key, place.start)
    issued_on: str | None = None
    issuer: Range | None = None
    at = place.end
    while behind := grammar.load("citations").at(key, at, min(end, at + _FRAME)):
        says = behind.means["says"]
        if says == "dated" and not issued_on:
            issued_on = _day_of(behind)
        elif says == "issued_by" and not issuer:
            issuer = _issuer_in(key, behind)
        else:
            break
        at = behind.end
    if issued_on is None and issuer is None:
        told = grammar.load("citations").rule("citation.issued_before").first(key, max(begin, start - _FRAME), start)
        issued_on, issuer = (_day_of(told), _issuer_in(key, told)) if told else (None, None)
    return CitationMatch(number, number.code or named, issued_on, issuer, Range(start, place.end), at)


def _issuer_in(key: str, match: Match) -> Range:
    """Return where the issuer stands that a frame names."""
    start = key.index(match.groups["issuer"], match.start)
    return Range(start, start + len(match.groups["issuer"]))


def _sharing(key: str, match: CitationMatch, after: CitationMatch) -> CitationMatch:
    """Return a citation with the issuer of the one behind it in a list: "Chỉ thị số 3, Kế hoạch số 4 của Tỉnh ủy"."""
    alike = match.issuer is None and match.number.org == after.number.org
    listed = alike and _JOINT.fullmatch(key, match.end, after.place.start)
    return match._replace(issuer=after.issuer) if listed and after.issuer and after.issuer > after.place else match


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

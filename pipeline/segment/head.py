"""The lines of a document's head, and the landmarks in it: mottos, number, place and date, captions, portal data."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import NormalText, Range
from pipeline.folding import fold
from pipeline.grammar import Match
from pipeline.resolve import numbers
from pipeline.resolve.numbers import DocumentNumber
from pipeline.resolve.spelling import CAPITALS, is_capitals, lists

HEAD = 12_000  # characters in which a head is looked for; a law portal puts up to 3,000 of its own in front
_LINES = 120  # lines of a head
_MOTTOS = ("cộng hòa xã hội chủ nghĩa việt nam", "đảng cộng sản việt nam")
_REACH = 3_500  # characters behind the motto, or from the start, in which landmarks are looked for
_AROUND = " \t-_*|#=`"  # signs that draw something around the words of a line


class HeadLine(NamedTuple):
    """A line of the head: its place without the signs drawn around it, its words, and how it is printed."""

    place: Range
    text: str
    key: str
    is_capitals: bool
    is_strong: bool


class Landmarks(NamedTuple):
    """What shows where a head is. `number` is None where no line has it, its value None where the line is blank."""

    motto: Match | None
    party_motto: Match | None
    number_line: Match | None
    number: tuple[Range, DocumentNumber] | None
    issued: tuple[Range, str] | None
    furniture: tuple[Match, ...]
    metadata: dict[str, Range]
    captions: tuple[Range, ...]

    @property
    def start(self) -> int | None:
        """Return where the head begins to be the document's own, None when nothing shows it."""
        found = [mark.start for mark in (self.motto, self.party_motto, self.number_line) if mark]
        return min(found, default=None)


def head_lines(normal: NormalText) -> list[HeadLine]:
    """Return the first lines of the text that have words, with the way each is printed."""
    strong = {block.range.start for block in normal.blocks[:_LINES] if block.bold or block.level}
    lines: list[HeadLine] = []
    at = 0
    for raw in normal.text[:HEAD].split("\n"):
        words = raw.strip(_AROUND)
        if any(map(str.isalnum, words)):
            start = at + raw.index(words)
            place = Range(start, start + len(words))
            key = normal.key[place.start : place.end]
            lines.append(HeadLine(place, words, key, is_capitals(words) or words.isupper(), at in strong))
        at += len(raw) + 1
        if len(lines) == _LINES:
            break
    return lines


def landmarks(normal: NormalText) -> Landmarks:
    """Return the landmarks of a head; those of the attached parts are captions only."""
    near = max(normal.key.find(motto, 0, HEAD) for motto in _MOTTOS)
    found = grammar.load("header").find(normal.key, 0, min(max(near, 0) + _REACH, len(normal.key)))
    motto = _first(normal, found, "motto")
    party = _first(normal, found, "party_motto") if not motto else None
    near = next((mark.start for mark in (motto, party) if mark), 0)
    number_line = number = None
    for match in found:
        if match.means["says"] == "number" and match.start < near + 2_000:
            at = match.end - len(match.groups["number"])
            before = normal.text[normal.text.rfind("\n", 0, match.start) + 1 : match.start].strip(_AROUND)
            if before and not is_capitals(before):  # a number in running text, not behind the issuer's name
                continue
            numbered = numbers.find(normal.text, at, match.end, normal.key)
            if numbered or _BLANK.match(normal.key, at):
                number_line, number = match, numbered[0] if numbered else None
                break
    return Landmarks(
        motto=motto,
        party_motto=party,
        number_line=number_line,
        number=number,
        issued=_issued(normal, found, near),
        furniture=tuple(match for match in found if match.means["says"] in {"motto", "tagline", "party_motto", "date"}),
        metadata=_metadata(found),
        captions=_captions(normal),
    )


_BLANK = re.compile(r"[ ./…_,-]*[/-] ?[a-zđ]{2,}")  # "Số: /NQ-CP", "Số ...-KH/TU"


def _first(normal: NormalText, found: list[Match], says: str) -> Match | None:
    """Return the first landmark of a kind that is printed in capitals."""
    marks = (match for match in found if match.means["says"] == says)
    return next((mark for mark in marks if is_capitals(normal.text[mark.start : mark.end])), None)


def _issued(normal: NormalText, found: list[Match], near: int) -> tuple[Range, str] | None:
    """Return the day of issue in the head, with its place."""
    until = _ADDRESSED.search(normal.key, near)
    for match in found:
        day = iso_date(match) if match.means["says"] in {"date", "date_in_line"} else None
        if not day or match.start >= near + 1_500:
            continue
        if match.means["says"] == "date" and normal.text[match.start].isupper():
            return Range(match.start, match.end), day
        if match.means["says"] == "date_in_line" and until and match.end <= until.start():
            line = normal.text.rfind("\n", 0, match.start) + 1
            town = _TOWN.search(normal.text, line, match.start + len(match.groups["place"]))
            if town:
                return Range(town.start(), match.end), day
    return None


_ADDRESSED = re.compile(r"\n *kính (?:gửi|trình)")
_TOWN = re.compile(rf"(?:Thành phố |TP\. ?)?(?:[{CAPITALS}][^\W\d_]* ?){{1,4}}$")


def iso_date(match: Match) -> str | None:
    """Return the ISO date in a match's groups day, month, year; None when the calendar has no such day."""
    day, month, year = ("".join(match.groups[part].split()) for part in ("day", "month", "year"))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _metadata(found: list[Match]) -> dict[str, Range]:
    """Return where the values of a law portal's data table stand, by folded label."""
    values: dict[str, Range] = {}
    for match in found:
        if match.means["says"] == "metadata":
            values.setdefault(match.groups["label"], Range(match.end - len(match.groups["value"]), match.end))
    return values


def _captions(normal: NormalText) -> tuple[Range, ...]:
    """Return the notes "(Kèm theo …)" of the attached parts, in the whole text."""
    rule = next(rule for rule in grammar.load("header").rules if rule.means["says"] == "caption")
    if not rule.may_match(normal.key):
        return ()
    return tuple(Range(match.start, match.end) for match in rule.matches(normal.key, 0, len(normal.key)))


@cache
def words_in(name: str) -> tuple[str, ...]:
    """Return a list of folded words from `grammars/header.yaml`, the longest first."""
    words = (fold(word.strip()) for word in lists()[name].split("|"))
    return tuple(sorted(words, key=len, reverse=True))

"""Deadlines: what an expression means (`moment`), where they stand in running text (`find`).

Three grammars answer three questions: `deadlines_text.yaml` where in running text a deadline stands, and where a time
is none (the date of a cited decision, the period in a plan's name); `deadlines.yaml` what an expression says as a
whole; `deadlines_calendar.yaml` which days its words name. The conventions, shown by `tests/data/deadlines.tsv`:
`trước` is strict, everything else includes its last day, numbers are day before month, a missing year is the first
that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from pipeline import grammar
from pipeline.documents import Moment, Range
from pipeline.folding import compact
from pipeline.grammar import Match
from pipeline.resolve.choosing import DATED, Chosen, Found, beside, choose
from pipeline.resolve.readings import alone, read
from pipeline.resolve.said import Given

_LONGEST = 300  # characters of an expression that is read as a whole; a longer text is searched
_DEPTH = 4  # "Hoàn thành (dự kiến) trong tháng 5 và thường xuyên": an expression inside an expression
_A_DAY, _LATE = timedelta(days=1), timedelta(days=21)  # how far back a time may lie
_JOINT = re.compile(r"[;\n()]|,(?= )| và (?=\D)")  # what parts the times of an expression
_MARKUP = str.maketrans("*_", "  ")
_TOLD = re.compile(r"(?<!\w)(?:đã|được|chưa)(?: [^\s.;]+){0,16} ?$")  # words that tell what was, not what shall be


def moment(expression: str, issued: date | None = None, *, standalone: bool = False) -> Moment | None:
    """Return what a time expression means (a table cell, a label's value), or None when it holds no deadline.

    Takes text in any Unicode form and case. `issued` is the date of the document it stands in. `standalone` is for
    an expression outside any document (`dondoc parse deadline`): `readings.alone` says what differs then.
    """
    key = compact(expression.translate(_MARKUP))
    match = _match(key)
    found = _meaning(match, issued, standalone=standalone) if match else None
    if found is None or (match and "weak" in match.means):
        inside = choose(find(key, 0, len(key), issued)) if not match or match.means["read"] != "none" else None
        if inside and (found is None or inside.moment.kind in DATED):
            found = inside.moment
    return alone(found, issued) if standalone else found


def find(key: str, start: int, end: int, issued: date | None = None) -> list[Found]:
    """Return the deadlines in the running text `key[start:end]` (folded), each with its place, from left to right.

    The slice is one item or paragraph, of one or more lines. A stretch that ended before the document was issued is
    no deadline.
    """
    found: list[Found] = []
    while start < end:
        stop = key.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.extend(_in_line(key[start:stop], start, issued))
        start = stop + 1
    return found


def time_of(key: str, place: Range, issued: date | None = None) -> Chosen | None:
    """Return what a folded expression means (a table cell, a label's value), with the other times in it."""
    text = key[place.start : place.end].translate(_MARKUP)
    found = moment(text, issued)
    if found is None:
        return None
    others = (entry._replace(place=_moved(entry.place, place.start)) for entry in beside_in(text, found, issued))
    return Chosen(place, found, tuple(others))


def beside_in(key: str, chosen: Moment, issued: date | None = None) -> tuple[Found, ...]:
    """Return the other times in a folded expression whose meaning is known, each with its place.

    Milestones, an exception, a rhythm beside a date: "Tháng 6/2025 (dự thảo), tháng 9/2025 (trình ký)". Times without
    a year of their own are left out, since they may share the one that stands behind them.
    """
    found: list[Found] = []
    start = 0
    for joint in _JOINT.finditer(f"{key};"):
        part = key[start : joint.start()]
        place = Range(joint.start() - len(part.lstrip()), start + len(part.rstrip()))
        start = joint.end()
        match = _match(part) if place else None
        meaning = _meaning(match, issued, standalone=False) if match else None
        found += [Found(place, meaning)] if meaning else find(key, *place, issued)
    known = [entry for entry in found if _is_known(entry.moment)]
    is_open = chosen.kind == "period" and chosen.end is None  # "năm 2026 và các năm tiếp theo": its first year
    return beside(chosen, known) if len(known) > 1 or is_open else ()


def _moved(place: Range, by: int) -> Range:
    return Range(place.start + by, place.end + by)


def _is_known(meaning: Moment) -> bool:
    """Return whether a time says when without anything else: a day of a named year, a rhythm, always."""
    if meaning.kind in DATED:
        return meaning.end is not None and not meaning.year_inferred and not meaning.end.startswith("X")
    return meaning.kind == "ongoing" or bool(meaning.recurrence)


# ── meaning ───────────────────────────────────────────────────────────────────────────────────────


def _match(key: str) -> Match | None:
    """Return the rule that matches a folded expression as a whole, or None."""
    text = key.strip(" .,;:/-")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    return grammar.load("deadlines").whole(text) if text and len(text) <= _LONGEST else None


def _meaning(match: Match, issued: date | None, *, standalone: bool, depth: int = _DEPTH) -> Moment | None:
    """Return what a matched rule says, of parts of the expression too; None when it says no deadline."""

    def again(part: str) -> Moment | None:
        inner = _match(part) if depth else None
        return _meaning(inner, issued, standalone=standalone, depth=depth - 1) if inner else None

    return read(match, Given(issued, standalone, again))


# ── in running text ───────────────────────────────────────────────────────────────────────────────


def _in_line(text: str, start: int, issued: date | None) -> Iterator[Found]:
    """Yield the deadlines in a line of running text that begins at `start`."""
    last = 0
    for place in grammar.load("deadlines_text").find(text) if _cues().search(text) else ():
        match = None if place.means.get("kind") == "none" else _match(text[place.start : place.end])
        meaning = _meaning(match, issued, standalone=False) if match else None
        if meaning is None:
            continue
        if place.means.get("anchor") == "unknown":
            meaning = meaning.model_copy(update={"start": None, "end": None, "lenient_end": None})
        begun = "begins" in place.means and _has_begun(meaning, issued)
        if not begun and not _is_past(meaning, issued, text[: place.start]):
            exception = bool(last) and _is_exception(text[last : place.start])
            yield Found(Range(start + place.start, start + place.end), meaning, exception)
            last = last if exception else place.end


@cache
def _cues() -> re.Pattern[str]:
    """Return a pattern of all hints: a line without one, most of a document, holds no deadline."""
    hints = {hint for rule in grammar.load("deadlines_text").rules for hint in rule.hint}
    return re.compile("|".join(map(re.escape, sorted(hints))))


def _is_past(meaning: Moment, issued: date | None, before: str) -> bool:
    """Return whether a time with its year was over when the document was issued (a situation, a baseline).

    The conclusion of a meeting comes out days after it: what it ordered then ("trước ngày 15/11") may be past by now.
    """
    if issued is None or meaning.kind not in DATED or meaning.year_inferred:
        return False
    last = meaning.end
    if last is None or last.startswith("X"):
        return False
    ago = issued - date.fromisoformat(last)
    if ago <= _A_DAY:
        return False
    ordered = meaning.kind == "before_date" and ago <= _LATE
    return not ordered or bool(_TOLD.search(before))


def _has_begun(meaning: Moment, issued: date | None) -> bool:
    """Return whether what goes on from a day on went on before the document was issued (a rule, a situation).

    "từ năm 2026" in a document of 2026 is no such thing.
    """
    if issued is None or meaning.end or not meaning.start or meaning.start == f"{issued.year}-01-01":
        return False
    return meaning.start < issued.isoformat()


def _is_exception(between: str) -> bool:
    """Return whether the words between two deadlines make the second an exception from the first."""
    return "riêng " in between and "." not in between

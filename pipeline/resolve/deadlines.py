"""Deadlines: what an expression means (`moment`), where they stand in text (`find`), which one counts (`choose`).

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
from pipeline.resolve.readings import alone, read
from pipeline.resolve.recurrence import yearly
from pipeline.resolve.said import Given

_LONGEST = 300  # characters of an expression that is read as a whole; a longer text is searched
_DEPTH = 4  # "Hoàn thành (dự kiến) trong tháng 5 và thường xuyên": an expression inside an expression
_NEAR = 200  # characters between a rhythm and the day that belongs to it
_A_DAY, _LATE = timedelta(days=1), timedelta(days=21)  # how far back a time may lie
_TOLD = re.compile(r"(?<!\w)(?:đã|được|chưa)(?: [^\s.;]+){0,16} ?$")  # words that tell what was, not what shall be
_WITH_YEAR, _WITHOUT_YEAR = 0, 2  # ranks
_DATED = {"date", "before_date", "month", "quarter", "half_year", "year", "period"}
_FINE = {"date": 0, "before_date": 0, "month": 1, "quarter": 2, "half_year": 3, "period": 3, "year": 4}
_MOST = 60  # times in one item; more are a table or a list of dates, of which the first count


def moment(expression: str, issued: date | None = None, *, standalone: bool = False) -> Moment | None:
    """Return what a time expression means (a table cell, a label's value), or None when it holds no deadline.

    Takes text in any Unicode form and case. `issued` is the date of the document it stands in. `standalone` is for
    an expression outside any document (`dondoc parse deadline`): `readings.alone` says what differs then.
    """
    key = compact(expression.replace("*", " ").replace("_", " "))
    match = _match(key)
    found = _meaning(match, issued, standalone=standalone) if match else None
    if found is None or (match and "weak" in match.means):
        inside = choose(find(key, 0, len(key), issued)) if not match or match.means["read"] != "none" else None
        if inside and (found is None or inside[1].kind in _DATED):
            found = inside[1]
    return alone(found, issued) if standalone else found


def find(key: str, start: int, end: int, issued: date | None = None) -> list[tuple[Range, Moment]]:
    """Return the deadlines in the running text `key[start:end]` (folded), each with its place, from left to right.

    The slice is one item or paragraph, of one or more lines. A stretch that ended before the document was issued is
    no deadline, nor is an exception from one that stands before it ("riêng …").
    """
    found: list[tuple[Range, Moment]] = []
    while start < end:
        stop = key.find("\n", start, end)
        stop = end if stop < 0 else stop
        found.extend(_in_line(key[start:stop], start, issued))
        start = stop + 1
    return found


def choose(found: list[tuple[Range, Moment]]) -> tuple[Range, Moment] | None:
    """Return the deadline of a task in whose text several stand, or None when there is none.

    A time with its year comes before one that comes round, and that before one without a year or one that hangs on an
    event. Of several of one kind the latest ends the task, unless it only says more coarsely what another says
    ("trong năm 2025" and "trước ngày 31/12/2025"). A yearly rhythm takes its day from a date that follows it
    ("định kỳ hằng năm báo cáo … trước ngày 15 tháng 12").
    """
    found = _with_their_day(found[:_MOST])
    if not found:
        return None
    best = min(_rank(entry[1]) for entry in found)
    chosen = [entry for entry in found if _rank(entry[1]) == best]
    if best not in {_WITH_YEAR, _WITHOUT_YEAR}:
        return chosen[0]
    fine = [entry for entry in chosen if not any(_holds(entry[1], other[1]) for other in chosen)]
    return max(fine or chosen, key=lambda entry: (entry[1].end or "", -entry[0].start))


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


def _in_line(text: str, start: int, issued: date | None) -> Iterator[tuple[Range, Moment]]:
    """Yield the deadlines in a line of running text that begins at `start`."""
    last = 0
    for place in grammar.load("deadlines_text").find(text) if _cues().search(text) else ():
        match = None if place.means.get("kind") == "none" else _match(text[place.start : place.end])
        meaning = _meaning(match, issued, standalone=False) if match else None
        if meaning is None or (last and _is_exception(text[last : place.start])):
            continue
        begun = "begins" in place.means and _has_begun(meaning, issued)
        if not begun and not _is_past(meaning, issued, text[: place.start]):
            yield Range(start + place.start, start + place.end), meaning
            last = place.end


@cache
def _cues() -> re.Pattern[str]:
    """Return a pattern of all hints: a line without one, most of a document, holds no deadline."""
    hints = {hint for rule in grammar.load("deadlines_text").rules for hint in rule.hint}
    return re.compile("|".join(map(re.escape, sorted(hints))))


def _is_past(meaning: Moment, issued: date | None, before: str) -> bool:
    """Return whether a time with its year was over when the document was issued (a situation, a baseline).

    The conclusion of a meeting comes out days after it: what it ordered then ("trước ngày 15/11") may be past by now.
    """
    if issued is None or meaning.kind not in _DATED or meaning.year_inferred:
        return False
    last = meaning.end
    if last is None or last.startswith("X") or last >= (issued - _A_DAY).isoformat():
        return False
    ordered = meaning.kind == "before_date" and last >= (issued - _LATE).isoformat()
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


# ── choosing ──────────────────────────────────────────────────────────────────────────────────────


def _with_their_day(found: list[tuple[Range, Moment]]) -> list[tuple[Range, Moment]]:
    """Return the deadlines with each yearly or unstated rhythm ("định kỳ") put on the yearless day that follows it."""
    joined: list[tuple[Range, Moment]] = []
    for place, meaning in found:
        before = joined[-1] if joined else None
        if before and meaning.end and (meaning.year_inferred or meaning.end.startswith("X")):
            rhythm, near = before[1], place.start - before[0].end < _NEAR
            if near and rhythm.kind == "recurring" and rhythm.recurrence in {None, "FREQ=YEARLY"}:
                rule = yearly([date.fromisoformat(meaning.end.replace("XXXX", "0004"))])
                joined[-1] = (before[0], rhythm.model_copy(update={"recurrence": rule}))
                continue
        joined.append((place, meaning))
    return joined


def _rank(meaning: Moment) -> int:
    """Return how far down the list a deadline stands when several compete (0 is best)."""
    if meaning.kind in _DATED:
        known = meaning.end and not meaning.year_inferred and not meaning.end.startswith("X")
        return _WITH_YEAR if known else _WITHOUT_YEAR
    if meaning.kind == "recurring":
        return 1 if meaning.recurrence else 5
    if meaning.kind == "relative":
        return 3 if meaning.end else 6
    if meaning.kind == "conditional":
        return 4 if meaning.rule == "deadline.by_another_text" else 6
    return 7


def _holds(coarse: Moment, fine: Moment) -> bool:
    """Return whether a deadline is a coarser name for a stretch in which a finer one lies."""
    if _FINE[coarse.kind] <= _FINE[fine.kind] or not coarse.end or not fine.end:
        return False
    return (coarse.start or "") <= fine.end <= coarse.end

"""Documents that are cited wrongly, as far as the text itself shows: number and day disagree; impossible days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.documents import Note, Range
from pipeline.findings.reading import Reading
from pipeline.remarks import remark, shown_day
from pipeline.resolve import numbers
from pipeline.resolve.citations import CitationMatch, cite

_DAY = re.compile(
    r"(?<!\w)ngày (?P<whole>(?P<day>\d{1,2})(?: tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
    r"|(?P<sign>[/.-])(?P<month_>\d{1,2})(?P=sign)(?P<year_>\d{4})))(?!\w)"
)


def of_citations(reading: Reading) -> Iterator[Note]:
    """Yield a note for each cited document that cannot be right, and for each day that no calendar has."""
    text, key = reading.normal.text, reading.normal.key
    own = numbers.parse(reading.plan.document.number or "")
    found = [match for match in cite(text, key) if not own or match.number.identity != own.identity]
    yield from _impossible(found, reading.plan.document.issued_on)
    yield from two_days([match for match in found if not _is_of_other_year(match)])
    yield from impossible_days(key)


def two_days(found: list[CitationMatch]) -> Iterator[Note]:
    """Yield a note for each document that the text cites with two different days of issue."""
    dated: dict[str, CitationMatch] = {}
    told: set[str] = set()
    for match in found:
        name = match.number.identity
        first = dated.setdefault(name, match) if match.issued_on else None
        if first is None or not _is_slip(first.issued_on or "", match.issued_on or "") or name in told:
            continue
        told.add(name)
        days = {"day": shown_day(match.issued_on or ""), "other": shown_day(first.issued_on or "")}
        yield remark("citation_dates", match.place, first.place, number=match.number.text, **days)


def _is_slip(one: str, other: str) -> bool:
    """Return whether two days of one number contradict each other; numbers begin anew each year."""
    return one != other and (one[:4] == other[:4] or one[4:] == other[4:])


def _is_of_other_year(match: CitationMatch) -> bool:
    """Return whether the year in a number is not that of its day of issue."""
    return bool(match.number.year and match.issued_on and match.number.year != match.issued_on[:4])


def _impossible(found: list[CitationMatch], issued: str | None) -> Iterator[Note]:
    """Yield a note for each day of a cited document that is not in the year of its number, or not yet come."""
    for match in found:
        if not match.issued_on:
            continue
        said = {"number": match.number.text, "day": shown_day(match.issued_on)}
        if _is_of_other_year(match):
            yield remark("citation_year", match.place, **said, year=match.number.year or "")
        elif issued and match.issued_on > issued:
            yield remark("citation_future", match.place, **said, issued=shown_day(issued))


def impossible_days(key: str) -> Iterator[Note]:
    """Yield a note for each day written out with its year that the calendar does not have."""
    for hit in _DAY.finditer(key):
        day, month, year = (int(hit[name] or hit[f"{name}_"]) for name in ("day", "month", "year"))
        try:
            date(year, month, day)
        except ValueError:
            yield remark("impossible_date", Range(*hit.span("whole")), day=f"{day}/{month}/{year}")

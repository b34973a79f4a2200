"""Documents that are cited with a day that cannot be right, as far as the text itself shows; days of no calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pipeline.documents import Note, Range
from pipeline.findings.reading import Reading
from pipeline.remarks import remark
from pipeline.resolve import numbers
from pipeline.resolve.citations import cite
from pipeline.resolve.slips import wrong_days

_DAY = re.compile(
    r"(?<!\w)ngày (?P<whole>(?P<day>\d{1,2})(?: tháng (?P<month>\d{1,2}) năm (?P<year>\d{4})"
    r"|(?P<sign>[/.-])(?P<month_>\d{1,2})(?P=sign)(?P<year_>\d{4})))(?!\w)"
)


def of_citations(reading: Reading) -> Iterator[Note]:
    """Yield a note for each cited document whose day cannot be right, and for each day that no calendar has."""
    text, key = reading.normal.text, reading.normal.key
    own = numbers.parse(reading.plan.document.number or "")
    found = tuple(match for match in cite(text, key) if not own or match.number.identity != own.identity)
    yield from wrong_days(found, key, reading.issued)
    yield from impossible_days(key)


def impossible_days(key: str) -> Iterator[Note]:
    """Yield a note for each day written out with its year that the calendar does not have."""
    for hit in _DAY.finditer(key):
        parts = {name: hit[name] or hit[f"{name}_"] for name in ("month", "year")}
        day, month, year = int(hit["day"]), int(parts["month"]), int(parts["year"])
        try:
            date(year, month, day)
        except ValueError:
            yield remark("impossible_date", Range(*hit.span("whole")), day=f"{day}/{month}/{year}")

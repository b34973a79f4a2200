"""A stretch of days as it is while it is read: it may lack a year. And months, which are of unequal length."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pipeline.documents import DeadlineKind

NOWHEN = 5  # the year 5 stands for a year not known yet; it has 28 days in February
LEAP_NOWHEN = 4  # and the year 4 where the day is 29 February


class Days(NamedTuple):
    """The days a phrase names: the first and the last (None where it is open), and the kind of phrase.

    `lenient` is the last day in the looser reading of soft phrases ("đầu tháng"); `yearless` says that the phrase
    names no year (the dates then lie in the year 5 until `dated` finds the year); `rule` is the rule that matched.
    """

    kind: DeadlineKind
    first: date | None
    last: date | None
    lenient: date | None = None
    yearless: bool = False
    rule: str = ""


def dated(found: Days, issued: date | None) -> Days:
    """Return the days in the first year in which they do not end before the document's date.

    Without such a date they stay in the year 5, which `iso` writes as XXXX.
    """
    if not found.yearless or issued is None:
        return found
    last = found.last or found.first
    if last is None:
        return found
    away = last.year - NOWHEN
    for year in range(issued.year - away, issued.year - away + 9):  # a 29 February may be eight years off
        moved = in_year(found, year)
        if moved and (moved.last or moved.first or date.min) >= issued:
            return moved
    return found


def in_year(found: Days, year: int) -> Days | None:
    """Return yearless days moved to a year; None when it has no such day (29 February)."""
    try:
        first, last, lenient = (
            day and day.replace(year=year + (0 if day.year == LEAP_NOWHEN else day.year - NOWHEN))
            for day in (found.first, found.last, found.lenient)
        )
    except ValueError:
        return None
    if last and found.kind == "month" and (last.month, last.day) == (2, 28):
        first, last = first if first != last else end_of_month(last), end_of_month(last)
    return found._replace(first=first, last=last, lenient=lenient)


def iso(day: date | None) -> str | None:
    """Return a day as ISO text, with XXXX for a year nobody knows."""
    if day is None:
        return None
    return f"XXXX-{day:%m-%d}" if day.year < 1000 else day.isoformat()


def end_of_month(day: date) -> date:
    """Return the last day of a day's month."""
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day some months on; the month's last day where there is none (Civil Code 148.3)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, 28)

"""On which days is a recurring duty due? The RFC 5545 rules of deadlines, made exact, and their days.

A rule that names no day means the end of its week, month, quarter, half-year or year, as a deadline in a quarter ends
with the quarter. A rhythm that no calendar period holds (every five months) is counted from a fixed day, so that the
answer does not depend on when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge

_YEARS = 12  # that are searched for the next day; the rarest rhythm in documents is that of ten years
_MONTHS = 12
_DAYS = ("BYMONTHDAY", "BYDAY", "BYMONTH")
_ENDS = {"WEEKLY": {"BYDAY": "SU"}, "MONTHLY": {"BYMONTHDAY": "-1"}, "YEARLY": {"BYMONTH": "12", "BYMONTHDAY": "-1"}}
_HOURS = ("BYHOUR", "BYMINUTE", "BYSECOND")


def exact(rules: str) -> tuple[str, ...]:
    """Return each rule with the day it means and without hours: `FREQ=MONTHLY;INTERVAL=3` → the ends of quarters."""
    return tuple(_exact(rule) for rule in rules.splitlines() if rule)


def _exact(rule: str) -> str:
    parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
    parts = {name: value for name, value in parts.items() if name not in _HOURS}
    if not any(name in parts for name in _DAYS):
        every = int(parts.get("INTERVAL", "1"))
        if parts["FREQ"] == "MONTHLY" and 1 < every < _MONTHS and _MONTHS % every == 0:
            months = ",".join(str(month) for month in range(every, _MONTHS + 1, every))
            parts = {"FREQ": "YEARLY", "BYMONTH": months, "BYMONTHDAY": "-1"}
        else:
            parts |= _ENDS.get(parts["FREQ"], {})
    return ";".join(f"{name}={value}" for name, value in parts.items())


@lru_cache(maxsize=65536)
def following(rules: str, since: date) -> date | None:
    """Return the first day on which one of the rules falls, `since` included; None when none does for years."""
    return next(between(rules, since, _years(since, _YEARS)), None)


@lru_cache(maxsize=65536)
def preceding(rules: str, until: date) -> date | None:
    """Return the last day on which one of the rules falls, `until` included; None when none did for years."""
    found = None
    for found in between(rules, _years(until, -_YEARS), until):  # noqa: B007  the last one is wanted
        pass
    return found


def between(rules: str, since: date, until: date) -> Iterator[date]:
    """Yield the days from `since` to `until`, both included, on which rules fall."""
    before = None
    for day in merge(*(_days(rule, since, until) for rule in exact(rules))):
        if day != before:
            yield day
        before = day


def _days(rule: str, since: date, until: date) -> Iterator[date]:
    from dateutil.rrule import rrulestr

    for moment in rrulestr(rule, dtstart=datetime.combine(_anchor(rule, since), time.min)):
        if moment.date() > until:
            return
        if moment.date() >= since:
            yield moment.date()


def _anchor(rule: str, day: date) -> date:
    """Return the day, not after `day`, from which the steps of a rule are counted: always the same steps."""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    every = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "YEARLY":
            return date(max(1, day.year - day.year % every), 1, 1)
        case "MONTHLY":
            months = day.year * _MONTHS + day.month - 1
            return date((months - months % every) // _MONTHS, (months - months % every) % _MONTHS + 1, 1)
        case "WEEKLY":
            return day - timedelta(days=(day.toordinal() - 1) % (7 * every))
        case _:
            return day - timedelta(days=day.toordinal() % every)


def _years(day: date, count: int) -> date:
    year = min(max(day.year + count, date.min.year), date.max.year)
    return day.replace(year=year, day=min(day.day, 28))

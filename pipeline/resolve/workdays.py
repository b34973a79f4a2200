"""Working days in Vietnam: without weekends and public holidays, with the Saturdays worked in lieu; the lunar new year.

From the package `holidays`, which needs no network: the days of the Labour Code (2019, article 112), those of the lunar
calendar by Vietnamese time, and the exchanges of days that the Government announces each year, as far as they were
announced when the package was released. It knows the lunar calendar from 1901 to 2100; other years have weekends only.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.countries.vietnam import Vietnam

# Times of the year when no holiday, and no day exchanged for one, is near: there a weekend ends on Monday, and the
# package, which takes 0.09 s to load, is not asked. A test compares them with it.
QUIET = (("03-01", "03-24"), ("05-10", "08-14"), ("09-09", "11-18"), ("11-29", "12-22"))
_NEW_YEAR = "Tết Nguyên Đán"  # its first day; the days around it have longer names
_SATURDAY = 5


def counted(start: date, count: int) -> date:
    """Return the working day so many working days after a day, or before it when the count is negative.

    Raises ValueError when it lies outside the calendar.
    """
    return _calendar().get_nth_working_day(start, count) if count else start


def rolled(end: date) -> date | None:
    """Return the next working day when a day is none (Civil Code 91/2015/QH13, article 148.5), or None."""
    if any(first <= f"{end:%m-%d}" <= last for first, last in QUIET):
        return end + timedelta(days=7 - end.weekday()) if end.weekday() >= _SATURDAY else None
    calendar = _calendar()
    day = end
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day if day != end else None


def new_year(year: int) -> date | None:
    """Return the first day of the lunar year that begins in a year, or None outside 1901 to 2100."""
    calendar = _calendar()
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(20, 60))
    return next((day for day in days if _NEW_YEAR in calendar.get_list(day)), None)


@cache
def _calendar() -> Vietnam:
    """Return the calendar, which fills in a year when it is asked about it."""
    from holidays.countries.vietnam import Vietnam  # loaded here: few documents count days

    return Vietnam(language="vi")  # type: ignore[no-untyped-call]  # its arguments have no types

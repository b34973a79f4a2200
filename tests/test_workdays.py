"""Spans of working days skip weekends and Vietnam's public holidays; the lunar new year."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from holidays.countries.vietnam import Vietnam
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve import workdays
from pipeline.resolve.deadlines import moment

_DATES = st.dates(date(1990, 1, 1), date(2110, 12, 31))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # a plain week
        (date(2026, 2, 12), 3, date(2026, 2, 24)),  # across the lunar new year: 16 to 20 February are off
        (date(2026, 4, 28), 1, date(2026, 4, 29)),
        (date(2026, 4, 28), 2, date(2026, 5, 4)),  # across 30 April and 1 May
        (date(2026, 4, 24), 1, date(2026, 4, 28)),  # Hung Kings' day on a Sunday, made good on Monday
        (date(2024, 4, 26), 1, date(2024, 5, 2)),  # Monday 29 April 2024 was off in lieu …
        (date(2024, 5, 3), 1, date(2024, 5, 4)),  # … of Saturday 4 May
        (date(2026, 9, 4), -3, date(2026, 8, 27)),  # backwards across National Day and its day in lieu
        (date(2150, 1, 1), 3, date(2150, 1, 6)),  # no lunar calendar: weekends only
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_working_days_are_counted_across_holidays(start: date, count: int, end: date) -> None:
    assert workdays.counted(start, count) == end


def test_a_deadline_in_working_days_skips_the_lunar_new_year() -> None:
    found = moment("trong thời hạn 03 ngày làm việc kể từ ngày ký", date(2026, 2, 12))
    assert found
    assert (found.end, found.lenient_end) == ("2026-02-24", None)


@pytest.mark.parametrize(
    ("issued", "end", "lenient"),
    [
        (date(2026, 8, 23), "2026-09-02", "2026-09-03"),  # National Day
        (date(2026, 2, 7), "2026-02-17", "2026-02-23"),  # the lunar new year, then a weekend
        (date(2026, 2, 28), "2026-03-10", None),
    ],
)
def test_a_counted_span_that_ends_on_a_holiday_may_be_read_until_the_next_working_day(
    issued: date, end: str, lenient: str | None
) -> None:
    found = moment("trong vòng 10 ngày kể từ ngày ký", issued)
    assert found
    assert (found.end, found.lenient_end) == (end, lenient)


@pytest.mark.parametrize(
    ("year", "day"),
    # by Vietnamese time: in 2007 and 2030 a day before China
    [(2007, date(2007, 2, 17)), (2026, date(2026, 2, 17)), (2030, date(2030, 2, 2)), (2101, None), (1, None)],
)
def test_the_lunar_new_year_is_the_vietnamese_one(year: int, day: date | None) -> None:
    assert workdays.new_year(year) == day


@given(start=_DATES, count=st.integers(1, 60))
def test_a_span_ends_on_a_working_day_and_contains_as_many(start: date, count: int) -> None:
    end = workdays.counted(start, count)
    days = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert workdays.rolled(end) is None
    assert sum(workdays.rolled(day) is None for day in days) == count


def test_in_quiet_times_of_the_year_the_shortcut_says_what_the_package_says() -> None:
    calendar = Vietnam(years=range(2000, 2100))  # type: ignore[no-untyped-call]
    day, last = date(2000, 1, 1), date(2099, 12, 31)
    while day <= last:
        if any(first <= f"{day:%m-%d}" <= end for first, end in workdays.QUIET):
            following = next(each for n in range(7) if calendar.is_working_day(each := day + timedelta(days=n)))
            assert (workdays.rolled(day) or day) == following
        day += timedelta(days=1)


def test_the_calendar_is_loaded_only_when_a_span_is_counted() -> None:
    program = (
        "import sys; from datetime import date; from pipeline.resolve.deadlines import moment; "
        "moment('trước ngày 30/6/2026'); assert 'holidays' not in sys.modules; "
        "moment('trong 5 ngày làm việc kể từ ngày ký', date(2026, 3, 2)); assert 'holidays' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

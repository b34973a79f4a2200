"""Recurrences are RFC 5545 rules: `dateutil` computes the same last days on time as a single date gives."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.folding import fold
from pipeline.resolve import recurrence
from pipeline.resolve.deadlines import find, moment

_DATA = Path(__file__).parent / "data"
_ISSUED = st.dates(date(2000, 1, 1), date(2099, 12, 31))
_BEFORE = st.sampled_from(["trước ngày", "chậm nhất ngày", "vào ngày"])
_WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]


def _days(rules: str | None, start: date, count: int = 4) -> list[date]:
    """Return the first days of joined rules on or after a day, as `dateutil` computes them."""
    assert rules
    midnight = datetime.combine(start, time.min)
    days = {day.date() for rule in rules.splitlines() for day in islice(rrulestr(rule, dtstart=midnight), count)}
    return sorted(days)[:count]


def _rule(expression: str, issued: date | None = None) -> str | None:
    found = moment(expression, issued)
    assert found
    assert found.kind == "recurring"
    return found.recurrence


def _last_day(before: str, day: date) -> date:
    return day - timedelta(days=1) if before == "trước ngày" else day


@given(day=st.dates(date(2001, 1, 1), date(2001, 12, 31)), before=_BEFORE, issued=_ISSUED)
def test_a_day_of_every_year_first_comes_when_the_same_day_without_a_year_does(
    day: date, before: str, issued: date
) -> None:
    words = f"{before} {day.day}/{day.month}"
    once = moment(words, issued)
    assert once
    assert once.end
    since = _last_day(before, issued)  # "trước ngày 20/1" on 20 January: the day before it
    first, second = _days(_rule(f"{words} hằng năm", issued), since, 2)
    assert first.isoformat() == once.end
    assert second.year == first.year + 1


@given(number=st.integers(1, 28), before=_BEFORE, start=_ISSUED)
def test_a_day_of_every_month_is_the_last_day_on_time(number: int, before: str, start: date) -> None:
    for day in _days(_rule(f"{before} {number} hằng tháng"), start):
        assert (day if before != "trước ngày" else day + timedelta(days=1)).day == number


@given(number=st.integers(1, 28), place=st.sampled_from(["đầu", "cuối"]), before=_BEFORE, start=_ISSUED)
def test_a_day_of_every_quarter_lies_in_its_first_or_last_month(
    number: int, place: str, before: str, start: date
) -> None:
    for last in _days(_rule(f"{before} {number} tháng {place} quý"), start):
        day = last if before != "trước ngày" else last + timedelta(days=1)
        assert (day.day, day.month % 3) == (number, 1 if place == "đầu" else 0)


@given(which=st.integers(0, 6), before=st.sampled_from(["trước ", "vào ", ""]), start=_ISSUED)
def test_a_day_of_every_week_is_that_weekday_or_the_one_before(which: int, before: str, start: date) -> None:
    first, second = _days(_rule(f"{before}{_WEEKDAYS[which]} hằng tuần"), start, 2)
    assert first.weekday() == (which - (before == "trước ")) % 7
    assert second - first == timedelta(days=7)


@given(
    days=st.lists(st.dates(date(2001, 1, 1), date(2001, 12, 31)), min_size=2, max_size=4, unique=True),
    before=_BEFORE,
    start=_ISSUED,
)
def test_several_days_of_a_year_each_come_round_once(days: list[date], before: str, start: date) -> None:
    words = " và ".join(f"{day.day}/{day.month}" for day in days)
    came = _days(_rule(f"{before} {words} hằng năm"), start, len(days))
    lasts = [_last_day(before, day) for day in days]
    assume((2, 28) not in [(day.month, day.day) for day in lasts])  # the end of February, whose number changes
    assert sorted((day.month, day.day) for day in came) == sorted((day.month, day.day) for day in lasts)


@pytest.mark.parametrize("words", ["02 lần/năm", "6 tháng/lần", "định kỳ 6 tháng, năm", "ít nhất 2 lần mỗi năm"])
def test_twice_a_year_comes_twice_a_year(words: str) -> None:
    assert _days(_rule(words), date(2026, 1, 31), 3) == [date(2026, 1, 31), date(2026, 7, 31), date(2027, 1, 31)]


def test_the_day_before_the_first_of_a_quarters_last_month_is_the_end_of_its_second() -> None:
    assert _days(recurrence.quarterly("1", "cuối", strict=True), date(2026, 1, 1), 3) == [
        date(2026, 2, 28),
        date(2026, 5, 31),
        date(2026, 8, 31),
    ]


def test_every_rule_of_our_tables_is_one_that_dateutil_reads() -> None:
    rules: set[str] = set()
    for name, column in (("deadlines.tsv", "expression"), ("orders.tsv", "order")):
        with (_DATA / name).open(encoding="utf-8", newline="") as file:
            texts = [row[column] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
        for text in texts:
            alone = moment(text, date(2026, 3, 2))
            times = [alone] if alone else []
            times += [time.moment for time in find(fold(text), 0, len(text), date(2026, 3, 2))]
            rules |= {time.recurrence for time in times if time.recurrence}
    assert len(rules) > 30
    for rule in rules:
        assert len(_days(rule, date(2026, 1, 1), 3)) == 3, rule

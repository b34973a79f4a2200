"""How a task stands on a day, by the first rule that holds; the days of recurring duties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tracking.rhythm import between, exact, following, preceding
from pipeline.tracking.status import RULES, STATUSES, Facts, standing

ON = date(2025, 6, 15)
BEFORE, LATER = date(2025, 6, 14), date(2025, 12, 31)

# What each rule sees also holds for the rules below it, so that only their order decides.
IN_ORDER = [
    ("done", Facts("ongoing", None, done=True)),
    ("ongoing", Facts("ongoing", None)),
    ("needs_date", Facts("month", None)),
    ("waiting", Facts("conditional", BEFORE)),
    ("overdue", Facts("date", BEFORE)),
    ("due_soon", Facts("date", ON + timedelta(7))),
    ("in_progress", Facts("date", ON + timedelta(8))),
]


@pytest.mark.parametrize(("status", "facts"), IN_ORDER)
def test_the_first_rule_that_holds_gives_the_status(status: str, facts: Facts) -> None:
    assert standing(facts, ON).status == status


def test_the_rules_stand_in_the_order_of_the_practice() -> None:
    assert [status for status, _ in RULES] == [status for status, _ in IN_ORDER] == list(STATUSES)


@pytest.mark.parametrize(
    ("due", "status"),
    [
        (ON - timedelta(1), "overdue"),
        (ON, "due_soon"),  # the due day itself is not late
        (ON + timedelta(7), "due_soon"),
        (ON + timedelta(8), "in_progress"),
    ],
)
def test_a_task_is_late_from_the_day_after_and_due_soon_for_a_week_before(due: date, status: str) -> None:
    assert standing(Facts("before_date", due), ON).status == status


def test_a_task_without_any_deadline_and_one_without_a_year_need_a_date() -> None:
    assert standing(Facts(None, None), ON).status == "needs_date"
    assert standing(Facts("before_date", None), ON).status == "needs_date"


def test_what_counts_from_an_event_waits_for_it_until_its_day_is_known() -> None:
    assert standing(Facts("relative", None), ON).status == "waiting"
    assert standing(Facts("relative", BEFORE), ON).status == "overdue"


@pytest.mark.parametrize(
    ("due", "done_on", "punctual"),
    [(BEFORE, BEFORE, "on_time"), (BEFORE, ON, "late"), (BEFORE, None, "unknown"), (None, ON, "on_time")],
)
def test_what_is_done_was_done_in_time_or_late(due: date | None, done_on: date | None, punctual: str) -> None:
    found = standing(Facts("date", due, done=True, done_on=done_on), ON)
    assert found == ("done", due, punctual)


# ── recurring duties ──────────────────────────────────────────────────────────────────────────────

MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=19"


@pytest.mark.parametrize(
    ("through", "on", "status", "due"),
    [
        (None, date(2025, 6, 10), "in_progress", date(2025, 6, 19)),
        (None, date(2025, 6, 12), "due_soon", date(2025, 6, 19)),
        (None, date(2025, 6, 19), "due_soon", date(2025, 6, 19)),
        (None, date(2025, 6, 20), "in_progress", date(2025, 7, 19)),  # nobody keeps a record: the coming one
        (date(2025, 5, 19), date(2025, 6, 20), "overdue", date(2025, 6, 19)),  # May was served, June was not
        (date(2025, 6, 19), date(2025, 6, 15), "in_progress", date(2025, 7, 19)),  # June was served early
        (None, date(2026, 1, 10), "overdue", date(2025, 12, 19)),  # it ended, and nobody served the last
        (date(2025, 12, 19), date(2026, 1, 10), "done", date(2025, 12, 19)),
    ],
)
def test_a_recurring_duty_stands_as_its_occurrence_does(through: date | None, on: date, status: str, due: date) -> None:
    facts = Facts("recurring", date(2025, 12, 31), MONTHLY, date(2025, 1, 1), done_through=through)
    found = standing(facts, on)
    assert (found.status, found.due) == (status, due)


def test_a_duty_that_begins_later_is_first_due_then() -> None:
    assert standing(Facts("recurring", None, MONTHLY, date(2026, 1, 1)), ON).due == date(2026, 1, 19)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("FREQ=DAILY;BYHOUR=8,16", "2025-06-15"),
        ("FREQ=WEEKLY", "2025-06-15"),  # a Sunday
        ("FREQ=WEEKLY;BYDAY=FR", "2025-06-20"),
        ("FREQ=MONTHLY", "2025-06-30"),
        ("FREQ=MONTHLY;INTERVAL=3", "2025-06-30"),
        ("FREQ=MONTHLY;INTERVAL=6", "2025-06-30"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "2025-06-15"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2025-07-31"),
        ("FREQ=YEARLY", "2025-12-31"),
        ("FREQ=YEARLY;INTERVAL=10", "2030-12-31"),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=14", "2025-09-14"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30\nFREQ=YEARLY;BYMONTH=6;BYMONTHDAY=19", "2025-06-19"),
    ],
)
def test_a_rhythm_is_due_at_the_end_of_its_period_or_on_its_day(rule: str, day: str) -> None:
    assert following(rule, ON) == date.fromisoformat(day)


@given(
    every=st.integers(1, 20),
    unit=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    day=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_a_rhythm_does_not_depend_on_when_it_is_asked(every: int, unit: str, day: date) -> None:
    rule = f"FREQ={unit};INTERVAL={every}"
    found = following(rule, day)
    if found is None:  # rarer than every twelve years
        assert unit == "YEARLY"
        return
    assert found >= day
    assert following(rule, found) == found
    assert preceding(rule, found) == found
    assert list(between(rule, day, found)) == [found]


@given(rule=st.sampled_from(["FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=2", MONTHLY]), day=st.dates(date(2000, 1, 1)))
def test_exact_rules_can_be_read_by_others(rule: str, day: date) -> None:
    if day.year > 9000:
        return
    (made,) = exact(rule)
    assert rrulestr(made) is not None
    assert exact(made) == (made,)

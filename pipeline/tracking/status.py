"""How a task stands on a day: derived from what people recorded and what the document says, never typed in.

The order of the tests is that of a provincial party office's own tracker, which a second one confirms: the due day
itself is not late, and a week before it the task is due soon. A recurring duty is judged by one of its occurrences.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal, NamedTuple

from pipeline.tracking.rhythm import following, preceding

Status = Literal["done", "ongoing", "needs_date", "waiting", "overdue", "due_soon", "in_progress"]
Punctual = Literal["on_time", "late", "unknown"]

STATUSES: dict[Status, str] = {
    "done": "Hoàn thành",
    "ongoing": "Thường xuyên",
    "needs_date": "Cần điền hạn",
    "waiting": "Chờ điều kiện",
    "overdue": "Quá hạn",
    "due_soon": "Sắp đến hạn",
    "in_progress": "Đang thực hiện",
}
SOON = timedelta(days=7)  # before the last day
WAITING = ("conditional", "relative")  # kinds of deadline that wait for something while they have no day
_DAY = timedelta(days=1)


class Facts(NamedTuple):
    """What the status follows from: the deadline as it is kept, and what people recorded.

    `due` is the last day on time where there is one, of a recurring duty the day on which it ends; `recurrence` are its
    RFC 5545 rules, `start` the day on which it begins. `done_on` is the day on which the work was done; of a recurring
    duty `done_through` is the last occurrence that was served.
    """

    kind: str | None
    due: date | None
    recurrence: str | None = None
    start: date | None = None
    done: bool = False
    done_on: date | None = None
    done_through: date | None = None


class Standing(NamedTuple):
    """The status on a day, the day it is judged by, and of a task that is done whether it was done in time."""

    status: Status
    due: date | None
    punctual: Punctual | None = None


def standing(facts: Facts, on: date) -> Standing:
    """Return how a task stands on a day, by the first of `RULES` that holds."""
    due = next_due(facts, on)
    status = next(status for status, holds in RULES if holds(facts, due, on))
    return Standing(status, due, _punctual(facts) if status == "done" else None)


def next_due(facts: Facts, on: date) -> date | None:
    """Return the last day of a task; of a recurring duty, that of the occurrence that it is judged by.

    That is the first one behind those recorded as served. Where nothing is recorded it is the coming one, the day
    itself included, for no document says what came before; where none is to come it is the last.
    """
    if not facts.recurrence:
        return facts.due
    since = facts.done_through + _DAY if facts.done_through else on
    found = following(facts.recurrence, max(since, facts.start or date.min))
    if found and not (facts.due and found > facts.due):
        return found
    return facts.done_through or preceding(facts.recurrence, facts.due or on)


def _is_done(facts: Facts, due: date | None, _on: date) -> bool:
    served = facts.recurrence and facts.done_through and facts.done_through == due  # nothing is due behind it
    return facts.done or bool(served)


def _is_ongoing(facts: Facts, _due: date | None, _on: date) -> bool:
    return facts.kind == "ongoing"


def _needs_date(facts: Facts, due: date | None, _on: date) -> bool:
    return due is None and facts.kind not in WAITING


def _is_waiting(facts: Facts, due: date | None, _on: date) -> bool:
    return facts.kind == "conditional" or due is None


def _is_overdue(_facts: Facts, due: date | None, on: date) -> bool:
    return due is not None and due < on


def _is_due_soon(_facts: Facts, due: date | None, on: date) -> bool:
    return due is not None and due - on <= SOON


def _is_in_progress(_facts: Facts, _due: date | None, _on: date) -> bool:
    return True


RULES: tuple[tuple[Status, Callable[[Facts, date | None, date], bool]], ...] = (
    ("done", _is_done),
    ("ongoing", _is_ongoing),
    ("needs_date", _needs_date),
    ("waiting", _is_waiting),
    ("overdue", _is_overdue),
    ("due_soon", _is_due_soon),
    ("in_progress", _is_in_progress),
)


def _punctual(facts: Facts) -> Punctual:
    """Return whether a task was done in time: unknown without the day, in time where there was no day to keep."""
    if facts.done_on is None:
        return "unknown"
    return "late" if facts.due and facts.done_on > facts.due else "on_time"

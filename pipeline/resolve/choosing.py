"""Which of several times in an item is its deadline (`choose`), and what the others say beside it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.documents import Moment, Range
from pipeline.resolve.recurrence import same_rhythm, yearly

DATED = frozenset({"date", "before_date", "month", "quarter", "half_year", "year", "period"})
_NEAR = 200  # characters between a rhythm and the day that belongs to it
_WITH_YEAR, _WITHOUT_YEAR = 0, 2  # ranks
_FINE = {"date": 0, "before_date": 0, "month": 1, "quarter": 2, "half_year": 3, "period": 3, "year": 4}
_MOST = 60  # times in one item; more are a table or a list of dates, of which the first count


class Found(NamedTuple):
    """A time in a text: its place, what it means, and whether it holds for an exception alone ("riêng xã đảo …")."""

    place: Range
    moment: Moment
    exception: bool = False


class Chosen(NamedTuple):
    """The deadline of a task, and the other times that stand in the same words, from left to right."""

    place: Range
    moment: Moment
    also: tuple[Found, ...] = ()


def choose(found: list[Found]) -> Chosen | None:
    """Return the deadline of a task in whose text several times stand, or None when there is none.

    A time with its year comes before one that comes round, and that before one without a year or one that hangs on an
    event. Of several of one kind the latest ends the task, unless it only says more coarsely what another says
    ("trong năm 2025" and "trước ngày 31/12/2025"); the earlier ones are its milestones and stay beside it. A rhythm
    takes its day from a time that follows it ("định kỳ hằng năm báo cáo … trước ngày 15 tháng 12").
    """
    joined = _with_their_day(found[:_MOST])
    competing = [entry for entry in joined if not entry.exception]
    if not competing:
        return None
    best = min(_rank(entry.moment) for entry in competing)
    equals = [entry for entry in competing if _rank(entry.moment) == best]
    chosen = equals[0]
    if best in {_WITH_YEAR, _WITHOUT_YEAR}:
        fine = [entry for entry in equals if not any(_holds(entry.moment, other.moment) for other in equals)]
        chosen = max(fine or equals, key=lambda entry: (entry.moment.end or "", -entry.place.start))
    return Chosen(chosen.place, chosen.moment, beside(chosen.moment, joined))


def beside(chosen: Moment, found: list[Found]) -> tuple[Found, ...]:
    """Return the times that say something else than the one chosen, each thing once.

    A rhythm that names no day says nothing else than the same rhythm with its day.
    """
    said = [_content(chosen)]
    others = []
    for entry in found:
        coarser = chosen.recurrence and entry.moment.recurrence and _day_for(entry.moment, chosen)
        if _content(entry.moment) not in said and not coarser:
            said.append(_content(entry.moment))
            others.append(entry)
    return tuple(others)


def _content(moment: Moment) -> tuple[str | None, ...]:
    dated = moment.kind in DATED and moment.end is not None
    return ("until", moment.end) if dated else (moment.kind, moment.start, moment.end, moment.recurrence)


def _with_their_day(found: list[Found]) -> list[Found]:
    """Return the times with each rhythm that names no day put on the day that follows it.

    A yearly or unstated rhythm ("định kỳ") takes a day without a year, a monthly or quarterly one a day of every month
    or quarter.
    """
    joined: list[Found] = []
    for entry in found:
        before = joined[-1] if joined else None
        rule = _day_for(before.moment, entry.moment) if before else None
        if before and rule and entry.place.start - before.place.end < _NEAR:
            joined[-1] = before._replace(moment=before.moment.model_copy(update={"recurrence": rule}))
        else:
            joined.append(entry)
    return joined


def _day_for(rhythm: Moment, time: Moment) -> str | None:
    """Return the rule of a rhythm on the day that another time names, or None when they do not belong together."""
    if rhythm.kind != "recurring":
        return None
    if time.kind == "recurring":
        return time.recurrence if time.recurrence and same_rhythm(rhythm.recurrence, time.recurrence) else None
    yearless = time.end and (time.year_inferred or time.end.startswith("X"))
    if yearless and time.end and rhythm.recurrence in {None, "FREQ=YEARLY"}:
        return yearly([date.fromisoformat(time.end.replace("XXXX", "0004"))])
    return None


def _rank(meaning: Moment) -> int:
    """Return how far down the list a deadline stands when several compete (0 is best)."""
    if meaning.kind in DATED:
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

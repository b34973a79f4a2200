"""What each rule of `grammars/deadlines.yaml` says: `read` turns a match into a moment.

For each value of `read:` in that file a function answers: here for the days of the calendar, in `recurrence` for what
comes round, in `counting` for what is counted from a day or an event.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.documents import Moment
from pipeline.grammar import Match
from pipeline.resolve import counting, recurrence
from pipeline.resolve.calendar import days
from pipeline.resolve.days import Days, end_of_month, iso
from pipeline.resolve.said import Given, Reading, Said


def read(match: Match, given: Given) -> Moment | None:
    """Return the moment that a match of a rule says, or None when it says none (an impossible date, a plan's name)."""
    try:
        found = _READ[match.means["read"]](Said(match.groups, match.means, match.rule, given))
    except (ValueError, OverflowError):  # a count that leads out of the calendar
        return None
    if found and found.start and found.end and found.end < found.start and "X" not in found.start + found.end:
        return None  # "từ nay đến hết năm 2020" in a document of 2025
    return found


def alone(moment: Moment | None, issued: date | None) -> Moment | None:
    """Return a moment as `dondoc parse deadline` prints it, for an expression that stands in no document.

    A table of expressions and the records of documents differ in form; this and the `standalone` branches of
    `_at_once` and `_anchor` in `counting` are all the places where it shows:

    - what goes on or comes round begins on the date given (in a record its start stays open);
    - half-yearly is due at the end of June and December (in a record: every six months);
    - "và các năm tiếp theo" comes round every year (in a record the end is open);
    - several rules are joined by `|` (in a record by a line feed);
    - the date given is the day the expression counts from, whatever event it names;
    - "ngay sau khi ban hành" begins on the date given (in a record it hangs on the event);
    - "trong thời gian sớm nhất" is no time (in a record it hangs on events).
    """
    if moment is None or moment.rule == "deadline.soonest":
        return None
    if moment.rule == "deadline.and_after":
        return moment.model_copy(update={"recurrence": "FREQ=YEARLY"})
    if moment.kind in {"ongoing", "recurring"} and not (moment.end and issued and moment.end < issued.isoformat()):
        moment = moment.model_copy(update={"start": iso(issued)})
    if moment.recurrence == "FREQ=MONTHLY;INTERVAL=6":
        return moment.model_copy(update={"recurrence": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"})
    if moment.recurrence and "\n" in moment.recurrence:
        return moment.model_copy(update={"recurrence": moment.recurrence.replace("\n", "|")})
    return moment


# ── days of the calendar ──────────────────────────────────────────────────────────────────────────


def _inferred(said: Said, found: Days) -> bool:
    return found.yearless and said.given.issued is not None


def _by(said: Said) -> Moment | None:
    """Return by which day, or in which days: the last one is on time. `start: no` says that only the end is named."""
    found = said.unit()
    if found is None:
        return None
    bare = said.rule == "deadline.by" and "by" not in said.groups
    if bare and found.kind == "date" and found.yearless and said.given.issued is None:
        return None  # "ngày 23/4" alone is when something took place
    wanted = said.means.get("start", "no" if found.kind == "date" else "yes")
    return said.moment(
        kind=found.kind,
        start=iso(found.first) if wanted == "yes" else None,
        end=iso(found.last),
        lenient_end=iso(found.lenient),
        year_inferred=_inferred(said, found),
        rule=found.rule if said.rule == "deadline.by" else said.rule,
    )


def _before(said: Said) -> Moment | None:
    """Return the last day before a day or stretch; the day itself when a clock time of it is named.

    A strict reading of a month's end ("trước ngày 30/6") is contested: practice often includes the day.
    """
    found = said.unit()
    if found is None or found.first is None:
        return None
    if "clock" in said.groups:
        return said.moment(end=iso(found.last), year_inferred=_inferred(said, found))
    at_end = found.kind == "date" and found.first == end_of_month(found.first)
    return said.moment(
        end=iso(found.first - timedelta(days=1)),
        lenient_end=iso(found.first) if at_end else None,
        year_inferred=_inferred(said, found),
    )


def _this_year(said: Said) -> Moment | None:
    """Return the rest of the year of the document, which the words leave to it ("trong năm")."""
    found = days("năm nay", said.given.issued)
    if found is None or found.last is None:
        return None
    return said.moment(kind="year", start=iso(found.first), end=iso(found.last))


def _horizon(said: Said) -> Moment | None:
    unit = said.groups["unit"].strip()
    until = re.match(r"(?:cho )?(?:đến|tới)(?: hết)? ", unit)
    found = days(unit[until.end() :] if until else unit, said.given.issued)
    if found is None:
        return None
    return said.moment(start=None if until else iso(found.first), end=iso(found.last))


def _open(said: Said) -> Moment | None:
    found = said.unit()
    return said.moment(start=iso(found.first), year_inferred=_inferred(said, found)) if found else None


def _from(said: Said) -> Moment | None:
    """Return a stretch with its end when one is named ("từ 2025 đến 2030"), else what begins and has no end."""
    unit = said.groups["unit"].strip()
    found = days(unit.removesuffix("đến") if "event" in said.groups else unit, said.given.issued)
    if found is None:
        return None
    ends = found.kind == "period" and found.rule != "deadline.school_year" and "event" not in said.groups
    return said.moment(
        start=iso(found.first), end=iso(found.last) if ends else None, year_inferred=_inferred(said, found)
    )


def _from_now(said: Said) -> Moment | None:
    found = said.unit()
    if found is None:
        return None
    return said.moment(start=iso(said.given.issued), end=iso(found.last), year_inferred=_inferred(said, found))


def _milestones(said: Said) -> Moment | None:
    first, last = said.unit("from"), said.unit()
    if first is None or last is None:
        return None
    return said.moment(kind=last.kind, start=iso(first.first), end=iso(last.last), year_inferred=_inferred(said, last))


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────


def _none(_: Said) -> None:
    return None


def _rest(said: Said) -> Moment | None:
    return said.given.again(said.groups["rest"])


def _bracketed(said: Said) -> Moment | None:
    """Return what stands before the bracket, else what stands in it."""
    outer = f"{said.groups['outer']} {said.groups['after']}".strip()
    return (said.given.again(outer) if outer else None) or said.given.again(said.groups["inner"])


def _ongoing_until(said: Said) -> Moment | None:
    end = said.given.again(said.groups["rest"])
    return said.moment(end=end.end if end else None)


def _plain(said: Said) -> Moment:
    return said.moment()


_READ: dict[str, Reading] = (
    {
        "bracketed": _bracketed,
        "before": _before,
        "by": _by,
        "from": _from,
        "from_now": _from_now,
        "horizon": _horizon,
        "milestones": _milestones,
        "none": _none,
        "ongoing": _plain,
        "ongoing_until": _ongoing_until,
        "open": _open,
        "plain": _plain,
        "rest": _rest,
        "this_year": _this_year,
    }
    | recurrence.READINGS
    | counting.READINGS
)

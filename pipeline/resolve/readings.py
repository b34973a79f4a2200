"""What each rule of `grammars/deadlines.yaml` says: `read` turns a match into a moment.

Every function here answers for one value of `read:` in that file. Dates come from `calendar`, rhythms from
`recurrence`, counted days from `counting`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple, cast

from pipeline.documents import DeadlineKind, Moment
from pipeline.grammar import Match
from pipeline.resolve import counting, recurrence
from pipeline.resolve.calendar import Days, add_months, days, end_of_month, iso

# Counted from the document itself: its signing, its issue, its receipt. Any other event has a day nobody here knows.
_OWN_EVENT = re.compile(
    r"ngày (?:ký|ban hành)|(?:khi|sau khi) (?:ký|ban hành)|này (?:được ban hành|có hiệu lực)"
    r"|nhận(?: được)? (?:kế hoạch|văn bản|công văn|công điện|chỉ thị|quyết định|thông báo|chương trình)"
)


class Given(NamedTuple):
    """What is known beside the expression: the document's date, who asks, and how to read a part of it.

    `standalone` is true for an expression without a document (`dondoc parse deadline`); see `alone`.
    """

    issued: date | None
    standalone: bool
    again: Callable[[str], Moment | None]


class _Said(NamedTuple):
    """A matched rule: its named groups, what it means, its id, and what is given."""

    groups: dict[str, str]
    means: dict[str, str]
    rule: str
    given: Given

    @property
    def kind(self) -> DeadlineKind:
        """Return the kind that the rule names."""
        return cast(DeadlineKind, self.means["kind"])

    def unit(self, group: str = "unit") -> Days | None:
        """Return the days that a group names."""
        return days(self.groups[group], self.given.issued)

    def moment(self, **values: str | bool | None) -> Moment:
        """Return a moment of the rule's kind with some values."""
        return Moment.model_validate({"kind": self.means.get("kind"), "rule": self.rule} | values)


def read(match: Match, given: Given) -> Moment | None:
    """Return the moment that a match of a rule says, or None when it says none (an impossible date, a plan's name)."""
    try:
        found = _READ[match.means["read"]](_Said(match.groups, match.means, match.rule, given))
    except (ValueError, OverflowError):  # a count that leads out of the calendar
        return None
    if found and found.start and found.end and found.end < found.start and "X" not in found.start + found.end:
        return None  # "từ nay đến hết năm 2020" in a document of 2025
    return found


def alone(moment: Moment | None, issued: date | None) -> Moment | None:
    """Return a moment as `dondoc parse deadline` prints it, for an expression that stands in no document.

    `domain/deadlines.tsv` and the records of real documents differ in form; this and the `standalone` branches of
    `_at_once` and `_anchor` are all the places where it shows:

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
    if moment.kind == "ongoing" or (moment.kind == "recurring" and issued):
        moment = moment.model_copy(update={"start": iso(issued)})
    if moment.recurrence == "FREQ=MONTHLY;INTERVAL=6":
        return moment.model_copy(update={"recurrence": "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"})
    if moment.recurrence and "\n" in moment.recurrence:
        return moment.model_copy(update={"recurrence": moment.recurrence.replace("\n", "|")})
    return moment


# ── days of the calendar ──────────────────────────────────────────────────────────────────────────


def _inferred(said: _Said, found: Days) -> bool:
    return found.yearless and said.given.issued is not None


def _by(said: _Said) -> Moment | None:
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


def _before(said: _Said) -> Moment | None:
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


def _horizon(said: _Said) -> Moment | None:
    unit = said.groups["unit"].strip()
    until = re.match(r"(?:cho )?(?:đến|tới)(?: hết)? ", unit)
    found = days(unit[until.end() :] if until else unit, said.given.issued)
    if found is None:
        return None
    return said.moment(start=None if until else iso(found.first), end=iso(found.last))


def _open(said: _Said) -> Moment | None:
    found = said.unit()
    return said.moment(start=iso(found.first), year_inferred=_inferred(said, found)) if found else None


def _from(said: _Said) -> Moment | None:
    """Return a stretch with its end when one is named ("từ 2025 đến 2030"), else what begins and has no end."""
    unit = said.groups["unit"].strip()
    found = days(unit.removesuffix("đến") if "event" in said.groups else unit, said.given.issued)
    if found is None:
        return None
    ends = found.kind == "period" and found.rule != "deadline.school_year" and "event" not in said.groups
    return said.moment(
        start=iso(found.first), end=iso(found.last) if ends else None, year_inferred=_inferred(said, found)
    )


def _from_now(said: _Said) -> Moment | None:
    found = said.unit()
    if found is None:
        return None
    return said.moment(start=iso(said.given.issued), end=iso(found.last), year_inferred=_inferred(said, found))


def _milestones(said: _Said) -> Moment | None:
    first, last = said.unit("from"), said.unit()
    if first is None or last is None:
        return None
    return said.moment(kind=last.kind, start=iso(first.first), end=iso(last.last), year_inferred=_inferred(said, last))


def _before_tet(said: _Said) -> Moment | None:
    """Return the day before the lunar new year: of the year named, else the next one after the document's date."""
    issued = said.given.issued
    years = [int(said.groups["y"])] if "y" in said.groups else [issued.year, issued.year + 1] if issued else []
    for day in map(counting.tet, years):
        if day and (issued is None or "y" in said.groups or day > issued):
            return said.moment(end=iso(day - timedelta(days=1)))
    return said.moment()


# ── what comes round, what goes on ────────────────────────────────────────────────────────────────


def _rhythm(said: _Said, rule: str | None) -> Moment | None:
    return said.moment(recurrence=rule) if rule else None


def _cycle(said: _Said) -> Moment | None:
    return _rhythm(said, recurrence.every(said.groups["cycle"]))


def _cycle_with_day(said: _Said) -> Moment | None:
    """Return the rhythm on the day in brackets, whose own rhythm may be left out ("hằng năm (trước ngày 15/11)")."""
    cycle, rest = said.groups["cycle"], said.groups["rest"]
    for words in (rest, f"{rest} hằng {cycle}"):
        found = said.given.again(words)
        if found and found.kind == "recurring" and found.recurrence:
            return found.model_copy(update={"rule": said.rule})
    return _cycle(said)


def _daily(said: _Said) -> Moment | None:
    return _rhythm(said, recurrence.daily(said.groups.get("hours")))


def _weekday(said: _Said) -> Moment | None:
    strict = "before" in said.groups and "clock" not in said.groups
    return _rhythm(said, recurrence.weekly(said.groups["weekday"], strict=strict))


def _month_day(said: _Said) -> Moment | None:
    return _rhythm(said, recurrence.monthly(said.groups["day"], strict="before" in said.groups))


def _quarter_day(said: _Said) -> Moment | None:
    groups = said.groups
    return _rhythm(said, recurrence.quarterly(groups["day"], groups["place"], strict="before" in groups))


def _year_days(said: _Said) -> Moment | None:
    last_days = recurrence.days_of_year(said.groups["days"])
    if last_days is None:
        return None
    anchor = last_days[0] + timedelta(days=1)
    contested = len(last_days) == 1 and "tr" in said.groups["days"][:2] and anchor == end_of_month(anchor)
    return said.moment(recurrence=recurrence.yearly(last_days), lenient_end=iso(anchor) if contested else None)


def _year_span(said: _Said) -> Moment | None:
    found = recurrence.span_of_year(said.groups["unit"])
    if found is None or found.first is None or found.last is None:
        return None
    last = found.first - timedelta(days=1) if "before" in said.groups else found.last
    return said.moment(recurrence=recurrence.yearly([last]))


def _ongoing_until(said: _Said) -> Moment | None:
    end = said.given.again(said.groups["rest"])
    return said.moment(end=end.end if end else None)


def _plain(said: _Said) -> Moment:
    return said.moment()


# ── counted from a day or an event ────────────────────────────────────────────────────────────────


def _anchor(said: _Said) -> date | None:
    """Return the day counted from, or None when it is an event of unknown date."""
    event = said.groups.get("anchor", "")
    return said.given.issued if said.given.standalone or not event or _OWN_EVENT.search(event) else None


def _counted(said: _Said) -> Moment | None:
    count, start = counting.number(said.groups["amount"]), _anchor(said)
    if count is None:
        return None
    if start is None:
        return said.moment()
    working = "work" in said.groups
    end = counting.after(start, count, said.groups["span"], working=working)
    return said.moment(start=iso(start), end=iso(end), lenient_end=None if working else iso(counting.rolled(end)))


def _counted_back(said: _Said) -> Moment | None:
    count, event = counting.number(said.groups["amount"]), _anchor(said)
    if count is None:
        return None
    end = event and counting.before(event, count, said.groups["span"], working="work" in said.groups)
    return said.moment(end=iso(end))


def _coming(said: _Said) -> Moment | None:
    """Return the coming years or months from the date given; years are also read as whole ones."""
    count, issued = counting.number(said.groups["amount"]), said.given.issued
    if count is None:
        return None
    if issued is None:
        return said.moment()
    end = counting.after(issued, count, said.groups["span"]) - timedelta(days=1)
    whole = (
        date(issued.year + count, 12, 31) if said.groups["span"].startswith("n") and end.year > issued.year else None
    )
    return said.moment(
        start=iso(issued), end=iso(end), lenient_end=iso(whole) if said.groups["span"] != "ngày" else None
    )


def _next(said: _Said) -> Moment:
    issued = said.given.issued
    if issued is None:
        return said.moment()
    length = {"tháng": 1, "quý": 3}.get(said.groups["span"], 12)
    first = add_months(issued.replace(day=1, month=issued.month - (issued.month - 1) % length), length)
    return said.moment(start=iso(first), end=iso(add_months(first, length) - timedelta(days=1)))


def _from_issue(said: _Said) -> Moment:
    return said.moment(start=iso(said.given.issued))


def _at_once(said: _Said) -> Moment:
    if said.given.standalone:
        return _from_issue(said)
    return said.moment(kind="conditional")


def _today(said: _Said) -> Moment:
    issued = said.given.issued
    if issued is None:
        return said.moment()
    left = 6 - issued.weekday() if said.groups["what"].startswith("tuần") else 0  # the week ends on Sunday
    return said.moment(start=iso(issued), end=iso(issued + timedelta(days=left)))


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────


def _none(_: _Said) -> None:
    return None


def _rest(said: _Said) -> Moment | None:
    return said.given.again(said.groups["rest"])


def _bracketed(said: _Said) -> Moment | None:
    """Return what stands before the bracket, else what stands in it."""
    outer = f"{said.groups['outer']} {said.groups['after']}".strip()
    return (said.given.again(outer) if outer else None) or said.given.again(said.groups["inner"])


_READ: dict[str, Callable[[_Said], Moment | None]] = {
    "at_once": _at_once,
    "before": _before,
    "before_tet": _before_tet,
    "bracketed": _bracketed,
    "by": _by,
    "coming": _coming,
    "counted": _counted,
    "counted_back": _counted_back,
    "cycle": _cycle,
    "cycle_with_day": _cycle_with_day,
    "daily": _daily,
    "from": _from,
    "from_issue": _from_issue,
    "from_now": _from_now,
    "horizon": _horizon,
    "milestones": _milestones,
    "month_day": _month_day,
    "next": _next,
    "none": _none,
    "ongoing": _plain,
    "ongoing_until": _ongoing_until,
    "open": _open,
    "plain": _plain,
    "quarter_day": _quarter_day,
    "rest": _rest,
    "today": _today,
    "weekday": _weekday,
    "year_days": _year_days,
    "year_span": _year_span,
}

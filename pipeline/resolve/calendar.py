"""Which days a date, month, quarter, half-year, year or range names: `days`.

The patterns stand in `grammars/deadlines_calendar.yaml`; here is what they mean. The conventions: day before month,
always; a year that is left out is the first in which the days do not lie before the document's date; "đầu", "giữa"
and "cuối" as articles 146.2 and 146.3 of the Civil Code (91/2015/QH13) have them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import DeadlineKind
from pipeline.resolve.days import LEAP_NOWHEN, NOWHEN, Days, add_months, dated, end_of_month, in_year

_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "hi": 3,
    "11": 2,
    "111": 3,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
}
MONTHS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_KINDS: dict[str, DeadlineKind] = {"tháng": "month", "quý": "quarter"}
_SHORT = 2  # digits of a year that leaves its century out, as spreadsheets do
_DEPTH = 3  # "từ cuối quý I đến giữa năm": a phrase inside a phrase inside a phrase


class _Phrase(NamedTuple):
    """A phrase that a rule matched: its named groups, the document's date, how deep it is nested, the rule."""

    groups: dict[str, str]
    issued: date | None
    depth: int
    rule: str


def days(text: str, issued: date | None = None) -> Days | None:
    """Return the days that a phrase in folded text names, with the year it leaves out; None when it names none."""
    found = _days(text, issued, _DEPTH)
    return dated(found, issued) if found else None


def undated(text: str, issued: date | None = None) -> Days | None:
    """Return the days that a phrase names, in the year 5 when it names no year (for what recurs every year)."""
    return _days(text, issued, _DEPTH)


# ── what each rule names ──────────────────────────────────────────────────────────────────────────


def _days(text: str, issued: date | None, depth: int) -> Days | None:
    text = text.strip(" ,;:.")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    match = grammar.load("deadlines_calendar").whole(text) if text and depth else None
    if match is None:
        return None
    try:
        return _READ[match.means["read"]](_Phrase(match.groups, issued, depth, match.rule))
    except (ValueError, OverflowError):  # 32/12/2025, 15/13/2025: no such day, and never month before day
        return None


def _school_month(year: Days, part: str) -> Days | None:
    """Return the first or the last month of a school year."""
    day = year.last if part == "cuối" else year.first
    return Days("month", day.replace(day=1), end_of_month(day)) if day else None


def _year_of(said: _Phrase) -> int | None:
    """Return the year a phrase names ("nay" is the document's own); None when it leaves it out."""
    year = said.groups.get("y")
    if year == "nay":
        return said.issued.year if said.issued else None
    return int(year) + 2000 * (len(year) == _SHORT) if year else None


def month_number(name: str) -> int:
    """Return the number of a month written in digits or as a word."""
    return MONTHS.get(name) or int(name)


def _day(said: _Phrase) -> Days:
    year, month, number = _year_of(said), month_number(said.groups["m"]), int(said.groups["d"])
    stand_in = LEAP_NOWHEN if (month, number) == (2, 29) else NOWHEN
    day = date(year or stand_in, month, number)
    return Days("date", day, day, yearless=year is None, rule=said.rule)


def _several_days(said: _Phrase) -> Days | None:
    last = _days(said.groups["last"], said.issued, said.depth - 1)
    if last is None or last.last is None:
        return None
    return Days("period", last.last.replace(day=int(said.groups["first"])), last.last, rule=said.rule)


def _month(said: _Phrase) -> Days:
    year = _year_of(said)
    first = date(year or NOWHEN, month_number(said.groups["m"]), 1)
    return Days("month", first, end_of_month(first), yearless=year is None, rule=said.rule)


def _months(said: _Phrase) -> Days | None:
    """Return the stretch from the first to the last of several months or quarters."""
    word, first = ("quý", said.groups["quarter"]) if "quarter" in said.groups else ("tháng", said.groups["month"])
    start = _days(f"{word} {first}{said.groups['tail']}", said.issued, said.depth - 1)
    end = _days(f"{word} {said.groups['last']}{said.groups['tail']}", said.issued, said.depth - 1)
    if not start or not end or not start.first or not end.last or start.first > end.last:
        return None
    return Days("period", start.first, end.last, yearless=end.yearless, rule=said.rule)


def _quarter(said: _Phrase) -> Days:
    name, year = said.groups["q"], _year_of(said)
    number = 4 if name == "cuối" else _ROMAN.get(name) or int(name)
    first = date(year or NOWHEN, 3 * number - 2, 1)
    return Days("quarter", first, add_months(first, 3) - timedelta(days=1), yearless=year is None, rule=said.rule)


def _half_year(said: _Phrase) -> Days | None:
    groups, year = said.groups, _year_of(said)
    if year is None:
        return None
    number = groups.get("n", "6")
    if number in {"những", "các"}:  # "những tháng cuối năm 2025": from the document's date on
        first = said.issued if said.issued and said.issued.year == year else None
        return Days("half_year", first, date(year, 12, 31), rule=said.rule)
    months = 6 if number == "sáu" else int(number)
    if not 0 < months < 12:
        return None
    kind: DeadlineKind = "half_year" if months == 6 else "period"
    if groups.get("part", "đầu")[0] == "c" or groups.get("half") == "2":
        return Days(kind, date(year, 13 - months, 1), date(year, 12, 31), rule=said.rule)
    return Days(kind, date(year, 1, 1), end_of_month(date(year, months, 1)), rule=said.rule)


def _part(said: _Phrase) -> Days | None:
    """Return the first, middle or last day of a stretch, or its half: articles 146.2 and 146.3 of the Civil Code."""
    unit = said.groups["unit"].strip()
    whole = (
        Days("year", date(NOWHEN, 1, 1), date(NOWHEN, 12, 31), yearless=True)
        if unit in {"năm", "nãm"}
        else _days(unit, said.issued, said.depth - 1)
    )
    if whole and whole.rule == "deadline.school_year" and said.groups["part"] in {"cuối", "đầu"}:
        whole = _school_month(whole, said.groups["part"])
    if whole is None or whole.first is None or whole.last is None or whole.kind not in {"month", "quarter", "year"}:
        return None
    kind: DeadlineKind = whole.kind
    first, last, part = whole.first, whole.last, said.groups["part"]
    middle = {"month": first.replace(day=15), "quarter": add_months(first, 1).replace(day=15)}.get(
        kind, first.replace(month=6, day=30)
    )
    if part.startswith("nửa"):
        kind = "half_year" if kind == "year" else "period"
        first, last = (middle + timedelta(days=1), last) if part.endswith("cuối") else (first, middle)
        return whole._replace(kind=kind, first=first, last=last, rule=said.rule)
    if part == "cuối":
        return whole._replace(first=last, rule=said.rule)
    loose = {"month": first.replace(day=20 if part == "giữa" else 10)}  # as practice counts; the law names one day
    if part != "giữa":
        loose |= {"quarter": end_of_month(first), "year": first.replace(month=3, day=31)}
    day = middle if part == "giữa" else first
    return whole._replace(
        kind="half_year" if kind == "year" else kind, first=day, last=day, lenient=loose.get(kind), rule=said.rule
    )


def _days_of_month(said: _Phrase) -> Days | None:
    """Return the first or last days of a month, or the first, second or last ten ("trung tuần": 11 to 20)."""
    month = _days(said.groups["unit"], said.issued, said.depth - 1)
    count = int(said.groups.get("n", "10"))
    if month is None or month.kind != "month" or not month.first or not month.last or not 0 < count < month.last.day:
        return None
    first, last = {
        "thượng": (1, 10),
        "trung": (11, 20),
        "hạ": (21, month.last.day),
        "cuối": (month.last.day - count + 1, month.last.day),
    }.get(said.groups["part"], (1, count))
    return month._replace(
        kind="period", first=month.first.replace(day=first), last=month.first.replace(day=last), rule=said.rule
    )


def _year(said: _Phrase) -> Days | None:
    year = _year_of(said)
    if year is None:
        return Days("year", None, None, rule=said.rule)
    first = said.issued if said.groups["y"] == "nay" else date(year, 1, 1)
    return Days("year", first, date(year, 12, 31), rule=said.rule)


def _school_year(said: _Phrase) -> Days | None:
    start, end = int(said.groups["a"]), int(said.groups["b"])
    return Days("period", date(start, 9, 1), date(end, 5, 31), rule=said.rule) if end == start + 1 else None


def _this(said: _Phrase) -> Days:
    """Return the rest of this week, month or quarter, or the whole of the next."""
    unit, issued = said.groups["unit"], said.issued
    kind = _KINDS.get(unit, "relative")
    if issued is None:
        return Days(kind, None, None, rule=said.rule)
    if unit == "tuần":  # ends on Sunday
        first = issued - timedelta(days=issued.weekday())
        last = first + timedelta(days=6)
    else:
        length = 1 if unit == "tháng" else 3
        first = issued.replace(day=1, month=issued.month - (issued.month - 1) % length)
        last = add_months(first, length) - timedelta(days=1)
    if said.groups["which"] in {"này", "nay"}:
        return Days(kind, issued, last, rule=said.rule)
    after = last + timedelta(days=1)
    until = after + timedelta(days=6) if unit == "tuần" else add_months(after, length) - timedelta(days=1)
    return Days(kind, after, until, rule=said.rule)


def _week(said: _Phrase) -> Days | None:
    """Return a week of a month: days 1 to 7, 8 to 14, 15 to 21, or the rest for the fourth; the last seven days."""
    month = _days(said.groups["unit"], said.issued, said.depth - 1)
    if month is None or month.kind != "month" or month.first is None or month.last is None:
        return None
    name = said.groups["week"]
    number = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "cuối": 4}.get(name) or (int(name) if name.isdecimal() else 1)
    first = month.last - timedelta(days=6) if name == "cuối" else month.first.replace(day=7 * number - 6)
    last = month.last if number == 4 else month.first.replace(day=7 * number)
    return month._replace(kind="period", first=first, last=last, rule=said.rule)


def _years(said: _Phrase) -> Days | None:
    end = int(said.groups["b"])
    start = int(said.groups.get("a", end))
    return Days("period", date(start, 1, 1), date(end, 12, 31), rule=said.rule) if start <= end else None


def _range(said: _Phrase) -> Days | None:
    """Return the stretch from the left side to the right, which lends its month and year to the left."""
    right = _days(said.groups["b"], said.issued, said.depth - 1)
    if right is None or right.first is None or right.last is None:
        return None
    left = _left(said, right.first)
    if left is None or left.first is None:
        return None
    first, last, yearless = left.first, right.last, left.yearless and right.yearless
    if left.yearless and not right.yearless:
        moved = in_year(left, last.year)
        first = moved.first if moved and moved.first else first
        if first > last:
            first = first.replace(year=first.year - 1)
    elif right.yearless and not left.yearless:
        last = last.replace(year=first.year)
        if last < first:
            last = last.replace(year=first.year + 1)
    elif yearless and first > last:
        first = add_months(first, -12)
    return Days("period", first, last, yearless=yearless, rule=said.rule) if first <= last else None


def _left(said: _Phrase, right: date) -> Days | None:
    """Return what the left side of a range names, when need be with the month of the right side."""
    text = said.groups["a"].strip()
    number = text.removeprefix("ngày ")
    if number.isdecimal() and len(number) <= 2:
        yearless = right.year <= NOWHEN
        return Days("date", right.replace(day=int(number)), None, yearless=yearless)
    return _days(text, said.issued, said.depth - 1)


_READ: dict[str, Callable[[_Phrase], Days | None]] = {
    "day": _day,
    "days": _several_days,
    "days_of_month": _days_of_month,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "half_year": _half_year,
    "part": _part,
    "year": _year,
    "school_year": _school_year,
    "this": _this,
    "week": _week,
    "years": _years,
    "range": _range,
}

"""How often something comes round, as an RFC 5545 rule for the last day that is still on time.

`trước ngày 20 hằng tháng` is strict, so its rule names the 19th; the day before the first of a month is the last of
the month before. Several rules are joined by a line feed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.documents import Moment
from pipeline.resolve.calendar import MONTHS, month_number, undated
from pipeline.resolve.counting import number
from pipeline.resolve.days import NOWHEN, Days, end_of_month, iso
from pipeline.resolve.said import Reading, Said

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY_NAMES = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5}
_UNIT_DAYS = {"ngày": 1, "tuần": 7, "tháng": 30, "quý": 91, "năm": 365, "nam": 365, "nãm": 365}
_WORDS = {"một": 1, "hai": 2, "ba": 3, "sáu": 6}
_STEP = re.compile(r"(?:(\d{1,2}|một|hai|ba|sáu) )?(ngày|tuần|tháng|quý|n[aăã]m)")
_ONCE = re.compile(r"(?:một|0?1) lần")
_MONTHS = {"năm": 12, "nam": 12, "nãm": 12, "quý": 3}
_TIMES_A_MONTH = {2: "FREQ=MONTHLY;BYMONTHDAY=15,-1", 3: "FREQ=MONTHLY;BYMONTHDAY=10,20,-1", 4: "FREQ=WEEKLY"}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = re.compile(rf"\d{{1,2}}|{_NAMES}")
_DAY_MONTH = re.compile(
    rf"(trước |tr\w{{2,3}}c )?(?:ngày )?(?:m[ùồ]ng )?(\d{{1,2}})(?: tháng |[/.-])(\d{{1,2}}|{_NAMES})"
)


def every(words: str) -> str | None:
    """Return the rule of a rhythm ("hằng quý", "6 tháng, năm"): of several the finest; None when it names none."""
    found = _STEP.findall(_ONCE.sub("", words))
    steps = [(int(_WORDS.get(count, count) or 1) if count else 1, unit) for count, unit in found]
    if not steps:
        return None
    count, unit = min(steps, key=lambda step: step[0] * _UNIT_DAYS[step[1]])
    if count < 1:
        return None
    if unit == "quý":
        count, unit = 3 * count, "tháng"
    if unit == "tháng" and count % 12 == 0:
        count, unit = count // 12, "năm"
    frequency = {"ngày": "DAILY", "tuần": "WEEKLY", "tháng": "MONTHLY"}.get(unit, "YEARLY")
    return f"FREQ={frequency}" + (f";INTERVAL={count}" if count > 1 else "")


def same_rhythm(rhythm: str | None, with_day: str) -> bool:
    """Return whether a rule that names days comes round as often as a rule that names none (or nothing at all)."""
    parts = dict(part.split("=") for part in with_day.partition("\n")[0].split(";"))
    days = {"BYMONTHDAY", "BYDAY"} & parts.keys()
    if "\n" in with_day or not days:
        return bool(days) and rhythm is None
    months = parts.get("BYMONTH", "").count(",") + 1 if "BYMONTH" in parts else 0
    named = {1: "FREQ=YEARLY", 4: "FREQ=MONTHLY;INTERVAL=3"}.get(months, f"FREQ={parts['FREQ']}" if not months else "")
    return rhythm in {None, named}


def times(count: int, unit: str) -> str | None:
    """Return the rule of so many times a year, quarter, month, week or day, evenly spread where that can be.

    Where it cannot ("5 lần/năm", "2 lần/tuần") the rule of the year, the week; None for a school term.
    """
    if unit == "tháng" and count in _TIMES_A_MONTH:
        return _TIMES_A_MONTH[count]
    months, rest = divmod(_MONTHS.get(unit, 0), count)
    return every(f"{months} tháng" if months and not rest else unit)


def daily(hours: str | None) -> str:
    """Return the rule of every day, with the hours when several are named ("8h và 16h")."""
    named = [hour for hour in re.findall(r"(\d{1,2}) ?(?:giờ|h|g|:)", hours or "") if int(hour) < 24]
    return "FREQ=DAILY" + (f";BYHOUR={','.join(named)}" if named else "")


def weekly(weekday: str, *, strict: bool) -> str:
    """Return the rule of a weekday ("thứ sáu", "chủ nhật"), or of the day before it."""
    name = weekday.rsplit(maxsplit=1)[-1]
    number = int(name) - 2 if name.isdecimal() else _WEEKDAY_NAMES.get(name, 6)
    return f"FREQ=WEEKLY;BYDAY={WEEKDAYS[number - strict]}"


def monthly(days: str, *, strict: bool) -> str | None:
    """Return the rule of a day, or days, of every month ("20", "10, 20", "cuối"), or of the day before each."""
    numbers = [int(number) for number in re.findall(r"\d+", days)]
    if not all(1 <= number <= 31 for number in numbers):
        return None
    named = [str(number - strict or -1) for number in numbers] or ["-1"]
    return f"FREQ=MONTHLY;BYMONTHDAY={','.join(named)}"


def quarterly(day: str, place: str, *, strict: bool) -> str | None:
    """Return the rule of a day of the first, second or last month of every quarter, or of the day before it."""
    number, month = int(day), {"cuối": 3, "giữa": 2, "thứ hai": 2}.get(place, 1)
    if not 1 <= number <= 31:
        return None
    number -= strict
    months = [(month + step - (not number) - 1) % 12 + 1 for step in (0, 3, 6, 9)]
    return f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(months)))};BYMONTHDAY={number or -1}"


def yearly(days: list[date]) -> str:
    """Return the rule, or the rules, of some days of the year 5; days of one number share a rule."""
    rules: list[tuple[str, list[int]]] = []
    for day in days:
        number = "-1" if (day.month, day.day) == (2, 28) else str(day.day)
        if rules and rules[-1][0] == number:
            rules[-1][1].append(day.month)
        else:
            rules.append((number, [day.month]))
    return "\n".join(
        f"FREQ=YEARLY;BYMONTH={','.join(map(str, sorted(months)))};BYMONTHDAY={number}" for number, months in rules
    )


def days_of_year(words: str) -> list[date] | None:
    """Return the days, in the year 5, on which a list of days without years ends; None when one does not exist.

    `trước` holds for the days after it too ("trước ngày 20/6 và ngày 20/12"). Never raises.
    """
    found: list[date] = []
    strict = False
    for before, day, month in _DAY_MONTH.findall(words):
        strict = strict or bool(before)
        try:
            found.append(date(NOWHEN, month_number(month), int(day)) - timedelta(days=int(strict)))
        except ValueError:
            return None
    return found or None


def span_of_year(words: str) -> Days | None:
    """Return the days of the year that a month, quarter or stretch without a year names; None for one with a year."""
    found = undated(words)
    return found if found and found.yearless and found.first and found.last else None


# ── the rules of deadlines.yaml that come round ───────────────────────────────────────────────────


def _rhythm(said: Said, rule: str | None) -> Moment | None:
    return said.moment(recurrence=rule) if rule else None


def _cycle(said: Said) -> Moment | None:
    return _rhythm(said, every(said.groups["cycle"]))


def _cycle_with_day(said: Said) -> Moment | None:
    """Return the rhythm on the day in brackets, whose own rhythm may be left out ("hằng năm (trước ngày 15/11)")."""
    cycle, rest = said.groups["cycle"], said.groups["rest"]
    for words in (rest, f"{rest} hằng {cycle}"):
        found = said.given.again(words)
        if found and found.kind == "recurring" and found.recurrence:
            return found.model_copy(update={"rule": said.rule})
    return _cycle(said)


def _times(said: Said) -> Moment | None:
    """Return how often something is done: "02 lần/năm" is every six months; a school term has no rule."""
    count = number(said.groups["count"])
    return said.moment(recurrence=times(count, said.groups["span"])) if count else None


def _end_of_each(said: Said) -> Moment | None:
    """Return the last or the first day of every month, quarter or year; of every week no certain day."""
    last, unit = said.groups["place"] == "cuối", said.groups["span"]
    if unit == "tuần":
        return _rhythm(said, every(unit))
    day = "BYMONTHDAY=-1" if last else "BYMONTHDAY=1"
    if unit == "tháng":
        return _rhythm(said, f"FREQ=MONTHLY;{day}")
    if unit == "quý":
        return _rhythm(said, f"FREQ=YEARLY;BYMONTH={'3,6,9,12' if last else '1,4,7,10'};{day}")
    return _rhythm(said, f"FREQ=YEARLY;BYMONTH={12 if last else 1};{day}")


def _daily(said: Said) -> Moment | None:
    return _rhythm(said, daily(said.groups.get("hours")))


def _weekday(said: Said) -> Moment | None:
    strict = "before" in said.groups and "clock" not in said.groups
    return _rhythm(said, weekly(said.groups["weekday"], strict=strict))


def _month_day(said: Said) -> Moment | None:
    return _rhythm(said, monthly(said.groups["day"], strict="before" in said.groups))


def _quarter_day(said: Said) -> Moment | None:
    groups = said.groups
    return _rhythm(said, quarterly(groups["day"], groups["place"], strict="before" in groups))


def _year_days(said: Said) -> Moment | None:
    last_days = days_of_year(said.groups["days"])
    if last_days is None:
        return None
    anchor = last_days[0] + timedelta(days=1)
    contested = len(last_days) == 1 and "tr" in said.groups["days"][:2] and anchor == end_of_month(anchor)
    return said.moment(recurrence=yearly(last_days), lenient_end=iso(anchor) if contested else None)


def _year_months(said: Said) -> Moment | None:
    """Return the rule of the last day of each of some months."""
    months = sorted(map(month_number, _MONTH.findall(said.groups["months"])))
    if not all(1 <= month <= 12 for month in months):
        return None
    return said.moment(recurrence=f"FREQ=YEARLY;BYMONTH={','.join(map(str, months))};BYMONTHDAY=-1")


def _year_span(said: Said) -> Moment | None:
    found = span_of_year(said.groups["unit"])
    if found is None or found.first is None or found.last is None:
        return None
    last = found.first - timedelta(days=1) if "before" in said.groups else found.last
    return said.moment(recurrence=yearly([last]))


READINGS: dict[str, Reading] = {
    "cycle": _cycle,
    "cycle_with_day": _cycle_with_day,
    "daily": _daily,
    "end_of_each": _end_of_each,
    "month_day": _month_day,
    "quarter_day": _quarter_day,
    "times": _times,
    "weekday": _weekday,
    "year_days": _year_days,
    "year_months": _year_months,
    "year_span": _year_span,
}

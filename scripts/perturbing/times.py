"""Other times: years, days, months and quarters moved, the gold by the same steps; the same times spelt otherwise.

A mention is a time as one of the spellings of words.yaml writes it. Mentions that read alike change alike throughout a
document, so that the gold follows.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, NamedTuple

from perturbing.copies import Copy, Edit, Record, like, listed, times, vocabulary

_ROMAN = ("I", "II", "III", "IV")
_NUMBERS = {
    "d": r"(?P<d>0?[1-9]|[12]\d|3[01])",
    "m": r"(?P<m>0?[1-9]|1[0-2])",
    "y": r"(?P<y>20[0-4]\d)",
    "Q": r"(?P<q>IV|I{1,3})",
    "q": r"(?P<q>[1-4])",
    "h": r"(?P<h>đầu|cuối)",
}
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d|/[A-ZĐ\d]|[.,]\d)")  # but not 57/2025/QH15
_NUMBER_BEFORE = re.compile(r"(?:\d{3}|[2-9]\d|1[3-9])/$|\d[.,]$")  # 57/2025 is no month; 1.2025 no year
_UNTIL = 2040  # a four-digit number above it is no year


class Time(NamedTuple):
    """A time as mentioned: its grain (day, month, quarter, half), its number in the year, the year if one stands there."""

    grain: str
    number: int
    month: int
    year: int | None


class _Mention(NamedTuple):
    start: int
    end: int
    time: Time
    words: str
    form: str


# ── spellings ─────────────────────────────────────────────────────────────────────────────────────


@cache
def _forms() -> dict[tuple[str, bool], list[str]]:
    """Return the spellings of a grain, with a year and without, as words.yaml has them."""
    found: dict[tuple[str, bool], list[str]] = {}
    for grain, forms in vocabulary()["times"].items():
        for form in listed(forms):
            found.setdefault((grain, "{y}" in form), []).append(form)
    return found


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    """Return grain, spelling and pattern of every spelling, the longest first."""
    found = []
    for (grain, _), forms in _forms().items():
        for form in forms:
            spelt = re.escape(form.replace(" ", "\0")).replace("\0", r"\s+").replace("\\\0", r"\s+")
            for letter, pattern in _NUMBERS.items():
                spelt = spelt.replace(rf"\{{{letter}\}}", pattern)
            found.append((grain, form, re.compile(rf"(?<![\w/.-]){spelt}(?![\w]|[/.-]\d|/[A-ZĐ])", re.IGNORECASE)))
    return sorted(found, key=lambda one: len(one[1]), reverse=True)


def mentions(text: str) -> list[_Mention]:
    """Return the times that a text mentions, from left to right; of overlapping ones the longest spelling."""
    found: list[_Mention] = []
    for grain, form, pattern in _patterns():
        for hit in pattern.finditer(text):
            if all(hit.end() <= one.start or hit.start() >= one.end for one in found):
                found.append(_Mention(hit.start(), hit.end(), _time(grain, hit.groupdict()), hit[0], form))
    return sorted(found)


def _time(grain: str, parts: dict[str, Any]) -> Time:
    year = int(parts["y"]) if parts.get("y") else None
    if grain == "quarter":
        quarter = parts["q"].upper()
        return Time(grain, _ROMAN.index(quarter) + 1 if quarter in _ROMAN else int(quarter), 0, year)
    if grain == "half":
        return Time(grain, 1 if parts["h"].lower() == "đầu" else 2, 0, year)
    return Time(grain, int(parts["d"]) if grain == "day" else int(parts["m"]), int(parts["m"]), year)


def spelt(time: Time, form: str) -> str:
    """Return a time in a spelling of words.yaml."""
    number = f"{time.number:02d}" if time.number < 10 else str(time.number)  # as NĐ 30/2020 wants days and months below 3
    month = f"{time.month:02d}" if time.month < 3 else str(time.month)
    half = "đầu" if time.number == 1 else "cuối"
    quarter = _ROMAN[time.number - 1] if time.grain == "quarter" else ""
    return form.format(d=number, m=month, y=time.year, Q=quarter, q=time.number, h=half)


def respelt(one: Copy, chance: Random) -> Copy:
    """Return the copy with its times in other spellings; what they mean stays, and "ngày" where it stood."""
    issued = one.gold["document"].get("issued_on")
    chosen: dict[tuple[Time, str], str] = {}

    def find(text: str) -> Iterator[Edit]:
        for hit in mentions(text):
            first = hit.form.partition(" ")[0]
            key = hit.time, first
            if key not in chosen:
                forms = [form for form in _forms()[hit.time.grain, hit.time.year is not None] if form.startswith(first[:2])]
                chosen[key] = chance.choice(forms)
            if _iso(hit.time) != issued:
                yield Edit(hit.start, hit.end, like(spelt(hit.time, chosen[key]), hit.words))

    def also(text: str) -> Iterator[Edit]:
        for first, second in (listed(pair) for pair in vocabulary()["recurring"]):
            for hit in re.finditer(rf"(?<!\w)(?:{first}|{second})(?!\w)", text, re.IGNORECASE):
                yield Edit(hit.start(), hit.end(), like(second if hit[0].lower() == first else first, hit[0]))

    return one.substituted(find).substituted(also)


# ── whole years ───────────────────────────────────────────────────────────────────────────────────


def other_years(one: Copy, chance: Random) -> Copy:
    """Return the copy with every year moved by the same number, the day of issue and cited documents' days too."""
    days = [date.fromisoformat(day) for day in _days(one.gold) if not day.startswith("X")]
    steps = [step for step in (1, 2, 3, -1, -2) if all(_fits(day, step) for day in days)]
    working = any(word in time["text"] for task in one.tasks for time in times(task) for word in vocabulary()["working"])
    if not steps or working or any(2000 <= (target.get("value") or 0) <= _UNTIL for target in one.targets):
        return one
    step = chance.choice(steps)

    def find(text: str) -> Iterator[Edit]:
        for hit in _YEAR.finditer(text):
            if not _NUMBER_BEFORE.search(text, max(0, hit.start() - 4), hit.start()):
                yield Edit(hit.start(), hit.end(), str(int(hit[0]) + step))

    changed = one.substituted(find)
    _move_gold(changed.gold, lambda day: _years_later(day, step))
    for task, old in zip(changed.tasks, one.tasks, strict=True):
        for time, then in zip(times(task), times(old), strict=True):
            counted = then["kind"] == "relative" and then.get("start") and then.get("end")
            if counted and not any(word in then["text"] for word in vocabulary()["months"]):  # as many days as it was
                length = date.fromisoformat(then["end"]) - date.fromisoformat(then["start"])
                time["end"] = str(date.fromisoformat(time["start"]) + length)
    return changed


def _days(gold: Record) -> Iterator[str]:
    """Yield every ISO day of a gold file."""
    readings = [time for task in gold["tasks"] for time in times(task)]
    values = [value for time in readings for value in (time.get("start"), time.get("end"))]
    values += [target.get("by") for target in gold["targets"]]
    yield from (value for value in (*values, gold["document"].get("issued_on")) if value)


def _fits(day: date, step: int) -> bool:
    """Return whether a day of late February stays what it is in another year."""
    return day.month != 2 or day.day < 28 or calendar.isleap(day.year) == calendar.isleap(day.year + step)


def _years_later(day: str, step: int) -> str:
    return f"{int(day[:4]) + step}{day[4:]}" if day[0] != "X" else day


def _move_gold(gold: Record, move: Any) -> None:  # noqa: ANN401  str → str
    for task in gold["tasks"]:
        for time in times(task):
            time["start"], time["end"] = (day and move(day) for day in (time.get("start"), time.get("end")))
            if time.get("recurrence"):
                time["recurrence"] = re.sub(r"(?<=UNTIL=)\d{4}", lambda hit: move(f"{hit[0]}-01-01")[:4], time["recurrence"])
    for target in gold["targets"]:
        target["by"] = move(target["by"]) if target.get("by") else target.get("by")
    if gold["document"].get("issued_on"):
        gold["document"]["issued_on"] = move(gold["document"]["issued_on"])


# ── days, months, quarters, half years ────────────────────────────────────────────────────────────


def other_days(one: Copy, chance: Random) -> Copy:
    """Return the copy with the days, months, quarters and half years of its deadlines moved.

    A deadline moves when its gold follows from the times it mentions; what the others mention stays as it is.
    """
    steps = {"day": chance.choice((1, 2, 3)), "month": chance.choice((1, 2, 5)), "quarter": 1, "half": 1}
    issued = one.gold["document"].get("issued_on")
    readings = [time for task in one.tasks for time in times(task)]
    moved = {_key(hit): moved_time(hit.time, steps) for time in readings for hit in mentions(time["text"])}
    kept = {_key(hit) for time in readings if new_gold(time, moved, issued) is None for hit in mentions(time["text"])}
    kept |= {_key(hit) for hit in mentions(one.text) if _iso(hit.time) == issued}
    ends = {target["by"] for target in one.targets if target.get("by")}
    kept |= {key for key in moved for hit in mentions(key) if {str(day) for day in bounds(hit.time)} & ends}
    while more := _torn(readings, kept):
        kept |= more
    moved = {key: time for key, time in moved.items() if key not in kept}

    def find(text: str) -> Iterator[Edit]:
        for hit in mentions(text):
            if time := moved.get(_key(hit)):
                yield Edit(hit.start, hit.end, like(spelt(time, hit.form), hit.words))

    gold = one.gold
    fields = [(new_gold(time, moved, issued) or {}) for time in readings]
    changed = one._replace(gold={**gold}).substituted(find)
    for time, new in zip((time for task in changed.tasks for time in times(task)), fields, strict=True):
        time.update(new)
    return changed


def _torn(readings: Iterable[Record], kept: set[str]) -> set[str]:
    """Return the mentions that stand in one deadline with a kept one."""
    together = [{_key(hit) for hit in mentions(time["text"])} for time in readings]
    return {key for keys in together if keys & kept for key in keys} - kept


def _key(hit: _Mention) -> str:
    return " ".join(hit.words.split())


def moved_time(time: Time, steps: dict[str, int]) -> Time:
    """Return the time some days and months, a quarter or half a year later; ends of months stay ends of months."""
    size = {"day": 12, "month": 12, "quarter": 4, "half": 2}[time.grain]
    old = time.month if time.grain == "day" else time.number
    carry, new = divmod(old - 1 + steps["month" if time.grain == "day" else time.grain], size)
    year = time.year and time.year + carry
    new += 1
    if time.grain != "day":
        return Time(time.grain, new, new if time.grain == "month" else 0, year)
    is_last = time.number >= 28 and time.number == _month_length(time.year, time.month)
    day = _month_length(year, new) if is_last else min(time.number + steps["day"] if time.number > 1 else 1, 27)
    return Time("day", day, new, year)


def _month_length(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2027, month)[1]


def bounds(time: Time) -> tuple[date, date]:
    """Return the first and the last day of a time; without a year, in one that is not a leap year."""
    year = time.year or 2027
    if time.grain == "day":
        day = date(year, time.month, min(time.number, _month_length(year, time.month)))
        return day, day
    months = {"month": 1, "quarter": 3, "half": 6}[time.grain]
    last = time.number * months
    return date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def _iso(time: Time) -> str | None:
    return bounds(time)[0].isoformat() if time.grain == "day" and time.year else None


def new_gold(time: Record, moved: dict[str, Time], issued: str | None) -> Record | None:
    """Return what start, end and recurrence become when the mentions move; None where they do not follow from them."""
    hits = mentions(time["text"])
    if not hits:
        return {}
    if any(_key(hit) not in moved for hit in hits):
        return {} if not any(_key(hit) in moved for hit in hits) else None
    old, new = [hit.time for hit in hits], [moved[_key(hit)] for hit in hits]
    if time["kind"] == "recurring":
        return _new_rule(time, old, new)
    ends = [_ends(time["kind"], times_, issued) for times_ in (old, new)]
    if ends[0] is None or ends[1] is None or ends[0][1] is None or not time.get("end"):
        return None
    shift = (date.fromisoformat(time["end"]) - ends[0][1]).days if not time["end"].startswith("X") else 9
    if shift not in (0, -1) or (shift and time["kind"] != "before_date"):
        return None
    start = time.get("start")
    if start and start != str(ends[0][0]):
        return None
    return {"start": start and str(ends[1][0]), "end": str(ends[1][1] + timedelta(days=shift))}


def _ends(kind: str, mentioned: list[Time], issued: str | None) -> tuple[date, date] | None:
    """Return the first and last day that times of this kind bound, the year filled in; None for another shape."""
    if kind == "period" and len(mentioned) == 2 and all(time.year for time in mentioned):
        return bounds(mentioned[0])[0], bounds(mentioned[1])[1]
    grains = {"date": "day", "month": "month", "quarter": "quarter", "half_year": "half"}
    if len(mentioned) != 1 or (kind != "before_date" and grains.get(kind) != mentioned[0].grain):
        return None
    time = mentioned[0]
    if time.year is None:
        if issued is None:
            return None
        year = int(issued[:4])
        time = time._replace(year=year)
        if str(bounds(time)[1]) < issued:
            time = time._replace(year=year + 1)
    first, last = bounds(time)
    return (first, first) if kind == "before_date" else (first, last)


def _new_rule(time: Record, old: list[Time], new: list[Time]) -> Record | None:
    """Return the yearly rules of moved days or months; None where the old ones do not follow from the old times."""
    rules = time.get("recurrence") or ""
    for shift in (0, -1):
        before, after = ("\n".join(_yearly(one, shift) for one in times_) for times_ in (old, new))
        if rules == before:
            return {"recurrence": after}
    return None


def _yearly(time: Time, shift: int) -> str:
    day = bounds(time)[0] + timedelta(days=shift)
    rule = f"FREQ=YEARLY;BYMONTH={day.month}"
    return rule if time.grain == "month" else f"{rule};BYMONTHDAY={day.day}"

"""Other times: years, days, months, quarters and half years moved, and the gold by the same steps."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random

from perturbing.copies import Copy, Edit, Record, like, times, vocabulary
from perturbing.times import Mention, Time, bounds, iso, mentions, month_length, spelt

_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d|/[A-ZĐ\d]|[.,]\d)")  # but not 57/2025/QH15
_NUMBER_BEFORE = re.compile(r"(?:\d{3}|[2-9]\d|1[3-9])/$|\d[.,]$")  # 57/2025 is no month; 1.2025 no year
_UNTIL = 2040  # a four-digit number above it is no year


# ── whole years ───────────────────────────────────────────────────────────────────────────────────


def other_years(one: Copy, chance: Random) -> Copy:
    """Return the copy with every year moved by the same number, the day of issue and cited documents' days too."""
    days = [date.fromisoformat(day) for day in _days(one.gold) if not day.startswith("X")]
    steps = [step for step in (1, 2, 3, -1, -2) if all(_fits(day, step) for day in days)]
    working = any(
        word in time["text"] for task in one.tasks for time in times(task) for word in vocabulary()["working"]
    )
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


def _move_gold(gold: Record, move: Callable[[str], str]) -> None:
    for task in gold["tasks"]:
        for time in times(task):
            time["start"], time["end"] = (day and move(day) for day in (time.get("start"), time.get("end")))
            if time.get("recurrence"):
                time["recurrence"] = re.sub(
                    r"(?<=UNTIL=)\d{4}", lambda hit: move(f"{hit[0]}-01-01")[:4], time["recurrence"]
                )
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
    kept |= {_key(hit) for hit in mentions(one.text) if iso(hit.time) == issued}
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


def _key(hit: Mention) -> str:
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
    is_last = time.number >= 28 and time.number == month_length(time.year, time.month)
    day = month_length(year, new) if is_last else min(time.number + steps["day"] if time.number > 1 else 1, 27)
    return Time("day", day, new, year)


def new_gold(time: Record, moved: dict[str, Time], issued: str | None) -> Record | None:
    """Return what start, end and recurrence become when the mentions move; None where they do not follow from them."""
    hits = mentions(time["text"])
    stay = [_key(hit) not in moved for hit in hits]
    if all(stay):
        return {}
    if any(stay):
        return None
    old, new = [hit.time for hit in hits], [moved[_key(hit)] for hit in hits]
    return _new_rule(time, old, new) if time["kind"] == "recurring" else _new_days(time, old, new, issued)


def _new_days(time: Record, old: list[Time], new: list[Time], issued: str | None) -> Record | None:
    """Return the days of moved times; None where the old days do not follow from the old times."""
    before, after = _ends(time["kind"], old, issued), _ends(time["kind"], new, issued)
    start, end = time.get("start"), time.get("end")
    if before is None or after is None or not end or start not in (None, str(before[0])):
        return None
    for shift in (timedelta(), timedelta(days=-1)):
        if end == str(before[1] + shift) and (not shift or time["kind"] == "before_date"):
            return {"start": start and str(after[0]), "end": str(after[1] + shift)}
    return None


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

"""The times that a text mentions, and the same times spelt otherwise.

A mention is a time as one of the spellings of words.yaml writes it. Mentions that read alike change alike throughout a
document, so that the gold follows.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random
from typing import Any, NamedTuple

from perturbing.copies import Copy, Edit, like, listed, vocabulary

_ROMAN = ("I", "II", "III", "IV")
_NUMBERS = {
    "d": r"(?P<d>0?[1-9]|[12]\d|3[01])",
    "m": r"(?P<m>0?[1-9]|1[0-2])",
    "y": r"(?P<y>20[0-4]\d)",
    "Q": r"(?P<q>IV|I{1,3})",
    "q": r"(?P<q>[1-4])",
    "h": r"(?P<h>\w+)",
}


class Time(NamedTuple):
    """A time: its grain (day, month, quarter, half), its number, the month of a day, the year if one is named."""

    grain: str
    number: int
    month: int
    year: int | None


class Mention(NamedTuple):
    """Where a text mentions a time, in which words and in which spelling of words.yaml."""

    start: int
    end: int
    time: Time
    words: str
    form: str


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


def mentions(text: str) -> list[Mention]:
    """Return the times that a text mentions, from left to right; of overlapping ones the longest spelling."""
    found: list[Mention] = []
    for grain, form, pattern in _patterns():
        for hit in pattern.finditer(text):
            if all(hit.end() <= one.start or hit.start() >= one.end for one in found):
                found.append(Mention(hit.start(), hit.end(), _time(grain, hit.groupdict()), hit[0], form))
    return sorted(found)


def _time(grain: str, parts: dict[str, Any]) -> Time:
    year = int(parts["y"]) if parts.get("y") else None
    if grain == "quarter":
        quarter = parts["q"].upper()
        return Time(grain, _ROMAN.index(quarter) + 1 if quarter in _ROMAN else int(quarter), 0, year)
    if grain == "half":
        return Time(grain, listed(vocabulary()["halves"]).index(parts["h"].lower()) + 1, 0, year)
    return Time(grain, int(parts["d"]) if grain == "day" else int(parts["m"]), int(parts["m"]), year)


def spelt(time: Time, form: str) -> str:
    """Return a time in a spelling of words.yaml."""
    month = f"{time.month:02d}" if time.month < 3 else str(time.month)  # as Decree 30/2020/NĐ-CP wants it
    half = listed(vocabulary()["halves"])[time.number - 1] if time.grain == "half" else ""
    quarter = _ROMAN[time.number - 1] if time.grain == "quarter" else ""
    return form.format(d=f"{time.number:02d}", m=month, y=time.year, Q=quarter, q=time.number, h=half)


def month_length(year: int | None, month: int) -> int:
    """Return the days of a month; without a year, of one that is not a leap year."""
    return calendar.monthrange(year or 2027, month)[1]


def bounds(time: Time) -> tuple[date, date]:
    """Return the first and the last day of a time; without a year, in one that is not a leap year."""
    year = time.year or 2027
    if time.grain == "day":
        day = date(year, time.month, min(time.number, month_length(year, time.month)))
        return day, day
    months = {"month": 1, "quarter": 3, "half": 6}[time.grain]
    last = time.number * months
    return date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1])


def iso(time: Time) -> str | None:
    """Return the ISO date of a day of a named year, None of any other time."""
    return bounds(time)[0].isoformat() if time.grain == "day" and time.year else None


def respelt(one: Copy, chance: Random) -> Copy:
    """Return the copy with its times in other spellings; what they mean stays, and "ngày" where it stood."""
    issued = one.gold["document"].get("issued_on")
    chosen: dict[tuple[Time, str], str] = {}

    def find(text: str) -> Iterator[Edit]:
        for hit in mentions(text):
            first = hit.form.partition(" ")[0]
            key = hit.time, first
            if key not in chosen:
                forms = [
                    form for form in _forms()[hit.time.grain, hit.time.year is not None] if form.startswith(first[:2])
                ]
                chosen[key] = chance.choice(forms)
            if iso(hit.time) != issued:
                yield Edit(hit.start, hit.end, like(spelt(hit.time, chosen[key]), hit.words))

    other: dict[str, str] = {}
    for first, second in (listed(pair) for pair in vocabulary()["recurring"]):
        other |= {first: second, second: first}
    words = "|".join(other).replace(" ", r"\s+")
    recurring = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)

    def also(text: str) -> Iterator[Edit]:
        for hit in recurring.finditer(text):
            yield Edit(hit.start(), hit.end(), like(other[" ".join(hit[0].lower().split())], hit[0]))

    return one.substituted(find).substituted(also)

"""The day by which a target is to be reached, from a heading, a lead-in or the statement itself."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline import grammar
from pipeline.documents import Range
from pipeline.grammar import Match
from pipeline.resolve import calendar
from pipeline.resolve.days import NOWHEN, iso

_MARKS = " \t\n*-–("
_YEAR = re.compile(r"(?:19|20)\d\d|ngày \d|tháng \d|quý [i1-4]")


def horizon(key: str, start: int, end: int, issued: date | None) -> str | None:
    """Return the day by which the targets under a heading or lead-in `key[start:end]` are to be reached.

    The first of several ("đến năm 2030, tầm nhìn đến năm 2045"); None when it names none.
    """
    found = horizons(key, start, end, issued)
    return found[0][1] if found else None


def opening_day(key: str, sentence: Range) -> str | None:
    """Return the day with which a sentence begins ("Đến năm 2030, …"), None when it begins otherwise."""
    found = horizons(key, *sentence)[:1]
    return found[0][1] if found and not key[sentence.start : found[0][0].start].strip(_MARKS) else None


def horizons(key: str, start: int, end: int, issued: date | None = None) -> list[tuple[Match, str]]:
    """Return the horizons in `key[start:end]`, each with its last day as ISO text."""
    found: list[tuple[Match, str]] = []
    if not _YEAR.search(key, start, end):
        return found
    for match in grammar.load("target_horizons").find(key, start, end):
        named = None if "skip" in match.means else calendar.days(match.groups["when"], issued)
        day = named and (named.first if "before" in match.means else named.last)
        if day and (issued or day.year > NOWHEN):
            day -= timedelta(days=1) if "before" in match.means else timedelta()
            found.append((match, iso(day) or ""))
    return found

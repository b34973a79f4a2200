"""What a statement says besides its value: the day by which, and what the value is counted from."""

from __future__ import annotations

from pipeline.documents import Range
from pipeline.grammar import Match
from pipeline.parse.horizons import horizons
from pipeline.parse.statements import MARKS, PREDICATE, Passage, Statement, is_bare, skip


def bases_of(passage: Passage, statements: list[Statement], places: list[Range]) -> list[Range | None]:
    """Return where each statement of a sentence says what its value is counted from: "so với | năm 2024".

    What the last of several shares names holds for all: "giảm 50% thời gian, 30% chi phí so với năm 2024".
    """
    bases = [_base_of(passage, *pair) for pair in zip(statements, places, strict=True)]
    for index in range(len(statements) - 1, 0, -1):
        one, other = statements[index - 1], statements[index]
        if bases[index - 1] is None and one.end == other.start and one.main.is_share and is_bare(passage, other):
            bases[index - 1] = bases[index]
    return bases


def _base_of(passage: Passage, statement: Statement, place: Range) -> Range | None:
    for frame in passage.framed("base", statement.main.start, place.end):
        start = passage.key.index(frame.groups["base"], frame.start)
        return Range(start, start + len(frame.groups["base"]))
    return statement.main.base


def days_of(passage: Passage, statements: list[Statement], places: list[Range]) -> list[str | None]:
    """Return the day of each statement of a sentence: its own, else one that it shares, else None.

    A day that opens the sentence holds for all ("Phấn đấu đến năm 2030, …; …"); a statement without an indicator of
    its own has the day of the one before ("…, tăng bình quân 8%/năm"); a day behind the second of two that "và" joins
    holds for both ("nhóm 4 nước … và nhóm 60 nước … vào năm 2028").
    """
    own = [_days(passage, statement, place) for statement, place in zip(statements, places, strict=True)]
    days = [named[0][1] if named else None for named in own]
    opening: str | None = None
    if len(statements) > 1 and own[0]:
        first, (named, _) = statements[0], own[0][0]
        opening = days[0] if named.end <= first.main.start and _leads_in(passage, first, named) else None
    for index, statement in enumerate(statements):
        if days[index]:
            continue
        if opening:
            days[index] = opening
        elif day := _day_behind(passage.key, statement, statements[index + 1 : index + 2], own[index + 1 : index + 2]):
            days[index] = day
        elif index and _lacks_indicator(passage.key, statement):
            days[index] = days[index - 1]
    return days


def _day_behind(
    key: str, statement: Statement, following: list[Statement], named: list[list[tuple[Match, str]]]
) -> str | None:
    """Return the day at the end of the statement that "và" joins to this one."""
    for other, days in zip(following, named, strict=True):
        if days and other.start == statement.end and key.startswith(" và", other.start):
            return days[0][1] if days[0][0].start >= other.main.start else None
    return None


def _lacks_indicator(key: str, statement: Statement) -> bool:
    """Return whether a statement begins with what is to be reached ("tăng bình quân …") and not with a number."""
    begin = skip(key, statement.start, statement.end)
    return statement.main.start > begin + 2 and bool(PREDICATE.match(key, begin, statement.end))


def _days(passage: Passage, statement: Statement, place: Range) -> list[tuple[Match, str]]:
    """Return the days that a statement names, from what sets the goal ("phấn đấu đến năm 2030, …") to its end."""
    key, begin = passage.key, statement.start
    if not passage.goals:
        before = passage.framed("urge aim keep", begin, place.start)
        begin = before[0].start if before else place.start
        for match, _ in horizons(key, statement.start, begin)[:1]:  # "Đến năm 2030, phấn đấu …"
            if not key[statement.start : match.start].strip(MARKS) and not key[match.end : begin].strip(MARKS):
                begin = match.start
    return horizons(key, begin, place.end)


def _leads_in(passage: Passage, statement: Statement, day: Match) -> bool:
    """Return whether a day opens a statement or stands before its indicator, so that it holds for what follows."""
    before = passage.key[statement.start : day.start]
    for frame in passage.framed("urge aim keep", statement.start, day.start):
        before = before.replace(passage.key[frame.start : frame.end], "")
    return not before.strip(MARKS) or not PREDICATE.match(passage.key, day.end)

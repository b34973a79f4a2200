"""Targets in running text: the measured statements of an item, a paragraph or a sentence.

A sentence is cut into statements, each with one measure that matters: at semicolons, and where a further indicator,
day or number begins behind a measure ("đạt 8% và năm 2026 đạt 10%"). A statement runs from its indicator to its end;
what introduces several statements ("Phấn đấu đến năm 2030, …") belongs to none of them, but its day to all.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import regex

from pipeline import grammar
from pipeline.documents import Range
from pipeline.grammar import Match
from pipeline.parse.measures import Measure, find_measures
from pipeline.parse.sentences import sentences
from pipeline.resolve import calendar

# Only texts with one of these can state a target outside a goals section: a look at every item costs next to nothing.
_HINT = re.compile(r"%|tối thiểu|ít nhất|trở lên|ph[ấầ]n đ[ấầ]u|hướng tới|mục tiêu|≥|>=|không dưới|mỗi \w")
_DIGIT = re.compile(r"\d|(?<!\w)(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười|đôi)(?!\w)")
_YEAR = re.compile(r"(?:19|20)\d\d|ngày \d|tháng \d|quý [i1-4]")
_INTRODUCES = re.compile(r"(?::|(?<!\w)(?:sau đây|như sau|sau|(?:bao )?gồm|cụ thể|dưới đây))\W*$")
_SMALL = re.compile(r"[\s,;]*(?:(?:và|trong đó|đồng thời|cụ thể|riêng|còn)(?!\w)[\s,:]*)*")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_PREDICATE = re.compile(r"[\s,]*(?:đạt|có|trên|dưới|tối thiểu|ít nhất|từ|khoảng|không|≥|>|<|\d|tăng|giảm|chiếm)(?! trưởng)")
_MARKS = " \t\n.,;:…/-–|*"
_ALL = 100  # percent
_FEWEST_WORDS = 4  # of a wish
_TITLE = 8  # words; what is shorter and has no full stop is a title ("Hệ sinh thái đổi mới sáng tạo")
_LONGEST_LABEL = 90  # characters: "Về phát triển hạ tầng số: …" names a field, a longer lead-in says something


class TargetDraft(NamedTuple):
    """A target as parsed: its place, comparator, value and unit (None for a wish without a number), its day."""

    place: Range
    comparator: str | None
    value: float | None
    unit: str | None
    by: str | None
    rule: str


class _Statement(NamedTuple):
    """A piece of a sentence that states one thing: its place and its measures."""

    start: int
    end: int
    measures: tuple[Measure, ...]


class _Piece(NamedTuple):
    """What a statement is read in: the text and its key, the frames of the item, whether it stands among goals."""

    text: str
    key: str
    frames: tuple[Match, ...]
    goals: bool

    def framed(self, kinds: str, start: int, end: int) -> list[Match]:
        """Return the frames of these kinds that stand within `start` and `end`."""
        wanted = kinds.split()
        return [frame for frame in self.frames if start <= frame.start < end and frame.means["frame"] in wanted]


# ── the day ───────────────────────────────────────────────────────────────────────────────────────


def horizon(key: str, start: int, end: int, issued: date | None) -> str | None:
    """Return the day by which the targets under a heading or lead-in `key[start:end]` are to be reached.

    The first of several ("đến năm 2030, tầm nhìn đến năm 2045"); None when it names none.
    """
    found = _horizons(key, start, end, issued)
    return found[0][1] if found else None


def _horizons(key: str, start: int, end: int, issued: date | None = None) -> list[tuple[Match, str]]:
    """Return the horizons in `key[start:end]`, each with its last day as ISO text."""
    found: list[tuple[Match, str]] = []
    if not _YEAR.search(key, start, end):
        return found
    for match in grammar.load("target_horizons").find(key, start, end):
        named = None if "skip" in match.means else calendar.days(match.groups["when"], issued)
        day = named and (named.first if "before" in match.means else named.last)
        if day:
            day -= timedelta(days=1) if "before" in match.means else timedelta()
            found.append((match, calendar.iso(day) or ""))
    return found


# ── the targets of an item ────────────────────────────────────────────────────────────────────────


def targets_in(text: str, key: str, place: Range, *, by: str | None, goals: bool) -> list[TargetDraft]:
    """Return the targets in one item, paragraph or sentence `text[place.start:place.end]`, from left to right.

    Args:
        text: the normal text.
        key: its folded form.
        place: the item without its marker.
        by: the day that a heading or lead-in gives to the targets below it.
        goals: whether the item stands in a goals section. There an item without a number is one target with null
            values, unless it only introduces what follows; elsewhere only clear measured statements count.
    """
    start, end = place
    if not goals and not (_HINT.search(key, start, end) and _DIGIT.search(key, start, end)):
        return []
    frames = tuple(grammar.load("target_frames").find(key, start, end))
    piece = _Piece(text, key, frames, goals)
    begin, named, general = _item_start(piece, start, end)
    by = named or by
    measures = find_measures(text, key, begin, end) if _DIGIT.search(key, begin, end) else []
    drafts = [
        draft
        for sentence in _sentences(text, _topic_end(piece, begin, end), end)
        for draft in _targets_of_sentence(piece, sentence, measures, by)
    ]
    if drafts or not goals or general:
        return drafts
    return [] if piece.framed("other", begin, begin + 1) else _wish(key, begin, end, by)


def _item_start(piece: _Piece, start: int, end: int) -> tuple[int, str | None, bool]:
    """Return where an item begins behind labels and days, the day they give it, and whether it is a general aim.

    "Chỉ tiêu 1: Đến năm 2030: …" begins behind the second colon.
    """
    key = piece.key
    day, general = None, False
    at = _skip(key, start, end)
    while at < end:
        opening = next((frame for frame in piece.framed("label general", at, at + 1)), None)
        if opening:
            general = general or opening.means["frame"] == "general"
            at = _skip(key, opening.end, end)
            continue
        colon = key.find(":", at, min(end, at + _LONGEST_LABEL))
        found = _horizons(key, at, colon) if colon > 0 else []
        if not found or key[at : found[0][0].start].strip(" ,") or key[found[-1][0].end : colon].strip(_MARKS):
            break
        day = found[0][1]
        at = _skip(key, colon + 1, end)
    return at, day, general


def _topic_end(piece: _Piece, start: int, end: int) -> int:
    """Return where the statements of an item among goals begin: behind the name of a field ("Về hạ tầng: …")."""
    colon = piece.key.find(":", start, min(end, start + _LONGEST_LABEL))
    if not piece.goals or colon < 0 or re.search(r"\d ?%|[(;]", piece.key[start:colon]):
        return start
    behind = _skip(piece.key, colon + 1, end)
    return behind if behind < end else start


def _skip(key: str, at: int, end: int) -> int:
    while at < end and key[at] in _MARKS:
        at += 1
    return at


def _wish(key: str, start: int, end: int, by: str | None) -> list[TargetDraft]:
    """Return an item without a number as one target, unless it is a title, names a day, or introduces what follows."""
    if _INTRODUCES.search(key, start, end):
        return []
    closed = key[max(start, end - 1) : end + 1].rstrip()[-1:] in {".", ";"}
    while end > start and key[end - 1] in _MARKS:
        end -= 1
    found = _horizons(key, start, end)
    words = len(key[start:end].split())
    if found and words - len(key[found[0][0].start : found[-1][0].end].split()) < _FEWEST_WORDS:
        return []
    if words < _FEWEST_WORDS or (words < _TITLE and not closed) or key[start] == "(":
        return []
    return [TargetDraft(Range(start, end), None, None, None, found[0][1] if found else by, "target.wish")]


# ── sentences and statements ──────────────────────────────────────────────────────────────────────


def _sentences(text: str, start: int, end: int) -> list[Range]:
    """Return the sentences of an item; behind "…" in lower case a sentence goes on."""
    found: list[Range] = []
    for sentence in sentences(text, Range(start, end)):
        if found and text[sentence.start].islower():
            found[-1] = Range(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found


def _targets_of_sentence(
    piece: _Piece, sentence: Range, measures: list[Measure], by: str | None
) -> list[TargetDraft]:
    inside = [measure for measure in measures if sentence.start <= measure.start and measure.end <= sentence.end]
    if not piece.goals:
        urges = piece.framed("urge", *sentence)
        inside = [measure for measure in inside if not measure.goals or (urges and urges[0].start < measure.start)]
    if not inside:
        return []
    statements = [
        statement
        for statement in _statements(piece, sentence, inside)
        if not piece.framed("option", statement.start, statement.end)
    ]
    if not piece.goals:
        statements = [statement for statement in statements if _is_goal(piece, sentence, statement)]
    found = [_read(piece, statement, several=len(statements) > 1) for statement in statements]
    return [draft._replace(by=day or by) for draft, day in zip(found, _shared_days(piece, statements, found), strict=True)]


def _read(piece: _Piece, statement: _Statement, *, several: bool) -> TargetDraft:
    """Return what a statement says, with the day it names itself (perhaps before what counts as its place)."""
    main = _main(piece.key, statement)
    start = _start(piece, statement, main, several=several)
    end = max(main.end, _end(piece, statement, main))
    days = _days(piece, statement, Range(start, end))
    return TargetDraft(
        Range(start, end), main.comparator, main.value, main.unit, days[0][1] if days else None, main.rule
    )


def _shared_days(piece: _Piece, statements: list[_Statement], found: list[TargetDraft]) -> list[str | None]:
    """Return the day of each statement of a sentence: its own, else one that it shares.

    A day that opens the sentence holds for all ("Phấn đấu đến năm 2030, …; …"); a statement without an indicator of
    its own has the day of the one before ("…, tăng bình quân 8%/năm"); a day behind the second of two that "và" joins
    holds for both ("nhóm 4 nước … và nhóm 60 nước … vào năm 2028").
    """
    days = [draft.by for draft in found]
    opening: str | None = None
    if len(statements) > 1 and days[0]:
        first = statements[0]
        named = _days(piece, first, found[0].place)[0][0]
        if named.end <= _main(piece.key, first).start and _leads_in(piece, first, named):
            opening = days[0]
    for index, statement in enumerate(statements):
        if days[index]:
            continue
        begin = _SMALL.match(piece.key, statement.start, statement.end)
        bare = index and _PREDICATE.match(piece.key, begin.end() if begin else statement.start, statement.end)
        behind = statements[index + 1] if index + 1 < len(statements) else None
        if behind and days[index + 1] and not opening and piece.key.startswith(" và", behind.start):
            days[index] = days[index + 1]
        elif opening:
            days[index] = opening
        elif bare and not _main(piece.key, statement).start <= statement.start + 3:
            days[index] = days[index - 1]
    return days


def _days(piece: _Piece, statement: _Statement, place: Range) -> list[tuple[Match, str]]:
    """Return the days that a statement names, from what sets the goal ("phấn đấu đến năm 2030, …") to its end."""
    key, begin = piece.key, statement.start
    if not piece.goals:
        before = piece.framed("urge aim keep", begin, place.start)
        begin = before[0].start if before else place.start
        for match, _ in _horizons(key, statement.start, begin)[:1]:  # "Đến năm 2030, phấn đấu …"
            if not key[statement.start : match.start].strip(_MARKS) and not key[match.end : begin].strip(_MARKS):
                begin = match.start
    return _horizons(key, begin, place.end)


def _leads_in(piece: _Piece, statement: _Statement, day: Match) -> bool:
    """Return whether a day stands before the indicator or opens the statement, so that it holds for what follows too."""
    before = piece.key[statement.start : day.start]
    for frame in piece.framed("urge aim keep", statement.start, day.start):
        before = before.replace(piece.key[frame.start : frame.end], "")
    return not before.strip(_MARKS) or not _PREDICATE.match(piece.key, day.end)


def _statements(piece: _Piece, sentence: Range, measures: list[Measure]) -> list[_Statement]:
    """Return the sentence cut into statements with at least one measure each."""
    cuts = _semicolons(piece.key, sentence)
    for one, other in zip(measures, measures[1:], strict=False):
        if not any(one.end <= cut <= other.start for cut in cuts) and (cut := _cut(piece, one, other)):
            cuts.append(cut)
    edges = [sentence.start, *sorted(cuts), sentence.end]
    statements: list[_Statement] = []
    for start, end in zip(edges, edges[1:], strict=False):
        inside = tuple(measure for measure in measures if start <= measure.start < end)
        if inside:
            statements.append(_Statement(start, end, inside))
        elif statements and piece.goals:  # "100% các sở bố trí công chức; bố trí phòng làm việc": one statement
            statements[-1] = statements[-1]._replace(end=end)
    return statements


def _semicolons(key: str, sentence: Range) -> list[int]:
    cuts, depth = [], 0
    for at in range(sentence.start, sentence.end):
        char = key[at]
        depth = depth + 1 if char == "(" else max(0, depth - 1) if char == ")" else depth
        if char == ";" and not depth:
            cuts.append(at)
    return cuts


def _cut(piece: _Piece, one: Measure, other: Measure) -> int | None:
    """Return where the statement of the second measure begins, None when both measure one statement."""
    joint = _joint().search(piece.key, one.end, other.start)
    if joint:
        return joint.start()
    breaks = [frame.start for frame in piece.framed("next", one.end, other.start)]
    return breaks[0] if breaks else None


@cache
def _joint() -> regex.Pattern[str]:
    return regex.compile(f"(?:{grammar.load('target_frames').terms['joint']})\\Z")


def _main(key: str, statement: _Statement) -> Measure:
    """Return the measure that the statement is about: at its beginning, else behind "đạt", else the first share."""
    first, *others = statement.measures
    if not others:
        return first
    opening = key[statement.start : first.start].strip(_MARKS)
    if first.is_share and len(opening.split()) <= 3 and not opening.startswith("tỷ lệ"):
        return first
    for measure in statement.measures:
        if re.search(r"(?:đạt|chiếm|còn|xuống|lên|là|ở mức|đến)(?: mức)? $", key[statement.start : measure.start]):
            return measure
        if key.startswith(("đạt", "chiếm"), measure.start):
            return measure
    return next((measure for measure in statement.measures if measure.is_share), first)


def _is_goal(piece: _Piece, sentence: Range, statement: _Statement) -> bool:
    """Return whether a statement outside a goals section is clearly a target, not a report, a rule or a limit."""
    main = _main(piece.key, statement)
    before = [
        frame
        for frame in piece.framed("urge aim keep result model", sentence.start, main.start)
        if not _opens_bracket(piece.key, frame.end, main.start)
    ]
    urges = [frame for frame in before if frame.means["frame"] in {"urge", "aim"}]
    near = [frame for frame in before if frame.means["frame"] == "keep" and frame.start >= statement.start - 2]
    voids = [frame for frame in before if frame.means["frame"] in {"result", "model"}]
    goal = max((frame.start for frame in (*urges, *near)), default=-1)
    if any(frame.start > goal for frame in voids) or _is_told(before):
        return False
    if urges:
        return True
    if near:
        return (main.is_share or main.comparator == ">=") and _is_kept(piece.key, near[-1].end, main)
    if _opens_bracket(piece.key, sentence.start, main.start):
        return False
    if main.alone == "yes" or (main.alone == "share" and main.is_share):
        return True
    opening = piece.key[sentence.start : main.start].strip(_MARKS)
    return main.is_share and not opening and (main.value == _ALL or main.comparator != "=")


def _is_told(frames: list[Match]) -> bool:
    """Return whether the only goal is one that the sentence tells of ("trong bối cảnh … đặt mục tiêu tăng trưởng 8%")."""
    kinds = [frame.means["frame"] for frame in frames]
    behind = kinds[kinds.index("model") :] if "model" in kinds else []
    return "aim" in behind and not {"urge", "keep"} & set(behind)


def _opens_bracket(key: str, start: int, end: int) -> bool:
    """Return whether `end` stands in a bracket that opens behind `start`."""
    return key.count("(", start, end) > key.count(")", start, end)


def _is_kept(key: str, at: int, main: Measure) -> bool:
    """Return whether a measure is what "bảo đảm" is about: it follows soon, or behind its indicator."""
    between = key[at : main.start]
    return main.comparator != "=" or len(between.split()) <= 5 or bool(_indicator().match(between))


@cache
def _indicator() -> regex.Pattern[str]:
    return regex.compile(f"\\W*(?:{grammar.load('target_frames').terms['indicator']})(?!\\w)")


# ── where a statement begins and ends ─────────────────────────────────────────────────────────────


def _start(piece: _Piece, statement: _Statement, main: Measure, *, several: bool) -> int:
    """Return where a statement begins: "bảo đảm" is left out, "phấn đấu" only where it governs several statements."""
    key = piece.key
    small = _SMALL.match(key, statement.start, main.start)
    start = small.end() if small else statement.start
    frames = piece.framed("urge aim keep", start, main.start)
    if not frames:
        return start
    parted = [frame for frame in frames if _is_parted(key, start, frame.start)]
    named = [frame for frame in parted if _names(key, frame, main)]
    # In a task the order comes first and the goal last; among goals the goal comes first.
    frame = frames[0] if piece.goals else (named[-1:] or parted[:1] or frames[:1])[0]
    if frame.means["frame"] == "urge":
        if several and (frame in parted or _names(key, frame, main)):
            return _behind_day(key, frame, main)
        return frame.start if frame in parted and not piece.goals else start
    if piece.goals and key[start : frame.start].strip(_MARKS):
        return start
    return _skip(key, frame.end, main.start)


def _is_parted(key: str, start: int, at: int) -> bool:
    """Return whether a word opens a statement or stands behind a comma, a colon or a bracket."""
    before = key[start:at].rstrip()
    return not before or before[-1] in ",:;(-"


def _names(key: str, frame: Match, main: Measure) -> bool:
    """Return whether an indicator follows a frame (and its day), not at once what is to be reached."""
    return not _PREDICATE.match(key, _behind_day(key, frame, main), main.end)


def _behind_day(key: str, frame: Match, main: Measure) -> int:
    """Return the place behind a frame, and behind the day where one follows at once ("phấn đấu đến năm 2030, …")."""
    at = _skip(key, frame.end, main.start)
    for match, _ in _horizons(key, at, main.start)[:1]:
        if not key[at : match.start].strip(" ,"):
            return _skip(key, match.end, main.start)
    return at


def _end(piece: _Piece, statement: _Statement, main: Measure) -> int:
    """Return where a statement ends: without what it is for (outside goals), a bracket behind it, and marks."""
    end = statement.end
    if not piece.goals:
        tails = piece.framed("tail", main.end, end)
        end = tails[0].start if tails else end
        if _opens_bracket(piece.key, statement.start, main.start) and (close := piece.key.find(")", main.end, end)) > 0:
            end = close
    text = piece.key[statement.start : end].rstrip(_MARKS).removesuffix(" và").rstrip(_MARKS)
    bracket = _BRACKET.search(text)
    if bracket and statement.start + bracket.start() >= main.end:
        text = text[: bracket.start()].rstrip(_MARKS)
    return statement.start + len(text)

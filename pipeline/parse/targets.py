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
_DIGIT = re.compile(r"\d|một|hai|ba|mười")
_INTRODUCES = re.compile(r"(?::|(?<!\w)(?:sau đây|như sau|sau|(?:bao )?gồm|cụ thể|dưới đây))\W*$")
_SMALL = re.compile(r"[\s,;]*(?:(?:và|trong đó|đồng thời|cụ thể|riêng|còn)(?!\w)[\s,:]*)*")
_BRACKET = re.compile(r"\s*\([^()]*\)$")
_PREDICATE = re.compile(r"[\s,]*(?:đạt|có|trên|dưới|tối thiểu|ít nhất|từ|khoảng|không|≥|>|<|\d|tăng|giảm|chiếm)(?! trưởng)")
_MARKS = " \t\n.,;:…/-–|*"
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
    found = []
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
    measures = [measure for measure in find_measures(text, key, begin, end) if goals or not measure.goals]
    drafts = [
        draft
        for sentence in _sentences(text, begin, end)
        for draft in _targets_of_sentence(piece, sentence, measures, by)
    ]
    if drafts or not goals or general:
        return drafts
    return _wish(key, begin, end, by)


def _item_start(piece: _Piece, start: int, end: int) -> tuple[int, str | None, bool]:
    """Return where the statements of an item begin, the day its opening gives them, and whether it is a general aim."""
    key = piece.key
    day, general = None, False
    at = _skip(key, start, end)
    for _ in range(3):  # "Chỉ tiêu 1: Đến năm 2030: …"
        opening = next((frame for frame in piece.framed("label general", at, at + 1)), None)
        if opening:
            general = general or opening.means["frame"] == "general"
            at = _skip(key, opening.end, end)
            continue
        colon = key.find(":", at, min(end, at + _LONGEST_LABEL))
        label_end = colon if colon > 0 else end
        found = _horizons(key, at, label_end) if key[at : at + 5].strip() else []
        is_lead_in = bool(found) and not key[at : found[0][0].start].strip(" ,") and (
            not key[found[-1][0].end : label_end].strip(_MARKS)
        )
        if colon > 0 and (is_lead_in or (piece.goals and not _measured(key, at, colon) and colon + 1 < end)):
            day = found[0][1] if is_lead_in or found else day
            at = _skip(key, colon + 1, end)
            continue
        break
    return at, day, general


def _measured(key: str, start: int, end: int) -> bool:
    return bool(re.search(r"\d ?%|\(", key[start:end]))


def _skip(key: str, at: int, end: int) -> int:
    while at < end and key[at] in _MARKS:
        at += 1
    return at


def _wish(key: str, start: int, end: int, by: str | None) -> list[TargetDraft]:
    """Return an item without a number as one target, unless it only names a day or introduces what follows."""
    found = _horizons(key, start, end)
    if _INTRODUCES.search(key, start, end) or (found and not key[found[-1][0].end : end].strip(_MARKS)):
        if _INTRODUCES.search(key, start, end) or not key[start : found[0][0].start].strip(_MARKS):
            return []
    while end > start and key[end - 1] in _MARKS:
        end -= 1
    if len(key[start:end].split()) < 4:
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
    if not inside:
        return []
    statements = _statements(piece, sentence, inside)
    if not piece.goals:
        statements = [statement for statement in statements if _is_goal(piece, sentence, statement)]
    drafts: list[TargetDraft] = []
    shared: str | None = None
    for index, statement in enumerate(statements):
        main = _main(piece.key, statement)
        start = _start(piece, statement, main, several=len(statements) > 1)
        end = max(main.end, _end(piece, statement, main))
        opening = statement.start if piece.goals else _opening(piece, statement.start, start)
        days = _horizons(piece.key, opening, end)
        if index == 0 and days and days[0][0].end <= main.start and len(statements) > 1:
            shared = days[0][1] if _leads_in(piece.key, opening, days[0][0]) else None
        day = days[0][1] if days else shared or by
        drafts.append(
            TargetDraft(Range(start, end), main.comparator, main.value, main.unit, day, main.rule)
        )
    return drafts


def _opening(piece: _Piece, begin: int, start: int) -> int:
    """Return where what sets the goal of a statement begins ("phấn đấu đến năm 2030, …"), else where the statement does."""
    before = piece.framed("urge aim keep", begin, start)
    return before[0].start if before else start


def _leads_in(key: str, start: int, day: Match) -> bool:
    """Return whether a day stands before the indicator, so that it holds for what follows too."""
    return not _PREDICATE.match(key, day.end) or not key[start : day.start].strip(_MARKS)


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
    before = piece.framed("urge aim keep result model", sentence.start, main.start)
    urges = [frame for frame in before if frame.means["frame"] in {"urge", "aim"}]
    near = [frame for frame in before if frame.means["frame"] == "keep" and frame.start >= statement.start - 2]
    voids = [frame for frame in before if frame.means["frame"] in {"result", "model"}]
    goal = max((frame.start for frame in (*urges, *near)), default=-1)
    if any(frame.start > goal for frame in voids):
        return False
    if urges:
        return True
    if near:
        return (main.is_share or main.comparator == ">=") and _is_kept(piece.key, near[-1].end, main)
    if main.alone == "yes" or (main.alone == "share" and main.is_share):
        return True
    opening = piece.key[sentence.start : main.start].strip(_MARKS)
    return main.is_share and not opening and (main.value == 100 or main.comparator != "=")


def _is_kept(key: str, at: int, main: Measure) -> bool:
    """Return whether a measure is what "bảo đảm" is about: it follows soon, or behind its indicator, in no bracket."""
    between = key[at : main.start]
    if key.count("(", at, main.start) > key.count(")", at, main.start):
        return False
    return main.comparator != "=" or len(between.split()) <= 5 or bool(_indicator().match(between))


@cache
def _indicator() -> regex.Pattern[str]:
    return regex.compile(f"\\W*(?:{grammar.load('target_frames').terms['indicator']})(?!\\w)")


# ── where a statement begins and ends ─────────────────────────────────────────────────────────────


def _start(piece: _Piece, statement: _Statement, main: Measure, *, several: bool) -> int:
    """Return where a statement begins: what sets the goal for several of them is left out."""
    key = piece.key
    small = _SMALL.match(key, statement.start, main.start)
    start = small.end() if small else statement.start
    goals = piece.framed("urge aim keep", start, main.start)
    if not goals:
        return start
    frame = goals[-1] if not piece.goals and goals[0].means["frame"] == "keep" else goals[0]
    opens = not key[start : frame.start].strip(_MARKS)
    behind = _skip(key, frame.end, main.start)
    if frame.means["frame"] == "urge":
        if not several:
            return start if piece.goals or not _names(key, frame.end, main) else frame.start
        if not opens and not _names(key, frame.end, main):
            return start
        return _behind_day(key, behind, main)
    if piece.goals and not opens:
        return start
    if frame.means["frame"] == "keep" and opens and behind < main.start and piece.goals and not several:
        return start if not _names(key, behind, main) else behind
    return behind


def _names(key: str, at: int, main: Measure) -> bool:
    """Return whether an indicator follows at this place, and not at once what it is to reach."""
    return at >= main.start - 1 or not _PREDICATE.match(key, at, main.end)


def _behind_day(key: str, at: int, main: Measure) -> int:
    """Return the place behind "đến năm 2030," where a day follows at once, else the place itself."""
    for match, _ in _horizons(key, at, main.start):
        if not key[at : match.start].strip(" ,") and match.end <= main.start:
            return _skip(key, match.end, main.start)
        break
    return at


def _end(piece: _Piece, statement: _Statement, main: Measure) -> int:
    """Return where a statement ends: without what it is for (outside goals), a bracket behind it, and marks."""
    end = statement.end
    if not piece.goals:
        tails = piece.framed("tail", main.end, end)
        end = tails[0].start if tails else end
    text = piece.key[statement.start : end].rstrip(_MARKS)
    bracket = _BRACKET.search(text)
    if bracket and statement.start + bracket.start() >= main.end:
        text = text[: bracket.start()].rstrip(_MARKS)
    return statement.start + len(text)

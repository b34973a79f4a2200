"""Statements of a sentence: where one begins and ends, what it measures, whether it is a target, its day.

A sentence is cut at semicolons, and where a further indicator, day or number begins behind a measure ("đạt 8% và năm
2026 đạt 10%"). What introduces several statements ("Phấn đấu đến năm 2030, …") belongs to none of them; what introduces
a single one belongs to it, save "bảo đảm" and "duy trì".
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline import grammar
from pipeline.documents import Range
from pipeline.grammar import Match
from pipeline.parse.horizons import horizons, opening_day
from pipeline.parse.measures import Measure

MARKS = " \t\n.,;:…/-–|*"
_ALL = 100  # percent
_NEAR = 12  # words between "bảo đảm" and "đạt 100%"
_STATES = {"có", "đạt", "phải có", "phải đạt"}
_SMALL = re.compile(r"[\s,;(*]*(?:(?:và|trong đó|đồng thời|cụ thể|riêng|còn)(?!\w)[\s,:]*)*")
_BRACKET = re.compile(r"\s*\([^()]*\)?$")
PREDICATE = re.compile(
    r"[\s,]*(?:đạt|có|trên|dưới|tối thiểu|ít nhất|từ|khoảng|không|≥|>|<|\d|tăng|giảm|chiếm)(?! trưởng)"
)
_SHORT = re.compile(r"[^,;()]{0,60}(?P<comma>,) [^,;()]{2,60}$")
_RAISES = re.compile(r"\W*(?:nâng|tăng|đưa|giảm|kéo giảm|hạ)(?: [^\W\d]+){0,2} t[ỷỉ] (?:lệ|trọng|suất)")
_AND_MEASURE = re.compile(r",? và $")
_SAYS = re.compile(r"(?<!\w)(?:đạt|được|tăng|giảm|hoàn thành|bảo đảm|đảm bảo|phải|thực hiện|triển khai)(?!\w)")
_REACHED = re.compile(r"(?:đạt|chiếm|còn|xuống|lên|là|ở mức|đến)(?: mức)? $")


class Passage(NamedTuple):
    """An item to be read: the folded text, the frames in it, whether it stands in a goals section."""

    key: str
    frames: tuple[Match, ...]
    goals: bool

    def framed(self, kinds: str, start: int, end: int) -> list[Match]:
        """Return the frames of these kinds (parted by blanks) that begin within `start` and `end`."""
        wanted = kinds.split()
        return [frame for frame in self.frames if start <= frame.start < end and frame.means["frame"] in wanted]


class Statement(NamedTuple):
    """A piece of a sentence that states one thing: its place, its measures, and the one that it is about."""

    start: int
    end: int
    measures: tuple[Measure, ...]
    main: Measure


def skip(key: str, at: int, end: int) -> int:
    """Return the first place from `at` that holds no blank and no mark."""
    while at < end and key[at] in MARKS:
        at += 1
    return at


def statements_in(passage: Passage, sentence: Range, measures: list[Measure]) -> list[Statement]:
    """Return the statements of a sentence, from left to right, that are targets; `measures` stand in the sentence."""
    cuts = [_moved(passage.key, cut, measures) for cut in _semicolons(passage.key, sentence)]
    for one, other in pairwise(measures):
        if not any(one.end <= cut <= other.start for cut in cuts) and (cut := _cut(passage, one, other)):
            cuts.append(cut)
    found: list[Statement] = []
    for start, end in pairwise([sentence.start, *sorted(cuts), sentence.end]):
        inside = tuple(measure for measure in measures if start <= measure.start < end)
        if inside:
            found.append(Statement(start, end, inside, _main(passage.key, start, inside)))
        elif found and passage.goals:  # "100% các sở bố trí công chức; bố trí phòng làm việc": one statement
            found[-1] = found[-1]._replace(end=end)
    found = [one for one in found if not passage.framed("option", one.start, one.end)]
    return found if passage.goals else _targets_among(passage, sentence, found)


def _moved(key: str, cut: int, measures: list[Measure]) -> int:
    """Return where a statement begins behind a semicolon: a noun that still belongs to the one before is passed over.

    "100% hộ ở vùng trũng; vùng ven sông, vùng bãi bồi và ít nhất 50% hộ ở nơi khác được tập huấn" parts at "và".
    """
    behind = next((measure for measure in measures if measure.start > cut), None)
    joint = _AND_MEASURE.search(key, cut, behind.start) if behind else None
    listed = joint and not _SAYS.search(key, cut, joint.start())
    return joint.start() if joint and listed else cut


def _targets_among(passage: Passage, sentence: Range, statements: list[Statement]) -> list[Statement]:
    """Return the statements outside a goals section that are targets; a bare share behind one of them is one too."""
    kept: list[Statement] = []
    for statement in statements:
        goes_on = kept and kept[-1].end == statement.start and is_bare(passage, kept[-1], statement)
        if _is_target(passage, sentence, statement) or goes_on:
            kept.append(statement)
    return kept


def is_bare(passage: Passage, *statements: Statement) -> bool:
    """Return whether each statement opens with a share, or with a day and a share."""
    return all(one.main.is_share and not _opening(passage.key, one.start, one.main.start) for one in statements)


def _opening(key: str, start: int, end: int) -> str:
    """Return what stands before a measure, save the day: nothing in "Đến năm 2030, 100% …"."""
    opening = key[start:end].strip(MARKS)
    for day, _ in horizons(key, start, end)[:1]:
        opening = opening.replace(key[day.start : day.end], "", 1).strip(MARKS)
    return opening


def _semicolons(key: str, sentence: Range) -> list[int]:
    cuts, depth = [], 0
    for at in range(sentence.start, sentence.end):
        char = key[at]
        depth = depth + 1 if char == "(" else max(0, depth - 1) if char == ")" else depth
        if char == ";" and not depth:
            cuts.append(at)
    return cuts


def _cut(passage: Passage, one: Measure, other: Measure) -> int | None:
    """Return where the statement of the second measure begins, None when both measure one statement."""
    joint = _joint().search(passage.key, one.end, other.start)
    if joint:
        return joint.start()
    breaks = [frame.start for frame in passage.framed("next", one.end, other.start)]
    if not breaks and one.is_share and other.is_share and (comma := _SHORT.match(passage.key, one.end, other.start)):
        return comma.start("comma")  # "thể thấp còi dưới 15%, thể nhẹ cân dưới 8%"
    return breaks[0] if breaks else None


@cache
def _joint() -> regex.Pattern[str]:
    return regex.compile(f"(?:{grammar.load('target_frames').terms['joint']})\\Z")


def _main(key: str, start: int, measures: tuple[Measure, ...]) -> Measure:
    """Return the measure that a statement is about: at its beginning, else behind "đạt", else the first share."""
    first = measures[0]
    opening = key[start : first.start].strip(MARKS)
    if len(measures) == 1 or (
        first.is_share and len(opening.split()) <= 3 and not opening.startswith(("tỷ lệ", "tỉ lệ"))
    ):
        return first
    for measure in measures:
        if _REACHED.search(key, start, measure.start) or key.startswith(("đạt", "chiếm"), measure.start):
            return measure
    return next((measure for measure in measures if measure.is_share), first)


# ── which statements are targets ──────────────────────────────────────────────────────────────────


def _is_target(passage: Passage, sentence: Range, statement: Statement) -> bool:
    """Return whether a statement outside a goals section is clearly a target, not a report, a rule or a limit."""
    main = statement.main
    before = [
        frame
        for frame in passage.framed("urge aim keep result model", sentence.start, main.start)
        if not _opens_bracket(passage.key, frame.end, main.start)
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
        return (main.is_share or main.comparator == ">=") and _is_kept(passage.key, near[-1].end, main)
    if _opens_bracket(passage.key, sentence.start, main.start):
        return False
    return main.alone == "yes" or (main.alone == "share" and main.is_share) or _is_state(passage.key, sentence, main)


def _is_state(key: str, sentence: Range, main: Measure) -> bool:
    """Return whether a sentence states what is to be: "Đến năm 2030, 100% …", "Có ít nhất 3 vùng …"; no order does."""
    opening = _opening(key, sentence.start, main.start)
    if opening in _STATES:
        return main.is_share or main.comparator == ">="
    if main.is_share and opening_day(key, sentence) and _indicator().match(opening):
        return True  # "Đến năm 2030, tỷ lệ … đạt 95%"
    if main.is_share and _RAISES.match(opening) and (main.comparator != "=" or _reaches(key, sentence, main)):
        return True  # "Nâng tỷ lệ … lên trên 80%"
    return main.is_share and not opening and (main.value == _ALL or main.comparator != "=")


def _reaches(key: str, sentence: Range, main: Measure) -> bool:
    return bool(_REACHED.search(key, sentence.start, main.start))


def _is_told(frames: list[Match]) -> bool:
    """Return whether the only goal is one that the sentence tells of ("trong bối cảnh … đặt mục tiêu tăng 8%")."""
    kinds = [frame.means["frame"] for frame in frames]
    behind = kinds[kinds.index("model") :] if "model" in kinds else []
    return "aim" in behind and not {"urge", "keep"} & set(behind)


def _opens_bracket(key: str, start: int, end: int) -> bool:
    """Return whether `end` stands in a bracket that opens behind `start`."""
    return key.count("(", start, end) > key.count(")", start, end)


def _is_kept(key: str, at: int, main: Measure) -> bool:
    """Return whether a measure is what "bảo đảm" is about: it follows soon, or behind its indicator."""
    between = key[at : main.start]
    words = len(between.split())
    reached = words <= _NEAR and _REACHED.search(key, at, main.start)
    return main.comparator != "=" or words <= 5 or bool(reached or _indicator().match(between))


@cache
def _indicator() -> regex.Pattern[str]:
    return regex.compile(f"\\W*(?:{grammar.load('target_frames').terms['indicator']})(?!\\w)")


# ── where a statement begins and ends ─────────────────────────────────────────────────────────────


def place_of(passage: Passage, statement: Statement, *, several: bool) -> Range:
    """Return the place of a statement as it is shown; `several` says that its sentence has more of them."""
    start = _start(passage, statement, several=several)
    return Range(start, max(statement.main.end, _end(passage, statement)))


def _start(passage: Passage, statement: Statement, *, several: bool) -> int:
    """Return where a statement begins: "bảo đảm" is left out, "phấn đấu" only where it governs several statements."""
    key, main = passage.key, statement.main
    small = _SMALL.match(key, statement.start, main.start)
    start = small.end() if small else statement.start
    frames = passage.framed("urge aim keep", start, main.start)
    if not frames:
        return start
    parted = [frame for frame in frames if _is_parted(key, start, frame.start)]
    named = [frame for frame in parted if _names(key, frame, main)]
    # In a task the order comes first and the goal last; among goals the goal comes first.
    frame = frames[0] if passage.goals else (named[-1:] or parted[:1] or frames[:1])[0]
    if passage.goals and frame.means["frame"] == "keep" and not several and not key[start : frame.start].strip(MARKS):
        return start  # among goals "bảo đảm" at the beginning is the verb of what is wished
    if frame.means["frame"] == "urge":
        if several and (frame in parted or _names(key, frame, main)):
            return _behind_day(key, frame, main)
        # "Bố trí cán bộ trẻ, phấn đấu đạt 20%": what is to reach the value stands before the goal.
        alone = not _names(key, frame, main) and len(key[main.end : statement.end].strip(MARKS).split()) <= 2
        return frame.start if frame in parted and not passage.goals and not alone else start
    if passage.goals and key[start : frame.start].strip(MARKS):
        return start
    return skip(key, frame.end, main.start)


def _is_parted(key: str, start: int, at: int) -> bool:
    """Return whether a word opens a statement or stands behind a comma, a colon or a bracket."""
    before = key[start:at].rstrip()
    return not before or before[-1] in ",:;(-"


def _names(key: str, frame: Match, main: Measure) -> bool:
    """Return whether an indicator follows a frame (and its day), not at once what is to be reached."""
    return not PREDICATE.match(key, _behind_day(key, frame, main), main.end)


def _behind_day(key: str, frame: Match, main: Measure) -> int:
    """Return the place behind a frame, and behind the day where one follows at once ("phấn đấu đến năm 2030, …")."""
    at = skip(key, frame.end, main.start)
    for match, _ in horizons(key, at, main.start)[:1]:
        if not key[at : match.start].strip(" ,"):
            return skip(key, match.end, main.start)
    return at


def _end(passage: Passage, statement: Statement) -> int:
    """Return where a statement ends: without what it is for (outside goals), a bracket behind it, and marks."""
    end, main = statement.end, statement.main
    if not passage.goals:
        tails = passage.framed("tail", main.end, end)
        end = tails[0].start if tails else end
    if not passage.goals or passage.key.startswith("(", statement.start):
        opens = _opens_bracket(passage.key, statement.start, main.start)
        close = passage.key.find(")", main.end, end) if opens else -1
        end = close if close > 0 else end
    text = passage.key[statement.start : end].rstrip(MARKS).removesuffix(" và").rstrip(MARKS)
    bracket = _BRACKET.search(text)
    if bracket and statement.start + bracket.start() >= main.end:
        text = text[: bracket.start()].rstrip(MARKS)
    return statement.start + len(text)

"""Targets in running text: the measured statements of an item or a sentence, and the wishes among goals."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import Comparator, Range
from pipeline.parse.details import bases_of, days_of
from pipeline.parse.horizons import horizon, horizons, opening_day
from pipeline.parse.measures import Measure, find_measures
from pipeline.parse.sentences import sentences
from pipeline.parse.statements import MARKS, Passage, place_of, skip, statements_in

__all__ = ["TargetDraft", "horizon", "targets_in", "targets_of_intro"]

# Only texts with one of these can state a target outside a goals section: a look at every item costs next to nothing.
_HINT = re.compile(r"%|: \d|tối thiểu|ít nhất|trở lên|ph[ấầ]n đ[ấầ]u|hướng tới|mục tiêu|≥|>=|không dưới|mỗi \w")
_DIGIT = re.compile(r"\d|(?<!\w)(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười|đôi)(?!\w)")
_INTRODUCES = re.compile(r"(?::|(?<!\w)(?:sau đây|như sau|sau|(?:bao )?gồm|cụ thể|dưới đây))\W*$")
_LONGEST = 20_000  # characters; no item seen has more than 5,000, and what is longer is no item
_DETAIL = re.compile(r"[,;(.] ?(?:trong đó|cụ thể(?: như sau| là)?|bao gồm|gồm(?: có)?|chia ra|trong số đó) ?:?\W*$")
_FEWEST_WORDS = 4  # of a wish
_TITLE = 8  # words; what is shorter and has no full stop is a title ("Hệ sinh thái đổi mới sáng tạo")
_WHERE = r"(?:tại|ở|đối với|trên)(?: các)? (?:địa bàn|khu vực|vùng|xã|phường|thành phố|đô thị|nông thôn|miền|cấp)"
_NO_TOPIC = re.compile(rf"{_WHERE}|[^:]*(?:\d ?%|[(;])")  # before a colon; "Tại vùng cao: 80% …" says where
_LONGEST_LABEL = 90  # characters: "Về phát triển hạ tầng số: …" names a field, a longer lead-in says something


class TargetDraft(NamedTuple):
    """A target as parsed: its place, comparator, value and unit (None for a wish without a number), its day.

    `upper` is the second number of a range, `base` where it says what the value is counted from.
    """

    place: Range
    comparator: Comparator | None
    value: float | None
    unit: str | None
    by: str | None
    rule: str
    upper: float | None = None
    base: Range | None = None


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
    if end - start > _LONGEST or (not goals and not (_HINT.search(key, start, end) and _DIGIT.search(key, start, end))):
        return []
    frames = tuple(grammar.load("target_frames").find(key, start, end))
    passage = Passage(key, frames, goals)
    begin, named, general = _item_start(passage, start, end)
    by = named or by
    measures = find_measures(text, key, begin, end) if _DIGIT.search(key, begin, end) else []
    behind = _topic_end(passage, begin, end)
    cuts_measure = any(measure.start < behind < measure.end for measure in measures)  # "Lắp đặt trạm mới: 5 trạm"
    inside = _sentences(text, begin if cuts_measure else behind, end)
    by = (goals and inside and opening_day(key, inside[0])) or by
    by_sentence = [_targets_of_sentence(passage, sentence, measures, by) for sentence in inside]
    drafts = [draft for found in by_sentence for draft in found]
    if drafts and goals and not general:
        first = next(at for at, found in enumerate(by_sentence) if found)
        return [*(_aim(key, inside[0].start, inside[first - 1].end, by) if first else []), *drafts]
    if drafts or not goals or general:
        return drafts
    return [] if passage.framed("other", begin, begin + 1) else _wish(key, begin, end, by)


def targets_of_intro(text: str, key: str, place: Range, *, by: str | None, goals: bool) -> list[TargetDraft]:
    """Return the measured targets that a lead-in states itself, besides what it leads in.

    They stand in the sentences before its last, and in the last where what follows only goes into detail ("Thu ngân
    sách đạt 900 tỷ đồng, trong đó:").
    """
    last = sentences(text, place)[-1]
    detail = _DETAIL.search(key, last.start, last.end)
    end = detail.start() if detail else last.start
    found = targets_in(text, key, Range(place.start, end), by=by, goals=goals) if end > place.start else []
    return [draft for draft in found if draft.value is not None]


def _item_start(passage: Passage, start: int, end: int) -> tuple[int, str | None, bool]:
    """Return where an item begins behind labels and days, the day they give it, and whether it is a general aim.

    "Chỉ tiêu 1: Đến năm 2030: …" begins behind the second colon.
    """
    key = passage.key
    day, general = None, False
    at = skip(key, start, end)
    while at < end:
        opening = next((frame for frame in passage.framed("label general", at, at + 1)), None)
        if opening:
            general = general or opening.means["frame"] == "general"
            at = skip(key, opening.end, end)
            continue
        colon = key.find(":", at, min(end, at + _LONGEST_LABEL))
        found = horizons(key, at, colon) if colon > 0 else []
        if not found or key[at : found[0][0].start].strip(" ,") or key[found[-1][0].end : colon].strip(MARKS):
            break
        day = found[0][1]
        at = skip(key, colon + 1, end)
    return at, day, general


def _topic_end(passage: Passage, start: int, end: int) -> int:
    """Return where the statements of an item among goals begin: behind the name of a field ("Về hạ tầng: …")."""
    colon = passage.key.find(":", start, min(end, start + _LONGEST_LABEL))
    if not passage.goals or colon < 0 or _NO_TOPIC.match(passage.key, start, colon):
        return start
    behind = skip(passage.key, colon + 1, end)
    return behind if behind < end else start


def _aim(key: str, start: int, end: int, by: str | None) -> list[TargetDraft]:
    """Return the wish that the sentences before a measured one state: "Hình thành hệ sinh thái …. Trong đó, 40% …"."""
    return _wish(key, start, end, by) if len(key[start:end].split()) >= _TITLE else []


def _wish(key: str, start: int, end: int, by: str | None) -> list[TargetDraft]:
    """Return an item without a number as one target, unless it is a title, names a day, or introduces what follows."""
    if _INTRODUCES.search(key, start, end):
        return []
    closed = key[max(start, end - 1) : end + 1].rstrip()[-1:] in {".", ";"}
    while end > start and key[end - 1] in MARKS:
        end -= 1
    found = horizons(key, start, end)
    words = len(key[start:end].split())
    if found and words - len(key[found[0][0].start : found[-1][0].end].split()) < _FEWEST_WORDS:
        return []
    if words < _FEWEST_WORDS or (words < _TITLE and not closed) or key[start] in '("':
        return []
    return [TargetDraft(Range(start, end), None, None, None, found[0][1] if found else by, "target.wish")]


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
    passage: Passage, sentence: Range, measures: list[Measure], by: str | None
) -> list[TargetDraft]:
    inside = [measure for measure in measures if sentence.start <= measure.start and measure.end <= sentence.end]
    if not passage.goals:
        urges = passage.framed("urge", *sentence)
        inside = [measure for measure in inside if not measure.goals or (urges and urges[0].start < measure.start)]
    statements = statements_in(passage, sentence, inside) if inside else []
    places = [place_of(passage, statement, several=len(statements) > 1) for statement in statements]
    days, bases = days_of(passage, statements, places), bases_of(passage, statements, places)
    return [
        TargetDraft(place, main.comparator, main.value, main.unit, day or by, main.rule, main.upper, base)
        for (*_, main), place, day, base in zip(statements, places, days, bases, strict=True)
    ]

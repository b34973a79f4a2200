"""Measures in a sentence: the comparator, the value and the unit of what is to be reached.

`grammars/targets.yaml` finds the comparator and the number; the words behind the number that say what is counted are
read here, with the lists of `grammars/target_units.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, cast

from pipeline import grammar
from pipeline.documents import Comparator, Range
from pipeline.grammar import Match

_WORDS = {"một": 1, "hai": 2, "đôi": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_PERCENT = re.compile(r" ?[%‰](?: ?/ ?(?:năm|tháng|quý)(?!\w))?")
_OF_OUTPUT = re.compile(r" ?(gr?dp)(?!\w)")
_WORD = re.compile(r" ?([^\W\d_]+(?:[23](?!\w)|/s(?!\w))?)")
_SLASH = re.compile(r" ?/ ?(?:1[\d.]* ?)?")
_OF_PEOPLE = re.compile(r" trên (?:một|1) (vạn|triệu|nghìn) dân")
_RANKED = re.compile(r" (?:nước|quốc gia|tỉnh|địa phương|nền kinh tế|bộ, ngành|doanh nghiệp|thành phố|trường)(?!\w)")
_AMONG_THEM = re.compile(r"[,;]? trong đó,? ?$")
_OR = {">=": " trở lên", "<=": " trở xuống"}


class Measure(NamedTuple):
    """A measure: its rule and place (comparator, number and unit), what it says, and how sure it is of being a target.

    `alone` is "yes" or "share" when it counts without a word that sets a goal; `goals` when it counts only among goals.
    `upper` is the second number of a range, `base` where the value stands that a change begins with.
    """

    rule: str
    start: int
    end: int
    comparator: Comparator
    value: float
    unit: str | None
    alone: str = ""
    goals: bool = False
    upper: float | None = None
    base: Range | None = None

    @property
    def is_share(self) -> bool:
        """Return whether the measure is a percentage."""
        return self.unit is not None and self.unit.startswith(("%", "‰"))


def find_measures(text: str, key: str, start: int, end: int) -> list[Measure]:
    """Return the measures in `text[start:end]` from left to right."""
    found = [_measure(match, text, key, end) for match in grammar.load("targets").find(key, start, end)]
    found = [_like_the_whole(*pair, key) for pair in zip([None, *found], found, strict=False)]
    edges = [*(measure.start for measure in found), end]
    more = [
        further for measure, after in zip(found, edges[1:], strict=True) for further in _further(measure, key, after)
    ]
    return sorted([*found, *more], key=lambda measure: measure.start) if more else found


def _like_the_whole(whole: Measure | None, part: Measure, key: str) -> Measure:
    """Return a count with the comparator of the whole that it is a part of: "ít nhất 50 xã, trong đó có 20 xã …"."""
    if whole is None or part.rule != "target.count" or part.unit != whole.unit:
        return part
    return part._replace(comparator=whole.comparator) if _AMONG_THEM.search(key, whole.end, part.start) else part


def _further(measure: Measure, key: str, end: int) -> Iterator[Measure]:
    """Yield the numbers that count the same thing behind a comma or "và": "ít nhất 20 xã loại một, 30 xã loại hai"."""
    if measure.unit is None or measure.is_share or "/" in measure.unit:
        return
    again = re.compile(rf"(?:, | và )(\d[\d.]*)(?= {re.escape(measure.unit.casefold())}(?!\w))")
    stop = key.find(";", measure.end, end)
    for hit in again.finditer(key, measure.end, end if stop < 0 else stop):
        after = hit.end() + 1 + len(measure.unit)
        yield measure._replace(start=hit.start(1), end=after, value=number(hit[1].rstrip(".")))


def number(text: str) -> float:
    """Return the value of a number as written: "1.500", "0,7", "09", "2.5", "hai"; 0 for anything else."""
    if text in _WORDS:
        return float(_WORDS[text])
    whole, _, decimals = text.replace(" ", "").partition(",")
    if not decimals and re.fullmatch(r"\d+\.(?!\d{3}$)\d+", whole):  # 2.5 with a decimal point
        whole, _, decimals = whole.partition(".")
    digits = whole.replace(".", "")
    return float(f"{digits or 0}.{decimals or 0}") if (digits + decimals).isdigit() else 0.0


def _measure(match: Match, text: str, key: str, end: int) -> Measure:
    groups = match.groups
    comparator = cast("Comparator", match.means["comparator"])
    value, further, upper = number(groups["number"]), groups.get("to"), None
    if further:
        upper = number(further.lstrip(" %-đến"))
        if comparator == "<=":
            value, upper = upper, None
        comparator = ">=" if comparator == "=" else comparator
    behind = match.end
    if key.startswith(_OR.get(comparator, "-"), match.end - len(_OR.get(comparator, "-"))):
        behind = match.end - len(_OR[comparator]) - len(groups.get("or", ""))
    unit, after = read_unit(text, key, behind, end)
    if "per" in groups:
        unit, after = f"lần/{groups['per']}", match.end
    elif match.rule == "target.rank" and not _RANKED.match(key, behind):
        unit, after = "thứ hạng", match.end
    elif match.rule == "target.life":
        unit, after = "tuổi", key.index("tuổi", match.end) + len("tuổi")
    elif match.rule == "target.times":
        unit, after = "lần", match.end + (4 if key.startswith(" lần", match.end) else 0)
    elif "each" in groups and unit:
        base = key.index(groups["each"], match.start)
        unit = f"{unit}/{read_unit(text, key, base, base + len(groups['each']))[0] or groups['each']}"
    return Measure(
        rule=match.rule,
        start=match.start,
        end=max(match.end, after),
        comparator=comparator,
        value=value,
        unit=unit,
        alone=match.means.get("alone", ""),
        goals="goals" in match.means,
        upper=upper,
        base=_former(match, key),
    )


def _former(match: Match, key: str) -> Range | None:
    """Return where the value stands that a change begins with ("từ | 12% | lên 20%")."""
    if "former" not in match.groups:
        return None
    start = key.index(match.groups["former"], match.start)
    return Range(start, start + len(match.groups["former"]))


# ── units ─────────────────────────────────────────────────────────────────────────────────────────


def read_unit(text: str, key: str, at: int, end: int) -> tuple[str | None, int]:
    """Return the unit that stands behind a number which ends at `at`, as written, and where it ends."""
    if percent := _PERCENT.match(key, at, end):
        share = key[at : percent.end()].replace(" ", "")
        output = _OF_OUTPUT.match(key, percent.end(), end) if "/" not in share else None
        return (f"{share} {output[1].upper()}", output.end()) if output else (share, percent.end())
    words = _units()
    first = _word(key, at, end)
    begin, after = at, at
    if first and first[0] in words.scales:
        after = first[1]
    after = _noun_end(key, after, end)
    after = _listed_end(key, after, end) if after > at else after
    after = _per_end(key, after, end)
    unit = text[begin:after].strip() or None
    if unit and (people := _OF_PEOPLE.match(key, after, end)):
        return f"{unit}/{people[1]} dân", people.end()
    return unit, after


class _Units(NamedTuple):
    """The lists of `grammars/target_units.yaml`."""

    scales: frozenset[str]
    single: frozenset[str]
    long: tuple[str, ...]
    listed: tuple[str, ...]
    filler: frozenset[str]


@cache
def _units() -> _Units:
    content = grammar.read_yaml("target_units")
    long = sorted((" ".join(phrase.split()) for phrase in content["long"].split(",")), key=len, reverse=True)
    return _Units(
        scales=frozenset(content["scales"]),
        single=frozenset(content["single"].split()),
        long=tuple(long),
        listed=tuple(content["listed"]),
        filler=frozenset(content["filler"].split()),
    )


def _word(key: str, at: int, end: int) -> tuple[str, int] | None:
    """Return the word at most one blank behind `at`, and where it ends."""
    hit = _WORD.match(key, at, end)
    return (hit[1], hit.end()) if hit else None


def _noun_end(key: str, at: int, end: int) -> int:
    """Return where the counted noun behind `at` ends; `at` itself when none follows."""
    words = _units()
    begin = at + key.startswith(" ", at)
    for phrase in words.long:
        if key.startswith(phrase, begin, end) and not key[begin + len(phrase) : begin + len(phrase) + 1].isalnum():
            return begin + len(phrase)
    first = _word(key, at, end)
    if first is None or first[0] in words.filler:
        return at
    if first[0] in words.single:
        return first[1]
    second = _word(key, first[1], end) if key.startswith(" ", first[1]) else None
    return second[1] if second and second[0] not in words.filler else first[1]


def _listed_end(key: str, at: int, end: int) -> int:
    """Return where the nouns end that are counted together with the one that ends at `at`."""
    listed = _units().listed
    while True:
        for noun in listed:
            for sign in (", ", "/"):
                after = at + len(sign) + len(noun)
                if key.startswith(sign + noun, at, end) and not key[after : after + 1].isalnum():
                    break
            else:
                continue
            break
        else:
            return at
        at = after


def _per_end(key: str, at: int, end: int) -> int:
    """Return where the "/năm", "/vạn dân" or "/1.000 phụ nữ" behind `at` ends; `at` itself when none follows."""
    while (slash := _SLASH.match(key, at, end)) and (after := _noun_end(key, slash.end(), end)) > slash.end():
        at = after
    return at

"""The numbers that Word prints before paragraphs: counted from `numbering.xml`, as they stand nowhere in the text."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.read.word.package import W
from pipeline.read.word.styles import NumberRef, Styles, as_number, is_on, value
from pipeline.read.word.symbols import plain_bullet

_LEVELS = 9
_LONGEST = 80  # characters of a label
_PLACE = re.compile(r"%([1-9])")
_ROMAN = {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL"}
_ROMAN |= {10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
_LETTERS = 26


class _Level(NamedTuple):
    """One level of a list: where it starts, how its number is written, and behind which levels it starts anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = " "
    restarts: int | None = None  # with a level up to this one (from 1); 0 never, None with any higher one
    is_legal: bool = False  # all numbers in arabic figures
    style: str | None = None  # the paragraph style that is numbered on this level


class _List(NamedTuple):
    """A list (`w:num`): the definition whose count it shares, its levels, and those it starts anew."""

    definition: str
    levels: tuple[_Level, ...]
    starts: dict[int, int]


class Numbering:
    """The lists of a file and how far each has been counted."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Take the part `numbering.xml`, None for a file that has none."""
        self._styles = styles
        elements = root if root is not None else Element("none")
        self._definitions = {
            element.get(f"{W}abstractNumId", ""): element for element in elements.findall(f"{W}abstractNum")
        }
        self._elements = {element.get(f"{W}numId", ""): element for element in elements.findall(f"{W}num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, own: NumberRef, style_id: str, style: NumberRef) -> str:
        """Count a paragraph and return what Word prints before it, empty when it is not numbered.

        `own` is what the paragraph says, `style` what its style says or inherits.
        """
        list_id = own.list_id if own.list_id is not None else style.list_id
        found = self._list(list_id) if list_id not in {None, "0"} else None
        if found is None or list_id is None:
            return ""
        level = own.level
        if level is None and own.list_id is None:
            level = next((at for at, each in enumerate(found.levels) if each.style == style_id), style.level)
        at = min(level or 0, _LEVELS - 1)
        counts = self._count(list_id, found, at)
        return _written(found.levels, counts, at)

    def _count(self, list_id: str, found: _List, at: int) -> list[int | None]:
        """Count a paragraph on a level; return the counts of all levels."""
        counts = self._counts.setdefault(found.definition, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level in found.starts:
                counts[level] = None
        before = counts[at]
        counts[at] = found.levels[at].start if before is None else before + 1
        for below in range(at + 1, _LEVELS):
            restarts = found.levels[below].restarts
            if restarts is None or at < restarts:
                counts[below] = None
        return counts

    # ── lists ─────────────────────────────────────────────────────────────────────────────────────

    def _list(self, list_id: str | None) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id or ""] = self._read(list_id or "")
        return self._lists[list_id or ""]

    def _read(self, list_id: str) -> _List | None:
        element = self._elements.get(list_id)
        definition = value(element, "abstractNumId")
        if element is None or definition is None or (base := self._definition(definition)) is None:
            return None
        levels = _levels(base, {})
        starts: dict[int, int] = {}
        for override in element.findall(f"{W}lvlOverride"):
            at = as_number(override.get(f"{W}ilvl"))
            if at < _LEVELS and (start := value(override, "startOverride")) is not None:
                starts[at] = as_number(start, 1)
            levels = _levels(override, levels)
        for at, begins in starts.items():
            levels[at] = levels.get(at, _Level())._replace(start=begins)
        return _List(definition, tuple(levels.get(at, _Level()) for at in range(_LEVELS)), starts)

    def _definition(self, definition: str) -> Element | None:
        """Return the element with the levels of a definition, which may be that of a list style."""
        element = self._definitions.get(definition)
        if (linked := value(element, "numStyleLink")) is None:
            return element
        list_id = self._styles.style(linked).numbered.list_id
        behind = value(self._elements.get(list_id or ""), "abstractNumId")
        return self._definitions.get(behind or "", element)


def _levels(parent: Element, levels: dict[int, _Level]) -> dict[int, _Level]:
    found = {as_number(element.get(f"{W}ilvl"), _LEVELS): _level(element) for element in parent.findall(f"{W}lvl")}
    return levels | {at: level for at, level in found.items() if at < _LEVELS}


def _level(element: Element) -> _Level:
    suffix = value(element, "suff")
    restarts = value(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    font = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""
    hidden = element.find(f"{W}rPr/{W}vanish")
    form = value(element, "numFmt") or "decimal"
    text = (value(element, "lvlText") or "")[:_LONGEST]
    if form == "bullet":
        text = plain_bullet(text, font)
    is_hidden = hidden is not None and is_on(hidden.get(f"{W}val", "1"))
    return _Level(
        start=as_number(value(element, "start"), 0),  # a level that does not say where it starts, starts at 0
        form=form,
        text="" if is_hidden else text,
        suffix="" if suffix == "nothing" else " ",
        restarts=as_number(restarts) if restarts is not None else None,
        is_legal=element.find(f"{W}isLgl") is not None and is_on(value(element, "isLgl") or "1"),
        style=value(element, "pStyle"),
    )


def _written(levels: tuple[_Level, ...], counts: list[int | None], at: int) -> str:
    """Return the label of a level with the numbers it names; a level that was not counted stands at its start."""
    level = levels[at]

    def number(place: re.Match[str]) -> str:
        named = int(place[1]) - 1
        count = counts[named]
        form = "decimal" if level.is_legal else levels[named].form
        return in_form(levels[named].start if count is None else count, form)

    text = level.text if level.form == "bullet" else _PLACE.sub(number, level.text)
    text = " ".join(text.split())[:_LONGEST]
    return text + level.suffix if text else ""


def in_form(number: int, form: str) -> str:
    """Return a number as a list writes it: 4 as "4", "04", "IV", "iv", "D", "d", or not at all."""
    if form in {"upperRoman", "lowerRoman"}:
        written = _roman(number)
    elif form in {"upperLetter", "lowerLetter"}:  # behind z Word counts aa, bb, cc
        written = (
            chr(ord("A") + (number - 1) % _LETTERS) * min((number - 1) // _LETTERS + 1, _LONGEST) if number else ""
        )
    elif form in {"none", "bullet"}:
        written = ""
    else:
        written = f"{number:02}" if form == "decimalZero" else str(number)
    return written.lower() if form.startswith("lower") else written


def _roman(number: int) -> str:
    written = ""
    for worth, sign in _ROMAN.items():
        written += sign * (number // worth)
        number %= worth
    return written

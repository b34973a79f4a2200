"""The styles of a Word file: what a paragraph or run looks like, with what its styles inherit."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.read.word.package import W

_LONGEST_CHAIN = 20  # styles based on each other; Word admits ten
_OFF = frozenset({"0", "false", "off", "none"})
_BODY_LEVEL = 9  # the outline level of what is no heading


class Look(NamedTuple):
    """How text is set; None where that is not said."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, lower: Look) -> Look:
        """Return this look where it says something, the lower one elsewhere."""
        return Look._make(own if own is not None else other for own, other in zip(self, lower, strict=True))


class NumberRef(NamedTuple):
    """The list and level (from 0) that a paragraph says it is numbered in; None where it does not say."""

    list_id: str | None = None
    level: int | None = None


class Style(NamedTuple):
    """A style with all that it inherits."""

    name: str = ""
    look: Look = Look()
    numbered: NumberRef = NumberRef()
    outline: int | None = None


class Styles:
    """The styles of a file by id, and those of paragraphs that name none."""

    def __init__(self, root: Element | None) -> None:
        """Take the part `styles.xml`, None for a file that has none."""
        found = root.findall(f"{W}style") if root is not None else []
        self._elements = {element.get(f"{W}styleId", ""): element for element in found}
        self._default = next(
            (
                element.get(f"{W}styleId", "")
                for element in found
                if is_on(element.get(f"{W}default")) and element.get(f"{W}type") == "paragraph"
            ),
            "",
        )
        self._known: dict[str, Style] = {}
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._base = look_of(defaults)

    def id_of(self, properties: Element | None) -> str:
        """Return the id of the style of a paragraph with these properties."""
        named = value(properties, "pStyle") or ""
        return named if named in self._elements else self._default

    def look(self, properties: Element | None, paragraph: Style) -> Look:
        """Return the look of a run with these properties in a paragraph of a style.

        A style of the run turns bold, italic, capitals and hiding over where the paragraph's style has them too
        (ECMA-376 part 1, 17.7.3: toggle properties); what the run says itself decides.
        """
        lower = paragraph.look
        if named := value(properties, "rStyle"):
            own = self.style(named).look
            toggled = (bool(one) != bool(other) for one, other in zip(own[:-1], lower[:-1], strict=True))
            lower = Look._make([*toggled, own.font or lower.font])
        return look_of(properties).over(lower).over(self._base)

    def style(self, style_id: str | None) -> Style:
        """Return a style with all that it inherits; an empty one for an id that no style has."""
        chain: list[str] = []
        while style_id in self._elements and style_id not in chain and len(chain) < _LONGEST_CHAIN:
            if style_id in self._known:
                break
            chain.append(style_id)
            style_id = value(self._elements[style_id], "basedOn")
        style = self._known.get(style_id or "", Style())
        for each in reversed(chain):
            style = self._known[each] = _inherited(self._elements[each], style)
        return style


def _inherited(element: Element, below: Style) -> Style:
    properties = element.find(f"{W}pPr")
    own, outline = number_ref(properties), outline_level(properties)
    return Style(
        name=(value(element, "name") or "").lower(),
        look=look_of(element.find(f"{W}rPr")).over(below.look),
        numbered=NumberRef(
            own.list_id if own.list_id is not None else below.numbered.list_id,
            own.level if own.level is not None else below.numbered.level,
        ),
        outline=outline if outline is not None else below.outline,
    )


def look_of(properties: Element | None) -> Look:
    """Return what run properties say themselves."""
    if properties is None:
        return Look()
    fonts = properties.find(f"{W}rFonts")
    font = (fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")) if fonts is not None else None
    return Look._make([*(_switch(properties, name) for name in ("b", "i", "caps", "vanish")), font])


def number_ref(properties: Element | None) -> NumberRef:
    """Return the list and level that paragraph properties name themselves."""
    numbered = properties.find(f"{W}numPr") if properties is not None else None
    level = value(numbered, "ilvl")
    return NumberRef(value(numbered, "numId"), as_number(level) if level is not None else None)


def outline_level(properties: Element | None) -> int | None:
    """Return the level of heading (from 1) that paragraph properties give, 0 for none, None where they do not say."""
    level = value(properties, "outlineLvl")
    if level is None:
        return None
    return as_number(level, _BODY_LEVEL) + 1 if as_number(level, _BODY_LEVEL) < _BODY_LEVEL else 0


def value(parent: Element | None, name: str) -> str | None:
    """Return the value of a child (`<w:name w:val="…"/>`), None when it is not there."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return child.get(f"{W}val") if child is not None else None


def is_on(said: str | None) -> bool:
    """Return whether a switch that is there is on; one without a value is not there."""
    return said is not None and said.lower() not in _OFF


def as_number(said: str | None, otherwise: int = 0) -> int:
    """Return a number from 0 to 32,767 as Word knows them, `otherwise` for what is none."""
    if said is None or not said.isdecimal() or len(said) > len("32767"):
        return otherwise
    return min(int(said), 32_767)


def _switch(properties: Element, name: str) -> bool | None:
    child = properties.find(f"{W}{name}")
    return is_on(child.get(f"{W}val", "1")) if child is not None else None

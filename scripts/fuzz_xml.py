"""Damage to XML that leaves most of it well-formed: elements moved, doubled, dropped or renamed, values changed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_TAG = re.compile(r"<[^<>]*>")
_VALUES = (
    "",
    "0",
    "-1",
    "1",
    "9",
    "63",
    "99999999999",
    "none",
    "true",
    "restart",
    "continue",
    "bullet",
    "%9%9",
    "\uf0b7",
)
_NAMES = (
    "w:del",
    "w:sdt",
    "w:tbl",
    "w:tc",
    "w:p",
    "w:txbxContent",
    "w:moveFrom",
)  # of Word files; elements become these


def damaged_xml(data: bytes, chance: random.Random) -> bytes:
    """Return a part of a packed document with a few of its elements or values damaged."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 1, 3, 20))):
        text = chance.choice(_WAYS)(text, chance)
    return text.encode()


def _element(text: str, chance: random.Random) -> tuple[int, int]:
    """Return the place of an element with all that it holds, or of a single tag."""
    tags = [tag for tag in _TAG.finditer(text, chance.randrange(len(text) + 1)) if tag[0][1] not in "/?!"][:1]
    if not tags:
        return len(text), len(text)
    name = re.match(r"<([\w:]+)", tags[0][0])
    end = tags[0].end()
    if name and not tags[0][0].endswith("/>"):
        closing = text.find(f"</{name[1]}>", end)
        end = closing + len(name[1]) + 3 if closing >= 0 else end
    return tags[0].start(), end


def _dropped(text: str, chance: random.Random) -> str:
    start, end = _element(text, chance)
    return text[:start] + text[end:]


def _doubled(text: str, chance: random.Random) -> str:
    start, end = _element(text, chance)
    return text[:end] + text[start:end] * chance.choice((1, 1, 5)) + text[end:]


def _moved(text: str, chance: random.Random) -> str:
    start, end = _element(text, chance)
    rest = text[:start] + text[end:]
    places = [tag.end() for tag in _TAG.finditer(rest, chance.randrange(len(rest) + 1))][:1]
    return rest[: places[0]] + text[start:end] + rest[places[0] :] if places else rest


def _renamed(text: str, chance: random.Random) -> str:
    names = sorted(set(re.findall(r"<(w:\w+)", text)))
    start, end = _element(text, chance)
    if not names or start == end:
        return text
    name = re.match(r"<([\w:]+)", text[start:end])
    new = chance.choice([*names, *_NAMES])
    return text[:start] + text[start:end].replace(name[1], new) + text[end:] if name else text


def _valued(text: str, chance: random.Random) -> str:
    values = [found.span(1) for found in re.finditer(r'="([^"]*)"', text)]
    if not values:
        return text
    start, end = chance.choice(values)
    return text[:start] + chance.choice(_VALUES) + text[end:]


def _cut_tag(text: str, chance: random.Random) -> str:
    tags = [tag.span() for tag in _TAG.finditer(text, chance.randrange(len(text) + 1))][:1]
    return text[: tags[0][0]] + text[tags[0][1] :] if tags else text


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    _dropped, _doubled, _moved, _renamed, _renamed, _valued, _valued, _cut_tag,
)  # fmt: skip

"""When are two names of a body the same name?

"Sở NN&PTNT", "Sở Nông nghiệp và PTNT" and "Sở Nông Nghiệp và Phát triển Nông thôn" have one canonical form: folded,
abbreviations written out, without "và", commas and dashes. A place in a name ("Công an thành phố Hà Nội") is taken
out, so that one template serves every province: `localised` gives the template's forms and the place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.folding import compact

_OUTER = " .,;:!*\"'-+•()"
_BRACKETS = re.compile(r"\([^()]*\)")
_BREAK = re.compile(r"[\s/]+|(?<=\w)[.,;](?=\s|$)|\s[-–]\s|(?<!\w)[-–]")
_INNER = re.compile(r"[&.,\-–]")
_LINKS = {"", "và", "&", "-", ","}
# Provinces' names have up to four syllables ("bà rịa vũng tàu").
_LONGEST_PLACE = 4
_DIGITS = 2  # of the number of a region
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = re.compile(r"(?=.)(x{0,3})(ix|iv|v?i{0,3})")
UNITS = ("xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã")


def level_of(unit: str) -> str:
    """Return the level of a unit below the province: district or commune."""
    return "district" if unit in ("huyện", "quận", "thị xã") else "commune"


class Place(NamedTuple):
    """The place that makes a template one body: the level of its unit and what goes behind the colon of the id."""

    level: str  # province, region, district, commune
    slug: str
    shown: str


def slug(text: str) -> str:
    """Return a name as an id: ASCII letters and digits, words joined by hyphens."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(char for char in plain if not unicodedata.combining(char))))


class Canon:
    """Canonical names, made with the abbreviations of `grammars/agencies.yaml`."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        """Take the abbreviations (folded, without & and dots) and what each stands for."""
        self._abbreviations = dict(abbreviations)

    def of(self, name: str) -> str:
        """Return the form in which two wordings of a name are equal; what stands in brackets does not count."""
        text = _BRACKETS.sub(" ", compact(name)).strip(_OUTER)
        return " ".join(self._written_out(_joined(_BREAK.split(text), self._abbreviations)))

    def _written_out(self, words: list[str]) -> Iterator[str]:
        for word in words:
            squeezed = _INNER.sub("", word)
            if squeezed in self._abbreviations:
                yield self._abbreviations[squeezed]
            else:
                yield from (self._abbreviations.get(part, part) for part in _INNER.split(word) if part)


def _joined(words: list[str], abbreviations: Mapping[str, str]) -> list[str]:
    """Return the words without "và"; "kh và đt" is read as one abbreviation when it is one."""
    found: list[str] = []
    words = [word for word in words if word]
    at = 0
    while at < len(words):
        around = words[at : at + 3]
        if len(around) == 3 and around[1] == "và" and around[0] + around[2] in abbreviations:
            found.append(around[0] + around[2])
            at += 3
            continue
        if words[at] not in _LINKS:
            found.append(words[at])
        at += 1
    return found


def localised(canonical: str, provinces: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Yield the template forms of a canonical name, the likeliest first, each with the place it names.

    A name that ends in a unit alone ("Công an phường") has a place of that level without a slug.
    `provinces` maps a province's canonical bare name to the part of its id that names it ("bắc ninh": "bac-ninh").
    """
    words = canonical.split()
    yield from _of_province(words, provinces)
    yield from _of_region(words)
    yield from _of_unit(words)


def _of_province(words: list[str], provinces: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    for at in range(1, len(words)):
        unit = 1 if words[at] == "tỉnh" else 2 if words[at : at + 2] == ["thành", "phố"] else 0
        named = at + unit
        for size in range(min(_LONGEST_PLACE, len(words) - named), 0, -1):
            bare = " ".join(words[named : named + size])
            if bare in provinces:
                place = Place("province", provinces[bare], bare)
                rest = words[named + size :]
                yield " ".join([*words[:at], "tỉnh", *rest]), place
                yield " ".join([*words[:at], *rest]), place
                break
        if unit and named == len(words):
            head = words[: at - 1] if words[at - 1] == "cấp" else words[:at]
            yield " ".join([*head, "tỉnh"]), Place("province", "", "")
            yield " ".join(head), Place("province", "", "")
            return


def _of_region(words: list[str]) -> Iterator[tuple[str, Place]]:
    """Yield the form without its number of a body that covers several provinces ("Kho bạc Nhà nước khu vực XI")."""
    if len(words) > 1 and (number := _number(words[-1])):
        yield " ".join(words[:-1]), Place("region", str(number), str(number))


def _number(word: str) -> int:
    """Return what a figure or a Roman number up to 39 says; 0 for any other word."""
    if word.isdecimal() and len(word) <= _DIGITS:
        return int(word)
    found = _ROMAN.fullmatch(word)
    return len(found[1]) * 10 + _ONES.index(found[2]) if found else 0


def _of_unit(words: list[str]) -> Iterator[tuple[str, Place]]:
    text = " ".join(words)
    for unit in UNITS:
        level = level_of(unit)
        template = "huyện" if level == "district" else "xã"
        found = re.search(f" {unit}(?= |$)(?! hội)", text)  # "xã hội" is no commune
        if not found or text[: found.start()].endswith(UNITS):
            continue
        head, rest = text[: found.start()], text[found.end() + 1 :]
        if rest.startswith(("các ", *UNITS)):
            continue
        place = Place(level, slug(f"{unit} {rest}"), f"{unit} {rest.title()}") if rest else Place(level, "", "")
        yield f"{head} {template}", place
        yield head, place
        return
    head, city, rest = text.partition(" thành phố ")
    if city and rest and not rest.startswith(("các ", "trực ")):  # a city below the province
        yield f"{head} huyện", Place("district", slug(f"thành phố {rest}"), f"thành phố {rest.title()}")

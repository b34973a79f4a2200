"""Document numbers: what "281/QĐ-TTg" is made of, and where such numbers stand in running text.

The patterns of `grammars/numbers.yaml` match on folded text; that a number is printed in capitals is seen
on the text itself, so both are needed.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Literal

from pydantic import ConfigDict, Field

from pipeline import grammar
from pipeline.documents import Range, Value
from pipeline.folding import fold
from pipeline.grammar import Match

NumberClass = Literal["admin", "normative", "na", "letter", "party"]


class DocumentNumber(Value):
    """A document number: `text` as it should be written, the parts as they are written.

    A caps title's "281/QĐ-TTG" has the text "281/QĐ-TTg" and the org "TTG". `unit` is the drafting unit of
    an official letter.
    """

    text: str
    kind: NumberClass = Field(alias="class")
    num: str
    year: str | None = None
    type: str | None = None
    org: str
    unit: str | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    @property
    def code(self) -> str | None:
        """Return the code of the type as it should be written (CTR → CTr), "CV" for an official letter."""
        return "CV" if self.kind == "letter" else _respelt("types", self.type) or None

    @property
    def identity(self) -> str:
        """Return what two spellings of one number share: no leading zeros, no case, no needless type code."""
        number = self.text.casefold().lstrip("0")
        return number.replace("/nq-qh", "/qh") if "/nq-qh" in number else number


def parse(text: str) -> DocumentNumber | None:
    """Return the first well-formed document number in an expression, or None.

    Dates, periods, drafts without a number and numbers that lost a sign ("5556/QĐBYT") give None.
    """
    composed = unicodedata.normalize("NFC", text)
    found = _find(composed, fold(composed), 0, len(composed), mended=False)
    return found[0][1] if found else None


def find(
    text: str, start: int = 0, end: int | None = None, key: str | None = None
) -> list[tuple[Range, DocumentNumber]]:
    """Return the document numbers in `text[start:end]` with their places, damaged ones mended where that is safe.

    `key` is the folded text, when the caller has it.
    """
    return _find(text, fold(text) if key is None else key, start, len(text) if end is None else end, mended=True)


def code_of(name: str) -> str | None:
    """Return the type code of a document named by its type ("nghị quyết" → NQ, "luật" → L), folded."""
    return _content()[1].get(name)


def names() -> list[str]:
    """Return the folded names of all types of document, the longest first."""
    return sorted(_content()[1], key=len, reverse=True)


def _find(text: str, key: str, start: int, end: int, *, mended: bool) -> list[tuple[Range, DocumentNumber]]:
    found: list[tuple[Range, DocumentNumber]] = []
    for match in grammar.load("numbers").find(key, start, end):
        if not mended and match.means["class"].startswith("mended"):
            continue
        if number := _number_of(match, text, key):
            found.append((Range(match.start, match.end), number))
    return found


def _number_of(match: Match, text: str, key: str) -> DocumentNumber | None:
    """Return the number a match stands for; None when it is not printed as numbers are."""
    parts = _as_written(match, text, key)
    num = parts.pop("num").translate(_DIGITS)
    if not all(_is_symbol(part) for name, part in parts.items() if name != "year"):
        return None
    type_, org, unit = _respelt("types", parts.get("type")), _respelt("bodies", parts.get("org")), parts.get("unit")
    kind = match.means["class"]
    if kind in {"party", "mended_party"}:
        shown, kind = f"{num}-{type_}/{org}", "party"
    elif kind == "letter":
        shown = f"{num}/{org}-{unit}"
    else:
        year = parts.get("year")
        shown = "/".join(part for part in (num, year, f"{type_}-{org}".lstrip("-")) if part)
        kind = "na" if kind == "na" else "normative" if year else "admin"
    return DocumentNumber.model_validate({"text": shown, "class": kind, "num": num, **parts})


_DIGITS = str.maketrans("loLO", "1010")  # what optical readers take digits for


def _as_written(match: Match, text: str, key: str) -> dict[str, str]:
    """Return the parts of a number in the spelling of the text, without spaces.

    Only signs and spaces stand between the parts, so each is found behind the one before it.
    """
    parts: dict[str, str] = {}
    at = 0
    shown, folded = text[match.start : match.end], key[match.start : match.end]
    for name in ("num", "year", "type", "org", "unit"):
        if part := match.groups.get(name):
            at = folded.index(part, at)
            parts[name] = "".join(shown[at : at + len(part)].split()).translate(_SIGNS)
            at += len(part)
    return parts


_SIGNS = str.maketrans("‐‑‒–—―−Ðð", "-------Đđ")  # dashes; the Icelandic letter that old fonts have for Đ


def _is_symbol(part: str) -> bool:
    """Return whether every code in "BKHCN-BTTTT" is printed in capitals: two of them, or a single letter."""
    return all(len(code) == 1 or sum(map(str.isupper, code)) > 1 for code in part.split("-")) and part[0].isupper()


@cache
def _content() -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Return how spoilt codes of types and bodies are written, and the code of each type by its folded name."""
    content = grammar.read_yaml("numbers")
    return content["spelling"], {name: code for code, called in content["types"].items() for name in called}


def _respelt(kind: str, part: str | None) -> str:
    """Return codes joined by hyphens as they should be written ("" for None)."""
    spelt = _content()[0][kind]
    return "-".join(spelt.get(code, code) for code in part.split("-")) if part else ""

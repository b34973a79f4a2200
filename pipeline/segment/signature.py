"""Who signed: the first signature block of a text, its signer and the body it was signed for."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.resolve.spelling import CAPITALS
from pipeline.segment.head import words_in

# "TM. ỦY BAN NHÂN DÂN", "KT.BỘ TRƯỞNG", "T/M BAN THƯỜNG VỤ"; NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 and the party's slash
_FOR = re.compile(rf"(?:TM|T\.M|KT|K\.T|TL|TUQ|TUN|Q)(?:\.|/| (?=[{CAPITALS}]{{2}}))\s*|(?:T/M|K/T|T/L|T/U)\.?\s+")
_FOR_ALL = re.compile(r"(?:TM[./]|T\.M\.?|T/M\.?)\s*")
_SIGNED = re.compile(r"[\[(]?\s*(?:đã ký|ký tên, đóng dấu|ký, đóng dấu|đã kí|ký)\s*[\])]?$", re.IGNORECASE)
_TITLE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|CN|KS|NGND|NGƯT|TTND|TTƯT|CKI{1,2})\.? ?|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy) )+"
)
_WITHIN = 6  # lines between the office and the name


class Signature(NamedTuple):
    """The signer with the place of the name, and the body signed for (as printed), None where it is not said."""

    name: str
    place: Range
    body: str | None


def find_signature(normal: NormalText, start: int) -> Signature | None:
    """Return the first signature behind `start`: that of the document itself, before those of its appendices.

    A block begins with a line in capitals that names an office or whom it is signed for; the name stands at
    its end or in one of the next lines, alone.
    """
    lines = [(at, line) for at, line in _lines(normal.text, start) if line.strip()]
    for index, (at, line) in enumerate(lines):
        opened = _opening(line)
        if opened is None:
            continue
        block = [(at, line), *lines[index + 1 : index + _WITHIN]]
        if found := _name_in(block):
            name, place = found
            return Signature(name, place, _body_of(block, place.start))
    return None


def _lines(text: str, start: int) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    at = text.rfind("\n", 0, start) + 1
    for line in text[at:].split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    return lines


@cache
def _offices() -> re.Pattern[str]:
    listed = "|".join(re.escape(office.upper()) for office in words_in("offices"))
    return re.compile(rf"(?:{listed})(?![^\W\d_])")


def _opening(line: str) -> int | None:
    """Return where the capitals of a signature's first line end; None when the line opens no signature."""
    words = line.lstrip(" |*-_")
    if hit := _FOR.match(words):
        return hit.end() if words[hit.end() : hit.end() + 2].isupper() else None
    hit = _offices().match(words)
    return hit.end() if hit else None


def _name_in(block: list[tuple[int, str]]) -> tuple[str, Range] | None:
    """Return the signer's name in a signature block: behind its capitals, or the first line that is a name."""
    for order, (at, line) in enumerate(block):
        words = line.strip(" |*-_`")
        if not order or _is_office(words):
            words = words[_end_of_capitals(words) :].strip(" |*-_")
        words = _SIGNED.sub("", words).strip()
        words = re.sub(r"^[\[(](?:đã )?k[ýí][\])]\s*", "", words, flags=re.IGNORECASE)
        if not words:
            continue
        words = _TITLE.sub("", words)
        if not is_name(words):
            return None
        start = at + line.index(words)
        return words, Range(start, start + len(words))
    return None


def _end_of_capitals(words: str) -> int:
    """Return where the capitals at the head of a line end: before the first word with small letters."""
    for hit in re.finditer(r"\S+", words):
        letters = [char for char in hit[0] if char.isalpha()]
        if any(map(str.islower, letters)):
            return _before_initials(words, hit.start())
    return len(words)


def _before_initials(words: str, at: int) -> int:
    """Return where a name begins whose first word is a single capital ("BÍ THƯ A Pót")."""
    hit = re.search(rf"(?<=\s)[{CAPITALS}]\s+$", words[:at])
    return hit.start() if hit else at


def _is_office(words: str) -> bool:
    first = words.partition(" ")[0]
    return bool(_FOR.match(words)) or (first.isupper() and len(first) > 1)


def is_name(words: str) -> bool:
    """Return whether these words can be a person's name: two to six words, each with a capital first."""
    parts = words.split()
    return 2 <= len(parts) <= 6 and all(
        part[0].isupper()
        and (len(part) == 1 or not part.isupper())
        and part.replace("'", "").replace("’", "").isalpha()
        for part in parts
    )


def _body_of(block: list[tuple[int, str]], end: int) -> str | None:
    """Return the body behind TM. or T/M, up to the office of the one who signs."""
    joined = " ".join(line[: max(0, end - at)].strip() for at, line in block if at < end)
    hit = _FOR_ALL.search(joined)
    if not hit:
        return None
    rest = re.split(r"\s(?:KT|K/T|TL|TUQ)[./]", joined[hit.end() :])[0]
    words = re.split(r"\[|\(|đã ký", rest)[0].strip(" |*-_.,")
    office = next((hit for hit in _offices().finditer(words) if hit.start()), None)
    return (words[: office.start()] if office else words).strip(" |*-_.,") or None

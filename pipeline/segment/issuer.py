"""Who issued a document: the bodies in its head, the line that decides, the signature, the number's code."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.folding import fold
from pipeline.resolve.registry import registry
from pipeline.resolve.spelling import body_name, is_capitals
from pipeline.segment.head import HeadLine, Landmarks, words_in
from pipeline.segment.signature import Signature
from pipeline.segment.title import Title, decides

_PLACE = re.compile(r"(?:tỉnh|thành phố|tp\.?|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu) (?!ủy|đoàn)")
_JOINS = re.compile(r"(?:và|về|-) ")
_OPEN = re.compile(r"(?:,| và| về| của|ủy ban nhân dân|ban chỉ đạo| tổ chức| quản lý|-)$")
# A superior body and the issuer can stand on one line: "ỦY BAN NHÂN DÂN TỈNH LÀO CAI SỞ Y TẾ".
_SECOND = re.compile(
    r"(?<=\w\w) (?=(?:sở|cục|chi cục|tổng cục|đảng đoàn|đảng ủy|ban cán sự đảng|ban thường vụ|ban quản lý|trung tâm"
    r"|ủy ban nhân dân (?:xã|phường|thị trấn|huyện|quận)|văn phòng(?! chính phủ| quốc hội| trung ương)|thanh tra) )"
)
# Bodies of a province or commune that are told apart by its name only.
_LOCAL = re.compile(
    r"(?:sở|ban (?!chỉ đạo|chấp hành|bí thư)|chi cục|thanh tra|văn phòng|phòng|trung tâm|trường|trạm y tế)\b"
    r"(?!.* (?:tỉnh|thành phố|xã|phường) )"
)
_COLLECTIVE = re.compile(r"(?:ban thường vụ|ban chấp hành(?: đảng bộ)?|thường trực|thường vụ|đảng ủy)$")
_SHORT_HEAD = re.compile(r"UBND|HĐND|U[ỷỶ]")
_OF_AREA = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân) ((?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|đặc khu) .+)$"
)


class Issuer(NamedTuple):
    """The issuing body, and where it is printed (None when it follows from something else)."""

    name: str
    place: Range | None = None


def find_issuer(
    normal: NormalText, lines: list[HeadLine], marks: Landmarks, title: Title | None, signature: Signature | None
) -> Issuer | None:
    """Return the issuing body in its usual spelling.

    A party document is issued by the body it is signed for or by the one its title names; a state document by
    the lowest body in its head; without a head, by the body of whoever decides, or by the number's code.
    """
    shown = [mark.end for mark in (marks.motto, marks.party_motto, marks.number_line) if mark]
    until = title.name.start if title else max(shown, default=0)
    bodies = bodies_in_head(lines, marks, until)
    if marks.party_motto or (title and title.of) or _is_party(signature):
        found = _party_issuer(normal, bodies, title, signature)
    else:
        found = _state_issuer(bodies)
    return found or _deciding(lines, title) or _signed_for(signature)


def bodies_in_head(lines: list[HeadLine], marks: Landmarks, until: int) -> list[Issuer]:
    """Return the bodies printed in capitals over the title, as printed, the superior one first."""
    start = marks.start
    if start is None:
        return []
    first = next((at for at, line in enumerate(lines) if start < line.place.end), 0)
    found: list[Issuer] = []
    for line in lines[max(0, first - 3) :]:
        if line.place.start >= until:
            break
        words = _without_furniture(line, marks)
        if not is_capitals(words):
            continue
        place = Range(line.place.start, line.place.start + len(words))
        key, before = fold(words), found[-1] if found else None
        if before and before.place and (_PLACE.match(key) or _JOINS.match(key) or _OPEN.search(fold(before.name))):
            found[-1] = Issuer(f"{before.name} {words}", Range(before.place.start, place.end))
        elif _opens_body(key):
            found.append(Issuer(words, place))
    return [part for body in found for part in _parted(body)]


def _opens_body(key: str) -> bool:
    return bool(_bodies().match(key))


@cache
def _bodies() -> re.Pattern[str]:
    return re.compile(r"(?:" + "|".join(map(re.escape, words_in("bodies"))) + r")(?!\w)")


def _without_furniture(line: HeadLine, marks: Landmarks) -> str:
    """Return the words of a line in front of a motto, number or date that stands on the same line."""
    end = line.place.end
    for mark in (*marks.furniture, *([marks.number_line] if marks.number_line else [])):
        if line.place.start <= mark.start < end:
            end = mark.start
    return line.text[: end - line.place.start].rstrip(" -_*|")


def _parted(body: Issuer) -> list[Issuer]:
    """Return a superior body and the issuer that stand on one line as two."""
    hit = _SECOND.search(fold(body.name))
    if not hit or not body.place:
        return [body]
    cut = body.place.start + hit.start()
    return [
        Issuer(body.name[: hit.start()], Range(body.place.start, cut)),
        Issuer(body.name[hit.end() :], Range(cut + 1, body.place.end)),
    ]


def _state_issuer(bodies: list[Issuer]) -> Issuer | None:
    """Return the lowest body of a state head; a department gets the province or commune of the body above it."""
    if not bodies:
        return None
    name = body_name(bodies[-1].name)
    if len(bodies) > 1 and _LOCAL.match(fold(name)):
        superior = body_name(bodies[-2].name)
        area = _OF_AREA.match(fold(superior))
        name = f"{name} {superior[area.start(1) :]}" if area else name
    return Issuer(name, bodies[-1].place)


def _is_party(signature: Signature | None) -> bool:
    return bool(
        signature
        and signature.body
        and re.match(r"ban thường vụ|bộ chính trị|ban bí thư|đảng |tỉnh ủy|thành ủy", fold(signature.body))
    )


def _party_issuer(
    normal: NormalText, bodies: list[Issuer], title: Title | None, signature: Signature | None
) -> Issuer | None:
    """Return the party body signed for, filled out from the title or the head where it is only a collective."""
    signed = body_name(signature.body) if signature and signature.body else ""
    of = Issuer(body_name(normal.shown(title.of)), title.of) if title and title.of else None
    if of and "," not in of.name and fold(of.name).startswith(fold(signed)):
        return of
    if signed and _COLLECTIVE.search(fold(signed)) and bodies:
        above = body_name(bodies[-1].name)
        return Issuer(signed if fold(signed) in fold(above) else f"{signed} {above}", bodies[-1].place)
    if signed:
        return Issuer(signed)
    if of:
        return Issuer(of.name.split(",")[0], of.place)
    return Issuer(body_name(bodies[-1].name), bodies[-1].place) if bodies else None


def _deciding(lines: list[HeadLine], title: Title | None) -> Issuer | None:
    """Return the body of the line under the title that says who decides ("BỘ TRƯỞNG BỘ Y TẾ" → Bộ Y tế)."""
    for line in lines[title.last + 1 : title.last + 4] if title else ():
        if decides(line):
            return Issuer(without_office(line.text), line.place)
    return None


def _signed_for(signature: Signature | None) -> Issuer | None:
    return Issuer(body_name(signature.body)) if signature and signature.body else None


def without_office(words: str) -> str:
    """Return the body that an officer stands for ("Bộ trưởng Bộ Y tế" → "Bộ Y tế"), in its usual spelling."""
    key = fold(words)
    if key.strip().startswith("thủ tướng"):
        return "Thủ tướng Chính phủ"
    for office in words_in("offices"):
        if key.startswith(f"{office} ") and _opens_body(key[len(office) + 1 :]):
            words = words[len(office) + 1 :]
            break
    return body_name(words) if is_capitals(words) or _SHORT_HEAD.match(words) else words


def body_of_code(code: str) -> str | None:
    """Return the body that a code at the end of a number stands for, None for codes that many bodies use."""
    entry = registry().of_code(code)
    return entry.name if entry and entry.level == "central" else None

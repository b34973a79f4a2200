"""Who signed: the first signature block of a text, its signer and the body it was signed for."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.resolve.spelling import CAPITALS
from pipeline.segment.head import words_in

# "TM. ỦY BAN NHÂN DÂN", "KT.BỘ TRƯỞNG", "T/M BAN THƯỜNG VỤ"; NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 and the party's slash
_FOR = re.compile(
    rf"(?:TM|T\.M|KT|K\.T|TL|TUQ|TUN|Q)(?:\.|/| (?=[{CAPITALS}]{{2}}))\s*"
    rf"|(?:T/M|K/T|T/L|T/U)\.?\s+(?=[{CAPITALS}]{{2}})"
)
_FOR_ALL = re.compile(r"(?:TM[./]|T\.M\.?|T/M\.?)\s*")
_SIGNED = re.compile(r"[\[(]?\s*(?:đã ký|ký tên, đóng dấu|ký, đóng dấu|đã kí|ký)\s*[\])]?", re.IGNORECASE)
_DEGREE = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|CN|KS|NGND|NGƯT|TTND|TTƯT|CKI{1,2})\.? ?|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy) )+"
)
_RECIPIENTS = re.compile(r"nơi nhận ?:?", re.IGNORECASE)
_WITHIN = 6  # lines between the office and the name
_BESIDE = 30  # lines of recipients beside which the name may stand
_AROUND = " |*-_`\t"


class Signature(NamedTuple):
    """The signer with the place of the name, and the body signed for (as printed), None where it is not said."""

    name: str
    place: Range
    body: str | None


class _Line(NamedTuple):
    at: int
    text: str


def find_signature(normal: NormalText, start: int) -> Signature | None:
    """Return the first signature behind `start`: that of the document itself, before those of its appendices.

    A block begins with a line in capitals that names an office or whom it is signed for; the name stands at
    its end or in one of the next lines, alone. In a text whose columns have run together both stand behind
    the lines of the recipients ("Nơi nhận: KT. CHỦ TỊCH", "- Lưu: VT. Trần Văn An").
    """
    lines = _lines(normal.text, start)
    for index, line in enumerate(lines):
        recipients = _RECIPIENTS.match(line.text.lstrip(_AROUND))
        if recipients and not _opens(line.text):
            found = _beside_recipients(lines[index : index + _BESIDE])
        elif _opens(line.text):
            found = _in_block([line, *lines[index + 1 : index + _WITHIN]])
        else:
            continue
        if found:
            return found
    return None


def _lines(text: str, start: int) -> list[_Line]:
    """Return the lines with words from the one in which `start` lies."""
    lines: list[_Line] = []
    at = text.rfind("\n", 0, start) + 1
    for line in text[at:].split("\n"):
        if line.strip():
            lines.append(_Line(at, line))
        at += len(line) + 1
    return lines


@cache
def _offices() -> re.Pattern[str]:
    listed = "|".join(re.escape(office.upper()) for office in words_in("offices"))
    return re.compile(rf"(?:{listed})(?![^\W\d_])")


def _opens(words: str) -> bool:
    """Return whether a line begins as a signature does: whom it is signed for, or an office, in capitals."""
    words = words.lstrip(_AROUND)
    hit = _FOR.match(words)
    return words[hit.end() : hit.end() + 2].isupper() if hit else bool(_offices().match(words))


# ── a block of its own ────────────────────────────────────────────────────────────────────────────


def _in_block(block: list[_Line]) -> Signature | None:
    """Return the signature in a block: the name behind its capitals, or the first line that is a name."""
    for order, line in enumerate(block):
        words = line.text.strip(_AROUND)
        if not order or _is_office(words):
            words = words[_end_of_capitals(words) :].strip(_AROUND)
        words = _SIGNED.sub("", words).strip()
        if not words:
            continue
        name = _DEGREE.sub("", words)
        if not is_name(name):
            return None
        start = line.at + line.text.rindex(name)
        place = Range(start, start + len(name))
        return Signature(name, place, _body_of([part.text[: max(0, start - part.at)] for part in block[: order + 1]]))
    return None


def _end_of_capitals(words: str) -> int:
    """Return where the capitals at the head of a line end: before the first word with small letters."""
    for hit in re.finditer(r"\S+", words):
        if any(map(str.islower, hit[0])):
            initial = re.search(rf"(?<=\s)[{CAPITALS}]\s+$", words[: hit.start()])  # "BÍ THƯ Y Nam"
            return initial.start() if initial else hit.start()
    return len(words)


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


def _body_of(shown: list[str]) -> str | None:
    """Return the body behind TM. or T/M in the lines before the name, up to the office of the one who signs."""
    joined = " ".join(line.strip() for line in shown)
    hit = _FOR_ALL.search(joined)
    if not hit:
        return None
    rest = re.split(r"\s(?:KT|K/T|TL|TUQ)[./]", joined[hit.end() :])[0]
    words = _SIGNED.split(rest)[0].strip(" |*-_.,[(")
    office = next((hit for hit in _offices().finditer(words) if hit.start()), None)
    return (words[: office.start()] if office else words).strip(" |*-_.,") or None


# ── beside the recipients ─────────────────────────────────────────────────────────────────────────


def _beside_recipients(lines: list[_Line]) -> Signature | None:
    """Return the signature whose column has run together with the recipients' column, None when there is none."""
    offices: list[str] = []
    for order, line in enumerate(lines):
        if order and _ends_recipients(line.text):
            break
        right = _right_column(line.text, first=not order)
        if right and _opens(right.text):
            offices.append(right.text)
        elif right and offices and is_name(name := _DEGREE.sub("", _SIGNED.sub("", right.text).strip(_AROUND))):
            start = line.at + line.text.rindex(name)
            return Signature(name, Range(start, start + len(name)), _body_of(offices))
    return None


def _right_column(line: str, *, first: bool) -> _Line | None:
    """Return what stands behind a recipient on its line: an office in capitals, or words behind a closing sign."""
    if first:
        hit = _RECIPIENTS.search(line)
        return _Line(hit.end(), line[hit.end() :].strip(_AROUND)) if hit else None
    if not re.match(r"\s*[-–+•*]", line):
        return _Line(0, line.strip(_AROUND))
    office = _offices().search(line) or _FOR.search(line)
    if office and line[: office.start()].rstrip()[-1:] in {";", ",", ".", ")"}:
        return _Line(office.start(), line[office.start() :].strip(_AROUND))
    sign = max((hit.end() for hit in re.finditer(r"[;,.)](?= )", line)), default=0)
    return _Line(sign, line[sign:].strip(_AROUND)) if sign else None


def _ends_recipients(line: str) -> bool:
    """Return whether a line can belong neither to the recipients nor to a signature beside them."""
    words = line.strip(_AROUND)
    return len(words) > 90 or bool(re.match(r"(?:PHỤ LỤC|KẾ HOẠCH|DANH SÁCH|DANH MỤC|[IVX]+\.|\d+\.)", words))

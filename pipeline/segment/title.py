"""The type and title (trích yếu) of a document, and where its preamble ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.resolve import numbers
from pipeline.resolve.spelling import is_capitals
from pipeline.segment.head import HeadLine, words_in

_LONGEST = 900  # characters of a title
_PREAMBLE = 20_000  # characters behind the title in which the first heading is looked for
# What ends a title: the basis, the addressees, a caption, the first heading, the line that says who decides.
_STOP = re.compile(
    r"(?:căn cứ|theo đề nghị|xét |kính gửi|kính trình|\((?:được )?(?:ban hành )?kèm theo|nơi nhận|số ?:"
    r"|[ivx]+ ?[./-] ?\S|[1a] ?[./)-] ?\S|điều 1|chương i|phần (?:thứ nhất|i)|quyết (?:định|nghị) ?:|.* điện ?:?$)"
)
_ABOUT = re.compile(r"v ?/ ?v:? |về việc ")
# The first heading, on the text itself: a number with its sign, or the words that enact.
_HEADING = re.compile(
    r"^[\s*#|]*(?:[IVX]{1,4}\s?[./)-]\s?\S|[A-C]\s?[./-]\s|\d{1,2}\s?(?:[.)]|-(?=\s))\s?[^\W\d]|(?:Điều|ĐIỀU) 1\b"
    r"|(?:Phần|PHẦN) (?:thứ nhất|THỨ NHẤT|I|1)\b|(?:Chương|CHƯƠNG) (?:I|1)\b|(?:Mục|MỤC) (?:I|1)\b"
    r"|QUYẾT ĐỊNH\s?:|QUYẾT NGHỊ\s?:?|Q\s?U\s?Y\s?Ế\s?T\s+Đ\s?Ị\s?N\s?H\s?:|(?:NAY )?QUY ĐỊNH\s?:|KẾT LUẬN\s?:)",
    re.MULTILINE,
)
_LEAD_IN = re.compile(r"[^\n]{40}:\s*$", re.MULTILINE)


class Title(NamedTuple):
    """A type line and the title under it. `kind` is the type's code; `of` the body in "KẾT LUẬN CỦA …"."""

    kind: str
    name: Range
    place: Range
    of: Range | None
    last: int


def find_title(lines: list[HeadLine], start: int, end: int) -> Title | None:
    """Return the first title that begins in lines start to end, None without a type line.

    A type line is a type's name alone on its line or in capitals before the title itself ("QUYẾT ĐỊNH",
    "KẾ HOẠCH THỰC HIỆN …"); a page heading that names another document ("Nghị quyết số 57-NQ/TW") is none,
    nor is the value of a data table ("Loại văn bản:" / "Quyết định").
    """
    for index in range(start, min(end, len(lines))):
        after_label = index and lines[index - 1].text.endswith(":") and not lines[index].is_capitals
        name = "" if after_label else _type_in(lines[index])
        if name:
            return _title_under(lines, index, name)
    return None


def _type_in(line: HeadLine) -> str:
    """Return the folded type name at the head of a type line, "" when it is none."""
    for name in numbers.names():
        if not line.key.startswith(name) or name.endswith(" kết luận"):  # "THÔNG BÁO / KẾT LUẬN CỦA …" is a notice
            continue
        if line.key[len(name) : len(name) + 1].isalnum() and not line.text.startswith("CỦA ", len(name)):
            continue  # two lines run together still part at "CỦA" ("KẾT LUẬNCỦA BỘ CHÍNH TRỊ")
        rest = line.key[len(name) :].strip()
        if rest[:1] in {":", ",", ";"} or re.match(r"(?:số )?\d|này\b", rest):
            return ""
        if not rest or line.text[: len(name)].isupper():
            return name
    return ""


def _title_under(lines: list[HeadLine], index: int, name: str) -> Title:
    """Return the title that follows a type's name on its line and on the lines under it."""
    head = lines[index]
    at = head.place.start + len(name)
    rest = head.text[len(name) :]
    at += len(rest) - len(rest.lstrip())
    kept = [
        HeadLine(
            Range(at, head.place.end), rest.strip(), head.key[len(name) :].strip(), head.is_capitals, head.is_strong
        )
    ]
    kept = kept if rest.strip() else []
    last = index
    for following in range(index + 1, len(lines)):
        line = lines[following]
        if not _continues(kept, line):
            break
        kept.append(line)
        last = following
    place = Range(kept[0].place.start, kept[-1].place.end) if kept else Range(head.place.end, head.place.end)
    of, start = _split_off_body(kept)
    return Title(
        kind=numbers.code_of(name) or name,
        name=Range(head.place.start, head.place.start + len(name)),
        place=Range(start if start is not None else place.start, place.end),
        of=of,
        last=last,
    )


def _continues(kept: list[HeadLine], line: HeadLine) -> bool:
    """Return whether a line belongs to the title whose lines so far are `kept`."""
    if _STOP.match(line.key) or decides(line):
        return False
    if not kept or (kept[-1].key.startswith("của ") and " về " not in kept[-1].key):
        return True
    if line.place.end - kept[0].place.start > _LONGEST:
        return False
    before = kept[-1]
    if before.is_capitals:
        return line.is_capitals or not any(map(str.isalpha, line.text))
    runs_on = line.text[:1].islower() and not re.match(r"[a-zđ]\)", line.text)
    return not before.text.endswith((".", ":", ";")) and (runs_on or (before.is_strong and line.is_strong))


def decides(line: HeadLine) -> bool:
    """Return whether a line is the authority that decides: "BỘ TRƯỞNG BỘ Y TẾ", "CHÍNH PHỦ", "ỦY BAN NHÂN DÂN …"."""
    return line.is_capitals and bool(_authority().fullmatch(line.key))


@cache
def _authority() -> re.Pattern[str]:
    offices = "|".join(re.escape(office) for office in words_in("offices"))
    return re.compile(
        rf"(?:{offices})(?: (?!về |ban hành |tại )[^\W\d]+[,-]?| -){{0,14}}|chính phủ|quốc hội"
        r"|(?:ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd|bộ chính trị|ban bí thư|ban thường vụ|ủy ban thường vụ)"
        r"(?: (?!về |ban hành |tại )[^\W\d]+){0,9}"
    )


def _split_off_body(kept: list[HeadLine]) -> tuple[Range | None, int | None]:
    """Return the place of the body in "KẾT LUẬN / CỦA BỘ CHÍNH TRỊ / về …", and where the title behind it begins."""
    if not kept or not kept[0].key.startswith("của "):
        return None, None
    first = kept[0]
    begin = first.place.start + len("của ")
    ends = re.search(r" (?:về|thực hiện|triển khai|lãnh đạo|tiếp tục|tăng cường|tổ chức|nhằm) ", first.key)
    small = next((at for at, char in enumerate(first.text) if char.islower()), 0)
    if is_capitals(first.text[:small]) and small > 8:  # "CỦA BAN THƯỜNG VỤ TỈNH ỦY thực hiện Chỉ thị"
        return Range(begin, first.place.start + len(first.text[:small].rstrip())), first.place.start + small
    if ends:
        return Range(begin, first.place.start + ends.start()), first.place.start + ends.start() + 1
    following = kept[1] if len(kept) > 1 else None
    if following and is_capitals(following.text) and "," in first.key[-2:]:  # "CỦA BỘ CHÍNH TRỊ," / "BAN BÍ THƯ"
        after = kept[2].place.start if len(kept) > 2 else following.place.end
        return Range(begin, following.place.end), after
    return Range(begin, first.place.end), following.place.start if following else first.place.end


def letter_title(normal: NormalText, start: int, end: int) -> Range | None:
    """Return the subject of an official letter ("V/v …") between start and end."""
    for line in re.finditer(r"[^\n]+", normal.key[start:end]):
        if hit := _ABOUT.search(line[0]):
            return Range(start + line.start() + hit.start(), start + line.end())
    return None


def preamble(normal: NormalText, start: int, *, by_heading: bool = False) -> Range:
    """Return the text from the title's end to the first heading or the words that enact.

    Without any heading it ends with the first paragraph that leads in with a colon (not so when only a heading
    shall end it), and it is empty when there is none.
    """
    text = normal.text
    at = min(start + 1, len(text)) if text[start : start + 1] == "\n" else start
    end = min(len(text), at + _PREAMBLE)
    heading = _HEADING.search(text, at, end)
    if heading:
        return Range(at, max(at, heading.start()))
    lead_in = None if by_heading else _LEAD_IN.search(text, at, end)
    return Range(at, lead_in.end() if lead_in else at)

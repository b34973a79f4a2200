"""What a press article reports: number, type, issuer, day and title of the document it is about."""

from __future__ import annotations

import re

from pipeline.documents import Header, NormalText, Range
from pipeline.resolve import citations, numbers
from pipeline.resolve.citations import CitationMatch
from pipeline.resolve.spelling import CAPITALS
from pipeline.segment.head import HeadLine
from pipeline.segment.issuer import body_of_code

_OPENING = 6  # lines in which an article says what it is about
_FIRST = 12  # documents named there that may be the one it is about
_DAY = r"ngày (?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}))?(?![\d/])"
# "Ngày 25/10/2023, Ban Bí thư ban hành Chỉ thị …"
_ISSUED = re.compile(
    rf"(?:{_DAY},? )?(?:thay mặt (?P<party>[^,.]{{5,60}}), )?(?P<issuer>[^\W\d_][^.;:()\d\n]{{3,90}}?),? "
    r"(?:vừa |mới |đã |chính thức )*(?:ký ban hành|ban hành|ra|có|ký|công bố|phát hành) "
)
_ISSUED_LATER = re.compile(rf"[^.;\n]{{0,200}}?(?:ban hành|ký|được ban hành)(?: vào)? {_DAY}")
_ABOUT = re.compile(r"[^.;\n]{0,90}?(?<!\w)về (?:việc )?(?P<title>[^.;\n]{10,600})")
_DOES = re.compile(r"[^.;\n]{0,60}?(?<!\w)(?P<title>(?:phê duyệt|ban hành (?!ngày)|quy định|sửa đổi)[^.;\n]{10,600})")
_TITLE_ENDS = re.compile(
    r",? của (?:ban bí thư|bộ|ban chấp hành|thủ tướng|chính phủ)(?!\w)|,? (?:được )?ban hành ngày|,? do |[.;\n]|$"
)
_OF = re.compile(
    r" của (?P<issuer>ban bí thư|bộ chính trị|ban chấp hành trung ương|thủ tướng chính phủ|chính phủ|quốc hội"
    r"|bộ (?:[^\W\d]+ ?){1,6}?)(?=[,.;\n]| về| ban hành| được|$)"
)
_PERSON = re.compile(
    r"(?:Tổng Bí thư|Thường trực Ban Bí thư|(?:Phó )?Thủ tướng(?: Chính phủ)?|Chủ tịch nước) "
    rf"((?:[{CAPITALS}]\S* ?){{2,5}}?)(?= (?:đã|vừa|ký))"
)


def read_press(normal: NormalText, lines: list[HeadLine]) -> Header | None:
    """Return what the article says of the document it reports on; None when it reports on none.

    The document is the one named by number in the opening lines; without a number, the one whose issue is
    the article's first sentence ("Văn phòng … vừa có thông báo kết luận …").
    """
    if not lines:
        return None
    opening = Range(lines[0].place.start, lines[min(_OPENING, len(lines)) - 1].place.end)
    named = [match for match in citations.cite(normal.text, normal.key, *opening) if match.number.code]
    reported = [_numbered(normal, opening, match) for match in named[:_FIRST] if _is_reported(normal, opening, match)]
    if not reported:
        return _unnumbered(normal, lines)
    about = [header for header in reported if header.number == reported[0].number]
    return max(about, key=lambda header: sum(value is not None for _, value in header))


def _is_reported(normal: NormalText, opening: Range, match: CitationMatch) -> bool:
    """Return whether the sentence tells that the document was issued, or is a heading made of its number."""
    sentence = _sentence(normal, match.place, opening)
    if _TELLS.search(normal.key, *sentence):
        return True
    return sentence.end - sentence.start < match.end - match.place.start + 12


_TELLS = re.compile(r"ban hành|công bố|toàn văn|ký (?:nghị|quyết|chỉ|thông|công|kế|kết)|vừa có")


def _numbered(normal: NormalText, opening: Range, subject: CitationMatch) -> Header:
    """Return the header of an article on a document with a number."""
    key = normal.key
    sentence = _sentence(normal, subject.place, opening)
    behind = key[subject.place.end : sentence.end]
    before = key[sentence.start : subject.place.start]
    issued = _ISSUED.search(before)
    later = _ISSUED_LATER.match(behind)
    of = _OF.search(behind)
    issuer_at = subject.issuer
    if issuer_at is None and of:
        issuer_at = Range(subject.place.end + of.start("issuer"), subject.place.end + of.end("issuer"))
    elif issuer_at is None and issued:
        name = "party" if issued["party"] else "issuer"
        issuer_at = Range(sentence.start + issued.start(name), sentence.start + issued.end(name))
    title = _title(key, subject.place.end, sentence.end)
    signer = _PERSON.search(normal.text, sentence.start, subject.place.start)
    return Header(
        number=subject.number.text,
        type=subject.type,
        title=normal.shown(title) if title else None,
        issuer=body_of_code(subject.number.org) or (normal.shown(issuer_at).strip() if issuer_at else None),
        issued_on=subject.issued_on or _day(issued, normal.published) or _day(later, normal.published),
        signer=signer[1].strip() if signer else None,
        family="press",
        number_place=subject.place,
        title_place=title,
        issuer_place=issuer_at,
    )


def _sentence(normal: NormalText, place: Range, within: Range) -> Range:
    """Return the sentence around a place."""
    ends = ((normal.text.rfind(sign, within.start, place.start), len(sign)) for sign in ("\n", ". "))
    start = max((at + length for at, length in ends if at >= 0), default=within.start)
    end = normal.text.find("\n", place.end)
    return Range(start, end if end >= 0 else len(normal.text))


def _title(key: str, start: int, end: int) -> Range | None:
    """Return what the document is said to be about, behind "về", or what it does ("phê duyệt Đề án …")."""
    found = [hit for pattern in (_ABOUT, _DOES) if (hit := pattern.match(key, start, end))]
    if not found:
        return None
    about = min(found, key=lambda hit: hit.start("title"))
    ends = _TITLE_ENDS.search(key, about.start("title"), about.end("title"))
    return Range(about.start("title"), ends.start() if ends else about.end("title"))


def _day(hit: re.Match[str] | None, published: str | None) -> str | None:
    """Return the day that a sentence names; one without a year is the last before the article was published."""
    if not hit or not hit["day"]:
        return None
    day = f"{int(hit['month']):02}-{int(hit['day']):02}"
    if hit["year"]:
        return f"{hit['year']}-{day}"
    return f"{int(published[:4]) - (day > published[5:])}-{day}" if published else None


def _unnumbered(normal: NormalText, lines: list[HeadLine]) -> Header | None:
    """Return the header of an article whose first sentence tells the issue of a document without number."""
    for line in lines[:2]:
        issued = _ISSUED.match(line.key)
        if not issued:
            continue
        rest = line.key[issued.end() :]
        kind = next(
            (name for name in numbers.names() if rest.startswith(f"{name} ") and not rest.startswith(f"{name} số")),
            None,
        )
        if kind is None:
            continue
        stop = re.search(r"[.;](?:\s|$)", rest)
        title = Range(
            line.place.start + issued.end(), line.place.start + issued.end() + (stop.start() if stop else len(rest))
        )
        issuer = Range(line.place.start + issued.start("issuer"), line.place.start + issued.end("issuer"))
        return Header(
            type=numbers.code_of(kind),
            title=normal.shown(title).rstrip(" ."),
            issuer=normal.shown(issuer),
            issued_on=_day(issued, normal.published),
            family="press",
            title_place=title,
            issuer_place=issuer,
        )
    return None

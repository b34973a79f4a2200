"""NormalText → Header: number, type, title, issuer, day of issue and signer, of state, party and press texts."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, NamedTuple

from pipeline import grammar
from pipeline.documents import Header, NormalText, Note, Range
from pipeline.folding import fold
from pipeline.resolve import citations, numbers
from pipeline.resolve.citations import CitationMatch
from pipeline.resolve.spelling import title_case
from pipeline.segment.conflicts import contradictions
from pipeline.segment.head import HeadLine, Landmarks, head_lines, landmarks
from pipeline.segment.issuer import Issuer, body_of_code, find_issuer, without_office
from pipeline.segment.press import read_press
from pipeline.segment.signature import Signature, find_signature, is_name
from pipeline.segment.title import Title, find_title, letter_title, preamble

Family = Literal["state", "normative", "party", "press", "unknown"]
_NEAR_NUMBER = 16  # lines between the number and the type line: mottos, place, date, stamps, a letter's subject
_WITHOUT_NUMBER = 12  # lines before the type line of a document whose head is missing


class _Parts(NamedTuple):
    """What was found in the head and at the foot; `attached` is what the first caption says a part belongs to."""

    marks: Landmarks
    lines: list[HeadLine]
    title: Title | None
    signature: Signature | None
    attached: CitationMatch | None


def read_header(normal: NormalText) -> tuple[Header, Range, list[Note]]:
    """Return what a document says of itself, the range of its preamble, and contradictions inside it.

    The first layer of a package (decision, attached plan, appendices) speaks. Where its head is missing, the
    caption of the attached plan gives number and date, and the plan its title. The data table of a law portal
    only fills gaps. A text without head and signature that reports on a document is read as press.
    """
    header, opening, notes = _read_header(normal)
    return header.model_copy(update={"published": normal.published}), opening, notes


def _read_header(normal: NormalText) -> tuple[Header, Range, list[Note]]:
    parts = _parts_of(normal)
    if parts.title is None and parts.marks.start is None and not parts.marks.metadata:
        header = read_press(normal, parts.lines) or _headless(normal)
        return header, preamble(normal, 0, by_heading=header.family == "press"), []
    header, behind = _header_of(normal, parts)
    return header, preamble(normal, behind), contradictions(normal, header, parts.marks, parts.signature)


def _parts_of(normal: NormalText) -> _Parts:
    lines = head_lines(normal)
    marks = landmarks(normal)
    first = 0
    if marks.number_line:
        first = next((at for at, line in enumerate(lines) if line.place.end > marks.number_line.start), 0)
    elif marks.start is not None:
        first = next((at for at, line in enumerate(lines) if line.place.end > (marks.start or 0)), 0)
    until = first + (_NEAR_NUMBER if marks.number_line else _WITHOUT_NUMBER)
    is_letter = bool(marks.number and marks.number[1].code == "CV")
    title = None if is_letter else find_title(lines, first, until)
    foot = title.place.end if title else marks.number_line.end if marks.number_line else 0
    attached = next(
        (match for caption in marks.captions for match in citations.cite(normal.text, normal.key, *caption)), None
    )
    return _Parts(marks, lines, title, find_signature(normal, foot), attached)


def _headless(normal: NormalText) -> Header:
    """Return the header of a text without head and title: the type it calls itself by ("Kết luận này")."""
    called = Counter(hit[1] for hit in _CALLS_ITSELF.finditer(normal.key))
    name = called.most_common(1)[0][0] if called else None
    return Header(type=numbers.code_of(name) if name else None)


_CALLS_ITSELF = re.compile(
    r"(?<!\w)(nghị quyết|chỉ thị|kết luận|quyết định|kế hoạch|thông báo|công điện|chương trình|hướng dẫn) này(?!\w)"
)


class _Numbered(NamedTuple):
    """The number, its place, and the day of issue as far as it stands with it; `attached`: both from a caption."""

    text: str | None = None
    kind: str | None = None
    code: str | None = None
    org: str | None = None
    place: Range | None = None
    issued: tuple[Range, str] | None = None
    attached: bool = False


def _number_of(normal: NormalText, parts: _Parts) -> _Numbered:
    """Return the document's own number: of its head, else of a caption, the page's heading, the portal's table."""
    marks = parts.marks
    if marks.number_line:
        if marks.number is None:  # a draft: the number is left blank
            return _Numbered(issued=marks.issued)
        place, number = marks.number
        return _Numbered(number.text, number.kind, number.code, number.org, place, marks.issued)
    if parts.attached and parts.title and not marks.start and parts.attached.place.start > parts.title.place.end:
        issued = (parts.attached.place, parts.attached.issued_on) if parts.attached.issued_on else None
        return _numbered(parts.attached, issued, attached=True)
    heading = Range(0, parts.title.name.start) if parts.title else Range(0, 0)
    named = [
        match
        for match in citations.cite(normal.text, normal.key, *heading)
        if parts.title and match.type == parts.title.kind
    ]
    if named:
        issued = (named[0].place, named[0].issued_on) if named[0].issued_on else marks.issued
        return _numbered(named[0], issued)
    value = marks.metadata.get("số hiệu", Range(0, 0))
    if listed := citations.cite(normal.text, normal.key, *value):
        return _numbered(listed[0], marks.issued)
    return _Numbered(issued=marks.issued)


def _numbered(match: CitationMatch, issued: tuple[Range, str] | None, *, attached: bool = False) -> _Numbered:
    number = match.number
    return _Numbered(number.text, number.kind, number.code, number.org, match.place, issued, attached)


def _header_of(normal: NormalText, parts: _Parts) -> tuple[Header, int]:
    """Return the header and where the preamble begins, behind the title of the first layer."""
    numbered = _number_of(normal, parts)
    title, title_place = _title_of(normal, parts, numbered)
    issuer = find_issuer(normal, parts.lines, parts.marks, parts.title, parts.signature) or _implied_issuer(
        normal, parts, numbered
    )
    signer, signer_place = _signer(normal, parts)
    issued = numbered.issued or _portal_day(normal, parts.marks)
    header = Header(
        number=numbered.text,
        type=_type_of(normal, parts, numbered),
        title=title,
        issuer=issuer.name if issuer else None,
        issued_on=issued[1] if issued else None,
        signer=signer,
        family=_family(parts, numbered),
        number_place=numbered.place,
        title_place=title_place,
        issuer_place=issuer.place if issuer else None,
        date_place=issued[0] if issued else None,
        signer_place=signer_place,
    )
    if parts.title:
        return header, parts.title.place.end
    return header, max((place.end for place in (title_place, numbered.place, header.date_place) if place), default=0)


def _type_of(normal: NormalText, parts: _Parts, numbered: _Numbered) -> str | None:
    """Return the type's code: of the number, else of the type line; a letter has a subject and addressees instead."""
    if parts.title is None and numbered.place and numbered.kind == "admin":
        subject = letter_title(normal, numbered.place.start, numbered.place.end + 600)
        if subject and normal.key.startswith("v", subject.start):
            return "CV"
    return numbered.code or (parts.title.kind if parts.title else None)


def _title_of(normal: NormalText, parts: _Parts, numbered: _Numbered) -> tuple[str | None, Range | None]:
    """Return the title and its place; a plan known by its caption alone is called by its own type and title."""
    if numbered.attached and numbered.place and (plan := _title_over(parts.lines, numbered.place)):
        name, shown = normal.shown(plan.name).capitalize(), _shown_title(normal, plan.place)
        return f"{name} {shown[:1].lower() + shown[1:]}", plan.place
    place = parts.title.place if parts.title else None
    if not place and parts.marks.number_line:
        start = parts.marks.number_line.start
        place = letter_title(normal, start, start + 1_500)
    issued = numbered.issued[0] if numbered.issued else None
    if place and issued and place.start < issued.start < place.end:
        place = Range(place.start, issued.start)
    if not place:
        return None, None
    place = _without_authority(normal, parts, place)
    return _shown_title(normal, place), place


def _title_over(lines: list[HeadLine], caption: Range) -> Title | None:
    """Return the title that a caption stands under, None when it is not in the head."""
    at = next((index for index, line in enumerate(lines) if line.place.end > caption.start), 0)
    titles = [find_title(lines, index, index + 1) for index in range(max(0, at - 6), at)]
    return next((title for title in reversed(titles) if title and title.place), None)


def _shown_title(normal: NormalText, place: Range) -> str:
    words = " ".join(normal.shown(place).split()).strip(" .-_*|")
    return title_case(words, normal.text, normal.key, place.end)


def _without_authority(normal: NormalText, parts: _Parts, place: Range) -> Range:
    """Return the place of a title without the deciding authority that a lost line break put at its end."""
    issuer = find_issuer(normal, parts.lines, parts.marks, None, None)
    key = normal.key[place.start : place.end].rstrip(" :").removesuffix(" điện")
    if issuer and key.endswith(f" {fold(issuer.name)}"):
        kept = key.removesuffix(fold(issuer.name)).rstrip()
        for office in ("bộ trưởng", "chủ tịch", "giám đốc"):
            kept = kept.removesuffix(office).rstrip()
        if len(kept) > 15 and kept.split()[-1] not in {"của", "với", "là", "do", "tại", "và"}:
            return Range(place.start, place.start + len(kept))
    return place


def _implied_issuer(normal: NormalText, parts: _Parts, numbered: _Numbered) -> Issuer | None:
    """Return the issuer that a caption, the number's code or a portal's table implies."""
    if numbered.attached and parts.attached and parts.attached.issuer:
        place = parts.attached.issuer
        return Issuer(without_office(normal.shown(place)), place)
    if numbered.org and (body := body_of_code(numbered.org)):
        return Issuer(body)
    if parts.title and (subject := _subject(normal, parts.title.place.end)):
        return Issuer(without_office(normal.shown(subject)), subject)
    if value := parts.marks.metadata.get("nơi ban hành"):
        return Issuer(normal.shown(value).strip(), value)
    return None


def _subject(normal: NormalText, behind: int) -> Range | None:
    """Return who issues the document by its preamble ("…, UBND tỉnh Bắc Ninh ban hành Kế hoạch …")."""
    found = grammar.load("citations").find(normal.key, *preamble(normal, behind))
    subjects = [match for match in found if match.means["says"] == "main"]
    return Range(subjects[-1].start, subjects[-1].start + len(subjects[-1].groups["subject"])) if subjects else None


def _signer(normal: NormalText, parts: _Parts) -> tuple[str | None, Range | None]:
    if parts.signature:
        return parts.signature.name, parts.signature.place
    value = parts.marks.metadata.get("người ký")
    name = normal.shown(value).strip() if value else ""
    return (name, value) if is_name(name) else (None, None)


def _portal_day(normal: NormalText, marks: Landmarks) -> tuple[Range, str] | None:
    value = marks.metadata.get("ngày ban hành")
    hit = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})\s*", normal.shown(value)) if value else None
    return (value, f"{hit[3]}-{int(hit[2]):02}-{int(hit[1]):02}") if hit and value else None


def _family(parts: _Parts, numbered: _Numbered) -> Family:
    if parts.marks.party_motto or numbered.kind == "party":
        return "party"
    if numbered.kind in {"normative", "na"}:
        return "normative"
    if parts.marks.motto or numbered.kind in {"admin", "letter"}:
        return "state"
    if parts.title and parts.title.of:
        return "party"
    return "state" if parts.marks.number_line else "unknown"

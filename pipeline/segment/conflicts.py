"""Where a document contradicts itself: a caption or a portal's table against the head of the first layer."""

from __future__ import annotations

import re

from pipeline.documents import Header, NormalText, Note, Range
from pipeline.folding import fold
from pipeline.remarks import remark, shown_day
from pipeline.resolve import citations, numbers
from pipeline.segment.head import Landmarks
from pipeline.segment.issuer import without_office
from pipeline.segment.signature import Signature


def contradictions(normal: NormalText, header: Header, marks: Landmarks, signature: Signature | None) -> list[Note]:
    """Return a note where a caption or a portal's table says otherwise than the head."""
    notes: list[Note] = []
    for caption in marks.captions:
        notes.extend(_in_caption(normal, header, caption))
    value = marks.metadata.get("người ký")
    if value and signature and fold(normal.shown(value).strip()) != fold(signature.name):
        notes.append(remark("signer_mismatch", value, other=normal.shown(value).strip(), own=signature.name))
    return notes


def _in_caption(normal: NormalText, header: Header, caption: Range) -> list[Note]:
    """Return what a caption "(Kèm theo …)" says otherwise than the head: number, day or issuer."""
    key = normal.key[caption.start : caption.end]
    named = citations.cite(normal.text, normal.key, *caption)
    own = numbers.parse(header.number) if header.number else None
    notes: list[Note] = []
    if named and own and named[0].number.identity != own.identity:
        if named[0].type != header.type:
            return []  # attached to another document: the plan of a plan
        notes.append(remark("number_mismatch", caption, other=named[0].number.text, own=own.text))
    day = named[0].issued_on if named else _any_day(key)
    if day and header.issued_on and day != header.issued_on:
        notes.append(remark("date_mismatch", caption, other=shown_day(day), own=shown_day(header.issued_on)))
    issuer = named[0].issuer if named else None
    other = normal.shown(issuer) if issuer else ""
    if other and header.issuer and not _same_body(other, header.issuer):
        notes.append(remark("issuer_mismatch", caption, other=other, own=header.issuer))
    return notes


def _any_day(key: str) -> str | None:
    hit = re.search(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})|ngày (\d{1,2})/(\d{1,2})/(\d{4})", key)
    if not hit:
        return None
    day, month, year = (int(part) for part in hit.groups() if part)
    return f"{year}-{month:02}-{day:02}"


def _same_body(one: str, other: str) -> bool:
    """Return whether two names can stand for one body: an officer for the body, a name cut short for the whole."""
    first, second = (fold(without_office(name)).replace("ubnd", "ủy ban nhân dân") for name in (one, other))
    return first.startswith(second) or second.startswith(first) or first.endswith(second)

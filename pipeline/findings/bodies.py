"""Bodies that are given work, or to which work is sent, although they no longer existed on the day of issue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from pipeline.documents import Finding, Range, Span, Task
from pipeline.findings.reading import Reading
from pipeline.folding import compact
from pipeline.parse.drafts import Draft
from pipeline.remarks import finding, shown_day, word
from pipeline.resolve.agencies import registry
from pipeline.resolve.citations import cite
from pipeline.resolve.gazetteer import gazetteer, spellings
from pipeline.resolve.ids import KINDS

# Organs that end with their province; a hospital, a newspaper, a board of an economic zone may keep the old name.
_ORGANS = frozenset({"committee", "council", "party_body", "position", "office"})
_GROUPS = frozenset({"collective", "level", "community", "province"})
_BRACKETS = re.compile(r" ?\([^()]*\)")
_FORMER = re.compile(r"(?<!tài )(?<!\w)nguyên (?:là )?(?=\x00)|(?<!\w)(?:trước đây|cũ)(?!\w)")
_NEAR = 40  # characters around a name in which it is said to be a former one


class Gone(NamedTuple):
    """A body that had ended: its name, its last day, whether that is exact, its successor's name ("" if unknown)."""

    name: str
    last: date
    exact: bool
    successor: str


def of_bodies(reading: Reading) -> Iterator[Finding]:
    """Yield each mention in a task of a body whose last day was before the day of issue."""
    issued = reading.issued
    if issued is None:
        return
    issuer = reading.plan.document.issuer
    cited = [Range(match.place.start, match.end + _NEAR) for match in cite(reading.normal.text, reading.normal.key)]
    for task, draft in reading.tasks():
        known: list[Span] = []
        for body in (*task.leads, *task.partners, *task.supervisors):
            known.append(body.span)
            gone = None if body.agency else dissolved(body.text, issued, issuer.text if issuer else None)
            if gone:
                yield _finding(task, body.span, gone, issued)
        for place in _in_words(reading, draft, issued):
            span = reading.normal.span(place)
            inside = any(one.start < span.end and span.start < one.end for one in known)
            of_citation = any(one.start < place.start < one.end for one in cited)
            gone = None if inside or of_citation else dissolved(reading.normal.shown(place), issued)
            if gone:
                yield _finding(task, span, gone, issued)


def _finding(task: Task, span: Span, gone: Gone, issued: date) -> Finding:
    since = gone.last + timedelta(days=1)
    day = shown_day(since.isoformat())
    return finding(
        "dissolved_body",
        span,
        task=task.id,
        body=gone.name,
        since=word("since_day", day=day) if gone.exact else word("since_month", month=day[3:]),
        successor=word("successor", name=gone.successor) if gone.successor else "",
        issued=shown_day(issued.isoformat()),
    )


def dissolved(name: str, issued: date, issuer: str | None = None) -> Gone | None:
    """Return what is known of the end of the body that a name means.

    None for a body that exists on the day of issue, and for one of which nothing is known.
    """
    known = registry()
    readings = known.readings(name, issuer)
    if not readings or any(known.exists(found.id, issued) for found in readings):
        return None
    ended = [(last, found) for found in readings if (last := known.days(found.id)[1]) and last < issued.isoformat()]
    if len(ended) < len(readings):
        return None
    last, found = max(ended, key=lambda entry: entry[0])
    own_end = bool(found.entry.last)
    if not own_end and not (found.entry.kind in _ORGANS or found.entry.id.startswith("so-")):
        return None
    face, _, body = found.id.partition(":")
    if face in KINDS:  # of a head, or of a part, it is the body itself that has ended
        name = known.name(body)
    else:
        body = found.id
    return Gone(name, date.fromisoformat(last), not found.entry.inexact, _successor(body, issued))


def _successor(body: str, on: date) -> str:
    """Return the name of who took over from a body, nothing where that is not known."""
    known = registry()
    found = known.successor(body, on)
    if not found:
        return ""
    place = known.place(found)
    if place and place.level not in {"province", "body"}:  # what became of a district's bodies bears other names
        found = found.partition(":")[0]
    name = _BRACKETS.sub("", known.name(found))
    return f"c{name[1:]}" if name.startswith("Các ") else name


# ── in the words of an order ──────────────────────────────────────────────────────────────────────


def _in_words(reading: Reading, draft: Draft, issued: date) -> Iterator[Range]:
    """Yield each name of an ended body in an order ("gửi báo cáo về Sở Kế hoạch và Đầu tư")."""
    key, text = reading.normal.key, reading.normal.text
    for hit in _ended(issued).finditer(key, *draft.place):
        whole = gazetteer().longest(key, text, hit.start(), draft.place.end) == hit.end()
        around = f"{key[max(0, hit.start() - _NEAR) : hit.start()]}\0{key[hit.end() : hit.end() + _NEAR]}"
        if whole and text[hit.start()].isupper() and not _FORMER.search(around):
            yield Range(*hit.span())


@lru_cache(maxsize=8)
def _ended(issued: date) -> re.Pattern[str]:
    """Return a pattern of the names of all bodies that had ended by a day."""
    known = registry()
    names = {
        spelt
        for entry in known.entries.values()
        if entry.last and not entry.exists(issued) and entry.last < issued.isoformat() and entry.kind not in _GROUPS
        for name in entry.names
        if " " in name and known.canon.of(name) not in entry.inside
        for spelt in spellings(compact(name))
    }
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")

"""Tasks as a calendar that other programs open: `ics`, RFC 5545.

Each task with a day is an event of that whole day, for most calendars show events only; and each task is a to-do with
its status, for those that keep lists. The event of a recurring duty comes round by its rule; its to-do is for the
occurrence that it is judged by.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from pipeline.report.extracted import View, encoded
from pipeline.report.tasklist import status
from pipeline.report.wording import as_date
from pipeline.tracking.rhythm import exact, following
from pipeline.tracking.status import SOON, STATUSES, Facts, standing
from pipeline.tracking.tracked import Body, Tracked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.documents import Agency, Task
    from pipeline.report.extracted import Extracted

_OCTETS = 75  # that a line may have (RFC 5545, 3.1)
_SPECIAL = re.compile(r"[\\;,]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNTIL = re.compile(r";?UNTIL=[^;]*|;?COUNT=[^;]*")
_LONG_AGO = date(2000, 1, 1)  # stands for a day that is not known: what is printed does not hang on today
_TITLE = 120  # characters of an order that a calendar shows on a day
_NAME = re.compile(r"[^A-Za-z0-9.-]")


def write(tasks: Iterable[Tracked], on: date, _view: View) -> Iterator[bytes]:
    """Yield a calendar of tasks as they stand on a day."""
    yield from _calendar((task, on) for task in tasks)


def write_extracted(items: Iterable[Extracted], _view: View) -> Iterator[bytes]:
    """Yield a calendar of the tasks of documents: without a status, which hangs on the day of asking."""
    yield from _calendar((_read(item, task), None) for item in items for _, task in item.tasks)


def _calendar(tasks: Iterable[tuple[Tracked, date | None]]) -> Iterator[bytes]:
    yield _lines(
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//dondoc//tasks//VI"),
        ("CALSCALE", "GREGORIAN"),
        ("X-WR-CALNAME", _text("Nhiệm vụ được giao")),
    )
    for task, on in tasks:
        yield from _events(task, on)
        yield _todo(task, on)
    yield _lines(("END", "VCALENDAR"))


def _read(item: Extracted, task: Task) -> Tracked:
    """Return a task as its document has it, as it stood on the day of issue."""
    document, time = item.plan.document, task.deadline or None
    due, start = (as_date(day) for day in ((time.end, time.start) if time else (None, None)))
    facts = Facts(time.kind if time else None, due, time.recurrence if time else None, start)
    return Tracked(
        id=0,
        number=document.number,
        issuer=document.issuer.text if document.issuer else None,
        issued_on=document.issued_on,
        title=document.title,
        name=item.plan.source.name,
        sha256=item.plan.source.sha256,
        key=task.id,
        ordinal=task.ordinal,
        path=task.path,
        action=task.action,
        leads=_bodies(task.leads),
        partners=_bodies(task.partners),
        supervisors=_bodies(task.supervisors),
        deadline=time.text if time else None,
        kind=facts.kind,
        start=time.start if time else None,
        end=time.end if time else None,
        recurrence=facts.recurrence,
        last=due,
        product=task.product.text if task.product else None,
        confidence=task.confidence,
        done_on=None,
        standing=standing(facts, as_date(document.issued_on) or _LONG_AGO),
    )


def _bodies(agencies: Iterable[Agency]) -> tuple[Body, ...]:
    return tuple(Body(one.text, one.agency) for one in agencies)


def _events(task: Tracked, on: date | None) -> Iterator[bytes]:
    """Yield the events of a task: one on its last day, of a recurring duty one for each of its rules."""
    if not task.recurrence:
        if task.due:
            yield _event(task, "event", task.due, [], on)
        return
    begin = next((day for day in (as_date(task.start), as_date(task.issued_on), on) if day), _LONG_AGO)
    for number, rule in enumerate(exact(task.recurrence), 1):
        first = following(rule, begin)
        if first and not (task.last and first > task.last):
            until = f";UNTIL={task.last:%Y%m%d}" if task.last else ""
            yield _event(task, f"event-{number}", first, [("RRULE", f"{_UNTIL.sub('', rule)}{until}")], on)


def _event(task: Tracked, name: str, day: date, recurs: list[tuple[str, str]], on: date | None) -> bytes:
    return _lines(
        ("BEGIN", "VEVENT"),
        *_told(task, name, on),
        ("DTSTART;VALUE=DATE", f"{day:%Y%m%d}"),
        *recurs,
        ("TRANSP", "TRANSPARENT"),  # it takes up nobody's day
        ("BEGIN", "VALARM"),
        ("ACTION", "DISPLAY"),
        ("DESCRIPTION", _text(_title(task))),
        ("TRIGGER", f"-P{SOON.days}D"),
        ("END", "VALARM"),
        ("END", "VEVENT"),
    )


def _todo(task: Tracked, on: date | None) -> bytes:
    done = task.standing.status == "done"
    return _lines(
        ("BEGIN", "VTODO"),
        *_told(task, "todo", on),
        *([("DUE;VALUE=DATE", f"{task.due:%Y%m%d}")] if task.due else []),
        ("STATUS", "COMPLETED" if done else "NEEDS-ACTION"),
        *([("COMPLETED", f"{task.done_on:%Y%m%d}T000000Z")] if done and task.done_on else []),
        *([("PERCENT-COMPLETE", "100")] if done else []),
        ("END", "VTODO"),
    )


def _told(task: Tracked, name: str, on: date | None) -> list[tuple[str, str]]:
    """Return what event and to-do say alike. The UID stays the same, so that a later calendar replaces an earlier."""
    facts = (
        ("", task.action),
        ("Chủ trì", "; ".join(body.text for body in task.leads)),
        ("Phối hợp", "; ".join(body.text for body in task.partners)),
        ("Thời hạn", task.deadline),
        ("Sản phẩm", task.product),
        ("Trạng thái", f"{status(task)} (ngày {on:%d/%m/%Y})" if on else None),
        ("Văn bản", " ".join(filter(None, (task.number or task.name, task.title)))),
        ("Mục", task.ordinal),
    )
    told = "\n".join(f"{label}: {said}" if label else str(said) for label, said in facts if said)
    return [
        ("UID", f"{task.sha256[:32]}-{_NAME.sub('-', task.key)}-{name}@dondoc"),
        ("DTSTAMP", f"{on or as_date(task.issued_on) or _LONG_AGO:%Y%m%d}T000000Z"),
        ("SUMMARY", _text(_title(task))),
        ("DESCRIPTION", _text(told)),
        *([("CATEGORIES", _text(STATUSES[task.standing.status]))] if on else []),
    ]


def _title(task: Tracked) -> str:
    action = task.action if len(task.action) <= _TITLE else f"{task.action[: _TITLE - 1].rstrip()}…"
    return f"{task.label}: {action}"


# ── the form of it ────────────────────────────────────────────────────────────────────────────────


def _text(said: str) -> str:
    """Return a text as a property holds it: signs that mean something escaped, no control characters."""
    escaped = _SPECIAL.sub(lambda hit: f"\\{hit[0]}", _CONTROL.sub(" ", said))
    return "\\n".join(escaped.splitlines())


def _lines(*properties: tuple[str, str]) -> bytes:
    return b"".join(_folded(encoded(f"{name}:{value}")) for name, value in properties)


def _folded(line: bytes) -> bytes:
    """Return a line broken where it is too long, never within a character; a space begins what goes on."""
    pieces: list[bytes] = []
    room = _OCTETS
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # within a character
            cut -= 1
        pieces.append(line[:cut])
        line, room = line[cut:], _OCTETS - 1
    return b"\r\n ".join([*pieces, line]) + b"\r\n"

"""What does one expression alone mean? The lines that `dondoc parse` prints."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.folding import fold
from pipeline.report.extracted import encoded
from pipeline.report.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")  # as Vietnamese documents write it


def deadline(text: str, issued: date | None) -> bytes:
    """Return the line of a deadline: as written, kind, first and last day, recurrence, rule, other times in it."""
    from pipeline.resolve import deadlines

    found = deadlines.moment(text, issued, standalone=True)
    if found is None:
        return _line(None)
    written = unicodedata.normalize("NFC", " ".join(text.split()))
    also = [
        {"text": written[place.start : place.end], **record(other)}
        for place, other, _ in deadlines.beside_in(fold(written), found, issued)
    ]
    return _line({"text": text.strip(), **record(found), "also": also})


def number(text: str, _issued: date | None) -> bytes:
    """Return the line of a document number and its parts."""
    from pipeline.resolve import numbers

    found = numbers.parse(text)
    return _line(record(found) if found else None)


def agency(text: str, issued: date | None, *, on: date | None = None, issuer: str | None = None) -> bytes:
    """Return the line of a body that exists on the issue date: its id, its place in the state, who stands for it `on`.

    Of a list ("các Bộ: Quốc phòng, Công an") the id is null and `bodies` has each of its bodies.
    """
    from pipeline.report.bodies import described

    return _line(described(text, issued, on=on, issuer=issuer))


READERS: dict[str, Callable[[str, date | None], bytes]] = {"deadline": deadline, "number": number, "agency": agency}


def issue_day(text: str | None, where: str) -> date | None:
    """Return an issue date written 2025-03-31 or 31/3/2025, None for nothing; raise `UsageError` for anything else."""
    if not text:
        return None
    turned = _DAY.fullmatch(text)
    try:
        return date(int(turned[3]), int(turned[2]), int(turned[1])) if turned else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{where}: {text!r} is not a date; write it as 2025-03-31 or 31/3/2025") from error


def _line(content: dict[str, Any] | None) -> bytes:
    return encoded(json.dumps(content, ensure_ascii=False) + "\n")

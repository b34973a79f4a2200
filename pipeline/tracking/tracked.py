"""A task out of the store, with how it stands: what lists and calendars are made from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from pipeline.tracking.status import Standing


class Body(NamedTuple):
    """A body as written, and its id."""

    text: str
    agency: str | None


class Tracked(NamedTuple):
    """A task, its document, and how it stands on the day that was asked about.

    `key` is its id within the document, `end` the last day as the document says it (`XXXX-05-31` without a year), `due`
    the day that counts: after what people decided, of a recurring duty that of the occurrence it is judged by.
    """

    id: int
    number: str | None
    issuer: str | None
    issued_on: str | None
    title: str | None
    name: str
    sha256: str
    key: str
    ordinal: str | None
    path: tuple[str, ...]
    action: str
    leads: tuple[Body, ...]
    partners: tuple[Body, ...]
    supervisors: tuple[Body, ...]
    deadline: str | None
    kind: str | None
    start: str | None
    end: str | None
    recurrence: str | None
    last: date | None
    product: str | None
    confidence: float | None
    done_on: date | None
    standing: Standing

    @property
    def due(self) -> date | None:
        """Return the day that the task is judged by."""
        return self.standing.due

    @property
    def label(self) -> str:
        """Return the document's number, or the name of its file where it has none."""
        return self.number or self.name

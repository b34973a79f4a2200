"""Are the records of two forms of a document the same? What tests of every form compare."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import Deadline, Plan
from pipeline.folding import compact

_SIGNS = re.compile(r"[\W_]+")


class Record(NamedTuple):
    """What matters of a task, in one spelling."""

    action: str
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    deadline: tuple[str | None, ...]


def records(plan: Plan) -> list[Record]:
    """Return the tasks of a plan; emphasis, blanks and the form of letters count for nothing."""
    return [
        Record(
            _words(task.action),
            tuple(_words(body.text) for body in task.leads),
            tuple(_words(body.text) for body in task.partners),
            _time(task.deadline),
        )
        for task in plan.tasks
    ]


def head(plan: Plan) -> tuple[str | None, ...]:
    """Return what the document says of itself, in one spelling."""
    document = plan.document
    issuer = document.issuer.text if document.issuer else ""
    said = (document.number, document.type, document.title, issuer, document.issued_on, document.signer)
    return tuple(_words(value or "") for value in said)


def _time(deadline: Deadline | None) -> tuple[str | None, ...]:
    if deadline is None:
        return ()
    return _words(deadline.text), deadline.kind, deadline.start, deadline.end, deadline.recurrence


def _words(text: str) -> str:
    return _SIGNS.sub(" ", compact(text)).strip()

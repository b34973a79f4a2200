"""What the options of `dondoc tasks` ask for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.report.expressions import issue_day
from pipeline.store.bodies import body_called
from pipeline.store.search import Question
from pipeline.store.words import plain
from pipeline.tracking.status import STATUSES, Status

if TYPE_CHECKING:
    import argparse

_CALLED: dict[str, Status] = {plain(said): name for name, said in STATUSES.items()} | {name: name for name in STATUSES}


def question(args: argparse.Namespace) -> Question:
    """Return the question; raise `UsageError` for a day, a body or a status that is none."""
    on = issue_day(args.on, "--on") or date.today()  # noqa: DTZ011  the user's own day
    if args.text is not None and not plain(args.text):
        raise UsageError(f"--text {args.text!r}: holds no word to look for")
    if args.limit is not None and args.limit < 1:
        raise UsageError(f"--limit {args.limit}: give a number from 1 on, or leave it out")
    return Question(
        on=on,
        agency=body_called(args.agency, on) if args.agency else None,
        due_before=issue_day(args.due_before, "--due-before"),
        statuses=tuple(dict.fromkeys(map(_status, args.status or ()))),
        document=args.document,
        text=args.text,
        limit=args.limit,
    )


def _status(said: str) -> Status:
    found = _CALLED.get(said) or _CALLED.get(plain(said))
    if found is None:
        raise UsageError(f"--status {said!r}: is none of {', '.join(STATUSES)}")
    return found

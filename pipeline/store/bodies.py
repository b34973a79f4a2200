"""Whose tasks are a body's on a day? Its own, and those of bodies whose work it has taken over by then."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from pipeline.errors import UsageError
from pipeline.resolve.agencies import registry, same_body
from pipeline.resolve.ids import FACES
from pipeline.store.models import Agency


def body_called(name: str, on: date) -> str:
    """Return the id that a name, or an id, means on a day, else at any time; raise `UsageError` for neither."""
    if name.partition(":")[0] in registry().entries or name.partition(":")[0] in FACES:
        return name
    found = registry().identify(name, on) or registry().identify(name, None)
    if found is None:
        raise UsageError(f"--agency {name}: no body is known by this name; write it in full, or give its id")
    return found


def same_work(connection: Connection, body: str, on: date) -> list[str]:
    """Return the ids, of those that tasks name, whose work is a body's on a day, the body itself among them.

    A body of every province without its place ("so-y-te") stands for that of each, and the other way round, as a
    ministry lays tasks on "Sở Y tế" everywhere.
    """
    return [known for known in connection.execute(select(Agency.id)).scalars() if _works_for(known, body, on)]


def _works_for(known: str, body: str, on: date) -> bool:
    if same_body(known, body):
        return True
    head, entries = known.partition(":")[0], registry().entries
    if head not in FACES and head not in entries:  # of a registry that is not ours
        return False
    plain = head not in FACES and not entries[head].each
    if plain and entries[head].exists(on) and head != body.partition(":")[0]:
        return False  # it stands for itself, whatever became of its place
    try:
        return any(same_body(step.id, body) for step in registry().successors(known, on))
    except KeyError:  # the same, within the id
        return False

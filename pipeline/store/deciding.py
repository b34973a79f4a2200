"""What people decide about tasks: kept with what stood there before, and put on the task.

Two kinds change a task: `progress` (`{"done": true, "done_on": "2025-06-20"}`, of a recurring duty
`{"done_through": "2025-06-30"}`) and `deadline` (`{"due": "2025-09-30"}`, an extension). Any other is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Row, insert, select, update
from sqlalchemy.engine import Connection

from pipeline.errors import UsageError
from pipeline.store.models import NEVER, Decision, Task, TaskAgency
from pipeline.store.rows import Decided

_FIELDS = {"progress": ("done", "done_on", "done_through"), "deadline": ("due",)}
_Content = str | bool | date | None
_DAYS = ("done_on", "done_through", "due")


def decide(connection: Connection, moment: datetime, decided: Decided) -> None:
    """Keep a decision with what stood there before, and put it on the task that it is about."""
    task = _task(connection, decided)
    fields = _FIELDS.get(decided.what, ())
    if unknown := [name for name in decided.after or () if fields and name not in fields]:
        raise UsageError(f"a decision about {decided.what} says {', '.join(fields)}; it does not know {unknown[0]}")
    before = decided.before
    if task is not None and fields:
        before = {name: _said(getattr(task, name)) for name in fields}
        _put(connection, task.id, _columns(decided.after or {}))
    row = decided._asdict() | {
        "words": task.words if task is not None else None,
        "decided_at": moment,
        "before": json.dumps(before, ensure_ascii=False) if before is not None else None,
        "after": json.dumps(decided.after, ensure_ascii=False) if decided.after is not None else None,
    }
    connection.execute(insert(Decision), row)


def put_back(connection: Connection, documents: Sequence[int]) -> None:
    """Put the decisions on the tasks of documents that were read anew: on the one with the same words.

    Where several have them, the one of the same key is meant; where none has, the decision is only kept.
    """
    wanted = (
        select(Decision).where(Decision.document_id.in_(documents), Decision.what.in_(_FIELDS)).order_by(Decision.id)
    )
    for decision in connection.execute(wanted).all():
        same = (Task.document_id == decision.document_id, Task.words == decision.words)
        tasks = connection.execute(select(Task.id, Task.key).where(*same)).all()
        exact = [task for task in tasks if task.key == decision.task_key]
        if exact or len(tasks) == 1:
            _put(connection, (exact or tasks)[0].id, _columns(json.loads(decision.after or "{}")))


def _task(connection: Connection, decided: Decided) -> Row[tuple[object, ...]] | None:
    if decided.task_key is None:
        return None
    wanted = select(Task.__table__).where(Task.document_id == decided.document_id, Task.key == decided.task_key)
    found = connection.execute(wanted).one_or_none()
    if found is None:
        raise UsageError(f"document {decided.document_id} of the store has no task {decided.task_key}")
    return found


def _put(connection: Connection, task: int, columns: dict[str, _Content]) -> None:
    if columns:
        connection.execute(update(Task).where(Task.id == task).values(columns))
    if "due" in columns:
        connection.execute(update(TaskAgency).where(TaskAgency.task_id == task).values(due=columns["due"]))


def _columns(after: Mapping[str, str | bool | None]) -> dict[str, _Content]:
    found: dict[str, _Content] = {}
    for name, said in after.items():
        try:
            found[name] = date.fromisoformat(str(said)) if said and name in _DAYS else said
        except ValueError as error:
            raise UsageError(f"{name}: {said!r} is no day; write it as 2025-06-30") from error
    if "due" in found:
        found["due"] = found["due"] or NEVER
    return found


def _said(value: object) -> str | bool | None:
    if value is None or value == NEVER:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) else str(value)

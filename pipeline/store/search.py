"""Which tasks? By body with those whose work it took over, by day, status, document and words.

What the database can decide it decides; the status of a recurring duty follows from its rhythm and is worked out here.
Tasks come by their last day, those without one and recurring ones behind them; those found by words alone come with the
newest document first.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.orm import InstrumentedAttribute

from pipeline.store.bodies import same_work
from pipeline.store.models import NEVER, WORDS_POSTGRESQL, WORDS_SQLITE, Document, Task, TaskAgency
from pipeline.store.saving import chunks
from pipeline.store.words import number_key, plain
from pipeline.store.words import wanted as tokens_of
from pipeline.store.writing import due_day, named
from pipeline.tracking.status import SOON, WAITING, Facts, Standing, Status, standing
from pipeline.tracking.tracked import Body, Tracked

_Select = Select[*tuple[Any, ...]]
_Row = Row[*tuple[Any, ...]]
_PAGE = 200  # rows that are fetched at once
_COLUMNS = (
    *(Task.id, Task.key, Task.ordinal, Task.path, Task.action, Task.deadline_text, Task.deadline_kind),
    *(Task.deadline_start, Task.deadline_end, Task.recurrence, Task.due, Task.product, Task.confidence),
    *(Task.done, Task.done_on, Task.done_through, Task.words),
    *(Document.number, Document.issuer, Document.issued_on, Document.title, Document.name, Document.sha256),
)


class Question(NamedTuple):
    """What is asked: on which day, and what the tasks have in common; `limit` is how many are wanted at most.

    `agency` is an id, `document` a number in any spelling, `text` words that stand together, with or without marks.
    """

    on: date
    agency: str | None = None
    due_before: date | None = None
    statuses: tuple[Status, ...] = ()
    document: str | None = None
    text: str | None = None
    limit: int | None = None


def tasks(connection: Connection, asked: Question) -> Iterator[Tracked]:
    """Yield the tasks that are asked for, of the current version of each document."""
    page = min(asked.limit or _PAGE, _PAGE)
    with closing(_rows(connection, asked)) as rows:  # who has enough ends the search
        answers = (task for some in chunks(_once(rows), page) for task in _tracked(connection, some, asked))
        yield from islice(answers, asked.limit)


def _rows(connection: Connection, asked: Question) -> Generator[_Row]:
    """Yield the rows that the answer is among: no more than the answer, but for recurring tasks."""
    wanted = _base(connection, asked)
    conditions = _conditions(asked)
    by_agency = bool(asked.agency)  # then its index knows which tasks recur
    recurs = TaskAgency.recurs.is_(True) if by_agency else Task.recurrence.is_not(None)
    dated = TaskAgency.recurs.is_(False) if by_agency else Task.recurrence.is_(None)
    if not conditions:
        yield from _fetched(connection, wanted)
        return
    if asked.text and not asked.agency and not asked.document:
        yield from _fetched(connection, wanted.where(recurs | and_(*conditions)))
        return
    yield from _fetched(connection, wanted.where(dated, *conditions))
    if asked.agency or asked.document:
        yield from _fetched(connection, wanted.where(recurs))
        return
    for rhythm in _rhythms(connection, asked):
        yield from _fetched(connection, wanted.where(*rhythm))


def _fetched(connection: Connection, wanted: _Select) -> Generator[_Row]:
    """Yield rows as the database finds them, some at a time."""
    with connection.execution_options(stream_results=True).execute(wanted).yield_per(_PAGE // 2) as result:
        yield from result


def _once(rows: Iterator[_Row]) -> Iterator[_Row]:
    """Yield each task once: a body that leads a task and helps with it is named twice, one behind the other."""
    before = None
    for row in rows:
        if row.id != before:
            yield row
        before = row.id


def _base(connection: Connection, asked: Question) -> _Select:
    """Return the question without what is derived: body, document, words."""
    wanted: _Select = select(*_COLUMNS).join(Document, Document.id == Task.document_id).where(Document.current)
    words = plain(asked.text) if asked.text else ""
    if words and not asked.agency and not asked.document:
        return _holding(connection, wanted, words)
    order: tuple[Any, ...] = (Task.due, Task.id)
    if asked.document:
        wanted = wanted.where(Document.number_key == number_key(asked.document))
    if asked.agency:
        bodies = same_work(connection, asked.agency, asked.on)
        wanted = wanted.join(TaskAgency, TaskAgency.task_id == Task.id).where(TaskAgency.agency.in_(bodies))
        order = (TaskAgency.recurs, TaskAgency.due, TaskAgency.task_id)
    if words:  # few enough to look at each; LIKE would have PostgreSQL expect hardly any, and begin with all tasks
        found = func.strpos if connection.dialect.name == "postgresql" else func.instr
        wanted = wanted.where(found(" " + Task.words + " ", f" {words} ") > 0)
    return wanted.order_by(*order)


def _holding(connection: Connection, wanted: _Select, words: str) -> _Select:
    """Return a question narrowed to tasks that hold words which stand together, in the order of the index."""
    if connection.dialect.name == "postgresql":
        index = WORDS_POSTGRESQL
        wanted = wanted.join(index, index.c.task_id == Task.id).where(index.c.tokens.contains(tokens_of(words)))
        return wanted.order_by(index.c.task_id.desc())
    words_of = WORDS_SQLITE
    wanted = wanted.join(words_of, words_of.c.rowid == Task.id).where(words_of.c.task_words.op("MATCH")(f'"{words}"'))
    return wanted.order_by(words_of.c.rowid.desc())


def _conditions(asked: Question) -> list[ColumnElement[bool]]:
    """Return in SQL what is derived, for tasks that do not recur."""
    due = TaskAgency.due if asked.agency else Task.due  # the same day, in the index that answers
    conditions = [due < asked.due_before] if asked.due_before else []
    if asked.statuses:
        conditions.append(or_(*(_stands(status, asked.on, due) for status in asked.statuses)))
    return conditions


def _stands(status: Status, on: date, due: InstrumentedAttribute[date]) -> ColumnElement[bool]:
    """Return whether a task that does not recur has a status on a day: what `standing` says, in SQL."""
    kind = func.coalesce(Task.deadline_kind, "")
    if status == "done":
        return Task.done.is_(True)
    if status == "ongoing":
        return and_(Task.done.is_(False), kind == "ongoing")
    if status == "needs_date":
        return and_(Task.done.is_(False), due == NEVER, kind.not_in(("ongoing", *WAITING)))
    if status == "waiting":
        return and_(Task.done.is_(False), or_(kind == "conditional", and_(kind == "relative", due == NEVER)))
    days = {
        "overdue": due < on,
        "due_soon": due.between(on, on + SOON),
        "in_progress": and_(due > on + SOON, due < NEVER),
    }
    return and_(Task.done.is_(False), kind.not_in(("ongoing", "conditional")), days[status])


def _rhythms(connection: Connection, asked: Question) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Yield what picks out the recurring tasks of each rhythm that is asked for, by their next day."""
    names = (Task.recurrence, Task.deadline_start, Task.due, Task.done_through, Task.done)
    rhythms = connection.execute(select(*names).where(Task.recurrence.is_not(None)).distinct()).all()
    facts = [
        (Facts("recurring", _day(row.due), row.recurrence, _start(row), row.done, None, row.done_through), row)
        for row in rhythms
    ]
    standings = [(standing(fact, asked.on), row) for fact, row in facts]
    chosen = [(one, row) for one, row in standings if _answers(one, asked)]
    for _, row in sorted(chosen, key=lambda pair: (pair[0].due or NEVER, pair[1].recurrence)):
        yield tuple(name.is_not_distinct_from(value) for name, value in zip(names, row, strict=True))


def _answers(found: Standing, asked: Question) -> bool:
    if asked.statuses and found.status not in asked.statuses:
        return False
    return not asked.due_before or (found.due is not None and found.due < asked.due_before)


# ── rows → tasks ──────────────────────────────────────────────────────────────────────────────────


def _tracked(connection: Connection, rows: list[_Row], asked: Question) -> Iterator[Tracked]:
    """Yield the tasks of rows as they stand, without those that are not asked for."""
    words = f" {plain(asked.text)} " if asked.text else " "  # an index may find the words apart
    standings = [(row, standing(_facts(row), asked.on)) for row in rows if words in f" {row.words} "]
    wanted = [(row, found) for row, found in standings if _answers(found, asked)]
    bodies: dict[int, dict[str, list[Body]]] = {row.id: {} for row, _ in wanted}
    link = TaskAgency
    named_in = select(link.task_id, link.role, link.text, link.agency).where(link.task_id.in_(list(bodies)))
    for task, role, said, agency in connection.execute(named_in.order_by(link.task_id, link.place)):
        bodies[task].setdefault(role, []).append(Body(said, agency))
    for row, found in wanted:
        yield _task(row, bodies[row.id], found)


def _task(row: _Row, bodies: dict[str, list[Body]], found: Standing) -> Tracked:
    return Tracked(
        id=row.id,
        number=row.number,
        issuer=row.issuer,
        issued_on=row.issued_on,
        title=row.title,
        name=named(row.name),
        sha256=row.sha256,
        key=row.key,
        ordinal=row.ordinal,
        path=tuple(row.path.split("\n")) if row.path else (),
        action=row.action,
        leads=tuple(bodies.get("lead", ())),
        partners=tuple(bodies.get("partner", ())),
        supervisors=tuple(bodies.get("supervisor", ())),
        deadline=row.deadline_text,
        kind=row.deadline_kind,
        start=row.deadline_start,
        end=row.deadline_end,
        recurrence=row.recurrence,
        last=_day(row.due),
        product=row.product,
        confidence=row.confidence,
        done_on=row.done_on,
        standing=found,
    )


def _facts(row: _Row) -> Facts:
    due, start = _day(row.due), _start(row)
    return Facts(row.deadline_kind, due, row.recurrence, start, row.done, row.done_on, row.done_through)


def _day(due: date) -> date | None:
    return None if due == NEVER else due


def _start(row: _Row) -> date | None:
    found = due_day(row.deadline_start)
    return None if found == NEVER else found

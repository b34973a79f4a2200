"""Rows → tables, in one transaction that may run twice or beside another of the same documents."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import TypeVar

from sqlalchemy import Integer, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.engine import Connection
from sqlalchemy.sql.dml import ReturningInsert

from pipeline.store.deciding import put_back
from pipeline.store.models import (
    WORDS_POSTGRESQL,
    Agency,
    Base,
    Citation,
    Document,
    Finding,
    Name,
    Quarantine,
    Source,
    Target,
    Task,
    TaskAgency,
)
from pipeline.store.rows import Extracted, Failed
from pipeline.store.words import tokens
from pipeline.store.writing import Row, Rows, document_row, loaded, rows_of, storable

Item = TypeVar("Item")

_LOCKS = 1024  # for all chains: a server holds some thousands at once
_OF_CHAINS = 0x646F6E  # "don": whose locks they are
_CHUNK = 500  # values in one list of a question; SQLite allows 32,766
_HANGING = (Source, Target, Citation, Finding, Task)  # what hangs on a document; a task's agencies go with it


def save(connection: Connection, run: int, done: Sequence[Extracted], failed: Sequence[Failed]) -> None:
    """Save documents and those set aside."""
    moment = datetime.now(UTC).replace(tzinfo=None)
    read = {one.sha256: one for one in done}
    plans = {sha256: loaded(one.plan) for sha256, one in read.items()}
    documents = [document_row(one, plans[sha256]) for sha256, one in sorted(read.items())]
    before = _before(connection, list(read))
    chains = {chain for chain in (*(row["chain"] for row in documents), *before.values()) if chain}
    _take_turns(connection, chains)
    entered, renewed = [], []
    for row in documents:
        if new := _enter(connection, row | {"run_id": run, "saved_at": moment}):
            entered.append(rows_of(new[0], read[row["sha256"]], plans[row["sha256"]]))
            renewed += [new[0]] if new[1] else []
    _fill(connection, entered)
    for some in chunks(renewed):
        put_back(connection, some)
    _choose_current(connection, chains)
    _set_aside(connection, run, read, failed, moment)
    note_names(
        connection, run, [*((one.sha256, one.name) for one in done), *((one.sha256, one.name) for one in failed)]
    )


def _before(connection: Connection, hashes: list[str]) -> dict[str, str | None]:
    """Return the chains in which documents stand now."""
    found: dict[str, str | None] = {}
    for some in chunks(hashes):
        rows = connection.execute(select(Document.sha256, Document.chain).where(Document.sha256.in_(some)))
        found.update((row.sha256, row.chain) for row in rows)
    return found


def _take_turns(connection: Connection, chains: Iterable[str]) -> None:
    """Have other transactions wait that save versions of the same documents: one of them is to be current, not two."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        locks = sorted({zlib.crc32(chain.encode()) % _LOCKS for chain in chains})  # in one order: none waits in a ring
        connection.execute(select(func.pg_advisory_xact_lock(_OF_CHAINS, func.unnest(array(locks, type_=Integer)))))


def _enter(connection: Connection, row: Row) -> tuple[int, bool] | None:
    """Return the id of a document that is new, or was read by other rules and is renewed; None when it is there."""
    found = connection.execute(_entry(connection.dialect.name), row | {"revision": 1, "current": True}).one_or_none()
    if found is None:
        return None
    if found.revision > 1:
        for table in _HANGING:
            connection.execute(delete(table).where(table.document_id == found.id))
    return found.id, found.revision > 1


@cache  # to build it costs more than to run it
def _entry(dialect: str) -> ReturningInsert[int, int]:
    entry = upsert(dialect, Document)
    kept = ("id", "sha256", "name", "revision", "current")
    renewed = {column.name: entry.excluded[column.name] for column in Document.__table__.c if column.name not in kept}
    changed = entry.on_conflict_do_update(
        index_elements=["sha256"],
        set_=renewed | {"revision": Document.revision + 1, "current": True},
        where=Document.rules != entry.excluded.rules,
    )
    return changed.returning(Document.id, Document.revision)


def _fill(connection: Connection, entered: list[Rows]) -> None:
    """Insert what hangs on documents, table by table."""
    lists: tuple[tuple[type[Base], list[Row]], ...] = (
        (Source, [rows.source for rows in entered]),
        (Task, [row for rows in entered for row in rows.tasks]),
        (TaskAgency, [row for rows in entered for row in rows.task_agencies]),
        (Target, [row for rows in entered for row in rows.targets]),
        (Citation, [row for rows in entered for row in rows.citations]),
        (Finding, [row for rows in entered for row in rows.findings]),
    )
    for table, some in lists:
        if some:
            connection.execute(insert(table), some)
    if lists[1][1] and connection.dialect.name == "postgresql":
        words = [{"task_id": row["id"], "tokens": tokens(row["words"])} for row in lists[1][1]]
        connection.execute(insert(WORDS_POSTGRESQL), words)
    bodies = {row["agency"] for rows in entered for row in rows.task_agencies if row["agency"]}
    if bodies:
        connection.execute(
            upsert(connection.dialect.name, Agency).on_conflict_do_nothing(), [{"id": body} for body in sorted(bodies)]
        )


def _choose_current(connection: Connection, chains: Iterable[str]) -> None:
    """Mark the newest version of each chain: the latest day of issue, else what came last."""
    newest = Document.__table__.alias("newest")
    best = (
        select(newest.c.id)
        .where(newest.c.chain == Document.chain)
        .order_by(func.coalesce(newest.c.issued_on, "").desc(), newest.c.id.desc())
        .limit(1)
        .correlate(Document)
        .scalar_subquery()
    )
    for some in chunks(sorted(chains)):
        wrong = Document.current != (Document.id == best)
        connection.execute(
            update(Document).where(Document.chain.in_(some), wrong).values(current=Document.id == best),
            execution_options={"synchronize_session": False},
        )


def _set_aside(
    connection: Connection, run: int, read: dict[str, Extracted], failed: Sequence[Failed], moment: datetime
) -> None:
    """Note what failed, and forget what failed before and was read now; what another run has read, it keeps."""
    for some in chunks(list(read)):
        connection.execute(delete(Quarantine).where(Quarantine.sha256.in_(some)))
    wanted = {(one.sha256, one.rules): one for one in failed if one.sha256 not in read}
    for some in chunks([one.sha256 for one in wanted.values()]):
        there = select(Document.sha256, Document.rules).where(Document.sha256.in_(some))
        for sha256, rules in connection.execute(there):
            wanted.pop((sha256, rules), None)
    for one in sorted(wanted.values()):
        row = one._asdict() | {"run_id": run, "failed_at": moment, "name": storable(one.name)}
        entry = upsert(connection.dialect.name, Quarantine).values(row | {"error": storable(one.error)})
        changed = {name: entry.excluded[name] for name in ("run_id", "failed_at", "name", "size", "error", "kind")}
        connection.execute(entry.on_conflict_do_update(index_elements=["sha256", "rules"], set_=changed))


def note_names(connection: Connection, run: int, names: Sequence[tuple[str, str]]) -> None:
    """Note under which names contents were met; a name leads to the content that it held last."""
    moment = datetime.now(UTC).replace(tzinfo=None)
    last = {storable(name): sha256 for sha256, name in names}
    rows = [{"name": name, "sha256": sha256, "run_id": run, "seen_at": moment} for name, sha256 in sorted(last.items())]
    if rows:
        entry = upsert(connection.dialect.name, Name)
        changed = {name: entry.excluded[name] for name in ("sha256", "run_id", "seen_at")}
        connection.execute(entry.on_conflict_do_update(index_elements=["name"], set_=changed), rows)


def upsert(dialect: str, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """Return an insertion that can say what happens when the row is there; both databases spell it alike."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def chunks(items: Iterable[Item], size: int = _CHUNK) -> Iterator[list[Item]]:
    """Yield the items in lists of at most some hundred, for questions that name them."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some

"""The store: open it, save what was read, ask what is known."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from pipeline.errors import UsageError
from pipeline.store import connect, deciding, saving, schema, search
from pipeline.store.models import Citation, Coverage, Decision, Document, Quarantine, Run, Source, Verdict
from pipeline.store.rows import Decided, Extracted, Failed, Known, StoredDocument
from pipeline.store.search import Question
from pipeline.store.words import number_key
from pipeline.store.writing import named
from pipeline.tracking.tracked import Tracked

if TYPE_CHECKING:
    from pipeline.documents import Plan, SourceText

_AGAIN = 5  # times that a transaction is tried when PostgreSQL found it crossing another


class Store:
    """An open store. Every method is one transaction; what a database complains of is a `UsageError` of one line."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine whose tables are there; `open` is the way to one."""
        self.engine = engine
        self.name = connect.shown(engine.url)

    @classmethod
    def open(cls, url: str, *, create: bool = False) -> Store:
        """Return the store at a path or URL, made when it is not there and `create` says so.

        Raises `UsageError`: no such store, locked, not reachable, of a newer schema.
        """
        address = connect.parsed(url)
        engine = connect.engine_for(address, create=create)
        store = cls(engine)
        try:
            with connect.plainly(store.name):
                schema.make_current(engine, store.name, create=create)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    # ── runs ──────────────────────────────────────────────────────────────────────────────────────

    def begin_run(self, command: str) -> int:
        """Return the id of a new run."""
        with self.writing() as connection:
            row = insert(Run).values(command=command, started_at=now()).returning(Run.id)
            return connection.execute(row).scalar_one()

    def end_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Note that a run has ended, and how many documents had which end."""
        with self.writing() as connection:
            done = {"ended_at": now(), "counts": json.dumps(dict(counts))}
            connection.execute(update(Run).where(Run.id == run).values(done))

    # ── documents in ──────────────────────────────────────────────────────────────────────────────

    def known(self, keys: Collection[Known]) -> set[Known]:
        """Return those of the keys whose document is saved or set aside."""
        found: set[Known] = set()
        with self.reading() as connection:
            for some in saving.chunks(sorted({key.sha256 for key in keys})):
                for table in (Document, Quarantine):
                    rows = connection.execute(select(table.sha256, table.rules).where(table.sha256.in_(some)))
                    found.update(Known(*row) for row in rows)
        return found & set(keys)

    def save(self, run: int, done: Sequence[Extracted], failed: Sequence[Failed] = ()) -> None:
        """Save documents, and those set aside, all or none.

        A document that is there already under the same rules stays as it is, so that two runs at once both finish and
        nothing is there twice; under other rules its records are replaced. `current` and the decisions of people are
        kept right.
        """
        for attempt in range(_AGAIN):
            try:
                with connect.plainly(self.name), self._transaction(writes=True) as connection:
                    saving.save(connection, run, done, failed)
            except UsageError as error:
                if attempt + 1 == _AGAIN or not _crossed(error.__cause__):
                    raise
            else:
                return

    def seen(self, run: int, sha256: str, name: str) -> None:
        """Note under which name a known content was met."""
        self.all_seen(run, [(sha256, name)])

    def all_seen(self, run: int, names: Sequence[tuple[str, str]]) -> None:
        """Note the names, each behind its content's hash, under which known contents were met: one transaction."""
        with self.writing() as connection:
            saving.note_names(connection, run, names)

    def retry(self) -> list[Failed]:
        """Return what was set aside, and forget it."""
        with self.writing() as connection:
            table = Quarantine
            columns = (table.sha256, table.rules, table.name, table.size, table.error, table.kind)
            rows = [Failed(*row) for row in connection.execute(select(*columns).order_by(table.name))]
            connection.execute(delete(table).where(tuple_(table.sha256, table.rules).in_([row[:2] for row in rows])))
        return [row._replace(name=named(row.name)) for row in rows]

    def set_aside(self) -> list[Failed]:
        """Return what is set aside."""
        table = Quarantine
        columns = (table.sha256, table.rules, table.name, table.size, table.error, table.kind)
        with self.reading() as connection:
            rows = [Failed(*row) for row in connection.execute(select(*columns).order_by(table.name))]
        return [row._replace(name=named(row.name)) for row in rows]

    # ── documents out ─────────────────────────────────────────────────────────────────────────────

    def document(self, number: str) -> list[StoredDocument]:
        """Return the documents of a number in any spelling: newest first, of every issuer that has one of it."""
        newest = (Document.current.desc(), Document.issued_on.desc(), Document.id.desc())
        return self.documents(Document.number_key == number_key(number), order=newest)

    def documents(self, *where: object, order: Sequence[object] = (Document.id,)) -> list[StoredDocument]:
        """Return the documents for which SQLAlchemy conditions hold."""
        columns = [getattr(Document, field) for field in StoredDocument._fields]
        with self.reading() as connection:
            rows = connection.execute(select(*columns).where(*where).order_by(*order))  # type: ignore[arg-type]
            return [StoredDocument(*row)._replace(name=named(row.name)) for row in rows]

    def source_and_plan(self, document_id: int) -> tuple[SourceText, Plan]:
        """Return a document's text, without blocks, and its plan, as `cover` takes them; raise `KeyError`."""
        from pipeline.documents import Plan, SourceText

        with self.reading() as connection:
            row = connection.execute(select(Source).where(Source.document_id == document_id)).one_or_none()
        if row is None:
            raise KeyError(document_id)
        plan = Plan.model_validate_json(zlib.decompress(row.plan))
        text = zlib.decompress(row.text).decode("utf-8", "surrogatepass")
        source = plan.source
        return SourceText(name=source.name, format=source.format, sha256=source.sha256, text=text, blocks=()), plan

    def tasks(self, asked: Question) -> Iterator[Tracked]:
        """Yield the tasks that are asked for, as they stand on the day asked about; see `pipeline.store.search`."""
        with self.reading() as connection:
            yield from search.tasks(connection, asked)

    # ── families ──────────────────────────────────────────────────────────────────────────────────

    def pairs_to_judge(self) -> list[tuple[int, int]]:
        """Return parent and child of each pair whose verdict is absent or older than either.

        A child names its parent's number among what it carries out; both are the current versions. Where both say who
        issued the parent, or in which year, they agree.
        """
        above, below = Document.__table__.alias("above"), Document.__table__.alias("below")
        issuer, day = Citation.issuer_agency, Citation.issued_on
        judged = (Coverage.parent_id == above.c.id) & (Coverage.child_id == below.c.id)
        pairs = (
            select(above.c.id, below.c.id)
            .select_from(Citation)
            .join(below, below.c.id == Citation.document_id)
            .join(above, above.c.number_key == Citation.number_key)
            .outerjoin(Coverage, judged)
            .where(Citation.implements, above.c.current, below.c.current, above.c.id != below.c.id)
            .where(issuer.is_(None) | above.c.issuer_agency.is_(None) | (issuer == above.c.issuer_agency))
            .where(day.is_(None) | above.c.issued_on.is_(None) | (_year(day) == _year(above.c.issued_on)))
            .where(
                Coverage.parent_id.is_(None)
                | (Coverage.parent_revision != above.c.revision)
                | (Coverage.child_revision != below.c.revision)
            )
            .distinct()
            .order_by(above.c.id, below.c.id)
        )
        with self.reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(pairs)]

    def save_coverage(self, parent_id: int, child_id: int, coverage_json: bytes) -> None:
        """Save a comparison in place of an older one, with a verdict for each task of the parent."""
        found = json.loads(coverage_json)
        pair = {"parent_id": parent_id, "child_id": child_id}
        with self.writing() as connection:
            revisions = connection.execute(
                select(Document.id, Document.revision).where(Document.id.in_((parent_id, child_id)))
            )
            revision = {row.id: row.revision for row in revisions}
            row = pair | {
                "parent_revision": revision[parent_id],
                "child_revision": revision[child_id],
                "judged_at": now(),
                "relation": found["relation"],
                "content": zlib.compress(coverage_json),
            }
            for table in (Verdict, Coverage):
                connection.execute(delete(table).where(table.parent_id == parent_id, table.child_id == child_id))
            connection.execute(insert(Coverage), row)
            verdicts = [pair | _verdict(at, verdict) for at, verdict in enumerate(found["verdicts"])]
            if verdicts:
                connection.execute(insert(Verdict), verdicts)

    def children(self, parent_id: int) -> list[tuple[StoredDocument, bytes]]:
        """Return the current documents that were judged against a parent, each with the JSON of its comparison."""
        columns = [getattr(Document, field) for field in StoredDocument._fields]
        wanted = (
            select(*columns, Coverage.content)
            .join(Coverage, Coverage.child_id == Document.id)
            .where(Coverage.parent_id == parent_id, Document.current)
            .order_by(Document.id)
        )
        with self.reading() as connection:
            rows = connection.execute(wanted).all()
        return [
            (StoredDocument(*row[:-1])._replace(name=named(row.name)), zlib.decompress(row.content)) for row in rows
        ]

    def coverage(self, parent_id: int, child_id: int) -> bytes | None:
        """Return the JSON of a comparison, None where there is none."""
        wanted = select(Coverage.content).where(Coverage.parent_id == parent_id, Coverage.child_id == child_id)
        with self.reading() as connection:
            content = connection.execute(wanted).scalar_one_or_none()
        return zlib.decompress(content) if content else None

    # ── decisions ─────────────────────────────────────────────────────────────────────────────────

    def decide(self, decided: Decided) -> None:
        """Keep what a person decided, with the moment and what stood there before, and put it on the task.

        Raises `UsageError` when there is no such task, or what is decided makes no sense for it.
        """
        with self.writing() as connection:
            deciding.decide(connection, now(), decided)

    def decisions(self, document_id: int) -> list[tuple[datetime, Decided]]:
        """Return what was decided about a document, oldest first, each with its moment (UTC)."""
        wanted = select(Decision).where(Decision.document_id == document_id).order_by(Decision.id)
        with self.reading() as connection:
            return [(row.decided_at, _decided(row)) for row in connection.execute(wanted)]

    # ── transactions ──────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that writes; nothing of it stays when it fails."""
        with connect.plainly(self.name), self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection in a transaction that only reads."""
        with connect.plainly(self.name), self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        with self.engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection


def now() -> datetime:
    """Return this moment, UTC, as the tables hold it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _crossed(error: BaseException | None) -> bool:
    """Return whether PostgreSQL broke a transaction off because it crossed another, which may be tried again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in ("40P01", "40001")


def _year(day: object) -> object:
    return func.substr(day, 1, 4)


def _verdict(place: int, verdict: Mapping[str, Any]) -> dict[str, object]:
    return {
        "place": place,
        "task_key": verdict["parent_task"]["id"],
        "status": verdict["status"],
        "defects": " ".join(verdict["defects"]),
        "child_keys": " ".join(child["id"] for child in verdict["child_tasks"]),
        "review": verdict.get("review", False),
    }


def _decided(row: Row[Any]) -> Decided:
    before, after = (json.loads(said) if said else None for said in (row.before, row.after))
    return Decided(row.document_id, row.task_key, row.who, row.what, before, after)

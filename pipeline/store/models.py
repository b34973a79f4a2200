"""The tables of the store, the same in SQLite and PostgreSQL.

A document is one content (`sha256`); read again by other rules it keeps its id, its records are replaced and its
`revision` grows. Documents of one number, issuer and year are versions of each other (`chain`); the newest of them is
`current`. A task's id is made of its document's id and its place in it, so that it needs no look-up. Moments are in
UTC.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    column,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NEVER = date(9999, 12, 31)  # the due day of what has none: it sorts behind all others, in both databases
_BIG = BigInteger().with_variant(Integer, "sqlite")  # in SQLite only an INTEGER key is the number of the row itself
_RHYTHM = ("recurrence", "deadline_start", "due", "done_through", "done")  # what a recurring duty's status follows from
_RECURS = text("recurrence IS NOT NULL")
_SLIM = {"sqlite_with_rowid": False}  # a table whose key is all that leads to a row
TASK_BITS = 20  # of a task's id: its place in the document; the document's id stands above them


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: DateTime, date: Date}  # noqa: RUF012  SQLAlchemy's name


def _of_document(*, primary: bool = False) -> Mapped[int]:
    return mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=primary, autoincrement=False)


class Run(Base):
    """One run of `dondoc batch`: `counts` is JSON; without an end it was stopped, or goes on."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    command: Mapped[str]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counts: Mapped[str | None]


class Document(Base):
    """One content, and what the document says of itself."""

    __tablename__ = "documents"
    __table_args__ = (
        Index(None, "number_key"),
        Index(None, "chain"),
        Index(None, "issuer_agency"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    rules: Mapped[str]
    revision: Mapped[int]
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    saved_at: Mapped[datetime]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    format: Mapped[str]
    pages: Mapped[int | None]
    ocr: Mapped[bool]
    chars: Mapped[int]
    seconds: Mapped[float]
    number: Mapped[str | None]
    number_key: Mapped[str | None]
    chain: Mapped[str | None]
    current: Mapped[bool]
    type: Mapped[str | None]
    title: Mapped[str | None]
    issuer: Mapped[str | None]
    issuer_agency: Mapped[str | None]
    issued_on: Mapped[str | None]
    signer: Mapped[str | None]
    tasks: Mapped[int]


class Source(Base):
    """The text that spans count in and the whole plan, both deflated by zlib; apart, so that documents stay small."""

    __tablename__ = "sources"
    document_id: Mapped[int] = _of_document(primary=True)
    text: Mapped[bytes] = mapped_column(LargeBinary)
    plan: Mapped[bytes] = mapped_column(LargeBinary)


class Name(Base):
    """Under which name a content was last met."""

    __tablename__ = "names"
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    seen_at: Mapped[datetime]


class Task(Base):
    """A task with its deadline; `due` is its last day as far as it is a day, after what people decided.

    `words` is what is searched: action and product without marks. `done`, `done_on` and `done_through` (the last
    occurrence of a recurring duty that was served) follow from people's decisions.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index(None, "document_id"),
        Index(None, "due"),
        Index(None, "done", "due"),
        Index("ix_tasks_rhythm", *_RHYTHM, sqlite_where=_RECURS, postgresql_where=_RECURS),
    )
    id: Mapped[int] = mapped_column(_BIG, primary_key=True, autoincrement=False)
    document_id: Mapped[int] = _of_document()
    key: Mapped[str]
    ordinal: Mapped[str | None]
    path: Mapped[str]
    action: Mapped[str]
    words: Mapped[str]
    span_start: Mapped[int]
    span_end: Mapped[int]
    page: Mapped[int | None]
    deadline_text: Mapped[str | None]
    deadline_kind: Mapped[str | None]
    deadline_start: Mapped[str | None]
    deadline_end: Mapped[str | None]
    deadline_lenient_end: Mapped[str | None]
    recurrence: Mapped[str | None]
    year_inferred: Mapped[bool]
    due: Mapped[date]
    product: Mapped[str | None]
    confidence: Mapped[float | None]
    done: Mapped[bool]
    done_on: Mapped[date | None]
    done_through: Mapped[date | None]


# What leads from words to tasks, apart from the models because it differs: in SQLite an index of words (FTS5) that
# follows `tasks.words` by itself, in PostgreSQL numbers for each word and each two that stand together (words.py).
WORDS_SQLITE = table("task_words", column("rowid", _BIG), column("task_words", Text))
WORDS_POSTGRESQL = table("task_words", column("task_id", BigInteger), column("tokens", ARRAY(Integer)))


class TaskAgency(Base):
    """A body that leads, helps with or directs a task.

    `recurs` (whether the task does) and `due` are the task's, so that one index answers for a body.
    """

    __tablename__ = "task_agencies"
    __table_args__ = (Index(None, "agency", "recurs", "due", "task_id"), _SLIM)
    task_id: Mapped[int] = mapped_column(_BIG, ForeignKey("tasks.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    text: Mapped[str]
    agency: Mapped[str | None]
    recurs: Mapped[bool]
    due: Mapped[date]


class Agency(Base):
    """A body's id in the registry that some task names."""

    __tablename__ = "agencies"
    __table_args__ = _SLIM
    id: Mapped[str] = mapped_column(primary_key=True)


class Target(Base):
    """A figure to reach."""

    __tablename__ = "targets"
    __table_args__ = _SLIM
    document_id: Mapped[int] = _of_document(primary=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    comparator: Mapped[str | None]
    value: Mapped[float | None]
    upper: Mapped[float | None]
    unit: Mapped[str | None]
    base: Mapped[str | None]
    by: Mapped[str | None]
    span_start: Mapped[int]
    span_end: Mapped[int]


class Citation(Base):
    """A document named by number; `number_key` leads to `documents.number_key`."""

    __tablename__ = "citations"
    __table_args__ = (Index(None, "number_key", "implements"), _SLIM)
    document_id: Mapped[int] = _of_document(primary=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    number_key: Mapped[str]
    relation: Mapped[str]
    implements: Mapped[bool]
    issuer_agency: Mapped[str | None]
    issued_on: Mapped[str | None]


class Finding(Base):
    """What a person should look at in a document."""

    __tablename__ = "findings"
    __table_args__ = (Index(None, "code"), _SLIM)
    document_id: Mapped[int] = _of_document(primary=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    severity: Mapped[str]
    message: Mapped[str]
    task_key: Mapped[str | None]
    span_start: Mapped[int | None]
    span_end: Mapped[int | None]


class Coverage(Base):
    """A comparison of two documents: its whole JSON deflated, and the revisions of both that it judged."""

    __tablename__ = "coverage"
    __table_args__ = (Index(None, "child_id"),)
    parent_id: Mapped[int] = _of_document(primary=True)
    child_id: Mapped[int] = _of_document(primary=True)
    parent_revision: Mapped[int]
    child_revision: Mapped[int]
    judged_at: Mapped[datetime]
    relation: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Verdict(Base):
    """What becomes of one task of the parent in the child; `child_keys` and `defects` are parted by spaces."""

    __tablename__ = "verdicts"
    __table_args__ = (Index(None, "child_id"), _SLIM)
    parent_id: Mapped[int] = _of_document(primary=True)
    child_id: Mapped[int] = _of_document(primary=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    task_key: Mapped[str]
    status: Mapped[str]
    defects: Mapped[str]
    child_keys: Mapped[str]
    review: Mapped[bool]


class Quarantine(Base):
    """A content that could not be read, and why; set aside for these rules."""

    __tablename__ = "quarantine"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    rules: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    failed_at: Mapped[datetime]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    error: Mapped[str]
    kind: Mapped[str]


class Decision(Base):
    """What a person decided: who, when, about which document and task, and what stood there before and after (JSON).

    `words` are the task's, by which it is found again when other rules number the tasks anew.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "document_id", "task_key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    task_key: Mapped[str | None]
    words: Mapped[str | None]
    who: Mapped[str]
    decided_at: Mapped[datetime]
    what: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]

"""A path or URL → an engine; what a database complains of → one line with its remedy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, DBAPIError

from pipeline.errors import UsageError

_BUSY = 30  # seconds that one run waits for another to finish its writing
_REACH = 10  # seconds to reach PostgreSQL in
_SECRET = re.compile(r"://[^@]*@")
_URL = re.compile(r"[a-z][a-z0-9+]*://")


def parsed(url: str) -> URL:
    """Return the address of a store: a path is a SQLite file. Raise `UsageError` for what is neither."""
    if not _URL.match(url):
        return URL.create("sqlite", database=url)
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        hidden = _SECRET.sub("://***@", url)
        raise UsageError(f"--store {hidden}: is no address of a store; give a file or {_EXAMPLE}") from error
    backend = found.get_backend_name()
    if backend in ("postgres", "postgresql"):
        return found.set(drivername="postgresql+psycopg")
    if backend == "sqlite" and found.database not in (None, "", ":memory:"):
        return found
    raise UsageError(f"--store {shown(found)}: is no store of dondoc's; give a file or {_EXAMPLE}")


_EXAMPLE = "postgresql://USER@HOST/DATABASE"


def shown(url: URL) -> str:
    """Return the address as messages show it: a file's name, or a URL without its password."""
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=True)
    return unquote(str(url.database).removeprefix("file:")) if "uri" in url.query else str(url.database)


def engine_for(url: URL, *, create: bool) -> Engine:
    """Return an engine; raise `UsageError` when the file of a SQLite store is not there and none is to be made."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, create=create)
    options = {"connect_timeout": _REACH, "application_name": "dondoc", "options": "-c jit=off"}  # slower than it saves
    return create_engine(url, connect_args=options, pool_pre_ping=True)


def _sqlite(url: URL, *, create: bool) -> Engine:
    path = Path(str(url.database))
    if "uri" in url.query:  # the user's own options, as mode=ro
        return _prepared(url)
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; give --store the name of a file in it")
    if not create and not path.exists():
        raise UsageError(f"{path}: there is no store; dondoc batch PATH… --store {path} makes one")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}; make it first")
    log = path.with_name(f"{path.name}-wal")
    if path.exists() and not os.access(path.parent, os.W_OK) and not log.exists():
        # SQLite wants to write beside the file even to read it, unless it is told that nobody changes it
        address = {"mode": "ro", "immutable": "1", "uri": "true"}
        return _prepared(URL.create("sqlite", database=f"file:{quote(str(path.resolve()))}", query=address))
    return _prepared(url)


def _prepared(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  sqlite3's, as SQLAlchemy hands it on
    """Set what a SQLite connection forgets: keys are checked, the journal is a log beside the file."""
    connection.isolation_level = None  # SQLAlchemy says when a transaction begins, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")  # with a log: safe from kill -9; losing power may lose the last rows
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that writes takes its turn at once, for a reader that turns writer may be refused."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


# ── complaints ────────────────────────────────────────────────────────────────────────────────────

_SAVED = "what was saved before is kept"
_COMPLAINTS = (  # what SQLite says, or PostgreSQL's code, and the line for it
    (r"database is locked|55P03", "is in use by another program; try again when that has finished"),
    (r"disk is full|53100", f"there is no room left on its disk; {_SAVED}: make room and run it again"),
    (r"readonly database|25006|42501", "may not be written; ask for the right to write it, or name another store"),
    (r"unable to open", "cannot be opened; may you read and write it, and its folder?"),
    (r"disk i/o error|58030", f"its disk does not answer; {_SAVED}: look after the disk and run it again"),
    (r"not a database|malformed", "is no store, or is damaged; name another file"),
    (r"53300", "PostgreSQL has no connection left; try again later, or with fewer workers"),
    (r"57P0[123]|08\d\d\d", "PostgreSQL has shut down or broken off; try again when it is up"),
)


@contextmanager
def plainly(name: str) -> Iterator[None]:
    """Turn what a database complains of into a `UsageError` of one line that begins with the store's name."""
    try:
        yield
    except DBAPIError as error:
        raise UsageError(f"{name}: {complaint(error)}") from error


def complaint(error: DBAPIError) -> str:
    """Return what a database complains of, and what to do, as one line."""
    said = " ".join(str(error.orig).split())
    code = getattr(error.orig, "sqlstate", None) or ""
    for pattern, line in _COMPLAINTS:
        if re.search(pattern, code or said, re.IGNORECASE):
            return line
    if error.connection_invalidated or (not code and "psycopg" in type(error.orig).__module__):
        return f"PostgreSQL cannot be reached ({said}); is it up, and are host, port, name and password right?"
    return f"the store refused ({said})"

"""Is the schema of a store the one this program knows? An older one is made newer, a newer one is refused."""

from __future__ import annotations

import time
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from pipeline.errors import UsageError
from pipeline.store.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "dondoc_version"  # its own: a PostgreSQL database may hold what others made with Alembic
VERSIONS = tuple(sorted(path.stem[1:5] for path in (MIGRATIONS / "versions").glob("r[0-9]*.py")))
_LOCK = 0x646F6E646F63  # "dondoc": held while a schema changes
_TRIES = 100  # at setting SQLite's kind of journal, which two that begin at once hinder each other from


def make_current(engine: Engine, name: str, *, create: bool) -> None:
    """Bring the schema up to date; make the tables in an empty database when `create` says so.

    Raises `UsageError`: nothing there and nothing to be made, another program's database, a newer schema.
    """
    with engine.connect() as connection, connection.begin():
        if _checked(connection, name, create=create) == VERSIONS[-1]:
            return
    if engine.dialect.name == "sqlite":
        _keep_log(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        if _checked(connection, name, create=create) != VERSIONS[-1]:  # another may have been first
            upgrade(connection)


def upgrade(connection: Connection, version: str = "head") -> None:
    """Run the steps that are missing up to a version, in the transaction that is open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _checked(connection: Connection, name: str, *, create: bool) -> str | None:
    """Return the version of the schema, None where there is nothing yet; raise `UsageError` where it cannot be used."""
    tables = set(inspect(connection).get_table_names())
    version = None
    if VERSION_TABLE in tables:
        version = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608
    if version is None:
        sqlite = connection.dialect.name == "sqlite"
        if tables if sqlite else tables & Base.metadata.tables.keys():
            raise UsageError(f"{name}: is a database of another program; give --store another name")
        if not create:
            raise UsageError(f"{name}: there is no store in it; dondoc batch PATH… --store makes one")
    elif version not in VERSIONS:
        raise UsageError(f"{name}: was written by a newer dondoc (schema {version}, not {VERSIONS[-1]}); update dondoc")
    return version


def _keep_log(engine: Engine) -> None:
    """Have SQLite write ahead into a log beside the file, so that readers and one writer do not wait for each other."""
    for attempt in range(_TRIES):
        raw = engine.raw_connection()
        try:
            if raw.cursor().execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except Exception as error:
            if "locked" not in str(error) or attempt + 1 == _TRIES:
                raise OperationalError("PRAGMA journal_mode", None, error) from error
        finally:
            raw.close()
        time.sleep(0.05)

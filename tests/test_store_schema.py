"""A store of any released schema is made newer by itself; one of a newer schema is left alone."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, LargeBinary, MetaData, inspect, text

from pipeline.errors import UsageError
from pipeline.store import connect, open_store, schema
from pipeline.store.models import Base
from pipeline.store.search import Question

RELEASED = Path(__file__).parent / "data" / "store"  # what a store of each schema held, table by table
APART = {schema.VERSION_TABLE, "task_words"}  # what the models do not speak of: task_words and the tables behind it


def test_there_is_an_example_of_every_released_schema() -> None:
    assert tuple(sorted(path.stem for path in RELEASED.glob("*.json"))) == schema.VERSIONS


@pytest.mark.parametrize("version", schema.VERSIONS)
def test_a_store_of_a_released_schema_is_made_newer_and_keeps_what_it_held(store_url: str, version: str) -> None:
    engine = connect.engine_for(connect.parsed(store_url), create=True)
    held = json.loads((RELEASED / f"{version}.json").read_text("utf-8"))
    if engine.dialect.name == "sqlite":
        del held["task_words"]  # there it follows the tasks by itself
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        schema.upgrade(connection, version)
        tables = MetaData()
        tables.reflect(connection, only=list(held))
        for name, rows in held.items():
            table = tables.tables[name]
            connection.execute(
                table.insert(), [{key: _value(table.c[key].type, row[key]) for key in row} for row in rows]
            )
    engine.dispose()
    store = open_store(store_url)
    (found,) = store.document("45/KH-UBND")
    source, plan = store.source_and_plan(found.id)
    assert [source.text[task.leads[0].span.start :][:7] for task in plan.tasks] == ["Sở Y tế", "Sở Xây "]
    (task,) = store.tasks(Question(date(2025, 6, 25), text="y te co so"))
    assert (task.standing.status, task.due) == ("due_soon", date(2025, 6, 29))
    assert [what.who for _, what in store.decisions(found.id)] == ["Lê Thị A"]
    store.close()


def _value(kind: object, said: Any) -> Any:  # noqa: ANN401  a cell of any column
    match kind:
        case LargeBinary():
            return bytes.fromhex(said)
        case DateTime():
            return datetime.fromisoformat(said) if said else None
        case Date():
            return date.fromisoformat(said) if said else None
    return said


def test_the_newest_schema_is_what_the_models_say(store_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    store = open_store(store_url, create=True)

    def ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:  # noqa: FBT001
        return kind != "table" or not (name or "").startswith(tuple(APART))

    with store.reading() as connection:
        options = {"compare_type": True, "include_object": ours, "target_metadata": Base.metadata}
        context = MigrationContext.configure(connection, opts=options)
        found = list(compare_metadata(context, Base.metadata))
    store.close()
    assert found == []


def test_a_newer_schema_is_refused_in_one_line(store_url: str) -> None:
    store = open_store(store_url, create=True)
    with store.writing() as connection:
        connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))  # noqa: S608  our own table
    store.close()
    with pytest.raises(UsageError, match=r"^[^\n]*newer dondoc \(schema 9999[^\n]*; update dondoc$"):
        open_store(store_url, create=True)


def test_a_database_of_another_program_is_left_alone(store_url: str) -> None:
    engine = connect.engine_for(connect.parsed(store_url), create=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE documents (id INTEGER)"))
    with pytest.raises(UsageError, match="another program"):
        open_store(store_url, create=True)
    assert inspect(engine).get_table_names() == ["documents"]
    engine.dispose()


def test_an_empty_database_is_no_store_unless_one_is_to_be_made(store_url: str, tmp_path: Path) -> None:
    (tmp_path / "kho lưu trữ.db").touch()
    with pytest.raises(UsageError, match="no store"):
        open_store(store_url)


def test_opening_a_store_of_the_newest_schema_needs_no_alembic(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(store_url, create=True).close()
    monkeypatch.setattr(schema, "upgrade", None)
    open_store(store_url, create=True).close()


def test_a_schema_that_cannot_be_made_whole_is_not_made_at_all(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = schema.upgrade

    def breaks(connection: Any) -> None:  # noqa: ANN401
        whole(connection)
        raise RuntimeError

    monkeypatch.setattr(schema, "upgrade", breaks)
    with pytest.raises(RuntimeError):
        open_store(store_url, create=True)
    monkeypatch.setattr(schema, "upgrade", whole)
    open_store(store_url, create=True).close()

"""What can be wrong with a store is said in one line with its remedy, and what was saved stays."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest
import stores
from sqlalchemy import event, text
from stored import plan, task

from pipeline import cli
from pipeline.errors import UsageError
from pipeline.store import connect, open_store
from pipeline.store.search import Question
from pipeline.store.store import Store

ONE_LINE = r"^[^\n]+$"


def fill(store: Store, first: int, count: int) -> None:
    run = store.begin_run("batch")
    documents = [plan(task(f"việc {at} " + "dài " * 200), number=f"{at}/KH-UBND") for at in range(first, first + count)]
    store.save(run, documents, [])


def saved(store: Store) -> int:
    return len(store.documents())


# ── SQLite ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "kho.db"
    store = open_store(str(found), create=True)
    fill(store, 0, 3)
    store.close()
    return found


def test_a_full_disk_is_said_and_loses_nothing_that_was_saved(path: Path) -> None:
    store = open_store(str(path))
    store.close()

    def tiny(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")

    event.listen(store.engine, "connect", tiny)
    with pytest.raises(UsageError, match="no room left on its disk; what was saved before is kept"):
        fill(store, 10, 50)
    assert saved(store) == 3
    store.close()
    store = open_store(str(path))  # with room again
    fill(store, 10, 50)
    assert saved(store) == 53
    store.close()


def test_a_locked_store_is_waited_for_and_then_said_to_be_in_use(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "_BUSY", 0.2)
    store = open_store(str(path))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(UsageError, match="in use by another program; try again"):
        fill(store, 10, 1)
    assert saved(store) == 3  # readers do not wait
    holder.execute("ROLLBACK")
    holder.close()
    fill(store, 10, 1)
    assert saved(store) == 4
    store.close()


def test_a_store_that_may_only_be_read_answers_and_refuses_to_be_written(path: Path) -> None:
    store = open_store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert saved(store) == 3
    with pytest.raises(UsageError, match="may not be written"):
        fill(store, 10, 1)
    store.close()


def test_a_store_in_a_folder_that_may_not_be_written_answers_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)  # root may write everywhere
    store = open_store(str(path))
    assert saved(store) == 3
    with pytest.raises(UsageError, match=r"kho\.db: may not be written"):
        fill(store, 10, 1)
    store.close()
    assert [one.name for one in path.parent.iterdir()] == ["kho.db"]


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be one" * 50, b"SQLite format 3\0" + b"\7" * 4096]
)
def test_a_file_that_is_no_store_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kho.db"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="is no store, or is damaged"):
        open_store(str(path))
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_no_store(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "khác.db")
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(UsageError, match="another program"):
        open_store(str(tmp_path / "khác.db"), create=True)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nowhere.db", "there is no store; dondoc batch"),
        ("no/folder.db", "there is no store"),
        (".", "is a folder"),
        ("mysql://root@localhost/x", "is no store of dondoc's"),
        ("postgresql://user:secret@host:port/x", "is no address"),
        ("sqlite://", "is no store of dondoc's"),
    ],
)
def test_what_is_no_address_of_a_store_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said) as raised:
        open_store(url)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_store_in_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="make it first"):
        open_store(str(tmp_path / "no" / "kho.db"), create=True)


def test_without_the_packages_of_a_store_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r'pip install "dondoc\[store\]"'):
        open_store("kho.db")


def test_a_power_cut_after_a_run_was_killed_leaves_whole_documents(path: Path) -> None:
    """A process that is killed while it writes leaves its log; the next reader puts it right."""
    pid = os.fork()
    if not pid:
        store = open_store(str(path))
        with store.writing() as connection:
            connection.execute(text("DELETE FROM documents"))
            os._exit(9)
    os.waitpid(pid, 0)
    store = open_store(str(path))
    assert saved(store) == 3
    with store.reading() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    store.close()


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def url(postgresql: str, tmp_path: Path) -> str:
    made = stores.new_database(postgresql, tmp_path.name)
    store = open_store(made, create=True)
    fill(store, 0, 3)
    store.close()
    return made


def test_a_server_that_is_not_there_is_said_without_the_password() -> None:
    with pytest.raises(UsageError, match="PostgreSQL cannot be reached") as raised:
        open_store("postgresql://dondoc:secret@127.0.0.1:1/kho")
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_database_that_is_not_there_is_said(postgresql: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be reached .*does not exist"):
        open_store(f"{postgresql}/nowhere", create=True)


def test_a_database_that_may_only_be_read_answers_and_refuses_to_be_written(url: str) -> None:
    store = open_store(url)
    with store.writing() as connection:
        connection.execute(text(f'ALTER DATABASE "{store.engine.url.database}" SET default_transaction_read_only = on'))
    store.close()
    store = open_store(url)
    assert saved(store) == 3
    with pytest.raises(UsageError, match="may not be written"):
        fill(store, 10, 1)
    store.close()


def test_a_server_that_breaks_off_is_said_and_the_next_try_works(url: str) -> None:
    store = open_store(url)
    with pytest.raises(UsageError, match="PostgreSQL has shut down or broken off"), store.reading() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert saved(store) == 3
    store.close()


def test_two_transactions_that_cross_are_tried_again(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.store import saving

    whole, tries = saving.save, []

    def crossed(connection: object, *rest: object) -> None:
        tries.append(connection)
        if len(tries) < 3:
            connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'crossed' USING ERRCODE = '40P01'; END $$"))  # type: ignore[attr-defined]
        whole(connection, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(saving, "save", crossed)
    store = open_store(url)
    fill(store, 10, 1)
    assert (saved(store), len(tries)) == (4, 3)
    store.close()


def test_without_a_server_tests_say_so_and_fail_where_nothing_may_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "BINARIES", tmp_path)
    for ci, outcome in (("", pytest.skip.Exception), ("true", pytest.fail.Exception)):
        monkeypatch.setenv("CI", ci)
        with pytest.raises(outcome, match="PostgreSQL 15 is not in"), stores.server():
            pass


# ── the command ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--on", "mai"], "is not a date"),
        (["--due-before", "2025-02-30"], "is not a date"),
        (["--status", "lost"], "is none of done, ongoing"),
        (["--agency", "Bộ Thời tiết vũ trụ"], "no body is known"),
        (["--text", " –"], "holds no word"),
        (["--limit", "0"], "from 1 on"),
        (["--format", "pdf"], "choose one of table"),
        (["-o", "no/such/folder.csv"], "there is no folder"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    path: Path, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    assert cli.main(["tasks", "--store", str(path), *options]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


def test_a_store_that_is_not_there_leaves_the_old_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "list.csv"
    out.write_text("old")
    assert cli.main(["tasks", "--store", str(tmp_path / "no.db"), "-o", str(out)]) == 2
    assert "there is no store" in capsys.readouterr().err
    assert out.read_text() == "old"


def test_the_store_itself_is_not_written_over(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tasks", "--store", str(path), "--format", "csv", "-o", str(path)]) == 2
    assert "is an input" in capsys.readouterr().err
    store = open_store(str(path))
    assert [one.action[:4] for one in store.tasks(Question(date(2025, 1, 1), limit=1))] == ["việc"]
    store.close()

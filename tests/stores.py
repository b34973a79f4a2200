"""Stores for tests: SQLite in a file, PostgreSQL on a server of the tests' own, the same tests on both."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def server(*settings: str) -> Iterator[str]:
    """Start a PostgreSQL server and yield the address of it, without a database's name; skip or fail without one."""
    if not (BINARIES / "initdb").exists():
        missing = f"PostgreSQL 15 is not in {BINARIES}: tests of a shared store did not run"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing}, and with CI=true no test is left out", pytrace=False)
        pytest.skip(missing)
    folder = Path(tempfile.mkdtemp(prefix="dondoc-postgresql-", dir="/tmp"))  # the path of a socket is short
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
        data, port = folder / "data", _free_port()
        _run("initdb", "--pgdata", data, "--username", "dondoc", "--auth", "trust", "--no-sync", "--locale", "C.UTF-8")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        options += "".join(f" -c {setting}" for setting in settings)
        _run("pg_ctl", "--pgdata", data, "-l", folder / "log", "--wait", "--options", options, "start")
        try:
            yield f"postgresql://dondoc@127.0.0.1:{port}"
        finally:
            _run("pg_ctl", "--pgdata", data, "--mode", "immediate", "--wait", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str, name: str) -> str:
    """Make a database on a server and return its URL."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{address}/{name}"


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs, which refuse root, as nobody where we are root."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    done = subprocess.run(
        [BINARIES / program, *arguments],
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        check=False,
        timeout=120,
    )
    if done.returncode:
        raise RuntimeError(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

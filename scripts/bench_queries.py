"""Questions to a store of many tasks, timed in SQLite and in PostgreSQL: the part `scripts/bench archive --queries`.

The tasks are made from those of corpus/ with their words mixed, so that words are as common as they are in documents;
bodies, days and rhythms are drawn by a fixed seed. Each question takes the first 100 tasks, with bodies and status.
"""

from __future__ import annotations

import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
LIMIT = 50.0  # milliseconds, set in the project's aims
PER_DOCUMENT = 20  # tasks
BATCH = 200  # documents in one transaction
ON = date(2026, 1, 15)
KINDS = ("date", "before_date", "quarter", "year", "ongoing", None, "recurring")
RHYTHMS = ("FREQ=MONTHLY;BYMONTHDAY=19", "FREQ=MONTHLY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=FR", "FREQ=YEARLY")

Plan = dict[str, Any]


def bench_queries(tasks: int, runs: int) -> int:
    """Fill a store in each database with so many tasks and print how long it takes, and each question; return 0."""
    sys.path.insert(0, str(CHECKOUT / "tests"))  # the server that tests start
    import stores

    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        path = Path(folder) / "store.db"
        _bench("SQLite", str(path), tasks, runs)
        print(f"SQLite: {path.stat().st_size / tasks:.0f} bytes a task")
    if not (stores.BINARIES / "initdb").exists():
        print(f"left out: PostgreSQL 15 is not in {stores.BINARIES}", file=sys.stderr)
        return 0
    with stores.server("shared_buffers=512MB", "synchronous_commit=off", "max_wal_size=4GB") as address:
        _bench("PostgreSQL", stores.new_database(address, "bench"), tasks, runs)
    return 0


def _bench(name: str, url: str, tasks: int, runs: int) -> None:
    from pipeline.store import open_store
    from pipeline.store.search import Question

    store = open_store(url, create=True)
    run = store.begin_run("bench")
    begin = time.perf_counter()
    writing, batch = 0.0, []
    for at, document in enumerate(documents(tasks // PER_DOCUMENT), 1):
        batch.append(document)
        if len(batch) == BATCH or at == tasks // PER_DOCUMENT:
            before = time.perf_counter()
            store.save(run, batch, [])
            writing += time.perf_counter() - before
            batch = []
    count = tasks // PER_DOCUMENT
    print(
        f"{name}: {tasks} tasks of {count} documents made and saved in {time.perf_counter() - begin:.0f} s; "
        f"saving {1000 * writing / count:.2f} ms a document"
    )
    if name == "PostgreSQL":
        _analyze(store)
    for what, question in questions():
        times, found = [], 0
        for _ in range(runs + 1):  # the first reads from the disk and loads the registry
            before = time.perf_counter()
            found = len(list(store.tasks(Question(**question))))
            times.append(1000 * (time.perf_counter() - before))
        print(
            f"{name}: {what:42} {found:4} tasks, ms: first {times[0]:6.1f}  min {min(times[1:]):6.1f}  "
            f"median {statistics.median(times[1:]):6.1f}  max {max(times[1:]):6.1f}  (limit {LIMIT:.0f})"
        )
    store.close()


def _analyze(store: Any) -> None:  # noqa: ANN401  a store; its class is heavy to import
    """Do at once what PostgreSQL's autovacuum does within a minute or so."""
    from sqlalchemy import text

    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


def questions() -> list[tuple[str, dict[str, Any]]]:
    """Return what is asked, each with its name."""
    asked: list[tuple[str, dict[str, Any]]] = [
        ("by agency: a ministry with 15,000 tasks", {"agency": "bo-cong-thuong"}),
        ("by agency: a department of one province", {"agency": "so-y-te:vinh-long"}),
        ("by agency, overdue", {"agency": "bo-cong-thuong", "statuses": ("overdue",)}),
        ("by agency, due soon", {"agency": "bo-cong-thuong", "statuses": ("due_soon",)}),
        ("by due date: before a day", {"due_before": ON}),
        ("by due date: overdue", {"statuses": ("overdue",)}),
        ("by due date: due soon", {"statuses": ("due_soon",)}),
        ("by status: needs a date", {"statuses": ("needs_date",)}),
        ("by document", {"document": "77/KH-UBND"}),
    ]
    words = ("y te co so", "cap nuoc sach", "xay dung", "truong hoc", "khong he co")
    asked += [(f"by text: {said!r}", {"text": said}) for said in words]
    asked.append(("by text and agency", {"text": "xay dung", "agency": "bo-cong-thuong"}))
    return [(name, {"on": ON, "limit": 100} | question) for name, question in asked]


def documents(count: int) -> Iterator[Any]:
    """Yield so many documents as a worker hands them to the store: the same in every run."""
    from pipeline.resolve.ids import province_part
    from pipeline.resolve.registry import registry
    from pipeline.run import extract, read_source
    from pipeline.store import Extracted

    chance = random.Random(6)  # noqa: S311  the same archive in every run
    read = [extract(read_source(path)) for path in sorted((CHECKOUT / "corpus").glob("*.md"))]
    models = [task for plan in read for task in json.loads(plan.model_dump_json())["tasks"]]
    entries = [entry for entry in registry().entries.values() if not entry.last and not entry.each]
    provinces = [province_part(entry.id) for entry in entries if entry.kind == "province"]
    departments = [entry.id for entry in entries if entry.level == "province" and entry.kind == "department"]
    ministries = [entry.id for entry in entries if entry.kind == "ministry"]
    for number in range(count):
        province, issued = chance.choice(provinces), date(2024, 1, 1) + timedelta(chance.randrange(900))
        bodies = [*ministries, *(f"{body}:{province}" for body in departments)]
        tasks = [task(chance, models, bodies, issued) | {"id": f"t{at}"} for at in range(1, PER_DOCUMENT + 1)]
        said = {"number": f"{number % 5000 + 1}/KH-UBND", "type": "KH", "title": "Kế hoạch", "issued_on": str(issued)}
        issuer = {"text": "UBND tỉnh", "agency": f"ubnd-tinh:{province}"}
        info = said | {"issuer": issuer, "signer": None, "implements": [], "citations": []}
        plan = {"schema": "dondoc/1", "document": info, "tasks": tasks, "targets": [], "findings": []}
        text = "\n".join(one["action"] for one in tasks)
        sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
        content = json.dumps(plan, ensure_ascii=False).encode()
        name = f"archive/{number}.txt"
        yield Extracted(sha256, "1", name, len(text), "txt", None, False, len(text), text, content, 0.1)  # noqa: FBT003


def task(chance: random.Random, models: list[Plan], bodies: list[str], issued: date) -> Plan:
    """Return a task with the words of two, and bodies and a deadline by chance."""
    model, other = chance.choice(models), chance.choice(models)["action"].split()
    begin = chance.randrange(len(other)) if other else 0
    named = [{"text": body, "agency": body} for body in chance.sample(bodies, 1 + chance.randrange(3))]
    kind = chance.choice(KINDS)
    end = None if kind in ("ongoing", "recurring") else (issued + timedelta(chance.randrange(30, 1500))).isoformat()
    deadline = {"text": "…", "kind": kind, "start": None, "end": end, "lenient_end": None, "year_inferred": False}
    deadline["recurrence"] = chance.choice(RHYTHMS) if kind == "recurring" else None
    return model | {
        "action": " ".join([*model["action"].split()[:25], *other[begin : begin + 15]]),
        "leads": named[:1],
        "partners": named[1:],
        "supervisors": [],
        "deadline": deadline if kind else None,
    }

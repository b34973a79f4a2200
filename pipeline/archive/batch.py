"""A run over many files: what is new is read by processes with limits, and saved as it comes.

A file is known by its content: what the same rules have read already is not read again, whatever its name. A document
that crashes its process, hangs or wants too much memory is set aside with the reason, and the run goes on. Whenever a
run stops, be it killed, what was saved stays, and the next run does the rest.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, TimeoutError, wait  # noqa: A004  pebble raises this one
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from pebble import ProcessExpired, ProcessPool

from pipeline.archive import families, files, job
from pipeline.store.rows import Extracted, Failed, Known

if TYPE_CHECKING:
    from concurrent.futures import Future

    from pipeline.store.store import Store

_TOGETHER = 100  # files whose hashes are looked up at once
_SAVED = 50  # documents in one transaction
_AHEAD = 4  # documents that wait for each process
_AGE = 500  # documents after which a process is replaced, so that nothing it keeps grows for ever


class Limits(NamedTuple):
    """How many processes read, for how many seconds a document, and how many megabytes each may hold."""

    workers: int
    seconds: float
    megabytes: int


class Counts(NamedTuple):
    """What became of the files of a run."""

    files: int = 0
    read: int = 0
    known: int = 0
    aside: int = 0
    tasks: int = 0
    pairs: int = 0


Reader = Callable[[str, str, int, str], tuple[bool, tuple[object, ...]]]
Told = Callable[[Counts, int], None]  # what became of the files so far, and how many there are


class Batch:
    """One run over files into a store."""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        *,
        told: Told | None = None,
        log: TextIO | None = None,
        read: Reader = job.read,
    ) -> None:
        """Take an open store; `told` hears of progress, `log` gets a line of JSON for each document.

        `read` is called in the processes, so it must be a function that they can import.
        """
        self._reader = read
        self._store = store
        self._limits = limits
        self._told = told or (lambda _counts, _of: None)
        self._log = log
        self._rules = job.rules_version()
        self._counts = Counts()
        self._done: list[Extracted] = []
        self._failed: list[Failed] = []
        self._names: list[tuple[str, str]] = []
        self._begun: set[str] = set()  # contents of this run: two files may hold the same

    def run(self, paths: Sequence[str], *, retry: bool = False) -> Counts:
        """Read what is new under the paths, judge the pairs that need it, and return what became of the files."""
        found = files.find(paths)
        run = self._store.begin_run("batch")
        if retry:
            self._store.retry()
        self._count(files=len(found.files))
        try:
            for folder, reason in found.closed:
                self._set_aside(
                    Failed("", self._rules, folder, 0, f"{folder}: cannot be looked into ({reason})", "input")
                )
            self._read(run, found.files)
        finally:
            self._save(run)
            self._store.end_run(run, self._counts._asdict())
        self._count(pairs=families.judge(self._store))
        return self._counts

    def _read(self, run: int, names: Sequence[str]) -> None:
        context = multiprocessing.get_context("spawn")
        waiting: dict[Future[tuple[bool, tuple[object, ...]]], tuple[str, str, int]] = {}
        room = self._limits.workers * _AHEAD
        pool = ProcessPool(
            self._limits.workers, _AGE, context=context, initializer=job.prepare, initargs=[self._limits.megabytes]
        )
        with pool:
            try:
                for name, sha256, size in self._new(run, names):
                    task = pool.schedule(self._reader, [name, sha256, size, self._rules], timeout=self._limits.seconds)
                    waiting[task] = (name, sha256, size)
                    while len(waiting) >= room:
                        self._collect(run, waiting)
                while waiting:
                    self._collect(run, waiting)
            except BaseException:
                pool.stop()  # type: ignore[no-untyped-call]
                raise

    def _new(self, run: int, names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """Yield the files whose content no rules in force have read, each content once."""
        for start in range(0, len(names), _TOGETHER):
            hashed = [one for name in names[start : start + _TOGETHER] if (one := self._hashed(name))]
            known = self._store.known([Known(sha256, self._rules) for _, sha256, _ in hashed])
            for name, sha256, size in hashed:
                self._names.append((sha256, name))
                if Known(sha256, self._rules) in known or sha256 in self._begun:
                    self._count(known=self._counts.known + 1)
                    continue
                self._begun.add(sha256)
                yield name, sha256, size
            self._note_names(run)

    def _hashed(self, name: str) -> tuple[str, str, int] | None:
        try:
            return name, job.content_hash(name), Path(name).stat().st_size
        except OSError as error:
            self._set_aside(Failed("", self._rules, name, 0, f"{name}: cannot be read ({error.strerror})", "input"))
            return None

    def _collect(self, run: int, waiting: dict[Future[tuple[bool, tuple[object, ...]]], tuple[str, str, int]]) -> None:
        """Take what is ready, and save it when there is enough."""
        for task in wait(waiting, return_when=FIRST_COMPLETED).done:
            name, sha256, size = waiting.pop(task)
            try:
                good, row = task.result()
            except TimeoutError:
                told = f"{name}: was not read within {self._limits.seconds:g} seconds"
                self._set_aside(Failed(sha256, self._rules, name, size, told, "timeout"))
            except ProcessExpired as error:
                told = f"{name}: its process broke down (exit code {error.exitcode})"
                self._set_aside(Failed(sha256, self._rules, name, size, told, "crash"))
            else:
                self._take(Extracted(*row)) if good else self._set_aside(Failed(*row))  # type: ignore[arg-type]
        if len(self._done) + len(self._failed) >= _SAVED:
            self._save(run)

    def _take(self, row: Extracted) -> None:
        tasks = len(json.loads(row.plan)["tasks"])
        self._done.append(row)
        self._write(row.name, "read", tasks=tasks, seconds=row.seconds, chars=row.chars)
        self._count(read=self._counts.read + 1, tasks=self._counts.tasks + tasks)

    def _set_aside(self, row: Failed) -> None:
        if row.sha256:
            self._failed.append(row)
        self._write(row.name, "aside", kind=row.kind, error=row.error)
        self._count(aside=self._counts.aside + 1)

    def _save(self, run: int) -> None:
        if self._done or self._failed:
            self._store.save(run, self._done, self._failed)
            self._done, self._failed = [], []
        self._note_names(run)

    def _note_names(self, run: int) -> None:
        if self._names:
            self._store.all_seen(run, self._names)
            self._names = []

    def _count(self, **changed: int) -> None:
        self._counts = self._counts._replace(**changed)
        self._told(self._counts, self._counts.files)

    def _write(self, name: str, what: str, **told: object) -> None:
        if self._log:
            moment = datetime.now(UTC).isoformat(timespec="milliseconds")
            line = json.dumps({"at": moment, "file": name, "what": what, **told}, ensure_ascii=False)
            with suppress(UnicodeEncodeError):
                self._log.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
                self._log.flush()

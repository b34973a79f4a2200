"""Starts the processes that read PDF files, and takes the pages as they come; one that is done reads the next file."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, cast

from pipeline.errors import InputError, UsageError
from pipeline.pages.values import SIZE, Page, from_json

MOST_PAGES = 3_000  # of a file; the longest document seen has 500
_BUFFER = 1 << 20  # bytes between the processes
_MOST_FILES = 200  # that one process reads, so that what it may not give back stays little
_SECONDS = 30.0  # for one page; a full one takes 0.03
_ROOT = Path(__file__).resolve().parent.parent.parent  # the folder that holds the package
# What pdfium says of a file that it does not open, and what a reader can do about it
_FAULTS = (
    ("password", "is encrypted with a password; give a copy without one"),
    ("security", "is encrypted in a way that cannot be read; give a copy without encryption"),
)


def pages_of(data: bytes, name: str) -> Iterator[Page]:
    """Yield the pages of a PDF; one that the process did not survive, or took too long for, is the last and `odd`.

    Raises:
        InputError: the file is encrypted, or no PDF that can be opened, or one of too many pages.
        UsageError: the packages that read PDF are not installed.
    """
    if not _is_installed():
        raise UsageError(f'{name}: PDF files need packages that are not installed: pip install "dondoc[pdf]"')
    reader = _taken()
    clock = _Clock(reader.process)
    try:
        yield from _pages(reader, data, name, clock)
    finally:
        clock.stop()
        if reader.is_free and not clock.is_late:
            _idle.append(reader)
        else:
            reader.end()


def _pages(reader: _Reader, data: bytes, name: str, clock: _Clock) -> Iterator[Page]:
    first = reader.ask(data)
    if first is None:
        raise InputError(f"{name}: this PDF cannot be read: {clock.why}; print it to a new PDF")
    if "error" in first:
        raise InputError(f"{name}: this PDF {_fault(first['error'])}")
    if first["pages"] > MOST_PAGES:
        raise InputError(f"{name}: {first['pages']} pages; give at most {MOST_PAGES} in one file")
    for number in range(1, first["pages"] + 1):
        clock.restart()
        entry = reader.next()
        if entry is None:
            yield Page(number, 0, 0, 0, (), odd=clock.why)
            return
        yield from_json(entry)


@cache
def _is_installed() -> bool:
    return find_spec("pypdfium2") is not None and find_spec("pdfplumber") is not None


class _Reader:
    """A process that reads one file at a time. It belongs to the process that started it, and ends with it."""

    def __init__(self) -> None:
        paths = [str(_ROOT), os.environ.get("PYTHONPATH")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.pages.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=_BUFFER,
            stderr=subprocess.DEVNULL,  # what a crash prints there is of no use to a reader
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        self.owner = os.getpid()
        self._files = self._due = 0
        self._is_sound = True

    @property
    def is_free(self) -> bool:
        """Return whether the process has said all of the last file, and may be given another."""
        return self._is_sound and not self._due and self._files < _MOST_FILES

    def ask(self, data: bytes) -> Any:  # noqa: ANN401  an object
        """Give the process a file; return its first answer, None when it ended instead."""
        stream = cast("IO[bytes]", self.process.stdin)
        with contextlib.suppress(BrokenPipeError):  # it ended early
            stream.write(len(data).to_bytes(SIZE, "big"))
            stream.write(data)
            stream.flush()
        self._files += 1
        answer = self.next()
        self._due = answer["pages"] if answer and "pages" in answer else 0
        return answer

    def next(self) -> Any:  # noqa: ANN401  an object, or a list for a page
        """Return the next answer, None when the process ended before it was whole."""
        line = cast("IO[bytes]", self.process.stdout).readline()
        self._due -= 1
        self._is_sound = line.endswith(b"\n")
        return json.loads(line) if self._is_sound else None

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                cast("IO[bytes]", stream).close()
        self.process.wait()


_idle: list[_Reader] = []  # started and waiting for another file


def _taken() -> _Reader:
    """Return a process that waits for a file, a new one if none does."""
    with contextlib.suppress(IndexError):
        while True:
            reader = _idle.pop()
            if reader.owner == os.getpid() and reader.process.poll() is None:
                return reader
    return _Reader()


@atexit.register
def _end_all() -> None:
    while _idle:
        reader = _idle.pop()
        if reader.owner == os.getpid():
            reader.end()


class _Clock:
    """Ends a process that takes too long for a page."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._until = time.monotonic() + _SECONDS
        self._done = threading.Event()
        self.is_late = False
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def why(self) -> str:
        """Return why the process has ended."""
        return f"it takes longer than {_SECONDS:.0f} seconds for a page" if self.is_late else "it is damaged"

    def restart(self) -> None:
        """Give the process time for another page."""
        self._until = time.monotonic() + _SECONDS

    def stop(self) -> None:
        """Watch no longer."""
        self._done.set()

    def _watch(self) -> None:
        while not self._done.wait(min(1.0, _SECONDS)):
            if time.monotonic() > self._until:
                self.is_late = True
                self._process.kill()
                return


def _fault(said: str) -> str:
    return next(
        (told for key, told in _FAULTS if key in said.lower()), "is damaged beyond reading; print it to a new PDF"
    )

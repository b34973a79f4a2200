"""Starts the process that reads a PDF, and takes its pages as they come."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, UsageError
from pipeline.pages.values import Page, from_json

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
        InputError: the file is encrypted, or no PDF that can be opened.
        UsageError: the packages that read PDF are not installed.
    """
    if find_spec("pypdfium2") is None or find_spec("pdfplumber") is None:
        raise UsageError(f'{name}: PDF files need packages that are not installed: pip install "dondoc[pdf]"')
    with _started() as process:
        late = _Clock(process)
        try:
            yield from _pages(process, data, name, late)
        finally:
            late.stop()
            process.kill()


def _pages(process: subprocess.Popen[bytes], data: bytes, name: str, clock: _Clock) -> Iterator[Page]:
    if process.stdin is None or process.stdout is None:
        raise AssertionError  # both are pipes
    with contextlib.suppress(BrokenPipeError):  # it ended early; what it said tells why
        process.stdin.write(data)
        process.stdin.close()
    first = _entry(process.stdout.readline())
    if first is None:
        raise InputError(f"{name}: this PDF cannot be read: {clock.why}; print it to a new PDF")
    if "error" in first:
        raise InputError(f"{name}: this PDF {_fault(first['error'])}")
    for number in range(1, first["pages"] + 1):
        clock.restart()
        entry = _entry(process.stdout.readline())
        if entry is None:
            yield Page(number, 0, 0, 0, (), odd=clock.why)
            return
        yield from_json(entry)


def _started() -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))}
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline.pages.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a crash prints there is of no use to a reader
        env=environment,
    )


class _Clock:
    """Ends a process that takes too long for a page."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._timer: threading.Timer | None = None
        self.why = "it is damaged"
        self.restart()

    def restart(self) -> None:
        """Give the process time for another page."""
        self.stop()
        self._timer = threading.Timer(_SECONDS, self._end)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        if self._timer:
            self._timer.cancel()

    def _end(self) -> None:
        self.why = f"it takes longer than {_SECONDS:.0f} seconds for a page"
        self._process.kill()


def _entry(line: bytes) -> Any:  # noqa: ANN401  an object, or a list for a page
    """Return what a line says, None when the process ended before its end."""
    return json.loads(line) if line.endswith(b"\n") else None


def _fault(said: str) -> str:
    return next((told for key, told in _FAULTS if key in said.lower()), "is damaged beyond reading; print it to a new PDF")

"""Starts the processes that read pictures of pages, and takes the pages as they come."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pipeline.pages.values import Page, from_json
from pipeline.scans.models import models_folder
from pipeline.scans.watching import watcher

_MOST_BYTES = 400_000_000  # of the file in all processes together; each holds a copy
_SECONDS = 90.0  # for one page; a full one takes one or two
_ROOT = Path(__file__).resolve().parent.parent.parent  # the folder that holds the package


def pages_of(data: bytes, form: Literal["pdf", "image"], numbers: Sequence[int]) -> Iterator[Page]:
    """Yield pages of a PDF or image in the order asked for; one that could not be read is `odd`.

    They are read side by side, each processor core one at a time; of a large file fewer, for the memory.

    Raises:
        UsageError: Tesseract, its Vietnamese model or the binding is missing.
    """
    models_folder()  # said here once, and not by every process
    count = max(1, min(_cores(), len(numbers), _MOST_BYTES // (len(data) or 1)))
    with contextlib.ExitStack() as stack:
        workers = [_Worker(data, form, numbers[start::count]) for start in range(count)]
        for worker in workers:
            stack.callback(worker.stop)
        tell = watcher.get()
        for at, number in enumerate(numbers):
            page = workers[at % count].next_page(number)
            if tell:
                tell(at + 1, len(numbers))
            yield page


def _cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """A process that reads some of the pages."""

    def __init__(self, data: bytes, form: str, numbers: Sequence[int]) -> None:
        environment = os.environ | {
            "OMP_THREAD_LIMIT": "1",  # threads of several readers slow each other down
            "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])),
        }
        self._process = subprocess.Popen(  # noqa: S603  this program itself, and numbers
            [sys.executable, "-m", "pipeline.scans.worker", form, *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # Leptonica tells there of every empty corner of a page
            env=environment,
        )
        self._feeding = threading.Thread(target=self._feed, args=(data,), daemon=True)
        self._feeding.start()

    def _feed(self, data: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, OSError, ValueError):  # it ended early, or was stopped
            if self._process.stdin:
                self._process.stdin.write(data)
                self._process.stdin.close()

    def next_page(self, number: int) -> Page:
        """Return the next page; an odd one when the process ended or takes too long."""
        if self._process.stdout is None:
            raise AssertionError  # it is a pipe
        timer = threading.Timer(_SECONDS, self._process.kill)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            return Page(number, 0, 0, 0, (), odd="damaged: it cannot be read as a picture")
        return from_json(json.loads(line))

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._feeding.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError, OSError):
                if pipe:
                    pipe.close()
        self._process.wait()

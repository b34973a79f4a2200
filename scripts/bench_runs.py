"""Whole runs of `dondoc batch` over a made archive: the part `scripts/bench archive --documents N`.

The documents are those of corpus/ in Markdown with their numbers drawn by a fixed seed: each is a content of its
own.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
_NUMBER = re.compile(r"(?<![\w/.-])\d{2,3}(?![\w/.%-])")
_SIGN = re.compile(r"\b(\d{1,4})(?=/(?:KH|QĐ|CT|NQ|TB|CĐ)-)")
_SETS = (("1 worker", 1), ("2 workers", 2))
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def bench_runs(documents: int) -> int:
    """Print what runs over an archive of so many documents cost; return 0, or 2 when one fails."""
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as name:
        folder = Path(name)
        letters = make(folder / "archive", documents)
        print(f"{documents} documents, {letters:,} characters")
        first: float | None = None
        for label, workers in _SETS:
            store = folder / f"{workers}.db"
            seconds, peak = run(folder / "archive", store, workers)
            again, _ = run(folder / "archive", store, workers)
            first = first or seconds
            print(
                f"{label}: {seconds:.1f} s, {documents / seconds:.1f} documents/s, "
                f"{letters / seconds / workers:,.0f} characters/s a worker, {first / seconds:.2f} x one worker, "
                f"largest process {peak:.0f} MB, store {store.stat().st_size / 1e6:.1f} MB; "
                f"second run {again:.1f} s ({seconds / again:.0f} x faster)"
            )
    return 0


def make(folder: Path, documents: int) -> int:
    """Write the archive and return how many characters it holds."""
    folder.mkdir()
    chance = random.Random(6)  # noqa: S311  the same archive in every run
    models = [text for path in sorted((CHECKOUT / "corpus").glob("*.md")) if (text := path.read_text("utf-8"))]
    letters = 0
    for number in range(documents):
        text = _NUMBER.sub(lambda _: str(chance.randrange(10, 999)), models[number % len(models)])
        text = _SIGN.sub(str(number + 1), text, count=1)
        letters += len(text)
        place = folder / f"{number % 50:02}"
        place.mkdir(exist_ok=True)
        (place / f"{number:06}.md").write_text(text, encoding="utf-8")
    return letters


def run(archive: Path, store: Path, workers: int) -> tuple[float, float]:
    """Return the seconds of a run, and the megabytes of its largest process."""
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(archive), "--store", str(store)]
    start = time.perf_counter()
    started = subprocess.Popen([*command, "--workers", str(workers)], cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    peak = 0
    while started.poll() is None:
        peak = max(peak, *(resident(process) for process in family(started.pid)), 0)
        time.sleep(0.2)
    if started.returncode:
        raise RuntimeError(f"dondoc batch ended with {started.returncode}")
    return time.perf_counter() - start, peak / 1e6


def family(process: int) -> list[int]:
    """Return a process and those that it started (Linux; elsewhere itself alone)."""
    found = [process]
    for one in found:
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in children.read_text().split()]
    return found


def resident(process: int) -> int:
    """Return the bytes that a process holds in memory, 0 when it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0

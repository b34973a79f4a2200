"""How a run goes on, on a screen: a bar with rate, time left and what was set aside; at its end a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from pipeline.report.extracted import visible

if TYPE_CHECKING:
    from pipeline.archive.batch import Counts
    from pipeline.store.rows import Failed

_SHOWN = 20  # documents set aside that the table names


@contextmanager
def progress(screen: TextIO) -> Iterator[Callable[[Counts, int], None]]:
    """Give what is told of counts while a run goes on; without a terminal nothing is shown."""
    if not screen.isatty():
        yield lambda _counts, _of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[aside]}"),
    )
    with Progress(*columns, console=Console(file=screen), transient=True) as bar:
        task = bar.add_task("", total=None, rate="", aside="")

        def told(counts: Counts, of: int) -> None:
            done = counts.read + counts.known + counts.aside
            speed = bar.tasks[0].speed
            rate = f"{speed:.1f} văn bản/s" if speed else ""
            aside = f"{counts.aside} bị gác lại" if counts.aside else ""
            bar.update(task, total=of, completed=done, rate=rate, aside=aside)

        yield told


def summary(counts: Counts, aside: Sequence[Failed]) -> bytes:
    """Return the table of what became of the files, and the documents that stand aside."""
    rows = [
        ("Tệp", counts.files),
        ("Đã đọc mới", counts.read),
        ("Không đổi, bỏ qua", counts.known),
        ("Bị gác lại lần này", counts.aside),
        ("Nhiệm vụ mới", counts.tasks),
        ("Cặp văn bản đã đối chiếu", counts.pairs),
    ]
    lines = [f"{name:<26}{count:>10}" for name, count in rows]
    if aside:
        lines += ["", f"Đang bị gác lại: {len(aside)} (dondoc batch … --retry-failed đọc lại)"]
        lines += [f"  {visible(one.error)}" for one in aside[:_SHOWN]]
        lines += [f"  … và {len(aside) - _SHOWN} văn bản khác"] if len(aside) > _SHOWN else []
    return ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace")

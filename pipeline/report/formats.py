"""Which formats are there, who writes each, and what does it need?"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.report.extracted import Extracted, View


class Writer(Protocol):
    """Turns extracted documents into a report, piece by piece."""

    def __call__(self, items: Iterable[Extracted], view: View, /) -> Iterator[bytes]:
        """Yield the report in UTF-8 (or, for xlsx, the workbook's bytes)."""
        ...


class Format(NamedTuple):
    """A format: what it is for, its module and function, whether a terminal can show it, what it needs."""

    about: str
    module: str
    function: str = "write"
    binary: bool = False
    needs: str | None = None  # a package, and the extra of dondoc that brings it
    extra: str | None = None


FORMATS = {
    "table": Format("the tasks on a screen, with the document's data above and the targets below", "terminal"),
    "json": Format("the records for programs; a list when there are several files", "records", "write_json"),
    "jsonl": Format("the records, one document a line", "records", "write_jsonl"),
    "csv": Format(
        "the tasks for any spreadsheet: ISO dates; a cell that it would compute begins with an apostrophe", "sheet"
    ),
    "xlsx": Format("tasks, targets and findings as a workbook to filter and print", "workbook", binary=True),
    "ics": Format("the tasks as a calendar: days as events, recurring by their rule", "calendar", "write_extracted"),
    "html": Format("a page with the tasks and the marked-up text", "page", needs="spacy", extra="nlp"),
    "text": Format("the text that spans count in, nothing added", "text"),
}
LATER = ("docx",)  # named by the contract, not there yet
_SUFFIXES = ("json", "jsonl", "csv", "xlsx", "html", "ics", *LATER)


def for_file(name: str | None) -> str:
    """Return the format that a file's ending asks for, `table` when it asks for none (no ending, or .txt).

    Raise `UsageError` for an ending that stands for something else, such as .pdf.
    """
    ending = Path(name).suffix.lower().removeprefix(".") if name else ""
    if ending in _SUFFIXES:
        return ending
    if ending not in {"", "txt"}:
        raise UsageError(f"-o {name}: no format has the ending .{ending}; name one with --format")
    return "table"


def format_named(name: str) -> Format:
    """Return a format; raise `UsageError` when there is none of that name or its package is missing."""
    if name in LATER:
        raise UsageError(f"--format {name} is not there yet; choose one of {', '.join(FORMATS)}")
    if name not in FORMATS:
        raise UsageError(f"no format named {name!r}; choose one of {', '.join(FORMATS)}")
    chosen = FORMATS[name]
    if chosen.needs and find_spec(chosen.needs) is None:
        remedy = f'pip install "dondoc[{chosen.extra}]"'
        raise UsageError(f"--format {name} needs the package {chosen.needs}, which is not installed: {remedy}")
    return chosen


def writer(name: str) -> Writer:
    """Return the function that writes a format; its packages are imported only now."""
    chosen = format_named(name)
    return cast("Writer", getattr(import_module(f"pipeline.report.{chosen.module}"), chosen.function))

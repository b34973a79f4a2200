"""The gold: what a careful reader found in a document, as `gold/README.md` describes the files."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.documents import Comparator, DeadlineKind, Value
from pipeline.errors import UsageError

Form = Literal["table", "list", "prose"]
FORMS: tuple[Form, ...] = ("table", "list", "prose")
Kind = Literal["table", "list", "prose", "press", "scan"]
TEXT_SUFFIXES = frozenset({".txt", ".md", ".html"})

_IN_TABLE = re.compile(r"\|\s*\Z|\t *\Z")  # a cell begins after a pipe, or after a tab where a table was flattened
_MARKER = re.compile(r"[\s*_#>]*(?:[-+*•–]\s|\(?(?:\d+(?:\.\d+)*|[a-zđ]|[IVXL]+)[.)]|Thứ \w+,)")


class GoldDeadline(Value):
    """A deadline as the reader took it; `also` holds readings that are equally right."""

    text: str
    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    recurrence: str | None = None
    also: tuple[GoldDeadline, ...] = ()


class GoldTask(Value):
    """A task; `None` for a list of bodies means that the reader did not look for them here.

    `start` and `end` are null where the source text has no settled coordinates (HTML).
    """

    action: str
    start: int | None = None
    end: int | None = None
    ordinal: str | None = None
    section: str | None = None
    group: str | None = None
    leads: tuple[str, ...] | None = None
    partners: tuple[str, ...] | None = None
    supervisors: tuple[str, ...] | None = None
    deadline: GoldDeadline | None = None
    product: str | None = None


class GoldTarget(Value):
    """A target; null value and comparator for a wish without a number."""

    text: str
    start: int | None = None
    end: int | None = None
    ordinal: str | None = None
    section: str | None = None
    comparator: Comparator | None = None
    value: float | None = None
    unit: str | None = None
    by: str | None = None


class GoldDocument(BaseModel):
    """The document's own data: a field that is absent was not looked for, a null one is not in the document."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    signer: str | None = None
    implements: tuple[str, ...] | None = None
    genre: str | None = None


class Gold(BaseModel):
    """One gold file: its name without suffix, the checksum of what is scored, and the records."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = ""
    digest: str = ""
    source: str
    document: GoldDocument = Field(default_factory=GoldDocument)
    tasks: tuple[GoldTask, ...] = ()
    targets: tuple[GoldTarget, ...] = ()

    def looked_for(self, field: str) -> bool:
        """Return whether any task has the field: then a task without it has none of it."""
        return any(field in task.model_fields_set for task in self.tasks)


def load(folder: Path) -> tuple[Gold, ...]:
    """Return the gold of every `*.json` in a folder that has a `source`, by name.

    Raises:
        UsageError: no such folder, no gold in it, or a file that is not gold as described.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder; --gold takes the folder of the gold files")
    found = tuple(gold for path in sorted(folder.glob("*.json")) if (gold := read(path)))
    if not found:
        raise UsageError(f"{folder}: holds no gold (*.json with a 'source'); see gold/README.md")
    return found


def read(path: Path) -> Gold | None:
    """Return the gold of one file; None for JSON that is something else (it names no source).

    Raises:
        UsageError: the file is not JSON, or a record has a field that gold does not know.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise UsageError(f"{path}: not readable as JSON ({error}); mend or move the file") from None
    if not isinstance(raw, dict) or "source" not in raw:
        return None
    try:
        return Gold.model_validate({**raw, "name": path.stem, "digest": _digest(raw)})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UsageError(f"{path}: {place}: {first['msg']}; see gold/README.md for the fields") from None


def _digest(raw: dict[str, object]) -> str:
    """Return a checksum of what is scored; notes may change without making earlier scores void."""
    scored = {key: raw.get(key) for key in ("document", "tasks", "targets")}
    return f"{zlib.crc32(json.dumps(scored, sort_keys=True).encode()):08x}"


def find_folder(gold: Gold, folders: Sequence[Path]) -> Path | None:
    """Return the first folder that has the document which the gold describes."""
    return next((folder for folder in folders if (folder / gold.source).is_file()), None)


def forms(gold: Gold, text: str) -> tuple[Form | None, ...]:
    """Return how the document puts each gold task: in a table, as a list item, in prose; None without a place.

    Read from what stands before the task in the source, so that it does not hang on what the program found.
    """
    found: list[Form | None] = [None] * len(gold.tasks)
    after = 0
    for start, end, index in sorted((task.start or 0, task.end or 0, at) for at, task in enumerate(gold.tasks)):
        if text and end > start:
            found[index] = _form(text, after, start)
        after = end
    return tuple(found)


def _form(text: str, after: int, start: int) -> Form:
    """Return the form of a task that starts here; the task before it ended at `after`."""
    if _IN_TABLE.search(text[max(0, start - 200) : start]):
        return "table"
    line = text.rfind("\n", 0, start) + 1
    paragraph = max(after, text.rfind("\n\n", 0, start))
    lines = [text[line:start] + " x", *text[paragraph:start].split("\n")]
    return "list" if any(_MARKER.match(one) for one in lines) else "prose"


def kind(gold: Gold, folder: str, task_forms: Sequence[Form]) -> Kind:
    """Return the kind of document: scan or press article by where it comes from, else the commonest form of task."""
    if folder == "scans":
        return "scan"
    if (gold.document.genre or "").startswith("article"):
        return "press"
    return max(reversed(FORMS), key=task_forms.count)  # prose where there is no task

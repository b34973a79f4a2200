"""Which gaps has somebody signed off? A small YAML file names them: the task, who, why, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.cover.model import Coverage, Justification, Verdict
from pipeline.cover.sentences import sentence
from pipeline.documents import Value
from pipeline.errors import UsageError
from pipeline.folding import compact

_GAPS = frozenset({"missing", "partial", "undecidable"})
_LARGEST = 1_000_000  # bytes


class Declared(Value):
    """One entry of the file: the task by its ordinal or id and by the words its action begins with."""

    task: str
    begins: str
    who: str
    why: str
    until: date | None = None


def read(path: Path) -> tuple[Declared, ...]:
    """Return the entries of a file `justified: [{task, begins, who, why, until}, …]`; raise `UsageError` otherwise."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: larger than {_LARGEST:,} bytes; this is no list of declared gaps")
        loaded: Any = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506  every scalar stays text
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: is no YAML ({' '.join(str(error).split())[:120]})") from error
    listed = loaded.get("justified") if isinstance(loaded, dict) else None
    if not isinstance(listed, list):
        raise UsageError(f"{path}: has no list 'justified'; see README, cover")
    found = []
    for number, one in enumerate(listed, 1):
        try:
            found.append(Declared.model_validate(one))
        except ValidationError as error:
            fault = error.errors()[0]
            where = ".".join(str(part) for part in fault["loc"]) or "the entry"
            raise UsageError(f"{path}, entry {number}: {where}: {fault['msg'].lower()}; see README, cover") from error
    return tuple(found)


def mark(found: Coverage, declared: Sequence[Declared], on: date) -> Coverage:
    """Return the comparison with its declared gaps marked; entries that fit none or are over on a day become notes."""
    verdicts = list(found.verdicts)
    notes = list(found.notes)
    for one in declared:
        place = next((at for at, verdict in enumerate(verdicts) if _names(one, verdict)), None)
        key = "unknown" if place is None else "over" if one.until and one.until < on else None
        if key is None and place is not None and verdicts[place].status not in _GAPS:
            key = "no_gap"
        if key or place is None:
            until = one.until.strftime("%d/%m/%Y") if one.until else ""
            notes.append(sentence("justified", key or "unknown", task=one.task, begins=one.begins, until=until))
            continue
        signed = Justification(who=one.who, why=one.why, until=one.until.isoformat() if one.until else None)
        verdicts[place] = verdicts[place].model_copy(update={"justified": signed})
    return found.model_copy(update={"verdicts": tuple(verdicts), "notes": tuple(notes)})


def _names(declared: Declared, verdict: Verdict) -> bool:
    """Return whether an entry means a task: both its name and its wording fit, so that a new draft moves no excuse."""
    task = verdict.parent_task
    begins = compact(declared.begins)
    return declared.task in (task.id, task.ordinal) and bool(begins) and compact(task.action).startswith(begins)

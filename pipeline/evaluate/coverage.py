"""`dondoc evaluate --coverage`: the verdicts on pairs of documents against those that people gave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from pydantic import BaseModel, ValidationError

from pipeline.cover import Coverage, Document, cover
from pipeline.errors import UsageError
from pipeline.evaluate import gold as golds
from pipeline.evaluate.likeness import Piece, Ruler
from pipeline.evaluate.pairing import pair

STATUSES = ("covered", "partial", "missing", "out_of_remit", "undecidable")


class GoldJudgement(BaseModel):
    """What a person says of one task of the parent: its index in the parent's gold, the status, others as good."""

    parent_task: int
    status: str
    also_accepted: tuple[str, ...] = ()
    child_tasks: tuple[int, ...] = ()


class GoldCoverage(BaseModel):
    """A pair of gold files, by name, with the judgements."""

    parent: str
    child: str
    judgements: tuple[GoldJudgement, ...]


class Judged(NamedTuple):
    """A judgement beside the program's: `found` is None where the program missed the task."""

    pair: str
    task: int
    quote: str
    accepted: tuple[str, ...]
    found: str | None
    why: str


def run(gold: Path, documents: Sequence[Path], *, errors: bool, out: TextIO) -> int:
    """Print how the verdicts compare with those in `gold/coverage`; raise `UsageError` when there are none."""
    files = sorted((gold / "coverage").glob("*.json"))
    if not files:
        raise UsageError(f"{gold}/coverage: holds no judgements; they are JSON files, one for a pair of documents")
    by_name = {one.name: one for one in golds.load(gold)}
    found = [one for path in files for one in judged(path, by_name, documents)]
    lines = [_line(one) for one in found if one.found not in one.accepted] if errors else []
    out.write("\n".join([*lines, *_table(found)]) + "\n")
    return 0


def judged(path: Path, by_name: dict[str, golds.Gold], documents: Sequence[Path]) -> Iterator[Judged]:
    """Yield each judgement of a file beside the program's; `by_name` are the gold files that it can name."""
    try:
        read = GoldCoverage.model_validate_json(path.read_bytes())
    except (ValidationError, json.JSONDecodeError) as error:
        raise UsageError(f"{path}: is no file of judgements ({str(error).splitlines()[0]})") from error
    if read.parent not in by_name or read.child not in by_name:
        raise UsageError(f"{path}: names the gold {read.parent} and {read.child}, which do not both stand beside it")
    parent, child = (_document(by_name[name], documents) for name in (read.parent, read.child))
    found = cover(parent, child)
    statuses = _by_gold(by_name[read.parent], parent, found)
    for one in read.judgements:
        status, why = statuses.get(one.parent_task, (None, "the task was not found"))
        quote = by_name[read.parent].tasks[one.parent_task].action
        yield Judged(path.stem, one.parent_task, quote, (one.status, *one.also_accepted), status, why)


def _document(gold: golds.Gold, folders: Sequence[Path]) -> Document:
    from pipeline.run import extract, read_source

    folder = golds.find_folder(gold, folders)
    if folder is None:
        raise UsageError(f"{gold.name}: its document {gold.source} is under none of --documents")
    source = read_source(folder / gold.source)
    return Document(source, extract(source))


def _by_gold(gold: golds.Gold, parent: Document, found: Coverage) -> dict[int, tuple[str, str]]:
    """Return the status and sentence of each gold task of the parent that the program found."""
    ruler = Ruler(None)

    def piece(wording: str) -> Piece:
        return ruler.piece(wording, None, None)

    pairs = pair([piece(one.action) for one in gold.tasks], [piece(one.action) for one in parent.plan.tasks])
    return {one.gold: (found.verdicts[one.found].status, found.verdicts[one.found].why) for one in pairs}


def _line(one: Judged) -> str:
    quote = " ".join(one.quote.split())[:80]
    return f'{one.pair} {one.task}  expected {" or ".join(one.accepted)}, found {one.found or "no task"}  "{quote}"'


def _table(judged: Sequence[Judged]) -> Iterator[str]:
    right = sum(one.found in one.accepted for one in judged)
    missing = [one for one in judged if one.accepted == ("missing",)]
    said = [one for one in judged if one.found == "missing"]
    covered = [one for one in judged if one.found == "covered"]
    false = sum("covered" not in one.accepted for one in covered)
    yield f"pairs {len({one.pair for one in judged})}, judgements {len(judged)}"
    yield f"status accuracy      {_share(right, len(judged))}"
    yield f"missing recall       {_share(sum(one.found == 'missing' for one in missing), len(missing))}"
    yield f"missing precision    {_share(sum('missing' in one.accepted for one in said), len(said))}"
    of_called = _share(false, len(covered))
    yield f"falsely covered      {_share(false, len(judged))} of all, {of_called} of those called covered"
    yield ""
    yield "expected \\ found  " + "".join(f"{status:>14}" for status in (*STATUSES, "no task"))
    counts = Counter((one.accepted[0], one.found or "no task") for one in judged)
    for status in STATUSES:
        yield f"{status:<18}" + "".join(f"{counts[status, other]:>14}" for other in (*STATUSES, "no task"))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"

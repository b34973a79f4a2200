"""`dondoc evaluate --coverage`: the verdicts on pairs of documents against those that people gave."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from pydantic import BaseModel, ValidationError

from pipeline.cover import Coverage, Document, cover
from pipeline.cover.limits import Limits, fitted
from pipeline.errors import UsageError
from pipeline.evaluate import gold as golds
from pipeline.evaluate.likeness import Piece, Ruler
from pipeline.evaluate.pairing import pair

_FOUND = frozenset({"covered", "partial"})
STATUSES = ("covered", "partial", "missing", "out_of_remit", "undecidable")


class GoldJudgement(BaseModel):
    """What a person says of one task of the parent: its index in the parent's gold, the status, others as good."""

    parent_task: int
    status: str
    also_accepted: tuple[str, ...] = ()
    child_tasks: tuple[int, ...] = ()
    defects: tuple[str, ...] | None = None  # all of them; None where nobody looked for them


class GoldCoverage(BaseModel):
    """A pair of gold files, by name, with the judgements."""

    parent: str
    child: str
    judgements: tuple[GoldJudgement, ...]


class Judged(NamedTuple):
    """A judgement beside the program's: `found` is None where the program missed the task.

    Links are the child's tasks by their index in its gold; `defects` is None where nobody looked for them.
    """

    pair: str
    task: int
    quote: str
    accepted: tuple[str, ...]
    found: str | None
    why: str
    links: frozenset[int] = frozenset()
    found_links: frozenset[int] = frozenset()
    defects: frozenset[str] | None = None
    found_defects: frozenset[str] = frozenset()


def run(gold: Path, documents: Sequence[Path], *, errors: bool, out: TextIO) -> int:
    """Print how the verdicts compare with those in `gold/coverage`; raise `UsageError` when there are none."""
    files = sorted((gold / "coverage").glob("*.json"))
    if not files:
        raise UsageError(f"{gold}/coverage: holds no judgements; they are JSON files, one for a pair of documents")
    by_name = {one.name: one for one in golds.load(gold)}
    found = [one for path in files for one in judged(path, by_name, documents)]
    lines = [line for one in found for line in _lines(one)] if errors else []
    out.write("\n".join([*lines, *_table(found)]) + "\n")
    return 0


def judged(path: Path, by_name: dict[str, golds.Gold], documents: Sequence[Path]) -> Iterator[Judged]:
    """Yield each judgement of a file beside the program's; `by_name` are the gold files that it can name."""
    return iter(reader(path, by_name, documents)(fitted()))


def reader(path: Path, by_name: dict[str, golds.Gold], documents: Sequence[Path]) -> Callable[[Limits], list[Judged]]:
    """Return what compares the pair of a file under some limits; its documents are read once."""
    try:
        read = GoldCoverage.model_validate_json(path.read_bytes())
    except (ValidationError, json.JSONDecodeError) as error:
        raise UsageError(f"{path}: is no file of judgements ({str(error).splitlines()[0]})") from error
    if read.parent not in by_name or read.child not in by_name:
        raise UsageError(f"{path}: names the gold {read.parent} and {read.child}, which do not both stand beside it")
    parent, child = (_document(by_name[name], documents) for name in (read.parent, read.child))
    return lambda limits: list(_beside(path, read, by_name, (parent, child), cover(parent, child, limits)))


def _beside(
    path: Path,
    read: GoldCoverage,
    by_name: dict[str, golds.Gold],
    pair_of_documents: tuple[Document, Document],
    found: Coverage,
) -> Iterator[Judged]:
    parent, child = pair_of_documents
    verdicts = {gold: found.verdicts[place] for gold, place in _places(by_name[read.parent], parent)}
    children = {child.plan.tasks[place].id: gold for gold, place in _places(by_name[read.child], child)}
    for one in read.judgements:
        verdict = verdicts.get(one.parent_task)
        linked = verdict.child_tasks if verdict else ()
        yield Judged(
            pair=path.stem,
            task=one.parent_task,
            quote=by_name[read.parent].tasks[one.parent_task].action,
            accepted=(one.status, *one.also_accepted),
            found=verdict.status if verdict else None,
            why=verdict.why if verdict else "the task was not found",
            links=frozenset(one.child_tasks),
            # -1: a task of the child that gold does not have
            found_links=frozenset(children.get(link.id, -1) for link in linked),
            defects=_looked_for(one, verdict.status if verdict else None),
            found_defects=frozenset(verdict.defects if verdict else ()),
        )


def _document(gold: golds.Gold, folders: Sequence[Path]) -> Document:
    from pipeline.run import extract, read_source

    folder = golds.find_folder(gold, folders)
    if folder is None:
        raise UsageError(f"{gold.name}: its document {gold.source} is under none of --documents")
    source = read_source(folder / gold.source)
    return Document(source, extract(source))


def _looked_for(one: GoldJudgement, found: str | None) -> frozenset[str] | None:
    """Return the defects to be found; None where nobody looked, or what was found is as right and can have none."""
    if one.defects is None or one.status not in _FOUND or (found not in _FOUND and found in one.also_accepted):
        return None
    return frozenset(one.defects)


def _places(gold: golds.Gold, document: Document) -> Iterator[tuple[int, int]]:
    """Yield the index of each task that gold and the program have, in gold and in the program's list."""
    ruler = Ruler(None)

    def piece(wording: str) -> Piece:
        return ruler.piece(wording, None, None)

    pairs = pair([piece(one.action) for one in gold.tasks], [piece(one.action) for one in document.plan.tasks])
    return ((one.gold, one.found) for one in pairs)


def _lines(one: Judged) -> Iterator[str]:
    """Yield what is wrong with a verdict."""
    quote = " ".join(one.quote.split())[:80]
    place = f"{one.pair} {one.task}"
    if one.found not in one.accepted:
        yield f'{place}  expected {" or ".join(one.accepted)}, found {one.found or "no task"}  "{quote}"'
    if one.defects is not None and one.defects != one.found_defects and one.found in _FOUND:
        told = [", ".join(sorted(some)) or "none" for some in (one.defects, one.found_defects)]
        yield f'{place}  expected defects {told[0]}, found {told[1]}  "{quote}"'


def _table(judged: Sequence[Judged]) -> Iterator[str]:
    right = sum(one.found in one.accepted for one in judged)
    missing = [one for one in judged if one.accepted[0] == "missing"]
    said = [one for one in judged if one.found == "missing"]
    covered = [one for one in judged if one.found == "covered"]
    false = sum("covered" not in one.accepted for one in covered)
    yield f"pairs {len({one.pair for one in judged})}, judgements {len(judged)}"
    yield f"status accuracy      {_share(right, len(judged))}"
    yield f"missing recall       {_share(sum(one.found in one.accepted for one in missing), len(missing))}"
    yield f"missing precision    {_share(sum('missing' in one.accepted for one in said), len(said))}"
    of_called = _share(false, len(covered))
    yield f"falsely covered      {_share(false, len(judged))} of all, {of_called} of those called covered"
    yield f"links F1             {_f1([(one.links, one.found_links) for one in judged])}"
    rated = [(one.defects, one.found_defects) for one in judged if one.defects is not None]
    yield f"defects F1           {_f1(rated)} over {len(rated)} judgements"
    yield ""
    yield "expected \\ found  " + "".join(f"{status:>14}" for status in (*STATUSES, "no task"))
    counts = Counter((one.accepted[0], one.found or "no task") for one in judged)
    for status in STATUSES:
        yield f"{status:<18}" + "".join(f"{counts[status, other]:>14}" for other in (*STATUSES, "no task"))


def _f1(both: Iterable[tuple[frozenset[int] | frozenset[str], frozenset[int] | frozenset[str]]]) -> str:
    """Return F1, precision and recall of what was found (second) against what stands in gold (first)."""
    pairs = list(both)
    right = sum(len(gold & found) for gold, found in pairs)
    wanted, found = sum(len(gold) for gold, _ in pairs), sum(len(found) for _, found in pairs)
    if not wanted + found:
        return "–"
    told = f"precision {_share(right, found)}, recall {_share(right, wanted)}"
    return f"{2 * right / (wanted + found):.3f}, {told}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "–"

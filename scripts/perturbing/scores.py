"""What the program reads in perturbed copies, beside what it reads in the documents themselves."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from perturbing.copies import Copy
from pipeline.evaluate import DocumentScore, score
from pipeline.evaluate import gold as golds
from pipeline.evaluate.counting import KEPT
from pipeline.evaluate.fields import LOOSE
from pipeline.evaluate.likeness import wording_likeness
from pipeline.evaluate.misses import miss_lines
from pipeline.evaluate.outcomes import Outcome
from pipeline.evaluate.totals import total
from pipeline.run import extract, read_source

POINT = 0.01  # what a sum may lose


def scored(copies: Sequence[Copy]) -> list[DocumentScore]:
    """Return the scores of copies, each written into a temporary folder and read from there."""
    found = []
    with tempfile.TemporaryDirectory(prefix="dondoc-perturb-") as name:
        folder = Path(name)
        (folder / "gold").mkdir()
        (folder / "documents").mkdir()
        for one in copies:
            one.save(folder / "gold", folder / "documents")
            gold = golds.read(folder / "gold" / f"{one.name}.json")
            assert gold is not None  # noqa: S101  save wrote it
            source = read_source(folder / "documents" / one.folder / gold.source)
            found.append(score(extract(source), gold, source.text, folder=one.folder))
    return found


def sums(scores: Sequence[DocumentScore]) -> dict[str, float]:
    """Return the sum of each kept measure that says anything about the documents."""
    found = {measure: total(scores, measure).f1 for measure in KEPT}
    return {measure: value for measure, value in found.items() if value is not None}


def fallen(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """Return how far each measure fell that fell by more than a point."""
    return {name: before[name] - after.get(name, 0) for name in before if before[name] - after.get(name, 0) > POINT}


def losses(before: DocumentScore, after: DocumentScore) -> Iterator[str]:
    """Yield what is wrong in a copy and was right in its document, as `dondoc evaluate --errors` lists misses."""
    known = [before.plan.tasks[index].action for index in before.outcomes.extra_tasks]
    outcomes = after.outcomes._replace(
        tasks=tuple(_new(before.outcomes.tasks, after.outcomes.tasks)),
        targets=tuple(_new(before.outcomes.targets, after.outcomes.targets)),
        header={name: right for name, right in after.outcomes.header.items() if before.outcomes.header.get(name)},
        extra_tasks=tuple(
            index
            for index in after.outcomes.extra_tasks
            if all(wording_likeness(after.plan.tasks[index].action, action) < LOOSE for action in known)
        ),
        extra_targets=after.outcomes.extra_targets[len(before.outcomes.extra_targets) :],
    )
    return miss_lines(after._replace(outcomes=outcomes))


def _new(before: Sequence[Outcome], after: Sequence[Outcome]) -> Iterator[Outcome]:
    """Yield the outcomes with what was wrong before left unjudged."""
    for old, new in zip(before, after, strict=True):
        if old.found is not None:
            kept = {name: None if old.right.get(name) is False else right for name, right in new.right.items()}
            yield new._replace(right=kept)

"""`dondoc evaluate`: score the plans of a folder of documents against their gold, and print what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from pipeline.confidence import is_fitted_on
from pipeline.documents import Plan
from pipeline.errors import UsageError
from pipeline.evaluate import gold as golds
from pipeline.evaluate import history
from pipeline.evaluate.misses import miss_lines
from pipeline.evaluate.printing import change_lines, documents_table, move_lines, totals_table
from pipeline.evaluate.reliability import rated, reliability_table
from pipeline.evaluate.scoring import DocumentScore, score

Extract = Callable[[Path], tuple[str, Plan]]
"""What reads a document: its source text, and the plan found in it."""


def run(  # noqa: PLR0913  one argument for each flag of the command
    gold: Path,
    documents: Sequence[Path],
    against: Path | None = None,
    *,
    save: Path | None = None,
    only: Sequence[str] = (),
    errors: bool = False,
    extract: Extract | None = None,
    out: TextIO,
) -> int:
    """Print how well the program reads the documents that gold describes.

    Args:
        gold: the folder of the gold files.
        documents: the folders of the documents; text documents alone are scored (.txt, .md, .html).
        against: earlier scores; gains and losses are printed, each with document and quote.
        save: where to keep the scores; documents of other folders that stand there are kept.
        only: names of gold files (without suffix), to leave the others out.
        errors: list every miss with what was expected and what was found, before the tables.
        extract: reads a document; the program's own way when not given.
        out: where to print.

    Returns:
        1 if the sum of a measure that is kept fell against the earlier scores, else 0.

    Raises:
        UsageError: a folder or file is not as described, or no gold has its document.
    """
    earlier = history.load(against) if against else None
    scores, left_out = _score_all(_chosen(golds.load(gold), only), documents, extract or _extract)
    if not scores:
        raise UsageError(f"{gold}: none of its documents stands under --documents; name the folder that holds them")
    lines = [line for one in scores for line in miss_lines(one)] if errors else []
    lines += [*documents_table(scores), "", *totals_table(scores), *_reliability(scores), *left_out]
    fell = False
    if earlier:
        compared = history.comparable(earlier, scores)
        moves = history.moves(compared)
        fell = any(one.fell for one in moves)
        lines += ["", *_comparison(compared, scores, moves, str(against))]
    if save:
        history.save(save, scores, partial=bool(only))
    out.write("\n".join(lines) + "\n")
    return int(fell)


def _extract(path: Path) -> tuple[str, Plan]:
    """Return the source text and the plan as the program finds it."""
    from pipeline.run import extract, read_source  # the whole program: not needed where tests bring their own plans

    source = read_source(path)
    return source.text, extract(source)


def _chosen(all_gold: Sequence[golds.Gold], only: Sequence[str]) -> list[golds.Gold]:
    names = [one.name for one in all_gold]
    if unknown := [name for name in only if name not in names]:
        raise UsageError(f"--only {unknown[0]}: no such gold; there are {', '.join(names)}")
    return [one for one in all_gold if not only or one.name in only]


def _score_all(
    chosen: Sequence[golds.Gold], folders: Sequence[Path], extract: Extract
) -> tuple[list[DocumentScore], list[str]]:
    """Return the scores in the order of the folders, and a line for each gold that was left out."""
    scores, left_out = [], []
    for one in chosen:
        folder = golds.find_folder(one, folders)
        if folder is None:
            left_out.append(f"left out: {one.name}, its document {one.source} is under none of --documents")
        elif Path(one.source).suffix.lower() not in golds.TEXT_SUFFIXES:
            left_out.append(f"left out: {one.name}, {one.source} is no text document")
        else:
            text, plan = extract(folder / one.source)
            scores.append(score(plan, one, text, folder=folder.resolve().name))
    order = [folder.resolve().name for folder in folders]
    return sorted(scores, key=lambda one: (order.index(one.folder), one.name)), left_out


def _reliability(scores: Sequence[DocumentScore]) -> list[str]:
    """Return the reliability table, and how many of the documents its probabilities were fitted on."""
    table = list(reliability_table(rated(scores)))
    if not table:
        return []
    known = sum(is_fitted_on(one.plan) for one in scores)
    title = "confidence against gold: said, right, of how many"
    return ["", f"{title} (fitted on {known} of these {len(scores)} documents)", *table]


def _comparison(
    compared: Sequence[tuple[history.SavedDocument, DocumentScore]],
    scores: Sequence[DocumentScore],
    moves: Sequence[history.Move],
    name: str,
) -> list[str]:
    """Return the gains and losses by document, and the sums that moved."""
    lines = [f"against {name}: {len(compared)} of {len(scores)} documents compared"]
    known = {new.name for _, new in compared}
    lines += [f"  {one.name}: not compared, new or its gold changed" for one in scores if one.name not in known]
    before = len(lines)
    for old, new in compared:
        lines += change_lines(new.name, history.changes(old, new))
    if len(lines) == before and not moves:
        return [*lines, "  no gains, no losses"]
    return [*lines, *move_lines(moves)]

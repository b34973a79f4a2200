"""The tables that `dondoc evaluate` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.evaluate.counting import MEASURES, Count
from pipeline.evaluate.history import Change, Move
from pipeline.evaluate.scoring import DocumentScore
from pipeline.evaluate.totals import draws, interval, total

_COLUMNS = {  # measure → heading in the table by document
    "tasks": "tasks",
    "bounds": "tight",
    "leads": "leads",
    "partners": "partn.",
    "ids": "ids",
    "deadlines": "deadl.",
    "product": "product",
    "all_four": "all 4",
    "targets": "targets",
    "header": "header",
    "implements": "impl.",
}
_KINDS = ("table", "list", "prose", "press", "scan")


def documents_table(scores: Sequence[DocumentScore]) -> Iterator[str]:
    """Yield the table by document, grouped by folder, with sums by folder, by kind and over all."""
    width = max(len("document"), *(len(one.name) for one in scores))
    yield _row(width, "document", "kind", ["gold", "found", *_COLUMNS.values()])
    folders = list(dict.fromkeys(one.folder for one in scores))
    for folder in folders:
        inside = [one for one in scores if one.folder == folder]
        yield ""
        for one in inside:
            yield _sum_row(width, one.name, one.kind, [one])
        yield _sum_row(width, f"= {folder}/", f"{len(inside)} docs", inside)
    yield ""
    for kind in _KINDS:
        if inside := [one for one in scores if one.kind == kind]:
            yield _sum_row(width, f"= kind: {kind}", f"{len(inside)} docs", inside)
    yield _sum_row(width, "= all", f"{len(scores)} docs", scores)


def _sum_row(width: int, name: str, kind: str, scores: Sequence[DocumentScore]) -> str:
    tasks = total(scores, "tasks")
    cells = [_number(total(scores, measure).f1) for measure in _COLUMNS]
    return _row(width, name, kind, [str(tasks.expected), str(tasks.found), *cells])


def _row(width: int, name: str, kind: str, cells: Sequence[str]) -> str:
    return f"{name:<{width}}  {kind:<7}" + "".join(f"  {cell:>7}" for cell in cells)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def totals_table(scores: Sequence[DocumentScore]) -> Iterator[str]:
    """Yield every measure in sum: F1 or share, its interval over documents, precision, recall, counts, meaning."""
    samples = draws(len(scores))
    width = max(len(measure.title) for measure in MEASURES.values())
    yield f"{'in sum':<{width}}  F1/share  95% interval     prec.   recall  right/found/expected  definition"
    for name, measure in MEASURES.items():
        one = total(scores, name)
        if one.f1 is None:
            continue
        bounds = interval(scores, name, samples)
        shown = f"{bounds[0]:.3f}–{bounds[1]:.3f}" if bounds else "–"
        yield (
            f"{measure.title:<{width}}  {_number(one.f1):>8}  {shown:^13}  {_number(one.precision):>7}  "
            f"{_number(one.recall):>7}  {_counts(one):>20}  {measure.about}"
        )


def _counts(one: Count) -> str:
    if one.found == one.expected:
        return f"{one.right}/{one.found}"
    return f"{one.right}/{one.found}/{one.expected}"


def change_lines(name: str, changes: Sequence[Change]) -> Iterator[str]:
    """Yield a document's gains (+) and losses (-), each with its place and quote; nothing when there are none."""
    if not changes:
        return
    gains = sum(one.gain for one in changes)
    yield f"{name}: {gains} gained, {len(changes) - gains} lost"
    for one in changes:
        yield f"  {'+' if one.gain else '-'} {one.what:<12}  {one.place:<18}  {one.quote}"


def move_lines(moves: Sequence[Move]) -> Iterator[str]:
    """Yield the sums that moved, with both values."""
    for one in moves:
        yield f"  {'FELL' if one.fell else 'rose'}  {one.measure:<20} {one.before:.4f} → {one.after:.4f}"

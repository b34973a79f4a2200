"""Earlier scores: how they are kept, and what a new run gains and loses against them.

`gold/scores.json` holds numbers only. Tasks are known by document and position, so no text of a document
that is not ours stands in it; quotes are taken from the document when gains and losses are printed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.documents import Target, Task
from pipeline.errors import UsageError
from pipeline.evaluate.counting import KEPT, Count, add
from pipeline.evaluate.gold import Kind
from pipeline.evaluate.outcomes import HEADER_FIELDS, TARGET_FIELDS, TASK_FIELDS, Outcome, Verdicts
from pipeline.evaluate.places import place, quote
from pipeline.evaluate.scoring import DocumentScore

_ABOUT = (
    "Written by `dondoc evaluate --save`; do not edit. counts: right/found/expected. tasks and targets: a word for "
    f"each gold record in its order, a letter for each field that is right ({', '.join(TASK_FIELDS)}; "
    f"{', '.join(TARGET_FIELDS)}), - wrong, . not judged. extra: where the found records start that answer nothing."
)
_IN_A_ROW = 10  # words in a line, so that a change shows where it is


class SavedDocument(BaseModel):
    """One document's scores as kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: str
    kind: Kind
    gold: str
    counts: dict[str, str]
    header: str
    tasks: tuple[str, ...]
    extra_tasks: tuple[int, ...]
    targets: tuple[str, ...]
    extra_targets: tuple[int, ...]

    def count(self, measure: str) -> Count:
        """Return a measure's count; an empty one where nothing was counted."""
        return Count(*map(int, self.counts.get(measure, "0/0/0").split("/")))


class Saved(BaseModel):
    """The scores of all documents as kept, and the sums by folder for people to read."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["dondoc-scores/1"] = Field(default="dondoc-scores/1", alias="schema")
    about: str = _ABOUT
    totals: dict[str, dict[str, float]] = {}
    documents: dict[str, SavedDocument] = {}


class Change(NamedTuple):
    """Something that became right (a gain) or wrong, where it stands, and its words."""

    gain: bool
    what: str
    place: str
    quote: str


class Move(NamedTuple):
    """A measure whose sum over the compared documents moved."""

    measure: str
    before: float
    after: float

    @property
    def fell(self) -> bool:
        """Whether the sum fell."""
        return self.after < self.before


def load(path: Path) -> Saved:
    """Return earlier scores.

    Raises:
        UsageError: the file is absent or not one that --save wrote.
    """
    try:
        return Saved.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: not readable ({error.strerror}); write it first with --save {path}") from None
    except ValidationError:
        raise UsageError(f"{path}: not scores of this version; write them anew with --save {path}") from None


def save(path: Path, scores: Sequence[DocumentScore], *, partial: bool = False) -> None:
    """Write the scores; documents of other folders that the file holds are kept.

    Args:
        path: the file.
        scores: this run's scores.
        partial: the run was restricted to some documents, so the others of the same folders are kept too.
    """
    kept = load(path).documents if path.exists() else {}
    folders = {one.folder for one in scores}
    if not partial:
        kept = {name: one for name, one in kept.items() if one.folder not in folders}
    documents = dict(sorted({**kept, **{one.name: _saved(one) for one in scores}}.items()))
    saved = Saved(totals=_totals(documents), documents=documents)
    text = json.dumps(saved.model_dump(mode="json"), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _totals(documents: Mapping[str, SavedDocument]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for folder in sorted({one.folder for one in documents.values()}):
        inside = [one for one in documents.values() if one.folder == folder]
        sums = {measure: add(one.count(measure) for one in inside).f1 for measure in KEPT}
        found[folder] = {measure: round(value, 4) for measure, value in sums.items() if value is not None}
    return found


def _saved(score: DocumentScore) -> SavedDocument:
    tasks, targets = score.plan.tasks, score.plan.targets
    return SavedDocument(
        folder=score.folder,
        kind=score.kind,
        gold=score.gold.digest,
        counts={
            name: "/".join(map(str, one))
            for name, one in score.counts.items()
            if name in KEPT and (one.found or one.expected)
        },
        header=_word(score.outcomes.header, HEADER_FIELDS),
        tasks=_rows(_word(one.right, TASK_FIELDS) for one in score.outcomes.tasks),
        extra_tasks=tuple(tasks[index].span.start for index in score.outcomes.extra_tasks),
        targets=_rows(_word(one.right, TARGET_FIELDS) for one in score.outcomes.targets),
        extra_targets=tuple(targets[index].span.start for index in score.outcomes.extra_targets),
    )


def _word(right: Verdicts, names: Sequence[str]) -> str:
    """Return a letter for each field: its own if right, - if wrong, . if not judged."""
    verdicts = ((name, right.get(name)) for name in names)
    return "".join("." if verdict is None else name[0] if verdict else "-" for name, verdict in verdicts)


def _rows(words: Iterable[str]) -> tuple[str, ...]:
    found = list(words)
    return tuple(" ".join(found[at : at + _IN_A_ROW]) for at in range(0, len(found), _IN_A_ROW))


def comparable(saved: Saved, scores: Sequence[DocumentScore]) -> list[tuple[SavedDocument, DocumentScore]]:
    """Return the documents that both runs scored against the same gold."""
    both = [(saved.documents[one.name], one) for one in scores if one.name in saved.documents]
    return [(old, new) for old, new in both if old.gold == new.gold.digest]


def changes(old: SavedDocument, new: DocumentScore) -> list[Change]:
    """Return what became right and what became wrong in a document, in its order.

    Fields are compared where both runs found the task; a task found or lost says enough by itself.
    """
    found = _header_changes(old, new)
    for outcomes, words, names, records in (
        (new.outcomes.tasks, old.tasks, TASK_FIELDS, new.gold.tasks),
        (new.outcomes.targets, old.targets, TARGET_FIELDS, new.gold.targets),
    ):
        for outcome, before in zip(outcomes, " ".join(words).split(), strict=True):
            record = records[outcome.gold]
            where, words_of = place(new.text, record.start, record.ordinal), quote(_wording(record))
            found += [Change(gain, what, where, words_of) for what, gain in _flips(before, outcome, names)]
    return found + _extra_changes(old, new)


def _wording(record: object) -> str:
    return str(getattr(record, "action", "") or getattr(record, "text", ""))


def _flips(before: str, outcome: Outcome, names: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the fields whose verdict changed, and whether to right."""
    after = _word(outcome.right, names)
    if before[0] != after[0]:
        return [(names[0], after[0] != "-")]
    return [
        (name, after[at] != "-")
        for at, name in enumerate(names)
        if before[at] != after[at] and "-" in before[at] + after[at]
    ]


def _header_changes(old: SavedDocument, new: DocumentScore) -> list[Change]:
    after = _word(new.outcomes.header, HEADER_FIELDS)
    return [
        Change(now != "-", name, "header", quote(str(getattr(new.gold.document, name))))
        for name, then, now in zip(HEADER_FIELDS, old.header, after, strict=True)
        if then != now
    ]


def _extra_changes(old: SavedDocument, new: DocumentScore) -> list[Change]:
    found = []
    now: Sequence[Task | Target]
    for what, before, indices, now in (
        ("extra task", old.extra_tasks, new.outcomes.extra_tasks, new.plan.tasks),
        ("extra target", old.extra_targets, new.outcomes.extra_targets, new.plan.targets),
    ):
        starts = {now[index].span.start: _wording(now[index]) for index in indices}
        found += [
            Change(gain=False, what=what, place=place(new.text, start), quote=quote(words))
            for start, words in starts.items()
            if start not in before
        ]
        found += [
            Change(
                gain=True,
                what=f"{what} gone",
                place=place(new.text, start),
                quote=quote(new.text[start : start + 200]),
            )
            for start in before
            if start not in starts
        ]
    return found


def moves(pairs: Sequence[tuple[SavedDocument, DocumentScore]]) -> list[Move]:
    """Return the kept measures whose sum over the compared documents moved, with both values."""
    found = []
    for measure in KEPT:
        before = add(old.count(measure) for old, _ in pairs).f1
        after = add(new.counts[measure] for _, new in pairs).f1
        if before is not None and after is not None and before != after:
            found.append(Move(measure, before, after))
    return found

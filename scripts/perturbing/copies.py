"""A document with its gold, and edits that change the text and move the gold along."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from pipeline.evaluate import gold as golds
from pipeline.run import read_source

Record = dict[str, Any]
Rewrite = Callable[[str], str]
BODIES = ("leads", "partners", "supervisors")
_HEADER = ("number", "title", "issuer", "signer")
_CLUSTER = re.compile(r"[^\W\u0300-\u036f][\u0300-\u036f]+")


class Edit(NamedTuple):
    """Characters `start` to `end` (exclusive) of a text, and what takes their place."""

    start: int
    end: int
    words: str


class Copy(NamedTuple):
    """A document: its gold's name, its folder's name, file ending, text with LF line ends, and gold as in its file.

    `line_end` is what ends a line in the file that `save` writes.
    """

    name: str
    folder: str
    suffix: str
    text: str
    gold: Record
    line_end: str = "\n"

    @property
    def tasks(self) -> list[Record]:
        """The gold tasks."""
        found: list[Record] = self.gold["tasks"]
        return found

    @property
    def targets(self) -> list[Record]:
        """The gold targets."""
        found: list[Record] = self.gold["targets"]
        return found

    @property
    def placed(self) -> bool:
        """Whether the records have places in the text (those of a web page have none)."""
        return self.suffix != ".html"

    def edited(self, edits: Iterable[Edit], rewrite: Rewrite | None = None) -> Copy:
        """Return the copy after edits that do not overlap.

        Places move with the text, and quotes are taken anew. Wordings without a place of their own (bodies,
        deadlines, products, the header) pass through `rewrite`, as do the quotes of a web page.
        """
        made = sorted(edits)
        if not made and rewrite is None:
            return self
        gold = copy.deepcopy(self.gold)
        text = apply(made, self.text)
        move = _Move(made)
        for record, quote in _records(gold):
            if record.get("start") is not None:
                record["start"], record["end"] = move.start(record["start"]), move.end(record["end"])
                record[quote] = folded(text[record["start"] : record["end"]])
            elif rewrite:
                record[quote] = rewrite(record[quote])
        if rewrite:
            _rewrite(gold, rewrite)
        return self._replace(text=text, gold=gold)

    def substituted(self, find: Callable[[str], Iterable[Edit]]) -> Copy:
        """Return the copy with the same edits made in its text and in every wording of its gold."""
        return self.edited(find(self.text), lambda words: apply(sorted(find(words)), words))

    def save(self, gold: Path, documents: Path) -> None:
        """Write the document into `documents/FOLDER/` and its gold into `gold/`."""
        source = f"{self.name}{self.suffix}"
        folder = documents / self.folder
        folder.mkdir(exist_ok=True)
        (folder / source).write_text(self.text, encoding="utf-8", newline=self.line_end)
        record = {**self.gold, "source": source}
        (gold / f"{self.name}.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


class _Move:
    """Where a place of the old text is after edits."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [one.start for one in edits]
        self._ends = [one.end for one in edits]
        self._shifts = [0, *accumulate(len(one.words) - (one.end - one.start) for one in edits)]

    def start(self, at: int) -> int:
        """Return the new place of a record's first character: words put in just before it stay outside."""
        done = bisect_right(self._ends, at)
        if done < len(self._edits) and self._starts[done] < at:  # inside an edit: all of its words belong
            at = self._starts[done]
        return at + self._shifts[done]

    def end(self, at: int) -> int:
        """Return the new place behind a record's last character: words put in just behind it stay outside."""
        begun = bisect_left(self._starts, at)
        return max(at, self._ends[begun - 1] if begun else 0) + self._shifts[begun]


def _records(gold: Record) -> Iterator[tuple[Record, str]]:
    yield from ((task, "action") for task in gold["tasks"])
    yield from ((target, "text") for target in gold["targets"])


def _rewrite(gold: Record, rewrite: Rewrite) -> None:
    """Rewrite the wordings of a gold file that have no place."""
    for task in gold["tasks"]:
        for field in BODIES:
            if task.get(field):
                task[field] = [rewrite(name) for name in task[field]]
        if task.get("product"):
            task["product"] = rewrite(task["product"])
        for time in times(task):
            time["text"] = rewrite(time["text"])
    document = gold.get("document") or {}
    for field in _HEADER:
        if document.get(field):
            document[field] = rewrite(document[field])
    if document.get("implements"):
        document["implements"] = [rewrite(number) for number in document["implements"]]


def times(task: Record) -> list[Record]:
    """Return the deadline of a gold task and its other readings; none where it has none."""
    deadline = task.get("deadline")
    return [deadline, *deadline.get("also", ())] if deadline else []


def apply(edits: Sequence[Edit], text: str) -> str:
    """Return the text after edits in their order."""
    pieces, at = [], 0
    for one in edits:
        pieces += [text[at : one.start], one.words]
        at = one.end
    return "".join([*pieces, text[at:]])


def folded(text: str) -> str:
    """Return the text as a quote is written: NFC, one space for any white space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def like(words: str, model: str) -> str:
    """Return the words with capitals as the model has them (all, or the first letter), and broken as it is."""
    if model.isupper() and len(model) > 1:
        return broken(words.upper(), model)
    first = words[:1].upper() if model[:1].isupper() else words[:1].lower() if model[:1].islower() else words[:1]
    return broken(first + words[1:], model)


def broken(words: str, model: str) -> str:
    """Return the words broken into two lines if the model is, so that lines stay about as long as they were."""
    return words.replace(" ", "\n", 1) if "\n" in model else words


def read(gold: Path, folders: Sequence[Path]) -> list[Copy]:
    """Return the text documents of the folders that have gold, in NFC.

    Raises:
        UsageError: as `dondoc evaluate` does.
    """
    found = []
    for one in golds.load(gold):
        folder = golds.find_folder(one, folders)
        path = Path(one.source)
        if folder is None or path.suffix.lower() not in golds.TEXT_SUFFIXES:
            continue
        is_page = path.suffix == ".html"
        text = (folder / path).read_text("utf-8") if is_page else read_source(folder / path).text
        record = json.loads((gold / f"{one.name}.json").read_text("utf-8"))
        record = {key: record[key] for key in ("document", "tasks", "targets") if key in record}
        record = {"document": {}, "tasks": [], "targets": [], **record}
        found.append(composed(Copy(one.name, folder.resolve().name, path.suffix, text, record)))
    return found


def composed(one: Copy) -> Copy:
    """Return the copy with its text in NFC."""
    return one.edited(_changed(one.text, "NFC"))


def decomposed(one: Copy) -> Copy:
    """Return the copy with its text in NFD, where a tone mark is a character of its own."""
    return one.edited(_changed(one.text, "NFD"))


def _changed(text: str, form: Literal["NFC", "NFD"]) -> Iterator[Edit]:
    pattern = _CLUSTER if form == "NFC" else re.compile(r"[^\x00-\x7f]")
    for hit in pattern.finditer(text):
        words = unicodedata.normalize(form, hit[0])
        if words != hit[0]:
            yield Edit(hit.start(), hit.end(), words)


@cache
def vocabulary() -> Any:  # noqa: ANN401  a section of the file has the shape its reader knows
    """Return the content of words.yaml, read once, every scalar as text."""
    path = Path(__file__).with_name("words.yaml")
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  text only: the safest loader


def listed(words: str) -> list[str]:
    """Return the values of a scalar that holds several, parted by " | "."""
    return [part.strip() for part in words.split("|") if part.strip()]

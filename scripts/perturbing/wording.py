"""Other words of the same meaning: the verb that opens an order, labels before a colon, headers of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from random import Random

from perturbing.copies import Copy, Edit, folded, like, listed, times, vocabulary
from pipeline.folding import compact, fold

_LABEL = re.compile(
    r"(?:^|[;.])[\s*_>+•–-]*(?:\w{1,3}[.)/]\s+)?[*_]*(?P<label>[^\W\d_][\w ,/]{2,40}?)[*_]*\s*:", re.MULTILINE
)
_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+\s*$", re.MULTILINE)
_NEAR = 60  # characters in which the new verb would stand beside itself
_HEADERS_IN_A_ROW = 3


@cache
def _verbs() -> dict[str, tuple[str, ...]]:
    """Return each verb with those of its group."""
    groups = [tuple(listed(group)) for group in vocabulary()["verbs"]]
    return {verb: group for group in groups for verb in group}


@cache
def _opening() -> re.Pattern[str]:
    verbs = sorted(_verbs(), key=len, reverse=True)
    return re.compile("|".join(r"\s+".join(verb.split()) for verb in verbs) + r"(?!\w)")


def other_verbs(one: Copy, chance: Random) -> Copy:
    """Return the copy with another verb of the same group where a task opens with one."""
    edits, key = [], fold(one.text)
    flat = " ".join(key.split())
    for task in one.tasks:
        start = task.get("start")
        hit = _opening().match(key, start) if start is not None else None
        if not hit or any(compact(time["text"]).startswith(compact(hit[0])) for time in times(task)):
            continue
        if len(re.findall(re.escape(" ".join(key[hit.end() : hit.end() + _NEAR].split())), flat)) > 1:
            continue  # another part of the document says the same again, and is found by its words
        near = compact(key[hit.start() : hit.end() + _NEAR])
        others = [verb for verb in _verbs()[compact(hit[0])] if verb not in near]
        if others:
            edits.append(Edit(hit.start(), hit.end(), like(chance.choice(others), one.text[hit.start() : hit.end()])))
    return one.edited(edits)


@cache
def _synonyms(section: str) -> dict[str, tuple[str, ...]]:
    """Return each folded label, or header, with all that mean the same."""
    groups = [tuple(listed(group)) for group in vocabulary()[section].values()]
    return {fold(word): group for group in groups for word in group}


class _Choice:
    """Takes another word for a label or header, the same one throughout a document and for no other."""

    def __init__(self, sections: tuple[str, ...], chance: Random) -> None:
        self._known = {word: group for section in sections for word, group in _synonyms(section).items()}
        self._chosen: dict[str, str] = {}
        self._chance = chance

    def knows(self, words: str) -> bool:
        return compact(words) in self._known

    def other(self, words: str) -> str:
        key = compact(words)
        if key not in self._chosen:
            left = [one for one in self._known[key] if fold(one) != key and one not in self._chosen.values()]
            self._chosen[key] = self._chance.choice(left) if left else folded(words)
        return like(self._chosen[key], words)


def other_labels(one: Copy, chance: Random) -> Copy:
    """Return the copy with other names before the colon of label lines."""
    choice = _Choice(("labels",), chance)
    hits = (hit for hit in _LABEL.finditer(one.text) if choice.knows(hit["label"]))
    return one.edited(Edit(*hit.span("label"), choice.other(hit["label"])) for hit in hits)


def other_headers(one: Copy, chance: Random) -> Copy:
    """Return the copy with other headers above the columns of its tables."""
    choice = _Choice(("labels", "headers"), chance)
    cells = [
        cell
        for row in _rows(one.text)
        if sum(choice.knows(one.text[slice(*cell)]) for cell in row) >= _HEADERS_IN_A_ROW
        for cell in row
    ]
    known = [cell for cell in dict.fromkeys(cells) if choice.knows(one.text[slice(*cell)])]
    return one.edited(Edit(*cell, choice.other(one.text[slice(*cell)])) for cell in known)


def _rows(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the places of the cells of every row that may be a header: piped, tabbed, or a cell a line."""
    run: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]*\n?", text):
        cells = [(cell.start(1), cell.end(1)) for cell in re.finditer(r"[\s*|]*([^|\t\n*]*[^|\t\n*\s])", line[0])]
        cells = [(line.start() + start, line.start() + end) for start, end in cells]
        if len(cells) == 1 and len(line[0]) < 60:
            run += cells
            continue
        if not cells and len(run) < 40:
            continue
        yield run
        run = []
        yield cells
    yield run

"""Other bodies: each known one swapped for another of its kind that exists on the day of issue, or for an invented one.

A swap is the same throughout a document, long form for long form and abbreviation for abbreviation, so that the gold
follows by the same swap. Bodies that stand without their head word ("các Bộ: Quốc phòng, Công an") go along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from random import Random

from perturbing.copies import BODIES, Copy, Edit, broken, like, listed, vocabulary
from perturbing.names import Mentions, Name, any_of, bare_edits, called, groups, key_of, leading, names
from pipeline.folding import compact, fold
from pipeline.resolve.registry import registry

_CAPITALS = re.compile(r"\s+[A-ZÀ-ỸĐ]{2,}(?!\w)")


def swapped(one: Copy, chance: Random) -> Copy:
    """Return the copy with other known bodies and provinces in it, and UBND spelt out or shortened."""
    issued = one.gold["document"].get("issued_on")
    on = date.fromisoformat(issued) if issued else None
    found = Mentions(names())
    kept = _restored(one, found, bare=True)
    swap = _choice({hit.body for hit in found.all(one.text)} - kept, on, chance)
    one = one.substituted(lambda text: found.edits(text, lambda name: called(swap.get(name.body), name.form), swap))
    one = one.substituted(_provinces(one.text, on, chance))
    return _other_length(one)


def invented(one: Copy, chance: Random) -> Copy:
    """Return the copy with bodies in it that no registry knows, each with the head word of the one it replaces."""
    heads = {head: listed(names) for head, names in vocabulary()["invented"].items()}
    found = Mentions([*names(), *_of_gold(one, heads)])
    known = {hit.body for hit in found.all(one.text)}
    kept = {*leading(), *_restored(one, found), *(body for body in known if any(bare_edits(one.text, {body: body})))}
    new: dict[str, str] = {}
    for hit in found.all(one.text):
        head = next((head for head in heads if hit.key.startswith(f"{fold(head)} ")), None)
        if head is None or hit.form != "long" or hit.body in {*new, *kept}:
            continue
        left = [name for name in heads[head] if f"{head} {name}" not in new.values()]
        if left:
            new[hit.body] = f"{head} {chance.choice(left)}"
    return one.substituted(
        lambda text: found.edits(text, lambda name: new.get(name.body) if name.form == "long" else None)
    )


def _restored(one: Copy, found: Mentions, *, bare: bool = False) -> set[str]:
    """Return the bodies that gold names otherwise than the text does: with a head word that a list has before it.

    With `bare` those stay out that the list names under a head of theirs ("các Bộ: Quốc phòng, Công an").
    """
    text = compact(one.text)
    absent = {name for name in _gold_names(one) if compact(name) not in text}
    bodies = {hit.body for name in absent for hit in found.all(name)}
    return {body for body in bodies if not (bare and any(bare_edits(one.text, {body: body})))}


def _gold_names(one: Copy) -> set[str]:
    return {name for task in one.tasks for field in BODIES for name in task.get(field) or ()}


def _of_gold(one: Copy, heads: Iterable[str]) -> list[Name]:
    """Return the bodies that gold names and whose first word is one of the heads, each as an id of its own."""
    proper = re.compile(rf"(?:{'|'.join(heads)}) [^\W\d_a-zà-ỹđ]")
    return [
        Name(fold(name), name, "long") for name in sorted(_gold_names(one)) if proper.match(name) and "(" not in name
    ]


def _choice(present: Iterable[str], on: date | None, chance: Random) -> dict[str, str]:
    """Return for each body that is there another of its group, no two the same and none that is there already."""
    present = set(present)
    chosen: dict[str, str] = {}
    for entries in groups().values():
        here = [entry.id for entry in entries if entry.id in present]
        others = [entry.id for entry in entries if entry.exists(on)]
        chance.shuffle(others)
        if len(others) < len(here) or len(others) < 2:
            continue
        turned = others if len(here) > len(others) - len(here) else [one for one in others if one not in here]
        chosen |= _without_fixed(here, turned)
    return chosen


def _without_fixed(here: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Return a one-to-one choice in which nothing stands for itself, as far as that goes."""
    left = list(others)
    chosen = {}
    for body in here:
        other = next((one for one in left if one != body), None)
        if other:
            chosen[body] = other
            left.remove(other)
    return chosen


def _provinces(text: str, on: date | None, chance: Random) -> Callable[[str], Iterable[Edit]]:
    """Return what finds the edits that put other provinces, a province for a province and a city for a city."""
    namesakes = listed(vocabulary()["namesakes"])
    known = {
        name: entry
        for entry in registry().entries.values()
        if entry.kind == "province" and (name := _without_unit(entry.name)) not in namesakes
    }
    present = {name for name in known if any_of([fold(name)]).search(fold(text))}
    swap: dict[str, str] = {}
    for name in sorted(present):
        unit = known[name].name.partition(" ")[0]
        others = [
            other
            for other, entry in known.items()
            if entry.exists(on) and entry.name.startswith(unit) and other not in {*present, *swap.values()}
        ]
        if others:
            swap[fold(name)] = chance.choice(others)
    pattern = any_of(swap)

    def find(words: str) -> Iterator[Edit]:
        for hit in pattern.finditer(fold(words)):
            if words[hit.start()].isupper():
                yield Edit(hit.start(), hit.end(), like(swap[key_of(hit)], words[hit.start() : hit.end()]))

    return find


def _without_unit(province: str) -> str:
    return next(
        province.removeprefix(f"{unit} ") for unit in listed(vocabulary()["units"]) if province.startswith(unit)
    )


def _other_length(one: Copy) -> Copy:
    """Return the copy with UBND and the like spelt out and the long forms shortened; those in capitals stay.

    A pair stays throughout where gold has a name that stands in the text in capitals, or not as it is.
    """
    pairs = [listed(pair) for pair in vocabulary()["lengths"]]
    other = {fold(long): short for long, short in pairs} | {fold(short): long for long, short in pairs}
    pattern = any_of(other)

    def find(text: str) -> Iterator[Edit]:
        for hit in pattern.finditer(fold(text)):
            words, behind = text[hit.start() : hit.end()], _CAPITALS.match(text, hit.end())
            if not behind and (len(words.split()) == 1 or not words.isupper()):
                yield Edit(hit.start(), hit.end(), broken(other[key_of(hit)], words))

    words = " ".join(one.text.split())
    quoted = fold(words)
    for name in _gold_names(one):
        at = quoted.find(fold(name))
        if pattern.search(fold(name)) and (at < 0 or words[at : at + len(name)].isupper()):
            return one
    changed = one.substituted(find)
    document, header = changed.gold["document"], one.gold["document"]
    title = document.get("title") or ""
    stays = header.get("title") if compact(title) not in compact(changed.text) else title  # printed in capitals
    changed.gold["document"] = {**document, "title": stays, "issuer": header.get("issuer")}
    return changed

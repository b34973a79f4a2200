"""Cut a list of bodies into the bodies, and find the body a sentence begins with.

"Bộ Văn hóa, Thể thao và Du lịch, các sở, ban, ngành và UBND các xã, phường" is three: a comma or "và" parts two bodies
only where a body begins behind it (`pipeline.resolve.items`) and the words before it do not go on
(`pipeline.resolve.extent`). A head noun that stands once for several names is given back to each
(`pipeline.resolve.plurals`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve.extent import UNITS, Follower
from pipeline.resolve.plurals import Body, announced, bracketed, names_under, shared, with_shared, without_plural
from pipeline.resolve.reader import Item

_PLACEHOLDER = re.compile(r"(?:[-–—.…*\s/\"]|không(?: có)?|nt|như trên|n/a)*", re.IGNORECASE)
_LEADING = ' \t\n-–+*•.,;:/"“”'  # fmt: skip
_TRAILING = ' \t\n.,;:-–/*…"“'  # fmt: skip

__all__ = ["Body", "body_at", "split"]


def split(text: str, place: Range) -> list[Body]:
    """Return the bodies that a cell, a label line's value, a heading or a subject lists, in order.

    `text` is normal text; what follows a predicate ("Sở Nội vụ chủ trì tham mưu …") up to the next semicolon is left
    out, as are placeholders ("-", "Không").
    """
    start, end = max(place.start, 0), min(place.end, len(text))
    if start >= end or _PLACEHOLDER.fullmatch(text, start, end):
        return []
    reader = Follower(_folded(text), text, end, whole=True)
    reader.capitals = text[start:end].isupper()
    found: list[Body] = []
    at = start
    while at < end:
        while at < end and text[at] in _LEADING:
            at += 1
        bodies, last = _listed(reader, at)
        found.extend(bodies)
        at = _next_clause(reader, last)
    cut_off = len(found) > 1 and fold(found[-1].text) in reader.words.unfinished  # a cell cut off behind "…, Bộ"
    return found[:-1] if cut_off else found


def body_at(key: str, text: str, start: int, end: int) -> Range | None:
    """Return the range of the body or list of bodies with which the text at `start` begins, or None.

    The range ends where the predicate begins ("Sở Tài chính | chủ trì, phối hợp với …"); a bracket before it is inside.
    """
    reader = Follower(key, text, min(end, len(text)), whole=False)
    reader.first = reader.skip(max(start, 0))
    before = text[:start].rstrip(" \t")
    reader.subject = not before or not (before[-1].isalpha() or before[-1] in ",(")
    reader.capitals = text[start:end].isupper()
    _, last = _listed(reader, reader.first)
    while last > reader.first and text[last - 1] in " ,":
        last -= 1
    return Range(reader.first, last) if last > reader.first else None


@lru_cache(maxsize=4)
def _folded(text: str) -> str:
    """Return the folded form of a text; the cells of one document share their text."""
    return fold(text)


def _listed(reader: Follower, start: int) -> tuple[list[Body], int]:
    """Return the bodies of the list that begins at a place, and where it ends."""
    found: list[Body] = []
    end = at = start
    before: Item | None = None
    while at < reader.end:
        common = shared(reader, before, at) if before else None
        item = None if common else reader.item(at) or _unknown(reader, at)
        if before and common:
            if not before.prefix and before.kind != "group" and found:
                found[-1] = without_plural(reader, found[-1])
            found.append(with_shared(reader, before, common))
            end = common.end
        elif item is None:
            break
        elif names := announced(reader, item):
            bodies, end = names_under(reader, *names)
            found.extend(bodies)
            before = None
        else:
            members, behind_members = bracketed(reader, item) if reader.whole else ([], 0)
            found.extend(members or [_body(reader, item)])
            end, before = max(item.after, item.end, behind_members), item
        behind = reader.separator(end)
        at = reader.skip(end) if behind is None else behind
        if behind is None and not _begins_without_comma(reader, at, end):
            break
    return [body for body in found if body.text], end


def _begins_without_comma(reader: Follower, at: int, end: int) -> bool:
    """Return whether the next body follows without a separator."""
    if at == end or at >= reader.end or reader.capitals:
        return False
    if not reader.text[at].isupper():
        return reader.whole and reader.plural_of_units(at)
    known = reader.here(reader.words.quantity, at) or reader.name(at)
    return bool(known or (reader.whole and reader.head(at) in UNITS))


def _body(reader: Follower, item: Item) -> Body:
    start, end = item.start, item.end
    while end > start and reader.text[end - 1] in _TRAILING:
        end -= 1
    return Body(reader.text[start:end], Range(start, end))


def _unknown(reader: Follower, at: int) -> Item | None:
    """Return text that is no known kind of body, up to the next separator, as one body of a list."""
    if not reader.whole or reader.strong(at):
        return None
    item = Item(at, reader.token(at), "other", core=reader.token(at))
    reader.extend(item)
    return item


def _next_clause(reader: Follower, at: int) -> int:
    """Return where the next body can stand behind a list: after a semicolon or line break, or after an adjunct."""
    adjunct = reader.here(reader.verbs.adjuncts, reader.skip(at))
    for mark in range(at, reader.end):
        if reader.text[mark] in ";\n":
            return mark + 1
        behind = reader.separator(mark) if adjunct else None  # "… trong phạm vi nhiệm vụ của mình và các cơ quan …"
        if behind is not None:
            plural = reader.here(reader.words.quantity, behind) and reader.begun(behind)
            if plural or reader.name(behind):
                return behind
    return reader.end

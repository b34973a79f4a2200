"""Cut a list of bodies into the bodies, and find the body a sentence begins with.

"Bộ Văn hóa, Thể thao và Du lịch, các sở, ban, ngành và UBND các xã, phường" is three: a comma or "và" parts two bodies
only where a body begins behind it (`pipeline.resolve.items`). A head noun that stands once for several names is given
back to each: "các Bộ: Quốc phòng, Công an" → "Bộ Quốc phòng", "Bộ Công an".
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve.items import Item, Reader

_COLON = re.compile(r"\s*:\s*")
_PLACEHOLDER = re.compile(r"(?:[-–—.…*\s/\"]|không(?: có)?|nt|như trên|n/a)*", re.IGNORECASE)
_OF_PARTY = ("đảng ủy", "đảng bộ", "ban cán sự đảng", "đảng đoàn")
_LEADING = " \t\n-–+*•.,;:/\"“”"
_TRAILING = " \t\n.,;:-–/*…\"“"


class Body(NamedTuple):
    """A body as it is to be shown, with its head noun given back, and the place of the name as written."""

    text: str
    place: Range


def split(text: str, place: Range) -> list[Body]:
    """Return the bodies that a cell, a label line's value, a heading or a subject lists, in order.

    `text` is normal text; what follows a predicate ("Sở Nội vụ chủ trì tham mưu …") up to the next semicolon is left
    out, as are placeholders ("-", "Không").
    """
    start, end = max(place.start, 0), min(place.end, len(text))
    if start >= end or _PLACEHOLDER.fullmatch(text, start, end):
        return []
    key = text_key(text)
    reader = Reader(key, text, end, whole=True)
    reader.capitals = text[start:end].isupper()
    found: list[Body] = []
    at = start
    while at < end:
        at = _skipped(text, at, end)
        if at >= end:
            break
        bodies, at = _listed(reader, at)
        found.extend(bodies)
        at = _next_clause(reader, at)
    return found


def body_at(key: str, text: str, start: int, end: int) -> Range | None:
    """Return the range of the body or list of bodies with which the text at `start` begins, or None.

    The range ends where the predicate begins: "Sở Tài chính | chủ trì, phối hợp với …".
    """
    reader = Reader(key, text, end, whole=False)
    reader.capitals = text[start:end].isupper()
    first = reader.skip(start)
    if first >= end:
        return None
    reader.first = first
    _, last = _listed(reader, first)
    while last > first and text[last - 1] in " ,":
        last -= 1
    return Range(first, last) if last > first else None


def text_key(text: str) -> str:
    """Return the folded form of a text, kept from the last call (cells of one document share their text)."""
    if _last.get("text") is not text:
        _last["text"], _last["key"] = text, fold(text)
    return _last["key"]


_last: dict[str, str] = {}


def _skipped(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _LEADING:
        at += 1
    return at


def _listed(reader: Reader, start: int) -> tuple[list[Body], int]:
    """Return the bodies of the list that begins at a place, and where it ends."""
    found: list[Body] = []
    end = start
    at = start
    before: Item | None = None
    while at < reader.end:
        named = _restored_next(reader, before, at) if before else None
        if named:
            found, before_end = _with_first_bare(reader, found, before), named
            found.append(_restored(reader, before, Range(at, before_end)))
            end = before_end
        else:
            item = reader.item(at) or (_other(reader, at) if reader.whole else None)
            if item is None:
                break
            announced = _after_colon(reader, item)
            if announced:
                bodies, end = _names_after_colon(reader, *announced)
                found.extend(bodies)
                before = None
            else:
                found.append(_body(reader, item))
                end, before = max(item.after, item.end), item
        behind = reader.separator(end)
        if behind is None:
            behind = reader.skip(end)
            if behind >= reader.end or not _begins_without_comma(reader, behind, end):
                break
        at = behind
    return [body for body in found if body.text], end


def _begins_without_comma(reader: Reader, at: int, end: int) -> bool:
    """Return whether the next body follows without a separator."""
    if at == end or not reader.text[at].isupper() or reader.capitals:
        return False
    return bool(reader.words.quantity.at(reader.key, at, reader.end) or reader.known.longest(reader.key, reader.text, at, reader.end))


def _body(reader: Reader, item: Item) -> Body:
    start, end = item.start, item.end
    while end > start and reader.text[end - 1] in _TRAILING:
        end -= 1
    return Body(reader.text[start:end], Range(start, end))


def _other(reader: Reader, at: int) -> Item | None:
    """Return text that is no known kind of body, up to the next separator, as one body of a list."""
    if reader.verbs.strong.at(reader.key, at, reader.end) and reader.text[at].islower():
        return None
    item = Item(at, reader.token(at), "other", core=reader.token(at))
    reader.extend(item)
    return item


def _next_clause(reader: Reader, at: int) -> int:
    """Return where the next body can stand behind a list: after a semicolon or line break, or after an adjunct."""
    if at >= reader.end:
        return reader.end
    adjunct = reader.verbs.adjuncts.at(reader.key, reader.skip(at), reader.end)
    while at < reader.end:
        if reader.text[at] in ";\n":
            return at + 1
        if adjunct and (behind := reader.separator(at)) is not None:
            if reader.words.quantity.at(reader.key, behind, reader.end) and reader.begun(behind):
                return behind
            if reader.known.longest(reader.key, reader.text, behind, reader.end):
                return behind
        at += 1
    return reader.end


# ── a head noun for several names ─────────────────────────────────────────────────────────────────


class _Head(NamedTuple):
    """A head noun that stands once for several names: what comes before it, and the noun in the singular."""

    lead: str
    noun: str
    several: bool  # "các tập đoàn, tổng công ty": which one a name has is not said
    units: bool  # "tỉnh, thành phố": the name says which

    def with_name(self, reader: Reader, place: Range) -> str:
        """Return a name with its head given back, or as written where that is not known."""
        name = reader.text[place.start : place.end]
        folded = reader.key[place.start : place.end]
        noun = self.noun
        if self.several:
            return name
        if not noun or folded.startswith(f"{fold(noun)} ") or (not self.lead and self._is_other(reader, place)):
            return f"{self.lead}{name}"
        if self.units:
            noun = reader.known.unit(folded) or noun
        return f"{self.lead}{noun} {name}" if self.lead else f"{noun} {name}"

    def _is_other(self, reader: Reader, place: Range) -> bool:
        """Return whether a name is complete without the head: "các Bộ: Công an, Ngân hàng Nhà nước"."""
        whole = reader.known.longest(reader.key, reader.text, place.start, reader.end) == place.end
        return whole and fold(self.noun) not in _OF_PARTY and _completed(reader, self, place.start) != place.end


def _head_of(reader: Reader, item: Item) -> _Head | None:
    """Return the head noun of a plural before a colon ("các Bộ", "UBND các tỉnh, thành phố"), or None."""
    if item.modified or item.relative or item.closed or not item.heads:
        return None
    if item.kind == "shape" and reader.words.offices.at(fold(item.heads[0]), 0, len(item.heads[0])) == item.heads[0]:
        return _Head(f"{reader.text[item.start : item.end]} ", "", several=False, units=False)  # "Tổng giám đốc: …"
    noun = item.heads[0]
    at = reader.key.rfind(f"{noun}", item.start, item.end) if len(item.heads) == 1 else reader.key.find(noun, item.start)
    known = noun in reader.words.restored or item.levelled or noun == "cơ quan"
    if at < 0 or not known or not (item.quantity or item.levelled or at == item.start or reader.capital(at)):
        return None
    lead = reader.text[item.start : at]
    plural = max(fold(lead).rfind(word) for word in ("các ", "những "))
    lead = lead if plural < 0 else lead[:plural]
    written = reader.text[at : at + len(noun)]
    units = noun in ("tỉnh", "thành phố", "tp")
    if not lead and not units:
        written = written[:1].upper() + written[1:]
    return _Head(lead, written, several=len(item.heads) > 1 and not item.levelled, units=units)


def _after_colon(reader: Reader, item: Item) -> tuple[_Head, int] | None:
    """Return the head noun, and where the names begin that a colon behind it announces, or None."""
    colon = _COLON.match(reader.text, item.after, reader.end)
    if not colon or not reader.capital(colon.end()):
        return None
    head = _head_of(reader, item)
    if head is None or _name_end(reader, head, colon.end()) is None:
        return None
    last = _completed(reader, head, colon.end())
    goes_on = last is not None and (reader.skip(last) >= reader.end or reader.separator(last) is not None)
    if not goes_on and reader.verbs.predicate(reader.key, colon.end(), reader.end):  # "Các sở: Xây dựng kế hoạch …"
        return None
    return head, colon.end()


def _completed(reader: Reader, head: _Head, at: int) -> int | None:
    return reader.known.completed(fold(head.noun), reader.key, at, reader.end) if head.noun else None


def _name_end(reader: Reader, head: _Head, at: int) -> int | None:
    """Return where one of the names under a head noun ends."""
    known = _completed(reader, head, at)
    known = known or reader.known.longest(reader.key, reader.text, at, reader.end)
    known = known or reader.known.place(reader.key, reader.text, at, reader.end)
    if known or not reader.capital(at):
        return known
    end = reader.token(at)
    while (behind := reader.skip(end)) < reader.end:
        if reader.text[behind] in ",;:.(\n" or reader.separator(end) is not None:
            break
        if reader.text[behind] in "-–":
            behind = reader.skip(behind + 1)
        elif reader.text[behind].islower() and not reader.capitals and reader.verbs.predicate(reader.key, behind, reader.end):
            break
        end = max(reader.token(behind), end + 1)
    return end


def _names_after_colon(reader: Reader, head: _Head, at: int) -> tuple[list[Body], int]:
    """Return the names from a place on, each with the head noun given back, and where they end."""
    found: list[Body] = []
    end = at
    while at < reader.end:
        if found and _completed(reader, head, at) is None and _is_no_name(reader, at):
            break
        last = _name_end(reader, head, at)
        if last is None:
            break
        place = Range(at, last)
        found.append(Body(head.with_name(reader, place), place))
        end = last
        behind = reader.separator(end)
        if behind is None:
            break
        at = behind
    return found, end


def _is_no_name(reader: Reader, at: int) -> bool:
    """Return whether a group or an officer begins at a place, with which the names under a head noun end."""
    item = reader.begun(at)
    return item is not None and (item.quantity or item.kind == "group" or reader.words.offices.at(reader.key, at, reader.end) is not None)


def _restored_next(reader: Reader, before: Item, at: int) -> int | None:
    """Return where a name at a place ends that shares the head noun of the body before it, or None."""
    if before.prefix and (level := reader.words.levels.at(reader.key, at, reader.end)):
        after = reader.skip(at + len(level))
        return reader._place_name(after) if reader.capital(after) else None  # noqa: SLF001
    if not before.quantity or not before.heads or not reader.capital(at):
        return None
    head = before.heads[0].split()[0]
    if before.kind == "place" and before.heads[0]:
        return reader.known.place(reader.key, reader.text, at, reader.end)
    if before.kind == "shape" and before.heads[0] in _OF_PARTY and reader.key.startswith(("bộ ", "ubnd ", "ủy ban "), at):
        return reader.known.longest(reader.key, reader.text, at, reader.end)
    if before.kind == "name" and head in reader.words.restored and not reader.known.longest(reader.key, reader.text, at, reader.end):
        return reader.known.completed(head, reader.key, at, reader.end)
    return None


def _restored(reader: Reader, before: Item, place: Range) -> Body:
    name = reader.text[place.start : place.end]
    if before.prefix:
        return Body(f"{before.prefix}{name}", place)
    if before.kind == "shape":
        return Body(f"{before.heads[0].capitalize()} {name}", place)
    head = before.heads[0].split()[0]
    if before.kind == "place":
        return Body(f"{reader.known.unit(reader.key[place.start : place.end]) or before.heads[0]} {name}", place)
    return Body(f"{head.capitalize()} {name}", place)


def _with_first_bare(reader: Reader, found: list[Body], before: Item) -> list[Body]:
    """Return the list with the plural word taken off its last body, of which it was not the plural after all."""
    if before.prefix or not found:
        return found
    body = found[-1]
    after = reader.words.quantity.at(reader.key, body.place.start, reader.end)
    if not after:
        return found
    start = reader.skip(body.place.start + len(after))
    return [*found[:-1], Body(reader.text[start : body.place.end], Range(start, body.place.end))]

"""A head noun that stands once for several names: "các Bộ: Quốc phòng, Công an" → "Bộ Quốc phòng", "Bộ Công an".

With a colon or without ("các Bộ Tài chính, Nội vụ"), under an officer ("Bộ trưởng các Bộ: …"), for places ("Ủy ban
nhân dân thành phố Hà Nội, tỉnh Quảng Ninh"). Where two nouns stand before the colon ("các tập đoàn, tổng công ty: …")
the text does not say which one a name has, and names stay as written.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve.extent import Follower
from pipeline.resolve.reader import DASHES, Item

_COLON = re.compile(r"\s*:\s*")
_COUNT = re.compile(r"\(?\d+\)? $")  # "Ủy ban nhân dân 04 xã: …"


class Body(NamedTuple):
    """A body as it is to be shown, with its head noun given back, and the place of the name as written."""

    text: str
    place: Range


class Head(NamedTuple):
    """What is put before each of several names: the words before the noun, and the noun in the singular."""

    lead: str
    noun: str
    several: bool = False  # two nouns: which one a name has is not said
    units: bool = False  # "tỉnh, thành phố": the name says which

    def completed(self, reader: Follower, at: int) -> int | None:
        """Return where a name ends that is one of the registry with the noun before it, or None."""
        return reader.known.completed(fold(self.noun), reader.key, at, reader.end) if self.noun else None

    def name_end(self, reader: Follower, at: int) -> int | None:
        """Return where the name at a place ends, or None when none begins there."""
        known = self.completed(reader, at) or reader.name(at)
        known = known or reader.known.place(reader.key, reader.text, at, reader.end)
        if known or not reader.capital(at):
            return known
        end = reader.token(at)
        while (behind := reader.skip(end)) < reader.end:
            if reader.text[behind] in ",;:.(\n" or reader.separator(end) is not None or reader.predicate(behind):
                break
            if reader.text[behind] in DASHES:
                behind = reader.skip(behind + 1)
            end = max(reader.token(behind), end + 1)
        return end

    def body(self, reader: Follower, place: Range) -> Body:
        """Return a name with its head given back, or as written where that is not known."""
        name, folded = reader.text[place.start : place.end], reader.key[place.start : place.end]
        if self.several and (fold(self.noun) != "bộ" or self.completed(reader, place.start) != place.end):
            return Body(name, place)
        own = not self.noun or folded.startswith(f"{fold(self.noun)} ")
        if own or (not self.lead and self._is_complete(reader, place)):
            return Body(f"{self.lead}{name}", place)
        noun = reader.known.unit(folded) or self.noun if self.units else self.noun
        return Body(f"{self.lead}{noun} {name}", place)

    def _is_complete(self, reader: Follower, place: Range) -> bool:
        """Return whether a name is complete without the head: "các Bộ: Công an, Ngân hàng Nhà nước"."""
        known = reader.name(place.start) == place.end and fold(self.noun) not in reader.words.of_party
        return known and self.completed(reader, place.start) != place.end


def announced(reader: Follower, item: Item) -> tuple[Head, int] | None:
    """Return the head noun, and where the names begin that a colon behind it announces, or None."""
    colon = _COLON.match(reader.text, item.after, reader.end)
    head = head_of(reader, item) if colon and reader.capital(colon.end()) else None
    if colon is None or head is None or head.name_end(reader, colon.end()) is None:
        return None
    last = head.completed(reader, colon.end())
    goes_on = last is not None and (reader.skip(last) >= reader.end or reader.separator(last) is not None)
    if not goes_on and reader.verbs.predicate(reader.key, colon.end(), reader.end):  # "Các sở: Xây dựng kế hoạch …"
        return None
    return head, colon.end()


def head_of(reader: Follower, item: Item) -> Head | None:
    """Return the head noun of a plural ("các Bộ", "UBND các tỉnh, thành phố", "Tổng giám đốc"), or None."""
    if item.modified or item.relative or item.closed or not item.heads:
        return None
    noun = item.heads[0]
    if item.kind == "shape" and reader.words.offices.at(noun, 0, len(noun)) == noun:
        return Head(f"{reader.text[item.start : item.end]} ", "")
    at = (reader.key.rfind if len(item.heads) == 1 else reader.key.find)(noun, item.start, item.end)
    plural = item.quantity or item.levelled or at == item.start or reader.capital(at)
    if at < 0 or not plural or not (noun in reader.words.restored or item.levelled or noun == "cơ quan"):
        return None
    lead = reader.text[item.start : at]
    cut = max(fold(lead).rfind(word) for word in ("các ", "những "))
    lead = _COUNT.sub("", lead if cut < 0 else lead[:cut])
    units = noun in ("tỉnh", "thành phố", "tp")
    written = reader.text[at : at + len(noun)]
    if not lead and not units:
        written = written[:1].upper() + written[1:]
    return Head(lead, written, several=len(item.heads) > 1 and not item.levelled, units=units)


def names_under(reader: Follower, head: Head, at: int) -> tuple[list[Body], int]:
    """Return the names from a place on, each with the head noun given back, and where they end."""
    found: list[Body] = []
    end = at
    behind: int | None = at
    while behind is not None and behind < reader.end:
        if found and head.completed(reader, behind) is None and _is_no_name(reader, behind, head):
            break
        last = head.name_end(reader, behind)
        if last is None:
            break
        found.append(head.body(reader, Range(behind, last)))
        end = last
        behind = reader.separator(end)
    return found, end


def bracketed(reader: Follower, item: Item) -> tuple[list[Body], int]:
    """Return the members that a bracket gives a group ("các nhà mạng (A, B, C)"), and where it ends; none: ([], 0).

    Kinds ("các Ban quản lý rừng …"), examples ("như …") and lists left open ("A, B…") are no members.
    """
    at = reader.skip(item.end)
    close = reader.text.find(")", at, reader.end)
    if item.kind != "group" or reader.text[at : at + 1] != "(" or close < 0:
        return [], 0
    inner = reader.skip(at + 1)
    for opening in ("bao gồm", "gồm có", "gồm"):
        if reader.key.startswith(opening, inner):
            inner = reader.skip(inner + len(opening))
            inner = reader.skip(inner + 1) if reader.text[inner : inner + 1] == ":" else inner
            break
    if not reader.capital(inner):
        return [], 0
    head = head_of(reader, item) or Head("", "")
    members: list[Body] = []
    at, listed = inner, True
    while listed and reader.capital(at) and not reader.verbs.is_order(reader.key, at, reader.end):
        end = head.completed(reader, at) or reader.name(at) or reader.token(at)
        while end < close and reader.separator(end) is None:
            end = reader.token(reader.skip(end))
        if end > close or reader.text[end - 1] == "…":
            break
        members.append(head.body(reader, Range(at, end)))
        at = reader.separator(end) or close
        listed = end < close
    return (members, close + 1) if not listed and len(members) > 1 else ([], 0)


def _is_no_name(reader: Follower, at: int, head: Head) -> bool:
    """Return whether a group, an officer or a body of a level begins at a place: with it the names under a noun end."""
    item = reader.begun(at)
    if item is None:
        return False
    levelled = item.levelled and not head.lead
    return item.quantity or levelled or item.kind == "group" or bool(reader.here(reader.words.offices, at))


def shared(reader: Follower, before: Item, at: int) -> Range | None:
    """Return the place of a name that shares the head noun of the body before it, without a colon, or None."""
    end: int | None = None
    head = before.heads[0].partition(" ")[0] if before.heads else ""
    if before.kind == "group":
        kind = reader.here(reader.words.of_kind, at) if before.heads[-1].startswith("tổ chức") else None
        end = at + len(kind) if kind else None
    elif before.prefix:
        level = reader.here(reader.words.levels, at)
        after = reader.skip(at + len(level)) if level else at
        end = reader.place_name(after) if level and reader.capital(after) else None
    elif not before.quantity or not head or not reader.capital(at):
        return None
    elif before.kind == "place":
        end = reader.known.place(reader.key, reader.text, at, reader.end)
    elif before.kind == "shape" and before.heads[0] in reader.words.of_party:
        end = reader.name(at) if reader.key.startswith(("bộ ", "ubnd ", "ủy ban "), at) else None
    elif before.kind == "name" and head in reader.words.restored and reader.name(at) is None:
        end = reader.known.completed(head, reader.key, at, reader.end)
    return Range(at, end) if end else None


def with_shared(reader: Follower, before: Item, place: Range) -> Body:
    """Return a name with the head noun it shares with the body before it."""
    name = reader.text[place.start : place.end]
    if before.kind == "group":
        head = reader.text[before.start : before.start + reader.key[before.start :].find("tổ chức") + len("tổ chức")]
        return Body(f"{head} {name}", place)
    if before.prefix:
        return Body(f"{before.prefix}{name}", place)
    noun = before.heads[0] if before.kind == "shape" else before.heads[0].partition(" ")[0]
    if before.kind == "place":
        return Body(f"{reader.known.unit(fold(name)) or noun} {name}", place)
    return Body(f"{noun.capitalize()} {name}", place)


def without_plural(reader: Follower, body: Body) -> Body:
    """Return a body without the "các" that was meant for it and those behind it."""
    plural = reader.here(reader.words.quantity, body.place.start)
    if not plural:
        return body
    place = Range(reader.skip(body.place.start + len(plural)), body.place.end)
    return Body(reader.text[place.start : place.end], place)

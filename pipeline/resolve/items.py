"""Where does one body in a list begin and end?

A `Reader` walks over folded text (with the text itself beside it for capitals). `item` recognises what begins at a
place: a name of the registry, a head noun with a name ("Trung tâm Thông tin …"), a group ("các sở, ban, ngành"), an
officer with the body he heads, or a place; `extend` follows it to its end, deciding at every comma and "và" whether
the next words go on with the same body. The words it goes by are data: `grammars/bodies.yaml`, `grammars/verbs.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from pipeline import grammar
from pipeline.resolve.gazetteer import gazetteer
from pipeline.resolve.phrases import Phrases, listed
from pipeline.resolve.verbs import verbs

Kind = Literal["name", "shape", "group", "place", "other"]

_TOKEN = re.compile(r"(?:[^\s,;:()/“”\"]|,(?=[A-ZĐ]))+")
_NUMBER = re.compile(r"\d+(?= )")
_SEPARATOR = re.compile(r"\s*(?:[,;/]\s*(?:và |cùng với |cùng )?|(?:và|cùng với|cùng|với|hoặc) )\s*")
_ABBREVIATED = {"tp.", "tx.", "tt.", "q.", "p.", "h."}
_WITH_LEVEL = ("thanh tra", "cơ quan", "thuế", "lãnh đạo", "thường trực", "trường chính trị", "ban chỉ đạo", "kho bạc", "bảo hiểm xã hội", "liên hiệp", "tổ đảng")
_WITH_OBJECT = ("trung tâm", "viện", "quỹ", "ban quản lý", "trường", "cục", "phòng", "công ty", "ban", "bql")
_LEVEL_WORDS = ("cấp xã", "cấp tỉnh", "cấp huyện", "các ", "ở ")
_MANY = 9  # words after a group without a predicate in sight: no subject, give up the tail
_SAME_CLASS = "ranks"


class Words:
    """The word lists of `grammars/bodies.yaml`."""

    def __init__(self) -> None:
        """Read the lists; raises `GrammarError` when the file is wrong."""
        lists = {name: tuple(listed(text)) for name, text in grammar.read_yaml("bodies")["words"].items()}
        self.quantity = Phrases(lists["quantity"])
        self.heads = Phrases(lists["heads"])
        self.levelled = Phrases(lists["levelled"])
        self.levels = Phrases(lists["levels"])
        self.ranks = frozenset(lists["ranks"])
        self.compounds = frozenset(lists["compounds"])
        self.groups = Phrases([*lists["ranks"], *lists["groups"], *lists["compounds"]])
        self.offices = Phrases(lists["offices"])
        self.restored = frozenset(lists["restored"])
        self.closing = Phrases(lists["closing"])
        self.light = Phrases(lists["light"])
        self.fields = Phrases(lists["fields"])
        self.objects = Phrases(lists["objects"])
        self.acting = Phrases(lists["acting"])
        self.not_bodies = Phrases(lists["not_bodies"])


@cache
def words() -> Words:
    """Return the word lists, read once."""
    return Words()


@dataclass
class Item:
    """One body while it is being read: its place so far and what decides how it may go on."""

    start: int
    end: int
    kind: Kind
    heads: list[str] = field(default_factory=list)
    quantity: bool = False
    comrades: bool = False
    modified: bool = False
    closed: bool = False
    relative: bool = False
    levelled: bool = False
    verbs: int = 0  # how many verbs the relative clause still has
    prefix: str = ""  # what is put before the places that follow ("Ủy ban nhân dân ")
    core: int = 0  # where the recognised part ends, before modifiers
    after: int = 0  # where reading goes on (behind a bracket that is left out)


class Reader:
    """Reads bodies in `key[…:end]`; `whole` when the text is known to be a list of bodies and nothing else."""

    def __init__(self, key: str, text: str, end: int, *, whole: bool) -> None:
        """Take the folded text, the text, and where to stop."""
        self.key, self.text, self.end, self.whole = key, text, end, whole
        self.words, self.verbs, self.known = words(), verbs(), gazetteer()
        self.capitals = False
        self.first = -1  # where the sentence begins

    # ── characters ────────────────────────────────────────────────────────────────────────────────

    def skip(self, at: int) -> int:
        """Return the place of the next character that is no space."""
        while at < self.end and self.text[at] in " \t":
            at += 1
        return at

    def capital(self, at: int) -> bool:
        """Return whether a word at a place is written with a capital or begins with a figure."""
        return at < self.end and (self.text[at].isupper() or self.text[at].isdecimal())

    def token(self, at: int) -> int:
        """Return where the word at a place ends, its punctuation left out."""
        hit = _TOKEN.match(self.text, at, self.end)
        if not hit:
            return min(at + 1, self.end)
        found, last = hit[0], hit.end()
        while last > at + 1 and self.text[last - 1] in ".…!?," and found.lower() not in _ABBREVIATED:
            last -= 1
            found = self.text[at:last]
        return last

    def separator(self, at: int) -> int | None:
        """Return where the words after a separator at a place begin, or None when no separator stands there."""
        hit = _SEPARATOR.match(self.key, at, self.end)
        if not hit or "\n" in self.text[at : hit.end()]:
            return None
        return hit.end()

    # ── what begins here ──────────────────────────────────────────────────────────────────────────

    def item(self, start: int) -> Item | None:
        """Return the body that begins at a place, up to its end, or None."""
        found = self.begun(start)
        if found is None:
            return None
        found.core = found.core or found.end
        self.extend(found)
        return found

    def begun(self, start: int, *, plural: bool = False) -> Item | None:
        """Return the body that begins at a place as far as it is recognised, or None; `plural` when one of several."""
        at = self._after("đồng chí", start)
        quantity = self._quantity(at)
        plural = plural or quantity is not None
        at = quantity or at
        comrades = at != self._after("đồng chí", at) or at != start and self.key.startswith("đồng chí", start)
        at = self._after("đồng chí", at)
        named = self.known.longest(self.key, self.text, at, self.end)
        if self._denied(at, named, plural=plural):
            return None
        found = (
            self._acting(start, at)
            or self._named(start, at, named, plural=plural)
            or self._office(start, at, plural=plural)
            or self._shape(start, at)
            or self._place(start, at, named=True)
            or self._group(start, at, plural=plural)
            or self._place(start, at)
        )
        if found:
            found.quantity = quantity is not None
            found.comrades = comrades
        return found

    def _after(self, word: str, at: int) -> int:
        return at + len(word) + 1 if self.key.startswith(f"{word} ", at, self.end) else at

    def _quantity(self, at: int) -> int | None:
        if found := self.words.quantity.at(self.key, at, self.end):
            return self.skip(at + len(found))
        number = _NUMBER.match(self.key, at, self.end)
        return self.skip(number.end()) if number and self.words.levels.at(self.key, number.end() + 1, self.end) else None

    def _denied(self, at: int, named: int | None, *, plural: bool) -> bool:
        """Return whether the words at a place look like a body and are none."""
        not_body = self.words.not_bodies.at(self.key, at, self.end)
        if not_body and (named or 0) <= at + len(not_body):
            return True
        label = self.words.acting.at(self.key, at, self.end)
        if label and self.key.startswith(":", self.skip(at + len(label))):
            return True
        if plural or named or self._head(at) or not self.verbs.is_order(self.key, at, self.end):
            return False
        verb = self.verbs.orders.at(self.key, at, self.end) or ""
        noun = self.words.groups.at(self.key, at, self.end) or self.words.acting.at(self.key, at, self.end) or ""
        if len(noun) > len(verb):
            return False
        office = self.words.offices.at(self.key, at, self.end)  # "lãnh đạo": to lead, and those who do
        inner = self.item(self.skip(at + len(office))) if office else None
        if inner is None:
            return True
        owes = self.verbs.duties.at(self.key, self.skip(inner.end), self.end)
        return at == self.first and inner.kind == "group" and not owes

    def _acting(self, start: int, at: int) -> Item | None:
        """Return "cơ quan phối hợp" as a body when its predicate follows."""
        found = self.words.acting.at(self.key, at, self.end)
        if not found:
            return None
        after = self.skip(at + len(found))
        verb = self.verbs.predicate(self.key, after, self.end)
        alone = self.whole and (after >= self.end or self.separator(at + len(found)) is not None)
        if alone or (verb and not verb.startswith(("thực hiện", "triển khai", "tổ chức", "phối hợp", "cùng"))):
            return Item(start, at + len(found), "group", [found], closed=True)
        return None

    def _named(self, start: int, at: int, end: int | None, *, plural: bool) -> Item | None:
        if end is None:
            return None
        group = self.words.groups.at(self.key, at, self.end)
        if group and at + len(group) >= end + (not plural):
            return None
        levelled = self.words.levelled.at(self.key, at, self.end)
        found = Item(start, end, "name", [self.key[at:end]])
        if levelled and self.words.levels.at(self.key, at + len(levelled) + 1, self.end):
            return self._of_levels(start, at, levelled)
        return found

    def _office(self, start: int, at: int, *, plural: bool) -> Item | None:
        office = self.words.offices.at(self.key, at, self.end)
        if not office:
            return None
        after = self.skip(at + len(office))
        inner = self.begun(after, plural=plural) if after < self.end and self.text[after] not in ",;:(" else None
        if inner:
            inner.start = start
            if inner.prefix:
                inner.prefix = self.text[start : inner.end - len(inner.heads[-1])] if inner.heads else inner.prefix
            return inner
        return Item(start, at + len(office), "shape", [office])

    def _head(self, at: int) -> str | None:
        """Return the head noun at a place when a name follows it."""
        head = self.words.heads.at(self.key, at, self.end)
        if not head:
            return None
        after = self.skip(at + len(head))
        if after > at + len(head) and after < self.end and (self.capital(after) or self.text[after] in "“\""):
            return head
        if self._of_units(at, head, after):
            return head
        first = head.split()[0]  # "Ban Chỉ đạo quốc gia": the name begins within the longest head
        inside = first != head and self.words.heads.at(first, 0, len(first)) and self.capital(at + len(first) + 1)
        return first if inside and self.capital(at) else None

    def _of_units(self, at: int, head: str, after: int) -> bool:
        """Return whether a head noun that can do without a name is followed by the level or the units it is of."""
        if not self.words.levelled.at(self.key, at, self.end) and head not in _WITH_LEVEL:
            return False
        return bool(self.words.levels.at(self.key, after, self.end)) or self.key.startswith(_LEVEL_WORDS, after)

    def _shape(self, start: int, at: int) -> Item | None:
        head = self._head(at)
        if not head:
            short = self.words.levelled.at(self.key, at, self.end)
            alone = short and self.text[at : at + len(short)].isupper() and not self.capitals  # "Tỉnh ủy, HĐND, UBND tỉnh"
            return Item(start, at + len(short or ""), "name", [short or ""]) if alone else None
        after = self.skip(at + len(head))
        if self.words.levelled.at(self.key, at, self.end) == head:
            if self.words.levels.at(self.key, after, self.end):
                return self._of_levels(start, at, head)
            plural = self._quantity(after)
            if plural and self.words.levels.at(self.key, plural, self.end):
                return self._of_levels(start, at, head)
            if plural and (group := self.words.groups.at(self.key, plural, self.end)):
                return Item(start, plural + len(group), "group", [group], quantity=True)
        inner = self.known.longest(self.key, self.text, after, self.end)
        return Item(start, inner or self.token(after), "shape", [head])

    def _of_levels(self, start: int, at: int, head: str) -> Item:
        """Return a body made of units of a level: "UBND các xã, phường", "Ủy ban nhân dân tỉnh Lai Châu"."""
        after = self.skip(at + len(head))
        plural = self._quantity(after)
        level_at = plural or after
        level = self.words.levels.at(self.key, level_at, self.end) or ""
        end = level_at + len(level)
        found = Item(start, end, "name", [level], levelled=True)
        behind = self.skip(end)
        named = behind > end and self.capital(behind) and not self.known.longest(self.key, self.text, behind, self.end)
        if named and (self.capitals or not self.verbs.is_order(self.key, behind, self.end)):
            found.prefix = self.text[start:after]
            found.end = self._place_name(behind)
        return found

    def _place_name(self, at: int) -> int:
        """Return where a place's name ends that begins at a place with a capital."""
        if known := self.known.place(self.key, self.text, at, self.end):
            return known
        end = self.token(at)
        while (behind := self.skip(end)) > end and self.capital(behind) and not self._head(behind):
            end = self.token(behind)
        return end

    def _group(self, start: int, at: int, *, plural: bool) -> Item | None:
        group = self.words.groups.at(self.key, at, self.end)
        if not group:
            return None
        end = at + len(group)
        if not plural and group in self.words.ranks and group not in ("địa phương", "đoàn thể"):
            behind = self.separator(end)
            listed_on = behind and self.words.groups.at(self.key, behind, self.end)
            alone = self.whole and not self.capital(self.skip(end))
            if not listed_on and not alone and not self.words.closing.at(self.key, self.skip(end), self.end):
                return None
        return Item(start, end, "group", [group], modified=group in self.words.compounds)

    def _place(self, start: int, at: int, *, named: bool = False) -> Item | None:
        """Return a place as a body ("tỉnh Lai Châu"); without a name ("Thành phố") only when `named` is not asked."""
        level = self.words.levels.at(self.key, at, self.end)
        if level:
            after = self.skip(at + len(level))
            if self.capital(after) and not self.capitals:
                return Item(start, self._place_name(after), "place", [level])
            return Item(start, at + len(level), "place", [level]) if self.capital(at) and not named else None
        if named:
            return None
        end = self.known.place(self.key, self.text, at, self.end)
        return Item(start, end, "place", [""]) if end else None

    # ── how it goes on ────────────────────────────────────────────────────────────────────────────

    def extend(self, item: Item) -> None:
        """Follow a body to its end: words, brackets, and the separators inside it."""
        item.after = item.end
        taken = 0
        stopped = False
        while True:
            at = self.skip(item.after)
            if at >= self.end or self.text[at] in "\n:.;":
                break
            if self.text[at] == "(":
                if not self._bracket(item, at):
                    break
                continue
            behind = self.separator(at)
            if behind is not None:
                end = self.goes_on(item, at, behind)
                if end is None:
                    break
                item.end = item.after = end
                continue
            if item.after > item.end:  # words behind a bracket that was left out
                break
            end = self._word(item, at)
            if end is None:
                stopped = True
                break
            item.end = item.after = end
            taken += 1
        if taken > _MANY and not stopped and not self.whole and item.kind == "group" and not item.relative:
            item.end = item.after = item.core

    def _bracket(self, item: Item, at: int) -> bool:
        """Take a bracket that names a body; pass over any other. Return whether reading can go on."""
        close = self.text.find(")", at, self.end)
        if close < 0:
            return False
        inner = self.skip(at + 1)
        name = self.known.longest(self.key, self.text, inner, close)
        short = self.text[inner:close].replace("&", "").isupper() and " " not in self.text[inner:close]
        if name == close or short or (self._head(inner) and not any(mark in self.text[inner:close] for mark in ",;")):
            item.end = item.after = close + 1
        else:
            item.after = close + 1
        return True

    def _word(self, item: Item, at: int) -> int | None:
        """Return where the next word of a body ends, or None when the body ends before it."""
        if self.text[at] in "“\"":
            close = min((found for mark in "”\"" if (found := self.text.find(mark, at + 1, self.end)) > 0), default=-1)
            return close + 1 if close > 0 and item.kind != "group" else None
        if self.text[at] in "-–/":
            behind = self.skip(at + 1)
            joins = self.capital(behind) != (item.kind == "group")  # "Cục C06 - Bộ Công an", "chính trị - xã hội"
            inner = self.begun(behind) if joins and item.kind != "group" else None
            return (inner.end if inner else self._token_or_name(behind)) if joins and self.text[at] != "/" else None
        if self._is_next_body(item, at):
            return None
        if closing := self.words.closing.at(self.key, at, self.end):
            far = self.key.startswith(("đến ", "tới "), self.skip(at + len(closing)))  # "có liên quan đến công tác này"
            item.relative, item.closed = item.relative or far, not far
            return at + len(closing)
        light = self.words.light.at(self.key, at, self.end)
        if not light and self._stops(item, at):
            return None
        if item.kind == "group":
            return self._group_word(item, at)
        if light and item.kind == "shape":
            return at + len(light)
        if self.capital(at) or item.kind == "shape" or self.whole:
            return self._token_or_name(at)
        return self._suffix(item, at)

    def _token_or_name(self, at: int) -> int:
        return self.known.longest(self.key, self.text, at, self.end) or self.token(at)

    def _is_next_body(self, item: Item, at: int) -> bool:
        """Return whether a new body begins at a place without a separator ("… Truyền thông Bộ Khoa học …")."""
        if not self.capital(at) or self.capitals:
            return False
        if self.words.quantity.at(self.key, at, self.end) and self.text[at].isupper():
            return True
        name = self.known.longest(self.key, self.text, at, self.end)
        whole_name = item.kind == "name" and (item.end == item.core or item.levelled)
        return bool(name and whole_name and self.key.startswith(("bộ ", "sở ", "ủy ban nhân dân ", "ubnd ", "văn phòng "), at))

    def _stops(self, item: Item, at: int) -> bool:
        """Return whether a predicate begins at a place; a relative clause ("được giao …") is taken in."""
        if self.capitals:
            return False
        if self.text[at].isupper():  # a heading run into its paragraph: "Sở Tài chính Chủ trì …"
            return item.kind == "name" and not self.whole and self.verbs.is_order(self.key, at, self.end)
        if item.kind == "group" and self._relative(item, at):
            return False
        if self.key.startswith("đến ", at) and " từ " in self.key[item.start : item.end]:
            return False
        if self.whole:
            return bool(self.verbs.strong.at(self.key, at, self.end)) and not item.relative
        found = self.verbs.predicate(self.key, at, self.end)
        if not found:
            return False
        if item.kind == "group" and self.words.fields.at(self.key, at, self.end) == found:
            return not self._predicate_later(at, marks=",.;:\n")
        if item.kind == "shape" and self._object_of_name(item, at):
            return False
        if item.verbs and item.end > item.core and self._predicate_later(at):
            item.verbs -= 1
            return False
        if item.kind == "group" and found in ("tại", "trong"):
            return not self._noun_phrase_goes_on(at, found)
        return not (item.relative and self.verbs.adjuncts.at(self.key, at, self.end) == found)

    def _object_of_name(self, item: Item, at: int) -> bool:
        """Return whether a verb is the object of one in a name: "Viện Nghiên cứu | phát triển Thành phố"."""
        object_of = self.words.objects.at(self.key, at, self.end) and item.heads[0] in _WITH_OBJECT
        before = self.key[item.start : item.end].rsplit(" ", 2)[-2:]
        return bool(object_of and self.verbs.orders.at(" ".join(before), 0, len(" ".join(before))) == " ".join(before))

    def _noun_phrase_goes_on(self, at: int, word: str) -> bool:
        behind = self.skip(at + len(word))
        inner = ("lĩnh vực", "ngành", "nước", "tỉnh", "khối", "hệ thống", "khu", "kcn", "và ngoài", "thành phố")
        return word == "tại" or self.key.startswith(inner, behind)

    def _relative(self, item: Item, at: int) -> bool:
        """Return whether a relative clause begins at a place; marks the body when it does."""
        for word in ("được", "đang", "bị", "có", "là"):
            if not self.key.startswith(f"{word} ", at, self.end):
                continue
            duty = self.verbs.duties.at(self.key, at, self.end) or ""
            owner = self.key.startswith("là chủ quản", at)
            if len(duty) > len(word) or (word == "là" and not self.whole and not owner):
                return False
            if word == "đang" and not self.whole and not self._predicate_later(at):
                return False
            many = self.words.quantity.at(self.key, self.skip(at + len(word)), self.end)  # "có các hệ thống triển khai tới …"
            if not item.relative or word in ("được", "bị"):
                item.relative = item.relative or word != "có" or self.whole or bool(many)
                item.verbs += word == "có" and bool(many)
                return True
        return False

    def _predicate_later(self, at: int, marks: str = ".;:\n") -> bool:
        """Return whether, behind "đang" (or a verb) and its verb, another predicate follows in the sentence."""
        at = self.skip(self.token(at))
        verb = self.verbs.predicate(self.key, at, self.end)
        at = self.skip(at + len(verb)) if verb else at
        if at >= self.end:
            return True
        while at < self.end and self.text[at] not in marks:
            if self.text[at].islower() and self.verbs.predicate(self.key, at, self.end):
                return True
            at = self.skip(max(self.token(at), at + 1))
        return False

    def _group_word(self, item: Item, at: int) -> int | None:
        if item.closed and not self.whole and not self.capital(at):
            ties = ("thuộc ", "trực thuộc ", "trên địa bàn", "của ", "tại ", "ở ", "trong ", "đến ", "khác", "cấp ", "tỉnh", "thành phố")
            if not self.key.startswith(ties, at):
                return None
            item.closed = False
        if light := self.words.light.at(self.key, at, self.end):
            return at + len(light)
        end = self._token_or_name(at)
        if self.key[at:end] in ("được", "đang", "bị"):  # the verbs of the relative clause belong to it
            while (behind := self.skip(end)) < self.end and self.text[behind].islower():
                verb = self.verbs.orders.at(self.key, behind, self.end)
                if not verb:
                    break
                end = behind + len(verb)
        item.modified = True
        return end

    def _suffix(self, item: Item, at: int) -> int | None:
        """Return where a lower-case word ends that can still belong to a known name, or None."""
        level = self.words.levels.at(self.key, at, self.end) or self.words.light.at(self.key, at, self.end)
        if level:
            behind = self.skip(at + len(level))
            return self._place_name(behind) if behind > at + len(level) and self.capital(behind) else at + len(level)
        if self.key.startswith(("trên địa bàn", "trực thuộc ", "thuộc ", "của ", "các ", "khu vực ", "chi nhánh ", "ở trung ương", "từ "), at):
            if self.key.startswith("trên địa bàn", at):
                return at + len("trên địa bàn")
            behind = self.skip(at + len("trực thuộc") if self.key.startswith("trực thuộc", at) else self.token(at))
            if whole := self.words.light.at(self.key, behind, self.end):
                return behind + len(whole)
            follows = self.capital(behind) or self.words.levels.at(self.key, behind, self.end) or self.words.groups.at(self.key, behind, self.end)
            if self.key.startswith("trực thuộc", at) or follows or self.key.startswith(("khu vực", "chi nhánh", "ở "), at):
                return self.token(behind) if self.capital(behind) else max(behind - 1, self.token(at))
        if item.levelled and self.key.startswith("đến ", at) and self.capital(self.skip(at + 4)):
            return self._place_name(self.skip(at + 4))
        return None

    # ── across a separator ────────────────────────────────────────────────────────────────────────

    def goes_on(self, item: Item, at: int, behind: int) -> int | None:
        """Return where the words behind a separator end that go on with the same body, or None for a cut."""
        joint = self.key[at:behind]
        if behind >= self.end or ";" in joint or self.text[behind] == "\n":
            return None
        if "/" in joint:
            return None if " " in joint or self.begun(behind) else self.token(behind)
        quantity = self._quantity(behind)
        if quantity is not None:
            if unions := self._front_and_unions(item, quantity):
                item.kind = "group"
                return unions
            known = self.begun(behind) or self.words.groups.at(self.key, quantity, self.end)
            return None if known or not item.relative else self.token(behind)
        if self.known.longest(self.key, self.text, behind, self.end) and not self._bare_rank(behind):
            return None
        if self.words.offices.at(self.key, behind, self.end):
            return self._office_goes_on(item, behind)
        not_body = self.words.not_bodies.at(self.key, behind, self.end)
        level = None if not_body else self.words.levels.at(self.key, behind, self.end)
        if level and (item.levelled or item.kind in ("name", "shape")):
            return self._level_goes_on(item, behind, level)
        group = None if not_body else self.words.groups.at(self.key, behind, self.end)
        bare = group and item.kind == "group" and self.text[behind].islower()
        if self._head(behind) and not bare:
            return None
        if group:
            return self._group_goes_on(item, joint, behind, group)
        return self._words_go_on(item, joint, behind)

    def _front_and_unions(self, item: Item, at: int) -> int | None:
        """Return where "đoàn thể" ends in a party body of the Front and the unions, which is one, or None."""
        so_far = self.key[item.start : item.end]
        unions = next((noun for noun in ("đoàn thể", "tổ chức chính trị") if self.key.startswith(noun, at, self.end)), None)
        of_party = so_far.startswith(("đảng đoàn ", "đảng ủy ", "đảng bộ "))
        return at + len(unions) if unions and of_party and "mặt trận tổ quốc" in so_far else None

    def _bare_rank(self, at: int) -> bool:
        group = self.words.groups.at(self.key, at, self.end)
        name = self.known.longest(self.key, self.text, at, self.end)
        return bool(group and name and at + len(group) >= name)

    def _office_goes_on(self, item: Item, behind: int) -> int | None:
        if not item.comrades or self.text[behind].isupper():
            return None
        inner = self.begun(behind)
        if inner:
            item.heads = inner.heads
            item.kind = inner.kind
            return inner.end
        return None

    def _level_goes_on(self, item: Item, behind: int, level: str) -> int | None:
        after = self.skip(behind + len(level))
        named = after < self.end and self.capital(after) and not self.known.longest(self.key, self.text, after, self.end)
        if item.levelled:
            if item.prefix:
                return None
            return self._place_name(after) if named else behind + len(level)
        last = self.key[item.start : item.end]
        ends_with_level = last.endswith((" tỉnh", " thành phố", " xã", " phường"))
        return behind + len(level) if ends_with_level and not named else None

    def _group_goes_on(self, item: Item, joint: str, behind: int, group: str) -> int | None:
        """Decide about a bare group noun: "các sở, ban, ngành" is one body, "các sở, ngành và đơn vị liên quan" two."""
        if item.kind not in ("group",) or (item.levelled and item.prefix):
            return None
        end = behind + len(group)
        rank = group in self.words.ranks
        if (item.relative and not item.closed) or (group in ("báo", "đài") and item.heads[-1].startswith("cơ quan ")):
            return end
        if item.closed or (item.modified and item.heads[-1].split()[0] != group.split()[0]):
            return None
        starts_anew = not item.quantity and group.split()[0] in ("sở", "bộ") and item.heads[-1] not in ("ban", "ban đảng")
        if starts_anew or ("và" in joint and not rank and item.heads[-1] in self.words.ranks):
            return None
        item.heads.append(group)
        item.core = end
        return end

    def _words_go_on(self, item: Item, joint: str, behind: int) -> int | None:
        """Decide about words that begin no body: the field of a name, or a modifier of a group."""
        lower = self.text[behind].islower()
        if lower and not self.capitals and self._denied_tail(item, behind):
            return None
        if item.kind == "group":
            place = self.known.place(self.key, self.text, behind, self.end)
            if item.closed and not place:
                return None
            if place and not item.modified:
                return None
            return place or self._token_or_name(behind)
        if item.kind == "shape":
            return self._token_or_name(behind)
        if item.kind == "other" and "và" in joint:
            return self.token(behind)
        return None

    def _denied_tail(self, item: Item, behind: int) -> bool:
        """Return whether words behind a separator open the predicate, so that the list is at its end."""
        verb = self.verbs.predicate(self.key, behind, self.end)
        if not verb:
            return False
        if self.whole:
            return bool(self.verbs.strong.at(self.key, behind, self.end))
        doing = self.verbs.orders.at(self.key, item.end - len(item.heads[-1].split()[-1]), self.end) if item.heads else None
        tail = " ".join(item.heads[-1].split()[-2:]) if item.heads else ""
        verbal = item.kind == "group" and item.end == item.core and bool(self.verbs.orders.at(tail, 0, len(tail)))
        return not (verbal or doing)

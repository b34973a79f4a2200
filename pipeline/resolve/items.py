"""Which body begins at a place? A name of the registry, a head noun with a name, a group, an officer, or a place."""

from __future__ import annotations

from pipeline.resolve.reader import DASHES, QUOTES, Item, Reader

_BARE_RANKS = ("địa phương", "đoàn thể")  # nouns of rank that are a group by themselves
_LEVEL_WORDS = ("cấp xã", "cấp tỉnh", "cấp huyện", "các ", "ở ", "khu vực ", "cơ sở", "cửa khẩu ", "trung ương")
_SHORTEST_NAME, _LONGEST_NAME = 2, 5  # syllables of a person's name
_COUNTS = ("thống kê", "viễn thông")
# Verbs behind "cơ quan phối hợp" that make "phối hợp" the verb and not a kind of body.
_SAME_PREDICATE = ("thực hiện", "triển khai", "tổ chức", "phối hợp", "cùng")


class Recogniser(Reader):
    """Recognises the body that begins at a place, as far as its head and first words."""

    def begun(self, start: int, *, plural: bool = False) -> Item | None:
        """Return the body that begins at a place as far as it is recognised, or None; `plural` when one of several."""
        at = self.after("đồng chí", start)
        quantity = self.quantity(at)
        plural = plural or quantity is not None
        at = quantity or at
        comrades = self.after("đồng chí", at) != at or self.after("đồng chí", start) != start
        at = self.after("đồng chí", at)
        named = self.name(at)
        if named and quantity and self._is_rank_with_verb(at):
            named = None
        if self._denied(at, named, plural=plural):
            return None
        found = (
            self._acting(start, at)
            or self._named(start, at, named, plural=plural)
            or self._office(start, at, plural=plural)
            or self._shape(start, at)
            or self._place_named(start, at)
            or self._group(start, at, plural=plural)
            or self._place(start, at)
            or (self._person(start, at) if comrades else None)
        )
        if found:
            found.quantity = quantity is not None
            found.comrades = comrades
        return found

    def _is_rank_with_verb(self, at: int) -> bool:
        """Return whether "các sở xây dựng kế hoạch" stands at a place, which is no name though its words are one."""
        behind = self.skip(self.token(at))
        verb = self.verbs.orders.at(self.key, behind, self.end)
        return bool(verb) and self.key.startswith("sở ", at) and self.text[behind].islower()

    def _denied(self, at: int, named: int | None, *, plural: bool) -> bool:
        """Return whether the words at a place look like a body and are none."""
        not_body = self.here(self.words.not_bodies, at)
        if not_body and (named or 0) <= at + len(not_body) and not self.group_at(at):
            return True
        acting = self.here(self.words.acting, at) or ""
        if acting and self.key.startswith(":", self.skip(at + len(acting))):  # a label: "Cơ quan thực hiện: …"
            return True
        if plural or named or self.head(at) or not self.verbs.is_order(self.key, at, self.end):
            return False
        verb = self.here(self.verbs.orders, at) or ""
        if max(len(self.here(self.words.groups, at) or ""), len(acting)) > len(verb):
            return False
        office = self.here(self.words.offices, at)  # "lãnh đạo": to lead, and those who do
        return not (office and self.begun(self.skip(at + len(office))))

    def _acting(self, start: int, at: int) -> Item | None:
        """Return "cơ quan phối hợp" as a body when its predicate follows."""
        found = self.here(self.words.acting, at)
        if not found:
            return None
        end = at + len(found)
        after = self.skip(end)
        alone = self.whole and (after >= self.end or self.separator(end) is not None)
        verb = self.verbs.predicate(self.key, after, self.end)
        if alone or (verb and (found.endswith("chủ trì") or not verb.startswith(_SAME_PREDICATE))):
            return Item(start, end, "group", [found], closed=True)
        return None

    def _named(self, start: int, at: int, end: int | None, *, plural: bool) -> Item | None:
        if end is None:
            return None
        group = self.here(self.words.groups, at)
        if group and at + len(group) >= end + (not plural):
            return None
        levelled = self.here(self.words.levelled, at)
        if levelled and self.here(self.words.levels, at + len(levelled) + 1):
            return self._of_levels(start, at, levelled)
        return Item(start, end, "name", [self.key[at:end]])

    def _office(self, start: int, at: int, *, plural: bool) -> Item | None:
        """Return an officer with the body he heads: "Thủ trưởng các sở", "Bộ trưởng Bộ Y tế", "Bộ trưởng"."""
        office = self.here(self.words.offices, at)
        if not office:
            return None
        after = self.skip(at + len(office))
        inner = self.begun(after, plural=plural) if after < self.end and self.text[after] not in ",;:(" else None
        if inner is None:
            return None if office == "trưởng" else Item(start, at + len(office), "shape", [office])
        inner.start = start
        if inner.prefix:
            inner.prefix = f"{self.text[start:after]}{inner.prefix}"
        return inner

    def head(self, at: int) -> str | None:
        """Return the head noun at a place when a name follows it."""
        head = self.here(self.words.heads, at)
        if not head:
            return None
        after = self.skip(at + len(head))
        if after > at + len(head) and (self.capital(after) or self.text[after : after + 1] in (*QUOTES,)):
            return head
        if self._of_units(at, head, after):
            return head
        parts = head.split()  # "Ban Chỉ đạo quốc gia", "Văn phòng Đăng ký đất đai": the name begins within the head
        for size in range(len(parts) - 1, 0, -1):
            shorter = " ".join(parts[:size])
            inside = self.words.heads.at(shorter, 0, len(shorter)) == shorter
            if inside and self.capital(at) and self.capital(at + len(shorter) + 1):
                return shorter
        return None

    def _of_units(self, at: int, head: str, after: int) -> bool:
        """Return whether a head noun that can do without a name is followed by the level or the units it is of."""
        if head not in self.words.with_level and not self.here(self.words.levelled, at):
            return False
        if self.here(self.words.levels, after):
            return True
        counts = head in _COUNTS and not self.key.startswith(("khu vực ", "cơ sở"), after)  # "Thống kê các hộ"
        return not counts and self.key.startswith(_LEVEL_WORDS, after)

    def _person(self, start: int, at: int) -> Item | None:
        """Return a comrade called by name, with the office behind it: "đồng chí Nguyễn Văn An, Phó Chủ tịch tỉnh"."""
        end = at
        syllables = 0
        while self.capital(self.skip(end)) and syllables < _LONGEST_NAME:
            end = self.token(self.skip(end))
            syllables += 1
        if syllables < _SHORTEST_NAME:
            return None
        behind = self.separator(end)
        if behind is None and self.text[self.skip(end) : self.skip(end) + 1] in (*DASHES,):
            behind = self.skip(self.skip(end) + 1)
        office = self._office(behind, behind, plural=False) if behind else None
        if office:
            office.start = start
        return office or Item(start, end, "name", [self.key[at:end]])

    def _shape(self, start: int, at: int) -> Item | None:
        head = self.head(at)
        if not head:
            short = self.here(self.words.levelled, at) or ""
            alone = short and self.text[at : at + len(short)].isupper() and not self.capitals  # "HĐND, UBND tỉnh"
            return Item(start, at + len(short), "name", [short]) if alone else None
        after = self.skip(at + len(head))
        if self.here(self.words.levelled, at) == head:
            plural = self.quantity(after)
            if self.here(self.words.levels, plural or after):
                return self._of_levels(start, at, head)
            if plural and (group := self.here(self.words.groups, plural)):
                return Item(start, plural + len(group), "group", [group], quantity=True)
        return Item(start, self.token_or_name(after), "shape", [head])

    def _of_levels(self, start: int, at: int, head: str) -> Item:
        """Return a body made of units of a level: "UBND các xã, phường", "Ủy ban nhân dân tỉnh Lai Châu"."""
        after = self.skip(at + len(head))
        level_at = self.quantity(after) or after
        level = self.here(self.words.levels, level_at) or ""
        end = level_at + len(level)
        found = Item(start, end, "name", [level], levelled=True)
        behind = self.skip(end)
        named = behind > end and self.capital(behind) and self.name(behind) is None
        if named and (self.capitals or not self.verbs.is_order(self.key, behind, self.end)):
            found.prefix = self.text[start:after]
            found.end = self.place_name(behind)
        return found

    def place_name(self, at: int) -> int:
        """Return where a place's name ends that begins at a place with a capital."""
        if known := self.known.place(self.key, self.text, at, self.end):
            return known
        if self.here(self.words.openers, at):  # an order run into it: "các tỉnh, thành phố Khẩn trương …"
            return at
        end = self.token(at)
        while (behind := self.skip(end)) > end and self.capital(behind) and not self.head(behind):
            end = self.token(behind)
        return end

    def _group(self, start: int, at: int, *, plural: bool) -> Item | None:
        group = self.here(self.words.groups, at)
        if not group:
            return None
        end = at + len(group)
        if not plural and group in self.words.ranks and group not in _BARE_RANKS:
            behind = self.separator(end)
            listed_on = behind and self.here(self.words.groups, behind)
            alone = self.whole and not self.capital(self.skip(end))
            if not listed_on and not alone and not self.here(self.words.closing, self.skip(end)):
                return None
        return Item(start, end, "group", [group], modified=group in self.words.compounds)

    def _place_named(self, start: int, at: int) -> Item | None:
        """Return a place with its level as a body: "tỉnh Lai Châu"."""
        level = self.here(self.words.levels, at)
        after = self.skip(at + len(level)) if level else at
        if level and self.capital(after) and not self.capitals:
            return Item(start, self.place_name(after), "place", [level])
        return None

    def _place(self, start: int, at: int) -> Item | None:
        """Return a province's bare name, or "Tỉnh", "Thành phố" alone, as a body."""
        level = self.here(self.words.levels, at)
        if level:
            return Item(start, at + len(level), "place", [level]) if self.capital(at) else None
        end = self.known.place(self.key, self.text, at, self.end)
        return Item(start, end, "place", [""]) if end else None

"""Where does a body end? Word by word, bracket by bracket, and at each comma or "và": on with it, or the next one."""

from __future__ import annotations

from pipeline.resolve.items import Recogniser
from pipeline.resolve.reader import DASHES, QUOTES, Item

_MANY = 9  # words behind a group without a predicate in sight: no subject, its tail is given up
_SENTENCE = ".;:\n"
_TOP = ("bộ ", "sở ", "ủy ban nhân dân ", "ubnd ", "văn phòng ")  # what can follow a name without a comma
_UNITS = ("bộ", "sở", "cục", "vụ", "viện", "trung tâm", "phòng", "văn phòng")
_UNIT_HEADS = ("vụ ", "cục ", "phòng ")  # of one rank with the unit before, and no part of its name
_WITHIN = ("lĩnh vực", "ngành", "nước", "tỉnh", "khối", "hệ thống", "khu", "kcn", "và ngoài", "thành phố")
_STANDING = ("trên địa bàn", "ở trung ương")


class Follower(Recogniser):
    """Follows a body to its end."""

    def item(self, start: int) -> Item | None:
        """Return the body that begins at a place, up to its end, or None."""
        found = self.begun(start)
        if found is None:
            return None
        found.core = found.core or found.end
        self.extend(found)
        leads = start == self.first and found.kind == "group" and self.key.startswith("lãnh đạo ", start)
        if leads and not self.here(self.verbs.duties, self.skip(found.after)):
            return None  # "Lãnh đạo các đơn vị thực hiện …" is an order, "Lãnh đạo các đơn vị phải …" a subject
        return found

    def extend(self, item: Item) -> None:
        """Move a body's end over its words, brackets and the separators inside it."""
        item.after = item.end
        taken = 0
        end: int | None = item.end
        while end is not None:
            at = self.skip(item.after)
            if at >= self.end or self.text[at] in _SENTENCE:
                break
            if self.text[at] == "(":
                if not self._bracket(item, at):
                    break
                continue
            behind = self.separator(at)
            if behind is not None:
                end = self._across(item, at, behind)
                if end is None:
                    break
            elif item.after > item.end:  # words behind a bracket that was left out
                break
            else:
                end = self._word(item, at)
                taken += 1
            item.end = item.after = item.end if end is None else end
        else:
            return
        if taken > _MANY and not self.whole and item.kind == "group" and not item.relative:
            item.end = item.after = item.core

    def _bracket(self, item: Item, at: int) -> bool:
        """Take a bracket that names a body; pass over any other. Return whether reading can go on."""
        close = self.text.find(")", at, self.end)
        if close < 0:
            return False
        inner = self.skip(at + 1)
        inside = self.text[inner:close]
        short = inside.replace("&", "").isupper() and " " not in inside
        item.after = close + 1
        if self.name(inner) == close or short or (self.head(inner) and not any(mark in inside for mark in ",;")):
            item.end = item.after
        return True

    # ── words ─────────────────────────────────────────────────────────────────────────────────────

    def _word(self, item: Item, at: int) -> int | None:
        """Return where the next word of a body ends, or None when the body ends before it."""
        if self.text[at] in QUOTES:
            return self._quoted(item, at)
        if self.text[at] in DASHES:
            return self._behind_dash(item, at)
        if self._is_next(item, at):
            return None
        return self._closing(item, at) or self._plain_word(item, at)

    def _closing(self, item: Item, at: int) -> int | None:
        """Return where "liên quan" and the like end, with which a group closes."""
        closing = self.here(self.words.closing, at)
        if not closing:
            return None
        far = self.key.startswith(("đến ", "tới "), self.skip(at + len(closing)))  # "liên quan đến công tác này"
        item.relative, item.closed = item.relative or far, not far
        return at + len(closing)

    def _plain_word(self, item: Item, at: int) -> int | None:
        light = self.here(self.words.light, at)
        if not light and self._stops(item, at):
            return None
        if item.kind == "group":
            return self._word_of_group(item, at)
        if light and item.kind == "shape":
            return at + len(light)
        loose = self.capital(at) or item.kind == "shape" or self.whole
        return self.token_or_name(at) if loose else self._suffix(item, at)

    def _quoted(self, item: Item, at: int) -> int | None:
        closes = [found for mark in '”"' if (found := self.text.find(mark, at + 1, self.end)) > 0]
        return min(closes) + 1 if closes and item.kind != "group" else None

    def _behind_dash(self, item: Item, at: int) -> int | None:
        """Return where the words behind a dash end: "Cục C06 - Bộ Công an", "các tổ chức chính trị - xã hội"."""
        behind = self.skip(at + 1)
        if self.capital(behind) == (item.kind == "group"):
            return None
        inner = None if item.kind == "group" else self.begun(behind)
        return inner.end if inner else self.token_or_name(behind)

    def _is_next(self, item: Item, at: int) -> bool:
        """Return whether a new body begins at a place without a separator ("… Truyền thông Bộ Khoa học …")."""
        if self.capitals:
            return False
        if not self.capital(at):
            return self.whole and item.kind == "name" and self.plural_of_units(at)
        if self.here(self.words.quantity, at):
            return True
        if self.name(at) is None:
            return False
        if item.kind == "name" and (item.end == item.core or item.levelled):
            return self.key.startswith((*_TOP, *_UNIT_HEADS), at)
        return self.whole and item.kind == "shape" and item.heads[0] in _UNITS and self.key.startswith(_UNIT_HEADS, at)

    def _word_of_group(self, item: Item, at: int) -> int | None:
        """Return where the next modifier of a group ends; behind "liên quan" only a tie goes on with it."""
        if item.closed and not self.whole and not self.capital(at):
            if not self.here(self.words.ties, at):
                return None
            item.closed = False
        if light := self.here(self.words.light, at):
            return at + len(light)
        end = self.token_or_name(at)
        if self.key[at:end] in ("được", "đang", "bị"):  # the verbs of the relative clause belong to it
            while verb := self.here(self.verbs.orders, self.skip(end)):
                end = self.skip(end) + len(verb)
        item.modified = True
        return end

    def _suffix(self, item: Item, at: int) -> int | None:
        """Return where a small word ends that can still belong to a known name, or None."""
        level = self.here(self.words.levels, at) or self.here(self.words.light, at)
        if level:
            behind = self.skip(at + len(level))
            named = behind > at + len(level) and self.capital(behind)
            return self.place_name(behind) if named else at + len(level)
        for standing in _STANDING:
            if self.key.startswith(standing, at):
                return at + len(standing)
        if item.levelled and self.key.startswith("đến ", at) and self.capital(self.skip(at + 4)):
            return self.place_name(self.skip(at + 4))  # "UBND các tỉnh từ A đến B"
        return self._tied(at)

    def _tied(self, at: int) -> int | None:
        """Return where a tie ends that what belongs to a name follows: "… | của Quốc hội", "… | khu vực XIX"."""
        tie = self.here(self.words.inner, at)
        if not tie:
            return None
        behind = self.skip(at + len(tie))
        if whole := self.here(self.words.light, behind):
            return behind + len(whole)
        if self.capital(behind):
            return self.token(behind)
        follows = self.here(self.words.levels, behind) or self.here(self.words.groups, behind)
        return at + len(tie) if follows else None

    # ── predicates and relative clauses ───────────────────────────────────────────────────────────

    def _stops(self, item: Item, at: int) -> bool:
        """Return whether a predicate begins at a place; a relative clause ("được giao …") is taken in."""
        if self.capitals:
            return False
        if self.text[at].isupper():  # a heading run into its paragraph: "Sở Tài chính Chủ trì …"
            return item.kind == "name" and not self.whole and self.verbs.is_order(self.key, at, self.end)
        reaches = self.key.startswith("đến ", at) and " từ " in self.key[item.start : item.end]
        if reaches or (item.kind == "group" and self._relative(item, at)):
            return False
        if self.whole:
            return self.strong(at) and not item.relative
        found = self.predicate(at)
        return found is not None and not self._belongs(item, at, found)

    def _belongs(self, item: Item, at: int, verb: str) -> bool:
        """Return whether a verb or preposition is part of the body after all."""
        if item.kind != "group":
            return item.kind == "shape" and self._object_of_name(item, at)
        if self.here(self.words.fields, at) == verb:  # "tổ chức … thanh toán | phối hợp …"
            return self._predicate_later(at, f",{_SENTENCE}")
        if item.verbs and self.key.startswith(("tới ", "đến ", "tại ", "ở "), self.skip(at + len(verb))):
            item.verbs -= 1
            return True
        if verb in ("tại", "trong"):
            return verb == "tại" or self.key.startswith(_WITHIN, self.skip(at + len(verb)))
        return (item.relative and self.here(self.verbs.adjuncts, at) == verb) or self._is_trade(item, at, verb)

    def _is_trade(self, item: Item, at: int, verb: str) -> bool:
        """Return whether a verb with its object says what kind of business it is: "các công ty | khai thác cảng"."""
        if (
            item.end != item.core
            or item.heads[-1] not in self.words.traders
            or self.here(self.words.trades, at) != verb
        ):
            return False
        behind = self.skip(at + len(verb))
        return (
            behind < self.end and not self.predicate(behind) and self._predicate_later(at, f",{_SENTENCE}", acts=True)
        )

    def _object_of_name(self, item: Item, at: int) -> bool:
        """Return whether a verb is the object of one in a name: "Viện Nghiên cứu | phát triển Thành phố"."""
        before = " ".join(self.key[item.start : item.end].split()[-2:])
        of_verb = self.verbs.orders.at(before, 0, len(before)) == before
        return of_verb and item.heads[0] in self.words.with_object and self.here(self.words.objects, at) is not None

    def _relative(self, item: Item, at: int) -> bool:
        """Return whether a relative clause begins at a place; marks the body when it does."""
        word = next((word for word in ("được", "đang", "bị", "có", "là") if self.after(word, at) != at), None)
        if word is None or len(self.here(self.verbs.duties, at) or "") > len(word):
            return False
        if word == "là" and not self.whole and not self.key.startswith("là chủ quản", at):
            return False
        if word == "đang" and not self.whole and not self._predicate_later(at):
            return False
        if item.relative and word not in ("được", "bị"):
            return False
        many = word == "có" and self.here(self.words.quantity, self.skip(at + len(word))) is not None
        item.relative = item.relative or word != "có" or self.whole or many
        item.verbs += many  # "có các hệ thống triển khai tới …"
        return True

    def _predicate_later(self, at: int, marks: str = _SENTENCE, *, acts: bool = False) -> bool:
        """Return whether, behind "đang" (or a verb) and its verb, another predicate follows before some marks.

        With `acts` it must be a verb, and not a clause around one ("để …", "cho …").
        """
        at = self.skip(self.token(at))
        verb = self.verbs.predicate(self.key, at, self.end)
        at = self.skip(at + len(verb)) if verb else at
        if at >= self.end:
            return not acts
        while at < self.end and self.text[at] not in marks:
            found = self.predicate(at)
            if found and not (acts and self.here(self.verbs.adjuncts, at) == found):
                return True
            at = self.skip(max(self.token(at), at + 1))
        return False

    # ── across a separator ────────────────────────────────────────────────────────────────────────

    def _across(self, item: Item, at: int, behind: int) -> int | None:
        """Return where the words behind a separator end that go on with the same body, or None for a cut."""
        joint = self.key[at:behind]
        if behind >= self.end or ";" in joint or self.text[behind] == "\n":
            return None
        if "/" in joint:
            return None if " " in joint or self.begun(behind) else self.token(behind)
        quantity = self.quantity(behind)
        if quantity is not None:
            return self._plural_across(item, behind, quantity)
        return self._singular_across(item, joint, behind)

    def _singular_across(self, item: Item, joint: str, behind: int) -> int | None:
        """Decide about what has no "các": a name and a head noun part, the rest depends on what stands before."""
        if self.name(behind) and not self._is_bare_rank(behind):
            return None
        if self.here(self.words.offices, behind):
            return self._office_across(item, behind)
        not_body = self.here(self.words.not_bodies, behind)
        level = None if not_body else self.here(self.words.levels, behind)
        if level and (item.levelled or item.kind in ("name", "shape")):
            return self._level_across(item, behind, level)
        group = None if not_body else self.here(self.words.groups, behind)
        if self.head(behind) and not (group and item.kind == "group" and self.text[behind].islower()):
            return None
        return self._group_across(item, joint, behind, group) if group else self._words_across(item, joint, behind)

    def _plural_across(self, item: Item, behind: int, quantity: int) -> int | None:
        """Decide about "các …": a new body, but in a relative clause, and in a party body of the Front and unions."""
        so_far = self.key[item.start : item.end]
        unions = next((noun for noun in ("đoàn thể", "tổ chức chính trị") if self.key.startswith(noun, quantity)), None)
        of_party = so_far.startswith(tuple(f"{face} " for face in self.words.of_party))
        if unions and of_party and "mặt trận tổ quốc" in so_far:  # "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương"
            item.kind = "group"
            return quantity + len(unions)
        known = self.begun(behind) or self.here(self.words.groups, quantity)
        return None if known or not item.relative else self.token(behind)

    def _is_bare_rank(self, at: int) -> bool:
        group = self.here(self.words.groups, at)
        return group is not None and at + len(group) >= (self.name(at) or 0)

    def _office_across(self, item: Item, behind: int) -> int | None:
        inner = self.begun(behind) if item.comrades and self.text[behind].islower() else None
        if inner is None:
            return None
        item.heads, item.kind = inner.heads, inner.kind
        return inner.end

    def _level_across(self, item: Item, behind: int, level: str) -> int | None:
        """Decide about "xã, | phường": on with "UBND xã", but a new body with a name ("UBND tỉnh A, | tỉnh B")."""
        after = self.skip(behind + len(level))
        named = after < self.end and self.capital(after) and self.name(after) is None
        if item.levelled:
            if item.prefix:
                return None
            return self.place_name(after) if named else behind + len(level)
        ends_with_level = self.key[item.start : item.end].endswith((" tỉnh", " thành phố", " xã", " phường"))
        return behind + len(level) if ends_with_level and not named else None

    def _group_across(self, item: Item, joint: str, behind: int, group: str) -> int | None:
        """Decide about a bare group noun: "các sở, ban, ngành" is one body, "các sở, ngành và đơn vị liên quan" two."""
        if item.kind != "group":
            return None
        end = behind + len(group)
        last = item.heads[-1]
        if (item.relative and not item.closed) or (group in ("báo", "đài") and last.startswith("cơ quan ")):
            return end
        own = last.partition(" ")[0] != group.partition(" ")[0]
        if item.closed or (item.modified and own):
            return None
        anew = not item.quantity and group.startswith(("sở", "bộ")) and last not in ("ban", "ban đảng")
        crosses = "và" in joint and group not in self.words.ranks and last in self.words.ranks
        if anew or crosses:
            return None
        item.heads.append(group)
        item.core = end
        return end

    def _words_across(self, item: Item, joint: str, behind: int) -> int | None:
        """Decide about words that begin no body: the field of a name, or a modifier of a group."""
        if self.text[behind].islower() and not self.capitals and self._ends_list(item, behind):
            return None
        if item.kind == "group":
            return self._modifier_across(item, behind)
        if item.kind == "shape":
            return self.token_or_name(behind)
        return self.token(behind) if item.kind == "other" and "và" in joint else None

    def _modifier_across(self, item: Item, behind: int) -> int | None:
        place = self.known.place(self.key, self.text, behind, self.end)
        if place:
            return place if item.modified else None
        if item.closed:
            return None
        named = any(char.isupper() for char in self.text[item.core : item.end])  # "các lực lượng Công an, Hải quan"
        unknown = self.capital(behind) and not self.capitals and not named
        return None if unknown else self.token_or_name(behind)

    def _ends_list(self, item: Item, behind: int) -> bool:
        """Return whether words behind a separator open the predicate, so that the list is at its end."""
        if not self.verbs.predicate(self.key, behind, self.end):
            return False
        if self.whole:
            return self.strong(behind)
        last = " ".join(item.heads[-1].split()[-2:]) if item.heads else ""
        verbal = item.kind == "group" and item.end == item.core and self.verbs.orders.at(last, 0, len(last))
        return not verbal  # "các cơ quan tham mưu, | giúp việc Tỉnh ủy"

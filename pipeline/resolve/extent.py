"""Where does a body end? Word by word, bracket by bracket, and at each comma or "và": on with it, or the next one."""

from __future__ import annotations

from pipeline.resolve.joints import Joints
from pipeline.resolve.reader import DASHES, QUOTES, SENTENCE, Item

_MANY = 9  # words behind a group without a predicate in sight: no subject, its tail is given up
_FEW = 2  # words that a subject can have behind its sure part when its sentence ends without a predicate
_TOP = ("bộ ", "sở ", "ủy ban nhân dân ", "ubnd ", "văn phòng ")  # what can follow a name without a comma
UNITS = ("bộ", "sở", "cục", "vụ", "viện", "trung tâm", "phòng", "văn phòng")
_UNIT_HEADS = ("vụ ", "cục ", "phòng ")  # of one rank with the unit before, and no part of its name
_FORCES = ("bộ chỉ huy", "bộ tư lệnh", "bộ đội", "bộ phận")  # which every province has
_STANDING = ("trên địa bàn", "ở trung ương")


class Follower(Joints):
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
            if at >= self.end or self.text[at] in SENTENCE:
                break
            if self.text[at] == "(":
                if not self._bracket(item, at):
                    break
                continue
            behind = self.separator(at)
            if behind is not None:
                end = self.across(item, at, behind)
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
        if self._given_up(item, taken):
            item.end = item.after = max(item.core, item.sure)

    def _given_up(self, item: Item, taken: int) -> bool:
        """Return whether no predicate is in sight, so that the words behind the sure part are no part of a body."""
        if self.whole or item.relative or item.kind not in ("group", "shape"):
            return False
        if item.kind == "shape":
            item.sure = self._sure(item)
        tail = self.key[max(item.core, item.sure) : item.end]
        unknown = "," not in tail and len(tail.split()) > _FEW + (item.kind == "shape")
        runs_out = self.subject and unknown and self.text.startswith(".", item.end)
        return runs_out or (taken > _MANY and item.kind == "group")

    def _sure(self, item: Item) -> int:
        """Return where the sure part of a name ends: with the syllable behind its last capital."""
        at = end = item.start
        while at < item.end:
            behind = self.token(at)
            if self.capital(at):
                end = behind
                after = self.skip(behind)
                if after < item.end and self.text[after].islower():
                    end = self.token(after)
            at = self.skip(max(behind, at + 1))
        return end

    def _bracket(self, item: Item, at: int) -> bool:
        """Take a bracket that names a body; pass over any other. Return whether reading can go on."""
        close = self.text.find(")", at, self.end)
        if close < 0:
            return False
        inner = self.after("hoặc", self.skip(at + 1))  # "Phòng Kinh tế (hoặc Phòng Kinh tế, Hạ tầng và Đô thị)"
        inside = self.text[inner:close]
        short = inside.replace("&", "").isupper() and " " not in inside
        item.after = close + 1
        if self.name(inner) == close or short or self._is_unit(inner, inside):
            item.end = item.after
        return True

    def _is_unit(self, inner: int, inside: str) -> bool:
        """Return whether a bracket holds one name, and not the part a body plays ("Cơ quan thường trực …")."""
        plays = self.here(self.words.acting, inner)
        return self.head(inner) is not None and not plays and not any(mark in inside for mark in ",;")

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
        item.sure = at + len(closing)
        return at + len(closing)

    def _plain_word(self, item: Item, at: int) -> int | None:
        light = self.here(self.words.light, at)
        if not light and self.stops(item, at):
            return None
        if not light and self._is_complete(item, at):
            return self._tied(at)
        if item.kind == "group":
            return self._word_of_group(item, at)
        if light and item.kind == "shape":
            return at + len(light)
        loose = self.capital(at) or item.kind == "shape" or self.whole
        return self.token_or_name(at) if loose else self._suffix(item, at)

    def _is_complete(self, item: Item, at: int) -> bool:
        """Return whether a small word in a sentence stands behind a name that has come to its end."""
        loose = self.whole or self.capitals or item.relative or item.kind not in ("group", "shape")
        if loose or self.capital(at) or self.key.startswith(("có ", "là "), at):
            return False
        goes_on = self.here(self.words.ties, at) or self.here(self.words.levels, at)
        return not goes_on and self.complete(item, at)

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
        unit = item.kind == "shape" and item.heads[0] in UNITS
        if not self.capital(at):
            several = self.whole and self.plural_of_units(at)
            return (several and (item.kind == "name" or unit)) or (
                item.kind == "name" and self._is_behind_ministry(item, at)
            )
        same = unit and self.whole and self.head(at) == item.heads[0]  # "Bộ Kinh tế biển | Bộ Dữ liệu số", unknown both
        if same or self.here(self.words.quantity, at):
            return True
        if self.name(at) is None:
            return False
        if item.kind == "name" and (item.end == item.core or item.levelled):
            return self.key.startswith((*_TOP, *_UNIT_HEADS), at)
        return self.whole and unit and self.key.startswith(_UNIT_HEADS, at)

    def _is_behind_ministry(self, item: Item, at: int) -> bool:
        """Return whether "các tỉnh" stands behind a ministry, where the drafter left out the comma."""
        ministry = self.key.startswith("bộ ", item.start) and not self.key.startswith(_FORCES, item.start)
        return ministry and self.key.startswith(("các tỉnh", "các bộ", "các địa phương", "các thành phố"), at)

    def _word_of_group(self, item: Item, at: int) -> int | None:
        """Return where the next modifier of a group ends; behind "liên quan" only a tie goes on with it."""
        if item.closed and not self.whole and not self.capital(at):
            if not self.here(self.words.ties, at):
                return None
            item.closed = False
        if light := self.here(self.words.light, at):
            item.sure = at + len(light)
            item.sealed = light in self.words.endings and self.text[at].islower()
            return at + len(light)
        end = self.token_or_name(at)
        item.sealed = False
        if self.capital(at):
            item.sure = end
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
            named = behind > at + len(level) and self.capital(behind) and not self.stops(item, behind)
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

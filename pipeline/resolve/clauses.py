"""Does a predicate begin behind a body, or words that still belong to it: a relative clause, a trade, a field?"""

from __future__ import annotations

from pipeline.folding import fold
from pipeline.resolve.items import Recogniser
from pipeline.resolve.reader import SENTENCE, Item

_WITHIN = ("lĩnh vực", "ngành", "nước", "tỉnh", "khối", "hệ thống", "khu", "kcn", "và ngoài", "thành phố")
_ENDINGS = ("trung ương", "việt nam", "tw")  # with which a name is complete
_FIELD_OF = ("chuyên môn", "nhà nước", "quản lý", "chuyên gia", "đầu mối")  # "cơ quan chuyên môn | về đất đai"
_SECOND = ("hội", "ủy", "đoàn")  # "Trung tâm Bảo trợ xã | hội"
_GENERIC = ("khu", "vườn", "nhà", "cửa", "đường", "trung", "thành", "quốc", "chương", "dự", "dân", "kinh", "nông")
_NUMERAL = 6  # a Roman numeral is shorter than this
_AIMS = ("để", "nhằm", "cho", "khi", "nếu", "sau khi", "trước", "trước ngày", "đối với", "trong việc")


class Clauses(Recogniser):
    """Tells the verbs inside a body from the one it is the subject of."""

    def stops(self, item: Item, at: int) -> bool:
        """Return whether a predicate begins at a place; a relative clause ("được giao …") is taken in."""
        if self.capitals or at < item.until:
            return False
        if self.text[at].isupper():  # a heading run into its paragraph: "Sở Tài chính Chủ trì …"
            opens = item.kind == "name" or bool(self.here(self.words.openers, at))
            return opens and not self.whole and self.verbs.is_order(self.key, at, self.end)
        reaches = self.key.startswith("đến ", at) and " từ " in self.key[item.start : item.end]
        if reaches or (item.kind == "group" and self._relative(item, at)):
            return False
        if self.whole:
            return self.strong(at) and not item.relative and not self._belongs_in_list(item, at)
        found = self.predicate(at)
        return found is not None and not self._belongs(item, at, found)

    def complete(self, item: Item, at: int) -> bool:
        """Return whether a name has come to its end, so that only a tie can go on with it.

        With a place ("Trường Tiểu học Hải Vân", "Viện Vệ sinh dịch tễ Trung ương"), a figure ("Đội … số 2"), or the
        level it is of ("Hội Luật gia tỉnh"). A group ends with its level alone.
        """
        if item.kind == "group":
            return item.sealed
        folded = self.key[item.start : item.end]
        level = next((word for word in (*_ENDINGS, *self.words.endings) if folded.endswith(f" {word}")), None)
        if level:
            small = self.text[item.end - len(level) : item.end].islower() or level in _ENDINGS
            return small and not self.key.startswith(_SECOND, at)
        head = item.heads[0] if item.heads else ""
        words = self.text[item.start + folded.find(head) + len(head) : item.end].split()
        last = words[-1] if words else ""
        if last.isdecimal() or (0 < len(last) < _NUMERAL and set(last) <= set("IVXL")):
            return True
        pair = words[-2:]
        titled = len(pair) > 1 and all(word[0].isupper() and not word.isupper() for word in pair)
        goes_on = self.capital(self.skip(self.token(at)))  # "Khu Nông | nghiệp Công nghệ cao"
        first = fold(pair[0]) if titled else ""
        generic = first in _GENERIC or bool(first and self.words.heads.at(first, 0, len(first)))
        return titled and not goes_on and not generic

    def _belongs_in_list(self, item: Item, at: int) -> bool:
        """Return whether a strong verb in a list of bodies is part of a name: "các cơ quan phối hợp | thẩm định"."""
        return bool(item.heads and self.here(self.words.acting, item.end - len(item.heads[-1])) and at < item.end)

    def _belongs(self, item: Item, at: int, verb: str) -> bool:
        """Return whether a verb or preposition is part of the body after all."""
        if item.kind != "group":
            return item.kind == "shape" and self._object_of_name(item, at)
        if self.here(self.words.fields, at) == verb:  # "tổ chức … thanh toán | phối hợp …"
            behind = self.skip(at + len(verb))
            ends = not self.subject and (behind >= self.end or self.text[behind] in SENTENCE)
            return ends or self._predicate_later(at, f",{SENTENCE}")
        if item.verbs and self.key.startswith(("tới ", "đến ", "tại ", "ở "), self.skip(at + len(verb))):
            item.verbs -= 1
            return True
        if verb in ("tại", "trong"):
            return verb == "tại" or self.key.startswith(_WITHIN, self.skip(at + len(verb)))
        if verb == "về":
            return self.key.endswith(_FIELD_OF, item.start, item.end) and self._predicate_later(at, f",{SENTENCE}")
        return (item.relative and self.here(self.verbs.adjuncts, at) == verb) or self._is_trade(item, at, verb)

    def _is_trade(self, item: Item, at: int, verb: str) -> bool:
        """Return whether a verb with its object says what kind of body it is: "các công ty | khai thác cảng"."""
        trade = self.here(self.words.trades, at) or ""
        of_any = " " in trade and len(trade) > len(verb)  # "các sở, ngành | quản lý quy hoạch"
        if item.end != item.core or not trade.startswith(verb):
            return False
        if not of_any and item.heads[-1] not in self.words.traders:
            return False
        taken = at + len(trade if of_any else verb)
        behind = self.skip(taken)
        if behind >= self.end or (not of_any and self.predicate(behind)):
            return False
        acts = self._predicate_in(behind if of_any else self._behind_verb(at), f",{SENTENCE}", acts=True)
        belongs = acts or (of_any and self._duty_later(behind))
        item.until = taken if belongs else item.until
        return belongs

    def _duty_later(self, at: int) -> bool:
        """Return whether a duty ("có trách nhiệm …") follows in the sentence before another body begins."""
        while at < self.end and self.text[at] not in SENTENCE:
            if (self.here(self.verbs.duties, at) or "").endswith(("trách nhiệm", "nhiệm vụ", "phải", "cần")):
                return True
            behind = self.separator(at)
            if behind is not None and self.begun(behind):
                return False
            at = self.skip(max(self.token(at), at + 1)) if behind is None else behind
        return False

    def _object_of_name(self, item: Item, at: int) -> bool:
        """Return whether a verb is part of a name: "Viện Nghiên cứu | phát triển", "… | ứng dụng Công nghệ cao"."""
        verb = self.here(self.words.objects, at)
        if not verb or item.heads[0] not in self.words.with_object:
            return False
        before = " ".join(self.key[item.start : item.end].split()[-2:])
        if self.verbs.orders.at(before, 0, len(before)) == before:
            return True
        behind = self.skip(at + len(verb))
        named = behind > at + len(verb) and self.capital(behind)
        return named and not self.here(self.words.papers, behind) and self.begun(behind) is None

    def _relative(self, item: Item, at: int) -> bool:
        """Return whether a relative clause begins at a place; marks the body when it does."""
        word = next((word for word in ("được", "đang", "bị", "có", "là") if self.after(word, at) != at), None)
        if word is None or len(self.here(self.verbs.duties, at) or "") > len(word):
            return False
        if word == "là" and not self.whole and not self.key.startswith(("là chủ quản", "là tổ chức"), at):
            return False
        if word == "đang" and not self.whole and not self._predicate_later(at):
            return False
        if item.relative and word not in ("được", "bị"):
            return False
        many = word == "có" and self.here(self.words.quantity, self.skip(at + len(word))) is not None
        item.relative = item.relative or word != "có" or self.whole or many
        item.verbs += many  # "có các hệ thống triển khai tới …"
        return True

    def _predicate_later(self, at: int, marks: str = SENTENCE) -> bool:
        """Return whether, behind "đang" (or a verb) and its verb, another predicate follows before some marks."""
        at = self._behind_verb(at)
        return at >= self.end or self._predicate_in(at, marks)

    def _behind_verb(self, at: int) -> int:
        """Return the place behind a word and the verb that may follow it."""
        at = self.skip(self.token(at))
        verb = self.verbs.predicate(self.key, at, self.end)
        return self.skip(at + len(verb)) if verb else at

    def _predicate_in(self, at: int, marks: str, *, acts: bool = False) -> bool:
        """Return whether a predicate follows before some marks.

        With `acts` it must be a verb, and not a clause around one ("để …", "cho …") or the verb of such a clause.
        """
        while at < self.end and self.text[at] not in marks:
            found = self.predicate(at)
            if acts and found in _AIMS:
                return False
            if found and not (acts and self.here(self.verbs.adjuncts, at) == found):
                return True
            at = self.skip(at + len(found) if found else max(self.token(at), at + 1))
        return False

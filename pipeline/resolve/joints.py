"""Does a body go on across a comma, a slash or "và", or does the next one begin behind it?"""

from __future__ import annotations

import re

from pipeline.resolve.clauses import Clauses
from pipeline.resolve.reader import Item

_OFFICES = ("cơ quan", "đơn vị", "tổ chức", "ban", "cơ sở")  # whose name can hold a verb: "cơ quan tham mưu, giúp việc"
_ALONE = ("đơn vị", "doanh nghiệp", "tổ chức", "cá nhân")  # with nothing behind, the last of the ranks before
_OF_RANKS = re.compile(r" (?:trực thuộc|thuộc|của) (?:các )?(?:bộ|ban|ngành|sở)$")
_SHARED = (("trung ương", "địa phương"), ("bộ chính trị", "ban bí thư"))


class Joints(Clauses):
    """Decides at each separator."""

    def across(self, item: Item, at: int, behind: int) -> int | None:
        """Return where the words behind a separator end that go on with the same body, or None for a cut."""
        joint = self.key[at:behind]
        if behind >= self.end or ";" in joint or self.text[behind] == "\n":
            return None
        if "/" in joint:
            level = self.here(self.words.levels, behind)
            if level and joint == "/" and self.text[behind].islower():  # "UBND các xã/phường"
                return behind + len(level)
            return None if " " in joint or self.begun(behind) else self.token(behind)
        quantity = self.quantity(behind)
        if quantity is not None:
            return self._plural_across(item, behind, quantity)
        return self._singular_across(item, joint, behind)

    def _singular_across(self, item: Item, joint: str, behind: int) -> int | None:
        """Decide about what has no "các": a name and a head noun part, the rest depends on what stands before."""
        if shared := self._shared_across(item, behind):
            return shared
        if self.name(behind) and not self._is_bare_rank(behind):
            return None
        if self.here(self.words.offices, behind):
            return self._office_across(item, behind)
        level = None if self.here(self.words.not_bodies, behind) else self.here(self.words.levels, behind)
        if level and (item.levelled or item.kind in ("name", "shape")):
            return self._level_across(item, behind, level)
        group = self.group_at(behind)
        if self.head(behind) and not (group and item.kind == "group" and self.text[behind].islower()):
            return None
        return self._group_across(item, joint, behind, group) if group else self._words_across(item, joint, behind)

    def _shared_across(self, item: Item, behind: int) -> int | None:
        """Return the end of what one head noun shares: "các cơ quan Trung ương | và địa phương"."""
        so_far = self.key[item.start : item.end]
        for before, after in _SHARED:
            if so_far.endswith(f" {before}") and self.key.startswith(after, behind):
                owns = before != "bộ chính trị" or " của " in so_far or " ủy viên " in so_far
                return behind + len(after) if owns and item.kind != "name" else None
        return None

    def _plural_across(self, item: Item, behind: int, quantity: int) -> int | None:
        """Decide about "các …": a new body, but in a relative clause, and in a party body of the Front and unions."""
        so_far = self.key[item.start : item.end]
        unions = next((noun for noun in ("đoàn thể", "tổ chức chính trị") if self.key.startswith(noun, quantity)), None)
        of_party = so_far.startswith(tuple(f"{face} " for face in self.words.of_party))
        if (
            unions and of_party and ("mặt trận tổ quốc" in so_far or "mttq" in so_far)
        ):  # "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương"
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
            field = item.kind == "shape" and joint.strip() == "và" and self.capital(behind) and not self.capitals
            return self.token_or_name(behind) if field else None  # "Phòng Hợp tác xã | và Trang trại"
        end = behind + len(group)
        last = item.heads[-1]
        of_ranks = group in self.words.ranks and _OF_RANKS.search(self.key[item.start : item.end])
        if (item.relative and not item.closed) or (group in ("báo", "đài") and last.startswith("cơ quan ")) or of_ranks:
            return end  # also "các cơ quan thuộc các bộ, | ngành Trung ương"
        if group in self.words.apart and last not in self.words.leading:
            return None
        union = item.quantity and group in ("hội", "đoàn thể", "hội đoàn thể") and item.heads[0] in self.words.ranks
        own = last.partition(" ")[0] != group.partition(" ")[0] and not union
        if item.closed or (item.modified and own) or (item.sealed and group in _OFFICES):
            return None
        anew = not item.quantity and group.startswith(("sở", "bộ")) and last not in ("ban", "ban đảng")
        after = self.skip(end)
        alone = group in _ALONE and not self.here(self.words.closing, after)
        alone = alone and (after >= self.end or self.predicate(after) is not None)
        crosses = "và" in joint and group not in self.words.ranks and last in self.words.ranks and not alone
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
        if item.heads[-1].startswith("tổ chức") and self.here(self.words.of_kind, behind):
            return None  # "các tổ chức chính trị - xã hội, | xã hội - nghề nghiệp"
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
        office = item.kind == "group" and item.end == item.core and item.heads[-1].startswith(_OFFICES)
        verbal = office and self.verbs.orders.at(last, 0, len(last))
        return not verbal  # "các cơ quan tham mưu, | giúp việc Tỉnh ủy"

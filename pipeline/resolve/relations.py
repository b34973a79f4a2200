"""How a document stands to those it names: carries them out, rests on them, amends or replaces them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import grammar
from pipeline.documents import Range, Relation
from pipeline.grammar import Match
from pipeline.resolve import numbers
from pipeline.resolve.carried import CARRIED, EAGER, Opening, begins_to_carry, carried_unsaid
from pipeline.resolve.citations import CitationMatch, cite, distinct
from pipeline.resolve.numbers import DocumentNumber
from pipeline.resolve.spelling import CAPITALS

Related = tuple[CitationMatch, ...]

# A sentence ends at a line's end, or at a full stop before a capital ("của Đảng. Để tiếp tục").
_SENTENCE = re.compile(rf"[^\n]+?(?:(?<=[^\W\d])\.(?= [{CAPITALS}])|(?=\n)|$)")
# What may stand there besides: whose words at which document.
_AT = re.compile(
    r"\W*(?:căn cứ )?(?:[^\W\d]+,? ){0,8}?(?:chỉ đạo|hướng dẫn|kết luận|ý kiến|nhiệm vụ|giải pháp|nội dung|yêu cầu"
    r"|đề nghị|tinh thần|mục tiêu|chủ trương)[^.;:\d]{0,110}? (?:tại|trong|theo)(?: các)?$"
)
# A document without number, and the next one: "thực hiện Nghị quyết Đại hội Đảng bộ tỉnh và | Quyết định số 7".
_UNNUMBERED = re.compile(
    r"\W*(?:các )?(?:nghị quyết|chỉ thị|kết luận|luật|kế hoạch|chương trình|đề án|chiến lược) [^.;:\d()]{3,110}"
    r"(?:,|(?<!\w)và(?: các)?)$"
)
_LONGEST_GAP = 200  # characters
_NEAR = 2_000  # characters before a document in which its line and sentence begin
# What stands before a further document of a list: a comma, a semicolon, "và"; or whose words at it.
_LISTED = re.compile(
    r"(?:[,;]|(?<!\w)và|(?<!\w)cùng với)(?: (?:các|những|tiếp tục))?$|(?:[,;]|và) [^,;.:]{0,60} tại$|^ ?tại$"
)
_SHORT_NAME = re.compile(r"\((?:[^()]{0,30}(?:gọi|viết)[^()]{0,12} là:? )?[\"']?$")
_DONE = re.compile(r"thực hiện|triển khai|thi hành")
_TOLD = re.compile(r" đã |(?:thời gian|năm|nhiệm kỳ) (?:vừa )?qua(?!\w)")
_ORDERS = re.compile(r"(?:như sau|sau đây|dưới đây|sau) ?[:;.]?$|ban hành kế hoạch|yêu cầu")
_AIM = re.compile(r"(?:để|nhằm|góp phần) ")


def relate(text: str, key: str, opening: Opening, own: str | None = None, issued: str | None = None) -> Related:
    """Return every document named in a text with its relation to the document at hand, which is not among them.

    Title, preamble and purpose say what is carried out, the preamble what is the basis; "Quyết định này thay thế …"
    and "Sửa đổi, bổ sung … của" say the rest wherever they stand. `own` and `issued` are the number and the day of
    the document at hand.
    """
    said = _said(text, key, opening)
    places = {match.place for match in said}
    rest = [_in_body(key, match) for match in cite(text, key) if match.place not in places]
    found = sorted([*said, *rest], key=lambda match: match.place)
    carried = carried_unsaid(text, key, opening, found)
    found = [match._replace(relation="implements") if match.place in carried else match for match in found]
    number = numbers.parse(own) if own else None
    return tuple(match for match in found if not number or not _is_itself(match, number, issued))


def implements(found: Related, key: str) -> list[str]:
    """Return the numbers of the higher documents that this one carries out, in the order in which they are named.

    A decision that carries out a decision that carries out a directive carries out both. What is only a basis
    ("Căn cứ …;") does not count, save where it is what the document says it carries out without naming its number
    (`pipeline.resolve.carried`).
    """
    listed = (match.number.text for match in distinct(found, key) if match.relation == "implements")
    return list(dict.fromkeys(listed))


def _is_itself(match: CitationMatch, own: DocumentNumber, issued: str | None) -> bool:
    """Return whether a citation is of the document at hand, and not of one with its number from another year."""
    other_year = issued and match.issued_on and issued[:4] != match.issued_on[:4]
    return match.number.identity == own.identity and not other_year


def _said(text: str, key: str, opening: Opening) -> list[CitationMatch]:
    """Return the citations of title, preamble and purpose with their relations."""
    title, preamble, purposes = opening
    parts = [(title, True)] if title else []
    parts += [(sentence, False) for sentence in _sentences(text, preamble)]
    found = [match for part, is_title in parts for match in _Sentence(text, key, part, is_title=is_title).citations()]
    for item in purposes:
        if begins_to_carry(key, item):
            stated = _Sentence(text, key, item, is_title=False).citations()
            found += [match for match in stated if match.relation != "implements" or match.type in CARRIED]
    return found


# ── the sentences of title and preamble ───────────────────────────────────────────────────────────


def _sentences(text: str, place: Range) -> Iterator[Range]:
    for hit in _SENTENCE.finditer(text, place.start, place.end):
        yield Range(hit.start(), hit.end())


class _Sentence:
    """One sentence read from left to right: what governs each document named in it.

    `governor` is what was said last ("thực hiện", "căn cứ"), `opener` what opened the clause: a semicolon
    brings it back. A "thực hiện" behind a document describes that document, and carries on its relation.
    """

    def __init__(self, text: str, key: str, place: Range, *, is_title: bool) -> None:
        self.key = key
        self.place = place
        self.is_title = is_title
        self.found = cite(text, key, place.start, place.end)
        self.opener: Match | None = None
        self.governor: Match | None = None
        self.before: CitationMatch | None = None  # the document named last in this clause
        self.carried: CitationMatch | None = None  # the last one that is carried out

    def citations(self) -> list[CitationMatch]:
        """Return the documents named in the sentence with their relations."""
        if not self.found:
            return []
        reports = not self.is_title and self._reports()
        related: list[CitationMatch] = []
        at = self.place.start
        words = self._words()
        for match in self.found:
            while words and words[0].start < match.place.start:
                self._pass(at, words[0])
                at = words.pop(0).end
            self._pass_semicolon(at, match.place.start)
            relation = self._of_short_name(match, related) or self._relation_of(match)
            if reports and relation == "implements":
                relation = "mentions"
            self.before = match._replace(relation=relation, word=self._word())
            related.append(self.before)
            self.carried = self.before if relation == "implements" else self.carried
            at = match.place.end
        return related

    def _words(self) -> list[Match]:
        inside = [match.place for match in self.found]
        matches = grammar.load("citations").find(self.key, *self.place)
        words = [match for match in matches if match.means["says"] not in {"dated", "issued_by"}]
        return [word for word in words if not any(place.start <= word.start < place.end for place in inside)]

    def _reports(self) -> bool:
        """Return whether the sentence tells what others have done: "Thực hiện Nghị quyết …, các bộ đã …"."""
        tail = self.key[self.found[-1].place.end : self.place.end]
        return bool(_TOLD.search(tail)) and not _ORDERS.search(tail)

    def _pass_semicolon(self, start: int, end: int) -> None:
        if ";" in self.key[start:end]:
            self.governor, self.before = self.opener, None

    def _pass(self, at: int, word: Match) -> None:
        """Take in a word that governs what follows."""
        self._pass_semicolon(at, word.start)
        says = word.means["says"]
        if says == "main":
            self.opener = self.governor = self.before = None
            return
        aims = bool(_AIM.match(self.key, word.start))  # "để triển khai thực hiện" speaks of this document again
        if says in {"carry", "review"} and self.before is not None and not aims:
            if self.before.relation != "implements" or says == "review":  # it describes a document not carried out
                self.governor = None
            return
        if says in {"carry", "review"} and self.governor and self.governor.means["says"] in {"basis", "proposal"}:
            return
        self.governor = word
        if says != "amend":
            self.opener = word

    def _word(self) -> str | None:
        return self.key[self.governor.start : self.governor.end] if self.governor else None

    def _relation_of(self, match: CitationMatch) -> Relation:
        """Return how the document at hand stands to one that is named here."""
        governor = self.governor
        if governor is None:
            return "mentions"
        says = governor.means["says"]
        begin = self.before.end if self.before else governor.end
        gap = self.key[begin : match.place.start].rstrip()
        if self.before is None and self.opener is governor and governor.end < match.place.start and ";" in gap:
            gap = ";"
        listed = self.before is not None and bool(_LISTED.search(gap))
        if says == "carry":
            carried = listed and self.before is not None and self._goes_on(self.before, match)
            return "implements" if carried or self._is_direct(governor, match) or gap == ";" else "mentions"
        if says == "basis":
            goes_on = self.before is None or (listed and self.before.relation == "legal_basis")
            return "legal_basis" if goes_on else "mentions"
        if says in _CHANGES and (self.is_title or _is_own(self.key[self.place.start : governor.start])):
            return _CHANGES[says]
        return "mentions"

    def _of_short_name(self, match: CitationMatch, related: list[CitationMatch]) -> Relation | None:
        """Return the relation to a document that a bracket behind it gives its short name: "… (Nghị quyết số 5)"."""
        if not _SHORT_NAME.search(self.key, self.place.start, match.place.start):
            return None
        same = (one.relation for one in reversed(related) if one.number.identity == match.number.identity)
        return next(same, None)

    def _goes_on(self, before: CitationMatch, match: CitationMatch) -> bool:
        """Return whether the list of documents carried out goes on: also behind one that only describes a member.

        "Kết luận số 1 về tổng kết Nghị quyết số 2 và Kết luận số 3": the same type as the member shows it.
        """
        if before.relation == "implements":
            return True
        return self.carried is not None and self.carried.type == match.type != before.type

    def _is_direct(self, governor: Match, match: CitationMatch) -> bool:
        """Return whether the document is the object of what governs it, not one named on the way."""
        start = governor.start if governor.rule == "citation.steering" else governor.end
        between = self.key[start : match.place.start]
        gap = between[max((hit.end() for hit in _DONE.finditer(between)), default=0) :].rstrip()
        near = len(gap) < _LONGEST_GAP
        return not gap.strip() or bool(near and (EAGER.match(gap) or _AT.match(gap) or _UNNUMBERED.match(gap)))


def _is_own(before: str) -> bool:
    """Return whether it is this document that changes or replaces what is named behind these words."""
    return bool(_OWN.search(before.rstrip()))


_OWN = re.compile(r"^\W*điều \d+\.?$| này(?:,| và)?$| này [^.;]{0,80}$")


# ── beyond the opening ────────────────────────────────────────────────────────────────────────────


_CHANGES: dict[str, Relation] = {"amend": "amends", "replace": "replaces"}


def _in_body(key: str, match: CitationMatch) -> CitationMatch:
    """Return a citation of the body with its relation: "Kế hoạch này thay thế Kế hoạch số …" or a mere mention."""
    at = match.place.start
    near = max(0, at - _NEAR)
    line = max(near, key.rfind("\n", near, at) + 1)
    start = max(line, key.rfind(". ", near, at) + 1, at - 300)
    if not any(word in key[start:at] for word in ("sửa đổi", "thay thế", "bãi bỏ", "hủy bỏ")):
        return match
    words = grammar.load("citations").find(key, start, at)
    relation = _CHANGES.get(words[-1].means["says"]) if words and words[-1].end >= at - 1 else None
    if relation is None:
        return match
    before = key[start : words[-1].start].strip()
    enacts = not before and key.startswith("điều ", line)  # "Điều 2. … có hiệu lực kể từ ngày ký. Thay thế …"
    return (
        match._replace(relation=relation, word=key[words[-1].start : words[-1].end])
        if enacts or _is_own(before)
        else match
    )

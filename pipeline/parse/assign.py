"""One sentence or item: who is to do it, who directs, who takes part, and where the order itself begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import NormalText, Range
from pipeline.folding import fold
from pipeline.grammar import Match, load
from pipeline.resolve.agencies import Body, body_at, split, starts_with_verb
from pipeline.resolve.spelling import CAPITALS
from pipeline.resolve.verbs import predicate_at

_FARTHEST_SUBJECT = 420  # characters; a subject behind a longer circumstance is not looked for
_COMMA = re.compile(r", | thì |; (?=(?:các|những|bộ|sở|ubnd|ủy ban|yêu cầu|đề nghị|giao) )")
_RUN_IN = re.compile(rf"[^.;:\n]{{8,250}}: ?(?=[{CAPITALS}])")
_SENTENCE_INSIDE = re.compile(r"[.!?] [^\W\d_]")
_LONGEST_TRADE = 70  # characters between a group and the colon behind what it does
_DEEPEST = 3  # bodies that direct one another in one order: "A chỉ đạo B chỉ đạo C …"
_OWN_WORDS = 25  # syllables; an order with so many stands without the matter named in front of it
_SHARED = 0.3  # of the matter's syllables said again in the order: then the order stands alone


class Assignment(NamedTuple):
    """What a sentence says of who does it.

    `action` is the order without the words that assign it, `predicate` where the words behind the doer
    begin; `subject` tells that the sentence names its doer; `directs` that it orders the body above it to
    have `leads` do the work.
    """

    action: Range
    leads: tuple[Body, ...] = ()
    partners: tuple[Body, ...] = ()
    supervisors: tuple[Body, ...] = ()
    rule: str = "assign.none"
    directs: bool = False
    predicate: int = 0

    @property
    def subject(self) -> bool:
        """Return whether the sentence names who does it."""
        return bool(self.leads)


class Assigner:
    """Reads assignments in one normal text."""

    def __init__(self, normal: NormalText, issuer: str | None = None) -> None:
        """Take the text in which all places count, and the name of the body that issues it."""
        self._normal = normal
        self._issuer = fold(issuer) if issuer else ""
        self._grammar = load("assign")
        self._cues = load("cues")
        self._known: dict[tuple[Range, bool], Assignment] = {}

    def assign(self, place: Range, *, led: bool = False) -> Assignment:
        """Return who a sentence or item orders, and its action.

        `led` says that a heading above names who does it: then a body behind a circumstance is none.
        """
        known = self._known.get((place, led))
        if known is None:
            known = self._known[place, led] = self._assigned(place, led=led)
        return known

    def _assigned(self, place: Range, *, led: bool) -> Assignment:
        at = place.start
        opener = self._at(at, place.end)
        if opener and opener.means["kind"] == "opener":
            at = opener.end
        found = self._behind_topic(at, place) or self._from(at, place)
        if not found.leads and not found.supervisors:
            found = self._behind_condition(at, place, led=led) or found
        return found._replace(partners=self._with_joint(found, place, led=led))

    def tells(self, found: Assignment, place: Range) -> bool:
        """Return whether a sentence tells what its subject has done or does: "Bộ Y tế đã ban hành …"."""
        match = self._at(found.predicate, place.end) if found.rule == "assign.subject" else None
        return bool(match and match.means["kind"] == "state")

    def is_case(self, place: Range) -> bool:
        """Return whether a clause says what holds in some case: "trường hợp vượt thẩm quyền, Sở A báo cáo"."""
        match = self._at(place.start, place.end)
        return bool(match and "case" in match.means)

    def is_command(self, place: Range) -> bool:
        """Return whether a sentence opens with a command to another body: "Yêu cầu các cơ quan báo chí …"."""
        hit = self._cues.rule("cue.command").first(self._normal.key, *place)
        return hit is not None and hit.start == place.start

    def is_hitch(self, place: Range) -> bool:
        """Return whether a sentence says what to do about difficulties: "Trong quá trình thực hiện, nếu có …"."""
        match = self._at(place.start, place.end)
        return bool(match and (match.rule == "assign.hitch" or match.means["kind"] == "order"))

    def works_with(self, place: Range) -> bool:
        """Return whether a text says no more than to lead or work with others, whom it does not name."""
        end = place.end
        while end > place.start and self._normal.text[end - 1] in " .:;":
            end -= 1
        match = self._grammar.at(f"{self._normal.key[place.start : end]} ", 0)
        return bool(match and match.means["kind"] in {"lead_partners", "partners"} and match.end > end - place.start)

    def reports_difficulties(self, place: Range) -> bool:
        """Return whether a sentence says what to do about difficulties, be it to nobody in particular."""
        match = self._at(place.start, place.end)
        if match is None or match.rule != "assign.hitch":
            return False
        return self._cues.rule("cue.reports").first(self._normal.key, match.end, place.end) is not None

    def enacts(self, found: Assignment, place: Range) -> bool:
        """Return whether a sentence tells what its subject itself does: "UBND tỉnh ban hành Kế hoạch như sau"."""
        if found.rule == "assign.subject" and len(found.leads) == 1 and self._is_issuer(fold(found.leads[0].text)):
            return True
        match = self._at(found.predicate, place.end) if found.rule == "assign.subject" else None
        return bool(match and match.means["kind"] == "enact")

    def _is_issuer(self, body: str) -> bool:
        """Return whether a folded name is that of the issuer, its place left out or its head abbreviated."""
        full = body.replace("ubnd", "ủy ban nhân dân").replace("hđnd", "hội đồng nhân dân")
        return bool(self._issuer) and (full == self._issuer or self._issuer.startswith(f"{full} "))

    # ── the parts of a sentence ───────────────────────────────────────────────────────────────────

    def _at(self, at: int, end: int) -> Match | None:
        return self._grammar.at(self._normal.key, at, end)

    def _body(self, at: int, end: int) -> Range | None:
        return body_at(self._normal.key, self._normal.text, at, end)

    def _split(self, place: Range) -> tuple[Body, ...]:
        return tuple(split(self._normal.text, place))

    def _skip(self, at: int, end: int) -> int:
        while at < end and self._normal.text[at] in " ,:;":
            at += 1
        return at

    def _from(self, at: int, place: Range) -> Assignment:
        """Read an order that begins at `at`: "Giao X …", "X chủ trì …", "Chủ trì, phối hợp với Y …"."""
        match = self._at(at, place.end)
        if match and match.means["kind"] == "order":
            subject = self._body(self._skip(match.end, place.end), place.end)
            if subject:
                return self._behind_subject(subject, place, "assign.order")
            # "Đề nghị gửi báo cáo …": the order is to whomever the document addresses.
            acts = starts_with_verb(self._normal.key, match.end, place.end)
            return Assignment(Range(match.end if acts else at, place.end))
        if match and match.means["kind"] == "encourage":
            subject = self._body(match.end, place.end)
            found = self._behind_subject(subject, place, "assign.order") if subject else Assignment(place)
            return found._replace(action=Range(at, place.end), partners=(), supervisors=(), rule="assign.encourage")
        subject = self._body(at, place.end)
        if subject and (called := self._called_by_trade(subject, place)):
            return Assignment(
                Range(self._skip(called.end, place.end), place.end), self._split(called), (), (), "assign.subject"
            )
        if subject and subject.end < place.end:
            return self._commissioned(subject, place) or self._behind_subject(subject, place, "assign.subject")
        return self._predicate(at, place, (), "assign.none")

    def _called_by_trade(self, subject: Range, place: Range) -> Range | None:
        """Return a group with what it does, up to a colon that an order follows: "Các hộ | nuôi cá lồng: di dời …"."""
        colon = self._normal.key.find(":", subject.end, min(place.end, subject.end + _LONGEST_TRADE))
        between = self._normal.key[subject.end : max(colon, subject.end)].strip()
        plural = self._cues.rule("cue.plural").first(self._normal.key, *subject)
        if not between or plural is None or plural.start != subject.start or any(mark in between for mark in ".;("):
            return None
        said = self._at(self._skip(subject.end, place.end), place.end)
        follows = starts_with_verb(self._normal.key, self._skip(colon, place.end), place.end)
        return Range(subject.start, colon) if follows and said is None else None

    def _commissioned(self, giver: Range, place: Range) -> Assignment | None:
        """Read "Bộ Y tế đề nghị các Sở …": whoever signs the document gives the order, and another body does it."""
        if self._normal.key[giver.start : giver.end] != self._issuer:
            return None
        match = self._at(self._skip(giver.end, place.end), place.end)
        if not match or match.means["kind"] != "order":
            return None
        subject = self._body(match.end, place.end)
        if subject is None:
            return Assignment(Range(match.end, place.end), rule="assign.order")
        return self._behind_subject(subject, place, "assign.order")

    def _behind_subject(self, subject: Range, place: Range, rule: str) -> Assignment:
        leads = self._split(subject)
        at = self._skip(subject.end, place.end)
        return self._predicate(at, place, leads, rule)._replace(predicate=at)

    def _predicate(self, at: int, place: Range, leads: tuple[Body, ...], rule: str, depth: int = 0) -> Assignment:
        """Read what stands behind the subject, or the whole of a sentence without one."""
        match = self._at(at, place.end)
        kind = match.means["kind"] if match else ""
        if match and kind == "adjunct" and depth < _DEEPEST:
            return self._predicate(match.end, place, leads, rule, depth + 1)
        if match and kind == "duty":
            at = match.end if leads else at
            match = self._at(at, place.end) if leads else match
            kind = match.means["kind"] if match else ""
        if match and kind == "lead_partners":
            others = self._body(match.end, place.end)
            if others:
                action = Range(self._skip(others.end, place.end), place.end)
                return Assignment(action, leads, self._split(others), (), "assign.lead_partners")
        if match and kind == "lead" and leads:
            return Assignment(Range(match.end, place.end), leads, (), (), "assign.lead")
        others = self._body(match.end, place.end) if match and kind == "partners" else None
        found = self._joined(at, others, place, leads, depth) if others else self._directs(at, place, leads, depth + 1)
        return found or Assignment(Range(at, place.end), leads, (), (), rule)

    def _joined(self, at: int, others: Range, place: Range, leads: tuple[Body, ...], depth: int) -> Assignment:
        """Read "phối hợp với P làm …" at `at`: behind a subject the order stands without it, else it is the order."""
        behind = self._skip(others.end, place.end)
        if below := self._directs(behind, place, leads, depth + 1):
            return below._replace(partners=(*self._split(others), *below.partners))
        cut = leads and starts_with_verb(self._normal.key, behind, place.end)
        rule = "assign.partners" if leads else "assign.none"
        return Assignment(Range(behind if cut else at, place.end), leads, self._split(others), (), rule)

    def _directs(self, at: int, place: Range, above: tuple[Body, ...], depth: int) -> Assignment | None:
        """Read "chỉ đạo B làm …" at a place."""
        match = self._at(at, place.end) if depth <= _DEEPEST else None
        return self._directed(match.end, place, above, depth) if match and match.means["kind"] == "direct" else None

    def _directed(self, at: int, place: Range, above: tuple[Body, ...], depth: int) -> Assignment | None:
        """Read "A chỉ đạo B làm …": A supervises, B leads. None when no body follows, or more is ordered than that."""
        if above and not self._normal.text[at : place.end].strip(" :."):
            return Assignment(Range(place.end, place.end), (), (), above, "assign.directed")
        below = self._body(at, place.end)
        if below is None:
            return None
        behind = self._skip(below.end, place.end)
        if self._is_mixed(below, place, own=not above):
            return None
        inner = self._predicate(behind, place, self._split(below), "assign.directed", depth)
        if behind < place.end and inner.action.start == behind and not self._acts(behind, place.end):
            return None
        return inner._replace(supervisors=above, rule="assign.directed", directs=not above)

    def _is_mixed(self, below: Range, place: Range, *, own: bool) -> bool:
        """Return whether the body above also acts itself: in further sentences, or by working with others.

        "Các lực lượng" are the means of the body above and no body that could lead.
        """
        key = self._normal.key
        further = _SENTENCE_INSIDE.search(self._normal.text, below.end, place.end)
        forces = self._cues.rule("cue.own_forces").first(key, *below)
        if own and (further or (forces and forces.start == below.start)):
            return True
        return self._cues.rule("cue.reports_itself").first(key, below.end, place.end) is not None

    def _acts(self, at: int, end: int) -> bool:
        """Return whether a predicate stands at `at`: a verb of work, a duty, or the clause around one."""
        return predicate_at(self._normal.key, at, end)

    def _behind_topic(self, at: int, place: Range) -> Assignment | None:
        """Read "Về việc gì: giao X …"; the matter stays in the action unless the order stands without it."""
        match = self._at(at, place.end)
        end = match.end if match and match.means["kind"] == "topic" else self._behind_run_in(at, place)
        if end is None:
            return None
        found = self._from(end, place)
        if not found.leads:
            found = self._behind_condition(end, place) or found
        if not found.leads or (found.rule == "assign.subject" and not self._acts(found.predicate, place.end)):
            return None
        matter = self._syllables(Range(at, end))
        stop = _SENTENCE_INSIDE.search(self._normal.text, found.action.start, place.end)
        order = self._syllables(Range(found.action.start, stop.start() if stop else place.end))
        alone = len(order) >= _OWN_WORDS or len(matter & order) >= _SHARED * len(matter)
        return found if alone else found._replace(action=Range(at, place.end))

    def _behind_run_in(self, at: int, place: Range) -> int | None:
        """Return where an order begins behind a run-in title: "Đẩy mạnh rà soát thể chế: Các bộ khẩn trương …"."""
        hit = _RUN_IN.match(self._normal.text, at, place.end)
        named = self._body(at, place.end) if hit else None
        return None if hit is None or named else hit.end()

    def _syllables(self, place: Range) -> set[str]:
        return set(re.findall(r"\w{3,}", self._normal.key[place.start : place.end]))

    def _behind_condition(self, at: int, place: Range, *, led: bool = False) -> Assignment | None:
        """Read "Trong quá trình …, đề nghị X …": the doer stands behind a circumstance, which stays in the action."""
        match = self._at(at, place.end)
        if not match or match.means["kind"] not in {"condition", "topic"}:
            return None
        if match.means["kind"] == "topic":
            at = match.end
        if not led and (concerned := self._concerned(match, place)):
            return concerned
        keeps = match.means.get("keeps") == "yes"
        led = led and match.means.get("led") != "own"
        limit = min(place.end, at + _FARTHEST_SUBJECT)
        places = {hit.end() for hit in _COMMA.finditer(self._normal.key, at, limit)}
        for cue in ("cue.group_behind", "cue.order_word"):
            places.update(hit.end for hit in self._cues.rule(cue).matches(self._normal.key, at, limit))
        for offset in sorted(places):
            if self._is_inside_list(at, offset, place.end, led=led):
                continue
            found = self._from(offset, place)
            if found.rule == "assign.lead_partners" and not keeps:
                return found
            if found.rule == "assign.subject" and (led or self._has_no_predicate(found.predicate, place.end)):
                continue
            if found.leads and (found.rule != "assign.subject" or self._acts(found.predicate, place.end)):
                return found._replace(action=Range(at, place.end)) if keeps else found
        return None

    def _has_no_predicate(self, at: int, end: int) -> bool:
        """Return whether the words behind a body say where it is: "kiến nghị của …, Bộ Công an | tại UBND thị xã"."""
        hit = self._cues.rule("cue.no_predicate").first(self._normal.key, at, end)
        return hit is not None and hit.start == at

    def _concerned(self, match: Match, place: Range) -> Assignment | None:
        """Read "Đối với các chủ đầu tư cần dọn mặt bằng": whom the order concerns does it."""
        start = self._skip(match.end, place.end)
        body = self._body(start, place.end) if self._normal.key[match.start : match.end] == "đối với" else None
        said = body and self._cues.rule("cue.owes").first(self._normal.key, body.end, place.end)
        return self._behind_subject(body, place, "assign.subject") if body and said and said.start == body.end else None

    def _is_inside_list(self, start: int, at: int, end: int, *, led: bool) -> bool:
        """Return whether `at` stands inside a list of bodies that is an object: "chỉ đạo của Bộ A, Bộ B, …".

        The last of the list acts where a predicate follows: "trên cơ sở đề nghị của các bộ, Bộ Tài chính rà soát".
        """
        for hit in self._cues.rule("cue.object_of").matches(self._normal.key, start, at):
            body = self._body(hit.end, end)
            if body and hit.end < at < body.end:
                plural = self._normal.key.startswith(("các ", "những "), at)
                alone = self._normal.text[at].isupper() and len(self._split(Range(at, body.end))) == 1
                last = self._body(at, body.end) if not led and (plural or alone) else None
                return not (last and last.end == body.end and self._acts(self._skip(body.end, end), end))
        return False

    def _with_joint(self, found: Assignment, place: Range, *, led: bool) -> tuple[Body, ...]:
        """Return the partners, with the bodies that the order itself says to work with, or to direct besides."""
        named = {body.text.casefold(): body for body in found.partners}
        leads = {body.text.casefold() for body in found.leads}
        start = found.action.start
        places = [hit.end for hit in self._cues.rule("cue.joint_work").matches(self._normal.key, start, place.end)]
        others = [self._body(at, place.end) for at in places]
        if (found.leads or led) and found.rule not in {"assign.directed", "assign.partners"}:
            others += self._directed_besides(Range(start, place.end))
        for other in others:
            for body in self._split(other) if other else ():
                if body.text.casefold() not in leads:
                    named.setdefault(body.text.casefold(), body)
        return tuple(named.values())

    def _directed_besides(self, place: Range) -> list[Range]:
        """Return the bodies that whoever leads an order directs in it: "…; chỉ đạo các doanh nghiệp chi trả …"."""
        found: list[Range] = []
        for hit in self._cues.rule("cue.directs").matches(self._normal.key, *place):
            below = self._body(hit.end, place.end)
            own = below and self._cues.rule("cue.own_staff").first(self._normal.key[below.start : below.end])
            if below and not own and self._acts(self._skip(below.end, place.end), place.end):
                found.append(below)
        return found

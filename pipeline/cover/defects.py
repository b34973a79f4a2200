"""What is wrong with a task that the child took up? Its time, its bodies, its product, its numbers, its sense.

Times are compared by their last days (K5 in the practice of reviewers); bodies after succession, heads and twins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.cover.model import Defect, DefectNote
from pipeline.cover.remit import RemitReader
from pipeline.cover.sentences import sentence, shortened
from pipeline.cover.targets import is_weaker
from pipeline.cover.terms import idle_words, words_of
from pipeline.documents import Agency, Comparator, Deadline, Span, Target, Task
from pipeline.folding import compact, composed, fold
from pipeline.grammar import load
from pipeline.parse.measures import find_measures
from pipeline.resolve.agencies import registry
from pipeline.resolve.ids import PART_OF

_GROUPS = frozenset({"collective", "level", "community"})
_OPEN = frozenset({"ongoing", "conditional", "relative", "recurring"})
_MONTH_END = 31
_DIGIT = re.compile(r"\d")
_COUNTED = 5  # words behind a number that say what it counts
_ALIKE = 1  # of them, how many two numbers share that count the same


class Amount(NamedTuple):
    """A number in a task: where it begins, what it says, the words that say what is counted, its wording."""

    start: int
    comparator: Comparator
    value: float
    unit: str | None
    counted: frozenset[str]
    text: str


class DefectReader:
    """Finds the defects of the child's tasks that answer to one of the parent's."""

    def __init__(self, remit: RemitReader) -> None:
        """Take what knows the child's organisation."""
        self._remit = remit

    def notes(self, task: Task, children: Sequence[Task], *, firm: bool) -> tuple[DefectNote, ...]:
        """Return what is wrong; of the child's tasks the best stands first.

        Where they answer only in part (not `firm`), nothing but time and lead is held against them.
        """
        found = [_time(task, children), self._lead(task, children), _group(task, children[0])]
        more = (
            self._helper(task, children),
            _product(task, children),
            _number(task, children),
            _sense(task, children[0]),
        )
        return tuple(one for one in (*found, *(more if firm else ())) if one)

    def _lead(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        inside = self._to_lead(task)
        leads = [lead for child in children for lead in child.leads]
        if not inside or not leads or any(self._remit.same(one, other) for one in inside for other in leads):
            return None
        helps = [partner for child in children for partner in child.partners]
        if inside[0] in task.partners and any(self._remit.same(one, other) for one in inside for other in helps):
            return None
        said = {"parent": inside[0].text, "child": leads[0].text}
        return _note("misassigned", inside[0].span, leads[0].span, said)

    def _to_lead(self, task: Task) -> list[Agency]:
        """Return the bodies of the child's organisation that are to lead: those the parent says.

        Where it gives the task to somebody else altogether, those whom it names to help him lead in the child's house.
        """
        leads = [lead for lead in task.leads if self._remit.is_inside(lead)]
        if leads or self._remit.of(task).expected != "partner":
            return leads
        return [partner for partner in task.partners if self._remit.is_inside(partner)]

    def _helper(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        if self._to_lead(task) and not any(self._remit.is_inside(lead) for lead in task.leads):
            return None  # whom the parent names is to lead here; see _lead
        named = [body for child in children for body in (*child.leads, *child.partners)]
        helpers = [partner for partner in task.partners if self._remit.is_inside(partner)]
        lost = next((one for one in helpers if not any(self._remit.same(one, other) for other in named)), None)
        return _note("missing_partner", lost.span, None, {"parent": lost.text}) if lost else None


# ── times ─────────────────────────────────────────────────────────────────────────────────────────


def _time(task: Task, children: Sequence[Task]) -> DefectNote | None:
    due = last_day(task)
    if task.deadline is None:
        return None
    if due is None:
        return next((note for child in children if (note := _each_year(task.deadline, child.deadline))), None)
    ends = sorted((end, number) for number, child in enumerate(children) if (end := last_day(child)))
    if ends and ends[0][0] <= due:
        return None
    child = children[ends[0][1]] if ends else children[0]
    said = {"parent": shortened(task.deadline.text), "due": _day(due)}
    span = child.deadline.span if child.deadline else child.span
    if ends:
        said |= {"child": shortened(child.deadline.text if child.deadline else ""), "end": _day(ends[0][0])}
        by_a_day = date.fromisoformat(ends[0][0]) - date.fromisoformat(due) == timedelta(days=1)
        why = sentence("defects", "late_by_a_day" if by_a_day else "late", **said)
        return DefectNote(defect="late", parent=task.deadline.span, child=span, why=why)
    said["child"] = f'"{shortened(child.deadline.text)}"' if child.deadline else sentence("defects", "no_time")
    return _note("lost_deadline", task.deadline.span, span, said)


def _each_year(above: Deadline, below: Deadline | None) -> DefectNote | None:
    """Return whether a duty of every year falls later in the year than the parent asks."""
    due, end = _days_of_year(above), _days_of_year(below) if below else ()
    if (
        below is None
        or not due
        or len(due) != len(end)
        or all(one <= other for one, other in zip(end, due, strict=True))
    ):
        return None
    days = [f"{day:02}/{month:02}" for month, day in (due[-1], end[-1])]
    said = {"parent": shortened(above.text), "due": days[0], "child": shortened(below.text), "end": days[1]}
    return _note("late", above.span, below.span, said)


def _days_of_year(deadline: Deadline) -> tuple[tuple[int, int], ...]:
    """Return month and day of each time that a yearly rule names, none for any other deadline."""
    if deadline.recurrence is None or "\n" in deadline.recurrence:
        return ()
    rule = dict(part.partition("=")[::2] for part in deadline.recurrence.split(";"))
    if rule.get("FREQ") != "YEARLY" or not {"BYMONTH", "BYMONTHDAY"} <= rule.keys() or "," in rule["BYMONTHDAY"]:
        return ()
    day = int(rule["BYMONTHDAY"])
    return tuple(sorted((int(month), day if day > 0 else _MONTH_END) for month in rule["BYMONTH"].split(",")))


def last_day(task: Task) -> str | None:
    """Return the last day of a task that has one: no ongoing, conditional or recurring time."""
    deadline = task.deadline
    if deadline is None or deadline.kind in _OPEN or not deadline.end or "X" in deadline.end:
        return None
    return deadline.end


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


# ── bodies and products ───────────────────────────────────────────────────────────────────────────


def _group(task: Task, child: Task) -> DefectNote | None:
    """Return that nobody in particular leads what the parent gave to one body, or to bodies of one kind."""
    if not child.leads or not all(map(_is_group, child.leads)) or any(map(_is_group, task.leads)):
        return None
    return _note("collective_lead", None, child.leads[0].span, {"child": child.leads[0].text})


def _is_group(lead: Agency) -> bool:
    """Return whether a lead is a group of unlike bodies, in which nobody answers for the task.

    Of "UBND các xã" or "các trường" each answers for its own part: bodies of one kind.
    """
    head, colon, _ = (lead.agency or "").partition(":")
    if head == PART_OF:
        return True
    entry = registry().entries.get(head)
    if entry is None or colon or entry.kind not in _GROUPS:
        return False
    if not entry.has:
        return load("comparison").rule("group.unlike").first(compact(lead.text)) is not None
    return len(entry.has) > 1 or entry.has[0].startswith(("kind:", "parent:"))


def _product(task: Task, children: Sequence[Task]) -> DefectNote | None:
    if not task.product or any(child.product for child in children):
        return None
    named = {pair for child in children for pair in pairwise(words_of(child.action))}
    wanted = pairwise(words_of(task.product.text))
    if any(pair in named for pair in wanted if not idle_words().intersection(pair)):
        return None  # "Tổ chức hội nghị …" names its product, a "Hội nghị, tài liệu", itself
    return _note("missing_product", task.product.span, None, {"parent": shortened(task.product.text)})


# ── numbers and sense ─────────────────────────────────────────────────────────────────────────────


def _number(task: Task, children: Sequence[Task]) -> DefectNote | None:
    """Return the first number of the parent's task that each of the child's that count the same falls short of."""
    below = [one for child in children for one in _amounts(child.action)]
    for above in _amounts(task.action):
        same = [one for one in below if one.unit == above.unit and len(one.counted & above.counted) >= _ALIKE]
        if same and all(is_weaker(_target(above), _target(one)) for one in same):
            return _note("weaker_target", task.span, None, {"parent": above.text, "child": same[0].text})
    return None


@lru_cache(maxsize=4096)
def _amounts(text: str) -> tuple[Amount, ...]:
    """Return what a task counts: measures ("trên 95%") and plain numbers of things ("20 trường")."""
    action, key = composed(text), compact(text)
    if not _DIGIT.search(key):
        return ()
    found = []
    for one in find_measures(action, key, 0, len(key)):
        counted = _counted(f"{one.unit or ''} {key[one.end :]}")
        found.append(Amount(one.start, one.comparator, one.value, one.unit, counted, _around_number(action, one.start)))
    for hit in load("comparison").rule("amount.count").matches(key, 0, len(key)):
        if all(not one.start <= hit.start <= one.start + 8 for one in found):
            value = float(hit.groups["value"].replace(".", ""))
            unit = hit.groups["unit"]
            counted = _counted(key[hit.end - len(unit) :])
            found.append(Amount(hit.start, "=", value, unit, counted, _around_number(action, hit.start)))
    return tuple(found)


def _counted(behind: str) -> frozenset[str]:
    """Return the words that say what a number counts."""
    words = behind.replace(",", " , ").split()[:_COUNTED]
    return frozenset(word for word in words if word.isalpha()) - idle_words()


def _around_number(action: str, at: int) -> str:
    return " ".join(action[at:].split()[:_COUNTED])


def _target(one: Amount) -> Target:
    place = Span(start=0, end=1)
    return Target(text=one.text, span=place, comparator=one.comparator, value=one.value, unit=one.unit, rule="amount")


def _sense(task: Task, child: Task) -> DefectNote | None:
    """Return what the one forbids and the other orders, for a person to look at."""
    above, below = compact(task.action), compact(child.action)
    for denying, other in ((above, below), (below, above)):
        for words in _denied(denying):
            if words in other and words not in set(_denied(other)):
                said = {"parent": _around(task.action, words), "child": _around(child.action, words)}
                return _note("contradiction", task.span, child.span, said)
    return None


def _denied(text: str) -> Iterator[str]:
    """Yield the two words behind each denial: "không tăng giá" → "tăng giá"."""
    return (hit.groups["what"] for hit in load("comparison").rule("sense.denial").matches(text, 0, len(text)))


def _around(text: str, words: str) -> str:
    text = composed(text)
    place = fold(text).find(words)
    return shortened(text[max(0, text.rfind(" ", 0, max(0, place - 20)) + 1) :])


def _note(defect: Defect, parent: Span | None, child: Span | None, said: dict[str, str]) -> DefectNote:
    return DefectNote(defect=defect, parent=parent, child=child, why=sentence("defects", defect, **said))

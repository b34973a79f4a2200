"""What is wrong with a task that the child took up? Its time, its bodies, its product, its numbers, its sense.

Times are compared by their last days (K5 in the practice of reviewers); bodies after succession, heads and twins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from pipeline.cover.model import Defect, DefectNote
from pipeline.cover.remit import RemitReader
from pipeline.cover.sentences import sentence, shortened
from pipeline.cover.targets import is_weaker
from pipeline.cover.terms import idle_words, words_of
from pipeline.documents import Span, Target, Task
from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.parse.measures import Measure, find_measures
from pipeline.resolve.agencies import registry

_GROUPS = frozenset({"collective", "level", "community"})
_OPEN = frozenset({"ongoing", "conditional", "relative", "recurring"})
_COUNTED = 5  # words behind a number that say what it counts


class DefectReader:
    """Finds the defects of the child's tasks that answer to one of the parent's."""

    def __init__(self, remit: RemitReader) -> None:
        """Take what knows the child's organisation."""
        self._remit = remit

    def notes(self, task: Task, children: Sequence[Task]) -> tuple[DefectNote, ...]:
        """Return what is wrong; of the child's tasks the best stands first."""
        found = (
            _time(task, children),
            self._lead(task, children),
            _group(children[0]),
            self._helper(task, children),
            _product(task, children),
            _number(task, children),
            _sense(task, children[0]),
        )
        return tuple(one for one in found if one)

    def _lead(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        inside = [lead for lead in task.leads if self._remit.is_inside(lead)]
        leads = [lead for child in children for lead in child.leads]
        if not inside or not leads or any(self._remit.same(one, other) for one in inside for other in leads):
            return None
        said = {"parent": inside[0].text, "child": leads[0].text}
        return _note("misassigned", inside[0].span, leads[0].span, said)

    def _helper(self, task: Task, children: Sequence[Task]) -> DefectNote | None:
        named = [body for child in children for body in (*child.leads, *child.partners)]
        helpers = [partner for partner in task.partners if self._remit.is_inside(partner)]
        lost = next((one for one in helpers if not any(self._remit.same(one, other) for other in named)), None)
        return _note("missing_partner", lost.span, None, {"parent": lost.text}) if lost else None


# ── times ─────────────────────────────────────────────────────────────────────────────────────────


def _time(task: Task, children: Sequence[Task]) -> DefectNote | None:
    due = last_day(task)
    if due is None or task.deadline is None:
        return None
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


def last_day(task: Task) -> str | None:
    """Return the last day of a task that has one: no ongoing, conditional or recurring time."""
    deadline = task.deadline
    if deadline is None or deadline.kind in _OPEN or not deadline.end or "X" in deadline.end:
        return None
    return deadline.end


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


# ── bodies and products ───────────────────────────────────────────────────────────────────────────


def _group(child: Task) -> DefectNote | None:
    if not child.leads or not all(_is_group(lead.agency) for lead in child.leads):
        return None
    return _note("collective_lead", None, child.leads[0].span, {"child": child.leads[0].text})


def _is_group(agency: str | None) -> bool:
    entry = registry().entries.get(agency.partition(":")[0]) if agency else None
    return entry is not None and entry.kind in _GROUPS and ":" not in (agency or "")


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
    below = [one for child in children for one in _amounts(child)]
    for above in _amounts(task):
        same = [one for one in below if one[0].unit == above[0].unit and one[1] & above[1]]
        if same and all(is_weaker(_target(above[0]), _target(one[0])) for one in same):
            return _note("weaker_target", task.span, None, {"parent": above[2], "child": same[0][2]})
    return None


def _amounts(task: Task) -> list[tuple[Measure, frozenset[str], str]]:
    """Return the measures in a task, the words that say what each counts, and its wording."""
    key = fold(task.action)
    found = []
    for one in find_measures(task.action, key, 0, len(key)):
        behind = key[one.end :].replace(",", " , ").split()[:_COUNTED]
        counted = frozenset(word for word in (*(one.unit or "").split(), *behind) if word.isalpha()) - idle_words()
        found.append((one, counted, " ".join([task.action[one.start : one.end], *behind])))
    return found


def _target(measure: Measure) -> Target:
    return Target(
        text="-",
        span=Span(start=0, end=1),
        comparator=measure.comparator,
        value=measure.value,
        unit=measure.unit,
        rule=measure.rule,
    )


def _sense(task: Task, child: Task) -> DefectNote | None:
    """Return what the one forbids and the other orders, for a person to look at."""
    above, below = fold(task.action), fold(child.action)
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
    place = fold(text).find(words)
    return shortened(text[max(0, text.rfind(" ", 0, max(0, place - 20)) + 1) :])


def _note(defect: Defect, parent: Span | None, child: Span | None, said: dict[str, str]) -> DefectNote:
    return DefectNote(defect=defect, parent=parent, child=child, why=sentence("defects", defect, **said))

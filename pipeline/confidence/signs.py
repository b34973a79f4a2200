"""What can be seen of a record that tells right ones from wrong ones, without knowing the truth.

Two sorts of signs, each by its name:

* a **kind** says how a field was found: `rule=assign.subject`, the rule's `family=assign`, `from=item`, `found=none`
  for an empty field. A rule that was never weighed leaves its family and its place to speak for it.
* a **doubt**, with a question mark, is a symptom of trouble: `?unregistered`. It can only lower a probability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.documents import Agency, Deadline, Plan, Product, Target, Task
from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.resolve.verbs import predicate_at, starts_with_verb

FIELDS = ("task", "leads", "partners", "deadline")  # a task is right when all of these are
KINDS = ("family", "found", "from", "origin", "rule")
DOUBTS = {  # each with what it says of a record
    "condition": "it begins with a case or a condition",
    "differs": "the tasks beside it have leads found in another way",
    "few_words": "it is very short",
    "five": "five bodies or more",
    "fragment": "it begins in the middle of a sentence",
    "heading": "a heading above it does not head orders",
    "inferred": "its year is inferred",
    "lead_word": "its words still say who is to lead",
    "leadless": "the task has no lead",
    "long_name": "a body's name is very long",
    "many_words": "it is very long",
    "neighbour": "tasks beside it have one",
    "no_day": "it has no day",
    "no_order": "the task does not begin with an order",
    "no_value": "it has no number",
    "ocr": "the text was read from a picture",
    "partner_above": "a heading above it names joint work",
    "partner_word": "its words suggest a partner",
    "supervised": "another body directs the lead",
    "three": "three bodies or more",
    "time_above": "a heading above it names a time",
    "time_word": "its words suggest a time",
    "two": "two bodies or more",
    "unended": "it does not end as a sentence does",
    "unregistered": "a body is not in the registry",
    "wide_row": "it is one of many columns",
    "years": "the task names several years",
}

_NEAR = 3  # tasks before and after, under the same headings, that a task is compared with
_FEW, _MANY = 8, 100  # words of an action
_FEW_IN_PART = 4  # words of a target or a product
_WIDE_ROW = 3  # borders between cells that a target's text runs over
_LONG_NAME = 10  # words of a body's name
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDED = re.compile(r"[.;:)/”\"]$")

Signs = tuple[str, ...]


class Reader:
    """Sees the signs of one plan's records."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan."""
        self._tasks = plan.tasks
        self._document = _doubts(ocr=plan.source.ocr)

    def of_task(self, index: int) -> dict[str, Signs]:
        """Return the signs of a task by field; of a product only where there is one."""
        task = self._tasks[index]
        seen = _Seen(task, self._beside(index))
        fields = {"task": seen.task(), "leads": seen.leads(), "partners": seen.partners(), "deadline": seen.deadline()}
        if task.product:
            fields["product"] = _product(task.product)
        return {field: (*signs, *self._document) for field, signs in fields.items()}

    def of_target(self, target: Target) -> dict[str, Signs]:
        """Return the signs of a target, as those of the field `target`."""
        signs = (
            *_kinds([target.rule]),
            *(["family=cell"] if ".cell_" in target.rule else []),
            *_doubts(
                few_words=len(target.text.split()) < _FEW_IN_PART,
                no_value=target.value is None,
                no_day=target.by is None,
                wide_row=target.text.count("|") >= _WIDE_ROW,
            ),
        )
        return {"target": (*signs, *self._document)}

    def _beside(self, index: int) -> list[Task]:
        near = self._tasks[max(0, index - _NEAR) : index + _NEAR + 1]
        task = self._tasks[index]
        return [other for other in near if other is not task and other.path == task.path]


class _Seen:
    """One task, its words folded, and the tasks beside it."""

    def __init__(self, task: Task, beside: Sequence[Task]) -> None:
        self._task = task
        self._beside = beside
        self._action = fold(task.action)
        self._above = fold(" ".join(task.path))
        end = len(self._action)
        self._no_order = not (starts_with_verb(self._action, 0, end) or predicate_at(self._action, 0, end))

    def task(self) -> Signs:
        """Return the signs of whether it is a task with these boundaries."""
        task, words = self._task, len(self._action.split())
        cut = {"item"} & {lead.source for lead in task.leads}  # the lead-in went, what is left begins in lower case
        doubts = _doubts(
            condition=_says("condition", self._action),
            few_words=words < _FEW,
            many_words=words > _MANY,
            fragment=task.action[:1].islower() and not cut,
            heading=_says("heading", self._above),
            leadless=not task.leads,
            no_order=self._no_order,
            unended=task.origin != "table" and not _ENDED.search(task.action),
        )
        return (f"rule={task.rule}", f"origin={task.origin}", *doubts)

    def leads(self) -> Signs:
        """Return the signs of whether its leads are all there and no others."""
        leads = self._task.leads
        others = [other.leads for other in self._beside]
        doubts = _doubts(
            differs=bool(leads and others) and all(not {one.rule for one in leads} & _rules(some) for some in others),
            lead_word=_says("lead", self._action),
            neighbour=not leads and any(others),
            no_order=bool(leads) and self._no_order,
            partner_word=not self._task.partners and _says("partners", self._action),
            supervised=bool(self._task.supervisors),
        )
        alike = leads and any(_names(leads) == _names(some) for some in others)
        return (*_kinds_of(leads), *(["found=alike"] if alike else []), *_doubts_of(leads), *doubts)

    def partners(self) -> Signs:
        """Return the signs of whether its partners are all there and no others."""
        partners = self._task.partners
        doubts = _doubts(
            neighbour=not partners and any(other.partners for other in self._beside),
            partner_above=not partners and _says("partners", self._above),
            partner_word=not partners and _says("partners", self._action),
            supervised=bool(self._task.supervisors),
        )
        return (*_kinds_of(partners), *_doubts_of(partners), *doubts)

    def deadline(self) -> Signs:
        """Return the signs of whether its deadline is right, or rightly absent."""
        deadline = self._task.deadline
        doubts = _doubts(
            inferred=bool(deadline and deadline.year_inferred),
            neighbour=not deadline and any(other.deadline for other in self._beside),
            time_above=not deadline and _says("time", self._above),
            time_word=not deadline and _says("time", self._action),
            years=bool(deadline) and len(_YEAR.findall(self._action)) > 1,
        )
        return (*_kinds_of([deadline] if deadline else []), *doubts)


def _product(product: Product) -> Signs:
    words = len(product.text.split())
    return (*_kinds_of([product]), *_doubts(few_words=words < _FEW_IN_PART, many_words=words > _MANY))


def _kinds_of(found: Sequence[Agency | Deadline | Product]) -> Signs:
    """Return by which rules and where the values of a field were found, or that nothing was."""
    if not found:
        return ("found=none",)
    return (*_kinds(one.rule for one in found), *dict.fromkeys(f"from={one.source}" for one in found))


def _kinds(rules: Iterable[str]) -> Signs:
    known = dict.fromkeys(rules)
    families = dict.fromkeys(rule.partition(".")[0] for rule in known)
    return (*(f"rule={rule}" for rule in known), *(f"family={family}" for family in families))


def _doubts_of(bodies: Sequence[Agency]) -> Signs:
    return _doubts(
        two=len(bodies) >= 2,
        three=len(bodies) >= 3,
        five=len(bodies) >= 5,
        long_name=any(len(body.text.split()) > _LONG_NAME for body in bodies),
        unregistered=any(body.agency is None for body in bodies),
    )


def _doubts(**holds: bool) -> Signs:
    return tuple(f"?{name}" for name, here in holds.items() if here)


def _says(doubt: str, key: str) -> bool:
    """Return whether the words of a rule of `grammars/doubts.yaml` stand in a folded text."""
    return load("doubts").rule(f"doubt.{doubt}").first(key) is not None


def _rules(bodies: Iterable[Agency]) -> set[str]:
    return {body.rule for body in bodies}


def _names(bodies: Iterable[Agency]) -> set[str]:
    return {fold(body.text) for body in bodies}


def is_doubt(sign: str) -> bool:
    """Return whether a sign is a doubt and no kind."""
    return sign.startswith("?")


def said(sign: str) -> str:
    """Return a sign in words: `?no_order` → "the task does not begin with an order", `rule=a.b` → "found by a.b"."""
    if is_doubt(sign):
        return DOUBTS[sign.removeprefix("?")]
    kind, _, value = sign.partition("=")
    worded: Mapping[str, str] = {
        "found=none": "nothing was found",
        "found=alike": "the tasks beside it have the same",
    }
    phrases = {"rule": "found by {}", "family": "found by {} rules", "from": "found in a {}", "origin": "from a {}"}
    return worded.get(sign) or phrases[kind].format(value.replace("_", " ") if kind == "from" else value)

"""What a task leaves open: who answers for it, by when, what comes of it, what is to be done at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.documents import Agency, Finding, Task
from pipeline.findings.reading import Reading
from pipeline.folding import compact
from pipeline.remarks import finding, listed
from pipeline.resolve.agencies import registry, starts_with_verb
from pipeline.resolve.ids import HEAD_OF

_SHOWN = 4  # bodies that a sentence names
_PLACED = ("province", "district", "commune")  # levels whose bodies each work in their own place
_MEASURED = re.compile(r"\d ?%")  # a figure to reach shows whether the task is done
_WORD = re.compile(r"[^\W\d]+")
_LONGEST_AREA = 10  # syllables; what is longer says more than the name of a field of work


def of_tasks(reading: Reading) -> Iterator[Finding]:
    """Yield what each task leaves open."""
    for task in reading.plan.tasks:
        yield from _of_leads(task)
        yield from _of_time(task)
        if _names_no_action(task.action):
            yield finding("no_action", task.span, task=task.id, text=task.action)


# ── who ───────────────────────────────────────────────────────────────────────────────────────────


def _of_leads(task: Task) -> Iterator[Finding]:
    """Yield what is wrong with the leads: none, several bodies, or groups alone in which nobody answers for it."""
    leads = _different(task.leads)
    if not leads:
        yield finding("no_lead", task.span, task=task.id)
        return
    if task.supervisors or _each_its_part(leads, compact(task.action)):
        return  # who directs them answers for it, or each for its own part
    open_ones = [lead for lead in leads if _is_open(lead)]
    first, *others = (lead.span for lead in leads)
    if all(lead in open_ones or _is_group(lead) for lead in leads):
        if open_ones:
            yield finding("collective_lead", first, *others, task=task.id, bodies=_names(leads))
    elif others:
        yield finding("several_leads", first, *others, task=task.id, count=len(leads), bodies=_names(leads))


def _different(leads: Sequence[Agency]) -> list[Agency]:
    """Return the leads without those that are the head of another one of them, or the same body again."""
    ids = [lead.agency for lead in leads]
    bodies = [body.removeprefix(f"{HEAD_OF}:") if body else None for body in ids]
    return [lead for at, lead in enumerate(leads) if bodies[at] is None or bodies[at] not in bodies[:at]]


def _is_group(lead: Agency) -> bool:
    """Return whether a lead stands for several bodies."""
    if lead.agency is None:
        return compact(lead.text).startswith(("các ", "những ", "mọi ", "mỗi "))
    known = registry()
    placed = known.place(lead.agency)
    entry = known.entry(lead.agency)
    group = entry.kind in {"collective", "level", "community"} and placed is None
    return group or (entry.level in {"commune", "district", "hamlet"} and placed is None)


def _is_open(lead: Agency) -> bool:
    """Return whether a lead is a group in which nobody in particular answers for the task.

    Under a heading "Các sở, ban, ngành" each of them does what is ordered; in a row or item it is left to all.
    """
    vague = any(word in compact(lead.text) for word in listed("vague"))
    if lead.agency is None:
        return vague and _is_group(lead)
    return lead.agency in listed("open") and (vague or lead.source not in {"heading", "lead_in"})


def _each_its_part(leads: Sequence[Agency], order: str) -> bool:
    """Return whether each lead does the work in its own field, as the order says, or in its own place."""
    kinds = {_kind_of_place(lead) for lead in leads}
    return any(words in order for words in listed("each")) or (len(kinds) == 1 and "" not in kinds)


def _kind_of_place(lead: Agency) -> str:
    """Return which kind of body of a place a lead is ("ubnd-tinh" of UBND tỉnh X), nothing for any other body."""
    if lead.agency is None:
        return ""
    place = registry().place(lead.agency)
    if place and place.level in _PLACED:
        return lead.agency.partition(":")[0]
    return "province" if registry().entry(lead.agency).kind == "province" else ""


def _names(leads: Sequence[Agency]) -> str:
    """Return bodies as a sentence names them: "các sở, ngành" with a small letter, a long list cut."""
    shown = [" ".join(lead.text.split()) for lead in leads[:_SHOWN]]
    shown = [f"c{name[1:]}" if name.startswith("Các ") else name for name in shown]
    return "; ".join([*shown, "…"] if len(leads) > _SHOWN else shown)


# ── when, and what ────────────────────────────────────────────────────────────────────────────────


def _of_time(task: Task) -> Iterator[Finding]:
    """Yield that a task has no time, or that it is due on a day and nothing shows whether it is done."""
    if task.deadline is None:
        yield finding("no_deadline", task.span, task=task.id)
        return
    due = task.deadline.end and not task.deadline.recurrence and task.deadline.kind != "ongoing"
    said = compact(task.action)
    if due and not task.product and not _products().search(said) and not _MEASURED.search(said):
        yield finding("no_product", task.deadline.span, task.span, task=task.id, text=task.deadline.text)


def _names_no_action(action: str) -> bool:
    """Return whether words hold neither an order nor a product: a name, a field of work, a bare figure."""
    key = compact(action)
    if _products().search(key):
        return False
    if any(key.startswith(f"{area} ") for area in listed("areas")):
        return len(key.split()) <= _LONGEST_AREA and not starts_with_verb(key, 0, len(key))
    acts = any(key.startswith(f"{act} ") for act in listed("acts"))
    return not acts and not any(starts_with_verb(key, hit.start(), len(key)) for hit in _WORD.finditer(key))


@cache
def _products() -> re.Pattern[str]:
    names = sorted(listed("products"), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")

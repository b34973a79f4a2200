"""Every miss of a document, for a founder to work through: missed, extra, and each wrong field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.documents import Deadline, Task
from pipeline.evaluate import fields
from pipeline.evaluate.gold import GoldDeadline, GoldTask
from pipeline.evaluate.likeness import Ruler, likeness
from pipeline.evaluate.outcomes import BODIES, TARGET_FIELDS, Outcome, all_bodies
from pipeline.evaluate.places import place, quote
from pipeline.evaluate.scoring import DocumentScore

_LONG = 240  # characters of a quote where the boundaries matter


def miss_lines(score: DocumentScore) -> Iterator[str]:
    """Yield the misses of one document under its name; nothing when there are none."""
    lines = [*_header(score), *_tasks(score), *_targets(score), *_unknown_bodies(score)]
    if lines:
        yield f"== {score.name} ({score.kind}, {score.folder}/{score.gold.source})"
        yield from lines


def _versus(what: str, where: str, expected: str, actual: str) -> list[str]:
    return [f"  {what:<12} {where}", f"      expected  {expected}", f"      actual    {actual}"]


def _header(score: DocumentScore) -> Iterator[str]:
    gold, found = score.gold.document, score.plan.document
    for name, right in score.outcomes.header.items():
        if right is not False:
            continue
        if name == "implements":
            yield from _versus(name, "header", _list(gold.implements or ()), _list(found.implements))
        else:
            yield from _versus(name, "header", str(getattr(gold, name)), str(fields.header_text(name, found)))


def _tasks(score: DocumentScore) -> Iterator[str]:
    for outcome in score.outcomes.tasks:
        task = score.gold.tasks[outcome.gold]
        where = place(score.text, task.start, task.ordinal)
        if outcome.found is None:
            yield f"  {'missed':<12} {where}  {quote(task.action)}"
            yield from _nearest(score, task)
        else:
            yield from _wrong_fields(outcome, task, score.plan.tasks[outcome.found], where)
    for index in score.outcomes.extra_tasks:
        found = score.plan.tasks[index]
        where = place(score.text, found.span.start, found.ordinal)
        yield f"  {'extra':<12} {where}  {quote(found.action)}  [{found.rule}]"


def _nearest(score: DocumentScore, task: GoldTask) -> Iterator[str]:
    """Yield the found task that shares most with a missed one, and whether another gold task has it."""
    ruler = Ruler(score.text)
    wanted = ruler.piece(task.action, task.start, task.end)
    pieces = [ruler.piece(one.action, one.span.start, one.span.end) for one in score.plan.tasks]
    shared, index = max(((likeness(wanted, one), at) for at, one in enumerate(pieces)), default=(0.0, 0))
    if shared:
        taken = "" if index in score.outcomes.extra_tasks else ", which answers another"
        yield f"      nearest   {shared:.2f}  {quote(score.plan.tasks[index].action, _LONG)}{taken}"


def _wrong_fields(outcome: Outcome, task: GoldTask, found: Task, where: str) -> Iterator[str]:
    wrong = [name for name, right in outcome.right.items() if right is False]
    for name in wrong:
        if name == "bounds":
            yield from _versus(
                name, f"{where}  shared {outcome.likeness:.2f}", quote(task.action, _LONG), quote(found.action, _LONG)
            )
        elif name in BODIES:
            rules = ", ".join(sorted({one.rule for one in getattr(found, name)}))
            actual = f"{_list(one.text for one in getattr(found, name))}  [{rules}]"
            yield from _versus(name, f"{where}  {quote(task.action)}", _list(getattr(task, name) or ()), actual)
        elif name == "deadline":
            yield from _versus(
                name, f"{where}  {quote(task.action)}", _gold_time(task.deadline), _found_time(found.deadline)
            )
        elif name == "product":
            actual = found.product.text if found.product else "–"
            yield from _versus(name, where, quote(task.product or "", _LONG), quote(actual, _LONG))


def _targets(score: DocumentScore) -> Iterator[str]:
    for outcome in score.outcomes.targets:
        target = score.gold.targets[outcome.gold]
        where = f"{place(score.text, target.start, target.ordinal)}  {quote(target.text)}"
        if outcome.found is None:
            yield f"  {'target missed':<12} {where}"
            continue
        found = score.plan.targets[outcome.found]
        for name in TARGET_FIELDS[1:]:
            if outcome.right[name] is False:
                yield from _versus(name, where, str(getattr(target, name)), f"{getattr(found, name)}  [{found.rule}]")
    for index in score.outcomes.extra_targets:
        extra = score.plan.targets[index]
        yield f"  {'target extra':<12} {place(score.text, extra.span.start)}  {quote(extra.text)}  [{extra.rule}]"


def _unknown_bodies(score: DocumentScore) -> Iterator[str]:
    """Yield the bodies that the registry does not know, each once, where it first stands and how often it is named."""
    unknown = [agency for task in score.plan.tasks for agency in all_bodies(task) if agency.agency is None]
    times = Counter(fields.body(agency.text) for agency in unknown)
    first = {fields.body(agency.text): agency for agency in reversed(unknown)}
    for name, count in times.items():
        where = place(score.text, first[name].span.start)
        yield f"  {'no id':<12} {where}  {quote(first[name].text)}{f'  ({count} times)' if count > 1 else ''}"


def _list(names: Iterable[str]) -> str:
    return "; ".join(names) or "–"


def _gold_time(deadline: GoldDeadline | None) -> str:
    if deadline is None:
        return "–"
    shown = _time(deadline.text, deadline.kind, deadline.start, deadline.end, deadline.recurrence)
    return " or ".join([shown, *map(_gold_time, deadline.also)])


def _found_time(deadline: Deadline | None) -> str:
    if deadline is None:
        return "–"
    shown = _time(deadline.text, deadline.kind, deadline.start, deadline.end, deadline.recurrence)
    return f"{shown}  [{deadline.rule}]"


def _time(text: str, kind: str, start: str | None, end: str | None, recurrence: str | None) -> str:
    """Return a time on one line: its words, kind, days and rule of recurrence."""
    rule = (recurrence or "").replace("\n", " + ")
    return f"{quote(text)} {kind} {start or ''}..{end or ''} {rule}".rstrip()

"""Which rule found what, and where? `dondoc explain` prints each record under the line it stands in."""

from __future__ import annotations

import unicodedata
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from pipeline.confidence import reasons
from pipeline.errors import UsageError
from pipeline.report import wording
from pipeline.report.extracted import Extracted, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.documents import Agency, Confidence, Deadline, Span, Target, Task

_LABEL = 12  # characters of the column that names the field
_BEFORE = 24  # characters, at most, shown before a place in a line that is too long
_SURE = 0.9  # a field from here on needs no reasons against it
_LEAST = 40  # characters of a line that are shown however narrow the screen is


class _Field(NamedTuple):
    """A field of a record: how it was found, where, and what it means."""

    name: str
    how: str
    span: Span
    means: str = ""


def lines(item: Extracted, width: int, wanted: str | None = None) -> Iterator[str]:
    """Yield the explanation of one document, or of the one task that is `wanted` (its id, or its number).

    Raises:
        UsageError: no task has that id or number.
    """
    plan = item.plan
    if wanted is not None:
        number, task = _chosen(item, wanted)
        yield from _task(item, number, task, width)
        return
    yield visible(
        f"{plan.source.name}: {_count(plan.tasks, 'task')}, {_count(plan.targets, 'target')}, "
        f"{_count(plan.findings, 'finding')}"
    )
    for number, task in enumerate(plan.tasks, 1):
        yield ""
        yield from _task(item, number, task, width)
    for number, target in enumerate(plan.targets, 1):
        yield ""
        yield f"target {number}"
        yield from _field(item, _Field("text", target.rule, target.span, _measure(target)), width)
        if target.confidence is not None:
            yield f"  {'confidence':<{_LABEL}}{target.confidence:.2f}"
    for citation in plan.document.citations:
        yield ""
        yield f"citation {visible(citation.number)} ({citation.relation})"
        yield from _excerpt(item, citation.span, width)
    for finding in plan.findings:
        yield ""
        about = f" of task {finding.task}" if finding.task else ""
        yield f"finding {finding.code} ({finding.severity}){about}: {visible(finding.message)}"
        for span in (finding.span, *finding.others) if finding.span else ():
            yield from _excerpt(item, span, width)
    yield from _repairs(item)


def _repairs(item: Extracted) -> Iterator[str]:
    """Yield each word that OCR read with wrong marks: as it was read, as it was mended, where."""
    if item.source.repairs:
        yield ""
        yield f"words mended after OCR: {len(item.source.repairs)}"
    for repair in item.source.repairs:
        now = item.source.quote(repair.span)
        yield f"  {visible(repair.seen)} → {visible(now)}  ({item.place(repair.span)})"


def _count(records: tuple[object, ...], name: str) -> str:
    return f"{len(records)} {name}" if len(records) == 1 else f"{len(records)} {name}s"


def _chosen(item: Extracted, wanted: str) -> tuple[int, Task]:
    tasks = list(enumerate(item.plan.tasks, 1))
    for matches in (lambda _n, task: task.id == wanted, lambda number, _task: str(number) == wanted):
        for number, task in tasks:
            if matches(number, task):
                return number, task
    known = f"1 to {len(tasks)}, or an id as {tasks[0][1].id}" if tasks else "none: no task was found"
    raise UsageError(f"{item.plan.source.name}: no task {wanted!r}; there are {known}")


def _task(item: Extracted, number: int, task: Task, width: int) -> Iterator[str]:
    parts = [f"task {number}", task.ordinal or "no ordinal", f"id {task.id}", f"from a {task.origin}"]
    yield visible(" · ".join(parts))
    if task.path:
        yield from wrap(
            visible(" › ".join(task.path)),
            max(width, _LABEL + _LEAST),
            initial_indent=f"  {'under':<{_LABEL}}",
            subsequent_indent=f"  {'':<{_LABEL}}",
        )
    yield from _field(item, _Field("action", task.rule, task.span), width)
    for name, agencies in (("lead", task.leads), ("partner", task.partners), ("supervisor", task.supervisors)):
        for agency in agencies:
            yield from _field(
                item, _Field(name, f"{agency.rule}, from {agency.source}", agency.span, _body(agency)), width
            )
    if task.deadline:
        how = f"{task.deadline.rule}, from {task.deadline.source}"
        yield from _field(item, _Field("deadline", how, task.deadline.span, _time(task.deadline)), width)
    if task.product:
        yield from _field(
            item, _Field("product", f"{task.product.rule}, from {task.product.source}", task.product.span), width
        )
    missing = [name for name, value in (("lead", task.leads), ("deadline", task.deadline)) if not value]
    if missing:
        yield f"  {'nothing for':<{_LABEL}}{', '.join(missing)}"
    if task.confidence_of:
        yield f"  {'confidence':<{_LABEL}}{task.confidence:.2f}, of {_parts(task.confidence_of)}"
        for field, against in reasons(item.plan, number - 1).items():
            if against and getattr(task.confidence_of, field) < _SURE:
                said = ", ".join(f"{reason.words} ({reason.weight:+.1f})" for reason in against)
                yield f"  {'':<{_LABEL}}{field}: {said}"


def _parts(confidence: Confidence) -> str:
    return ", ".join(f"{field} {value:.2f}" for field, value in confidence.model_dump(exclude_none=True).items())


def _body(agency: Agency) -> str:
    return f"{visible(agency.text)} → {agency.agency or 'not in the registry'}"


def _time(deadline: Deadline) -> str:
    days = f"{deadline.start or '…'} to {deadline.end or '…'}" if deadline.start or deadline.end else ""
    parts = [deadline.kind, days, (deadline.recurrence or "").replace("\n", " + ")]
    parts.append("the year is inferred" if deadline.year_inferred else "")
    parts.append(f"or until {deadline.lenient_end} as others read it" if deadline.lenient_end else "")
    parts.append(f"also {visible(wording.others(deadline))}" if deadline.also else "")
    return f"{visible(deadline.text)} → {', '.join(part for part in parts if part)}"


def _measure(target: Target) -> str:
    number = None if target.value is None else f"{target.value:g}"
    upper = None if target.upper is None else f"to {target.upper:g}"
    base = f"from {target.base}" if target.base else None
    said = [part for part in (target.comparator, number, upper, target.unit, base) if part] or ["no number"]
    return visible(" ".join([*said, *([f"by {target.by}"] if target.by else [])]))


def _field(item: Extracted, field: _Field, width: int) -> Iterator[str]:
    yield f"  {field.name:<{_LABEL}}{field.how}; {_place(item, field.span)}"
    if field.means:
        yield f"  {'':<{_LABEL}}{field.means}"
    yield from _excerpt(item, field.span, width)


def _place(item: Extracted, span: Span) -> str:
    first, last = item.lines(span)
    page = f"page {span.page}, " if span.page else ""
    part = item.part(span)
    name = f"{visible(part.name)}: " if part else ""
    where = f"line {first}" if first == last else f"lines {first}–{last}"
    return f"{name}{page}{where}, characters {span.start}–{span.end}"


# ── the source line with a caret under the place ──────────────────────────────────────────────────


def _excerpt(item: Extracted, span: Span, width: int) -> Iterator[str]:
    """Yield the first and the last line of a span, each with carets under what belongs to it."""
    first, last = item.lines(span)
    digits = len(str(last))
    shown = max(_LEAST, width - _LABEL - digits - len("   │ …"))
    for number in (first, last) if last > first else (first,):
        if number == last and last - first > 1:
            yield f"  {'':<{_LABEL}}{'⋮':>{digits}}"
        text = item.line_text(number)
        offset = item.line_starts[number - 1]
        start, end = max(0, span.start - offset), min(len(text), span.end - offset)
        clipped, carets = _clip(visible(text.replace("\t", " ")), start, end, shown)
        yield f"  {'':<{_LABEL}}{number:>{digits}} │ {clipped}"
        yield f"  {'':<{_LABEL}}{'':>{digits}} │ {carets}"


def _clip(text: str, start: int, end: int, width: int) -> tuple[str, str]:
    """Return the part of a line that fits, and the carets under `start` to `end` of the line."""
    lead = max(0, min(_BEFORE, width - 1 - (end - start)))  # a place that fits is shown whole
    left = 0 if len(text) <= width else max(0, min(start - lead, len(text) - width))
    right = min(len(text), left + width - bool(left))
    before, after = "…" if left else "", "…" if right < len(text) else ""
    indent = len(before) + _cells(text[left:start])
    carets = "^" * max(1, _cells(text[start : min(end, right)]))
    return f"{before}{text[left:right]}{after}", " " * indent + carets


def _cells(text: Iterable[str]) -> int:
    """Return how many cells of a terminal a text takes: a combining mark none, a wide character two."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )

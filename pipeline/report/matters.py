"""Findings as people read them: one line for each matter, not for each place.

Twelve tasks without a deadline are one matter; so is a dissolved body that is named at five places.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from pipeline.remarks import remarks, severities, severity_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.documents import Finding, Plan, Severity


class Matter(NamedTuple):
    """What one line says, how grave it is, the findings behind it, and the numbers (from 1) of their tasks."""

    code: str
    severity: Severity
    text: str
    findings: tuple[Finding, ...]
    tasks: tuple[int, ...]


def matters(plan: Plan) -> tuple[Matter, ...]:
    """Return the matters of a plan, the gravest first, those of one severity in the order of `findings.yaml`."""
    number = {task.id: at for at, task in enumerate(plan.tasks, 1)}
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in plan.findings:
        known = remarks().get(one.code)
        groups.setdefault((one.code, "" if known and known.summary else one.message), []).append(one)
    found = [_matter(code, group, number) for (code, _), group in groups.items()]
    order = severities()
    return tuple(sorted(found, key=lambda matter: (order.index(matter.severity), _rank(matter.code))))


def _matter(code: str, group: Sequence[Finding], number: dict[str, int]) -> Matter:
    known = remarks().get(code)
    text = group[0].message
    if known and known.summary and len(group) > 1:
        text = known.summary.format(count=len(group), total=len(number)) + "."
    tasks = sorted({number[one.task] for one in group if one.task in number})
    return Matter(code, group[0].severity, text, tuple(group), tuple(tasks))


def _rank(code: str) -> int:
    return remarks()[code].rank if code in remarks() else len(remarks())


def counted(found: Sequence[Matter]) -> list[str]:
    """Return how many matters of each severity there are: "2 lỗi", "5 cảnh báo", "3 lưu ý"."""
    counts = [(sum(matter.severity == severity for matter in found), severity) for severity in severities()]
    return [f"{count} {severity_name(severity)}" for count, severity in counts if count]


def ranges(numbers: Sequence[int]) -> str:
    """Return rising numbers with runs drawn together: "1–4, 7, 9–12"."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in _runs(numbers))


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(numbers), key=lambda entry: entry[1] - entry[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def of_task(plan: Plan) -> dict[str, str]:
    """Return what is said of each task, by its id: its sentences, joined."""
    said: dict[str, list[str]] = {}
    for one in plan.findings:
        if one.task:
            said.setdefault(one.task, []).append(one.message)
    return {task: " ".join(dict.fromkeys(messages)) for task, messages in said.items()}

"""Plan → the same plan with its findings: what legal staff should look at before they act on it.

reading.py     a document in every form it has taken
tasks.py       who leads, by when, what comes of it, what is to be done
deadlines.py   times that cannot be kept, or contradict each other
bodies.py      bodies that no longer existed on the day of issue
parts.py       files that are documents of their own
citations.py   cited documents whose number and day disagree; days that no calendar has
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.documents import Finding, Note, Plan
from pipeline.findings.bodies import of_bodies
from pipeline.findings.citations import of_citations
from pipeline.findings.deadlines import of_deadlines
from pipeline.findings.parts import of_parts
from pipeline.findings.reading import Reading
from pipeline.findings.tasks import of_tasks
from pipeline.remarks import finding, remarks, severities

__all__ = ["Reading", "examine"]

_MANNER = 0.5  # of the tasks of a document; what more of them have in common is its manner


def examine(reading: Reading) -> Plan:
    """Return the plan with all findings, the gravest first, those of one severity in the order of the text."""
    notes = [*reading.outline.notes, *of_citations(reading), *reading.parsed.notes]
    found = [*reading.source.findings, *_of_notes(reading, notes)]
    found += of_tasks(reading) if reading.plan.tasks else [finding("no_task", None)]
    found += [*of_parts(reading), *of_deadlines(reading), *of_bodies(reading)]
    return reading.plan.model_copy(update={"findings": _sorted(_weighed(found, len(reading.plan.tasks)))})


def _of_notes(reading: Reading, notes: Sequence[Note]) -> Iterator[Finding]:
    """Yield each note once, as a finding with its place on the source."""
    for note in dict.fromkeys(notes):
        yield Finding(
            code=note.code,
            severity=remarks()[note.code].severity,
            message=note.message,
            span=reading.normal.span(note.place),
            others=tuple(map(reading.normal.span, note.others)),
        )


def _weighed(found: Sequence[Finding], tasks: int) -> list[Finding]:
    """Return the findings with the severity of a manner where most tasks of the document share what is found."""
    counts = Counter(one.code for one in found)
    manners = {code: remarks()[code].manner for code, count in counts.items() if count > _MANNER * tasks}
    return [one.model_copy(update={"severity": manner}) if (manner := manners.get(one.code)) else one for one in found]


def _sorted(found: Sequence[Finding]) -> tuple[Finding, ...]:
    order = severities()
    return tuple(sorted(found, key=lambda one: (order.index(one.severity), one.span.start if one.span else 0)))

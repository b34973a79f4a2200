"""What is to be mended in the lower plan: each gap, each defect, each target that falls short, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.report import wording
from pipeline.report.coverage_facts import GAPS, Comparison, Row, said, titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.documents import Span


class Mend(NamedTuple):
    """Something to mend: the task or target of the parent that it is about, what is wrong, what to do."""

    ordinal: str
    about: str
    status: str
    kind: str
    wrong: str
    remedy: str
    justified: str = ""
    row: Row | None = None


def mends(compared: Comparison) -> list[Mend]:
    """Return what is to be mended: gaps and defects task by task, then targets; what was signed off comes last."""
    found = [one for row in compared.rows for one in _of_row(compared, row)]
    for target in compared.found.targets:
        if target.status in ("weaker", "missing"):
            text = " ".join(target.parent.text.split())
            remedy = said(f"mend_target_{target.status}", text=text)
            found.append(Mend(said("targets"), text, titled(target.status), "target", target.why, remedy))
    return sorted(found, key=lambda one: bool(one.justified))


def _of_row(compared: Comparison, row: Row) -> Iterator[Mend]:
    verdict = row.verdict
    ordinal = row.task.ordinal or ""
    if verdict.status in GAPS:
        remedy = said("mend_declared") if verdict.justified else _remedy(compared, row)
        base = Mend(ordinal, row.task.action, row.status, verdict.status, verdict.why, remedy, row.justified, row)
        yield base
    sentences = {one.defect: one for one in verdict.defect_notes}
    for defect in verdict.defects:
        note = sentences.get(defect)
        wrong = f"{titled(defect)}: {note.why}" if note else f"{titled(defect)}."
        remedy = _of_defect(compared, row, defect, note.parent if note else None)
        yield Mend(ordinal, row.task.action, row.status, defect, wrong, remedy, "", row)


def _remedy(compared: Comparison, row: Row) -> str:
    task, status = row.task, row.verdict.status
    if status == "partial" and row.verdict.uncovered and row.verdict.uncovered != (task.span,):
        clauses = "; ".join(f'"{compared.parent.quote(one)}"' for one in row.verdict.uncovered)
        return said("mend_clause", clauses=clauses)
    if status != "missing":
        return said(f"mend_{status}")
    more = said("mend_due", due=wording.due(task.deadline)) if task.deadline and task.deadline.end else ""
    more += said("mend_product", product=task.product.text) if task.product else ""
    partner = row.verdict.remit.startswith("remit.partner")
    return said("mend_missing_partner" if partner else "mend_missing", more=more)


def _of_defect(compared: Comparison, row: Row, defect: str, place: Span | None) -> str:
    task = row.task
    quote = compared.parent.quote(place) if place else ""
    match defect:
        case "late" | "lost_deadline":
            return said(f"mend_{defect}", due=wording.due(task.deadline) or quote)
        case "misassigned":
            return said("mend_misassigned", lead=quote or wording.names(task.leads))
        case "missing_partner":
            return said("mend_missing_partner_body", partner=quote or wording.names(task.partners))
        case "missing_product":
            return said("mend_missing_product", product=task.product.text if task.product else quote)
        case _:
            return said(f"mend_{defect}")

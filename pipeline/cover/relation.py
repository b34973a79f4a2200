"""Is the child a child at all? By the documents that each says it carries out, and by what the parent orders."""

from __future__ import annotations

from pipeline.cover.model import Relation
from pipeline.cover.remit import RemitReader, asks_for_plan
from pipeline.documents import DocumentInfo, Plan
from pipeline.folding import compact


def relation(parent: Plan, child: Plan, remit: RemitReader) -> Relation:
    """Return `implements` when the child carries out the parent, `siblings` when both carry out a third document.

    A child that says of no document that it carries it out, but cites the parent, carries it out when the parent orders
    its issuer to make a plan. `unrelated` needs the parent's number and a child that names what it carries out and
    nowhere the parent; without these it is `unknown`.
    """
    own, above = _numbers(parent.document), {compact(number) for number in child.document.implements}
    if own & above:
        return "implements"
    if above & {compact(number) for number in parent.document.implements}:
        return "siblings"
    cited = own & {compact(one.number) for one in child.document.citations if one.number}
    if cited and not above and _orders_plan(parent, remit):
        return "implements"
    return "unrelated" if own and above and not cited else "unknown"


def middle(parent: DocumentInfo, child: DocumentInfo) -> tuple[str, ...]:
    """Return the other documents that a child carries out and that are no older than the parent.

    One of them may stand between the two: the directive's own plan, of which the child is the plan.
    """
    own = _numbers(parent)
    days = {compact(one.number): one.issued_on for one in child.citations if one.number and one.issued_on}
    since = parent.issued_on or ""
    return tuple(
        number
        for number in child.implements
        if compact(number) not in own and (days.get(compact(number)) or "9") >= since
    )


def other_day(parent: DocumentInfo, child: DocumentInfo) -> str | None:
    """Return the day, ISO, that the child gives to the parent where it is not the parent's own, or None."""
    own, day = _numbers(parent), parent.issued_on
    cited = {one.issued_on for one in child.citations if one.number and compact(one.number) in own and one.issued_on}
    if not day or "X" in day or not cited or day in cited:
        return None
    return min(cited)


def _orders_plan(parent: Plan, remit: RemitReader) -> bool:
    return any(asks_for_plan(task.action) and remit.of(task).expected == "own" for task in parent.tasks)


def _numbers(document: DocumentInfo) -> set[str]:
    return {compact(document.number)} if document.number else set()

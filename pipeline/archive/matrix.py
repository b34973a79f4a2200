"""One directive against every plan that carries it out: who has issued a plan, and who takes up which task."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import ConfigDict, Field

from pipeline.cover.model import Coverage, Side, Summary, TaskRef, Verdict
from pipeline.cover.remit import asks_for_plan, stands_for
from pipeline.documents import Plan, Value
from pipeline.errors import UsageError
from pipeline.resolve.agencies import LATEST, registry

if TYPE_CHECKING:
    from pipeline.store.rows import StoredDocument
    from pipeline.store.store import Store


class Row(Value):
    """One plan, with its verdict on each task of the directive, in the directive's order."""

    child: Side
    file: str
    relation: str
    summary: Summary
    verdicts: tuple[Verdict, ...]


class Body(Value):
    """A body that the directive orders to make a plan, and of which the store has none."""

    agency: str
    name: str


class Matrix(Value):
    """A directive, its tasks, the plans that carry it out, and the bodies from which one is expected in vain.

    `asked` is how many bodies the directive orders to make a plan, as far as their names are known.
    """

    schema_: Literal["dondoc-matrix/1"] = Field(default="dondoc-matrix/1", alias="schema")
    parent: Side
    tasks: tuple[TaskRef, ...]
    rows: tuple[Row, ...]
    asked: int
    silent: tuple[Body, ...]
    others: tuple[str, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


def matrix(store: Store, number: str) -> Matrix:
    """Return the matrix of a directive by its number, from what was judged; raise `UsageError` when it is not there.

    `others` are the files of further documents under the same number: older versions, or another issuer's.
    """
    found = store.document(number)
    if not found:
        raise UsageError(f"{number}: no document of this number is in {store.name}; dondoc batch puts documents in")
    parent, *others = found
    plan = store.source_and_plan(parent.id)[1]
    children = [(one, Coverage.model_validate_json(content)) for one, content in store.children(parent.id)]
    rows = [_row(*child) for child in children]
    asked = _asked(plan)
    issuers = {name for one, _ in children if one.issuer_agency for name in stands_for(one.issuer_agency, LATEST)}
    silent = [
        Body(agency=one, name=registry().name(one))
        for one in asked
        if not issuers.intersection(stands_for(one, LATEST))
    ]
    return Matrix(
        parent=_side(parent),
        tasks=tuple(TaskRef(id=t.id, ordinal=t.ordinal, action=t.action, span=t.span) for t in plan.tasks),
        rows=tuple(sorted(rows, key=lambda row: (row.child.issuer or "", row.child.number or "", row.file))),
        asked=len(asked),
        silent=tuple(silent),
        others=tuple(one.name for one in others),
    )


def _row(child: StoredDocument, found: Coverage) -> Row:
    return Row(
        child=_side(child), file=child.name, relation=found.relation, summary=found.summary, verdicts=found.verdicts
    )


def _side(one: StoredDocument) -> Side:
    return Side(number=one.number, title=one.title, issuer=one.issuer, issued_on=one.issued_on, tasks=one.tasks)


def _asked(plan: Plan) -> list[str]:
    """Return the bodies that are ordered to make their own plan, the members of groups one by one."""
    issued = plan.document.issued_on
    on = date.fromisoformat(issued) if issued and "X" not in issued else LATEST
    own = plan.document.issuer.agency if plan.document.issuer else None
    found: dict[str, None] = {}
    for task in plan.tasks:
        if asks_for_plan(task.action):
            for lead in task.leads:
                found.update(dict.fromkeys(_bodies(lead.agency, on) if lead.agency else ()))
    return [one for one in found if one != own]


def _bodies(agency: str, on: date) -> tuple[str, ...]:
    """Return a body, or those of a group that are known by name."""
    entry = registry().entries.get(agency.partition(":")[0])
    if entry is None or entry.kind != "collective":
        return (agency,)
    return tuple(one for one in registry().members(agency, on) if _is_named(one))


def _is_named(body: str) -> bool:
    """Return whether an id is one body, not a template ("ubnd-tinh") that each province has."""
    head, colon, _ = body.partition(":")
    entry = registry().entries.get(head)
    return bool(colon) or (entry is not None and entry.level == "central" and entry.kind != "collective")

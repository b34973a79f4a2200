"""A plan → rows of the tables, as plain dictionaries: no pydantic objects, for every document passes here."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from pipeline.store.models import NEVER, TASK_BITS
from pipeline.store.rows import Extracted
from pipeline.store.words import number_key, plain

Row = dict[str, Any]
_ROLES = (("lead", "leads"), ("partner", "partners"), ("supervisor", "supervisors"))
_BYTE = re.compile(r"\\u(dc[89a-f][0-9a-f])")
_LEVEL = 3  # of zlib: half the time of 6, and a text grows by 5 %


class Rows(NamedTuple):
    """The rows of one document in each table."""

    source: Row
    tasks: list[Row]
    task_agencies: list[Row]
    targets: list[Row]
    citations: list[Row]
    findings: list[Row]


def document_row(done: Extracted, plan: Row) -> Row:
    """Return the row of a document, without what the store itself adds (id, run, day, revision, current)."""
    said = plan["document"]
    issuer = said["issuer"] or {}
    row = {
        "sha256": done.sha256,
        "rules": done.rules,
        "name": storable(done.name),
        "size": done.size,
        "format": done.format,
        "pages": done.pages,
        "ocr": done.ocr,
        "chars": done.chars,
        "seconds": done.seconds,
        "number": said["number"],
        "number_key": number_key(said["number"]) if said["number"] else None,
        "type": said["type"],
        "title": said["title"],
        "issuer": issuer.get("text"),
        "issuer_agency": issuer.get("agency"),
        "issued_on": said["issued_on"],
        "signer": said["signer"],
        "tasks": len(plan["tasks"]),
    }
    return row | {"chain": chain_of(row)}


def chain_of(row: Row) -> str | None:
    """Return what versions of one document share: number, issuer and year, for numbers begin anew every year."""
    if not row["number_key"]:
        return None
    issuer = row["issuer_agency"] or plain(row["issuer"] or "")
    return f"{row['number_key']} {issuer} {(row['issued_on'] or '')[:4]}"


def rows_of(document_id: int, done: Extracted, plan: Row) -> Rows:
    """Return the rows that hang on a document."""
    source = {
        "document_id": document_id,
        "text": zlib.compress(done.text.encode("utf-8", "surrogatepass"), _LEVEL),
        "plan": zlib.compress(done.plan, _LEVEL),
    }
    tasks = [_task(document_id, at, task) for at, task in enumerate(plan["tasks"])]
    agencies = [row for at, task in enumerate(plan["tasks"]) for row in _agencies(tasks[at], task)]
    return Rows(
        source,
        tasks,
        agencies,
        [_target(document_id, at, target) for at, target in enumerate(plan["targets"])],
        list(_citations(document_id, plan["document"])),
        [_finding(document_id, at, finding) for at, finding in enumerate(plan["findings"])],
    )


def task_id(document_id: int, place: int) -> int:
    """Return the id of the task at a place (from 0) of a document."""
    return document_id << TASK_BITS | place


def _task(document_id: int, place: int, task: Row) -> Row:
    deadline = task["deadline"] or {}
    product = (task["product"] or {}).get("text")
    return {
        "id": task_id(document_id, place),
        "document_id": document_id,
        "key": task["id"],
        "ordinal": task["ordinal"],
        "path": "\n".join(task["path"]),
        "action": task["action"],
        "words": plain(f"{task['action']} {product or ''}"),
        "span_start": task["span"]["start"],
        "span_end": task["span"]["end"],
        "page": task["span"]["page"],
        "deadline_text": deadline.get("text"),
        "deadline_kind": deadline.get("kind"),
        "deadline_start": deadline.get("start"),
        "deadline_end": deadline.get("end"),
        "deadline_lenient_end": deadline.get("lenient_end"),
        "recurrence": deadline.get("recurrence"),
        "year_inferred": deadline.get("year_inferred", False),
        "due": due_day(deadline.get("end")),
        "product": product,
        "confidence": task["confidence"],
        "done": False,
        "done_on": None,
        "done_through": None,
    }


def due_day(end: str | None) -> date:
    """Return the last day of a deadline; `NEVER` where it has none, or none in a known year."""
    try:
        return date.fromisoformat(end) if end else NEVER
    except ValueError:
        return NEVER


def _agencies(row: Row, task: Row) -> Iterator[Row]:
    place = 0
    for role, field in _ROLES:
        for body in task[field]:
            yield {
                "task_id": row["id"],
                "place": place,
                "role": role,
                "text": body["text"],
                "agency": body["agency"],
                "recurs": row["recurrence"] is not None,
                "due": row["due"],
            }
            place += 1


def _target(document_id: int, place: int, target: Row) -> Row:
    names = ("text", "comparator", "value", "upper", "unit", "base", "by")
    span = {"span_start": target["span"]["start"], "span_end": target["span"]["end"]}
    return {"document_id": document_id, "place": place} | {name: target[name] for name in names} | span


def _citations(document_id: int, said: Row) -> Iterator[Row]:
    implemented = {number_key(number): number for number in said["implements"]}
    named = [(one["number"], one["relation"], one) for one in said["citations"] if one["number"]]
    cited = {number_key(number) for number, _, _ in named}
    named += [(number, "implements", {}) for key, number in implemented.items() if key not in cited]
    for place, (number, relation, one) in enumerate(named):
        key = number_key(number)
        yield {
            "document_id": document_id,
            "place": place,
            "number": number,
            "number_key": key,
            "relation": relation,
            "implements": key in implemented,
            "issuer_agency": (one.get("issuer") or {}).get("agency"),
            "issued_on": one.get("issued_on"),
        }


def _finding(document_id: int, place: int, finding: Row) -> Row:
    span = finding["span"] or {}
    return {
        "document_id": document_id,
        "place": place,
        "code": finding["code"],
        "severity": finding["severity"],
        "message": finding["message"],
        "task_key": finding["task"],
        "span_start": span.get("start"),
        "span_end": span.get("end"),
    }


# ── what databases cannot hold ────────────────────────────────────────────────────────────────────


def loaded(plan: bytes) -> Row:
    """Return the plan of its JSON; a NUL character, which PostgreSQL cannot hold, becomes the sign for what is lost."""
    found: Row = json.loads(plan.replace(rb"\u0000", b"\\ufffd"))
    return found


def storable(name: str) -> str:
    r"""Return a file's name as text that every database holds: bytes that are no UTF-8 as \udcff."""
    return name.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode()


def named(stored: str) -> str:
    """Return a file's name as the system has it, from what `storable` made of it."""
    return _BYTE.sub(lambda hit: chr(int(hit[1], 16)), stored)

"""Documents as a worker hands them to the store: read for these tests, or made up."""

from __future__ import annotations

import hashlib

from samples import document

from pipeline.documents import Agency, Deadline, DocumentInfo, Issuer, Plan, SourceInfo, SourceText, Span, Task
from pipeline.run import extract
from pipeline.store import Extracted

HERE = Span(start=0, end=1)


def read(body: str, rules: str = "1", name: str = "ke-hoach.txt") -> Extracted:
    """Return the province's plan of `samples` with this body, as it was read."""
    source = document(body)
    return row(source, extract(source), rules, name)


def row(source: SourceText, plan: Plan, rules: str = "1", name: str = "ke-hoach.txt") -> Extracted:
    """Return a plan and its text as the row that goes to the store."""
    return Extracted(
        sha256=source.sha256,
        rules=rules,
        name=name,
        size=len(source.text.encode()),
        format=source.format,
        pages=None,
        ocr=False,
        chars=len(source.text),
        text=source.text,
        plan=plan.model_dump_json().encode(),
        seconds=0.1,
    )


def task(action: str, lead: str | None = None, partner: str | None = None, **deadline: object) -> Task:
    """Return a task with bodies given by their ids."""
    said = {"text": "…", "span": HERE, "from": "item", "rule": "deadline.x"} | deadline
    time = Deadline.model_validate(said) if deadline else None
    return Task(
        id="t0",
        ordinal="1",
        path=("I. NHIỆM VỤ",),
        action=action,
        span=HERE,
        leads=(_body(lead),) if lead else (),
        partners=(_body(partner),) if partner else (),
        deadline=time,
        origin="list",
        rule="task.x",
    )


def _body(agency: str) -> Agency:
    return Agency(text=f"«{agency}»", agency=agency, span=HERE, source="item", rule="x")


def plan(*tasks: Task, number: str | None = "1/KH-UBND", issuer: str = "ubnd-tinh:hue", **said: object) -> Extracted:
    """Return a document of these tasks; its content, and so its hash, is made of all that is said here."""
    numbered = tuple(one.model_copy(update={"id": f"t{at}"}) for at, one in enumerate(tasks, 1))
    told = {"issued_on": "2025-03-01", "issuer": Issuer(text=issuer, agency=issuer)} | said
    text = repr((tasks, number, told))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    source = SourceText(name=f"{sha256[:8]}.txt", format="txt", sha256=sha256, text=text, blocks=())
    made = Plan(
        source=SourceInfo(name=source.name, sha256=sha256, format="txt", chars=len(text)),
        document=DocumentInfo.model_validate({"number": number} | told),
        tasks=numbered,
    )
    return row(source, made, name=source.name)

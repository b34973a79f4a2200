"""What can be said of a document that a person should look at: the entries of `grammars/findings.yaml`.

Whoever sees something odd names its code and what the sentence is about (`remark`); how grave it is, and what the
sentence says, stand in the file.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, cast

from pipeline import grammar
from pipeline.documents import Finding, Note, Range, Severity, Span

_LONGEST = 90  # characters of the document that a sentence quotes


class Remark(NamedTuple):
    """One entry: its place in the order of display, its severity, its sentences; empty where it has none."""

    code: str
    rank: int
    severity: Severity
    message: str
    summary: str
    manner: Severity | None


@cache
def remarks() -> dict[str, Remark]:
    """Return all entries by code; raises `GrammarError` when the file is wrong."""
    entries: dict[str, dict[str, str]] = _content()["codes"]
    return {
        code: Remark(
            code=code,
            rank=rank,
            severity=cast("Severity", entry["severity"]),
            message=entry["message"],
            summary=entry.get("summary", ""),
            manner=cast("Severity | None", entry.get("manner")),
        )
        for rank, (code, entry) in enumerate(entries.items())
    }


def remark(code: str, place: Range, *others: Range, **said: str | int) -> Note:
    """Return a note with the sentence of a code, filled with what it names; `others` are places it is compared with."""
    return Note(code, sentence(code, **said), place, others)


def finding(code: str, span: Span | None, *others: Span, task: str | None = None, **said: str | int) -> Finding:
    """Return a finding with the sentence of a code, filled with what it names."""
    message, severity = sentence(code, **said), remarks()[code].severity
    return Finding(code=code, severity=severity, message=message, span=span, others=others, task=task)


def sentence(code: str, **said: str | int) -> str:
    """Return the sentence of a code; long quotations are cut."""
    return remarks()[code].message.format(**{name: _short(str(value)) for name, value in said.items()})


def word(name: str, /, **said: str) -> str:
    """Return a phrase that some sentences are made with."""
    phrase: str = _content()["words"][name]
    return phrase.format(**said)


def severity_name(severity: Severity) -> str:
    """Return what a reader calls a severity: lỗi, cảnh báo, lưu ý."""
    name: str = _content()["severities"][severity]
    return name


def severities() -> tuple[Severity, ...]:
    """Return the severities, the gravest first."""
    return tuple(_content()["severities"])


@cache
def listed(name: str) -> frozenset[str]:
    """Return one of the lists of the file ("open", "vague", "products")."""
    return frozenset(part.strip() for part in _content()[name].split("|"))


def shown_day(iso: str) -> str:
    """Return an ISO date as dd/mm/yyyy; a year that is not known is left out."""
    return "/".join(reversed([part for part in iso.split("-") if part != "XXXX"]))


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _LONGEST else f"{folded[: _LONGEST - 1].rstrip()}…"


def _content() -> dict[str, Any]:
    return grammar.read_yaml("findings")

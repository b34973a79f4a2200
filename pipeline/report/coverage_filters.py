"""Filters of the page without a script: inputs, and style rules that hide what they leave out.

Whoever's browser cannot do this (`:has`) sees no filters and all rows.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name
from pipeline.report.coverage_facts import ORDER, Comparison, Row, said

if TYPE_CHECKING:
    from collections.abc import Iterable

_ROW = "tbody.verdict"


def classes(compared: Comparison, row: Row) -> str:
    """Return the classes of a row by which the filters know it."""
    verdict = row.verdict
    leads = [f"l-{lead.number}" for lead in compared.leads if row.number in lead.rows]
    said_of_it = [f"s-{verdict.status}", *(f"d-{defect}" for defect in verdict.defects), *leads]
    said_of_it += ["defective"] if verdict.defects else []
    said_of_it += ["review"] if verdict.review else []
    said_of_it += ["declared"] if verdict.justified else []
    return " ".join(said_of_it)


def form(compared: Comparison) -> str:
    """Return the inputs: one for each status present, the defects, the lead bodies, what a person should look at."""
    rows = compared.rows
    pills = [_pill("all", said("all"), len(rows), checked=True)]
    pills += [
        _pill(status, name(status), sum(row.verdict.status == status for row in rows)) for status in _statuses(rows)
    ]
    if declared := sum(row.verdict.justified is not None for row in rows):
        pills.append(_pill("declared", said("declared"), declared))
    parts = [f"<fieldset><legend>{escape(said('by_status'))}</legend>{''.join(pills)}</fieldset>"]
    if defects := compared.defects():
        options = [("any", said("any_defect"), sum(bool(row.verdict.defects) for row in rows))]
        options += [(key, name(key), count) for key, count in defects]
        parts.append(_select("by-defect", said("by_defect"), options))
    leads = [(str(lead.number), lead.text, len(lead.rows)) for lead in compared.leads]
    if len(leads) > 1:
        parts.append(_select("by-lead", said("by_lead"), leads))
    if doubtful := sum(row.verdict.review for row in rows):
        text = f"{escape(said('reviewed'))} <small>{doubtful}</small>"
        parts.append(f'<label class="tick"><input type="checkbox" id="by-review"> {text}</label>')
    parts.append(f'<label class="tick"><input type="checkbox" id="open-all"> {escape(said("open_all"))}</label>')
    parts.append(f'<button type="reset">{escape(said("clear"))}</button>')
    return f'<form class="filters" autocomplete="off" aria-label="{escape(said("filter"))}">{"".join(parts)}</form>'


def _pill(key: str, text: str, count: int, *, checked: bool = False) -> str:
    ticked = " checked" if checked else ""
    return (
        f'<label class="pill"><input type="radio" name="status" id="by-{key}"{ticked}>'
        f"<span>{escape(text)} <small>{count}</small></span></label>"
    )


def _select(called: str, title: str, options: Iterable[tuple[str, str, int]]) -> str:
    listed = "".join(f'<option value="{key}">{escape(text)} ({count})</option>' for key, text, count in options)
    every = f'<option value="all" selected>{escape(said("all"))}</option>'
    return f'<label>{escape(title)} <select id="{called}">{every}{listed}</select></label>'


def style(compared: Comparison) -> str:
    """Return the rules by which the inputs hide rows."""
    rules = [_rule(f"#by-{status}:checked", f"s-{status}") for status in _statuses(compared.rows)]
    rules.append(_rule("#by-declared:checked", "declared"))
    rules.append(_rule("#by-review:checked", "review"))
    rules.append(_rule('#by-defect option[value="any"]:checked', "defective"))
    rules += [_rule(f'#by-defect option[value="{key}"]:checked', f"d-{key}") for key, _ in compared.defects()]
    rules += [_rule(f'#by-lead option[value="{one.number}"]:checked', f"l-{one.number}") for one in compared.leads]
    return "\n".join(rules) + "\n"


def _rule(chosen: str, kept: str) -> str:
    return f"body:has({chosen}) {_ROW}:not(.{kept}) {{ display: none; }}"


def _statuses(rows: Iterable[Row]) -> list[str]:
    present = {row.verdict.status for row in rows}
    return [status for status in ORDER if status in present]

"""The matrix of the page: a row a verdict, and under it, opened by a tick, both texts side by side."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pipeline.report import coverage_filters as filters
from pipeline.report import coverage_texts as texts
from pipeline.report import wording
from pipeline.report.coverage_facts import Answer, Comparison, Row, clean, due, said

if TYPE_CHECKING:
    from pipeline.documents import Task

_COLUMNS = ("stt", "parent_task", "verdict", "child_task", "defects", "open")


def shown(text: str | None) -> str:
    """Return a text as HTML."""
    return escape(clean(text))


def folded(text: str) -> str:
    """Return a text as HTML, in one line."""
    return shown(" ".join(text.split()))


def matrix(compared: Comparison) -> str:
    """Return the matrix with its filters; a sentence where the parent has no tasks."""
    title = f'<h2 id="matrix">{shown(said("matrix_title"))}</h2>\n'
    if not compared.rows:
        return f'{title}<p class="empty">{shown(said("no_tasks"))}</p>\n'
    heads = "".join(f'<th class="{key}">{shown(said(key))}</th>' for key in _COLUMNS)
    legend = "".join(
        f'<li><mark class="{kind}"{number}>{shown(said(key))}</mark></li>'
        for kind, number, key in (
            ("same c1", ' data-number="1"', "legend_same"),
            ("open", "", "legend_open"),
            ("defect", "", "legend_defect"),
        )
    )
    rows = "".join(_verdict(compared, row) for row in compared.rows)
    below = shown(said("shown", count=len(compared.rows)))
    return (
        f'{title}{filters.form(compared)}<ul class="legend">{legend}</ul>\n<div class="listed"><div class="scroll">'
        f'<table class="coverage"><thead><tr>{heads}</tr></thead>\n{rows}</table></div>'
        f'<p class="shown">{below}</p></div>\n'
    )


def _verdict(compared: Comparison, row: Row) -> str:
    task = row.task
    below = "".join(
        f'<li><div class="brief"><a href="#c-{one.number}">{shown(one.task.ordinal or str(one.number))}</a>'
        f" {shown(one.task.action)}</div></li>"
        for one in row.answers
    )
    answers = f"<ul>{below}</ul>" if below else f"{shown(row.nothing)}<small>{shown(row.verdict.why)}</small>"
    defects = "".join(f"<li>{shown(one)}</li>" for one in row.defects)
    brief = f"{_names(task)} · {due(task.deadline)}" if task.deadline else _names(task)
    link = f'<a href="#p-{row.number}">{shown(task.ordinal or str(row.number))}</a>'
    cells = (
        f'<td class="stt">{row.number}</td>'
        f'<td><div class="brief">{link} {shown(task.action)}</div><small>{shown(brief)}</small></td>'
        f"<td>{badge(row)}</td>"
        f"<td>{answers}</td>"
        f'<td class="defects">{f"<ul>{defects}</ul>" if defects else ""}</td>'
        f'<td class="opener"><label><input type="checkbox"> {shown(said("open"))}</label></td>'
    )
    return (
        f'<tbody class="verdict {filters.classes(compared, row)}" id="v-{row.number}">\n<tr>{cells}</tr>\n'
        f'<tr class="sides"><td colspan="{len(_COLUMNS)}">{_sides(compared, row)}</td></tr>\n</tbody>\n'
    )


def badge(row: Row) -> str:
    """Return what a verdict is called, on its colour, and whether a person should look at it."""
    doubt = f'<span class="doubtful">{shown(said("reviewed").lower())}</span>' if row.verdict.review else ""
    return f'<b class="badge {row.verdict.status}">{shown(row.status)}</b>{doubt}'


def _names(task: Task) -> str:
    return wording.names(task.leads) or said("no_lead")


def _sides(compared: Comparison, row: Row) -> str:
    """Return the assessment, and both texts side by side."""
    notes = "".join(
        f"<li>{shown(note)}{_places(compared, row, number)}</li>" for number, note in enumerate(row.notes, 1)
    )
    justified = f'<p class="justified">{shown(said("justified"))}: {shown(row.justified)}</p>' if row.justified else ""
    remit = f'<p class="remit">{shown(row.remit)}</p>' if row.remit else ""
    place = _place(compared, row.task, f"p-{row.number}", above=True)
    upper = f"<h3>{shown(said('parent'))} {place}</h3><blockquote>{texts.above(compared, row)}</blockquote>"
    lower = "".join(_answer(compared, row, one) for one in row.answers) or f'<p class="none">{shown(row.nothing)}</p>'
    listed = f"<ul>{notes}</ul>" if notes else ""
    return (
        f'<div class="assessment"><p>{shown(row.verdict.why)}</p>{listed}{remit}{justified}</div>'
        f'<div class="pair"><section>{upper}{_particulars(row.task)}</section>'
        f"<section><h3>{shown(said('child'))}</h3>{lower}</section></div>"
    )


def _answer(compared: Comparison, row: Row, one: Answer) -> str:
    place = _place(compared, one.task, f"c-{one.number}", above=False)
    score = f'<span class="score">{shown(said("score"))} {shown(wording.number(round(one.link.score, 2)))}</span>'
    quote = f"<blockquote>{texts.below(compared, row, one)}</blockquote>"
    return f'<div class="answer"><p class="at">{place} {score}</p>{quote}{_particulars(one.task)}</div>'


def _place(compared: Comparison, task: Task, to: str, *, above: bool) -> str:
    where = ", ".join(part for part in (task.ordinal, compared.place(task.span, above=above)) if part)
    return f'<a class="to" href="#{to}" title="{shown(said("in_text"))}">{shown(where)}</a>'


def _places(compared: Comparison, row: Row, number: int) -> str:
    """Return the links from a defect to where it stands in the full texts."""
    if number > len(row.verdict.defect_notes):
        return ""
    note = row.verdict.defect_notes[number - 1]
    links = []
    for key, span, upper in (("parent", note.parent, True), ("child", note.child, False)):
        if span:
            where = f"{said(key).lower()}, {compared.place(span, above=upper)}"
            links.append(f'<a class="to" href="#{texts.spot(row, number, upper=upper)}">{shown(where)}</a>')
    return f" ({'; '.join(links)})" if links else ""


def _particulars(task: Task) -> str:
    lines = [
        said("lead_label", text=_names(task)),
        said("partner_label", text=wording.names(task.partners)) if task.partners else "",
        said("due_label", text=due(task.deadline)),
        said("product_label", text=task.product.text) if task.product else "",
    ]
    return f'<ul class="particulars">{"".join(f"<li>{folded(line)}</li>" for line in lines if line)}</ul>'

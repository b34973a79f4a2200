"""A comparison as a page: summary, filters, matrix, both texts side by side, and the full texts to go to.

The page stands alone: no script, no file beside it, nothing from the network; its policy admits its own style alone.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name
from pipeline.report import coverage_filters as filters
from pipeline.report import coverage_texts as texts
from pipeline.report.coverage_facts import (
    Comparison,
    changes_counted,
    said,
    side_facts,
    titled,
)
from pipeline.report.coverage_matrix import badge, folded, matrix, shown
from pipeline.report.coverage_mends import mends
from pipeline.report.extracted import encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(compared: Comparison) -> Iterator[bytes]:
    """Yield the page."""
    folder = Path(__file__).parent
    style = "\n".join((folder / one).read_text(encoding="utf-8") for one in ("page.css", "coverage.css"))
    yield encoded(_opening(shown(compared.title), f"\n{style}\n{filters.style(compared)}"))
    yield encoded(_header(compared))
    if compared.found.previous:
        yield encoded(_changes(compared))
    yield encoded(matrix(compared))
    yield encoded(_mends(compared) + _declared(compared) + _targets(compared) + _added(compared) + _full(compared))
    yield b"</body>\n</html>\n"


def _opening(title: str, style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )


# ── summary ───────────────────────────────────────────────────────────────────────────────────────


def _header(compared: Comparison) -> str:
    found = compared.found
    notes = "".join(
        f'<p class="{"alert" if note in compared.alerts else "note"}">{shown(note)}</p>' for note in compared.notes
    )
    sides = [(said("parent"), side_facts(found.parent, compared.parent))]
    sides.append((said("child"), side_facts(found.child, compared.child)))
    if found.previous:
        sides.append((said("previous"), side_facts(found.previous, None)))
    cards = "".join(f"<section><h2>{shown(title)}</h2>{_facts(facts)}</section>" for title, facts in sides)
    return (
        f'<header class="document"><h1>{shown(said("title"))}</h1>\n{notes}<div class="sides-of">{cards}</div>\n'
        f"{_bar(compared)}{_facts(compared.results()[1:])}{_contents(compared)}</header>\n"
    )


def _contents(compared: Comparison) -> str:
    """Return links to the parts of the page that there are."""
    found = compared.found
    parts = [("changes", "changes_title")] if found.previous else []
    parts += [("matrix", "matrix_title"), ("fixes", "fixes")]
    parts += [("declared", "declared_title")] if any(row.verdict.justified for row in compared.rows) else []
    parts += [("targets", "targets")] if found.targets else []
    parts += [("added", "added_title")] if found.added else []
    parts += [("text-parent", "full_parent"), ("text-child", "full_child")]
    return f'<p class="contents">{" · ".join(f"""<a href="#{to}">{shown(said(key))}</a>""" for to, key in parts)}</p>'


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{shown(about)}</dt><dd>{shown(text)}</dd>" for about, text in facts) + "</dl>"


def _bar(compared: Comparison) -> str:
    """Return the counts as a bar, and in words below it."""
    total, at = len(compared.rows), 0
    parts = []
    for status, count in compared.counts():
        parts += [f'<rect class="{status}" x="{at}" y="0" width="{count}" height="1"/>'] if count else []
        at += count
    words = "".join(
        f'<li><i class="swatch {status}"></i>{shown(name(status))} <b>{count}</b></li>'
        for status, count in compared.counts()
    )
    label = shown(compared.results()[0][1])
    bar = f'<svg class="bar" viewBox="0 0 {total} 1" preserveAspectRatio="none" role="img" aria-label="{label}">'
    drawn = f"{bar}{''.join(parts)}</svg>" if total else ""
    return f'{drawn}<ul class="counts"><li>{shown(said("total", count=total))}</li>{words}</ul>'


# ── the lists ─────────────────────────────────────────────────────────────────────────────────────


def _list(key: str, title: str, columns: tuple[str, ...], rows: list[tuple[str, list[str]]]) -> str:
    """Return a titled table; rows are ids and cells in HTML."""
    heads = "".join(f'<th class="{one}">{shown(said(one))}</th>' for one in columns)
    lines = []
    for called, cells in rows:
        begins = f'<tr id="{called}">' if called else "<tr>"
        lines.append(f"{begins}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
    return (
        f'<h2 id="{key}">{shown(title)}</h2>\n<div class="scroll"><table class="coverage {key}">'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{chr(10).join(lines)}\n</tbody></table></div>\n"
    )


def _word(status: str, text: str) -> str:
    return f'<b class="badge {status}">{shown(text)}</b>'


def _changes(compared: Comparison) -> str:
    found = compared.found
    title = f'<h2 id="changes">{shown(said("changes_title"))}</h2>\n<p>{shown(changes_counted(found.changes))}</p>\n'
    if not found.changes:
        return title
    numbers = {row.task.id: row.number for row in compared.rows}
    rows = [
        (
            "",
            [
                f'<a href="#v-{numbers[one.parent_task.id]}">{numbers[one.parent_task.id]}</a>',
                shown(one.parent_task.action),
                shown(name(one.before)),
                shown(name(one.after)),
                _word(one.kind, titled(one.kind)),
                shown(one.why),
            ],
        )
        for one in found.changes
    ]
    table = _list("changes", "", ("stt", "parent_task", "before", "after", "kind", "told"), rows)
    return title + table.partition("</h2>\n")[2]


def _mends(compared: Comparison) -> str:
    rows: list[tuple[str, list[str]]] = []
    for number, one in enumerate((one for one in mends(compared) if not one.justified), 1):
        about = f'<a href="#v-{one.row.number}">{shown(one.ordinal or str(one.row.number))}</a> ' if one.row else ""
        begins = f'<div class="brief">{about}{shown(one.about)}</div>'
        cells = [str(number), begins, shown(one.status), shown(one.wrong), shown(one.remedy)]
        rows.append(("", cells))
    if not rows:
        return f'<h2 id="fixes">{shown(said("fixes"))}</h2>\n<p>{shown(said("no_fixes"))}</p>\n'
    return _list("fixes", said("fixes"), ("stt", "parent_task", "verdict", "wrong", "remedy"), rows)


def _declared(compared: Comparison) -> str:
    rows = [
        ("", [f'<a href="#v-{row.number}">{row.number}</a>', shown(row.task.action), badge(row), shown(row.justified)])
        for row in compared.rows
        if row.verdict.justified
    ]
    columns = ("stt", "parent_task", "verdict", "justified")
    return _list("declared", said("declared_title"), columns, rows) if rows else ""


def _targets(compared: Comparison) -> str:
    rows = []
    for number, one in enumerate(compared.found.targets, 1):
        lower = f'<a href="#ct-{number}">{folded(one.child.text)}</a>' if one.child else "–"
        status = _word(one.status, titled("stricter" if one.stricter else one.status))
        upper = f'<a href="#pt-{number}">{folded(one.parent.text)}</a>'
        rows.append((f"t-{number}", [str(number), upper, status, lower, shown(one.why)]))
    columns = ("stt", "parent_target", "verdict", "child_target", "why")
    return _list("targets", said("targets"), columns, rows) if rows else ""


def _added(compared: Comparison) -> str:
    numbers = {task.id: number for number, task in enumerate(compared.child.plan.tasks, 1)}
    rows = [
        (
            f"a-{number}",
            [str(number), f'<a href="#c-{numbers[one.id]}">{shown(one.ordinal or one.id)}</a>', shown(one.action)],
        )
        for number, one in enumerate(compared.found.added, 1)
    ]
    return _list("added", said("added_title"), ("stt", "item", "task"), rows) if rows else ""


def _full(compared: Comparison) -> str:
    legend = "".join(
        f'<li><mark class="{kind}">{shown(said(f"legend_{kind}"))}</mark></li>'
        for kind in ("task", "added", "open", "defect", "target")
    )
    columns = "".join(
        f'<section><h2 id="{called}">{shown(said(key))}</h2>'
        f'<div class="text"><div class="entities">{text}</div></div></section>'
        for called, key, text in (
            ("text-parent", "full_parent", texts.full_parent(compared)),
            ("text-child", "full_child", texts.full_child(compared)),
        )
    )
    return f'<div class="full"><ul class="legend">{legend}</ul><div class="pair">{columns}</div></div>\n'

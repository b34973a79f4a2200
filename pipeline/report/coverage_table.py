"""A comparison on a screen: what is odd about the pair, the counts, what changed, then verdict by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.coverage_facts import Comparison, Row, changes_counted, clean, label, said, titled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.extracted import View

_STYLES = {
    "missing": "bold red",
    "partial": "yellow",
    "undecidable": "magenta",
    "covered": "green",
    "weaker": "yellow",
    "met": "green",
    "better": "green",
    "worse": "bold red",
    "other": "yellow",
}
_NARROWEST = 80  # characters


def write(compared: Comparison, view: View) -> Iterator[bytes]:
    """Yield the comparison for a screen of the view's width, with colours when the view asks for them."""
    from pipeline.report.terminal import printed

    yield printed(_parts(compared), view, max(view.width, _NARROWEST))


def _parts(compared: Comparison) -> list[RenderableType]:
    from rich.text import Text

    found = compared.found
    parts: list[RenderableType] = [_text(note, "bold yellow") for note in compared.alerts]
    parts += [_text(note) for note in found.notes if note not in compared.alerts]
    parts += [_facts(compared), Text()]
    if found.previous:
        parts += [_text(f"{said('changes_title')}: {changes_counted(found.changes)}", "bold")]
        parts += [_changes(compared)] if found.changes else []
        parts.append(Text())
    open_rows = [row for row in compared.rows if not row.verdict.justified]
    parts += [_verdicts(open_rows)] if open_rows else [_text(said("no_tasks"))] if not compared.rows else []
    if declared := [row for row in compared.rows if row.verdict.justified]:
        parts += [Text(), _text(f"{said('declared_title')}: {len(declared)}", "bold"), _verdicts(declared)]
    if found.targets:
        parts += [Text(), _text(said("targets"), "bold"), _targets(compared)]
    if found.added:
        parts += [Text(), _text(f"{said('added_title')}: {len(found.added)}", "bold")]
        parts += [_text(f"  {task.ordinal or task.id}  {task.action}") for task in found.added]
    return parts


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(clean(text), style)


def _facts(compared: Comparison) -> RenderableType:
    from rich.table import Table

    found = compared.found
    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_column(style="dim", no_wrap=True)
    facts.add_column(overflow="fold")
    sides = [(said("parent"), label(found.parent)), (said("child"), label(found.child))]
    sides += [(said("previous"), label(found.previous))] if found.previous else []
    for about, told in [*sides, *compared.results()]:
        facts.add_row(about, _text(told, "bold" if about == said("counts") else ""))
    return facts


def _headed(*columns: tuple[str, int]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_lines=False)
    for key, ratio in columns:
        table.add_column(said(key), ratio=ratio, overflow="fold")
    return table


def _verdicts(rows: Sequence[Row]) -> Table:
    table = _headed(("item", 1), ("parent_task", 6), ("verdict", 2), ("why", 7))
    for row in rows:
        status = _text(row.status, _STYLES.get(row.verdict.status, "dim"))
        if row.verdict.review:
            status.append(" ?", "bold yellow")
        why = _text(row.verdict.why)
        for note in row.notes:
            why.append(f"\n! {clean(note)}", "yellow")
        if row.remit:
            why.append(f"\n{clean(row.remit)}", "dim")
        if row.justified:
            why.append(f"\n{said('justified')}: {clean(row.justified)}", "cyan")
        table.add_row(_text(row.task.ordinal or ""), _text(row.task.action), status, why, end_section=True)
    return table


def _changes(compared: Comparison) -> Table:
    table = _headed(("item", 1), ("parent_task", 6), ("kind", 2), ("told", 7))
    for one in compared.found.changes:
        kind = _text(titled(one.kind), _STYLES[one.kind])
        table.add_row(_text(one.parent_task.ordinal or ""), _text(one.parent_task.action), kind, _text(one.why))
    return table


def _targets(compared: Comparison) -> Table:
    table = _headed(("parent_target", 6), ("verdict", 2), ("why", 6))
    for one in compared.found.targets:
        status = _text(titled("stricter" if one.stricter else one.status), _STYLES.get(one.status, "dim"))
        table.add_row(_text(" ".join(one.parent.text.split())), status, _text(one.why))
    return table

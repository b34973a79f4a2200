"""A directive against every plan that carries it out, as people and programs read it: table, JSON, CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name, sentence
from pipeline.errors import UsageError
from pipeline.report.extracted import View, encoded, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from pipeline.archive.matrix import Matrix, Row
    from pipeline.cover.model import Verdict

_SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "out_of_remit": "–", "undecidable": "?"}
_STYLES = {"covered": "green", "partial": "yellow", "missing": "bold red", "undecidable": "magenta"}
_GROUP = 5  # signs between two blanks
_NARROWEST = 80  # characters


def writer(form: str) -> Callable[[Matrix, View], Iterator[bytes]]:
    """Return the function that writes a format; raise `UsageError` when there is none of that name."""
    if form not in WRITERS:
        raise UsageError(f"no format named {form!r} for matrix; choose one of {', '.join(WRITERS)}")
    return WRITERS[form]


def _json(found: Matrix, _view: View) -> Iterator[bytes]:
    yield encoded(found.model_dump_json(by_alias=True, indent=2) + "\n")


# ── on a screen ───────────────────────────────────────────────────────────────────────────────────


def _table(found: Matrix, view: View) -> Iterator[bytes]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.terminal import printed

    parts: list[RenderableType] = [Text(visible(_title(found)), "bold"), Text(_counted(found)), Text()]
    if found.rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for title, ratio in ((name("body"), 3), (name("plan"), 3), (name("signs"), 6)):
            table.add_column(title, ratio=ratio, overflow="fold")
        for row in found.rows:
            table.add_row(Text(visible(_issuer(row))), Text(visible(row.child.number or row.file)), _signs(row))
        parts += [table, Text(), Text(" · ".join(f"{sign} {name(key).lower()}" for key, sign in _SIGNS.items()), "dim")]
    parts += [
        Text(visible(f"{at}. {task.ordinal or task.id}  {task.action}")) for at, task in enumerate(found.tasks, 1)
    ]
    if found.silent:
        parts += [Text(), Text(_silent(found), "bold red")]
        parts += [Text(visible(f"  {body.name}")) for body in found.silent]
    yield printed(parts, view, max(view.width, _NARROWEST))


def _signs(row: Row) -> RenderableType:
    """Return one sign a task, in groups, so that an eye finds the twelfth."""
    from rich.text import Text

    shown = Text()
    for at, verdict in enumerate(row.verdicts):
        shown.append(" " if at and at % _GROUP == 0 else "")
        shown.append(_SIGNS[verdict.status], _STYLES.get(verdict.status, "dim"))
    return shown


def _title(found: Matrix) -> str:
    return " · ".join(part for part in (found.parent.number, found.parent.issuer, found.parent.title) if part)


def _counted(found: Matrix) -> str:
    return sentence("matrix", "counted", plans=str(len(found.rows)), tasks=str(len(found.tasks)))


def _silent(found: Matrix) -> str:
    return sentence("matrix", "silent", silent=str(len(found.silent)), asked=str(found.asked))


def _issuer(row: Row) -> str:
    return row.child.issuer or row.file


# ── in a sheet ──────────────────────────────────────────────────────────────────────────────


def _csv(found: Matrix, _view: View) -> Iterator[bytes]:
    """Yield one row for each task of each plan, and one for each body without a plan."""
    from pipeline.report.sheet import BOM, safe

    lines = io.StringIO()
    rows = csv.writer(lines)
    titles = ("body", "plan", "issued", "item", "task", "status", "defects", "review")
    rows.writerow([name(title) for title in titles])
    for row in found.rows:
        for verdict in row.verdicts:
            told = [_issuer(row), row.child.number or "", row.child.issued_on or "", *_told(verdict)]
            rows.writerow([safe(cell) for cell in told])
    for body in found.silent:
        rows.writerow([safe(body.name), "", "", "", "", name("no_plan"), "", ""])
    yield BOM + encoded(lines.getvalue())


def _told(verdict: Verdict) -> list[str]:
    task = verdict.parent_task
    defects = "; ".join(name(defect) for defect in verdict.defects)
    return [task.ordinal or task.id, task.action, name(verdict.status), defects, "x" if verdict.review else ""]


WRITERS = {"table": _table, "json": _json, "csv": _csv}

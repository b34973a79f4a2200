"""A directive against every plan that carries it out, as people and programs read it: table, JSON, CSV, workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name, sentence
from pipeline.errors import UsageError
from pipeline.report.extracted import View, encoded, visible
from pipeline.report.wording import as_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from pipeline.archive.matrix import Matrix, Row
    from pipeline.cover.model import Verdict
    from pipeline.report.sheets import Shown

    Filled = tuple[Shown, str]  # what a cell holds, and the status whose colour it has

_SIGNS = {"covered": "●", "partial": "◐", "missing": "○", "out_of_remit": "–", "undecidable": "?"}
_STYLES = {"covered": "green", "partial": "yellow", "missing": "bold red", "undecidable": "magenta"}
_GROUP = 5  # signs between two blanks
_NARROWEST = 80  # characters


def writer(form: str) -> Callable[[Matrix, View], Iterator[bytes]]:
    """Return the function that writes a format; raise `UsageError` when there is none of that name."""
    if form not in WRITERS:
        raise UsageError(f"no format named {form!r} for matrix; choose one of {', '.join(WRITERS)}")
    return WRITERS[form]


def is_binary(form: str) -> bool:
    """Return whether a format is no text for a screen."""
    return form == "xlsx"


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
    from pipeline.report.sheet import BOM, line, safe

    titles = ("body", "plan", "issued", "item", "task", "status", "defects", "review")
    yield BOM + line([name(title) for title in titles])
    for row in found.rows:
        for verdict in row.verdicts:
            told = [_issuer(row), row.child.number or "", row.child.issued_on or "", *_told(verdict)]
            yield line([safe(cell) for cell in told])
    for body in found.silent:
        yield line([safe(body.name), "", "", "", "", name("no_plan"), "", ""])


def _told(verdict: Verdict) -> list[str]:
    task = verdict.parent_task
    defects = "; ".join(name(defect) for defect in verdict.defects)
    return [task.ordinal or task.id, task.action, name(verdict.status), defects, "x" if verdict.review else ""]


# ── a workbook ────────────────────────────────────────────────────────────────────────────────────


def _workbook(found: Matrix, _view: View) -> Iterator[bytes]:
    """Yield a workbook: tasks down and bodies across, and the list of bodies with those that have no plan."""
    from pipeline.report.coverage_facts import FILLS
    from pipeline.report.sheets import Sheets, height, workbook

    content = io.BytesIO()
    with workbook(name("matrix"), content) as book:
        sheets = Sheets(book)
        fills = {
            status: book.add_format(sheets.base | {"text_wrap": True, "bg_color": colour})
            for status, colour in FILLS.items()
        }

        def sheet(key: str, columns: list[tuple[str, float]], rows: list[list[Filled]], frozen: int) -> None:
            made = book.add_worksheet(name(key))
            made.set_row(0, height([title for title, _ in columns], [width for _, width in columns]))
            for at, (title, width) in enumerate(columns):
                made.set_column(at, at, width)
                made.write_string(0, at, title, sheets.head)
            for number, row in enumerate(rows, 1):
                made.set_row(number, height([cell for cell, _ in row], [width for _, width in columns]))
                for at, (cell, fill) in enumerate(row):
                    sheets.write(made, number, at, cell, fills.get(fill))
            sheets.listed(made, len(rows), len(columns), len(columns), frozen)
            sheets.page(made, name(key), found.parent.number or "")

        bodies = [(_headed(row), 18.0) for row in found.rows]
        sheet("matrix", [(name("item"), 12), (name("task"), 60), *bodies], _tasks_down(found), frozen=2)
        counts = [(name(status), 12.0) for status in _SIGNS]
        sheet("bodies", [(name("body"), 40), (name("plan"), 24), (name("issued"), 14), *counts], _listed(found), 1)
    yield content.getvalue()


def _headed(row: Row) -> str:
    return f"{visible(_issuer(row))}\n{visible(row.child.number or row.file)}"


def _tasks_down(found: Matrix) -> list[list[Filled]]:
    rows: list[list[Filled]] = []
    for at, task in enumerate(found.tasks):
        statuses = [row.verdicts[at].status for row in found.rows]
        rows.append(
            [(task.ordinal or task.id, ""), (visible(task.action), ""), *((name(one), one) for one in statuses)]
        )
    return rows


def _listed(found: Matrix) -> list[list[Filled]]:
    rows: list[list[Filled]] = []
    for row in found.rows:
        counts = row.summary.model_dump()
        issued = as_date(row.child.issued_on) or row.child.issued_on
        told: list[Shown] = [visible(_issuer(row)), row.child.number or row.file, issued, *map(counts.get, _SIGNS)]
        rows.append([(cell, "") for cell in told])
    none: list[Filled] = [(name("no_plan"), "missing"), *[("", "")] * (1 + len(_SIGNS))]
    rows.extend([(body.name, ""), *none] for body in found.silent)
    return rows


WRITERS = {"table": _table, "json": _json, "csv": _csv, "xlsx": _workbook}

"""A comparison of two plans as people and programs read it: a table on a screen, JSON, a page that stands alone."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cover.sentences import name
from pipeline.errors import UsageError
from pipeline.report.extracted import View, encoded, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from pipeline.cover.model import Coverage, Document, Side, Verdict
    from pipeline.documents import Span

_LATER = ("xlsx", "docx")  # named by the contract, not there yet
_ORDER = ("missing", "partial", "undecidable", "covered", "out_of_remit")  # what needs work first
_STYLES = {"missing": "bold red", "partial": "yellow", "undecidable": "magenta", "covered": "green"}
_NARROWEST = 80  # characters
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def writer(form: str) -> Callable[[Coverage, Document, Document, View], Iterator[bytes]]:
    """Return the function that writes a format; raise `UsageError` when there is none of that name."""
    if form in _LATER:
        raise UsageError(f"cover --format {form} is not there yet; choose one of {', '.join(WRITERS)}")
    if form not in WRITERS:
        raise UsageError(f"no format named {form!r} for cover; choose one of {', '.join(WRITERS)}")
    return WRITERS[form]


def _json(found: Coverage, _parent: Document, _child: Document, _view: View) -> Iterator[bytes]:
    yield encoded(found.model_dump_json(by_alias=True, indent=2) + "\n")


# ── on a screen ───────────────────────────────────────────────────────────────────────────────────


def _table(found: Coverage, _parent: Document, _child: Document, view: View) -> Iterator[bytes]:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from pipeline.report.terminal import printed

    facts = Table.grid(padding=(0, 2, 0, 0))
    facts.add_row("Văn bản cấp trên", _label(found.parent))
    facts.add_row("Văn bản cấp dưới", _label(found.child))
    parts: list[RenderableType] = [facts, *(Text(visible(note)) for note in found.notes), Text()]
    parts += [Text(" · ".join(_counts(found)), "bold"), Text()]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_lines=False)
    for title, ratio in (("Mục", 1), ("Nhiệm vụ cấp trên", 6), ("Kết luận", 2), ("Căn cứ", 7)):
        table.add_column(title, ratio=ratio, overflow="fold")
    for verdict in found.verdicts:
        status = Text(name(verdict.status) + (" ?" if verdict.review else ""), _STYLES.get(verdict.status, "dim"))
        why = Text(visible(verdict.why))
        for defect in verdict.defects:
            why.append(f"\n! {name(defect)}", "yellow")
        action = Text(visible(verdict.parent_task.action))
        table.add_row(Text(visible(verdict.parent_task.ordinal or "")), action, status, why, end_section=True)
    parts += [table] if found.verdicts else []
    if found.targets:
        parts += [Text(), Text("Chỉ tiêu", "bold"), _targets(found)]
    if found.added:
        parts += [Text(), Text(f"Nhiệm vụ cấp dưới tự bổ sung: {len(found.added)}", "bold")]
        parts += [Text(visible(f"  {task.ordinal or task.id}  {task.action}")) for task in found.added]
    yield printed(parts, view, max(view.width, _NARROWEST))


def _targets(found: Coverage) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title, ratio in (("Chỉ tiêu cấp trên", 6), ("Kết luận", 2), ("Căn cứ", 6)):
        table.add_column(title, ratio=ratio, overflow="fold")
    for one in found.targets:
        table.add_row(Text(visible(one.parent.text)), name(one.status), Text(visible(one.why)))
    return table


def _label(side: Side) -> str:
    return visible(" · ".join(part for part in (side.number, side.issuer, side.title) if part) or "(không có số hiệu)")


def _counts(found: Coverage) -> list[str]:
    counts = found.summary.model_dump()
    return [f"{len(found.verdicts)} nhiệm vụ cấp trên", *(f"{counts[key]} {name(key).lower()}" for key in _ORDER)]


# ── a page ────────────────────────────────────────────────────────────────────────────────────────


def _page(found: Coverage, parent: Document, _child: Document, _view: View) -> Iterator[bytes]:
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    own = Path(__file__).with_name("coverage.css").read_text(encoding="utf-8")
    title = f"{found.parent.number or 'Văn bản cấp trên'} – {found.child.number or 'văn bản cấp dưới'}"
    yield encoded(
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}{own}</style>\n</head>\n<body>\n"
        '<header class="document"><h1>Đối chiếu nhiệm vụ</h1><dl>'
        f"<dt>Văn bản cấp trên</dt><dd>{escape(_label(found.parent))}</dd>"
        f"<dt>Văn bản cấp dưới</dt><dd>{escape(_label(found.child))}</dd></dl>"
        f"{''.join(f'<p>{escape(note)}</p>' for note in found.notes)}"
        f'<ul class="counts">{"".join(f"<li>{escape(one)}</li>" for one in _counts(found))}</ul></header>\n'
    )
    yield encoded("<h2>Nhiệm vụ của văn bản cấp trên</h2>\n" + _verdicts(found, parent))
    if found.targets:
        rows = "".join(
            f"<tr><td>{escape(one.parent.text)}</td><td class={one.status}>{escape(name(one.status))}</td>"
            f"<td>{escape(one.why)}</td></tr>"
            for one in found.targets
        )
        yield encoded(f"<h2>Chỉ tiêu</h2>\n{_headed('Chỉ tiêu cấp trên', 'Kết luận', 'Căn cứ')}{rows}</table>\n")
    if found.added:
        rows = "".join(
            f"<tr><td>{escape(task.ordinal or '')}</td><td>{escape(task.action)}</td></tr>" for task in found.added
        )
        yield encoded(f"<h2>Nhiệm vụ cấp dưới tự bổ sung</h2>\n{_headed('Mục', 'Nhiệm vụ')}{rows}</table>\n")
    yield b"</body>\n</html>\n"


def _headed(*titles: str) -> str:
    heads = "".join(f"<th>{escape(title)}</th>" for title in titles)
    return f'<table class="coverage"><thead><tr>{heads}</tr></thead>'


def _verdicts(found: Coverage, parent: Document) -> str:
    rows = []
    for verdict in found.verdicts:
        ordinal = escape(verdict.parent_task.ordinal or "")
        above = _marked(parent.source.text, verdict.parent_task.span, verdict.uncovered)
        below = "".join(
            f"<li><b>{escape(link.ordinal or link.id)}</b> {escape(link.action)} <small>{link.score:.2f}</small></li>"
            for link in verdict.child_tasks
        )
        rows.append(
            f'<tr class="{verdict.status}"><td>{ordinal}</td><td>{above}</td>'
            f"<td>{f'<ul>{below}</ul>' if below else '–'}</td><td>{_assessment(verdict)}</td></tr>"
        )
    heads = _headed("Mục", "Văn bản cấp trên", "Văn bản cấp dưới", "Đánh giá")
    return f"{heads}<tbody>{''.join(rows)}</tbody></table>\n"


def _assessment(verdict: Verdict) -> str:
    doubt = ' <span class="doubtful">cần người xem lại</span>' if verdict.review else ""
    defects = "".join(f'<small class="remark">{escape(name(defect))}</small>' for defect in verdict.defects)
    status = f'<b class="{verdict.status}">{escape(name(verdict.status))}</b>'
    return f"{status}{doubt}<small>{escape(verdict.why)}</small>{defects}"


def _marked(text: str, span: Span, open_parts: tuple[Span, ...]) -> str:
    """Return a task as written, with what nobody takes up marked."""
    pieces, at = [], span.start
    for part in sorted(open_parts, key=lambda one: one.start):
        pieces += [escape(text[at : part.start]), f"<mark>{escape(text[part.start : part.end])}</mark>"]
        at = part.end
    return " ".join("".join([*pieces, escape(text[at : span.end])]).split())


WRITERS = {"table": _table, "json": _json, "html": _page}

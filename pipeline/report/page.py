"""A page to check the tasks by: the list, and under it the source text with every record marked (`html`).

The page stands alone: no script, no file beside it, nothing from the network (its policy forbids it).
From a row one comes to its place in the text, from the number there back to the row.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.remarks import severity_name
from pipeline.report import wording
from pipeline.report.extracted import Extracted, View, encoded
from pipeline.report.marks import NAMES, marked, render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.documents import Agency, Deadline, Span, Task

_SEEN = frozenset({"no_lead", "no_deadline"})  # what the row's own cells show
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_HEADS = (
    ("stt", "STT"),
    ("ordinal", "Mục"),
    ("action", "Nội dung nhiệm vụ"),
    ("lead", "Cơ quan chủ trì"),
    ("partner", "Cơ quan phối hợp"),
    ("due", "Thời hạn"),
    ("product", "Sản phẩm"),
    ("sure", "Độ tin cậy"),
    ("place", "Vị trí"),
)


def write(items: Iterable[Extracted], view: View) -> Iterator[bytes]:
    """Yield one page for all documents; several have a list of them at the top."""
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    documents = list(items)
    yield encoded(_opening("; ".join(item.label for item in documents), style))
    if view.several:
        yield encoded(_contents(documents))
    for number, item in enumerate(documents, 1):
        yield encoded(f'<section class="document" id="document-{number}">{_document(item, f"{number}-")}</section>\n')
    yield b"</body>\n</html>\n"


def _opening(title: str, style: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )


def _contents(documents: list[Extracted]) -> str:
    rows = "".join(
        f'<li><a href="#document-{number}">{escape(item.label)}</a> {escape(item.plan.document.title or "")}'
        f" ({len(item.plan.tasks)} nhiệm vụ)</li>"
        for number, item in enumerate(documents, 1)
    )
    return f"<nav><h1>{len(documents)} văn bản</h1><ol>{rows}</ol></nav>\n"


def _document(item: Extracted, prefix: str) -> str:
    legend = "".join(f'<li><mark class="{kind}">{escape(name)}</mark></li>' for kind, name in NAMES.items())
    parts = [
        _header(item),
        "<h2>Nhiệm vụ</h2>",
        _tasks(item, prefix),
        _targets(item, prefix),
        _findings(item, prefix),
        f'<h2 class="source">Văn bản nguồn</h2><ul class="legend">{legend}</ul>',
        f'<div class="text">{render(item, prefix)}</div>',
    ]
    return "\n".join(part for part in parts if part)


def _header(item: Extracted) -> str:
    facts = wording.facts(item.plan)
    title = item.plan.document.title or item.label
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>"
        for label, text in facts
        if label not in {"Số hiệu", "Trích yếu"}
    )
    counts = "".join(f"<li>{escape(count)}</li>" for count in wording.counts(item.plan))
    number = f'<p class="number-of">{escape(item.plan.document.number)}</p>' if item.plan.document.number else ""
    return (
        f'<header class="document">{number}<h1>{escape(title)}</h1>'
        f'<dl>{rows}</dl><ul class="counts">{counts}</ul></header>'
    )


# ── tasks ─────────────────────────────────────────────────────────────────────────────────────────


def _tasks(item: Extracted, prefix: str) -> str:
    if not item.plan.tasks:
        return '<p class="empty">Không tìm thấy nhiệm vụ nào.</p>'
    shown = [head for head in _HEADS if head[0] != "product" or any(task.product for task in item.plan.tasks)]
    columns = "".join(f'<col class="{name}">' for name, _ in shown)
    heads = "".join(f"<th>{escape(title)}</th>" for _, title in shown)
    rows: list[str] = []
    for path, group in groupby(item.tasks, key=lambda entry: entry[1].path):
        if path:
            rows.append(f'<tr class="path"><th colspan="{len(shown)}">{escape(" › ".join(path))}</th></tr>')
        for number, task in group:
            cells = _cells(item, task, number, prefix)
            row = "".join(f"<td>{cells[name]}</td>" for name, _ in shown)
            rows.append(f'<tr id="row-{prefix}task-{number}">{row}</tr>')
    return (
        f'<div class="scroll"><table class="tasks"><colgroup>{columns}</colgroup>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody></table></div>"
    )


def _cells(item: Extracted, task: Task, number: int, prefix: str) -> dict[str, str]:
    link = f'href="#text-{prefix}task-{number}"'
    leads = _names(task.leads) if task.leads else '<span class="none">chưa rõ</span>'
    if task.supervisors:
        leads += f"<small>{escape(wording.names(task.supervisors))} chỉ đạo</small>"
    return {
        "stt": f"<a {link}>{number}</a>",
        "ordinal": escape(task.ordinal or ""),
        "action": escape(task.action) + _remark(item, task),
        "lead": leads,
        "partner": _names(task.partners),
        "due": _deadline(task.deadline),
        "product": escape(task.product.text) if task.product else "",
        "sure": _sure(task),
        "place": f"<a {link}>{escape(item.place(task.span))}</a>",
    }


def _remark(item: Extracted, task: Task) -> str:
    """Return what is wrong with a task, as a line below it; what is only worth a note stands in the list alone."""
    grave = [one for one in item.plan.findings if one.task == task.id and one.severity != "note"]
    said = [one.message for one in grave if one.code not in _SEEN]
    return f'<small class="remark">{escape(" ".join(said))}</small>' if said else ""


def _sure(task: Task) -> str:
    said = escape(wording.confidence(task))
    return f'<strong class="doubtful">{said}</strong>' if wording.is_doubtful(task) else said


def _names(agencies: tuple[Agency, ...]) -> str:
    if not agencies:
        return ""
    return "<ul>" + "".join(f"<li>{escape(agency.text)}</li>" for agency in agencies) + "</ul>"


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return "–"
    due = wording.due(deadline)
    also = f"<small>Còn: {escape(wording.others(deadline))}</small>" if deadline.also else ""
    said = escape(deadline.text)
    if due.casefold() == deadline.text.casefold():
        return f"{said}{also}"
    return f"{said}<small>{'Hạn cuối: ' if deadline.end else ''}{escape(due)}</small>{also}"


# ── targets and findings ──────────────────────────────────────────────────────────────────────────


def _targets(item: Extracted, prefix: str) -> str:
    rows = [
        (
            number,
            target.span,
            [target.text, wording.measure(target), wording.day(target.by), wording.confidence(target)],
        )
        for number, target in item.targets
    ]
    return _list(item, f"{prefix}target", ("Chỉ tiêu", "Nội dung", "Mức", "Hạn cuối", "Độ tin cậy"), rows)


def _findings(item: Extracted, prefix: str) -> str:
    """Return a row for each matter, with links to its tasks and, where a mark is in the text, to that."""
    if not item.matters:
        return ""
    lines = []
    for number, matter in enumerate(item.matters, 1):
        name, place = f"{prefix}finding-{number}", escape(item.places(matter))
        if place and marked(item, matter):
            place = f'<a href="#text-{name}">{place}</a>'
        tasks = ", ".join(f'<a href="#row-{prefix}task-{task}">{task}</a>' for task in matter.tasks)
        grade = f'<span class="{matter.severity}">{escape(severity_name(matter.severity))}</span>'
        cells = "".join(f"<td>{cell}</td>" for cell in (grade, escape(matter.text), tasks))
        row = f'<td class="stt">{number}</td>{cells}<td class="tight">{place}</td>'
        lines.append(f'<tr id="row-{name}">{row}</tr>')
    heads = "".join(f"<th>{head}</th>" for head in ("STT", "Mức", "Nội dung", "Nhiệm vụ", "Vị trí"))
    return (
        f'<h2>Điểm cần xem lại</h2>\n<div class="scroll"><table class="list findings"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(lines)}\n</tbody></table></div>"
    )


def _list(
    item: Extracted, name: str, titles: tuple[str, ...], rows: Sequence[tuple[int, Span | None, list[str]]]
) -> str:
    """Return a titled list of records, each with the link to its place; nothing when there are none."""
    if not rows:
        return ""
    lines = []
    for number, span, cells in rows:
        place = escape(item.place(span))
        if span and span.end > span.start:  # an empty place has no mark to go to
            place = f'<a href="#text-{name}-{number}">{place}</a>'
        content = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        lines.append(
            f'<tr id="row-{name}-{number}"><td class="stt">{number}</td>{content}<td class="tight">{place}</td></tr>'
        )
    heads = "".join(f"<th>{escape(title)}</th>" for title in ("STT", *titles[1:], "Vị trí"))
    return (
        f'<h2>{escape(titles[0])}</h2>\n<div class="scroll"><table class="list"><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{chr(10).join(lines)}\n</tbody></table></div>"
    )

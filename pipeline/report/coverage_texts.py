"""The texts of a comparison as HTML: what corresponds marked by the same number, what nobody takes up marked apart.

Numbers stand in the style sheet's reach only (`data-number`), so that copied text stays the source's.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cover.sentences import name
from pipeline.report.coverage_facts import Answer, Comparison, Row, clean, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.documents import Span

_COLOURS = 6  # of corresponding clauses, in turn


class Mark(NamedTuple):
    """A marked place: its kind, the number that its counterpart has too (or 0), what is shown on pointing at it."""

    start: int
    end: int
    kind: str
    number: int = 0
    title: str = ""


class Anchor(NamedTuple):
    """A place to go to (`id`, unless it is empty), and the way back: where to, the number shown (or 0), its label.

    `kind` tells the numbers of targets and of added tasks from those of verdicts.
    """

    at: int
    id: str
    to: str = ""
    number: int = 0
    label: str = ""
    kind: str = ""


# ── both texts side by side ───────────────────────────────────────────────────────────────────────


def above(compared: Comparison, row: Row) -> str:
    """Return a task of the parent as written: each clause that is taken up with its number, the others marked apart."""
    marks = [_same(span, number) for span, number in _numbers(row).items()]
    marks += [_open(span) for span in row.verdict.uncovered]
    marks += _defects(row, upper=True)
    return woven(compared.parent.source.text, row.task.span.start, row.task.span.end, marks)


def below(compared: Comparison, row: Row, answer: Answer) -> str:
    """Return a task of the child as written, with the numbers of the parent's clauses that it takes up."""
    numbers = _numbers(row)
    marks = [_same((one.child.start, one.child.end), numbers[_ends(one.parent)]) for one in answer.link.evidence]
    marks += _defects(row, upper=False)
    return woven(compared.child.source.text, answer.task.span.start, answer.task.span.end, marks)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _numbers(row: Row) -> dict[tuple[int, int], int]:
    """Return the clauses of the parent that are taken up, in reading order, each with its number."""
    spans = sorted({_ends(one.parent) for answer in row.answers for one in answer.link.evidence})
    return {span: number for number, span in enumerate(spans, 1)}


def _same(span: tuple[int, int], number: int) -> Mark:
    return Mark(*span, f"same c{(number - 1) % _COLOURS + 1}", number, said("same", number=number))


def _open(span: Span) -> Mark:
    return Mark(span.start, span.end, "open", 0, said("legend_open"))


def _defects(row: Row, *, upper: bool) -> Iterator[Mark]:
    for note in row.verdict.defect_notes:
        if span := note.parent if upper else note.child:
            yield Mark(span.start, span.end, "defect", 0, name(note.defect))


# ── the full texts ────────────────────────────────────────────────────────────────────────────────


def full_parent(compared: Comparison) -> str:
    """Return the text of the parent with its tasks, what of them nobody takes up, and its targets."""
    marks: list[Mark] = []
    anchors: list[Anchor] = []
    for row in compared.rows:
        marks.append(Mark(row.task.span.start, row.task.span.end, "task", 0, said("to_row", number=row.number)))
        marks += [_open(span) for span in row.verdict.uncovered if span != row.task.span]
        marks += _defects(row, upper=True)
        anchors.append(_to_row(row, f"p-{row.number}", row.task.span))
        anchors += _spots(row, upper=True)
    for number, target in enumerate(compared.found.targets, 1):
        marks.append(Mark(target.parent.span.start, target.parent.span.end, "target", 0, said("legend_target")))
        anchors.append(_to_target(number, f"pt-{number}", target.parent.span))
    text = compared.parent.source.text
    return woven(text, 0, len(text), marks, anchors)


def full_child(compared: Comparison) -> str:
    """Return the text of the child with its tasks, told apart: those that answer to the parent, those of its own."""
    marks: list[Mark] = []
    anchors: list[Anchor] = []
    answered: defaultdict[int, list[Row]] = defaultdict(list)
    for row in compared.rows:
        marks += _defects(row, upper=False)
        anchors += _spots(row, upper=False)
        for answer in row.answers:
            answered[answer.number].append(row)
    own = {task.id: number for number, task in enumerate(compared.found.added, 1)}
    for number, task in enumerate(compared.child.plan.tasks, 1):
        kind = "task" if number in answered else "added"
        marks.append(Mark(task.span.start, task.span.end, kind, 0, said(f"legend_{kind}")))
        first = f"c-{number}"
        for row in answered[number]:
            anchors.append(_to_row(row, first, task.span))
            first = ""
        if task.id in own and first:
            label = said("added_title")
            anchors.append(Anchor(task.span.start, first, f"a-{own[task.id]}", own[task.id], label, "added"))
    for number, target in enumerate(compared.found.targets, 1):
        if target.child:
            marks.append(Mark(target.child.span.start, target.child.span.end, "target", 0, said("legend_target")))
            anchors.append(_to_target(number, f"ct-{number}", target.child.span))
    text = compared.child.source.text
    return woven(text, 0, len(text), marks, anchors)


def _to_row(row: Row, called: str, span: Span) -> Anchor:
    return Anchor(span.start, called, f"v-{row.number}", row.number, said("to_row", number=row.number))


def _to_target(number: int, called: str, span: Span) -> Anchor:
    return Anchor(span.start, called, f"t-{number}", number, said("to_target", number=number), "target")


def _spots(row: Row, *, upper: bool) -> Iterator[Anchor]:
    """Yield the places of a verdict's defects; `spot` names them."""
    for number, note in enumerate(row.verdict.defect_notes, 1):
        if span := note.parent if upper else note.child:
            yield Anchor(span.start, spot(row, number, upper=upper))


def spot(row: Row, number: int, *, upper: bool) -> str:
    """Return the id of the place, in the full text of the parent or the child, of a verdict's defect (from 1)."""
    return f"{'p' if upper else 'c'}d-{row.number}-{number}"


# ── weaving ───────────────────────────────────────────────────────────────────────────────────────


def woven(text: str, start: int, end: int, marks: Iterable[Mark], anchors: Sequence[Anchor] = ()) -> str:
    """Return characters of a text as HTML, cut wherever a mark begins or ends, each piece marked with all over it."""
    inside = sorted(
        (one for one in marks if max(one.start, start) < min(one.end, end)), key=lambda one: (one.start, -one.end)
    )
    stops: defaultdict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        stops[min(max(anchor.at, start), end)].append(anchor)
    cuts = {start, end, *stops, *(min(max(at, start), end) for one in inside for at in (one.start, one.end))}
    waiting = iter(inside)
    following = next(waiting, None)
    over: list[Mark] = []
    told: list[str] = []
    for at, until in pairwise(sorted(cuts)):
        over = [one for one in over if one.end > at]
        begun: list[Mark] = []
        while following and following.start <= at:
            begun.append(following)
            following = next(waiting, None)
        over += begun
        told += [_anchor(one) for one in stops.pop(at, [])]
        told.append(_piece(escape(clean(text[at:until])), over, begun))
    told += [_anchor(one) for one in stops.pop(end, [])]
    return "".join(told)


def _piece(text: str, over: Sequence[Mark], begun: Sequence[Mark]) -> str:
    if not over:
        return text
    kinds = " ".join(dict.fromkeys(kind for one in over for kind in one.kind.split()))
    title = "; ".join(dict.fromkeys(one.title for one in over if one.title))
    numbers = ", ".join(map(str, sorted({one.number for one in begun if one.number})))
    number = f' data-number="{numbers}"' if numbers else ""
    return f'<mark class="{kinds}" title="{escape(title)}"{number}>{text}</mark>'


def _anchor(one: Anchor) -> str:
    called = f' id="{one.id}"' if one.id else ""
    if not one.number:
        return f"<span{called}></span>"
    kinds = f"number {one.kind}".rstrip()
    return (
        f'<a class="{kinds}"{called} href="#{one.to}" data-number="{one.number}" aria-label="{escape(one.label)}"></a>'
    )

"""The source text with every record marked in it: what displaCy renders for `--format html`.

Records overlap: a deadline stands inside its task, one lead serves five tasks. displaCy wants places that
do not overlap, so the text is cut wherever a record begins or ends, and each piece is marked with all the
records over it. The text itself is untouched.
"""

from __future__ import annotations

from collections import defaultdict
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.documents import Span, Task
    from pipeline.report.extracted import Extracted
    from pipeline.report.matters import Matter

# The numbers stand in the style sheet's reach only (`data-number`), so that copied text stays the source's.
TEMPLATE = '{anchors}<mark class="{label}" title="{title}">{text}</mark>'
NAMES = {
    "task": "Nhiệm vụ",
    "lead": "Chủ trì",
    "partner": "Phối hợp",
    "supervisor": "Chỉ đạo",
    "deadline": "Thời hạn",
    "product": "Sản phẩm",
    "target": "Chỉ tiêu",
    "finding": "Cần xem lại",
}


class Mark(NamedTuple):
    """A place in the source text, the kind of record there, and the numbers of the records."""

    start: int
    end: int
    kind: str
    numbers: tuple[int, ...]

    @property
    def title(self) -> str:
        """Return what a reader sees on pointing at the mark."""
        numbers = ", ".join(map(str, self.numbers))
        return f"{NAMES[self.kind]} {numbers}" if self.kind in _OWN else f"{NAMES[self.kind]} (nhiệm vụ {numbers})"


_OWN = ("task", "target", "finding")  # numbered in themselves; the others carry their tasks' numbers


def marks(item: Extracted) -> list[Mark]:
    """Return one mark for each place and kind, in reading order, longer ones first."""
    numbers: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
    for kind, number, span in _places(item):
        if span.end > span.start:
            numbers[span.start, span.end, kind].append(number)
    found = [Mark(start, end, kind, tuple(dict.fromkeys(own))) for (start, end, kind), own in numbers.items()]
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _places(item: Extracted) -> Iterator[tuple[str, int, Span]]:
    for number, task in enumerate(item.plan.tasks, 1):
        yield "task", number, task.span
        for kind, span in _parts(task):
            yield kind, number, span
    for number, target in enumerate(item.plan.targets, 1):
        yield "target", number, target.span
    for number, matter in enumerate(item.matters, 1):
        for span in marked(item, matter):
            yield "finding", number, span


def marked(item: Extracted, matter: Matter) -> list[Span]:
    """Return the places of a matter that get a mark of their own: not those that are whole tasks, which have one."""
    whole = [task.span for task in item.plan.tasks if task.id in {one.task for one in matter.findings}]
    places = [span for one in matter.findings if one.span for span in (one.span, *one.others)]
    return [span for span in places if span.end > span.start and span not in whole]


def _parts(task: Task) -> Iterator[tuple[str, Span]]:
    for kind, agencies in (("lead", task.leads), ("partner", task.partners), ("supervisor", task.supervisors)):
        for agency in agencies:
            yield kind, agency.span
    if task.deadline:
        yield "deadline", task.deadline.span
    if task.product:
        yield "product", task.product.span


def pieces(found: list[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Yield each marked piece of text that no record border crosses, with the marks over it."""
    borders = sorted({at for mark in found for at in (mark.start, mark.end)})
    waiting = iter(found)
    following = next(waiting, None)
    over: list[Mark] = []
    for start, end in pairwise(borders):
        over = [mark for mark in over if mark.end > start]
        while following and following.start <= start:
            over.append(following)
            following = next(waiting, None)
        if over:
            yield start, end, list(over)


def render(item: Extracted, prefix: str) -> str:
    """Return the source text as HTML with every record marked; `prefix` begins the ids of this document."""
    from spacy import displacy

    ents: list[dict[str, Any]] = []
    seen: set[str] = set()
    for start, end, over in pieces(marks(item)):
        params = {
            "title": escape("; ".join(mark.title for mark in over)),
            "anchors": "".join(_anchors([mark for mark in over if mark.start == start], prefix, seen)),
        }
        kinds = " ".join(dict.fromkeys(mark.kind for mark in over))
        ents.append({"start": start, "end": end, "label": kinds, "params": params})
    document = {"text": item.source.text, "ents": ents, "title": None}
    return str(displacy.render(document, style="ent", manual=True, jupyter=False, options={"template": TEMPLATE}))


def _anchors(begun: Iterable[Mark], prefix: str, seen: set[str]) -> Iterator[str]:
    """Yield the way back to the row of each task, target and finding that begins here, each once in the text."""
    for mark in begun:
        if mark.kind in _OWN:
            for number in mark.numbers:
                name = f"{prefix}{mark.kind}-{number}"
                if name in seen:
                    continue
                seen.add(name)
                label = escape(f"{NAMES[mark.kind]} {number}")
                yield (
                    f'<a class="number {mark.kind}" id="text-{name}" href="#row-{name}" '
                    f'data-number="{number}" aria-label="{label}"></a>'
                )

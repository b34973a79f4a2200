"""Times that cannot be kept, or that contradict each other."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from pipeline.documents import Deadline, Finding, Moment, Range, Span, Task
from pipeline.findings.reading import Reading
from pipeline.folding import compact
from pipeline.parse.drafts import Draft
from pipeline.remarks import finding, shown_day
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find

_PRECISE = frozenset({"date", "before_date", "month"})
_DATED = frozenset({*_PRECISE, "quarter", "half_year"})
_YEARS = re.compile(r"(?:(?<!\d )(?:năm|đến)|giai đoạn|(?<=20\d\d) ?-) ?((?:19|20)\d\d)(?!\w)")
_ALIKE = 0.8  # of the words of two tasks that they share: then they are one task
_LEAST_WORDS = 6
_COMPLETED = re.compile(r"(?<!\w)(?:hoàn thành|hoàn tất|xong|kết thúc)[^.;:]*$")  # before a time: of the whole task
_NEAR = 30  # characters between such a word and the time


class Stated(NamedTuple):
    """A time as it stands somewhere: its words, its place, its last day."""

    text: str
    place: Range
    span: Span
    moment: Moment

    @property
    def end(self) -> str:
        """Return the last day on time."""
        return self.moment.end or ""


def of_deadlines(reading: Reading) -> Iterator[Finding]:
    """Yield each time that was over when the document was issued, that is too late for it, or that has a rival."""
    issued = reading.plan.document.issued_on
    last = last_year(reading.plan.document.title)
    if last and issued and str(last) < issued[:4]:
        last = None  # a year of what the document looks back on
    labels = Counter(time.place for draft in reading.parsed.tasks for time in (*draft.besides, draft.deadline) if time)
    for task, draft in reading.tasks():
        time = task.deadline
        if time and is_sure(time) and time.end:
            said = {"text": time.text, "day": shown_day(time.end)}
            if issued and time.end < issued:
                yield finding("past_deadline", time.span, task=task.id, **said, issued=shown_day(issued))
            elif last and time.end[:4] > str(last) and not _reports(task):
                yield finding("late_deadline", time.span, task=task.id, **said, year=last)
        yield from _rivals(reading, task, draft, labels)
    yield from _said_twice(reading)


def is_sure(time: Deadline | Moment) -> bool:
    """Return whether a time has one last day, with a year that the text gives."""
    return bool(time.end) and not str(time.end).startswith("X") and not time.recurrence and not time.year_inferred


def last_year(title: str | None) -> int | None:
    """Return the last year that a document's title names, days of issue apart; None without one."""
    return max((int(year) for year in _YEARS.findall(compact(title or ""))), default=None)


def _reports(task: Task) -> bool:
    """Return whether a task looks back on the period, and so may be due after it."""
    return any(word in compact(task.action) for word in ("báo cáo", "tổng kết", "quyết toán", "đánh giá", "sơ kết"))


# ── one task ──────────────────────────────────────────────────────────────────────────────────────


def _rivals(reading: Reading, task: Task, draft: Draft, labels: Counter[Range]) -> Iterator[Finding]:
    """Yield the contradiction between the time in a task's words and the one that stands beside it.

    `labels` counts the tasks that a time covers: one that covers several leaves each of them a time of its own.
    """
    if draft.deadline is None:
        return
    if draft.deadline.source == "item":
        place, beside = draft.deadline.place, [_stated(reading, time.place, time.moment) for time in draft.besides]
        own = _stated(reading, place, draft.deadline.moment)
    else:
        inside = choose(find(reading.normal.key, *draft.place, reading.issued))
        if inside is None or draft.deadline.source not in {"cell", "label"}:
            return
        place, own = inside.place, _stated(reading, inside.place, inside.moment)
        beside = [_stated(reading, draft.deadline.place, draft.deadline.moment)]
    before = reading.normal.key[max(0, place.start - _NEAR) : place.start]
    for other in beside:
        whole = labels[other.place] == 1 and _COMPLETED.search(before) is not None
        if contradict(own.moment, other.moment, whole=whole):
            yield _conflict(task, own, other)
            return


def contradict(inside: Moment, beside: Moment, *, whole: bool) -> bool:
    """Return whether the time in a task's words cannot stand with the one beside it: it is later.

    An earlier one may be a step on the way ("gửi dự thảo trước ngày 15/3" of a task due in June); it contradicts where
    it is said of the `whole` ("hoàn thành trước …"), unless it only says the day in the period beside it.
    """
    if not (is_sure(inside) and is_sure(beside)) or inside.kind not in _DATED:
        return False
    end, other = inside.end or "", beside.end or ""
    if {end, inside.lenient_end} & {other, beside.lenient_end} - {None}:
        return False
    return end > other or (whole and end < (beside.start or other))


def _stated(reading: Reading, place: Range, moment: Moment) -> Stated:
    span = reading.normal.span(place)
    return Stated(" ".join(reading.source.quote(span).split()), place, span, moment)


def _conflict(task: Task, one: Stated, other: Stated) -> Finding:
    return finding(
        "conflicting_deadlines",
        one.span,
        other.span,
        task=task.id,
        text=one.text,
        day=shown_day(one.end),
        other_text=other.text,
        other=shown_day(other.end),
    )


# ── one task in two places ────────────────────────────────────────────────────────────────────────


class _Dated(NamedTuple):
    """A task with a sure last day, its words without those of the time, and the numbers among them."""

    task: Task
    draft: Draft
    words: frozenset[str]
    numbers: frozenset[str]


def _said_twice(reading: Reading) -> Iterator[Finding]:
    """Yield the contradiction between the last days of one task that stands in two parts of the document."""
    dated = [_dated(task, draft) for task, draft in reading.tasks() if task.deadline and is_sure(task.deadline)]
    for first, second in _alike([entry for entry in dated if len(entry.words) >= _LEAST_WORDS]):
        if first.draft.deadline and second.draft.deadline and _is_same(first, second):
            early, late = first.draft.deadline, second.draft.deadline
            if {early.moment.end, early.moment.lenient_end} & {late.moment.end}:
                continue
            one = _stated(reading, late.place, late.moment)
            yield _conflict(second.task, one, _stated(reading, early.place, early.moment))


def _alike(entries: Sequence[_Dated]) -> Iterator[tuple[_Dated, _Dated]]:
    """Yield the pairs of different parts that can share enough words: some of the rarest, too many to do without."""
    often = Counter(word for entry in entries for word in entry.words)
    known: defaultdict[str, defaultdict[tuple[str, ...], list[_Dated]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        spare = len(entry.words) - ceil(_ALIKE * len(entry.words)) + 1
        rarest = sorted(entry.words, key=lambda word: (often[word], word))[:spare]
        parts = [part for word in rarest for path, part in known[word].items() if path != entry.task.path]
        found = {other.task.id: other for part in parts for other in part}
        yield from ((other, entry) for other in found.values())
        for word in rarest:
            known[word][entry.task.path].append(entry)


def _dated(task: Task, draft: Draft) -> _Dated:
    said = compact(task.action)
    if task.deadline:
        said = said.replace(compact(task.deadline.text), " ")
    words = frozenset(re.findall(r"\w+", said))
    return _Dated(task, draft, words, frozenset(word for word in words if word[0].isdigit()))


def _is_same(first: _Dated, second: _Dated) -> bool:
    """Return whether two entries state one task: with the same numbers, words and lead."""
    if first.numbers != second.numbers:
        return False
    shared = len(first.words & second.words)
    if shared < _ALIKE * len(first.words | second.words):
        return False
    leads = [{lead.agency or compact(lead.text) for lead in entry.task.leads} for entry in (first, second)]
    return not all(leads) or bool(leads[0] & leads[1])

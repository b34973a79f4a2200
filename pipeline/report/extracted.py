"""A plan beside the text it was read from: what every writer takes."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pipeline.report.matters import Matter, matters, of_task

if TYPE_CHECKING:
    from pipeline.documents import Part, Plan, SourceText, Span, Target, Task

_BREAK = re.compile(r"\r\n?|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


Rated = TypeVar("Rated", "Task", "Target")


@dataclass(frozen=True)
class Extracted:
    """The source text and the plan that was found in it; lists begin with what is most doubtful if that is asked for.

    A record keeps its number, which is its place in the document.
    """

    source: SourceText
    plan: Plan
    by_doubt: bool = False

    @cached_property
    def tasks(self) -> tuple[tuple[int, Task], ...]:
        """Return the tasks with their numbers (from 1), in the order of the lists."""
        return self._listed(self.plan.tasks)

    @cached_property
    def targets(self) -> tuple[tuple[int, Target], ...]:
        """Return the targets with their numbers (from 1), in the order of the lists."""
        return self._listed(self.plan.targets)

    def _listed(self, records: tuple[Rated, ...]) -> tuple[tuple[int, Rated], ...]:
        numbered = enumerate(records, 1)
        return tuple(sorted(numbered, key=lambda entry: entry[1].confidence or 0) if self.by_doubt else numbered)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Return where each line of the source text begins, in characters."""
        return (0, *(hit.end() for hit in _BREAK.finditer(self.source.text)))

    def line(self, at: int) -> int:
        """Return the number (from 1) of the line that holds a character."""
        return bisect_right(self.line_starts, at)

    def lines(self, span: Span) -> tuple[int, int]:
        """Return the numbers of the first and the last line of a span."""
        return self.line(span.start), self.line(max(span.start, span.end - 1))

    def line_text(self, number: int) -> str:
        """Return a line of the source text without its line break."""
        start = self.line_starts[number - 1]
        end = self.line_starts[number] if number < len(self.line_starts) else len(self.source.text)
        return self.source.text[start:end].rstrip("\r\n")

    def place(self, span: Span | None) -> str:
        """Return where a span stands, in Vietnamese: the file of several, the page if there are pages, the lines."""
        if span is None:
            return ""
        first, last = self.lines(span)
        page = span.page
        said = []
        if part := self.part(span):
            above = self.line(part.span.start) - 1  # lines and pages are those of the file
            first, last = first - above, last - above
            page = page - part.span.page + 1 if page and part.span.page and part.pages else None
            said.append(part.name)
        if page:
            said.append(f"trang {page}")
        said.append(f"dòng {first}" if first == last else f"dòng {first}–{last}")
        return ", ".join(said)

    def part(self, span: Span) -> Part | None:
        """Return the file in which a span begins, None where the document came in one."""
        return next((part for part in reversed(self.source.parts) if part.span.start <= span.start), None)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """Return the findings as people read them: one for each matter."""
        return matters(self.plan)

    @cached_property
    def remarks(self) -> dict[str, str]:
        """Return what the findings say of each task, by its id."""
        return of_task(self.plan)

    def places(self, matter: Matter) -> str:
        """Return where a matter stands apart from its tasks; of a single task, its place too."""
        single = len(matter.findings) == 1
        return "; ".join(self.place(one.span) for one in matter.findings if one.span and (single or not one.task))

    @property
    def label(self) -> str:
        """Return the document's number, or the name of its file where it has none."""
        return self.plan.document.number or self.plan.source.name


class View(NamedTuple):
    """How a report is asked for: of one document or several, how wide, and whether colours are wanted."""

    several: bool = False
    width: int = 120
    colours: bool = False


def visible(text: str) -> str:
    """Return the text without the control characters by which a document could steer a terminal."""
    return _CONTROL.sub("\ufffd", text)


def encoded(text: str) -> bytes:
    """Return the text in UTF-8; a half character that only a file name can hold becomes `?`."""
    return text.encode("utf-8", "replace")

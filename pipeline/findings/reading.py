"""A document in every form it has taken: what findings are made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pipeline.documents import Header, NormalText, Outline, Part, Plan, SourceText, Task
from pipeline.parse.drafts import Draft
from pipeline.parse.lists import Parsed


class Reading(NamedTuple):
    """One document from its source text to its plan; `parsed.tasks` and `plan.tasks` are the same tasks in order.

    `heads` are the files of a joint document that open as documents of their own do.
    """

    source: SourceText
    normal: NormalText
    outline: Outline
    parsed: Parsed
    plan: Plan
    heads: tuple[tuple[Part, Header], ...] = ()

    @property
    def issued(self) -> date | None:
        """Return the day of issue, None where it is not known."""
        iso = self.plan.document.issued_on
        return date.fromisoformat(iso) if iso else None

    def tasks(self) -> Iterator[tuple[Task, Draft]]:
        """Yield each task with the draft it was made from."""
        return zip(self.plan.tasks, self.parsed.tasks, strict=True)

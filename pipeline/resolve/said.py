"""What a matched rule of `grammars/deadlines.yaml` offers to the function that reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from pipeline.documents import Moment
from pipeline.resolve.calendar import days
from pipeline.resolve.days import Days


class Given(NamedTuple):
    """What is known beside the expression: the document's date, who asks, and how to read a part of it.

    `standalone` is true for an expression without a document (`dondoc parse deadline`); see `readings.alone`.
    """

    issued: date | None
    standalone: bool
    again: Callable[[str], Moment | None]


class Said(NamedTuple):
    """A matched rule: its named groups, what it means, its id, and what is given."""

    groups: dict[str, str]
    means: dict[str, str]
    rule: str
    given: Given

    def unit(self, group: str = "unit") -> Days | None:
        """Return the days that a group names."""
        return days(self.groups[group], self.given.issued)

    def moment(self, **values: str | bool | None) -> Moment:
        """Return a moment of the rule's kind with some values."""
        return Moment.model_validate({"kind": self.means.get("kind"), "rule": self.rule} | values)


Reading = Callable[[Said], Moment | None]

"""From which score on does a task of the child answer to one of the parent's? Fitted on what people judged."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.grammar import read_yaml


class Limits(NamedTuple):
    """Scores from 0 to 1.

    `touched`: below it a task has nothing to do with the requirement. `covered`: from it on a task takes the wording
    up. `clause`: from it on one requirement of a longer task is taken up. `part`: from it on it is, though the task
    as a whole is not touched. `sure`: below it a person looks at what is
    called covered.
    """

    touched: float
    covered: float
    clause: float
    part: float
    sure: float

    def least(self, expected: str) -> float:
        """Return from which score on a task of a remit is compared: likeness to another body's task says little."""
        return {"own": self.touched, "unknown": self.touched, "other": self.sure}.get(expected, self.covered)


@cache
def fitted() -> Limits:
    """Return the limits of `grammars/coverage.yaml`."""
    read: dict[str, str] = read_yaml("coverage")["limits"]
    return Limits(**{name: float(read[name]) for name in Limits._fields})

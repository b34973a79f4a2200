"""What parsing finds, in normal coordinates, before it becomes records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipeline.documents import From, Moment, Range
from pipeline.resolve.agencies import Body
from pipeline.resolve.choosing import Found


class Mention(NamedTuple):
    """A body that a task names, where from, and by which rule."""

    body: Body
    source: From
    rule: str


class Time(NamedTuple):
    """A time expression, its meaning, where it stands, and the other times of the same words."""

    place: Range
    moment: Moment
    source: From
    also: tuple[Found, ...] = ()


class Goods(NamedTuple):
    """A product: its place, where it stands, and by which rule."""

    place: Range
    source: From
    rule: str


class Draft(NamedTuple):
    """A task as parsed: the place of its action, its own number, the headings above it, and its fields."""

    place: Range
    ordinal: str
    path: tuple[str, ...]
    origin: Literal["table", "list", "prose"]
    rule: str
    group: str | None = None
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    supervisors: tuple[Mention, ...] = ()
    deadline: Time | None = None
    besides: tuple[Time, ...] = ()  # what label lines say of the time of a task that names its own
    product: Goods | None = None
    parts: tuple[Range, ...] = ()  # the clauses' home when the place spans other cells


class Fields(NamedTuple):
    """What words beside a task say of it: label lines, a closing line, the cells of its row."""

    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    supervisors: tuple[Mention, ...] = ()
    deadline: Time | None = None
    product: Goods | None = None

    @property
    def silent(self) -> bool:
        """Return whether they assign nothing."""
        return not any(self)

    def onto(self, draft: Draft) -> Draft:
        """Return a draft with these fields: its own time stays, its own partners are added to."""
        own_labels = {mention.source for mention in draft.leads} & {"label", "closing_line", "cell"}
        own_time = draft.deadline is not None and draft.deadline.source in {"item", "label", "cell"}
        return draft._replace(
            leads=draft.leads if own_labels or not self.leads else self.leads,
            partners=merged(self.partners, draft.partners),
            supervisors=self.supervisors or ((), draft.supervisors)[not self.leads],
            deadline=draft.deadline if own_time else self.deadline or draft.deadline,
            besides=(*draft.besides, self.deadline) if own_time and self.deadline else draft.besides,
            product=draft.product or self.product,
        )

    def filled(self, other: Fields) -> Fields:
        """Return these fields, the other's value where this one has none."""
        return Fields(
            self.leads or other.leads,
            self.partners or other.partners,
            self.supervisors or other.supervisors,
            self.deadline or other.deadline,
            self.product or other.product,
        )


def mentions(bodies: Sequence[Body], source: From, rule: str) -> tuple[Mention, ...]:
    """Return bodies as mentions, each text once."""
    seen: dict[str, Mention] = {}
    for body in bodies:
        seen.setdefault(body.text.casefold(), Mention(body, source, rule))
    return tuple(seen.values())


def merged(*groups: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the mentions of several groups in order, each text once."""
    seen: dict[str, Mention] = {}
    for group in groups:
        for mention in group:
            seen.setdefault(mention.body.text.casefold(), mention)
    return tuple(seen.values())

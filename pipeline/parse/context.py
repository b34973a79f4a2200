"""What the headings and lead-ins above an item give to it."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.parse.drafts import Mention, Time


class Context(NamedTuple):
    """The headings above an item, and the bodies and the time they name.

    `by_agency` tells that the siblings of the item are headed by bodies ("1. Sở Y tế …, 2. Sở Tài chính …"),
    `among_orders` that most of them begin as orders do, `joins` that each begins with those to work with.
    """

    path: tuple[str, ...] = ()
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    supervisors: tuple[Mention, ...] = ()
    deadline: Time | None = None
    by_agency: bool = False
    among_orders: bool = False
    joins: bool = False

    @property
    def led(self) -> bool:
        """Return whether a heading names who does what stands under it."""
        return any(lead.source == "heading" for lead in self.leads)

"""Every kind of change under its name; a few of them change together in the last one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from perturbing import bodies, layout, moved, times, wording
from perturbing.copies import Copy

Change = Callable[[Copy, Random], Copy]


class Kind(NamedTuple):
    """What is changed, and the functions that change it, one after another."""

    about: str
    changes: tuple[Change, ...]


_ALONE = {  # in the order in which they change together
    "bodies": Kind("bodies and provinces for others of their kind; UBND spelt out", (bodies.swapped,)),
    "invented": Kind("bodies for ones that no registry knows", (bodies.invented,)),
    "years": Kind("every year moved", (moved.other_years,)),
    "days": Kind("days, months, quarters, half years moved", (moved.other_days,)),
    "spellings": Kind("times spelt otherwise", (times.respelt,)),
    "verbs": Kind("opening verbs for others of their group", (wording.other_verbs,)),
    "markers": Kind("1. 1) 1/, a) a., I. I-, bullets", (layout.other_markers,)),
    "labels": Kind("other words before the colon of label lines", (wording.other_labels,)),
    "headers": Kind("other headers of columns", (wording.other_headers,)),
    "tones": Kind("tone marks on the other vowel", (layout.other_tones,)),
    "blanks": Kind("no-break and double spaces", (layout.no_break_spaces,)),
    "dashes": Kind("en dashes", (layout.other_dashes,)),
    "width": Kind("lines broken at another width", (layout.other_width,)),
    "case": Kind("headings in capitals, or no longer", (layout.other_case,)),
    "gaps": Kind("more empty lines", (layout.more_lines,)),
    "bold": Kind("first words in bold", (layout.emphasised,)),
    "plain": Kind("no emphasis", (layout.plain,)),
    "nfd": Kind("tone marks as characters of their own", (layout.nfd,)),
    "crlf": Kind("CR LF line ends", (layout.crlf,)),
}
_NOT_TOGETHER = {"invented", "bold", "plain"}  # they would undo another change
KINDS = {
    **_ALONE,
    "all": Kind(
        "all of them, known bodies and the emphasis that there was",
        tuple(change for name, kind in _ALONE.items() if name not in _NOT_TOGETHER for change in kind.changes),
    ),
}


def perturbed(copies: Sequence[Copy], kind: str, seed: int) -> list[Copy]:
    """Return the copies changed in a way that the seed decides."""
    found = []
    for one in copies:
        chance = Random(f"{seed}/{kind}/{one.name}")  # noqa: S311  repeatable, nothing secret
        for change in KINDS[kind].changes:
            one = change(one, chance)  # noqa: PLW2901  the copy after the change
        found.append(one)
    return found

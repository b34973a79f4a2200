"""What is known of one body? The line that `dondoc parse agency` prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from pipeline.documents import Range
from pipeline.resolve import agencies
from pipeline.resolve.kin import LATEST, same_body
from pipeline.resolve.names import Place
from pipeline.resolve.registry import Reading, Registry


def described(text: str, issued: date | None, *, on: date | None, issuer: str | None) -> dict[str, Any] | None:
    """Return what a name means in a document of a day and an issuer, and who stands for the body on another day.

    Args:
        text: the name, or a list of bodies; of a list `agency` is null and `bodies` has each.
        issued: the issue date of the document; without it the body may be of any time.
        on: the day that `exists` and `successors` are about; without it the latest state the registry knows.
        issuer: who writes: a name or an id.

    Returns:
        None for text that names no body. A body that did not exist on the issue date has `agency` null and stands
        under `other_times`.
    """
    known = agencies.registry()
    written = unicodedata.normalize("NFC", " ".join(text.split()))
    found = known.reading(written, issued, issuer=issuer)
    if found:
        return {"text": written, **_body(known, found, issued, on), "bodies": [], "other_times": []}
    others = [
        {"agency": one.id, "name": known.name(one.id, one.place), **_days(known, one.id), **_state(known, one, on)}
        for one in known.readings(written, issuer)
    ]
    names = [body.text for body in agencies.split(written, Range(0, len(written)))] if not others else []
    bodies = [{"text": name, "agency": known.identify(name, issued, issuer=issuer)} for name in names]
    several = len(bodies) > 1 and any(body["agency"] for body in bodies)
    if not several and not others:
        return None
    return {"text": written, "agency": None, "bodies": bodies, "other_times": others}


def _body(known: Registry, found: Reading, issued: date | None, on: date | None) -> dict[str, Any]:
    """Return the fields of a body: those of itself, who stands for it, and the bodies it belongs with."""
    listed = _listed(known, found.place)
    parent = known.parent(found.id)
    members = known.members(found.id, issued or LATEST)
    return {
        "agency": found.id,
        "name": known.name(found.id, found.place),
        "kind": found.entry.kind,
        "level": found.entry.level or None,
        **_days(known, found.id),
        **_state(known, found, on),
        "parent": listed(parent) if parent else None,
        "twins": [listed(body) for body in known.twins(found.id, issued or LATEST)],
        "members": [listed(body) for body in members] or None,
    }


def _days(known: Registry, body: str) -> dict[str, Any]:
    first, last = known.days(body)
    return {"from": first or None, "until": last or None}


def _state(known: Registry, found: Reading, on: date | None) -> dict[str, Any]:
    """Return whether a body exists on a day or in the latest state, and who stands for it when it does not."""
    listed = _listed(known, found.place)
    later = [step for step in known.successors(found.id, on or LATEST) if not same_body(step.id, found.id)]
    return {
        "on": on.isoformat() if on else None,
        "exists": known.exists(found.id, on or LATEST),
        "successors": [{**listed(step.id), "work": step.work or None} for step in later],
    }


def _listed(known: Registry, place: Place | None) -> Callable[[str], dict[str, str]]:
    """Return what writes an id with its name; the place it was read with has the accents that ids have not."""

    def listed(body: str) -> dict[str, str]:
        read = place if place and body.endswith(f":{place.slug}") else None
        return {"agency": body, "name": known.name(body, read)}

    return listed

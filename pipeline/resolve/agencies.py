"""Bodies: names to ids, lists to bodies, the subject of a sentence; what `dondoc parse agency` prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipeline.folding import compact
from pipeline.resolve.bodies import Body, body_at, split
from pipeline.resolve.gazetteer import mentions
from pipeline.resolve.registry import registry
from pipeline.resolve.verbs import starts_with_verb

__all__ = ["Body", "body_at", "describe", "mentions", "registry", "split", "starts_with_verb"]


def describe(
    text: str, issued: date | None, *, issuer: str | None = None, today: date | None = None
) -> dict[str, Any] | None:
    """Return what is known of the body that a text names, or None when it names none.

    `agency` is the id valid on the issue date (null when there is no such body then; `lapsed` is then the id of the
    body that once had the name or will have it); `successor` the id that stands for it today, null when it is the same.
    """
    bodies = registry()
    known = bodies.identify(text, issued, issuer=issuer)
    lapsed = None if known else bodies.identify(text, None, issuer=issuer)
    found = known or lapsed
    if found is None:
        key = compact(text)
        written = " ".join(text.split())
        if body_at(key, written if len(written) == len(key) else key, 0, len(key)) is None:
            return None
    later = bodies.successor(found, today or date.today()) if found else None  # noqa: DTZ011  the reader's own day
    entry = bodies.entry(found) if found else None
    return {
        "text": text,
        "agency": known,
        "lapsed": lapsed,
        "name": bodies.name(found) if found else None,
        "kind": entry.kind if entry else None,
        "level": entry.level if entry else None,
        "successor": None if later == found else later,
        "twin": bodies.twin(found, issued) if found else None,
        "collective": entry is not None and entry.kind == "collective",
    }

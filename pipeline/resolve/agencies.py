"""Bodies: names to ids, lists to bodies, the subject of a sentence; what `dondoc parse agency` prints."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from pipeline.documents import Range
from pipeline.folding import fold
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
    body that had the name, or will have it, at another time); `successor` the id that stands for it today, null when
    it is the same; `twin` the party body's counterpart in the state, or the other way round. Of a list ("các Bộ: Quốc
    phòng, Công an") the id is null and `bodies` has each of its bodies.
    """
    bodies = registry()
    written = unicodedata.normalize("NFC", " ".join(text.split()))
    known = bodies.identify(written, issued, issuer=issuer)
    lapsed = None if known else bodies.identify(written, None, issuer=issuer)
    found = known or lapsed
    listed = [] if found else [body.text for body in split(written, Range(0, len(written)))]
    each = [{"text": name, "agency": bodies.identify(name, issued, issuer=issuer)} for name in listed]
    several = len(each) > 1 and any(body["agency"] for body in each)
    if not found and not several and body_at(fold(written), written, 0, len(written)) is None:
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
        "from": entry.first or None if entry else None,
        "until": entry.last or None if entry else None,
        "successor": None if later == found else later,
        "twin": bodies.twin(found, issued) if found else None,
        "collective": entry is not None and entry.kind == "collective",
        "bodies": each if several else [],
    }

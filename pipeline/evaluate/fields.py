"""When a field is right: small differences of spelling do not count, differences of meaning do."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.documents import Deadline, DocumentInfo, Product, Target
from pipeline.evaluate.gold import GoldDeadline, GoldDocument, GoldTarget
from pipeline.evaluate.likeness import wording_likeness, words
from pipeline.folding import compact

TIGHT = 0.9  # a product or a task's boundaries may differ by a word in ten
LOOSE = 0.5
HEADER = ("number", "type", "issuer", "issued_on", "signer", "title")
_BEFORE_TITLES = (["về", "việc"], ["v", "v"], ["về"])  # V/v is two words to `words`


def body(text: str) -> str:
    """Return a body's name as compared: folded, single spaces, without emphasis and end punctuation."""
    return compact(text.replace("*", "")).strip(" .,;:|")


def bodies(names: Iterable[str]) -> frozenset[str]:
    """Return the set of bodies that the names stand for."""
    return frozenset(map(body, names)) - {""}


def deadline_right(gold: GoldDeadline | None, found: Deadline | None) -> bool:
    """Return whether kind, end and recurrence agree (start where gold has one), or both are absent."""
    if gold is None or found is None:
        return gold is None and found is None
    return any(_same_time(reading, found) for reading in (gold, *gold.also))


def _same_time(gold: GoldDeadline, found: Deadline) -> bool:
    return (
        gold.kind == found.kind
        and gold.end == found.end
        and gold.start in (None, found.start)
        and recurrence(gold.recurrence) == recurrence(found.recurrence)
    )


def deadline_text_right(gold: GoldDeadline, found: Deadline) -> bool:
    """Return whether the two name the time in half the same words: where a deadline ends is a matter of taste."""
    return any(wording_likeness(reading.text, found.text) >= LOOSE for reading in (gold, *gold.also))


def recurrence(rules: str | None) -> frozenset[frozenset[str]]:
    """Return RFC 5545 rules without the order of their parts and without the default interval."""
    lines = (rules or "").upper().replace("RRULE:", "").split()
    return frozenset(frozenset(line.split(";")) - {"INTERVAL=1", ""} for line in lines)


def product_right(gold: str, found: Product | None) -> bool:
    """Return whether the product is the same but for a word in ten."""
    return found is not None and wording_likeness(gold, found.text) >= TIGHT


def target_right(gold: GoldTarget, found: Target) -> dict[str, bool]:
    """Return which of a target's comparator, value, unit and day are right."""
    value_right = gold.value == found.value
    if gold.value is not None and found.value is not None:
        value_right = abs(gold.value - found.value) <= 1e-9 * abs(gold.value)
    return {
        "comparator": gold.comparator == found.comparator,
        "value": value_right,
        "unit": compact(gold.unit or "") == compact(found.unit or ""),
        "by": gold.by == found.by,
    }


def header_right(gold: GoldDocument, found: DocumentInfo) -> dict[str, bool]:
    """Return which of the header fields that gold has are right; what gold has as null must be null."""
    return {
        field: header_form(field, getattr(gold, field)) == header_form(field, header_text(field, found))
        for field in HEADER
        if field in gold.model_fields_set
    }


def header_text(field: str, found: DocumentInfo) -> str | None:
    """Return a found header field as gold writes it."""
    if field == "issuer":
        return found.issuer.text if found.issuer else None
    value: str | None = getattr(found, field)
    return value


def header_form(field: str, text: str | None) -> str | None:
    """Return a header field as compared: a title by its words, a number without spaces, the rest as bodies."""
    if text is None:
        return None
    if field == "title":
        return _title(text)
    return number(text) if field == "number" else body(text)


def _title(text: str) -> str:
    """Return the words of a title, without the "Về việc" or "V/v" that some layouts put in front."""
    found = words(text)
    for opening in _BEFORE_TITLES:
        if found[: len(opening)] == opening:
            return " ".join(found[len(opening) :])
    return " ".join(found)


def number(text: str) -> str:
    """Return a document number as compared: folded, without spaces."""
    return compact(text).replace(" ", "")


def numbers(texts: Iterable[str]) -> frozenset[str]:
    """Return the set of documents that the numbers stand for."""
    return frozenset(map(number, texts))

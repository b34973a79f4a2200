"""Where a sentence or clause ends in Vietnamese legal prose."""

from __future__ import annotations

import regex

from pipeline.documents import Range

# A full stop ends a sentence when a capital follows; not behind initials, abbreviations, numbers of a list.
_STOP = regex.compile(
    r"(?<!\b(?:\p{Lu}|TP|ThS|TS|GS|PGS|tr|\d{1,2}))([.!?…]+[\"”’')\]]*)\s+(?=[\"“‘(]?[\p{Lu}0-9])"
    r"|(?<=\d{2})(\.)\s+(?=\p{Lu})"
)
_CLAUSE = regex.compile(r";\s+(?=\S)")


def sentences(text: str, place: Range) -> list[Range]:
    """Return the sentences of a paragraph, blanks between them left out."""
    return _cut(text, place, _STOP)


def clauses(text: str, place: Range) -> list[Range]:
    """Return the clauses of a sentence that semicolons part, each without its semicolon."""
    return _cut(text, place, _CLAUSE)


def _cut(text: str, place: Range, pattern: regex.Pattern[str]) -> list[Range]:
    found: list[Range] = []
    at = place.start
    for hit in pattern.finditer(text, place.start, place.end):
        end = max(hit.end(1), hit.end(2)) if pattern is _STOP else hit.start()
        found.append(Range(at, end))
        at = hit.end()
    if at < place.end:
        found.append(Range(at, place.end))
    return found


def trimmed(text: str, place: Range) -> Range:
    """Return an action's place without the end mark of a state document ("./.") and without blanks."""
    start, end = place
    while start < end and text[start] in " ,:;…":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    for mark in ("./.", "/."):
        if text.endswith(mark, start, end):
            end -= len(mark)
            break
    return Range(start, end)

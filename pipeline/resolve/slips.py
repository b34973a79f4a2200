"""Where the day of a document that is cited cannot be right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from pipeline.documents import Note, Range
from pipeline.remarks import remark, shown_day
from pipeline.resolve.citations import CitationMatch, documents


def wrong_days(found: tuple[CitationMatch, ...], key: str, issued: date | None = None) -> list[Note]:
    """Return a note for each citation whose day contradicts another one, its number, or the document's own day.

    `issued` is the day on which the document at hand was issued.
    """
    notes = [note for match in found if (note := _of_another_year(match))]
    for group in documents(found, key):
        notes += _contradicted([match for match in group if _of_another_year(match) is None])
    notes += _doubtful(found)
    notes += [
        _note("citation_later", match, issued=shown_day(issued.isoformat()))
        for match in found
        if issued and match.issued_on and match.issued_on > issued.isoformat() and _of_another_year(match) is None
    ]
    return list({(note.code, note.message): note for note in reversed(notes)}.values())[::-1]


def _contradicted(group: list[CitationMatch]) -> Iterator[Note]:
    """Yield a note where a document is cited with another day than before."""
    first = next((match for match in group if match.issued_on), None)
    for match in group:
        if first and match.issued_on and match.issued_on != first.issued_on:
            yield _note("citation_dates", match, first)


def _doubtful(found: tuple[CitationMatch, ...]) -> Iterator[Note]:
    """Yield a note where a party's number stands with two days of one year: two documents, or one day is wrong."""
    dated = [match for match in found if match.number.kind == "party" and match.issued_on]
    for _, matches in groupby(sorted(dated, key=_by_number), lambda match: match.number.identity):
        first, *rest = matches
        for match in rest:
            day, before = match.issued_on or "", first.issued_on or ""
            if day != before and (day[:4] == before[:4] or day[5:] == before[5:]):
                yield _note("citation_dates", match, first)


def _by_number(match: CitationMatch) -> tuple[str, Range]:
    return match.number.identity, match.place


def _of_another_year(match: CitationMatch) -> Note | None:
    """Return a note where the year in a number is not that of the day behind it."""
    if match.number.year and match.issued_on and match.issued_on[:4] != match.number.year:
        return _note("citation_year", match, year=match.number.year)
    return None


def _note(code: str, match: CitationMatch, before: CitationMatch | None = None, **said: str) -> Note:
    others = [_place(before)] if before else []
    if before:
        said["other"] = shown_day(before.issued_on or "")
    return remark(code, _place(match), *others, number=match.number.text, day=shown_day(match.issued_on or ""), **said)


def _place(match: CitationMatch) -> Range:
    return Range(match.place.start, match.end)

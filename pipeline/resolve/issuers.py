"""Who issued a document that is cited: the body named behind its number, else the one whose code ends the number."""

from __future__ import annotations

from datetime import date
from functools import cache

from pipeline import grammar
from pipeline.documents import Issuer
from pipeline.resolve.citations import CitationMatch
from pipeline.resolve.ids import HEAD_OF, Entry
from pipeline.resolve.registry import registry
from pipeline.resolve.spelling import body_name, is_capitals


def issuer_of(match: CitationMatch, text: str, issued: date | None, author: str | None = None) -> Issuer | None:
    """Return the issuer of a cited document; None where neither its words nor its number tell.

    The text is as written, or where the number alone tells, the body's name; the id is that of the body on the day of
    the cited document (that of the document at hand, `issued`, where none is given), of an officer's body for an
    officer. `author` is the issuer of the document at hand. "25-CT/TW" alone was issued by some body of the party's
    centre: it has no id.
    """
    days: list[date | None] = [date.fromisoformat(match.issued_on)] if match.issued_on else [issued, None]
    if match.issuer:
        name = " ".join(text[slice(*match.issuer)].split())
        name = body_name(name) if is_capitals(name) else name
        found = next((body for on in days if (body := registry().identify(name, on, issuer=author))), None)
        return Issuer(text=name, agency=found.removeprefix(f"{HEAD_OF}:") if found else None)
    if shared := _shared().get(match.number.org):
        return Issuer(text=shared)
    bodies = [entry for code in match.number.org.split("-") if (entry := _writing(code, days))]
    if not bodies:
        return None
    if match.number.code in _JOINT:
        return Issuer(text=", ".join(body.name for body in bodies), agency=bodies[0].id if len(bodies) == 1 else None)
    return Issuer(text=bodies[0].name, agency=bodies[0].id)


def _writing(code: str, days: list[date | None]) -> Entry | None:
    """Return the body that wrote a code on the first of the days on which one did."""
    return next((body for on in days if (body := registry().of_code(code, on))), None)


_JOINT = {"TTLT", "NQLT", "TTr"}  # several bodies issue them together: 01/2015/TTLT-VPCP-BNV


@cache
def _shared() -> dict[str, str]:
    """Return what the bodies are together that write one code in their numbers ("TW": Trung ương)."""
    shared: dict[str, str] = grammar.read_yaml("numbers")["shared"]
    return shared

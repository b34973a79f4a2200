"""Files put together that are documents of their own: their tasks would all be taken for those of the first."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents import Finding, Header
from pipeline.findings.reading import Reading
from pipeline.folding import fold
from pipeline.remarks import finding
from pipeline.resolve import numbers


def of_parts(reading: Reading) -> Iterator[Finding]:
    """Yield a finding for files with different numbers or of different bodies: at the second, the others beside it."""
    found: dict[str, tuple[int, str]] = {}
    for at, (part, header) in enumerate(reading.heads):
        found.setdefault(_identity(header) or part.sha256, (at, header.number or header.title or part.name))
    if len(found) < 2:
        return
    spans = [reading.heads[at][0].span for at, _ in found.values()]
    shown = "; ".join(name for _, name in found.values())
    yield finding("several_documents", spans[1], spans[0], *spans[2:], count=len(found), documents=shown)


def _identity(header: Header) -> str:
    """Return what tells a document from others: its number and body, without a number its kind and title."""
    number = numbers.parse(header.number) if header.number else None
    told = (number.identity, header.issuer) if number else (header.type, header.title)
    return fold(" ".join(filter(None, told)))

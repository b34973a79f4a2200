"""Outline → drafts: the tasks and targets of a document, in normal coordinates."""

from __future__ import annotations

from datetime import date

from pipeline.documents import NormalText, Outline
from pipeline.parse.lists import ListParser, Parsed
from pipeline.parse.prose import ProseParser


def parse(normal: NormalText, outline: Outline) -> Parsed:
    """Return the tasks and targets of a document: from its lists and tables, or from running text."""
    issued = date.fromisoformat(outline.header.issued_on) if outline.header.issued_on else None
    if outline.header.family == "press":
        return ProseParser(normal, issued, outline.header.issuer).parse(outline.blocks)
    return ListParser(normal, issued, outline.header.issuer).parse(outline.blocks)

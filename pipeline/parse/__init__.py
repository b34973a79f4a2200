"""Outline → drafts: the tasks and targets of a document, in normal coordinates."""

from __future__ import annotations

from pipeline.documents import NormalText, Outline
from pipeline.parse.elsewhere import Elsewhere
from pipeline.parse.lists import ListParser, Parsed
from pipeline.parse.prose import ProseParser


def parse(normal: NormalText, outline: Outline) -> Parsed:
    """Return the tasks and targets of a document: from its lists and tables, or from running text."""
    parser = ProseParser if outline.header.family == "press" else ListParser
    parsed = parser(normal, outline.header).parse(outline.blocks)
    return parsed._replace(tasks=Elsewhere(normal, parsed.tasks).filled())

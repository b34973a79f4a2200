"""Outline → drafts: the tasks and targets of a document, in normal coordinates."""

from __future__ import annotations

from pipeline.documents import NormalText, Outline
from pipeline.parse.elsewhere import Elsewhere
from pipeline.parse.lists import ListParser, Parsed
from pipeline.parse.prose import ProseParser


def parse(normal: NormalText, outline: Outline) -> Parsed:
    """Return the tasks and targets of a document: from its lists and tables, or from running text."""
    tells = outline.header.family == "press" and not _is_whole(outline)
    parser = ProseParser if tells else ListParser
    parsed = parser(normal, outline.header).parse(outline.blocks)
    return parsed._replace(tasks=Elsewhere(normal, parsed.tasks).filled())


def _is_whole(outline: Outline) -> bool:
    """Return whether a page gives the whole text of a document, with its sections, and does not only tell of it."""
    sections = (block for block in outline.blocks if block.heading and block.level in {"part", "chapter", "roman"})
    return any(block.role in {"goals", "tasks"} for block in sections)

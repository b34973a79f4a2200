"""What a file of several is, as its opening lines tell: a document of its own, attached to one, an appendix."""

from __future__ import annotations

import unicodedata

from pipeline.documents import SourceText
from pipeline.folding import fold
from pipeline.grammar import load

_OPENING = 1_500  # characters in which a document says what it is
_TOP = 250  # characters in which an appendix says so


def rank_of_opening(source: SourceText) -> int:
    """Return 0 for a document with a number of its own, 1 for what is attached to one, 2 for an appendix."""
    start = source.blocks[0].parts[0].start if source.blocks and source.blocks[0].kind == "paragraph" else 0
    opening = fold(unicodedata.normalize("NFC", source.text[start : start + _OPENING]))
    rules = load("package")
    if rules.rule("head.appendix").first(opening[:_TOP]):
        return 2
    if rules.rule("head.attached").first(opening):
        return 1
    return 0 if rules.rule("head.own").first(opening) else 1

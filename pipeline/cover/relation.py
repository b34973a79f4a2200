"""Is the child a child at all? By the documents that each says it carries out."""

from __future__ import annotations

from pipeline.cover.model import Relation
from pipeline.documents import DocumentInfo
from pipeline.folding import fold


def relation(parent: DocumentInfo, child: DocumentInfo) -> Relation:
    """Return `implements` when the child carries out the parent, `siblings` when both carry out a third document.

    `unrelated` needs the parent's number and a child that names what it carries out; without these it is `unknown`.
    """
    own, above = _numbers(parent), {fold(number) for number in child.implements}
    if own & above:
        return "implements"
    if above & {fold(number) for number in parent.implements}:
        return "siblings"
    cited = {fold(one.number) for one in child.citations if one.number}
    return "unrelated" if own and above and not own & cited else "unknown"


def middle(parent: DocumentInfo, child: DocumentInfo) -> tuple[str, ...]:
    """Return the other documents that a child carries out, of which one may stand between it and the parent."""
    own = _numbers(parent)
    return tuple(number for number in child.implements if fold(number) not in own)


def _numbers(document: DocumentInfo) -> set[str]:
    return {fold(document.number)} if document.number else set()

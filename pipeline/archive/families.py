"""Which plans of the store carry out which directives, and what do they take up? Documents may come in any order.

A child names its parent's number; the store finds the pairs whose verdict is absent, or older than either of the two:
a new child, a parent that came after its children, a revised plan, an amended directive, changed rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.cover import Document, cover

if TYPE_CHECKING:
    from pipeline.store.store import Store

_KEPT = 64  # documents held while pairs are judged; those of one parent follow each other


def judge(store: Store, told: Callable[[int, int], None] | None = None) -> int:
    """Judge every pair that needs it, save each verdict as it comes, and return how many were judged.

    Args:
        store: an open store; stopped at any moment, it needs only the pairs that are left.
        told: is given how many of how many are done.
    """
    pairs = store.pairs_to_judge()
    held: dict[int, Document] = {}

    def document(number: int) -> Document:
        if number not in held:
            if len(held) >= _KEPT:
                held.clear()
            held[number] = Document(*store.source_and_plan(number))
        return held[number]

    for done, (parent, child) in enumerate(pairs, 1):
        found = cover(document(parent), document(child))
        store.save_coverage(parent, child, found.model_dump_json(by_alias=True).encode())
        if told:
            told(done, len(pairs))
    return len(pairs)

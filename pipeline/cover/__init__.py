"""Does a lower plan take up every task of the directive above it? Two plans → a verdict for each task of the upper one.

`relation` says whether the one is a child of the other, `remit` which tasks are expected of it, `align` which of its
tasks speak of the same, `verdicts` what follows.
"""

from __future__ import annotations

from pipeline.cover.model import Coverage, Document
from pipeline.cover.verdicts import cover

__all__ = ["Coverage", "Document", "cover"]

"""Does a lower plan take up every task of the directive above it? Two plans → a verdict for each task of the upper one.

relation.py   is the one a child of the other?         terms.py      what a text speaks of
remit.py      which tasks are expected of the child    align.py      which tasks speak of the same
rungs.py      is the same done with them?              limits.py     from which score on
defects.py    what is wrong with what was taken up     targets.py    does the child aim as high?
verdicts.py   what follows, for each task              drafts.py     what a new draft mended
sentences.py  how it is said                           justified.py  gaps that somebody signed off
model.py      the values: the contract's JSON
"""

from __future__ import annotations

from pipeline.cover.model import Coverage, Document
from pipeline.cover.verdicts import cover

__all__ = ["Coverage", "Document", "cover"]

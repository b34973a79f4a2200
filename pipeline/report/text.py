"""Which text do spans count in? `--format text` prints exactly that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.report.extracted import Extracted, View, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(items: Iterable[Extracted], view: View) -> Iterator[bytes]:
    """Yield the source text of one document, nothing added; raise `UsageError` for several."""
    if view.several:
        raise UsageError("--format text takes one file, because spans count from its first character")
    for item in items:
        yield encoded(item.source.text)

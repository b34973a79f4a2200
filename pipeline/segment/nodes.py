"""A block of the tree while it grows, before its places, role and children are settled."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.documents import Block, Level, NormalBlock, Range, Role


class Node:
    """A block while the tree grows."""

    def __init__(self, level: Level, rank: int, marker: Range, place: Range, ordinal: str) -> None:
        """Take the level, rank, places and ordinal of a node without children."""
        self.level = level
        self.rank = rank
        self.marker = marker
        self.place = place
        self.ordinal = ordinal
        self.role: Role = "unknown"
        self.passes: Role | None = None  # the role of what follows inside, when a lead-in has changed it
        self.own_role = False
        self.heading = False
        self.bold = False
        self.source: NormalBlock | None = None
        self.children: list[Node] = []

    def walk(self) -> Iterator[Node]:
        """Yield all nodes under this one."""
        for child in self.children:
            yield child
            yield from child.walk()

    def frozen(self, path: str = "") -> Block:
        """Return the node and all under it as values."""
        own = _joined_ordinal(path, self.ordinal)
        children = tuple(child.frozen(own) for child in self.children)
        end = max([self.place.end, self.marker.end, *(child.extent.end for child in children)])
        return Block(
            level=self.level,
            marker=self.marker,
            place=self.place,
            extent=Range(self.marker.start, end),
            ordinal=self.ordinal,
            path=own,
            role=self.role,
            heading=self.heading,
            table=self.source.table if self.source else None,
            children=children,
        )


def _joined_ordinal(path: str, ordinal: str) -> str:
    """Return an ordinal behind those above it; "2.1" says again that it stands under 2."""
    above = ordinal.rpartition(".")[0]
    if above and (path == above or path.endswith(f".{above}")):
        return path.removesuffix(above) + ordinal
    return ".".join(part for part in (path, ordinal) if part)

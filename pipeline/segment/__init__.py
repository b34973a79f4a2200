"""NormalText → Outline: the header, and the tree of blocks under it."""

from __future__ import annotations

from pipeline.documents import Header, NormalText, Outline
from pipeline.segment.header import read_header
from pipeline.segment.numbering import numbering
from pipeline.segment.tree import TreeBuilder


def headed(normal: NormalText) -> Header:
    """Return what a document says of itself, without its blocks."""
    return read_header(normal)[0]


def segment(normal: NormalText) -> Outline:
    """Return the document as a tree: what it says of itself, and what stands under what."""
    header, preamble, notes = read_header(normal)
    blocks = TreeBuilder(normal, preamble.start).build()
    return Outline(header=header, preamble=preamble, blocks=blocks, notes=(*notes, *numbering(blocks)))

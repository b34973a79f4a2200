"""Several files that are one document: a decision, its plan, its appendices, one after another in one text.

The text of each part stands behind that of the part before it, parted by a blank line. Places and pages count through
the joint text, and `SourceText.parts` says where each file stands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pipeline.documents import (
    Cell,
    Finding,
    Paragraph,
    Part,
    PrintedLine,
    Row,
    SourceBlock,
    SourceText,
    Span,
    Table,
)

_BETWEEN = "\n\n"


def join(sources: Sequence[SourceText], name: str | None = None, sha256: str | None = None) -> SourceText:
    """Return the files as one document, in the order given; a single one as it is, unless it is given another name.

    Without a name it is called "a.pdf + b.docx"; without a digest that of the parts' digests stands for it.
    """
    if len(sources) == 1 and name is None:
        return sources[0]
    starts = [0]
    for source in sources:
        starts.append(starts[-1] + len(source.text) + len(_BETWEEN))
    placed = list(zip(sources, starts, strict=False))
    formats = {source.format for source in sources}
    digests = "".join(source.sha256 for source in sources)
    pages = _pages(placed)
    return SourceText(
        name=name or " + ".join(source.name for source in sources),
        format=formats.pop() if len(formats) == 1 else "mixed",
        sha256=sha256 or hashlib.sha256(digests.encode()).hexdigest(),
        text=_BETWEEN.join(source.text for source in sources),
        blocks=tuple(_block(block, at) for source, at in placed for block in source.blocks),
        clutter=tuple(_moved(span, at) for source, at in placed for span in source.clutter),
        pages=pages,
        lines=tuple(_lines(placed)),
        ocr=any(source.ocr for source in sources),
        repairs=tuple(
            repair.model_copy(update={"span": _moved(repair.span, at)})
            for source, at in placed
            for repair in source.repairs
        ),
        encoding=sources[0].encoding,
        published=next((source.published for source in sources if source.published), None),
        parts=tuple(chain.from_iterable(_parts(source, at, pages) for source, at in placed)),
        findings=tuple(_finding(one, source, at) for source, at in placed for one in source.findings),
    )


def alone(source: SourceText, part: Part) -> SourceText:
    """Return a file of a joint document as a document: its text and blocks, without its pages."""
    start, end = part.span.start, part.span.end
    return SourceText(
        name=part.name,
        format=part.format,
        sha256=part.sha256,
        text=source.text[start:end],
        blocks=tuple(_block(block, -start) for block in source.blocks if start <= _start(block) < end),
        clutter=tuple(_moved(span, -start) for span in source.clutter if start <= span.start < end),
        ocr=part.ocr,
    )


def _start(block: SourceBlock) -> int:
    """Return where a block begins; -1 for a table without a word."""
    if isinstance(block, Paragraph):
        return block.parts[0].start if block.parts else -1
    return next((part.start for row in block.rows for cell in row.cells for part in cell.parts), -1)


def _pages(placed: Sequence[tuple[SourceText, int]]) -> tuple[Span, ...]:
    """Return the pages of all parts; a part without pages counts as one, where another has some."""
    if not any(source.pages for source, _ in placed):
        return ()
    whole = ((source.pages or (Span(start=0, end=len(source.text)),), at) for source, at in placed)
    return tuple(_moved(page, at) for pages, at in whole for page in pages)


def _lines(placed: Sequence[tuple[SourceText, int]]) -> Iterator[PrintedLine]:
    """Yield the printed lines of all parts, on the pages of the joint document."""
    before = 0
    for source, at in placed:
        for line in source.lines:
            box = line.box.model_copy(update={"page": line.box.page + before})
            yield line._replace(start=line.start + at, end=line.end + at, box=box)
        before += len(source.pages) or 1


def _parts(source: SourceText, at: int, pages: Sequence[Span]) -> Iterable[Part]:
    """Return what the joint document says of a file; the files of an archive each for itself."""
    if source.parts:
        return (part.model_copy(update={"span": _paged(_moved(part.span, at), pages)}) for part in source.parts)
    return (
        Part(
            name=source.name,
            sha256=source.sha256,
            format=source.format,
            pages=len(source.pages) or None,
            ocr=source.ocr,
            span=_paged(Span(start=at, end=at + len(source.text)), pages),
        ),
    )


def _paged(span: Span, pages: Sequence[Span]) -> Span:
    """Return a part's place with the page of the joint document on which it begins."""
    page = next((number for number, page in enumerate(pages, 1) if page.start >= span.start), None)
    return Span(start=span.start, end=span.end, page=page)


def _moved(span: Span, by: int) -> Span:
    return span.model_copy(update={"start": span.start + by, "end": span.end + by})


def _finding(one: Finding, source: SourceText, by: int) -> Finding:
    """Return a reader's finding in the joint document; one without a place gets that of its part."""
    span = one.span or Span(start=0, end=len(source.text))
    return one.model_copy(
        update={"span": _moved(span, by), "others": tuple(_moved(other, by) for other in one.others)},
    )


def _block(block: SourceBlock, by: int) -> SourceBlock:
    if isinstance(block, Paragraph):
        return block.model_copy(update={"parts": _all_moved(block.parts, by)})
    return Table(
        rows=tuple(Row(cells=tuple(_cell(cell, by) for cell in row.cells)) for row in block.rows), width=block.width
    )


def _cell(cell: Cell, by: int) -> Cell:
    return cell.model_copy(update={"parts": _all_moved(cell.parts, by)})


def _all_moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(_moved(span, by) for span in spans)

"""SourceText → NormalText: NFC, single spaces, no markup, and the way back for every character."""

from __future__ import annotations

import re
import unicodedata

from pipeline.documents import (
    Cell,
    NormalBlock,
    NormalCell,
    NormalTable,
    NormalText,
    Paragraph,
    Range,
    SourceText,
    Span,
    Table,
)
from pipeline.folding import fold

# What differs between a source and its normal text. A run of blanks and emphasis signs becomes one blank, or
# nothing when it holds no blank; a single plain blank stays as it is.
_CHANGE = re.compile(
    r"(?P<gap>[\s*\u200b\u200c\u200d\u2060\ufeff\u00ad]{2,}|[^\S ]|[*\u200b\u200c\u200d\u2060\ufeff\u00ad])"
    r"|(?P<eth>[Ðð])"
    r"|(?P<escape>\\[-.*_#+!()\[\]|>~&])"
    r"|(?P<entity>&(?:nbsp|amp|lt|gt|quot);)"
    r"|(?P<marks>[^\s*][\u0300-\u036f]+)"
)
_ENTITIES = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
_HEADING = re.compile(r"\s*(?:#{1,6}\s+|>+\s(?!\s*[\d(]))")
_BULLET = re.compile(r"\*(?=\s+[^\s*])")


class _Builder:
    """Collects the normal text and its pieces from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.out: list[str] = []
        self.length = 0
        self.ends_blank = True  # so that a block does not begin with a blank
        self.normal_at: list[int] = []
        self.source_at: list[int] = []
        self.source_end: list[int] = []

    def piece(self, text: str, start: int, end: int) -> None:
        """Add normal text that stands for `source[start:end]`."""
        if not text:
            return
        if self.source_end and self.source_end[-1] == start and self._is_plain(text, start, end):
            self.source_end[-1] = end
        else:
            self.normal_at.append(self.length)
            self.source_at.append(start)
            self.source_end.append(end)
        self.out.append(text)
        self.length += len(text)
        self.ends_blank = text[-1] == " "

    def _is_plain(self, text: str, start: int, end: int) -> bool:
        """Return whether the last piece and this one both map character by character."""
        last = self.source_end[-1] - self.source_at[-1] == self.length - self.normal_at[-1]
        return last and end - start == len(text)

    def copy(self, start: int, end: int) -> None:
        """Add source characters as they are, composed (NFC) where they are not."""
        text = self.source[start:end]
        if self.ends_blank and text.startswith(" "):
            text, start = text[1:], start + 1
        if unicodedata.is_normalized("NFC", text):
            self.piece(text, start, end)
            return
        at = start
        for cluster in _clusters(text):
            self.piece(unicodedata.normalize("NFC", cluster), at, at + len(cluster))
            at += len(cluster)

    def change(self, hit: re.Match[str]) -> None:
        """Add what stands for a change in the normal text."""
        kind, text = hit.lastgroup, hit[0]
        if kind == "gap":
            if any(char.isspace() for char in text) and not self.ends_blank:
                self.piece(" ", hit.start(), hit.end())
        elif kind == "eth":
            self.piece("Đ" if text == "Ð" else "đ", hit.start(), hit.end())
        elif kind == "escape":
            self.piece(text[1], hit.start(), hit.end())
        elif kind == "entity":
            if text != "&nbsp;" or not self.ends_blank:
                self.piece(_ENTITIES[text], hit.start(), hit.end())
        else:
            self.piece(unicodedata.normalize("NFC", text), hit.start(), hit.end())

    def block(self, parts: tuple[Span, ...]) -> Range:
        """Add the text of one paragraph or cell and a line feed behind it; return its range."""
        begin = self.length
        self.ends_blank = True
        for index, part in enumerate(parts):
            if index and not self.ends_blank:
                self.piece(" ", parts[index - 1].end, part.start)
            self._part(part.start, part.end, first=not index)
        if self.ends_blank and self.length > begin:
            self._drop_blank()
        place = Range(begin, self.length)
        last = parts[-1].end if parts else (self.source_end[-1] if self.source_end else 0)
        self.piece("\n", last, last)
        return place

    def _part(self, start: int, end: int, *, first: bool) -> None:
        if first and (heading := _HEADING.match(self.source, start, end)):
            start = heading.end()
        if first and _BULLET.match(self.source, start, end):
            self.piece("*", start, start + 1)
            start += 1
        at = start
        for hit in _CHANGE.finditer(self.source, start, end):
            if hit.start() > at:
                self.copy(at, hit.start())
            self.change(hit)
            at = hit.end()
        if at < end:
            self.copy(at, end)

    def _drop_blank(self) -> None:
        """Take back the blank with which a block ends."""
        text = self.out[-1][:-1]
        self.out[-1] = text
        self.length -= 1
        if self.length == self.normal_at[-1]:  # the blank was a piece of its own
            for pieces in (self.normal_at, self.source_at, self.source_end):
                pieces.pop()
        else:
            self.source_end[-1] -= 1


def _clusters(text: str) -> list[str]:
    """Return the text cut before every character that does not combine with the one before it."""
    clusters: list[str] = []
    for char in text:
        if clusters and (unicodedata.combining(char) or "\u1160" <= char <= "\u11ff"):
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def normalise(source: SourceText) -> NormalText:
    """Return the normal text of a document: one paragraph or cell a line, furniture left out."""
    builder = _Builder(source.text)
    blocks: list[NormalBlock] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            place = builder.block(block.parts)
            if place:
                blocks.append(NormalBlock(range=place, level=block.level, bold=block.bold, italic=block.italic))
        else:
            blocks.append(_table(builder, block))
    text = "".join(builder.out)
    return NormalText(
        text=text,
        key=fold(text),
        blocks=tuple(blocks),
        normal_at=tuple(builder.normal_at) or (0,),
        source_at=tuple(builder.source_at) or (0,),
        source_end=tuple(builder.source_end) or (0,),
        pages=source.pages,
    )


def _table(builder: _Builder, table: Table) -> NormalBlock:
    begin = builder.length
    rows = tuple(tuple(_cell(builder, cell) for cell in row.cells) for row in table.rows)
    place = Range(begin, max(begin, builder.length - 1))
    return NormalBlock(range=place, table=NormalTable(rows=rows, width=table.width))


def _cell(builder: _Builder, cell: Cell) -> NormalCell:
    return NormalCell(range=builder.block(cell.parts), column=cell.column, columns=cell.columns, rows=cell.rows)

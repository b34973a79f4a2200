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
from pipeline.folding import OTHER_BLANKS, UNSEEN, fold

# What differs between a source and its normal text. The pattern opens with one set of characters, so that the
# search leaps from one of them to the next; which of them it was decides what may follow.
_CHANGE = re.compile(
    rf"[{OTHER_BLANKS}{UNSEEN}*Ðð\\&<]"
    rf"(?:(?<=[{OTHER_BLANKS}{UNSEEN}*])[\s{UNSEEN}*]*"
    r"|(?<=[Ðð])|(?<=\\)[-.*_#+!()\[\]|>~&]|(?<=&)(?:nbsp|amp|lt|gt|quot);|(?<=<)br\s*/?>)"
)
_INSTEAD = {"Ð": "Đ", "ð": "đ", "&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"'}
_WIDE_BLANK = re.compile(" {2,}")
_BULLET = re.compile(r"\*(?=\s+[^\s*])")
_Unit = tuple[str, int, int]  # normal text, and the source start and end for which it stands


class _Builder:
    """Collects the normal text of a composed (NFC) source from left to right."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.units: list[_Unit] = []
        self.length = 0
        self.ends_blank = True  # so that a block does not begin with a blank
        self.breaks: list[int] = []  # where lines of the open block begin

    def add(self, text: str, start: int, end: int) -> None:
        """Add normal text that stands for `source[start:end]`."""
        self.units.append((text, start, end))
        self.length += len(text)
        self.ends_blank = text[-1] == " "

    def blank(self, start: int, end: int) -> None:
        """Add a blank, unless one stands there already."""
        if not self.ends_blank:
            self.add(" ", start, end)

    def block(self, parts: tuple[Span, ...]) -> Range:
        """Add the text of a paragraph or cell and a line feed behind it; return its range."""
        begin = self.length
        self.ends_blank = True
        self.breaks = []
        for index, part in enumerate(parts):
            start = part.start
            if index:
                self.blank(parts[index - 1].end, start)
            elif _BULLET.match(self.source, start, part.end):  # the star of a bullet is part of the text
                self.add("*", start, start + 1)
                start += 1
            self._part(start, part.end)
        if self.ends_blank and self.length > begin:
            self._drop_blank()
        place = Range(begin, self.length)
        last = parts[-1].end if parts else (self.units[-1][2] if self.units else 0)
        self.add("\n", last, last)
        return place

    def _part(self, start: int, end: int) -> None:
        at = start
        for hit in _CHANGE.finditer(self.source, start, end):
            begin, stop = hit.span()
            if begin > at:
                self._copy(at, begin)
            at = stop
            text = hit[0]
            instead = text[1] if text[0] == "\\" else _INSTEAD.get(text)
            if instead is None:
                instead = " " if text[0] == "<" or any(map(str.isspace, text)) else ""
            if instead == " ":
                self.blank(begin, stop)
                if "\n" in text or text[0] == "<":
                    self.breaks.append(self.length)
            elif instead:
                self.add(instead, begin, stop)
        if at < end:
            self._copy(at, end)

    def _copy(self, start: int, end: int) -> None:
        """Add source characters as they are, but one blank for several."""
        if self.ends_blank and self.source[start] == " ":
            start += 1
        if "  " in self.source[start:end]:
            for hit in _WIDE_BLANK.finditer(self.source, start, end):
                if hit.start() > start:
                    self.add(self.source[start : hit.start()], start, hit.start())
                start = hit.end()
                self.blank(hit.start(), start)
        if start < end:
            self.add(self.source[start:end], start, end)

    def _drop_blank(self) -> None:
        """Take back the blank with which a block ends."""
        text, start, end = self.units.pop()
        if len(text) > 1:
            self.units.append((text[:-1], start, end - 1))
        self.length -= 1


class _Composer(_Builder):
    """The same for any source: characters that make up one composed character stand in one unit."""

    def add(self, text: str, start: int, end: int) -> None:
        """Add normal text, character by character, each to the unit before it where the two are composed."""
        single = end - start == len(text)
        for index, char in enumerate(text):
            place = (start + index, start + index + 1) if single else (start, end)
            self._add_one(unicodedata.normalize("NFC", char), *place)
        self.ends_blank = text[-1] == " "

    def _add_one(self, char: str, start: int, end: int) -> None:
        last, begin, _ = self.units[-1] if self.units else ("\n", 0, 0)
        composed = unicodedata.normalize("NFC", last + char) if char > "\u02ff" and last != "\n" else last + char
        if composed != last + char or (unicodedata.combining(char[0]) and last != "\n"):
            self.units[-1] = composed, begin, end
            self.length += len(composed) - len(last)
        else:
            self.units.append((char, start, end))
            self.length += len(char)


def normalise(source: SourceText) -> NormalText:
    """Return the normal text of a document: one paragraph or cell a line, furniture left out."""
    normal = _normalised(source, _Builder(source.text)) if unicodedata.is_normalized("NFC", source.text) else None
    if normal is None or not unicodedata.is_normalized("NFC", normal.text):  # "a*\u0301": what is dropped parts the two
        normal = _normalised(source, _Composer(source.text))
    return normal


def _normalised(source: SourceText, builder: _Builder) -> NormalText:
    blocks: list[NormalBlock] = []
    for block in source.blocks:
        if isinstance(block, Paragraph):
            place = builder.block(block.parts)
            if place:
                blocks.append(NormalBlock(range=place, level=block.level, bold=block.bold, italic=block.italic))
        else:
            blocks.append(_table(builder, block))
    text = "".join(unit[0] for unit in builder.units)
    normal_at, source_at, source_end = _pieces(builder.units)
    return NormalText(
        text=text,
        key=fold(text),
        blocks=tuple(blocks),
        normal_at=normal_at,
        source_at=source_at,
        source_end=source_end,
        pages=source.pages,
        lines=source.lines,
        published=source.published,
    )


def _table(builder: _Builder, table: Table) -> NormalBlock:
    begin = builder.length
    rows = tuple(tuple(_cell(builder, cell) for cell in row.cells) for row in table.rows)
    place = Range(begin, max(begin, builder.length - 1))
    return NormalBlock(range=place, table=NormalTable(rows=rows, width=table.width))


def _cell(builder: _Builder, cell: Cell) -> NormalCell:
    place = builder.block(cell.parts)
    breaks = tuple(sorted({at for at in builder.breaks if place.start < at < place.end}))
    return NormalCell(range=place, column=cell.column, columns=cell.columns, rows=cell.rows, breaks=breaks)


def _pieces(units: list[_Unit]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the pieces of the map back: units that follow each other character by character make one piece."""
    normal_at: list[int] = []
    source_at: list[int] = []
    source_end: list[int] = []
    length = 0
    was_plain = False
    for text, start, end in units:
        is_plain = end - start == len(text)
        if is_plain and was_plain and source_end[-1] == start:
            source_end[-1] = end
        else:
            normal_at.append(length)
            source_at.append(start)
            source_end.append(end)
        length += len(text)
        was_plain = is_plain
    return tuple(normal_at) or (0,), tuple(source_at) or (0,), tuple(source_end) or (0,)

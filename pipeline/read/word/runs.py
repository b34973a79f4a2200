"""The text of a paragraph as Word shows it: fields by their results, deleted and hidden text left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from pipeline.read.word.blocks import Piece
from pipeline.read.word.package import W
from pipeline.read.word.styles import Look, Style, Styles, as_number, is_on
from pipeline.read.word.symbols import shown, symbol

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
# Elements that stand around others and are not seen themselves
_AROUND = INSERTED | {f"{W}{name}" for name in ("hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo")}
_AROUND |= {f"{W}sdtContent", f"{W}ruby", f"{W}rubyBase", f"{_MATH}oMath", f"{_MATH}oMathPara"}
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_BOX = f"{W}txbxContent"
DEEPEST = 60  # elements around text; Word itself does not write a tenth of them


class Runs:
    """Reads the runs of one paragraph after another: a field may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        """Take the styles of the file."""
        self._styles = styles
        self._fields: list[bool] = []  # of each open field, whether its result has begun
        self._instructions = 0  # how many of them have not
        self.changes = 0  # tracked ones
        self.boxes: list[Element] = []  # text boxes met
        self.notes: list[tuple[str, str]] = []  # footnotes and endnotes met: their part and id

    def paragraph(self, element: Element, style: Style) -> Iterator[Piece]:
        """Yield the text that a paragraph shows, a piece for each look."""
        for look, runs in groupby(self._inside(element, style, 0), key=lambda run: run[1]):
            text = shown("".join(text for text, _ in runs), look.font or "")
            yield Piece(text.upper() if look.capitals else text, bool(look.bold), bool(look.italic))
        if self._instructions:  # they do not go beyond their paragraph
            self._fields, self._instructions = [field for field in self._fields if field], 0

    def _inside(self, parent: Element, style: Style, depth: int) -> Iterator[tuple[str, Look]]:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child, style)
            elif tag == f"{_MATH}r":
                yield "".join(text.text or "" for text in child.iter(f"{_MATH}t")), Look()
            elif tag in DELETED:
                self.changes += 1
            elif depth >= DEEPEST:
                continue
            elif (inner := content(child)) is not None:
                yield from self._inside(inner, style, depth + 1)
            elif tag in _AROUND or tag.startswith(_MATH):
                self.changes += tag in INSERTED
                yield from self._inside(child, style, depth + 1)

    def _run(self, run: Element, style: Style) -> Iterator[tuple[str, Look]]:
        properties = run.find(f"{W}rPr")
        look = self._styles.look(properties, style)
        text = "".join(self._signs(run))
        if properties is not None and any(properties.find(tag) is not None for tag in DELETED):
            self.changes += 1
            return
        if text and not look.hidden:
            yield text, look

    def _signs(self, run: Element, depth: int = 0) -> Iterator[str]:
        """Yield what the children of a run show, and note what is anchored there."""
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif tag in _DRAWN:
                self.boxes += _outermost(child)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
            elif tag == f"{MC}AlternateContent" and depth < DEEPEST:
                yield from self._signs(chosen(child), depth + 1)
            elif self._instructions:
                continue
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag == f"{W}sym":
                yield symbol(_hexadecimal(child.get(f"{W}char")), child.get(f"{W}font", ""))
            else:
                yield _SIGNS.get(tag, "")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
            self._instructions += 1
        elif kind == "separate" and self._fields and not self._fields[-1]:
            self._fields[-1] = True
            self._instructions -= 1
        elif kind == "end" and self._fields:
            self._instructions -= not self._fields.pop()


def content(element: Element) -> Element | None:
    """Return what is seen of a content control or of alternatives, None for any other element.

    Of a control in which nothing was written nothing is seen, nor of a table of contents.
    """
    if element.tag == f"{MC}AlternateContent":
        return chosen(element)
    if element.tag != f"{W}sdt":
        return None
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    is_contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    placeholder = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    is_placeholder = placeholder is not None and is_on(placeholder.get(f"{W}val", "1"))
    inner = element.find(f"{W}sdtContent")
    return Element("nothing") if inner is None or is_contents or is_placeholder else inner


def chosen(element: Element) -> Element:
    """Return the one of the alternatives that is read: the first, as today's Word does, else what is for older ones."""
    choice = element.find(f"{MC}Choice")
    if choice is None:
        choice = element.find(f"{MC}Fallback")
    return choice if choice is not None else Element("nothing")


def _outermost(drawn: Element) -> list[Element]:
    """Return the text boxes in a drawing, without those inside of others and without their older twins."""
    found: list[Element] = []
    waiting = [drawn]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            found.append(element)
        elif element.tag == f"{MC}AlternateContent":
            waiting.append(chosen(element))
        else:
            waiting.extend(reversed(element))
    return found


def _hexadecimal(said: str | None) -> int:
    try:
        return int(said or "0", 16)
    except ValueError:
        return as_number(said)

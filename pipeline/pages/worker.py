"""The process that reads PDF files: each on standard input behind its size, its pages on standard output as JSON lines.

The first line says what is wrong with the file ({"error": …}) or how many pages it has; a line for each page follows.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from pipeline.pages.cells import grids_of
from pipeline.pages.glyphs import MOST_CHARACTERS, GlyphReader, View, Word, angle_of
from pipeline.pages.lines import fill_in, lines_of
from pipeline.pages.rulings import drawn_on
from pipeline.pages.values import SIZE, Page, Place

_MEMORY = 1 << 30  # bytes of address space; a document of 500 pages takes a tenth
_SHOWN = frozenset({3, 13, 20})  # notes typed on the page, stamps, fields: FreeText, Stamp, Widget
_STAMPS = frozenset({13})
_PAUSE = 0.5  # seconds after which pages are given away; to give away each one takes as long as to read it
_MOST_RULES = 200  # kept of a page
_UNSEEN = 2 | 32  # flags of an annotation: hidden, not shown


def main() -> None:
    """Read files as long as they are given, and write the pages of each."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    while (head := sys.stdin.buffer.read(SIZE)) and len(head) == SIZE:
        said = time.monotonic()
        for entry in answers(sys.stdin.buffer.read(int.from_bytes(head, "big"))):
            sys.stdout.write(json.dumps(entry) + "\n")
            if time.monotonic() - said > _PAUSE:
                sys.stdout.flush()
                said = time.monotonic()
        sys.stdout.flush()


def answers(data: bytes) -> Iterator[dict[str, Any] | Page]:
    """Yield what is wrong with a file, or the number of its pages and each page."""
    try:
        document = PdfDocument(data)
        count = len(document)
    except PdfiumError as error:
        yield {"error": str(error)}
        return
    yield {"pages": count}
    for number in range(1, count + 1):
        try:
            page = read_page(document, number)
        except (PdfiumError, MemoryError) as error:
            page = Page(number, 0, 0, 0, (), odd=f"damaged: {type(error).__name__}")
        yield page
    document.close()


def read_page(document: PdfDocument, number: int) -> Page:
    """Return one page; raises `PdfiumError` when it cannot be read."""
    page = document[number - 1]
    textpage = page.get_textpage()
    text = textpage.raw
    count = pdfium.FPDFText_CountChars(text)
    view = View(Place(*_box(page)), angle_of(text, count))
    reader = GlyphReader(text, view)
    words = reader.read(min(max(count, 0), MOST_CHARACTERS))
    drawn = drawn_on(page.raw, view)
    frames = _frames(page.raw, view)
    turn = (page.get_rotation() - view.angle) % 360
    textpage.close()
    page.close()
    if frames:
        words = _with_notes(document, number, view, words, frames)
    grids = [] if drawn.crowded else grids_of(drawn.upright, drawn.level, words)
    return Page(
        number,
        round(view.width, 1),
        round(view.height, 1),
        turn,
        tuple(lines_of(words)),
        tuple(grids),
        tuple(line for line in drawn.level[:_MOST_RULES] if not any(_holds(grid.place, line) for grid in grids)),
        round(drawn.image, 3),
        round(reader.hidden / (reader.characters or 1), 3),
        "crowded" if drawn.crowded or count > MOST_CHARACTERS else "",
    )


def _box(page: Any) -> tuple[float, float, float, float]:  # noqa: ANN401
    """Return the part of the page that is shown; a box turned inside out, or none, counts as the sheet's."""
    left, bottom, right, top = page.get_cropbox()
    low, under, high, over = page.get_mediabox()
    box = max(left, low), max(bottom, under), min(right, high), min(top, over)
    return box if box[0] < box[2] and box[1] < box[3] else (low, under, high, over)


def _holds(outer: Place, line: Place) -> bool:
    return outer.x0 - 3 < line.x0 < outer.x1 + 3 and outer.top - 3 < line.top < outer.bottom + 3


# ── what is put on a page: typed notes, fields, stamps ────────────────────────────────────────────


def _frames(page: Any, view: View) -> list[tuple[Place, bool]]:  # noqa: ANN401
    """Return where notes, fields and stamps are shown, and whether each is a stamp or signature."""
    frames: list[tuple[Place, bool]] = []
    box = pdfium.FS_RECTF()
    for index in range(min(500, pdfium.FPDFPage_GetAnnotCount(page))):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        if kind in _SHOWN and not pdfium.FPDFAnnot_GetFlags(note) & _UNSEEN and pdfium.FPDFAnnot_GetRect(note, box):
            place = view.place(box.left, box.bottom, box.right, box.top)
            if place.x1 - place.x0 > 1 and place.bottom - place.top > 1:
                frames.append((place, kind in _STAMPS or _is_signature(note)))
        pdfium.FPDFPage_CloseAnnot(note)
    return frames


def _is_signature(note: Any) -> bool:  # noqa: ANN401
    buffer = ctypes.create_string_buffer(16)
    size = pdfium.FPDFAnnot_GetStringValue(note, b"FT", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 16)
    return buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace") == "Sig"


def _with_notes(
    document: PdfDocument, number: int, view: View, words: list[Word], frames: list[tuple[Place, bool]]
) -> list[Word]:
    """Return the words with those of notes and fields, and with a stamp's where they fill a gap: a number, a day.

    Whatever else a stamp says (who signed and when) is no part of the document.
    """
    page = document[number - 1]
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    page = document[number - 1]  # read anew: what was put on it is now part of it
    textpage = page.get_textpage()
    count = min(max(pdfium.FPDFText_CountChars(textpage.raw), 0), MOST_CHARACTERS)
    shown = GlyphReader(textpage.raw, view).read(count)
    textpage.close()
    page.close()
    own = {(word.text, round(word.x0), round(word.base)) for word in words}
    added = [word for word in shown if (word.text, round(word.x0), round(word.base)) not in own]
    words = list(words)
    for place, is_stamp in frames:
        inside = [word for word in added if _is_on(word, place)]
        added = [word for word in added if not _is_on(word, place)]
        if is_stamp:
            fill_in(words, inside)
        else:
            words.extend(inside)
    return words


def _is_on(word: Word, place: Place) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.base - 0.3 * word.style.size
    return place.x0 - 2 < x < place.x1 + 2 and place.top - 2 < y < place.bottom + 2


if __name__ == "__main__":
    main()

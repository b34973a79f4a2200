"""Path → SourceText: a file's text, its paragraphs and tables, whatever form they came in."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import IO

from pipeline.documents import Format, Paragraph, SourceBlock, SourceText, Span
from pipeline.errors import InputError
from pipeline.read import fonts, mangled
from pipeline.read.clutter import find_clutter
from pipeline.read.decode import Decoded, decode, refuse_piles
from pipeline.read.forms import form_of, is_scannable, read_form
from pipeline.read.lines import Line, split_lines
from pipeline.read.paragraphs import Wrapping, build_paragraphs
from pipeline.read.tables import find_tables
from pipeline.remarks import finding

LARGEST = 20_000_000  # bytes of text, a Word file, an archive; the longest document seen has under 2 million
LARGEST_SCAN = 150_000_000  # bytes of a PDF or a picture; signed scans in colour have up to 100 million
_HEAD = 1_024  # bytes that tell which of them a file is
_FORMATS: dict[str, Format] = {".txt": "txt", ".text": "txt", "": "txt", ".md": "md", ".markdown": "md"}
_FORMATS |= {".html": "html", ".htm": "html", ".xhtml": "html"}


def read_path(path: str | Path) -> SourceText:
    """Return the document in a file, or on standard input for "-"; raise `InputError` when it cannot be read."""
    name = str(path)
    if name == "-":
        return read_bytes(_read(sys.stdin.buffer), "-")
    file = Path(path)
    try:
        if file.is_dir():
            raise InputError(f"{name}: this is a folder; name the documents in it")
        with file.open("rb") as opened:
            data = _read(opened)
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name}: cannot be read ({reason}); check the path and the rights") from error
    return read_bytes(data, name)


def read_bytes(data: bytes, name: str) -> SourceText:
    """Return the document in these bytes; `name` tells its format by its ending and stands in messages."""
    if len(data) > _largest(data):
        raise InputError(_too_large(data, name))
    sha256 = hashlib.sha256(data).hexdigest()
    if form := form_of(data):
        return read_form(form, data, name, sha256)
    suffix = Path(name).suffix.lower() if name != "-" else ""
    decoded = decode(data, name)
    kind = _FORMATS.get(suffix, "txt")
    if kind == "html" or decoded.text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        from pipeline.read.html import read_html  # the HTML parser loads only for web pages

        return read_html(decoded.text, Path(name).name, sha256, decoded.encoding)
    if old := fonts.encoding_of(decoded.text):
        decoded = Decoded(fonts.capitals(fonts.to_unicode(decoded.text, old), old), old)
    return read_text(decoded.text, Path(name).name, kind, sha256, decoded.encoding)


def read_text(
    text: str, name: str = "text", kind: Format = "txt", sha256: str | None = None, encoding: str = "utf-8"
) -> SourceText:
    """Return a text that is already in memory as a document; raise `InputError` when it is none."""
    refuse_piles(text, name)
    lines = split_lines(text)
    clutter = find_clutter(lines)
    blocks = tuple(build_blocks(text, lines, clutter))
    return SourceText(
        name=name,
        format=kind,
        sha256=sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        blocks=blocks,
        clutter=tuple(_runs(lines, clutter)),
        pages=tuple(_pages(text)),
        encoding=encoding,
        findings=(*fonts.remarks_on(encoding), *mangled.remarks_on(encoding, text))
        if blocks
        else (finding("no_text", None),),
    )


def build_blocks(text: str, lines: list[Line], clutter: set[int]) -> list[SourceBlock]:
    """Return the paragraphs and tables of a text in reading order, furniture left out."""
    tables = list(find_tables(text, lines, clutter))
    left_out = clutter.union(*(range(found.first, found.last) for found in tables))  # a row's length says nothing
    wrapping = Wrapping([line for index, line in enumerate(lines) if index not in left_out])
    blocks: list[SourceBlock] = []
    at = 0
    for found in tables:
        blocks.extend(_paragraphs(text, lines, range(at, found.first), clutter, wrapping))
        if found.table.rows:
            blocks.append(found.table)
        at = found.last
    blocks.extend(_paragraphs(text, lines, range(at, len(lines)), clutter, wrapping))
    return blocks


def _paragraphs(text: str, lines: list[Line], indices: range, clutter: set[int], wrapping: Wrapping) -> list[Paragraph]:
    kept = [lines[index] for index in indices if index not in clutter and lines[index].raw not in {"|", "||"}]
    return list(build_paragraphs(text, kept, wrapping))


def _runs(lines: list[Line], clutter: set[int]) -> list[Span]:
    runs: list[Span] = []
    before = -2
    for index in sorted(index for index in clutter if lines[index].raw):
        if runs and all(not lines[between].raw for between in range(before + 1, index)):
            runs[-1] = Span(start=runs[-1].start, end=lines[index].end)
        else:
            runs.append(Span(start=lines[index].start, end=lines[index].end))
        before = index
    return runs


def _pages(text: str) -> list[Span]:
    """Return the pages of a text that parts them by form feeds; none when it does not."""
    if "\f" not in text:
        return []
    pages, at = [], 0
    for page in text.split("\f"):
        pages.append(Span(start=at, end=at + len(page)))
        at += len(page) + 1
    return pages


# ── how large a file may be ───────────────────────────────────────────────────────────────────────


def _read(opened: IO[bytes]) -> bytes:
    """Return what a file holds, or a byte more than it may; a pipe or device does not say how much that is."""
    head = opened.read(_HEAD)
    rest = opened.read(max(1, _largest(head) + 1 - len(head))) if len(head) == _HEAD else b""
    return head + rest


def _largest(data: bytes) -> int:
    return LARGEST_SCAN if is_scannable(data) else LARGEST


def _too_large(data: bytes, name: str) -> str:
    """Return the message for a file that is too large, as its kind has it."""
    limit = f"{name}: larger than {_largest(data) // 1_000_000} MB"
    if is_scannable(data):
        return f"{limit}; scan it in grey at 300 dpi, or give its parts with --as-one"
    return f"{limit}; give one document, not an archive of them"

"""Which reader does a file need? Told by its first bytes, or what an archive holds, never by its name.

A reader is a module with `read(data, name, sha256) -> SourceText` that loads only when a file needs it. Text and web
pages need none of these: `decode` tells their encodings apart.
"""

from __future__ import annotations

import io
import re
import zipfile
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from pipeline.documents import SourceText
from pipeline.errors import InputError


class Form(NamedTuple):
    """A kind of file: what it is called in messages, the module that reads it (None: nobody does), what to do then."""

    called: str
    module: str | None = None
    remedy: str = "give the document as text, Word or PDF"


PDF = Form("a PDF", "pipeline.read.pdf")
DOCX = Form("a Word file", "pipeline.read.word")
LEGACY = Form("an old Word file", "pipeline.read.word.legacy")  # .doc and .rtf: another program turns them into .docx
RTF = Form("an RTF file", "pipeline.read.word.legacy")
IMAGE = Form("an image", "pipeline.read.image")
ARCHIVE = Form("an archive", "pipeline.read.archive")
OTHER_ARCHIVE = Form("an archive of another kind than .zip", remedy="give its files, or a .zip of them")
OPEN_DOCUMENT = Form("an OpenDocument file")
SHEET = Form("a spreadsheet")
SLIDES = Form("a presentation")
COMPRESSED = Form("a gzip archive", remedy="give the file in it, or a .zip")

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF", PDF),
    (b"\xd0\xcf\x11\xe0", LEGACY),
    (b"{\\rtf", RTF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"\x1f\x8b", COMPRESSED),
    (b"Rar!\x1a\x07", OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", OTHER_ARCHIVE),
)
_HEAD = 1_024  # bytes within which a PDF may begin
_BY_PART = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", SHEET),
    ("ppt/presentation.xml", SLIDES),
    ("META-INF/manifest.xml", OPEN_DOCUMENT),
)
_WORD_PART = re.compile(rb"PK\x03\x04.{26}word/document\d*\.xml", re.DOTALL)  # its head, where the directory is damaged
_ENTRY = b"PK\x01\x02"  # stands before each entry in the list of an archive
_MOST_ENTRIES = 10_000  # no document is made of more; their list alone would fill the memory


def form_of(data: bytes) -> Form | None:
    """Return what a file is, None for text and web pages."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # the second: an archive with nothing in it
        return _of_archive(data)
    if (
        b"%PDF-" in data[:_HEAD] and b"obj" in data
    ):  # some programs put other bytes in front, and viewers look past them
        return PDF
    return next((form for magic, form in _MAGIC if data.startswith(magic)), None)


def is_scannable(data: bytes) -> bool:
    """Return whether the first bytes are those of a PDF or a picture, which as scans are larger than any text."""
    return b"%PDF-" in data[:_HEAD] or any(data.startswith(magic) for magic, form in _MAGIC if form is IMAGE)


def _of_archive(data: bytes) -> Form:
    if data.count(_ENTRY) > _MOST_ENTRIES:
        return ARCHIVE
    try:
        parts = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return DOCX if _WORD_PART.search(data) else ARCHIVE
    parts = {"word/document.xml" if re.fullmatch(r"word/document\d+\.xml", part) else part for part in parts}
    return next((form for part, form in _BY_PART if part in parts), ARCHIVE)


def read_form(form: Form, data: bytes, name: str, sha256: str) -> SourceText:
    """Return the document in a file of a form; raise `InputError` when nobody reads it."""
    if form.module is None:
        raise InputError(f"{name}: this is {form.called}, not text; {form.remedy}")
    reader, short = import_module(form.module), Path(name).name
    try:
        return cast("SourceText", reader.read(data, short, sha256))
    except InputError as error:  # readers know the name alone; the user is shown the path
        raise InputError(f"{name}{str(error).removeprefix(short)}") from error

"""Which reader does a file need? Told by its first bytes, or what an archive holds, never by its name.

A reader is a module with `read(data, name, sha256) -> SourceText` that loads only when a file needs it. Text and web
pages need none of these: `decode` tells their encodings apart.
"""

from __future__ import annotations

import io
import zipfile
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from pipeline.documents import SourceText
from pipeline.errors import InputError


class Form(NamedTuple):
    """A kind of file: what it is called in messages, and the module that reads it (None: nobody does)."""

    called: str
    module: str | None = None


PDF = Form("a PDF")
DOCX = Form("a Word file")
LEGACY = Form("an old Word file")  # .doc and .rtf: another program turns them into .docx
RTF = Form("an RTF file")
IMAGE = Form("an image")
ARCHIVE = Form("an archive")
SHEET = Form("a spreadsheet")
SLIDES = Form("a presentation")
COMPRESSED = Form("a gzip archive")

_MAGIC: tuple[tuple[bytes, Form], ...] = (
    (b"%PDF", PDF),
    (b"\xd0\xcf\x11\xe0", LEGACY),
    (b"{\\rtf", RTF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"\x1f\x8b", COMPRESSED),
)
_BY_PART = (("word/document.xml", DOCX), ("xl/workbook.xml", SHEET), ("ppt/presentation.xml", SLIDES))


def form_of(data: bytes) -> Form | None:
    """Return what a file is, None for text and web pages."""
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data)
    return next((form for magic, form in _MAGIC if data.startswith(magic)), None)


def _of_archive(data: bytes) -> Form:
    try:
        parts = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ARCHIVE
    return next((form for part, form in _BY_PART if part in parts), ARCHIVE)


def read_form(form: Form, data: bytes, name: str, sha256: str) -> SourceText:
    """Return the document in a file of a form; raise `InputError` when nobody reads it."""
    if form.module is None:
        raise InputError(f"{name}: this is {form.called}, not text; it cannot be read as text")
    reader = import_module(form.module)
    return cast("SourceText", reader.read(data, Path(name).name, sha256))

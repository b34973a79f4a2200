"""Archives (.zip): the files in it are parts of one document. They are read in memory; nothing is ever unpacked.

Order: what decides before what is attached to it before appendices, as the files' opening lines or names tell; files of
one kind in the natural order of their names (2 before 10). Archives in the archive are refused.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.documents import SourceText
from pipeline.errors import InputError
from pipeline.folding import fold
from pipeline.grammar import load
from pipeline.read import LARGEST, read_bytes
from pipeline.read.forms import ARCHIVE, COMPRESSED, OTHER_ARCHIVE, form_of
from pipeline.read.opening import rank_of_opening
from pipeline.read.parts import join
from pipeline.remarks import finding

MOST_FILES = 100  # in an archive; one of more is a collection and not a document
MOST_BYTES = 60_000_000  # of all files together, unpacked
_MOST_ENTRIES = 10_000  # folders and hidden files counted in
_RATIO, _SMALL = 200, 1_000_000  # no document is packed so tightly; what is small does no harm
_HIDDEN = re.compile(r"(?:^|/)(?:\.|__MACOSX/|~\$)|(?:^|/)(?:Thumbs\.db|desktop\.ini)$|/$", re.IGNORECASE)
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of an entry
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, IndexError)
_DIGITS = re.compile(r"(\d+)")
_TEXT = frozenset({".txt", ".md", ".html", ".htm"})


class _File(NamedTuple):
    """A file of an archive: its path there and what it holds."""

    name: str
    data: bytes


def read(data: bytes, name: str, sha256: str) -> SourceText:
    """Return the files of an archive as one document; raise `InputError` when one cannot be read.

    What is no document (a program, a spreadsheet) is left out, and a finding names it.
    """
    found: list[SourceText] = []
    strange: list[str] = []
    for file in _files(data, name):
        try:
            found.append(_read(file, name))
        except _NoDocumentError:
            strange.append(file.name)
    if not found:
        raise InputError(f"{name}: the archive holds no document that can be read; give text, Word or PDF files")
    joint = join(sorted(found, key=_rank), name, sha256)
    left_out = tuple(finding("unread_part", None, part=part) for part in strange)
    return joint.model_copy(update={"findings": (*joint.findings, *left_out)})


class _NoDocumentError(Exception):
    """A file of an archive is of no form that holds documents."""


def _read(file: _File, archive: str) -> SourceText:
    form = form_of(file.data)
    if form in {ARCHIVE, OTHER_ARCHIVE, COMPRESSED}:
        raise InputError(f"{archive}: holds another archive ({file.name}); unpack that one first")
    if form is not None and form.module is None:
        raise _NoDocumentError
    try:
        source = read_bytes(file.data, file.name)
    except InputError as error:
        if form is None and PurePosixPath(file.name).suffix.lower() not in _TEXT:
            raise _NoDocumentError from error
        raise InputError(f"{archive}: {error}") from error
    return source.model_copy(update={"name": file.name})


# ── what lies in the archive ──────────────────────────────────────────────────────────────────────


def _files(data: bytes, name: str) -> list[_File]:
    """Return the files of an archive, hidden ones left out; raise `InputError` when there is too much of anything."""
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        raise InputError(f"{name}: more than {_MOST_ENTRIES} entries in the archive; give the parts of one document")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not _HIDDEN.search(_name(entry))]
            _check(entries, name)
            return _unpacked(archive, entries, name)
    except NotImplementedError as error:
        raise InputError(f"{name}: packed in a way that is not supported; pack it again as a plain .zip") from error
    except _DAMAGED as error:
        raise InputError(f"{name}: the archive is damaged; give the files one by one") from error


def _check(entries: list[zipfile.ZipInfo], name: str) -> None:
    if not entries:
        raise InputError(f"{name}: the archive is empty; give one with the parts of a document")
    if len(entries) > MOST_FILES:
        raise InputError(
            f"{name}: {len(entries)} files in the archive; give the parts of one document, {MOST_FILES} at most"
        )
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise InputError(f"{name}: protected by a password; unpack it and give the files")
        if entry.file_size > max(_SMALL, _RATIO * entry.compress_size):
            raise InputError(f"{name}: {_name(entry)} is packed too tightly for a document; give the file itself")


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> list[_File]:
    """Return the files unpacked, never more than the limits whatever the archive says of their sizes."""
    files: list[_File] = []
    left = MOST_BYTES
    for entry in entries:
        with archive.open(entry) as opened:
            data = opened.read(min(LARGEST, left) + 1)
        left -= len(data)
        if len(data) > LARGEST or left < 0:
            limit = (LARGEST if len(data) > LARGEST else MOST_BYTES) // 1_000_000
            raise InputError(f"{name}: larger than {limit} MB when unpacked ({_name(entry)}); give one document")
        files.append(_File(_name(entry), data))
    return files


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's path: UTF-8 whether it says so or not, else as Vietnamese Windows writes it."""
    name = entry.filename
    if not entry.flag_bits & _UTF8 and not name.isascii():
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "windows-1258"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return unicodedata.normalize("NFC", name)


# ── the order of the parts ────────────────────────────────────────────────────────────────────────


def _rank(source: SourceText) -> tuple[int, int, list[tuple[int, str]]]:
    """Return where a part belongs: by its opening lines, then by its name, then by the numbers in its name."""
    natural = [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in _DIGITS.split(fold(source.name))]
    return rank_of_opening(source), _rank_of_name(source.name), natural


def _rank_of_name(name: str) -> int:
    words = re.sub(r"[\W_]+", " ", fold(PurePosixPath(name).stem))
    rules = load("package")
    kinds = ("name.decision", "name.plan", "name.appendix")
    at = {kind: hit.start for kind in kinds if (hit := rules.rule(kind).first(words))}
    return kinds.index(min(at, key=lambda kind: at[kind])) if at else 1

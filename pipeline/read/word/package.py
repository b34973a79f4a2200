"""The parts of a Word file: a ZIP archive of XML, opened with limits; of a damaged one whatever can be read."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from pipeline.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LARGEST_PART = 64_000_000  # bytes of one part; the text of 1,000 pages takes 15 million
_MOST_MARKS = 3_000_000  # elements and attributes of one part: each takes memory, however short it is
_CHUNK = 16_384  # packed bytes inflated at a time: what stands before damage is kept
_LOCAL = struct.Struct("<4s5H3L2H")  # the head of a file in an archive
_LOCAL_MAGIC = b"PK\x03\x04"
_MOST_LOCAL = 10_000  # heads looked for in an archive without directory
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1  # of the flags
_STRICT = (  # the two spellings that the standard has for one vocabulary
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1]),
    ("http://purl.oclc.org/ooxml/officeDocument/", "http://schemas.openxmlformats.org/officeDocument/2006/"),
)


class _Entry(NamedTuple):
    """Where a file stands in the archive, and the check sum it should have (None: not known)."""

    at: int
    crc: int | None


class Package:
    """The parts of a Word file by name; `is_damaged` once one of them could not be read to its end."""

    def __init__(self, data: bytes, name: str) -> None:
        """Take the file's bytes; `name` stands in messages."""
        self._data = data
        self._name = name
        self.is_damaged = False
        self._entries = self._directory() or dict(self._local_files())

    def lost(self) -> InputError:
        """Return the error of a file whose text is gone."""
        return InputError(f"{self._name}: a damaged Word file, its text is lost; save it again or give a PDF of it")

    def main(self) -> str:
        """Return the name of the part that holds the document's text; raise `InputError` when there is none."""
        for part in self._related("", "officeDocument"):
            if part in self._entries:
                return part
        found = sorted(part for part in self._entries if part.startswith("word/document") and part.endswith(".xml"))
        if not found:
            raise self.lost()
        return found[0]

    def related(self, main: str, kind: str) -> Element | None:
        """Return the part that another one names as its styles, numbering, footnotes, …; None when there is none."""
        usual = posixpath.join(posixpath.dirname(main), f"{kind}.xml")  # where the list of relations is lost
        part = next((part for part in (*self._related(main, kind), usual) if part in self._entries), None)
        return self.xml(part) if part else None

    def xml(self, part: str) -> Element | None:
        """Return the root of a part, as far as it can be read; None when nothing can.

        Raises `InputError` when it is too large or declares entities.
        """
        text = self._text(part)
        if "<!DOCTYPE" in text:
            raise InputError(f"{self._name}: {part} declares entities, as no Word file does; save it again in Word")
        if text.count("<") + text.count("=") > _MOST_MARKS:
            raise self._too_large(part)
        builder = TreeBuilder()
        parser = XMLParser(target=builder)  # noqa: S314 -- entities are refused above, the size is bounded
        try:
            parser.feed(text)
            parser.close()
        except ParseError:
            self.is_damaged = True
        root: Element | None = builder.close()
        return root

    def _text(self, part: str) -> str:
        data = self._inflated(part)
        encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            self.is_damaged = True
            text = data.decode(encoding, "replace")
        if text.startswith("<?xml"):  # what it says of the encoding is done with
            text = text[text.find("?>") + 2 :]
        for strict, usual in _STRICT:
            text = text.replace(strict, usual)
        return text.strip("\x00 \r\n\t")

    def _related(self, part: str, kind: str) -> Iterator[str]:
        """Yield the names of the parts to which one is related so; nothing outside the file."""
        folder, file = posixpath.split(part)
        root = (
            self.xml(relations) if (relations := f"{folder}/_rels/{file}.rels".lstrip("/")) in self._entries else None
        )
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    # ── the archive ───────────────────────────────────────────────────────────────────────────────

    def _directory(self) -> dict[str, _Entry]:
        """Return the files that the directory at the end of the archive lists, none when it is damaged."""
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                return {info.filename: _Entry(info.header_offset, info.CRC) for info in archive.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            self.is_damaged = True
            return {}

    def _local_files(self) -> Iterator[tuple[str, _Entry]]:
        """Yield the files whose heads stand in an archive without directory."""
        at = self._data.find(_LOCAL_MAGIC)
        for _ in range(_MOST_LOCAL):
            if at < 0:
                return
            if name := local_name(self._data, at):
                yield name, _Entry(at, None)
            at = self._data.find(_LOCAL_MAGIC, at + 4)

    def _inflated(self, part: str) -> bytes:
        """Return the bytes of a part, of a damaged one those before the damage."""
        at, crc = self._entries[part]
        if not local_name(self._data, at):
            self.is_damaged = True
            return b""
        _, _, flags, method, _, _, _, packed, _, name_length, extra = _LOCAL.unpack_from(self._data, at)
        if flags & _ENCRYPTED:
            raise InputError(f"{self._name}: protected by a password; remove it in Word and save the file again")
        start = at + _LOCAL.size + name_length + extra
        if method == _STORED:
            data = self._data[start : start + packed]
        elif method == _DEFLATED:
            data = self._unpacked(part, start)
        else:
            data = b""
        if len(data) > _LARGEST_PART:
            raise self._too_large(part)
        if crc is not None and zlib.crc32(data) != crc:
            self.is_damaged = True
        return data

    def _unpacked(self, part: str, start: int) -> bytes:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        out: list[bytes] = []
        size = 0
        for at in range(start, len(self._data), _CHUNK):
            try:
                out.append(inflater.decompress(self._data[at : at + _CHUNK], _LARGEST_PART))
            except zlib.error:
                self.is_damaged = True
                break
            size += len(out[-1])
            if size > _LARGEST_PART or inflater.unconsumed_tail:
                raise self._too_large(part)
            if inflater.eof:
                break
        self.is_damaged |= not inflater.eof
        return b"".join(out)

    def _too_large(self, part: str) -> InputError:
        return InputError(f"{self._name}: {part} unpacks to more than a document holds; save its text as a new file")


def local_name(data: bytes, at: int = 0) -> str:
    """Return the name of the file whose head stands at a place of an archive; empty when none does."""
    if data[at : at + 4] != _LOCAL_MAGIC or len(data) < at + _LOCAL.size:
        return ""
    length: int = _LOCAL.unpack_from(data, at)[-2]
    return data[at + _LOCAL.size : at + _LOCAL.size + length].decode("utf-8", "replace")

"""Bytes to text: which encoding, told apart safely, and what is no text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from pipeline.errors import InputError
from pipeline.read.fonts import encoding_of
from pipeline.read.mangled import NAME, unmangled

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Letters that only Vietnamese (and no other text in a one-byte encoding) has in such numbers.
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u0300\u0301\u0303\u0309\u0323]")
_WRONG = re.compile(r"[\x80-\x9f¡-©«-¿×÷þßåæçðñøý]")
# Signs that are written over or under a letter. No letter has so many, and to order them takes the square of the time.
_PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]{100}"
)
_SAMPLE = 200_000  # characters that show whether a text is Vietnamese
_DECLARED = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{1,20})", re.IGNORECASE)
_HEAD = 4_000  # bytes of a page in which its encoding is declared
# What pages declare, and what is meant: browsers take Latin-1 for Windows-1252.
_BY_NAME = {"windows-1258": "windows-1258", "cp1258": "windows-1258", "windows-1252": "windows-1252"}
_BY_NAME |= {"iso-8859-1": "windows-1252", "latin1": "windows-1252"}


class Decoded(NamedTuple):
    """A text with LF line ends, without byte order mark, and the encoding it came in.

    The letters may still be those of an old font: `fonts.encoding_of` tells.
    """

    text: str
    encoding: str


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of a file; raise `InputError` when it is empty, binary, or in an unknown encoding.

    A byte order mark decides; then come UTF-16 without one, UTF-8, what a web page declares, the encodings of old
    fonts and Windows-1258 if what comes out is Vietnamese.
    """
    empty = InputError(f"{name}: the file is empty; give a document with text")
    if not data.strip(b"\x00 \t\r\n"):
        raise empty
    decoded = _by_mark(data, name) or _by_zeros(data) or _as_utf8(data) or _as_declared(data)
    decoded = decoded or _as_old_font(data) or _as_windows_1258(data)
    if decoded is None:
        raise InputError(f"{name}: {_fault(data)}; save it as UTF-8")
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff\x00 \t\n"):
        raise empty
    if len(_CONTROL.findall(text)) > max(2, len(text) // 500):
        raise InputError(f"{name}: holds binary data, not text; give the document itself")
    if (right := unmangled(text)) is not None:
        return Decoded(right, NAME)
    return Decoded(text, decoded.encoding)


def refuse_piles(text: str, name: str) -> None:
    """Raise `InputError` when a hundred accents stand on one letter."""
    if pile := _PILE.search(text):
        raise InputError(f"{name}: a hundred accents in a row at character {pile.start()}, no text; remove them")


def _fault(data: bytes) -> str:
    """Return why these bytes are no text: a few damaged ones in UTF-8, or another encoding."""
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") > 1 + len(text) // 1_000:
        return "neither UTF-8, UTF-16 nor Windows-1258 text"
    sound, _, _ = text.partition("\ufffd")
    return f"UTF-8 text, but damaged at byte {len(sound.encode())}"


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{name}: begins as {encoding} but is damaged at byte {error.start + len(mark)}; save it again"
                ) from error
    return None


def _by_zeros(data: bytes) -> Decoded | None:
    """Return UTF-16 text without a mark: Latin letters leave a zero in every other byte."""
    head = data[:_HEAD]
    for parity, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[parity::2].count(0)
        if len(head) > 3 and zeros > 0.3 * len(head[parity::2]) and zeros > 4 * head[1 - parity :: 2].count(0):
            try:
                return Decoded(data.decode(encoding), encoding)
            except UnicodeDecodeError:
                return None
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _as_declared(data: bytes) -> Decoded | None:
    """Return the text of a web page in the one-byte encoding that its head declares."""
    declared = _DECLARED.search(data[:_HEAD])
    encoding = _BY_NAME.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _as_old_font(data: bytes) -> Decoded | None:
    """Return text that was written for an old font, as Windows-1252 has it, if it is sure that it is in one."""
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        return None
    return Decoded(text, "windows-1252") if encoding_of(text) else None


def _as_windows_1258(data: bytes) -> Decoded | None:
    """Return Windows-1258 text if, so read, it is Vietnamese: enough marked letters, few strange signs."""
    try:
        text = data.decode("windows-1258")
    except UnicodeDecodeError:
        return None
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    marked, wrong = len(_VIETNAMESE.findall(sample)), len(_WRONG.findall(sample))
    plain = sum(map(str.isascii, filter(str.isalpha, sample)))  # other alphabets stand in the upper half throughout
    if marked < 0.05 * letters or wrong > 0.02 * letters or plain < 0.1 * letters:
        return None
    # A tone mark that stands behind no letter shows that another encoding is meant.
    stray = sum(1 for before, char in pairwise(sample) if unicodedata.combining(char) and not before.isalpha())
    return Decoded(text, "windows-1258") if stray <= 0.01 * letters else None

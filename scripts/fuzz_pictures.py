"""Damage to pictures and scanned PDF that a decoder cannot see at once: what they say of themselves is no longer so.

Sizes, depths, counts of parts, places of pages; sums over the parts of a PNG are made right again, or it would be
refused at the first of them.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Callable

_ODD = (0, 1, 2, 7, 8, 16, 255, 256, 1_000, 4_095, 30_000, 65_535, 100_000, 0x7FFFFFFF, 0xFFFFFFFF)
_PNG = b"\x89PNG\r\n\x1a\n"
_NUMBER = re.compile(rb"(?<=/)(?:Width|Height|BitsPerComponent|Length|Count|Rotate|Predictor|Columns|Colors|K) (-?\d+)")
_ARRAY = re.compile(rb"(?<=/)(?:MediaBox|CropBox|Matrix|Decode|Kids) ?\[([^\]]*)\]")
_WORD = re.compile(
    rb"/(?:DeviceGray|DeviceRGB|DCTDecode|FlateDecode|CCITTFaxDecode|Page|Pages|Image|XObject|Contents)\b"
)


def damaged_picture(data: bytes, chance: random.Random) -> bytes:
    """Return a picture or scanned PDF that says other things of itself than it holds."""
    kinds: tuple[tuple[bytes, Callable[[bytes, random.Random], bytes]], ...] = (
        (_PNG, _png), (b"\xff\xd8", _jpeg), (b"II*\x00", _tiff), (b"MM\x00*", _tiff), (b"%PDF", _pdf),
    )  # fmt: skip
    for _ in range(chance.choice((1, 1, 2, 5))):
        change = next((change for magic, change in kinds if data.startswith(magic)), None)
        if change:
            data = change(data, chance)
    return data


def _png(data: bytes, chance: random.Random) -> bytes:
    """Return a PNG with a part changed, missing, twice or in another place, its sum right again."""
    parts = []
    at = len(_PNG)
    while at + 12 <= len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        parts.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    if not parts:
        return data
    number = chance.randrange(len(parts)) if chance.random() < 0.6 else 0
    name, content = parts[number]
    what = chance.random()
    if what < 0.1:
        del parts[number]
    elif what < 0.2:
        parts.insert(chance.randrange(len(parts)), (name, content))
    elif name == b"IDAT" and what < 0.5:
        parts[number] = name, zlib.compress(bytes(chance.choice((10, 5_000_000))))
    elif content:
        parts[number] = name, _with_number(content, chance, ">I", 4 if name == b"IHDR" else 1)
    return _PNG + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )


def _with_number(content: bytes, chance: random.Random, form: str, step: int) -> bytes:
    size = struct.calcsize(form)
    if len(content) < size:
        return content
    at = chance.randrange(0, len(content) - size + 1, step)
    number = chance.choice(_ODD) % (1 << 8 * size)
    return content[:at] + struct.pack(form, number) + content[at + size :]


def _jpeg(data: bytes, chance: random.Random) -> bytes:
    """Return a JPEG whose frame, tables or scan say another size or number."""
    marks = [at for at in range(len(data) - 12) if data[at] == 0xFF and data[at + 1] in {0xC0, 0xC2, 0xC4, 0xDA, 0xDB}]
    if not marks:
        return data
    at = chance.choice(marks) + chance.choice((1, 2, 4, 5, 7, 9, 10, 11))
    return data[:at] + bytes([chance.choice(_ODD) & 0xFF]) + data[at + 1 :]


def _tiff(data: bytes, chance: random.Random) -> bytes:
    """Return a TIFF with an entry of a page's directory changed, or the place of the next page."""
    order = "<" if data[:2] == b"II" else ">"
    start = struct.unpack(f"{order}I", data[4:8])[0]
    for _ in range(chance.randrange(3)):  # which page
        count = struct.unpack(f"{order}H", data[start : start + 2])[0] if start + 2 <= len(data) else 0
        follows = start + 2 + 12 * count
        if follows + 4 <= len(data):
            start = struct.unpack(f"{order}I", data[follows : follows + 4])[0] or start
    if start + 2 > len(data):
        return data
    count = struct.unpack(f"{order}H", data[start : start + 2])[0]
    if chance.random() < 0.2:  # pages that come round, or lie behind the end
        at, number = start + 2 + 12 * count, chance.choice((start, 8, len(data), 0xFFFFFFFF))
    else:
        at, number = start + 2 + 12 * chance.randrange(max(1, count)) + chance.choice((0, 2, 4, 8)), chance.choice(_ODD)
    form = f"{order}H" if number < 65_536 and chance.random() < 0.5 else f"{order}I"
    changed = struct.pack(form, number)
    return data[:at] + changed + data[at + len(changed) :]


def _pdf(data: bytes, chance: random.Random) -> bytes:
    """Return a PDF with a number, an array or a name of its dictionaries changed."""
    found = list(chance.choice((_NUMBER, _NUMBER, _ARRAY, _WORD)).finditer(data))
    if not found:
        return data
    hit = chance.choice(found)
    group = 1 if hit.re.groups else 0
    if hit.re is _WORD:
        new = chance.choice(found)[0]
    elif hit.re is _ARRAY:
        new = b" ".join(str(chance.choice((-1, *_ODD))).encode() for _ in hit[1].split()) or b"0"
    else:
        new = str(chance.choice((-1, *_ODD))).encode()
    return data[: hit.start(group)] + new + data[hit.end(group) :]

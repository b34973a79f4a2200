"""Words as they are searched: without marks, in lower case, letters and digits only."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import lru_cache
from itertools import pairwise

_PLAIN = {**dict.fromkeys(range(0x300, 0x370)), ord("đ"): "d", ord("ð"): "d"}  # đ is a letter of its own, not a mark
_BETWEEN = re.compile(r"[\W_]+")


def unmarked(text: str) -> str:
    """Return the text in lower case without marks: "Đẩy mạnh y tế cơ sở" → "day manh y te co so"."""
    return unicodedata.normalize("NFD", text.lower()).translate(_PLAIN)


def plain(text: str) -> str:
    """Return the words without marks, one space between them; "25-CT/TW" is three words in every database."""
    return _BETWEEN.sub(" ", unmarked(text)).strip()


def tokens(words: str) -> list[int]:
    """Return numbers for plain words and for each two that stand together: what PostgreSQL's index holds."""
    said = words.split()
    return list({_token(word) for word in said} | {_token(" ".join(pair)) for pair in pairwise(said)})


def wanted(words: str) -> list[int]:
    """Return the numbers that `tokens` has for every text in which these plain words stand together."""
    said = words.split()
    return [_token(" ".join(pair)) for pair in pairwise(said)] or [_token(words)]


@lru_cache(maxsize=200_000)
def _token(words: str) -> int:
    found = zlib.crc32(words.encode())
    return found - (1 << 32) if found >> 31 else found  # as PostgreSQL's integers go


@lru_cache(maxsize=65536)
def number_key(number: str) -> str:
    """Return what the spellings of one document number share: no marks, case, spaces or leading zeros.

    The National Assembly's resolutions are cited with and without the code of their type.
    """
    key = "".join(unmarked(number).split()).translate(_DASHES).lstrip("0")
    return key.replace("/nq-qh", "/qh")


_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")

"""UTF-8 that some program took for Windows-1252 and saved anew ("Quyáº¿t Ä‘á»‹nh"): told by what comes out, undone.

Every such letter is a run of two or three characters that no Vietnamese text has, so nothing is guessed: where a byte
was lost on the way, the letter stays as it is, and a finding says that the text is damaged.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.documents import Finding
from pipeline.remarks import finding
from pipeline.syllables import is_syllable

NAME = "utf-8 as windows-1252"  # how the encoding of such a text is called
_BYTES = {bytes([code]).decode("windows-1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
_NEXT = "[" + "".join(re.escape(char) for char, code in _BYTES.items() if code < 0xC0) + "]"
# Vietnamese letters and signs begin with the bytes C2 to C6, E1 BA, E1 BB, E2 80 to 89; tone marks that stand apart
# with CC; EF BB BF is a mark of the order of bytes.
_LETTER = re.compile(f"[ÂÃÄÅÆÌ]{_NEXT}|á[º»]{_NEXT}|â[€‚„‰]{_NEXT}|ï»¿")
_LOST = re.compile(r"[ÄÅÆ\ufffd]|(?<=[a-zà-ỹ])Ã(?![A-Za-zÀ-ỹ])|á[º»](?!\w)")  # one whose end was lost; XÃ is none
_WORD = re.compile(r"[^ \t\r\n|]+")
_EDGES = ".,;:!?()[]“”\"'‘’-–—…/\ufeff"
_FEWEST, _FEWEST_KINDS = 6, 5  # words with such letters, and different ones; fewer tell nothing: «Nhà lá»…
_SAMPLE = 200_000  # characters in which they are looked for
_RIGHT = 0.9  # of them that must be syllables when undone


def unmangled(text: str) -> str | None:
    """Return the text with its letters put right, None when it is none that was taken for Windows-1252."""
    kinds = {hit[0] for hit in _LETTER.finditer(text[:_SAMPLE])}
    if len(kinds) < _FEWEST_KINDS:
        return None
    words = [hit[0] for hit in _WORD.finditer(text) if _LETTER.search(hit[0]) and not _LOST.search(_undone(hit[0]))]
    plain = [word for word in map(_core, map(_undone, words)) if word.isalpha() and not word.isascii()]
    if len(plain) < _FEWEST or sum(map(is_syllable, plain)) < _RIGHT * len(plain):
        return None
    return _undone(text).removeprefix("\ufeff")


def remarks_on(encoding: str, text: str) -> tuple[Finding, ...]:
    """Return what to say of a text that was put right: that it was, and whether letters were lost."""
    if encoding != NAME:
        return ()
    lost = (finding("damaged_file", None),) if _LOST.search(text) else ()
    return (finding("wrong_encoding", None), *lost)


def _undone(text: str) -> str:
    return _LETTER.sub(_letter, text)


def _letter(hit: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in hit[0]).decode()
    except UnicodeDecodeError:
        return hit[0]


def _core(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip(_EDGES)

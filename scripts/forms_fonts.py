"""Corpus documents as they were typed before Unicode: in the encodings of the fonts TCVN3 (ABC) and VNI."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline.read import fonts, read_path

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = _TONES = "\u0300\u0301\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302\u0306\u031b"
_VNI_MARKS = {  # by the shape of the vowel: without a tone, then with each
    "": dict(zip(_TONES, "øùûõï", strict=True)),
    _CIRCUMFLEX: {"": "â"} | dict(zip(_TONES, "àáåãä", strict=True)),
    _BREVE: {"": "ê"} | dict(zip(_TONES, "èéúüë", strict=True)),
}
_VNI_OWN = dict(zip("đơưìíỉĩịỵ", "ñôöìíæóòî", strict=True))  # letters with a character of their own
_TYPED = {"Ủy": "Uỷ", "ủy": "uỷ"}  # how people wrote what has no capital in TCVN3


def build(corpus: Path) -> dict[str, bytes]:
    """Return the files by name: some in bytes of the old encoding, some saved as UTF-8 without a thought."""
    texts = {name: read_path(corpus / name).text for name in ("ct-03-vinh-long.md", "kh-27-sgddt-vinh-long.txt")}
    texts["kh-71-tu-son-la.txt"] = read_path(corpus / "kh-71-tu-son-la.txt").text
    return {
        "ct-03-vinh-long.tcvn3.txt": tcvn3(texts["ct-03-vinh-long.md"]).encode("windows-1252"),
        "kh-27-sgddt-vinh-long.tcvn3.txt": tcvn3(texts["kh-27-sgddt-vinh-long.txt"]).encode(),
        "kh-71-tu-son-la.vni.txt": vni(texts["kh-71-tu-son-la.txt"]).encode("windows-1252"),
        "ct-03-vinh-long.vni.txt": vni(texts["ct-03-vinh-long.md"]).encode(),
    }


def tcvn3(text: str, *, locked: bool = False) -> str:
    """Return a text as typed in TCVN3: lines in capitals in the font of capitals, or (`locked`) with the shift lock."""
    table = {letter: code for code, letter in fonts.letters("tcvn3").items() if letter not in _NO_CAPITALS}
    lines = []
    for line in _typed(text).split("\n"):
        capitals = line.isupper() and sum(map(str.isalpha, line)) > 3
        lower = line.lower() if capitals and not locked else line
        lines.append("".join(table.get(char) or table.get(char.lower(), char) for char in lower))
    return "\n".join(lines)


_NO_CAPITALS = frozenset("ẰẲẴẮẦẨẪẤỀỂỄẾỒỔỖỐ")  # in the standard, but in no font of the time


def _typed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")
    return re.sub("|".join(_TYPED), lambda hit: _TYPED[hit[0]], composed)


def vni(text: str) -> str:
    """Return a text as typed in VNI: a letter, and behind it the character of its mark."""
    composed = unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ")
    return "".join(map(_vni_letter, composed))


def _vni_letter(char: str) -> str:
    """Return one letter in VNI; a capital has the capital of its mark."""
    if char.lower() in _VNI_OWN:
        own = _VNI_OWN[char.lower()]
        return own.upper() if char.isupper() else own
    apart = unicodedata.normalize("NFD", char)
    letter, marks = apart[0], apart[1:]
    if not marks or not letter.isalpha():
        return char
    tone = next((mark for mark in marks if mark in _TONES), "")
    shape = next((mark for mark in marks if mark in _CIRCUMFLEX + _BREVE), "")
    mark = _VNI_MARKS[shape][tone]
    base = letter.lower()
    if _HORN in marks:
        base = _VNI_OWN[unicodedata.normalize("NFC", base + _HORN)]
    return (base + mark).upper() if char.isupper() else base + mark

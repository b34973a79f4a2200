"""Text in the fonts of the time before Unicode (TCVN3, VNI) to Unicode; `grammars/old_fonts.yaml` has the tables.

Where the font is known, `convert` tells by its name. Plain text names no font: `encoding_of` tells by what comes out,
and says nothing rather than guess. The converted text is the document's source text, in which spans count.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import Finding
from pipeline.read.capitals import restore, unlock
from pipeline.remarks import finding
from pipeline.syllables import share

OLD = frozenset({"tcvn3", "vni"})
_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]")  # letters that no old encoding uses: the text is Unicode already
_HIGH = re.compile("[\u00a1-\u00ff]")
_SYMBOLS = {0xF000 + code: code for code in range(0x20, 0x100)}  # where Word puts the characters of symbol fonts
_WORD = re.compile(r"[^\s!-@\[-`{-~“”‘’–…]+")  # no ASCII sign and no digit parts a word otherwise
_SUBSET = re.compile(r"^[A-Z]{6}\+")  # a PDF puts it before the name of a font of which it holds a part
_STYLE = re.compile(r"[-, ]*(?:bold|italic|regular|normal|,|-)+(?:mt)?$", re.IGNORECASE)
_PROBE = "µ"  # in fonts of either encoding a letter of its own
_FEWEST = 12  # marked words; fewer tell nothing
_MOST = 2_000  # marked words that are looked at
_SAMPLE = 200_000  # characters in which they are looked for
_RIGHT = 0.9  # share of the marked words that must be syllables when converted
_BEFORE = 0.6  # share above which the text is right as it stands
_APART = 0.2  # by which one encoding must be better than the other


class _Encoding(NamedTuple):
    """One old encoding: its table, and what names its fonts have."""

    called: str
    fonts: re.Pattern[str]
    capitals: re.Pattern[str]
    keys: re.Pattern[str]
    letters: dict[str, str]


def convert(text: str, font: str) -> str | None:
    """Return the text that a font of an old encoding shows, None when the font has none.

    Text that holds letters of Unicode only stays as it is: the font's name was kept when the text was converted.
    """
    name = _STYLE.sub("", _SUBSET.sub("", font.strip().strip("\"'"))).lower()
    for key, encoding in _encodings().items():
        if encoding.fonts.fullmatch(name):
            shown = to_unicode(text.translate(_SYMBOLS), key)
            return shown.upper() if encoding.capitals.fullmatch(name) else unlock(shown)
    return None


def is_old(font: str) -> bool:
    """Return whether a font, by its name, has an old encoding."""
    return convert(_PROBE, font) is not None


def stands_in(text: str, font: str) -> bool:
    """Return whether a text said to be in an old font is: its marked words are syllables only when converted."""
    words = [hit[0] for hit in _WORD.finditer(text[:_SAMPLE]) if _HIGH.search(hit[0])][:_MOST]
    if not words or any(map(_UNICODE.search, words)):
        return False
    shown = [convert(word, font) or word for word in words]
    return share(shown) >= _RIGHT and share(words) <= _BEFORE


def to_unicode(text: str, encoding: str) -> str:
    """Return a text of an old encoding ("tcvn3", "vni") in Unicode; lines that are Unicode already stay as they are."""
    if _UNICODE.search(text):
        lines = text.split("\n")
        return text if len(lines) == 1 else "\n".join(to_unicode(line, encoding) for line in lines)
    table = _encodings()[encoding]
    return table.keys.sub(lambda hit: table.letters[hit[0]], text)


def letters(encoding: str) -> dict[str, str]:
    """Return what each character, or pair of them, of an old encoding shows."""
    return dict(_encodings()[encoding].letters)


def capitals(text: str, encoding: str) -> str:
    """Return a whole text that was in an encoding with the capitals that it lost with its fonts, as long as it was."""
    return restore(text) if encoding == "tcvn3" else text


def encoding_of(text: str) -> str | None:
    """Return the old encoding that a text is in, None when it is in none or that is not sure.

    The words with characters outside ASCII are looked at: converted, nine of ten must be built as Vietnamese syllables
    are, as they stand few, and in the other encoding clearly fewer.
    """
    sample = text[:_SAMPLE]
    if len(_UNICODE.findall(sample)) > len(_HIGH.findall(sample)) // 20:
        return None
    marked = (hit[0] for hit in _WORD.finditer(sample) if _HIGH.search(hit[0]))
    words = [word for word in islice(marked, _MOST) if not _UNICODE.search(word)]
    if len(words) < _FEWEST or share(words) > _BEFORE:
        return None
    shares = {key: share(to_unicode(word, key) for word in words) for key in _encodings()}
    best, other = sorted(shares, key=lambda key: -shares[key])
    sure = shares[best] >= _RIGHT and shares[best] - shares[other] >= _APART
    return best if sure else None


def remarks_on(encoding: str) -> tuple[Finding, ...]:
    """Return the finding that a document was in an old encoding; none for any other."""
    table = _encodings().get(encoding) if encoding in OLD else None
    return (finding("old_font", None, font=table.called),) if table else ()


@cache
def _encodings() -> dict[str, _Encoding]:
    return {key: _encoding(entry) for key, entry in grammar.read_yaml("old_fonts")["encodings"].items()}


def _encoding(entry: dict[str, object]) -> _Encoding:
    letters: dict[str, str] = {}
    for row in entry["letters"]:  # type: ignore[attr-defined]
        letters |= dict(zip(row["from"].split(" "), row["to"].split(" "), strict=True))
    for key, letter in list(letters.items()):
        if len(key) == 2:  # a capital with the mark of a capital, or, as many typed, of a small letter
            letters[key.upper()] = letters[key[0].upper() + key[1]] = letter.upper()
    longest_first = sorted(letters, key=len, reverse=True)
    return _Encoding(
        called=str(entry["called"]),
        fonts=re.compile(str(entry["fonts"])),
        capitals=re.compile(str(entry["capitals"])),
        keys=re.compile("|".join(map(re.escape, longest_first))),
        letters=letters,
    )

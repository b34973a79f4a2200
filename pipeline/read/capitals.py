"""Capitals that a text lost on the way out of an old font: TCVN3 has none with a tone, other fonts show them.

Typed with the shift lock, "QUYẾT ĐỊNH" comes out as "QUYếT ĐịNH"; typed in small letters in a font of capitals, as
"quyết định". The first is mended wherever it stands, the second in lines that nobody writes in small letters.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline import grammar
from pipeline.resolve import numbers

_LETTERS = re.compile(r"[^\W\d_]+")
_CELL = re.compile(r"[^\t|\s]+(?:[ \xa0][^\t|\s]+)*")  # parted by tabs, bars or several blanks
_NO_HEADING = re.compile(r"[.,;]$|[|\t]|:.|^(?:[-+•]|[a-zđ]\d?\)|số\b)")
_RULE = re.compile(r"[\s|*_=~.·—–-]*")
_TONED = re.compile(r"[\W\d]*(?![a-zăâđêôơư])")  # begins with no letter that has a capital: "ứng dụng …"
_TOP = 3  # lines in which the issuer stands ("ủy ban nhân dân")
_LONGEST = 200  # characters; no heading is longer


def restore(text: str) -> str:
    """Return the text, as long as it was, with the capitals of words and headings restored."""
    lines = text.split("\n")
    above = ""  # the line before: none at the top
    restored = False
    for at, line in enumerate(lines):
        stands_apart = _RULE.fullmatch(above) and (at < _TOP or not _TONED.match(line))
        if _is_small(line) and (restored or stands_apart or _heads().match(line)):
            lines[at] = _capitals(line)
        else:
            lines[at] = unlock(line)
        restored = lines[at] != line and lines[at].isupper()
        above = line
    return "\n".join(lines)


def unlock(text: str) -> str:
    """Return the text with what was typed with the shift lock in capitals, as long as it was."""
    return _CELL.sub(_unlocked, text)


def _unlocked(cell: re.Match[str]) -> str:
    """Return a line, or what stands in it as in a column, with its capitals."""
    if _is_locked(cell[0], 4) and not cell[0].lower().startswith("số"):  # "Số: 12/QĐ-UBND" has a small letter
        return _capitals(cell[0])
    return _LETTERS.sub(lambda word: _capitals(word[0]) if _is_locked(word[0], 2) else word[0], cell[0])


def _capitals(text: str) -> str:
    """Return the text in capitals, as long as it was."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def _is_locked(words: str, fewest: int) -> bool:
    """Return whether so many letters are capitals, and small are only those of which TCVN3 has no capital."""
    plain = [char for char in words if char.isascii() and char.isalpha()]
    return len(plain) >= fewest and all(map(str.isupper, plain))


def _is_small(line: str) -> bool:
    """Return whether a line could be a heading that has lost its capitals: words, but no capital among them."""
    words = line.strip(" #*")
    if not 3 < len(words) < _LONGEST or words.upper() == words:
        return False
    return words == words.lower() and not _NO_HEADING.search(words)


@cache
def _heads() -> re.Pattern[str]:
    """Return what begins a line that is always printed in capitals: a type alone, a part, an appendix, an office."""
    types = "|".join(map(re.escape, numbers.names()))
    pattern: str = grammar.read_yaml("old_fonts")["capital_lines"]
    return re.compile(pattern.replace("{types}", types))

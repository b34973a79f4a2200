"""Make two spellings of the same words equal, without moving a character.

Patterns and names are matched on folded text; because folding keeps the length, a place in the folded
text is a place in the text. What people are shown is never folded.
"""

from __future__ import annotations

import re
import unicodedata

# Parts of character classes. Unseen: control characters, soft hyphen, signs without width or of writing direction.
UNSEEN = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
OTHER_BLANKS = r"\t\n\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # but the plain one

_SAME = {
    **dict.fromkeys("‐‑‒–—―−\u00ad", "-"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000\t\r\f\v", " "),
    "ð": "đ",  # Icelandic eth, which old keyboards gave for đ (U+00D0 in capitals)
    "ƣ": "ư",  # U+01A3, a PDF font's ư
}
# The tone mark of an open syllable stands on either vowel: hoà or hòa, khoẻ or khỏe, uỷ or ủy. After q
# the u belongs to the consonant, so quý stays.
_OPEN = {
    f"{first}{marked}": f"{toned}{second}"
    for first, second, toned_row, marked_row in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for toned, marked in zip(toned_row, marked_row, strict=True)
}
# Each pattern begins with a plain letter: the search leaps from one such letter to the next.
_OPEN_SYLLABLES = (
    re.compile(r"o[àáảãạèéẻẽẹ](?!\w)"),
    re.compile(r"u[ỳýỷỹỵ](?<!qu.)(?!\w)"),
)
# Optical reading takes 1 for l and 0 for O; in numbers that stand in dates the digit is meant.
_SLIP = re.compile(r"[lo](?:(?=[lo]{0,3}\d)|(?=[lo]? ?[/.-] ?[lo\d])|(?<=\d.)|(?<=\d[lo].)|(?<=\d[lo][lo].))")
_NUMBER = re.compile(
    r"(?<![\w/.-])(?=[lo\d]*\d|[lo]{1,2} ?[/.-] ?[\dlo]{1,4}(?!\w))[lo\d]{1,2}(?= ?[/.-] ?[\dlo]{1,4}(?!\w))"
    r"|(?<=[/.-])(?=[lo\d]*\d)[lo\d]{1,4}(?!\w)"
    r"|(?<=\d[/.-])[lo]{1,2}(?=[/.-]\d)"
    r"|(?<=năm )(?=[lo\d]*\d)[lo\d]{4}(?!\w)"
)
_LONGEST_NUMBER = 4
# ... and mistakes the tone of small words that stand beside the days of a deadline. (kì is a spelling of kỳ.)
_SLIPPED_WORDS = (
    (re.compile(r"th[ảãạàâ]ng(?= ?\d)"), "tháng"),
    (re.compile(r"ng[áảãạâ]y(?= ?\d)"), "ngày"),
    (re.compile(r"tr[ưu][óỏởơ]c(?= (?:ngày|tháng|năm|quý|\d))"), "trước"),
    (re.compile(r"h[ẳẵăâ]ng(?= (?:ngày|tuần|tháng|qu[ýíỷ]|n[ăãâ]m))"), "hằng"),
    (re.compile(r"đên(?= (?:hết|ngày|tháng|năm|quý|\d))"), "đến"),
    (re.compile(r"nh[âẩẫậ]t(?<=(?:chậm|muộn) nh.t)"), "nhất"),
    (re.compile(r"quỷ(?<=(?:h[àằ]ng|từng) quỷ)(?!\w)"), "quý"),
    (re.compile(r"kì(?!\w)"), "kỳ"),
)
_QUARTER = re.compile(r"qu[ýí](?: (?=[ivxl1]*[ivxl])[ivxl1]{1,3}|(?=[ivl1]*[ivl])[ivl1]{1,3})(?!\w)")


def fold(text: str) -> str:
    """Return the text in lower case with one tone placement and mended digits, as long as it was.

    Expects NFC. Characters whose lower case is longer (İ) stay as they are.
    """
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    for char, same in _SAME.items():
        if char in folded:
            folded = folded.replace(char, same)
    for syllable in _OPEN_SYLLABLES:
        folded = syllable.sub(lambda hit: _OPEN[hit[0]], folded)
    for slipped, word in _SLIPPED_WORDS:
        folded = slipped.sub(word, folded)
    folded = _SLIP.sub(_digit, folded)
    return _QUARTER.sub(lambda hit: hit[0][:3] + hit[0][3:].replace("l", "i").replace("1", "i"), folded)


def _digit(hit: re.Match[str]) -> str:
    """Return the digit for a letter that stands in the number of a date, any other letter as it is."""
    at = hit.start()
    for start in range(max(0, at + 1 - _LONGEST_NUMBER), at + 1):
        number = _NUMBER.match(hit.string, start)
        if number and number.end() > at:
            return "1" if hit[0] == "l" else "0"
    return hit[0]


def composed(text: str) -> str:
    """Return the text NFC, with single spaces: a wording as people read it, whatever the source is made of."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def compact(text: str) -> str:
    """Return the text folded, NFC, with single spaces: the form in which two wordings are compared."""
    return fold(composed(text))

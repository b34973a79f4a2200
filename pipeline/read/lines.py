"""The lines of a text with their places, and what each looks like: blank, rule, list marker, heading."""

from __future__ import annotations

import re
import unicodedata

from pipeline.folding import OTHER_BLANKS, UNSEEN

# Quotation and heading signs; "> 95%" is a measure.
_SIGNS = re.compile(r"(?:>+(?=\s*(?:[^\s\d(=]|\d{1,2}[.)]\s|$))\s*)*(?:(#{1,6})(?:\s+|$))?")
# What parts a line from its words: emphasis, escapes, entities, unseen characters, blanks other than the plain one.
_MARKS = re.compile(rf"[*\\&{UNSEEN}{OTHER_BLANKS}]")
_EMPHASIS = re.compile(rf"[*{UNSEEN}]+|\\(?=[-.*_#+!()\[\]|>~&])")
_BREAK = re.compile(r"[\n\f\v\u2028\u2029]")  # each one character: a line, page or paragraph ends
_RULE = re.compile(r"[\s*_=~.·—–-]*")
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?", re.IGNORECASE)
# What opens a paragraph of its own. Not after it: a lower-case word, which shows a sentence running on.
_HEADWORD = re.compile(
    r"(?:PHỤ LỤC|Phụ lục(?= ?(?:[IVX\d]|kèm))|PHẦN|Phần(?= (?:[IVX]|thứ))|CHƯƠNG|Chương(?= [IVX])"
    r"|Mục(?= \d)|Điều(?= \d+[a-zđ]?\s*(?:[.:]|$))|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?=[,:]))"
)
_NUMBERED = re.compile(
    r"(?:[IVXLC]{1,7}|\d{1,3}(?:\.\d{1,3}){0,4}|[A-ZĐ])(?:[.)]-?(?=\s|[^\W\d_])|[/-](?=\s))"
    r"|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=[^\W\d_a-z])"
)
_LETTERED = re.compile(r"[a-zđ]\d?(?:[.)](?=\s|[^\W\d_])|/(?=\s))|\((?:[ivx]{1,5}|\d{1,2}|[a-zđ])\)\s")
_DASHED = re.compile(r"(?:[-–—+•●▪◦■○*]|o(?= [^\W\d_a-zđ]))\s*(?=[^\W_]|[\"“(])")
_LABEL = re.compile(
    r"(?:[-–+*]\s*)?(?:[a-zđ]\)\s*)?(?:cơ quan|đơn vị|cấp|bộ phận|thời gian|thời hạn|thời điểm|tiến độ|sản phẩm|kết quả"
    r"|phối hợp|chủ trì|nơi nhận|phân công|dự kiến|hạn|lộ trình)\b[^:.;]{0,45}:",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.;:!?…][\"”’')\]]*$|/\.$")
_TAIL = 12  # characters in which the end of a sentence and the quotes that close it are looked for


class Line:
    """One line: its place in the text without surrounding blanks, heading and quotation signs, and its words.

    `raw` is what stands there, `words` the same composed (NFC), with single blanks and without emphasis;
    `level` is the level of a markdown heading, 0 for any other line.
    """

    __slots__ = ("_capitals", "_letters", "end", "level", "raw", "start", "words")

    def __init__(self, raw: str, start: int, end: int) -> None:
        """Take the stripped line and its place."""
        self.level = 0
        self._letters = self._capitals = -1
        if raw[:1] in {"#", ">"} and (signs := _SIGNS.match(raw)):
            self.level = len(signs[1] or "")
            start += signs.end()
            raw = raw[signs.end() :]
        self.raw = raw
        self.start = start
        self.end = end
        self.words = _words(raw) if raw else ""

    @property
    def is_rule(self) -> bool:
        """Return whether the line only draws something (-----, ***, …)."""
        return not self.raw[:1].isalnum() and bool(_RULE.fullmatch(self.raw))

    @property
    def is_page_number(self) -> bool:
        """Return whether the line is nothing but the number of a page."""
        return len(self.words) < 16 and bool(_PAGE_NUMBER.fullmatch(self.words))

    @property
    def letters(self) -> int:
        """Return the number of letters."""
        if self._letters < 0:
            self._letters = sum(map(str.isalpha, self.words))
        return self._letters

    @property
    def is_capitals(self) -> bool:
        """Return whether the line is printed in capitals; a mere document number ("214/NQ-CP") is not."""
        if self._capitals < 0:
            self._capitals = sum(map(str.isupper, self.words))
        return self.letters > 6 and self._capitals > 0.85 * self.letters

    @property
    def opens_list(self) -> bool:
        """Return whether the line begins with a number, letter or head word of the outline."""
        words = self.words
        return bool(_NUMBERED.match(words) or _LETTERED.match(words) or _HEADWORD.match(words))

    @property
    def opens_dash(self) -> bool:
        """Return whether the line begins with a dash, plus or bullet."""
        return bool(_DASHED.match(self.words))

    @property
    def opens_label(self) -> bool:
        """Return whether the line begins with a label such as "Cơ quan chủ trì:"."""
        return not self.runs_on and bool(_LABEL.match(self.words))

    @property
    def is_terminal(self) -> bool:
        """Return whether the line ends as a sentence, clause or lead-in does."""
        return bool(_TERMINAL.search(self.words[-_TAIL:]))

    @property
    def runs_on(self) -> bool:
        """Return whether the line begins in lower case or with a closing sign, as the rest of a sentence does."""
        first = self.words[:1]
        return first.islower() or first in ",;)"


def _words(raw: str) -> str:
    words = raw if unicodedata.is_normalized("NFC", raw) else unicodedata.normalize("NFC", raw)
    if "  " not in words and not _MARKS.search(words):
        return words
    bullet = words[:1] if words[:1] == "*" and words[1:2].isspace() else ""
    words = bullet + _EMPHASIS.sub("", words[len(bullet) :].replace("&nbsp;", " "))
    return " ".join(words.split())


def raw_lines(text: str) -> list[str]:
    """Return the lines of a text as they stand in it; each is followed by one character that breaks the line."""
    return _BREAK.split(text)


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of `text[start:end]`, blank ones as empty lines."""
    lines: list[Line] = []
    at = start
    for raw in raw_lines(text[start:end]):
        stripped = raw.strip()
        lead = at + (raw.find(stripped) if stripped else 0)
        lines.append(Line(stripped, lead, lead + len(stripped)))
        at += len(raw) + 1
    return lines

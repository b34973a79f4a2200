"""The lines of a text with their places, and what each looks like: blank, rule, list marker, heading."""

from __future__ import annotations

import re
from functools import cached_property

_EMPHASIS = re.compile(r"\*+|\\(?=[-.*_#+!()\[\]|>~&])")
_MARKUP = re.compile(r"^(#{1,6})\s+|^>+\s?")
_RULE = re.compile(r"^[\s*_=~.·—–-]*$")
_PAGE_NUMBER = re.compile(r"^(?:[-–—]\s*)?(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?$", re.IGNORECASE)
# What opens a paragraph of its own. Not after it: a lower-case word, which shows a sentence running on.
_HEADWORD = re.compile(
    r"(?:PHỤ LỤC|Phụ lục(?= ?(?:[IVX\d]|kèm))|PHẦN|Phần(?= (?:[IVX]|thứ))|CHƯƠNG|Chương(?= [IVX])|Mục(?= \d)|Điều(?= \d)"
    r"|Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)(?=[,:]))"
)
_NUMBERED = re.compile(
    r"(?:[IVXLC]{1,7}|\d{1,3}(?:\.\d{1,3}){0,4}|[A-ZĐ])(?:[.)]-?(?=\s|[^\W\d_])|[/-](?=\s))|\d{1,2}(?:\.\d{1,2}){1,4}\s+(?=[^\W\d_a-z])"
)
_LETTERED = re.compile(r"[a-zđ]\d?(?:[.)](?=\s|[^\W\d_])|/(?=\s))|\((?:[ivx]{1,5}|\d{1,2}|[a-zđ])\)\s")
_DASHED = re.compile(r"(?:[-–—+•●▪◦■○*]|o(?= [A-ZĐ]))\s*(?=[^\W_]|[\"“(])")
_LABEL = re.compile(
    r"(?:[-–+*]\s*)?(?:[a-zđ]\)\s*)?(?:cơ quan|đơn vị|cấp|bộ phận|thời gian|thời hạn|thời điểm|tiến độ|sản phẩm|kết quả"
    r"|phối hợp|chủ trì|nơi nhận|phân công)\b[^:.;]{0,45}:",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.;:!?…][\"”’')\]]*$|/\.$")


class Line:
    """One line: its place in the text without surrounding blanks, and its words without markup."""

    __slots__ = ("__dict__", "end", "raw", "start")

    def __init__(self, raw: str, start: int, end: int) -> None:
        """Take the stripped line and its place."""
        self.raw = raw
        self.start = start
        self.end = end

    @cached_property
    def words(self) -> str:
        """Return the line without heading signs, quote signs and emphasis."""
        raw = self.raw
        if raw[:1] in "#>":
            raw = _MARKUP.sub("", raw)
        if "*" in raw or "\\" in raw:
            head = raw[:1] if raw[:2] in {"* ", "*\t"} else ""
            raw = head + _EMPHASIS.sub("", raw[len(head) :])
        return raw.strip()

    @cached_property
    def level(self) -> int:
        """Return the level of a markdown heading, 0 for any other line."""
        hit = _MARKUP.match(self.raw) if self.raw[:1] == "#" else None
        return len(hit[1] or "") if hit else 0

    @cached_property
    def is_rule(self) -> bool:
        """Return whether the line only draws something (-----, ***, …)."""
        return len(self.raw) < 60 and bool(_RULE.match(self.raw))

    @cached_property
    def is_page_number(self) -> bool:
        """Return whether the line is nothing but the number of a page."""
        return len(self.raw) < 16 and bool(_PAGE_NUMBER.match(self.words))

    @cached_property
    def is_capitals(self) -> bool:
        """Return whether the line is printed in capitals; a mere document number ("214/NQ-CP") is not."""
        letters = [char for char in self.words if char.isalpha()]
        return len(letters) > 6 and sum(map(str.isupper, letters)) > 0.85 * len(letters)

    @cached_property
    def letters(self) -> int:
        """Return the number of letters."""
        return sum(map(str.isalpha, self.words))

    @cached_property
    def opens_list(self) -> bool:
        """Return whether the line begins with a number, letter or head word of the outline."""
        words = self.words
        return bool(_NUMBERED.match(words) or _LETTERED.match(words) or _HEADWORD.match(words))

    @cached_property
    def opens_dash(self) -> bool:
        """Return whether the line begins with a dash, plus or bullet."""
        return bool(_DASHED.match(self.words))

    @cached_property
    def opens_label(self) -> bool:
        """Return whether the line begins with a label such as "Cơ quan chủ trì:"."""
        return not self.runs_on and bool(_LABEL.match(self.words))

    @cached_property
    def is_terminal(self) -> bool:
        """Return whether the line ends as a sentence, clause or lead-in does."""
        return bool(_TERMINAL.search(self.words))

    @cached_property
    def runs_on(self) -> bool:
        """Return whether the line begins in lower case or with a closing sign, as the rest of a sentence does."""
        first = self.words[:1]
        return first.islower() or first in ",;)"


def split_lines(text: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of `text[start:end]`, blank ones as empty lines."""
    lines: list[Line] = []
    at = start
    for raw in text[start:end].split("\n"):
        stripped = raw.strip()
        lead = at + (raw.find(stripped) if stripped else 0)
        lines.append(Line(stripped, lead, lead + len(stripped)))
        at += len(raw) + 1
    return lines

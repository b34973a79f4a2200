"""Lines to paragraphs: hard line wraps undone, sentences broken by blank lines or page numbers mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.documents import Paragraph, Span
from pipeline.read.lines import Line

_WRAPPED = 110  # characters; a text whose lines stay below this was wrapped by hand or by a portal
_TELLING = 6  # letters; a shorter line does not show whether it is printed in capitals
_SHORT = 30  # characters; shorter lines are cells, labels and marks, and tell nothing of a width
_STRONG = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LETTER = re.compile(r"\w")
_FULL = 0.85  # of the width; a line this long was broken because it was full
_LONG_ITEM = 60  # characters; a wrapped line this long, unfinished, goes on in the next


class Wrapping:
    """How a text breaks its lines: at a width (`is_hard`), or one paragraph a line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Measure the lines."""
        lengths = sorted(len(line.raw) for line in lines if len(line.raw) > _SHORT)
        self.width = lengths[int(len(lengths) * 0.85)] if lengths else 0
        full = sum(length > self.width * 0.85 for length in lengths)
        self.is_hard = self.width < _WRAPPED and full > max(4, len(lengths) // 3)


def build_paragraphs(text: str, lines: Sequence[Line], wrapping: Wrapping) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that hold no table and no furniture; rules and page numbers drop out."""
    current: list[Line] = []
    blank = page = False
    for line in lines:
        if not line.words or line.is_rule:
            blank = blank or bool(not line.raw) or line.is_rule
            if line.is_rule and line.raw and current:  # a drawn rule always parts two paragraphs
                yield _paragraph(text, current)
                current = []
            continue
        if line.is_page_number:
            page = blank = True
            continue
        if current and not _joins(current, line, wrapping, blank=blank, page=page):
            yield _paragraph(text, current)
            current = []
        current.append(line)
        blank = page = False
    if current:
        yield _paragraph(text, current)


def _joins(current: list[Line], line: Line, wrapping: Wrapping, *, blank: bool, page: bool) -> bool:
    """Return whether a line goes on with the paragraph before it."""
    last = current[-1]
    if line.level or last.level or (line.opens_label and not _wraps_into(last, line, wrapping)):
        return False
    if line.opens_list and not _wraps_into(last, line, wrapping):
        return False
    if blank or page:
        return line.runs_on and not last.is_terminal and not line.opens_dash and not last.is_capitals
    if line.opens_dash:
        # "Công nghiệp⏎- Viễn thông Quân đội": a full line that does not end runs on into the hyphen of a name.
        full = len(last.raw) >= _FULL * wrapping.width
        rest = line.words[1:].lstrip()
        span = last.words[-1:].isdigit() and rest[:1].isdigit()  # "giai đoạn 2026⏎- 2030"
        return wrapping.is_hard and not last.is_terminal and (full or span or rest[:1].islower())
    if not wrapping.is_hard:
        return line.runs_on and not last.is_terminal
    if last.is_capitals != line.is_capitals and min(last.letters, line.letters) > _TELLING:
        return bool(line.runs_on or (last.opens_list and not last.is_terminal and not _was_caps(current)))
    if last.is_terminal:
        room = wrapping.width - len(last.raw) - 1
        return len(line.words.split(" ", 1)[0]) > room
    return True


def _was_caps(current: list[Line]) -> bool:
    return all(line.is_capitals for line in current)


def _wraps_into(last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Return whether what looks like a list marker is the rest of a sentence ("… năm\\n2025. Đồng thời …")."""
    if not wrapping.is_hard or last.is_terminal or len(last.raw) < _LONG_ITEM:
        return False
    first = line.words.split(" ", 1)[0]
    return bool(re.fullmatch(r"\d{1,4}[.)]?|[a-zđ]\)|\d+(?:\.\d+)+", first)) and bool(
        re.search(
            r"(?:\b(?:năm|tháng|ngày|quý|số|điều|khoản|điểm|mục|từ|đến|và|hoặc|là|thứ|phần|chương)|[,(/-])$",
            last.words.lower(),
        )
    )


def _paragraph(text: str, lines: list[Line]) -> Paragraph:
    parts: list[Span] = []
    for line in lines:
        between = text[parts[-1].end : line.start] if parts else "x"
        if parts and not _LETTER.search(between):
            parts[-1] = Span(start=parts[-1].start, end=line.end)
        else:
            parts.append(Span(start=line.start, end=line.end))
    whole = text[parts[0].start : parts[-1].end]
    letters = len(_LETTER.findall(whole)) or 1
    strong = sum(len(_LETTER.findall(hit)) for hit in _STRONG.findall(whole)) if "**" in whole else 0
    bare = whole.strip("* \n")
    italic = not strong and whole[:1] == "*" and whole[-1:] == "*" and whole[1:2] != " " and "*" not in bare
    return Paragraph(parts=tuple(parts), level=lines[0].level, bold=strong > 0.8 * letters, italic=italic)

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
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_CUT_NUMBER = re.compile(r"\d{1,4}[.)]?|[a-zđ]\)|\d+(?:\.\d+)+")
_BEFORE_NUMBER = re.compile(
    r"(?:\b(?:năm|tháng|ngày|quý|số|điều|khoản|điểm|mục|từ|đến|và|hoặc|là|thứ|phần|chương)|[,(/-])$"
)
# Words after which no paragraph ends, and those of them after which a number must come.
_BEFORE_MORE = re.compile(r"\b(?:với|của|và|hoặc|cho|các|những|tại|về|là|do|để|từ|đến|theo|bằng|trong)$")
_BEFORE_DATE = re.compile(r"\b(?:năm|tháng|ngày|quý|số|từ|đến)$")
_PART = re.compile(r"(?:Phụ lục|Phần|Chương|Mục|Điều) [IVX\d]")  # of a document, as a sentence names it
_ROMAN = re.compile(r"[IVXLC]{1,7}[.)]")
_BEFORE_ROMAN = re.compile(
    r"\b(?:kh[óo][áa]|thứ|quý|kỳ|hạng|loại|nhóm|lục|biểu)$"
)  # "… Trung ương khóa⏎XI. Giải quyết …"
_CUT_YEAR = re.compile(r"(?:19|20)\d\d[.)]")
_BEFORE_YEAR = re.compile(r"\bnăm$")
_MOST = 0.75  # of the lines that are no mere labels
_ENDS_IN_LABEL = re.compile(r"[.;] [^\W\d_][^.:;]{2,40}:$")
_TAIL = 8  # characters of a line in which the word before a number is looked for
_FULL = 0.85  # of the width; a line this long was broken because it was full
_LONG_ITEM = 60  # characters; a wrapped line this long, unfinished, goes on in the next


class Wrapping:
    """How a text breaks its lines: at a width (`is_hard`), or one paragraph a line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Measure the lines."""
        long = [line for line in lines if len(line.words) > _SHORT]
        narrow = [line for line in long if len(line.words) < _WRAPPED]
        if len(narrow) > _MOST * len(long):  # a portal's own long title does not make a wrapped letter wide
            long = narrow
        lengths = sorted(len(line.words) for line in long)
        self.width = lengths[int(len(lengths) * 0.85)] if lengths else 0
        full = [line for line in long if len(line.words) > self.width * _FULL]
        cut = sum(not line.is_terminal for line in full)  # most lines broken at a width end in mid-sentence
        self.is_hard = self.width < _WRAPPED and len(full) > max(4, len(long) // 3) and cut * 2 > len(full)


def build_paragraphs(text: str, lines: Sequence[Line], wrapping: Wrapping) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that hold no table and no furniture; rules and page numbers drop out."""
    current: list[Line] = []
    parted = False  # by a blank line or a page number
    for line in lines:
        if line.is_rule or line.is_page_number:
            parted = True
            if line.raw and not line.is_page_number and current:  # a drawn rule always parts two paragraphs
                yield _paragraph(text, current)
                current = []
            continue
        if current and not _joins(current[-1], line, wrapping, parted=parted):
            yield _paragraph(text, current)
            current = []
        current.append(line)
        parted = False
    if current:
        yield _paragraph(text, current)


def _joins(last: Line, line: Line, wrapping: Wrapping, *, parted: bool) -> bool:
    """Return whether a line goes on with the paragraph whose last line is given."""
    if line.level or last.level:
        return False
    if line.opens_list or line.opens_label:
        return not parted and _wraps_into(last, line, wrapping)
    if parted:
        return line.runs_on and not last.is_terminal and not line.opens_dash and not last.is_capitals
    if line.opens_dash:
        return wrapping.is_hard and not last.is_terminal and _is_hyphen(last, line, wrapping)
    if not wrapping.is_hard:
        return _goes_on(last, line)
    return _ENDS_IN_LABEL.search(last.words) is not None or _is_wrapped(last, line, wrapping)


def _goes_on(last: Line, line: Line) -> bool:
    """Return whether a line goes on in the next though each paragraph has a line of its own."""
    if _ENDS_IN_LABEL.search(last.words):  # "… Thời hạn: Quý I/2026. Sản phẩm:⏎Bản đồ số."
        return True
    return not last.is_terminal and (line.runs_on or _is_unfinished(last, line))


def _is_unfinished(last: Line, line: Line) -> bool:
    """Return whether a line breaks off before a word or number that must follow ("… phối hợp với⏎Bộ Y tế")."""
    if len(last.words) <= _SHORT or last.is_capitals:
        return False
    pattern = _BEFORE_DATE if line.words[:1].isdigit() else _BEFORE_MORE
    return bool(pattern.search(last.words[-_TAIL:].lower()))


def _is_wrapped(last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Return whether a text wrapped at a width goes on from one line to the next, which opens nothing."""
    if last.is_capitals != line.is_capitals and min(last.letters, line.letters) > _TELLING:
        return line.runs_on or (last.opens_list and not last.is_terminal and not last.is_capitals)
    if line.runs_on and last.words[-1:] == ";":  # a clause of the same sentence, whatever the width of the line
        return True
    if last.is_terminal:  # a full line may end with a sentence: would the next word have found room in it?
        room = wrapping.width - len(last.words) - 1
        return len(line.words.split(" ", 1)[0]) > room
    return True


def _is_hyphen(last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Return whether a dash at the head of a line belongs to a name or span that the wrap has cut."""
    rest = line.words[1:].lstrip()
    if line.words[0] not in "-–":
        return False
    if len(last.words) >= _FULL * wrapping.width or rest[:1].islower():  # "Công nghiệp⏎- Viễn thông Quân đội"
        return True
    return bool(_YEAR.fullmatch(last.words[-4:]) and _YEAR.match(rest))  # "giai đoạn 2026⏎- 2030"


def _wraps_into(last: Line, line: Line, wrapping: Wrapping) -> bool:
    """Return whether what looks like a list marker is the rest of a sentence ("… năm⏎2025. Đồng thời …")."""
    if last.is_terminal or len(last.words) <= _SHORT:
        return False
    tail = last.words[-_TAIL:].lower()
    first = line.words.split(" ", 1)[0]
    if _PART.match(line.words) and _BEFORE_MORE.search(tail):  # "… nêu tại⏎Phụ lục I."
        return True
    if _ROMAN.fullmatch(first) and _BEFORE_ROMAN.search(tail):
        return True
    if len(last.words) < _LONG_ITEM:
        return False
    cut, before = (_CUT_NUMBER, _BEFORE_NUMBER) if wrapping.is_hard else (_CUT_YEAR, _BEFORE_YEAR)
    return bool(cut.fullmatch(first) and before.search(tail))


def _paragraph(text: str, lines: list[Line]) -> Paragraph:
    parts: list[Span] = []
    for line in lines:
        if parts and text[parts[-1].end : line.start].isspace():
            parts[-1] = Span(start=parts[-1].start, end=line.end)
        else:
            parts.append(Span(start=line.start, end=line.end))
    whole = text[parts[0].start : parts[-1].end]
    bold = italic = False
    if "*" in whole:
        strong = sum(len(_LETTER.findall(hit)) for hit in _STRONG.findall(whole))
        bold = strong > 0.8 * (len(_LETTER.findall(whole)) or 1)
        bare = whole.strip("* \n")
        italic = not strong and whole[:1] == "*" and whole[-1:] == "*" and whole[1:2] != " " and "*" not in bare
    return Paragraph(parts=tuple(parts), level=lines[0].level, bold=bold, italic=italic)

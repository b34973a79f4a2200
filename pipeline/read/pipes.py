"""Tables of which every cell and every pipe has come to stand on a line of its own.

A row reads: pipe, cell, pipe, cell, …, pipe; the next row opens with a pipe of its own. An empty cell is
two pipes, and so is the seam between two rows: how many cells a row has follows only from the whole. So
every reading has a price (`pipeline.read.prices`), and the cheapest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.documents import Cell, Row, Span
from pipeline.read.found import ORDINAL, Found, make_table, span_of
from pipeline.read.lines import Line
from pipeline.read.prices import Mark, Step, cheapest_reading

_PIPES = frozenset({"|", "||"})
_HEADLINE = re.compile(
    r"(?:PHỤ LỤC|BIỂU|MẪU|KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CÔNG ĐIỆN|THÔNG BÁO|KẾT LUẬN|CHƯƠNG TRÌNH)\b"
)
_HEAD = re.compile(r"(?:S?TT|Số TT|Số thứ tự)[.:]?$|Nơi nhận\s*:", re.IGNORECASE)  # the first cell of a new table
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_SEAM = ([Mark.PIPE], [Mark.PIPE, Mark.PIPE])  # what stands before the first cell of a row
_UNDER_HEADING = [Mark.PIPE, Mark.PIPE, Mark.TEXT, Mark.PIPE, Mark.PIPE]  # behind a row of one cell
_LONGEST_CELL = 40  # lines; more than this between two pipes is the document, not a cell
_ADDRESS = re.compile(r"Kính gửi\b", re.IGNORECASE)
_LONGEST_ADDRESS = 300  # characters; more than this behind "Kính gửi" is the letter itself
_LARGEST_GAP = 2  # a row whose number was lost, or merged with the row above, leaves such a gap in the count


class _Token(NamedTuple):
    """A pipe, or the text of a cell: its lines (first, last + 1)."""

    run: tuple[int, int] | None
    line: int


def find_single_pipes(lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[Found]:
    """Yield the tables whose pipes stand on lines of their own."""
    for tokens in _stretches(lines, clutter):
        if sum(token.run is not None for token in tokens) > 1:
            yield from _tables(lines, [token for token in tokens if not _is_wordless(lines, token)])


def _stretches(lines: Sequence[Line], clutter: AbstractSet[int]) -> Iterator[list[_Token]]:
    """Yield the stretches of pipes and cell texts between which the document's own text stands."""
    tokens: list[_Token] = []
    pending: list[int] = []
    for index, line in enumerate(lines):
        if index in clutter:
            if line.raw and tokens:
                yield tokens
                tokens, pending = [], []
            continue
        if line.raw not in _PIPES:
            if line.raw or pending:
                pending.append(index)
            continue
        if pending and _is_page_end(lines, pending):
            pending = []
        is_apart = bool(pending) and not lines[pending[-1]].raw and not lines[pending[0] - 1].raw
        while pending and not lines[pending[-1]].raw:
            pending.pop()
        # A cell has no blank lines around it; behind "Kính gửi: …" a letter begins.
        is_body = bool(pending) and _is_address(lines, tokens) and _length(lines, pending) > _LONGEST_ADDRESS
        if pending and (is_apart or is_body or not _is_cell(lines, pending)):
            yield tokens
            tokens = []
        elif pending and tokens:
            tokens.append(_Token((pending[0], pending[-1] + 1), pending[0]))
        pending = []
        tokens.extend(_Token(None, index) for _ in line.raw)
    yield tokens


def _is_wordless(lines: Sequence[Line], token: _Token) -> bool:
    """Return whether a cell holds nothing but emphasis: it is empty."""
    return token.run is not None and not any(line.words for line in lines[slice(*token.run)])


def _is_address(lines: Sequence[Line], tokens: list[_Token]) -> bool:
    """Return whether one of the last two cells says to whom a letter goes."""
    cells = islice((token.run for token in reversed(tokens) if token.run is not None), 2)
    return any(_ADDRESS.match(lines[first].words) for first, _ in cells)


def _length(lines: Sequence[Line], run: list[int]) -> int:
    return sum(len(lines[index].raw) for index in run)


def _is_page_end(lines: Sequence[Line], run: list[int]) -> bool:
    """Return whether a page's number stands between two rows, with blank lines around it."""
    return (
        not lines[run[0] - 1].raw
        and not lines[run[-1]].raw
        and all(not lines[index].raw or lines[index].is_page_number for index in run)
    )


def _is_cell(lines: Sequence[Line], run: list[int]) -> bool:
    return (
        len(run) <= _LONGEST_CELL
        and all(lines[index].raw for index in run)
        and not (len(run) > 1 and _HEADLINE.match(lines[run[0]].words))
    )


def _tables(lines: Sequence[Line], tokens: list[_Token]) -> Iterator[Found]:
    """Yield the tables of the cheapest reading: text outside, or a new width, begins another."""
    table: list[Step] = []
    for step in cheapest_reading(_marks(lines, tokens)):
        is_text = tokens[step.start].run is not None
        if table and (is_text or (step.cells and step.width != table[-1].width)):
            yield _found(lines, tokens, table)
            table = []
        if step.cells:
            table.append(step)
    if table:
        yield _found(lines, tokens, table)


def _found(lines: Sequence[Line], tokens: list[_Token], steps: list[Step]) -> Found:
    first, *others = steps
    width = max(step.cells for step in others or steps)
    rows = [_row(lines, tokens[step.start : step.stop], width) for step in others]
    rows = [*_header_rows(_row(lines, tokens[first.start : first.stop], width), width), *rows]
    return Found(tokens[first.start].line, tokens[steps[-1].stop - 1].line + 1, make_table(rows))


def _header_rows(row: Row, width: int) -> list[Row]:
    """Return the header, and the row under it where both were read as one with an empty cell for their seam."""
    if len(row.cells) <= width + 1:
        return [row]
    seams = [at for at, cell in enumerate(row.cells) if not cell.parts and len(row.cells) - 1 - at <= at <= width]
    if not seams:
        return [row]
    below = row.cells[seams[0] + 1 :]
    lower = (cell.model_copy(update={"column": column}) for column, cell in enumerate(below))
    return [Row(cells=row.cells[: seams[0]]), Row(cells=tuple(lower))]


def _row(lines: Sequence[Line], tokens: list[_Token], width: int) -> Row:
    cells: list[tuple[Span, ...]] = []
    for before, token in pairwise(tokens):
        if token.run is not None:
            cells.append(span_of(lines[slice(*token.run)]))
        elif before.run is None:
            cells.append(())
    if len(cells) == 1 and width > 1:
        return Row(cells=(Cell(parts=cells[0], column=0, columns=width),))
    # A short row whose first cell is no number continues a number cell that spans from above.
    first = tokens[1].run
    shift = int(1 < len(cells) < width and first is not None and not ORDINAL.match(lines[first[0]].words))
    return Row(cells=tuple(Cell(parts=parts, column=shift + column) for column, parts in enumerate(cells)))


# ── what the cells say of the rows ────────────────────────────────────────────────────────────────


def _marks(lines: Sequence[Line], tokens: list[_Token]) -> list[Mark]:
    """Return for each token whether it is a pipe, a text, the first cell of a table, or a number that counts rows."""
    marks: list[Mark] = []
    counts: dict[str, int] = {}  # the last number of each series: "" for 1, 2, 3; "8" for 8.1, 8.2; "I" for I, II
    for token in tokens:
        if token.run is None:
            marks.append(Mark.PIPE)
            continue
        words = " ".join(line.words for line in lines[slice(*token.run)])
        mark = Mark.TEXT
        if _HEAD.match(words):
            counts = {}
            mark = Mark.HEAD
        elif (
            marks[-2:] in _SEAM
            and ORDINAL.match(words)
            and _counts_on(counts, words.rstrip(".)"), may_restart=marks[-5:] == _UNDER_HEADING)
        ):
            mark = Mark.NUMBER
        marks.append(mark)
    return marks


def _counts_on(counts: dict[str, int], word: str, *, may_restart: bool) -> bool:
    """Return whether a number is the first or the next of its series, and remember it."""
    if word in _ROMAN:
        series, number = "I", _ROMAN.index(word) + 1
    else:
        series, _, last = word.rpartition(".")
        if not last.isdecimal():
            return False
        number = int(last)
    before = counts.get(series, 0)
    restarts = word == "I" or (number == 1 and may_restart)
    if not restarts and not before < number <= before + _LARGEST_GAP:
        return False
    counts[series] = number
    if series == "I":
        counts.pop("", None)  # under each Roman number the rows may be counted anew
    return True

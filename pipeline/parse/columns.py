"""The header of a table: which rows it takes, what each column holds, and whether the table lists tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.documents import NormalCell, NormalTable, NormalText, Range
from pipeline.grammar import load
from pipeline.resolve.agencies import body_at

_FURTHEST_HEADER = 4  # rows; above the header there may be a title or a unit line
_YEAR = re.compile(r"20\d\d")
_BRACKET = re.compile(r" ?[(\[][^()\[\]]*[)\]]$")
_UNIT = re.compile(r"(?:%|tỷ đồng|triệu đồng|người|tổ chức|doanh nghiệp|thứ bậc|ha|tấn|km|lần|hộ|xã|bộ|hồ sơ)(?:\W|$)")
_CLOCK = re.compile(r"\b\d{1,2} ?(?:h|g|:|giờ) ?(?:\d{2}|rưỡi)?(?!\w)")
_TELLS = re.compile(r"(?<!\w)(?:đã|đang|chưa)(?!\w)")
TICK = re.compile(r"[x×✓✔√v+*☑☒]{1,3}")
_DOERS = frozenset({"lead", "partners", "bodies"})
_ASSIGNING = _DOERS | {"deadline", "product", "supervisor", "tick"}
_SCORED = _ASSIGNING | {"task", "number", "decider"}
_OF_BODIES = frozenset({"lead", "partners", "supervisor", "charge"})
_OF_TIMES = frozenset({"begin", "deadline", "tick"})
_SUPER = ({"lead", "bodies", "partners", "charge", "body"}, {"deadline", "tick"})  # what heads bodies; what heads times
_LEAST_SUB = 2  # cells in the lower row of a header


class Columns(NamedTuple):
    """A table's header: the first row behind it, the columns by what they hold, and those in which a time is ticked.

    `ticks` are the columns headed by quarters, months or years, each with the place of its head, and the year that
    stands elsewhere in the header (" năm 2026") where the head has none.
    """

    first_row: int
    of: dict[str, int]
    width: int
    ticks: tuple[tuple[int, Range, str], ...] = ()

    def cell(self, row: dict[int, NormalCell], name: str) -> NormalCell | None:
        """Return the cell of a row in the named column, None where the table has no such column or cell."""
        column = self.of.get(name)
        return row.get(column) if column is not None else None


class _Head(NamedTuple):
    """A cell of the header: the column it heads, its folded words, what they mean, and its place."""

    column: int
    key: str
    name: str
    place: Range


def by_column(row: tuple[NormalCell, ...]) -> dict[int, NormalCell]:
    """Return a row's cells by the first column they stand in."""
    return {cell.column: cell for cell in row}


def header_keys(normal: NormalText, row: tuple[NormalCell, ...]) -> list[str]:
    """Return the folded header cells of a row, without full stops and colons at their ends."""
    return [normal.key[cell.range.start : cell.range.end].strip(" .:*") for cell in row]


def read_columns(normal: NormalText, table: NormalTable) -> Columns | None:
    """Return the columns of a table that lists tasks, None for a table of anything else.

    A table lists tasks when a column holds them and another says who, with whom, by when, or what comes of it.
    """
    best: tuple[int, int, list[_Head]] | None = None
    for index in range(min(_FURTHEST_HEADER, len(table.rows))):
        heads, first_row = _heads(normal, table, index)
        score = len({head.name for head in heads} & _SCORED)
        if best is None or score > best[0]:
            best = score, first_row, heads
    if best is None:
        return None
    _, first_row, heads = best
    heads = [_settled(normal, table.rows[first_row:], head, heads) for head in heads]
    # The first column of a kind counts; trackers repeat "Kết quả" further right.
    of: dict[str, int] = {}
    for head in sorted(heads):
        if head.name:
            of.setdefault(head.name, head.column)
    if not _lists_tasks(normal, table.rows[first_row:], of, heads):
        return None
    return Columns(first_row, of, table.width, tuple(_ticks(normal, table.rows[:first_row], heads)))


def _ticks(
    normal: NormalText, header: Sequence[tuple[NormalCell, ...]], heads: Sequence[_Head]
) -> Iterator[tuple[int, Range, str]]:
    year = next((hit[0] for row in header for key in header_keys(normal, row) if (hit := _YEAR.search(key))), "")
    for head in sorted(heads):
        if head.name == "tick":
            yield head.column, head.place, f" năm {year}" if year and not _YEAR.search(head.key) else ""


# ── the rows of the header ────────────────────────────────────────────────────────────────────────


def _heads(normal: NormalText, table: NormalTable, index: int) -> tuple[list[_Head], int]:
    """Return the heads of the columns if the header begins at a row, and the first row behind it."""
    upper = _named(normal, table.rows[index])
    if not any(head.name == "task" for head in upper):
        upper = _with_task(upper)
    lower = _named(normal, table.rows[index + 1]) if index + 1 < len(table.rows) else []
    if not _is_lower_row(upper, lower):
        return upper, index + 1
    if len(lower) < len(table.rows[index + 1]) or any(cell.columns > 1 for cell in table.rows[index]):
        moved = lower  # its cells stand in their columns: empty ones beside them, or spans above them
    else:
        upper, moved = _aligned(upper, lower, table.width)
    taken = {head.column for head in moved}
    return [*(head for head in upper if head.column not in taken), *moved], index + 2


def _named(normal: NormalText, row: tuple[NormalCell, ...]) -> list[_Head]:
    """Return the cells of a row that hold words, with what they mean as heads; nothing for what is unknown."""
    grammar = load("columns")
    heads = []
    for key, cell in zip(header_keys(normal, row), row, strict=True):
        if key:
            match = grammar.whole(key) or grammar.whole(_BRACKET.sub("", key))
            heads.append(_Head(cell.column, key, match.means["column"] if match else "", cell.range))
    return heads


def _is_lower_row(upper: Sequence[_Head], lower: Sequence[_Head]) -> bool:
    """Return whether a row parts columns of the row above it: "Chủ trì | Phối hợp" under "Phân công"."""
    if len(lower) < _LEAST_SUB or len(upper) < _LEAST_SUB or not any(head.name == "task" for head in upper):
        return False
    above = {(head.column, head.key) for head in upper}
    added = [head for head in lower if (head.column, head.key) not in above]
    return len(added) >= _LEAST_SUB and all(head.name in _OF_BODIES | _OF_TIMES for head in added)


def _aligned(upper: Sequence[_Head], lower: Sequence[_Head], width: int) -> tuple[list[_Head], list[_Head]]:
    """Return both rows of a header that has lost how many columns the cells of its upper row span.

    Those of the lower row stand under one cell of the upper row for bodies and one for times.
    """
    groups: list[list[_Head]] = []
    for head in lower:
        if not groups or (groups[-1][-1].name in _OF_BODIES) != (head.name in _OF_BODIES):
            groups.append([])
        groups[-1].append(head)
    if len(upper) - len(groups) + len(lower) != width:
        return list(upper), list(lower)
    moved_upper: list[_Head] = []
    moved_lower: list[_Head] = []
    column = 0
    for position, head in enumerate(sorted(upper)):
        moved_upper.append(head._replace(column=column))
        if groups and _is_super(head, sorted(upper)[position + 1 :], groups[0][0]):
            group = groups.pop(0)
            moved_lower += [below._replace(column=column + at) for at, below in enumerate(group)]
            column += len(group) - 1
        column += 1
    return moved_upper, moved_lower


def _is_super(head: _Head, behind: Sequence[_Head], below: _Head) -> bool:
    """Return whether a head of the upper row stands over one of the lower row: by its meaning, else as the last."""
    wanted = _SUPER[below.name in _OF_TIMES]
    others = [other for other in behind if other.name in wanted or not other.name]
    return head.name in wanted or (not head.name and not others) or not behind


def _with_task(heads: list[_Head]) -> list[_Head]:
    """Take the column behind the number for the task when its head is unknown and bodies and times are named."""
    known = {head.name for head in heads}
    if not ({"lead", "bodies"} & known and {"deadline", "product", "partners"} & known) or "target" in known:
        return heads
    numbers = [head.column for head in heads if head.name == "number"]
    wanted = numbers[0] + 1 if numbers else 0
    return [head._replace(name="task") if head.column == wanted and not head.name else head for head in heads]


# ── heads that mean two things ────────────────────────────────────────────────────────────────────


def _settled(normal: NormalText, rows: Sequence[tuple[NormalCell, ...]], head: _Head, heads: Sequence[_Head]) -> _Head:
    """Return a head with the one of its two meanings that the other columns and its cells tell."""
    known = {other.name for other in heads}
    cells = list(_cells(normal, rows, head.column))
    if head.name == "tick":  # else the values of a quarter or year
        marks = {normal.key[slice(*cell.range)] for row in rows for cell in row if cell.column == head.column}
        return head if all(TICK.fullmatch(mark) for mark in marks if mark) else head._replace(name="")
    if head.name == "charge":  # "Người phụ trách": who does it, unless another column says so
        return head._replace(name="supervisor" if {"lead", "bodies"} & known else "lead")
    if head.name in {"unit", "body"} and head.key in {"đơn vị", "cơ quan"} and not {"lead", "bodies"} & known:
        bodies = [cell for cell in cells if not is_unit(normal.key[slice(*cell)]) and _is_body(normal, cell)]
        return head._replace(name="lead" if len(bodies) * 2 > len(cells) else "unit")
    reported = head.name == "product" or head.key.startswith("tiến độ")
    if reported and sum(bool(_TELLS.search(normal.key, *cell)) for cell in cells) * 2 > len(cells) > 0:
        return head._replace(name="status")
    return head


def _cells(normal: NormalText, rows: Sequence[tuple[NormalCell, ...]], column: int) -> Iterator[Range]:
    for row in rows:
        for cell in row:
            if cell.column == column and normal.key[slice(*cell.range)].strip(" -–./x"):
                yield cell.range


def _is_body(normal: NormalText, place: Range) -> bool:
    return body_at(normal.key, normal.text, place.start, place.end) is not None


def is_unit(key: str) -> bool:
    """Return whether a folded cell is a unit of measure."""
    return bool(_UNIT.match(key))


# ── what a table lists ────────────────────────────────────────────────────────────────────────────


def _lists_tasks(
    normal: NormalText, rows: Sequence[tuple[NormalCell, ...]], of: dict[str, int], heads: Sequence[_Head]
) -> bool:
    """Return whether a table with these columns lists tasks, and not targets, people, meetings, money or documents."""
    if "task" not in of or not _ASSIGNING & of.keys():
        return False
    if _DOERS & of.keys():
        return "person" not in of or "deadline" in of
    if {"person", "price", "unit"} & of.keys():
        return False
    task = next(head for head in heads if head.column == of["task"])
    if load("columns").whole(task.key) and task.key.startswith(("dự án", "công trình", "danh mục dự án", "tên dự án")):
        return False
    if "deadline" in of:
        clock = any(_CLOCK.search(normal.key, *cell) for cell in _cells(normal, rows, of["deadline"]))
        return not clock and "place" not in of and "reference" not in of
    return "supervisor" in of or "tick" in of or any("sản phẩm" in head.key for head in heads)

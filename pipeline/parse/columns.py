"""The header of a table: which row it is, and what each column holds."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.documents import NormalCell, NormalTable, NormalText
from pipeline.grammar import load

_FURTHEST_HEADER = 4  # rows; above the header there may be a title or a unit line
_UNIT = re.compile(r"(?:%|tỷ đồng|triệu đồng|người|tổ chức|doanh nghiệp|thứ bậc|ha|tấn|km|lần|hộ|xã|bộ|hồ sơ)(?:\W|$)")
_ASSIGNING = frozenset({"lead", "partners", "bodies", "deadline", "product", "supervisor", "decider"})


class Columns(NamedTuple):
    """A table's header: the index of the first row behind it, and the columns by what they hold."""

    first_row: int
    of: dict[str, int]
    width: int

    def cell(self, row: dict[int, NormalCell], name: str) -> NormalCell | None:
        """Return the cell of a row in the named column, None where the table has no such column or cell."""
        column = self.of.get(name)
        return row.get(column) if column is not None else None


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
    best: tuple[int, Columns] | None = None
    for index, row in enumerate(table.rows[:_FURTHEST_HEADER]):
        named = _named(header_keys(normal, row), row)
        if "task" not in named.values():
            _guess_task(named, row)
        score = len(set(named.values()) & (_ASSIGNING | {"task", "number"}))
        if best is None or score > best[0]:
            # The first column of a kind counts; trackers repeat "Kết quả" further right.
            of: dict[str, int] = {}
            for column, name in sorted(named.items()):
                of.setdefault(name, column)
            best = score, Columns(index + 1, of, table.width)
    if best is None or "task" not in best[1].of or not _ASSIGNING & best[1].of.keys():
        return None
    columns = best[1]
    if "target" in columns.of and columns.of["task"] == columns.of["target"]:
        return None
    return columns


def _named(keys: list[str], row: tuple[NormalCell, ...]) -> dict[int, str]:
    grammar = load("columns")
    named: dict[int, str] = {}
    for key, cell in zip(keys, row, strict=True):
        match = grammar.whole(key) if key else None
        if match:
            named[cell.column] = match.means["column"]
    return named


def _guess_task(named: dict[int, str], row: tuple[NormalCell, ...]) -> None:
    """Take the column behind the number for the task when its header is unknown and bodies and times are named."""
    known = set(named.values())
    if not ({"lead", "bodies"} & known and {"deadline", "product", "partners"} & known) or "target" in known:
        return
    numbers = [column for column, name in named.items() if name == "number"]
    wanted = numbers[0] + 1 if numbers else 0
    for cell in row:
        if cell.column == wanted and cell.column not in named and cell.range:
            named[cell.column] = "task"


def is_unit(key: str) -> bool:
    """Return whether a folded cell is a unit of measure."""
    return bool(_UNIT.match(key))

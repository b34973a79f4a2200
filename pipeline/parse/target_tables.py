"""Targets in tables: rows of an indicator, a unit, and a value or one value a year.

A row gives one target for each value that is yet to be reached: one for the value column, or one for each year that
is planned (columns of what has been reached or estimated give none). Of two values in one cell ("≤ 3 in the region;
≤ 50 in the world") each is a target. The place of a target runs from its indicator to its value, over the unit.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple, cast

from pipeline import grammar
from pipeline.documents import Comparator, NormalCell, NormalTable, NormalText, Range
from pipeline.parse.measures import number, read_unit
from pipeline.parse.targets import TargetDraft, horizon, targets_in

_FURTHEST_HEADER = 3  # rows; a title or a line with the unit may stand above the header
_FURTHEST_INDICATOR = 2  # columns; behind the row's number and perhaps its field
_COUNTED = re.compile(r"\(?\d{1,2}\)?(?: ?=.*)?$")
_NOTHING = re.compile(r"[\s\-–—.…_x/]*$")
_APPENDIX = re.compile(r"(?m)^(?:phụ lục|biểu)(?!\w)")
_NAMED_IN_BRACKETS = re.compile(r"\([^()]*\)")  # "(Ban hành kèm theo Kế hoạch số … ngày …)"
_LONGEST_TITLE = 800  # characters between the word "Phụ lục" and the table
_VALUES = re.compile(r"[^;]+")


class _Value(NamedTuple):
    """A column of values, and the day by which they are to be reached where its header names it."""

    column: int
    by: str | None


class _Columns(NamedTuple):
    """The columns of a table of targets, and the first row behind its header."""

    first_row: int
    indicator: int
    unit: int | None
    values: tuple[_Value, ...]


def is_target_table(header_keys: list[str]) -> bool:
    """Return whether a table with these folded header cells is one of targets.

    It is when its first column of content holds indicators and none holds tasks, prices or points (whether somebody
    watches over the indicators does not matter: "Cơ quan chủ trì theo dõi, đánh giá").
    """
    kinds = [_kind(key) for key in header_keys if key]
    if "target" not in kinds or {"task", "alien", "funding"} & set(kinds):
        return False
    return kinds.index("target") <= _FURTHEST_INDICATOR


def _kind(key: str) -> str | None:
    key = key.strip(" .:*")
    own = grammar.load("target_tables").whole(key)
    if own and own.means["column"] in {"alien", "past", "year"}:
        return own.means["column"]
    common = grammar.load("columns").whole(key)
    if common and common.means["column"] in {"target", "unit", "task", "number", "lead", "partners", "remarks"}:
        return common.means["column"]
    if own:
        return own.means["column"]
    return common.means["column"] if common else None


# ── the header ────────────────────────────────────────────────────────────────────────────────────


def _columns(normal: NormalText, table: NormalTable, issued: date | None) -> _Columns | None:
    """Return the columns of a table of targets, None when it is none."""
    rows = table.rows[:_FURTHEST_HEADER]
    index = next((at for at, row in enumerate(rows) if is_target_table([_key(normal, cell) for cell in row])), None)
    if index is None:
        return None
    kinds = {cell.column: _kind(key) for cell in rows[index] if (key := _key(normal, cell))}
    targets = [column for column, kind in kinds.items() if kind == "target"]
    units = [column for column, kind in kinds.items() if kind == "unit"]
    first_row, years = _years(normal, table, index, issued)
    values = years or tuple(
        _Value(column, None)
        for column, kind in kinds.items()
        if column > targets[0] and kind in {"value", "target", "product"}
    )
    return _Columns(first_row, targets[0], units[0] if units else None, values)


def _years(normal: NormalText, table: NormalTable, index: int, issued: date | None) -> tuple[int, tuple[_Value, ...]]:
    """Return the first row behind the header and the columns of planned years.

    In text the upper header row has lost how many columns its cells span; a row of years below it, or the years at
    its own end, then belong to the last columns of the table.
    """
    after, best = index + 1, _year_cells(normal, table, table.rows[index], issued)
    for row in table.rows[index + 1 : index + 3]:
        keys = [key for cell in row if (key := _key(normal, cell))]
        if len(keys) < 2 or not all(_COUNTED.match(key) or _kind(key) in {"past", "value", "year"} for key in keys):
            break  # "Đến năm 2030" alone in a row heads the rows below it
        best = _year_cells(normal, table, row, issued) or best
        after += 1
    return after, tuple(best)


def _year_cells(
    normal: NormalText, table: NormalTable, row: tuple[NormalCell, ...], issued: date | None
) -> list[_Value]:
    if not row:
        return []
    shift = max(0, table.width - row[-1].column - row[-1].columns)
    found = []
    for cell in row:
        key = _key(normal, cell)
        if key and _kind(key) == "year":
            named = f"năm {key}" if key[:1].isdigit() else key
            by = horizon(named, 0, len(named), None)
            if by and (issued is None or by >= issued.isoformat()):
                found.append(_Value(cell.column + shift, by))
    return found


def _key(normal: NormalText, cell: NormalCell) -> str:
    return normal.key[cell.range.start : cell.range.end].strip(" .:*")


# ── the rows ──────────────────────────────────────────────────────────────────────────────────────


def targets_in_table(
    normal: NormalText, table: NormalTable, *, by: str | None, issued: date | None
) -> list[TargetDraft]:
    """Return the targets of a table, row by row; empty when it is no table of targets.

    Args:
        normal: the normal text.
        table: a table of it.
        by: the day that a heading gives to all rows; a group row ("Đến năm 2030") or the header of a column goes first.
        issued: the date of the document; columns of years before it state what has been.
    """
    columns = _columns(normal, table, issued)
    if columns is None:
        return []
    drafts: list[TargetDraft] = []
    by = by or _day_of_title(normal, table)
    indicator: NormalCell | None = None
    for row in table.rows[columns.first_row :]:
        cells = {cell.column: cell for cell in row}
        own = cells.get(columns.indicator)
        if own and own.range:
            indicator = own
        if indicator is None or all(_COUNTED.match(key) for cell in row if (key := _key(normal, cell))):
            continue
        if own and _heads_others(normal, columns, cells):
            by = horizon(normal.key, *own.range, None) or by
            continue
        drafts += _targets_of_row(normal, columns, indicator, cells, by)
    return drafts


def _day_of_title(normal: NormalText, table: NormalTable) -> str | None:
    """Return the day in the title of the appendix that a table stands under: "PHỤ LỤC / CHỈ TIÊU ĐẾN NĂM 2030"."""
    start = min((cell.range.start for row in table.rows for cell in row if cell.range), default=0)
    begin = max(0, start - _LONGEST_TITLE)
    titles = list(_APPENDIX.finditer(normal.key, begin, start))
    title = _NAMED_IN_BRACKETS.sub("", normal.key[titles[-1].start() : start]) if titles else ""
    return horizon(title, 0, len(title), None)


def _heads_others(normal: NormalText, columns: _Columns, cells: dict[int, NormalCell]) -> bool:
    """Return whether a row only heads the rows below it: nothing stands behind its indicator."""
    behind = [cell for column, cell in cells.items() if column > columns.indicator]
    if columns.values:
        behind = [cells[value.column] for value in columns.values if value.column in cells]
    return all(_NOTHING.match(_key(normal, cell)) for cell in behind)


def _targets_of_row(
    normal: NormalText, columns: _Columns, indicator: NormalCell, cells: dict[int, NormalCell], by: str | None
) -> list[TargetDraft]:
    if not columns.values:
        return targets_in(normal.text, normal.key, indicator.range, by=by, goals=True)
    unit = cells.get(columns.unit) if columns.unit is not None else None
    shown = normal.shown(unit.range).strip(" .:*") or None if unit else None
    drafts = []
    for value in columns.values:
        cell = cells.get(value.column)
        if cell and cell.range and not _NOTHING.match(_key(normal, cell)):
            drafts += _targets_of_cell(normal, indicator, cell, shown, value.by or by)
    return drafts


def _targets_of_cell(
    normal: NormalText, indicator: NormalCell, cell: NormalCell, unit: str | None, by: str | None
) -> list[TargetDraft]:
    """Return the targets that a cell of values states, one for each part that semicolons set off."""
    drafts: list[TargetDraft] = []
    for part in _VALUES.finditer(normal.key, *cell.range):
        text = part[0].strip(" .:*")
        if not text:
            continue
        place = Range(indicator.range.start, part.start() + len(part[0].rstrip(" .:*")))
        match = grammar.load("target_cells").whole(text)
        if match is None:
            if not drafts:
                drafts.append(TargetDraft(place, None, None, None, by, "target.cell_words"))
            continue
        comparator = cast("Comparator", match.means["comparator"])
        upper = number(match.groups["to"].lstrip(" %-đến")) if "to" in match.groups else None
        if comparator == "=" and upper is not None:
            comparator = ">="
        value, shown = number(match.groups["number"]), unit or _unit_in(normal, part)
        drafts.append(TargetDraft(place, comparator, value, shown, by, match.rule, upper))
    return drafts


def _unit_in(normal: NormalText, part: re.Match[str]) -> str | None:
    """Return the unit that stands in the cell of the value itself, behind its last digit."""
    digits = list(re.finditer(r"\d(?!.*\d)", part[0]))
    return read_unit(normal.text, normal.key, part.start() + digits[-1].end(), part.end())[0] if digits else None

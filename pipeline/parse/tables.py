"""Task tables: one draft a row; group rows, sub-rows, merged cells and rows cut by a page break."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.documents import NormalCell, NormalTable, NormalText, Note, Range
from pipeline.parse.cells import ORDINAL, CellReader
from pipeline.parse.columns import Columns, by_column, header_keys
from pipeline.parse.drafts import Draft, Fields, Mention, merged
from pipeline.remarks import remark, word

_UPPER_ORDINAL = re.compile(r"\s*((?:[IVXLC]{1,7}|[A-ZĐ]))[.):\s-]")
_ROMAN = re.compile(r"[IVX]+(?:\.|$)")
_COLUMN_NUMBERS = re.compile(r"\(?(?:\d{1,2}|[a-zđ])\)?(?:=.*)?$")
_WORDS = re.compile(r"[^\W\d_]{2,} +[^\W\d_]{2,}")
_FIRST = re.compile(r"(?:.*\.)?(?:1|a|i)$")  # the number with which a series begins
_BULLET = re.compile(r"[-–+•*]\s+")
_SAME = 0.9


class TableResult(NamedTuple):
    """The drafts of a table and what a person should look at."""

    drafts: list[Draft]
    notes: list[Note]


class _Group(NamedTuple):
    """A row that heads others: its number, its text, and the fields it gives to them."""

    ordinal: str
    title: str
    fields: Fields


def _kind(number: str) -> str:
    """Return which series a group row counts in: "I", "A", "1", or none."""
    return "I" if _ROMAN.match(number) else "A" if number[:1].isalpha() else number[:1] and "1"


def _whole(bodies: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return the bodies of a cell; none of one that begins with the rest of a name ("… và phát triển nông thôn")."""
    first = bodies[0].body.text if bodies else ""
    return () if first[:1].islower() and not first.startswith("các ") else bodies


class TableParser:
    """Reads one task table from top to bottom."""

    def __init__(  # noqa: PLR0913, PLR0917  what the table is, and where it stands
        self,
        normal: NormalText,
        table: NormalTable,
        columns: Columns,
        path: tuple[str, ...],
        ordinal: str,
        issued: date | None,
    ) -> None:
        """Take the table with its columns, the headings above it, and their ordinals."""
        self._normal = normal
        self._table = table
        self._columns = columns
        self._cells = CellReader(normal, columns, issued)
        self._path = path
        self._ordinal = ordinal
        self._drafts: list[Draft] = []
        self._notes: list[Note] = []
        self._groups: list[_Group] = []
        self._series: list[str] = []  # the kinds of number that group rows have, outermost first
        self._above: dict[int, NormalCell] = {}

    def parse(self) -> TableResult:
        """Return the drafts of all task rows."""
        header = [header_keys(self._normal, row) for row in self._table.rows[: self._columns.first_row]]
        rows = self._table.rows[self._columns.first_row :]
        for index, row in enumerate(rows):
            keys = header_keys(self._normal, row)
            if keys in header or all(not key or _COLUMN_NUMBERS.match(key) for key in keys):
                # Word repeats the header on each page; some tables number their columns under it.
                if any(keys) or not row:
                    self._check_cut(row, keys, last=index == len(rows) - 1)
                continue
            self._row(row, rows[index + 1] if index + 1 < len(rows) else ())
        if not rows and self._table.rows:
            self._note_cut(Range(*self._table.rows[-1][0].range))
        self._check_end()
        return TableResult(self._drafts, self._notes)

    # ── one row ───────────────────────────────────────────────────────────────────────────────────

    def _row(self, row: tuple[NormalCell, ...], after: tuple[NormalCell, ...]) -> None:
        cells = self._cells.restored(by_column(row), self._above)
        number = self._cells.number(cells)
        if not number[:1].isdigit() and self._cells.repeats_header(cells):
            return
        task = self._columns.cell(cells, "task")
        place = self._without_bullet(task.range) if task else Range(0, 0)
        if not after and number and not place and self._is_cut(row, [number]):
            self._check_cut(row, [number], last=True)
        elif heading := self._heading(row, task):
            self._open_group(heading, Fields(), number if task and heading == task.range else "")
        elif place:
            self._content_row(number, place, cells, after)
        elif number and task and not self._heads_number(number, after) and self._assigns(cells):
            filled = [cell.range for cell in row if cell.range]
            where = Range(filled[0].start, filled[-1].end)
            self._notes.append(remark("no_action", where, text=word("row", number=number)))
        elif number:
            self._check_cut(row, [number], last=not after)

    def _assigns(self, cells: dict[int, NormalCell]) -> bool:
        fields = self._cells.fields(cells)
        return bool(fields.leads or fields.deadline)

    def _heads_number(self, number: str, after: tuple[NormalCell, ...]) -> bool:
        """Return whether the row below counts under a row's number: 8.1 under 8."""
        return number[:1].isdigit() and self._cells.number(by_column(after)).startswith(f"{number}.")

    def _content_row(
        self, number: str, place: Range, cells: dict[int, NormalCell], after: tuple[NormalCell, ...]
    ) -> None:
        """Read a row that says something in the column of tasks: a heading, the rest of a row, or a task."""
        inherited = {column: cell for column, cell in self._above.items() if column not in cells}
        own = self._cells.fields(cells)
        if self._heads_others(number, own, place, after):
            self._open_group(place, own, number)
        elif not number and self._runs_on(cells, inherited):
            self._join(place, own)
        elif not number and not (own.leads or own.deadline) and self._continues(place):
            pass
        elif not number and own.silent and not inherited and self._is_numbered():
            self._open_group(place, own)
        else:
            self._above = {**self._above, **cells}
            spanned = number or own.leads or len(inherited) < self._columns.width - 2
            self._add(number, place, self._cells.fields(cells | inherited) if spanned else own)

    def _without_bullet(self, place: Range) -> Range:
        hit = _BULLET.match(self._normal.text, *place)
        return Range(hit.end(), place.end) if hit else place

    def _heading(self, row: tuple[NormalCell, ...], task: NormalCell | None) -> Range | None:
        """Return the words of a row that holds nothing but a heading: across columns, or in that of the numbers."""
        filled = [cell for cell in row if cell.range]
        others = [column for name, column in self._columns.of.items() if name not in {"number", "task"}]
        if task and task.range and task.columns > 1 and all(column < task.column + task.columns for column in others):
            return task.range
        if len(filled) != 1 or (task and task.range and task.columns == 1):
            return None
        across = filled[0].columns > 1 or filled[0].columns == self._table.width > 1
        return filled[0].range if across or _WORDS.search(self._normal.key, *filled[0].range) else None

    def _add(self, number: str, place: Range, fields: Fields) -> None:
        while self._groups and not self._belongs(number, self._groups[-1]):
            self._groups.pop()
        given = self._groups[-1].fields if self._groups else Fields()
        self._drafts.append(
            Draft(
                place=place,
                ordinal=".".join(part for part in (self._ordinal, self._under(number), number) if part),
                path=(*self._path, *(entry.title for entry in self._groups)),
                origin="table",
                rule="task.table_row",
                group=next((entry.ordinal for entry in reversed(self._groups) if entry.ordinal), None),
                leads=fields.leads or given.leads,
                partners=fields.partners or given.partners,
                supervisors=fields.supervisors or given.supervisors,
                deadline=fields.deadline or given.deadline,
                product=fields.product,
                parts=(place,),
            )
        )

    def _under(self, number: str) -> str:
        """Return the number of the group row that the row's own number counts under: "a" and "-" under 1."""
        ordinal = self._groups[-1].ordinal if self._groups else ""
        return ordinal if ordinal[:1].isdigit() and not number[:1].isdigit() else ""

    def _is_numbered(self) -> bool:
        """Return whether the rows of this table have numbers: a row without one then heads others."""
        return any(self._cells.number(by_column(row)) for row in self._table.rows[self._columns.first_row :])

    # ── rows that head others ─────────────────────────────────────────────────────────────────────

    @staticmethod
    def _belongs(number: str, group: _Group) -> bool:
        """Return whether a row stands under a group row: 8.1 under 8; any number under a Roman or unnumbered one."""
        if not group.ordinal[:1].isdigit():
            return True
        return number.startswith(f"{group.ordinal}.") or not number or not number[:1].isdigit()

    def _open_group(self, place: Range, fields: Fields, number: str = "") -> None:
        text = self._normal.shown(place)
        if not number and (hit := _UPPER_ORDINAL.match(text)):
            number = hit[1]
        elif not number and (hit := ORDINAL.match(self._normal.key, place.start, place.end)) and hit[0][:1].isdigit():
            number = hit[0]
        if _kind(number) not in self._series:
            self._series.append(_kind(number))
        while self._groups and not self._stands_under(number, text, self._groups[-1]):
            self._groups.pop()
        self._groups.append(_Group(number, text, fields.filled(self._cells.headed(place))))
        self._above = {}

    def _stands_under(self, number: str, text: str, group: _Group) -> bool:
        """Return whether a group row opens a group inside another one: 1 or I under A, 8.1 under 8, II.1 under II."""
        if not number:
            return bool(group.ordinal) and not text.isupper()
        if group.ordinal and number.startswith(f"{group.ordinal}."):
            return True
        outer = self._series[: self._series.index(_kind(number))]
        return _kind(group.ordinal) in outer if number[:1].isalpha() else group.ordinal[:1].isalpha()

    def _heads_others(self, number: str, fields: Fields, place: Range, after: tuple[NormalCell, ...]) -> bool:
        """Return whether a row is only the heading of the rows below it."""
        if self._heads_number(number, after):
            return True
        if fields.leads or fields.partners:
            return False
        if number and not number[:1].isdigit():  # a page break may have put the end of another row's cell into it
            return number.isupper()
        if not fields.silent:
            return False
        below = self._cells.number(by_column(after))
        if number:
            return self._lists_under(after, below)
        return self._normal.shown(place).isupper() or self._starts_series(place, below)

    def _lists_under(self, after: tuple[NormalCell, ...], below: str) -> bool:
        """Return whether the row below is lettered, or has no number, and assigns something to somebody."""
        cells = by_column(after)
        task = self._columns.cell(cells, "task")
        if below[:1].isdigit() or below.isupper() or not task or not task.range:
            return False
        opens = bool(below) or not self._normal.text[task.range.start].islower()
        return opens and bool(self._cells.fields(cells).leads)

    def _starts_series(self, place: Range, below: str) -> bool:
        """Return whether a row without a number stands where the numbers below it begin anew."""
        opens = self._normal.text[place.start].isupper() and bool(self._drafts)
        return opens and bool(below) and bool(_FIRST.match(below.lower()))

    # ── rows that pages cut ───────────────────────────────────────────────────────────────────────

    def _continues(self, place: Range) -> bool:
        """Join a row without number, lead and time to the row above it: a page break has cut that row in two."""
        if not self._drafts or self._columns.of.get("number") is None:
            return False
        last = self._drafts[-1]
        tail = self._normal.key[place.start : place.end].strip(" .;")
        if last.parts and self._repeats(last.parts[-1], tail):
            return True
        begins = self._normal.text[place.start].isupper()
        if begins and (self._normal.text[last.place.end - 1] in ".!?" or self._cells.heads_tasks(place)):
            return False
        self._join(place, Fields())
        return True

    def _runs_on(self, cells: dict[int, NormalCell], inherited: dict[int, NormalCell]) -> bool:
        """Return whether a row goes on in the middle of the last row's sentence, whatever stands beside it."""
        task = self._columns.cell(cells, "task")
        if (
            not self._drafts
            or task is None
            or self._columns.of.get("number") is None
            or self._columns.of["number"] in inherited
        ):
            return False
        first, last = self._normal.text[task.range.start], self._normal.text[self._drafts[-1].place.end - 1]
        return (first.islower() or first in "(,;)") and last not in ".!?"

    def _join(self, place: Range, fields: Fields) -> None:
        """Add a piece to the last row, with the bodies that stand beside it."""
        last = self._drafts[-1]
        self._drafts[-1] = last._replace(
            place=Range(last.place.start, place.end),
            parts=(*last.parts, place),
            leads=merged(last.leads, _whole(fields.leads)),
            partners=merged(last.partners, _whole(fields.partners)),
            deadline=last.deadline or fields.deadline,
            product=last.product or fields.product,
        )

    def _repeats(self, part: Range, tail: str) -> bool:
        """Return whether a page repeats the end of a cell, perhaps misread."""
        end = self._normal.key[part.start : part.end].strip(" .;")[-len(tail) :]
        return SequenceMatcher(None, end, tail, autojunk=False).ratio() > _SAME

    # ── a table that ends too soon ────────────────────────────────────────────────────────────────

    def _check_end(self) -> None:
        """Note a last row that alone names neither a body nor a time: it may be cut off on its right."""
        others, last = self._drafts[:-1], self._drafts[-1:]
        silent = last and not (last[0].leads or last[0].deadline or last[0].product)
        if silent and others and all(draft.leads for draft in others):
            self._notes.append(remark("truncated_table", last[0].place, lacks=word("no_body_or_time")))

    def _check_cut(self, row: tuple[NormalCell, ...], keys: list[str], *, last: bool) -> None:
        """Note a row that has a number and nothing else, at the end of the table: its text is cut off."""
        if last and self._is_cut(row, keys):
            self._note_cut(next(cell.range for cell in row if cell.range))

    @staticmethod
    def _is_cut(row: tuple[NormalCell, ...], keys: list[str]) -> bool:
        hit = ORDINAL.match(keys[0].lower()) if keys else None
        return sum(bool(cell.range) for cell in row) == 1 and hit is not None

    def _note_cut(self, place: Range) -> None:
        self._notes.append(remark("truncated_table", place, lacks=word("no_content")))

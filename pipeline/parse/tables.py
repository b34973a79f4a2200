"""Task tables: one draft a row; group rows, sub-rows, merged cells and rows cut by a page break."""

from __future__ import annotations

import re
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.documents import NormalCell, NormalTable, NormalText, Note, Range
from pipeline.parse.columns import Columns, by_column, header_keys
from pipeline.parse.drafts import Draft, Goods, Mention, Time, mentions
from pipeline.resolve.agencies import split
from pipeline.resolve.deadlines import moment

_ORDINAL = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,7}|[a-zđ]\d?)(?=[.):\s-]|$)")
_UPPER_ORDINAL = re.compile(r"\s*((?:[IVXLC]{1,7}|[A-ZĐ]))[.):\s-]")
_COLUMN_NUMBERS = re.compile(r"\(?\d{1,2}\)?(?:=.*)?$")
_NOTHING = re.compile(r"[\s\-–—.…_x/]*$|không(?: có)?$", re.IGNORECASE)
_PARTNERS_IN_CELL = re.compile(
    r"[;,.]?\s*(?:\(?(?:đơn vị |cơ quan )?phối hợp(?: thực hiện)?(?:\s*:|\s+với|\s+cùng)?\)?)\s*"
)
_SAME = 0.9
_LEAD_IN_CELL = re.compile(r"(?:(?:đơn vị |cơ quan )?chủ trì(?: thực hiện)?\s*:?\s*)|thực hiện\s*:\s*")


class TableResult(NamedTuple):
    """The drafts of a table and what a person should look at."""

    drafts: list[Draft]
    notes: list[Note]


class _Fields(NamedTuple):
    """The assigning cells of a row."""

    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    deadline: Time | None = None
    product: Goods | None = None


class _Group(NamedTuple):
    """A row that heads others: its number, its text, and the fields it gives to them."""

    ordinal: str
    title: str
    fields: _Fields


class TableParser:
    """Reads one task table from top to bottom."""

    def __init__(
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
        self._path = path
        self._ordinal = ordinal
        self._issued = issued
        self._drafts: list[Draft] = []
        self._notes: list[Note] = []
        self._groups: list[_Group] = []
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
            self._row(row, rows[index + 1] if index + 1 < len(rows) else None)
        if not rows and self._table.rows:
            self._note_cut(Range(*self._table.rows[-1][0].range))
        return TableResult(self._drafts, self._notes)

    # ── one row ───────────────────────────────────────────────────────────────────────────────────

    def _row(self, row: tuple[NormalCell, ...], after: tuple[NormalCell, ...] | None) -> None:
        cells = by_column(row)
        spanning = [cell for cell in row if cell.range]
        if len(spanning) == 1 and (spanning[0].columns > 1 or spanning[0].columns == self._table.width > 1):
            self._open_group(spanning[0].range, _Fields())
            return
        number = self._number(cells)
        task = self._columns.cell(cells, "task")
        place = task.range if task else Range(0, 0)
        inherited = {column: cell for column, cell in self._above.items() if column not in cells}
        if not place:
            if number:
                self._check_cut(row, [number], last=after is None)
            return
        fields = self._fields(cells | inherited if number or len(inherited) < self._columns.width - 2 else cells)
        own = self._fields(cells)
        if not number and not (own.leads or own.deadline) and self._continues(place, cells):
            return
        if self._heads_others(number, own, place, after):
            self._open_group(place, own, number)
            return
        self._above = {**self._above, **cells}
        self._add(number, place, fields)

    def _add(self, number: str, place: Range, fields: _Fields) -> None:
        while self._groups and not self._belongs(number, self._groups[-1]):
            self._groups.pop()
        group = self._groups[-1] if self._groups else None
        given = group.fields if group else _Fields()
        self._drafts.append(
            Draft(
                place=place,
                ordinal=".".join(part for part in (self._ordinal, number) if part),
                path=(*self._path, *(entry.title for entry in self._groups)),
                origin="table",
                rule="task.table_row",
                group=group.ordinal or None if group else None,
                leads=fields.leads or given.leads,
                partners=fields.partners or given.partners,
                deadline=fields.deadline or given.deadline,
                product=fields.product,
                parts=(place,),
            )
        )

    @staticmethod
    def _belongs(number: str, group: _Group) -> bool:
        """Return whether a row stands under a group row: 8.1 under 8; any number under a Roman or unnumbered one."""
        if not group.ordinal[:1].isdigit():
            return True
        return number.startswith(f"{group.ordinal}.") or not number or not number[:1].isdigit()

    def _open_group(self, place: Range, fields: _Fields, number: str = "") -> None:
        text = self._normal.shown(place)
        if not number and (hit := _UPPER_ORDINAL.match(text)):
            number = hit[1]
        elif not number and (hit := _ORDINAL.match(self._normal.key, place.start, place.end)) and hit[0][:1].isdigit():
            number = hit[0]
        while self._groups and not (self._groups[-1].ordinal[:1].isalpha() and number[:1].isdigit()):
            if self._groups[-1].ordinal[:1].isdigit() and number.startswith(f"{self._groups[-1].ordinal}."):
                break
            self._groups.pop()
        self._groups.append(_Group(number, text, fields))
        self._above = {}

    def _heads_others(self, number: str, fields: _Fields, place: Range, after: tuple[NormalCell, ...] | None) -> bool:
        """Return whether a row is only the heading of the rows below it."""
        below = self._number(by_column(after)) if after else ""
        if number[:1].isdigit() and below.startswith(f"{number}."):
            return True
        if fields.leads or fields.partners:
            return False
        if number and not number[:1].isdigit():  # a page break may have put the end of another row's cell into it
            return number.isupper()
        if fields.deadline or fields.product:
            return False
        return not number and self._normal.shown(place).isupper()

    def _continues(self, place: Range, cells: dict[int, NormalCell]) -> bool:
        """Join a row without number, lead and time to the row above it: a page break has cut that row in two."""
        if not self._drafts or self._columns.of.get("number") is None:
            return False
        last = self._drafts[-1]
        tail = self._normal.key[place.start : place.end].strip(" .;")
        if last.parts and self._repeats(last.parts[-1], tail):
            return True
        if self._normal.text[place.start].isupper() and self._normal.text[last.place.end - 1] in ".!?":
            return False
        self._drafts[-1] = last._replace(place=Range(last.place.start, place.end), parts=(*last.parts, place))
        return True

    def _repeats(self, part: Range, tail: str) -> bool:
        """Return whether a page repeats the end of a cell, perhaps misread."""
        end = self._normal.key[part.start : part.end].strip(" .;")[-len(tail) :]
        return SequenceMatcher(None, end, tail, autojunk=False).ratio() > _SAME

    # ── its cells ─────────────────────────────────────────────────────────────────────────────────

    def _number(self, cells: dict[int, NormalCell]) -> str:
        cell = self._columns.cell(cells, "number")
        if cell is None or not cell.range:
            return ""
        hit = _ORDINAL.match(self._normal.key, cell.range.start, cell.range.end)
        return self._normal.text[cell.range.start : hit.end()] if hit else ""

    def _fields(self, cells: dict[int, NormalCell]) -> _Fields:
        leads = self._bodies(cells, "lead", "column.lead")
        partners = self._bodies(cells, "partners", "column.partners")
        both = self._columns.cell(cells, "bodies") or self._columns.cell(cells, "lead")
        if (
            both
            and both.range
            and (hit := _PARTNERS_IN_CELL.search(self._normal.key, both.range.start, both.range.end))
        ):
            begin = both.range.start
            if named := _LEAD_IN_CELL.match(self._normal.key, begin, hit.start()):
                begin = named.end()
            leads = mentions(split(self._normal.text, Range(begin, hit.start())), "cell", "column.bodies")
            named_partners = mentions(
                split(self._normal.text, Range(hit.end(), both.range.end)), "cell", "column.bodies"
            )
            partners = (*named_partners, *partners)
        elif "bodies" in self._columns.of and not leads:
            leads = self._bodies(cells, "bodies", "column.bodies")
        return _Fields(leads, partners, self._time(cells), self._goods(cells))

    def _bodies(self, cells: dict[int, NormalCell], name: str, rule: str) -> tuple[Mention, ...]:
        cell = self._columns.cell(cells, name)
        if cell is None or not cell.range or _NOTHING.match(self._normal.shown(cell.range)):
            return ()
        begin = cell.range.start
        if hit := _LEAD_IN_CELL.match(self._normal.key, begin, cell.range.end):
            begin = hit.end()
        return mentions(split(self._normal.text, Range(begin, cell.range.end)), "cell", rule)

    def _time(self, cells: dict[int, NormalCell]) -> Time | None:
        cell = self._columns.cell(cells, "deadline")
        if cell is None or not cell.range:
            return None
        found = moment(self._normal.shown(cell.range), self._issued)
        return Time(cell.range, found, "cell") if found else None

    def _goods(self, cells: dict[int, NormalCell]) -> Goods | None:
        cell = self._columns.cell(cells, "product")
        if cell is None or not cell.range or _NOTHING.match(self._normal.shown(cell.range)):
            return None
        return Goods(cell.range, "cell")

    # ── a table that ends too soon ────────────────────────────────────────────────────────────────

    def _check_cut(self, row: tuple[NormalCell, ...], keys: list[str], *, last: bool) -> None:
        """Note a row that has a number and nothing else, at the end of the table: its text is cut off."""
        filled = [cell for cell in row if cell.range]
        if last and len(filled) == 1 and keys and _ORDINAL.match(keys[0]):
            self._note_cut(filled[0].range)

    def _note_cut(self, place: Range) -> None:
        message = "Bảng bị cắt ở cuối: dòng cuối không có nội dung, có thể còn nhiệm vụ chưa đọc được."
        self._notes.append(Note("truncated_table", message, place))

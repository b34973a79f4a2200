"""The workbook that staff filter, fill in and print: `xlsx`, A4 landscape, dates as dates."""

from __future__ import annotations

import io
import textwrap
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import xlsxwriter

from pipeline.report import wording
from pipeline.report.columns import FINDINGS, TARGETS, TASKS, Column, cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.format import Format as Form
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from pipeline.report.extracted import Extracted, View

Record = TypeVar("Record")

_FONT = 12  # points
_LINE = 15.75  # points one line of it takes
_LETTERS = 1.22  # letters of it that fit where one digit of the default font does: the unit of column widths
_TALLEST = 409  # points Excel allows a row
_A4 = 9  # the number by which Excel knows the paper
_LONGEST = 32_767  # characters Excel allows in a cell
_NAMED = 3  # documents, at most, that the printed header names
_LONGEST_HEADER = 255  # characters Excel allows in a printed header
_FACTS_WIDTH = 110  # characters
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  xlsx has no time zones; a fixed day makes equal input give equal bytes


def write(items: Iterable[Extracted], _view: View) -> Iterator[bytes]:
    """Yield the bytes of a workbook: sheets Nhiệm vụ, Chỉ tiêu, Phát hiện, Tài liệu."""
    documents = list(items)
    content = io.BytesIO()
    # Text stays text: nothing in a document is ever read as a formula, a link or a number.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": "Danh mục nhiệm vụ", "created": _MADE})
        sheets = _Sheets(book, documents)
        sheets.records("Nhiệm vụ", TASKS, [(item, item.tasks) for item in documents])
        sheets.records("Chỉ tiêu", TARGETS, [(item, item.targets) for item in documents])
        sheets.records("Phát hiện", FINDINGS, [(item, tuple(enumerate(item.matters, 1))) for item in documents])
        sheets.documents("Tài liệu")
    yield content.getvalue()


def _arranged(columns: tuple[Column[Record], ...]) -> tuple[Column[Record], ...]:
    """Return the columns for several documents: which one a row is from stands, and is printed, beside its number."""
    (named,) = (column for column in columns if column.title == "Văn bản")
    others = [column for column in columns if column is not named]
    return (others[0], named._replace(printed=True), *others[1:])


def _height(shown: list[str | int | float | date | None], columns: tuple[Column[Record], ...]) -> float:
    """Return the height of a row in points: LibreOffice does not fit rows to wrapped text when it opens a file."""
    cells_and_columns = zip(shown, columns, strict=True)
    lines = [
        _lines(cell, column.width) for cell, column in cells_and_columns if isinstance(cell, str) and column.printed
    ]
    return min(_TALLEST, _LINE * max(lines, default=1))


def _lines(cell: str, width: int) -> int:
    return max(1, len(textwrap.wrap(cell, int(width * _LETTERS))))


class _Sheets:
    """The sheets of one workbook, in one manner."""

    def __init__(self, book: Workbook, items: list[Extracted]) -> None:
        self.book = book
        self.items = items
        base = {
            "font_name": "Times New Roman",
            "font_size": _FONT,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.text = book.add_format(base | {"text_wrap": True})
        self.day = book.add_format(base | {"num_format": "dd/mm/yyyy", "align": "left"})
        self.number = book.add_format(base | {"align": "left"})
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#DCE6F1"}
        self.head = book.add_format(base | head)
        self.aside = book.add_format(base | head | {"bold": False, "bg_color": "#F2F2F2"})
        self.label = book.add_format(base | {"bold": True, "text_wrap": True})

    def records(
        self,
        name: str,
        columns: tuple[Column[Record], ...],
        lists: list[tuple[Extracted, tuple[tuple[int, Record], ...]]],
    ) -> None:
        """Add a sheet with one row a record, its head frozen, filtered and repeated on every page."""
        sheet = self.book.add_worksheet(name)
        columns = _arranged(columns) if len(self.items) > 1 else columns
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, self.head if column.printed else self.aside)
        row = 0
        for item, found in lists:
            for shown in cells(columns, item, found):
                row += 1
                sheet.set_row(row, _height(shown, columns))
                for at, cell in enumerate(shown):
                    self._write(sheet, row, at, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
        sheet.repeat_rows(0)
        printed = sum(column.printed for column in columns)
        sheet.print_area(0, 0, max(row, 1), printed - 1)
        self._page(sheet, name)

    def documents(self, name: str) -> None:
        """Add a sheet that says which documents the lists come from, and what each document says of itself."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, _FACTS_WIDTH)
        row = 0
        for item in self.items:
            cited: dict[str, str] = {}
            for citation in item.plan.document.citations:
                cited.setdefault(citation.number, f"{citation.number} ({wording.RELATIONS[citation.relation]})")
            lines = [
                *wording.facts(item.plan),
                ("Viện dẫn", "; ".join(cited.values())),
                ("Tóm tắt", "; ".join(wording.counts(item.plan))),
                ("SHA-256", item.plan.source.sha256),
            ]
            for label, text in ((label, text) for label, text in lines if text):
                self._write(sheet, row, 0, label, self.label)
                self._write(sheet, row, 1, text)
                sheet.set_row(row, _LINE * _lines(text, _FACTS_WIDTH))
                row += 1
            row += 1
        self._page(sheet, name)

    def _write(
        self, sheet: Worksheet, row: int, at: int, cell: str | float | date | None, form: Form | None = None
    ) -> None:
        if cell is None or cell == "":
            sheet.write_blank(row, at, None, form or self.text)
        elif isinstance(cell, date):
            sheet.write_datetime(row, at, cell, self.day)
        elif isinstance(cell, str):
            fits = cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…"
            sheet.write_string(row, at, fits, form or self.text)
        else:
            sheet.write_number(row, at, cell, self.number)

    def _page(self, sheet: Worksheet, name: str) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)  # one page wide, as many as it takes
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        few = len(self.items) <= _NAMED
        titles = "; ".join(item.label for item in self.items) if few else f"{len(self.items)} văn bản"
        header = f"&L{titles.replace('&', '&&')}&R{name}"
        sheet.set_header(header if len(header) <= _LONGEST_HEADER else f"&R{name}")
        sheet.set_footer("&CTrang &P/&N")

"""What the sheets of every workbook have in common: fonts, cells that stay text, row heights, A4 landscape."""

from __future__ import annotations

import io
import textwrap
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format as Form
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Shown = str | int | float | date | None  # what a cell holds

_FONT, _SMALL = 12, 9  # points
LINE = 15.75  # points one line of it takes
_LETTERS = 1.22  # letters of it that fit where one digit of the default font does: the unit of column widths
TALLEST = 409  # points Excel allows a row
_A4 = 9  # the number by which Excel knows the paper
_LONGEST = 32_767  # characters Excel allows in a cell
_LONGEST_HEADER = 255  # characters Excel allows in a printed header
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  xlsx has no time zones; a fixed day makes equal input give equal bytes


@contextmanager
def workbook(title: str, content: io.BytesIO) -> Iterator[Workbook]:
    """Give a workbook whose bytes go to `content`; text stays text: nothing is read as formula, link or number."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": title, "created": _MADE})
        yield book


def lines(cell: str, width: float) -> int:
    """Return how many lines a text takes in a column of a width."""
    return sum(max(1, len(textwrap.wrap(line, int(width * _LETTERS)))) for line in cell.split("\n"))


def height(shown: Sequence[Shown], widths: Sequence[float], *, small: bool = False) -> float:
    """Return the height of a row in points: LibreOffice does not fit rows to wrapped text when it opens a file.

    A width of 0 keeps a cell from having a say. `small` letters are those of rows that are too tall otherwise.
    """
    share = _SMALL / _FONT if small else 1
    cells = ((cell, width / share) for cell, width in zip(shown, widths, strict=True) if width)
    return min(
        TALLEST, LINE * share * max((lines(cell, width) for cell, width in cells if isinstance(cell, str)), default=1)
    )


class Sheets:
    """The sheets of one workbook, in one manner."""

    def __init__(self, book: Workbook) -> None:
        """Take the book and make its formats."""
        self.book = book
        self.base = {
            "font_name": "Times New Roman",
            "font_size": _FONT,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.text = book.add_format(self.base | {"text_wrap": True})
        self.day = book.add_format(self.base | {"num_format": "dd/mm/yyyy", "align": "left"})
        self.number = book.add_format(self.base | {"align": "left"})
        self.small = book.add_format(self.base | {"text_wrap": True, "font_size": _SMALL})
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": "#DCE6F1"}
        self.head = book.add_format(self.base | head)
        self.aside = book.add_format(self.base | head | {"bold": False, "bg_color": "#F2F2F2"})
        self.label = book.add_format(self.base | {"bold": True, "text_wrap": True})

    def write(self, sheet: Worksheet, row: int, at: int, cell: Shown, form: Form | None = None) -> None:
        """Write one cell: text as text, days as days."""
        if cell is None or cell == "":
            sheet.write_blank(row, at, None, form or self.text)
        elif isinstance(cell, date):
            sheet.write_datetime(row, at, cell, form or self.day)
        elif isinstance(cell, str):
            fits = cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…"
            sheet.write_string(row, at, fits, form or self.text)
        else:
            sheet.write_number(row, at, cell, form or self.number)

    @staticmethod
    def listed(sheet: Worksheet, rows: int, columns: int, printed: int, frozen: int = 0) -> None:
        """Make a sheet a list: its head frozen, filtered and repeated on every page; the first columns are printed."""
        sheet.freeze_panes(1, frozen)
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.repeat_rows(0)
        sheet.print_area(0, 0, max(rows, 1), printed - 1)

    @staticmethod
    def page(sheet: Worksheet, name: str, titles: str) -> None:
        """Lay a sheet out for A4 landscape, one page wide, with what it is about above and the page below."""
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)  # one page wide, as many as it takes
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        header = f"&L{titles.replace('&', '&&')}&R{name}"
        sheet.set_header(header if len(header) <= _LONGEST_HEADER else f"&R{name}")
        sheet.set_footer("&CTrang &P/&N")

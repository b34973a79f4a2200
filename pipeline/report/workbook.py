"""The workbook that staff filter, fill in and print: `xlsx`, A4 landscape, dates as dates."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeVar

from pipeline.report import wording
from pipeline.report.columns import FINDINGS, TARGETS, TASKS, Column, cells
from pipeline.report.sheets import LINE, Sheets, height, lines, workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xlsxwriter.workbook import Workbook

    from pipeline.report.extracted import Extracted, View

Record = TypeVar("Record")

_NAMED = 3  # documents, at most, that the printed header names
_FACTS_WIDTH = 110  # characters


def write(items: Iterable[Extracted], _view: View) -> Iterator[bytes]:
    """Yield the bytes of a workbook: sheets Nhiệm vụ, Chỉ tiêu, Phát hiện, Tài liệu."""
    documents = list(items)
    content = io.BytesIO()
    with workbook("Danh mục nhiệm vụ", content) as book:
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


class _Sheets(Sheets):
    """The lists of one or several documents."""

    def __init__(self, book: Workbook, items: list[Extracted]) -> None:
        super().__init__(book)
        self.items = items
        few = len(items) <= _NAMED
        self.titles = "; ".join(item.label for item in items) if few else f"{len(items)} văn bản"

    def records(
        self,
        name: str,
        columns: tuple[Column[Record], ...],
        lists: list[tuple[Extracted, tuple[tuple[int, Record], ...]]],
    ) -> None:
        """Add a sheet with one row a record."""
        sheet = self.book.add_worksheet(name)
        columns = _arranged(columns) if len(self.items) > 1 else columns
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, self.head if column.printed else self.aside)
        widths = [column.width if column.printed else 0 for column in columns]
        row = 0
        for item, found in lists:
            for shown in cells(columns, item, found):
                row += 1
                sheet.set_row(row, height(shown, widths))
                for at, cell in enumerate(shown):
                    self.write(sheet, row, at, cell)
        self.listed(sheet, row, len(columns), sum(column.printed for column in columns))
        self.page(sheet, name, self.titles)

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
            told = [
                *wording.facts(item.plan),
                ("Viện dẫn", "; ".join(cited.values())),
                ("Tóm tắt", "; ".join(wording.counts(item.plan))),
                ("SHA-256", item.plan.source.sha256),
            ]
            for label, text in ((label, text) for label, text in told if text):
                self.write(sheet, row, 0, label, self.label)
                self.write(sheet, row, 1, text)
                sheet.set_row(row, LINE * lines(text, _FACTS_WIDTH))
                row += 1
            row += 1
        self.page(sheet, name, self.titles)

"""The task list as a sheet any program opens: `csv`, safe and legible in Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pipeline.report.columns import TASKS, cells
from pipeline.report.extracted import Extracted, View, encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BOM = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for the Windows code page and garbles Vietnamese
_FORMULA = tuple("=+-@＝＋－＠\t\r\n")  # OWASP "CSV injection": a cell so begun is computed, not shown


def write(items: Iterable[Extracted], _view: View) -> Iterator[bytes]:
    """Yield UTF-8 with byte order mark, CRLF line ends, one row a task; dates are ISO.

    A cell that a spreadsheet would compute gets an apostrophe before it, which spreadsheets hide.
    """
    yield BOM + line([column.title for column in TASKS])
    for item in items:
        for row in cells(TASKS, item, item.tasks):
            yield line(["" if cell is None else safe(str(cell)) for cell in row])


def safe(cell: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell


def line(shown: list[str]) -> bytes:
    """Return one line of the sheet, ended as spreadsheets expect."""
    written = io.StringIO()
    csv.writer(written).writerow(shown)
    return encoded(written.getvalue())

"""Which formats a comparison of two plans has, and who writes each.

coverage_facts.py    what all of them tell: rows, counts     coverage_mends.py     what to mend
coverage_table.py    on a screen                             coverage_workbook.py  xlsx
coverage_page.py     html: summary and lists                 coverage_letter.py    docx, the form reviewers use
coverage_matrix.py   the matrix in it                        coverage_texts.py     the marked texts in it
coverage_filters.py  the filters in it
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import UsageError
from pipeline.report.coverage_facts import Comparison
from pipeline.report.extracted import View, encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.cover.model import Coverage, Document

_BINARY = ("xlsx", "docx")
FORMATS = ("table", "json", "html", *_BINARY)


def writer(form: str) -> Callable[[Coverage, Document, Document, View], Iterator[bytes]]:
    """Return the function that writes a format; raise `UsageError` when there is none of that name."""
    if form not in FORMATS:
        raise UsageError(f"no format named {form!r} for cover; choose one of {', '.join(FORMATS)}")
    return _WRITERS[form]


def _json(found: Coverage, _parent: Document, _child: Document, _view: View) -> Iterator[bytes]:
    yield encoded(found.model_dump_json(by_alias=True, indent=2) + "\n")


def _table(found: Coverage, parent: Document, child: Document, view: View) -> Iterator[bytes]:
    from pipeline.report.coverage_table import write

    yield from write(Comparison(found, parent, child), view)


def _file(form: str, module: str) -> Callable[[Coverage, Document, Document, View], Iterator[bytes]]:
    def write(found: Coverage, parent: Document, child: Document, view: View) -> Iterator[bytes]:
        if form in _BINARY and view.colours:  # colours are for a terminal
            raise UsageError(f"--format {form} is no text for a terminal; give -o FILE.{form}")
        pieces: Iterator[bytes] = import_module(f"pipeline.report.{module}").write(Comparison(found, parent, child))
        yield from pieces

    return write


_WRITERS = {
    "table": _table,
    "json": _json,
    "html": _file("html", "coverage_page"),
    "xlsx": _file("xlsx", "coverage_workbook"),
    "docx": _file("docx", "coverage_letter"),
}

"""The corpus as digital PDF: the same records as from the text, each with its page and its box; and real PDF files."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from same_records import Record, head, records

from pipeline.documents import Plan, SourceText
from pipeline.normalise import normalise
from pipeline.read import read_path
from pipeline.report.records import record
from pipeline.run import extract
from pipeline.syllables import is_syllable

CORPUS = Path(__file__).parent.parent / "corpus"
PRINTED = sorted(path for path in (CORPUS / "forms").glob("*.pdf") if ".scan" not in path.name)
_NOISE = re.compile(r" \d(?= \w)| tt nhiệm vụ cụ thể .*? thời hạn")  # page numbers, a header, in the text alone


@cache
def _of(path: Path) -> tuple[SourceText, Plan]:
    source = read_path(path)
    return source, extract(source)


def _text_of(printed: Path) -> Path:
    return next(path for path in CORPUS.glob(f"{printed.name.split('.')[0]}.*") if path.is_file())


def _told(plan: Plan) -> list[Record]:
    return [one._replace(action=" ".join(_NOISE.sub(" ", one.action).split())) for one in records(plan)]


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.name)
def test_a_pdf_gives_the_records_of_its_text(path: Path) -> None:
    _, plan = _of(path)
    _, expected = _of(_text_of(path))
    assert _told(plan) == _told(expected)
    assert [target.text.split() for target in plan.targets] == [target.text.split() for target in expected.targets]
    assert plan.document.implements == expected.document.implements
    if ".writer." not in path.name:  # Writer prints the head as a web page shows it
        assert head(plan) == head(expected)
    assert [one.code for one in plan.findings] == [one.code for one in expected.findings]


def test_the_corpus_holds_what_makes_tables_of_pdf_hard() -> None:
    sources = [_of(path)[0] for path in PRINTED]
    assert max(len(source.pages) for source in sources) >= 7
    wide = {line.box.page for source in sources for line in source.lines if line.box.x1 > 600}
    assert wide  # an appendix in landscape
    merged = [
        cell
        for source in sources
        for block in source.blocks
        if block.kind == "table"
        for row in block.rows
        for cell in row.cells
        if cell.columns > 1
    ]
    assert merged


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.name)
def test_every_record_knows_its_page_and_box(path: Path) -> None:
    source, plan = _of(path)
    pdf = PdfDocument(path)
    texts = [page.get_textpage() for page in pdf]
    for span in (span for task in plan.tasks for span in (task.span, *(body.span for body in task.leads))):
        assert span.page == span.boxes[0].page
        first, last = source.text[span.start : span.end].split()[0], source.text[span.start : span.end].split()[-1]
        for word, box in ((first, span.boxes[0]), (last, span.boxes[-1])):
            height = pdf[box.page - 1].get_height()
            shown = texts[box.page - 1].get_text_bounded(box.x0 - 1, height - box.bottom, box.x1 + 1, height - box.top)
            assert word.rstrip(".,;:") in " ".join(shown.split()), (path.name, word, box)


def test_boxes_are_printed_for_pdf_and_for_nothing_else() -> None:
    _, of_pdf = _of(PRINTED[0])
    _, of_text = _of(_text_of(PRINTED[0]))
    span = record(of_pdf)["tasks"][0]["span"]
    assert set(span) == {"start", "end", "page", "boxes"}
    assert set(span["boxes"][0]) == {"page", "x0", "top", "x1", "bottom"}
    assert '"boxes"' not in json.dumps(record(of_text))


def test_a_span_between_lines_has_the_boxes_of_both() -> None:
    source, _ = _of(PRINTED[0])
    normal = normalise(source)
    first, second = source.lines[-2:]
    boxes = list(normal._boxes(first.end - 1, second.start + 1))
    assert [box.top for box in boxes] == [first.box.top, second.box.top]
    assert list(normal._boxes(first.end, first.end)) == []


def test_pages_and_lines_cover_the_text() -> None:
    for path in PRINTED:
        source, _ = _of(path)
        printed = sum(line.end - line.start for line in source.lines)
        between = len(re.findall(r"\s|\|", source.text))
        assert printed <= len(source.text) <= printed + between
        assert [span.page for span in source.pages] == list(range(1, len(source.pages) + 1))


# ── real files ────────────────────────────────────────────────────────────────────────────────────

REAL = ("877-qd-btp.pdf", "bimson-kh-ubnd.pdf")


def _words_of_pdfium(path: Path) -> list[str]:
    """Return the words as pdfium parts them, page numbers left out; it knows nothing of layout."""
    texts = (page.get_textpage().get_text_range() for page in PdfDocument(path))
    pages = [text.replace("\ufffe", "-").split() for text in texts]
    return list(chain.from_iterable(words[words[0] == str(number) :] for number, words in enumerate(pages, 1)))


@pytest.mark.parametrize("name", REAL)
def test_no_blank_and_no_mark_of_a_real_file_is_lost(real: Path, name: str) -> None:
    path = real / "docs" / name
    source = read_path(path)
    ours = source.text.split()
    letters = [word.strip(".,;:()“”/") for word in ours]
    strange = {word for word in letters if word.isalpha() and not is_syllable(word)}
    assert {word for word in strange if not word.isupper()} <= {"Internet", "internet", "Vanpt"}
    missing = set(_words_of_pdfium(path)) - set(ours)
    assert missing <= {"/KH-UBND", "("}  # one is filled in by a stamp, the other nobody sees


def test_a_number_and_a_day_that_stamps_fill_in_are_read(real: Path) -> None:
    _, plan = _of(real / "docs" / "bimson-kh-ubnd.pdf")
    assert (plan.document.number, plan.document.issued_on) == ("3070/KH-UBND", "2024-09-09")
    assert plan.document.signer == "Trịnh Tuấn Thành"


def test_a_real_decision_is_read_paragraph_by_paragraph(real: Path) -> None:
    source, plan = _of(real / "docs" / "877-qd-btp.pdf")
    lines = source.text.splitlines()
    assert len(lines) == 25  # as a person counts its paragraphs, items and lines of head and foot
    assert [line for line in lines if line.startswith("Điều")] == [
        line for line in lines if re.match(r"Điều \d\. ", line)
    ]
    assert (plan.document.number, plan.document.issuer and plan.document.issuer.agency) == ("877/QĐ-BTP", "bo-tu-phap")

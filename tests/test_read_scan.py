"""Scans and pictures: the text that OCR reads, and the records that come out of it."""

from __future__ import annotations

import contextlib
import io
import shutil
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image

from pipeline.cli import main
from pipeline.documents import Plan, SourceText, Table, Task
from pipeline.errors import InputError
from pipeline.read import read_bytes
from pipeline.read.parts import join
from pipeline.run import extract, read_source
from pipeline.scans import models
from pipeline.scans.watching import watcher

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
FORMS = CORPUS / "forms"
_ALIKE = 0.97  # share of the letters of a text that OCR of a fair scan gets right

pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")


@pytest.fixture(scope="module")
def scanned() -> SourceText:
    """Return a plan of three pages, a little askew and speckled, with a seal."""
    return read_source(FORMS / "kh-15-xa-an-binh.scan.pdf")


@pytest.fixture(scope="module")
def plan(scanned: SourceText) -> Plan:
    """Return what is read in it."""
    return extract(scanned)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.lower()))


def test_the_text_of_a_scan_is_nearly_that_of_the_document(scanned: SourceText) -> None:
    truth = letters(read_source(CORPUS / "kh-15-xa-an-binh.txt").text)
    alike = SequenceMatcher(None, truth, letters(scanned.text), autojunk=False).ratio()
    assert alike > _ALIKE
    assert scanned.ocr
    assert scanned.format == "pdf"


def test_the_tasks_of_a_scan_are_those_of_the_document(plan: Plan) -> None:
    expected = extract(read_source(CORPUS / "kh-15-xa-an-binh.txt"))
    assert plan.document.number == expected.document.number
    assert [len(task.leads) for task in plan.tasks] == [len(task.leads) for task in expected.tasks]
    ends = [(_end(task), _end(own)) for task, own in zip(plan.tasks, expected.tasks, strict=True)]
    assert all(found in {None, true} for found, true in ends)  # "Quý l]]" is left open rather than guessed
    assert sum(found == true for found, true in ends) >= len(ends) - 2


def _end(task: Task) -> str | None:
    return task.deadline.end if task.deadline else None


def test_every_record_has_its_page_and_its_words(plan: Plan, scanned: SourceText) -> None:
    for task in plan.tasks:
        assert task.span.page is not None
        words = " ".join(scanned.text[task.span.start : task.span.end].split())
        assert SequenceMatcher(None, letters(words), letters(task.action), autojunk=False).ratio() > _ALIKE


def test_that_a_machine_guessed_the_letters_is_said(plan: Plan) -> None:
    assert "read_by_ocr" in {one.code for one in plan.findings}
    assert plan.source.ocr


def test_a_picture_is_read_like_a_page() -> None:
    found = extract(read_source(FORMS / "qd-318-vinh-long.jpg"))
    assert found.document.number == "318/QĐ-UBND"
    assert found.source.format == "image"


def test_a_picture_without_letters_is_said_to_have_no_text(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("L", (800, 1100), 255).save(picture, "PNG")
    path = tmp_path / "blank.png"
    path.write_bytes(picture.getvalue())
    assert "no_text" in {one.code for one in extract(read_source(path)).findings}


def test_a_picture_that_breaks_off_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes((FORMS / "qd-318-vinh-long.jpg").read_bytes()[:400])
    assert {"no_text", "page_damaged"} <= {one.code for one in extract(read_source(path)).findings}


def test_without_the_vietnamese_model_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(models, "_MODELS", ())
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert main(["extract", str(FORMS / "qd-318-vinh-long.jpg")]) == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in error


def test_each_word_that_was_mended_is_kept_beside_what_was_read(
    scanned: SourceText, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scanned.repairs
    for repair in scanned.repairs:
        assert scanned.quote(repair.span) != repair.seen
        assert repair.span.page is not None
    joined = join([scanned, scanned])
    assert [joined.quote(repair.span) for repair in joined.repairs] == 2 * [
        scanned.quote(repair.span) for repair in scanned.repairs
    ]
    assert main(["explain", str(FORMS / "kh-15-xa-an-binh.scan.pdf")]) == 0
    first = scanned.repairs[0]
    assert f"{first.seen} → {scanned.quote(first.span)}" in capsys.readouterr().out


def test_pages_are_told_as_they_are_read() -> None:
    told: list[tuple[int, int]] = []
    before = watcher.set(lambda done, total: told.append((done, total)))
    try:
        read_source(FORMS / "qd-318-vinh-long.scan.pdf")
    finally:
        watcher.reset(before)
    assert told == [(1, 2), (2, 2)]


def test_the_cells_of_scanned_tables_are_those_of_the_document(scanned: SourceText) -> None:
    (table,) = (block for block in scanned.blocks if isinstance(block, Table))
    rows = [[" ".join(map(scanned.quote, cell.parts)) for cell in row.cells] for row in table.rows]
    assert [len(row) for row in rows] == 7 * [5]
    assert [row[0].rstrip(".") for row in rows] == ["STT", "1", "2", "3", "4", "5", "6"]
    assert rows[0][1:3] == ["Công việc", "Bộ phận chủ trì"]
    assert rows[3][1:] == ["Cân đo, đánh giá dinh dưỡng học sinh", "Trạm Y tế xã", "các trường", "Tháng 9 hằng năm"]


def test_damaged_pictures_give_one_line_or_a_finding() -> None:
    tiff = io.BytesIO()
    Image.new("L", (200, 300), 255).save(tiff, "TIFF", save_all=True, append_images=[Image.new("L", (200, 300), 255)])
    data = tiff.getvalue()
    for at in range(4, len(data), len(data) // 12):  # the heads of both pages among it
        with contextlib.suppress(InputError):
            read_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :] if at % 2 else data[:at], "x.tiff")


@pytest.mark.parametrize("side", [12_000, 20_000])
def test_a_picture_too_large_to_be_a_page_is_refused(side: int) -> None:
    bomb = io.BytesIO()
    Image.new("1", (side, side)).save(bomb, "PNG")
    with pytest.raises(InputError, match=r"a picture .*; scan it at 300 dpi"):
        read_bytes(bomb.getvalue(), "bom.png")

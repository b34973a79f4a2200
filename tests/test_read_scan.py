"""Scans and pictures: the text that OCR reads, and the records that come out of it."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
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
from pipeline.scans import models, reading
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


@pytest.mark.parametrize("form", ["scan.pdf", "tiff"])
def test_a_roman_number_with_broken_strokes_is_counted_in_the_picture(form: str) -> None:
    source = read_source(FORMS / f"kh-15-xa-an-binh.{form}")
    assert "trong Quý III/2026" in " ".join(source.text.split())


def test_a_file_of_several_pictures_is_read_page_by_page() -> None:
    found, expected = (
        extract(read_source(path)) for path in (FORMS / "kh-15-xa-an-binh.tiff", CORPUS / "kh-15-xa-an-binh.txt")
    )
    assert (found.source.format, found.source.pages) == ("image", 3)
    assert found.document.number == expected.document.number
    assert len(found.tasks) == len(expected.tasks)
    ends = [(_end(task), _end(own)) for task, own in zip(found.tasks, expected.tasks, strict=True)]
    assert all(seen in {None, true} for seen, true in ends)
    assert sum(seen == true for seen, true in ends) >= len(ends) - 1


def test_a_picture_in_black_and_white_is_read() -> None:
    assert extract(read_source(FORMS / "qd-318-vinh-long.png")).document.number == "318/QĐ-UBND"


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


_PEAK = """
import resource, sys
from pipeline.read import read_path
source = read_path(sys.argv[1])
assert source.ocr and len(source.pages) == 3
unit = 1024 if sys.platform == "linux" else 1
print(*(resource.getrusage(who).ru_maxrss * unit for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
def test_of_a_scan_of_60_mb_no_process_holds_more_than_a_copy_or_two(tmp_path: Path) -> None:
    small, large = FORMS / "kh-15-xa-an-binh.scan.pdf", tmp_path / "lớn.pdf"
    unused = b"\n999 0 obj\n<</Length 60000000>>\nstream\n%b\nendstream\nendobj\n" % (os.urandom(1_000_000) * 60)
    large.write_bytes(small.read_bytes() + unused)

    def peaks(path: Path) -> list[int]:
        command = [sys.executable, "-c", _PEAK, str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CORPUS.parent).stdout
        return [int(peak) for peak in told.split()]

    before, after = peaks(small), peaks(large)
    assert all(peak - other < 3 * 60_000_000 for peak, other in zip(after, before, strict=True)), (before, after)


def test_of_a_large_file_fewer_processes_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    data = (FORMS / "kh-15-xa-an-binh.scan.pdf").read_bytes()
    started: list[Sequence[int]] = []

    class Worker(reading._Worker):
        def __init__(self, data: bytes, form: str, numbers: Sequence[int]) -> None:
            started.append(numbers)
            super().__init__(data, form, numbers)

    monkeypatch.setattr(reading, "_Worker", Worker)
    monkeypatch.setattr(reading, "_cores", lambda: 3)
    monkeypatch.setattr(reading, "_MOST_BYTES", len(data) + 1)
    assert [page.number for page in reading.pages_of(data, "pdf", [1, 2])] == [1, 2]
    assert started == [[1, 2]]

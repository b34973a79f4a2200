"""Bad input: what cannot be read is refused in one line, and nothing that can be read hangs."""

from __future__ import annotations

import codecs
import io
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from pipeline import read
from pipeline.errors import InputError
from pipeline.normalise import normalise
from pipeline.read import read_bytes, read_path, read_text
from pipeline.segment import segment
from pipeline.segment.tree import TreeBuilder

TEXT = "Sở Y tế chủ trì, phối hợp với Sở Tài chính."


def _refused(path: str | Path) -> str:
    with pytest.raises(InputError) as raised:
        read_path(path)
    message = str(raised.value)
    assert "\n" not in message
    assert ": " in message  # place, fault, remedy
    assert "; " in message
    return message


# ── files that cannot be read ─────────────────────────────────────────────────────────────────────


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert _refused(tmp_path / "kh.txt") == f"{tmp_path / 'kh.txt'}: no such file; check the path"


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    assert _refused(tmp_path) == f"{tmp_path}: this is a folder; name the documents in it"


def test_a_folder_in_the_place_of_a_file_on_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "kh.txt").write_text(TEXT, encoding="utf-8")
    assert "kh.txt/a.txt: cannot be read" in _refused(tmp_path / "kh.txt" / "a.txt")


def test_an_unreadable_file_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kh.txt"
    path.write_text(TEXT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _refused(path) == f"{path}: cannot be read (Permission denied); check the path and the rights"


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "cannot be read" in _refused("kh\x00.txt")


def test_a_very_long_name_is_refused() -> None:
    assert "cannot be read" in _refused("k" * 5_000)


@pytest.mark.parametrize("given", ["file", "bytes", "input"])
def test_a_document_that_is_too_large_is_refused_unread(
    given: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr(read, "LARGEST", 20)
    monkeypatch.setattr(sys, "stdin", Stdin)
    path = tmp_path / "kh.txt"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="larger than 0 MB; give one document, not an archive of them"):
        read_bytes(TEXT.encode(), "kh.txt") if given == "bytes" else read_path("-" if given == "input" else path)


@pytest.mark.parametrize(
    "head",
    [b"%PDF-1.7\n1 0 obj", b"\xef\xbb\xbf%PDF-1.4 obj", b"\xff\xd8\xff\xe0", b"II*\x00"],
    ids=["PDF", "mark", "JPEG", "TIFF"],
)
@pytest.mark.parametrize("given", ["file", "bytes", "input"])
def test_a_scan_may_be_larger_than_a_text(
    given: str, head: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "LARGEST", 20)
    monkeypatch.setattr(read, "LARGEST_SCAN", 3_000)
    path = tmp_path / "quét.pdf"
    for size, told in ((2_999, "damaged beyond reading"), (3_001, "larger than 0 MB; scan it in grey at 300 dpi")):
        data = head + bytes(size - len(head))
        path.write_bytes(data)
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(data)}))
        with pytest.raises(InputError, match=told):
            read_bytes(data, "quét.pdf") if given == "bytes" else read_path("-" if given == "input" else path)


def test_the_largest_scan_is_larger_than_those_that_offices_sign() -> None:
    assert read.LARGEST <= 20_000_000
    assert read.LARGEST_SCAN >= 100_000_000


def test_a_pipe_that_never_ends_is_read_no_further_than_the_largest_document(monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no endless file here")
    monkeypatch.setattr(read, "LARGEST", 1_000)
    assert "larger than" in _refused("/dev/zero")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "the file is empty"),
        (codecs.BOM_UTF8, "the file is empty"),
        (b"%PDF-1.4", "this PDF is damaged beyond reading"),
        (b"PK\x03\x04word/document.xml", "the archive is damaged"),
        (bytes(range(256)) * 8, "neither UTF-8, UTF-16 nor Windows-1258 text"),
        ("Процедура".encode("koi8-r") * 9, "neither UTF-8, UTF-16 nor Windows-1258 text"),
    ],
    ids=["empty", "mark", "PDF", "Word", "binary", "Russian"],
)
def test_what_is_no_text_is_refused_by_its_path(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "văn bản.txt"
    path.write_bytes(data)
    assert _refused(path).startswith(f"{path}: {fault}")


@pytest.mark.parametrize("mark", ["\u0301", "\u0301\u0323", "\u064b"])
def test_accents_without_end_on_one_letter_are_refused_at_once(mark: str) -> None:
    text = "Sở" + mark * MEGABYTE
    for name, data in (("kh.txt", text.encode()), ("kh.html", f"<html><p>S&#7903;{mark * 900}".encode())):
        with pytest.raises(InputError, match=f"^{name}: a hundred accents in a row at character"):
            read_bytes(data, name)
    with pytest.raises(InputError, match="accents in a row"):
        read_bytes(b"<html><p>a" + b"&#769;" * 900, "kh.html")


# ── documents with little in them ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "---", "12", "|", "|\n|", "*", "#", ">", "\u200b", "\t\u00a0", "\f", "."]
)
def test_a_text_with_next_to_nothing_has_an_outline(text: str) -> None:
    normal = normalise(read_text(text))
    assert len(segment(normal).blocks) == len(normal.blocks)


@pytest.mark.parametrize(
    "text",
    ["\ud800 Sở Y tế", "Sở\udfff", "\ufffe\uffff", "\U0010ffff", "🇻🇳👩‍👩‍👧 Sở Y tế", "שלום Sở"],
    ids=["high surrogate", "low surrogate", "no characters", "last code point", "joined emoji", "right to left"],
)
def test_odd_characters_are_kept(text: str) -> None:
    normal = normalise(read_text(text))
    assert len(normal.key) == len(normal.text)
    assert segment(normal).blocks


# ── nothing hangs ─────────────────────────────────────────────────────────────────────────────────

SECONDS = 30.0  # of computing; the slowest takes two, what is quadratic takes hours
MEGABYTE = 1_000_000


def _repeated(text: str, size: int = MEGABYTE // 2) -> str:
    return text * (size // len(text))


STRETCHED = {
    "one line": _repeated("Sở Y tế chủ trì, phối hợp với các xã; ", 5 * MEGABYTE),
    "one word": "a" * 5 * MEGABYTE,
    "blank lines": "\n" * 200_000,
    "blanks": " " * MEGABYTE + "a" + " " * MEGABYTE,
    "empty items": "a) \n" * 100_000,
    "items": "a) một việc;\n" * 30_000,
    "stars": "*" * MEGABYTE,
    "emphasis": _repeated("* a **b* "),
    "rules": _repeated("_____\n"),
    "one rule": "-" * MEGABYTE,
    "lines of pipes": "|\n" * (MEGABYTE // 2),
    "cells without a seam": _repeated("|\nx\n", 200_000),
    "numbered rows of pipes": "".join(f"|\n{number}\n|\nViệc\n|\n" for number in range(8_000)),
    "one piped row": _repeated("| a ", 200_000),
    "piped rows": _repeated("| a | b |\n", 200_000),
    "piped tables": _repeated("| a | b |\n\nx\n", 80_000),
    "a tabbed row without end": "\t1\n\ta\n\tb\n" + "\ta\n" * 100_000,
    "tabbed tables": _repeated("\t1\n\ta\n\tb\n\nx\n\n", 100_000),
    "tabbed lines": "TT\tViệc\tHạn\n" + _repeated("1\ta\tb\n", 50_000),
    "tabs": "a\t" * 200_000,
    "numbers": _repeated("1."),
    "dates": _repeated("l/"),
    "quarters": _repeated("quý l "),
    "letters for digits": _repeated("lo"),
    "open syllables": _repeated("oà"),
    "lists in lists": "\n".join(("- Việc:", "+ Việc:", "* Việc:", "(1) Việc:", "a) Việc:", "1.1. Việc:") * 3_000),
    "items inside a paragraph": "1. Giao: " + "(1) a; (2) b; " * 30_000,
    "headings": "#" * MEGABYTE,
    "quotations": _repeated("> "),
    "escapes": _repeated("\\*"),
    "entities": _repeated("&amp;"),
    "line breaks": _repeated("<br>"),
    "less than": "<" * MEGABYTE,
    "marks": _repeated("a" + "\u0301\u0323" * 49, 300_000),
    "decomposed": _repeated(unicodedata.normalize("NFD", "Uỷ ban nhân dân tỉnh hướng dẫn\n"), 300_000),
    "characters without width": "\u200b" * MEGABYTE,
    "ends of sentences": _repeated('."'),
    "closing quotes": "a." + '"' * MEGABYTE,
    "lines in capitals": _repeated("KẾ HOẠCH PHÁT TRIỂN KINH TẾ BIỂN\n"),
    "wrapped lines": _repeated("Thực hiện chương trình phát triển kinh tế biển của tỉnh trong\n"),
    "capitals and small letters": _repeated("1. KẾ HOẠCH PHÁT TRIỂN BIỂN VÀ ĐẢO\nThực hiện chương trình kinh tế\n"),
    "pages": _repeated("a\f"),
    "appendices": "PHỤ LỤC\n" * 10_000,
    "recipients": "Nơi nhận:\n" * 10_000,
    "titles": "KẾ HOẠCH\n\n" * 10_000,
    "furniture": "Các tin khác\n" * 20_000,
}


@pytest.mark.parametrize("name", STRETCHED)
def test_stretched_input_is_read_and_segmented_in_time(name: str) -> None:
    began = time.process_time()
    normal = normalise(read_text(STRETCHED[name]))
    TreeBuilder(normal, 0).build()
    assert time.process_time() - began < SECONDS


PAGES = {
    "paragraphs": "<p>Sở Y tế</p>" * 10_000,
    "line breaks": "<p>" + "a<br>" * 50_000,
    "unclosed emphasis": "<b>" * 5_000 + "a",
    "unclosed cells": "<table>" + "<tr><td rowspan=100 colspan=100>a<td>b" * 3_000,
    "tables in tables": "<table><tr><td>" * 3_000 + "a",
    "articles": "<article>" * 3_000 + "a" * 500,
    "attributes": "<p " + "a=b " * 100_000 + ">Sở",
    "entities": "&amp;" * 100_000,
    "comments": "<!-- " * 100_000,
    "open tags": "<" * 300_000,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_stretched_page_is_read_in_time(name: str) -> None:
    began = time.process_time()
    normalise(read_bytes(f"<html><body>{PAGES[name]}".encode(), "trang.html"))
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    "data",
    [b"\xe1\xba" * MEGABYTE, b"\x80" * MEGABYTE, b"\xff\xfe" + b"\x00\xd8" * MEGABYTE, b"a\x00" * MEGABYTE],
    ids=["cut UTF-8", "control", "surrogates", "UTF-16"],
)
def test_stretched_bytes_are_decoded_or_refused_in_time(data: bytes) -> None:
    began = time.process_time()
    said = ""
    try:
        read_bytes(data, "kh.txt")
    except InputError as error:
        said = str(error)
    assert len(said) < 200
    assert time.process_time() - began < SECONDS

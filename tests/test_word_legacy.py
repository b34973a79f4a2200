"""Old Word files and RTF: read through LibreOffice, which neither runs macros nor follows links."""

from __future__ import annotations

import os
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.read import read_bytes, read_path
from pipeline.read.word import legacy

FORMS = Path(__file__).parent.parent / "corpus" / "forms"
office = pytest.mark.skipif(
    not shutil.which("soffice") and os.environ.get("CI") != "true", reason="libreoffice-writer is not there"
)
RTF = r"{\rtf1\ansi S\u7903? Y t\u7871? ch\u7911? tr\u236?\par}"


def _refused(data: bytes) -> str:
    with pytest.raises(InputError) as raised:
        read_bytes(data, "kh.doc")
    message = str(raised.value)
    assert re.fullmatch(r"kh\.doc: [^\n]+; [^\n]+", message)  # place, fault, remedy
    return message


def _ole(*streams: str, fib: bytes = b"") -> bytes:
    """Return what the start and the directory of an OLE file look like, with a sector of text."""
    names = b"".join(f"{name}\0".encode("utf-16-le") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + fib.ljust(512, b"\0") + names.ljust(1024, b"\0")


@office
def test_rtf_is_read_whatever_its_name() -> None:
    source = read_bytes(RTF.encode(), "kh.txt")
    assert (source.text, source.format, source.findings) == ("Sở Y tế chủ trì\n", "rtf", ())


@office
def test_two_old_files_are_read_at_the_same_time() -> None:
    path = FORMS / "cv-1127-byt-pb.doc"
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(read_path, [path, path])
    assert first == second
    assert first.format == "doc"


@office
def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_bytes(RTF.encode(), "kh.rtf")
    assert list(tmp_path.iterdir()) == []


@office
def test_links_are_not_followed() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(str(self.rfile.readline()))

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    links = [
        (instruction, f"{address}/a.png") for instruction in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8")
    ]
    links += [(instruction, Path(__file__).as_uri()) for instruction in ("INCLUDETEXT", "LINK Word.Document.8")]
    fields = "".join(
        rf'{{\field{{\*\fldinst {instruction} "{target}"}}{{\fldrslt k\u7871?t qu\u7843?}}}}'
        for instruction, target in links
    )
    try:
        source = read_bytes(rf"{{\rtf1\ansi{{\*\template {address}/t.dot}} A {fields}\par}}".encode(), "kh.rtf")
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
    assert source.text.startswith("A")
    assert "chủ trì" not in source.text  # words of this file


def test_the_package_to_install_is_named_where_libreoffice_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "install the Debian package libreoffice-writer" in _refused(RTF.encode())


def _program(folder: Path, script: str) -> None:
    (folder / "soffice").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "soffice").chmod(0o755)


def test_a_conversion_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _program(tmp_path, f"sleep 600 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(legacy, "SECONDS", 1)
    assert "has not read it in 1 seconds" in _refused(RTF.encode())
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or " Z " in state.read_text(encoding="utf-8")


@pytest.mark.parametrize("made", ["exit 0", 'mkdir made; echo "no archive" > made/document.docx'])
def test_what_libreoffice_makes_nothing_of_is_refused(
    made: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _program(tmp_path, made)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert "LibreOffice cannot read it; open it in Word" in _refused(RTF.encode())


def test_an_old_file_behind_a_password_is_refused() -> None:
    fib = b"\xec\xa5\xc1\x00".ljust(10, b"\0") + b"\x00\x13"
    assert "protected by a password" in _refused(_ole("WordDocument", fib=fib))
    assert "protected by a password" in _refused(_ole("EncryptionInfo", "EncryptedPackage"))


def test_an_old_office_file_that_is_no_word_document_is_refused() -> None:
    assert "no Word document" in _refused(_ole("Workbook"))

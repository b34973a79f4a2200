"""Files that are not what they seem, or are made to do harm: one line or a finding, soon, and without a network."""

from __future__ import annotations

import random
import resource
import shutil
import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from samples import LETTERHEAD
from test_parts import packed

from pipeline.errors import InputError
from pipeline.read import read_bytes
from pipeline.run import extract

CHECKOUT = Path(__file__).resolve().parent.parent
ORDER = "II. NHIỆM VỤ\n1. Sở Nội vụ chủ trì xây dựng danh mục hồ sơ, hoàn thành trước ngày 30/6/2025.\n"
TEXT = f"{LETTERHEAD}\n{ORDER}"
PAGE = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
MEMORY, SECONDS = 1_500_000_000, 20  # of address space; of processor time


def _load(name: str) -> ModuleType:
    loader = SourceFileLoader(f"{name}_tool", str(CHECKOUT / "scripts" / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


fuzz = _load("fuzz")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("something wanted a network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


# ── what a file is, is told by what is in it ──────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["kh.docx", "kh.pdf", "kh.zip", "kh.png", "kh", "kh.txt.exe"])
def test_a_text_is_read_whatever_it_is_called(name: str) -> None:
    assert len(extract(read_bytes(TEXT.encode(), name)).tasks) == 1


def test_a_page_and_an_archive_are_known_by_their_content() -> None:
    assert read_bytes(f"<html><body>{PAGE}".encode(), "kh.txt").format == "html"
    assert [part.name for part in read_bytes(packed({"a.txt": TEXT}), "kh.docx").parts] == ["a.txt"]


@pytest.mark.parametrize("name", ["kh.txt", "kh.html", "kh.docx", "kh.pdf", "kh.zip", "kh.png"])
def test_a_file_of_no_bytes_is_empty_whatever_it_is_called(name: str) -> None:
    with pytest.raises(InputError, match=rf"^{name}: the file is empty; give a document with text$"):
        read_bytes(b"", name)


# ── what a file wants to have done ────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("no_network")
def test_nothing_a_page_links_to_is_fetched() -> None:
    links = (
        "<link rel=stylesheet href=http://203.0.113.1/a.css><img src=http://203.0.113.1/a.png>"
        "<iframe src=http://203.0.113.1/></iframe><script src=http://203.0.113.1/a.js></script>"
        "<object data=http://203.0.113.1/a></object><meta http-equiv=refresh content='0;url=http://203.0.113.1/'>"
    )
    source = read_bytes(f"<!DOCTYPE html SYSTEM 'http://203.0.113.1/a.dtd'><html>{links}{PAGE}".encode(), "kh.html")
    assert len(extract(source).tasks) == 1


BOMBS = {
    "tightly packed": packed({"kh.txt": b"0" * 40_000_000}),
    "archives in archives": packed({f"{n}.zip": packed({"a.zip": packed({"a.txt": TEXT})}) for n in range(16)}),
    "entries without end": packed({f"{number}/": b"" for number in range(12_000)}),
    "entities": ("<!DOCTYPE a [<!ENTITY a 'aaaa'>" + "".join(
        f"<!ENTITY a{n + 1} '&a{n or ''};&a{n or ''};&a{n or ''};&a{n or ''};'>" for n in range(40)
    ) + f"]><html>&a40;{PAGE}").encode(),
    "cells": ("<html><table>" + "<tr><td rowspan=65535 colspan=65535>a" * 10_000).encode(),
    "lists of links": ("<html>" + "<div>" * 3_000 + "<a href=/1>a</a>" * 10_000).encode(),
    "related news": ("<html>" + "<p>Sở Y tế họp giao ban.</p><p>Tin liên quan</p>" * 3_000).encode(),
    "an old font": ("Céng hßa x· héi chñ nghÜa ViÖt Nam " * 20_000).encode("windows-1252"),
    "lines in an old font": ("quyÕt ®Þnh\n" * 10_000).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_not_go_off(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bom.bin"
    path.write_bytes(BOMBS[name])
    good = tmp_path / "kh.txt"
    good.write_text(TEXT, encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    command = [sys.executable, "-m", "pipeline.cli", "extract", str(path), str(good), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, preexec_fn=limit, check=False)
    lines = done.stdout.decode().splitlines()
    assert '"12/KH-UBND"' in lines[-1]  # the rest of the batch goes on
    assert (done.returncode, len(lines)) in {(0, 2), (2, 1)}
    assert done.stderr.count(b"\n") == 2 - len(lines)
    assert b"internal error" not in done.stderr


# ── damage ────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_number_gives_the_same_damage() -> None:
    assert fuzz.damaged(1, 5, []) == fuzz.damaged(1, 5, [])
    assert len({fuzz.damaged(1, number, []) for number in range(20)}) == 20


def test_every_form_of_the_corpus_is_damaged() -> None:
    forms = {fuzz.form_of(fuzz.damaged(1, number, [])[0]) for number in range(200)}
    assert forms >= set(fuzz.files()) - fuzz.SLOW
    assert set(fuzz.files()) >= fuzz.SLOW - {"tif"}


@pytest.mark.parametrize("form", sorted(fuzz.PICTURES))
def test_pictures_are_damaged_so_that_a_decoder_does_not_see_it_at_once(form: str) -> None:
    (path, *_) = fuzz.files()[form]
    data = path.read_bytes()
    damaged = [fuzz.damaged_picture(data, random.Random(number)) for number in range(20)]  # noqa: S311  the same each time
    assert len(set(damaged) - {data}) >= 15
    assert all(one[:4] == data[:4] for one in damaged)
    assert fuzz.damaged_picture(data, random.Random(3)) == damaged[3]  # noqa: S311


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")
def test_damaged_pictures_and_scans_are_read_or_refused(capfd: pytest.CaptureFixture[str]) -> None:
    command = [
        sys.executable,
        str(CHECKOUT / "scripts" / "fuzz"),
        "--runs",
        "10",
        "--jobs",
        "1",
        "--seed",
        "3",
        "--only",
    ]
    done = subprocess.run([*command, "jpg", "png", "scan", "tiff"], check=False)
    out = capfd.readouterr().out
    assert done.returncode == 0, out
    assert {line.split()[0] for line in out.splitlines()[1:]} == fuzz.PICTURES


def test_damaged_documents_are_read_or_refused(capfd: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "fuzz", "--runs", "12", "--jobs", "1", "--seed", "7"], check=False
    )
    out = capfd.readouterr().out
    assert done.returncode == 0, out
    assert sum(int(line.split()[1]) for line in out.splitlines()[1:]) == 12


def test_a_fault_is_told_and_its_file_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = fuzz.argparse.Namespace(seed=1, only=[], keep=tmp_path / "kept", first=0, runs=1, seconds=None)
    fuzzer = fuzz.Fuzzer(asked)
    name, data = fuzz.damaged(1, 3, [])
    fuzzer._count(3, name, "read", "KeyError at html.py:7: 'a'")
    assert (tmp_path / "kept" / f"1-3-{name}").read_bytes() == data
    assert "run 3: " in capsys.readouterr().out
    assert list(fuzzer.lines())[1].split()[1:] == ["1", "0", "0", "1"]

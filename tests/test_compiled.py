"""Compiled grammars: what one run leaves for the next, and when the next may not take it."""

from __future__ import annotations

import atexit
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import compiled, grammar
from pipeline.compiled import Compiled

RULES = r"""
about: a test
rules:
  - id: quarter
    about: a quarter
    pattern: 'quý (?P<number>[ivx]+)'
    cases: [{text: Quý IV, match: Quý IV}, {text: quý cơ quan, match: ''}]
"""
TEXT, CONTENT = "about: a test", {"about": "a test"}


class Folder:
    """A cache folder and a folder of grammars, for runs that follow one another in this process."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cache = path / "kept" / "here"
        self.rules = path / "sample.yaml"
        monkeypatch.setenv("DONDOC_CACHE", str(self.cache))
        monkeypatch.setattr(grammar, "folder", lambda: path)
        monkeypatch.setattr(atexit, "register", lambda save: save)

    def run(self, text: str = RULES) -> list[str]:
        """Find quarters as a new run would, and leave behind what it leaves."""
        self.rules.write_text(text, encoding="utf-8")
        forget()
        found = grammar.load("sample").find("quý iv, tháng 5")
        compiled.compiled().save()
        return [hit.rule for hit in found]

    @property
    def file(self) -> Path:
        (file,) = self.cache.iterdir()
        return file


def forget() -> None:
    for known in (compiled.compiled, grammar.load, grammar.load_terms):
        known.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Folder]:
    yield Folder(tmp_path, monkeypatch)
    forget()


def never(*_args: object, **_kwargs: object) -> NoReturn:
    raise AssertionError("compiled anew")


def test_a_second_run_reads_and_compiles_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert folder.run() == ["quarter"]
    before = folder.file.read_bytes()
    monkeypatch.setattr(grammar, "_parsed", never)
    monkeypatch.setattr(regex, "compile", never)
    assert folder.run() == ["quarter"]
    assert folder.file.read_bytes() == before


def test_a_changed_grammar_is_read_and_compiled_anew(folder: Folder) -> None:
    assert folder.run() == ["quarter"]
    assert folder.run(RULES.replace("quý (?P<number>[ivx]+)", r"tháng \d+").replace("id: quarter", "id: month")) == [
        "month"
    ]
    assert folder.run() == ["quarter"]


def test_a_broken_file_is_ignored_and_replaced(folder: Folder) -> None:
    folder.run()
    whole = folder.file.read_bytes()
    folder.file.write_bytes(whole[: len(whole) // 2])
    assert folder.run() == ["quarter"]
    assert folder.file.read_bytes() == whole


def test_without_a_cache_no_file_is_written(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CACHE", "off")
    assert folder.run() == ["quarter"]
    assert not folder.cache.exists()


def test_a_folder_that_cannot_be_written_does_no_harm(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_CACHE", str(folder.rules / "below a file"))
    assert folder.run() == ["quarter"]


def test_without_a_name_the_file_stands_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DONDOC_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = compiled._path()
    assert path is not None
    assert path.parent == tmp_path / "dondoc"
    assert regex.__version__ in path.name


def test_a_file_cannot_make_the_program_call_anything(tmp_path: Path) -> None:
    path, trace = tmp_path / "kept.pickle", tmp_path / "trace"
    data = b"cpathlib\nPath.touch\n(cpathlib\nPath\n(V" + str(trace).encode() + b"\ntRtR."
    path.write_bytes(hashlib.sha256(data).digest() + data)
    assert Compiled(path).content("sample", TEXT) is None
    assert not trace.exists()


@given(st.binary(min_size=1, max_size=40), st.integers(min_value=0))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_of_which_a_byte_has_changed_is_ignored(tmp_path: Path, written: bytes, at: int) -> None:
    path = tmp_path / "kept.pickle"
    path.unlink(missing_ok=True)
    first = Compiled(path)
    first.keep("sample", TEXT, CONTENT)
    first.save()
    whole = path.read_bytes()
    at %= len(whole)
    path.write_bytes(whole[:at] + written + whole[at + len(written) :])
    assert Compiled(path).content("sample", TEXT) == (CONTENT if path.read_bytes() == whole else None)

"""A run over an archive: each content once, bad documents set aside, nothing lost when it is stopped."""

from __future__ import annotations

import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from pipeline.archive import files, job
from pipeline.archive.batch import Batch, Counts, Limits
from pipeline.cli import main
from pipeline.errors import UsageError
from pipeline.store import open_store
from pipeline.store.store import Store

CHECKOUT = Path(__file__).resolve().parent.parent
PLAN = (
    "ỦY BAN NHÂN DÂN TỈNH VĨNH LONG\nSố: {number}/KH-UBND\nVĩnh Long, ngày 12 tháng 3 năm 2026\n\n"
    "KẾ HOẠCH\nCấp nước\n\n"
    "II. NHIỆM VỤ\n\n1. Sở Xây dựng lắp đặt {number} bồn chứa, hoàn thành trước ngày 30/6/2026.\n"
)


def archive(folder: Path, count: int) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        (folder / f"{number:03}.txt").write_text(PLAN.format(number=number), encoding="utf-8")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "kho.db"), create=True)


def limits(seconds: float = 60, megabytes: int = 4096) -> Limits:
    return Limits(workers=2, seconds=seconds, megabytes=megabytes)


def numbers(store: Store) -> list[str]:
    """Return the numbers of the documents in a store, each as often as it is there."""
    return sorted(one.number or "" for one in store.documents())


# ── what is read ──────────────────────────────────────────────────────────────────────────────────


def test_each_content_is_read_once_whatever_its_name(tmp_path: Path, store: Store) -> None:
    folder = archive(tmp_path / "a", 5)
    (folder / "sâu").mkdir()
    shutil.copy(folder / "001.txt", folder / "sâu" / "cùng nội dung.txt")
    first = Batch(store, limits()).run([str(folder)])
    assert first == Counts(files=6, read=5, known=1, tasks=5)
    assert numbers(store) == [f"{number}/KH-UBND" for number in range(1, 6)]
    again = Batch(store, limits()).run([str(folder)])
    assert (again.read, again.known) == (0, 6)
    (folder / "002.txt").write_text(PLAN.format(number=77), encoding="utf-8")
    changed = Batch(store, limits()).run([str(folder)])
    assert (changed.read, changed.known) == (1, 5)


def test_pairs_are_judged_at_the_end(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "a"
    folder.mkdir()
    for name in ("qd-214-bnnmt.md", "kh-58-gia-lai.md"):
        shutil.copy(CHECKOUT / "corpus" / name, folder)
    assert Batch(store, limits()).run([str(folder)]).pairs == 1


def test_other_rules_read_everything_anew(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archive(tmp_path / "a", 2)
    Batch(store, limits()).run([str(folder)])
    monkeypatch.setattr(job, "rules_version", lambda: "other")
    assert Batch(store, limits()).run([str(folder)]).read == 2
    assert numbers(store) == ["1/KH-UBND", "2/KH-UBND"]


# ── names and folders ─────────────────────────────────────────────────────────────────────────────


def test_names_of_every_kind_are_found(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "Kho lưu trữ"
    folder.mkdir()
    names = [
        unicodedata.normalize("NFD", "Kế hoạch số 1 .txt"),
        "x" * 251 + ".txt",
        os.fsdecode(b"h\xff.txt"),
        "-o.txt",
    ]
    for number, name in enumerate(names, 1):
        (folder / name).write_text(PLAN.format(number=number), encoding="utf-8")
    (folder / ".hidden.txt").write_text("x", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    counts = Batch(store, limits()).run([str(folder)])
    assert (counts.files, counts.read, counts.aside) == (4, 4, 0)
    assert {one.name for one in store.documents()} == {str(folder / name) for name in names}


def test_patterns_and_missing_paths(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a", 12)
    assert len(files.find([f"{folder}/0*1.txt"]).files) == 2
    with pytest.raises(UsageError, match="there is no such file or folder"):
        files.find([str(tmp_path / "nowhere")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="there is no file to read"):
        files.find([str(tmp_path / "empty")])


# ── documents that break ──────────────────────────────────────────────────────────────────────────


def hostile(name: str, sha256: str, size: int, rules: str) -> tuple[bool, tuple[object, ...]]:
    """Break down on some documents as no document should be able to, and read the others."""
    number = int(Path(name).stem)
    if number == 2:
        ctypes.string_at(0)  # a segmentation fault
    if number == 4:
        time.sleep(600)
    if number == 6:
        try:
            bytearray(64 << 30)
        except MemoryError:
            os._exit(9)  # as the kernel's own killer would
    if number == 8:
        Path(name).write_text(PLAN.format(number=99), encoding="utf-8")  # changed while it is read
    return job.read(name, sha256, size, rules)


def test_a_crash_a_hang_a_bomb_and_a_changed_file_are_set_aside_and_the_rest_is_read(
    tmp_path: Path, store: Store
) -> None:
    folder = archive(tmp_path / "a", 12)
    (folder / "013.txt").write_bytes(b"")
    counts = Batch(store, limits(seconds=8), read=hostile).run([str(folder)])
    aside = {Path(one.name).name: (one.kind, one.error) for one in store.set_aside()}
    assert {name: kind for name, (kind, _) in aside.items()} == {
        "002.txt": "crash",
        "004.txt": "timeout",
        "006.txt": "crash",
        "008.txt": "input",
        "013.txt": "input",
    }
    assert "broke down" in aside["002.txt"][1]
    assert "not read within 8 seconds" in aside["004.txt"][1]
    assert "changed while it was read" in aside["008.txt"][1]
    assert (counts.read, counts.aside) == (8, 5)
    again = Batch(store, limits()).run([str(folder)], retry=True)
    assert (again.read, again.aside) == (4, 1)
    assert [Path(one.name).name for one in store.set_aside()] == ["013.txt"]


# ── stopped and gone on with ──────────────────────────────────────────────────────────────────────


def test_killed_at_any_moment_it_goes_on_and_nothing_is_lost_or_twice(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a", 120)
    address = tmp_path / "kho.db"
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(folder), "--store", str(address), "--workers", "2"]
    chance = random.Random(7)  # noqa: S311  the same moments in every run
    for _ in range(3):
        run = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            run.wait(timeout=chance.uniform(1.0, 5.0))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    store = open_store(str(address))
    assert sorted(numbers(store)) == sorted(f"{number}/KH-UBND" for number in range(1, 121))
    assert sum(one.tasks for one in store.documents()) == 120


def test_two_runs_at_once_both_finish_and_nothing_is_twice(tmp_path: Path) -> None:
    folder = archive(tmp_path / "a", 40)
    address = tmp_path / "kho.db"
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(folder), "--store", str(address), "--workers", "1"]
    runs = [
        subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(2)
    ]
    ends = [(run.communicate()[1], run.returncode) for run in runs]
    assert [code for _, code in ends] == [0, 0], ends
    assert len(numbers(open_store(str(address)))) == 40


# ── the command ───────────────────────────────────────────────────────────────────────────────────


def test_the_command_tells_what_became_of_the_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = archive(tmp_path / "a", 2)
    (folder / "003.txt").write_bytes(b"")
    log = tmp_path / "log.jsonl"
    arguments = ["batch", str(folder), "--store", str(tmp_path / "kho.db"), "--workers", "1", "--log", str(log)]
    assert main(arguments) == 1
    told = capfd.readouterr().out
    assert "Đang bị gác lại: 1" in told
    assert "003.txt" in told
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert sorted((Path(one["file"]).name, one["what"]) for one in lines) == [
        ("001.txt", "read"),
        ("002.txt", "read"),
        ("003.txt", "aside"),
    ]
    assert main(arguments) == 0
    assert "Không đổi, bỏ qua                  3" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "there is no such file or folder"),
        (["s3://bucket/archive"], "addresses are not read yet"),
        ([".", "--workers", "0"], "--workers 0: must be more than 0"),
        ([".", "--engine", "dask"], "--engine dask is not there yet"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", *arguments, "--store", str(tmp_path / "kho.db")]) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1

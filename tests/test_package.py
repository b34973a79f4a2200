"""The wheel, as a user gets it: built from the checkout, installed into an empty venv, run elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from samples import LETTERHEAD

from pipeline.store.schema import MIGRATIONS

LETTER = f"""{LETTERHEAD}
II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng danh mục hồ sơ lưu trữ, hoàn thành trước ngày 30/6/2025.
"""


@pytest.fixture(scope="module")
def uv() -> str:
    """Return the path of uv, which scripts/try and scripts/check put beside the running Python."""
    beside = Path(sys.executable).parent / "uv"
    assert beside.exists(), f"{beside} is not there: run scripts/check, which puts uv into .venv"
    return str(beside)


@pytest.fixture(scope="module")
def built(uv: str, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the sdist, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    # The environment has the locked hatchling, so nothing is downloaded to build with.
    run(uv, "build", "--no-build-isolation", "--python", sys.executable, "--out-dir", str(folder), str(checkout))
    return folder


@pytest.fixture(scope="module")
def installed(uv: str, built: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty venv into which the wheel was installed, with the locked versions of what it needs."""
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    run(uv, "venv", "--python", sys.executable, str(venv))
    (wheel,) = built.glob("*.whl")
    lock = str(checkout / "requirements.lock")
    run(uv, "pip", "install", "--python", str(venv / "bin" / "python"), "--constraints", lock, str(wheel))
    return venv


def test_the_wheel_carries_every_grammar_and_no_tests(built: Path, checkout: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    grammars = {
        f"pipeline/_grammars/{path.relative_to(checkout / 'grammars').as_posix()}"
        for path in (checkout / "grammars").rglob("*.yaml")
    }
    assert grammars
    assert grammars <= names
    steps = {f"pipeline/store/migrations/versions/{path.name}" for path in (MIGRATIONS / "versions").glob("r*.py")}
    assert steps
    assert steps | {"pipeline/store/migrations/env.py"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pipeline", "dondoc"}


def test_the_sdist_holds_what_checking_it_needs(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"pipeline", "grammars", "corpus", "gold", "tests", "scripts", ".ci"} <= tops
    assert {"pyproject.toml", "requirements.lock", "requirements-dev.lock", "LICENSE", "CHANGELOG.md"} <= tops


def test_the_installed_command_extracts_tasks_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    letter = tmp_path / "ke-hoach.txt"
    letter.write_text(LETTER, encoding="utf-8")
    plan = json.loads(run(str(installed / "bin" / "dondoc"), "extract", str(letter), "--format", "json", cwd=tmp_path))
    assert plan["document"]["number"] == "12/KH-UBND"
    (task,) = plan["tasks"]
    assert [lead["text"] for lead in task["leads"]] == ["Sở Nội vụ"]
    assert [partner["text"] for partner in task["partners"]] == ["Sở Tài chính"]
    assert task["deadline"]["end"] == "2025-06-29"


@pytest.mark.parametrize("arguments", [("version",), ("grammar", "check"), ("schema",)], ids=" ".join)
def test_the_installed_command_finds_its_own_files(installed: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(str(installed / "bin" / "dondoc"), *arguments, cwd=tmp_path)


def test_the_plain_install_works_without_the_extras(installed: Path) -> None:
    packages = {path.name for path in (installed / "lib").glob("python3.*/site-packages/*")}
    assert not packages & {"spacy", "underthesea", "pdfplumber", "numpy"}


def run(*command: str, cwd: Path | None = None) -> str:
    """Return what the command prints; fail the test with what it said when it does not end well."""
    # PYTHONPATH and the like would let the checkout shine through.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)
    assert done.returncode == 0, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout

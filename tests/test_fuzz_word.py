"""The script that damages Word files: what it makes is read or refused, and it tells when that is not so."""

from __future__ import annotations

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.errors import InputError

CHECKOUT = Path(__file__).parent.parent
FILES = sorted((CHECKOUT / "corpus" / "forms").glob("*.docx"))


def _script() -> ModuleType:
    loader = SourceFileLoader("fuzz_word", str(CHECKOUT / "scripts" / "fuzz_word"))
    spec = spec_from_loader("fuzz_word", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


FUZZ = _script()


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_word_file_is_read_or_refused_in_one_line(seed: int) -> None:
    chance = FUZZ.chance_of(seed)
    fault, _ = FUZZ.attempt(FUZZ.damaged(chance.choice(FILES).read_bytes(), chance), 10.0)
    assert fault == ""


def test_the_same_seed_does_the_same_damage_and_every_one_does_some() -> None:
    data = FILES[0].read_bytes()
    made = [FUZZ.damaged(data, FUZZ.chance_of(seed)) for seed in range(20)]
    assert made == [FUZZ.damaged(data, FUZZ.chance_of(seed)) for seed in range(20)]
    assert data not in made
    assert len(set(made)) > 15


def test_a_reader_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("w:p")

    monkeypatch.setattr(FUZZ, "read_bytes", fail)
    fault, is_read = FUZZ.attempt(b"x", 10.0)
    assert "KeyError" in fault
    assert not is_read

    def refuse(*_: object) -> None:
        raise InputError("zwei\nZeilen")

    monkeypatch.setattr(FUZZ, "read_bytes", refuse)
    assert "not one clear line" in FUZZ.attempt(b"x", 10.0)[0]

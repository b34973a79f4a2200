"""scripts/fit_confidence: what it writes is what the program reads, and wrong usage is one line."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from samples import plan_of

from pipeline import grammar
from pipeline.confidence.model import fitted
from pipeline.documents import Plan
from pipeline.evaluate import DocumentScore, Gold, score
from pipeline.evaluate.fitting import Sample, fit, out_of_fold

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "fit_confidence"
BODY = "\n".join(f"{number}. Sở Y tế rà soát toàn bộ các trạm y tế xã thuộc cụm {number}." for number in range(1, 9))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """Return the script, which has no suffix, as a module."""
    loader = SourceFileLoader("fit_confidence", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def scored(issuer: str, lead: str) -> DocumentScore:
    """Return the score of a plan against gold that names this lead for each task."""
    plan: Plan = plan_of(BODY)
    tasks = [{"action": task.action, "leads": [lead], "partners": []} for task in plan.tasks]
    gold = Gold.model_validate({"name": issuer, "source": "x.txt", "document": {"issuer": issuer}, "tasks": tasks})
    return score(plan, gold, None, folder="made-up")


def test_what_is_written_is_what_is_read(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scores = [scored("Tỉnh A", "Sở Y tế"), scored("Tỉnh B", "Sở Nội vụ")]
    samples = [Sample(one, 1.0) for one in scores]
    models = fit(samples)
    sets = [script.Read(script.Set("made-up", 1.0, tmp_path, (tmp_path,)), scores)]
    lines = list(script.content(sets, models, out_of_fold(samples)))
    (tmp_path / "confidence.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    fitted.cache_clear()
    try:
        assert fitted().models == models
        assert fitted().documents == {scores[0].plan.source.sha256[:8]}
        content = grammar.read_yaml("confidence")
        assert content["fitted_on"] == {"made-up": {"weight": "1", "documents": "2", "tasks": "16"}}
        assert content["measured"]["made-up"]["leads"]["of"] == "16"
    finally:
        fitted.cache_clear()


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--gold", "blind", "1"], "NAME WEIGHT GOLD DOCUMENTS"),
        (["--gold", "blind", "much", "gold", "docs"], "give a number"),
        (["--gold", "blind", "1", "no/such/folder", "docs"], "no such folder"),
    ],
)
def test_wrong_usage_is_one_line_and_nothing_is_written(argv: list[str], said: str, checkout: Path) -> None:
    written = checkout / "grammars" / "confidence.yaml"
    before = written.read_bytes()
    done = subprocess.run([sys.executable, SCRIPT, *argv], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    assert written.read_bytes() == before

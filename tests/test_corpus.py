"""The corpus and its gold: they agree, the checker sees faults, and no sentence is taken from a real document."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
GOLD = sorted(path for path in (CHECKOUT / "gold").glob("*.json") if '"source"' in path.read_text(encoding="utf-8"))
DOCUMENTS = sorted(path for path in (CHECKOUT / "corpus").iterdir() if path.suffix in {".txt", ".md", ".html"})
RUN = 18  # words in a row that no corpus document shares with a real one

Record = dict[str, Any]


def _load_tool() -> ModuleType:
    """Return scripts/gold, which has no suffix, as a module."""
    loader = SourceFileLoader("gold_tool", str(CHECKOUT / "scripts" / "gold"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


TOOL = _load_tool()
PLACED = [path for path in GOLD if path.stem != "qd-4102-byt"]  # a page's records have no places


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_a_gold_file_agrees_with_its_document(path: Path) -> None:
    assert TOOL.faults(path) == []


def test_every_document_has_gold() -> None:
    assert TOOL.strays() == []


def test_the_corpus_holds_every_form_in_which_text_comes() -> None:
    data = {path.name: path.read_bytes() for path in DOCUMENTS}
    texts = {name: TOOL.decode(raw) for name, raw in data.items()}
    assert len(data) >= 14
    assert sum(raw.startswith(b"\xff\xfe") for raw in data.values()) == 1  # UTF-16
    assert sum(not _is_utf8(raw) and raw[:2] != b"\xff\xfe" for raw in data.values()) == 1  # Windows-1258
    assert sum("\u0323" in text and "ế" not in text for text in texts.values()) == 2  # NFD; Windows-1258 in part
    assert any("\u00a0" in text for text in texts.values())  # no-break space
    assert any("\u00d0" in text for text in texts.values())  # Ð for Đ
    assert any("\n\t" in text for text in texts.values())  # one tabbed cell a line
    assert any("\n|\n" in text for text in texts.values())  # one pipe a line
    assert any("\n|---|" in text for text in texts.values())  # markdown tables
    assert any(name.endswith(".html") for name in data)
    assert any(not json.loads(path.read_text(encoding="utf-8"))["tasks"] for path in GOLD)  # a text without tasks


@pytest.mark.parametrize("path", PLACED, ids=lambda path: path.stem)
def test_places_follow_from_the_quotes(path: Path, tmp_path: Path) -> None:
    whole: Record = json.loads(path.read_text(encoding="utf-8"))
    bare = json.loads(path.read_text(encoding="utf-8"))
    for record in bare["tasks"] + bare["targets"]:
        del record["start"], record["end"]
    copy = tmp_path / path.name
    copy.write_text(json.dumps(bare), encoding="utf-8")
    assert TOOL.place(copy) == len(whole["tasks"]) + len(whole["targets"])
    placed = json.loads(copy.read_text(encoding="utf-8"))
    assert placed == whole


@pytest.mark.parametrize("path", sorted((CHECKOUT / "gold" / "coverage").glob("*.json")), ids=lambda path: path.stem)
def test_coverage_gold_quotes_the_tasks_it_judges(path: Path) -> None:
    coverage: Record = json.loads(path.read_text(encoding="utf-8"))
    parents, children = (_tasks(coverage[side]) for side in ("parent", "child"))
    assert [one["parent_task"] for one in coverage["judgements"]] == list(range(len(parents)))
    for one in coverage["judgements"]:
        assert parents[one["parent_task"]].startswith(one["action"])
        assert all(
            children[at].startswith(quote) for at, quote in zip(one["child_tasks"], one["children"], strict=True)
        )
        assert {*one["late"], *one["misassigned"], *one.get("lost_deadline", [])} <= set(one["child_tasks"])
    linked = {at for one in coverage["judgements"] for at in one["child_tasks"]}
    added = [one["task"] for one in coverage["added"] + coverage["added_also_accepted"]]
    assert sorted([*linked, *added]) == list(range(len(children)))


def _tasks(name: str) -> list[str]:
    """Return the actions of a document's gold tasks."""
    gold: Record = json.loads((CHECKOUT / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return [task["action"] for task in gold["tasks"]]


def _change(field: str, value: object) -> Callable[[Record], None]:
    return lambda task: task.update({field: value})


def _change_deadline(field: str, value: object) -> Callable[[Record], None]:
    return lambda task: task["deadline"].update({field: value})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (_change("action", "Xây dựng sân vận động"), "stands"),
        (_change("start", None), "no place"),
        (_change("start", 10), "stands"),
        (_change("action", "- Nâng cao"), "list marker"),
        (_change("leads", ["Bộ Hàng hải"]), "not in the document"),
        (_change("partners", ["Bộ Y tế", "Bộ Y tế"]), "twice"),
        (_change("product", "Bộ tem kỷ niệm"), "not in the document"),
        (_change("chủ trì", "x"), "unknown fields"),
        (_change_deadline("text", "trước ngày 32/13"), "not in the document"),
        (_change_deadline("end", "2027-01-31"), "cannot be"),
        (_change_deadline("end", "31/12/2026"), "no ISO dates"),
        (_change_deadline("kind", "ongoing"), "cannot be"),
        (_change_deadline("kind", "soon"), "cannot be"),
        (_change_deadline("recurrence", "FREQ=YEARLY"), "cannot be"),
        (_change_deadline("also", []), ""),
    ],
)
def test_the_checker_names_what_is_wrong(change: Callable[[Record], None], complaint: str, tmp_path: Path) -> None:
    gold: Record = json.loads((CHECKOUT / "gold" / "qd-2916-ttg.json").read_text(encoding="utf-8"))
    dated = next(task for task in gold["tasks"] if (task["deadline"] or {}).get("kind") == "quarter")
    change(dated)
    copy = tmp_path / "qd-2916-ttg.json"
    copy.write_text(json.dumps(gold), encoding="utf-8")
    found = TOOL.faults(copy)
    assert any(complaint in fault for fault in found) if complaint else found == []


def test_no_sentence_of_a_real_document_is_copied(real: Path) -> None:
    ours = {run: path.name for path in DOCUMENTS for run in _runs(TOOL.decode(path.read_bytes()), path.suffix)}
    texts = [path for folder in ("docs", "more", "scans") for path in sorted((real / folder).glob("*.[tm][xd]*"))]
    assert len(texts) > 50
    shared = {
        f"{ours[run]} has from {path.name}: {' '.join(run)}"
        for path in texts
        for run in _runs(path.read_text(encoding="utf-8"), path.suffix)
        if run in ours
    }
    assert shared == set()


def _runs(text: str, suffix: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of RUN words, without markup and punctuation."""
    shown = html.unescape(re.sub(r"<[^>]*>", " ", text)) if suffix == ".html" else text
    words = re.findall(r"\w+", unicodedata.normalize("NFC", shown).lower())
    return zip(*(words[at:] for at in range(RUN)), strict=False)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

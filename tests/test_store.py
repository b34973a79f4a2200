"""A store keeps what was read: once, whole, and by the newest rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import document

from pipeline.run import extract
from pipeline.store import Extracted, Failed, Known, open_store
from pipeline.store.store import Store

BODY = """\
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính củng cố mạng lưới y tế cơ sở, hoàn thành trước ngày 30/6/2025.
2. Sở Xây dựng đẩy mạnh cấp nước sạch nông thôn.
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "kho.db"), create=True)


def read(body: str = BODY, rules: str = "1", name: str = "ke-hoach.txt") -> Extracted:
    source = document(body)
    plan = extract(source)
    size = len(source.text.encode())
    text = source.text
    content = plan.model_dump_json().encode()
    return Extracted(source.sha256, rules, name, size, "txt", None, False, len(text), text, content, 0.1)


def test_a_saved_document_is_known_and_comes_back_as_it_was(store: Store) -> None:
    done = read()
    run = store.begin_run("batch .")
    assert store.known([Known(done.sha256, "1")]) == set()
    store.save(run, [done], [])
    store.end_run(run, {"done": 1})
    assert store.known([Known(done.sha256, "1"), Known(done.sha256, "2")]) == {Known(done.sha256, "1")}
    (found,) = store.document("045/kh-ubnd")
    source, plan = store.source_and_plan(found.id)
    assert (found.number, found.tasks, found.current) == ("45/KH-UBND", 2, True)
    assert source.text == done.text
    assert plan == extract(document(BODY))


def test_saving_twice_changes_nothing_and_other_rules_replace(store: Store) -> None:
    run = store.begin_run("batch .")
    for rules in ("1", "1", "2"):
        store.save(run, [read(rules=rules)], [])
    (found,) = store.document("45/KH-UBND")
    assert (found.rules, found.revision, found.tasks) == ("2", 2, 2)


def test_what_failed_is_set_aside_until_it_is_tried_again(store: Store) -> None:
    run = store.begin_run("batch .")
    failed = Failed("ab", "1", "h\udcff.pdf", 7, "h.pdf: is empty", "input")
    store.save(run, [], [failed])
    assert store.known([Known("ab", "1")]) == {Known("ab", "1")}
    assert store.retry() == [failed]
    assert store.known([Known("ab", "1")]) == set()

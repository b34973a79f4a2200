"""A store keeps what was read: once, whole, by the newest rules, in SQLite as in PostgreSQL."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import pytest
from samples import document
from sqlalchemy import text
from stored import plan, read, task

from pipeline.documents import Citation, Issuer, Plan, Span
from pipeline.errors import UsageError
from pipeline.run import extract
from pipeline.store import Decided, Extracted, Failed, Known, open_store
from pipeline.store.store import Store

BODY = """\
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính củng cố mạng lưới y tế cơ sở, hoàn thành trước ngày 30/6/2025.
2. Sở Xây dựng đẩy mạnh cấp nước sạch nông thôn.
"""


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, create=True)
    yield opened
    opened.close()


def count(store: Store, table: str) -> int:
    with store.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608  ours


def save(store: Store, *done: Extracted) -> None:
    store.save(store.begin_run("batch"), done, [])


# ── saving ────────────────────────────────────────────────────────────────────────────────────────


def test_a_saved_document_is_known_and_comes_back_as_it_was(store: Store) -> None:
    done = read(BODY)
    run = store.begin_run("batch .")
    assert store.known([Known(done.sha256, "1")]) == set()
    store.save(run, [done], [])
    store.end_run(run, {"done": 1})
    assert store.known([Known(done.sha256, "1"), Known(done.sha256, "2")]) == {Known(done.sha256, "1")}
    (found,) = store.document("045/kh-ubnd")
    source, saved = store.source_and_plan(found.id)
    assert (found.number, found.tasks, found.current) == ("45/KH-UBND", 2, True)
    assert source.text == done.text
    assert saved == extract(document(BODY))


def test_saving_twice_changes_nothing_and_other_rules_replace(store: Store) -> None:
    for rules in ("1", "1", "2"):
        save(store, read(BODY, rules=rules))
    (found,) = store.document("45/KH-UBND")
    assert (found.rules, found.revision, found.tasks) == ("2", 2, 2)
    assert (count(store, "tasks"), count(store, "sources"), count(store, "names")) == (2, 1, 1)


def test_one_content_under_two_names_is_one_document(store: Store) -> None:
    done = read(BODY)
    save(store, done, done._replace(name="bản sao.txt"))
    store.seen(store.begin_run("batch"), done.sha256, "kho\udcff/c.txt")
    assert (count(store, "documents"), count(store, "names")) == (1, 3)


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    run = store.begin_run("batch")
    with pytest.raises(UsageError):
        store.save(run + 99, [read(BODY)], [])  # no such run
    assert (count(store, "documents"), count(store, "tasks"), count(store, "names")) == (0, 0, 0)


def test_a_nul_in_a_document_is_kept_in_its_text(store: Store) -> None:
    save(store, plan(task("Rà soát\0 văn bản"))._replace(text="a\0b"))
    (found,) = store.document("1/KH-UBND")
    source, saved = store.source_and_plan(found.id)
    assert (source.text, saved.tasks[0].action) == ("a\0b", "Rà soát\0 văn bản")


def test_what_failed_is_set_aside_until_it_is_tried_again(store: Store) -> None:
    run = store.begin_run("batch .")
    failed = Failed("ab", "1", "h\udcff.pdf", 7, "h.pdf: is empty", "input")
    store.save(run, [], [failed])
    store.save(run, [], [failed])
    assert store.known([Known("ab", "1")]) == {Known("ab", "1")}
    assert store.set_aside() == [failed]
    assert store.retry() == [failed]
    assert store.known([Known("ab", "1")]) == set()


def test_what_one_run_has_read_another_does_not_set_aside(store: Store) -> None:
    done = read(BODY)
    run = store.begin_run("batch")
    store.save(run, [], [Failed(done.sha256, "1", "a", 1, "crashed", "crash")])
    store.save(run, [done], [])
    assert store.set_aside() == []
    store.save(run, [], [Failed(done.sha256, "1", "a", 1, "crashed", "crash")])
    assert store.set_aside() == []


def _save_all(url: str, documents: list[Extracted]) -> None:
    store = open_store(url, create=True)
    run = store.begin_run("batch")
    for at in range(0, len(documents), 7):
        store.save(run, documents[at : at + 7], [])
    store.close()


def test_two_runs_at_once_both_finish_and_nothing_is_there_twice(store_url: str) -> None:
    documents = [plan(task(f"Việc {number}"), number=f"{number % 20}/KH-UBND") for number in range(60)]
    spawn = multiprocessing.get_context("spawn")
    orders = (documents, documents[::-1])
    runs = [spawn.Process(target=_save_all, args=(store_url, order)) for order in orders]  # each makes the store
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    store = open_store(store_url)
    assert (count(store, "documents"), count(store, "tasks"), count(store, "runs")) == (60, 60, 2)
    assert sum(one.current for one in store.documents()) == 20
    store.close()


# ── versions ──────────────────────────────────────────────────────────────────────────────────────


def test_of_the_versions_of_one_number_the_latest_is_current(store: Store) -> None:
    for day, action in (("2025-03-01", "một"), ("2025-05-01", "ba"), ("2025-04-01", "hai")):
        save(store, plan(task(action), issued_on=day))
    found = store.document("01/kh-ubnd")
    assert [(one.issued_on, one.current) for one in found] == [
        ("2025-05-01", True),
        ("2025-04-01", False),
        ("2025-03-01", False),
    ]


def test_one_number_of_another_body_or_year_is_another_document(store: Store) -> None:
    save(store, plan(), plan(issuer="ubnd-tinh:nghe-an"), plan(issued_on="2026-03-01"), plan(number=None))
    assert [one.current for one in store.documents()] == [True] * 4


def test_a_document_that_other_rules_give_another_number_leaves_its_versions(store: Store) -> None:
    older, newer = plan(task("một"), issued_on="2025-03-01"), plan(task("hai"), issued_on="2025-05-01")
    save(store, older, newer)
    again = Plan.model_validate_json(newer.plan)
    info = again.document.model_copy(update={"number": "2/KH-UBND"})
    save(store, newer._replace(rules="2", plan=again.model_copy(update={"document": info}).model_dump_json().encode()))
    assert all(one.current for one in store.documents())


# ── families ──────────────────────────────────────────────────────────────────────────────────────

PARENT = {"number": "281/QĐ-TTg", "issuer": "thu-tuong", "issued_on": "2025-01-02"}


def child() -> Extracted:
    cited = Citation(
        number="281/QĐ-TTg",
        issuer=Issuer(text="Thủ tướng", agency="thu-tuong"),
        issued_on="2025-01-02",
        relation="implements",
        span=Span(start=0, end=1),
    )
    return plan(task("việc"), number="46/KH-UBND", implements=("281/QĐ-TTg",), citations=(cited,))


COVERAGE = b"""{"relation": "implements", "verdicts": [{"parent_task": {"id": "t1"}, "status": "partial",
 "child_tasks": [{"id": "t1"}, {"id": "t2"}], "defects": ["late"]}]}"""


@pytest.mark.parametrize("first", ["parent", "child"])
def test_a_pair_is_judged_once_both_are_there_in_any_order(store: Store, first: str) -> None:
    documents = [plan(task("gốc"), **PARENT), child()]
    for one in documents if first == "parent" else documents[::-1]:
        assert store.pairs_to_judge() == []
        save(store, one)
    (above,), (below,) = store.document("281/QĐ-TTg"), store.document("46/KH-UBND")
    assert store.pairs_to_judge() == [(above.id, below.id)]
    store.save_coverage(above.id, below.id, COVERAGE)
    store.save_coverage(above.id, below.id, COVERAGE)
    assert store.pairs_to_judge() == []
    assert store.coverage(above.id, below.id) == COVERAGE
    assert count(store, "verdicts") == 1


def test_a_pair_is_judged_again_when_one_is_read_anew_or_amended(store: Store) -> None:
    save(store, plan(task("gốc"), **PARENT), child())
    ((above, below),) = store.pairs_to_judge()
    store.save_coverage(above, below, COVERAGE)
    save(store, child()._replace(rules="2"))
    assert store.pairs_to_judge() == [(above, below)]
    store.save_coverage(above, below, COVERAGE)
    save(store, plan(task("gốc, sửa"), **(PARENT | {"issued_on": "2025-06-02"})))
    newer = store.document("281/QĐ-TTg")[0].id
    assert store.pairs_to_judge() == [(newer, below)]


def test_one_number_of_another_issuer_or_year_is_no_parent(store: Store) -> None:
    others = [PARENT | {"issuer": "bo-y-te"}, PARENT | {"issued_on": "2020-01-02"}]
    save(store, *(plan(task("khác"), **other) for other in others), child())
    assert store.pairs_to_judge() == []


# ── decisions ─────────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_kept_with_what_stood_there_before(store: Store) -> None:
    save(store, read(BODY))
    (found,) = store.document("45/KH-UBND")
    extended = Decided(found.id, "t1", "Lê Thị A", "deadline", None, {"due": "2025-09-30"})
    done = Decided(found.id, "t1", "Lê Thị A", "progress", None, {"done": True, "done_on": "2025-09-01"})
    remark = Decided(found.id, None, "Trần B", "remark", None, {"text": "đã họp"})
    for one in (extended, done, remark):
        store.decide(one)
    kept = [one for _, one in store.decisions(found.id)]
    assert [one.what for one in kept] == ["deadline", "progress", "remark"]
    assert kept[0].before == {"due": "2025-06-29"}
    assert kept[1].before == {"done": False, "done_on": None, "done_through": None}


def test_decisions_follow_their_tasks_when_other_rules_number_them_anew(store: Store) -> None:
    save(store, read(BODY))
    (found,) = store.document("45/KH-UBND")
    store.decide(Decided(found.id, "t2", "A", "progress", None, {"done": True, "done_on": "2025-05-01"}))
    again = extract(document(BODY))
    swapped = tuple(
        one.model_copy(update={"id": name}) for one, name in zip(again.tasks[::-1], ("t1", "t2"), strict=True)
    )
    renewed = again.model_copy(update={"tasks": swapped})
    save(store, read(BODY)._replace(rules="2", plan=renewed.model_dump_json().encode()))
    with store.reading() as connection:
        rows = connection.execute(text("SELECT action FROM tasks WHERE done")).scalars().all()
    assert rows == ["đẩy mạnh cấp nước sạch nông thôn."]


@pytest.mark.parametrize(
    ("key", "what", "after"),
    [("t9", "progress", {"done": True}), ("t1", "deadline", {"due": "mai"}), ("t1", "deadline", {"end": "2025-01-01"})],
)
def test_a_decision_that_makes_no_sense_is_refused(
    store: Store, key: str, what: str, after: dict[str, str | bool | None]
) -> None:
    save(store, read(BODY))
    (found,) = store.document("45/KH-UBND")
    with pytest.raises(UsageError):
        store.decide(Decided(found.id, key, "A", what, None, after))
    assert store.decisions(found.id) == []

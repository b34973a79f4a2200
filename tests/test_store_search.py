"""Questions to the store find what they ask for and nothing else, in SQLite as in PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from stored import plan, task

from pipeline.documents import Task
from pipeline.errors import UsageError
from pipeline.resolve.agencies import registry
from pipeline.store import Decided, Extracted, open_store
from pipeline.store.bodies import body_called
from pipeline.store.search import Question
from pipeline.store.store import Store
from pipeline.store.words import number_key, plain
from pipeline.tracking.status import STATUSES
from pipeline.tracking.tracked import Tracked

ON = date(2025, 6, 15)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url, create=True)
    yield opened
    opened.close()


def save(store: Store, *done: Extracted) -> None:
    store.save(store.begin_run("batch"), done, [])


def asked(store: Store, question: Question) -> list[Tracked]:
    return list(store.tasks(question))


def actions(store: Store, **asked_for: object) -> list[str]:
    return [one.action for one in asked(store, Question(ON)._replace(**asked_for))]  # type: ignore[arg-type]


# ── words ─────────────────────────────────────────────────────────────────────────────────────────

TEXTS = (
    "Củng cố mạng lưới y tế cơ sở; đào tạo nhân lực",
    "Nâng cấp cơ sở y tế",
    "Thực hiện Chỉ thị số 25-CT/TW về y tế cơ sở",
    "Ký quyết định của Đảng ủy",
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("y te co so", [2, 0]),
        ("Y TẾ CƠ SỞ", [2, 0]),
        ("y tế  cơ sở".replace("ế", "ế"), [2, 0]),  # NFD
        ("co so y te", [1]),
        ("dao tao", [0]),
        ("Đảng uỷ", [3]),
        ("25-CT/TW", [2]),
        ("25 ct tw", [2]),
        ('y" OR "te', []),
        ("cơ", [2, 1, 0]),
    ],
)
def test_words_are_found_together_with_and_without_marks(store: Store, words: str, found: list[int]) -> None:
    save(store, plan(*(task(said) for said in TEXTS)))
    assert actions(store, text=words) == [TEXTS[at] for at in found]


def test_words_of_a_document_read_anew_are_found_in_its_new_records_only(store: Store) -> None:
    save(store, plan(task("trước kia")))
    (one,) = store.documents()
    again = plan(task("bây giờ"))
    save(store, again._replace(sha256=one.sha256, rules="2"))
    assert (actions(store, text="truoc kia"), actions(store, text="bay gio")) == ([], ["bây giờ"])


def test_marks_fold_and_the_letter_d_with_a_stroke_too() -> None:
    assert plain("Đẩy mạnh Ðào tạo: 25-CT/TW_x") == "day manh dao tao 25 ct tw x"
    assert number_key(" 0281/QĐ–TTg") == number_key("281/qd-ttg")
    assert number_key("15/2023/NQ-QH15") == number_key("15/2023/QH15")


# ── bodies ────────────────────────────────────────────────────────────────────────────────────────


def test_a_body_is_asked_for_with_those_whose_work_it_took_over(store: Store) -> None:
    save(
        store,
        plan(
            task("giáo dục nghề nghiệp", "bo-ldtbxh"),
            task("nội vụ", "bo-noi-vu"),
            task("phối hợp", "bo-y-te", "bo-noi-vu"),
            task("cả hai", "bo-noi-vu", "bo-noi-vu"),
            task("tài chính", "bo-tai-chinh"),
        ),
    )
    assert "bo-noi-vu" in {step.id for step in registry().successors("bo-ldtbxh", ON)}
    after = asked(store, Question(ON, agency="bo-noi-vu"))
    assert [one.action for one in after] == ["giáo dục nghề nghiệp", "nội vụ", "phối hợp", "cả hai"]
    before = asked(store, Question(date(2024, 6, 1), agency="bo-noi-vu"))
    assert [one.action for one in before] == ["nội vụ", "phối hợp", "cả hai"]


def test_a_department_is_asked_for_with_those_of_provinces_that_joined_its_own(store: Store) -> None:
    on = date(2025, 9, 1)
    save(
        store,
        plan(*(task(one, f"so-y-te:{one}") for one in ("vinh-long", "ben-tre", "hue")), task("mọi sở", "so-y-te")),
    )
    found = asked(store, Question(on, agency="so-y-te:vinh-long"))
    assert [one.action for one in found] == ["vinh-long", "ben-tre", "mọi sở"]
    assert len(asked(store, Question(on, agency="so-y-te"))) == 4


def test_a_body_may_be_named_as_people_name_it() -> None:
    assert body_called("Bộ Y tế", ON) == body_called("bo-y-te", ON) == "bo-y-te"
    assert body_called("Bộ Lao động - Thương binh và Xã hội", ON)  # no more, but it was
    with pytest.raises(UsageError, match="no body is known"):
        body_called("Bộ Thời tiết vũ trụ", ON)


# ── days and status ───────────────────────────────────────────────────────────────────────────────


def test_tasks_come_by_their_last_day_and_those_without_one_behind(store: Store) -> None:
    save(store, plan(task("c"), task("b", kind="date", end="2025-07-01"), task("a", kind="date", end="2025-06-01")))
    assert actions(store) == ["a", "b", "c"]
    assert actions(store, limit=2) == ["a", "b"]
    assert actions(store, due_before=date(2025, 7, 1)) == ["a"]


def test_only_the_current_version_of_a_document_is_asked(store: Store) -> None:
    save(store, plan(task("cũ"), issued_on="2025-03-01"), plan(task("mới"), issued_on="2025-04-01"))
    assert actions(store) == actions(store, document="01/KH-UBND") == ["mới"]
    assert actions(store, document="2/KH-UBND") == []


def test_what_people_decide_changes_how_a_task_stands(store: Store) -> None:
    save(
        store,
        plan(
            task("việc", "bo-y-te", kind="date", end="2025-06-01"),
            task("báo cáo", recurrence=MONTHLY, kind="recurring"),
        ),
    )
    (one,) = store.documents()
    assert actions(store, statuses=("overdue",)) == ["việc"]
    store.decide(Decided(one.id, "t1", "A", "deadline", None, {"due": "2025-06-20"}))
    assert actions(store, statuses=("overdue",)) == []
    assert actions(store, statuses=("due_soon",), agency="bo-y-te") == ["việc"]
    store.decide(Decided(one.id, "t1", "A", "progress", None, {"done": True, "done_on": "2025-06-21"}))
    (done,) = asked(store, Question(ON, statuses=("done",)))
    assert (done.action, done.standing.punctual) == ("việc", "late")
    store.decide(Decided(one.id, "t2", "A", "progress", None, {"done_through": "2025-04-19"}))
    assert actions(store, statuses=("overdue",)) == ["báo cáo"]


MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=19"
KINDS = ("date", "before_date", "month", "period", "recurring", "ongoing", "relative", "conditional")
RULES = (MONTHLY, "FREQ=WEEKLY;BYDAY=FR", "FREQ=YEARLY", "FREQ=MONTHLY;INTERVAL=3")


PROGRESS: tuple[Callable[[str], dict[str, str | bool | None]], ...] = (
    lambda day: {"done": True, "done_on": day},
    lambda day: {"done_through": day},
    lambda _day: {"done": True},
)


def some_task(chance: random.Random, number: int) -> Task:
    """Return a task with any deadline that a document can have."""
    kind = chance.choice((*KINDS, None))
    if kind is None:
        return task(f"việc {number}", "bo-y-te")
    end = chance.choice(
        (None, "XXXX-06-30", *((ON + timedelta(chance.randrange(-30, 30))).isoformat() for _ in range(4)))
    )
    start = chance.choice((None, None, (ON + timedelta(chance.randrange(-60, 60))).isoformat()))
    recurrence = chance.choice(RULES) if kind == "recurring" else None
    return task(f"việc {number}", "bo-y-te", kind=kind, end=end, start=start, recurrence=recurrence)


def test_the_database_and_the_rules_agree_on_every_status(store: Store) -> None:
    chance = random.Random(7)  # noqa: S311  the same tasks in every run
    save(store, plan(*(some_task(chance, number) for number in range(400))))
    (one,) = store.documents()
    for number in range(1, 400, 5):
        day = (ON + timedelta(chance.randrange(-20, 20))).isoformat()
        after = chance.choice(PROGRESS)(day)
        store.decide(Decided(one.id, f"t{number}", "A", "progress", None, after))
    everything = asked(store, Question(ON))
    assert len(everything) == 400
    for status in STATUSES:
        wanted = {task.action for task in everything if task.standing.status == status}
        assert wanted, status
        for narrowed in (Question(ON), Question(ON, agency="bo-y-te"), Question(ON, text="việc")):
            found = asked(store, narrowed._replace(statuses=(status,)))
            assert sorted(task.action for task in found) == sorted(wanted)
    for before in (ON - timedelta(9), ON, ON + timedelta(9)):
        wanted = {task.action for task in everything if task.due and task.due < before}
        assert {task.action for task in asked(store, Question(ON, due_before=before))} == wanted

"""Reliability: whether what is said to be right in eight cases of ten is; the table that `dondoc evaluate` prints."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import plan_of

from pipeline.documents import Confidence, Plan
from pipeline.evaluate import Gold, run, score
from pipeline.evaluate.reliability import (
    Rated,
    bins,
    brier,
    calibration_error,
    found_early,
    rated,
    reliability_table,
    separation,
    share_right,
    verdicts,
)

BODY = """\
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát trạm y tế xã, hoàn thành trước ngày 30/6/2025.
2. Sở Tài chính bố trí kinh phí mua sắm trang thiết bị cho các trạm y tế xã.
3. Sở Nội vụ tham mưu tuyển dụng bác sĩ về công tác tại tuyến cơ sở.
"""
some_cases = st.lists(st.builds(Rated, st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=60)


def sure(task: float, leads: float) -> dict[str, object]:
    """Return the confidence of a task whose partners and deadline are beyond doubt."""
    return {
        "confidence": round(task * leads, 2),
        "confidence_of": Confidence(task=task, leads=leads, partners=0.99, deadline=0.99),
    }


@pytest.fixture
def plan() -> Plan:
    """Return three tasks: sure of itself, in doubt of its lead, in doubt of being one."""
    made = plan_of(BODY)
    values = (sure(0.95, 0.95), sure(0.95, 0.45), sure(0.35, 0.85))
    rows = zip(made.tasks, values, strict=True)
    return made.model_copy(update={"tasks": tuple(task.model_copy(update=value) for task, value in rows)})


@pytest.fixture
def gold(plan: Plan) -> Gold:
    """Return gold by which the first task is right, the second has a wrong lead, and the third is none."""
    first, second, _ = plan.tasks
    due = first.deadline
    assert due
    tasks = [
        {
            "action": first.action,
            "leads": ["Sở Y tế"],
            "partners": ["Sở Tài chính"],
            "deadline": {"text": due.text, "kind": due.kind, "end": due.end},
        },
        {"action": second.action, "leads": ["Sở Nội vụ"], "partners": []},
    ]
    return Gold.model_validate({"name": "plan", "source": "plan.txt", "tasks": tasks})


# ── verdicts ──────────────────────────────────────────────────────────────────────────────────────


def test_each_field_is_judged_and_fields_of_what_is_no_task_are_not(plan: Plan, gold: Gold) -> None:
    found = {(one.field, one.at): one.right for one in verdicts(score(plan, gold))}
    assert found == {
        ("task", 0): True, ("record", 0): True, ("leads", 0): True, ("partners", 0): True, ("deadline", 0): True,
        ("task", 1): True, ("record", 1): False, ("leads", 1): False, ("partners", 1): True, ("deadline", 1): True,
        ("task", 2): False, ("record", 2): False,
    }  # fmt: skip


def test_the_probabilities_stand_beside_their_verdicts(plan: Plan, gold: Gold) -> None:
    found = rated([score(plan, gold)])
    assert found["record"] == [Rated(0.9, right=True), Rated(0.43, right=False), Rated(0.3, right=False)]
    assert found["leads"] == [Rated(0.95, right=True), Rated(0.45, right=False)]
    assert found["product"] == found["target"] == []


# ── measures ──────────────────────────────────────────────────────────────────────────────────────


def test_a_bin_holds_what_was_said_what_was_right_and_how_many() -> None:
    table = bins([Rated(0.82, right=True), Rated(0.88, right=False), Rated(0.3, right=True), Rated(0.99, right=True)])
    assert [at for at, one in enumerate(table) if one] == [3, 8, 9]
    assert table[8]
    assert table[8].size == 2
    assert table[8].said == pytest.approx(0.85)
    assert table[8].right == pytest.approx(0.5)


@pytest.mark.parametrize("tenth", range(10))
def test_a_tenth_opens_its_own_bin(tenth: int) -> None:
    assert [at for at, one in enumerate(bins([Rated(tenth / 10, right=True)])) if one] == [tenth]


def test_the_measures_of_a_few_cases() -> None:
    some = [Rated(0.9, right=True), Rated(0.8, right=True), Rated(0.6, right=False), Rated(0.5, right=True)]
    assert share_right(some) == pytest.approx(0.75)
    assert brier(some) == pytest.approx((0.01 + 0.04 + 0.36 + 0.25) / 4)
    assert calibration_error(some) == pytest.approx((0.1 + 0.2 + 0.6 + 0.5) / 4)
    assert separation(some) == pytest.approx(2 / 3)


def test_errors_found_early_are_those_of_the_most_doubtful_fifth() -> None:
    some = [Rated(0.1, right=False), *[Rated(0.9, right=True)] * 3, Rated(0.9, right=False)]
    assert found_early(some) == pytest.approx(0.5)
    assert found_early([Rated(0.5, right=at != 0) for at in range(10)]) == pytest.approx(0.2)


def test_without_errors_there_is_nothing_to_find() -> None:
    assert found_early([Rated(0.9, right=True)]) is None
    assert separation([Rated(0.9, right=True)]) is None


@given(some_cases)
def test_measures_stay_within_their_bounds(some: list[Rated]) -> None:
    assert 0 <= brier(some) <= 1
    assert 0 <= calibration_error(some) <= 1
    assert all(value is None or 0 <= value <= 1 for value in (separation(some), found_early(some)))
    assert sum(one.size for one in bins(some) if one) == len(some)


@given(some_cases)
def test_the_order_of_the_cases_changes_nothing(some: list[Rated]) -> None:
    turned = list(reversed(some))
    assert separation(turned) == separation(some)
    assert found_early(turned) == pytest.approx(found_early(some)) if found_early(some) is not None else True


# ── the table ─────────────────────────────────────────────────────────────────────────────────────


def test_the_table_of_a_made_up_plan(plan: Plan, gold: Gold) -> None:
    assert list(reliability_table(rated([score(plan, gold)]))) == [
        "confidence          record            task           leads        partners        deadline",
        "0.9–1.0     0.90 1.00    1  0.95 1.00    2  0.95 1.00    1  0.99 1.00    2  0.99 1.00    2",
        "0.4–0.5     0.43 0.00    1                  0.45 0.00    1",
        "0.3–0.4     0.30 0.00    1  0.35 0.00    1",
        "of                       3               3               2               2               2",
        "right                0.333           0.667           0.500           1.000           1.000",
        "Brier                0.095           0.043           0.103           0.000           0.000",
        "ECE                  0.277           0.150           0.250           0.010           0.010",
        "AUC                  1.000           1.000           1.000               –               –",
        "early                0.300           0.600           0.400               –               –",
    ]


def test_evaluate_prints_it_and_says_how_many_documents_it_was_fitted_on(
    plan: Plan, gold: Gold, tmp_path: Path
) -> None:
    (tmp_path / "plan.txt").write_text("x", encoding="utf-8")
    (tmp_path / "gold").mkdir()
    raw = gold.model_dump(mode="json", exclude={"name", "digest"}, exclude_unset=True)
    (tmp_path / "gold" / "plan.json").write_text(json.dumps(raw), encoding="utf-8")
    out = io.StringIO()
    run(tmp_path / "gold", [tmp_path], extract=lambda _: ("", plan), out=out)
    assert "confidence against gold: said, right, of how many (fitted on 0 of these 1 documents)\nconfidence " in (
        out.getvalue()
    )
    assert "0.4–0.5     0.43 0.00    1" in out.getvalue()


def test_a_plan_that_was_not_rated_has_no_table(plan: Plan, gold: Gold) -> None:
    bare = [task.model_copy(update={"confidence": None, "confidence_of": None}) for task in plan.tasks]
    assert list(reliability_table(rated([score(plan.model_copy(update={"tasks": tuple(bare)}), gold)]))) == []

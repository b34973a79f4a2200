"""Confidence: what tells right records from wrong ones, what each sign weighs, and how weights come from gold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import LETTERHEAD, plan_of, table

from pipeline import grammar
from pipeline.confidence import DOUBTFUL, rate, reasons
from pipeline.confidence.model import LEAST, MODELLED, MOST, Model, bounded, fitted
from pipeline.confidence.rating import whole
from pipeline.confidence.signs import DOUBTS, FIELDS, KINDS, Reader, is_doubt, said
from pipeline.documents import Level, Plan
from pipeline.errors import GrammarError
from pipeline.evaluate import DocumentScore, Gold, score
from pipeline.evaluate.fitting import LARGEST, Sample, cases, fit, out_of_fold
from pipeline.read import read_text
from pipeline.run import extract, unrated

CHECKOUT = Path(__file__).resolve().parent.parent
PLAN = """\
1. Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát trạm y tế xã, hoàn thành trước ngày 30/6/2025.
2. Tăng cường tuyên truyền về vệ sinh nước sạch đến mọi người dân trong tỉnh.
"""
WEIGHTS = [(field, sign, weight) for field, model in fitted().models.items() for sign, weight in model.weights.items()]


def signs(body: str, field: str, index: int = 0, heading: str = "II. NHIỆM VỤ") -> tuple[str, ...]:
    """Return the signs of a field of one task of a made-up plan."""
    return Reader(plan_of(body, heading)).of_task(index)[field]


# ── every record is rated ─────────────────────────────────────────────────────────────────────────


def test_every_task_and_every_field_has_a_probability_that_is_never_0_or_1() -> None:
    for task in plan_of(PLAN).tasks:
        assert task.confidence is not None
        assert task.confidence_of is not None
        values = [task.confidence, *task.confidence_of.model_dump(exclude_none=True).values()]
        assert len(values) == 5
        assert all(LEAST <= value <= MOST and round(value, 2) == value for value in values)


def test_a_product_is_rated_where_there_is_one() -> None:
    row = ("1", "Rà soát trạm y tế", "Sở Y tế", "Sở Tài chính", "Quý IV năm 2025", "Báo cáo rà soát")
    (task,) = plan_of(table(row)).tasks
    assert task.product
    assert task.product.rule == "column.product"
    assert task.confidence_of
    assert task.confidence_of.product


def test_targets_are_rated() -> None:
    (target,) = plan_of("- Phấn đấu trên 95% hộ dân dùng nước sạch vào năm 2030.", "I. MỤC TIÊU").targets
    assert target.confidence


def test_rating_changes_nothing_but_the_confidence() -> None:
    source = read_text(f"{LETTERHEAD}\nII. NHIỆM VỤ\n{PLAN}")
    bare, rated = unrated(source), extract(source)
    assert [task.confidence for task in bare.tasks] == [None, None]
    assert rate(bare) == rated == rate(rated)
    silent = {"confidence": None, "confidence_of": None}
    assert tuple(task.model_copy(update=silent) for task in rated.tasks) == bare.tasks


@given(st.fixed_dictionaries({field: st.floats(LEAST, MOST) for field in FIELDS}))
def test_a_whole_is_never_surer_than_its_parts(sure: dict[str, float]) -> None:
    assert LEAST <= whole(sure) <= max(LEAST, round(min(sure.values()), 2))


@given(st.floats(-1e6, 1e6))
def test_no_weight_makes_a_probability_0_or_1(base: float) -> None:
    assert LEAST <= Model(base, {}).probability(()) <= MOST
    assert bounded(0.0) == LEAST
    assert bounded(1.0) == MOST


def test_an_empty_lead_is_more_doubtful_than_one_in_a_cell() -> None:
    row = ("1", "Rà soát trạm y tế xã", "Sở Y tế", "", "Quý IV năm 2025", "")
    (in_table,) = plan_of(table(row)).tasks
    leadless = plan_of(PLAN).tasks[1]
    assert not leadless.leads
    assert in_table.confidence_of
    assert leadless.confidence_of
    assert leadless.confidence_of.leads < in_table.confidence_of.leads
    assert leadless.confidence is not None
    assert leadless.confidence < (in_table.confidence or 0)


# ── signs ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "field", "sign"),
    [
        ("1. Sở Y tế rà soát trạm y tế xã.", "leads", "rule=assign.subject"),
        ("1. Sở Y tế rà soát trạm y tế xã.", "leads", "family=assign"),
        ("1. Sở Y tế rà soát trạm y tế xã.", "leads", "from=item"),
        ("1. Rà soát trạm y tế xã.", "leads", "found=none"),
        ("1. Rà soát trạm y tế xã.", "task", "?leadless"),
        ("1. Rà soát trạm y tế xã.", "task", "?few_words"),
        ("1. Sở Y tế phối hợp chặt chẽ trong công tác rà soát trạm y tế xã.", "partners", "?partner_word"),
        ("1. Sở Y tế rà soát trạm y tế xã.", "task", "rule=task.number"),
        ("1. Sở Y tế, Sở Tài chính, Sở Nội vụ rà soát trạm y tế xã.", "leads", "?three"),
        ("1. Sở Y tế rà soát trạm y tế xã, hoàn thành trước ngày 30/6.", "deadline", "?inferred"),
    ],
)
def test_what_can_be_seen_of_a_task(body: str, field: str, sign: str) -> None:
    assert sign in signs(body, field)


def test_a_body_without_an_id_is_a_doubt() -> None:
    body = "1. Sở Y tế rà soát trạm y tế xã."
    assert "?unregistered" not in signs(body, "leads")
    assert "?unregistered" in Reader(_unregistered(plan_of(body))).of_task(0)["leads"]


def _unregistered(plan: Plan) -> Plan:
    """Return the plan as if its bodies stood in no registry."""
    strangers = [
        task.model_copy(update={"leads": tuple(lead.model_copy(update={"agency": None}) for lead in task.leads)})
        for task in plan.tasks
    ]
    return plan.model_copy(update={"tasks": tuple(strangers)})


def test_a_heading_that_heads_no_orders_is_a_doubt() -> None:
    body = "1. Sở Y tế rà soát trạm y tế xã."
    assert "?heading" not in signs(body, "task")
    below = "1. Đối tượng khen thưởng\na) Sở Y tế rà soát trạm y tế xã."
    assert "?heading" in signs(below, "task")


def test_a_neighbour_with_a_lead_makes_an_empty_one_doubtful() -> None:
    assert "?neighbour" in signs(PLAN, "leads", 1)
    assert "?neighbour" not in signs(PLAN, "leads", 0)


def test_the_same_lead_as_beside_it_is_a_kind() -> None:
    body = "1. Sở Y tế rà soát trạm y tế xã.\n2. Sở Y tế tập huấn nhân viên y tế thôn, bản."
    assert "found=alike" in signs(body, "leads", 0)


@pytest.mark.parametrize("name", DOUBTS)
def test_every_doubt_is_said_in_words(name: str) -> None:
    assert said(f"?{name}") == DOUBTS[name]


def test_every_sign_of_a_plan_is_known_by_its_name() -> None:
    plan = plan_of(f"{PLAN}\n3. Phát huy vai trò của cộng đồng trong giám sát nguồn nước")
    reader = Reader(plan)
    for index in range(len(plan.tasks)):
        for of_field in reader.of_task(index).values():
            assert all(sign[1:] in DOUBTS if is_doubt(sign) else sign.split("=")[0] in KINDS for sign in of_field)
            assert all(said(sign) for sign in of_field)


# ── the weights that are shipped ──────────────────────────────────────────────────────────────────


def literals() -> tuple[set[str], set[str]]:
    """Return the texts that stand in the code, and the beginnings of those that are put together ("task.{…}")."""
    whole_ones: set[str] = set(get_args(Level))
    begun: set[str] = set()
    for path in sorted((CHECKOUT / "pipeline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole_ones.add(node.value)
    return whole_ones, begun


def known_rules() -> Iterator[str]:
    """Yield every rule id that a record can carry: those of the grammars, and those that the code gives."""
    texts, begun = literals()
    yield from (rule.id for name in grammar.names() for rule in grammar.load(name).rules)
    yield from (text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", text))
    yield from (f"{start}{text}" for start in begun if re.fullmatch(r"[a-z]+\.", start) for text in texts)


def strange(names: Sequence[str]) -> set[str]:
    """Return the signs that no record can have: of a rule that is gone, of a doubt or kind that is gone."""
    rules = set(known_rules())
    families = {rule.partition(".")[0] for rule in rules} | {"cell"}
    found = set()
    for sign in names:
        kind, _, value = sign.partition("=")
        wrong = (
            (sign[1:] not in DOUBTS if is_doubt(sign) else kind not in KINDS)
            or (kind == "rule" and value not in rules)
            or (kind == "family" and value not in families)
        )
        found |= {sign} if wrong else set()
    return found


def test_every_rule_with_a_weight_exists() -> None:
    assert strange([sign for _, sign, _ in WEIGHTS]) == set(), "delete these lines of confidence.yaml, or fit it anew"


def test_a_rule_that_is_gone_is_noticed() -> None:
    gone = ["rule=assign.gone", "rule=task.gone", "family=gone", "?gone", "gone=1"]
    assert strange([*gone, "rule=task.dash", "rule=column.lead", "?two"]) == set(gone)


def test_the_weights_were_fitted_on_the_signs_of_today() -> None:
    content = grammar.read_yaml("confidence")
    assert content["doubts"] == sorted(DOUBTS), "run scripts/fit_confidence again"
    assert content["kinds"] == sorted(KINDS), "run scripts/fit_confidence again"
    assert sorted(content["fields"]) == sorted(MODELLED)


@pytest.mark.parametrize(("field", "sign", "weight"), WEIGHTS)
def test_a_doubt_only_lowers(field: str, sign: str, weight: float) -> None:
    assert abs(weight) < 10
    if is_doubt(sign):
        assert weight < 0
        base = fitted().models[field]
        assert base.probability([sign]) <= base.probability([])


@given(st.sampled_from(MODELLED), st.data())
def test_adding_a_doubt_never_raises_a_probability(field: str, data: st.DataObject) -> None:
    model = fitted().models[field]
    some = data.draw(st.lists(st.sampled_from([*model.weights, "rule=new.rule"]), unique=True))
    more = data.draw(st.sampled_from([f"?{name}" for name in DOUBTS if f"?{name}" not in some]))
    assert model.probability([*some, more]) <= model.probability(some)


def test_a_rule_without_a_weight_leaves_its_family_to_speak() -> None:
    model = fitted().models["leads"]
    assert model.probability(["rule=column.new", "family=column"]) == model.probability(["family=column"])
    assert model.probability(["rule=new.new", "family=new"]) == model.probability([])


def test_a_task_of_an_unknown_rule_is_rated() -> None:
    (task, *_) = plan_of(PLAN).tasks
    (lead,) = task.leads
    new = task.model_copy(update={"rule": "task.new", "leads": (lead.model_copy(update={"rule": "new.rule"}),)})
    (rated,) = rate(plan_of(PLAN).model_copy(update={"tasks": (new,)})).tasks
    assert rated.confidence is not None
    assert rated.confidence > DOUBTFUL


def test_a_damaged_file_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "confidence.yaml").write_text("about: x\nfields: {task: {base: high}}\n", encoding="utf-8")
    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    fitted.cache_clear()
    try:
        with pytest.raises(GrammarError, match="not as scripts/fit_confidence writes it"):
            fitted()
    finally:
        fitted.cache_clear()


def test_reasons_name_the_weightiest_doubt_first() -> None:
    against = reasons(plan_of(PLAN), 1)
    assert against["leads"][0].words == "nothing was found"
    weights = [[reason.weight for reason in of_field] for of_field in against.values()]
    assert all(of_field == sorted(of_field) and all(weight < 0 for weight in of_field) for of_field in weights)


# ── fitting ───────────────────────────────────────────────────────────────────────────────────────


def read(issuer: str, body: str, leads: Sequence[str | None]) -> DocumentScore:
    """Return the score of a plan whose gold names these leads (None: no lead) for its tasks, all else being right."""
    plan = plan_of(body)
    gold = {
        "source": "plan.txt",
        "name": f"{issuer}-{len(leads)}",
        "document": {"issuer": issuer},
        "tasks": [
            {
                "action": task.action,
                "start": task.span.start,
                "end": task.span.end,
                "leads": [lead] if lead else [],
                "partners": [partner.text for partner in task.partners],
            }
            for task, lead in zip(plan.tasks, leads, strict=True)
        ],
    }
    return score(plan.model_copy(update={"tasks": tuple(_bare(plan))}), Gold.model_validate(gold), None)


def _bare(plan: Plan) -> Iterator[object]:
    for task in plan.tasks:
        yield task.model_copy(update={"deadline": None, "confidence": None, "confidence_of": None})


LEADLESS = "\n".join(
    f"{number}. Tăng cường tuyên truyền về nước sạch đến mọi người dân trong xã số {number}." for number in range(1, 9)
)
LED = "\n".join(f"{number}. Sở Y tế rà soát toàn bộ các trạm y tế xã thuộc cụm {number}." for number in range(1, 9))


def samples() -> list[Sample]:
    """Return documents of three issuers: what is led is right, what is not is wrong with one issuer alone."""
    return [
        Sample(read("Tỉnh A", LED, ["Sở Y tế"] * 8), 1.0),
        Sample(read("Tỉnh A", LEADLESS, [None] * 8), 1.0),
        Sample(read("Tỉnh B", LED, ["Sở Y tế"] * 8), 1.0),
        Sample(read("Tỉnh C", LEADLESS, ["Sở Nội vụ"] * 8), 1.0),
    ]


def test_what_was_wrong_in_gold_gets_a_lower_probability() -> None:
    model = fit(samples())["leads"]
    led, leadless = Reader(plan_of(LED)).of_task(0)["leads"], Reader(plan_of(LEADLESS)).of_task(0)["leads"]
    assert model.probability(led) > 0.8
    assert 0.3 < model.probability(leadless) < 0.7


def test_fitting_gives_the_same_in_any_order() -> None:
    assert fit(samples()) == fit(reversed(samples())) == fit(samples())


def test_a_fitted_doubt_cannot_speak_for_a_record() -> None:
    body = "1. Sở Y tế xây dựng kế hoạch cấp nước cho toàn bộ các xã trong năm tới."
    right = [read(f"Tỉnh {name}", body, ["Sở Y tế"]) for name in "ABCDEFGH"]
    flattering = [Sample(one._replace(plan=_unregistered(one.plan)), 1.0) for one in right]
    spoiling = [Sample(read("Tỉnh Z", LED, ["Sở Nội vụ"] * 8), 1.0)]
    assert "?unregistered" in Reader(flattering[0].score.plan).of_task(0)["leads"]
    assert fit([*flattering, *spoiling])["leads"].weights.get("?unregistered", 0.0) <= 0


def test_each_document_is_rated_without_its_issuer() -> None:
    of_a, blank_of_a, _, of_c = (one.plan.tasks[0].confidence_of for one in out_of_fold(samples()))
    assert of_a
    assert blank_of_a
    assert of_c
    assert of_c.leads > 0.8  # the only gold that blames empty leads is its own
    assert blank_of_a.leads < 0.3  # and here the only gold left


def test_a_long_document_counts_no_more_than_the_largest() -> None:
    body = "\n".join(
        f"{number}. Sở Y tế rà soát toàn bộ các trạm y tế xã thuộc cụm {number}." for number in range(1, 61)
    )
    found = [case for case in cases(Sample(read("Tỉnh A", body, ["Sở Y tế"] * 60), 0.5)) if case.field == "leads"]
    assert len(found) == 60
    assert sum(case.weight for case in found) == pytest.approx(0.5 * LARGEST)


def test_a_field_without_gold_is_a_coin() -> None:
    models = fit(samples())
    assert models["product"].probability(()) == pytest.approx(0.5)
    assert sorted(models) == sorted(MODELLED)

"""The whole way from a text to its plan: every record stands on the source, whatever the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from samples import HEAD, TASKS, codes, document, plan_of
from strategies import texts

from pipeline.documents import Agency, Plan, SourceText, Span
from pipeline.read import read_text
from pipeline.run import extract

TEXT = """\
1. Cấp nước
a) Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát trạm bơm; lập danh mục trạm hỏng. Báo cáo trong quý III/2025.
b) Các Bộ: Quốc phòng, Công an bảo vệ đầu nguồn.
2. Rà soát bể chứa
- Chủ trì: Sở Y tế.
- Sản phẩm: Danh mục bể chứa.
3. Lập sổ theo dõi.
"""


def squeezed(text: str) -> str:
    """Return a text with its runs of blanks as one blank each."""
    return " ".join(text.split())


def spans(plan: Plan) -> Iterator[Span]:
    """Yield every place of a plan's records on the source."""
    for task in plan.tasks:
        yield task.span
        yield from (body.span for body in (*task.leads, *task.partners, *task.supervisors))
        yield from (one.span for one in task.requirements)
        if task.deadline:
            yield task.deadline.span
        if task.product:
            yield task.product.span
    yield from (one.span for one in plan.targets)
    yield from (one.span for one in plan.document.citations)
    yield from (one.span for one in plan.findings if one.span)


# ── records ───────────────────────────────────────────────────────────────────────────────────────


def test_an_action_is_the_quote_of_its_place() -> None:
    source = document(TEXT)
    plan = extract(source)
    assert [squeezed(source.quote(task.span)) for task in plan.tasks] == [task.action for task in plan.tasks]
    assert plan.tasks[0].action.startswith("rà soát trạm bơm; lập danh mục")


def test_a_body_is_the_quote_of_its_place_but_for_a_head_word_that_is_restored() -> None:
    source = document(TEXT)
    plan = extract(source)
    lead, partner = plan.tasks[0].leads[0], plan.tasks[0].partners[0]
    assert (source.quote(lead.span), source.quote(partner.span)) == ("Sở Xây dựng", "Sở Tài chính")
    restored = plan.tasks[1].leads
    assert [body.text for body in restored] == ["Bộ Quốc phòng", "Bộ Công an"]
    assert [source.quote(body.span) for body in restored] == ["Quốc phòng", "Công an"]


def test_deadline_and_product_are_the_quotes_of_their_places() -> None:
    source = document(TEXT)
    first, *_, labelled, _ = extract(source).tasks
    assert first.deadline is not None
    assert source.quote(first.deadline.span) == first.deadline.text == "trong quý III/2025"
    assert labelled.product is not None
    assert squeezed(source.quote(labelled.product.span)) == labelled.product.text


def test_the_requirements_of_a_task_are_its_clauses() -> None:
    source = document(TEXT)
    task = extract(source).tasks[0]
    assert [source.quote(one.span) for one in task.requirements] == [
        "rà soát trạm bơm",
        "lập danh mục trạm hỏng.",
        "Báo cáo trong quý III/2025.",
    ]


def test_every_task_has_an_id_of_its_own_that_reading_again_gives_again() -> None:
    ids = [task.id for task in plan_of(TEXT).tasks]
    assert len(set(ids)) == len(ids) == 4
    assert [task.id for task in plan_of(TEXT).tasks] == ids


def test_a_task_says_which_rule_found_it_and_its_fields() -> None:
    for task in plan_of(TEXT).tasks:
        assert re.fullmatch(r"task\.\w+", task.rule)
        assert all(re.fullmatch(r"\w+\.\w+", body.rule) for body in (*task.leads, *task.partners))
        assert task.deadline is None or task.deadline.rule.startswith("deadline.")


def test_a_task_that_nobody_is_named_for_is_a_finding_at_its_place() -> None:
    plan = plan_of(TEXT)
    [finding] = [one for one in plan.findings if one.code == "no_lead"]
    assert finding.span == plan.tasks[-1].span


def test_a_text_without_task_is_a_finding_and_no_error() -> None:
    plan = plan_of("Nước sạch là nhu cầu thiết yếu của nhân dân.", "I. QUAN ĐIỂM")
    assert plan.tasks == ()
    assert codes(plan) == ["no_task"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "-----", "|", "12", "\ufeff", "\f\f"])
def test_a_text_that_says_nothing_gives_an_empty_plan(text: str) -> None:
    plan = extract(read_text(text))
    assert plan.tasks == ()
    assert "no_task" in codes(plan)


def test_the_plan_says_where_it_comes_from() -> None:
    source = document(TEXT)
    plan = extract(source)
    assert (plan.source.name, plan.source.sha256, plan.source.chars) == ("text", source.sha256, len(source.text))
    assert (plan.document.number, plan.document.issued_on) == ("45/KH-UBND", "2025-05-12")


def test_pages_are_counted_from_the_form_feeds() -> None:
    source = read_text(f"{HEAD}{TASKS}\n\n1. Rà soát trạm bơm.\n\f2. Lập danh mục.\n")
    plan = extract(source)
    assert plan.source.pages == 2
    assert [task.span.page for task in plan.tasks] == [1, 2]


# ── what must hold for any text ───────────────────────────────────────────────────────────────────

generous = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plain(source: SourceText, span: Span) -> str:
    """Return a quote composed, with single blanks and without markup and the eth that stands for đ."""
    text = unicodedata.normalize("NFC", source.quote(span)).translate({0xD0: "Đ", 0xF0: "đ"})
    return squeezed(re.sub("[*\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", text))


def is_quoted(source: SourceText, body: Agency) -> bool:
    """Return whether a body is as written, or its last words are and its head word is restored."""
    return body.text.casefold().endswith(plain(source, body.span).casefold())


@given(text=texts)
@generous
def test_any_text_gives_a_plan_whose_records_stand_on_it(text: str) -> None:
    source = read_text(text)
    plan = extract(source)
    assert all(0 <= span.start <= span.end <= len(text) for span in spans(plan))
    for task in plan.tasks:
        assert squeezed(source.quote(task.span)) == task.action
        assert task.action
        assert all(task.span.start <= one.span.start < one.span.end <= task.span.end for one in task.requirements)
        assert all(is_quoted(source, body) for body in (*task.leads, *task.partners, *task.supervisors))
        assert task.deadline is None or squeezed(source.quote(task.deadline.span)) == task.deadline.text
        assert task.product is None or squeezed(source.quote(task.product.span)) == task.product.text
    assert all(squeezed(source.quote(target.span)) == target.text for target in plan.targets)


@given(text=texts)
@generous
def test_tasks_stand_in_the_order_of_the_document(text: str) -> None:
    tasks = extract(read_text(text)).tasks
    assert [task.span.start for task in tasks] == sorted(task.span.start for task in tasks)
    assert len({task.id for task in tasks}) == len(tasks)


@given(text=texts)
@generous
def test_a_plan_without_task_says_so_and_one_with_tasks_does_not(text: str) -> None:
    plan = extract(read_text(text))
    assert ("no_task" in codes(plan)) == (not plan.tasks)
    assert codes(plan).count("no_lead") == sum(not task.leads for task in plan.tasks)

"""The whole way from a text to its plan: every record stands on the source, and no spelling changes what is read."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.documents import Agency, Plan, SourceText, Span
from pipeline.evaluate import DocumentScore, Gold, score
from pipeline.evaluate.totals import total
from pipeline.folding import compact
from pipeline.read import read_text
from pipeline.run import extract, extract_many, read_source
from samples import HEAD, TASKS, codes, document, plan_of, table

CHECKOUT = Path(__file__).resolve().parent.parent
TEXT = """\
1. Cấp nước
a) Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát trạm bơm; lập danh mục trạm hỏng. Báo cáo trong quý III/2025.
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
    yield from (one.span for one in (*plan.targets, *plan.document.citations))
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


def test_several_documents_are_read_one_after_the_other(tmp_path: Path) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for path in paths:
        path.write_text(document(TEXT).text, encoding="utf-8")
    told: list[str] = []
    assert [source.name for source, _ in extract_many(paths, told.append)] == ["a.txt", "b.txt"]
    assert told == [str(path) for path in paths]


# ── what must hold for any text ───────────────────────────────────────────────────────────────────

MARKERS = [
    "",
    "1. ",
    "2. ",
    "1.1. ",
    "a) ",
    "b) ",
    "- ",
    "+ ",
    "* ",
    "I. ",
    "II. ",
    "Điều 1. ",
    "Thứ nhất, ",
    "(i) ",
    "• ",
]
OPENERS = ["", "Giao ", "Yêu cầu ", "Đề nghị ", "giao ", "Đồng thời, ", "Về việc cấp nước: ", "Định kỳ hằng quý, "]
BODIES = [
    "", "Sở Y tế", "Uỷ ban nhân dân các xã, phường", "Ủy ban nhân dân tỉnh", "các sở, ban, ngành", "Bộ Quốc phòng",
    "Các Bộ: Quốc phòng, Công an", "Sở Văn hoá, Thể thao và Du lịch", "các tỉnh uỷ, thành uỷ", "Tòa án nhân dân tỉnh",
    "Sở Y tế, Sở Tài chính", "các cơ quan, đơn vị liên quan", "Bộ trưởng các Bộ: Y tế, Xây dựng",
]  # fmt: skip
LINKS = [
    " ",
    " chủ trì, phối hợp với Sở Tư pháp ",
    " có trách nhiệm ",
    " chỉ đạo Sở Y tế ",
    ": ",
    " phối hợp với các hội ",
    "; ",
]
ORDERS = [
    "", "rà soát trạm bơm", "tham mưu ban hành quy chế; lập danh mục", "hoà giải tranh chấp về nước", "Triển khai thực hiện",
    "bố trí kinh phí. Báo cáo kết quả", "thuỷ lợi hoá đồng ruộng", "đạt trên 95% hộ dân", "các nhiệm vụ sau:",
]  # fmt: skip
TIMES = [
    "",
    " trước ngày 30/6/2025",
    " trong quý III/2025",
    " hằng năm",
    " đến năm 2030",
    " thường xuyên",
    " từ 2026-2030",
]
ENDS = [".", ";", ":", "", "./.", ",", " (nếu có)."]
LABELS = [
    "Cơ quan chủ trì: Sở Y tế.", "Phối hợp: Uỷ ban nhân dân các xã; Sở Y tế.", "Thời gian: Quý I/2026.", "Sản phẩm: Báo cáo.",
    "Chủ trì: Sở Y tế. Thời hạn: 30/6/2025", "** Sở Y tế triển khai thực hiện thường xuyên.*", "Kinh phí: ngân sách xã.",
]  # fmt: skip
HEADINGS = [
    "I. MỤC ĐÍCH, YÊU CẦU", "II. NHIỆM VỤ", "III. TỔ CHỨC THỰC HIỆN", "MỤC TIÊU ĐẾN NĂM 2030", "PHỤ LỤC I", "QUYẾT ĐỊNH:",
    "1. Sở Y tế", "2. Giao Sở Xây dựng:", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "IV. KINH PHÍ", "**Kế hoạch**", "# NHIỆM VỤ",
]  # fmt: skip
NOISE = [
    "Căn cứ Luật Thuỷ lợi;", "Thời gian qua, kết quả còn hạn chế.", "----", "12", "| |", "|", "\t", "Chia sẻ: Facebook", "> x",
    "(Kèm theo Kế hoạch số 45/KH-UBND ngày 12/5/2025)", "Số: 12/QĐ-UBND", "\u00a0", "*", "&nbsp;", "\\- a", "Điều 3.",
]  # fmt: skip
sentences = st.tuples(*map(st.sampled_from, (MARKERS, OPENERS, BODIES, LINKS, ORDERS, TIMES, ENDS))).map("".join)
cells = st.sampled_from([*BODIES, *ORDERS, *TIMES, "1", "2", "8", "8.1", "I", "-", "Không"]).map(str.strip)
rows = st.lists(cells, min_size=2, max_size=6).map(lambda row: f"| {' | '.join(row)} |")
tables = st.lists(st.lists(cells, min_size=1, max_size=6).map(tuple), max_size=4).map(lambda body: table(*body))
lines = st.one_of(sentences, sentences, st.sampled_from(LABELS + HEADINGS + NOISE), rows, tables, st.text(max_size=30))
texts = st.tuples(
    st.sampled_from(["", HEAD, f"{HEAD}{TASKS}\n\n"]), st.lists(lines, max_size=14), st.sampled_from(["\n", "\n\n"])
).map(lambda parts: parts[0] + parts[2].join(parts[1]))
clean = st.tuples(st.lists(st.one_of(sentences, st.sampled_from(LABELS + HEADINGS), tables), max_size=12)).map(
    lambda parts: f"{HEAD}{TASKS}\n\n" + "\n\n".join(parts[0])
)
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


# ── one text in several spellings ─────────────────────────────────────────────────────────────────

PLACES = [  # where an open syllable's tone stands: hoà or hòa, khoẻ or khỏe, uỷ or ủy
    (first + marked, toned + second)
    for first, second, toned_row, marked_row in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for toned, marked in zip(toned_row, marked_row, strict=True)
]


def _toned(text: str, *, old: bool) -> str:
    """Return a text with its tones in the old place (hoà) or the new one (hòa); quý stays."""
    for pair in PLACES:
        before, after = reversed(pair) if old else pair
        for case in (str.lower, str.upper):
            text = re.sub(rf"(?<![qQ]){case(before)}(?!\w)", case(after), text)
    return text


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "tones in the old place": lambda text: _toned(text, old=True),
    "tones in the new place": lambda text: _toned(text, old=False),
    "eth for đ": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "no-break spaces": lambda text: re.sub(r"(?<=\w) (?=\w)", "\u00a0", text),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "soft hyphens": lambda text: text.replace("bơm", "b\u00adơm"),
}


def bare(text: str) -> str:
    """Return a quote folded, without soft hyphens."""
    return compact(text.replace("\u00ad", ""))


def reading(text: str) -> list[tuple[object, ...]]:
    """Return what is read in a text, without places and as folded text."""
    return [
        (
            task.ordinal,
            bare(task.action),
            *(tuple(bare(body.text) for body in bodies) for bodies in (task.leads, task.partners, task.supervisors)),
            task.deadline and (task.deadline.kind, task.deadline.start, task.deadline.end, task.deadline.recurrence),
            task.product and bare(task.product.text),
        )
        for task in extract(read_text(text)).tasks
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(text=clean)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_text_in_another_spelling_gives_the_same_plan(spelling: str, text: str) -> None:
    assert reading(SPELLINGS[spelling](text)) == reading(text)


def test_the_quotes_of_a_decomposed_text_are_its_own_and_compose_to_the_same() -> None:
    composed, decomposed = (
        read_text(unicodedata.normalize(form, document(TEXT).text))
        for form in ("NFC", "NFD")  # type: ignore[arg-type]
    )
    first, second = extract(composed), extract(decomposed)
    assert [unicodedata.normalize("NFC", task.action) for task in second.tasks] == [task.action for task in first.tasks]
    assert all(not unicodedata.is_normalized("NFC", decomposed.quote(task.span)) for task in second.tasks)

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import (
    Agency,
    Deadline,
    DocumentInfo,
    Issuer,
    Plan,
    Product,
    SourceInfo,
    Span,
    Target,
    Task,
)
from pipeline.errors import UsageError
from pipeline.evaluate import DocumentScore, Gold, fields, history, run, score
from pipeline.evaluate import gold as golds
from pipeline.evaluate.counting import KEPT, MEASURES
from pipeline.evaluate.likeness import Ruler, likeness, wording_likeness
from pipeline.evaluate.pairing import best, pair
from pipeline.evaluate.totals import draws, interval

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"

TEXT = """\
KẾ HOẠCH
1. Sở Y tế rà soát mạng lưới trạm y tế xã, báo cáo trước ngày 30/6/2026.
2. Sở Tài chính bố trí kinh phí mua sắm trang thiết bị cho các trạm y tế, chủ trì thẩm định dự toán hằng năm.
3. Sở Nội vụ tham mưu tuyển dụng bác sĩ về công tác tại tuyến cơ sở.
Phấn đấu đến năm 2030 trên 95% người dân được quản lý sức khỏe.
"""
ACTIONS = (
    "rà soát mạng lưới trạm y tế xã, báo cáo trước ngày 30/6/2026.",
    "bố trí kinh phí mua sắm trang thiết bị cho các trạm y tế, chủ trì thẩm định dự toán hằng năm.",
    "tham mưu tuyển dụng bác sĩ về công tác tại tuyến cơ sở.",
)
TARGET = "trên 95% người dân được quản lý sức khỏe"
JUNE = {"text": "trước ngày 30/6/2026", "kind": "before_date", "end": "2026-06-29"}
NOWHERE = Span(start=0, end=0)


def place(words: str) -> dict[str, int]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def gold(**changes: object) -> Gold:
    tasks: list[dict[str, object]] = [
        {"ordinal": "1", "leads": ["Sở Y tế"], "partners": ["UBND cấp xã", "Sở Tài chính"], "deadline": JUNE},
        {"ordinal": "2", "leads": ["Sở Tài chính"], "partners": ["Sở Y tế"], "product": "Dự toán được duyệt"},
        {"ordinal": "3", "leads": ["Sở Nội vụ"], "partners": [], "product": None},
    ]
    raw = {
        "name": "sample",
        "source": "sample.txt",
        "document": {
            "number": "12/KH-UBND",
            "type": "KH",
            "signer": None,
            "title": "Về việc chăm lo sức khoẻ",
            "implements": ["281/QĐ-TTg", "25-CT/TW"],
        },
        "tasks": [{**task, "action": words, **place(words)} for task, words in zip(tasks, ACTIONS, strict=True)],
        "targets": [{"text": TARGET, **place(TARGET), "comparator": ">", "value": 95, "unit": "%", "by": "2030-12-31"}],
    }
    return Gold.model_validate({**raw, **changes})


def agencies(*names: str) -> tuple[Agency, ...]:
    return tuple(Agency(text=name, agency="x", span=NOWHERE, source="item", rule="agency.test") for name in names)


def task(words: str, **changes: object) -> Task:
    plain = Task(
        id=words[:8],
        ordinal=None,
        path=(),
        action=words,
        span=Span.model_validate(place(words)),
        origin="list",
        rule="r",
    )
    return plain.model_copy(update=changes)


def perfect(**changes: object) -> Plan:
    june = Deadline.model_validate({**JUNE, "span": NOWHERE, "source": "item", "rule": "deadline.test"})
    product = Product(text="dự toán được duyệt", span=NOWHERE, source="cell", rule="column.product")
    plan = Plan(
        source=SourceInfo(name="sample.txt", sha256="", format="txt", chars=len(TEXT)),
        document=DocumentInfo(
            number="12/KH-UBND",
            type="KH",
            title="Chăm lo sức khỏe",
            issuer=Issuer(text="Ủy ban nhân dân tỉnh"),
            implements=("25-CT/TW", "281/QĐ-TTg"),
        ),
        tasks=(
            task(
                ACTIONS[0],
                leads=agencies("Sở Y  tế"),
                partners=agencies("Sở Tài chính", "UBND cấp xã"),
                deadline=june,
            ),
            task(ACTIONS[1], leads=agencies("**Sở Tài chính**"), partners=agencies("Sở Y tế"), product=product),
            task(ACTIONS[2], leads=agencies("sở nội vụ;")),
        ),
        targets=(
            Target(
                text=TARGET,
                span=Span.model_validate(place(TARGET)),
                comparator=">",
                value=95,
                unit="%",
                by="2030-12-31",
                rule="t",
            ),
        ),
    )
    return plan.model_copy(update=changes)


def with_task(index: int, **changes: object) -> Plan:
    tasks = list(perfect().tasks)
    tasks[index] = tasks[index].model_copy(update=changes)
    return perfect(tasks=tuple(tasks))


def lowered(plan: Plan, against: Gold | None = None) -> set[str]:
    """Return the kept measures that are not perfect."""
    scored = score(plan, against or gold(), TEXT)
    return {name for name in KEPT if scored.f1(name) not in (1.0, None)}


# ── pairing ───────────────────────────────────────────────────────────────────────────────────────


def test_the_pairing_is_the_best_in_sum_and_not_greedy() -> None:
    weights = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.85}  # greedy takes 0.9 and leaves the second row alone
    assert best(weights) == {(0, 1), (1, 0)}


def test_one_good_pair_is_not_given_up_for_two_worse_in_sum() -> None:
    assert best({(0, 0): 1.0, (0, 1): 0.3, (1, 0): 0.3}) == {(0, 0)}


edges = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from([0.5, 0.55, 0.7, 0.9, 1.0]), max_size=14
)


@given(edges)
def test_no_other_pairing_is_better(weights: dict[tuple[int, int], float]) -> None:
    chosen = best(weights)
    assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == len(chosen)
    every = (
        sum(weights.get((row, column), 0.0) for row, column in enumerate(columns))
        for columns in itertools.permutations(range(5))
    )
    assert sum(weights[edge] for edge in chosen) == pytest.approx(max(every))


def test_records_that_share_half_their_words_are_a_pair_and_less_is_none() -> None:
    ruler = Ruler(None)
    four, half, less = (ruler.piece(words, None, None) for words in ("a b c d", "a b x y", "a x y z"))
    assert pair([four], [half])[0].likeness == 0.5
    assert not pair([four], [less])


def test_the_same_wording_at_another_place_is_another_record() -> None:
    text = "Rà soát hồ sơ. Rà soát hồ sơ."
    ruler = Ruler(text)
    first, second = ruler.piece("Rà soát hồ sơ.", 0, 14), ruler.piece("Rà soát hồ sơ.", 15, 29)
    assert likeness(first, second) == 0
    assert likeness(first, ruler.piece("Rà soát hồ sơ.", 0, 14)) == 1
    assert likeness(first, ruler.piece("rà soát hồ sơ", None, None)) == 1  # without a place, by wording


def test_among_equal_wordings_the_order_of_the_document_decides() -> None:
    ruler = Ruler(None)
    same = [ruler.piece("Báo cáo kết quả thực hiện", None, None)] * 3
    assert [(one.gold, one.found) for one in pair(same, same)] == [(0, 0), (1, 1), (2, 2)]


def test_tone_placement_case_and_markup_do_not_part_wordings() -> None:
    assert wording_likeness("**Uỷ ban** hoà giải", "ủy ban hòa giải.") == 1


# ── fields ────────────────────────────────────────────────────────────────────────────────────────


def test_a_perfect_plan_is_perfect_in_every_measure() -> None:
    scored = score(perfect(), gold(), TEXT)
    assert {name: scored.f1(name) for name in MEASURES if scored.f1(name) not in (1.0, None)} == {}
    assert scored.counts["leads"] == (3, 3, 3)
    assert scored.counts["partners"] == (3, 3, 3)
    assert scored.counts["deadlines"] == (3, 3, 3)
    assert scored.counts["deadlines.dated"] == (1, 1, 1)
    assert scored.counts["header"] == (4, 4, 4)


def test_a_wrong_lead_lowers_leads_and_all_four_and_nothing_else() -> None:
    wrong = with_task(0, leads=agencies("Sở Xây dựng"))
    assert lowered(wrong) == {"leads", "all_four"}
    assert score(wrong, gold(), TEXT).counts["leads"] == (2, 3, 3)
    assert score(wrong, gold(), TEXT).counts["all_four"] == (2, 3, 3)


def test_a_partner_left_out_costs_recall_and_not_precision() -> None:
    fewer = with_task(0, partners=agencies("Sở Tài chính"))
    assert lowered(fewer) == {"partners", "all_four"}
    count = score(fewer, gold(), TEXT).counts["partners"]
    assert count == (2, 2, 3)
    assert count.precision == 1
    assert count.recall == pytest.approx(2 / 3)


def test_a_deadline_where_gold_has_none_is_wrong() -> None:
    invented = with_task(2, deadline=perfect().tasks[0].deadline)
    assert lowered(invented) == {"deadlines", "all_four"}
    scored = score(invented, gold(), TEXT)
    assert scored.counts["deadlines"] == (2, 3, 3)
    assert scored.counts["deadlines.dated"] == (1, 1, 1)
    assert scored.counts["deadlines.presence"] == (1, 2, 1)


def test_a_wrong_product_lowers_products_and_nothing_else() -> None:
    wrong = with_task(1, product=Product(text="Báo cáo", span=NOWHERE, source="cell", rule="column.product"))
    assert lowered(wrong) == {"product"}


def test_a_product_that_gold_does_not_have_is_counted_as_false() -> None:
    extra = with_task(2, product=Product(text="Báo cáo", span=NOWHERE, source="cell", rule="column.product"))
    assert score(extra, gold(), TEXT).counts["product"] == (1, 1, 1)
    assert score(extra, gold(), TEXT).counts["product.all"] == (1, 2, 1)


def test_wide_boundaries_pair_but_are_not_tight() -> None:
    wide = "2. Sở Tài chính " + ACTIONS[1] + "\n3. Sở Nội vụ"
    assert lowered(with_task(1, span=Span.model_validate(place(wide)))) == {"bounds", "all_four"}


def test_a_missed_task_takes_its_bodies_along_and_leaves_the_shares_of_pairs() -> None:
    fewer = perfect(tasks=perfect().tasks[1:])
    assert lowered(fewer) == {"tasks", "leads", "partners", "all_four"}
    scored = score(fewer, gold(), TEXT)
    assert scored.counts["tasks"] == (2, 2, 3)
    assert scored.counts["leads"] == (2, 2, 3)
    assert scored.counts["partners"] == (1, 1, 3)
    assert scored.counts["partners.pairs"] == (1, 1, 1)
    assert scored.counts["all_four"] == (2, 3, 3)
    assert scored.counts["all_four.pairs"] == (2, 2, 2)
    assert scored.counts["deadlines"] == (2, 2, 2)


def test_an_extra_task_and_its_bodies_are_false_alarms() -> None:
    extra = task("KẾ HOẠCH", leads=agencies("Sở Y tế"), origin="prose")
    scored = score(perfect(tasks=(*perfect().tasks, extra)), gold(), TEXT)
    assert scored.counts["tasks"] == (3, 4, 3)
    assert scored.counts["tasks.list"] == (3, 3, 3)
    assert scored.counts["tasks.prose"] == (0, 1, 0)
    assert scored.counts["leads"] == (3, 4, 3)
    assert scored.counts["leads.pairs"] == (3, 3, 3)


def test_supervisors_count_only_in_gold_that_looked_for_them() -> None:
    guess = with_task(0, supervisors=agencies("UBND tỉnh"))
    assert score(guess, gold(), TEXT).counts["supervisors"] == (0, 0, 0)
    looked = gold(tasks=[one.model_dump(exclude_unset=True) | {"supervisors": []} for one in gold().tasks])
    assert score(guess, looked, TEXT).counts["supervisors"] == (0, 1, 0)


def test_a_wrong_target_value_lowers_target_values_alone() -> None:
    wrong = perfect().targets[0].model_copy(update={"value": 90})
    assert lowered(perfect(targets=(wrong,))) == {"targets.value"}


def test_a_wish_without_a_number_must_have_none() -> None:
    wish = gold(targets=[{"text": TARGET, **place(TARGET), "by": "2030-12-31"}])
    assert lowered(perfect(), wish) == {"targets.comparator", "targets.value", "targets.unit"}


def test_a_header_field_that_gold_has_as_null_must_be_null_and_an_absent_one_is_not_judged() -> None:
    signed = perfect().document.model_copy(update={"signer": "Nguyễn Văn A"})
    scored = score(perfect(document=signed), gold(), TEXT)
    assert scored.counts["header"] == (3, 4, 4)
    assert scored.counts["header.signer"] == (0, 1, 1)
    assert scored.counts["header.issuer"] == (0, 0, 0)


def test_implements_are_compared_as_sets_of_numbers() -> None:
    document = perfect().document.model_copy(update={"implements": ("25 - CT/TW", "545/QĐ-TTg")})
    assert score(perfect(document=document), gold(), TEXT).counts["implements"] == (1, 2, 2)


GIVEN = {"text": "trong tháng 6", "kind": "month", "start": "2026-06-01", "end": "2026-06-30"}


@pytest.mark.parametrize(
    ("expected", "changes", "right"),
    [
        (GIVEN, {}, True),
        (GIVEN, {"text": "tháng 6/2026"}, True),
        (GIVEN, {"kind": "period"}, False),
        (GIVEN, {"end": "2026-06-29"}, False),
        (GIVEN, {"start": None}, False),
        ({**GIVEN, "start": None}, {}, True),
        (GIVEN, {"recurrence": "FREQ=YEARLY"}, False),
        ({**GIVEN, "end": "2026-07-31", "also": [GIVEN]}, {}, True),
    ],
)
def test_a_deadline_is_right_in_kind_end_and_recurrence(
    expected: dict[str, Any],
    changes: dict[str, Any],
    right: bool,  # noqa: FBT001  what the table above says
) -> None:
    found = Deadline(**{**GIVEN, "span": NOWHERE, "source": "item", "rule": "r", **changes})
    assert fields.deadline_right(golds.GoldDeadline.model_validate(expected), found) is right


def test_rules_of_recurrence_are_equal_whatever_the_order_of_their_parts() -> None:
    assert fields.recurrence("FREQ=YEARLY;BYMONTH=6\nFREQ=YEARLY;BYMONTH=12") == fields.recurrence(
        "RRULE:BYMONTH=12;FREQ=YEARLY\nFREQ=YEARLY;BYMONTH=6;INTERVAL=1"
    )
    assert fields.recurrence("FREQ=MONTHLY;INTERVAL=3") != fields.recurrence("FREQ=MONTHLY")


@pytest.mark.parametrize(
    "title", ["V/v phát triển y tế", "Về việc phát triển y tế", "về phát triển Y TẾ.", "Phát triển y tế"]
)
def test_the_words_in_front_of_a_title_do_not_count(title: str) -> None:
    assert fields.header_form("title", title) == "phát triển y tế"


# ── gold files ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("| 1. | Rà soát", "table"),
        ("|\n|\n12\n|\nRà soát", "table"),
        ("12\n\tRà soát", "table"),
        ("a) Rà soát", "list"),
        ("- Sở Y tế chủ trì,\nphối hợp với Sở Nội vụ Rà soát", "list"),
        ("Thứ nhất, Rà soát", "list"),
        ("Giao Sở Y tế Rà soát", "prose"),
        ("- Một việc khác.\n\nGiao Sở Y tế Rà soát", "prose"),
    ],
)
def test_the_form_of_a_gold_task_is_read_from_what_stands_before_it(text: str, form: str) -> None:
    one = Gold.model_validate(
        {"source": "x.txt", "tasks": [{"action": "Rà soát", "start": text.index("Rà soát"), "end": len(text)}]}
    )
    assert golds.forms(one, text) == (form,)


def test_gold_without_places_is_paired_by_wording_and_takes_the_form_of_its_answer() -> None:
    bare = [one.model_dump(exclude_unset=True) | {"start": None, "end": None} for one in gold().tasks]
    scored = score(perfect(), gold(tasks=bare), TEXT)
    assert scored.counts["tasks.list"] == (3, 3, 3)
    assert scored.f1("bounds") == 1


def test_press_articles_and_scans_are_kinds_of_their_own() -> None:
    article = gold(document={"genre": "article about the directive"})
    assert score(perfect(), article, TEXT).kind == "press"
    assert score(perfect(), gold(), TEXT, folder="scans").kind == "scan"
    assert score(perfect(), gold(), TEXT).kind == "list"


def test_a_field_that_gold_does_not_know_is_named_with_file_and_place(tmp_path: Path) -> None:
    path = tmp_path / "sample.json"
    path.write_text(json.dumps({"source": "x.txt", "tasks": [{"action": "Rà soát", "lead": []}]}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"sample\.json: tasks\.0\.lead: "):
        golds.load(tmp_path)


@pytest.mark.parametrize("content", [None, "{}"])
def test_a_folder_without_gold_is_refused(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "other.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="holds no gold"):
        golds.load(tmp_path)


# ── the command ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    (tmp_path / "gold").mkdir()
    (tmp_path / "docs").mkdir()
    for name in ("first", "second"):
        raw = gold(source=f"{name}.txt").model_dump(exclude_unset=True, exclude={"name", "digest"})
        (tmp_path / "gold" / f"{name}.json").write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        (tmp_path / "docs" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def evaluate(  # noqa: PLR0913  as run, which it calls
    folders: Path,
    plan: Plan | Callable[[str], Plan],
    against: Path | None = None,
    *,
    save: Path | None = None,
    only: Sequence[str] = (),
    errors: bool = False,
) -> tuple[int, str]:
    """Return the exit code and what is printed when the program finds these plans, by name of the document."""

    def extract(path: Path) -> tuple[str, Plan]:
        return path.read_text(encoding="utf-8"), plan if isinstance(plan, Plan) else plan(path.stem)

    out = io.StringIO()
    code = run(
        folders / "gold", [folders / "docs"], against, save=save, only=only, errors=errors, extract=extract, out=out
    )
    return code, out.getvalue()


def test_the_table_gives_documents_sums_and_intervals(folders: Path) -> None:
    code, shown = evaluate(folders, lambda name: perfect() if name == "first" else perfect(tasks=perfect().tasks[1:]))
    assert code == 0
    rows = {line.split()[0]: line.split() for line in shown.splitlines() if line[:1].isalpha()}
    assert rows["first"][2:5] == ["3", "3", "1.000"]
    assert rows["second"][2:5] == ["3", "2", "0.800"]
    assert rows["tasks"][1:6] == ["0.909", "0.800–1.000", "1.000", "0.833", "5/5/6"]


def test_the_interval_is_the_same_on_every_run_and_holds_the_sum() -> None:
    scores = [score(perfect(), gold(), TEXT), score(perfect(tasks=()), gold(), TEXT), score(perfect(), gold(), TEXT)]
    low, high = interval(scores, "tasks", draws(3)) or (1.0, 0.0)
    assert (low, high) == interval(scores, "tasks", draws(3))
    assert low < 0.8 < high
    assert interval(scores[:1], "tasks", draws(1)) is None


def test_every_miss_is_listed_with_place_expected_and_found(folders: Path) -> None:
    wrong = with_task(0, leads=agencies("Sở Xây dựng"))
    extra = task("KẾ HOẠCH")
    _, shown = evaluate(
        folders, wrong.model_copy(update={"tasks": (*wrong.tasks[:2], extra)}), errors=True, only=["first"]
    )
    assert "== first (list, docs/first.txt)" in shown
    assert "leads        line 2 1" in shown
    assert "expected  Sở Y tế\n      actual    Sở Xây dựng  [agency.test]" in shown
    assert 'missed       line 4 3  "tham mưu tuyển dụng' in shown
    assert 'extra        line 1  "KẾ HOẠCH"  [r]' in shown
    assert "second" not in shown


def test_the_bodies_without_an_id_are_counted_and_listed_once(folders: Path) -> None:
    unknown = tuple(one.model_copy(update={"agency": None}) for one in agencies("Hội Vui", "hội vui", "Sở Y tế"))
    plan = with_task(0, partners=(*unknown[:2], *agencies("Sở Tài chính")), supervisors=unknown[:1])
    assert score(plan, gold(), TEXT).counts["ids"] == (5, 8, 8)
    _, shown = evaluate(folders, plan, errors=True, only=["first"])
    assert '  no id        line 1  "Hội Vui"  (3 times)' in shown
    assert "bodies resolved          0.625" in shown
    assert '"Sở Y tế"' not in shown


def test_a_perfect_document_has_no_misses(folders: Path) -> None:
    assert "==" not in evaluate(folders, perfect(), errors=True)[1]


def test_against_its_own_scores_nothing_is_gained_or_lost(folders: Path) -> None:
    kept = folders / "scores.json"
    evaluate(folders, perfect(), save=kept)
    code, shown = evaluate(folders, perfect(), kept)
    assert code == 0
    assert "no gains, no losses" in shown


def test_a_loss_is_shown_with_its_quote_and_fails(folders: Path) -> None:
    kept = folders / "scores.json"
    evaluate(folders, perfect(), save=kept)
    wrong = with_task(0, leads=agencies("Sở Xây dựng"))
    code, shown = evaluate(folders, lambda name: wrong if name == "first" else perfect(), kept)
    assert code == 1
    assert "first: 0 gained, 1 lost" in shown
    assert '- leads         line 2 1            "rà soát mạng lưới' in shown
    assert "FELL  leads                1.0000 → 0.8333" in shown
    assert "second:" not in shown


def test_a_gain_does_not_fail_and_a_false_alarm_gone_is_a_gain(folders: Path) -> None:
    kept = folders / "scores.json"
    before = perfect(tasks=(*perfect().tasks[:2], task("KẾ HOẠCH")), targets=())
    evaluate(folders, before, save=kept)
    code, shown = evaluate(folders, perfect(), kept)
    assert code == 0
    for gain in (
        "+ task          line 4 3",
        "+ target        line 5",
        '+ extra task gone  line 1              "KẾ HOẠCH',
    ):
        assert gain in shown, shown
    assert "rose  tasks" in shown


def test_a_document_whose_gold_changed_is_not_compared(folders: Path) -> None:
    kept = folders / "scores.json"
    evaluate(folders, perfect(), save=kept)
    path = folders / "gold" / "first.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["tasks"][0]["leads"] = ["Sở Nội vụ"]
    path.write_text(json.dumps(raw), encoding="utf-8")
    code, shown = evaluate(folders, perfect(), kept)
    assert code == 0
    assert "1 of 2 documents compared\n  first: not compared" in shown


def test_kept_scores_hold_no_text_of_a_document_and_are_the_same_on_every_run(folders: Path) -> None:
    kept, again = folders / "scores.json", folders / "again.json"
    evaluate(folders, perfect(tasks=perfect().tasks[1:]), save=kept)
    evaluate(folders, perfect(tasks=perfect().tasks[1:]), save=again)
    assert kept.read_bytes() == again.read_bytes()
    assert not {word for words in ACTIONS for word in words.split()} & set(kept.read_text(encoding="utf-8").split())


def test_saving_keeps_documents_of_other_folders_and_drops_those_gone_from_this_one(folders: Path) -> None:
    kept = folders / "gold" / "scores.json"  # among the gold, where it is no gold
    evaluate(folders, perfect(), save=kept)
    (folders / "docs").rename(folders / "corpus")
    (folders / "docs").mkdir()
    (folders / "corpus" / "first.txt").rename(folders / "docs" / "first.txt")
    evaluate(folders, perfect(tasks=()), save=kept)
    documents = history.load(kept).documents
    assert list(documents) == ["first"]
    assert documents["first"].count("tasks") == (0, 0, 3)
    run_in_corpus = folders / "corpus"
    run(folders / "gold", [run_in_corpus], extract=lambda _: (TEXT, perfect()), save=kept, out=io.StringIO())
    assert {name: one.folder for name, one in history.load(kept).documents.items()} == {
        "first": "docs",
        "second": "corpus",
    }


def test_documents_that_are_no_text_or_absent_are_left_out_and_said_so(folders: Path) -> None:
    raw = {"source": "third.pdf", "tasks": []}
    (folders / "gold" / "third.json").write_text(json.dumps(raw), encoding="utf-8")
    (folders / "docs" / "third.pdf").write_bytes(b"")
    (folders / "docs" / "second.txt").unlink()
    _, shown = evaluate(folders, perfect())
    assert "left out: third, third.pdf is no text document" in shown
    assert "left out: second, its document second.txt is under none of --documents" in shown


def test_what_cannot_be_served_says_where_and_what_to_do(folders: Path) -> None:
    with pytest.raises(UsageError, match="--only third: no such gold; there are first, second"):
        evaluate(folders, perfect(), only=["third"])
    with pytest.raises(UsageError, match="write it first with --save"):
        evaluate(folders, perfect(), folders / "none.json")
    (folders / "bad.json").write_text('{"tasks": 0.9}', encoding="utf-8")
    with pytest.raises(UsageError, match="not scores of this version"):
        evaluate(folders, perfect(), folders / "bad.json")
    with pytest.raises(UsageError, match="name the folder that holds them"):
        run(folders / "gold", [folders], extract=lambda _: (TEXT, perfect()), out=io.StringIO())


# ── the real gold ─────────────────────────────────────────────────────────────────────────────────


def answer(one: Gold, text: str) -> Plan:
    """Return the plan of a program that finds what gold has."""
    empty = SourceInfo(name=one.source, sha256="", format="txt", chars=len(text))
    tasks = tuple(
        task("KẾ HOẠCH", action=wanted.action, span=Span(start=wanted.start or 0, end=wanted.end or 0)).model_copy(
            update={field: agencies(*(getattr(wanted, field) or ())) for field in ("leads", "partners")}
        )
        for wanted in one.tasks
    )
    return Plan(source=empty, document=DocumentInfo(), tasks=tasks)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real documents stay in ../shared/real, which is not here")
def test_every_real_gold_file_answers_itself() -> None:
    scores: list[DocumentScore] = []
    for one in golds.load(REAL / "gold"):
        folder = golds.find_folder(one, [REAL / "docs", REAL / "scans"])
        assert folder, one.name
        text = (folder / one.source).read_text(encoding="utf-8")
        scores.append(score(answer(one, text), one, text, folder.name))
    assert len(scores) >= 18
    for measure in ("tasks", "bounds", "leads", "partners"):
        assert {one.name for one in scores if one.f1(measure) not in (1.0, None)} == set()
    assert {one.name for one in scores if one.kind == "table"} == {
        "1093-qd-byt",
        "cp-03-nq-chuong-trinh-hanh-dong-nq57",
    }

"""What a lower plan takes up of the directive above it: verdicts, remit, defects, laws that always hold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.cover import Coverage, Document, cover
from pipeline.evaluate import coverage
from pipeline.evaluate import gold as golds
from pipeline.read import read_text
from pipeline.run import extract, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.evaluate.coverage import Judged

CHECKOUT = Path(__file__).resolve().parent.parent
PARENT_HEAD = """\
THỦ TƯỚNG CHÍNH PHỦ
Số: 77/QĐ-TTg
Hà Nội, ngày 05 tháng 02 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch nước sạch học đường

II. NHIỆM VỤ

"""
CHILD_HEAD = """\
ỦY BAN NHÂN DÂN TỈNH VĨNH LONG
Số: 40/KH-UBND
Vĩnh Long, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Thực hiện Quyết định số 77/QĐ-TTg ngày 05 tháng 02 năm 2026 của Thủ tướng Chính phủ

II. NHIỆM VỤ

"""
COLUMNS = "| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |"
WORKS = (
    "Xây dựng Đề án cấp nước cho trường học vùng hạn mặn",
    "Kiểm nghiệm mẫu nước uống tại căng tin bán trú",
    "Lắp đặt bồn chứa inox cho điểm trường lẻ ven biển",
    "Tập huấn giáo viên vận hành máy lọc thẩm thấu ngược",
    "Thống kê nhà vệ sinh hư hỏng ở bậc mầm non",
    "Vận động doanh nghiệp tặng bình lọc gia đình",
)


def document(head: str, *rows: tuple[str, ...]) -> Document:
    """Return a plan whose tasks stand in a table; rows are filled with empty cells."""
    lines = [COLUMNS, "|---|---|---|---|---|---|"]
    for number, row in enumerate(rows, 1):
        lines.append(f"| {number} | {' | '.join((*row, *[''] * (5 - len(row))))} |")
    source = read_text(head + "\n".join(lines) + "\n")
    return Document(source, extract(source))


def compared(parent: Sequence[tuple[str, ...]], child: Sequence[tuple[str, ...]]) -> Coverage:
    return cover(document(PARENT_HEAD, *parent), document(CHILD_HEAD, *child))


def statuses(parent: Sequence[tuple[str, ...]], child: Sequence[tuple[str, ...]]) -> list[str]:
    return [one.status for one in compared(parent, child).verdicts]


PROVINCES = "Ủy ban nhân dân các tỉnh, thành phố"


# ── verdicts ──────────────────────────────────────────────────────────────────────────────────────


def test_a_task_that_is_taken_up_is_covered_and_one_that_is_not_is_missing() -> None:
    found = compared([(work, PROVINCES) for work in WORKS[:3]], [(WORKS[0], "Sở Xây dựng"), (WORKS[2], "Sở Y tế")])
    assert [one.status for one in found.verdicts] == ["covered", "missing", "covered"]
    assert found.relation == "implements"
    assert found.verdicts[0].child_tasks[0].action == WORKS[0]
    assert found.verdicts[1].why == "Không thấy nhiệm vụ nào tương ứng trong văn bản cấp dưới."
    assert (found.summary.covered, found.summary.missing, found.added) == (2, 1, ())


def test_a_reworded_task_is_covered_and_one_that_only_shares_its_subject_is_not() -> None:
    parent = [(work, PROVINCES) for work in WORKS]
    assert statuses(parent, [("Tổ chức kiểm nghiệm định kỳ mẫu nước uống ở các căng tin bán trú",)])[1] == "covered"
    assert statuses(parent, [("Khảo sát giá nước sinh hoạt tại các chợ",)])[1] == "missing"


def test_a_requirement_that_nobody_takes_up_is_quoted() -> None:
    both = f"{WORKS[0]}; thành lập tổ kỹ thuật lưu động sửa chữa máy bơm"
    found = compared([(both, PROVINCES), *((work, PROVINCES) for work in WORKS[1:])], [(WORKS[0], "Sở Xây dựng")])
    verdict = found.verdicts[0]
    assert verdict.status == "partial"
    [span] = verdict.uncovered
    source = document(PARENT_HEAD, (both, PROVINCES)).source.text
    assert source[span.start : span.end].startswith("thành lập tổ kỹ thuật lưu động")
    assert "thành lập tổ kỹ thuật" in verdict.why


def test_requirements_that_different_tasks_take_up_are_covered_together_each_with_its_place() -> None:
    both = f"{WORKS[0]}; {WORKS[2].lower()}; {WORKS[4].lower()}"
    parent = document(PARENT_HEAD, (both, PROVINCES), *((work, PROVINCES) for work in WORKS[1::2]))
    child = document(CHILD_HEAD, *((WORKS[at], "Sở Y tế") for at in (4, 2, 0)))
    verdict = cover(parent, child).verdicts[0]
    assert verdict.status == "covered"
    quoted = {
        (parent.quote(one.parent), child.quote(one.child)) for link in verdict.child_tasks for one in link.evidence
    }
    assert quoted == {(WORKS[0], WORKS[0]), (WORKS[2].lower(), WORKS[2]), (WORKS[4].lower(), WORKS[4])}
    less = cover(parent, document(CHILD_HEAD, *((WORKS[at], "Sở Y tế") for at in (4, 2)))).verdicts[0]
    assert (less.status, [parent.quote(span) for span in less.uncovered]) == ("partial", [WORKS[0]])


def test_what_says_nothing_is_no_requirement() -> None:
    work = f"{WORKS[0]}; {WORKS[2].lower()}; ..."
    parent = [(work, PROVINCES), *((work, PROVINCES) for work in WORKS[1::2])]
    assert statuses(parent, [(work, "Sở Y tế")])[0] == "covered"


def test_who_does_something_else_with_the_same_things_does_not_do_what_is_asked() -> None:
    parent = [("Thành lập tổ vận hành máy lọc thẩm thấu ngược", PROVINCES), *((work, PROVINCES) for work in WORKS)]
    found = [
        compared(parent, [(f"{verb} tổ vận hành máy lọc thẩm thấu ngược", "Sở Y tế")]).verdicts[0]
        for verb in ("Kiện toàn", "Khảo sát", "Thành lập")
    ]
    assert [one.status for one in found] == ["covered", "partial", "covered"]
    assert 'chưa thấy việc "thành lập"' in found[1].why


def test_who_only_tells_people_of_a_thing_does_not_make_it() -> None:
    verdict = compared(
        [(work, PROVINCES) for work in WORKS], [(f"Tuyên truyền về {WORKS[0].removeprefix('Xây dựng ')}", "Sở Y tế")]
    ).verdicts[0]
    assert verdict.status == "partial"
    assert verdict.review


# ── remit ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lead", "partners", "status", "rule"),
    [
        ("Bộ Tài chính", "", "out_of_remit", "remit.other"),
        ("Ủy ban nhân dân tỉnh Vĩnh Long", "", "missing", "remit.own"),
        ("Chủ tịch Ủy ban nhân dân tỉnh Vĩnh Long", "", "missing", "remit.head"),
        ("Ủy ban nhân dân tỉnh Cà Mau", "", "out_of_remit", "remit.other"),
        (PROVINCES, "", "missing", "remit.member"),
        ("các bộ, ngành, địa phương", "", "missing", "remit.member"),
        ("Bộ Y tế", PROVINCES, "out_of_remit", "remit.partner_group"),
        ("Bộ Y tế", "Ủy ban nhân dân tỉnh Vĩnh Long", "missing", "remit.partner"),
        ("Bộ Y tế", "Sở Y tế tỉnh Vĩnh Long", "missing", "remit.partner"),
        ("Ủy ban nhân dân các tỉnh ven biển", "", "missing", "remit.member"),
        ("Ủy ban nhân dân các tỉnh biên giới", "", "out_of_remit", "remit.condition_not"),
        ("Ủy ban nhân dân các tỉnh có rừng", "", "out_of_remit", "remit.condition"),
        ("Thủ tướng Chính phủ", "", "out_of_remit", "remit.superior"),
        ("Đảng ủy Ủy ban nhân dân tỉnh Vĩnh Long", "", "missing", "remit.twin"),
        ("Tỉnh ủy Vĩnh Long", "", "out_of_remit", "remit.superior"),
        ("Sở Y tế tỉnh Vĩnh Long", "", "missing", "remit.under"),
        ("", "", "missing", "remit.no_lead"),
        ("Hội Khuyến nước Sao Mai", "", "undecidable", "remit.unknown_lead"),
    ],
)
def test_who_leads_says_whether_a_task_is_expected(lead: str, partners: str, status: str, rule: str) -> None:
    verdict = compared([(WORKS[0], lead, partners), (WORKS[5], PROVINCES)], [(WORKS[5], "Sở Y tế")]).verdicts[0]
    assert (verdict.status, verdict.remit) == (status, rule)


def test_a_merged_province_takes_over_what_was_given_to_the_old_one() -> None:
    before = document(PARENT_HEAD.replace("2026", "2024"), (WORKS[0], "Ủy ban nhân dân tỉnh Bến Tre"))
    child = document(CHILD_HEAD, (WORKS[5], "Sở Y tế"))
    verdict = cover(before, child).verdicts[0]
    assert (verdict.status, verdict.remit) == ("missing", "remit.successor")
    assert "đã kế thừa" in verdict.remit_why


def test_a_condition_that_the_child_itself_speaks_of_holds() -> None:
    parent = [(work, "Ủy ban nhân dân các tỉnh có rừng") for work in WORKS[:2]]
    silent, speaking = ((WORKS[5], "Sở Y tế"),), ((WORKS[5], "Sở Y tế"), ("Tuần tra rừng phòng hộ", "Chi cục Kiểm lâm"))
    assert {one.remit for one in compared(parent, silent).verdicts} == {"remit.condition"}
    found = compared(parent, speaking).verdicts
    assert {(one.status, one.remit) for one in found} == {("missing", "remit.condition_met")}


def test_what_was_due_before_the_child_was_issued_is_no_longer_expected() -> None:
    verdict = compared([(WORKS[0], PROVINCES, "", "Trước ngày 01/3/2026")], [(WORKS[5], "Sở Y tế")]).verdicts[0]
    assert (verdict.status, verdict.remit, verdict.review) == ("out_of_remit", "remit.expired", True)


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("Sửa đổi, bổ sung Luật Tài nguyên nước", "out_of_remit"),
        ("Tuyên truyền Luật Tài nguyên nước", "missing"),
    ],
)
def test_a_province_makes_no_laws(action: str, status: str) -> None:
    assert statuses([(action, "các bộ, ngành, địa phương")], [(WORKS[5], "Sở Y tế")]) == [status]


def test_the_plan_that_was_asked_for_is_the_child_itself() -> None:
    [verdict] = compared([("Xây dựng kế hoạch thực hiện Quyết định này", PROVINCES)], [(WORKS[5], "Sở Y tế")]).verdicts
    assert (verdict.status, verdict.child_tasks) == ("covered", ())
    assert "chính là kế hoạch" in verdict.why
    more = "Xây dựng kế hoạch thực hiện Quyết định này; lắp đặt bồn chứa inox cho điểm trường lẻ"
    [verdict] = compared([(more, PROVINCES)], [(WORKS[5], "Sở Y tế")]).verdicts
    assert verdict.status == "partial"
    assert "bồn chứa inox" in verdict.why
    assert len(verdict.uncovered) == 1


# ── defects ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("above", "below", "defects"),
    [
        ("Quý II/2026", "30/6/2026", []),
        ("Trước ngày 01/7/2026", "Quý II/2026", []),
        ("Quý II/2026", "Tháng 7/2026", ["late"]),
        ("Quý II/2026", "Thường xuyên", ["lost_deadline"]),
        ("Quý II/2026", "", ["lost_deadline"]),
        ("Thường xuyên", "Quý II/2026", []),
        ("", "", []),
    ],
)
def test_a_dated_task_may_come_no_later_and_keeps_a_date(above: str, below: str, defects: list[str]) -> None:
    parent = [(WORKS[0], PROVINCES, "", above), (WORKS[1], PROVINCES)]
    verdict = compared(parent, [(WORKS[0], "Sở Xây dựng", "", below)]).verdicts[0]
    assert (verdict.status, list(verdict.defects)) == ("covered", defects)


def test_another_lead_and_a_lost_product_are_said() -> None:
    parent = document(PARENT_HEAD, (WORKS[0], "Sở Y tế tỉnh Vĩnh Long", "", "", "Tờ trình"), (WORKS[1], PROVINCES))
    child = document(CHILD_HEAD, (WORKS[0], "Sở Tài chính"))
    assert set(cover(parent, child).verdicts[0].defects) == {"misassigned", "missing_product"}
    same = document(CHILD_HEAD, (WORKS[0], "Sở Y tế", "", "", "Tờ trình"))
    assert cover(parent, same).verdicts[0].defects == ()


@pytest.mark.parametrize(
    ("above", "below", "defects"),
    [
        ("Kiểm nghiệm 100% mẫu nước tại căng tin", "Kiểm nghiệm 80% mẫu nước tại căng tin", ["weaker_target"]),
        ("Kiểm nghiệm 80% mẫu nước tại căng tin", "Kiểm nghiệm 100% mẫu nước tại căng tin", []),
        ("Kiểm nghiệm 100% mẫu nước tại căng tin", "Kiểm nghiệm mẫu nước tại căng tin, tập huấn 80% giáo viên", []),
        ("Không tăng giá nước tại căng tin bán trú", "Tăng giá nước tại căng tin bán trú", ["contradiction"]),
        ("Không tăng giá nước tại căng tin bán trú", "Không tăng giá nước tại căng tin bán trú", []),
    ],
)
def test_a_smaller_number_and_the_opposite_are_said(above: str, below: str, defects: list[str]) -> None:
    parent = [(above, PROVINCES), *((work, PROVINCES) for work in WORKS[2:])]
    verdict = compared(parent, [(below, "Sở Y tế")]).verdicts[0]
    assert list(verdict.defects) == defects
    assert all(note.why for note in verdict.defect_notes)


def test_late_by_the_day_between_before_a_date_and_a_quarter_is_said_to_be_so() -> None:
    parent = [(WORKS[0], PROVINCES, "", "Trước 30/6/2026"), (WORKS[1], PROVINCES)]
    [note] = compared(parent, [(WORKS[0], "Sở Xây dựng", "", "Quý II/2026")]).verdicts[0].defect_notes
    assert note.defect == "late"
    assert "chỉ chênh một ngày" in note.why


@pytest.mark.parametrize(
    ("below", "status"),
    [
        ("Đến năm 2030, trên 95% trường học có nước sạch", "met"),
        ("Đến năm 2030, 90% trường học có nước sạch", "weaker"),
    ],
)
def test_targets_are_at_least_as_demanding(below: str, status: str) -> None:
    goals = "I. MỤC TIÊU\n\n- {}.\n\nII. NHIỆM VỤ\n"
    sides = []
    for head, text in ((PARENT_HEAD, "Đến năm 2030, trên 95% trường học có nước sạch"), (CHILD_HEAD, below)):
        source = read_text(head.replace("II. NHIỆM VỤ\n", goals.format(text)) + f"1. {WORKS[0]}.\n")
        sides.append(Document(source, extract(source)))
    [verdict] = cover(sides[0], sides[1]).targets
    assert verdict.status == status


# ── pairs that are none ───────────────────────────────────────────────────────────────────────────


def test_what_is_odd_about_a_pair_is_said() -> None:
    parent, child = document(PARENT_HEAD, (WORKS[0], PROVINCES)), document(CHILD_HEAD, (WORKS[0], "Sở Y tế"))
    assert "Hai tệp là cùng một văn bản." in cover(parent, parent).notes
    empty = read_text("Xin chào.\n")
    nothing = Document(empty, extract(empty))
    assert "Không đọc được nhiệm vụ nào trong văn bản cấp dưới." in cover(parent, nothing).notes
    assert "Không đọc được nhiệm vụ nào trong văn bản cấp trên." in cover(nothing, child).notes
    stranger = document(PARENT_HEAD.replace("77/QĐ-TTg", "12/QĐ-TTg"), (WORKS[0], PROVINCES))
    assert cover(stranger, child).relation == "unrelated"


def test_a_parent_cited_with_another_day_is_said() -> None:
    parent = document(PARENT_HEAD, (WORKS[0], PROVINCES))
    wrong = document(CHILD_HEAD.replace("ngày 05 tháng 02 năm 2026 của", "ngày 06/02/2026 của"), (WORKS[0], "Sở Y tế"))
    assert any(
        "với ngày 06/02/2026, nhưng văn bản ấy ghi ngày 05/02/2026" in note for note in cover(parent, wrong).notes
    )
    right = document(CHILD_HEAD, (WORKS[0], "Sở Y tế"))
    assert not any("với ngày" in note for note in cover(parent, right).notes)


def test_a_directive_cited_as_a_basis_is_carried_out_when_it_orders_a_plan() -> None:
    head = CHILD_HEAD.replace("Thực hiện Quyết định số", "Cấp nước cho trường học\n\nCăn cứ Quyết định số")
    child = document(head, (WORKS[0], "Sở Y tế"))
    assert child.plan.document.implements == ()
    order = document(PARENT_HEAD, ("Xây dựng kế hoạch thực hiện Quyết định này", PROVINCES), (WORKS[0], PROVINCES))
    assert cover(order, child).relation == "implements"
    assert cover(document(PARENT_HEAD, (WORKS[0], PROVINCES)), child).relation == "unknown"


def test_two_plans_that_carry_out_the_same_directive_are_siblings() -> None:
    child = document(CHILD_HEAD, (WORKS[0], "Sở Y tế"))
    other = document(
        CHILD_HEAD.replace("40/KH-UBND", "9/KH-UBND").replace("VĨNH LONG", "CÀ MAU"), (WORKS[0], "Sở Y tế")
    )
    compared_only = cover(other, child)
    assert compared_only.relation == "siblings"
    strange = cover(document(CHILD_HEAD.replace("40/KH", "9/KH"), (WORKS[1], PROVINCES)), child).verdicts[0]
    assert (strange.status, strange.remit) == ("out_of_remit", "remit.sibling")


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────

_RANK = {"missing": 0, "undecidable": 0, "out_of_remit": 0, "partial": 1, "covered": 2}
CHOSEN = st.lists(st.sampled_from(WORKS), min_size=1, max_size=len(WORKS), unique=True)


@given(works=CHOSEN)
@settings(max_examples=15, deadline=None)
def test_a_plan_covers_itself(works: list[str]) -> None:
    parent = [(work, PROVINCES) for work in works]
    assert set(statuses(parent, [(work, "Sở Y tế") for work in works])) == {"covered"}


OTHERS = ("Tuyên truyền: ", "Rà soát việc ", "Thành lập tổ ", "Phối hợp ", "")
TASKS = st.builds(str.__add__, st.sampled_from(OTHERS), st.sampled_from(WORKS))
CHILDREN = st.lists(TASKS, max_size=6)
LONG = f"{WORKS[0]}; {WORKS[2].lower()}; thành lập tổ kỹ thuật lưu động"


@given(works=CHILDREN, more=TASKS, place=st.integers(0, 6))
@settings(max_examples=40, deadline=None)
def test_one_more_task_never_lowers_a_verdict_and_order_says_nothing(works: list[str], more: str, place: int) -> None:
    parent = [(work, PROVINCES) for work in (*WORKS, LONG)]
    before = statuses(parent, [(work, "Sở Y tế") for work in works])
    joined = [*works[:place], more, *works[place:]]
    after = statuses(parent, [(work, "Sở Y tế") for work in joined])
    assert all(_RANK[one] <= _RANK[two] for one, two in zip(before, after, strict=True))
    assert statuses(parent, [(work, "Sở Y tế") for work in reversed(joined)]) == after


@given(works=CHOSEN, data=st.data())
@settings(max_examples=15, deadline=None)
def test_a_task_left_out_is_missing_and_a_later_date_is_late(works: list[str], data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(works))
    months = data.draw(st.tuples(st.integers(3, 11), st.integers(1, 12)))
    parent = [(work, PROVINCES, "", f"Tháng {months[0]}/2027") for work in WORKS]
    child = [(work, "Sở Y tế", "", f"Tháng {months[0]}/2027") for work in works]
    at = WORKS.index(chosen)
    without = compared(parent, [row for row in child if row[0] != chosen]).verdicts[at]
    assert (without.status, without.child_tasks) == ("missing", ())
    later = [(*row[:3], f"Tháng {months[1]}/2028") if row[0] == chosen else row for row in child]
    verdict = compared(parent, later).verdicts[at]
    assert (verdict.status, verdict.defects) == ("covered", ("late",))


# ── the command ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """Return the names of a parent and of a child that lacks one of its two tasks."""
    parent, child = tmp_path / "parent.md", tmp_path / "child.md"
    rows = f"{COLUMNS}\n|---|---|---|---|---|---|\n| 1 | {WORKS[0]} | {PROVINCES} | | Quý II/2026 | |\n"
    parent.write_text(f"{PARENT_HEAD}{rows}| 2 | {WORKS[1]} | {PROVINCES} | | | |\n", encoding="utf-8")
    child.write_text(f"{CHILD_HEAD}{rows.replace(PROVINCES, 'Sở Xây dựng')}", encoding="utf-8")
    return str(parent), str(child)


def test_the_command_prints_json_and_ends_with_one_when_checked(
    files: tuple[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    parent, child = files
    assert main(["cover", "--parent", parent, "--child", child, "--format", "json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["schema"] == "dondoc-coverage/1"
    assert told["summary"] == {"covered": 1, "partial": 0, "missing": 1, "out_of_remit": 0, "undecidable": 0}
    assert main(["cover", "--parent", parent, "--child", child, "--check"]) == 1
    table = capfd.readouterr().out
    assert "Còn thiếu" in table
    assert "40/KH-UBND" in table
    assert main(["cover", "--parent", parent, "--child", parent, "--check"]) == 0


def test_a_flag_given_several_times_names_the_parts_of_one_plan(
    files: tuple[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    parent, child = files
    more = tmp_path / "more.md"
    more.write_text(
        f"PHỤ LỤC II\n\n{COLUMNS}\n|---|---|---|---|---|---|\n| 1 | {WORKS[1]} | Sở Y tế | | | |\n", "utf-8"
    )
    arguments = ["cover", "--parent", parent, "--child", child, "--child", str(more), "--format", "json", "--check"]
    assert main(arguments) == 0
    assert json.loads(capfd.readouterr().out)["summary"]["covered"] == 2


def test_the_page_stands_alone_and_escapes_what_documents_say(files: tuple[str, str], tmp_path: Path) -> None:
    parent, child = files
    out = tmp_path / "page.html"
    assert main(["cover", "--parent", parent, "--child", child, "-o", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert WORKS[1] in page
    assert "<script" not in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "pdf"], "no format named 'pdf' for cover"),
        (["-o", "child.md"], "no format named 'md' for cover"),
    ],
)
def test_what_the_command_cannot_write_is_said_in_one_line(
    files: tuple[str, str], arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    parent, child = files
    assert main(["cover", "--parent", parent, "--child", child, *arguments]) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1


# ── against what people said ──────────────────────────────────────────────────────────────────────


def judged(gold: Path, documents: Path) -> list[Judged]:
    by_name = {one.name: one for one in golds.load(gold)}
    files = sorted((gold / "coverage").glob("*.json"))
    return [one for path in files for one in coverage.judged(path, by_name, [documents])]


@pytest.mark.parametrize("parent", ["qd-214-bnnmt.md", "kh-58-gia-lai.md"])
def test_nothing_of_a_strange_subject_is_called_covered(parent: str) -> None:
    strange = read_document(parent)
    others = ["kh-46-vinh-long.md", "qd-2916-ttg.md", "nq-41-cp.md", "kh-71-tu-son-la.txt", "kh-27-sgddt-vinh-long.txt"]
    for name in others:
        for above, below in ((strange, read_document(name)), (read_document(name), strange)):
            found = cover(above, below)
            assert found.relation != "implements"
            assert [one.parent_task.action for one in found.verdicts if one.status == "covered"] == [], name
            missing = sum(one.status in ("missing", "out_of_remit", "undecidable") for one in found.verdicts)
            assert missing >= 0.85 * len(found.verdicts), name


@cache
def read_document(name: str) -> Document:
    source = read_source(CHECKOUT / "corpus" / name)
    return Document(source, extract(source))


def test_verdicts_on_the_own_pairs_are_as_right_as_before_and_nothing_is_falsely_covered() -> None:
    found = judged(CHECKOUT / "gold", CHECKOUT / "corpus")
    assert sum(one.found in one.accepted for one in found) >= 0.96 * len(found)
    assert [one.quote for one in found if one.found == "covered" and "covered" not in one.accepted] == []


def test_verdicts_on_the_real_pairs_are_as_right_as_before_and_nothing_is_falsely_covered(real: Path) -> None:
    found = judged(real / "gold", real / "docs")
    assert sum(one.found in one.accepted for one in found) >= 0.88 * len(found)
    assert [one.quote for one in found if one.found == "covered" and "covered" not in one.accepted] == []


def test_real_documents_cover_themselves(real: Path) -> None:
    for path in sorted((real / "docs").glob("*.md")):
        source = read_source(path)
        itself = Document(source, extract(source))
        left = [one.parent_task.action for one in cover(itself, itself).verdicts if one.status != "covered"]
        assert left == [], path.name

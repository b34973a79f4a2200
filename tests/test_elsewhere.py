"""Leads that another place of the document gives to tasks whose own place names nobody."""

from __future__ import annotations

import pytest
from samples import leads, names, table, tasks_of

PLAN = "1. Cấp nước\na) Rà soát trạm bơm ven sông.\nb) Thay ống nước cũ.\n2. Giám sát\na) Kiểm nghiệm nước giếng.\n"


def of_plan(organisation: str) -> dict[str, str]:
    """Return the leads of the items of section II under an organisation section III."""
    return {str(task.ordinal): names(task.leads) for task in tasks_of(f"{PLAN}III. TỔ CHỨC THỰC HIỆN\n{organisation}")}


@pytest.mark.parametrize(
    ("order", "given"),
    [
        ("thực hiện các nhiệm vụ, giải pháp tại Phần II Kế hoạch này", {"II.1.a", "II.1.b", "II.2.a"}),
        ("tổ chức thực hiện các nhiệm vụ quy định tại mục 1 Phần II", {"II.1.a", "II.1.b"}),
        ("thực hiện nhiệm vụ nêu tại điểm b mục 1, mục 2 của Phần II", {"II.1.b", "II.2.a"}),
        ("triển khai các nội dung tại mục 1 đến 2 Mục II", {"II.1.a", "II.1.b", "II.2.a"}),
        ("thực hiện các nhiệm vụ tại Phần IV", set()),
        ("là cơ quan đầu mối triển khai Kế hoạch này", set()),
    ],
)
def test_an_order_that_takes_up_a_section_leads_what_stands_in_it(order: str, given: set[str]) -> None:
    found = of_plan(f"1. Sở Xây dựng {order}.")
    assert {ordinal for ordinal, lead in found.items() if lead == "Sở Xây dựng" and ordinal != "III.1"} == given


def test_whoever_takes_part_in_a_section_becomes_a_partner_there() -> None:
    tasks = tasks_of(
        f"{PLAN}III. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan thực hiện các nhiệm vụ tại mục 1 Phần II.\n"
        "2. Sở Tài chính\na) Phối hợp với Sở Xây dựng thực hiện nhiệm vụ tại điểm b mục 1 Phần II."
    )
    assert [(names(task.leads), names(task.partners)) for task in tasks[:2]] == [
        ("Sở Xây dựng", "các cơ quan liên quan"),
        ("Sở Xây dựng", "các cơ quan liên quan + Sở Tài chính"),
    ]
    assert {lead.rule for lead in tasks[0].leads} == {"elsewhere.section"}


def test_an_appendix_row_that_says_the_same_gives_its_lead() -> None:
    order = "Xây dựng bản đồ số các trạm bơm và tuyến ống chính trên địa bàn tỉnh"
    rows = table(("1", f"{order} phục vụ quản lý", "Sở Khoa học và Công nghệ", "", "2026"))
    first, row = tasks_of(f"1. {order}.\nPHỤ LỤC\n{rows}")
    assert (names(first.leads), first.leads[0].rule) == ("Sở Khoa học và Công nghệ", "elsewhere.restated")
    assert first.deadline is None  # only the lead is carried over
    assert row.leads[0].rule == "column.lead"


def test_two_bodies_that_say_the_same_give_no_lead() -> None:
    order = "Tuyên truyền về nước sạch và vệ sinh môi trường nông thôn cho người dân"
    found = of_plan(f"1. Sở Y tế\n- {order}.\n2. Sở Công Thương\n- {order}.")
    assert found["II.1.a"] == ""
    assert leads(f"1. {order}.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- {order}.\n2. Sở Công Thương\n- {order}.")[0] == ""

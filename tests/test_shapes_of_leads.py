"""Who does, helps and directs, in the shapes that a drafter can give a list: telegrams, lead-ins, mixed orders."""

from __future__ import annotations

import pytest
from samples import Seen, leads, names, seen, tasks_of

from pipeline.read import read_text
from pipeline.run import extract

TELEGRAM = """\
THỦ TƯỚNG CHÍNH PHỦ
Số: 55/CĐ-TTg
Hà Nội, ngày 12 tháng 5 năm 2025

CÔNG ĐIỆN
Về việc ứng phó hạn mặn

THỦ TƯỚNG CHÍNH PHỦ điện:

- Bộ trưởng các Bộ: Xây dựng, Y tế;

- Chủ tịch UBND tỉnh Vĩnh Long.

Mặn đã xâm nhập sâu. Thủ tướng Chính phủ yêu cầu:

Khẩn trương rà soát các vùng thiếu nước.

Giao Bộ Tài chính bố trí kinh phí mua bồn chứa nước.
"""


def test_whom_a_telegram_addresses_does_what_names_nobody_else() -> None:
    first, second = extract(read_text(TELEGRAM)).tasks
    assert [lead.text for lead in first.leads] == [
        "Bộ trưởng Bộ Xây dựng",
        "Bộ trưởng Bộ Y tế",
        "Chủ tịch UBND tỉnh Vĩnh Long",
    ]
    assert names(second.leads) == "Bộ Tài chính"


def test_a_heading_of_the_organisation_is_no_label_over_the_orders_under_it() -> None:
    assert leads(
        "1. Nhiệm vụ chung\n1.1. Rà soát trạm bơm.\n2. Phân công trách nhiệm\n2.1. Sở Y tế\n- Kiểm nghiệm nước.\n"
        "2.2. Sở Xây dựng\n- Thay ống nước."
    ) == ["", "Sở Y tế", "Sở Xây dựng"]


def test_a_lead_in_that_only_says_with_whom_gives_partners_alone() -> None:
    assert seen(
        "1. Sở Y tế\na) Chủ trì, phối hợp với Sở Tài chính và UBND các xã\n- Kiểm nghiệm nước.\n- Lập sổ theo dõi.\n"
        "b) Phối hợp với Sở Xây dựng\n- Kiểm tra trạm bơm."
    ) == [
        Seen("Kiểm nghiệm nước.", "Sở Y tế", "Sở Tài chính + UBND các xã", None),
        Seen("Lập sổ theo dõi.", "Sở Y tế", "Sở Tài chính + UBND các xã", None),
        Seen("Kiểm tra trạm bơm.", "Sở Y tế", "Sở Xây dựng", None),
    ]


def test_items_under_work_with_begin_with_those_to_work_with() -> None:
    assert seen(
        "1. Công an tỉnh\na) Chủ trì, phối hợp\n- Sở Tài chính tham mưu bố trí kinh phí.\n- Sở Y tế rà soát."
    ) == [
        Seen("tham mưu bố trí kinh phí.", "Công an tỉnh", "Sở Tài chính", None),
        Seen("rà soát.", "Công an tỉnh", "Sở Y tế", None),
    ]


@pytest.mark.parametrize(
    ("order", "partners"),
    [
        ("Sở Y tế kiểm nghiệm nước; chỉ đạo các trạm y tế xã lập sổ theo dõi.", "các trạm y tế xã"),
        ("Sở Y tế kiểm nghiệm nước; chỉ đạo các đơn vị trực thuộc lập sổ theo dõi.", ""),
        ("Sở Y tế kiểm nghiệm nước; chỉ đạo lực lượng chức năng lập sổ theo dõi.", ""),
        ("Sở Y tế kiểm nghiệm nước theo ý kiến chỉ đạo của Bộ Y tế.", ""),
        ("Sở Y tế theo dõi, đôn đốc các trạm y tế xã lập sổ.", ""),
        ("Sở Y tế tiếp tục phối hợp, hướng dẫn Sở Xây dựng lập sổ.", "Sở Xây dựng"),
        ("Sở Y tế thường xuyên phối hợp, cung cấp thông tin với các sở, ngành.", "các sở, ngành"),
    ],
)
def test_whom_a_body_directs_besides_its_own_work_takes_part(order: str, partners: str) -> None:
    [task] = tasks_of(f"1. {order}")
    assert (names(task.leads), names(task.partners), names(task.supervisors)) == ("Sở Y tế", partners, "")


def test_with_whom_one_directs_is_a_partner_and_whom_one_directs_leads() -> None:
    [task] = tasks_of("1. Sở Y tế\n- Phối hợp với Sở Tài chính chỉ đạo các trạm y tế xã lập sổ theo dõi.")
    assert (names(task.leads), names(task.partners), names(task.supervisors)) == (
        "các trạm y tế xã",
        "Sở Tài chính",
        "Sở Y tế",
    )


def test_a_command_under_the_heading_of_a_body_is_given_by_it() -> None:
    [task] = tasks_of("1. Sở Y tế\n- Yêu cầu các cơ quan báo chí đưa tin về nước sạch.")
    assert (names(task.leads), names(task.supervisors)) == ("các cơ quan báo chí", "Sở Y tế")


def test_items_under_an_order_of_its_own_take_over_who_acts_but_not_with_whom_or_by_when() -> None:
    first, second = tasks_of(
        "1. Bộ Y tế chỉ đạo Cục Phòng bệnh, phối hợp với Bộ Công an rà soát hồ sơ, hoàn thành trước ngày 30/6/2025.\n"
        "- Chủ trì, phối hợp với Bộ Tài chính lập dự toán."
    )
    assert first.deadline is not None
    assert (names(second.leads), names(second.partners), second.deadline) == ("Bộ Y tế", "Bộ Tài chính", None)


def test_the_ministries_of_a_mixed_plural_get_their_head_noun_back() -> None:
    [task] = tasks_of("1. Các Bộ, cơ quan: Tài chính, Y tế, Tập đoàn Điện lực Việt Nam rà soát hồ sơ.")
    assert names(task.leads) == "Bộ Tài chính + Bộ Y tế + Tập đoàn Điện lực Việt Nam"


@pytest.mark.parametrize(
    ("item", "action", "lead", "deadline"),
    [
        (
            "Rà soát trạm bơm (Sở Xây dựng chủ trì; hoàn thành quý III/2025).",
            "Rà soát trạm bơm",
            "Sở Xây dựng",
            "quý III/2025",
        ),
        ("Thay ống cũ (giao Sở Xây dựng chủ trì thực hiện).", "Thay ống cũ", "Sở Xây dựng", None),
        ("Sửa giếng khoan. Giao Sở Y tế thực hiện.", "Sửa giếng khoan.", "Sở Y tế", None),
        ("Lập bản đồ nguồn nước – Sở Xây dựng chủ trì.", "Lập bản đồ nguồn nước", "Sở Xây dựng", None),
        ("Rà soát trạm bơm (kể cả trạm của Sở Xây dựng).", "Rà soát trạm bơm (kể cả trạm của Sở Xây dựng).", "", None),
        ("Sở Y tế kiểm nghiệm nước. Các xã thực hiện.", "kiểm nghiệm nước.", "Sở Y tế", None),
    ],
)
def test_words_at_the_end_of_an_order_can_say_who_does_it(
    item: str, action: str, lead: str, deadline: str | None
) -> None:
    first = seen(f"1. {item}")[0]
    assert (first.action, first.leads, first.deadline) == (action, lead, deadline)


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        (
            "Phân công đồng chí Nguyễn Văn An, Phó Chủ tịch UBND tỉnh chỉ đạo việc cấp nước.",
            "đồng chí Nguyễn Văn An, Phó Chủ tịch UBND tỉnh",
        ),
        (
            "Đồng chí Trần Thị Bình - Giám đốc Sở Y tế phụ trách kiểm nghiệm nước.",
            "Đồng chí Trần Thị Bình - Giám đốc Sở Y tế",
        ),
        (
            "Đồng chí Bộ trưởng Bộ Y tế, Thứ trưởng Bộ Y tế kiểm tra trạm bơm.",
            "Đồng chí Bộ trưởng Bộ Y tế + Thứ trưởng Bộ Y tế",
        ),
        ("Các doanh nghiệp cấp nước: thay ống cũ.", "Các doanh nghiệp cấp nước"),
        ("Những vấn đề vượt thẩm quyền, Sở Y tế báo cáo UBND tỉnh.", "Sở Y tế"),
        ("Các Bộ: Xây dựng, Y tế, UBND tỉnh Vĩnh Long rà soát hồ sơ.", "Bộ Xây dựng + Bộ Y tế + UBND tỉnh Vĩnh Long"),
        ("Các bộ, ngành, địa phương và đơn vị rà soát hồ sơ.", "Các bộ, ngành, địa phương và đơn vị"),
        (
            "Các sở, ban, ngành cấp tỉnh, cơ quan ngành dọc rà soát hồ sơ.",
            "Các sở, ban, ngành cấp tỉnh + cơ quan ngành dọc",
        ),
    ],
)
def test_persons_groups_and_bodies_of_a_level_are_read_whole(item: str, lead: str) -> None:
    assert leads(f"1. {item}") == [lead]


@pytest.mark.parametrize(
    ("heading", "deadline"),
    [
        ("1. Giai đoạn 1 (từ nay đến hết tháng 9/2025)", "từ nay đến hết tháng 9/2025"),
        ("1. Giai đoạn 2: Từ tháng 10/2025 đến tháng 6/2026", "Từ tháng 10/2025 đến tháng 6/2026"),
        ("1. Năm 2026:", "Năm 2026"),
        ("1. Kế hoạch năm 2026", None),
    ],
)
def test_the_heading_of_a_phase_dates_what_stands_under_it(heading: str, deadline: str | None) -> None:
    [task] = seen(f"{heading}\n- Rà soát trạm bơm.\n", "III. LỘ TRÌNH THỰC HIỆN")
    assert task.deadline == deadline


@pytest.mark.parametrize(
    ("item", "lead"),
    [
        ("Trên cơ sở đề nghị của các sở, cơ quan liên quan, Sở Tài chính bố trí kinh phí.", "Sở Tài chính"),
        ("Theo chỉ đạo của Bộ Xây dựng, Bộ Y tế và Sở Y tế, các xã rà soát giếng nước.", "các xã"),
        ("Rà soát theo ý kiến của Bộ Y tế, Bộ Xây dựng.", ""),
    ],
)
def test_the_last_body_behind_a_list_of_others_acts_where_a_predicate_follows(item: str, lead: str) -> None:
    assert leads(f"1. {item}") == [lead]


def test_a_lead_in_that_names_whom_to_advise_gives_its_partners_to_each_item() -> None:
    found = seen(
        "1. Sở Y tế\nChủ trì, phối hợp với Sở Tài chính tham mưu cho Ủy ban nhân dân tỉnh:\n"
        "a) Quản lý quỹ đất của trạm y tế.\nb) Căn cứ vào tình hình thực tế, rà soát trạm bơm."
    )
    assert [(task.leads, task.partners) for task in found] == [("Sở Y tế", "Sở Tài chính")] * 2


def test_a_lead_in_with_a_predicate_behind_the_advised_is_the_head_of_one_order() -> None:
    found = tasks_of(
        "1. Sở Y tế\na) Tham mưu Ủy ban nhân dân tỉnh trình Hội đồng nhân dân tỉnh quyết định:\n"
        "- Mức hỗ trợ người bệnh nghèo;\n- Danh mục thuốc của tuyến xã."
    )
    assert len(found) == 1


def test_who_only_directs_supervises_the_bodies_that_the_items_name() -> None:
    first, second = tasks_of(
        "1. Giao Đảng ủy Chính phủ lãnh đạo, chỉ đạo:\n- Đảng ủy Bộ Y tế khẩn trương phân bổ thuốc.\n"
        "- Hoàn thiện dự thảo nghị định về trạm y tế."
    )
    assert (names(first.leads), names(first.supervisors)) == ("Đảng ủy Bộ Y tế", "Đảng ủy Chính phủ")
    assert names(second.leads) == "Đảng ủy Chính phủ"


def test_a_heading_in_capitals_that_begins_with_a_verb_names_no_body() -> None:
    assert leads("VI. TỔ CHỨC THEO DÕI, KIỂM TRA VÀ BÁO CÁO\n1. Kiểm tra\n- Tăng cường kiểm tra độc lập trạm bơm.") == [
        ""
    ]


def test_whom_to_call_is_no_part_of_the_order_in_front_of_it() -> None:
    letter = "1. Sở Y tế\n- Gửi báo cáo về Bộ Y tế trước ngày 20/5/2026. Mọi thông tin xin liên hệ: ông Bùi Văn Sáu."
    (task,) = seen(letter)
    assert task.action == "Gửi báo cáo về Bộ Y tế trước ngày 20/5/2026."


def test_an_order_that_names_its_doer_leads_the_points_under_it() -> None:
    assert (
        leads(
            "1. Các xã, phường xây dựng kế hoạch lọc nước; đề ra giải pháp.\n- Giới thiệu bể lọc.\n- Báo cáo kết quả."
        )
        == ["Các xã, phường"] * 3
    )


def test_a_semicolon_too_ends_the_circumstance_in_front_of_the_doers() -> None:
    found = leads(
        "Để toàn dân đồng lòng, giữ sạch nguồn nước; các sở, ban, ngành, các xã, phường thực hiện các nội dung sau:\n"
        "1. Rà soát trạm bơm.\n2. Kiểm nghiệm nước."
    )
    assert found == ["các sở, ban, ngành + các xã, phường"] * 2


def test_a_body_in_the_basis_of_an_order_does_not_do_it() -> None:
    found = tasks_of(
        "1. Nội dung:\nCăn cứ kiến nghị sau kiểm tra của Đoàn Kiểm tra 35, Bộ Công an tại UBND thị xã Lam Sơn. "
        "Chủ tịch UBND thị xã yêu cầu các phòng ban thực hiện như sau:\na) Rà soát trạm bơm.\nb) Kiểm nghiệm nước."
    )
    assert [(task.action, names(task.leads)) for task in found] == [
        ("Rà soát trạm bơm.", "các phòng ban"),
        ("Kiểm nghiệm nước.", "các phòng ban"),
    ]

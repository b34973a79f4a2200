"""One sentence or item: who is to do it, with whom, under whom, and where the order itself begins."""

from __future__ import annotations

import pytest
from samples import Seen, leads, names, seen, tasks_of

from pipeline.documents import Task


def only(text: str) -> Task:
    """Return the one task of an item."""
    [task] = tasks_of(f"1. {text}")
    return task


# ── the patterns A1–A26 of the domain ─────────────────────────────────────────────────────────────

PATTERNS = [
    # text, order, leads, partners
    (
        "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan theo dõi chất lượng nước.",
        "theo dõi chất lượng nước.",
        "Sở Y tế",
        "Sở Tài chính + các cơ quan liên quan",
    ),
    (
        "Sở Xây dựng chủ trì, phối hợp với Sở Tài chính, Sở Y tế rà soát mạng lưới cấp nước.",
        "rà soát mạng lưới cấp nước.",
        "Sở Xây dựng",
        "Sở Tài chính + Sở Y tế",
    ),
    ("Sở Xây dựng chủ trì thẩm định giá nước.", "thẩm định giá nước.", "Sở Xây dựng", ""),
    ("Sở Công Thương có trách nhiệm kiểm tra chợ đầu mối.", "kiểm tra chợ đầu mối.", "Sở Công Thương", ""),
    (
        "Sở Nội vụ chịu trách nhiệm chính về tiến độ tuyển dụng.",
        "chịu trách nhiệm chính về tiến độ tuyển dụng.",
        "Sở Nội vụ",
        "",
    ),
    (
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc cấp nước.",
        "giám sát việc cấp nước.",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
        "",
    ),
    ("Yêu cầu Sở Xây dựng lập bản đồ ống nước.", "lập bản đồ ống nước.", "Sở Xây dựng", ""),
    (
        "Sở Nội vụ tham mưu Ủy ban nhân dân tỉnh ban hành chính sách thu hút kỹ sư.",
        "tham mưu Ủy ban nhân dân tỉnh ban hành chính sách thu hút kỹ sư.",
        "Sở Nội vụ",
        "",
    ),
    (
        "Sở Tư pháp giúp Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện.",
        "giúp Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện.",
        "Sở Tư pháp",
        "",
    ),
    (
        "Sở Xây dựng là cơ quan thường trực, tổng hợp tiến độ của các xã.",
        "là cơ quan thường trực, tổng hợp tiến độ của các xã.",
        "Sở Xây dựng",
        "",
    ),
    (
        "Sở Xây dựng là cơ quan đầu mối, chủ trì, phối hợp với Sở Y tế tổng hợp tiến độ của các xã.",
        "tổng hợp tiến độ của các xã.",
        "Sở Xây dựng",
        "Sở Y tế",
    ),
    (
        "Sở Tài chính trình Hội đồng nhân dân tỉnh thông qua giá nước.",
        "trình Hội đồng nhân dân tỉnh thông qua giá nước.",
        "Sở Tài chính",
        "",
    ),
    (
        "Các sở, ban, ngành theo chức năng, nhiệm vụ được giao lập kế hoạch cấp nước.",
        "theo chức năng, nhiệm vụ được giao lập kế hoạch cấp nước.",
        "Các sở, ban, ngành",
        "",
    ),
    ("Rà soát ống nước cũ.", "Rà soát ống nước cũ.", "", ""),
    ("Đề án thu gom nước thải khu dân cư.", "Đề án thu gom nước thải khu dân cư.", "", ""),
    (
        "Hoàn thành mục tiêu 100% trường học có nước sạch.",
        "Hoàn thành mục tiêu 100% trường học có nước sạch.",
        "",
        "",
    ),
    (
        "Sở Xây dựng xử lý kiến nghị của người dân; những vấn đề vượt thẩm quyền báo cáo Ủy ban nhân dân tỉnh.",
        "xử lý kiến nghị của người dân; những vấn đề vượt thẩm quyền báo cáo Ủy ban nhân dân tỉnh.",
        "Sở Xây dựng",
        "",
    ),
    (
        "Các sở chủ động đề xuất gửi Sở Tư pháp tổng hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định.",
        "chủ động đề xuất gửi Sở Tư pháp tổng hợp, báo cáo Ủy ban nhân dân tỉnh xem xét, quyết định.",
        "Các sở",
        "",
    ),
    ("Sở Xây dựng phối hợp với Sở Y tế rà soát bể chứa.", None, "Sở Xây dựng", "Sở Y tế"),
    ("Phối hợp với Sở Y tế rà soát bể chứa.", "Phối hợp với Sở Y tế rà soát bể chứa.", "", "Sở Y tế"),
    ("Đồng thời, giao Sở Y tế rà soát bể chứa.", "rà soát bể chứa.", "Sở Y tế", ""),
    (
        "Khuyến khích các hộ dân đấu nối nước sạch.",
        "Khuyến khích các hộ dân đấu nối nước sạch.",
        "các hộ dân",
        "",
    ),
]


@pytest.mark.parametrize(("text", "order", "who", "partners"), PATTERNS, ids=[case[0][:60] for case in PATTERNS])
def test_an_item_says_who_does_it_and_what(text: str, order: str | None, who: str, partners: str) -> None:
    task = only(text)
    assert (names(task.leads), names(task.partners)) == (who, partners)
    assert order is None or task.action == order


def test_the_lead_of_an_item_says_that_it_stands_there() -> None:
    task = only("Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập dự toán.")
    assert {body.source for body in (*task.leads, *task.partners)} == {"item"}


# ── who gives the order does not do it ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân tỉnh giao Sở Nội vụ tuyển dụng 20 kỹ sư cấp nước.",
        "Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Sở Nội vụ tuyển dụng 20 kỹ sư cấp nước.",
        "Ban Chỉ đạo phân công Sở Nội vụ tuyển dụng 20 kỹ sư cấp nước.",
    ],
)
def test_the_commissioner_is_no_lead(text: str) -> None:
    task = only(text)
    assert names(task.leads) == "Sở Nội vụ"
    assert task.supervisors == ()
    assert task.action == "tuyển dụng 20 kỹ sư cấp nước."


@pytest.mark.parametrize(
    ("text", "above", "who", "partners"),
    [
        (
            "Giao Ủy ban nhân dân tỉnh chỉ đạo Sở Xây dựng rà soát trạm bơm.",
            "Ủy ban nhân dân tỉnh",
            "Sở Xây dựng",
            "",
        ),
        (
            "Giao Đảng ủy Chính phủ chỉ đạo Đảng ủy Bộ Xây dựng chủ trì, phối hợp với Bộ Y tế rà soát trạm bơm.",
            "Đảng ủy Chính phủ",
            "Đảng ủy Bộ Xây dựng",
            "Bộ Y tế",
        ),
        (
            "Ủy ban nhân dân các xã, phường chỉ đạo các trường học rà soát trạm bơm.",
            "Ủy ban nhân dân các xã, phường",
            "các trường học",
            "",
        ),
    ],
    ids=["A giao B chỉ đạo C", "Đảng ủy", "B chỉ đạo C"],
)
def test_who_directs_supervises_and_who_is_directed_leads(text: str, above: str, who: str, partners: str) -> None:
    task = only(text)
    assert names(task.supervisors) == above
    assert names(task.leads) == who
    assert names(task.partners) == partners
    assert task.action == "rà soát trạm bơm."


def test_directing_a_work_instead_of_a_body_is_done_by_the_lead() -> None:
    task = only("Sở Xây dựng chỉ đạo công tác rà soát trạm bơm.")
    assert names(task.leads) == "Sở Xây dựng"
    assert task.supervisors == ()


# ── several bodies, collectives, names that hold commas ───────────────────────────────────────────

BODIES = [
    ("Sở Y tế và Sở Xây dựng rà soát trạm bơm.", "Sở Y tế + Sở Xây dựng"),
    ("Sở Y tế/Sở Xây dựng rà soát trạm bơm.", "Sở Y tế + Sở Xây dựng"),
    ("Vụ Kế hoạch - Tài chính, Vụ Hợp tác quốc tế rà soát vốn vay.", "Vụ Kế hoạch - Tài chính + Vụ Hợp tác quốc tế"),
    (
        "Bộ Văn hóa, Thể thao và Du lịch và Bộ Y tế tuyên truyền về nước sạch.",
        "Bộ Văn hóa, Thể thao và Du lịch + Bộ Y tế",
    ),
    ("Các Bộ: Quốc phòng, Công an chỉ đạo công tác cứu hộ.", "Bộ Quốc phòng + Bộ Công an"),
    (
        "Bộ trưởng các Bộ: Xây dựng, Tài chính, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố kiểm tra hồ chứa.",
        "Bộ trưởng Bộ Xây dựng + Bộ trưởng Bộ Tài chính + Chủ tịch Ủy ban nhân dân các tỉnh, thành phố",
    ),
    ("Các sở, ban, ngành tuyên truyền về nước sạch.", "Các sở, ban, ngành"),
    ("Các Vụ, Cục theo dõi tiến độ.", "Các Vụ, Cục"),
    (
        "Các cơ quan tham mưu, giúp việc Tỉnh ủy theo dõi việc thực hiện.",
        "Các cơ quan tham mưu, giúp việc Tỉnh ủy",
    ),
    (
        "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường tuyên truyền về nước sạch.",
        "Các sở, ban, ngành + Ủy ban nhân dân các xã, phường",
    ),
    ("Giám đốc Sở Y tế rà soát bể chứa.", "Giám đốc Sở Y tế"),
    ("Công an xã bảo vệ đầu nguồn.", "Công an xã"),
    ("Các thôn, bản tự quản bể nước.", "Các thôn, bản"),
    ("Viện Vệ sinh dịch tễ Trung ương kiểm nghiệm nước.", "Viện Vệ sinh dịch tễ Trung ương"),
    ("Trường Tiểu học Hải Vân lắp bồn nước.", "Trường Tiểu học Hải Vân"),
]


@pytest.mark.parametrize(("text", "who"), BODIES, ids=[case[1] for case in BODIES])
def test_several_leads_are_parted_and_one_name_is_kept_whole(text: str, who: str) -> None:
    assert names(only(text).leads) == who


def test_cooperating_bodies_that_are_not_named_stay_a_collective() -> None:
    task = only("Sở Y tế chủ trì, phối hợp với các cơ quan, đơn vị liên quan rà soát bể chứa.")
    assert names(task.partners) == "các cơ quan, đơn vị liên quan"
    assert str(task.partners[0].agency).startswith("col-")  # a collective of the registry, no body


# ── what stands in front of the doer ──────────────────────────────────────────────────────────────

CIRCUMSTANCES = [
    ("Định kỳ hằng quý, Sở Xây dựng báo cáo Ủy ban nhân dân tỉnh.", "Sở Xây dựng", "Định kỳ hằng quý"),
    ("Trước ngày 15/6/2025, Ủy ban nhân dân các xã báo cáo tiến độ.", "Ủy ban nhân dân các xã", "Trước ngày 15/6/2025"),
    ("Đến hết năm 2025, Sở Xây dựng hoàn thành rà soát trạm bơm.", "Sở Xây dựng", "Đến hết năm 2025"),
    ("Đối với các xã vùng cao: giao Sở Xây dựng xây bể chứa nước mưa.", "Sở Xây dựng", None),
    (
        "Trong quá trình thực hiện, nếu có vướng mắc, các sở, ngành báo cáo Ủy ban nhân dân tỉnh để xem xét.",
        "các sở, ngành",
        None,
    ),
    ("Nếu thấy cần sửa đổi nội dung cụ thể, các sở chủ động đề xuất gửi Sở Tư pháp.", "các sở", None),
    ("Khi Ban quản lý dự án kết thúc hoạt động thì Sở Xây dựng tiếp tục theo dõi công trình.", "Sở Xây dựng", None),
]


@pytest.mark.parametrize(("text", "who", "deadline"), CIRCUMSTANCES, ids=[case[0][:40] for case in CIRCUMSTANCES])
def test_a_circumstance_in_front_of_the_doer_stays_in_the_order(text: str, who: str, deadline: str | None) -> None:
    assert seen(f"1. {text}") == [Seen(text, who, "", deadline)]


def test_a_matter_in_front_of_the_order_stays_where_the_order_cannot_do_without() -> None:
    short = "Về việc thay ống nước cũ: giao Sở Xây dựng lập danh mục."
    assert seen(f"1. {short}") == [Seen(short, "Sở Xây dựng", "", None)]


def test_an_order_that_names_its_matter_again_stands_without_it() -> None:
    assert seen(
        "1. Về việc thay ống nước cũ: giao Sở Xây dựng rà soát, lập danh mục ống nước cũ phải thay trong từng xã."
    ) == [Seen("rà soát, lập danh mục ống nước cũ phải thay trong từng xã.", "Sở Xây dựng", "", None)]


# ── an item with several orders ───────────────────────────────────────────────────────────────────


def test_sentences_with_bodies_of_their_own_are_tasks_of_their_own() -> None:
    assert seen("1. Sở Y tế rà soát bể chứa. Sở Xây dựng thay thế đường ống hỏng. Sở Tài chính bố trí kinh phí.") == [
        Seen("rà soát bể chứa.", "Sở Y tế", "", None),
        Seen("thay thế đường ống hỏng.", "Sở Xây dựng", "", None),
        Seen("bố trí kinh phí.", "Sở Tài chính", "", None),
    ]


def test_clauses_with_bodies_of_their_own_are_tasks_of_their_own() -> None:
    assert seen("1. Giao Sở Y tế rà soát bể chứa; công bố kết quả; giao Sở Xây dựng thay thế ống hỏng.") == [
        Seen("rà soát bể chứa; công bố kết quả", "Sở Y tế", "", None),
        Seen("thay thế ống hỏng.", "Sở Xây dựng", "", None),
    ]


def test_further_sentences_without_a_body_belong_to_the_order_before() -> None:
    [task] = tasks_of("1. Giao Sở Y tế rà soát bể chứa. Báo cáo kết quả trước ngày 30/6/2025.")
    assert task.action == "rà soát bể chứa. Báo cáo kết quả trước ngày 30/6/2025."
    assert task.deadline is not None
    assert task.deadline.end == "2025-06-29"


def test_each_sentence_of_a_dash_that_orders_a_body_of_its_own_is_a_task() -> None:
    found = tasks_of("1. Cấp nước:\n- Sở Y tế rà soát bể chứa. Sở Xây dựng thay thế ống hỏng.")
    assert [names(task.leads) for task in found] == ["Sở Y tế", "Sở Xây dựng"]


def test_the_clauses_of_a_dash_stay_one_task() -> None:
    [task] = tasks_of("1. Cấp nước:\n- Sở Y tế rà soát bể chứa; Sở Xây dựng thay thế ống hỏng.")
    assert names(task.leads) == "Sở Y tế"


# ── the heading that runs into the item ───────────────────────────────────────────────────────────

RUN_IN = [
    ("Sở Y tế: Chủ trì, phối hợp với Sở Tài chính lập dự toán.", "lập dự toán.", "Sở Tài chính"),
    ("Sở Y tế: Lập dự toán.", "Lập dự toán.", ""),
    ("Giao Sở Y tế: Lập dự toán.", "Lập dự toán.", ""),
]


@pytest.mark.parametrize(("text", "order", "partners"), RUN_IN, ids=[case[0] for case in RUN_IN])
def test_a_heading_that_runs_into_its_item_names_the_lead(text: str, order: str, partners: str) -> None:
    assert seen(f"2. {text}") == [Seen(order, "Sở Y tế", partners, None)]


def test_working_with_others_behind_a_run_in_heading_names_partners() -> None:
    task = only("Sở Y tế: Phối hợp với Sở Tài chính lập dự toán.")
    assert (names(task.leads), names(task.partners)) == ("Sở Y tế", "Sở Tài chính")
    assert task.action.endswith("lập dự toán.")


@pytest.mark.parametrize("spelling", ["Uỷ ban nhân dân các xã", "Ủy ban nhân dân các xã", "UBND các xã"])
def test_a_lead_is_shown_as_the_document_spells_it(spelling: str) -> None:
    assert leads(f"1. {spelling} rà soát bể chứa.") == [spelling]

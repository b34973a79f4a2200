"""Lists: which items are tasks, what their headings and lead-ins give them, and what orders nothing."""

from __future__ import annotations

import pytest
from samples import Seen, actions, codes, leads, names, plan_of, seen, tasks_of

from pipeline.documents import Task

NO_HEADING = ""


def sources(tasks: tuple[Task, ...]) -> set[str]:
    """Return where the leads of tasks stand."""
    return {body.source for task in tasks for body in task.leads}


# ── which items are tasks ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("marker", ["1.", "1)", "a)", "-", "+", "•", "1.1.", "Thứ nhất,", "(i)", "1-", "a."])
def test_a_leaf_item_is_a_task_without_its_marker(marker: str) -> None:
    assert actions(f"{marker} Rà soát trạm bơm.") == ["Rà soát trạm bơm."]


def test_an_item_that_only_introduces_others_is_no_task() -> None:
    assert actions(
        "1. Cấp nước\n1.1. Rà soát trạm bơm.\n1.2. Thực hiện các việc sau:\na) Lập danh mục.\nb) Lập sổ."
    ) == [
        "Rà soát trạm bơm.",
        "Lập danh mục.",
        "Lập sổ.",
    ]


def test_items_that_merely_enumerate_objects_belong_to_the_order_above() -> None:
    text = (
        "1. Sở Xây dựng lập danh mục công trình cấp nước phải thay thế, sửa chữa trên địa bàn, bao gồm:\n"
        "a) Trạm bơm;\nb) Bể chứa;\nc) Tuyến ống."
    )
    [task] = tasks_of(text)
    assert task.action.startswith("lập danh mục công trình")
    assert task.action.endswith("bao gồm: a) Trạm bơm; b) Bể chứa; c) Tuyến ống.")
    assert names(task.leads) == "Sở Xây dựng"


def test_an_order_with_orders_under_it_stands_beside_them() -> None:
    text = "1. Sở Xây dựng rà soát trạm bơm.\na) Lập danh mục trạm hỏng.\nb) Lập dự toán sửa chữa."
    assert actions(text) == ["rà soát trạm bơm.", "Lập danh mục trạm hỏng.", "Lập dự toán sửa chữa."]


def test_a_paragraph_that_goes_on_with_an_item_is_part_of_it() -> None:
    assert actions("1. Rà soát trạm bơm.\nTrường hợp hỏng nặng thì lập dự án thay mới.\n2. Lập sổ.") == [
        "Rà soát trạm bơm. Trường hợp hỏng nặng thì lập dự án thay mới.",
        "Lập sổ.",
    ]


def test_numbers_given_twice_or_left_out_lose_no_task() -> None:
    tasks = tasks_of("1. Rà soát trạm bơm.\n1. Lập danh mục.\n3. Lập sổ.\n5. Lập dự toán.")
    assert [task.ordinal for task in tasks] == ["II.1", "II.1", "II.3", "II.5"]


def test_the_end_mark_of_a_state_document_is_no_part_of_the_last_task() -> None:
    assert actions("1. Rà soát trạm bơm.\n2. Lập danh mục./.") == ["Rà soát trạm bơm.", "Lập danh mục"]


# ── ordinals, paths, ids ──────────────────────────────────────────────────────────────────────────


def test_a_task_has_the_numbers_and_headings_above_it() -> None:
    task = tasks_of("1. Cấp nước\na) Đô thị\n- Rà soát trạm bơm.")[0]
    assert task.ordinal == "II.1.a"
    assert task.path == ("II. NHIỆM VỤ", "1. Cấp nước", "a) Đô thị")


def test_a_dash_has_the_number_of_the_item_around_it() -> None:
    tasks = tasks_of("1. Cấp nước\n- Rà soát trạm bơm.\n- Lập danh mục.")
    assert [task.ordinal for task in tasks] == ["II.1", "II.1"]


def test_parts_and_articles_count_in_the_ordinal() -> None:
    text = "Chương I\nNHIỆM VỤ\nĐiều 3. Cấp nước\n1. Sở Xây dựng rà soát trạm bơm.\na) Sở Y tế lập danh mục."
    assert tasks_of(text, NO_HEADING)[0].ordinal == "I.3.1"


# ── leads from headings ───────────────────────────────────────────────────────────────────────────

HEADINGS = [
    ("Sở Y tế", "Sở Y tế"),
    ("Sở Y tế:", "Sở Y tế"),
    ("Giám đốc Sở Y tế:", "Giám đốc Sở Y tế"),
    ("Trách nhiệm của Sở Y tế", "Sở Y tế"),
    ("Giao Sở Y tế:", "Sở Y tế"),
    ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh:", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
    ("Các sở, ban, ngành", "Các sở, ban, ngành"),
    ("Sở Xây dựng, Sở Tài chính", "Sở Xây dựng + Sở Tài chính"),
    ("Sở Y tế có trách nhiệm:", "Sở Y tế"),
    ("Ủy ban nhân dân các xã, phường", "Ủy ban nhân dân các xã, phường"),
]


@pytest.mark.parametrize(("heading", "who"), HEADINGS, ids=[case[0] for case in HEADINGS])
def test_a_heading_that_names_a_body_gives_it_the_items_below(heading: str, who: str) -> None:
    tasks = tasks_of(f"1. {heading}\n- Rà soát trạm bơm.\n- Lập danh mục.\n2. Công tác khác\n- Lập sổ.")
    assert [names(task.leads) for task in tasks] == [who, who, ""]
    assert sources(tasks) == {"heading"}


def test_a_heading_may_give_partners_too() -> None:
    text = (
        "1. Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính:\n- Rà soát trạm bơm.\n- Lập sổ trước ngày 31/12/2025."
    )
    assert seen(text) == [
        Seen("Rà soát trạm bơm.", "Sở Xây dựng", "Sở Tài chính", None),
        Seen("Lập sổ trước ngày 31/12/2025.", "Sở Xây dựng", "Sở Tài chính", "trước ngày 31/12/2025"),
    ]


def test_an_item_that_names_a_body_of_its_own_is_done_by_that_body() -> None:
    text = "1. Yêu cầu các sở, ban, ngành thực hiện các nhiệm vụ sau:\na) Rà soát trạm bơm.\nb) Sở Y tế lập danh mục."
    assert leads(text) == ["các sở, ban, ngành", "Sở Y tế"]


def test_a_heading_of_a_topic_names_nobody() -> None:
    assert leads("1. Cấp nước nông thôn\n- Rà soát trạm bơm.") == [""]


def test_a_lower_heading_beats_the_one_above() -> None:
    text = "1. Sở Y tế\na) Trung tâm Kiểm soát bệnh tật\n- Lập danh mục.\nb) Công tác khác\n- Lập sổ."
    assert leads(text) == ["Trung tâm Kiểm soát bệnh tật", "Sở Y tế"]


# ── leads from lead-ins ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lead_in", "who"),
    [
        ("Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Giám đốc các sở thực hiện nghiêm các nội dung sau:", "Giám đốc các sở"),
        ("Yêu cầu các sở, ban, ngành tập trung thực hiện:", "các sở, ban, ngành"),
        (
            "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường thực hiện các nhiệm vụ sau:",
            "Các sở, ban, ngành + Ủy ban nhân dân các xã, phường",
        ),
    ],
    ids=["yêu cầu", "bare order", "two collectives"],
)
def test_a_sentence_that_leads_in_gives_its_body_to_the_items(lead_in: str, who: str) -> None:
    tasks = tasks_of(f"{lead_in}\n1. Rà soát trạm bơm.\n2. Sở Y tế lập danh mục.")
    assert [names(task.leads) for task in tasks] == [who, "Sở Y tế"]
    assert tasks[0].leads[0].source == "lead_in"


def test_the_issuer_that_only_enacts_is_nobodys_lead() -> None:
    assert leads("Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:\n1. Rà soát trạm bơm.") == [""]


# ── deadlines of items ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Rà soát trạm bơm trước ngày 30/6/2025.", "2025-06-29"),
        ("Hoàn thành rà soát trạm bơm trong tháng 9/2025.", "2025-09-30"),
        ("Rà soát trạm bơm; báo cáo kết quả chậm nhất ngày 15/7.", "2025-07-15"),
        ("Đến năm 2030, hoàn thành thay thế ống nước cũ.", "2030-12-31"),
    ],
)
def test_an_item_gives_its_deadline(text: str, end: str) -> None:
    [task] = tasks_of(f"1. {text}")
    assert task.deadline is not None
    assert task.deadline.end == end
    assert task.deadline.source == "item"
    assert task.deadline.text in task.action


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 03/3/2025 về giá nước.",
        "Triển khai Chương trình nước sạch giai đoạn 2021-2025.",
        "Khẩn trương, kịp thời sửa chữa trạm bơm.",
    ],
)
def test_the_date_of_a_cited_document_and_an_adverb_are_no_deadline(text: str) -> None:
    assert seen(f"1. {text}") == [Seen(text, "", "", None)]


# ── what orders nothing ───────────────────────────────────────────────────────────────────────────

ORDERLESS = {
    "legal basis": ("I. CĂN CỨ", "- Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;\n- Nghị quyết số 20-NQ/TW."),
    "purpose": (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích\n- Nâng cao chất lượng nước.\n2. Yêu cầu\n- Sở Y tế làm nghiêm túc.",
    ),
    "run-in purpose": ("I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích: Nâng cao chất lượng nước.\n2. Yêu cầu: Bám sát Chỉ thị."),
    "viewpoints": (
        "I. QUAN ĐIỂM CHỈ ĐẠO",
        "1. Nước sạch vừa là quyền vừa là nghĩa vụ.\n2. Giao quyền đi đôi với kiểm tra.",
    ),
    "situation": ("I. TÌNH HÌNH", "1. Sở Y tế đã kiểm tra 120 mẫu nước.\n2. Công tác cấp nước còn hạn chế."),
    "goals": ("I. MỤC TIÊU", "1. Phấn đấu 95% hộ dân có nước sạch.\n2. Giảm thất thoát nước còn 15%."),
    "source of money": (
        "III. KINH PHÍ THỰC HIỆN",
        "- Kinh phí thực hiện Kế hoạch được bố trí từ ngân sách tỉnh.\n- Nguồn xã hội hóa.",
    ),
    "scope": ("I. PHẠM VI, ĐỐI TƯỢNG", "1. Phạm vi: các xã vùng cao.\n2. Đối tượng: hộ nghèo."),
}


@pytest.mark.parametrize("name", ORDERLESS)
def test_a_section_that_orders_nothing_gives_no_task(name: str) -> None:
    heading, body = ORDERLESS[name]
    plan = plan_of(body, heading)
    assert plan.tasks == ()
    assert codes(plan) == ["no_task"]


SENTENCES = {
    "basis": "Căn cứ Luật Thủy lợi ngày 19 tháng 6 năm 2017;",
    "proposal": "Theo đề nghị của Giám đốc Sở Xây dựng.",
    "enactment": "Ban hành kèm theo Quyết định này Kế hoạch nước sạch.",
    "validity": "Quyết định này có hiệu lực kể từ ngày ký.",
    "replacement": "Chỉ thị này thay thế Chỉ thị số 12/CT-UBND.",
    "execution": "Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.",
    "funding": "Kinh phí thực hiện do ngân sách tỉnh bảo đảm.",
    "agreement": "Cơ bản thống nhất với báo cáo của Sở Xây dựng.",
    "praise": "Đánh giá cao nỗ lực của các địa phương.",
    "situation": "Thời gian qua, công tác cấp nước còn nhiều hạn chế.",
    "objection": "Tuy nhiên, tiến độ còn chậm.",
    "application": "Việc giảm giá nước áp dụng đối với hộ nghèo.",
    "reference": "(Chi tiết tại Phụ lục kèm theo)",
    "notice": "Văn phòng Ủy ban nhân dân tỉnh thông báo để các sở, ngành biết, thực hiện.",
    "accountability": "Người đứng đầu cấp ủy, chính quyền chịu trách nhiệm nếu để xảy ra thất thoát.",
    "definition": "Nước hợp vệ sinh được hiểu là nước đạt quy chuẩn địa phương.",
    "alias": "Chương trình nước sạch (sau đây gọi là Chương trình) gồm ba hợp phần.",
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_that_orders_nothing_is_no_task_among_tasks(name: str) -> None:
    assert actions(f"1. Rà soát trạm bơm.\n2. {SENTENCES[name]}\n3. Lập danh mục.") == [
        "Rà soát trạm bơm.",
        "Lập danh mục.",
    ]


def test_money_that_a_body_is_to_find_is_a_task() -> None:
    assert seen("- Sở Tài chính bố trí kinh phí.", "III. KINH PHÍ THỰC HIỆN") == [
        Seen("bố trí kinh phí.", "Sở Tài chính", "", None)
    ]


def test_a_decision_that_only_enacts_gives_no_task() -> None:
    text = (
        "Căn cứ Luật Tổ chức chính quyền địa phương;\nTheo đề nghị của Giám đốc Sở Xây dựng.\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch nước sạch.\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\n"
        "Điều 3. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./."
    )
    assert codes(plan_of(text, NO_HEADING)) == ["no_task"]


def test_recipients_and_signature_give_no_task() -> None:
    text = (
        "1. Rà soát trạm bơm.\nNơi nhận:\n- Sở Y tế;\n- Ủy ban nhân dân các xã;\n- Lưu: VT.\n"
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Văn Đạt"
    )
    assert actions(text) == ["Rà soát trạm bơm."]


def test_tasks_go_on_in_the_appendix_behind_the_signature() -> None:
    text = "1. Rà soát trạm bơm.\nNơi nhận:\n- Sở Y tế.\nPHỤ LỤC I\nNHIỆM VỤ CỤ THỂ\n1. Sở Y tế lập danh mục."
    tasks = tasks_of(text)
    assert [(task.ordinal, task.action) for task in tasks] == [
        ("II.1", "Rà soát trạm bơm."),
        ("PL I.1", "lập danh mục."),
    ]


def test_the_news_below_a_page_gives_no_task() -> None:
    filler = "\n".join(
        f"{number}. Sở Xây dựng rà soát trạm bơm số {number} tại xã vùng cao." for number in range(1, 16)
    )
    text = f"{filler}\nTin liên quan\nGiao Sở Y tế rà soát bếp ăn\n1. Yêu cầu Sở Công Thương kiểm tra chợ"
    assert len(tasks_of(text)) == 15


# ── the closing paragraphs of a plan ──────────────────────────────────────────────────────────────


def test_difficulties_are_reported_by_those_who_meet_them() -> None:
    closing = "Trong quá trình thực hiện, nếu có vướng mắc, các sở, ngành báo cáo Ủy ban nhân dân tỉnh để xem xét."
    *_, last = tasks_of(f"1. Rà soát trạm bơm.\n2. Lập danh mục.\n{closing}")
    assert (last.action, names(last.leads), last.origin) == (closing, "các sở, ngành", "prose")


def test_the_last_paragraph_of_a_plan_orders_those_whom_it_addresses() -> None:
    closing = (
        "Trên đây là Kế hoạch bảo đảm nước sạch; yêu cầu các sở, ban, ngành nghiêm túc thực hiện. "
        "Trong quá trình thực hiện, nếu có khó khăn, đề nghị các đơn vị phản ánh về Sở Xây dựng để tổng hợp, báo cáo."
    )
    assert leads(f"1. Rà soát trạm bơm.\n{closing}")[1:] == ["các sở, ban, ngành", "các đơn vị"]


def test_a_starred_line_under_the_last_dash_closes_the_whole_list() -> None:
    text = (
        "1. Cấp nước\n- Tuyên truyền về nước sạch.\n- Rà soát bể chứa.\n"
        "* Sở Y tế triển khai thực hiện trong quý I/2026.\n2. Lập sổ theo dõi."
    )
    assert leads(text) == ["Sở Y tế", "Sở Y tế", ""]


def test_a_body_whose_name_begins_with_a_vietnamese_capital_is_found_behind_a_run_in_title() -> None:
    text = "1. Đẩy mạnh cấp nước nông thôn: Ủy ban nhân dân các xã khẩn trương rà soát bể chứa."
    assert leads(text) == ["Ủy ban nhân dân các xã"]

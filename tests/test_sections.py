"""Sections by their titles, and what looks like a task and is none: bases, reports, terms, goals, notices.

Each case is an invented line or two; its name says which kind of the genre it stands for.
"""

from __future__ import annotations

import pytest
from samples import actions, plan_of

from pipeline.folding import fold
from pipeline.grammar import load

# ── sections ──────────────────────────────────────────────────────────────────────────────────────

HEADINGS: dict[str, str] = {
    "purpose": "MỤC ĐÍCH · Mục đích, ý nghĩa · Sự cần thiết · LÝ DO · MỤC ĐÍCH, YÊU CẦU · YÊU CẦU",
    "viewpoint": (
        "Nguyên tắc · Nguyên tắc thực hiện · Phương châm · Phạm vi, đối tượng · QUAN ĐIỂM · QUAN ĐIỂM CHỈ ĐẠO · "
        "Tư tưởng chỉ đạo · Định hướng · Định hướng chung · THỜI GIAN VÀ PHẠM VI · Thời gian, địa điểm, thành phần · "
        "Đối tượng tham gia · Chủ đề thi đua"
    ),
    "goals": (
        "MỤC TIÊU · Mục tiêu chung · Mục tiêu tổng quát · Mục tiêu cụ thể · MỤC TIÊU ĐẾN NĂM 2030 · CHỈ TIÊU · "
        "Mục tiêu đến năm 2030, tầm nhìn 2045 · Các chỉ tiêu chủ yếu · Mục tiêu, chỉ tiêu"
    ),
    "situation": (
        "TÌNH HÌNH · Thực trạng · Bối cảnh · Đánh giá tình hình · Kết quả đạt được · Tồn tại, hạn chế · Nguyên nhân · "
        "Bài học kinh nghiệm · ĐẶC ĐIỂM TÌNH HÌNH · Dự báo những tác động · ĐÁNH GIÁ NGUY CƠ"
    ),
    "tasks": (
        "NHIỆM VỤ · NHIỆM VỤ, GIẢI PHÁP · NHIỆM VỤ VÀ GIẢI PHÁP · Nhiệm vụ trọng tâm · NHIỆM VỤ CỤ THỂ · NỘI DUNG · "
        "Nhiệm vụ chủ yếu · NỘI DUNG THỰC HIỆN · Nội dung kế hoạch · PHÂN CÔNG NHIỆM VỤ · Danh mục nhiệm vụ · "
        "Các nhiệm vụ thực hiện Chỉ thị · Chương trình hành động · GIẢI PHÁP · Giải pháp chủ yếu · Biện pháp · "
        "Các giải pháp thực hiện · Biện pháp thực hiện · Cơ chế, chính sách · PHÂN CÔNG THỰC HIỆN · "
        "TIẾN ĐỘ THỰC HIỆN · "
        "CÁC VĂN BẢN CẦN ĐƯỢC SỬA ĐỔI, BỔ SUNG HOẶC BAN HÀNH MỚI · Danh mục văn bản cần ban hành · Lộ trình · "
        "Phân kỳ thực hiện"
    ),
    "funding": (
        "KINH PHÍ · KINH PHÍ THỰC HIỆN · Nguồn kinh phí · Nguồn lực thực hiện · Dự toán kinh phí · Bảo đảm kinh phí · "
        "Kinh phí thực hiện Đề án · Phương án huy động kinh phí"
    ),
    "organisation": (
        "TỔ CHỨC THỰC HIỆN · Tổ chức triển khai · Trách nhiệm thực hiện · Trách nhiệm của các cơ quan · "
        "ĐIỀU KHOẢN THI HÀNH · CHẾ ĐỘ BÁO CÁO · Thông tin, báo cáo · Kiểm tra, giám sát · Theo dõi, đánh giá · "
        "Sơ kết, tổng kết"
    ),
    "basis": "CĂN CỨ · Căn cứ pháp lý · Căn cứ xây dựng kế hoạch · Cơ sở pháp lý",
    "rules": (
        "TIÊU CHÍ THI ĐUA VÀ HÌNH THỨC KHEN THƯỞNG · Tiêu chuẩn khen thưởng · Số lượng đề nghị khen thưởng · "
        "Thủ tục, hồ sơ và thời gian khen thưởng · Tiêu chí đánh giá, xếp loại · Cách thức xếp hạng · "
        "Cơ cấu giải thưởng"
    ),
}


@pytest.mark.parametrize(
    ("title", "role"), [(title, role) for role, titles in HEADINGS.items() for title in titles.split(" · ")]
)
def test_a_section_is_known_by_each_of_its_titles(title: str, role: str) -> None:
    key = fold(title)
    match = load("headings").at(key, 0, len(key))
    assert match is not None
    assert match.means["role"] == role


@pytest.mark.parametrize("title", ["Sở Y tế", "Nước sạch học đường", "Khen thưởng kịp thời", "Yêu cầu các sở báo cáo"])
def test_a_title_of_a_body_a_topic_or_an_order_names_no_section(title: str) -> None:
    assert load("headings").at(fold(title), 0, len(title)) is None


# ── what looks like a task ────────────────────────────────────────────────────────────────────────

NO_TASKS = {
    "basis": "Căn cứ Luật Tài nguyên nước ngày 27 tháng 11 năm 2023;",
    "proposal": "Theo đề nghị của Giám đốc Sở Xây dựng.",
    "enactment": "Quyết định này có hiệu lực kể từ ngày ký.",
    "execution": "Chánh Văn phòng và Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.",
    "situation": "Tuy nhiên, công tác cấp nước còn hạn chế.",
    "what has gone well": "Quá trình thi công đã có sự phối hợp chặt chẽ giữa các sở.",
    "viewpoint": "Bảo đảm nước sạch là điều kiện tiên quyết để phát triển; đồng thời tạo niềm tin cho nhân dân.",
    "what a thing is": "Phát triển cấp nước là một trụ cột của kinh tế nông thôn.",
    "definition": "Nước hợp vệ sinh được hiểu là nước đạt quy chuẩn.",
    "what a thing consists of": "Hạ tầng nước của tỉnh bao gồm trạm bơm, bể chứa và ống dẫn.",
    "funding": "Kinh phí thực hiện được bố trí từ ngân sách tỉnh.",
    "figures": "Tổng nhu cầu đất cho công trình nước dự kiến là 43 ha.",
    "accountability": "Người đứng đầu chịu trách nhiệm nếu để xảy ra thất thoát nước.",
    "a share to strive for": "Đến năm 2030, phấn đấu đạt 95% hộ dân có nước sạch.",
    "parameters": "Các thông số: Độ mặn, pH, nhiệt độ quan trắc 2 lần/tháng.",
    "reference": "(Chi tiết danh mục công trình tại Phụ lục kèm theo)",
    "notice": (
        "Văn phòng Ủy ban nhân dân tỉnh thông báo để Sở Y tế, Sở Tài chính, Sở Xây dựng, Ủy ban nhân dân các xã "
        "và các cơ quan, đơn vị liên quan biết, thực hiện."
    ),
    "thanks": "Sở Xây dựng trân trọng cảm ơn sự phối hợp của Quý Sở.",
}


@pytest.mark.parametrize("kind", NO_TASKS)
def test_what_only_looks_like_a_task_is_none_among_tasks(kind: str) -> None:
    assert actions(f"1. Rà soát trạm bơm.\n2. {NO_TASKS[kind]}\n3. Lập danh mục.") == [
        "Rà soát trạm bơm.",
        "Lập danh mục.",
    ]


NEAR_MISSES = {
    "a body that states what it sets up": "Sở Y tế thành lập tổ công tác gồm đại diện các sở.",
    "an order with what it consists of": "Xây dựng cơ sở dữ liệu bao gồm trạm bơm và bể chứa.",
    "a share that work brings": "Phấn đấu hoàn thành lắp đặt 100% công tơ nước.",
    "a place at which work is done": "Điểm quan trắc: Thực hiện quan trắc tại 21 giếng.",
    "an aside with what a thing is": "Tuyên truyền về vai trò của trạm bơm, là nền tảng của cấp nước.",
    "money that a body is to find": "Sở Tài chính bố trí kinh phí từ ngân sách tỉnh.",
}


@pytest.mark.parametrize("kind", NEAR_MISSES)
def test_a_task_that_resembles_what_is_none_stays_a_task(kind: str) -> None:
    assert len(actions(f"1. Rà soát trạm bơm.\n2. {NEAR_MISSES[kind]}\n3. Lập danh mục.")) == 3


def test_a_lead_in_of_figures_gives_targets_and_no_tasks() -> None:
    plan = plan_of("Phấn đấu đạt các chỉ tiêu sau:\n(1) 90% hộ dân có nước sạch;\n(2) Ít nhất 85% xã đạt chuẩn.")
    assert plan.tasks == ()
    assert [target.value for target in plan.targets] == [90, 85]


def test_award_rules_order_only_those_whom_a_sentence_tells_to_act() -> None:
    text = (
        "1. Tiêu chuẩn khen thưởng\n- Hoàn thành xuất sắc nhiệm vụ cấp nước.\n- Cá nhân trực tiếp tham mưu kế hoạch.\n"
        "2. Số lượng đề nghị khen thưởng\n- Sở Y tế: không quá 05 cá nhân;\n- Mỗi xã chọn 02 tập thể.\n"
        "3. Hồ sơ khen thưởng\n- Tờ trình của các cơ quan, đơn vị;\n- Hồ sơ gửi về Sở Nội vụ trước ngày 15/3/2026.\n"
        "- Sở Nội vụ thẩm định hồ sơ."
    )
    assert actions(text, "III. KHEN THƯỞNG") == [
        "Hồ sơ gửi về Sở Nội vụ trước ngày 15/3/2026.",
        "thẩm định hồ sơ.",
    ]


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("II. THỜI GIAN VÀ PHẠM VI", "1. Thời gian: từ nay đến năm 2030.\n2. Phạm vi: toàn tỉnh."),
        ("II. DỰ BÁO CÁC CHỈ TIÊU", "- Giải quyết việc làm cho khoảng 5.000 người."),
        ("I. ĐÁNH GIÁ NGUY CƠ SAU BÃO", "- Người dân thiếu nước sạch để ăn uống."),
        ("IV. KINH PHÍ THỰC HIỆN ĐỀ ÁN", "1. Ưu tiên thuê dịch vụ.\n2. Khuyến khích nguồn xã hội hóa."),
    ],
)
def test_a_section_that_says_when_where_how_likely_or_from_which_money_orders_nothing(heading: str, body: str) -> None:
    assert actions(body, heading) == []


def test_a_title_over_nothing_but_a_time_is_no_task() -> None:
    assert actions("1. Đối với vùng nuôi tôm\na) Thời gian thực hiện: từ tháng 3 đến tháng 9/2026") == []

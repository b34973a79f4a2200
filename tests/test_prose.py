"""Running text and press articles: each sentence that instructs is a task, and the frame around it is not."""

from __future__ import annotations

import pytest
from samples import Seen, codes, names, seen

from pipeline.documents import Task
from pipeline.read import read_text
from pipeline.run import extract

LEAD = (
    "(Bản tin Hải Vân) - Thủ tướng Chính phủ vừa ký ban hành Công điện số 60/CĐ-TTg ngày 12/5/2025 "
    "về bảo đảm an toàn hồ chứa nước.\n\n"
)
PROGRAMME = "Theo đó, Thủ tướng yêu cầu các bộ, ngành, địa phương thực hiện tốt một số nhiệm vụ sau:\n\n"


def article(*paragraphs: str) -> tuple[Task, ...]:
    """Return the tasks of a press article on a telegram."""
    return extract(read_text(LEAD + "\n\n".join(paragraphs) + "\n")).tasks


def said(*paragraphs: str) -> list[tuple[str, str]]:
    """Return order and leads of each task of an article."""
    return [(task.action, names(task.leads)) for task in article(*paragraphs)]


# ── running text of a plan ────────────────────────────────────────────────────────────────────────


def test_a_paragraph_under_a_heading_of_tasks_is_a_task() -> None:
    assert seen("Sở Y tế rà soát bể chứa trước ngày 30/6/2025.") == [
        Seen("rà soát bể chứa trước ngày 30/6/2025.", "Sở Y tế", "", "trước ngày 30/6/2025")
    ]


def test_each_sentence_of_a_paragraph_with_a_body_of_its_own_is_a_task() -> None:
    text = "Giao Sở Y tế rà soát bể chứa. Sở Xây dựng chủ trì, phối hợp với Sở Tài chính thay thế ống nước."
    assert seen(text) == [
        Seen("rà soát bể chứa.", "Sở Y tế", "", None),
        Seen("thay thế ống nước.", "Sở Xây dựng", "Sở Tài chính", None),
    ]


def test_what_has_happened_is_no_task_between_orders() -> None:
    text = (
        "Giao Sở Y tế rà soát bể chứa.\nThời gian qua, công tác cấp nước còn nhiều hạn chế.\nGiao Sở Xây dựng lập sổ."
    )
    assert [task.leads for task in seen(text)] == ["Sở Y tế", "Sở Xây dựng"]


def test_one_sentence_alone_is_read() -> None:
    [task] = extract(read_text("Giao Sở Y tế rà soát trạm y tế xã trước ngày 30/6/2025.")).tasks
    assert (task.action, names(task.leads)) == ("rà soát trạm y tế xã trước ngày 30/6/2025.", "Sở Y tế")


@pytest.mark.parametrize("sign", ["-", "–", "+", "•"])
def test_an_item_of_an_article_is_one_order_whatever_its_bullet(sign: str) -> None:
    first, second = "Kiểm tra toàn diện các hồ chứa. Đo mực nước từng ngày.", "Lập sổ trực ban của từng hồ chứa."
    assert [task.action for task in article(PROGRAMME.strip(), f"{sign} {first}", f"{sign} {second}")] == [
        first,
        second,
    ]


TELEGRAM = """THỦ TƯỚNG CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 31/CĐ-TTg
Hà Nội, ngày 12 tháng 5 năm 2025

CÔNG ĐIỆN

Về việc bảo đảm an toàn hồ chứa

THỦ TƯỚNG CHÍNH PHỦ điện:

- Bộ trưởng Bộ Ngoại giao;
- Chủ tịch Ủy ban nhân dân tỉnh Lai Châu.

Từ đầu tháng 5 năm 2025, mưa lớn ở Lai Châu, Sơn La, mực nước nhiều hồ lên cao.

Thủ tướng Chính phủ yêu cầu:

1. Kiểm tra toàn bộ hồ chứa trước ngày 20/5/2025.

2. Bộ trưởng Bộ Ngoại giao chỉ đạo các cơ quan đại diện theo dõi mực nước thượng nguồn.
"""


def test_the_addressees_of_a_telegram_end_with_their_list() -> None:
    first, second = extract(read_text(TELEGRAM)).tasks
    assert names(first.leads) == "Bộ trưởng Bộ Ngoại giao + Chủ tịch Ủy ban nhân dân tỉnh Lai Châu"
    assert (names(second.supervisors), names(second.leads)) == ("Bộ trưởng Bộ Ngoại giao", "các cơ quan đại diện")


LETTER = """\
BỘ XÂY DỰNG
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 912/BXD-HTKT
V/v bảo đảm cấp nước mùa khô

Hà Nội, ngày 12 tháng 5 năm 2025

Kính gửi: Sở Xây dựng các tỉnh, thành phố.

Thời gian qua, nhiều đô thị thiếu nước sinh hoạt kéo dài, người dân phải mua nước với giá cao trong nhiều tuần liền.

Bộ Xây dựng đề nghị Sở Xây dựng các tỉnh, thành phố rà soát công suất các nhà máy nước trước ngày 30/6/2025. \
Giao Cục Hạ tầng kỹ thuật tổng hợp, báo cáo Bộ trưởng.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""


def test_a_letter_without_any_list_gives_its_orders() -> None:
    tasks = extract(read_text(LETTER)).tasks
    assert [(task.action, names(task.leads)) for task in tasks] == [
        ("rà soát công suất các nhà máy nước trước ngày 30/6/2025.", "Sở Xây dựng các tỉnh, thành phố"),
        ("tổng hợp, báo cáo Bộ trưởng.", "Cục Hạ tầng kỹ thuật"),
    ]


# ── press articles ────────────────────────────────────────────────────────────────────────────────


def test_each_sentence_that_instructs_is_a_task() -> None:
    assert said(
        "Thủ tướng Chính phủ yêu cầu Bộ Nông nghiệp và Môi trường rà soát các hồ chứa xung yếu trước ngày 30/6/2025. "
        "Bộ Công an tăng cường tuần tra. Bộ Tài chính chủ trì, phối hợp với Bộ Xây dựng bố trí kinh phí sửa chữa."
    ) == [
        ("rà soát các hồ chứa xung yếu trước ngày 30/6/2025.", "Bộ Nông nghiệp và Môi trường"),
        ("tăng cường tuần tra.", "Bộ Công an"),
        ("bố trí kinh phí sửa chữa.", "Bộ Tài chính"),
    ]


def test_the_tasks_of_an_article_say_that_they_stand_in_prose() -> None:
    [task] = article("Thủ tướng Chính phủ yêu cầu Bộ Công an tăng cường tuần tra ven hồ chứa trước ngày 30/6/2025.")
    assert task.origin == "prose"
    assert task.deadline is not None
    assert (task.deadline.end, task.deadline.source) == ("2025-06-29", "item")


@pytest.mark.parametrize(
    "sentence",
    [
        "Thời gian qua, mưa lớn đã làm hư hỏng nhiều hồ chứa.",
        "Tuy nhiên, việc sửa chữa còn chậm.",
        "Đến nay, 83% hồ chứa đã được kiểm định.",
        "Hồ chứa nước giữ vai trò quan trọng đối với đời sống nhân dân vùng cao.",
        'Trao đổi với phóng viên, một cán bộ xã cho biết: "Bà con mong hồ được sửa trước mùa mưa".',
        "Xem toàn văn Công điện 60/CĐ-TTg tại đây.",
    ],
)
def test_a_sentence_that_reports_is_no_task(sentence: str) -> None:
    assert said(sentence) == []


def test_what_a_body_has_done_is_no_task() -> None:
    assert said("Bộ Công an đã tuần tra 120 hồ chứa.") == []


def test_a_programme_announced_gives_its_body_to_the_sentences_behind_it() -> None:
    tasks = article(
        PROGRAMME.strip(), "Thứ nhất, rà soát hồ chứa. Lập danh mục hồ hư hỏng.", "Thứ hai, tổ chức trực ban."
    )
    assert [(task.action, names(task.leads)) for task in tasks] == [
        ("rà soát hồ chứa.", "các bộ, ngành, địa phương"),
        ("Lập danh mục hồ hư hỏng.", "các bộ, ngành, địa phương"),
        ("tổ chức trực ban.", "các bộ, ngành, địa phương"),
    ]
    assert {body.source for task in tasks for body in task.leads} == {"lead_in"}
    assert [task.ordinal for task in tasks] == ["Thứ nhất", "Thứ nhất", "Thứ hai"]


def test_a_sentence_with_a_body_of_its_own_leaves_the_programme() -> None:
    assert said(PROGRAMME.strip(), "Thứ nhất, rà soát hồ chứa. Bộ Công an tăng cường tuần tra.") == [
        ("rà soát hồ chứa.", "các bộ, ngành, địa phương"),
        ("tăng cường tuần tra.", "Bộ Công an"),
    ]


def test_an_order_to_nobody_in_particular_is_a_task_without_its_frame() -> None:
    [(action, who)] = said("Theo đó, Công điện nhấn mạnh yêu cầu nâng cao chất lượng kiểm định hồ chứa.")
    assert action.endswith("nâng cao chất lượng kiểm định hồ chứa.")
    assert "nhấn mạnh" not in action
    assert who == ""


def test_a_field_in_front_of_the_order_is_left_out() -> None:
    assert said("Về những vấn đề chung, Tổng Bí thư đề nghị Bộ Y tế tiếp tục rà soát trạm y tế vùng lũ.") == [
        ("tiếp tục rà soát trạm y tế vùng lũ.", "Bộ Y tế")
    ]


def test_a_goal_in_an_article_is_a_target_and_no_task() -> None:
    text = LEAD + "Phấn đấu đến năm 2030, ít nhất 80% hồ chứa được lắp máy đo mực nước.\n"
    plan = extract(read_text(text))
    assert plan.tasks == ()
    assert codes(plan) == ["no_task"]
    [target] = plan.targets
    assert (target.comparator, target.value, target.by) == (">=", 80, "2030-12-31")


# ── a page that gives the whole text ──────────────────────────────────────────────────────────────


def test_a_page_that_gives_the_whole_text_is_read_by_its_sections() -> None:
    plan = extract(
        read_text(
            LEAD + "Trân trọng giới thiệu toàn văn Công điện:\n\nI. MỤC TIÊU\n\n1. Đến năm 2030\n\n"
            "- Trên 80% hồ chứa có camera.\n\n"
            "II. NHIỆM VỤ\n\n1. Bộ Xây dựng kiểm tra các hồ chứa.\n\n2. Bộ Công Thương rà soát quy trình vận hành.\n"
        )
    )
    assert [(target.value, target.by) for target in plan.targets] == [(80, "2030-12-31")]
    assert [(names(task.leads), task.origin) for task in plan.tasks] == [
        ("Bộ Xây dựng", "list"),
        ("Bộ Công Thương", "list"),
    ]

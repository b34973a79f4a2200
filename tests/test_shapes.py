"""Tasks of every shape in the genre: how each wording assigns, where it begins and ends, and what only looks like one.

Each case is an invented few lines; its name says which pattern of the genre it stands for.
"""

from __future__ import annotations

import pytest
from samples import Seen, actions, leads, names, seen, table, tasks_of

# ── how an order is assigned ──────────────────────────────────────────────────────────────────────

ASSIGNED: dict[str, tuple[str, list[Seen]]] = {
    "giao L chủ trì, phối hợp với P": (
        "1. Giao Sở Xây dựng chủ trì, phối hợp với Sở Y tế lấy mẫu nước trước ngày 30/6/2025.",
        [Seen("lấy mẫu nước trước ngày 30/6/2025.", "Sở Xây dựng", "Sở Y tế", "trước ngày 30/6/2025")],
    ),
    "L chủ trì, phối hợp với P": (
        "1. Sở Xây dựng chủ trì, phối hợp với các sở, ngành liên quan rà soát trạm bơm.",
        [Seen("rà soát trạm bơm.", "Sở Xây dựng", "các sở, ngành liên quan", None)],
    ),
    "C giao X chỉ đạo L chủ trì": (
        "1. Giao Ủy ban nhân dân các huyện chỉ đạo Phòng Kinh tế chủ trì, phối hợp với Trạm Y tế kiểm tra nước giếng.",
        [Seen("kiểm tra nước giếng.", "Phòng Kinh tế", "Trạm Y tế", None)],
    ),
    "L có trách nhiệm": (
        "1. Sở Y tế có trách nhiệm công khai kết quả xét nghiệm.",
        [Seen("công khai kết quả xét nghiệm.", "Sở Y tế", "", None)],
    ),
    "a closing line covers the bullets since the last one": (
        (
            "1. Tuyên truyền\n- Phát tờ rơi.\n* Ban Tuyên giáo Tỉnh ủy triển khai thực hiện trong quý III-2025.\n"
            "- Mở chuyên mục.\n- Treo pa nô.\n* Sở Y tế, các huyện ủy triển khai thực hiện thường xuyên."
        ),
        [
            Seen("Phát tờ rơi.", "Ban Tuyên giáo Tỉnh ủy", "", "trong quý III-2025"),
            Seen("Mở chuyên mục.", "Sở Y tế + các huyện ủy", "", "thường xuyên"),
            Seen("Treo pa nô.", "Sở Y tế + các huyện ủy", "", "thường xuyên"),
        ],
    ),
    "a deadline inside a bullet beats the closing line": (
        (
            "1. Công trình\n- Sửa trạm bơm, hoàn thành trước ngày 01/7/2025.\n- Thay ống.\n"
            "* Sở Xây dựng triển khai thực hiện thường xuyên."
        ),
        [
            Seen("Sửa trạm bơm, hoàn thành trước ngày 01/7/2025.", "Sở Xây dựng", "", "trước ngày 01/7/2025"),
            Seen("Thay ống.", "Sở Xây dựng", "", "thường xuyên"),
        ],
    ),
    "label lines": (
        (
            "1. Xây dựng quy trình xả cặn.\n- Thời gian hoàn thành: Quý IV/2025.\n- Phối hợp: Sở Y tế.\n"
            "- Cơ quan chủ trì: Sở Xây dựng."
        ),
        [Seen("Xây dựng quy trình xả cặn.", "Sở Xây dựng", "Sở Y tế", "Quý IV/2025")],
    ),
    "the heading is the addressee": (
        "1. Sở Y tế:\na) Kiểm tra chất lượng nước.\nb) Tập huấn cho trạm y tế.\n2. Sở Tài chính:\na) Bố trí kinh phí.",
        [
            Seen("Kiểm tra chất lượng nước.", "Sở Y tế", "", None),
            Seen("Tập huấn cho trạm y tế.", "Sở Y tế", "", None),
            Seen("Bố trí kinh phí.", "Sở Tài chính", "", None),
        ],
    ),
    "đề nghị L": (
        "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc thu tiền nước.",
        [Seen("giám sát việc thu tiền nước.", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "", None)],
    ),
    "yêu cầu L": (
        "1. Yêu cầu các địa phương báo cáo hằng tháng.",
        [Seen("báo cáo hằng tháng.", "các địa phương", "", "hằng tháng")],
    ),
    "phân công đồng chí X": (
        "1. Phân công đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh chỉ đạo việc cấp nước vùng hạn.",
        [Seen("chỉ đạo việc cấp nước vùng hạn.", "đồng chí Phó Chủ tịch Ủy ban nhân dân tỉnh", "", None)],
    ),
    "L tham mưu S ban hành": (
        "1. Sở Xây dựng tham mưu Ủy ban nhân dân tỉnh ban hành giá nước.",
        [Seen("tham mưu Ủy ban nhân dân tỉnh ban hành giá nước.", "Sở Xây dựng", "", None)],
    ),
    "L giúp S theo dõi": (
        "1. Văn phòng Tỉnh ủy giúp Ban Thường vụ Tỉnh ủy theo dõi, đôn đốc việc thực hiện Kế hoạch.",
        [Seen("giúp Ban Thường vụ Tỉnh ủy theo dõi, đôn đốc việc thực hiện Kế hoạch.", "Văn phòng Tỉnh ủy", "", None)],
    ),
    "L báo cáo S trước D": (
        "1. Các sở, ngành báo cáo Ủy ban nhân dân tỉnh trước ngày 15/6 và 01/12 hằng năm.",
        [
            Seen(
                "báo cáo Ủy ban nhân dân tỉnh trước ngày 15/6 và 01/12 hằng năm.",
                "Các sở, ngành",
                "",
                "trước ngày 15/6 và 01/12 hằng năm",
            )
        ],
    ),
    "L trình S": (
        "1. Sở Tài chính trình Hội đồng nhân dân tỉnh thông qua giá nước.",
        [Seen("trình Hội đồng nhân dân tỉnh thông qua giá nước.", "Sở Tài chính", "", None)],
    ),
    "các L theo chức năng, nhiệm vụ": (
        "1. Các sở, ngành theo chức năng, nhiệm vụ được giao chủ động lồng ghép vốn cấp nước.",
        [Seen("theo chức năng, nhiệm vụ được giao chủ động lồng ghép vốn cấp nước.", "Các sở, ngành", "", None)],
    ),
    "impersonal bullets": (
        "- Rà soát trạm bơm.\n- Tiếp tục thay ống cũ.\n- Khẩn trương súc rửa bể.",
        [
            Seen("Rà soát trạm bơm.", "", "", None),
            Seen("Tiếp tục thay ống cũ.", "", "", None),
            Seen("Khẩn trương súc rửa bể.", "", "", None),
        ],
    ),
    "noun-phrase tasks": (
        "- Đề án cấp nước vùng cao.\n- Quyết định về giá nước sạch.\n- Chính sách hỗ trợ hộ nghèo.",
        [
            Seen("Đề án cấp nước vùng cao.", "", "", None),
            Seen("Quyết định về giá nước sạch.", "", "", None),
            Seen("Chính sách hỗ trợ hộ nghèo.", "", "", None),
        ],
    ),
    "a target worded as work in a list of tasks": (
        "1. Rà soát trạm bơm.\n2. 100% trạm bơm được lắp đồng hồ.",
        [Seen("Rà soát trạm bơm.", "", "", None), Seen("100% trạm bơm được lắp đồng hồ.", "", "", None)],
    ),
    "what is beyond one's power is reported, in the same task": (
        "1. Sở Xây dựng rà soát trạm bơm; những vấn đề vượt thẩm quyền báo cáo Ủy ban nhân dân tỉnh.",
        [
            Seen(
                "rà soát trạm bơm; những vấn đề vượt thẩm quyền báo cáo Ủy ban nhân dân tỉnh.",
                "Sở Xây dựng",
                "",
                None,
            )
        ],
    ),
    "chủ động đề xuất gửi L tổng hợp": (
        "1. Trong quá trình thực hiện, nếu thấy cần sửa đổi, các sở, ngành chủ động đề xuất gửi Sở Y tế.",
        [
            Seen(
                "Trong quá trình thực hiện, nếu thấy cần sửa đổi, các sở, ngành chủ động đề xuất gửi Sở Y tế.",
                "các sở, ngành",
                "",
                None,
            )
        ],
    ),
    "the doer behind a list that is an object": (
        "1. Trên cơ sở đề nghị của các sở, ngành liên quan, Sở Tài chính bố trí kinh phí.",
        [Seen("bố trí kinh phí.", "Sở Tài chính", "", None)],
    ),
}


@pytest.mark.parametrize("pattern", ASSIGNED)
def test_each_wording_assigns_as_the_genre_has_it(pattern: str) -> None:
    text, expected = ASSIGNED[pattern]
    assert seen(text) == expected


def test_a_merged_row_without_bodies_heads_rows_that_have_them() -> None:
    rows = table(("8", "Phát triển nhân lực"), ("8.1", "Mở lớp", "Sở Y tế"), ("8.2", "Cấp học bổng", "Sở Nội vụ"))
    assert [(task.group, task.action, names(task.leads)) for task in tasks_of(rows)] == [
        ("8", "Mở lớp", "Sở Y tế"),
        ("8", "Cấp học bổng", "Sở Nội vụ"),
    ]


@pytest.mark.parametrize(
    ("cell", "who"),
    [
        ("Bộ Văn hóa, Thể thao và Du lịch, Bộ Y tế", "Bộ Văn hóa, Thể thao và Du lịch + Bộ Y tế"),
        ("Vụ Kế hoạch - Tài chính, Vụ Hợp tác quốc tế", "Vụ Kế hoạch - Tài chính + Vụ Hợp tác quốc tế"),
        ("Sở Y tế; Sở Nông nghiệp và Môi trường", "Sở Y tế + Sở Nông nghiệp và Môi trường"),
        ("Sở Y tế / Sở Tài chính", "Sở Y tế + Sở Tài chính"),
        ("các cơ quan, đơn vị liên quan", "các cơ quan, đơn vị liên quan"),
        ("VTV, VOV, các địa phương", "VTV + VOV + các địa phương"),
    ],
)
def test_several_leads_in_a_cell_are_parted_where_names_end(cell: str, who: str) -> None:
    assert leads(table(("1", "Mở chuyên mục", cell))) == [who]


# ── where an order begins and ends ────────────────────────────────────────────────────────────────


def test_sentences_with_bodies_of_their_own_are_tasks_of_their_own() -> None:
    text = "3. Về nước học đường. Sở Y tế lấy mẫu. Sở Giáo dục và Đào tạo sửa chữa bể chứa."
    assert seen(text) == [
        Seen("lấy mẫu.", "Sở Y tế", "", None),
        Seen("sửa chữa bể chứa.", "Sở Giáo dục và Đào tạo", "", None),
    ]


def test_a_semicolon_inside_a_list_of_bodies_does_not_begin_an_order() -> None:
    text = "1. Giao Sở Y tế chủ trì, phối hợp với các sở, ngành của tỉnh; Ủy ban nhân dân các xã; các hội triển khai."
    assert seen(text) == [
        Seen("triển khai.", "Sở Y tế", "các sở, ngành của tỉnh + Ủy ban nhân dân các xã + các hội", None)
    ]


def test_a_line_in_small_letters_goes_on_with_the_item_above() -> None:
    assert actions("1. Sở Y tế lấy mẫu nước;\ngửi kết quả về tỉnh.\n2. Thay ống.") == [
        "lấy mẫu nước; gửi kết quả về tỉnh.",
        "Thay ống.",
    ]


def test_a_paragraph_for_a_case_goes_on_with_its_item_though_it_names_a_body() -> None:
    text = (
        "a) Tổ chức lấy ý kiến.\nTrường hợp ý kiến khác nhau, cơ quan chủ trì có trách nhiệm làm rõ.\nb) Lập báo cáo."
    )
    assert actions(text) == [
        "Tổ chức lấy ý kiến. Trường hợp ý kiến khác nhau, cơ quan chủ trì có trách nhiệm làm rõ.",
        "Lập báo cáo.",
    ]


def test_a_paragraph_that_orders_somebody_in_its_last_sentence_is_no_part_of_the_item_above() -> None:
    text = "1. Sở Y tế lấy mẫu nước.\nCấp nước là nhiệm vụ cấp bách. Yêu cầu các xã thực hiện nghiêm Chỉ thị này./."
    assert seen(text)[1:] == [Seen("thực hiện nghiêm Chỉ thị này", "các xã", "", None)]


def test_brackets_that_only_say_who_does_it_are_no_part_of_the_order() -> None:
    assert seen("1. Ban hành quy chế bảo vệ giếng (Giao Công an tỉnh chủ trì, phối hợp với Sở Tư pháp).") == [
        Seen("Ban hành quy chế bảo vệ giếng", "Công an tỉnh", "Sở Tư pháp", None)
    ]


@pytest.mark.parametrize(
    "lead_in",
    [
        "1. Sở Y tế thực hiện các hoạt động có liên quan như:",
        "1. Sở Y tế hoàn thiện thể chế về nước sạch học đường cho vùng cao của tỉnh:",
    ],
)
def test_examples_that_all_begin_as_orders_are_orders(lead_in: str) -> None:
    text = f"{lead_in}\n- Tập huấn nhân viên trạm y tế.\n- Năm 2026: Lấy mẫu nước giếng.\n- Huy động hội viên."
    assert actions(text) == [
        "Tập huấn nhân viên trạm y tế.",
        "Năm 2026: Lấy mẫu nước giếng.",
        "Huy động hội viên.",
    ]


def test_objects_under_a_short_order_belong_to_it() -> None:
    text = "- Cửa sông Trà: Lấy mẫu 02 vị trí gồm:\n+ 01 vị trí tại bến đò;\n+ 01 vị trí tại cống."
    assert actions(text) == ["Cửa sông Trà: Lấy mẫu 02 vị trí gồm: + 01 vị trí tại bến đò; + 01 vị trí tại cống."]


def test_an_order_in_front_of_a_lead_in_is_a_task_besides_those_it_leads_in() -> None:
    text = (
        "Căn cứ Kế hoạch này, các sở, ngành tổ chức quán triệt trong đơn vị. Đồng thời, yêu cầu thực hiện như sau:\n"
        "1. Sở Y tế\na) Lấy mẫu nước."
    )
    assert seen(text, "III. PHÂN CÔNG TRÁCH NHIỆM") == [
        Seen("tổ chức quán triệt trong đơn vị.", "các sở, ngành", "", None),
        Seen("Lấy mẫu nước.", "Sở Y tế", "", None),
    ]


# ── how a document closes ─────────────────────────────────────────────────────────────────────────

CLOSING = (
    "Trên đây là Kế hoạch cấp nước; thúc đẩy vệ sinh nông thôn. Ủy ban nhân dân tỉnh yêu cầu các sở, ngành triển khai "
    "nghiêm túc. Trong quá trình thực hiện, nếu phát sinh vướng mắc, báo cáo về Sở Xây dựng để tổng hợp./."
)


def test_each_instructing_sentence_of_a_closing_paragraph_is_a_task_of_the_section() -> None:
    tasks = tasks_of(
        f"1. Sở Y tế\na) Lấy mẫu nước.\n2. Sở Tài chính\na) Bố trí vốn.\n{CLOSING}", "IV. TỔ CHỨC THỰC HIỆN"
    )
    assert [(task.ordinal, names(task.leads), task.action) for task in tasks[2:]] == [
        ("IV", "các sở, ngành", "triển khai nghiêm túc."),
        (
            "IV",
            "các sở, ngành",
            "Trong quá trình thực hiện, nếu phát sinh vướng mắc, báo cáo về Sở Xây dựng để tổng hợp",
        ),
    ]


def test_difficulties_are_reported_though_the_sentence_names_nobody() -> None:
    text = "1. Sở Y tế\na) Lấy mẫu nước.\nTrong quá trình thực hiện, nếu có khó khăn kịp thời phản ánh về Sở Xây dựng."
    assert [task.action for task in tasks_of(text, "IV. TỔ CHỨC THỰC HIỆN")][1:] == [
        "Trong quá trình thực hiện, nếu có khó khăn kịp thời phản ánh về Sở Xây dựng."
    ]


def test_a_report_that_turns_to_the_time_ahead_gives_orders() -> None:
    text = (
        "Tỉnh đã hoàn thành 12 công trình nước sạch. Trong thời gian tới, Tỉnh tập trung cấp nước vùng hạn. "
        "Đẩy mạnh xã hội hóa. Việc này được nhân dân đồng tình."
    )
    assert seen(text, "I. ĐÁNH GIÁ CHUNG") == [
        Seen("tập trung cấp nước vùng hạn.", "Tỉnh", "", None),
        Seen("Đẩy mạnh xã hội hóa.", "Tỉnh", "", None),
    ]

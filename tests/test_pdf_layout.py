"""From lines on pages to a document: furniture, columns, paragraphs, tables over pages, footnotes, old fonts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printing import LEFT, RIGHT, centred, full, grid, line, page, paragraphs, read_pages, tables

from pipeline.documents import Table
from pipeline.pages.values import Page, Place, from_json, shown
from pipeline.read.pdf import has_text

INDENT = LEFT + 36
PITCH = 18.0

# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────


def test_a_line_whose_next_word_found_no_room_goes_on() -> None:
    source = read_pages(
        page(
            full("1. Sở Y tế chủ trì, phối hợp với các cơ quan liên quan kiểm tra", 100, x=INDENT),
            line("Nhà máy nước của huyện.", LEFT, 100 + PITCH),
            full("2. Sở Tài chính bố trí kinh phí thực hiện từ nguồn ngân sách", 100 + 2 * PITCH, x=INDENT),
            line("2025. Các xã lập dự toán.", LEFT, 100 + 3 * PITCH),
        )
    )
    assert paragraphs(source) == [
        "1. Sở Y tế chủ trì, phối hợp với các cơ quan liên quan kiểm tra Nhà máy nước của huyện.",
        "2. Sở Tài chính bố trí kinh phí thực hiện từ nguồn ngân sách 2025. Các xã lập dự toán.",
    ]


def test_a_line_behind_which_the_next_word_had_room_ends_its_paragraph() -> None:
    source = read_pages(page(line("Sở Y tế", LEFT, 100), line("Sở Nội vụ", LEFT, 118), line("Sở Tư pháp", LEFT, 136)))
    assert paragraphs(source) == ["Sở Y tế", "Sở Nội vụ", "Sở Tư pháp"]


def test_a_full_line_ends_its_paragraph_before_an_indented_one() -> None:
    source = read_pages(
        page(
            full("Các sở rà soát, báo cáo kết quả", 100, x=INDENT),
            full("thực hiện đến hết quý hai năm 2026", 118),
            full("Trường hợp có vướng mắc thì báo", 136, x=INDENT),
            line("cáo ngay.", LEFT, 154),
        )
    )
    assert paragraphs(source) == [
        "Các sở rà soát, báo cáo kết quả thực hiện đến hết quý hai năm 2026",
        "Trường hợp có vướng mắc thì báo cáo ngay.",
    ]


def test_items_that_hang_behind_their_marker_stay_whole() -> None:
    first = full("- Rà soát các trạm bơm cấp nước", 100)
    source = read_pages(
        page(
            first,
            full("trên địa bàn các xã vùng cao, lập", 118, x=first.xs[1]),
            line("danh mục.", first.xs[1], 136),
            full("- Xây mới năm bể chứa nước mưa", 154),
            line("cho trường học.", first.xs[1], 172),
        )
    )
    assert paragraphs(source) == [
        "- Rà soát các trạm bơm cấp nước trên địa bàn các xã vùng cao, lập danh mục.",
        "- Xây mới năm bể chứa nước mưa cho trường học.",
    ]


def test_a_paragraph_goes_on_over_the_end_of_a_page_and_past_its_number() -> None:
    source = read_pages(
        page(full("Ủy ban nhân dân các xã phối hợp với", 700, x=INDENT), full("nhà trường kiểm tra nguồn", 718)),
        page(
            centred("2", 40, size=13),
            full("nước và lấy mẫu xét nghiệm mỗi tháng", 80),
            line("một lần.", LEFT, 98),
            number=2,
        ),
    )
    assert paragraphs(source) == [
        "Ủy ban nhân dân các xã phối hợp với nhà trường kiểm tra nguồn nước và lấy mẫu xét nghiệm mỗi tháng một lần."
    ]
    assert [source.quote(span) for span in source.pages] == [
        "Ủy ban nhân dân các xã phối hợp với nhà trường kiểm tra nguồn",
        "nước và lấy mẫu xét nghiệm mỗi tháng một lần.",
    ]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (
            "thực hiện Nghị quyết số 57-",
            "NQ/TW của Bộ Chính trị.",
            "thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị.",
        ),
        ("theo Thông tư số 24/2020/", "TT-BCA của Bộ.", "theo Thông tư số 24/2020/TT-BCA của Bộ."),
        ("phát triển kinh tế -", "xã hội.", "phát triển kinh tế - xã hội."),
        ("theo Công văn số 1781", "/CV-UBND.", "theo Công văn số 1781/CV-UBND."),
        ("tổ chức nhiệ-", "m vụ.", "tổ chức nhiệm vụ."),
        ("giai đoạn 2021", "đến 2025.", "giai đoạn 2021 đến 2025."),
    ],
)
def test_what_the_end_of_a_line_cuts_is_put_together(first: str, second: str, whole: str) -> None:
    assert paragraphs(read_pages(page(full(first, 100), line(second, LEFT, 118)))) == [whole]


def test_a_date_that_a_narrow_column_cuts_is_whole_again() -> None:
    source = read_pages(page(grid(("TT", "Thời hạn"), ("1", "31/10/2\n025"), xs=(LEFT, LEFT + 40, LEFT + 90))))
    assert tables(source) == [[["TT", "Thời hạn"], ["1", "31/10/2025"]]]


def test_a_title_in_the_middle_stays_together_though_its_lines_are_cut_by_hand() -> None:
    source = read_pages(
        page(
            centred("KẾ HOẠCH", 100, bold=True),
            centred("Bảo đảm nước sạch trong trường học", 118, bold=True),
            centred("trên địa bàn tỉnh năm 2026", 136, bold=True),
            full("Thực hiện Chỉ thị của Ban Bí thư, Ủy ban nhân dân tỉnh", 180, x=INDENT),
        )
    )
    assert paragraphs(source)[:2] == ["KẾ HOẠCH", "Bảo đảm nước sạch trong trường học trên địa bàn tỉnh năm 2026"]
    assert [block.bold for block in source.blocks if block.kind == "paragraph"] == [True, True, False]


# ── which pages have text ─────────────────────────────────────────────────────────────────────────

WORDS = "Ủy ban nhân dân các xã, phường báo cáo kết quả thực hiện về Sở Y tế"
GARBLED = "1I I 5ai: %y +6i #3 lfv ct xih cao kfm qubj thjc hifn vzb Szb Ywx"


@pytest.mark.parametrize(
    ("shown", "more", "usable"),
    [
        (WORDS, {}, True),
        (WORDS, {"image": 1.0}, True),  # a picture behind the text
        ("", {"image": 0.9}, False),
        ("", {}, True),  # nothing stands there at all
        (GARBLED, {}, False),
        (
            "Uy ban nhan dan cac xa, phuong bao cao ket qua thuc hien ve So Y te",
            {"hidden": 1.0, "image": 1.0},
            False,
        ),  # no marks
        ("Uy ban nhfin dfin cac xd, phucmg bao cdo ket qud thgc hign ve 56 Y", {"hidden": 1.0, "image": 1.0}, False),
    ],
)
def test_a_text_layer_is_used_when_its_words_are_vietnamese(shown: str, more: dict[str, float], usable: bool) -> None:  # noqa: FBT001
    lines = [line(shown, LEFT, 100)] if shown else []
    assert has_text(page(*lines)._replace(**more)) is usable  # type: ignore[arg-type]


# ── furniture and footnotes ───────────────────────────────────────────────────────────────────────


def test_numbers_and_running_heads_are_left_out_but_not_numbers_in_the_text() -> None:
    pages = [
        page(
            line("CÔNG BÁO TỈNH", LEFT, 35, size=10),
            line(f"Số {20 + number}", RIGHT - 40, 35, size=10),
            line(f"{number}. Việc thứ {number}.", LEFT, 200),
            line("2026", LEFT, 400),
            centred(f"- {number} -", 810, size=12),
            number=number,
        )
        for number in range(1, 5)
    ]
    assert paragraphs(read_pages(*pages)) == [
        words for number in range(1, 5) for words in (f"{number}. Việc thứ {number}.", "2026")
    ]


def test_the_state_s_name_over_two_parts_of_a_document_is_no_running_head() -> None:
    motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    source = read_pages(*(page(centred(motto, 60), full("Sở Y tế báo cáo.", 200), number=number) for number in (1, 2)))
    assert paragraphs(source).count(motto) == 2


def test_footnotes_stand_behind_the_text_and_their_marks_in_no_word() -> None:
    source = read_pages(
        page(
            full("Rà soát 20 m² nhà vệ sinh¹ của các", 600, x=INDENT),
            full("trường theo Thông tư của Bộ và báo", 618),
            line("1 Thông tư số 13/2020/TT-BGDĐT.", LEFT, 780, size=10),
            rules=(Place(LEFT, 765, LEFT + 140, 765),),
        ),
        page(line("cáo trước ngày 30/6.", LEFT, 80), number=2),
    )
    assert paragraphs(source) == [
        "Rà soát 20 m2 nhà vệ sinh của các trường theo Thông tư của Bộ và báo cáo trước ngày 30/6.",
        "1 Thông tư số 13/2020/TT-BGDĐT.",
    ]


# ── columns ───────────────────────────────────────────────────────────────────────────────────────


def test_a_head_is_read_column_by_column() -> None:
    source = read_pages(
        page(
            centred("ỦY BAN NHÂN DÂN", 60, middle=150, bold=True),
            centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 60, middle=405, size=12, bold=True),
            centred("TỈNH HẢI VÂN", 78, middle=150, bold=True),
            centred("Độc lập - Tự do - Hạnh phúc", 78, middle=405, bold=True),
            centred("Số: 45/KH-UBND", 110, middle=150),
            centred("Hải Vân, ngày 12 tháng 5 năm 2025", 110, middle=405),
            centred("KẾ HOẠCH", 160, bold=True),
        )
    )
    assert " / ".join(paragraphs(source)) == (
        "ỦY BAN NHÂN DÂN TỈNH HẢI VÂN / CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc"
        " / Số: 45/KH-UBND / Hải Vân, ngày 12 tháng 5 năm 2025 / KẾ HOẠCH"
    )


def test_the_recipients_come_before_the_signature_beside_them() -> None:
    source = read_pages(
        page(
            full("Chánh Văn phòng chịu trách nhiệm thi hành.", 80),
            line("Nơi nhận:", LEFT, 120, size=12),
            centred("KT. CHỦ TỊCH", 120, middle=430),
            line("- Như Điều 3;", LEFT, 134, size=11),
            centred("PHÓ CHỦ TỊCH", 137, middle=430),
            line("- Văn phòng Chính phủ; Bộ Khoa học và", LEFT, 147, size=11),
            line("Công nghệ (để biết);", LEFT, 160, size=11),
            line("- Lưu: VT.", LEFT, 173, size=11),
            centred("Lê Văn Tám", 240, middle=430),
        )
    )
    assert paragraphs(source)[1:] == [
        "Nơi nhận:", "- Như Điều 3;", "- Văn phòng Chính phủ; Bộ Khoa học và Công nghệ (để biết);", "- Lưu: VT.",
        "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Tám",
    ]  # fmt: skip


def test_a_wide_blank_in_a_line_or_behind_a_list_marker_parts_no_columns() -> None:
    source = read_pages(
        page(
            line("Các sở", LEFT, 100),
            line("báo cáo", LEFT + 60, 100),
            full("kết quả thực hiện nhiệm vụ trong năm", 100, x=LEFT + 130),
            full("về Ủy ban nhân dân các xã và lập danh mục công trình", 118),
            line("1.", LEFT, 160),
            full("Trạm bơm số một của xã", 160, x=LEFT + 30),
            line("2.", LEFT, 178),
            full("Trạm bơm số hai của xã", 178, x=LEFT + 30),
        )
    )
    assert paragraphs(source) == [
        "Các sở báo cáo kết quả thực hiện nhiệm vụ trong năm về Ủy ban nhân dân các xã và lập danh mục công trình",
        "1. Trạm bơm số một của xã",
        "2. Trạm bơm số hai của xã",
    ]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────

HEADER = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


def test_a_table_over_pages_is_one_and_shows_its_header_once() -> None:
    source = read_pages(
        page(grid(HEADER, ("1", "Rà soát", "Sở Y tế", "2025"))),
        page(grid(HEADER, ("2", "Báo cáo", "Sở Nội vụ", "2026")), number=2),
        page(grid(("3", "Tổng kết", "Sở Tư pháp", "2027")), number=3),
    )
    assert tables(source) == [
        [
            list(HEADER),
            ["1", "Rà soát", "Sở Y tế", "2025"],
            ["2", "Báo cáo", "Sở Nội vụ", "2026"],
            ["3", "Tổng kết", "Sở Tư pháp", "2027"],
        ]
    ]


def test_a_row_that_a_page_cuts_is_put_together() -> None:
    source = read_pages(
        page(grid(HEADER, ("1", "Rà soát các trạm bơm", "Sở Nông nghiệp và", "2025"), top=700)),
        page(grid(HEADER, ("", "cấp nước của huyện", "Môi trường", ""), ("2", "Báo cáo", "Sở Y tế", "2026")), number=2),
    )
    assert tables(source)[0][1:] == [
        ["1", "Rà soát các trạm bơm cấp nước của huyện", "Sở Nông nghiệp và Môi trường", "2025"],
        ["2", "Báo cáo", "Sở Y tế", "2026"],
    ]


def test_a_row_without_number_under_full_rows_is_one_of_its_own() -> None:
    above = grid(HEADER, ("1", "Rà soát trạm bơm.\nLập danh mục công\ntrình của huyện.", "Sở Y tế", "2025"))
    below = grid(HEADER, ("", "Kiểm tra việc thực hiện.", "Sở Nội vụ", ""), ("2", "Báo cáo", "Sở Y tế", "2026"))
    source = read_pages(page(above), page(below, number=2))
    table = next(block for block in source.blocks if isinstance(block, Table))
    assert [[cell.column for cell in row.cells] for row in table.rows] == [
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        [1, 2],
        [0, 1, 2, 3],
    ]
    assert [cell.rows for cell in table.rows[1].cells] == [2, 1, 1, 2]


def test_two_tables_with_text_or_other_columns_between_them_stay_two() -> None:
    other = grid(("STT", "Tên"), ("1", "Trạm bơm"))
    one = grid(HEADER, ("1", "Rà soát", "Sở Y tế", "2025"))
    assert len(tables(read_pages(page(one), page(other, number=2)))) == 2
    apart = page(line("PHỤ LỤC II", LEFT, 60), one, number=2)
    assert len(tables(read_pages(page(one), apart))) == 2


def test_a_merged_cell_spans_its_columns() -> None:
    source = read_pages(page(grid(HEADER, (("I. CẤP NƯỚC", 4),), ("1", "Rà soát", "Sở Y tế", "2025"))))
    table = next(block for block in source.blocks if isinstance(block, Table))
    assert [(cell.column, cell.columns) for cell in table.rows[1].cells] == [(0, 4)]


def test_columns_that_keep_apart_under_a_header_are_a_table_without_lines() -> None:
    xs = (LEFT, LEFT + 40, LEFT + 260, LEFT + 370)
    rows = (
        ("TT", "Nội dung", "Chủ trì", "Thời hạn"),
        ("1", "Rà soát các trạm", "Sở Y tế", "2025"),
        ("", "bơm cấp nước", "", ""),
        ("2", "Lập danh mục", "Sở Nội vụ", "2026"),
        ("3", "Báo cáo", "Sở Tư pháp", "2027"),
    )
    lines = [
        line(words, x, 200 + 18 * at) for at, row in enumerate(rows) for x, words in zip(xs, row, strict=True) if words
    ]
    source = read_pages(page(full("Nhiệm vụ cụ thể được giao như sau:", 160), *lines))
    assert tables(source) == [
        [list(rows[0]), ["1", "Rà soát các trạm bơm cấp nước", "Sở Y tế", "2025"], list(rows[3]), list(rows[4])]
    ]


# ── fonts, places ─────────────────────────────────────────────────────────────────────────────────


def test_text_in_an_old_font_is_read_by_the_font_s_name() -> None:
    from pipeline.read.pdf.old_fonts import in_unicode

    old = line("Së Y tÕ Hà Nội", LEFT, 100)._replace(fonts=((0, "ABCDEF+.VnTime"), (8, "Times")))
    assert in_unicode(page(old)).lines[0].text == "Sở Y tế Hà Nội"
    assert in_unicode(page(old._replace(fonts=((0, "Times"),)))).lines[0].text == "Së Y tÕ Hà Nội"


def test_every_line_knows_where_it_stands_in_the_text_and_on_its_page() -> None:
    table = grid(HEADER, ("1", "Rà soát", "Sở", "2025"), top=200)
    first = full("Sở Y tế chủ trì, phối hợp với", 100, x=INDENT)
    source = read_pages(page(first, full("Sở Tài chính lập", 118), table))
    assert [source.text[one.start : one.end] for one in source.lines] == [
        "Sở Y tế chủ trì, phối hợp với", "Sở Tài chính lập", *HEADER, "1", "Rà soát", "Sở", "2025",
    ]  # fmt: skip
    second = source.lines[1]
    word = second.part(second.start + 3, second.start + 6)  # "Tài"
    assert (word.x0, word.x1) == (second.xs[1], second.xs[2])
    assert (word.page, word.top) == (1, second.box.top)


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.floats(0, 500), st.floats(0, 700), st.floats(1, 90), st.floats(1, 90),
)  # fmt: skip
def test_a_place_of_a_turned_page_lies_on_the_page_as_shown(
    turn: int, x: float, y: float, width: float, height: float
) -> None:
    turned = Page(1, 595, 842, turn, ())
    place = shown(turned, Place(x, y, x + width, y + height))
    wide, high = (842, 595) if turn in {90, 270} else (595, 842)
    assert 0 <= place.x0 < place.x1 <= wide + 1e-6
    assert 0 <= place.top < place.bottom <= high + 1e-6
    assert (place.x1 - place.x0) * (place.bottom - place.top) == pytest.approx(width * height)


def test_a_page_comes_out_of_json_as_it_went_in() -> None:
    import json

    whole = page(line("Sở Y tế", LEFT, 100), grid(HEADER, ("1", "Rà soát", "Sở", "2025")), rules=(Place(1, 2, 3, 2),))
    assert from_json(json.loads(json.dumps(whole))) == whole

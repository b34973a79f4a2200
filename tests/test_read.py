"""Reading text: lines become paragraphs, hard wraps are undone, furniture of the page is left out."""

from __future__ import annotations

import io
import sys
import unicodedata
from pathlib import Path

import pytest

from pipeline.documents import Paragraph, SourceText, Span, Table
from pipeline.read import read_bytes, read_path, read_text

# Lines of 56 to 66 characters, as a portal or a mail wraps them.
WRAPPED = """\
Thực hiện Chương trình số 12-CTr/TU của Tỉnh ủy về phát triển
kinh tế biển, Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành
và địa phương tập trung chỉ đạo thực hiện các nhiệm vụ sau đây
bảo đảm đúng tiến độ, chất lượng và hiệu quả trong cả giai đoạn
2026 - 2030; kịp thời báo cáo những khó khăn, vướng mắc để cấp
có thẩm quyền xem xét, giải quyết theo đúng quy định hiện hành.
"""


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, blanks folded."""
    return _shown(read_text(text))


def _shown(source: SourceText) -> list[str]:
    return [
        " ".join(" ".join(source.quote(part) for part in block.parts).split())
        for block in source.blocks
        if isinstance(block, Paragraph)
    ]


# ── hard line wraps ───────────────────────────────────────────────────────────────────────────────


def test_hard_wraps_are_undone() -> None:
    assert _paragraphs(WRAPPED) == [" ".join(WRAPPED.split())]


def test_a_list_without_blank_lines_keeps_its_items_apart() -> None:
    found = _paragraphs(f"""{WRAPPED}1. Sở Tài chính bố trí kinh phí thực hiện các nhiệm vụ thuộc phạm
vi chi thường xuyên theo phân cấp ngân sách hiện hành.
2. Sở Xây dựng rà soát quy hoạch các khu neo đậu tàu thuyền, báo cáo
kết quả trước ngày 30/6/2026.
a) Khu phía Bắc;
- Cảng cá;
+ Cầu tàu số 3.
(i) hạng mục phụ;
""")
    assert found[1:] == [
        (
            "1. Sở Tài chính bố trí kinh phí thực hiện các nhiệm vụ thuộc phạm vi chi thường xuyên"
            " theo phân cấp ngân sách hiện hành."
        ),
        "2. Sở Xây dựng rà soát quy hoạch các khu neo đậu tàu thuyền, báo cáo kết quả trước ngày 30/6/2026.",
        "a) Khu phía Bắc;",
        "- Cảng cá;",
        "+ Cầu tàu số 3.",
        "(i) hạng mục phụ;",
    ]


def test_a_first_line_cut_short_by_a_stripped_tag_joins_its_sentence() -> None:
    found = _paragraphs(f"""{WRAPPED}
3. Chủ tịch Ủy ban nhân dân các xã
ven biển chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân tỉnh về
kết quả thực hiện.
""")
    assert found[1].startswith("3. Chủ tịch Ủy ban nhân dân các xã ven biển chịu trách nhiệm trước Chủ tịch")


def test_a_wrap_before_a_capital_is_no_end_of_a_sentence() -> None:
    found = _paragraphs(f"""{WRAPPED}
Các nhiệm vụ nêu trên do Giám đốc Sở Nông nghiệp và Môi trường,
Giám đốc Sở Tài chính, Chủ tịch Ủy ban nhân dân các xã ven biển
Quảng Phú, Hải Hòa tổ chức thực hiện và báo cáo trong tháng 12.
""")
    assert len(found) == 2
    assert "ven biển Quảng Phú, Hải Hòa" in found[1]


def test_a_wrap_behind_the_end_of_a_sentence_in_a_full_line_is_undone() -> None:
    found = _paragraphs(f"""{WRAPPED}
Nâng cấp bến cá, khu neo đậu và chợ đầu mối thuỷ sản trong tỉnh.
Đồng thời, hoàn thành cơ sở dữ liệu nghề cá trước tháng 9 năm nay
để kết nối với trung ương.
""")
    assert len(found) == 2


def test_what_looks_like_a_marker_at_a_wrap_belongs_to_the_sentence() -> None:
    found = _paragraphs(f"""{WRAPPED}
- Phấn đấu hoàn thành toàn bộ công trình cảng cá loại II trước năm
2028. Tập trung nguồn lực cho các hạng mục cấp bách nêu tại điểm
a) khoản 3 Điều này và báo cáo kết quả.
""")
    assert found[1:] == [
        (
            "- Phấn đấu hoàn thành toàn bộ công trình cảng cá loại II trước năm 2028. Tập trung nguồn lực cho các"
            " hạng mục cấp bách nêu tại điểm a) khoản 3 Điều này và báo cáo kết quả."
        )
    ]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Giao Tập đoàn Công nghiệp đóng tàu và Tổng công ty Hàng hải", "- Cảng biển phối hợp thực hiện;"),
        ("Kế hoạch phát triển đội tàu khai thác xa bờ giai đoạn 2026", "- 2030 do Sở chủ trì xây dựng;"),
        ("Các đơn vị trực thuộc Sở phối hợp với các tổ chức chính trị", "- xã hội tuyên truyền, vận động;"),
    ],
)
def test_a_hyphen_at_a_wrap_is_no_dash_of_a_list(line: str, rest: str) -> None:
    assert f"{line} {rest}" in _paragraphs(f"{WRAPPED}\n{line}\n{rest}\n")


def test_a_dash_behind_a_finished_line_opens_an_item() -> None:
    found = _paragraphs(f"""{WRAPPED}
- Hoàn thành nạo vét luồng vào cảng cá loại II trước mùa mưa bão;
- Đầu tư trạm bờ;
+ 100% tàu cá có thiết bị giám sát hành trình;
""")
    assert len(found) == 4


def test_a_title_in_capitals_over_several_lines_is_one_paragraph() -> None:
    found = _paragraphs(f"""KẾ HOẠCH
PHÁT TRIỂN NUÔI BIỂN CÔNG NGHIỆP, HIỆN ĐẠI, BỀN VỮNG TRÊN ĐỊA
BÀN TỈNH GIAI ĐOẠN 2026 - 2030, TẦM NHÌN ĐẾN NĂM
2045

{WRAPPED}
I. MỤC ĐÍCH,
YÊU CẦU
1. Mục đích
""")
    assert found[0].startswith("KẾ HOẠCH PHÁT TRIỂN NUÔI BIỂN")
    assert found[0].endswith("TẦM NHÌN ĐẾN NĂM 2045")
    assert "I. MỤC ĐÍCH, YÊU CẦU" in found
    assert found[-1] == "1. Mục đích"


def test_label_lines_stand_by_themselves() -> None:
    found = _paragraphs(f"""{WRAPPED}
1. Xây dựng quy chế phối hợp tuần tra, kiểm soát trên các vùng biển
Cơ quan chủ trì: Bộ Chỉ huy Bộ đội Biên phòng tỉnh
Cơ quan phối hợp: Sở Nông nghiệp và Môi trường
Thời gian hoàn thành: Quý II/2026
""")
    assert found[2:] == [
        "Cơ quan chủ trì: Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        "Cơ quan phối hợp: Sở Nông nghiệp và Môi trường",
        "Thời gian hoàn thành: Quý II/2026",
    ]


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("a) Sở Nội vụ chủ trì việc sắp xếp tổ chức của tỉnh, phối hợp với", "Sở Tài chính lập dự toán."),
        ("b) Hoàn thành việc đo đạc lại ranh giới các xã, phường trước ngày", "01/9/2026."),
        ("c) Trình Hội đồng nhân dân tỉnh đề án nước sạch trong tháng 10 năm", "2026."),
        ("Các chỉ tiêu của từng năm nêu tại", "Phụ lục I."),
        ("đ) Triển khai Kết luận của Ban Chấp hành Trung ương khóa", "XI. Rà soát lại hồ sơ còn thiếu."),
        ("d) Việc lưu giữ hồ sơ của các dự án thực hiện theo quy định tại", "Điều 12 Luật Đầu tư công."),
    ],
)
def test_a_line_that_breaks_off_goes_on_in_texts_of_any_width(line: str, rest: str) -> None:
    assert _paragraphs(f"I. NHIỆM VỤ\n\n{line}\n{rest}\n\n2. Kinh phí\n") == [
        "I. NHIỆM VỤ",
        f"{line} {rest}",
        "2. Kinh phí",
    ]


def test_an_article_opens_a_paragraph_with_its_full_stop_alone() -> None:
    text = WRAPPED.replace("2026 - 2030;", "Điều 7 Luật Thủy sản;")
    assert len(_paragraphs(text)) == 1
    assert len(_paragraphs(text.replace("Điều 7 Luật", "Điều 7. Luật"))) == 2


def test_rows_of_a_table_do_not_hide_that_the_text_is_wrapped() -> None:
    row = f"| 1 | {'Rà soát danh mục công trình cấp nước; ' * 4} | Sở Y tế |\n"
    table = f"\n| TT | Nhiệm vụ | Chủ trì |\n|---|---|---|\n{row * 8}"
    assert _paragraphs(WRAPPED + table) == [" ".join(WRAPPED.split())]


def test_a_text_of_one_paragraph_a_line_keeps_its_lines() -> None:
    lines = [
        (
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phòng, chống dịch bệnh thủy sản trên địa bàn tỉnh "
            "năm 2026, áp dụng đối với các cơ sở nuôi, sản xuất giống và các cơ quan, đơn vị có liên quan."
        ),
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3. Chánh Văn phòng, Giám đốc các sở chịu trách nhiệm thi hành Quyết định này./.",
        "Các cơ sở nuôi tự bố trí kinh phí",
        "Chi cục Thủy sản hướng dẫn",
    ]
    assert _paragraphs("\n".join(lines)) == lines


# ── broken sentences ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("between", ["\n\n", "\n \n\n", "\n\n- 4 -\n\n", "\n12\n", "\nTrang 3/15\n", "\n\f\n7\n\n"])
def test_a_sentence_broken_by_a_page_is_mended(between: str) -> None:
    text = f"Sở Tài chính tham mưu bố trí kinh phí{between}thực hiện Kế hoạch từ năm 2026."
    assert _paragraphs(text) == ["Sở Tài chính tham mưu bố trí kinh phí thực hiện Kế hoạch từ năm 2026."]


def test_the_number_of_the_page_is_no_part_of_the_sentence() -> None:
    source = read_text("Kinh phí thực hiện\n\n- 4 -\n\ntừ ngân sách tỉnh.")
    (paragraph,) = source.blocks
    assert isinstance(paragraph, Paragraph)
    assert [source.quote(part) for part in paragraph.parts] == ["Kinh phí thực hiện", "từ ngân sách tỉnh."]


@pytest.mark.parametrize("number", ["2026", "1.", "15/9/2026", "I", "12 tấn"])
def test_other_lines_of_figures_are_no_page_numbers(number: str) -> None:
    assert number in " ".join(_paragraphs(f"Sản lượng nuôi biển.\n\n{number}\n\nThời hạn."))


@pytest.mark.parametrize("rule", ["-----", "_______________", "* * *", "***", "=" * 90, "—————", ". . . . . ."])
def test_a_drawn_rule_parts_paragraphs_and_drops_out(rule: str) -> None:
    assert _paragraphs(f"ỦY BAN NHÂN DÂN\n{rule}\nsố 12/KH-UBND") == ["ỦY BAN NHÂN DÂN", "số 12/KH-UBND"]


def test_a_blank_line_parts_what_does_not_run_on() -> None:
    assert len(_paragraphs("Sở Y tế chủ trì\n\nSở Nội vụ phối hợp")) == 2
    assert len(_paragraphs("Sở Y tế chủ trì.\n\nphối hợp")) == 2


def test_lines_without_width_are_blank_lines() -> None:
    assert len(_paragraphs("Sở Y tế\n\u200b\nSở Nội vụ\n&nbsp;\nSở Tư pháp")) == 3


# ── markdown ──────────────────────────────────────────────────────────────────────────────────────


def test_markdown_headings_have_their_level_and_lose_their_sign() -> None:
    source = read_text("# KẾ HOẠCH\n## I. MỤC TIÊU\ntheo đó\n> Trích yếu\n>\n> 1. Một\n#\n")
    levels = [block.level for block in source.blocks if isinstance(block, Paragraph)]
    assert _shown(source) == ["KẾ HOẠCH", "I. MỤC TIÊU", "theo đó", "Trích yếu", "1. Một"]
    assert levels == [1, 2, 0, 0, 0]


def test_a_sign_of_comparison_is_no_quotation() -> None:
    assert _paragraphs("> 95% hộ có nước sạch\n\n>= 3 trạm\n\n> (ba) tổ") == [
        "> 95% hộ có nước sạch",
        ">= 3 trạm",
        "> (ba) tổ",
    ]


def test_a_quoted_paragraph_goes_on_without_its_signs() -> None:
    assert _paragraphs("> Sở Y tế chủ trì,\n> phối hợp với các xã") == ["Sở Y tế chủ trì, phối hợp với các xã"]


@pytest.mark.parametrize(
    ("text", "bold", "italic"),
    [
        ("**I. MỤC TIÊU**", True, False),
        ("**I.** **MỤC TIÊU CHUNG**", True, False),
        ("*(Kèm theo Kế hoạch số 12)*", False, True),
        ("Sở **Y tế** chủ trì, phối hợp các địa phương", False, False),
        ("* Sở Y tế chủ trì", False, False),
        ("Đạt 95% *", False, False),
    ],
)
def test_emphasis_of_a_whole_paragraph_is_remembered(text: str, *, bold: bool, italic: bool) -> None:
    (paragraph,) = read_text(text).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.bold, paragraph.italic) == (bold, italic)


# ── composed and decomposed ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [WRAPPED, "CHƯƠNG I\nThứ nhất, một;\nđ) hai;\nThời hạn: quý I\n\nÝ kiến bạn đọc"])
def test_decomposed_text_has_the_same_paragraphs(text: str) -> None:
    decomposed = _shown(read_text(unicodedata.normalize("NFD", text)))
    assert [unicodedata.normalize("NFC", shown) for shown in decomposed] == _paragraphs(text)


# ── furniture of the page ─────────────────────────────────────────────────────────────────────────

BODY = "\n".join(
    f"{number}. Sở Công Thương triển khai nhiệm vụ thứ {number} của Kế hoạch năm 2026." for number in range(1, 15)
)


def test_what_a_portal_prints_before_and_after_stands_in_no_block() -> None:
    text = (
        f"Trang chủ\nVăn bản mới\nĐang tải văn bản...\n{BODY}\nChia sẻ bài viết lên facebook 12\nCác tin khác\n"
        "- Sở Công Thương họp giao ban\n| a | b |\n"
    )
    source = read_text(text)
    assert _shown(source) == BODY.split("\n")
    assert [source.quote(span)[:12] for span in source.clutter] == ["Trang chủ\nVă", "Chia sẻ bài "]
    assert source.quote(source.clutter[1]).endswith("| a | b |")


def test_a_list_of_news_is_no_furniture_while_no_document_stands_above_it() -> None:
    found = _paragraphs(f"Các tin khác\n\n{BODY}")
    assert found == BODY.split("\n")


def test_clocks_counters_and_addresses_are_furniture_wherever_they_stand() -> None:
    text = f"12/11/2026 08:15 AM\nhttps://cong.example/van-ban?id=7\nLượt xem: 1.204\n{BODY}"
    assert _paragraphs(text) == BODY.split("\n")


def test_a_sentence_that_begins_as_furniture_does_stays() -> None:
    text = f"{BODY}\nVăn bản này thay thế Kế hoạch số 3/KH-UBND.\nChia sẻ dữ liệu giữa các sở, ngành trong quý I."
    assert len(_paragraphs(text)) == 16


def test_decomposed_furniture_is_furniture() -> None:
    text = unicodedata.normalize("NFD", f"{BODY}\nÝ kiến bạn đọc\nHay quá!")
    assert len(_paragraphs(text)) == 14


# ── pages, formats, names ─────────────────────────────────────────────────────────────────────────


def test_form_feeds_part_pages() -> None:
    source = read_text("Trang một.\n\fTrang hai.\f")
    assert [source.quote(page) for page in source.pages] == ["Trang một.\n", "Trang hai.", ""]


def test_a_text_without_form_feeds_has_no_pages() -> None:
    assert read_text("Một trang.").pages == ()


def test_a_text_without_words_is_a_finding() -> None:
    source = read_text("-----\n\n***\n\n12\n")
    assert source.blocks == ()
    assert [finding.code for finding in source.findings] == ["no_text"]


@pytest.mark.parametrize(
    ("name", "format_"),
    [("kh.txt", "txt"), ("kh.TXT", "txt"), ("kh", "txt"), ("kh.md", "md"), ("kh.html", "html"), ("kh.HTM", "html")],
)
def test_the_ending_of_a_name_tells_the_format(name: str, format_: str) -> None:
    assert read_bytes("Sở Y tế".encode(), f"thư mục/{name}").format == format_


@pytest.mark.parametrize("head", ["<!DOCTYPE html>", "<html lang='vi'>", "\n  <HTML>"])
@pytest.mark.parametrize("name", ["-", "tải về", "kh.doc", "kh.txt"])
def test_a_web_page_is_known_by_its_head_whatever_its_name(name: str, head: str) -> None:
    source = read_bytes(f"{head}<body><p>Sở <b>Y tế</b></p>".encode(), name)
    assert (source.format, source.text) == ("html", "Sở Y tế\n")


def test_a_document_carries_its_name_digest_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch 12.txt"
    path.write_bytes("Sở Y tế".encode("utf-16"))
    source = read_path(path)
    assert (source.name, source.format, source.encoding) == ("kế hoạch 12.txt", "txt", "utf-16-le")
    assert source.sha256 == read_bytes(path.read_bytes(), "khác.md").sha256
    assert len(source.sha256) == 64


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO("Sở Y tế chủ trì.".encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert _shown(read_path("-")) == ["Sở Y tế chủ trì."]


# ── real documents ────────────────────────────────────────────────────────────────────────────────


def test_real_documents_lose_no_letter(real: Path) -> None:
    for path in sorted([*real.glob("docs/*.txt"), *real.glob("docs/*.md"), *real.glob("more/*.md")]):
        source = read_path(path)
        kept = bytearray(len(source.text))
        for span in [*source.clutter, *(part for block in source.blocks for part in _parts(block))]:
            kept[span.start : span.end] = b"\x01" * (span.end - span.start)
        lost = [line for line in _left_over(source.text, kept) if any(map(str.isalpha, line))]
        assert [line for line in lost if "trang" not in line.lower()] == [], path.name


def _parts(block: Paragraph | Table) -> list[Span]:
    if isinstance(block, Paragraph):
        return list(block.parts)
    return [part for row in block.rows for cell in row.cells for part in cell.parts]


def _left_over(text: str, kept: bytearray) -> list[str]:
    return "".join("\n" if taken else char for char, taken in zip(text, kept, strict=True)).split("\n")


@pytest.mark.parametrize("sign", ["\f", "\v", "\u2028", "\u2029"])
def test_a_page_or_line_break_inside_a_line_parts_two_items(sign: str) -> None:
    source = read_text(f"1. Rà soát trạm bơm.{sign}2. Thay ống nước.")
    assert [source.quote(block.parts[0]) for block in source.blocks if isinstance(block, Paragraph)] == [
        "1. Rà soát trạm bơm.",
        "2. Thay ống nước.",
    ]

"""Headers: what a document says of itself, in every layout it comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import grammar
from pipeline.documents import Format, Header, NormalText, Note, Range
from pipeline.evaluate import fields
from pipeline.folding import compact, fold
from pipeline.normalise import normalise
from pipeline.read import read_path, read_text
from pipeline.resolve.carried import Opening
from pipeline.resolve.relations import implements, relate
from pipeline.resolve.spelling import body_name, title_case
from pipeline.segment.header import read_header

Read = tuple[Header, str, list[Note]]


def _read(text: str, kind: Format = "txt") -> Read:
    """Return the header of a text, the words of its preamble, and the notes."""
    normal = normalise(read_text(text, kind=kind))
    header, preamble, notes = read_header(normal)
    return header, normal.shown(preamble), notes


def _said(header: Header) -> tuple[str | None, ...]:
    return header.number, header.type, header.issuer, header.issued_on, header.signer


# ── state documents ───────────────────────────────────────────────────────────────────────────────

PLAN = """\
|
**ỦY BAN NHÂN DÂN**
TỈNH VĨNH LONG
-------
|
**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------
|
|
Số: 46/KH-UBND
|
*Vĩnh Long, ngày 23
tháng 01 năm 2026*
|

**KẾ HOẠCH**

THỰC HIỆN CHỈ THỊ SỐ 87-CT/TW NGÀY 15/10/2025 CỦA BAN BÍ THƯ VỀ NƯỚC SẠCH
HỌC ĐƯỜNG TRÊN ĐỊA BÀN TỈNH VĨNH LONG

Thực hiện Chỉ thị số 87-CT/TW của Ban Bí thư, UBND tỉnh ban hành Kế hoạch bảo
đảm nước sạch học đường trên địa bàn tỉnh Vĩnh Long như sau:

**I. MỤC ĐÍCH**

1. Học sinh có đủ nước sạch.

|
Nơi nhận:
- Bộ Y tế;
- Lưu: VT.
|
**TM. ỦY BAN NHÂN DÂN**
**KT. CHỦ TỊCH**
PHÓ CHỦ TỊCH
Huỳnh Thị Mai Phương
|
"""


def test_a_head_of_two_columns_flattened_to_cells() -> None:
    header, preamble, notes = _read(PLAN, "md")
    assert _said(header) == (
        "46/KH-UBND", "KH", "Ủy ban nhân dân tỉnh Vĩnh Long", "2026-01-23", "Huỳnh Thị Mai Phương",
    )  # fmt: skip
    assert header.family == "state"
    assert preamble.startswith("Thực hiện Chỉ thị số 87-CT/TW")
    assert preamble.rstrip().endswith("như sau:")
    assert notes == []


def test_a_title_in_capitals_is_spelt_as_the_text_spells_its_words() -> None:
    header, _, _ = _read(PLAN, "md")
    assert header.title == (
        "Thực hiện Chỉ thị số 87-CT/TW ngày 15/10/2025 của Ban Bí thư về nước sạch học đường "
        "trên địa bàn tỉnh Vĩnh Long"
    )


def test_places_in_the_text_hold_what_the_header_says() -> None:
    normal = normalise(read_text(PLAN, kind="md"))
    header, _, _ = read_header(normal)
    assert header.number_place is not None
    assert normal.shown(header.number_place) == "46/KH-UBND"
    assert header.signer_place is not None
    assert normal.shown(header.signer_place) == header.signer
    assert header.title_place is not None
    assert compact(normal.shown(header.title_place)) == compact(header.title or "")
    assert header.issuer_place is not None
    assert fold(normal.shown(header.issuer_place)) == fold(header.issuer or "")


COLUMNS = """\
UBND TỈNH LÀO CAI          CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                      Độc lập - Tự do - Hạnh phúc

Số: 57/KH-SYT                Lào Cai, ngày 7 tháng 4 năm 2026

KẾ HOẠCH
Triển khai Kế hoạch số 102/KH-UBND của Uỷ ban nhân dân tỉnh

Thực hiện Kế hoạch số 102/KH-UBND, Sở Y tế ban hành Kế hoạch như sau:

I. MỤC ĐÍCH

Nơi nhận:                              KT. GIÁM ĐỐC
- Như trên;                            PHÓ GIÁM ĐỐC
- UBND tỉnh (b/c);
- Lưu: VT, NVY.                        TS. Trần Văn Bình
"""


def test_columns_that_ran_together_on_the_lines() -> None:
    header, _, _ = _read(COLUMNS)
    assert _said(header) == ("57/KH-SYT", "KH", "Sở Y tế tỉnh Lào Cai", "2026-04-07", "Trần Văn Bình")


ONE_LINE = """\
# CHÍNH PHỦ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 41/NQ-CP
Hà Nội, ngày 12 tháng 02 năm 2026

# NGHỊ QUYẾT
## Về nước sạch và vệ sinh học đường

# CHÍNH PHỦ

Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15;

# QUYẾT NGHỊ:

**Điều 1.** Thông qua.

TM. CHÍNH PHỦ
KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
[đã ký]
Hoàng Minh Trí
"""


def test_issuer_and_motto_on_one_heading_line() -> None:
    header, preamble, _ = _read(ONE_LINE, "md")
    assert _said(header) == ("41/NQ-CP", "NQ", "Chính phủ", "2026-02-12", "Hoàng Minh Trí")
    assert header.title == "Về nước sạch và vệ sinh học đường"
    assert "Căn cứ Luật Tổ chức Chính phủ" in preamble
    assert "QUYẾT NGHỊ" not in preamble


def test_a_title_ends_before_the_authority_that_decides() -> None:
    text = (
        "BỘ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "Số: 12/QĐ-BVHTTDL\n\nHà Nội, ngày 5 tháng 01 năm 2026\n\n"
        "QUYẾT ĐỊNH\n\nVề việc ban hành Kế hoạch thư viện số\n\n"
        "BỘ TRƯỞNG BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH\n\nCăn cứ Luật Thư viện số 46/2019/QH14;\n\nQUYẾT ĐỊNH:\n\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thư viện số.\n\nBỘ TRƯỞNG\n\nĐại tá Nguyễn Văn Hùng\n"
    )
    header, _, _ = _read(text)
    assert header.title == "Về việc ban hành Kế hoạch thư viện số"
    assert header.issuer == "Bộ Văn hóa, Thể thao và Du lịch"
    assert header.signer == "Nguyễn Văn Hùng"


def test_a_draft_has_no_number() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n"
        "Số:      /KH-UBND\n\nAn Bình, ngày     tháng 3 năm 2026\n\n"
        "DỰ THẢO\n\nKẾ HOẠCH\n\nThực hiện Kế hoạch số 46/KH-UBND của tỉnh\n\n"
        "(Kèm theo Tờ trình số 9/TTr-KT)\n\nI. MỤC ĐÍCH\n"
    )
    header, _, _ = _read(text)
    assert _said(header) == (None, "KH", "Ủy ban nhân dân xã An Bình", None, None)


LETTER = """\
BỘ Y TẾ                     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CỤC PHÒNG BỆNH                  Độc lập - Tự do - Hạnh phúc

Số: 1127/BYT-PB
V/v kiểm soát nước uống
trong trường học            Hà Nội, ngày 05 tháng 02 năm 2026

Kính gửi: Sở Y tế các tỉnh, thành phố.

Thực hiện Quyết định số 2916/QĐ-TTg, Bộ Y tế đề nghị các Sở thực hiện các việc sau đây:

1. Kiểm tra nguồn nước.

TL. BỘ TRƯỞNG
CỤC TRƯỞNG CỤC PHÒNG BỆNH

Phan Quốc Hiếu
"""


def test_an_official_letter_is_called_by_its_subject() -> None:
    header, preamble, _ = _read(LETTER)
    assert (header.number, header.type, header.issued_on, header.signer) == (
        "1127/BYT-PB", "CV", "2026-02-05", "Phan Quốc Hiếu",
    )  # fmt: skip
    assert header.title == "V/v kiểm soát nước uống trong trường học"
    assert preamble.rstrip().endswith("các việc sau đây:")


TELEGRAM = """\
THỦ TƯỚNG CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 19/CĐ-TTg
Hà Nội, ngày 09 tháng 3 năm 2026

CÔNG ĐIỆN

VỀ VIỆC PHÒNG NGỘ ĐỘC THỰC PHẨM TRONG TRƯỜNG HỌC

THỦ TƯỚNG CHÍNH PHỦ điện:

- Bộ trưởng các Bộ: Y tế, Giáo dục và Đào tạo;
- Chủ tịch Ủy ban nhân dân các tỉnh, thành phố.

Thời gian qua xảy ra một số vụ ngộ độc. Thủ tướng Chính phủ yêu cầu:

1. Bộ Y tế kiểm tra.

THỦ TƯỚNG
Lương Văn Khải
"""


def test_a_telegram_names_its_addressees_in_the_preamble() -> None:
    header, preamble, _ = _read(TELEGRAM)
    assert _said(header) == ("19/CĐ-TTg", "CĐ", "Thủ tướng Chính phủ", "2026-03-09", "Lương Văn Khải")
    assert header.title == "Về việc phòng ngộ độc thực phẩm trong trường học"
    assert "Bộ trưởng các Bộ" in preamble
    assert preamble.rstrip().endswith("yêu cầu:")


def test_a_notice_of_a_conclusion_is_a_notice() -> None:
    text = (
        "VĂN PHÒNG CHÍNH PHỦ\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 88/TB-VPCP\nHà Nội, ngày 24 tháng 02 năm 2026\n\nTHÔNG BÁO\n\n"
        "KẾT LUẬN CỦA PHÓ THỦ TƯỚNG CHÍNH PHỦ HOÀNG MINH TRÍ TẠI CUỘC HỌP\n\n"
        "Ngày 13 tháng 02 năm 2026, Phó Thủ tướng Chính phủ Hoàng Minh Trí chủ trì cuộc họp và kết luận như sau:\n\n"
        "I. ĐÁNH GIÁ CHUNG\n\nKT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nNgô Quốc Đạt\n"
    )
    header, _, _ = _read(text)
    assert _said(header) == ("88/TB-VPCP", "TB", "Văn phòng Chính phủ", "2026-02-24", "Ngô Quốc Đạt")
    assert header.title == "Kết luận của Phó Thủ tướng Chính phủ Hoàng Minh Trí tại cuộc họp"


def test_a_decree_is_normative() -> None:
    text = (
        "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 307/2026/NĐ-CP\n"
        "Hà Nội, ngày 27 tháng 01 năm 2026\nNGHỊ ĐỊNH\nQuy định về thư viện số\nCăn cứ Luật Thư viện số 46/2019/QH14;\n"
        "Điều 1. Phạm vi\nTM. CHÍNH PHỦ\nTHỦ TƯỚNG\nLương Văn Khải\n"
    )
    header, _, _ = _read(text)
    assert (header.number, header.type, header.family) == ("307/2026/NĐ-CP", "NĐ", "normative")


# ── packages: decision, plan, appendix ────────────────────────────────────────────────────────────


def test_a_package_without_head_is_known_by_the_caption_of_its_plan() -> None:
    text = (
        "QUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH THỰC HIỆN CHỈ THỊ SỐ 87-CT/TW CỦA BAN BÍ THƯ VỀ NƯỚC SẠCH HỌC ĐƯỜNG\n"
        "BỘ TRƯỞNG BỘ Y TẾ\nCăn cứ Chỉ thị số 87-CT/TW của Ban Bí thư về nước sạch học đường;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch thực hiện Chỉ thị số 87-CT/TW.\n\nBỘ TRƯỞNG\n\nLê Thị An\n\n"
        "KẾ HOẠCH\nTHỰC HIỆN CHỈ THỊ SỐ 87-CT/TW CỦA BAN BÍ THƯ VỀ NƯỚC SẠCH HỌC ĐƯỜNG\n"
        "(Ban hành kèm theo Quyết định số 4102/QĐ-BYT ngày 02 tháng 12 năm 2025 của Bộ trưởng Bộ Y tế)\nI. MỤC ĐÍCH\n"
        "1. Học sinh có nước sạch.\n\nPHỤ LỤC\n(Kèm theo Quyết định số 4102/QĐ-BYT ngày 03 tháng 12 năm 2025 của "
        "Thủ tướng Chính phủ)\n"
    )
    header, preamble, notes = _read(text)
    assert _said(header) == ("4102/QĐ-BYT", "QĐ", "Bộ Y tế", "2025-12-02", "Lê Thị An")
    assert header.title == "Kế hoạch thực hiện Chỉ thị số 87-CT/TW của Ban Bí thư về nước sạch học đường"
    assert "Căn cứ" in preamble
    assert "Điều 1" not in preamble
    assert [note.code for note in notes] == ["date_mismatch", "issuer_mismatch"]
    assert "Thủ tướng Chính phủ" in notes[1].message


def test_the_first_layer_wins_over_a_caption_with_another_number() -> None:
    header, _, notes = _read(f"{PLAN}\nPHỤ LỤC\n\n(Kèm theo Kế hoạch số 64/KH-UBND của Ủy ban nhân dân tỉnh)\n", "md")
    assert header.number == "46/KH-UBND"
    assert [note.code for note in notes] == ["number_mismatch"]


PORTAL = """\
|
**Số hiệu:**
|
46/KH-UBND
|
**Loại văn bản:**
|
Kế hoạch
|
|
**Người ký:**
|
Trần Văn Khác
|
**Ngày ban hành:**
|
24/01/2026
|

"""


def test_a_portals_table_does_not_overrule_the_document_but_is_compared() -> None:
    header, _, notes = _read(PORTAL + PLAN, "md")
    assert (header.issued_on, header.signer) == ("2026-01-23", "Huỳnh Thị Mai Phương")
    assert [note.code for note in notes] == ["signer_mismatch"]


def test_a_portals_table_fills_what_the_text_lacks() -> None:
    header, _, _ = _read(f"{PORTAL}\n**KẾ HOẠCH**\n\nNước sạch học đường\n\nI. MỤC ĐÍCH\n", "md")
    assert (header.number, header.issued_on, header.signer) == ("46/KH-UBND", "2026-01-24", "Trần Văn Khác")


# ── party documents ───────────────────────────────────────────────────────────────────────────────


def test_a_party_plan_is_issued_by_the_body_it_is_signed_for() -> None:
    text = (
        "TỈNH ỦY SƠN LA\n*\nĐẢNG CỘNG SẢN VIỆT NAM\n\nSố 71-KH/TU\n\nSơn La, ngày 12 tháng 12 năm 2025\n\nKẾ HOẠCH\n"
        "thực hiện Chỉ thị số 87-CT/TW, ngày 15-10-2025 của Ban Bí thư\n-----\n\n"
        "Thực hiện Chỉ thị số 87-CT/TW, Ban Thường vụ Tỉnh ủy xây dựng Kế hoạch như sau:\n\nI- MỤC TIÊU\n\n"
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n(đã ký)\nY Nam\n"
    )
    header, _, _ = _read(text)
    assert _said(header) == ("71-KH/TU", "KH", "Ban Thường vụ Tỉnh ủy Sơn La", "2025-12-12", "Y Nam")
    assert header.family == "party"
    assert header.title == "thực hiện Chỉ thị số 87-CT/TW, ngày 15-10-2025 của Ban Bí thư"


def test_a_party_plan_without_head_names_its_issuer_under_the_type() -> None:
    text = (
        "KẾ HOẠCH\n\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\n\nthực hiện Chỉ thị số 87-CT/TW của Ban Bí thư về nước sạch\n\n"
        "Thực hiện Chỉ thị số 87-CT/TW, Ban Thường vụ Tỉnh ủy xây dựng Kế hoạch như sau:\n\nI. MỤC ĐÍCH\n\n"
        "**T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ**\n\nY Nam"
    )
    header, _, _ = _read(text)
    assert _said(header) == (None, "KH", "Ban Thường vụ Tỉnh ủy", None, "Y Nam")
    assert header.title == "thực hiện Chỉ thị số 87-CT/TW của Ban Bí thư về nước sạch"


def test_of_two_bodies_in_the_title_the_one_that_signs_is_the_issuer() -> None:
    text = (
        "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 99-KL/TW\nHà Nội, ngày 28 tháng 01 năm 2026\n\n"
        "KẾT LUẬN CỦA BỘ CHÍNH TRỊ, BAN BÍ THƯ VỀ NƯỚC SẠCH HỌC ĐƯỜNG\n\nBộ Chính trị, Ban Bí thư kết luận như sau:\n\n"
        "1. Đồng ý.\n\nT/M BỘ CHÍNH TRỊ\nTrần Văn An\n"
    )
    header, _, _ = _read(text)
    assert (header.number, header.type, header.issuer) == ("99-KL/TW", "KL", "Bộ Chính trị")
    assert header.title == "Về nước sạch học đường"


# ── press ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_article_tells_the_directive_it_is_about() -> None:
    text = (
        "Nước sạch cho mọi trường học\n\n20/10/2025 09:15\n\nNgày 15/10/2025, Ban Bí thư ban hành Chỉ thị 87-CT/TW về "
        "bảo đảm nước sạch học đường.\n\nTheo đó, mọi trường học phải có nước sạch, thay thế Chỉ thị số 12-CT/TW.\n"
    )
    header, preamble, _ = _read(text)
    assert _said(header) == ("87-CT/TW", "CT", "Ban Bí thư", "2025-10-15", None)
    assert header.title == "bảo đảm nước sạch học đường"
    assert header.family == "press"
    assert preamble == ""


def test_an_article_may_name_issuer_and_day_behind_the_subject() -> None:
    text = (
        "Đây là nội dung của Chỉ thị số 87-CT/TW về bảo đảm nước sạch học đường của Ban Bí thư ban hành ngày "
        "15/10/2025.\n\nChỉ thị nêu rõ, sau 10 năm thực hiện Chỉ thị số 12-CT/TW, nhiều trường đã có nước sạch.\n"
    )
    header, _, _ = _read(text)
    assert _said(header) == ("87-CT/TW", "CT", "Ban Bí thư", "2025-10-15", None)
    assert header.title == "bảo đảm nước sạch học đường"


def test_an_article_on_a_notice_without_number() -> None:
    header, _, _ = _read(
        "Văn phòng Tỉnh ủy vừa có thông báo kết luận của Bí thư Tỉnh ủy về nước sạch.\n\nTheo kết luận, …\n"
    )
    assert (header.number, header.type, header.issuer) == (None, "TB", "Văn phòng Tỉnh ủy")
    assert header.title == "thông báo kết luận của Bí thư Tỉnh ủy về nước sạch"


def test_running_text_that_only_cites_a_letter_is_no_article_about_it() -> None:
    text = (
        "Tại phiên họp, sau khi nghe báo cáo (Công văn số 8011-CV/BTCTW, ngày 27/02/2025), Bộ Chính trị có ý kiến.\n\n"
        "I- MỤC TIÊU\n\n1. Kết luận này được phổ biến đến chi bộ.\n"
    )
    header, _, _ = _read(text)
    assert (header.number, header.type, header.family) == (None, "KL", "unknown")


# ── spelling ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("UỶ BAN NHÂN DÂN TỈNH BẮC NINH -------", "Ủy ban nhân dân tỉnh Bắc Ninh"),
        ("UBND TP. HÀ NỘI", "Ủy ban nhân dân thành phố Hà Nội"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI TỈNH HÀ NAM", "Sở Lao động - Thương binh và Xã hội tỉnh Hà Nam"),
        ("BỘ CÔNG THƯƠNG", "Bộ Công Thương"),
        ("ĐẢNG ỦY BỘ Y TẾ", "Đảng ủy Bộ Y tế"),
        ("BAN CÁN SỰ ĐẢNG BỘ TÀI CHÍNH", "Ban cán sự đảng Bộ Tài chính"),
        ("VĂN PHÒNG TRUNG ƯƠNG ĐẢNG", "Văn phòng Trung ương Đảng"),
        ("HỘI ĐỒNG NHÂN DÂN XÃ AN BÌNH", "Hội đồng nhân dân xã An Bình"),
    ],
)
def test_a_body_in_capitals_gets_its_usual_spelling(printed: str, name: str) -> None:
    assert body_name(printed) == name


def test_a_title_in_small_letters_is_left_as_it_is() -> None:
    title = "Về việc bảo đảm nước sạch tại Sở Y tế"
    assert title_case(title, title, fold(title), 0) == title


# ── always ────────────────────────────────────────────────────────────────────────────────────────


def test_all_rules_pass_their_cases() -> None:
    assert list(grammar.load("header").problems()) == []


def test_an_empty_text_has_an_empty_header() -> None:
    header, preamble, notes = read_header(NormalText(text="", key="", blocks=()))
    assert header == Header()
    assert preamble == Range(0, 0)
    assert notes == []


_PIECES = st.sampled_from([
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "ỦY BAN NHÂN DÂN", "TỈNH BẮC NINH", "SỞ Y TẾ",
    "Số: ", "46/KH-UBND", "/NQ-CP", "Hà Nội, ngày 05 tháng 13 năm 2026", "ngày 5/1/2026", "KẾ HOẠCH", "QUYẾT ĐỊNH",
    "QUYẾT ĐỊNH:", "CỦA BAN THƯỜNG VỤ", "V/v nước sạch", "Kính gửi: Sở Y tế", "Căn cứ Luật số 1/2020/QH14;", "KT.",
    "Nơi nhận:", "TM. UBND", "CHỦ TỊCH", "Trần Văn An", "I. MỤC ĐÍCH", "-------", "và", "Người ký:", " ", "* ",
    "(Kèm theo Quyết định số 4/QĐ-UBND ngày 5/1/2026 của Sở Y tế)", "ban hành Chỉ thị 87-CT/TW về nước sạch",
    "Tổng Bí thư Tô Văn An đã ký",
])  # fmt: skip


@given(st.lists(st.tuples(_PIECES, st.sampled_from(["\n", " ", "\n\n"])), max_size=30))
def test_any_text_gives_a_header_whose_places_lie_in_it(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + gap for piece, gap in pieces).strip("\n")
    normal = normalise(read_text(text))
    header, preamble, notes = read_header(normal)
    places = [getattr(header, name) for name in Header.model_fields if name.endswith("_place")]
    places += [preamble, *(note.place for note in notes)]
    for place in filter(None, places):
        assert 0 <= place.start <= place.end <= len(normal.text)
    if header.number_place and header.number:
        assert header.number.split("/")[0][:1] in normal.shown(header.number_place)


# ── real documents ────────────────────────────────────────────────────────────────────────────────


def test_headers_and_parents_of_real_documents_are_right(real: Path) -> None:
    right: list[bool] = []
    hits = wrong = 0
    for path in sorted((real / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = real / ("scans" if path.stem.endswith("-scan") else "docs") / gold["source"]
        normal = normalise(read_path(source))
        header, preamble, _ = read_header(normal)
        wanted = gold["document"]
        for field in fields.HEADER:
            if field in wanted:
                found = fields.header_form(field, getattr(header, field))
                right.append(found == fields.header_form(field, wanted[field]))
        named = relate(normal.text, normal.key, Opening(header.title_place, preamble))
        carried = set(implements(named, normal.key))
        hits += len(carried & set(wanted["implements"]))
        wrong += len(carried ^ set(wanted["implements"]))
    assert len(right) > 90
    assert sum(right) / len(right) >= 0.98
    assert 2 * hits / (2 * hits + wrong) >= 0.95

"""Citations: which documents a text names, and which of them the document at hand carries out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import grammar
from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve.citations import CitationMatch, cite, distinct
from pipeline.resolve.relations import implements, relate

NOWHERE = Range(0, 0)


def _cited(text: str) -> list[CitationMatch]:
    return cite(text, fold(text))


def _carried(preamble: str, title: str = "") -> list[str]:
    """Return what a document with this title and preamble carries out."""
    text = f"{title}\n{preamble}\nI. MỤC ĐÍCH\n"
    return implements(text, fold(text), Range(0, len(title)), Range(len(title) + 1, text.index("\nI. MỤC")))


def _relations(text: str, title: str = "") -> dict[str, str]:
    """Return the relation to each document named in a preamble (or a title)."""
    whole = f"{title}\n{text}"
    found = relate(whole, fold(whole), Range(0, len(title)), Range(len(title) + 1, len(whole)))
    return {match.number.text: match.relation for match in distinct(found)}


# ── one citation ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "type_", "issued_on", "issuer"),
    [
        ("Chỉ thị số 31-CT/TW, ngày 15-10-2024 của Ban Bí thư về nước sạch", "CT", "2024-10-15", "ban bí thư"),
        ("Nghị quyết số 61-NQ/TW (ngày 22/12/2024) của Bộ Chính trị", "NQ", "2024-12-22", "bộ chính trị"),
        ("Quyết định 417/QĐ-TTg ngày 05 tháng 4 năm 2024 phê duyệt", "QĐ", "2024-04-05", None),
        ("Quyết định số 417/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022", "QĐ", "2022-03-31", "thủ tướng chính phủ"),
        ("Kế hoạch số 12/KH-UBND ngày 1.2.2025 của UBND tỉnh", "KH", "2025-02-01", "ubnd tỉnh"),
        ("Luật Đất đai số 31/2024/QH15 ngày 18 tháng 01 năm 2024", "L", "2024-01-18", None),
        ("Nghị quyết 163/2024/QH15 của Quốc hội", "NQ", None, "quốc hội"),
        ("văn bản số 213-KL/TW ngày 30 tháng 02 năm 2025", "KL", None, None),  # there is no 30 February
        (
            "Thông tư số 6/2022/TT-BTTTT ngày 30/6/2022 của Bộ trưởng Bộ Thông tin và Truyền thông hướng dẫn",
            "TT", "2022-06-30", "bộ trưởng bộ thông tin và truyền thông",
        ),
    ],
)  # fmt: skip
def test_type_day_and_issuer_are_read_round_the_number(
    text: str, type_: str, issued_on: str | None, issuer: str | None
) -> None:
    (found,) = _cited(text)
    assert (found.type, found.issued_on, found.issuer) == (type_, issued_on, issuer)


def test_a_citation_runs_from_the_word_for_its_type_to_the_end_of_the_number() -> None:
    text = "theo Chương trình hành động số 10-CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh ủy"
    (found,) = _cited(text)
    assert text[found.place.start : found.place.end] == "Chương trình hành động số 10-CTr/TU"


def test_a_law_is_cited_from_its_name() -> None:
    text = "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"
    (found,) = _cited(text)
    assert text[found.place.start : found.place.end] == "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"


# ── what is carried out ───────────────────────────────────────────────────────────────────────────


# A preamble, cut into lines here, and the documents carried out by it.
CARRIED = [
    (  # a chain: each document carries out the next
        """Thực hiện Kế hoạch số 71-KH/TU ngày 12/12/2025 của Ban Thường vụ Tỉnh ủy và Kế hoạch số 46/KH-UBND của UBND
        tỉnh thực hiện Chỉ thị số 87-CT/TW của Ban Bí thư về nước sạch học đường, Sở Y tế xây dựng Kế hoạch như sau:""",
        ["71-KH/TU", "46/KH-UBND", "87-CT/TW"],
    ),
    (  # a list parted by semicolons, with descriptions that order things of their own
        """Thực hiện Nghị quyết số 41/NQ-CP của Chính phủ ban hành Kế hoạch hành động về thư viện số; Nghị định số
        305/2025/NĐ-CP quy định về lưu trữ; Quyết định 77/QĐ-UBND; UBND thành phố ban hành Kế hoạch:""",
        ["41/NQ-CP", "305/2025/NĐ-CP", "77/QĐ-UBND"],
    ),
    (
        """Để tiếp tục thực hiện tốt Chỉ thị số 9/CT-TTg ngày 02/3/2023; Chỉ thị số 22-CT/TU, Kế hoạch số 60-KH/TU
        của Ban Thường vụ Thành ủy, Chủ tịch UBND thành phố yêu cầu:""",
        ["9/CT-TTg", "22-CT/TU", "60-KH/TU"],
    ),
    (
        """Căn cứ ý kiến chỉ đạo của Bộ Chính trị tại Thông báo số 98-TB/TW ngày 09/01/2026, của Ban Bí thư tại văn bản
        số 214-KL/TW, Nghị quyết 41/NQ-CP của Chính phủ; để kịp vào năm học, Thủ tướng Chính phủ yêu cầu:""",
        ["98-TB/TW", "214-KL/TW", "41/NQ-CP"],
    ),
    (
        "Thực hiện ý kiến của Chủ tịch UBND tỉnh tại Công văn số 55/UBND-VX ngày 3/2/2026, Sở Y tế đề nghị:",
        ["55/UBND-VX"],
    ),
    (
        "Căn cứ Kế hoạch số 7/KH-UBND; UBND xã ban hành Kế hoạch thực hiện Chỉ thị số 31-CT/TW như sau:",
        ["31-CT/TW"],
    ),
    (
        """Nhằm thực hiện các nhiệm vụ nêu tại Kết luận số 1-KL/TW về tổng kết Nghị quyết số 2-NQ/TW và Kết luận số
        3-KL/TW, Ban Bí thư yêu cầu:""",
        ["1-KL/TW", "3-KL/TW"],
    ),
]


@pytest.mark.parametrize(("preamble", "numbers"), CARRIED)
def test_the_preamble_says_what_is_carried_out(preamble: str, numbers: list[str]) -> None:
    assert _carried(" ".join(preamble.split())) == numbers


NOT_CARRIED = [
    "Căn cứ Nghị quyết số 41/NQ-CP của Chính phủ ban hành Kế hoạch thực hiện Chỉ thị số 87-CT/TW;",
    "Sau 5 năm triển khai thực hiện Nghị quyết số 9-NQ/TU, thư viện các xã đã có nhiều đổi mới.",
    "Qua quá trình thực hiện ở các trường theo Quyết định số 77/QĐ-UBND còn một số vướng mắc.",
    """Phó Thủ tướng đã chủ trì cuộc họp về tình hình thực hiện Chỉ thị số 87-CT/TW và Nghị quyết số 41/NQ-CP của Chính
    phủ thực hiện Chỉ thị số 87-CT/TW.""",
    "Thực hiện Nghị quyết số 41/NQ-CP về nước sạch, các địa phương đã hoàn thành phần lớn công việc được giao.",
    "Theo đề nghị của Sở Xây dựng tại Tờ trình số 12/TTr-SXD ngày 15/01/2026.",
    "Ban Bí thư đã ban hành Chỉ thị số 87-CT/TW về nước sạch, vệ sinh học đường.",
]


@pytest.mark.parametrize("preamble", NOT_CARRIED)
def test_a_basis_a_report_and_a_proposal_carry_out_nothing(preamble: str) -> None:
    assert _carried(" ".join(preamble.split())) == []


def test_a_title_in_capitals_carries_out_the_chain_it_names() -> None:
    title = (
        "BAN HÀNH KẾ HOẠCH THỰC HIỆN QUYẾT ĐỊNH SỐ 417/QĐ-TTG NGÀY 05 THÁNG 4 NĂM 2024 CỦA THỦ TƯỚNG CHÍNH PHỦ BAN "
        "HÀNH KẾ HOẠCH TRIỂN KHAI THỰC HIỆN CHỈ THỊ SỐ 31-CT/TW NGÀY 25 THÁNG 10 NĂM 2023 CỦA BAN BÍ THƯ"
    )
    assert _carried("Căn cứ Nghị định số 95/2022/NĐ-CP;", title) == ["417/QĐ-TTg", "31-CT/TW"]


def test_a_title_that_reviews_carries_out_nothing() -> None:
    assert _carried("", "KIỂM TRA, GIÁM SÁT VIỆC THỰC HIỆN CHỈ THỊ SỐ 31-CT/TW") == []
    assert _carried("", "Sơ kết 02 năm thực hiện Chỉ thị số 31-CT/TW") == []


def test_a_document_named_in_the_title_without_number_is_found_among_the_basis() -> None:
    preamble = (
        "Căn cứ Luật Quy hoạch số 21/2017/QH14;\n"
        "Căn cứ Quyết định số 992/QĐ-TTg của Thủ tướng Chính phủ phê duyệt Quy hoạch mạng lưới thư viện đến năm 2030;"
    )
    title = "Ban hành Kế hoạch thực hiện Quy hoạch mạng lưới thư viện đến năm 2030"
    assert _carried(preamble, title) == ["992/QĐ-TTg"]


def test_a_document_carried_out_by_type_and_issuer_alone_gets_its_number_from_the_body() -> None:
    text = (
        "Chính phủ yêu cầu các bộ thực hiện khẩn trương Kết luận của Bộ Chính trị.\nI. NHIỆM VỤ\n1. Hỗ trợ các xã theo "
        "chỉ đạo của Bộ Chính trị tại Thông báo Kết luận số 98- TB/TW ngày 21 tháng 11 năm 2025.\n"
    )
    assert implements(text, fold(text), None, NOWHERE, Range(0, len(text))) == ["98-TB/TW"]


# ── the other relations ───────────────────────────────────────────────────────────────────────────


def test_only_the_documents_behind_can_cu_are_the_basis() -> None:
    relations = _relations(
        "Căn cứ Nghị định số 63/2025/NĐ-CP về sửa đổi, bổ sung một số điều của Nghị định số 78/2021/NĐ-CP;\n"
        "Căn cứ Luật Thủy sản số 18/2017/QH14; Thông tư số 4/2016/TT-BNNPTNT;\n"
    )
    assert relations == {
        "63/2025/NĐ-CP": "legal_basis",
        "78/2021/NĐ-CP": "mentions",
        "18/2017/QH14": "legal_basis",
        "4/2016/TT-BNNPTNT": "legal_basis",
    }


def test_this_document_replaces_and_amends_wherever_it_says_so() -> None:
    text = (
        "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 10/2020/QĐ-UBND như sau:\n"
        "Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 11/2019/QĐ-UBND.\n"
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Bãi bỏ Quyết định số 12/2018/QĐ-UBND.\n"
        "1. Sở Tư pháp xây dựng Nghị định sửa đổi Nghị định số 13/2017/NĐ-CP.\n"
    )
    found = relate(text, fold(text), None, NOWHERE)
    assert {match.number.text: match.relation for match in found} == {
        "10/2020/QĐ-UBND": "amends",
        "11/2019/QĐ-UBND": "replaces",
        "12/2018/QĐ-UBND": "replaces",
        "13/2017/NĐ-CP": "mentions",
    }


def test_the_title_of_an_amendment_amends() -> None:
    assert _relations("", "Sửa đổi, bổ sung một số điều của Nghị định số 12/2020/NĐ-CP") == {"12/2020/NĐ-CP": "amends"}


def test_the_document_itself_is_not_among_those_it_names() -> None:
    text = "(Kèm theo Quyết định số 77/QĐ-BYT)\nTheo Quyết định số 545/QĐ-TTg."
    found = relate(text, fold(text), None, NOWHERE, own="77/QĐ-BYT")
    assert [match.number.text for match in found] == ["545/QĐ-TTg"]


def test_each_document_is_listed_once_with_its_strongest_relation_and_its_day() -> None:
    text = "Căn cứ Chỉ thị số 31-CT/TW ngày 25/10/2023;\nUBND tỉnh ban hành Kế hoạch thực hiện Chỉ thị số 31-CT/TW:"
    (only,) = distinct(relate(text, fold(text), None, Range(0, len(text))))
    assert (only.relation, only.issued_on) == ("implements", "2023-10-25")


# ── always ────────────────────────────────────────────────────────────────────────────────────────


def test_all_rules_pass_their_cases() -> None:
    assert list(grammar.load("citations").problems()) == []


_PIECES = st.sampled_from([
    "Căn cứ ", "thực hiện ", "triển khai ", "Nghị quyết số ", "61-NQ/TW", "417/QĐ-TTg", " ngày 05/4/2024", "; ", ", ",
    "này thay thế ", " của Chính phủ", " và ", "\n", ". ", "sửa đổi, bổ sung ", "(", ")",
    "UBND tỉnh ban hành Kế hoạch ", "có hiệu quả ", "về việc ", "các nhiệm vụ tại ", "đã ", "như sau:",
])  # fmt: skip


@given(st.lists(_PIECES, max_size=40), st.integers(0, 200), st.integers(0, 200))
def test_any_text_gives_citations_that_lie_in_it_in_order(pieces: list[str], title: int, preamble: int) -> None:
    text = unicodedata.normalize("NFC", "".join(pieces))
    title_end = min(title, len(text))
    opening = Range(title_end, min(title_end + preamble, len(text)))
    found = relate(text, fold(text), Range(0, title_end), opening)
    assert [match.place for match in found] == sorted({match.place for match in found})
    assert all(0 <= match.place.start < match.place.end <= match.end <= len(text) for match in found)
    carried = implements(text, fold(text), Range(0, title_end), opening, Range(opening.end, len(text)))
    assert len(carried) == len(set(carried))

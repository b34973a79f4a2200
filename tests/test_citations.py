"""Citations: which documents a text names, and which of them the document at hand carries out."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import grammar
from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.read import read_text
from pipeline.resolve.carried import Opening
from pipeline.resolve.citations import CitationMatch, cite, distinct
from pipeline.resolve.issuers import issuer_of
from pipeline.resolve.relations import implements, relate
from pipeline.resolve.slips import wrong_days
from pipeline.run import extract

NOWHERE = Range(0, 0)
ISSUED = date(2026, 1, 23)


def _cited(text: str) -> list[CitationMatch]:
    return cite(text, fold(text))


def _carried(preamble: str, title: str = "") -> list[str]:
    """Return what a document with this title and preamble carries out."""
    text = f"{title}\n{preamble}\nI. MỤC ĐÍCH\n"
    opening = Opening(Range(0, len(title)), Range(len(title) + 1, text.index("\nI. MỤC")))
    return implements(relate(text, fold(text), opening), fold(text))


def _relations(text: str, title: str = "") -> dict[str, str]:
    """Return the relation to each document named in a preamble (or a title)."""
    whole = f"{title}\n{text}"
    found = relate(whole, fold(whole), Opening(Range(0, len(title)), Range(len(title) + 1, len(whole))))
    return {match.number.text: match.relation for match in distinct(found, fold(whole))}


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
        ("Quyết định số 417/QĐ-TTg ban hành ngày 05.4.2024", "QĐ", "2024-04-05", None),
        ("Chỉ thị số 31-CT/TW do Ban Bí thư ban hành ngày 15/10/2024", "CT", "2024-10-15", "ban bí thư"),
        ("Ngày 15/10/2024, Ban Bí thư đã ban hành Chỉ thị 31-CT/TW", "CT", "2024-10-15", "ban bí thư"),
        ("Nghị quyết số 9-NQ/TW của Hội nghị lần thứ ba Ban Chấp hành Trung ương khóa XIII", "NQ", None,
         "ban chấp hành trung ương"),
        ("Nghị quyết số 37/2021/QH15 của Quốc hội cho tỉnh Vĩnh Long: Ủy ban", "NQ", None, "quốc hội"),
        ("Kế hoạch số 2-KH/BCĐTW của Ban Chỉ đạo Trung ương về nước sạch", "KH", None, "ban chỉ đạo trung ương"),
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
    issuer_said = fold(text[slice(*found.issuer)]) if found.issuer else None
    assert (found.type, found.issued_on, issuer_said) == (type_, issued_on, issuer)


def test_a_citation_runs_from_the_word_for_its_type_to_the_end_of_the_number() -> None:
    text = "theo Chương trình hành động số 10-CTr/TU ngày 13/8/2025 của Ban Thường vụ Tỉnh ủy"
    (found,) = _cited(text)
    assert text[found.place.start : found.place.end] == "Chương trình hành động số 10-CTr/TU"


def test_a_law_is_cited_from_its_name() -> None:
    text = "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;"
    (found,) = _cited(text)
    assert text[found.place.start : found.place.end] == "Luật Tổ chức chính quyền địa phương số 72/2025/QH15"


def _issuers(text: str, issued: date | None = ISSUED) -> list[tuple[str, str | None] | None]:
    """Return the issuers of the documents that a text names, each with its id."""
    found = [issuer_of(match, text, issued, "Ủy ban nhân dân tỉnh Vĩnh Long") for match in _cited(text)]
    return [(issuer.text, issuer.agency) if issuer else None for issuer in found]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Quyết định số 417/QĐ-TTg", ("Thủ tướng Chính phủ", "thu-tuong")),
        ("Quyết định số 417/QĐ-TTg của Thủ tướng", ("Thủ tướng", "thu-tuong")),
        ("Luật Đất đai số 31/2024/QH15", ("Quốc hội", "quoc-hoi")),
        ("Nghị quyết số 8/2013/UBTVQH13", ("Ủy ban Thường vụ Quốc hội", "ubtvqh")),
        ("Chỉ thị số 31-CT/TW", ("Trung ương", None)),  # Ban Bí thư or Bộ Chính trị: the number does not tell
        ("Chỉ thị số 31-CT/TW của Ban Bí thư", ("Ban Bí thư", "ban-bi-thu")),
        ("Công văn số 8333/BYT-PB", ("Bộ Y tế", "bo-y-te")),
        ("Quyết định số 9/QĐ-BYT của Bộ trưởng Bộ Y tế", ("Bộ trưởng Bộ Y tế", "bo-y-te")),
        ("THỰC HIỆN CHỈ THỊ SỐ 31-CT/TW CỦA BAN BÍ THƯ", ("Ban Bí thư", "ban-bi-thu")),
        ("Thông tư số 4/2016/TT-BNNPTNT", ("Bộ Nông nghiệp và Phát triển nông thôn", "bo-nnptnt")),  # until 2025
        ("Thông tư liên tịch số 1/2015/TTLT-VPCP-BNV", ("Văn phòng Chính phủ, Bộ Nội vụ", None)),
        ("Quyết định số 42/QĐ-BYT-KHTC", ("Bộ Y tế", "bo-y-te")),
        ("Kế hoạch số 46/KH-UBND", None),  # of which committee?
    ],
)
def test_the_issuer_is_the_body_named_behind_or_the_one_whose_code_ends_the_number(
    text: str, issuer: tuple[str, str | None] | None
) -> None:
    assert _issuers(text) == [issuer]


def test_documents_of_one_list_share_the_issuer_named_behind_the_last() -> None:
    text = "Chỉ thị số 22-CT/TU ngày 06/6/2023, Kế hoạch số 60-KH/TU ngày 2/2/2024 của Ban Thường vụ Thành ủy"
    assert [issuer and issuer[0] for issuer in _issuers(text)] == ["Ban Thường vụ Thành ủy"] * 2


# ── which citations are of one document ───────────────────────────────────────────────────────────


def _days(text: str) -> list[tuple[str, str | None]]:
    """Return the documents that a text names, each with its day."""
    return [(match.number.text, match.issued_on) for match in distinct(tuple(_cited(text)), fold(text))]


def test_one_number_of_a_party_with_two_days_is_two_documents() -> None:
    text = "Chỉ thị số 31-CT/TW ngày 15/10/2024 thay cho Chỉ thị số 31-CT/TW ngày 08/8/2018; theo Chỉ thị số 31-CT/TW"
    assert _days(text) == [("31-CT/TW", "2024-10-15"), ("31-CT/TW", "2018-08-08")]


def test_one_number_with_and_without_its_day_is_one_document() -> None:
    assert _days("Chỉ thị 31-CT/TW, Chỉ thị số 31- CT/TW ngày 15-10-2024") == [("31-CT/TW", "2024-10-15")]
    assert _days("Nghị quyết số 9/NQ-CP ngày 3/2/2025; Nghị quyết 09/NQ-CP") == [("9/NQ-CP", "2025-02-03")]


def test_an_office_uses_a_number_again_in_another_year_but_not_in_the_same() -> None:
    text = "Quyết định số 77/QĐ-BYT ngày 3/2/2024, Quyết định số 77/QĐ-BYT ngày 9/3/2025"
    assert _days(text) == [("77/QĐ-BYT", "2024-02-03"), ("77/QĐ-BYT", "2025-03-09")]
    assert _days(text.replace("2024", "2025")) == [("77/QĐ-BYT", "2025-02-03")]
    assert _days(text.replace("9/3", "3/2")) == [("77/QĐ-BYT", "2024-02-03")]  # a slip in the year


def test_committees_of_two_provinces_use_one_number_in_one_year() -> None:
    text = (
        "Kế hoạch số 5/KH-UBND ngày 3/2/2025 của UBND tỉnh Sơn La; "
        "Kế hoạch số 5/KH-UBND ngày 9/3/2025 của UBND tỉnh Hưng Yên"
    )
    assert len(_days(text)) == 2
    assert _slips(text) == []


# ── days that cannot be right ─────────────────────────────────────────────────────────────────────


def _slips(text: str, issued: date | None = None) -> list[tuple[str, str]]:
    """Return the code and the quote of each note on a wrong day."""
    notes = wrong_days(tuple(_cited(text)), fold(text), issued)
    assert all(note.message.endswith("cần kiểm tra.") for note in notes)
    return [(note.code, text[slice(*note.place)]) for note in notes]


def test_a_year_in_the_number_that_its_day_contradicts_is_noted() -> None:
    text = "Nghị định số 77/2023/NĐ-CP ngày 05/4/2024 của Chính phủ; Nghị định số 8/2024/NĐ-CP ngày 05/4/2024"
    assert _slips(text) == [("citation_year", "Nghị định số 77/2023/NĐ-CP ngày 05/4/2024 của Chính phủ")]


def test_a_day_behind_the_day_of_the_document_itself_is_noted() -> None:
    text = "Căn cứ Chỉ thị số 31-CT/TW ngày 15/10/2026; Quyết định số 417/QĐ-TTg ngày 05/4/2024"
    assert _slips(text, ISSUED) == [("citation_later", "Chỉ thị số 31-CT/TW ngày 15/10/2026")]
    assert _slips(text) == []


def test_two_days_of_one_party_number_in_one_year_are_noted_and_in_other_years_not() -> None:
    text = "Chỉ thị số 31-CT/TW ngày 15/10/2024; Chỉ thị số 31-CT/TW ngày 25/10/2024"
    assert _slips(text) == [("citation_dates", "Chỉ thị số 31-CT/TW ngày 25/10/2024")]
    assert _slips(text.replace("25/10/2024", "08/8/2018")) == []


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
    "Thực hiện Nghị quyết số 41/NQ-CP, thời gian qua việc cấp nước đạt nhiều kết quả. Để khắc phục, Sở Y tế yêu cầu:",
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


# A title, a preamble ("|" begins a line), and the documents carried out though no word before their number tells.
UNSAID = [
    (  # the plan carries out what its sentence rests on
        "Bảo vệ hồ chứa",
        """Căn cứ Quyết định số 992/QĐ-TTg phê duyệt Đề án hồ chứa và tình hình thực tế, UBND tỉnh ban hành Kế hoạch
        triển khai thực hiện, với các nội dung như sau:""",
        ["992/QĐ-TTg"],
    ),
    (  # by the name that the plan gives
        "Mạng lưới thư viện",
        """Căn cứ Luật Thư viện số 46/2019/QH14; | Căn cứ Quyết định số 992/QĐ-TTg phê duyệt Chiến lược phát triển thư
        viện đến năm 2030; | UBND tỉnh ban hành Kế hoạch thực hiện Chiến lược phát triển thư viện như sau:""",
        ["992/QĐ-TTg"],
    ),
    (  # a part of a programme
        "Truyền thông thuộc Chương trình nước sạch nông thôn trên địa bàn tỉnh",
        """Căn cứ Thông tư số 6/2022/TT-BTC hướng dẫn Chương trình nước sạch nông thôn; | Căn cứ Kế hoạch số 77/KH-UBND
        của UBND tỉnh thực hiện Chương trình nước sạch nông thôn năm 2025; | UBND tỉnh ban hành Kế hoạch như sau:""",
        ["77/KH-UBND"],
    ),
    (  # of the same subject
        "Quan trắc, cảnh báo nước hồ thủy lợi năm 2026",
        """Căn cứ Quyết định số 18/QĐ-TTg về quy chế hồ chứa; Kế hoạch số 223/KH-UBND về quan trắc, cảnh báo nước hồ
        thủy lợi giai đoạn 2026 - 2030; UBND tỉnh ban hành Kế hoạch như sau:""",
        ["223/KH-UBND"],
    ),
    (  # a basis that orders no work, and one of another subject
        "Quan trắc, cảnh báo nước hồ thủy lợi năm 2026",
        """Căn cứ Luật Thủy lợi số 8/2017/QH14; Quyết định số 18/QĐ-TTg về việc thành lập Tổ công tác; UBND tỉnh ban
        hành Kế hoạch như sau:""",
        [],
    ),
    (  # the bracket gives a short name
        "Nước sạch",
        """Thực hiện Nghị quyết số 9/2024/QH15 về nước sạch (Nghị quyết số 9/2024/QH15) và Quyết định số 7/QĐ-BCA; UBND
        tỉnh ban hành Kế hoạch:""",
        ["9/2024/QH15", "7/QĐ-BCA"],
    ),
    (  # named again by its type alone
        "Nước sạch",
        """Ngày 01/2/2026, Thủ tướng Chính phủ ban hành Chỉ thị số 5/CT-TTg về nước sạch. Để triển khai Chỉ thị, UBND
        tỉnh ban hành Kế hoạch như sau:""",
        ["5/CT-TTg"],
    ),
    (  # behind a document without number
        "Nước sạch",
        """Nhằm cụ thể hóa Nghị quyết Đại hội Đảng bộ tỉnh và Quyết định số 7/QĐ-TTg ngày 01/2/2026, UBND tỉnh ban hành
        Kế hoạch như sau:""",
        ["7/QĐ-TTg"],
    ),
    (
        "Nước sạch",
        "Theo chỉ đạo của UBND tỉnh tại Công văn số 55/UBND-VX ngày 3/2/2026, Sở Y tế đề nghị:",
        ["55/UBND-VX"],
    ),
]


@pytest.mark.parametrize(("title", "preamble", "numbers"), UNSAID)
def test_a_plan_carries_out_the_basis_that_it_is_made_for(title: str, preamble: str, numbers: list[str]) -> None:
    assert _carried(" ".join(preamble.split()).replace(" | ", "\n"), title) == numbers


def test_the_items_that_state_a_purpose_say_what_is_carried_out() -> None:
    plan = extract(
        read_text(
            "KẾ HOẠCH\nBảo vệ hồ chứa\nCăn cứ Luật Thủy lợi số 8/2017/QH14;\nUBND tỉnh ban hành Kế hoạch như sau:\n"
            "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n- Cụ thể hóa, triển khai có hiệu quả Chỉ thị số 31-CT/TW.\n"
            "- Nâng cao nhận thức về Chỉ thị số 9/CT-TTg.\n2. Yêu cầu\n- Bám sát Nghị quyết số 41/NQ-CP.\n"
            "II. NHIỆM VỤ\n1. Sở Xây dựng rà soát các hồ chứa.\n"
        )
    )
    assert plan.document.implements == ("31-CT/TW",)


def test_the_article_that_enacts_and_the_opening_of_the_attached_plan_say_what_is_carried_out() -> None:
    plan = extract(
        read_text(
            "Số: 12/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc ban hành Kế hoạch phát triển thư viện số\n"
            "Căn cứ Luật Thư viện số 46/2019/QH14;\nQUYẾT ĐỊNH:\n"
            "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch triển khai thực hiện Quyết định số 77/QĐ-TTg.\n"
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.\nKẾ HOẠCH\nPHÁT TRIỂN THƯ VIỆN SỐ\n"
            "(Kèm theo Quyết định số 12/QĐ-UBND)\n"
            "Thực hiện Nghị quyết số 10-NQ/TU của Tỉnh ủy, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n"
            "I. NHIỆM VỤ\n1. Sở Nội vụ số hóa tài liệu.\n"
        )
    )
    assert plan.document.implements == ("77/QĐ-TTg", "10-NQ/TU")


def test_a_document_carried_out_by_type_and_issuer_alone_gets_its_number_from_the_body() -> None:
    text = (
        "Chính phủ yêu cầu các bộ thực hiện khẩn trương Kết luận của Bộ Chính trị.\nI. NHIỆM VỤ\n1. Hỗ trợ các xã theo "
        "chỉ đạo của Bộ Chính trị tại Thông báo Kết luận số 98- TB/TW ngày 21 tháng 11 năm 2025.\n"
    )
    found = relate(text, fold(text), Opening(None, NOWHERE))
    assert implements(found, fold(text)) == ["98-TB/TW"]


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
    found = relate(text, fold(text), Opening(None, NOWHERE))
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
    found = relate(text, fold(text), Opening(None, NOWHERE), own="77/QĐ-BYT")
    assert [match.number.text for match in found] == ["545/QĐ-TTg"]


def test_a_document_with_its_number_from_another_year_is_another_one() -> None:
    text = "Quyết định này thay thế Quyết định số 77/QĐ-BYT ngày 03/2/2024."
    found = relate(text, fold(text), Opening(None, NOWHERE), own="77/QĐ-BYT", issued="2025-05-01")
    assert [(match.number.text, match.relation) for match in found] == [("77/QĐ-BYT", "replaces")]


def test_each_document_is_listed_once_with_its_strongest_relation_and_its_day() -> None:
    text = "Căn cứ Chỉ thị số 31-CT/TW ngày 25/10/2023;\nUBND tỉnh ban hành Kế hoạch thực hiện Chỉ thị số 31-CT/TW:"
    (only,) = distinct(relate(text, fold(text), Opening(None, Range(0, len(text)))), fold(text))
    assert (only.relation, only.issued_on) == ("implements", "2023-10-25")


def test_two_days_of_issue_for_one_document_are_noted() -> None:
    text = "Nghị quyết số 71/NQ-CP ngày 01/4/2025; theo Nghị quyết số 71/NQ-CP ngày 01/5/2025"
    (note,) = wrong_days(tuple(_cited(text)), fold(text))
    assert "71/NQ-CP" in note.message
    assert "01/05/2025" in note.message


# ── always ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["citations", "carried"])
def test_all_rules_pass_their_cases(name: str) -> None:
    assert list(grammar.load(name).problems()) == []


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
    found = relate(text, fold(text), Opening(Range(0, title_end), opening, (Range(opening.end, len(text)),)))
    assert [match.place for match in found] == sorted({match.place for match in found})
    assert all(0 <= match.place.start < match.place.end <= match.end <= len(text) for match in found)
    carried = implements(found, fold(text))
    assert len(carried) == len(set(carried))

"""Document numbers: what one is made of, where they stand in a text, what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import grammar
from pipeline.resolve import numbers

# text, class, num, year, type, org, unit; "-" where strict reading finds no number
PARTS = [
    ("417/QĐ-TTg", "admin", "417", None, "QĐ", "TTg", None),
    ("2218/QĐ-BYT", "admin", "2218", None, "QĐ", "BYT", None),
    ("09/NQ-CP", "admin", "09", None, "NQ", "CP", None),
    ("06/TTr-BKHCN-BNV", "admin", "06", None, "TTr", "BKHCN-BNV", None),
    ("311/TB-VPCP", "admin", "311", None, "TB", "VPCP", None),
    ("1801/BC-TCTTTg", "admin", "1801", None, "BC", "TCTTTg", None),
    ("03/VBHN-VPCP", "admin", "03", None, "VBHN", "VPCP", None),
    ("04/HNVB-VPCP", "admin", "04", None, "HNVB", "VPCP", None),
    ("05/QyĐ-STC", "admin", "05", None, "QyĐ", "STC", None),
    ("252/KH-BCĐQG1237", "admin", "252", None, "KH", "BCĐQG1237", None),
    ("12/PB-BYT", "admin", "12", None, "PB", "BYT", None),
    ("77/2023/NĐ-CP", "normative", "77", "2023", "NĐ", "CP", None),
    ("66.31/2026/NQ-CP", "normative", "66.31", "2026", "NQ", "CP", None),
    ("02/2016/TTLT-VPCP-BNV", "normative", "02", "2016", "TTLT", "VPCP-BNV", None),
    ("201/2025/NQ-QH15", "normative", "201", "2025", "NQ", "QH15", None),
    ("09/2026/L-CTN", "normative", "09", "2026", "L", "CTN", None),
    ("251/2025/QH15", "na", "251", "2025", None, "QH15", None),
    ("80/2025/UBTVQH15", "na", "80", "2025", None, "UBTVQH15", None),
    ("1365/NQ-UBTVQH15", "admin", "1365", None, "NQ", "UBTVQH15", None),
    ("19002/BTC-CST", "letter", "19002", None, None, "BTC", "CST"),
    ("8333/BYT-PB", "letter", "8333", None, None, "BYT", "PB"),
    ("91/BKHCN-BTTTT-VP", "letter", "91", None, None, "BKHCN", "BTTTT-VP"),
    ("8935/BNV-CTTN&BĐG", "letter", "8935", None, None, "BNV", "CTTN&BĐG"),
    ("31-CT/TW", "party", "31", None, "CT", "TW", None),
    ("402-CV/VPĐU", "party", "402", None, "CV", "VPĐU", None),
    ("3260-KH/ĐĐQH15", "party", "3260", None, "KH", "ĐĐQH15", None),
    ("14-CTr/TU", "party", "14", None, "CTr", "TU", None),
]
NONE = [
    "25/10/2023", "25-10-2023", "ngày 01/7/2025", "giai đoạn 2021-2025", "thời kỳ 2021 - 2030", "24/7", "63/63",
    "34/34 địa phương", "2.269/6.974 ĐKKD", "(028) 3930 3279", "/NQ-CP", "- CV/ĐU", "64 người/xã - phường",
    "QCVN 01:2021/BYT", "Quyết định này", "số 117-119 phố Huế", "3D/VR360", "500.000 đồng/tháng-người", "5G - IoT", "",
    "01/7/2025-TTg", "số 117-119 TTg", "0909-123-456", "TCVN 5739-1993", "20 KM/TW", "12/KHTC", "5/CP", "24/7-UBND",
]  # fmt: skip
MENDED = {
    "Quyết định 6123/QĐBYT": "6123/QĐ-BYT",
    "Nghị định 75/2017/NĐCP": "75/2017/NĐ-CP",
    "Nghị quyết 20NQ/TW": "20-NQ/TW",
    "Thông báo 311-TB-VPCP": "311/TB-VPCP",
    "Quyết định 41l/QĐ-TTg": "411/QĐ-TTg",
    "Số: 3070. /KH-UBND": "3070/KH-UBND",
    "Quyết định 417-QĐ/TTg": "417/QĐ-TTg",
    "Quyết định 417/QĐ/TTg": "417/QĐ-TTg",
    "Quyết định 417 QĐ-TTg": "417/QĐ-TTg",
    "Chỉ thị 15/CT TTg": "15/CT-TTg",
    "Kế hoạch 46/KH.UBND": "46/KH-UBND",
    "Nghị định 77/2023/NĐ/CP": "77/2023/NĐ-CP",
    "Nghị định 77-2023-NĐ-CP": "77/2023/NĐ-CP",
    "Luật số 64-2025-QH15": "64/2025/QH15",
    "Luật số 64/2025/QH 15": "64/2025/QH15",
    "Nghị quyết 61-NQ-TW": "61-NQ/TW",
    "Nghị quyết 61/NQ/TW": "61-NQ/TW",
    "Nghị quyết 61NQTW": "61-NQ/TW",
    "Quyết định 2270/ỌĐ-TTg": "2270/QĐ-TTg",
    "Quyết định 1093/QÐ-BYT": "1093/QĐ-BYT",
    "Công văn số 8333 /BYT - PB": "8333/BYT-PB",
    "Nghị định số 61/CP": "61/CP",
    "Quyết định số 270/QD- TTg": "270/QĐ-TTg",
}
SPACED = {
    "Nghị quyết số 27/NQ- TW": "27-NQ/TW",
    "Thông báo số 99- TB/TW": "99-TB/TW",
    "Số: 773 /QĐ-TTg": "773/QĐ-TTg",
    "Nghị định số 78/2021/NĐ -CP": "78/2021/NĐ-CP",
    "Chỉ thị số 31 – CT/TW": "31-CT/TW",
    "TỜ TRÌNH SỐ 02/TTR-CAT- ANCTNB": "02/TTr-CAT-ANCTNB",
}


def _parts(text: str) -> tuple[str | None, ...]:
    found = numbers.parse(text)
    if found is None:
        return (None,) * 6
    return found.kind, found.num, found.year, found.type, found.org, found.unit


@pytest.mark.parametrize("row", PARTS, ids=lambda row: row[0])
def test_a_number_falls_into_its_parts(row: tuple[str, ...]) -> None:
    text, *parts = row
    assert _parts(text) == tuple(parts)
    found = numbers.parse(text)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert numbers.parse(text) is None
    assert numbers.find(text) == []


@pytest.mark.parametrize(("text", "number"), MENDED.items())
def test_a_damaged_number_is_mended_in_running_text_but_not_parsed(text: str, number: str) -> None:
    assert [found.text for _, found in numbers.find(f"Theo {text} ngày 05/4/2024, các sở báo cáo.")] == [number]


@pytest.mark.parametrize(("text", "number"), SPACED.items())
def test_spaces_round_the_signs_do_not_matter(text: str, number: str) -> None:
    assert [found.text for _, found in numbers.find(text)] == [number]
    found = numbers.parse(text)
    assert found is not None
    assert found.text == number


def test_strict_parsing_refuses_numbers_that_lost_a_sign() -> None:
    for text in ("286-TB-VPCP", "198-KH-CĐKT", "5556/QĐBYT", "95/2022/NĐCP", "20NQ/TW", "28l/QĐ-TTg"):
        assert numbers.parse(text) is None


def test_capitals_of_a_title_are_restored_in_the_text_and_kept_in_the_parts() -> None:
    found = numbers.parse("THỰC HIỆN QUYẾT ĐỊNH SỐ 417/QĐ-TTG")
    assert found is not None
    assert (found.text, found.org) == ("417/QĐ-TTg", "TTG")
    found = numbers.parse("14-CTR/TU")
    assert found is not None
    assert found.code == "CTr"


def test_an_official_letter_has_the_type_cv() -> None:
    found = numbers.parse("19002/BTC-CST")
    assert found is not None
    assert found.code == "CV"


def test_small_letters_are_no_code() -> None:
    assert numbers.parse("10/xa-hoi") is None
    assert numbers.parse("giảm 5/Nam-Bac") is None


def test_numbers_stand_where_they_are_found() -> None:
    text = "Thực hiện Nghị quyết số 57-NQ/TW, Quyết định 142/QĐ-TTg - UBND tỉnh và Luật số 31/2024/QH15 (24/7)."
    found = numbers.find(text)
    assert [number.text for _, number in found] == ["57-NQ/TW", "142/QĐ-TTg", "31/2024/QH15"]
    assert [text[place.start : place.end] for place, _ in found] == ["57-NQ/TW", "142/QĐ-TTg", "31/2024/QH15"]
    first = found[0][0]
    assert numbers.find(text, first.end)[0][1].text == "142/QĐ-TTg"


def test_two_spellings_of_one_number_have_one_identity() -> None:
    def identity(text: str) -> str:
        found = numbers.parse(text)
        assert found is not None
        return found.identity

    assert identity("06/QĐ-TTG") == identity("6/QĐ-TTg")
    assert identity("193/2025/NQ-QH15") == identity("193/2025/QH15")
    assert identity("18-NQ/TW") != identity("18/NQ-CP")


def test_json_calls_the_class_class() -> None:
    found = numbers.parse("417/QĐ-TTg")
    assert found is not None
    assert found.model_dump(by_alias=True, exclude_none=True) == {
        "text": "417/QĐ-TTg", "class": "admin", "num": "417", "type": "QĐ", "org": "TTg",
    }  # fmt: skip


def test_all_rules_pass_their_cases() -> None:
    assert list(grammar.load("numbers").problems()) == []


_CODES = st.text("ABCDĐGHKLNPQSTVX", min_size=2, max_size=6)


@given(number=st.integers(1, 99_999), org=_CODES, type_=st.sampled_from(["QĐ", "KH", "CT", "NQ", "TB", "CĐ"]))
def test_every_well_formed_state_number_comes_back_as_written(number: int, org: str, type_: str) -> None:
    text = f"{number:02}/{type_}-{org}"
    found = numbers.parse(text)
    assert found is not None
    assert (found.num, found.type) == (f"{number:02}", type_)
    assert found.text in {text, f"{number:02}-{type_}/{org}"}  # TW, TU … are party bodies, whatever the signs


@given(st.text("0123456789/-. lQĐTtgNCPKHUBD\nsố", max_size=80))
def test_found_numbers_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for place, number in numbers.find(text):
        assert at <= place.start < place.end <= len(text)
        assert number.num
        at = place.end


def test_the_shared_table_of_numbers_is_read_as_it_says(real: Path) -> None:
    with (real.parent / "domain" / "docnumbers.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) > 70
    wrong = {}
    for row in rows:
        wanted = tuple(row[name] or None for name in ("class", "num", "year", "type", "org", "unit"))
        wanted = (None,) * 6 if row["class"] == "-" else wanted
        if _parts(row["text"]) != wanted:
            wrong[row["text"]] = _parts(row["text"])
    assert wrong == {}

"""Bodies of the registry: which one a name means, on a day, in a document of an issuer."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve.agencies import registry
from pipeline.resolve.ids import Entry

before, after = date(2024, 5, 2), date(2026, 5, 2)
ENTRIES = [entry for entry in registry().entries.values() if not entry.each and entry.level != "named"]


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("Sở NN&PTNT", "so-nnptnt"),
        ("Sở Nông nghiệp và PTNT", "so-nnptnt"),
        ("SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "so-nnptnt"),
        ("Sở KH&CN", "so-khcn"),
        ("Bộ KH và ĐT", "bo-khdt"),
        ("Bộ Văn hoá Thể thao và Du lịch", "bo-vhttdl"),
        ("Uỷ ban nhân dân tỉnh Bắc Giang", "ubnd-tinh:bac-giang"),
        ("UBND TP. HCM", "ubnd-tinh:ho-chi-minh"),
        ("UBND huyện Mù Cang Chải", "ubnd-huyen:huyen-mu-cang-chai"),
        ("Phòng Nội vụ huyện Yên Bình", "phong-noi-vu-huyen:huyen-yen-binh"),
        ("Công an thành phố", "cong-an-tinh"),
        ("Sở Y tế tỉnh Lai Châu", "so-y-te:lai-chau"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh Lai Châu", "tinh-doan:lai-chau"),
        ("Ủy ban Mặt trận Tổ quốc tỉnh", "ubmttq-tinh"),
        ("Bảo hiểm xã hội Việt Nam", "bhxh-vn"),
        ("tỉnh Bắc Ninh", "tinh-bac-ninh"),
        ("xã Tân Phong", "cap-xa:xa-tan-phong"),
        ("xã hội", None),
        ("Ban Văn hóa - Xã hội HĐND xã Tân Phong", "ban-vhxh-hdnd-xa:xa-tan-phong"),
        ("Bộ trưởng Bộ Y tế", "nguoi-dung-dau:bo-y-te"),
        ("Phó Thủ tướng Chính phủ Đỗ Văn Nhàn", "pho-thu-tuong"),
        ("Trưởng Đoàn đại biểu Quốc hội", "nguoi-dung-dau:doan-dbqh"),
        ("Ban cán sự đảng Bộ Nội vụ", "ban-can-su-dang-x:bo-noi-vu"),
        ("các cơ quan thuộc UBTVQH", "don-vi-cua:ubtvqh"),
        ("các cơ quan, đơn vị thuộc Bộ Công Thương", "don-vi-cua:bo-cong-thuong"),
        ("Văn phòng Bộ Tư pháp", "vp-bo:bo-tu-phap"),
        ("Thủ trưởng các sở, ban, ngành", "col-so-ban-nganh"),
        ("UBND các xã, phường, thị trấn", "col-xa-phuong"),
        ("UBND các xã/phường", "col-xa-phuong"),
        ("Chủ tịch UBND xã, phường", "col-ct-ubnd-xa"),
        ("Hội Nông dân các cấp", "cac-cap:hnd-vn"),
        ("Trung ương Hội Cựu chiến binh Việt Nam", "hccb-vn"),
        ("Vườn quốc gia Rừng Xanh", "vuon-quoc-gia:rung-xanh"),
        ("Trưởng Ban Tổ chức Trung ương", "nguoi-dung-dau:btctw"),
        ("Chánh Văn phòng Bộ Tư pháp", "nguoi-dung-dau:vp-bo:bo-tu-phap"),
        ("Tỉnh", None),
        ("Sở Dân tộc và Tôn giáo", None),
        ("Hội những người yêu hoa", None),
        ("Ban Chỉ đạo", None),
        ("", None),
    ],
)
def test_a_name_has_the_id_valid_on_the_issue_date(name: str, agency: str | None) -> None:
    assert registry().identify(name, before) == agency
    assert registry().identify(unicodedata.normalize("NFD", name), before) == agency


def test_a_shared_name_goes_by_the_date() -> None:
    bodies = registry()
    assert bodies.identify("Bảo hiểm xã hội Việt Nam", after) == "bhxh-vn-btc"
    assert bodies.identify("tỉnh Bắc Ninh", after) == "tinh-bac-ninh-2025"
    assert bodies.identify("UBND tỉnh Bắc Giang", after) is None
    assert bodies.identify("UBND huyện Mù Cang Chải", after) is None
    assert bodies.identify("Phòng Kinh tế phường Tân Lập", before) is None
    assert bodies.identify("Phòng Kinh tế phường Tân Lập", after) == "phong-kinh-te-xa:phuong-tan-lap"


def test_a_body_of_a_region_takes_its_number_however_it_is_written() -> None:
    bodies = registry()
    wordings = ("Ngân hàng Nhà nước khu vực XII", "Ngân hàng nhà nước Việt Nam Chi nhánh Khu vực 12")
    assert {bodies.identify(name, after) for name in wordings} == {"nhnn-kv:12"}
    assert bodies.name("nhnn-kv:12") == "Ngân hàng Nhà nước chi nhánh khu vực 12"
    assert bodies.identify("Chi cục Hải quan khu vực đông", after) is None


def test_a_shared_name_goes_by_the_issuer() -> None:
    bodies = registry()
    assert bodies.identify("Vụ Pháp chế", after, issuer="Bộ Y tế") == "byt-vu-pc"
    assert bodies.identify("Vụ Pháp chế", after, issuer="bo-tu-phap") == "vu-phap-che:bo-tu-phap"
    assert bodies.identify("Vụ Pháp chế", after, issuer="ubnd-tinh:hue") is None
    assert bodies.identify("Văn phòng Sở", after, issuer="Sở Y tế tỉnh Lai Châu") == "vp-so:so-y-te:lai-chau"
    assert bodies.identify("BCT", after) == "bo-cong-thuong"
    assert bodies.identify("BCT", after, issuer="Ban Bí thư") == "bo-chinh-tri"
    assert bodies.identify("các Vụ, Cục liên quan", after, issuer="bo-y-te") == "byt-cac-vu-cuc"
    assert bodies.identify("các Vụ, Cục liên quan", after) == "col-vu-cuc-chuyen-mon"
    assert bodies.identify("các đơn vị thuộc Bộ", after, issuer="bo-tu-phap") == "don-vi-cua:bo-tu-phap"
    assert bodies.identify("Bộ trưởng", after, issuer="bo-tu-phap") == "nguoi-dung-dau:bo-tu-phap"
    assert bodies.identify("các đồng chí Bộ trưởng", after, issuer="bo-tu-phap") == "col-bo-truong"


@pytest.mark.parametrize(
    ("name", "issuer", "agency"),
    [
        ("Sở Y tế", "Ủy ban nhân dân tỉnh Lai Châu", "so-y-te:lai-chau"),
        ("Giám đốc Công an tỉnh", "Ủy ban nhân dân tỉnh Lai Châu", "nguoi-dung-dau:cong-an-tinh:lai-chau"),
        ("Hội Nông dân", "Tỉnh ủy Lai Châu", "hnd-tinh:lai-chau"),
        ("Hội Nông dân", "Chính phủ", "hnd-vn"),
        ("Hội Nông dân", "UBND xã Tân Phong", "hnd-xa:xa-tan-phong"),
        ("Kho bạc Nhà nước", "Ủy ban nhân dân tỉnh Lai Châu", "kbnn"),
        ("Liên hiệp các Hội Khoa học và Kỹ thuật", "ubnd-tinh:lai-chau", "lien-hiep-hoi-tinh:lai-chau"),
        ("tỉnh", "Ủy ban nhân dân tỉnh Bắc Ninh", "tinh-bac-ninh-2025"),
        ("Sở Y tế tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lai Châu", "so-y-te:lao-cai"),
        ("các sở, ngành", "Ủy ban nhân dân tỉnh Lai Châu", "col-so-ban-nganh"),
        ("Bộ Y tế", "Ủy ban nhân dân tỉnh Lai Châu", "bo-y-te"),
        ("Phòng Kinh tế", "Ủy ban nhân dân phường Tân Lập", "phong-kinh-te-xa:phuong-tan-lap"),
        ("UBND xã", "Ủy ban nhân dân tỉnh Lai Châu", "ubnd-xa"),
        ("Chủ tịch UBND phường", "Ủy ban nhân dân phường Tân Lập", "ct-ubnd-xa:phuong-tan-lap"),
        ("Công an phường", "Ủy ban nhân dân tỉnh Lai Châu", "cong-an-xa"),
        ("Lãnh đạo Bộ", "Bộ Tư pháp", "nguoi-dung-dau:bo-tu-phap"),
        ("các đơn vị liên quan thuộc Bộ", "Bộ Tư pháp", "don-vi-cua:bo-tu-phap"),
        ("Phó Chủ tịch UBND tỉnh", "Ủy ban nhân dân tỉnh Lai Châu", "cap-pho:ubnd-tinh:lai-chau"),
    ],
)
def test_a_template_without_a_place_takes_that_of_the_issuer(name: str, issuer: str, agency: str) -> None:
    assert registry().identify(name, after, issuer=issuer) == agency


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("ubnd-tinh:bac-ninh", "Ủy ban nhân dân tỉnh Bắc Ninh"),
        ("so-y-te:hue", "Sở Y tế thành phố Huế"),
        ("tinh-uy:lao-cai", "Tỉnh ủy Lào Cai"),
        ("tinh-doan:ha-noi", "Thành đoàn Hà Nội"),
        ("dang-uy-x:bo-noi-vu", "Đảng ủy Bộ Nội vụ"),
        ("vu-phap-che:bo-tu-phap", "Vụ Pháp chế Bộ Tư pháp"),
        ("cac-cap:hnd-vn", "Hội Nông dân Việt Nam các cấp"),
    ],
)
def test_an_id_has_its_name_with_the_place(body: str, name: str) -> None:
    assert registry().name(body) == name


def test_a_name_read_from_a_text_keeps_its_accents() -> None:
    found = registry().reading("UBND xã Gia Thịnh", after)
    assert found is not None
    assert registry().name(found.id, found.place) == "Ủy ban nhân dân xã Gia Thịnh"


def test_the_registry_holds_together() -> None:
    entries = registry().entries
    for entry in entries.values():
        referred = {*(step.id for step in entry.successors), *filter(None, (entry.twin, entry.parent))}
        assert referred <= entries.keys(), entry.id
        assert not entry.first or not entry.last or entry.first <= entry.last, entry.id
        for term in entry.has:
            assert ":" in term or term in entries, entry.id


_PIECES = (
    "Sở | Bộ | Y tế | Tư pháp | tỉnh | thành phố | Lai Châu | Hồ Chí Minh | các | cấp | xã | phường | Tân An | huyện"
    " | các cấp | thuộc | Đảng ủy | Ban cán sự đảng | Giám đốc | Văn phòng | Vụ Pháp chế | khu vực | XI | 5 | Trưởng"
    " | : | , | - | ( | ) | Hội Nông dân | liên quan | Chi cục | Phòng | Ủy ban nhân dân | Trường Đại học | và"
)
_WORDS = st.sampled_from(_PIECES.split(" | "))
_NAMES = st.one_of(st.text(max_size=30), st.lists(_WORDS, max_size=7).map(" ".join))
_ISSUERS = st.one_of(st.none(), st.sampled_from(["ubnd-tinh:hue", "bo-tu-phap", "UBND xã Tân An"]), _WORDS)


@given(_NAMES, st.sampled_from([None, before, after]), _ISSUERS)
def test_whatever_id_a_name_gets_can_be_asked_about(name: str, issued: date | None, issuer: str | None) -> None:
    bodies = registry()
    found = bodies.reading(name, issued, issuer=issuer)
    if found is not None:
        assert bodies.name(found.id, found.place)
        assert bodies.exists(found.id, issued)
        assert all(bodies.name(step.id) for step in bodies.successors(found.id))
        assert all(map(bodies.name, (*bodies.ancestors(found.id), *bodies.twins(found.id), *bodies.members(found.id))))
        assert bodies.days(found.id)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_body_is_found_by_its_own_name(entry: Entry) -> None:
    day = date.fromisoformat(entry.last or entry.first or "2025-08-01")
    assert entry.id in [found.id for found in registry().readings(entry.name, entry.parent or None)]
    assert registry().identify(entry.name, day, issuer=entry.parent or None) is not None


def test_real_bodies_have_ids(real: Path) -> None:
    known = total = 0
    for path in sorted((real / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        issued, issuer = gold["document"].get("issued_on"), gold["document"].get("issuer")
        day = date.fromisoformat(issued) if issued else None
        for task in gold["tasks"]:
            for name in (*task["leads"], *task["partners"], *(task.get("supervisors") or ())):
                total += 1
                known += registry().identify(name, day, issuer=issuer) is not None
    assert known / total > 0.995

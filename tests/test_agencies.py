"""Bodies: their names and ids, lists of them, and the body a sentence begins with."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import grammar
from pipeline.documents import Range
from pipeline.folding import compact, fold
from pipeline.resolve.agencies import body_at, mentions, registry, split, starts_with_verb
from pipeline.resolve.gazetteer import Gazetteer
from pipeline.resolve.ids import Entry
from pipeline.resolve.registry import Registry

LISTS = grammar.read_yaml("body_lists")
VERBS = grammar.read_yaml("verbs")
NAMES = [
    entry.name
    for entry in registry().entries.values()
    if entry.kind not in ("collective", "level", "community", "position", "province") and "(" not in entry.name
]
before, after = date(2024, 5, 2), date(2026, 5, 2)


def cut(text: str) -> list[str]:
    return [body.text for body in split(text, Range(0, len(text)))]


def subject(text: str) -> str:
    place = body_at(fold(text), text, 0, len(text))
    return text[place.start : place.end] if place else ""


# ── the cases in the grammars ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", LISTS["lists"], ids=lambda case: case["text"])
def test_a_list_is_cut_as_its_case_says(case: dict[str, Any]) -> None:
    assert cut(case["text"]) == case["bodies"]


@pytest.mark.parametrize("case", LISTS["subjects"], ids=lambda case: case["text"])
def test_a_sentence_begins_with_the_body_its_case_says(case: dict[str, Any]) -> None:
    assert subject(case["text"]) == case["subject"]


@pytest.mark.parametrize("case", VERBS["cases"], ids=lambda case: case["text"])
def test_a_verb_opens_a_sentence_as_its_case_says(case: dict[str, Any]) -> None:
    key = fold(case["text"])
    assert starts_with_verb(key, 0, len(key)) == (case["verb"] == "yes")


def test_the_rules_for_groups_find_their_cases() -> None:
    assert list(grammar.load("bodies").problems()) == []


def test_every_group_rule_means_a_body_of_the_registry() -> None:
    meant = {rule.means["agency"] for rule in grammar.load("bodies").rules}
    assert meant <= registry().entries.keys()


def test_word_lists_are_folded_and_nfc() -> None:
    words = [*LISTS["words"].values(), *VERBS["verbs"].values(), VERBS["adverbs"], VERBS["nouns"]]
    assert [text for text in words if fold(text) != text.replace("\n", " ")] == []


# ── ids ───────────────────────────────────────────────────────────────────────────────────────────


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
        ("Công an thành phố", "cong-an-tinh"),
        ("Sở Y tế tỉnh Lai Châu", "so-y-te:lai-chau"),
        ("Bảo hiểm xã hội Việt Nam", "bhxh-vn"),
        ("tỉnh Bắc Ninh", "tinh-bac-ninh"),
        ("Bộ trưởng Bộ Y tế", "nguoi-dung-dau:bo-y-te"),
        ("Ban cán sự đảng Bộ Nội vụ", "ban-can-su-dang-x:bo-noi-vu"),
        ("các cơ quan thuộc UBTVQH", "don-vi-cua:ubtvqh"),
        ("Thủ trưởng các sở, ban, ngành", "col-so-ban-nganh"),
        ("UBND các xã, phường, thị trấn", "col-xa-phuong"),
        ("Sở Dân tộc và Tôn giáo", None),
        ("Hội những người yêu hoa", None),
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


def test_a_shared_name_goes_by_the_issuer() -> None:
    bodies = registry()
    assert bodies.identify("Vụ Pháp chế", after, issuer="Bộ Y tế") == "byt-vu-pc"
    assert bodies.identify("Vụ Pháp chế", after, issuer="bo-tu-phap") is None
    assert bodies.identify("BCT", after) == "bo-cong-thuong"
    assert bodies.identify("BCT", after, issuer="Ban Bí thư") == "bo-chinh-tri"
    assert bodies.identify("các Vụ, Cục liên quan", after, issuer="bo-y-te") == "byt-cac-vu-cuc"
    assert bodies.identify("các Vụ, Cục liên quan", after) == "col-vu-cuc-chuyen-mon"


def test_who_took_over_is_known_by_date() -> None:
    bodies = registry()
    assert bodies.successor("bo-khdt", after) == "bo-tai-chinh"
    assert bodies.successor("bo-khdt", before) == "bo-khdt"
    assert bodies.successor("ubnd-tinh:bac-giang", after) == "ubnd-tinh:bac-ninh"
    assert bodies.successor("nguoi-dung-dau:bo-tttt", after) == "nguoi-dung-dau:bo-khcn"
    assert bodies.successor("ban-can-su-dang-x:bo-gtvt", after) == "dang-uy-x:bo-xay-dung"
    assert bodies.successor("phong-yte-huyen", after) is None


def test_party_and_state_are_twins() -> None:
    bodies = registry()
    assert bodies.twin("dang-uy-bo-y-te") == "bo-y-te"
    assert bodies.twin("bo-y-te", after) == "dang-uy-bo-y-te"
    assert bodies.twin("chinh-phu", before) == "bcsd-chinh-phu"
    assert bodies.twin("dang-uy-x:bo-noi-vu") == "bo-noi-vu"
    assert bodies.twin("so-y-te") is None


def test_collectives_have_members_by_date() -> None:
    bodies = registry()
    assert bodies.contains("col-bo-nganh-dp", "bo-y-te", after)
    assert not bodies.contains("col-bo-nganh-dp", "bo-tttt", after)
    assert bodies.contains("col-so-ban-nganh", "so-y-te:lai-chau", after)
    assert len(bodies.members("col-ubnd-tinh-tp", before)) == 63
    assert len(bodies.members("col-ubnd-tinh-tp", after)) == 34


def test_an_id_has_its_name_with_the_place() -> None:
    bodies = registry()
    assert bodies.name("ubnd-tinh:bac-ninh") == "Ủy ban nhân dân tỉnh Bắc Ninh"
    assert bodies.name("so-y-te:hue") == "Sở Y tế thành phố Huế"
    assert bodies.name("dang-uy-x:bo-noi-vu") == "Đảng ủy Bộ Nội vụ"


def test_the_registry_holds_together() -> None:
    entries = registry().entries
    for entry in entries.values():
        referred = {*entry.successors, *filter(None, (entry.twin, entry.parent))}
        assert referred <= entries.keys(), entry.id
        assert not entry.first or not entry.last or entry.first <= entry.last, entry.id
        for term in entry.has:
            assert ":" in term or term in entries, entry.id


@pytest.mark.parametrize("entry", registry().entries.values(), ids=lambda entry: entry.id)
def test_a_body_is_found_by_its_own_name(entry: Entry) -> None:
    day = date.fromisoformat(entry.last or entry.first or "2025-08-01")
    assert entry.id in [found.id for found in registry().readings(entry.name, entry.parent or None)]
    assert registry().identify(entry.name, day, issuer=entry.parent or None) is not None


def test_mentions_are_the_longest_names_in_running_text() -> None:
    text = "Sở Y tế, Bộ Văn hóa, Thể thao và Du lịch báo cáo Thủ tướng Chính phủ; sở y tếng và TTXVN"
    found = mentions(fold(text), 0, len(text), before)
    assert [(text[place.start : place.end], agency) for place, agency in found] == [
        ("Sở Y tế", "so-y-te"),
        ("Bộ Văn hóa, Thể thao và Du lịch", "bo-vhttdl"),
        ("Thủ tướng Chính phủ", "thu-tuong"),
        ("TTXVN", "ttxvn"),
    ]


# ── what always holds ─────────────────────────────────────────────────────────────────────────────

_PIECES = (
    "các | sở | Sở | ban | ngành | và | cùng | với | , | ; | : | ( | ) | - | / | \n | . | UBND | HĐND | xã | phường"
    " | tỉnh | Lào Cai | Bộ | Bộ: | các Bộ: | liên quan | có | được | giao | đang | chủ trì | theo | từ | đến"
    " | Bộ trưởng | thủ trưởng | lãnh đạo | đồng chí | doanh nghiệp | tổ chức | 126 | KH,CN&MT | “ | ” | là | không"
)
WORDS = st.sampled_from([*NAMES[::7], *_PIECES.split(" | ")])
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))


@given(TEXTS)
def test_bodies_stand_in_order_inside_the_text(raw: str) -> None:
    text = unicodedata.normalize("NFC", raw)
    bodies = split(text, Range(0, len(text)))
    assert all(body.text.strip() and body.place and body.place.end <= len(text) for body in bodies)
    assert all(first.place.end <= second.place.start for first, second in pairwise(bodies))
    assert all(text[body.place.start : body.place.end] in body.text for body in bodies)


@given(TEXTS, st.integers(0, 70), st.integers(0, 70))
def test_any_part_of_a_text_can_be_asked_for(raw: str, start: int, end: int) -> None:
    text = unicodedata.normalize("NFC", raw)
    assert all(start <= body.place.start and body.place.end <= end for body in split(text, Range(start, end)))
    place = body_at(fold(text), text, start, end)
    assert place is None or (start <= place.start < place.end <= min(end, len(text)))


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), st.sampled_from([", ", "; ", " và ", " / ", "\n"]))
def test_any_list_of_names_is_cut_into_the_names(names: list[str], last: str) -> None:
    text = ", ".join(names) if len(names) == 1 else ", ".join(names[:-1]) + last + names[-1]
    assert cut(text) == names


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3),
    st.sampled_from(["chủ trì, phối hợp với", "có trách nhiệm", "tiếp tục rà soát"]),
)
def test_any_names_before_a_predicate_are_its_subject(names: list[str], verb: str) -> None:
    text = ", ".join(names)
    assert subject(f"{text} {verb} các đơn vị") == text


@pytest.mark.parametrize("piece", ["các sở, ", "Bộ ", "và ", "(", "các Bộ: Công an, ", "được giao ", "Sở Y tế "])
def test_a_stretched_text_is_read_in_time(piece: str) -> None:
    text = piece * 3000
    begun = time.process_time()
    split(text, Range(0, len(text)))
    body_at(fold(text), text, 0, len(text))
    assert time.process_time() - begun < 10


def test_the_registry_loads_fast() -> None:
    def load() -> float:
        begun = time.process_time()
        bodies = Registry(grammar.read_yaml("agencies"))
        bodies.identify("Sở Y tế", None)
        list(Gazetteer(bodies).mentions("sở y tế", 0, 7))
        return time.process_time() - begun

    assert min(load() for _ in range(3)) < 0.08  # of the 0.6 s that a cold extraction may take


# ── real documents, where they are ────────────────────────────────────────────────────────────────

_GAP = re.compile(r"[\s,;:/.]*(?:(?:và|cùng|với|các|những) )*(?:(?:các )?(?:tập đoàn, tổng công ty|tập đoàn|bộ) ?: ?)?")


def gold_lists(real: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield document, the text of a list as it stands there, and the bodies that gold cuts it into."""
    for path in sorted((real / "gold").glob("*.json")):
        found = [*(real / "docs").glob(f"{path.stem}.[tm]*"), *(real / "scans").glob(f"{path.stem}.txt")]
        if not found:
            continue
        raw = re.sub(r"\*+", "", unicodedata.normalize("NFC", found[0].read_text("utf-8")).replace("Ð", "Đ"))
        text = " ".join(raw.replace("|", " | ").split())
        seen: set[tuple[str, ...]] = set()
        for task in json.loads(path.read_text("utf-8"))["tasks"]:
            for field in ("leads", "partners", "supervisors"):
                names = tuple(task.get(field) or ())
                place = _standing(fold(text), [fold(name) for name in names]) if names and names not in seen else None
                seen.add(names)
                if place:
                    yield path.stem, text[place.start : place.end], list(names)


def _standing(key: str, names: list[str]) -> Range | None:
    for first in re.finditer(re.escape(names[0]), key):
        end = first.end()
        for name in names[1:]:
            at = key.find(name, end, end + 30 + len(name))
            if at < 0 or not _GAP.fullmatch(key, end, at):
                break
            end = at + len(name)
        else:
            return Range(first.start(), end)
    return None


def test_real_lists_are_cut_as_gold_cuts_them(real: Path) -> None:
    found = [(name, text, gold, cut(text)) for name, text, gold in gold_lists(real)]
    wrong = [entry for entry in found if [*map(compact, entry[3])] != [*map(compact, entry[2])]]
    assert len(found) > 250
    assert len(wrong) / len(found) < 0.02, wrong


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
    assert known / total > 0.98

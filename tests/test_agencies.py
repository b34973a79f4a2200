"""Lists of bodies, and the body a sentence begins with."""

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
from pipeline.resolve.registry import Registry

LISTS = grammar.read_yaml("body_lists")
VERBS = grammar.read_yaml("verbs")
NAMES = [
    entry.name
    for entry in registry().entries.values()
    if entry.kind not in ("collective", "level", "community", "position", "province")
    and "(" not in entry.name
    and not (entry.each or entry.level in ("named", "region"))
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

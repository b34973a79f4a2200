"""dondoc works inside other people's spaCy pipelines, and its tokenizer loses nothing."""

from __future__ import annotations

import unicodedata
from importlib.metadata import entry_points
from typing import Literal

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import LETTERHEAD
from spacy.tokens import Doc, DocBin

from pipeline.documents import Plan
from pipeline.read import read_text
from pipeline.run import extract
from pipeline.spacy_component import GROUPS, Syllables, blank
from pipeline.words import sentences, words

LETTER = f"""{LETTERHEAD}
I. MỤC TIÊU
- Đến hết năm 2025, trên 90% hồ sơ được lưu trữ điện tử.

II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng danh mục hồ sơ lưu trữ, hoàn thành trước ngày 30/6/2025.
2. Sở Tài chính bố trí kinh phí thực hiện trong Quý IV năm 2025.
"""
TOKENIZER = Syllables(spacy.blank("xx").vocab)
PIECES = st.sampled_from(
    [*"aĐộ \n\t\r.,;/-|“”…", "  ", "\u00a0", "\u0301", "01/7/2025", "25-CT/TW", "Ủy ban", "\U0001f600"]
)


@pytest.fixture(scope="module")
def doc() -> Doc:
    nlp = blank()
    nlp.add_pipe("dondoc")
    return nlp(LETTER)


def test_spacy_finds_the_component_without_any_import() -> None:
    names = {entry.name: entry.value for entry in entry_points(group="spacy_factories")}
    assert names["dondoc"] == "pipeline.spacy_component:make_dondoc"


def test_the_component_marks_tasks_leads_deadlines_and_targets(doc: Doc) -> None:
    assert [span.label_ for span in doc.spans["tasks"]] == ["TASK", "TASK"]
    assert [span.text for span in doc.spans["leads"]] == ["Sở Nội vụ", "Sở Tài chính"]
    assert [span.text for span in doc.spans["partners"]] == ["Sở Tài chính"]
    assert ["30/6/2025" in doc.spans["deadlines"][0].text, "Quý IV" in doc.spans["deadlines"][1].text] == [True, True]
    assert "90%" in doc.spans["targets"][0].text


def test_spans_know_their_task(doc: Doc) -> None:
    assert [span.id_ for span in doc.spans["leads"]] == [task.id for task in doc._.dondoc.tasks]


def test_the_doc_carries_the_plan_of_its_text(doc: Doc) -> None:
    assert isinstance(doc._.dondoc, Plan)
    assert doc._.dondoc == extract(read_text(LETTER))


def test_every_body_that_the_text_names_is_marked_with_its_id() -> None:
    nlp = blank()
    nlp.add_pipe("dondoc")
    made = nlp("Thực hiện Công văn của Bộ Y tế ngày 05/3/2025. Giao Sở Xây dựng rà soát trạm bơm.")
    named = [(span.text, span.kb_id_) for span in made.spans["agencies"]]
    assert named[0] == ("Bộ Y tế", "bo-y-te")
    assert [text for text, _ in named] == ["Bộ Y tế", "Sở Xây dựng"]


def test_a_doc_that_the_component_has_not_seen_has_no_plan() -> None:
    assert blank()("xin chào")._.dondoc is None


def test_the_plan_survives_storing_and_other_processes(doc: Doc) -> None:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (back,) = DocBin().from_bytes(stored).get_docs(doc.vocab)
    assert back._.dondoc == doc._.dondoc
    assert [span.text for span in back.spans["leads"]] == [span.text for span in doc.spans["leads"]]


def test_a_pipeline_with_the_component_can_be_saved_and_loaded(tmp_path: object) -> None:
    nlp = blank()
    nlp.add_pipe("dondoc")
    nlp.to_disk(f"{tmp_path}/nlp")
    again = spacy.load(f"{tmp_path}/nlp")
    made = again(LETTER)  # a span group lives as long as its Doc
    assert [span.text for span in made.spans["leads"]] == ["Sở Nội vụ", "Sở Tài chính"]


def test_the_component_works_with_a_tokenizer_that_is_not_ours() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("dondoc")
    made = nlp(LETTER)
    assert [span.text for span in made.spans["leads"]] == ["Sở Nội vụ", "Sở Tài chính"]


def test_an_empty_doc_has_empty_groups() -> None:
    nlp = blank()
    nlp.add_pipe("dondoc")
    made = nlp("")
    assert [len(made.spans[group]) for group in GROUPS] == [0] * len(GROUPS)


# ── tokens ────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(PIECES, max_size=30).map("".join) | st.text())
@settings(deadline=None)
def test_the_tokenizer_gives_every_text_back_to_the_letter(text: str) -> None:
    assert TOKENIZER(text).text == text


def test_dates_and_document_numbers_stay_whole() -> None:
    tokens = [token.text for token in TOKENIZER("Chỉ thị 25-CT/TW (trước 01/7/2025): 95,5% số hộ.")]
    assert tokens == ["Chỉ", "thị", "25-CT/TW", "(", "trước", "01/7/2025", ")", ":", "95,5", "%", "số", "hộ", "."]


# ── words ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_of_several_syllables_are_found_in_their_places(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "Ủy ban nhân dân tỉnh chủ trì,  phối hợp.\nÐảng ủy báo cáo.")
    found = [unicodedata.normalize("NFC", text[start:end]) for start, end in words(text)]
    assert {"chủ trì", "phối hợp", "báo cáo", "."} <= set(found)


def test_words_lose_nothing_but_spaces() -> None:
    covered = {at for start, end in words(LETTER) for at in range(start, end)}
    assert all(at in covered for at, char in enumerate(LETTER) if not char.isspace())


def test_a_sentence_ends_at_its_full_stop_or_its_line() -> None:
    text = "Sở Nội vụ báo cáo. Sở Tài chính bố trí kinh phí\nSở Y tế theo dõi."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Sở Nội vụ báo cáo.",
        "Sở Tài chính bố trí kinh phí",
        "Sở Y tế theo dõi.",
    ]


def test_words_and_sentences_come_into_the_doc_when_asked_for() -> None:
    nlp = blank()
    nlp.add_pipe("dondoc", config={"words": True})
    made = nlp("Sở Nội vụ chủ trì. Sở Y tế phối hợp.")
    assert "chủ trì" in [span.text for span in made.spans["words"]]
    assert len(made.spans["sentences"]) == 2

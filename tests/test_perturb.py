"""Perturbed copies: the gold moves along exactly, and the program reads them as well as the documents themselves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from perturbing import bodies, layout, moved, times, wording
from perturbing.copies import BODIES, Copy, Edit, composed, folded, read
from perturbing.kinds import KINDS, perturbed
from perturbing.scores import fallen, losses, scored, sums

from pipeline.evaluate import DocumentScore
from pipeline.folding import compact
from pipeline.resolve.registry import registry

CHECKOUT = Path(__file__).resolve().parent.parent
SAME_WORDS = ("tones", "nfd", "blanks", "width", "gaps", "crlf")  # kinds that change no word of a quote
NONE = Random(0)  # noqa: S311  for changes that leave little to chance
TEXT = """\
ỦY BAN NHÂN DÂN TỈNH VĨNH LONG
Vĩnh Long, ngày 23 tháng 01 năm 2026

KẾ HOẠCH

1. Rà soát điểm trường, báo cáo Sở Y tế trước ngày 30/6/2026.

Cơ quan chủ trì: Sở Nội vụ
"""
ACTION = "Rà soát điểm trường, báo cáo Sở Y tế trước ngày 30/6/2026."
DEADLINE = {"text": "trước ngày 30/6/2026", "kind": "before_date", "start": None, "end": "2026-06-29"}


def copy_of(text: str = TEXT, **task: object) -> Copy:
    """Return a document with one gold task, ACTION."""
    start = text.index(ACTION)
    document = {"issuer": "Ủy ban nhân dân tỉnh Vĩnh Long", "issued_on": "2026-01-23"}
    found = {"action": ACTION, "start": start, "end": start + len(ACTION), "leads": ["Sở Nội vụ"], "deadline": DEADLINE}
    return Copy("kh", "docs", ".txt", text, {"document": document, "tasks": [found | task], "targets": []})


def quoted(one: Copy) -> str:
    """Return the words at the place of the first task."""
    return folded(one.text[one.tasks[0]["start"] : one.tasks[0]["end"]])


@pytest.fixture(scope="module")
def own() -> list[Copy]:
    """Return our own documents with their gold."""
    return read(CHECKOUT / "gold", [CHECKOUT / "corpus"])


@pytest.fixture(scope="module")
def unperturbed(own: list[Copy]) -> list[DocumentScore]:
    """Return the scores of our own documents as they are."""
    return scored(own)


# ── the gold moves along ──────────────────────────────────────────────────────────────────────────


def test_words_put_in_before_or_behind_a_task_stay_outside_it() -> None:
    one = copy_of()
    start, end = one.tasks[0]["start"], one.tasks[0]["end"]
    edited = one.edited([Edit(start, start, "**"), Edit(end, end, "**"), Edit(0, 2, "")])
    assert quoted(edited) == ACTION
    assert edited.text[edited.tasks[0]["end"] :].startswith("**")


def test_words_that_reach_into_a_task_belong_to_it() -> None:
    one = copy_of()
    start = one.tasks[0]["start"]
    assert quoted(one.edited([Edit(start - 3, start + 2, "X")])).startswith("X soát điểm trường")


def test_a_swapped_body_is_swapped_in_the_gold_too() -> None:
    one = bodies.swapped(copy_of(), NONE)
    lead = one.tasks[0]["leads"][0]
    assert lead.startswith("Sở ")
    assert lead != "Sở Nội vụ"
    assert f"Cơ quan chủ trì: {lead}\n" in one.text
    assert "VĨNH LONG" not in one.text
    assert one.gold["document"]["issuer"].upper() in one.text


def test_an_invented_body_keeps_its_head_word() -> None:
    lead = bodies.invented(copy_of(), NONE).tasks[0]["leads"][0]
    assert lead.startswith("Sở ")
    assert registry().identify(lead, None) is None


def test_names_without_their_head_word_are_swapped_with_the_rest() -> None:
    text = TEXT.replace("Sở Nội vụ", "các Sở: Nội vụ, Y tế")
    one = bodies.swapped(copy_of(text, leads=["Sở Nội vụ", "Sở Y tế"]), NONE)
    for lead in one.tasks[0]["leads"]:
        assert lead.removeprefix("Sở ") in one.text.partition("các Sở:")[2]


@pytest.mark.parametrize(
    ("text", "kind", "end", "new"),
    [
        ("trước ngày 30/6/2026", "before_date", "2026-06-29", (None, "2026-07-30")),  # the last day stays the last
        ("ngày 10/12/2026", "date", "2026-12-10", (None, "2027-01-12")),
        ("Quý IV/2026", "quarter", "2026-12-31", ("2027-01-01", "2027-03-31")),
        ("tháng 3 năm 2026", "month", "2026-03-31", ("2026-04-01", "2026-04-30")),
        ("6 tháng đầu năm 2026", "half_year", "2026-06-30", ("2026-07-01", "2026-12-31")),
    ],
)
def test_a_moved_time_moves_the_days_of_its_deadline(
    text: str, kind: str, end: str, new: tuple[str | None, str]
) -> None:
    steps = {"day": 2, "month": 1, "quarter": 1, "half": 1}
    later = {hit.words: moved.moved_time(hit.time, steps) for hit in times.mentions(text)}
    start = str(times.bounds(times.mentions(text)[0].time)[0]) if new[0] else None
    deadline = {"text": text, "kind": kind, "start": start, "end": end}
    assert moved.new_gold(deadline, later, "2026-01-23") == {"start": new[0], "end": new[1]}


def test_a_yearly_time_moves_with_its_rule() -> None:
    deadline = {
        "text": "trước ngày 15/12 hằng năm",
        "kind": "recurring",
        "recurrence": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14",
    }
    later = {hit.words: moved.moved_time(hit.time, {"day": 1, "month": 1}) for hit in times.mentions(deadline["text"])}
    assert moved.new_gold(deadline, later, None) == {"recurrence": "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15"}


def test_a_deadline_that_does_not_follow_from_its_words_stays() -> None:
    strange = {**DEADLINE, "end": "2026-05-31"}
    one = moved.other_days(copy_of(deadline=strange), NONE)
    assert one.text == TEXT
    assert one.tasks[0]["deadline"]["end"] == "2026-05-31"


def test_other_years_move_every_day_of_the_gold() -> None:
    one = moved.other_years(copy_of(), NONE)
    step = int(one.gold["document"]["issued_on"][:4]) - 2026
    assert step
    assert one.tasks[0]["deadline"]["end"] == f"{2026 + step}-06-29"
    assert one.text == TEXT.replace("2026", str(2026 + step))


def test_other_spellings_mean_the_same_day() -> None:
    one = times.respelt(copy_of(TEXT), NONE)
    words = one.tasks[0]["deadline"]["text"]
    assert words in one.text
    assert [hit.time for hit in times.mentions(words)] == [hit.time for hit in times.mentions(DEADLINE["text"] or "")]
    assert "ngày 23 tháng 01 năm 2026" in one.text  # the day of issue is always written so


def test_another_verb_opens_the_order() -> None:
    one = wording.other_verbs(copy_of(), NONE)
    assert quoted(one) == one.tasks[0]["action"] != ACTION
    assert quoted(one).endswith("điểm trường, báo cáo Sở Y tế trước ngày 30/6/2026.")


def test_another_label_stands_before_the_colon() -> None:
    one = wording.other_labels(copy_of(), NONE)
    assert "Cơ quan chủ trì: Sở Nội vụ" not in one.text
    assert one.text.endswith(": Sở Nội vụ\n")


def test_bullets_of_two_levels_stay_apart() -> None:
    text = f"{TEXT}\n- Nước\n+ Uống\n- Nhà\n"
    one = layout.other_markers(copy_of(text), NONE)
    outer, inner, again = (line[0] for line in one.text.splitlines()[-3:])
    assert outer == again != inner


def shown(text: str) -> str:
    """Return a text as wordings are looked for in it: folded, in one line, without emphasis, dashes alike."""
    return compact(" ".join(text.replace("*", "").split())).replace("–", "-")


@pytest.mark.parametrize("kind", KINDS)
def test_gold_names_what_the_copy_says(kind: str, own: list[Copy]) -> None:
    for before, after in zip(own, perturbed(own, kind, seed=7), strict=True):
        text, then = shown(after.text), shown(before.text)
        for old, new in zip(before.tasks, after.tasks, strict=True):
            pairs = [pair for field in BODIES for pair in zip(old.get(field) or (), new.get(field) or (), strict=True)]
            pairs += [(old["deadline"]["text"], new["deadline"]["text"])] if old["deadline"] else []
            strange = [(words, now) for words, now in pairs if shown(words) in then and shown(now) not in text]
            assert strange == [], after.name
            if kind in SAME_WORDS:
                assert compact(new["action"]) == compact(old["action"])


def test_a_seed_makes_the_same_copies_again(own: list[Copy]) -> None:
    assert perturbed(own[:3], "all", 5) == perturbed(own[:3], "all", 5)
    assert perturbed(own[:3], "all", 5) != perturbed(own[:3], "all", 6)


def test_a_decomposed_copy_is_composed_again(own: list[Copy]) -> None:
    one = own[0]
    assert composed(layout.nfd(one, NONE)) == one


# ── the scores stay ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_documents_are_read_as_well_when_perturbed(
    kind: str, own: list[Copy], unperturbed: list[DocumentScore]
) -> None:
    after = scored(perturbed(own, kind, seed=1))
    lost = [line for pair in zip(unperturbed, after, strict=True) for line in losses(*pair)]
    assert fallen(sums(unperturbed), sums(after)) == {}, "\n".join(lost)


@pytest.fixture(scope="module")
def real_documents(real: Path) -> tuple[list[Copy], list[DocumentScore]]:
    """Return the real documents with their gold, and their scores as they are."""
    documents = read(real / "gold", [real / "docs", real / "scans"])
    return documents, scored(documents)


@pytest.mark.parametrize("kind", ["bodies", "days", "markers", "all"])
def test_real_documents_are_read_as_well_when_perturbed(
    kind: str, real_documents: tuple[list[Copy], list[DocumentScore]]
) -> None:
    documents, before = real_documents
    after = scored(perturbed(documents, kind, seed=1))
    lost = [line for pair in zip(before, after, strict=True) for line in losses(*pair)]
    assert len(documents) >= 18
    assert fallen(sums(before), sums(after)) == {}, "\n".join(lost)


def test_a_loss_is_told_with_its_quote(own: list[Copy], unperturbed: list[DocumentScore]) -> None:
    at = next(at for at, one in enumerate(own) if one.name == "kh-46-vinh-long")
    one = own[at].edited([])
    spoilt = one._replace(text=one.text.replace("Sở Giáo dục và Đào tạo", "Phân hiệu Sông Tiền Hải Vân"))
    told = list(losses(unperturbed[at], scored([spoilt])[0]))
    assert told[0].startswith("== kh-46-vinh-long")
    assert any("leads" in line for line in told)
    assert fallen({"leads": 0.99}, {"leads": 0.97}) == {"leads": pytest.approx(0.02)}
    assert fallen({"leads": 0.99}, {"leads": 0.985}) == {}


def test_the_script_prints_a_row_for_each_kind(own: list[Copy]) -> None:
    command = [sys.executable, str(CHECKOUT / "scripts" / "perturb"), "--copies", "1", "--kinds", "tones", "crlf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == [str(len(own)), "tones", "crlf", "all"]


def test_the_script_says_what_is_not_there(tmp_path: Path) -> None:
    command = [sys.executable, str(CHECKOUT / "scripts" / "perturb"), "--gold", str(tmp_path / "gold")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")

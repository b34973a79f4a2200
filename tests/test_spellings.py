"""One text in several spellings, encodings and widths is one plan."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from samples import document
from strategies import clean

from pipeline.folding import compact
from pipeline.read import read_path, read_text
from pipeline.run import extract

TEXT = """\
1. Sở Xây dựng chủ trì, phối hợp với Uỷ ban nhân dân các xã rà soát trạm bơm; lập danh mục trạm hỏng trước 30/6/2025.
2. Rà soát bể chứa
- Chủ trì: Sở Y tế.
- Sản phẩm: Danh mục bể chứa.
"""
CORPUS = Path(__file__).resolve().parent.parent / "corpus"
WRAPPED = ["ct-87-ct-tw.txt", "kh-71-tu-son-la.txt", "tb-88-vpcp.txt"]  # documents without a table

PLACES = [  # where an open syllable's tone stands: hoà or hòa, khoẻ or khỏe, uỷ or ủy
    (first + marked, toned + second)
    for first, second, toned_row, marked_row in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for toned, marked in zip(toned_row, marked_row, strict=True)
]


def _toned(text: str, *, old: bool) -> str:
    """Return a text with its tones in the old place (hoà) or the new one (hòa); quý stays."""
    for pair in PLACES:
        before, after = reversed(pair) if old else pair
        for case in (str.lower, str.upper):
            text = re.sub(rf"(?<![qQ]){case(before)}(?!\w)", case(after), text)
    return text


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "tones in the old place": lambda text: _toned(text, old=True),
    "tones in the new place": lambda text: _toned(text, old=False),
    "eth for đ": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "no-break spaces": lambda text: re.sub(r"(?<=\w) (?=\w)", "\u00a0", text),
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "soft hyphens": lambda text: text.replace("bơm", "b\u00adơm"),
}


def bare(text: str) -> str:
    """Return a quote folded, without soft hyphens."""
    return compact(text.replace("\u00ad", ""))


def reading(text: str) -> list[tuple[object, ...]]:
    """Return what is read in a text, without places and as folded text."""
    return [
        (
            task.ordinal,
            bare(task.action),
            *(tuple(bare(body.text) for body in bodies) for bodies in (task.leads, task.partners, task.supervisors)),
            task.deadline and (task.deadline.kind, task.deadline.start, task.deadline.end, task.deadline.recurrence),
            task.product and bare(task.product.text),
        )
        for task in extract(read_text(text)).tasks
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(text=clean)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_text_in_another_spelling_gives_the_same_plan(spelling: str, text: str) -> None:
    assert reading(SPELLINGS[spelling](text)) == reading(text)


def test_the_quotes_of_a_decomposed_text_are_its_own_and_compose_to_the_same() -> None:
    composed, decomposed = (read_text(unicodedata.normalize(form, document(TEXT).text)) for form in ("NFC", "NFD"))
    first, second = extract(composed), extract(decomposed)
    assert [unicodedata.normalize("NFC", task.action) for task in second.tasks] == [task.action for task in first.tasks]
    assert all(not unicodedata.is_normalized("NFC", decomposed.quote(task.span)) for task in second.tasks)


@pytest.mark.parametrize("width", [76, 92])
@pytest.mark.parametrize("name", WRAPPED)
def test_a_document_wrapped_at_any_width_gives_the_same_plan(name: str, width: int) -> None:
    text = read_path(CORPUS / name).text
    wrapped = "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.split("\n"))
    assert reading(wrapped) == reading(text)
    assert reading(unicodedata.normalize("NFD", wrapped)) == reading(text)


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.[tm][xd]*")), ids=lambda path: path.stem)
def test_a_whole_document_in_another_spelling_gives_the_same_plan(path: Path) -> None:
    text = read_path(path).text
    other = SPELLINGS["decomposed"](SPELLINGS["tones in the old place"](text))
    assert reading(other) == reading(text)

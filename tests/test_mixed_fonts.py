"""Pages in Unicode with passages in an old font, and UTF-8 that some program took for Windows-1252."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from pipeline.read import fonts, read_bytes, read_path
from pipeline.read.mangled import unmangled
from pipeline.run import extract

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PLAN = "II. NHIỆM VỤ\n1. Sở Nội vụ chủ trì xây dựng danh mục hồ sơ, hoàn thành trước ngày 30/6/2025.\n"


def in_old_font(text: str, encoding: str = "tcvn3") -> str:
    """Return a text as its letters stand in a file for an old font."""
    table = {shown: typed for typed, shown in fonts.letters(encoding).items()}
    return "".join(table.get(letter, letter) for letter in text)


def mangled(text: str) -> str:
    """Return a text as it looks when its UTF-8 is taken for Windows-1252."""
    return "".join(bytes([byte]).decode("windows-1252", "ignore") or chr(byte) for byte in text.encode())


# ── an old font amid a page ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ('<font face=".VnTime">', "</font>"),
        ("<span style='font-size:14pt; font-family:\".VnTime\",serif'>", "</span>"),
        ("<div style='font-family: .VnTime'><b>", "</b></div>"),
    ],
)
def test_a_passage_in_an_old_font_amid_a_page_is_converted(opened: str, closed: str) -> None:
    old = "Sở Y tế phối hợp kiểm tra, báo cáo trước ngày 15/7/2025."
    page = f"<html><body><p>{PLAN}</p><p>{opened}{in_old_font(old)}{closed}</p><p>Hà Nội, và các xã.</p></body></html>"
    source = read_bytes(page.encode(), "kh.html")
    assert old in source.text
    assert "Sở Nội vụ chủ trì" in source.text
    assert "Hà Nội, và các xã." in source.text
    assert [finding.code for finding in source.findings] == ["old_font"]


def test_a_table_cell_in_an_old_font_is_converted() -> None:
    cell = f"<td><font face='VNI-Times'>{in_old_font('Sở Giáo dục và Đào tạo', 'vni')}</font></td>"
    page = f"<body><p>{PLAN}</p><table><tr><td>1</td>{cell}</tr><tr><td>2</td><td>Sở Y tế</td></tr></table></body>"
    source = read_bytes(page.encode(), "kh.html")
    assert "Sở Giáo dục và Đào tạo" in source.text
    assert "Sở Y tế" in source.text


@pytest.mark.parametrize("inner", ["Sở Y tế và các xã", "và các bà", "Tom & Jerry"])
def test_a_font_that_is_named_though_its_text_is_unicode_changes_nothing(inner: str) -> None:
    page = f"<html><body><p>{PLAN}</p><p><font face='.VnTime'>{inner.replace('&', '&amp;')}</font></p></body></html>"
    source = read_bytes(page.encode(), "kh.html")
    assert inner in source.text
    assert source.findings == ()


def test_a_passage_in_unicode_inside_one_in_an_old_font_stays() -> None:
    inner = "<font face='Arial'>Sở Nội vụ và các xã</font>"
    old = in_old_font("Sở Y tế kiểm tra, báo cáo; ")
    source = read_bytes(f"<body><p>{PLAN}</p><p><font face='.VnTime'>{old}{inner}</font></p></body>".encode(), "a.html")
    assert "Sở Y tế kiểm tra, báo cáo; Sở Nội vụ và các xã" in source.text


# ── UTF-8 taken for Windows-1252 ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.stem)
def test_every_document_is_put_right_and_none_that_is_right_is_touched(path: Path) -> None:
    own = read_path(path)
    if own.encoding != "utf-8":
        return
    text = path.read_text(encoding="utf-8")
    assert unmangled(text) is None
    assert unmangled(mangled(text)) == text.removeprefix("\ufeff")
    found = read_bytes(mangled(text).encode(), path.name)
    assert (found.text, found.blocks) == (own.text, own.blocks)
    assert [finding.code for finding in found.findings if finding not in own.findings] == ["wrong_encoding"]


def test_letters_in_two_parts_are_put_right_too() -> None:
    text = unicodedata.normalize("NFD", PLAN)
    assert unmangled(mangled(text)) == text


def test_letters_that_lost_a_byte_stay_and_the_text_is_called_damaged() -> None:
    broken = mangled(PLAN * 3).replace("\x8d", "").replace("\x90", "") + mangled("Công nghệ số, thành phố").replace(
        "\xa0", "\ufffd"
    )
    source = read_bytes(broken.encode(), "kh.txt")
    assert "Sở Nội vụ chủ trì" in source.text
    assert {finding.code for finding in source.findings} >= {"wrong_encoding", "damaged_file"}


@pytest.mark.parametrize(
    "text",
    ["XÃ AN BÌNH, BÃI CHÁY, ĐÃ NẴNG. " * 20, "Zürich, Málaga, São Paulo; Ã la carte Â§ 5. " * 20, "«Nhà lá»… " * 20],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert unmangled(text) is None


def test_the_plan_of_a_mangled_text_has_the_tasks() -> None:
    plan = extract(read_bytes(mangled(PLAN * 2).encode(), "kh.txt"))
    assert plan.tasks[0].deadline
    assert plan.tasks[0].deadline.end == "2025-06-29"

"""Decoding: which encoding bytes are in, told apart safely."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.read import read_bytes
from pipeline.read.decode import decode

TEXT = (
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch trồng rừng ngập mặn ven biển.\n"
    "1. Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các xã, hoàn thành trước ngày 15/9/2026;\n"
    "2. Quỹ Bảo vệ rừng bố trí kinh phí, mỗi huyện không quá 500 triệu đồng.\n"
)
TONES = "\u0300\u0301\u0303\u0309\u0323"  # the marks that Windows-1258 writes behind a vowel


def in_windows_1258(text: str) -> bytes:
    """Return a text as old Vietnamese Windows wrote it: vowels in one byte, their tone in another."""
    written = []
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        vowel = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        written.append(vowel + "".join(part for part in parts if part in TONES))
    return "".join(written).encode("windows-1258")


def _read(data: bytes) -> tuple[str, str]:
    decoded = decode(data, "kh.txt")
    return unicodedata.normalize("NFC", decoded.text), decoded.encoding


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (in_windows_1258(TEXT), "windows-1258"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16 LE with mark", "UTF-16 BE with mark", "UTF-16 LE", "UTF-16 BE", "1258"],
)
def test_each_encoding_gives_the_same_text(data: bytes, encoding: str) -> None:
    assert _read(data) == (TEXT, encoding)


def test_a_text_in_plain_ascii_is_utf8() -> None:
    assert _read(b"Ke hoach so 12/KH-UBND") == ("Ke hoach so 12/KH-UBND", "utf-8")


def test_lines_of_windows_and_of_old_macs_end_in_line_feeds() -> None:
    assert _read(b"I. MOT\r\n1. Hai\r2. Ba\n")[0] == "I. MOT\n1. Hai\n2. Ba\n"


def test_composed_and_decomposed_utf8_are_both_read_as_they_are() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert decode(decomposed.encode(), "kh.txt").text == decomposed


@given(
    st.lists(st.sampled_from(sorted({*TEXT.split(), "Uỷ", "thuỷ", "đề", "30/9/2026", "5%;"})), max_size=40).map(
        " ".join
    )
)
def test_vietnamese_in_windows_1258_is_known_by_its_letters(text: str) -> None:
    assert _read(in_windows_1258(TEXT + text)) == (TEXT + text, "windows-1258")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_in_utf8_without_control_characters_is_read(text: str) -> None:
    marked = f"Kế hoạch {text}"
    assert decode(marked.encode(), "kh.txt").text == marked


# ── web pages ─────────────────────────────────────────────────────────────────────────────────────


def test_a_page_may_declare_windows_1258() -> None:
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1258"></head><p>Sở Tư pháp'
    assert _read(in_windows_1258(page)) == (page, "windows-1258")


def test_what_a_page_declares_counts_though_few_letters_are_vietnamese() -> None:
    head = b"<html><head><meta charset='windows-1258'></head><body>" + b"<p>abc def</p>" * 40
    assert _read(head + in_windows_1258("<p>Hết hạn</p>"))[1] == "windows-1258"


def test_a_page_in_latin_1_may_write_its_letters_as_entities() -> None:
    page = b'<html><meta charset="iso-8859-1"><body>S&#7903;\xa0Y t&#7871; \x96 C\xf4ng an'
    text, encoding = _read(page)
    assert encoding == "windows-1252"
    assert text.endswith("S&#7903;\u00a0Y t&#7871; – Công an")


def test_a_page_that_is_utf8_is_read_so_whatever_it_declares() -> None:
    page = '<html><meta charset="windows-1258"><p>Sở Xây dựng</p>'
    assert _read(page.encode()) == (page, "utf-8")


def test_a_mark_counts_more_than_what_a_page_declares() -> None:
    page = '<html><meta charset="utf-8"><p>Sở Xây dựng</p>'
    assert _read(codecs.BOM_UTF16_LE + page.encode("utf-16-le")) == (page, "utf-16-le")


# ── what is no text ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [b"", b" \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8 + b"\n", bytes(64)],
    ids=["nothing", "blanks", "UTF-8 mark", "UTF-16 LE mark", "UTF-16 BE mark", "mark and line end", "zeros"],
)
def test_a_file_without_a_letter_is_empty(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^kh\.txt: the file is empty"):
        decode(data, "kh.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "this PDF is damaged beyond reading"),
        (b"\x89PNG\r\n\x1a\n", "this picture is damaged beyond reading"),
        (b"\xff\xd8\xff\xe0", "this picture is damaged beyond reading"),
        (b"II*\x00", "this picture is damaged beyond reading"),
        (b"\x1f\x8b\x08", "this is a gzip archive, not text"),
    ],
    ids=["PDF", "PNG", "JPEG", "TIFF", "gzip"],
)
def test_a_file_of_another_kind_is_called_by_its_name(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=f"^kh.txt: {kind}"):
        read_bytes(data + b"\x00" * 40, "kh.txt")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20,
        "Le président a décidé que les élèves français iraient à la forêt.".encode("latin-1") * 5,
        "Сельский совет утвердил план".encode("windows-1251") * 5,
        b"\xed\xa0\x80\xed\xb0\x80" * 40,  # surrogates, which UTF-8 does not have
    ],
    ids=["binary", "French", "Russian", "surrogates"],
)
def test_another_encoding_is_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^kh\.txt: neither UTF-8, UTF-16 nor Windows-1258 text; save it as UTF-8$"):
        decode(data, "kh.txt")


@pytest.mark.parametrize(
    "data",
    [b"\x01\x02\x03\x04" * 30 + b"text", TEXT.encode("utf-32"), b"MZ" + b"\x00" * 200 + b"a" * 200],
    ids=["control", "UTF-32", "program"],
)
def test_control_characters_in_numbers_show_binary_data(data: bytes) -> None:
    with pytest.raises(InputError, match=r"^kh\.txt: .*(holds binary data|neither UTF-8)"):
        decode(data, "kh.txt")


def test_a_stray_control_character_does_no_harm() -> None:
    assert decode(TEXT.encode() + b"\x0c\x00", "kh.txt").text == TEXT + "\x0c\x00"


def test_a_damaged_utf16_file_says_where() -> None:
    with pytest.raises(InputError, match="begins as utf-16-le but is damaged at byte 10; save it again"):
        decode(codecs.BOM_UTF16_LE + "Sở Y".encode("utf-16-le") + b"\x00", "kh.txt")


def test_a_damaged_utf8_file_says_where() -> None:
    before, after = "Sở Y tế chủ trì ".encode(), TEXT.encode()
    with pytest.raises(InputError, match=f"UTF-8 text, but damaged at byte {len(before)}; save it as UTF-8"):
        decode(before + b"\xff" + after, "kh.txt")


@given(st.binary(max_size=400))
def test_any_bytes_are_either_text_or_refused_in_one_line(data: bytes) -> None:
    said, text = "", ""
    try:
        text = decode(data, "kh.txt").text
    except InputError as error:
        said = str(error)
    assert not said or said.startswith("kh.txt: ")
    assert "\n" not in said
    assert "\r" not in text

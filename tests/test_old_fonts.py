"""Old fonts: the tables are those of the standard, text is converted where that is sure, the records stay the same."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from same_records import head, records

from pipeline.errors import InputError
from pipeline.read import fonts, read_bytes, read_path
from pipeline.read.capitals import restore
from pipeline.run import extract
from pipeline.syllables import is_syllable, share

CHECKOUT = Path(__file__).resolve().parent.parent
CORPUS = CHECKOUT / "corpus"
typist = import_module("forms_fonts")
SENTENCE = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, Giám đốc Sở Giáo dục và Đào tạo chủ trì, phối hợp với các xã, phường"
    " rà soát hiện trạng nhà vệ sinh trường học, báo cáo trước ngày 15 tháng 6 hằng năm."
)
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


# ── the tables ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(not shutil.which("iconv"), reason="no iconv here, whose table of TCVN 5712 is the measure")
def test_tcvn3_is_the_table_of_the_standard() -> None:
    done = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"],  # noqa: S607  wherever it is
        input=b"\n".join(bytes([code]) for code in range(0xA1, 0x100)),
        capture_output=True,
        check=True,
    )
    standard = [unicodedata.normalize("NFC", line) for line in done.stdout.decode().split("\n")]
    for code, letter in zip(range(0xA1, 0x100), standard, strict=True):
        ours = fonts.to_unicode(bytes([code]).decode("windows-1252"), "tcvn3")
        assert ours == letter or unicodedata.combining(letter), hex(code)  # marks alone are in no font


def test_every_letter_comes_back() -> None:
    for letters in (LETTERS, LETTERS.upper()):
        assert fonts.to_unicode(typist.vni(letters), "vni") == letters
    assert fonts.to_unicode(typist.tcvn3(LETTERS), "tcvn3") == LETTERS


@pytest.mark.parametrize(
    ("shown", "encoding", "text"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "tcvn3", "Độc lập - Tự do - Hạnh phúc"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "vni", "Độc lập - Tự do - Hạnh phúc"),
        ("ÑAÛNG BOÄ TÆNH", "vni", "ĐẢNG BỘ TỈNH"),
        ("ÑAûNG Boä", "vni", "ĐẢNG Bộ"),  # a capital with the mark of a small letter
    ],
)
def test_what_people_know_from_old_documents_is_read(shown: str, encoding: str, text: str) -> None:
    assert fonts.to_unicode(shown, encoding) == text


@given(st.text(st.sampled_from(LETTERS + LETTERS.upper() + "bcghklmnpqrstvx .,-1"), max_size=60))
def test_what_was_typed_in_vni_is_read_as_it_was(text: str) -> None:
    assert fonts.to_unicode(typist.vni(text), "vni") == text


@given(st.text(st.sampled_from(LETTERS + "bcghklmnpqrstvx .,-1"), max_size=60))
def test_small_letters_typed_in_tcvn3_are_read_as_they_were(text: str) -> None:
    assert fonts.to_unicode(typist.tcvn3(text), "tcvn3") == typist._typed(text)


# ── by the name of the font ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "font", [".VnTime", ".VnArial Bold", "VnTime", "ABCDEF+.VnTime", ".VnTime,Italic", '".vntime"']
)
def test_a_font_of_the_abc_set_is_known_by_its_name(font: str) -> None:
    assert fonts.convert("KÕ ho¹ch", font) == "Kế hoạch"


@pytest.mark.parametrize("font", [".VnTimeH", ".VnArialH", "ABCDEF+.VnTimeH-Bold"])
def test_a_font_of_capitals_shows_capitals(font: str) -> None:
    assert fonts.convert("kÕ ho¹ch", font) == "KẾ HOẠCH"


def test_what_was_typed_with_the_shift_lock_is_in_capitals() -> None:
    assert fonts.convert("QUYÕT §ÞNH vÒ C«ng t¸c", ".VnTime") == "QUYẾT ĐỊNH về Công tác"


@pytest.mark.parametrize("font", ["VNI-Times", "VNI-Helve-Condense", "VNI Times", "GHIJKL+VNI-Times,Bold"])
def test_a_vni_font_is_known_by_its_name(font: str) -> None:
    assert fonts.convert("Keá hoaïch", font) == "Kế hoạch"


@pytest.mark.parametrize("font", ["Times New Roman", "Arial", "UVN Sach Vo", "VNF-Comic", "Calibri,Bold", ""])
def test_any_other_font_shows_what_stands_there(font: str) -> None:
    assert fonts.convert("KÕ ho¹ch", font) is None


def test_a_text_that_was_converted_and_kept_its_font_stays_as_it_is() -> None:
    assert fonts.convert("Kế hoạch", ".VnTime") == "Kế hoạch"


def test_the_characters_of_a_symbol_font_are_those_of_its_code() -> None:
    assert fonts.convert("K\uf0d5 ho\uf0b9ch", ".VnTime") == "Kế hoạch"


# ── by what comes out ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
@pytest.mark.parametrize("as_bytes", [True, False], ids=["bytes", "saved as UTF-8"])
def test_plain_text_is_converted_and_a_finding_says_so(name: str, *, as_bytes: bool) -> None:
    typed = getattr(typist, name)(SENTENCE)
    source = read_bytes(typed.encode("windows-1252" if as_bytes else "utf-8"), "kh.txt")
    assert (source.text, source.encoding) == (SENTENCE, name)
    assert [finding.code for finding in source.findings] == ["old_font"]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "Le président a décidé que les élèves français iraient à la forêt; où était-il, à côté de la fenêtre ? " * 4,
        "Der Bürgermeister müßte für die Straße größere Mittel prüfen, über die später verfügt würde. " * 4,
        "El señor alcalde pidió más información según decidió la comisión el próximo año. " * 4,
        "Céng hßa x· héi chñ nghÜa ViÖt Nam",  # too few words to be sure
        "© 2026 ® ™ · £ 30 ° ± ½ § 12 ¶ « » × ÷ " * 20,
        typist.tcvn3("Sở Y tế ") + SENTENCE,  # a name in an old font amid Unicode
    ],
    ids=["Unicode", "French", "German", "Spanish", "short", "signs", "mixed"],
)
def test_what_is_not_surely_in_an_old_font_is_not_touched(text: str) -> None:
    assert fonts.encoding_of(text) is None
    assert read_bytes(text.encode(), "kh.txt").text == text


def test_bytes_that_are_not_surely_in_an_old_font_are_refused() -> None:
    with pytest.raises(InputError, match=r"neither UTF-8, UTF-16 nor Windows-1258 text; save it as UTF-8$"):
        read_bytes("Céng hßa x· héi chñ nghÜa".encode("windows-1252"), "kh.txt")


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.*")), ids=lambda path: path.name)
def test_every_document_is_told_apart_in_each_encoding(path: Path) -> None:
    text = read_path(path).text
    assert fonts.encoding_of(text) is None
    assert fonts.encoding_of(typist.tcvn3(text)) == "tcvn3"
    assert fonts.encoding_of(typist.vni(text)) == "vni"


def test_a_page_in_an_old_font_is_converted_by_its_letters_and_codes() -> None:
    typed = typist.tcvn3(SENTENCE)
    codes = "".join(f"&#{ord(char)};" if char > "\x7f" else char for char in typed)
    for shown in (typed, codes):
        page = f"<html><head><title>KÕ ho¹ch</title></head><body><p>{shown}</p></body></html>"
        source = read_bytes(page.encode(), "trang.html")
        assert (source.text, source.encoding) == (f"{SENTENCE}\n", "tcvn3")


# ── capitals ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lost", "text"),
    [
        ("CộNG HòA Xã HộI CHủ NGHĩA VIệT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),  # shift lock
        ("Số: 12/QĐ-UBND     CộNG HòA Xã HộI", "Số: 12/QĐ-UBND     CỘNG HÒA XÃ HỘI"),  # two columns
        ("tỉnh VĩNH LONG", "tỉnh VĨNH LONG"),
        ("ủy ban nhân dân\ntỉnh hải vân", "ỦY BAN NHÂN DÂN\nTỈNH HẢI VÂN"),  # in a font of capitals
        ("Hà Nội, ngày 5\nquyết định:\n", "Hà Nội, ngày 5\nQUYẾT ĐỊNH:\n"),
        ("Điều 1.\nkt. chủ tịch\nphó chủ tịch", "Điều 1.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        ("Việc.\nii. nhiệm vụ", "Việc.\nII. NHIỆM VỤ"),
    ],
)
def test_lost_capitals_come_back(lost: str, text: str) -> None:
    assert restore(lost) == text


@pytest.mark.parametrize(
    "text",
    [
        "Xã An Bình",
        "tiếp tục rà soát,\nbáo cáo kết quả",
        "- thực hiện ngay",
        "a) rà soát",
        "\tthường xuyên",
        "số: 12/kh",
    ],
)
def test_small_letters_that_may_be_meant_stay(text: str) -> None:
    assert restore(f"Sở Y tế\n{text}") == f"Sở Y tế\n{text}"


@given(st.text(st.sampled_from("abĐđẠạộX .,:\n\t|#*1ß"), max_size=60))
def test_restoring_moves_no_character(text: str) -> None:
    assert len(restore(text)) == len(text)
    assert restore(text).lower() == text.lower()


# ── the same records ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted((CORPUS / "forms").glob("*.txt")), ids=lambda path: path.name)
def test_a_document_in_an_old_font_gives_the_same_records(path: Path) -> None:
    (original,) = CORPUS.glob(f"{path.name.split('.')[0]}.*")
    old, plan = extract(read_path(path)), extract(read_path(original))
    assert records(old) == records(plan)
    assert head(old) == head(plan)


# ── syllables ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giữ", "gì", "Uỷ", "ủy", "yêu", "khuỷu", "xoong", "quốc", "ĐƯỜNG"]
)
def test_what_is_built_as_a_syllable_is_one(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["", "hoc", "họć", "ViÖt", "nghÜa", "strength", "màch", "cấp1", "đ", "quôc"])
def test_what_is_not_built_so_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_nearly_all_marked_syllables_of_legal_texts_are_known(domain: Path) -> None:
    rows = gzip.decompress((domain / "syllables.tsv.gz").read_bytes()).decode().splitlines()[1:]
    counts = {word: int(count) for word, count in (row.split("\t") for row in rows) if not word.isascii()}
    known = sum(count for word, count in counts.items() if is_syllable(word))
    assert known > 0.995 * sum(counts.values())
    assert share([]) == 0

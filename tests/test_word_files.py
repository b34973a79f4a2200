"""Word files that are damaged, hostile or not what their name says: a document, a finding, or one clear line."""

from __future__ import annotations

import random
import re
import socket
import time
import tracemalloc
import zipfile
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import W, archive, definition, lines, numbered, numlist, p, part, read, table, word_file
from word_files import c as cell

from pipeline.documents import Paragraph, SourceText, Span, Table
from pipeline.errors import InputError
from pipeline.normalise import normalise
from pipeline.read import read_bytes
from pipeline.segment import segment

BODY = "".join(
    p(f"{number}. Sở Công Thương triển khai nhiệm vụ thứ {number} của Kế hoạch.") for number in range(1, 200)
)
SECONDS = 30.0  # of computing
FILES = sorted((Path(__file__).parent.parent / "corpus" / "forms").glob("*.docx"))
fuzz_xml = import_module("fuzz_xml")


def _refused(data: bytes) -> str:
    with pytest.raises(InputError) as raised:
        read_bytes(data, "kh.docx")
    message = str(raised.value)
    assert re.fullmatch(r"kh\.docx: [^\n]+; [^\n]+", message)  # place, fault, remedy
    return message


def _codes(source: SourceText) -> list[str]:
    return [finding.code for finding in source.findings]


# ── told by content ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["kh.docx", "kh.docm", "kh.doc", "kh.txt", "kh.pdf", "kh", "-"])
def test_a_word_file_is_told_by_its_content(name: str) -> None:
    assert read_bytes(word_file(p("Sở Y tế")), name).format == "docx"


def test_a_text_or_web_page_with_the_name_of_a_word_file_is_read_as_what_it_is() -> None:
    assert read_bytes("Sở Y tế".encode(), "kh.docx").format == "txt"
    assert read_bytes("<html><p>Sở Y tế".encode(), "kh.doc").format == "html"  # what law portals offer as .doc


def test_the_main_part_may_have_another_number() -> None:
    data = word_file(numbered("x"), main="word/document2.xml", numbering=definition(("decimal", "%1.")) + numlist())
    assert read_bytes(data, "a").text == "1. x\n"


def test_the_other_spelling_of_the_standard_is_read() -> None:
    strict = part("document", f"<w:body>{BODY}</w:body>").replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_bytes(archive({"word/document.xml": strict}), "a").text == read(BODY).text


def test_a_part_in_utf_16_is_read() -> None:
    text = part("document", f"<w:body>{p('Sở Y tế')}</w:body>").replace("UTF-8", "UTF-16")
    assert read_bytes(archive({"word/document.xml": text.encode("utf-16")}), "a").text == "Sở Y tế\n"


@pytest.mark.parametrize("data", [b"", b" \n"], ids=["nothing", "blanks"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "the file is empty" in _refused(data)


def test_a_file_without_text_is_a_finding() -> None:
    assert _codes(read("")) == ["no_text"]
    assert _codes(read(table(cell("") + cell("")))) == ["no_text"]


# ── damaged ───────────────────────────────────────────────────────────────────────────────────────


def test_of_a_file_that_was_cut_off_what_is_there_is_read() -> None:
    whole = word_file("".join(p(f"{number} {number**7}") for number in range(3_000)))
    source = read_bytes(whole[: len(whole) * 2 // 3], "a")
    assert _codes(source) == ["damaged_file"]
    assert source.text.startswith("0 0\n1 1\n")
    assert 500 < len(source.blocks) < 3_000


def test_of_a_part_with_a_broken_byte_what_stands_before_it_is_read() -> None:
    whole = word_file("".join(p(f"{number} {number**7}") for number in range(3_000)))
    at = len(whole) // 2
    source = read_bytes(whole[:at] + b"\x00\x00\x00\x00" + whole[at + 4 :], "a")
    assert _codes(source) == ["damaged_file"]
    assert len(source.blocks) > 500


def test_of_broken_xml_what_stands_before_the_fault_is_read() -> None:
    data = archive({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{p("a")}{p("b")}</w:oops>{p("c")}'})
    source = read_bytes(data, "a")
    assert (source.text, _codes(source)) == ("a\nb\n", ["damaged_file"])


@pytest.mark.parametrize("broken", ["numbering", "styles", "footnotes"])
def test_another_part_that_is_broken_is_a_finding(broken: str) -> None:
    more = {f"word/{broken}.xml": "<w:"}
    source = read_bytes(word_file(p("a", "<w:r><w:footnoteReference w:id='1'/></w:r>"), more=more), "a")
    assert (source.text, _codes(source)) == ("a\n", ["damaged_file"])


def test_a_file_whose_text_is_lost_is_refused() -> None:
    data = archive({"word/document.xml": part("document", p("a"))})
    head = data.index(b"word/document.xml") + len("word/document.xml")
    assert "its text is lost; save it again" in _refused(data[:head])
    assert "archive is damaged" in _refused(word_file(p("a"))[:60])


def test_a_part_that_a_relation_names_may_be_missing() -> None:
    assert lines(numbered("x"), numbering="") == ["x"]
    without = archive({"word/document.xml": part("document", f"<w:body>{numbered('x')}</w:body>")})
    assert read_bytes(without, "a").text == "x\n"


# ── protected ─────────────────────────────────────────────────────────────────────────────────────


def test_an_archive_behind_a_password_is_refused() -> None:
    data = bytearray(word_file(p("a")))
    for match in re.finditer(rb"PK\x03\x04", bytes(data)):
        data[match.start() + 6] |= 1
    assert "protected by a password; remove it in Word" in _refused(bytes(data))


def test_an_encrypted_word_file_is_refused() -> None:
    encrypted = b"\xd0\xcf\x11\xe0" + bytes(1_020) + "EncryptedPackage\0".encode("utf-16-le") + bytes(900)
    assert "protected by a password; remove it in Word" in _refused(encrypted)


# ── hostile ───────────────────────────────────────────────────────────────────────────────────────


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive({"word/document.xml": part("document", "<w:body>" + " " * 150_000_000)})
    tracemalloc.start()
    try:
        assert "unpacks to more than a document holds" in _refused(bomb)
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()


def test_a_part_that_nobody_reads_may_be_of_any_size() -> None:
    image = {"word/media/image1.png": "0" * 100_000_000}
    assert read_bytes(word_file(p("a"), more=image), "a").text == "a\n"


def test_millions_of_elements_are_refused() -> None:
    assert "more than a document holds" in _refused(word_file("<w:p/>" * 3_000_001))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "ha"}">' for at in range(12))
    for declared in (laughs, '<!ENTITY a11 SYSTEM "file:///etc/passwd">'):
        xml = f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><w:document xmlns:w="{W}"><w:body>{p("&a11;")}'
        assert "declares entities" in _refused(archive({"word/document.xml": xml.encode(encoding)}))


def test_nothing_outside_the_file_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the reader opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = ("styles", "numbering", "attachedTemplate", "image", "footnotes")
    outside = "".join(
        f'<Relationship Id="r{at}" Type="x/{kind}" Target="{target}" TargetMode="External"/>'
        for at, kind in enumerate(kinds)
        for target in ("http://127.0.0.1/a.xml", "file:///etc/passwd", "../../../../etc/passwd")
    )
    more = {"word/_rels/document.xml.rels": f'<Relationships xmlns="{namespace}">{outside}</Relationships>'}
    assert (
        read_bytes(archive({"word/document.xml": part("document", f"<w:body>{p('a')}</w:body>"), **more}), "a").text
        == "a\n"
    )


def test_macros_are_not_looked_at() -> None:
    macros = {"word/vbaProject.bin": "Auto_Open"}
    assert read_bytes(word_file(p("a"), more=macros), "a.docm").findings == ()


LABELS = definition(("lowerLetter", "%1" * 40), start=32_767) + numlist()
STRETCHED = {
    "elements inside each other": "<w:p>" * 500_000,
    "controls inside each other": "<w:sdt><w:sdtContent>" * 100_000 + p("a"),
    "runs in runs": "<w:p>" + "<w:ins>" * 100_000 + "<w:r><w:t>a</w:t></w:r>",
    "tables inside each other": "<w:tbl><w:tr><w:tc>" * 100_000 + p("a"),
    "tables in wide tables": f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>" * 30_000 + p("a"),
    "text boxes inside each other": "<w:p><w:r><w:pict><w:txbxContent>" * 50_000 + p("a"),
    "alternatives inside each other": "<w:p><w:r>" + "<mc:AlternateContent><mc:Choice>" * 50_000,
    "open fields": "<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/><w:t>a</w:t></w:r>" * 60_000 + "</w:p>",
    "fields with results": "<w:p>"
    + "<w:r><w:fldChar w:fldCharType='begin'/><w:fldChar w:fldCharType='separate'/><w:t>a</w:t></w:r>" * 50_000
    + "</w:p>",
    "one long paragraph": "<w:p>" + "<w:r><w:t>a b </w:t></w:r>" * 50_000 + "</w:p>",
    "line breaks": "<w:p>" + "<w:r><w:t>a</w:t><w:br/></w:r>" * 40_000 + "</w:p>",
    "a wide row above many": table("<w:tc/>" * 5_000, *["<w:tc/>" * 2] * 3_000),
    "tables one after another": table(cell("a") + cell("b")) * 5_000,
    "cells that go on": table(*[cell("a", "<w:vMerge/>") * 20] * 2_000),
    "deleted ends": p("a", properties="<w:rPr><w:del/></w:rPr>") * 10_000,
    "long labels": numbered("x") * 10_000,
}


@pytest.mark.parametrize("kind", STRETCHED)
def test_no_body_takes_long_or_breaks_the_reader(kind: str) -> None:
    data = word_file(STRETCHED[kind], numbering=LABELS)
    started = time.process_time()
    assert len(read_bytes(data, "a").text) < 60_000_000
    assert time.process_time() - started < SECONDS


def test_styles_based_on_each_other_without_end_are_read() -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>' for at in range(5_000)
    )
    body = "".join(p("a", properties=f'<w:pStyle w:val="s{at}"/>') for at in range(0, 5_000, 10))
    started = time.process_time()
    assert len(read(body, styles=chain).blocks) == 500
    assert time.process_time() - started < SECONDS


PIECES = st.one_of(
    st.sampled_from(
        [f"<{slash}w:{tag}>" for tag in ("p", "r", "tbl", "tr", "tc", "sdt", "ins") for slash in ("", "/")]
    ),
    st.sampled_from(["<w:del>", "</w:del>", "<w:pict>", "</w:pict>", "<w:txbxContent>", "</w:txbxContent>"]),
    st.sampled_from([f"<w:fldChar w:fldCharType='{kind}'/>" for kind in ("begin", "separate", "end")]),
    st.sampled_from(["<w:tcPr><w:vMerge/></w:tcPr>", "<w:tcPr><w:gridSpan w:val='3'/></w:tcPr>", "<w:sdtContent>"]),
    st.sampled_from(["<w:t>a</w:t>", "<w:br/>", "<w:footnoteReference w:id='1'/>", p("Sở Y tế"), numbered("x", 1, 1)]),
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_body_is_read_with_its_blocks_in_order(body: str) -> None:
    numbering = definition(("decimal", "%1."), ("lowerLetter", "%2)")) + numlist()
    source = read(body, numbering=numbering, footnotes=f"<w:footnote w:id='1'>{p('chú')}</w:footnote>")
    spans = [span for block in source.blocks for span in _parts(block)]
    assert all(before.end < after.start for before, after in pairwise(spans))
    assert all(source.quote(span) == source.quote(span).strip() != "" for span in spans)
    for found in (block for block in source.blocks if isinstance(block, Table)):
        assert all(cell.column + cell.columns <= found.width for row in found.rows for cell in row.cells)


def _parts(block: Paragraph | Table) -> list[Span]:
    if isinstance(block, Paragraph):
        return list(block.parts)
    return [span for row in block.rows for cell in row.cells for span in cell.parts]


@pytest.mark.parametrize("seed", range(40))
def test_a_part_with_elements_out_of_place_is_read(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- nothing is kept secret with it
    with zipfile.ZipFile(chance.choice(FILES)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    damaged = chance.choice(["word/document.xml", "word/document.xml", "word/numbering.xml", "word/styles.xml"])
    parts[damaged] = fuzz_xml.damaged_xml(parts[damaged], chance)
    source = read_bytes(archive(parts), "kh.docx")
    assert segment(normalise(source)).blocks is not None

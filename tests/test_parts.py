"""Several files as one document: given one by one or in an archive, in one text, and each finding knows its file."""

from __future__ import annotations

import contextlib
import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from same_records import head, records
from samples import LETTERHEAD

from pipeline.documents import Cell, Paragraph, Row, SourceText, Span, Table
from pipeline.errors import InputError
from pipeline.read import archive, read_bytes, read_path, read_text
from pipeline.read.parts import alone, join
from pipeline.report.extracted import Extracted
from pipeline.run import extract, read_as_one

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
DECISION = f"{LETTERHEAD.replace('KH-UBND', 'QĐ-UBND').replace('KẾ HOẠCH', 'QUYẾT ĐỊNH')}\nĐiều 1. Ban hành Kế hoạch.\n"
PLAN = """KẾ HOẠCH
Lưu trữ điện tử năm 2025
(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/3/2025)

II. NHIỆM VỤ
1. Sở Nội vụ chủ trì xây dựng danh mục hồ sơ, hoàn thành trước ngày 30/6.
"""
APPENDIX = """PHỤ LỤC
DANH MỤC NHIỆM VỤ
| TT | Nhiệm vụ | Cơ quan chủ trì | Thời hạn |
|---|---|---|---|
| 1 | Số hóa hồ sơ lưu trữ | Sở Nội vụ | Quý IV năm 2025 |
"""


def packed(files: dict[str, str | bytes]) -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def names(source: SourceText) -> list[str]:
    return [part.name for part in source.parts]


def refused(data: bytes) -> str:
    with pytest.raises(InputError) as error:
        read_bytes(data, "gói.zip")
    return str(error.value)


# ── one text ──────────────────────────────────────────────────────────────────────────────────────


def test_the_parts_stand_one_after_another_and_every_place_is_of_the_joint_text() -> None:
    sources = [read_text(text, name) for text, name in ((DECISION, "a.txt"), (PLAN, "b.txt"), (APPENDIX, "c.md"))]
    joint = join(sources)
    assert joint.text == f"{DECISION}\n\n{PLAN}\n\n{APPENDIX}"
    assert joint.name == "a.txt + b.txt + c.md"
    assert [joint.quote(part.span) for part in joint.parts] == [DECISION, PLAN, APPENDIX]
    quotes = [source.quote(span) for source in sources for span in _spans(source)]
    assert [joint.quote(span) for span in _spans(joint)] == quotes


def _spans(source: SourceText) -> list[Span]:
    spans: list[Span] = []
    for block in source.blocks:
        cells = [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row.cells]
        spans += [part for cell in cells for part in cell.parts]
    return spans + list(source.clutter)


def test_a_single_file_is_what_it_is_alone() -> None:
    assert read_as_one([CORPUS / "kh-46-vinh-long.md"]) == read_path(CORPUS / "kh-46-vinh-long.md")


def test_the_plan_has_the_head_of_the_decision_and_the_tasks_of_all_parts() -> None:
    plan = extract(join([read_text(text) for text in (DECISION, PLAN, APPENDIX)]))
    assert (plan.document.number, plan.document.issued_on) == ("12/QĐ-UBND", "2025-03-05")
    assert [task.deadline.end for task in plan.tasks if task.deadline] == ["2025-06-29", "2025-12-31"]
    assert [part.span.start for part in plan.source.parts] == [0, len(DECISION) + 2, len(DECISION) + len(PLAN) + 4]


def test_pages_run_through_the_parts_and_a_place_names_the_file_with_its_own_page_and_line() -> None:
    paged = read_text("I. MỤC TIÊU\nMột.\f\nII. NHIỆM VỤ\n1. Sở Y tế họp.\n", "b.txt")
    joint = join([read_text("Một dòng\nHai dòng\n", "a.txt"), paged])
    assert [(page.start, page.end) for page in joint.pages] == [(0, 18), (20, 36), (37, 67)]
    assert [(part.pages, part.span.page) for part in joint.parts] == [(None, 1), (2, 2)]
    item = Extracted(joint, extract(joint))
    task = item.plan.tasks[0]
    assert (task.span.page, item.place(task.span)) == (3, "b.txt, trang 2, dòng 4")
    assert item.place(Span(start=10, end=12, page=1)) == "a.txt, dòng 2"


def test_what_the_readers_found_is_told_with_its_file() -> None:
    joint = join([read_text(PLAN, "a.txt"), read_text("\n \n", "trống.txt")])
    (finding,) = joint.findings
    assert (finding.code, Extracted(joint, extract(joint)).place(finding.span)) == ("no_text", "trống.txt, dòng 1–2")


def test_parts_of_one_form_have_that_form_and_others_are_mixed() -> None:
    text, page = read_text(PLAN, "a.txt"), read_bytes(b"<html><p>S&#7903;", "b.html")
    assert (join([text, text]).format, join([text, page]).format) == ("txt", "mixed")


def test_tables_keep_their_form() -> None:
    row = Row(cells=(Cell(parts=(Span(start=0, end=1),), column=0, columns=2), Cell(column=2, rows=3)))
    source = read_text("ab").model_copy(update={"blocks": (Table(rows=(row,), width=3),)})
    table = join([source, source]).blocks[1]
    assert isinstance(table, Table)
    assert table.width == 3
    assert [(cell.column, cell.columns, cell.rows) for cell in table.rows[0].cells] == [(0, 2, 1), (2, 1, 3)]


# ── archives ──────────────────────────────────────────────────────────────────────────────────────


def test_a_document_in_an_archive_gives_the_same_records() -> None:
    (path,) = (CORPUS / "forms").glob("kh-46*.zip")
    parts, whole = extract(read_path(path)), extract(read_path(CORPUS / "kh-46-vinh-long.md"))
    assert [part.name for part in parts.source.parts] == ["2. Kế hoạch.md", "1. Phụ lục.md"]
    assert records(parts) == records(whole)
    assert head(parts) == head(whole)


@pytest.mark.parametrize(
    "called",
    [("1.txt", "2.txt", "3.md"), ("3.txt", "2.txt", "1.md"), ("c/KH.txt", "a/QD.txt", "b/PL.md")],
)
def test_what_decides_comes_before_what_is_attached_before_appendices(called: tuple[str, str, str]) -> None:
    decision, plan, appendix = called
    source = read_bytes(packed({appendix: APPENDIX, plan: PLAN, decision: DECISION}), "gói.zip")
    assert names(source) == [decision, plan, appendix]


def test_files_of_one_kind_come_in_the_natural_order_of_their_names() -> None:
    files: dict[str, str | bytes] = {f"PL {number}.md": APPENDIX for number in ("10", "2", "1")}
    assert names(read_bytes(packed(files), "a.zip")) == ["PL 1.md", "PL 2.md", "PL 10.md"]


@pytest.mark.parametrize(
    ("called", "before"),
    [("12_QD-UBND.txt", "KH.txt"), ("Tờ trình.txt", "Dự thảo Kế hoạch.txt"), ("b.txt", "a PL2.txt")],
)
def test_where_the_text_does_not_tell_the_name_does(called: str, before: str) -> None:
    source = read_bytes(packed({before: "Nội dung chung.\n", called: "Nội dung chung.\n"}), "a.zip")
    assert names(source) == [called, before]


def test_hidden_files_and_what_a_mac_adds_are_passed_over() -> None:
    hidden = ("__MACOSX/._kh.txt", ".DS_Store", "~$kh.docx", "thư mục/Thumbs.db", "desktop.ini", ".git/config")
    source = read_bytes(packed({"thư mục/": b"", **dict.fromkeys(hidden, b"\x00\x01"), "kh.txt": PLAN}), "a.zip")
    assert (names(source), source.findings) == (["kh.txt"], ())


OTHER = DECISION.replace("12/", "34/").replace("UBND", "HĐND")


@pytest.mark.parametrize("files", [(DECISION, OTHER), (DECISION, PLAN, APPENDIX, OTHER), (DECISION, OTHER, OTHER)])
def test_documents_of_their_own_in_one_archive_are_told(files: tuple[str, ...]) -> None:
    data = packed({f"{number}.txt": text for number, text in enumerate(files)})
    plan = extract(read_bytes(data, "gói.zip"))
    (finding,) = [finding for finding in plan.findings if finding.code == "several_documents"]
    assert "2 văn bản riêng (12/QĐ-UBND; 34/QĐ-HĐND)" in finding.message
    assert finding.severity == "warning"
    assert finding.span
    assert finding.span.start == plan.source.parts[1].span.start
    assert plan.document.number == "12/QĐ-UBND"


def test_documents_of_one_number_and_two_bodies_given_as_one_are_told() -> None:
    other = DECISION.replace("TỈNH", "XÃ", 1)
    assert other != DECISION
    plan = extract(join([read_text(DECISION, "a.txt"), read_text(other, "b.txt")]))
    assert "several_documents" in [finding.code for finding in plan.findings]


@pytest.mark.parametrize("files", [(DECISION, PLAN, APPENDIX), (DECISION, DECISION), (PLAN, APPENDIX), (DECISION,)])
def test_the_parts_of_one_document_are_not_taken_for_several(files: tuple[str, ...]) -> None:
    plan = extract(join([read_text(text, f"{number}.txt") for number, text in enumerate(files)]))
    assert "several_documents" not in [finding.code for finding in plan.findings]


def test_a_part_alone_is_what_it_was() -> None:
    sources = [read_text(DECISION, "a.txt"), read_text(APPENDIX, "c.md")]
    joint = join(sources)
    for source, part in zip(sources, joint.parts, strict=True):
        own = alone(joint, part)
        assert (own.text, own.blocks, own.name) == (source.text, source.blocks, source.name)


def test_what_is_no_document_is_left_out_and_named() -> None:
    source = read_bytes(packed({"kh.txt": PLAN, "logo.bin": bytes(range(256)), "số liệu.xlsx": _sheet()}), "a.zip")
    assert names(source) == ["kh.txt"]
    assert [finding.code for finding in source.findings] == ["unread_part", "unread_part"]
    assert "logo.bin" in source.findings[0].message


def _sheet() -> bytes:
    return packed({"xl/workbook.xml": "<workbook/>"})


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1258"])
def test_names_are_read_in_the_encoding_they_were_written_in(encoding: str) -> None:
    name = "Kê hoạch.txt" if encoding == "utf-8" else "Kê hoach.txt"
    written = name.encode(encoding)
    data = packed({"X" * len(written): PLAN}).replace(b"X" * len(written), written)
    assert names(read_bytes(data, "a.zip")) == [name]


def test_the_archive_is_the_source_and_its_digest_too() -> None:
    data = packed({"kh.txt": PLAN})
    source = read_bytes(data, "gói.zip")
    assert (source.name, source.format) == ("gói.zip", "txt")
    assert source.sha256 != source.parts[0].sha256 == read_text(PLAN).sha256


# ── archives that are refused ─────────────────────────────────────────────────────────────────────


def test_an_archive_in_an_archive_is_refused() -> None:
    for name, inner in (
        ("b.zip", packed({"kh.txt": PLAN})),
        ("b.rar", b"Rar!\x1a\x07\x01\x00"),
        ("b.gz", b"\x1f\x8b\x08"),
    ):
        said = refused(packed({"kh.txt": PLAN, name: inner}))
        assert said == f"gói.zip: holds another archive ({name}); unpack that one first"


def test_an_archive_of_another_kind_is_named() -> None:
    for magic in (b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"):
        with pytest.raises(InputError, match=r"another kind than \.zip, not text; give its files, or a \.zip of them$"):
            read_bytes(magic + bytes(40), "gói.rar")


def test_a_file_that_cannot_be_read_is_named_with_its_archive() -> None:
    assert refused(packed({"a/kh.txt": b"\xff\x00\x81" * 40})).startswith("gói.zip: a/kh.txt: ")
    assert refused(packed({"trống.txt": b""})) == "gói.zip: trống.txt: the file is empty; give a document with text"


def test_an_archive_without_documents_is_refused() -> None:
    assert "is empty" in refused(packed({}))
    assert "is empty" in refused(packed({".DS_Store": b"x"}))
    assert "holds no document" in refused(packed({"a.bin": bytes(range(256))}))


def test_a_protected_archive_says_so() -> None:
    data = bytearray(packed({"kh.txt": PLAN}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + at
        data[place] |= 1
    assert refused(bytes(data)) == "gói.zip: protected by a password; unpack it and give the files"


def test_a_damaged_archive_says_so() -> None:
    data = packed({"kh.txt": PLAN * 20})
    for damaged in (data[:-30], data[:40], b"PK\x03\x04", data.replace(data[60:70], b"0123456789", 1)):
        assert "the archive is damaged" in refused(damaged)


def test_files_packed_in_a_way_that_is_not_supported_say_so() -> None:
    data = bytearray(packed({"kh.txt": PLAN}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + at, 97)
    assert "not supported" in refused(bytes(data))


def test_too_many_files_are_refused_before_any_is_read() -> None:
    assert "101 files" in refused(packed({f"{number}.txt": PLAN for number in range(archive.MOST_FILES + 1)}))
    assert "more than 10000 entries" in refused(packed({f"{number}/": b"" for number in range(10_001)}))


def test_what_is_packed_too_tightly_is_refused() -> None:
    assert "kh.txt is packed too tightly" in refused(packed({"kh.txt": b"0" * 5_000_000}))


def test_no_more_is_unpacked_than_allowed_whatever_the_archive_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(archive, "_RATIO", 10**6)
    data = packed({f"{number}.txt": b"0" * 900_000 for number in range(3)})
    assert refused(data) == "gói.zip: larger than 2 MB when unpacked (2.txt); give one document"
    lying = data.replace(struct.pack("<L", 900_000), struct.pack("<L", 9))
    assert "damaged" in refused(lying) or "larger" in refused(lying)


def test_files_that_lie_over_each_other_are_read_within_the_limits_or_refused() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("a.txt", PLAN)
            made.filelist *= 90
            made.NameToInfo["a.txt"] = made.filelist[0]
    with contextlib.suppress(InputError):
        assert len(read_bytes(out.getvalue(), "gói.zip").parts) <= archive.MOST_FILES

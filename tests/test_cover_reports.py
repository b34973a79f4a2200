"""Reports of a comparison say all that was found, safely, mark the right words, and print as people expect."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections import defaultdict
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.cover import Coverage, Document, cover
from pipeline.cover.drafts import compared as with_changes
from pipeline.cover.model import (
    DefectNote,
    Evidence,
    Justification,
    Link,
    Summary,
    TargetRef,
    TargetVerdict,
    TaskRef,
    Verdict,
)
from pipeline.cover.sentences import name, sentence
from pipeline.documents import Span, Task
from pipeline.errors import UsageError
from pipeline.read import read_text
from pipeline.report.coverage import FORMATS, writer
from pipeline.report.coverage_facts import Comparison, said
from pipeline.report.coverage_mends import mends
from pipeline.report.coverage_texts import Mark, woven
from pipeline.report.extracted import View
from pipeline.run import extract

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from openpyxl import Workbook

CHECKOUT = Path(__file__).resolve().parent.parent
HOSTILE = '=HYPERLINK("http://x.vn") lắp bồn <b>inox</b> </script><script>alert(1)</script> &amp;'
COLUMNS = """\
| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|"""
PARENT = f"""\
THỦ TƯỚNG CHÍNH PHỦ
Số: 77/QĐ-TTg
Hà Nội, ngày 05 tháng 02 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch nước sạch học đường

I. MỤC TIÊU

- Đến năm 2030, trên 95% trường học có nước sạch.

II. NHIỆM VỤ

{COLUMNS}
| 1 | Xây dựng Đề án cấp nước vùng hạn mặn; thành lập tổ kỹ thuật lưu động | UBND các tỉnh | | Quý II/2026 | Đề án |
| 2 | Kiểm nghiệm mẫu nước uống tại căng tin bán trú | UBND các tỉnh | | Thường xuyên | |
| 3 | {HOSTILE} | UBND các tỉnh | | | |
| 4 | Ban hành quy chuẩn nước uống học đường | Bộ Y tế | | 31/12/2026 | |
| 5 | Thống kê nhà vệ sinh hư hỏng | | | | |
"""
CHILD = f"""\
ỦY BAN NHÂN DÂN TỈNH VĨNH LONG
Số: 40/KH-UBND
Vĩnh Long, ngày 12 tháng 3 năm 2026

KẾ HOẠCH
Thực hiện Quyết định số 77/QĐ-TTg ngày 05 tháng 02 năm 2026 của Thủ tướng Chính phủ

II. NHIỆM VỤ

{COLUMNS}
| 1 | Xây dựng Đề án cấp nước vùng hạn mặn của tỉnh | Sở Xây dựng | | Tháng 7/2026 | |
| 2 | {HOSTILE} | Sở Y tế | | 30/6/2026 | |
| 3 | Vận động doanh nghiệp tặng bình lọc | Sở Công Thương | | | |
"""


def read(text: str) -> Document:
    source = read_text(text)
    return Document(source, extract(source))


def reference(task: Task) -> TaskRef:
    return TaskRef(id=task.id, ordinal=task.ordinal, action=task.action, span=task.span)


def within(document: Document, quote: str) -> Span:
    start = document.source.text.index(quote)
    return Span(start=start, end=start + len(quote))


@pytest.fixture(scope="module")
def case() -> Comparison:
    """Return a comparison with a verdict of every kind, made by hand: what alignment finds is tested elsewhere."""
    parent, child = read(PARENT), read(CHILD)
    above, below = parent.plan.tasks, child.plan.tasks
    assert (len(above), len(below)) == (5, 3)
    clause, other = (
        within(parent, "Xây dựng Đề án cấp nước vùng hạn mặn"),
        within(parent, "thành lập tổ kỹ thuật lưu động"),
    )
    answer = within(child, "Đề án cấp nước vùng hạn mặn của tỉnh")

    def link(number: int, up: Span, down: Span) -> Link:
        task = below[number]
        evidence = (Evidence(parent=up, child=down),)
        return Link(id=task.id, ordinal=task.ordinal, action=task.action, score=0.62, evidence=evidence)

    late = DefectNote(
        defect="late",
        parent=within(parent, "Quý II/2026"),
        child=within(child, "Tháng 7/2026"),
        why='Cấp trên: "Quý II/2026"; cấp dưới: "Tháng 7/2026".',
    )
    declared = Justification(who="Sở Y tế", why="Đã làm năm 2025", until="2026-12-31")
    base = {"remit": "remit.member", "remit_why": "Nhiệm vụ giao chung cho các tỉnh.", "why": "Vì thế."}
    verdicts = (
        Verdict.model_validate(
            base
            | {
                "parent_task": reference(above[0]),
                "status": "partial",
                "child_tasks": (link(0, clause, answer),),
                "defects": ("late", "missing_product"),
                "defect_notes": (late,),
                "uncovered": (other,),
                "review": True,
            }
        ),
        Verdict.model_validate(base | {"parent_task": reference(above[1]), "status": "missing", "justified": declared}),
        Verdict.model_validate(
            base
            | {
                "parent_task": reference(above[2]),
                "status": "covered",
                "child_tasks": (link(1, above[2].span, below[1].span),),
            }
        ),
        Verdict.model_validate(base | {"parent_task": reference(above[3]), "status": "out_of_remit"}),
        Verdict.model_validate(base | {"parent_task": reference(above[4]), "status": "missing"}),
    )
    [target] = parent.plan.targets
    lacking = TargetVerdict(
        parent=TargetRef(text=target.text, span=target.span), child=None, status="missing", why="Không thấy."
    )
    found = cover(parent, child).model_copy(
        update={
            "verdicts": verdicts,
            "targets": (lacking,),
            "added": (reference(below[2]),),
            "summary": Summary(covered=1, partial=1, missing=2, out_of_remit=1),
        }
    )
    return Comparison(found, parent, child)


def written(case: Comparison, form: str) -> bytes:
    return b"".join(writer(form)(case.found, case.parent, case.child, View()))


def changed(case: Comparison) -> Comparison:
    """Return the comparison beside that of an earlier draft, in which one more task was missing."""
    first, *rest = case.found.verdicts
    worse = first.model_copy(update={"status": "missing", "defects": (), "defect_notes": (), "child_tasks": ()})
    old = case.found.model_copy(update={"verdicts": (worse, *rest)})
    return Comparison(with_changes(case.found, old), case.parent, case.child)


@pytest.fixture(scope="module")
def none() -> Comparison:
    """Return the comparison of a directive with a text that holds no task."""
    parent, child = read(PARENT), read("Xin chào.\n")
    return Comparison(cover(parent, child), parent, child)


# ── the page ──────────────────────────────────────────────────────────────────────────────────────


class Page(HTMLParser):
    """A page read into what the tests ask for: ids, links, marks, inputs, classes of rows, text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.inputs: set[str] = set()
        self.options: set[str] = set()
        self.rows: dict[str, set[str]] = {}
        self.marks: defaultdict[str, list[tuple[set[str], str | None, str]]] = defaultdict(list)
        self.text: list[str] = []
        self._row = ""
        self._mark: tuple[set[str], str | None] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        self.tags.append(tag)
        if called := of.get("id"):
            self.ids.append(called)
        if tag == "a" and (to := of.get("href")):
            self.links.append(to)
        if tag == "input":
            self.inputs.add(of.get("id") or "")
        if tag == "option":
            self.options.add(of.get("value") or "")
        kinds = set((of.get("class") or "").split())
        if tag == "tbody" and "verdict" in kinds:
            self._row = of["id"] or ""
            self.rows[self._row] = kinds
        if tag == "h2":
            self._row = of.get("id") or ""
        if tag == "mark":
            self._mark = kinds, of.get("data-number")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._mark = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._mark:
            self.marks[self._row].append((*self._mark, data))


def test_every_verdict_is_on_the_page_and_every_link_leads_somewhere(case: Comparison) -> None:
    page = Page(written(changed(case), "html").decode())
    assert list(page.rows) == [f"v-{number}" for number in range(1, 6)]
    assert len(page.ids) == len(set(page.ids))
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert {"p-1", "c-1", "v-1", "pd-1-1", "cd-1-1", "pt-1", "a-1", "text-parent", "text-child"} <= set(page.ids)


def test_the_same_number_marks_what_corresponds_and_the_rest_is_marked_apart(case: Comparison) -> None:
    marks = Page(written(case, "html").decode()).marks["v-1"]
    same = [text for kinds, number, text in marks if "same" in kinds and number == "1"]
    assert same == ["Xây dựng Đề án cấp nước vùng hạn mặn", "Đề án cấp nước vùng hạn mặn của tỉnh"]
    assert [text for kinds, _, text in marks if "open" in kinds] == ["thành lập tổ kỹ thuật lưu động"]


def test_the_full_texts_stand_on_the_page_untouched_with_the_defects_marked(case: Comparison) -> None:
    page = Page(written(case, "html").decode())
    shown = "".join(page.text)
    assert case.parent.source.text.strip() in shown
    assert case.child.source.text.strip() in shown
    assert [text for kinds, _, text in page.marks["text-parent"] if "defect" in kinds] == ["Quý II/2026"]
    assert [text for kinds, _, text in page.marks["text-child"] if "defect" in kinds] == ["Tháng 7/2026"]
    assert any("added" in kinds for kinds, _, _ in page.marks["text-child"])


def test_each_status_and_defect_present_has_a_filter_and_a_rule(case: Comparison) -> None:
    source = written(case, "html").decode()
    page = Page(source)
    for status in ("covered", "partial", "missing", "out_of_remit"):
        assert f"by-{status}" in page.inputs
        assert f"body:has(#by-{status}:checked) tbody.verdict:not(.s-{status}) {{ display: none; }}" in source
    assert "by-undecidable" not in page.inputs
    assert {"by-declared", "by-review", "open-all"} <= page.inputs
    assert {"any", "late", "missing_product", "1", "2", "0"} <= page.options
    assert {"s-partial", "d-late", "defective", "review"} <= page.rows["v-1"]
    assert {"s-missing", "declared"} <= page.rows["v-2"]
    assert "l-0" in page.rows["v-5"]


def test_the_page_runs_nothing_and_admits_only_its_own_style(case: Comparison) -> None:
    source = written(case, "html").decode()
    assert "script" not in Page(source).tags
    assert "<b>inox" not in source
    style = source[source.index("<style>") + 7 : source.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy
    assert f"style-src 'sha256-{digest}'" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r'\b(?:style|on\w+|src)="', source.partition("</style>")[2])


def test_the_page_prints_on_a4_landscape_with_all_opened_and_no_full_texts(case: Comparison) -> None:
    source = written(case, "html").decode()
    assert "size: A4 landscape" in source
    printed = source[source.rindex("@media print") :]
    assert re.search(r"\.full \{ display: none; \}", printed)
    closed = source.index("tr.sides { display: none; }")
    assert "@media screen" in source[source.rindex("@supports", 0, closed) : closed]


def test_control_characters_never_reach_a_report(case: Comparison) -> None:
    bad = "Kiểm nghiệm\x07 mẫu\x1b[31m nước \ud800\uffff"
    first, *rest = case.found.verdicts
    task = first.parent_task.model_copy(update={"action": bad})
    found = case.found.model_copy(
        update={"verdicts": (first.model_copy(update={"parent_task": task, "why": bad}), *rest), "notes": (bad,)}
    )
    plan = case.parent.plan.model_copy(
        update={"tasks": tuple(one.model_copy(update={"action": bad}) for one in case.parent.plan.tasks)}
    )
    odd = Comparison(found, Document(case.parent.source, plan), case.child)
    for form in ("table", "html"):
        text = written(odd, form).decode()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        assert "Kiểm nghiệm\ufffd" in text
    assert "Kiểm nghiệm\ufffd" in str(load_workbook(io.BytesIO(written(odd, "xlsx"))).worksheets[1]["B2"].value)
    assert "Kiểm nghiệm\ufffd" in words(docx.Document(io.BytesIO(written(odd, "docx"))))


def test_marks_that_cross_each_other_lose_no_character() -> None:
    text = "một <hai> ba bốn"
    page = Page(woven(text, 0, len(text), [Mark(0, 9, "same c1", 1), Mark(4, 12, "open"), Mark(10, 12, "defect")]))
    assert "".join(page.text) == text
    assert [(kinds, number, piece) for kinds, number, piece in page.marks[""]] == [
        ({"same", "c1"}, "1", "một "),
        ({"same", "c1", "open"}, None, "<hai>"),
        ({"open"}, None, " "),
        ({"open", "defect"}, None, "ba"),
    ]
    page = Page(woven(text, 0, len(text), [Mark(0, 9, "same c2", 2), Mark(0, 3, "same c1", 1)]))
    assert [number for _, number, _ in page.marks[""]] == ["1, 2", None]


def test_each_kind_of_number_in_the_full_texts_has_its_colour(case: Comparison) -> None:
    source = written(case, "html").decode()
    assert '<a class="number" id="p-1" href="#v-1" data-number="1"' in source
    assert '<a class="number target" id="pt-1" href="#t-1" data-number="1"' in source
    assert '<a class="number added" id="c-3" href="#a-1" data-number="1"' in source


# ── the workbook ──────────────────────────────────────────────────────────────────────────────────


def book(case: Comparison) -> Workbook:
    return load_workbook(io.BytesIO(written(case, "xlsx")))


def test_the_workbook_has_its_sheets_and_a_row_for_every_verdict(case: Comparison) -> None:
    found = book(changed(case))
    sheets = ["Tổng hợp", "Đối chiếu", "Danh sách tồn tại", "Chỉ tiêu", "Nhiệm vụ bổ sung", "Thay đổi"]
    assert found.sheetnames == sheets
    assert book(case).sheetnames == sheets[:-1]
    matrix = found["Đối chiếu"]
    heads = [cell.value for cell in matrix[1]]
    assert heads[:8] == [
        "TT",
        "Nhiệm vụ cấp trên",
        "Chủ trì",
        "Phối hợp",
        "Thời hạn",
        "Sản phẩm",
        "Kết luận",
        "Nhiệm vụ cấp dưới",
    ]
    assert [row[6].value for row in matrix.iter_rows(min_row=2)] == [
        "Một phần",
        "Còn thiếu (đã giải trình)",
        "Đã có",
        "Không thuộc phạm vi",
        "Còn thiếu",
    ]
    assert matrix["O2"].value == "Có"
    assert matrix["P3"].value == "Sở Y tế: Đã làm năm 2025 (đến hết ngày 31/12/2026)"
    [change] = list(found["Thay đổi"].iter_rows(min_row=2, values_only=True))
    assert change[3:6] == ("Còn thiếu", "Một phần", "Tốt hơn")


def test_days_are_days_and_nothing_is_a_formula(case: Comparison) -> None:
    matrix = book(case)["Đối chiếu"]
    assert matrix["E2"].value == datetime(2026, 6, 30)  # noqa: DTZ001  a day in a sheet has no time zone
    assert matrix["E2"].number_format == "dd/mm/yyyy"
    assert matrix["J2"].value == datetime(2026, 7, 31)  # noqa: DTZ001
    assert matrix["E3"].value == "Thường xuyên"
    assert str(matrix["B4"].value).startswith("=HYPERLINK(")
    assert all(cell.data_type != "f" for sheet in book(case) for row in sheet.iter_rows() for cell in row)


def test_sheets_are_filtered_frozen_and_laid_out_for_a4_landscape(case: Comparison) -> None:
    for sheet in book(case).worksheets:
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert sheet.page_setup.fitToWidth is None or int(sheet.page_setup.fitToWidth) == 1
        assert sheet.sheet_properties.pageSetUpPr
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for sheet in book(case).worksheets[1:]:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"


def test_a_verdict_is_said_by_its_word_and_its_fill(case: Comparison) -> None:
    matrix = book(case)["Đối chiếu"]
    fills = {matrix.cell(row, 7).fill.fgColor.rgb for row in range(2, 6)}
    assert len(fills) == 4
    assert "00000000" not in fills


def test_only_gaps_and_defects_are_to_be_mended_and_what_was_signed_off_comes_last(case: Comparison) -> None:
    rows = list(book(case)["Danh sách tồn tại"].iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == [
        'Bổ sung nội dung: "thành lập tổ kỹ thuật lưu động".',
        "Sửa thời hạn, chậm nhất 30/06/2026.",
        "Ghi rõ sản phẩm: Đề án.",
        "Bổ sung nhiệm vụ này, nêu rõ cơ quan chủ trì.",
        f'Bổ sung chỉ tiêu: "{case.found.targets[0].parent.text}".',
        "Không phải sửa; đã giải trình.",
    ]
    assert rows[-1][6] == case.rows[1].justified


# ── the letter ────────────────────────────────────────────────────────────────────────────────────


def words(document: WordDocument) -> str:
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def test_the_letter_has_the_three_columns_of_reviewers(case: Comparison) -> None:
    document = docx.Document(io.BytesIO(written(case, "docx")))
    matrix = next(table for table in document.tables if len(table.columns) == 3)
    assert [cell.text for cell in matrix.rows[0].cells] == ["Nội dung dự thảo", "Căn cứ cấp trên", "Đánh giá"]
    assert len(matrix.rows) == 1 + 4  # what is out of remit stands in a list of its own
    draft, basis, assessment = (cell.text for cell in matrix.rows[1].cells)
    assert "Xây dựng Đề án cấp nước vùng hạn mặn của tỉnh" in draft
    assert "thành lập tổ kỹ thuật lưu động" in basis
    assert assessment.startswith("Một phần – cần người xem lại\nVì thế.\n– Chậm hơn thời hạn cấp trên: ")
    told = words(document)
    for row in case.rows:
        assert row.task.action in told
    for title in ("Kiến nghị chỉnh sửa", "Chỉ tiêu", "Tồn tại đã giải trình", "Nhiệm vụ cấp dưới tự bổ sung"):
        assert re.search(rf"[IVX]+\. {title}", told)
    assert HOSTILE.split(maxsplit=1)[0] in told


def test_the_letter_is_a4_landscape_in_times_with_page_numbers_and_heads_that_repeat(case: Comparison) -> None:
    content = written(case, "docx")
    document = docx.Document(io.BytesIO(content))
    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width
    assert section.page_height
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert 'w:instr="PAGE"' in section.header._element.xml
    for table in document.tables:
        first, *others = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (first, *others))
    assert written(case, "docx") == content


# ── the screen, and pairs that are none ───────────────────────────────────────────────────────────


def test_the_screen_shows_what_changed_what_was_signed_off_and_each_defect(case: Comparison) -> None:
    told = written(changed(case), "table").decode()
    assert "1 nhiệm vụ tốt hơn, 0 kém hơn" in told
    assert "Tồn tại đã giải trình: 1" in told
    assert "! Chậm hơn thời hạn cấp trên" in told
    assert "Thiếu sản phẩm" in told
    assert "Nhiệm vụ giao chung cho các tỉnh." in told
    assert told.index("Thay đổi so với") < told.index("Một phần ?") < told.index("Tồn tại đã giải trình: 1")


@pytest.mark.parametrize("form", ["table", "html", "xlsx", "docx"])
def test_a_pair_without_tasks_says_so_first(none: Comparison, form: str) -> None:
    note = sentence("pair", "no_child_tasks")
    assert note in none.alerts
    content = written(none, form)
    if form == "xlsx":
        told = "\n".join(str(cell) for row in load_workbook(io.BytesIO(content)).worksheets[0].values for cell in row)
    elif form == "docx":
        told = words(docx.Document(io.BytesIO(content)))
    else:
        told = content.decode().partition("</head>")[2] or content.decode()
    assert told.index(note) < told.index("77/QĐ-TTg")


@pytest.mark.parametrize("form", FORMATS)
def test_a_directive_without_tasks_makes_no_empty_report(none: Comparison, form: str) -> None:
    turned = Comparison(cover(none.child, none.parent), none.child, none.parent)
    content = written(turned, form)
    if form in ("xlsx", "docx"):
        assert content.startswith(b"PK")
    else:
        assert sentence("pair", "no_parent_tasks") in content.decode()
    if form in ("table", "html"):
        assert said("no_tasks") in content.decode()


def test_the_same_file_twice_says_so(case: Comparison) -> None:
    same = Comparison(cover(case.parent, case.parent), case.parent, case.parent)
    assert written(same, "table").decode().startswith(sentence("pair", "same"))
    assert not [one for one in mends(same) if one.kind == "missing"]


# ── the command ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["xlsx", "docx", "html"])
def test_the_command_writes_a_file_by_its_ending(tmp_path: Path, form: str) -> None:
    corpus = CHECKOUT / "corpus"
    out = tmp_path / f"report.{form}"
    files = ["--parent", str(corpus / "qd-2916-ttg.md"), "--child", str(corpus / "kh-46-vinh-long.md")]
    assert main(["cover", *files, "--previous", str(corpus / "kh-46-vinh-long.md"), "-o", str(out)]) == 0
    assert out.stat().st_size > 10_000


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_no_workbook_and_no_letter_on_a_terminal(case: Comparison, form: str) -> None:
    with pytest.raises(UsageError, match=f"give -o FILE.{form}"):
        list(writer(form)(case.found, case.parent, case.child, View(colours=True)))


def test_every_name_of_a_status_and_defect_is_told(case: Comparison) -> None:
    assert isinstance(case.found, Coverage)
    told = written(case, "table").decode()
    assert all(name(status).split()[0] in told for status in ("covered", "partial", "missing", "out_of_remit"))

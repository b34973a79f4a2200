"""Every format says what the plan says, safely, and looks the way people expect."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from pipeline.documents import (
    Agency,
    Deadline,
    DocumentInfo,
    Finding,
    Issuer,
    Plan,
    Product,
    SourceInfo,
    SourceText,
    Span,
    Target,
    Task,
)
from pipeline.errors import UsageError
from pipeline.report import explain, formats, output, wording
from pipeline.report.extracted import Extracted, View

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

TEXT = """BỘ NÔNG TRANG
Số: 12/QĐ-BNT
QUYẾT ĐỊNH
Ban hành Kế hoạch giữ sạch kênh Bến Tràm <giai đoạn 2025-2026>

I. NHIỆM VỤ
1. Rà soát, thống kê toàn bộ các điểm xả thải ra kênh & lập bản đồ.
Cơ quan chủ trì: Cục Kênh rạch; phối hợp: Sở Nông trang các tỉnh, Vụ Kế hoạch, Tài chính
Thời hạn: Quý IV năm 2025
Sản phẩm: Báo cáo thống kê
2. [bold]Nạo vét[/bold] kênh trước ngày 31/5, do Chủ tịch xã Bến Tràm chỉ đạo.
II. TỔ CHỨC THỰC HIỆN
3. Báo cáo kết quả định kỳ ngày 19 hằng tháng.
Chỉ tiêu: trên 95% hộ dân ký cam kết vào năm 2026.
Nơi nhận: như trên
"""


def span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span(start=start, end=start + len(quote))


def agency(text: str, source: str = "label") -> Agency:
    return Agency.model_validate(
        {"text": text, "agency": None, "span": span(text), "from": source, "rule": f"role.{source}"}
    )


def deadline(text: str, kind: str, **values: object) -> Deadline:
    fields = {"text": text, "kind": kind, "span": span(text), "from": "item", "rule": f"deadline.{kind}"}
    return Deadline.model_validate(fields | values)


def task(number: int, action: str, **fields: object) -> Task:
    base = {
        "id": f"t{number}",
        "ordinal": f"I.{number}",
        "path": ("I. NHIỆM VỤ",),
        "origin": "list",
        "rule": "item.leaf",
    }
    return Task.model_validate(base | {"action": action, "span": span(action)} | fields)


@pytest.fixture
def item() -> Extracted:
    source = SourceText(name="kenh.txt", format="txt", sha256="0" * 64, text=TEXT, blocks=())
    tasks = (
        task(
            1,
            "Rà soát, thống kê toàn bộ các điểm xả thải ra kênh & lập bản đồ.",
            leads=(agency("Cục Kênh rạch"),),
            partners=(agency("Sở Nông trang các tỉnh"), agency("Vụ Kế hoạch, Tài chính")),
            deadline=deadline("Quý IV năm 2025", "quarter", start="2025-10-01", end="2025-12-31"),
            product=Product.model_validate(
                {"text": "Báo cáo thống kê", "span": span("Báo cáo thống kê"), "from": "label", "rule": "label.product"}
            ),
        ),
        task(
            2,
            "[bold]Nạo vét[/bold] kênh trước ngày 31/5, do Chủ tịch xã Bến Tràm chỉ đạo.",
            supervisors=(agency("Chủ tịch xã Bến Tràm", "item"),),
            deadline=deadline("trước ngày 31/5", "before_date", end="XXXX-05-30"),
        ),
        task(
            3,
            "Báo cáo kết quả định kỳ ngày 19 hằng tháng.",
            path=("II. TỔ CHỨC THỰC HIỆN",),
            ordinal=None,
            deadline=deadline("định kỳ ngày 19 hằng tháng", "recurring", recurrence="FREQ=MONTHLY;BYMONTHDAY=19"),
        ),
    )
    target = Target(
        text="trên 95% hộ dân ký cam kết",
        span=span("trên 95% hộ dân ký cam kết"),
        comparator=">",
        value=95.0,
        unit="%",
        by="2026-12-31",
        rule="target.percent",
    )
    finding = Finding(code="no_lead", message="Nhiệm vụ 2 không nêu cơ quan chủ trì.", span=tasks[1].span)
    document = DocumentInfo(
        number="12/QĐ-BNT",
        type="QĐ",
        title="Ban hành Kế hoạch giữ sạch kênh Bến Tràm <giai đoạn 2025-2026>",
        issuer=Issuer(text="Bộ Nông trang"),
        issued_on="2025-03-04",
        implements=("25-CT/TW",),
    )
    info = SourceInfo(name="kenh.txt", sha256="0" * 64, format="txt", chars=len(TEXT))
    plan = Plan(source=info, document=document, tasks=tasks, targets=(target,), findings=(finding,))
    return Extracted(source, plan)


def report(name: str, *items: Extracted, width: int = 120, colours: bool = False) -> bytes:
    return b"".join(formats.writer(name)(items, View(several=len(items) > 1, width=width, colours=colours)))


# ── records ───────────────────────────────────────────────────────────────────────────────────────


def test_json_is_one_object_for_one_document_and_a_list_for_several(item: Extracted) -> None:
    assert json.loads(report("json", item))["schema"] == "dondoc/1"
    assert [one["schema"] for one in json.loads(report("json", item, item))] == ["dondoc/1", "dondoc/1"]


def test_json_names_the_fields_as_the_contract_does(item: Extracted) -> None:
    record = json.loads(report("json", item))
    assert set(record) == {"schema", "source", "document", "tasks", "targets", "findings"}
    first = record["tasks"][0]
    assert first["leads"][0]["from"] == "label"
    assert first["deadline"]["end"] == "2025-12-31"
    assert first["span"]["page"] is None
    assert record["tasks"][1]["leads"] == []
    assert record["tasks"][1]["product"] is None


def test_json_shows_vietnamese_as_it_is_and_whole_numbers_without_a_fraction(item: Extracted) -> None:
    printed = report("json", item).decode()
    assert "Cục Kênh rạch" in printed
    assert re.search(r'"value": 95,', printed)


def test_the_json_can_be_read_back_into_the_same_plan(item: Extracted) -> None:
    assert Plan.model_validate_json(report("json", item)) == item.plan


def test_jsonl_has_one_line_a_document(item: Extracted) -> None:
    lines = report("jsonl", item, item).decode().splitlines()
    assert [json.loads(line)["document"]["number"] for line in lines] == ["12/QĐ-BNT", "12/QĐ-BNT"]


def test_text_is_the_source_text_and_nothing_else(item: Extracted) -> None:
    assert report("text", item).decode() == TEXT


def test_text_of_two_documents_is_refused_because_spans_would_lie(item: Extracted) -> None:
    with pytest.raises(UsageError, match="one file"):
        report("text", item, item)


# ── csv ───────────────────────────────────────────────────────────────────────────────────────────


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_csv_opens_right_in_excel(item: Extracted) -> None:
    data = report("csv", item)
    assert data.startswith("\ufeffSTT,".encode())
    assert data.count(b"\r\n") == 4


def test_csv_has_a_row_a_task_with_dates_that_sort(item: Extracted) -> None:
    rows = rows_of(report("csv", item))
    assert [row["Mục"] for row in rows] == ["I.1", "I.2", ""]
    assert rows[0]["Hạn cuối"] == "2025-12-31"
    assert rows[0]["Cơ quan phối hợp"] == "Sở Nông trang các tỉnh; Vụ Kế hoạch, Tài chính"
    assert rows[1]["Hạn cuối"] == "30/05 (chưa rõ năm)"
    assert rows[2]["Định kỳ"] == "hằng tháng, ngày 19"
    assert rows[2]["Vị trí"] == "dòng 13"


@pytest.mark.parametrize("begun", ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1"])
def test_no_csv_cell_is_taken_for_a_formula(item: Extracted, begun: str) -> None:
    tasks = (item.plan.tasks[0].model_copy(update={"action": begun}),)
    spoiled = Extracted(item.source, item.plan.model_copy(update={"tasks": tasks}))
    assert rows_of(report("csv", spoiled))[0]["Nội dung nhiệm vụ"] == f"'{begun}"


# ── xlsx ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def book(item: Extracted) -> Workbook:
    return load_workbook(io.BytesIO(report("xlsx", item)))


def test_the_workbook_has_a_sheet_each_for_tasks_targets_findings_and_documents(book: Workbook) -> None:
    assert book.sheetnames == ["Nhiệm vụ", "Chỉ tiêu", "Phát hiện", "Tài liệu"]


def test_the_head_of_the_task_sheet_is_frozen_filtered_and_repeated_in_print(book: Workbook) -> None:
    sheet = book["Nhiệm vụ"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    fitting = sheet.sheet_properties.pageSetUpPr  # one page wide is what Excel takes when no number is given
    assert fitting is not None
    assert fitting.fitToPage
    assert sheet.page_setup.fitToHeight == 0


def column(book: Workbook, sheet: str, title: str) -> list[object]:
    rows = list(book[sheet].iter_rows(values_only=True))
    return [row[rows[0].index(title)] for row in rows[1:]]


def test_a_known_day_is_a_date_in_the_workbook_and_an_unknown_year_is_text(book: Workbook) -> None:
    days = column(book, "Nhiệm vụ", "Hạn cuối")
    assert days == [datetime(2025, 12, 31), "30/05 (chưa rõ năm)", None]  # noqa: DTZ001  as openpyxl gives it
    assert column(book, "Chỉ tiêu", "Giá trị") == [95]


@pytest.mark.parametrize("begun", ["=1+1", "{=1}", "http://example.org", "12", "internal:Sheet1!A1"])
def test_text_stays_text_in_the_workbook(item: Extracted, begun: str) -> None:
    tasks = (item.plan.tasks[0].model_copy(update={"action": begun}),)
    data = report("xlsx", Extracted(item.source, item.plan.model_copy(update={"tasks": tasks})))
    cell = load_workbook(io.BytesIO(data))["Nhiệm vụ"]["C2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (begun, "s", None)


def test_a_text_longer_than_a_cell_may_be_is_cut_with_a_mark_and_not_lost(item: Extracted) -> None:
    tasks = (item.plan.tasks[0].model_copy(update={"action": "rất dài " * 5_000}),)
    data = report("xlsx", Extracted(item.source, item.plan.model_copy(update={"tasks": tasks})))
    value = load_workbook(io.BytesIO(data))["Nhiệm vụ"]["C2"].value
    assert isinstance(value, str)
    assert value.endswith("…")


def test_a_workbook_of_several_documents_says_in_each_row_which_one_it_is_from(item: Extracted) -> None:
    both = load_workbook(io.BytesIO(report("xlsx", item, item)))
    assert column(both, "Nhiệm vụ", "Văn bản") == ["12/QĐ-BNT"] * 6
    assert both["Nhiệm vụ"]["B1"].value == "Văn bản"


def test_equal_plans_give_equal_workbooks(item: Extracted) -> None:
    assert report("xlsx", item) == report("xlsx", item)


# ── table ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120, 149, 150, 200])
def test_the_table_fits_its_width_and_loses_no_word(item: Extracted, width: int) -> None:
    printed = report("table", item, width=width).decode()
    assert max(map(len, printed.splitlines())) <= width
    words = set(re.findall(r"\w+", printed))
    for one in item.plan.tasks:
        said = [one.action, *(body.text for body in (*one.leads, *one.partners, *one.supervisors))]
        assert words.issuperset(re.findall(r"\w+", " ".join(said)))


def test_a_piped_table_has_no_escape_codes_and_a_coloured_one_has(
    item: Extracted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert b"\x1b" not in report("table", item)
    assert b"\x1b[" in report("table", item, colours=True)


def test_a_document_cannot_steer_the_terminal(item: Extracted) -> None:
    tasks = (item.plan.tasks[0].model_copy(update={"action": "\x1b[2J\x07xóa màn hình"}),)
    spoiled = Extracted(item.source, item.plan.model_copy(update={"tasks": tasks}))
    assert b"\x1b" not in report("table", spoiled)


def test_the_table_names_gaps_targets_and_findings(item: Extracted) -> None:
    printed = report("table", item, width=120).decode()
    assert "3 nhiệm vụ · 2 chưa rõ cơ quan chủ trì · 1 chỉ tiêu · 1 điểm cần xem lại" in printed
    assert "trên 95 %" in printed
    assert "Nhiệm vụ 2 không nêu cơ quan chủ trì. (dòng 11)" in printed


def test_a_document_without_tasks_has_a_table_that_says_so(item: Extracted) -> None:
    empty = Extracted(item.source, item.plan.model_copy(update={"tasks": (), "targets": (), "findings": ()}))
    assert "0 nhiệm vụ" in report("table", empty).decode()


# ── html ──────────────────────────────────────────────────────────────────────────────────────────


class Page(HTMLParser):
    """Collects what a reader of the page gets: ids, links, and the text of the document."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.marked: list[tuple[str, str]] = []
        self._inside = 0
        self._mark = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name == "href" and value]
        if self._inside and tag == "br":
            self.text += "\n"
        elif self._inside or values.get("class") == "entities":
            self._inside += 1
        if tag == "mark":
            self._mark = values.get("class") or ""

    def handle_endtag(self, tag: str) -> None:
        self._inside -= bool(self._inside)
        self._mark = "" if tag == "mark" else self._mark

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data
            if self._mark:
                self.marked.append((self._mark, data))


@pytest.fixture
def page(item: Extracted) -> Page:
    return Page(report("html", item))


def test_the_page_holds_the_source_text_to_the_letter(page: Page) -> None:
    assert page.text == TEXT


def test_the_page_marks_each_record_in_its_place(page: Page) -> None:
    assert ("lead", "Cục Kênh rạch") in page.marked
    assert ("task deadline finding", "trước ngày 31/5") in [
        (" ".join(sorted(kinds.split(), key=["task", "deadline", "finding"].index)), text)
        for kinds, text in page.marked
        if set(kinds.split()) <= {"task", "deadline", "finding"}
    ]


def test_every_link_of_the_page_leads_somewhere_in_it(page: Page) -> None:
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_needs_nothing_from_outside_and_runs_no_script(item: Extracted, page: Page) -> None:
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert b"@import" not in report("html", item)
    assert not re.search(rb"url\(", report("html", item))


def test_markup_in_a_document_is_shown_and_not_run(item: Extracted) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)"> {text} '
    tasks = (item.plan.tasks[0].model_copy(update={"action": evil, "path": (evil,), "ordinal": evil}),)
    source = item.source.model_copy(update={"text": evil + TEXT, "name": evil})
    spoiled = Page(report("html", Extracted(source, item.plan.model_copy(update={"tasks": tasks}))))
    assert not {"script", "img"} & set(spoiled.tags)
    assert spoiled.text == evil + TEXT


def test_a_page_of_two_documents_lists_them(item: Extracted) -> None:
    both = Page(report("html", item, item))
    assert {"#document-1", "#document-2"} <= set(both.links)
    assert len(both.ids) == len(set(both.ids))


def test_without_spacy_the_page_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=re.escape('pip install "dondoc[nlp]"')):
        formats.writer("html")


# ── explain ───────────────────────────────────────────────────────────────────────────────────────


def test_explain_draws_carets_under_the_quote_of_each_field(item: Extracted) -> None:
    lines = list(explain.lines(item, 120))
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("lead"))
    source_line, carets = lines[at + 2], lines[at + 3]
    assert "role.label, from label; line 8" in lines[at]
    start = carets.index("^")
    assert source_line[start : carets.rindex("^") + 1] == "Cục Kênh rạch"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_line_too_long_for_the_screen_is_cut_around_the_place(item: Extracted, width: int) -> None:
    lines = list(explain.lines(item, width, "t2"))
    assert max(len(line) for line in lines if "│" in line) <= width
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("supervisor"))
    source_line, carets = lines[at + 2], lines[at + 3]
    assert source_line[carets.index("^") : carets.rindex("^") + 1] == "Chủ tịch xã Bến Tràm"


def test_carets_stand_right_under_decomposed_letters(item: Extracted) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    quote = unicodedata.normalize("NFD", "Cục Kênh rạch")
    start = text.index(quote)
    lead = item.plan.tasks[0].leads[0].model_copy(update={"span": Span(start=start, end=start + len(quote))})
    task_1 = item.plan.tasks[0].model_copy(update={"leads": (lead,)})
    decomposed = Extracted(
        item.source.model_copy(update={"text": text}), item.plan.model_copy(update={"tasks": (task_1,)})
    )
    lines = list(explain.lines(decomposed, 120))
    at = next(number for number, line in enumerate(lines) if line.strip().startswith("lead"))
    shown = unicodedata.normalize("NFC", lines[at + 2])
    assert shown[lines[at + 3].index("^") : lines[at + 3].rindex("^") + 1] == "Cục Kênh rạch"


def test_explain_takes_a_task_by_its_id_or_its_number(item: Extracted) -> None:
    assert list(explain.lines(item, 100, "t2")) == list(explain.lines(item, 100, "2"))


def test_explain_says_which_tasks_there_are_when_asked_for_another(item: Extracted) -> None:
    with pytest.raises(UsageError, match="1 to 3"):
        list(explain.lines(item, 100, "t9"))


# ── wording and places ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=YEARLY", "hằng năm"),
        ("FREQ=MONTHLY;INTERVAL=3", "hằng quý"),
        ("FREQ=MONTHLY;INTERVAL=6", "6 tháng một lần"),
        ("FREQ=MONTHLY;BYMONTHDAY=19", "hằng tháng, ngày 19"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "hằng tháng, ngày cuối tháng"),
        ("FREQ=WEEKLY;BYDAY=FR", "hằng tuần, thứ Sáu"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15\nFREQ=YEARLY", "hằng năm, ngày 15, tháng 6; hằng năm"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),
    ],
)
def test_a_recurrence_is_said_in_words(rule: str, words: str) -> None:
    assert wording.recurrence(rule) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2025-12-31", "31/12/2025"), ("XXXX-05-31", "31/05 (chưa rõ năm)"), ("XXXX-05", "05 (chưa rõ năm)"), (None, "")],
)
def test_a_day_is_written_as_vietnamese_offices_do(iso: str | None, words: str) -> None:
    assert wording.day(iso) == words


@pytest.mark.parametrize(("value", "words"), [(95, "95"), (1250, "1.250"), (0.5, "0,5"), (1234.5, "1.234,5")])
def test_a_number_is_written_with_decimal_comma(value: float, words: str) -> None:
    assert wording.number(value) == words


def test_lines_are_counted_as_editors_count_them() -> None:
    source = SourceText(name="a", format="txt", sha256="", text="một\r\nhai\rba\n\nnăm", blocks=())
    info = SourceInfo(name="a", sha256="", format="txt", chars=len(source.text))
    item = Extracted(source, Plan(source=info, document=DocumentInfo()))
    assert [item.line_text(number) for number in range(1, 6)] == ["một", "hai", "ba", "", "năm"]
    assert item.place(Span(start=0, end=7)) == "dòng 1–2"


# ── files ─────────────────────────────────────────────────────────────────────────────────────────


def failing() -> Iterator[bytes]:
    yield b"half"
    raise InterruptedError


def test_a_report_that_breaks_off_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_bytes(b"old")
    with pytest.raises(UsageError, match=r"out\.json: cannot be written"):
        output.save(failing(), out)
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    assert out.read_bytes() == b"old"


def test_a_saved_report_keeps_the_rights_of_the_file_it_replaces(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_bytes(b"old")
    out.chmod(0o640)
    output.save([b"new"], out)
    assert (out.read_bytes(), out.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_link_is_written_through_and_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    link.symlink_to(real)
    output.save([b"new"], link)
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")


def test_a_device_is_written_to_and_not_replaced() -> None:
    output.save([b"x"], Path("/dev/null"))
    assert not Path("/dev/null").is_file()


def test_no_report_goes_over_its_own_input(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("x")
    (tmp_path / "b.txt").symlink_to(source)
    for out in ("a.txt", "b.txt"):
        with pytest.raises(UsageError, match="is an input"):
            output.check(tmp_path / out, [str(source)])


def test_a_report_into_a_folder_or_a_missing_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        output.check(tmp_path, [])
    with pytest.raises(UsageError, match="make it first"):
        output.check(tmp_path / "none" / "a.json", [])


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.json", "json"),
        ("A.XLSX", "xlsx"),
        ("a.txt", "table"),
        (None, "table"),
        ("a.docx", "docx"),
        ("json", "table"),
    ],
)
def test_the_ending_of_the_output_chooses_the_format(name: str | None, wanted: str) -> None:
    assert formats.for_file(name) == wanted


@pytest.mark.parametrize(("name", "said"), [("docx", "not there yet"), ("yaml", "no format named")])
def test_an_unknown_format_is_refused_with_the_ones_there_are(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=rf"{said}.*choose one of table, json"):
        formats.writer(name)

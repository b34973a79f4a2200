"""Saved pages of portals: the document whole, nothing of the page around it, and the day on which it was published."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest
from same_records import head, records

from pipeline.documents import Paragraph, SourceText, Span, Table
from pipeline.folding import compact
from pipeline.read import read_bytes, read_path
from pipeline.run import extract

CHECKOUT = Path(__file__).resolve().parent.parent
CORPUS = CHECKOUT / "corpus"
portals = import_module("forms_web")
DOCUMENTS = sorted(path for path in CORPUS.glob("*.*") if path.suffix in {".txt", ".md"})
LAYOUTS = ("thu-vien", "cong-tt", "bao", "trang-tin")
AROUND = (
    *portals.TEASERS, "Đăng nhập", "Hỏi đáp pháp luật", "Bài viết mới", "Bài viết gần đây", "Quảng cáo",
    "Chịu trách nhiệm nội dung", "Bản quyền", "Bình luận", "Từ khóa", "Facebook", "Bài tiếp theo", "Đọc nhiều",
    "Lượt truy cập", "Giấy phép số", "Tải về PDF", "Giao xã làm trước ngày 20/3", "Tổng Biên tập",
    "Đề nghị Sở Y tế kiểm tra thường xuyên",
)  # fmt: skip
BODY = "".join(f"<p>{number}. Sở Công Thương triển khai nhiệm vụ thứ {number} của tỉnh.</p>" for number in range(1, 20))
FOOT = "<p>Nơi nhận:</p><p>- Như trên;</p>"
LINKS = "".join(f'<li><a href="/{number}">Sở Y tế họp giao ban lần {number}</a></li>' for number in range(5))


def _read(body: str, head: str = "") -> SourceText:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "trang.html")


def _shown(source: SourceText) -> list[str]:
    """Return what stands in paragraphs and cells, in one spelling, without markdown's signs."""
    places = [
        parts
        for block in source.blocks
        for parts in ([block.parts] if isinstance(block, Paragraph) else _cells(block))
        if parts
    ]
    return [_plain(" ".join(source.quote(part) for part in parts)) for parts in places]


def _cells(table: Table) -> list[tuple[Span, ...]]:
    return [cell.parts for row in table.rows for cell in row.cells]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", re.sub(r"<br ?/?>", " ", compact(text))).strip()


# ── whole pages ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("named", [True, False], ids=["names of classes", "no names"])
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_portal_keeps_every_line_and_cell_and_nothing_else(path: Path, layout: str, *, named: bool) -> None:
    original = read_path(path)
    page = portals.pages(original, "Văn bản")[layout]
    if not named:  # as pages of today's tools have them: css-1x2y
        page = re.sub(r' (?:class|id)="[^"]*"', "", page)
    wanted, text = _shown(original), " ".join(_shown(_read(page)))
    assert [line for line in wanted if line not in text] == []
    assert [said for said in map(_plain, AROUND) if said in text and said not in " ".join(wanted)] == []


@pytest.mark.parametrize("path", sorted((CORPUS / "forms").glob("*.html")), ids=lambda path: path.name)
def test_a_saved_page_gives_the_same_records(path: Path) -> None:
    (original,) = CORPUS.glob(f"{path.name.split('.')[0]}.*")
    page, plan = extract(read_path(path)), extract(read_path(original))
    assert records(page) == records(plan)
    assert head(page) == head(plan)


# ── what is around the document ───────────────────────────────────────────────────────────────────


def test_related_news_amid_an_article_ends_nothing() -> None:
    for box in (f"<div><h4>Tin liên quan</h4><ul>{LINKS}</ul></div>", f"<h4>Tin liên quan</h4><ul>{LINKS}</ul>"):
        assert _shown(_read(f"{BODY}{box}{BODY}{FOOT}")) == _shown(_read(BODY + BODY + FOOT))


def test_other_news_and_comments_below_the_document_end_it() -> None:
    below = f"<h3>Tin cùng chuyên mục</h3><ul>{LINKS}</ul><h3>Bình luận (1)</h3><p>Bạn đọc: Sở Y tế làm ngay.</p>"
    assert _shown(_read(BODY + FOOT + below)) == _shown(_read(BODY + FOOT))


@pytest.mark.parametrize(
    "name", ["tin-lien-quan", "TinLienQuan", "box_binhluan", "news-related", "quangcao", "cung-muc"]
)
def test_what_portals_call_their_boxes_is_known(name: str) -> None:
    assert _shown(_read(f"<div class='{name}'><p>Sở Y tế họp</p></div>{BODY}")) == _shown(_read(BODY))


@pytest.mark.parametrize("name", ["noi-dung", "content", "vanban", "relation", "commentary", "tieu-de"])
def test_what_only_sounds_like_a_box_is_kept(name: str) -> None:
    assert "so y te hop" in _unmarked(_shown(_read(f"<div class='{name}'><p>Sở Y tế họp</p></div>{BODY}")))


def _unmarked(lines: list[str]) -> str:
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", " ".join(lines)))


def test_the_head_of_a_document_is_a_table_whatever_it_is_called() -> None:
    table = "<table class='header dau-trang'><tr><td>SỞ Y TẾ<br>Số: 12/KH-SYT<td>CỘNG HÒA XÃ HỘI</table>"
    assert _shown(_read(table + BODY))[0] == "sở y tế số 12 kh syt"


def test_a_sentence_full_of_links_and_links_to_places_of_the_page_are_text() -> None:
    cited = (
        "<p>Căn cứ <a href=/1>Luật A</a>, <a href=/2>Luật B</a> và <a href=/3>Luật C</a> đã được Quốc hội thông qua</p>"
    )
    parts = "<div><a href=#1>Chương I</a> <a href=#2>Chương II</a> <a name=3>Chương III</a></div>"
    lines = _shown(_read(cited + parts + BODY))
    assert lines[0].startswith("căn cứ luật a luật b")
    assert lines[1] == "chương i chương ii chương iii"


def test_a_document_that_speaks_of_licences_and_rights_goes_on() -> None:
    line = "<p>Giấy phép số 12/GP-UBND hết hạn thì cấp lại.</p>"
    assert _shown(_read(BODY + line + BODY + FOOT))[-1] == "như trên"


# ── the day of publication ────────────────────────────────────────────────────────────────────────

LD = {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2026-03-03T09:15:00+07:00"}]}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2026-03-03T09:15:00+07:00">', ""),
        ('<meta name="pubdate" content="2026-03-03">', ""),
        ('<meta itemprop="datePublished" content="03/03/2026">', ""),
        (f'<script type="application/ld+json">{json.dumps(LD)}</script>', ""),
        ("", '<time datetime="2026-03-03T10:00">3 Tháng Ba</time>'),
        ("", '<span itemprop="datePublished">03/03/2026</span>'),
        ("", "<div>Thứ ba, 03/03/2026 09:15 (GMT+7)</div>"),
        ("", "<p>Ngày đăng: 3/3/2026</p>"),
        ("", "<p>03/03/2026 09:15</p>"),
        ("", "<p>09:15 | 03/03/2026</p>"),
        ('<script type="application/ld+json">{damaged</script>', "<p>Cập nhật lúc 3/3/2026</p>"),
        ('<meta name="date" content="2026-02-30">', "<p>Đăng ngày 03-03-2026</p>"),
    ],
)
def test_the_day_of_publication_is_what_the_page_says_of_itself(head: str, body: str) -> None:
    assert _read(body + BODY, head).published == "2026-03-03"


@pytest.mark.parametrize(
    "body", ["", "<p>Hà Nội, ngày 03/03/2026</p>", "<p>Căn cứ Quyết định ngày 03/03/2026</p>", "<p>Hạn: 03/03/2026</p>"]
)
def test_a_day_in_the_document_is_not_that_of_the_page(body: str) -> None:
    assert _read(body + BODY).published is None


ORDERS = """<h1>Thành phố triển khai công tác trường học</h1>
<p>II. NHIỆM VỤ</p>
<p>1. Sở Y tế chủ trì kiểm tra bếp ăn các trường, hoàn thành trước ngày 30/4.</p>
<p>2. Sở Tài chính chủ trì bố trí kinh phí trong vòng 10 ngày kể từ ngày ký.</p>
"""
PUBLISHED = '<meta property="article:published_time" content="2026-03-03">'


def test_missing_years_are_those_of_the_publication_but_days_are_not_counted_from_it() -> None:
    silent, dated = extract(_read(ORDERS)), extract(_read(ORDERS, PUBLISHED))
    assert [task.deadline.end for task in silent.tasks if task.deadline] == ["XXXX-04-29", None]
    assert [task.deadline.end for task in dated.tasks if task.deadline] == ["2026-04-29", None]
    assert [task.deadline.year_inferred for task in dated.tasks if task.deadline] == [True, False]
    assert dated.document.issued_on is None


def test_the_day_of_issue_goes_before_that_of_publication() -> None:
    letterhead = (
        "<p>Số: 12/KH-UBND</p><p>Hải Vân, ngày 05 tháng 5 năm 2025</p><p>KẾ HOẠCH</p><p>Công tác trường học</p>"
    )
    plan = extract(_read(letterhead + ORDERS, PUBLISHED))
    assert plan.document.issued_on == "2025-05-05"
    assert plan.tasks[0].deadline is not None
    assert plan.tasks[0].deadline.end == "2026-04-29"  # the first such day after issue


@pytest.mark.parametrize(("day", "issued"), [("ngày 25/02", "2026-02-25"), ("ngày 25/12", "2025-12-25")])
def test_an_article_tells_a_day_without_its_year_shortly_after(day: str, issued: str) -> None:
    article = (
        f"<p>{day.capitalize()}, Ban Bí thư ban hành Chỉ thị số 87-CT/TW về tăng cường sự lãnh đạo của Đảng.</p>"
        "<p>Theo đó, Ban Bí thư yêu cầu các cấp uỷ thực hiện tốt các nhiệm vụ sau:</p>"
    )
    assert extract(_read(article + BODY, PUBLISHED)).document.issued_on == issued
    assert extract(_read(article + BODY)).document.issued_on is None

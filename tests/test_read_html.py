"""Reading web pages: what a person sees becomes text, paragraphs and tables; the rest of the page is left out."""

from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents import Paragraph, SourceText, Span, Table
from pipeline.errors import InputError
from pipeline.read import read_bytes

BODY = "".join(
    f"<p>{number}. Sở Công Thương triển khai nhiệm vụ thứ {number} của Kế hoạch.</p>" for number in range(1, 13)
)


def _read(body: str, head: str = "") -> SourceText:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "trang.html")


def _paragraphs(source: SourceText) -> list[str]:
    return [source.quote(block.parts[0]) for block in source.blocks if isinstance(block, Paragraph)]


def _tables(source: SourceText) -> list[list[list[str]]]:
    return [
        [[source.quote(cell.parts[0]) if cell.parts else "" for cell in row.cells] for row in block.rows]
        for block in source.blocks
        if isinstance(block, Table)
    ]


# ── paragraphs ────────────────────────────────────────────────────────────────────────────────────


def test_the_source_text_is_what_a_person_reads() -> None:
    source = _read(
        "<h1>KẾ HOẠCH</h1><p>Sở\n <b>Y tế</b>&nbsp;chủ trì</p><table><tr><td>TT<td>Việc<tr><td>1<td></table>"
    )
    assert source.text == "KẾ HOẠCH\nSở Y tế chủ trì\n| TT | Việc |\n| 1 |  |\n"
    assert (source.format, source.encoding) == ("html", "utf-8")


def test_a_word_stays_whole_though_tags_stand_in_it() -> None:
    assert _paragraphs(_read("<p>H<b>à</b> N<span>ộ</span>i, <i>ngày</i> 5</p>")) == ["Hà Nội, ngày 5"]
    assert _tables(_read("<table><tr><td>H<b>à</b> Nội<td>b</tr></table>")) == [[["Hà Nội", "b"]]]


def test_unclosed_tags_end_where_the_next_paragraph_begins() -> None:
    assert _paragraphs(_read("<p>Một<p>Hai<ul><li>Ba<li>Bốn</ul>Năm<div>Sáu")) == [
        "Một",
        "Hai",
        "Ba",
        "Bốn",
        "Năm",
        "Sáu",
    ]


def test_entities_become_their_characters() -> None:
    assert _paragraphs(_read("<p>S&#7903; Y t&#x1EBF; &amp; Sở&nbsp;Nội vụ &lt;b&gt; &ndash; &quot;gấp&quot;</p>")) == [
        'Sở Y tế & Sở Nội vụ <b> – "gấp"'
    ]


def test_a_line_break_parts_items_but_not_a_sentence() -> None:
    body = "<p>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</p><p>Giao Sở Y tế chủ trì,<br>phối hợp với các xã<br>a) họp;</p>"
    assert _paragraphs(_read(body)) == [
        "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "Giao Sở Y tế chủ trì, phối hợp với các xã", "a) họp;",
    ]  # fmt: skip


def test_the_lines_of_preformatted_text_are_lines() -> None:
    source = _read("<pre>1. Sở Y tế chủ trì,\n   phối hợp với các xã.\n2. Sở <b>Nội vụ\n3. Sở</b> Tư pháp</pre>")
    assert _paragraphs(source) == ["1. Sở Y tế chủ trì, phối hợp với các xã.", "2. Sở Nội vụ", "3. Sở Tư pháp"]


@pytest.mark.parametrize(
    ("body", "level", "bold"),
    [
        ("<h2>I. MỤC TIÊU</h2>", 2, False),
        ("<p><strong>I. MỤC TIÊU</strong></p>", 0, True),
        ("<p style='font-weight: bold'>I. MỤC TIÊU</p>", 0, True),
        ("<p><span style='FONT-WEIGHT:700'>I. MỤC</span> <b>TIÊU</b></p>", 0, True),
        ("<p>Sở <b>Y tế</b> chủ trì, phối hợp với các xã</p>", 0, False),
    ],
)
def test_headings_and_bold_paragraphs_are_known(body: str, level: int, *, bold: bool) -> None:
    (paragraph,) = _read(body).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.level, paragraph.bold) == (level, bold)


# ── tables ────────────────────────────────────────────────────────────────────────────────────────


def test_cells_know_the_columns_and_rows_they_span() -> None:
    source = _read(
        "<table><thead><tr><th rowspan=2>TT<th rowspan=2>Việc<th colspan=2>Cơ quan</tr>"
        "<tr><th>Chủ trì<th>Phối hợp</tr></thead>"
        "<tbody><tr><td rowspan=2>1<td>Rà soát<td>Sở A<td>Sở B</tr>"
        "<tr><td>Bổ sung<td colspan=2>Sở C</tr></tbody></table>"
    )
    (table,) = source.blocks
    assert isinstance(table, Table)
    assert table.width == 4
    assert [[(cell.column, cell.columns, cell.rows) for cell in row.cells] for row in table.rows] == [
        [(0, 1, 2), (1, 1, 2), (2, 2, 1)],
        [(2, 1, 1), (3, 1, 1)],
        [(0, 1, 2), (1, 1, 1), (2, 1, 1), (3, 1, 1)],
        [(1, 1, 1), (2, 2, 1)],
    ]


def test_paragraphs_and_lists_in_a_cell_become_its_lines() -> None:
    body = "<table><tr><td><p>Nơi nhận:</p><ul><li>Như trên;<li>Lưu: VT.</ul><td>TM. ỦY BAN<br>CHỦ TỊCH</tr></table>"
    assert _tables(_read(body)) == [[["Nơi nhận:\nNhư trên;\nLưu: VT.", "TM. ỦY BAN\nCHỦ TỊCH"]]]


def test_a_table_that_lays_out_the_page_is_read_as_paragraphs() -> None:
    assert _paragraphs(_read("<table><tr><td><p>Một</p><p>Hai</p></td></tr><tr><td>Ba</td></tr></table>")) == [
        "Một",
        "Hai",
        "Ba",
    ]


def test_a_table_in_a_table_is_a_table_and_the_outer_one_layout() -> None:
    source = _read(
        "<table><tr><td>Lề<td>Mở đầu<table><caption>Bảng 1. Việc</caption><tr><td>1<td>Họp</table>Kết thúc</tr></table>"
    )
    assert _paragraphs(source) == ["Lề", "Mở đầu", "Bảng 1. Việc", "Kết thúc"]
    assert _tables(source) == [[["1", "Họp"]]]


def test_wrong_spans_count_as_one_and_reach_no_further_than_the_table() -> None:
    (table,) = _read("<table><tr><td colspan=x>a<td rowspan=99>b</tr><tr><td colspan=-2>c<td>d</tr></table>").blocks
    assert isinstance(table, Table)
    assert [[(cell.column, cell.columns, cell.rows) for cell in row.cells] for row in table.rows] == [
        [(0, 1, 1), (1, 1, 2)], [(0, 1, 1), (2, 1, 1)],
    ]  # fmt: skip


# ── what belongs to the page ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>alert('Sở')</script>",
        "<style>p {color: red}</style>",
        "<nav><a>Trang chủ</a></nav>",
        "<header>Cổng thông tin</header>",
        "<footer>Bản quyền</footer>",
        "<div class='main-menu'>Giới thiệu</div>",
        "<div id='related'>Tin khác</div>",
        "<ul class='breadcrumb'><li>Văn bản</ul>",
        "<div style='display: none'>Ẩn</div>",
        "<p hidden>Ẩn</p>",
        "<button>Tải về</button><select><option>2026</select><textarea>x</textarea>",
        "<!-- ghi chú -->",
        "<iframe src='x'>Khung</iframe><noscript>Bật JavaScript</noscript>",
    ],
)
def test_scripts_menus_and_what_is_hidden_are_left_out(furniture: str) -> None:
    assert _read(furniture + BODY + furniture).text == _read(BODY).text


def test_a_page_that_puts_everything_into_one_form_is_read() -> None:
    assert _paragraphs(_read(f"<form id='aspnetForm'><div class='header'>{BODY}</div></form>")) == _paragraphs(
        _read(BODY)
    )


def test_the_article_of_a_page_is_the_document() -> None:
    source = _read(
        f"<div>Tin nổi bật: Sở Y tế họp</div><article><header><h1>KẾ HOẠCH</h1></header>{BODY}</article><div>Khác</div>"
    )
    assert _paragraphs(source) == ["KẾ HOẠCH", *_paragraphs(_read(BODY))]


def test_a_short_article_is_not_the_document() -> None:
    assert _paragraphs(_read(f"<article>Tin vắn</article>{BODY}"))[0] == "Tin vắn"


def test_the_list_of_other_news_is_furniture() -> None:
    source = _read(f"{BODY}<p>Các tin khác</p><p>Sở Y tế họp giao ban</p>")
    assert _paragraphs(source) == _paragraphs(_read(BODY))
    assert [source.quote(span) for span in source.clutter] == ["Các tin khác", "Sở Y tế họp giao ban"]


def test_a_page_without_text_is_a_finding() -> None:
    for body in ("<script>x</script>", "<table><tr><td><td></table>", "<frameset><frame src=a></frameset>"):
        assert [finding.code for finding in _read(body).findings] == ["no_text"]


# ── encodings ─────────────────────────────────────────────────────────────────────────────────────


def test_a_page_in_utf16_is_read_by_its_mark() -> None:
    page = "<html><meta charset='utf-8'><p>Sở Xây dựng</p></html>"
    assert read_bytes(codecs.BOM_UTF16_LE + page.encode("utf-16-le"), "a.html").text == "Sở Xây dựng\n"


def test_a_page_in_windows_1258_is_read_by_what_it_declares() -> None:
    page = b"<html><meta charset=windows-1258><p>S\xf5\xd2 Y t\xea\xec</p></html>"
    source = read_bytes(page, "a.html")
    assert (source.text, source.encoding) == ("Sơ\u0309 Y tê\u0301\n", "windows-1258")


# ── what pages may hold ───────────────────────────────────────────────────────────────────────────


def test_elements_that_nest_without_end_are_refused() -> None:
    with pytest.raises(
        InputError, match=r"^a\.html: more than 10000 elements inside each other; save the page as text$"
    ):
        read_bytes(b"<html>" + b"<div>" * 10_001 + b"x", "a.html")


def test_elements_that_nest_deeply_are_read() -> None:
    assert _read("<div>" * 3_000 + "Sở Y tế").text == "Sở Y tế\n"


def test_items_without_end_tags_do_not_count_as_nested() -> None:
    assert len(_read("<ul>" + "<li>Sở Y tế" * 12_000 + "</ul>").blocks) == 12_000


PIECES = st.one_of(
    st.sampled_from(["<table>", "</table>", "<tr>", "<td>", "<td colspan=3>", "<td rowspan=2>", "<th>", "<caption>"]),
    st.sampled_from(["<p>", "</p>", "<br>", "<b>", "</b>", "<h1>", "</h1>", "<ul>", "<li>", "<pre>", "<article>"]),
    st.sampled_from(
        ["<div class=menu>", "</div>", "<form>", "<script>", "</script>", "<!--", "-->", "&amp;", "&nbsp;"]
    ),
    st.sampled_from(["Sở", " Y tế", "\n", "1. ", "|", "<", ">", "Các tin khác"]),
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_with_its_blocks_in_order(body: str) -> None:
    source = _read(body)
    spans = [part for block in source.blocks for part in _parts(block)]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(source.quote(span) == source.quote(span).strip() != "" for span in spans)
    for table in (block for block in source.blocks if isinstance(block, Table)):
        assert all(cell.column + cell.columns <= table.width for row in table.rows for cell in row.cells)


def _parts(block: Paragraph | Table) -> list[Span]:
    if isinstance(block, Paragraph):
        return list(block.parts)
    return [part for row in block.rows for cell in row.cells for part in cell.parts]

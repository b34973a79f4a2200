"""Reading Word files: the text that Word shows, no more and no less."""

from __future__ import annotations

import pytest
from word_files import c as cell
from word_files import cells, lines, p, paragraphs, r, read, table, word_file

from pipeline.read import read_bytes

# ── text ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_source_text_is_what_word_shows() -> None:
    source = read(p("KẾ HOẠCH") + p("Sở ", r("Y tế", "<w:b/>"), " chủ trì") + table(*[cell("TT") + cell("Việc")] * 2))
    assert source.text == "KẾ HOẠCH\nSở Y tế chủ trì\n| TT | Việc |\n| TT | Việc |\n"
    assert (source.format, source.pages, source.findings) == ("docx", (), ())


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a b"),
        ("<w:t>25</w:t><w:noBreakHyphen/><w:t>CT/TW</w:t>", "25-CT/TW"),
        ("<w:t>Nghị</w:t><w:softHyphen/><w:t>quyết</w:t>", "Nghịquyết"),
        ("<w:t>a </w:t><w:sym w:font='Symbol' w:char='F0B3'/><w:t> 95%</w:t>", "a ≥ 95%"),
        ("<w:t>a </w:t><w:sym w:font='Wingdings' w:char='F0FC'/>", "a ✓"),
        ("<w:t>a </w:t><w:sym w:font='Wingdings 2' w:char='F050'/>", "a •"),
        ("<w:t>a</w:t><w:sym w:font='Symbol' w:char='x'/>", "a•"),
        ("<w:rPr><w:rFonts w:ascii='Symbol' w:hAnsi='Symbol'/></w:rPr><w:t>a &#xF0A3; 5</w:t>", "a ≤ 5"),
        ("<w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t>", "KẾ HOẠCH"),
        ("<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>", ""),
        ("<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>hiện</w:t>", "hiện"),
        ("<w:commentReference w:id='1'/><w:lastRenderedPageBreak/><w:t>a</w:t>", "a"),
        ("<w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt></w:ruby><w:t>a</w:t>", "a"),
    ],
)
def test_signs_are_read_as_they_are_seen(inside: str, shown: str) -> None:
    assert " ".join(lines(p(f"<w:r>{inside}</w:r>"))) == shown


def test_a_line_break_parts_items_but_not_a_sentence() -> None:
    broken = "<w:r><w:t>Nơi nhận:</w:t><w:br/><w:t>- Như trên;</w:t></w:r>"
    sentence = "<w:r><w:t>Sở Y tế chủ trì,</w:t><w:br/><w:t>phối hợp với các xã</w:t></w:r>"
    assert lines(p(broken) + p(sentence)) == ["Nơi nhận:", "- Như trên;", "Sở Y tế chủ trì, phối hợp với các xã"]


@pytest.mark.parametrize("around", ["hyperlink", "smartTag", "customXml", "fldSimple", "bdo", "ins", "moveTo"])
def test_what_stands_around_runs_is_not_seen(around: str) -> None:
    assert lines(p("Sở ", f"<w:{around}>{r('Y tế')}</w:{around}>", " chủ trì")) == ["Sở Y tế chủ trì"]


def test_a_formula_is_read_as_its_signs() -> None:
    assert lines(p("<m:oMath><m:r><m:t>x</m:t></m:r><m:f><m:num><m:r><m:t>=2</m:t></m:r></m:num></m:f></m:oMath>")) == [
        "x=2"
    ]


# ── fields ────────────────────────────────────────────────────────────────────────────────────────


def _mark(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def _instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_of_a_field_the_result_is_read() -> None:
    field = _mark("begin") + _instruction(" DATE ") + _mark("separate") + r("23/01/2026") + _mark("end")
    assert lines(p("Ngày ", field)) == ["Ngày 23/01/2026"]


def test_a_field_in_the_instruction_of_another_is_not_shown() -> None:
    inner = _mark("begin") + _instruction("PAGE") + _mark("separate") + r("7") + _mark("end")
    outer = _mark("begin") + _instruction("IF") + inner + r("x") + _mark("separate") + r("có") + _mark("end")
    assert lines(p("a ", outer, " b")) == ["a có b"]


def test_a_field_without_result_shows_nothing_and_one_that_never_ends_hides_no_more_than_its_paragraph() -> None:
    assert lines(p("a", _mark("begin") + _instruction("PAGE") + _mark("end"), "b")) == ["ab"]
    assert lines(p("a", _mark("begin"), "b") + p("c")) == ["a", "c"]


def test_a_field_goes_from_one_paragraph_to_the_next() -> None:
    assert lines(p(_mark("begin") + _instruction("REF"), _mark("separate"), "a") + p("b", _mark("end")) + p("c")) == [
        "a", "b", "c",
    ]  # fmt: skip


def test_a_table_of_contents_is_left_out() -> None:
    style = "<w:style w:type='paragraph' w:styleId='Mucluc1'><w:name w:val='toc 1'/></w:style>"
    entry = p("I. MỤC TIÊU 3", properties="<w:pStyle w:val='Mucluc1'/>")
    gallery = "<w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    contents = f"<w:sdt>{gallery}<w:sdtContent>{p('MỤC LỤC')}{entry}</w:sdtContent></w:sdt>"
    assert lines(contents + entry + p("I. MỤC TIÊU"), styles=style) == ["I. MỤC TIÊU"]


# ── styles ────────────────────────────────────────────────────────────────────────────────────────

STYLES = (
    "<w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>"
    "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Demuc'><w:name w:val='Đề mục'/><w:rPr><w:b/><w:i/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Con'><w:basedOn w:val='Demuc'/><w:rPr><w:i w:val='0'/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='H2'><w:name w:val='heading 2'/></w:style>"
    "<w:style w:type='paragraph' w:styleId='Cap3'><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>"
    "<w:style w:type='character' w:styleId='Dam'><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Vong'><w:basedOn w:val='Vong2'/><w:rPr><w:b/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Vong2'><w:basedOn w:val='Vong'/></w:style>"
)


@pytest.mark.parametrize(
    ("style", "run", "level", "bold", "italic"),
    [
        ("", "", 0, False, False),
        ("", "<w:b/>", 0, True, False),
        ("Demuc", "", 0, True, True),
        ("Con", "", 0, True, False),
        ("Con", "<w:b w:val='false'/>", 0, False, False),
        ("", "<w:rStyle w:val='Dam'/>", 0, True, False),
        ("Demuc", "<w:rStyle w:val='Dam'/>", 0, False, True),  # bold in both: turned off again
        ("H2", "", 2, False, False),
        ("Cap3", "", 3, False, False),
        ("Vong", "", 0, True, False),
        ("Vong2", "", 0, True, False),
        ("khong-co", "", 0, False, False),
    ],
)
def test_headings_and_emphasis_come_from_styles_too(
    style: str, run: str, level: int, *, bold: bool, italic: bool
) -> None:
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    (paragraph,) = paragraphs(read(p(r("I. MỤC TIÊU", run), properties=named), styles=STYLES))
    assert (paragraph.level, paragraph.bold, paragraph.italic) == (level, bold, italic)


def test_a_level_of_the_paragraph_itself_decides() -> None:
    own = "<w:pStyle w:val='H2'/><w:outlineLvl w:val='{}'/>"
    source = read(p("a", properties=own.format(0)) + p("b", properties=own.format(9)), styles=STYLES)
    assert [paragraph.level for paragraph in paragraphs(source)] == [1, 0]


def test_a_bold_word_does_not_make_a_paragraph_bold() -> None:
    (paragraph,) = paragraphs(read(p("Sở ", r("Y tế", "<w:b/>"), " chủ trì, phối hợp với các xã")))
    assert not paragraph.bold


# ── what belongs to the file and not to the document ──────────────────────────────────────────────


def test_headers_footers_and_comments_are_left_out() -> None:
    more = {
        "word/header1.xml": "<w:hdr><w:p><w:r><w:t>2</w:t></w:r></w:p></w:hdr>",
        "word/comments.xml": "<w:comments><w:p><w:r><w:t>sửa</w:t></w:r></w:p></w:comments>",
    }
    section = "<w:sectPr><w:headerReference w:type='default' r:id='r9'/></w:sectPr>"
    data = word_file(p("a", "<w:commentRangeStart w:id='1'/>", "b") + section, more=more)
    assert read_bytes(data, "a.docx").text == "ab\n"


def test_content_controls_are_read_but_not_their_placeholders() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    placeholder = control.format("<w:showingPlcHdr/>", r("Bấm để nhập"))
    body = control.format("", p("Một ", control.format("", r("hai")), placeholder))
    rows = control.format("", f"<w:tr>{cell('1')}{control.format('', cell('Việc'))}</w:tr>")
    assert lines(body + f"<w:tbl>{rows}</w:tbl>") == ["Một hai", "| 1 | Việc |"]


def test_a_text_box_stands_once_and_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('DỰ THẢO')}</w:txbxContent>"
    choice = f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert lines(p("KẾ ", drawn, "HOẠCH") + p("I.")) == ["KẾ HOẠCH", "DỰ THẢO", "I."]
    assert lines(p(f"<w:r><w:pict>{box}</w:pict></w:r>", "a")) == ["a", "DỰ THẢO"]
    nested = (
        f"<w:r><w:pict><w:txbxContent>{p('ngoài', f'<w:r><w:pict>{box}</w:pict></w:r>')}</w:txbxContent></w:pict></w:r>"
    )
    assert lines(p(nested)) == ["ngoài", "DỰ THẢO"]


def test_footnotes_stand_behind_the_text_and_in_no_block() -> None:
    notes = "".join(
        f"<w:footnote w:id='{number}'>{p(text)}</w:footnote>"
        for number, text in ((0, ""), (1, "Chú một"), (2, "Chú hai"))
    )
    refer = "<w:r><w:footnoteReference w:id='{}'/></w:r>"
    source = read(p("a", refer.format(2), " b", refer.format(1)) + p("c", refer.format(7)), footnotes=notes)
    assert source.text == "a b\nc\n[1] Chú hai\n[2] Chú một\n"
    assert len(source.blocks) == 2
    assert [source.quote(span) for span in source.clutter] == ["[1] Chú hai", "[2] Chú một"]


# ── tracked changes ───────────────────────────────────────────────────────────────────────────────


def test_tracked_changes_are_read_as_accepted_and_reported_with_their_places() -> None:
    deleted = "<w:del><w:r><w:delText>30/6</w:delText></w:r></w:del>"
    source = read(p("Hạn ", deleted, f"<w:ins>{r('15/7')}</w:ins>") + p("Không đổi") + p(f"<w:ins>{r('Thêm')}</w:ins>"))
    assert source.text == "Hạn 15/7\nKhông đổi\nThêm\n"
    (finding,) = source.findings
    assert (finding.code, finding.severity) == ("tracked_changes", "warning")
    assert "2 chỗ" in finding.message
    assert finding.span is not None
    assert [source.quote(span) for span in (finding.span, *finding.others)] == ["Hạn 15/7", "Thêm"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    mark = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert lines(p("Sở Y tế", properties=mark) + p(" chủ trì")) == ["Sở Y tế chủ trì"]
    assert lines(p("Cuối", properties=mark)) == ["Cuối"]
    gone = p("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>", properties=mark)
    assert lines(p("a") + gone + p("b")) == ["a", "b"]


def test_moved_text_stands_where_it_was_moved_to() -> None:
    body = p(f"<w:moveFrom>{r('x')}</w:moveFrom>", "a") + p("b", f"<w:moveTo>{r('x')}</w:moveTo>")
    assert lines(body) == ["a", "bx"]


def test_a_deleted_row_is_left_out_and_a_changed_cell_is_a_place() -> None:
    row = "<w:tr><w:trPr><w:{}/></w:trPr>{}</w:tr>"
    rows = row.format("del", cell("1") + cell("x")) + row.format("ins", cell("2") + cell("y"))
    added = p(f"<w:ins>{r('z')}</w:ins>")
    kept = f"<w:tr>{cell('3')}{cell(added)}</w:tr>"
    source = read(f"<w:tbl>{rows}{kept}</w:tbl>")
    assert [[text for text, *_ in row] for row in cells(source)] == [["2", "y"], ["3", "z"]]
    (finding,) = source.findings
    assert finding.span is not None
    assert source.quote(finding.span) == "z"


def test_a_change_of_formatting_alone_is_none() -> None:
    changed = r("a", "<w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>")
    source = read(p(changed, properties="<w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange>"))
    assert (source.text, source.findings) == ("a\n", ())


# ── old fonts ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("font", "written", "shown"),
    [
        (".VnTime", "Së Y tÕ chñ tr×", "Sở Y tế chủ trì"),
        (".VnTimeH", "quyÕt ®Þnh", "QUYẾT ĐỊNH"),
        ("VNI-Times", "UÛy ban nhaân daân", "Ủy ban nhân dân"),
        ("Times New Roman", "Së Y tÕ", "Së Y tÕ"),
    ],
)
def test_text_in_fonts_of_the_time_before_unicode_is_converted(font: str, written: str, shown: str) -> None:
    half = len(written) // 2
    fonts = f"<w:rFonts w:ascii='{font}' w:hAnsi='{font}'/>"
    assert lines(p(r(written[:half], fonts), r(written[half:], fonts))) == [shown]


def test_a_font_may_come_from_the_style() -> None:
    style = (
        "<w:style w:type='paragraph' w:default='1' w:styleId='N'><w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/>"
        "</w:rPr></w:style>"
    )
    assert lines(p("Së Y tÕ"), styles=style) == ["Sở Y tế"]

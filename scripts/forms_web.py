"""Corpus documents as saved pages of the portals they are read on, with all that stands around them.

Four layouts, each invented after a kind of page: a library of law (data table, tabs, related documents), a government
portal (tables that lay out the page, one form around everything), a newspaper (lead, related news amid the article,
comments) and a blog system (article with widgets). Teasers hold orders and deadlines on purpose: none may come out.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import NamedTuple

from pipeline.documents import Cell, Paragraph, SourceText, Table
from pipeline.read import read_path
from pipeline.run import extract

_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![*\w])")
_PUBLISHED = "2026-03-03"

TEASERS = (
    "Sở Y tế phải báo cáo kết quả kiểm tra trước ngày 15/3/2026",
    "Thủ tướng yêu cầu Bộ Xây dựng hoàn thành 1.000 km đường cao tốc trong năm 2026",
    "Giao Sở Tài chính chủ trì thẩm định giá đất, xong trong tháng 4",
    "UBND các xã khẩn trương rà soát hộ nghèo trước ngày 20/3",
    "Bộ Công an đề nghị người dân cập nhật căn cước trước 30/6",
)


class Page(NamedTuple):
    """What a layout is made from: the document's title and its markup."""

    title: str
    body: str


def pages(source: SourceText, title: str) -> dict[str, str]:
    """Return the document as a page of each layout, by the layout's name."""
    page = Page(html.escape(title), body_of(source))
    return {name: layout(page) for name, layout in _LAYOUTS.items()}


def body_of(source: SourceText) -> str:
    """Return the paragraphs and tables of a document as markup, furniture left out."""
    return "\n".join(
        _paragraph(source, block) if isinstance(block, Paragraph) else _table(source, block) for block in source.blocks
    )


def _paragraph(source: SourceText, block: Paragraph) -> str:
    text = _inline(" ".join(source.quote(part) for part in block.parts))
    return f"<h{block.level}>{text}</h{block.level}>" if block.level else f"<p>{text}</p>"


def _table(source: SourceText, block: Table) -> str:
    rows = ("".join(_cell(source, cell) for cell in row.cells) for row in block.rows)
    return "<table border=1>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"


def _cell(source: SourceText, cell: Cell) -> str:
    spans = f" colspan={cell.columns}" * (cell.columns > 1) + f" rowspan={cell.rows}" * (cell.rows > 1)
    lines = (line for part in cell.parts for line in re.split(r"\n|<br ?/?>", source.quote(part)))
    return f"<td{spans}>{'<br>'.join(_inline(line) for line in lines)}</td>"


def _inline(text: str) -> str:
    """Return text as markup: markdown's emphasis as tags, everything else as it reads."""
    shown = html.escape(re.sub(r"\\([-.*_#+!()\[\]|>~&])", r"\1", " ".join(text.split())), quote=False)
    return _ITALIC.sub(r"<i>\1</i>", _STRONG.sub(r"<b>\1</b>", shown))


def _links(tag: str = "li", *, more: int = 1) -> str:
    items = (f'<{tag}><a href="/tin-{n}.html">{text}</a></{tag}>' for n, text in enumerate(TEASERS * more, 1))
    return "\n".join(items)


def _law_library(page: Page) -> str:
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{page.title}</title>
<style>.tab{{color:#06c}}</style><script>var tin = "Giao Sở Nội vụ báo cáo trước ngày 01/4/2026";</script></head>
<body><form id="aspnetForm">
<div id="TopBar"><a href="/">Trang chủ</a> <a href="/dang-nhap">Đăng nhập</a> <a href="/hoi">Hỏi đáp pháp luật</a></div>
<div class="MenuTop"><ul><li><a href="/1">Văn bản mới</a></li><li><a href="/2">Dự thảo</a></li>
<li><a href="/3">Công văn</a></li><li><a href="/4">Biểu mẫu</a></li></ul></div>
<div id="wrap"><div class="cot-trai">
<ul class="tabs"><li><a href="#1">Tóm tắt</a></li><li><a href="#2">Nội dung</a></li><li><a href="#3">VB gốc</a></li>
<li><a href="#4">Tiếng Anh</a></li><li><a href="#5">Hiệu lực</a></li><li><a href="#6">Liên quan</a></li>
<li><a href="#7">Lược đồ</a></li><li><a href="#8">Tải về</a></li></ul>
<div class="content1"><p>Đang tải văn bản...</p>
{page.body}
</div>
<div class="tai-ve"><a href="/tai.doc">Văn bản gốc</a> <a href="/tai.pdf">Tải về PDF</a></div>
<div class="khung"><b>Văn bản liên quan</b><ul>{_links()}</ul></div></div>
<div class="cot-phai"><b>Bài viết mới</b><ul>{_links(more=3)}</ul>
<p>Đăng ký nhận bản tin: nhập địa chỉ thư điện tử của bạn vào ô dưới đây.</p></div></div>
<div id="chan-trang"><p>Chịu trách nhiệm nội dung: Ban Biên tập. Điện thoại: (024) 3000 0000.</p>
<p>Giấy phép số 00/GP-TTĐT do Sở Thông tin cấp ngày 01/01/2020.</p></div></form></body></html>
"""


def _government_portal(page: Page) -> str:
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>{page.title} - Cổng thông tin điện tử</title></head>
<body><form name="Form" id="Form"><table width="100%"><tr><td colspan="3">
<table class="banner"><tr><td><img src="quochuy.png" alt="Quốc huy"></td><td>CỔNG THÔNG TIN ĐIỆN TỬ</td></tr></table>
</td></tr><tr><td colspan="3"><a href="/gioi-thieu">Giới thiệu</a> | <a href="/tin">Tin tức</a> |
<a href="/vb">Văn bản chỉ đạo điều hành</a> | <a href="/lh">Liên hệ</a></td></tr>
<tr valign="top"><td width="20%"><table><tr><td><b>Chuyên mục</b></td></tr>
<tr><td><a href="/a">Hệ thống văn bản</a></td></tr><tr><td><a href="/b">Thủ tục hành chính</a></td></tr>
<tr><td><a href="/c">Lịch làm việc</a></td></tr></table></td>
<td><div class="noi-dung">
{page.body}
</div></td>
<td width="20%"><table><tr><td><b>Tin mới nhất</b></td></tr>
{"".join(f'<tr><td><a href="/t{n}">{text}</a></td></tr>' for n, text in enumerate(TEASERS))}</table></td></tr>
<tr><td colspan="3"><p>© Bản quyền thuộc Cổng thông tin điện tử. Ghi rõ nguồn khi trích dẫn.</p>
<p>Lượt truy cập: 1.234.567</p></td></tr></table></form></body></html>
"""


def _newspaper(page: Page) -> str:
    half = page.body.count("\n<p>") // 2
    parts = page.body.split("\n<p>")
    before, after = "\n<p>".join(parts[:half]), "\n<p>".join(["", *parts[half:]])
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{page.title} - Báo Điện tử</title>
<meta property="article:published_time" content="{_PUBLISHED}T09:15:00+07:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{_PUBLISHED}T09:15:00+07:00"}}</script>
</head><body>
<header class="site-header"><a href="/"><img src="logo.png" alt="Báo Điện tử"></a>
<nav><ul><li><a href="/thoi-su">Thời sự</a></li><li><a href="/kinh-te">Kinh tế</a></li></ul></nav></header>
<div class="container"><div class="main-col">
<ul class="breadcrumb"><li><a href="/thoi-su">Thời sự</a></li><li><a href="/chinh-sach">Chính sách</a></li></ul>
<span class="date">Thứ ba, 03/03/2026 09:15 (GMT+7)</span>
<div class="social"><a href="#fb">Facebook</a> <a href="#zalo">Zalo</a> <a href="#in">In bài</a></div>
<div class="detail-content">
{before}
<div class="box-tin-lien-quan"><b>Tin liên quan</b><ul>{_links()}</ul></div>
{after}
<div class="quang-cao">Quảng cáo</div></div>
<div class="tags">Từ khóa: <a href="/tag/1">nước sạch</a>, <a href="/tag/2">trường học</a></div>
<div class="binh-luan"><b>Bình luận (2)</b><p>Nguyễn Văn A: Các bộ cần làm ngay việc này trước ngày khai giảng.</p>
<p>Trần B: Đề nghị Sở Y tế kiểm tra thường xuyên.</p></div>
<div class="cung-muc"><h3>Tin cùng chuyên mục</h3><ul>{_links(more=2)}</ul></div></div>
<div class="cot-phai"><h3>Đọc nhiều</h3><ol>{_links(more=2)}</ol></div></div>
<footer><p>Tổng Biên tập: Lê Văn C. Tòa soạn: 1 phố Mới, Hà Nội.</p></footer></body></html>
"""


def _blog(page: Page) -> str:
    widgets = f'<aside class="widget"><h2>Bài viết gần đây</h2><ul>{_links()}</ul></aside>'
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="UTF-8"><title>{page.title} &#8211; Trang thông tin</title>
<meta property="og:type" content="article"></head>
<body class="post-template-default single single-post"><div id="page" class="site">
<div id="masthead" class="site-branding"><p class="site-title"><a href="/">Trang thông tin</a></p>
<div class="menu-chinh"><ul><li><a href="/">Trang chủ</a></li><li><a href="/van-ban">Văn bản</a></li></ul></div></div>
<div id="primary"><main id="main"><article id="post-101" class="post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{page.title}</h1>
<div class="entry-meta">Đăng bởi <a href="/author/1">Ban Biên tập</a> ngày
<time class="published" datetime="{_PUBLISHED}T10:00:00+07:00">3 Tháng Ba, 2026</time></div></header>
<div class="entry-content">
{page.body}
<div class="sharedaddy"><h3>Chia sẻ:</h3><ul><li><a href="#tw">Twitter</a></li><li><a href="#fb">Facebook</a></li></ul>
</div><div id="jp-relatedposts"><h3>Có liên quan</h3>{_links("p")}</div></div>
<footer class="entry-footer">Thuộc chuyên mục: <a href="/cat">Văn bản</a></footer></article>
<nav class="post-navigation"><a href="/truoc">Bài trước</a><a href="/sau">Bài tiếp theo</a></nav>
<div id="comments"><h2>1 bình luận</h2><ol><li><p>Bạn đọc: Giao xã làm trước ngày 20/3 là kịp.</p></li></ol>
<form><textarea></textarea><button>Phản hồi</button></form></div></main></div>
<div id="secondary">{widgets}</div>
<div id="colophon"><p>Bản quyền thuộc Trang thông tin. Tự hào được hỗ trợ bởi một hệ quản trị nội dung.</p></div>
</div></body></html>
"""


_LAYOUTS = {
    "thu-vien": _law_library,
    "cong-tt": _government_portal,
    "bao": _newspaper,
    "trang-tin": _blog,
}


def build(corpus: Path) -> dict[str, bytes]:
    """Return one page of each layout, each of another document."""
    chosen = {
        "thu-vien": "qd-2916-ttg.md",
        "cong-tt": "kh-09-bnnmt.md",
        "bao": "tin-87-ct-tw.txt",
        "trang-tin": "kh-71-tu-son-la.txt",
    }
    built = {}
    for layout, name in chosen.items():
        source = read_path(corpus / name)
        title = extract(source).document.title or "Văn bản"
        built[f"{Path(name).stem}.{layout}.html"] = pages(source, title)[layout].encode()
    return built

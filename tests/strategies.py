"""Texts for property tests: lines as real documents have them, mixed in every way, with tables and noise between."""

from __future__ import annotations

from hypothesis import strategies as st
from samples import HEAD, TASKS, table

MARKERS = [
    "",
    "1. ",
    "2. ",
    "1.1. ",
    "a) ",
    "b) ",
    "- ",
    "+ ",
    "* ",
    "I. ",
    "II. ",
    "Điều 1. ",
    "Thứ nhất, ",
    "(i) ",
    "• ",
]
OPENERS = ["", "Giao ", "Yêu cầu ", "Đề nghị ", "giao ", "Đồng thời, ", "Về việc cấp nước: ", "Định kỳ hằng quý, "]
BODIES = [
    "", "Sở Y tế", "Uỷ ban nhân dân các xã, phường", "Ủy ban nhân dân tỉnh", "các sở, ban, ngành", "Bộ Quốc phòng",
    "Các Bộ: Quốc phòng, Công an", "Sở Văn hoá, Thể thao và Du lịch", "các tỉnh uỷ, thành uỷ", "Tòa án nhân dân tỉnh",
    "Sở Y tế, Sở Tài chính", "các cơ quan, đơn vị liên quan", "Bộ trưởng các Bộ: Y tế, Xây dựng",
]  # fmt: skip
LINKS = [
    " ",
    " chủ trì, phối hợp với Sở Tư pháp ",
    " có trách nhiệm ",
    " chỉ đạo Sở Y tế ",
    ": ",
    " phối hợp với các hội ",
    "; ",
]
ORDERS = [
    "", "rà soát trạm bơm", "tham mưu ban hành quy chế; lập danh mục", "hoà giải tranh chấp", "Triển khai thực hiện",
    "bố trí kinh phí. Báo cáo kết quả", "thuỷ lợi hoá đồng ruộng", "đạt trên 95% hộ dân", "các nhiệm vụ sau:",
]  # fmt: skip
TIMES = [
    "",
    " trước ngày 30/6/2025",
    " trong quý III/2025",
    " hằng năm",
    " đến năm 2030",
    " thường xuyên",
    " từ 2026-2030",
]
ENDS = [".", ";", ":", "", "./.", ",", " (nếu có)."]
LABELS = [
    "Cơ quan chủ trì: Sở Y tế.", "Phối hợp: Uỷ ban nhân dân các xã; Sở Y tế.", "Thời gian: Quý I/2026.",
    "Sản phẩm: Báo cáo.", "Chủ trì: Sở Y tế. Thời hạn: 30/6/2025", "** Sở Y tế triển khai thực hiện thường xuyên.*",
    "Kinh phí: ngân sách xã.",
]  # fmt: skip
HEADINGS = [
    "I. MỤC ĐÍCH, YÊU CẦU", "II. NHIỆM VỤ", "III. TỔ CHỨC THỰC HIỆN", "MỤC TIÊU ĐẾN NĂM 2030", "PHỤ LỤC I",
    "QUYẾT ĐỊNH:", "1. Sở Y tế", "2. Giao Sở Xây dựng:", "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN", "IV. KINH PHÍ",
    "**Kế hoạch**", "# NHIỆM VỤ",
]  # fmt: skip
NOISE = [
    "Căn cứ Luật Thuỷ lợi;", "Thời gian qua, kết quả còn hạn chế.", "----", "12", "| |", "|", "\t", "> x",
    "Chia sẻ: Facebook", "(Kèm theo Kế hoạch số 45/KH-UBND ngày 12/5/2025)", "Số: 12/QĐ-UBND",
    "\u00a0", "*", "&nbsp;", "\\- a", "Điều 3.",
]  # fmt: skip
sentences = st.tuples(*map(st.sampled_from, (MARKERS, OPENERS, BODIES, LINKS, ORDERS, TIMES, ENDS))).map("".join)
cells = st.sampled_from([*BODIES, *ORDERS, *TIMES, "1", "2", "8", "8.1", "I", "-", "Không"]).map(str.strip)
rows = st.lists(cells, min_size=2, max_size=6).map(lambda row: f"| {' | '.join(row)} |")
tables = st.lists(st.lists(cells, min_size=1, max_size=6).map(tuple), max_size=4).map(lambda body: table(*body))
lines = st.one_of(sentences, sentences, st.sampled_from(LABELS + HEADINGS + NOISE), rows, tables, st.text(max_size=30))
texts = st.tuples(
    st.sampled_from(["", HEAD, f"{HEAD}{TASKS}\n\n"]), st.lists(lines, max_size=14), st.sampled_from(["\n", "\n\n"])
).map(lambda parts: parts[0] + parts[2].join(parts[1]))
clean = st.tuples(st.lists(st.one_of(sentences, st.sampled_from(LABELS + HEADINGS), tables), max_size=12)).map(
    lambda parts: f"{HEAD}{TASKS}\n\n" + "\n\n".join(parts[0])
)

"""The headers of task tables: every name that a column has in the genre, and names that mean two things."""

from __future__ import annotations

import pytest
from samples import names, table, tasks_of

from pipeline.folding import fold
from pipeline.grammar import load

COLUMNS: dict[str, str] = {
    "number": (
        "TT · STT · Số TT · Số thứ tự · # · Mã số · Mã nhiệm vụ · Mã NV · Mã · Số · Nhiệm vụ số · TT NV · Thứ tự · "
        "Ký hiệu · Mục · TT theo NQ"
    ),
    "task": (
        "Nội dung nhiệm vụ · Nhiệm vụ · Tên nhiệm vụ · Nội dung · Nội dung công việc · Công việc · Tên công việc · "
        "Nhiệm vụ cụ thể · Nhiệm vụ, giải pháp · Nhiệm vụ trọng tâm · Nội dung thực hiện · Nội dung triển khai · "
        "Hoạt động · Các hoạt động · Nhóm nhiệm vụ · Giải pháp · Mô tả nhiệm vụ · Nội dung chỉ đạo · Nội dung giao · "
        "Nhiệm vụ được giao · Đầu việc · Tên đề án/nhiệm vụ · Tên văn bản · Văn bản · Tên văn bản quy phạm pháp luật · "
        "Tên đề án · Tên chương trình, đề án, kế hoạch · Danh mục văn bản · Văn bản cần ban hành · Tên dự án luật · "
        "Văn bản cần sửa đổi, bổ sung · Tên dự thảo · Tên báo cáo · Tên tài liệu"
    ),
    "lead": (
        "Cơ quan chủ trì · Đơn vị chủ trì · Chủ trì · Chủ trì thực hiện · Cơ quan thực hiện · Đơn vị thực hiện · "
        "Cơ quan chủ trì thực hiện · Cơ quan, đơn vị chủ trì · Đơn vị chủ trì thực hiện · Cơ quan chủ trì tham mưu · "
        "Đơn vị tham mưu · Cơ quan soạn thảo · Cơ quan chủ trì soạn thảo · Phân công thực hiện · Phân công · "
        "Trách nhiệm thực hiện · Đơn vị chịu trách nhiệm · Đầu mối · Cơ quan đầu mối · Người thực hiện · "
        "Bộ phận chủ trì"
    ),
    "partners": (
        "Cơ quan phối hợp · Đơn vị phối hợp · Phối hợp · Phối hợp thực hiện · Cơ quan, đơn vị phối hợp · "
        "Cơ quan phối hợp thực hiện · Các đơn vị phối hợp · Đơn vị phối hợp thực hiện · Đơn vị liên quan · "
        "Cơ quan liên quan · Cơ quan tham gia · Đơn vị tham gia · Tham gia phối hợp · CQ phối hợp · Bộ phận phối hợp · "
        "Thành phần phối hợp · Cơ quan phối hợp chính"
    ),
    "deadline": (
        "Thời gian hoàn thành · Thời hạn hoàn thành · Thời hạn · Thời gian · Thời gian thực hiện · Hạn hoàn thành · "
        "Tiến độ hoàn thành · Tiến độ thực hiện · Thời gian trình · Thời hạn trình · Thời hạn thực hiện · "
        "Mốc thời gian · Hạn xử lý · Hạn · Ngày hoàn thành · Lộ trình · Lộ trình thực hiện · Thời điểm hoàn thành · "
        "Thời gian dự kiến · Dự kiến hoàn thành · Thời gian ban hành · Kế hoạch hoàn thành"
    ),
    "product": (
        "Sản phẩm · Sản phẩm dự kiến · Sản phẩm đầu ra · Kết quả · Kết quả/Sản phẩm · Sản phẩm/Kết quả · "
        "Kết quả dự kiến · Kết quả yêu cầu · Kết quả đầu ra · Kết quả đạt được · Yêu cầu kết quả · Đầu ra · "
        "Sản phẩm chủ yếu · Sản phẩm hoàn thành · Hình thức văn bản · Hình thức · Minh chứng · Sản phẩm bàn giao"
    ),
    "decider": (
        "Cấp trình · Cấp ban hành · Cấp phê duyệt · Cấp quyết định · Cấp có thẩm quyền · Thẩm quyền ban hành · "
        "Thẩm quyền phê duyệt · Cơ quan ban hành · Cơ quan trình · Nơi trình · Trình cấp · Trình CP/TTg/BT · "
        "Hình thức trình · Cơ quan phê duyệt · Cấp thông qua"
    ),
    "basis": (
        "Căn cứ · Căn cứ pháp lý · Căn cứ giao · Văn bản giao việc · Văn bản giao nhiệm vụ · Văn bản chỉ đạo · "
        "Nguồn giao · Nguồn nhiệm vụ · Cơ sở pháp lý · Theo văn bản · Văn bản giao việc của Trung ương · "
        "Điều khoản giao · Trích dẫn"
    ),
    "supervisor": "Lãnh đạo phụ trách · Lãnh đạo chỉ đạo · Đồng chí phụ trách · Chỉ đạo thực hiện",
    "watch": (
        "Cơ quan giao · Người giao · Lãnh đạo giao · Cơ quan theo dõi · Cơ quan theo dõi, đôn đốc · Đơn vị theo dõi · "
        "Cơ quan chủ trì theo dõi, đánh giá · Chuyên viên theo dõi · Đơn vị tổng hợp"
    ),
    "charge": "Người phụ trách · Phụ trách",
    "funding": (
        "Kinh phí · Nguồn kinh phí · Kinh phí thực hiện · Dự kiến kinh phí · Nguồn lực · Nguồn vốn · Dự toán · "
        "Kinh phí dự kiến · Tổng kinh phí · Ngân sách · Nguồn ngân sách · Kinh phí (triệu đồng) · Nhu cầu kinh phí · "
        "Nguồn lực thực hiện · Vốn đầu tư"
    ),
    "status": (
        "Tình trạng · Trạng thái · Tình hình thực hiện · Kết quả hiện nay · Đánh giá · Đánh giá tiến độ · "
        "Mức độ hoàn thành · % hoàn thành · Tỷ lệ hoàn thành · Tình hình xử lý · Đã hoàn thành/Chưa hoàn thành · "
        "Ngày hoàn thành thực tế · Kết quả đến nay"
    ),
    "remarks": (
        "Ghi chú · Ghi chú khác · Chú thích · Khó khăn, vướng mắc · Đề xuất, kiến nghị · Kiến nghị · Lý do · "
        "Nguyên nhân · Ý kiến · Nhận xét · Giải trình · Lưu ý · Thông tin thêm · Nội dung khác · Đề xuất"
    ),
}


@pytest.mark.parametrize(
    ("header", "means"), [(header, means) for means, headers in COLUMNS.items() for header in headers.split(" · ")]
)
def test_a_column_is_known_by_each_of_its_names(header: str, means: str) -> None:
    match = load("columns").whole(fold(header))
    assert match is not None
    assert match.means["column"] == means


AMBIGUOUS: dict[str, tuple[tuple[str, ...], tuple[str, ...], int]] = {
    "kết quả beside a doer is a product": (
        ("TT", "Nhiệm vụ", "Chủ trì", "Kết quả"),
        ("1", "Lập sổ", "Sở Y tế", "Sổ"),
        1,
    ),
    "kết quả beside a unit is the value of a target": (
        ("TT", "Chỉ tiêu", "Đơn vị", "Kết quả"),
        ("1", "Hộ có nước sạch", "%", "95"),
        0,
    ),
    "kết quả beside what is so now is a status": (
        ("TT", "Nhiệm vụ", "Chủ trì", "Tiến độ", "Kết quả hiện nay"),
        ("1", "Lập sổ", "Sở Y tế", "Đã xong", "Đã ban hành"),
        1,
    ),
    "đơn vị whose cells are bodies does it": (("TT", "Nhiệm vụ", "Đơn vị"), ("1", "Lập sổ", "Sở Y tế"), 1),
    "đơn vị whose cells are units measures": (("TT", "Nội dung", "Đơn vị", "Thời gian"), ("1", "Ống", "km", "2026"), 0),
    "thời gian beside a place is that of a meeting": (
        ("TT", "Nội dung", "Thời gian", "Địa điểm"),
        ("1", "Họp giao ban", "12/6/2025", "Hội trường"),
        0,
    ),
    "thời gian with hours is that of a meeting": (("Thời gian", "Nội dung"), ("08h00", "Khai mạc"), 0),
    "a lead who only watches a figure has no task": (
        ("TT", "Chỉ tiêu", "Năm 2030", "Cơ quan chủ trì theo dõi, đánh giá"),
        ("1", "Hộ có nước sạch", "95%", "Sở Xây dựng"),
        0,
    ),
    "số lượng and tỷ lệ are statistics": (("TT", "Nội dung", "Số lượng", "Tỷ lệ"), ("1", "Giếng", "120", "8%"), 0),
}


@pytest.mark.parametrize("header", AMBIGUOUS)
def test_a_header_with_two_meanings_is_settled_by_its_neighbours(header: str) -> None:
    columns, row, tasks = AMBIGUOUS[header]
    assert len(tasks_of(table(row, columns=columns))) == tasks


def test_progress_that_tells_what_was_done_is_no_deadline_and_no_product() -> None:
    columns, row, _ = AMBIGUOUS["kết quả beside what is so now is a status"]
    [task] = tasks_of(table(row, columns=columns))
    assert (task.deadline, task.product) == (None, None)


REAL_HEADERS = [
    "TT|Nội dung nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Thời gian hoàn thành",
    "TT|Tên văn bản|Cơ quan chủ trì|Cơ quan phối hợp|Cấp trình|Sản phẩm dự kiến|Thời gian hoàn thành",
    "TT|Tên nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Kết quả|Thời gian hoàn thành",
    "TT|NHIỆM VỤ|KẾT QUẢ YÊU CẦU|THỜI GIAN HOÀN THÀNH|CƠ QUAN THỰC HIỆN|TIẾN ĐỘ|KẾT QUẢ HIỆN NAY",
    "STT|NHIỆM VỤ|VĂN BẢN GIAO VIỆC CỦA TRUNG ƯƠNG|THỜI HẠN HOÀN THÀNH|TIẾN ĐỘ|KẾT QUẢ HIỆN NAY|ĐỀ XUẤT, KIẾN NGHỊ",
    "STT|Tên nhiệm vụ|Cơ quan chủ trì|Cơ quan phối hợp|Kết quả/Sản phẩm|Thời gian|Ghi chú",
]
CELLS = {"number": "1", "task": "Lập sổ", "lead": "Sở Y tế", "partners": "Sở Tài chính", "deadline": "Quý III/2025"}
GOODS = {"product": "Báo cáo"}


@pytest.mark.parametrize("header", REAL_HEADERS)
def test_the_headers_of_the_genre_are_read_as_a_whole(header: str) -> None:
    columns = tuple(header.split("|"))
    meanings = [load("columns").whole(fold(column)) for column in columns]
    kinds = [match.means["column"] if match else "" for match in meanings]
    first = [kind if kind not in kinds[:at] else "" for at, kind in enumerate(kinds)]
    row = tuple((CELLS | GOODS).get(kind, "") for kind in first)
    [task] = tasks_of(table(row, columns=columns))
    assert (task.action, names(task.leads)) == ("Lập sổ", "Sở Y tế" if "lead" in kinds else "")
    assert names(task.partners) == ("Sở Tài chính" if "partners" in kinds else "")
    assert task.deadline is not None
    assert task.deadline.text == "Quý III/2025"
    assert (task.product.text if task.product else "") == ("Báo cáo" if "product" in kinds else "")

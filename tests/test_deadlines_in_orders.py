"""Deadlines inside orders: how drafters word them, and which times are circumstances of the work."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from pipeline import grammar
from pipeline.documents import Moment
from pipeline.folding import fold
from pipeline.resolve import recurrence
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find, moment

_ISSUED = date(2026, 3, 2)
_TABLE = Path(__file__).parent / "data" / "orders.tsv"  # invented orders; "-" where a time is no deadline


def _orders() -> list[dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


ORDERS = _orders()


def _chosen(text: str, issued: date | None = _ISSUED) -> tuple[str, Moment] | None:
    """Return the deadline of an order as it is worded, and what it means."""
    hit = choose(find(fold(text), 0, len(text), issued))
    return (text[hit[0].start : hit[0].end], hit[1]) if hit else None


def _values(found: Moment | None) -> tuple[str, str, str, str]:
    if found is None:
        return "none", "", "", ""
    return found.kind, found.start or "", found.end or "", found.recurrence or ""


@pytest.mark.parametrize("row", ORDERS, ids=lambda row: row["order"])
def test_an_order_has_the_deadline_that_a_reader_would_note(row: dict[str, str]) -> None:
    found = _chosen(row["order"])
    known = found and (found[1].end or found[1].recurrence or _open(found[1]))
    assert (known or "-") == row["wanted"]


def _open(found: Moment) -> str:
    return f"{found.kind}:{found.start}" if found.start else found.kind


# ── what comes round ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Vệ sinh bồn chứa nước mỗi quý một lần.", "mỗi quý một lần", "FREQ=MONTHLY;INTERVAL=3"),
        ("Giao ban với các xã ven biển 02 tuần một lần.", "02 tuần một lần", "FREQ=WEEKLY;INTERVAL=2"),
        ("Định kỳ 10 ngày một lần báo cáo Bộ Y tế.", "Định kỳ 10 ngày một lần", "FREQ=DAILY;INTERVAL=10"),
        ("Thau rửa bể lọc 6 tháng/lần; ghi sổ theo dõi.", "6 tháng/lần", "FREQ=MONTHLY;INTERVAL=6"),
        ("Tập huấn cho cô nuôi ít nhất 01 lần/năm;", "ít nhất 01 lần/năm", "FREQ=YEARLY"),
        ("Đối thoại với phụ huynh tối thiểu 02 lần mỗi năm.", "tối thiểu 02 lần mỗi năm", "FREQ=MONTHLY;INTERVAL=6"),
        ("Đo độ mặn với tần suất 2 lần/tháng.", "2 lần/tháng", "FREQ=MONTHLY;BYMONTHDAY=15,-1"),
        ("Sinh hoạt chuyên đề mỗi học kỳ một lần.", "mỗi học kỳ một lần", ""),
        ("Mỗi năm tổ chức ít nhất hai đợt cao điểm.", "Mỗi năm", "FREQ=YEARLY"),
        ("Họp Tổ công tác vào chiều thứ Sáu hằng tuần.", "chiều thứ Sáu hằng tuần", "FREQ=WEEKLY;BYDAY=FR"),
        ("Hằng tuần, vào thứ Năm, gửi số liệu.", "Hằng tuần, vào thứ Năm", "FREQ=WEEKLY;BYDAY=TH"),
        ("Gửi số liệu trước 10 giờ ngày thứ Hai hằng tuần.", "trước 10 giờ ngày thứ Hai hằng tuần",
         "FREQ=WEEKLY;BYDAY=MO"),
        ("Công bố giá ngày 05 và ngày 20 hằng tháng.", "ngày 05 và ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
        ("Hằng tháng, chậm nhất ngày 25, gửi báo cáo.", "Hằng tháng, chậm nhất ngày 25", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("Định kỳ hằng tuần (thứ Tư) cập nhật bản tin.", "Định kỳ hằng tuần (thứ Tư)", "FREQ=WEEKLY;BYDAY=WE"),
        ("Giao ban ngày 25 của tháng cuối mỗi quý.", "ngày 25 của tháng cuối mỗi quý",
         "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("Công khai thực đơn vào cuối mỗi tháng.", "vào cuối mỗi tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("Xếp hạng các trường vào đầu mỗi năm.", "vào đầu mỗi năm", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"),
        ("Báo cáo tổng hợp hằng ngày gửi Ủy ban nhân dân tỉnh.", "hằng ngày", "FREQ=DAILY"),
        ("Đánh giá, báo cáo kết quả thực hiện Đề án hằng năm.", "hằng năm", "FREQ=YEARLY"),
        ("Theo dõi, định kỳ sơ kết, tổng kết phong trào.", "định kỳ", ""),
    ],
)  # fmt: skip
def test_a_rhythm_inside_an_order_is_found_with_its_day(text: str, words: str, rule: str) -> None:
    found = _chosen(text)
    assert found
    assert (found[0], found[1].kind, found[1].recurrence or "") == (words, "recurring", rule)


@pytest.mark.parametrize(
    ("count", "unit", "rule"),
    [
        (1, "năm", "FREQ=YEARLY"),
        (3, "năm", "FREQ=MONTHLY;INTERVAL=4"),
        (12, "năm", "FREQ=MONTHLY"),
        (5, "năm", "FREQ=YEARLY"),
        (3, "quý", "FREQ=MONTHLY"),
        (2, "tuần", "FREQ=WEEKLY"),
        (4, "tháng", "FREQ=WEEKLY"),
        (2, "ngày", "FREQ=DAILY"),
        (1, "học kỳ", None),
    ],
)
def test_so_many_times_are_spread_evenly_where_the_calendar_allows_it(count: int, unit: str, rule: str | None) -> None:
    assert recurrence.times(count, unit) == rule


# ── stretches, beginnings, days of events ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words", "values"),
    [
        ("Tổng kết trong nửa cuối tháng 12/2026.", "trong nửa cuối tháng 12/2026",
         ("period", "2026-12-16", "2026-12-31", "")),
        ("Nghiệm thu trong 10 ngày đầu tháng 7/2026.", "trong 10 ngày đầu tháng 7/2026",
         ("period", "2026-07-01", "2026-07-10", "")),
        ("Bàn giao trong trung tuần tháng 6 năm 2026.", "trong trung tuần tháng 6 năm 2026",
         ("period", "2026-06-11", "2026-06-20", "")),
        ("Khai trương vào tuần cuối tháng 8/2026.", "vào tuần cuối tháng 8/2026",
         ("period", "2026-08-25", "2026-08-31", "")),
        ("Trực cấp nước từ ngày 15/4 đến ngày 15/5/2026.", "từ ngày 15/4 đến ngày 15/5/2026",
         ("period", "2026-04-15", "2026-05-15", "")),
        ("Thường trực hỗ trợ các xã từ nay đến hết tháng 6/2026.", "từ nay đến hết tháng 6/2026",
         ("period", "2026-03-02", "2026-06-30", "")),
        ("Từ nay đến cuối năm, tập trung gỡ vướng.", "Từ nay đến cuối năm", ("period", "2026-03-02", "2026-12-31", "")),
        ("Thực hiện trong 02 năm (2026 - 2027).", "trong 02 năm (2026 - 2027)",
         ("period", "2026-01-01", "2027-12-31", "")),
        ("Không dùng cốc nhựa một lần từ ngày 01/9/2026.", "từ ngày 01/9/2026", ("period", "2026-09-01", "", "")),
        ("Dùng biểu mẫu báo cáo mới từ ngày 01/7/2026, báo cáo Sở.", "từ ngày 01/7/2026",
         ("period", "2026-07-01", "", "")),
        ("Thu tiền ăn qua tài khoản ngay từ đầu năm học 2026 - 2027.", "ngay từ đầu năm học 2026 - 2027",
         ("period", "2026-09-01", "", "")),
        ("Sửa xong nhà vệ sinh trước năm học 2026 - 2027.", "trước năm học 2026 - 2027",
         ("before_date", "", "2026-08-31", "")),
        ("Khởi công nhà máy nước ngày 19/5/2026.", "ngày 19/5/2026", ("date", "", "2026-05-19", "")),
        ("Hoàn thiện dự thảo, trình Chính phủ quý III/2026.", "quý III/2026",
         ("quarter", "2026-07-01", "2026-09-30", "")),
        ("Quán triệt trong các cấp (Quý II/2026, Quý III/2026 và thường xuyên).",
         "Quý II/2026, Quý III/2026 và thường xuyên", ("period", "2026-04-01", "2026-09-30", "")),
        ("Hoàn thành chậm nhất đến hết quý II/2026.", "chậm nhất đến hết quý II/2026",
         ("quarter", "2026-04-01", "2026-06-30", "")),
        ("Rà soát xong trong tháng 5; báo cáo trước ngày 10/6.", "trước ngày 10/6",
         ("before_date", "", "2026-06-09", "")),
        ("Hạn cuối gửi góp ý: 15/4/2026.", "15/4/2026", ("date", "", "2026-04-15", "")),
        ("Rà soát, hoàn thiện quy chế; nhiệm vụ thường xuyên.", "nhiệm vụ thường xuyên", ("ongoing", "", "", "")),
    ],
)  # fmt: skip
def test_a_stretch_inside_an_order_is_found(text: str, words: str, values: tuple[str, ...]) -> None:
    found = _chosen(text)
    assert found
    assert (found[0], _values(found[1])) == (words, values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Xử lý điểm ngập trong 24-48 giờ sau khi nước rút.", "trong 24-48 giờ sau khi nước rút"),
        ("Gửi tài liệu chậm nhất 05 ngày làm việc trước ngày họp.", "chậm nhất 05 ngày làm việc trước ngày họp"),
        ("Công bố kết quả sau 05 ngày làm việc kể từ ngày họp.", "sau 05 ngày làm việc kể từ ngày họp"),
        ("Tổ chức sơ kết sau 01 năm thực hiện.", "sau 01 năm thực hiện"),
    ],
)
def test_what_is_counted_from_an_event_is_relative(text: str, words: str) -> None:
    found = _chosen(text)
    assert found
    assert (found[0], found[1].kind, found[1].end) == (words, "relative", None)


# ── events ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Điều chỉnh giá nước sau khi Quốc hội thông qua Luật Giá (sửa đổi).",
         "sau khi Quốc hội thông qua Luật Giá (sửa đổi)"),
        ("Kết nối dữ liệu khi hệ thống của Bộ Y tế đi vào hoạt động.", "khi hệ thống của Bộ Y tế đi vào hoạt động"),
        ("Bố trí vốn sau khi dự án được cấp tỉnh phê duyệt.", "sau khi dự án được cấp tỉnh phê duyệt"),
        ("Mở rộng ra các xã còn lại (khi Bộ Y tế có văn bản hướng dẫn).", "khi Bộ Y tế có văn bản hướng dẫn"),
        ("Sau khi được Chính phủ phê duyệt, các bộ phân bổ vốn.", "Sau khi được Chính phủ phê duyệt"),
        ("Khi Trung ương có hướng dẫn mới, kịp thời sửa quy chế.", "Khi Trung ương có hướng dẫn mới"),
        ("Tổng vệ sinh trường lớp ngay khi nước rút.", "ngay khi nước rút"),
        ("Ngay sau khi nhận được Công điện, các xã sơ tán dân.", "Ngay sau khi nhận được Công điện"),
        ("Lấy mẫu nước khi có ca mắc trong trường học.", "khi có ca mắc trong trường học"),
        ("Báo cáo đột xuất khi xảy ra ngộ độc thực phẩm.", "khi xảy ra ngộ độc thực phẩm"),
        ("Báo cáo Sở (qua Văn phòng) sau khi kết thúc đợt kiểm tra.", "sau khi kết thúc đợt kiểm tra"),
        ("Báo cáo kết quả sau mỗi đợt kiểm tra.", "sau mỗi đợt kiểm tra"),
        ("Cấp nước bằng xe bồn đến khi có nguồn nước ổn định.", "đến khi có nguồn nước ổn định"),
        ("Nạo vét kênh xong trước mùa mưa bão năm 2026.", "trước mùa mưa bão năm 2026"),
        ("Trình Hội đồng nhân dân tỉnh tại kỳ họp giữa năm.", "kỳ họp giữa năm"),
        ("Báo cáo Chính phủ tại phiên họp thường kỳ tháng 4/2026.", "phiên họp thường kỳ tháng 4/2026"),
        ("Thi công theo tiến độ của dự án hồ chứa.", "theo tiến độ của dự án hồ chứa"),
    ],
)  # fmt: skip
def test_an_event_that_sets_the_order_off_is_conditional(text: str, words: str) -> None:
    found = _chosen(text)
    assert found
    assert (found[0], found[1].kind) == (words, "conditional")


def test_a_date_behind_an_event_is_not_swallowed_by_it() -> None:
    found = _chosen("Tham mưu quy định mới sau khi Luật Giá có hiệu lực, hoàn thành trước ngày 01/8/2026.")
    assert found
    assert found[1].end == "2026-07-31"


@pytest.mark.parametrize(
    "text",
    [
        # how, for whom, in which case the work is done
        "Hướng dẫn người dân khi làm thủ tục cấp nước.",
        "Hỗ trợ phụ huynh khi nộp hồ sơ trực tuyến, ngay khi gặp vướng mắc.",
        "Cung cấp số liệu khi có yêu cầu của cơ quan thanh tra.",
        "Khi gặp khó khăn, chủ động đề xuất với Sở.",
        "Khi thực hiện nhiệm vụ, cán bộ đeo thẻ theo quy định.",
        "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo Sở.",
        "Rửa tay cho trẻ trước khi ăn, sau khi đi vệ sinh.",
        "Kiểm tra thiết bị lọc trước khi đưa vào sử dụng.",
        "Theo dõi sức khỏe học sinh sau khi tiêm vắc xin.",
        "Hậu kiểm cơ sở sau khi được cấp giấy chứng nhận.",
        "Xử lý nghiêm khi phát hiện vi phạm.",
        "Quản lý chất lượng từ khi nhận thực phẩm đến khi chia suất ăn.",
        # what a plan is about, or what it is for
        "Xây dựng phương án cấp nước khi có hạn, mặn.",
        "Chuẩn bị điều kiện để vận hành trạm bơm sau khi hoàn thành dự án.",
        "Giảm thuế nhằm thu hút đầu tư khi Hiệp định có hiệu lực.",
        "Tạm giữ mô hình cũ trong khi chờ Trung ương ban hành hướng dẫn.",
        # how often is a state, a limit, a name
        "Học sinh được khám sức khỏe ít nhất 01 lần/năm.",
        "Kiểm tra mỗi cơ sở không quá 01 lần/năm.",
        "Thu gọn thủ tục, người dân chỉ khai báo một lần.",
        "Chi trả trợ cấp hằng tháng cho giáo viên vùng khó.",
        "Hưởng ứng Ngày Nước thế giới 22/3 hằng năm.",
        "Mỗi xã bố trí một cán bộ theo dõi.",
        "Bảo dưỡng thường xuyên, định kỳ các trạm bơm.",
        # when something else began or will end
        "Rà soát các trường mở mới từ năm học 2026 - 2027.",
        "Tổng hợp vụ việc phát sinh từ ngày 01/01/2026.",
        "Thống kê số liệu từ ngày 15/12/2025 đến ngày 14/6/2026.",
        "Áp dụng Luật Đất đai có hiệu lực từ ngày 01/8/2026.",
        "Từ ngày 01/7/2025, các xã đã tiếp nhận trạm cấp nước.",
        "Xây dựng kịch bản tăng trưởng từ nay đến hết năm 2026.",
        "Giảm phát thải theo cam kết về mức 0 vào năm 2050.",
        "Ưu tiên công trình trong danh mục hoàn thành vào năm 2030.",
        "Tuyển sinh lớp 1 năm học 2026 - 2027 bằng hình thức trực tuyến.",
        "Ban hành Kế hoạch số 12/KH-UBND ngày 19/5/2026 của tỉnh.",
        "Công khai kết luận tại phiên họp thường kỳ tháng 2/2026.",
    ],
)
def test_a_circumstance_is_no_deadline(text: str) -> None:
    assert _chosen(text) is None


# ── seen from the document's date ─────────────────────────────────────────────────────────────────


def test_a_day_ordered_at_a_meeting_counts_although_the_notice_comes_later() -> None:
    text = "Giao Sở Xây dựng kiểm tra hiện trường, báo cáo trước ngày 25/02/2026."
    assert _chosen(text, date(2026, 3, 2))
    assert _chosen(text, date(2026, 4, 2)) is None
    assert _chosen("Rà soát các dự án đã khởi công trước ngày 25/02/2026.", date(2026, 3, 2)) is None


def test_what_began_before_the_document_is_no_deadline_but_this_year_is() -> None:
    assert _chosen("Thực hiện từ ngày 01/02/2026.") is None
    assert _chosen("Từ năm 2026, cấp nước miễn phí cho trường học vùng mặn.")


def test_each_line_of_an_item_may_begin_with_its_time() -> None:
    found = _chosen("Xây dựng quy chuẩn nước uống:\n- Năm 2026: khảo sát.\n- Năm 2027: trình ban hành.")
    assert found
    assert found[1].end == "2027-12-31"


# ── as a whole expression ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("02 lần/năm", ("recurring", "", "", "FREQ=MONTHLY;INTERVAL=6")),
        ("một năm hai lần", ("recurring", "", "", "FREQ=MONTHLY;INTERVAL=6")),
        ("tối thiểu mỗi quý 01 lần", ("recurring", "", "", "FREQ=MONTHLY;INTERVAL=3")),
        ("cuối mỗi quý", ("recurring", "", "", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1")),
        ("cuối mỗi tuần", ("recurring", "", "", "FREQ=WEEKLY")),
        ("hạ tuần tháng 02/2028", ("period", "2028-02-21", "2028-02-29", "")),
        ("15 ngày cuối tháng 6/2026", ("period", "2026-06-16", "2026-06-30", "")),
        ("31 ngày đầu tháng 6/2026", ("none", "", "", "")),
        ("đầu năm học 2026 - 2027", ("month", "2026-09-01", "2026-09-01", "")),
        ("cuối năm học 2025 - 2026", ("month", "2026-05-31", "2026-05-31", "")),
        ("trong học kỳ II năm học 2025 - 2026", ("conditional", "", "", "")),
        ("trước thềm năm học mới", ("conditional", "", "", "")),
    ],
)
def test_the_new_wordings_are_read_in_cells_and_labels_too(expression: str, values: tuple[str, ...]) -> None:
    assert _values(moment(expression, _ISSUED)) == values


def test_every_rule_for_running_text_has_a_hint() -> None:
    assert [rule.id for rule in grammar.load("deadlines_text").rules if not rule.hint] == []

"""Several times in one item or cell: which one ends the task, and that none of the others is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from samples import document

from pipeline import cli
from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find, time_of
from pipeline.run import extract

_ISSUED = date(2026, 3, 2)


def _chosen(text: str) -> tuple[str, str, list[str]]:
    """Return what counts in an order, when it ends or how it recurs, and the texts of the other times."""
    hit = choose(find(fold(text), 0, len(text), _ISSUED))
    assert hit
    words = text[hit.place.start : hit.place.end]
    return words, hit.moment.end or hit.moment.recurrence or "", [text[o.place.start : o.place.end] for o in hit.also]


@pytest.mark.parametrize(
    ("text", "words", "end", "also"),
    [
        ("Hoàn thành dự thảo trước 15/5/2026, trình ban hành trước 15/8/2026.",
         "trước 15/8/2026", "2026-08-14", ["trước 15/5/2026"]),
        ("Cấp xã hoàn thành trước 15/6, cấp tỉnh hoàn thành trước 20/7.", "trước 20/7", "2026-07-19", ["trước 15/6"]),
        ("Khởi công trong quý II năm 2026, hoàn thành năm 2027.", "năm 2027", "2027-12-31", ["trong quý II năm 2026"]),
        ("Sơ kết vào năm 2028, tổng kết vào năm 2030.", "vào năm 2030", "2030-12-31", ["vào năm 2028"]),
        ("Hoàn thành trước 15/6/2026, riêng xã đảo trước 15/9/2026.", "trước 15/6/2026", "2026-06-14",
         ["trước 15/9/2026"]),
        ("Hoàn thành trong năm 2026, báo cáo trước ngày 15/12/2026.", "trước ngày 15/12/2026", "2026-12-14",
         ["trong năm 2026"]),
        ("Hoàn thành trước 15/6/2026; định kỳ hằng quý báo cáo Sở Y tế.", "trước 15/6/2026", "2026-06-14",
         ["định kỳ hằng quý"]),
        ("Gửi trước ngày 20/3/2026. Nhắc lại: gửi trước ngày 20/3/2026.", "trước ngày 20/3/2026", "2026-03-19", []),
    ],
)  # fmt: skip
def test_the_last_of_several_times_counts_and_the_others_stand_beside_it(
    text: str, words: str, end: str, also: list[str]
) -> None:
    assert _chosen(text) == (words, end, also)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Báo cáo trước ngày 15/6 và 01/12 hằng năm.",
         "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=14\nFREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"),
        ("Định kỳ 6 tháng (trước ngày 15/6) và hằng năm (trước ngày 15/12) báo cáo Sở.",
         "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=14"),
        ("Định kỳ báo cáo 6 tháng chậm nhất ngày 10/6, báo cáo năm chậm nhất ngày 10/12.",
         "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=10"),
        ("Định kỳ hằng quý báo cáo Sở Y tế trước ngày 25 tháng cuối quý.",
         "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=24"),
        ("Định kỳ hằng năm báo cáo trước ngày 10/12. Báo cáo định kỳ hằng năm gồm hai phần.",
         "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=9"),
        ("Báo cáo hằng năm gửi Sở Y tế trước ngày 10/12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=9"),
        ("Định kỳ hằng tháng báo cáo Sở Y tế trước ngày 25.", "FREQ=MONTHLY;BYMONTHDAY=24"),
    ],
)  # fmt: skip
def test_the_days_of_one_rhythm_are_one_recurrence(text: str, rule: str) -> None:
    _, recurrence, also = _chosen(text)
    assert (recurrence, also) == (rule, [])


def test_a_rhythm_keeps_to_itself_what_comes_round_at_another_pace() -> None:
    words, rule, also = _chosen("Định kỳ hằng tháng báo cáo tiến độ; báo cáo năm gửi trước ngày 15/12 hằng năm.")
    assert (words, rule, also) == ("Định kỳ hằng tháng", "FREQ=MONTHLY", ["trước ngày 15/12 hằng năm"])


@pytest.mark.parametrize(
    ("cell", "end", "also"),
    [
        ("Tháng 6/2026 (dự thảo), tháng 9/2026 (trình ký)", "2026-09-30", ["Tháng 6/2026"]),
        ("Năm 2026 và các năm tiếp theo", None, ["Năm 2026"]),
        ("chậm nhất ngày 31/3/2026, riêng xã đảo trước ngày 15/6/2026", "2026-03-31", ["trước ngày 15/6/2026"]),
        ("Quý II/2026 và thường xuyên", "2026-06-30", ["thường xuyên"]),
        ("Quý I, III/2026", "2026-09-30", []),
        ("trước ngày 15/6 và 01/12 hằng năm", None, []),
        ("từ ngày 01/7 đến ngày 31/12/2026", "2026-12-31", []),
        ("đến năm 2030, tầm nhìn đến năm 2045", "2030-12-31", []),
        ("Quý II/2026", "2026-06-30", []),
    ],
)
def test_a_cell_with_several_times_keeps_them_all(cell: str, end: str | None, also: list[str]) -> None:
    text = f"… {cell}"
    found = time_of(fold(text), Range(2, len(text)), _ISSUED)
    assert found
    assert (found.moment.end, [text[o.place.start : o.place.end] for o in found.also]) == (end, also)


def test_the_record_of_a_task_holds_every_time_with_its_place() -> None:
    source = document(
        "1. Sở Y tế xây dựng đề án, lấy ý kiến trước ngày 15/6/2026, trình Ủy ban nhân dân tỉnh trước ngày 15/9/2026."
    )
    (task,) = extract(source).tasks
    assert task.deadline
    (other,) = task.deadline.also
    assert source.quote(other.span) == other.text == "trước ngày 15/6/2026"
    assert (task.deadline.end, other.end, other.kind) == ("2026-09-14", "2026-06-14", "before_date")


def test_reports_show_the_other_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kế hoạch.txt"
    source = document(
        "1. Sở Y tế xây dựng đề án, lấy ý kiến trước ngày 15/6/2026, trình Ủy ban nhân dân tỉnh trước ngày 15/9/2026."
    )
    path.write_text(source.text, encoding="utf-8")
    shown = {}
    for form in ("table", "csv"):
        assert cli.main(["extract", str(path), "--format", form]) == 0
        shown[form] = " ".join(capsys.readouterr().out.split())
    assert "Mốc khác" in shown["csv"]
    assert "trước ngày 15/6/2026 → 14/06/2026" in shown["csv"]
    assert "còn: trước" in shown["table"]
    assert cli.main(["explain", str(path)]) == 0
    assert "also trước ngày 15/6/2026 → 14/06/2026" in capsys.readouterr().out

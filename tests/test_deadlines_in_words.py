"""Deadlines: a month in words, a day or a quarter with a dot, days of the lunar calendar."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.folding import fold
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find, moment

_ISSUED = date(2025, 6, 10)


@pytest.mark.parametrize(
    ("expression", "end"),
    [
        ("tháng Sáu năm 2026", "2026-06-30"),
        ("trong tháng Mười Hai năm 2025", "2025-12-31"),
        ("tháng Mười Một/2025", "2025-11-30"),
        ("trước ngày 10 tháng Mười năm 2025", "2025-10-09"),
        ("ngày 15 tháng Tư năm 2026", "2026-04-15"),
        ("tháng Năm năm 2026", "2026-05-31"),
        ("cuối tháng Mười Một năm 2025", "2025-11-30"),
        ("từ tháng Bảy đến tháng Mười Hai năm 2025", "2025-12-31"),
        ("tháng Bảy và tháng Tám năm 2025", "2025-08-31"),
        ("mồng 5 tháng 7", "2025-07-05"),
        ("trước mùng 5 tháng 7 năm 2026", "2026-07-04"),
        ("trước ngày 20.6", "2025-06-19"),
        ("Quý II.2026", "2026-06-30"),
        ("quý 4.2025", "2025-12-31"),
    ],
)
def test_a_month_in_words_and_a_day_or_quarter_with_a_dot_are_read(expression: str, end: str) -> None:
    found = moment(expression, _ISSUED)
    assert found
    assert found.end == end
    key = fold(f"Hoàn thành việc rà soát, xong {expression}.")
    chosen = choose(find(key, 0, len(key), _ISSUED))
    assert chosen or expression.startswith("từ")
    assert not chosen or chosen.moment.end == end


@pytest.mark.parametrize(
    ("expression", "rule"),
    [
        ("trước ngày 20.6 hằng năm", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=19"),
        ("trước ngày 20.6 và 20.12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=19"),
        ("trước ngày 15 tháng Mười Hai hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=14"),
        ("vào tháng 6 và tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("vào tháng Sáu, tháng Mười hằng năm", "FREQ=YEARLY;BYMONTH=6,10;BYMONTHDAY=-1"),
        ("trước mồng 5 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=4"),
    ],
)
def test_what_comes_round_on_such_a_day_is_read(expression: str, rule: str) -> None:
    found = moment(expression, _ISSUED)
    assert found
    assert found.recurrence == rule
    key = fold(f"báo cáo {expression}.")
    assert [time.moment.recurrence for time in find(key, 0, len(key), _ISSUED)] == [rule]


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "tháng năm",
            "hằng tháng, năm",
            "trong tháng hai lần",
            "trong tháng ba đợt",
            "tháng 13.2026",
            "20.6",
            "trong Quý I]1/2026",
            "Quý l]1/2026",
        ),
        *("tháng Giêng năm 2026", "trước ngày 10 tháng 3 âm lịch", "ngày 10/3 (âm lịch)", "ngày 31.6"),
    ],
)
def test_what_names_no_month_or_no_day_of_this_calendar_gives_no_day(expression: str) -> None:
    found = moment(expression, _ISSUED)
    assert found is None or found.end is None
    key = fold(f"Họp {expression}.")
    assert [time for time in find(key, 0, len(key), _ISSUED) if time.moment.end] == []


def test_a_day_with_its_lunar_day_beside_it_is_read() -> None:
    found = moment("trước ngày 27/4/2026 (tức ngày 11 tháng 3 âm lịch)", _ISSUED)
    assert found
    assert found.end == "2026-04-26"

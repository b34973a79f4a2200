"""Days counted from a day or an event: spans, working days, the lunar new year.

Civil Code 91/2015/QH13, articles 147 and 148: the day counted from does not count; months and years end on the
corresponding day, or on the last day of a month that has none; an end on a weekend or holiday moves to the next working
day (here the looser reading, since instruments name their days without it).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.documents import Moment
from pipeline.resolve import workdays
from pipeline.resolve.days import add_months, iso
from pipeline.resolve.said import Reading, Said

# Counted from the document itself: its signing, its issue, its receipt. Any other event has a day nobody here knows.
_OWN_EVENT = re.compile(
    r"ngày (?:ký|ban hành)|(?:khi|sau khi) (?:ký|ban hành)|này (?:được ban hành|có hiệu lực)"
    r"|nhận(?: được)? (?:kế hoạch|công văn|công điện|chỉ thị|chương trình|(?:văn bản|quyết định|thông báo) này)"
)
_DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_MONTHS = {"tháng": 1, "quý": 3, "năm": 12, "nam": 12, "nãm": 12}


def number(words: str) -> int | None:
    """Return the number that "15", "năm (05)" or "mười lăm" says, digits first; None when it says none."""
    digits = re.search(r"\d{1,3}", words)
    if digits:
        return int(digits[0])
    tens, ones = 0, 0
    for word in words.split():
        if word in {"mười", "mươi"}:
            tens, ones = 10 * (ones or 1), 0
        elif word in _DIGITS:
            ones = _DIGITS[word]
        else:
            return None
    return tens + ones or None


def after(start: date, count: int, span: str, *, working: bool = False) -> date:
    """Return the last day of a span ("ngày", "giờ", "tuần", "tháng", "quý", "năm") that begins after a day.

    With `working` only working days count.
    """
    if span in _MONTHS:
        return add_months(start, count * _MONTHS[span])
    if not working:
        return start + timedelta(days={"tuần": 7 * count, "giờ": -(-count // 24)}.get(span, count))
    return workdays.counted(start, count)


def before(end: date, count: int, span: str, *, working: bool = False) -> date:
    """Return the day that lies so many days, weeks or months before a day."""
    if span in _MONTHS:
        return add_months(end, -count * _MONTHS[span])
    if not working:
        return end - timedelta(days={"tuần": 7 * count, "giờ": -(-count // 24)}.get(span, count))
    return workdays.counted(end, -count)


# ── the rules of deadlines.yaml that count ────────────────────────────────────────────────────────


def _anchor(said: Said) -> date | None:
    """Return the day counted from, or None when it is an event of unknown date."""
    event = said.groups.get("anchor", "")
    return said.given.issued if said.given.standalone or not event or _OWN_EVENT.search(event) else None


def _counted(said: Said) -> Moment | None:
    count, start = number(said.groups["amount"]), _anchor(said)
    if count is None:
        return None
    if start is None:
        return said.moment()
    working = "work" in said.groups
    end = after(start, count, said.groups["span"], working=working)
    return said.moment(start=iso(start), end=iso(end), lenient_end=None if working else iso(workdays.rolled(end)))


def _counted_back(said: Said) -> Moment | None:
    count, event = number(said.groups["amount"]), _anchor(said)
    if count is None:
        return None
    end = event and before(event, count, said.groups["span"], working="work" in said.groups)
    return said.moment(end=iso(end))


def _coming(said: Said) -> Moment | None:
    """Return the coming years or months from the date given; years are also read as whole ones."""
    count, issued = number(said.groups["amount"]), said.given.issued
    if count is None:
        return None
    if issued is None:
        return said.moment()
    end = after(issued, count, said.groups["span"]) - timedelta(days=1)
    whole = (
        date(issued.year + count, 12, 31) if said.groups["span"].startswith("n") and end.year > issued.year else None
    )
    return said.moment(
        start=iso(issued), end=iso(end), lenient_end=iso(whole) if said.groups["span"] != "ngày" else None
    )


def _next(said: Said) -> Moment:
    issued = said.given.issued
    if issued is None:
        return said.moment()
    length = {"tháng": 1, "quý": 3}.get(said.groups["span"], 12)
    first = add_months(issued.replace(day=1, month=issued.month - (issued.month - 1) % length), length)
    return said.moment(start=iso(first), end=iso(add_months(first, length) - timedelta(days=1)))


def _from_issue(said: Said) -> Moment:
    return said.moment(start=iso(said.given.issued))


def _at_once(said: Said) -> Moment:
    if said.given.standalone:
        return _from_issue(said)
    return said.moment(kind="conditional")


def _today(said: Said) -> Moment:
    issued = said.given.issued
    if issued is None:
        return said.moment()
    left = 6 - issued.weekday() if said.groups["what"].startswith("tuần") else 0  # the week ends on Sunday
    return said.moment(start=iso(issued), end=iso(issued + timedelta(days=left)))


def _before_tet(said: Said) -> Moment | None:
    """Return the day before the lunar new year: of the year named, else the next one after the document's date."""
    issued = said.given.issued
    years = [int(said.groups["y"])] if "y" in said.groups else [issued.year, issued.year + 1] if issued else []
    for day in map(workdays.new_year, years):
        if day and (issued is None or "y" in said.groups or day > issued):
            return said.moment(end=iso(day - timedelta(days=1)))
    return said.moment()


READINGS: dict[str, Reading] = {
    "at_once": _at_once,
    "before_tet": _before_tet,
    "coming": _coming,
    "counted": _counted,
    "counted_back": _counted_back,
    "from_issue": _from_issue,
    "next": _next,
    "today": _today,
}

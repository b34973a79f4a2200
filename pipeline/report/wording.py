"""How kinds, dates, recurrences and counts are said in Vietnamese, wherever people read them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipeline.confidence import DOUBTFUL
from pipeline.report.matters import counted, matters, ranges

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.documents import Agency, Deadline, Plan, Target, Task
    from pipeline.report.matters import Matter

KINDS = {
    "date": "Đến ngày",
    "before_date": "Trước ngày",
    "month": "Trong tháng",
    "quarter": "Trong quý",
    "half_year": "Nửa năm",
    "year": "Trong năm",
    "period": "Giai đoạn",
    "recurring": "Định kỳ",
    "ongoing": "Thường xuyên",
    "relative": "Tính từ một mốc",
    "conditional": "Chờ điều kiện",
}
COMPARATORS = {">": "trên", ">=": "ít nhất", "=": "đạt", "<=": "nhiều nhất", "<": "dưới"}
RELATIONS = {
    "implements": "thực hiện",
    "legal_basis": "căn cứ",
    "amends": "sửa đổi",
    "replaces": "thay thế",
    "mentions": "nhắc đến",
}
_EVERY = {"DAILY": "ngày", "WEEKLY": "tuần", "MONTHLY": "tháng", "YEARLY": "năm"}
_WEEKDAYS = {
    "MO": "thứ Hai",
    "TU": "thứ Ba",
    "WE": "thứ Tư",
    "TH": "thứ Năm",
    "FR": "thứ Sáu",
    "SA": "thứ Bảy",
    "SU": "Chủ nhật",
}
_YEAR_UNKNOWN = "XXXX"


def day(iso: str | None) -> str:
    """Return an ISO date as dd/mm/yyyy; `XXXX-05-31` as 31/05 with the remark that the year is unknown."""
    if not iso:
        return ""
    year, _, rest = iso.partition("-")
    month, _, number = rest.partition("-")
    turned = "/".join(part for part in (number, month) if part)
    return f"{turned} (chưa rõ năm)" if year == _YEAR_UNKNOWN else f"{turned}/{year}".lstrip("/")


def as_date(iso: str | None) -> date | None:
    """Return the day, or None where the year is unknown or nothing is said."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def recurrence(rules: str) -> str:
    """Return RFC 5545 rules in words: `FREQ=MONTHLY;BYMONTHDAY=19` → "hằng tháng, ngày 19"."""
    return "; ".join(_rule(line) for line in rules.splitlines() if line)


def _rule(rule: str) -> str:
    parts = dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))
    every, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if every not in _EVERY:
        return rule
    if (every, interval) == ("MONTHLY", "3"):
        words = ["hằng quý"]
    elif interval == "1":
        words = [f"hằng {_EVERY[every]}"]
    else:
        words = [f"{interval} {_EVERY[every]} một lần"]
    if days := parts.get("BYDAY"):
        words.append(", ".join(_WEEKDAYS.get(name, name) for name in days.split(",")))
    if days := parts.get("BYMONTHDAY"):
        words.append("ngày cuối tháng" if days == "-1" else f"ngày {days.replace(',', ', ')}")
    if months := parts.get("BYMONTH"):
        words.append(f"tháng {months.replace(',', ', ')}")
    return ", ".join(words)


def due(deadline: Deadline | None) -> str:
    """Return the last day on time, or what stands for it: a recurrence, "Thường xuyên", a missing mark."""
    if deadline is None:
        return ""
    said = [recurrence(deadline.recurrence).capitalize()] if deadline.recurrence else []
    if deadline.end:
        said.append(f"đến {day(deadline.end)}" if said else day(deadline.end))
        if deadline.year_inferred:
            said[-1] += " (năm suy ra)"
    elif not said and deadline.start:
        said.append(f"Từ {day(deadline.start)}")
    return ", ".join(said) or KINDS[deadline.kind]


def others(deadline: Deadline | None) -> str:
    """Return the other times of the same words, as written with the last day of each, parted by semicolons."""
    times = deadline.also if deadline else ()
    return "; ".join(f"{time.text} → {day(time.end)}" if time.end else time.text for time in times)


def names(agencies: Iterable[Agency]) -> str:
    """Return bodies as written, parted by semicolons because some names hold commas."""
    return "; ".join(agency.text for agency in agencies)


def number(value: float) -> str:
    """Return a number as Vietnamese writes it: 1.250,5."""
    text = f"{value:,.10g}" if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def measure(target: Target) -> str:
    """Return what a target demands: "trên 95 %", "từ 40 đến 50 %", or nothing where it has no number."""
    if target.value is None:
        return ""
    comparator = COMPARATORS.get(target.comparator or "", "")
    said = [comparator, number(target.value)]
    if target.upper is not None:
        said = ["từ", number(target.value), "đến", number(target.upper)]
    based = f"so với {target.base}" if target.base else ""
    return " ".join(part for part in (*said, target.unit or "", based) if part)


def facts(plan: Plan) -> list[tuple[str, str]]:
    """Return what the document says of itself, as label and text, without what it is silent about."""
    document = plan.document
    said = [
        ("Số hiệu", document.number),
        ("Loại", document.type),
        ("Trích yếu", document.title),
        ("Cơ quan ban hành", document.issuer.text if document.issuer else None),
        ("Ngày ban hành", day(document.issued_on)),
        ("Người ký", document.signer),
        ("Thực hiện", "; ".join(document.implements)),
        ("Tệp", source_line(plan)),
    ]
    return [(label, text) for label, text in said if text]


def source_line(plan: Plan) -> str:
    """Return the file's name with its size: pages if it has them, characters, whether it was scanned."""
    source = plan.source
    parts = [f"{source.pages} trang"] if source.pages else []
    parts.append(f"{number(source.chars)} ký tự")
    if source.ocr:
        parts.append("nhận dạng từ ảnh")
    return f"{source.name} ({', '.join(parts)})"


def confidence(record: Task | Target) -> str:
    """Return how likely a record is right, with a question mark where it is doubtful: "0,87", "0,43 ?"."""
    if record.confidence is None:
        return ""
    return f"{number(record.confidence)}{' ?' if is_doubtful(record) else ''}"


def is_doubtful(record: Task | Target) -> bool:
    """Return whether a record is more likely wrong than right."""
    return record.confidence is not None and record.confidence < DOUBTFUL


def counts(plan: Plan) -> list[str]:
    """Return the counts a reviewer asks for first, with the gaps that every reviewer lists."""
    said = [f"{len(plan.tasks)} nhiệm vụ"]
    gaps = (
        ("chưa rõ cơ quan chủ trì", sum(not task.leads for task in plan.tasks)),
        ("không nêu thời hạn", sum(task.deadline is None for task in plan.tasks)),
        ("đáng ngờ (?)", sum(is_doubtful(task) for task in plan.tasks)),
    )
    said += [f"{count} {gap}" for gap, count in gaps if count]
    said.append(f"{len(plan.targets)} chỉ tiêu")
    found = matters(plan)
    said.append(
        f"{len(found)} điểm cần xem lại ({', '.join(counted(found))})" if found else "không có điểm cần xem lại"
    )
    return said


def where(matter: Matter) -> str:
    """Return which tasks a matter is about, nothing where it is about the document."""
    return f"nhiệm vụ {ranges(matter.tasks)}" if matter.tasks else ""


def shortened(text: str, longest: int) -> str:
    """Return a text of no more characters than that, folded, with a mark where it was cut."""
    folded = " ".join(text.split())
    return folded if len(folded) <= longest else f"{folded[: longest - 1].rstrip()}…"

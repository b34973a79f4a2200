"""Two drafts of a plan compared, and gaps that somebody signed off."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from test_cover import CHILD_HEAD, COLUMNS, PARENT_HEAD, PROVINCES, WORKS, compared

from pipeline.cli import main
from pipeline.cover import drafts, justified
from pipeline.errors import UsageError

PARENT = [(work, PROVINCES, "", "Quý II/2026") for work in WORKS[:4]]
ENTRY = "  - {{task: '{task}', begins: '{begins}', who: Bà Lê Thị B, why: chờ hướng dẫn, until: 2026-12-31}}\n"


def rows(*works: tuple[str, str]) -> list[tuple[str, ...]]:
    return [(work, "Sở Y tế", "", time) for work, time in works]


# ── drafts ────────────────────────────────────────────────────────────────────────────────────────


def test_what_the_new_draft_mends_and_breaks_is_said_task_by_task() -> None:
    old = compared(PARENT, rows((WORKS[0], "Quý III/2026"), (WORKS[1], "Quý II/2026"), (WORKS[2], "Quý II/2026")))
    new = compared(PARENT, rows((WORKS[0], "Quý II/2026"), (WORKS[2], "Thường xuyên"), (WORKS[3], "Quý II/2026")))
    found = drafts.compared(new, old)
    told = {change.parent_task.action: (change.kind, change.why) for change in found.changes}
    assert told == {
        WORKS[0]: ("better", "Đã khắc phục: chậm hơn thời hạn cấp trên."),
        WORKS[1]: ("worse", "Đã có → Còn thiếu."),
        WORKS[2]: ("worse", "Mới phát sinh: bỏ mất thời hạn."),
        WORKS[3]: ("better", "Còn thiếu → Đã có."),
    }
    assert found.previous == old.child
    assert drafts.compared(new, new).changes == ()


# ── declared gaps ─────────────────────────────────────────────────────────────────────────────────


def declared(tmp_path: Path, *entries: tuple[str, str]) -> Path:
    file = tmp_path / "gaps.yaml"
    lines = "".join(ENTRY.format(task=task, begins=begins) for task, begins in entries)
    file.write_text(f"justified:\n{lines}", encoding="utf-8")
    return file


def test_a_declared_gap_is_marked_until_its_last_day(tmp_path: Path) -> None:
    found = compared(PARENT, rows((WORKS[0], "Quý II/2026")))
    gap = found.verdicts[1].parent_task
    entries = justified.read(declared(tmp_path, (gap.ordinal or "", "kiểm nghiệm MẪU")))
    held = justified.mark(found, entries, date(2026, 12, 31)).verdicts[1]
    assert held.status == "missing"
    assert held.justified is not None
    assert (held.justified.who, held.justified.until) == ("Bà Lê Thị B", "2026-12-31")
    over = justified.mark(found, entries, date(2027, 1, 1))
    assert over.verdicts[1].justified is None
    assert over.notes[-1].endswith("đã hết hiệu lực ngày 31/12/2026.")


@pytest.mark.parametrize(
    ("place", "begins", "said"),
    [
        (1, "Xây dựng", "không khớp nhiệm vụ nào"),  # the ordinal of one task, the words of another
        (0, "Xây dựng", "không còn cần thiết"),  # it is covered
    ],
)
def test_an_excuse_that_fits_no_gap_is_said_and_excuses_nothing(
    tmp_path: Path, place: int, begins: str, said: str
) -> None:
    found = compared(PARENT, rows((WORKS[0], "Quý II/2026")))
    entries = justified.read(declared(tmp_path, (found.verdicts[place].parent_task.ordinal or "", begins)))
    marked = justified.mark(found, entries, date(2026, 6, 1))
    assert all(verdict.justified is None for verdict in marked.verdicts)
    assert said in marked.notes[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("justified: [", "is no YAML"),
        ("- a\n", "has no list 'justified'"),
        ("justified: 3\n", "has no list 'justified'"),
        ("justified:\n  - {task: 1, begins: a, who: b}\n", "entry 1: why: field required"),
        ("justified:\n  - {task: 1, begins: a, who: b, why: c, until: 31/12/2026}\n", "entry 1: until: "),
        ("justified:\n  - {task: 1, begins: a, who: b, why: c, soon: x}\n", "entry 1: soon: "),
        ("\xff\xfe\x00", "is no YAML"),
    ],
)
def test_a_bad_file_of_gaps_is_said_in_one_line(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "gaps.yaml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError) as raised:
        justified.read(file)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    with pytest.raises(UsageError, match="cannot be read"):
        justified.read(tmp_path / "nowhere.yaml")


# ── the command ───────────────────────────────────────────────────────────────────────────────────


def plan(path: Path, head: str, *works: tuple[str, str]) -> str:
    lines = [f"| {number} | {work} | {lead} | | | |" for number, (work, lead) in enumerate(works, 1)]
    path.write_text("\n".join([head + COLUMNS, "|---|---|---|---|---|---|", *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_the_command_lets_declared_gaps_pass_and_compares_drafts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    parent = plan(tmp_path / "p.md", PARENT_HEAD, *((work, PROVINCES) for work in WORKS[:3]))
    old = plan(tmp_path / "old.md", CHILD_HEAD, (WORKS[0], "Sở Y tế"))
    new = plan(tmp_path / "new.md", CHILD_HEAD, (WORKS[0], "Sở Y tế"), (WORKS[1], "Sở Y tế"))
    command = ["cover", "--parent", parent, "--child", new, "--previous", old, "--format", "json", "--check"]
    assert main(command) == 1
    told = json.loads(capfd.readouterr().out)
    assert [(one["before"], one["after"], one["kind"]) for one in told["changes"]] == [("missing", "covered", "better")]
    gap = next(one["parent_task"] for one in told["verdicts"] if one["status"] == "missing")
    file = declared(tmp_path, (gap["ordinal"], WORKS[2][:12]))
    assert main([*command, "--justified", str(file), "--on", "2026-06-01"]) == 0
    assert main([*command, "--justified", str(file), "--on", "2027-06-01"]) == 1
    assert main([*command, "--on", "2027-06-01"]) == 2
    assert "--on belongs to --justified" in capfd.readouterr().err

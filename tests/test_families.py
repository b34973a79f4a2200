"""Plans and directives of a store find each other in any order; a directive is held against every plan."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.archive import families
from pipeline.archive.matrix import matrix
from pipeline.cli import main
from pipeline.cover import Coverage
from pipeline.errors import UsageError
from pipeline.read import read_text
from pipeline.run import extract
from pipeline.store import Extracted, open_store
from pipeline.store.store import Store

DIRECTIVE = """\
THỦ TƯỚNG CHÍNH PHỦ
Số: 77/QĐ-TTg
Hà Nội, ngày 05 tháng 02 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch nước sạch học đường

II. NHIỆM VỤ

1. Ủy ban nhân dân các tỉnh, thành phố lắp đặt bồn chứa inox cho điểm trường lẻ ven biển.
2. Ủy ban nhân dân các tỉnh, thành phố tập huấn giáo viên vận hành máy lọc thẩm thấu ngược.
3. Ủy ban nhân dân các tỉnh, thành phố xây dựng kế hoạch thực hiện Quyết định này.
"""
PLAN = """\
ỦY BAN NHÂN DÂN TỈNH {province}
Số: {number}/KH-UBND
Ngày {day}

KẾ HOẠCH
Thực hiện Quyết định số 77/QĐ-TTg ngày 05 tháng 02 năm 2026 của Thủ tướng Chính phủ

II. NHIỆM VỤ

{tasks}
"""
BOTH = "1. Sở Xây dựng lắp đặt bồn chứa inox cho điểm trường lẻ.\n2. Sở Y tế tập huấn giáo viên vận hành máy lọc.\n"
ONE = "1. Sở Xây dựng lắp đặt bồn chứa inox cho điểm trường lẻ.\n"
VINH_LONG = PLAN.format(province="VĨNH LONG", number=40, day="12/3/2026", tasks=BOTH)
CA_MAU = PLAN.format(province="CÀ MAU", number=9, day="20/3/2026", tasks=ONE)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "kho.db"), create=True)


def put(store: Store, *texts: str, rules: str = "1") -> None:
    run = store.begin_run("test")
    for text in texts:
        source = read_text(text)
        plan = extract(source)
        content = plan.model_dump_json().encode()
        ocr = False
        name = f"{plan.document.number}.txt".replace("/", "-")
        row = Extracted(source.sha256, rules, name, len(text), "txt", None, ocr, len(text), source.text, content, 0.1)
        store.save(run, [row], [])


def statuses(store: Store) -> dict[str, list[str]]:
    found = matrix(store, "77/QĐ-TTg")
    return {row.child.number or "": [one.status for one in row.verdicts] for row in found.rows}


EXPECTED = {"40/KH-UBND": ["covered", "covered", "covered"], "9/KH-UBND": ["covered", "missing", "covered"]}


@pytest.mark.parametrize("order", list(permutations([DIRECTIVE, VINH_LONG, CA_MAU])))
def test_documents_find_their_parents_in_whatever_order_they_come(store: Store, order: tuple[str, ...]) -> None:
    judged = 0
    for text in order:
        put(store, text)
        judged += families.judge(store)
    assert judged == 2
    assert families.judge(store) == 0
    assert statuses(store) == EXPECTED


def test_a_revised_plan_and_changed_rules_are_judged_anew(store: Store) -> None:
    put(store, DIRECTIVE, CA_MAU)
    assert families.judge(store) == 1
    put(store, CA_MAU.replace(ONE, BOTH).replace("20/3/2026", "02/4/2026"))
    assert families.judge(store) == 1
    assert statuses(store)["9/KH-UBND"][1] == "covered"
    put(store, DIRECTIVE, rules="2")
    assert families.judge(store) == 1
    assert families.judge(store) == 0


def test_a_run_that_was_stopped_leaves_only_the_pairs_that_were_not_judged(store: Store) -> None:
    put(store, DIRECTIVE, VINH_LONG, CA_MAU)

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        families.judge(store, stop)
    assert families.judge(store) == 1
    assert statuses(store) == EXPECTED


def test_the_matrix_says_who_has_no_plan(store: Store) -> None:
    put(store, DIRECTIVE, VINH_LONG)
    families.judge(store)
    found = matrix(store, "77/qđ-ttg")
    assert (found.asked, len(found.silent)) == (34, 33)
    names = {body.name for body in found.silent}
    assert "Ủy ban nhân dân tỉnh Cà Mau" in names
    assert "Ủy ban nhân dân tỉnh Vĩnh Long" not in names


def test_what_is_saved_is_the_comparison_as_cover_prints_it(store: Store) -> None:
    put(store, DIRECTIVE, CA_MAU)
    families.judge(store)
    parent, child = store.document("77/QĐ-TTg")[0], store.document("9/KH-UBND")[0]
    content = store.coverage(parent.id, child.id)
    assert content is not None
    assert Coverage.model_validate_json(content).summary.missing == 1


def test_a_number_that_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(UsageError, match="1/QĐ-TTg: no document of this number is in"):
        matrix(store, "1/QĐ-TTg")


# ── the command ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def address(store: Store) -> str:
    put(store, DIRECTIVE, VINH_LONG, CA_MAU)
    store.close()
    return store.name


def test_the_command_prints_a_sign_for_each_task_of_each_body(address: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix", "77/QĐ-TTg", "--store", address]) == 0
    table = capfd.readouterr().out
    assert "2 văn bản triển khai 3 nhiệm vụ." in table
    lines = [line.rstrip() for line in table.splitlines() if "KH-UBND" in line]
    assert [line[-3:] for line in lines] == ["●○●", "●●●"]
    assert "32/34 cơ quan" in table


def test_the_command_writes_json_and_csv(address: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix", "77/QĐ-TTg", "--store", address, "--format", "json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["schema"] == "dondoc-matrix/1"
    assert [row["summary"]["missing"] for row in told["rows"]] == [1, 0]
    out = tmp_path / "matrix.csv"
    assert main(["matrix", "77/QĐ-TTg", "--store", address, "-o", str(out)]) == 0
    lines = out.read_bytes().decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * 3 + 32
    assert "Còn thiếu" in lines[2]


def test_the_workbook_has_tasks_down_and_bodies_across(address: str, tmp_path: Path) -> None:
    out = tmp_path / "matrix.xlsx"
    assert main(["matrix", "77/QĐ-TTg", "--store", address, "-o", str(out)]) == 0
    book = load_workbook(out)
    sheet = book["Ma trận"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=3, min_col=3)] == [
        ["Ủy ban nhân dân tỉnh Cà Mau\n9/KH-UBND", "Ủy ban nhân dân tỉnh Vĩnh Long\n40/KH-UBND"],
        ["Đã có", "Đã có"],
        ["Còn thiếu", "Đã có"],
    ]
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("C2", "landscape")
    bodies = [row[0].value for row in book["Cơ quan"].iter_rows(min_row=2)]
    assert len(bodies) == 2 + 32


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["1/QĐ-TTg"], "no document of this number"),
        (["77/QĐ-TTg", "--format", "pdf"], "no format named 'pdf' for matrix"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_line(
    address: str, arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["matrix", *arguments, "--store", address]) == 2
    error = capfd.readouterr().err
    assert said in error
    assert error.count("\n") == 1

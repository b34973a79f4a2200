"""Input stretched to a length that no document has: it is read to the end, whatever it repeats."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from samples import HEAD, TASKS

LENGTH = 200_000  # characters; no paragraph seen has a fiftieth
LIMIT = 120  # seconds after which reading counts as hanging; it takes a few
SHORT = "| TT | Nhiệm vụ | Chủ trì | Thời gian |\n|---|---|---|---|\n"


def repeated(text: str) -> str:
    """Return a text repeated to LENGTH characters."""
    return (text * (LENGTH // len(text) + 1))[:LENGTH]


def counted(text: str, times: int) -> str:
    """Return a text `times` times, each with its number in the place of {}."""
    return "".join(text.format(number) for number in range(1, times + 1))


# Each stretches what a pattern repeats: an order and its parts, a list of bodies, a label, a frame, a mark.
STRETCHED = {
    "orders by clauses": "1. " + repeated("Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát trạm bơm; "),
    "bodies in one cell": f"{SHORT}| 1 | Rà soát | {repeated('Sở Y tế, Sở Tài chính; phối hợp: Bộ Y tế và ')} | 2025 |",
    "circumstances": "1. " + repeated("trong quá trình thực hiện, nếu có vướng mắc, "),
    "a matter": "1. Về " + repeated("việc thay ống nước cũ và "),
    "adverbs": "1. " + repeated("tiếp tục, chủ động, khẩn trương "),
    "an introduction": f"1. {repeated('rà soát các nhiệm vụ sau đây và ')}:\n\na) Trạm bơm;\n\nb) Bể chứa.",
    "a lead-in": f"{repeated('Yêu cầu các sở thực hiện ')}:\n\n1. Rà soát trạm bơm.",
    "labels in a line": "1. Rà soát.\n\n" + repeated("Chủ trì: Sở Y tế. Phối hợp: Sở Tài chính; Thời gian: quý I. "),
    "a legal basis": "1. Căn cứ luật " + repeated("và nghị định và "),
    "money": "1. " + repeated("kinh phí và ngân sách và "),
    "who carries out": "1. " + repeated("giám đốc các sở chịu trách nhiệm thi hành "),
    "praise": "1. " + repeated("ghi nhận và đánh giá "),
    "a heading": repeated("NHIỆM VỤ VÀ GIẢI PHÁP "),
    "targets": "1. " + repeated("đạt trên 95% hộ dân, "),
    "stars": repeated("* **"),
    "pipes": repeated("|"),
    "lines of pipes": repeated("|\n"),
    "tabs": repeated("\tx\n"),
    "blank lines": repeated("\n \n"),
    "one word": "1. " + repeated("a"),
    "rows": SHORT + counted("| {} | Rà soát trạm bơm | Sở Y tế | 2025 |\n", 2_000),
    "rows cut by pages": f"{SHORT}| 1 | Rà soát | Sở Y tế | 2025 |\n" + counted("| | trạm {} và | | |\n", 1_000),
    "one pipe a line": "|\nTT\n|\nNhiệm vụ\n|\nChủ trì\n|\n" + counted("|\n{}\n|\nRà soát\n|\nSở Y tế\n|\n", 1_500),
    "lists in lists": counted("1. Cấp nước {}\n\n1.1. Xã\n\na) Thôn\n\n- Bản\n\n+ Rà soát.\n\n* Lập sổ.\n\n", 300),
    "label lines": "1. Cấp nước\n\n" + counted("- Rà soát {}.\n\nChủ trì: Sở Y tế.\n\n", 800),
    "paragraphs that go on": "- Rà soát.\n\n" + counted("Trường hợp {} hỏng thì thay.\n\n", 1_500),
}

READ_ALL = """
import json, sys
from pathlib import Path
from pipeline.run import extract, read_source

for name in sys.stdin.read().splitlines():
    print(f"reading {Path(name).stem}", file=sys.stderr, flush=True)
    source = read_source(name)
    plan = extract(source)
    inside = all(0 <= task.span.start <= task.span.end <= len(source.text) for task in plan.tasks)
    print(json.dumps([Path(name).stem, len(plan.tasks), inside]), flush=True)
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, bool]]:
    """Return for each stretched text how many tasks it gave, and whether all stand inside it."""
    folder = tmp_path_factory.mktemp("stretched")
    for name, body in STRETCHED.items():
        (folder / f"{name}.txt").write_text(f"{HEAD}{TASKS}\n\n{body}\n", encoding="utf-8")
    listed = "\n".join(str(path) for path in sorted(folder.iterdir()))
    command = [sys.executable, "-c", READ_ALL]
    try:
        run = subprocess.run(command, input=listed, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"hangs: {(error.stderr or b'').decode().splitlines()[-1:]}")
    assert run.returncode == 0, run.stderr[-2_000:]
    return {name: (tasks, inside) for name, tasks, inside in map(json.loads, run.stdout.splitlines())}


@pytest.mark.parametrize("name", STRETCHED)
def test_a_stretched_text_is_read_to_its_end(read: dict[str, tuple[int, bool]], name: str) -> None:
    _, inside = read[name]
    assert inside


@pytest.mark.parametrize(
    ("name", "tasks"),
    [("rows", 2_000), ("one pipe a line", 1_500), ("label lines", 800), ("rows cut by pages", 1)],
)
def test_no_task_is_lost_in_a_long_list(read: dict[str, tuple[int, bool]], name: str, tasks: int) -> None:
    assert read[name] == (tasks, True)


def test_an_order_of_any_length_is_a_task(read: dict[str, tuple[int, bool]]) -> None:
    assert read["orders by clauses"][0] >= 1

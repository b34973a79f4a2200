"""The command does what the contract says, and every error is one line with exit code 2."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from samples import LETTERHEAD

import pipeline.run
from pipeline import __version__, cli, grammar
from pipeline.documents import Plan, SourceText
from pipeline.errors import GrammarError

LETTER = f"""{LETTERHEAD}
II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng danh mục hồ sơ lưu trữ, hoàn thành trước ngày 30/6/2025.
2. Sở Tài chính bố trí kinh phí thực hiện trong Quý IV năm 2025.
"""
HEAVY = {
    "rich",
    "xlsxwriter",
    "openpyxl",
    "spacy",
    "underthesea",
    "selectolax",
    "pdfplumber",
    "pypdfium2",
    "holidays",
    "dateutil",
    "sqlalchemy",
    "alembic",
    "psycopg",
}
CODE_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


class Ran:
    """What a command returned and printed."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.data = out
        self.out = out.decode(errors="replace")
        self.err = err.decode()

    def failed_with(self, *words: str) -> bool:
        """Return whether the command ended with exit code 2 and one line that holds these words."""
        one_line = self.err.count("\n") == 1 and self.err.startswith("dondoc: ")
        return self.code == 2 and one_line and all(word in self.err for word in words)


@pytest.fixture
def dondoc(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> DondocFixture:
    monkeypatch.setenv("COLUMNS", "120")  # tables are as wide as the screen that runs the tests
    return DondocFixture(capsysbinary)


class DondocFixture:
    """Runs a command in this process."""

    def __init__(self, captured: pytest.CaptureFixture[bytes]) -> None:
        self.captured = captured

    def __call__(self, *argv: str | Path) -> Ran:
        code = cli.main([str(word) for word in argv])
        out, err = self.captured.readouterr()
        return Ran(code, out, err)


def in_a_process(*argv: str | Path, given: bytes = b"", **environment: str) -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *map(str, argv)],
        input=given,
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


# ── extract ───────────────────────────────────────────────────────────────────────────────────────


def test_extract_prints_a_table_and_succeeds(dondoc: DondocFixture, letter: Path) -> None:
    ran = dondoc("extract", letter)
    assert (ran.code, ran.err) == (0, "")
    assert "12/KH-UBND" in ran.out
    assert "Cơ quan chủ trì" in ran.out
    assert "Sở Nội vụ" in ran.out


def test_the_spans_of_the_json_point_into_the_text_that_text_prints(dondoc: DondocFixture, letter: Path) -> None:
    text = dondoc("extract", letter, "--format", "text").data.decode()
    plan = Plan.model_validate_json(dondoc("extract", letter, "--format", "json").data)
    assert text == LETTER
    assert plan.tasks
    for task in plan.tasks:
        for body in (*task.leads, *task.partners):
            assert body.text in text[body.span.start : body.span.end]


@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "xlsx", "html", "ics", "text"])
def test_every_format_comes_to_standard_output_and_into_a_file(
    dondoc: DondocFixture, letter: Path, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    assert dondoc("extract", letter, "--format", name, "-o", out).code == 0
    printed = dondoc("extract", letter, "--format", name)
    assert printed.code == 0
    assert out.read_bytes() == printed.data


def test_the_ending_of_the_output_file_chooses_the_format(dondoc: DondocFixture, letter: Path, tmp_path: Path) -> None:
    ran = dondoc("extract", letter, "-o", tmp_path / "tasks.json")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((tmp_path / "tasks.json").read_bytes())["schema"] == "dondoc/1"


def test_extract_reads_standard_input(letter: Path) -> None:
    ran = in_a_process("extract", "-", "--format", "json", given=letter.read_bytes())
    assert ran.code == 0
    assert json.loads(ran.data)["document"]["number"] == "12/KH-UBND"


def test_several_files_give_a_list(dondoc: DondocFixture, letter: Path) -> None:
    plans = json.loads(dondoc("extract", letter, letter, "--format", "json").data)
    assert [plan["document"]["number"] for plan in plans] == ["12/KH-UBND", "12/KH-UBND"]


def test_one_bad_file_is_named_and_the_others_still_come(dondoc: DondocFixture, letter: Path) -> None:
    ran = dondoc("extract", "nowhere.txt", letter, "--format", "jsonl")
    assert ran.failed_with("nowhere.txt")
    assert len(ran.out.splitlines()) == 1


def test_when_no_file_can_be_read_the_old_output_stays(dondoc: DondocFixture, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")
    assert dondoc("extract", "nowhere.txt", "-o", out).failed_with("nowhere.txt")
    assert out.read_text() == "old"


def test_a_document_without_tasks_is_no_error(dondoc: DondocFixture, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hôm nay trời đẹp.\n", encoding="utf-8")
    ran = dondoc("extract", path, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.data)["tasks"] == []
    assert json.loads(ran.data)["findings"]


def test_several_files_can_be_parts_of_one_document(dondoc: DondocFixture, letter: Path, tmp_path: Path) -> None:
    appendix = tmp_path / "phụ lục.txt"
    appendix.write_text("PHỤ LỤC\n\n1. Sở Y tế chủ trì kiểm tra kho lưu trữ, xong trước ngày 30/9.\n", encoding="utf-8")
    asked = ("extract", letter, appendix, "--as-one", "--format")
    plan = Plan.model_validate_json(dondoc(*asked, "json").data)
    text = dondoc(*asked, "text").data.decode()
    assert [part.name for part in plan.source.parts] == [letter.name, appendix.name]
    assert [text[task.leads[0].span.start : task.leads[0].span.end] for task in plan.tasks] == [
        "Sở Nội vụ", "Sở Tài chính", "Sở Y tế",
    ]  # fmt: skip
    assert f"{letter.name} + {appendix.name}" in dondoc("extract", letter, appendix, "--as-one").out


def test_a_part_that_cannot_be_read_keeps_the_whole_document_back(dondoc: DondocFixture, letter: Path) -> None:
    ran = dondoc("extract", letter, "nowhere.txt", "--as-one", "--format", "json")
    assert ran.failed_with("nowhere.txt: no such file")
    assert ran.out == ""


def test_explain_names_the_file_of_each_place(dondoc: DondocFixture, checkout: Path) -> None:
    out = dondoc("explain", checkout / "corpus" / "forms" / "kh-46-vinh-long.zip", "--task", "22").out
    assert "1. Phụ lục.md: line" in out


# ── bad input and bad usage ───────────────────────────────────────────────────────────────────────


def test_an_unreadable_input_is_one_line(dondoc: DondocFixture, tmp_path: Path) -> None:
    binary = tmp_path / "a.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    assert dondoc("extract", tmp_path / "none.txt").failed_with("none.txt")
    assert dondoc("extract", tmp_path).failed_with(str(tmp_path))
    assert dondoc("extract", binary).failed_with("a.txt")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "COMMAND"),
        (["extrcat"], "invalid choice"),
        (["extract"], "FILE"),
        (["extract", "a.txt", "--fromat", "json"], "unrecognized arguments"),
        (["extract", "a.txt", "--format", "docx"], "not there yet"),
        (["extract", "a.txt", "--format", "yaml"], "choose one of"),
        (["extract", "a.txt", "-o", "plan.docx"], "not there yet"),
        (["extract", "a.txt", "b.txt", "--format", "text"], "one file"),
        (["extract", "a.txt", "-o", "no/such/folder.json"], "make it first"),
        (["parse", "weather", "sun"], "invalid choice"),
        (["parse", "deadline", "quý I", "--issued", "2025-02-30"], "--issued"),
        (["explain"], "FILE"),
        (["evaluate", "--gold", "gold"], "--documents"),
        (["grammar"], "ACTION"),
    ],
)
def test_a_wrong_usage_is_one_line(dondoc: DondocFixture, argv: list[str], said: str) -> None:
    assert dondoc(*argv).failed_with(said)


def test_an_output_over_an_input_is_refused(dondoc: DondocFixture, letter: Path) -> None:
    assert dondoc("extract", letter, "--format", "json", "-o", letter).failed_with("is an input")
    assert letter.read_text(encoding="utf-8") == LETTER


def test_a_workbook_is_not_thrown_at_a_terminal(
    dondoc: DondocFixture, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert dondoc("extract", letter, "--format", "xlsx").failed_with("give -o FILE.xlsx")


def test_a_fault_of_the_program_is_one_line_that_names_the_file(
    dondoc: DondocFixture, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DONDOC_DEBUG", raising=False)
    monkeypatch.setattr(pipeline.run, "extract", faulty)
    ran = dondoc("extract", letter)
    assert ran.failed_with(letter.name, "internal error (ZeroDivisionError", "please report it")
    assert "Traceback" not in ran.err


def test_debugging_shows_where_the_program_failed(
    dondoc: DondocFixture, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DEBUG", "1")
    monkeypatch.setattr(pipeline.run, "extract", faulty)
    assert "Traceback" in dondoc("extract", letter).err


def faulty(_source: SourceText) -> Plan:
    raise ZeroDivisionError("two\nlines")


def test_an_interrupted_command_ends_quietly(
    dondoc: DondocFixture, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_source: SourceText) -> Plan:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline.run, "extract", interrupted)
    ran = dondoc("extract", letter)
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_a_reader_that_stops_early_is_no_error(letter: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "extract", "--format", "text", str(letter)]
    letter.write_text(LETTER * 2_000, encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_full_disk_is_one_line(letter: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "pipeline.cli", "extract", str(letter)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert Ran(done.returncode, b"", done.stderr).failed_with("standard output", "No space left")


# ── parse ─────────────────────────────────────────────────────────────────────────────────────────


def test_parse_prints_one_object_a_line_and_null_for_none(dondoc: DondocFixture) -> None:
    ran = dondoc("parse", "deadline", "Quý IV năm 2025", "Sở Nội vụ", "trước ngày 30/6/2025")
    quarter, nothing, before = map(json.loads, ran.out.splitlines())
    assert (quarter["text"], quarter["kind"], quarter["end"]) == ("Quý IV năm 2025", "quarter", "2025-12-31")
    assert quarter.keys() >= {"start", "lenient_end", "recurrence", "year_inferred", "rule"}
    assert nothing is None
    assert (before["kind"], before["end"]) == ("before_date", "2025-06-29")


def test_the_issue_date_gives_a_missing_year(dondoc: DondocFixture) -> None:
    for issued in ("2025-03-05", "05/3/2025"):
        found = json.loads(dondoc("parse", "deadline", "trước ngày 30/6", "--issued", issued).out)
        assert (found["end"], found["year_inferred"]) == ("2025-06-29", True)
    assert json.loads(dondoc("parse", "deadline", "trước ngày 30/6").out)["end"] == "XXXX-06-29"


def test_parse_reads_lines_each_with_its_own_issue_date() -> None:
    given = "\ufefftrước ngày 30/6\t2024-01-02\r\n\ntrước ngày 30/6\n".encode()
    ran = in_a_process("parse", "deadline", "--issued", "2025-01-02", given=given)
    dated, empty, plain = map(json.loads, ran.out.splitlines())
    assert dated["end"] == "2024-06-29"
    assert empty is None
    assert plain["end"] == "2025-06-29"


def test_parse_names_the_line_that_is_wrong() -> None:
    assert in_a_process("parse", "deadline", given="quý I\nquý II\tngày kia\n".encode()).failed_with(
        "line 2", "ngày kia"
    )
    assert in_a_process("parse", "number", given=b"1/Q\xff").failed_with("line 1", "not UTF-8")


def test_parse_number_gives_the_parts_of_a_document_number(dondoc: DondocFixture) -> None:
    found, nothing = map(
        json.loads, dondoc("parse", "number", "Quyết định số 281/QĐ-TTg", "30/6/2025").out.splitlines()
    )
    assert (found["text"], found["num"], found["type"]) == ("281/QĐ-TTg", "281", "QĐ")
    assert nothing is None


def test_parse_agency_gives_the_id_of_a_body(dondoc: DondocFixture) -> None:
    found, nothing = map(json.loads, dondoc("parse", "agency", "Bộ Y tế", "quả táo").out.splitlines())
    assert found["agency"] == "bo-y-te"
    assert nothing is None


def test_parse_agency_gives_who_took_over_and_where_the_body_belongs(dondoc: DondocFixture) -> None:
    body, group = map(
        json.loads, dondoc("parse", "agency", "Sở NN&PTNT", "các bộ, ngành", "--issued", "2024-05-02").out.splitlines()
    )
    assert (body["agency"], body["until"], body["exists"], body["on"]) == ("so-nnptnt", "2025-02-28", False, None)
    assert [step["agency"] for step in body["successors"]] == ["so-nnmt"]
    assert body["parent"]["agency"] == "ubnd-tinh"
    assert body["members"] is None
    assert "bo-tttt" in [member["agency"] for member in group["members"]]


def test_parse_agency_asks_who_stands_for_the_body_on_a_day(dondoc: DondocFixture) -> None:
    ran = dondoc("parse", "agency", "Sở NN&PTNT", "--issued", "2024-05-02", "--on", "31/12/2024")
    body = json.loads(ran.out)
    assert (body["on"], body["exists"], body["successors"]) == ("2024-12-31", True, [])


def test_parse_agency_reads_as_a_document_of_the_issuer_has_it(dondoc: DondocFixture) -> None:
    ran = dondoc("parse", "agency", "Hội Nông dân", "--issued", "2024-05-02", "--issuer", "UBND tỉnh Bắc Giang")
    body = json.loads(ran.out)
    assert (body["agency"], body["until"]) == ("hnd-tinh:bac-giang", "2025-06-30")
    assert body["successors"][0]["name"] == "Hội Nông dân tỉnh Bắc Ninh"


def test_a_body_of_another_time_has_no_id_and_is_shown_with_its_successor(dondoc: DondocFixture) -> None:
    body = json.loads(dondoc("parse", "agency", "Bộ TT&TT", "--issued", "2026-05-02").out)
    assert (body["agency"], body["other_times"][0]["agency"]) == (None, "bo-tttt")
    assert body["other_times"][0]["successors"][1] == {
        "agency": "bo-vhttdl",
        "name": "Bộ Văn hóa, Thể thao và Du lịch",
        "work": "press, publishing, grassroots and external information",
    }


def test_what_is_asked_of_bodies_alone_is_wrong_usage_elsewhere(dondoc: DondocFixture) -> None:
    assert dondoc("parse", "number", "1/QĐ-TTg", "--on", "2024-05-02").failed_with("--on", "parse agency")
    assert dondoc("parse", "agency", "Bộ Y tế", "--on", "hôm nay").failed_with("--on", "2025-03-31")


# ── explain, grammar, schema, version ─────────────────────────────────────────────────────────────


def test_explain_names_rule_and_place_of_every_task(dondoc: DondocFixture, letter: Path) -> None:
    plan = Plan.model_validate_json(dondoc("extract", letter, "--format", "json").data)
    ran = dondoc("explain", letter)
    assert ran.code == 0
    for task in plan.tasks:
        assert task.rule in ran.out
        assert f"characters {task.span.start}–{task.span.end}" in ran.out
    one = dondoc("explain", letter, "--task", plan.tasks[0].id)
    assert one.out in ran.out


def test_explain_of_a_task_that_is_not_there_is_one_line(dondoc: DondocFixture, letter: Path) -> None:
    assert dondoc("explain", letter, "--task", "no-such").failed_with("no-such")


def test_grammar_check_prints_one_line_a_problem(dondoc: DondocFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> grammar.Grammar:
        raise GrammarError(f"grammars/{name}.yaml: no term named 'day'; see 'terms:'")

    monkeypatch.setattr(grammar, "names", lambda: ["one", "two"])
    monkeypatch.setattr(grammar, "load", load)
    ran = dondoc("grammar", "check")
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(":")[0] for line in ran.err.splitlines()] == ["grammars/one.yaml", "grammars/two.yaml"]


def test_the_schema_describes_what_extract_prints(dondoc: DondocFixture, letter: Path) -> None:
    schema = json.loads(dondoc("schema").data)
    record = json.loads(dondoc("extract", letter, "--format", "json").data)
    assert set(schema["properties"]) == set(record)
    assert "from" in schema["$defs"]["Agency"]["properties"]
    assert set(schema["$defs"]["Task"]["properties"]) == set(record["tasks"][0])


def test_version_prints_the_version(dondoc: DondocFixture) -> None:
    assert dondoc("version").out == f"dondoc {__version__}\n"


# ── start-up and documentation ────────────────────────────────────────────────────────────────────


def modules_after(*argv: str | Path) -> set[str]:
    program = "import sys; from pipeline.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program, *map(str, argv)], capture_output=True, check=True)
    return {name.partition(".")[0] for name in done.stderr.decode().split()}


def test_extract_to_json_loads_no_package_it_does_not_need(letter: Path) -> None:
    assert not modules_after("extract", letter, "--format", "json") & HEAVY


def test_version_starts_without_any_package() -> None:
    assert not modules_after("version") & (HEAVY | {"pydantic", "regex", "yaml", "ahocorasick"})


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of a parser by name, `grammar check` as `grammar check`."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                found |= {name: inner} | {f"{name} {sub}": leaf for sub, leaf in commands(inner).items()}
    return found


def test_every_command_is_in_the_readme_and_every_one_in_the_readme_exists(checkout: Path) -> None:
    readme = (checkout / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"dondoc ([a-z]+)\b(?=[^/\n]*`| |$)", " ".join(re.findall(r"`(dondoc [^`\n]*)`", readme))))
    named |= {words[1] for words in commands_in(readme)}
    assert named == {name for name in commands(cli._parser()) if " " not in name}


def commands_in(text: str) -> list[list[str]]:
    """Return the words of each `dondoc` command that a code block shows."""
    lines = [line.strip() for block in CODE_BLOCK.findall(text) for line in block.splitlines()]
    shown = [line.removeprefix("$ ") for line in lines]
    return [shlex.split(line, comments=True) for line in shown if line.startswith("dondoc ")]


def test_every_command_that_the_readme_shows_is_well_formed(checkout: Path) -> None:
    for words in commands_in((checkout / "README.md").read_text(encoding="utf-8")):
        until = next((at for at, word in enumerate(words) if word in {"|", ">", ">>", "<", "&&", ";"}), len(words))
        cli._parser().parse_args(words[1:until])


@pytest.mark.parametrize("name", sorted(commands(cli._parser())))
def test_every_command_has_a_help_text(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*name.split(), "--help"])
    assert ended.value.code == 0
    assert "usage: dondoc" in capsys.readouterr().out


def test_an_output_whose_ending_is_no_format_is_refused(dondoc: DondocFixture, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.pdf"
    assert dondoc("extract", letter, "-o", out).failed_with("plan.pdf", "--format")
    assert not out.exists()

"""The table of expressions that the domain experts wrote, as `dondoc parse deadline` reads it."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import pytest

from pipeline import cli

_KINDS = {"range": "period", "none": None}


def _rows(real: Path) -> list[dict[str, str]]:
    with (real.parent / "domain" / "deadlines.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _given_date(row: dict[str, str]) -> str:
    """Return the day that an expression counts from: of issue, of effect, of receipt, of an event."""
    found = re.search(r"=(\d{4}-\d\d-\d\d)", row["context"] or "")
    return found[1] if found else ""


def _wanted(row: dict[str, str]) -> dict[str, str | None]:
    kind = _KINDS.get(row["kind"], row["kind"].partition("_")[0] if "recurring" in row["kind"] else row["kind"])
    return {"kind": kind} | {name: row[name] or None for name in ("start", "end", "recurrence")}


def test_every_expression_of_the_domain_table_is_read_right(
    real: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = _rows(real)
    lines = "".join(f"{row['expression']}\t{_given_date(row)}\n" for row in rows)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
    assert cli.main(["parse", "deadline"]) == 0
    printed = [json.loads(line) or {} for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert len(printed) == len(rows) >= 324
    wrong = [
        f"{row['expression']}: {got}, not {wanted}"
        for row, answer in zip(rows, printed, strict=True)
        if (got := {name: answer.get(name) for name in ("kind", "start", "end", "recurrence")})
        != (wanted := _wanted(row))
    ]
    assert wrong == []


def test_contested_and_rolled_days_of_the_domain_table_stand_as_lenient_ends(
    real: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    looser = re.compile(r"(?:moves it to|lenient reading|lenient end|lenient;? )\D{0,14}(\d{4}-\d\d-\d\d)")
    rows = [(row, found[1]) for row in _rows(real) if (found := looser.search(row["note"] or ""))]
    assert len(rows) >= 7
    for row, day in rows:
        date = ["--issued", _given_date(row)] if _given_date(row) else []
        assert cli.main(["parse", "deadline", row["expression"], *date]) == 0
        assert json.loads(capsysbinary.readouterr().out)["lenient_end"] == day, row["expression"]

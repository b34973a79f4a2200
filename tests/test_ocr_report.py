"""scripts/ocr_report: numbers are compared one by one, so that none made worse hides in a sum."""

from __future__ import annotations

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "ocr_report"
TRUTH = """CHỈ THỊ
I. YÊU CẦU
Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024;
8. Đề nghị 126 xã (5G)
Nơi nhận:
- Lưu 12."""


@pytest.fixture(scope="module")
def report() -> ModuleType:
    """Return scripts/ocr_report, which has no suffix, as a module."""
    loader = SourceFileLoader("ocr_report_tool", str(SCRIPT))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


def told(report: ModuleType, plain: str, ours: str) -> dict[str, str]:
    return {one.printed: one.told for one in report.figures(plain, ours, TRUTH) if one.told}


def test_every_number_and_sign_of_a_document_is_compared(report: ModuleType) -> None:
    found = report.figures(TRUTH, TRUTH, TRUTH)
    assert [one.printed for one in found] == ["I.", "57-NQ/TW", "22/12/2024", "8.", "126", "5G", "12."]
    assert [one.in_body for one in found] == [True] * 6 + [False]
    assert told(report, TRUTH, TRUTH) == {}


def test_a_number_made_worse_is_told_though_another_is_made_better(report: ModuleType) -> None:
    plain, ours = TRUTH.replace("57-NQ", "57 -NQ"), TRUTH.replace("8.", "§.")
    assert told(report, plain, ours) == {"57-NQ/TW": "better", "8.": "worse"}
    assert report.report_on_figures(report.figures(plain, ours, TRUTH)) == 1


def test_a_number_that_both_read_wrongly_is_neither(report: ModuleType) -> None:
    assert told(report, TRUTH.replace("126", "l26"), TRUTH.replace("126", "1Z6")) == {"126": "both"}
    (one,) = [
        one for one in report.figures(TRUTH.replace("126", "l26"), TRUTH.replace("126", "lZ6"), TRUTH) if one.told
    ]
    assert one.is_further


def test_a_number_read_in_another_order_is_no_error(report: ModuleType) -> None:
    lines = TRUTH.split("\n")
    assert told(report, TRUTH, "\n".join([lines[2], *lines[:2], *lines[3:]])) == {}

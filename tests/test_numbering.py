"""Numbers that a list repeats or leaves out become findings with their place."""

from __future__ import annotations

import pytest

from pipeline.read import read_text
from pipeline.run import extract

HEAD = "KẾ HOẠCH\nBảo đảm nước sạch năm 2026\n\n"


def found(body: str) -> list[tuple[str, str]]:
    text = HEAD + body
    plan = extract(read_text(text))
    return [
        (finding.code, text[finding.span.start : finding.span.end].strip())
        for finding in plan.findings
        if finding.span and finding.code.endswith("_number")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("II. NHIỆM VỤ\n1. Rà soát bể chứa.\n2. Thay ống nước.\n3. Lập sổ.", []),
        ("II. NHIỆM VỤ\n1. Rà soát bể chứa.\n1. Thay ống nước.", [("duplicate_number", "1.")]),
        ("II. NHIỆM VỤ\n1. Rà soát bể chứa.\n3. Thay ống nước.", [("skipped_number", "3.")]),
        ("II. NHIỆM VỤ\na) Rà soát bể chứa.\nc) Thay ống nước.", [("skipped_number", "c)")]),
        ("II. NHIỆM VỤ\nd) Rà soát bể chứa.\nđ) Thay ống nước.\ne) Lập sổ.", []),
        ("II. NHIỆM VỤ\nd) Rà soát bể chứa.\ne) Thay ống nước.", []),
        (
            "III. NHIỆM VỤ\n1. Rà soát bể chứa.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế lập sổ.",
            [("duplicate_number", "III.")],
        ),
        ("I. NHIỆM VỤ\n1. Rà soát bể chứa.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế lập sổ.", []),
    ],
)
def test_repeated_and_skipped_numbers_are_told(body: str, expected: list[tuple[str, str]]) -> None:
    assert found(body) == expected

"""The corpus as Word files: the same records as from the text, whatever the file was written by."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from pipeline.read import read_path
from pipeline.run import extract

CORPUS = Path(__file__).parent.parent / "corpus"
DOCUMENTS = {path.stem: path for path in sorted(CORPUS.iterdir()) if path.is_file()}
FORMS = sorted(path for path in (CORPUS / "forms").iterdir() if path.suffix in {".docx", ".doc", ".rtf"})
# A page number, or a header that a page repeats, stands in the text between the words of these tasks.
_LETTERS = re.compile(r"[^\W\d_]+")


def _words(text: str) -> str:
    """Return a text without emphasis, and without the page numbers that only the form as text has."""
    return " ".join(_LETTERS.findall(unicodedata.normalize("NFC", text)))


def _records(path: Path) -> object:
    """Return all that is read of a document but places and confidence."""
    plan = extract(read_path(path))
    document = plan.document
    issuer = document.issuer and (document.issuer.text, document.issuer.agency)
    head = (document.number, document.type, document.title, issuer, document.issued_on, document.signer)
    tasks = [
        (
            task.ordinal, task.path, task.group, _words(task.action), task.origin, task.rule,
            task.product and task.product.text,
            *((body.text, body.agency) for body in (*task.leads, *task.partners, *task.supervisors)),
            task.deadline and (task.deadline.text, task.deadline.kind, task.deadline.start, task.deadline.end),
        )
        for task in plan.tasks
    ]  # fmt: skip
    targets = [(target.text, target.comparator, target.value, target.unit, target.by) for target in plan.targets]
    findings = [(finding.code, _words(finding.message)[:60]) for finding in plan.findings]
    return _composed([head, document.implements, *tasks, *targets, *findings])


def _composed(value: object) -> object:
    """Return a value with all its texts composed and with single blanks: some texts of the corpus are not."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", " ".join(value.split()))
    return [_composed(each) for each in value] if isinstance(value, list | tuple) else value


@cache
def _of_text(stem: str) -> object:
    return _records(DOCUMENTS[stem])


def test_every_document_of_the_corpus_is_there_as_a_word_file() -> None:
    assert {path.stem for path in FORMS if path.suffix == ".docx"} == set(DOCUMENTS)
    assert {path.suffix for path in FORMS} == {".docx", ".doc", ".rtf"}


@pytest.mark.parametrize("path", FORMS, ids=[path.name for path in FORMS])
def test_the_records_are_the_same_from_each_form(path: Path) -> None:
    if path.suffix != ".docx" and not shutil.which("soffice") and os.environ.get("CI") != "true":
        pytest.skip("libreoffice-writer is not there")
    assert _records(path) == _of_text(path.stem)


def test_numbers_that_stand_in_no_text_are_read() -> None:
    path = CORPUS / "forms" / "kh-46-vinh-long.docx"
    text = read_path(path).text
    for line in ("I. MỤC ĐÍCH, YÊU CẦU", "2. Yêu cầu", "a) Bồi dưỡng nghiệp vụ", "6. Uỷ ban nhân dân các xã, phường"):
        assert re.search(f"^{re.escape(line)}", text, re.MULTILINE)

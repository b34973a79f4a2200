"""Grammars: what the rule files may say, how their rules match, and what is wrong with a wrong file."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from pipeline import grammar
from pipeline.errors import GrammarError

RULE = """
  - id: {id}
    about: a test
    pattern: '{pattern}'
    cases: [{{text: '{hit}', match: '{hit}'}}, {{text: '{miss}', match: ''}}]
"""


class Write(Protocol):
    """Writes a grammar file in a folder of its own and returns its name."""

    def __call__(self, text: str, name: str = "sample") -> str:
        """Write the file."""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    def written(text: str, name: str = "sample") -> str:
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return name

    monkeypatch.setattr(grammar, "folder", lambda: tmp_path)
    grammar.load.cache_clear()
    grammar.load_terms.cache_clear()
    yield written
    grammar.load.cache_clear()
    grammar.load_terms.cache_clear()


def _rules(*rules: tuple[str, str, str, str], head: str = "") -> str:
    body = "".join(RULE.format(id=name, pattern=text, hit=hit, miss=miss) for name, text, hit, miss in rules)
    return f"about: test\n{head}\nrules:{body}"


QUARTER = ("quarter", r"quý (?P<number>[ivx]+)", "Quý IV", "quý cơ quan")
MONTH = ("month", r"tháng \d+", "tháng 5", "tháng này")


def test_every_grammar_of_the_project_holds_what_its_cases_say() -> None:
    assert [problem for name in grammar.names() for problem in grammar.load(name).problems()] == []


def test_rule_ids_are_unique_in_the_whole_project() -> None:
    ids = [rule.id for name in grammar.names() for rule in grammar.load(name).rules]
    assert sorted(set(ids)) == sorted(ids)


# ── matching ──────────────────────────────────────────────────────────────────────────────────────


def test_matches_come_from_left_to_right_with_their_named_groups(write: Write) -> None:
    found = grammar.load(write(_rules(QUARTER, MONTH))).find("tháng 5 hoặc quý iv")
    assert [(hit.rule, hit.groups) for hit in found] == [("month", {}), ("quarter", {"number": "iv"})]


def test_the_longer_of_two_matches_at_one_place_wins(write: Write) -> None:
    longer = ("longer", r"tháng \d+ năm \d{4}", "tháng 5 năm 2026", "tháng 5")
    found = grammar.load(write(_rules(MONTH, longer))).find("tháng 5 năm 2026, tháng 6")
    assert [(hit.rule, hit.start, hit.end) for hit in found] == [("longer", 0, 16), ("month", 18, 25)]


def test_a_search_keeps_to_its_range_but_sees_what_stands_before_it(write: Write) -> None:
    loaded = grammar.load(write(_rules(("day", r"(?<!cuối )tháng \d+", "tháng 5", "cuối tháng 5"))))
    assert [hit.start for hit in loaded.find("tháng 1 tháng 2 tháng 3", 8, 15)] == [8]
    assert loaded.find("cuối tháng 5", 5) == []


def test_a_rule_is_tried_only_where_its_hint_stands(write: Write) -> None:
    text = _rules(MONTH).replace("    pattern", "    hint: [tháng]\n    pattern")
    rule = grammar.load(write(text)).rules[0]
    assert rule.may_match("trong tháng 5")
    assert not rule.may_match("trong quý iv")


def test_a_grammar_whose_rules_all_say_how_they_open_says_so_itself(write: Write) -> None:
    text = _rules(QUARTER, MONTH, head="mode: whole").replace("    pattern", "    opens: [quý, tháng]\n    pattern")
    loaded = grammar.load(write(text))
    assert "quý iv".startswith(loaded.opens)
    assert not "năm 2026".startswith(loaded.opens)
    found = loaded.whole("tháng 5")
    assert found is not None
    assert found.rule == "month"


def test_without_openings_any_text_may_match(write: Write) -> None:
    assert grammar.load(write(_rules(MONTH, head="mode: whole"))).opens == ()


def test_a_whole_match_leaves_nothing_over(write: Write) -> None:
    loaded = grammar.load(write(_rules(MONTH, head="mode: whole")))
    assert loaded.whole("tháng 5")
    assert loaded.whole("tháng 5 năm 2026") is None


def test_a_match_at_a_place_begins_there_and_is_the_longest(write: Write) -> None:
    longer = ("longer", r"tháng \d+ năm \d{4}", "tháng 5 năm 2026", "tháng này")
    loaded = grammar.load(write(_rules(MONTH, longer, head="mode: start")))
    found = loaded.at("từ tháng 5 năm 2026", 3)
    assert found is not None
    assert (found.rule, found.end) == ("longer", 19)
    assert loaded.at("từ tháng 5", 0) is None


def test_terms_fill_patterns_and_use_the_terms_above_them(write: Write) -> None:
    text = _rules(("day", r"ngày {date}", "ngày 5/2026", "ngày mai"), head=r"terms: {year: '\d{4}', date: '\d/{year}'}")
    assert grammar.load(write(text)).find("ngày 5/2026")


def test_a_grammar_may_use_the_terms_of_another(write: Write) -> None:
    write(r"{about: dates, terms: {year: '20\d\d'}}", "dates")
    text = _rules(("year", r"năm {year}", "năm 2026", "năm nay"), head="uses: [dates]")
    assert grammar.load(write(text)).find("năm 2026")


def test_every_scalar_stays_text(write: Write) -> None:
    text = _rules(MONTH).replace("    pattern", "    means: {month: 06, sure: no}\n    pattern")
    assert grammar.load(write(text)).rules[0].means == {"month": "06", "sure": "no"}


# ── what is wrong ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a\n- list", "holds no fields"),
        ("about: [unclosed", "no YAML"),
        (unicodedata.normalize("NFD", _rules(QUARTER)), "not NFC"),
        (_rules(QUARTER).replace("    about: a test\n", ""), "rule quarter has no about"),
        (_rules(QUARTER, QUARTER), "two rules are called quarter"),
        (_rules(QUARTER, head="mode: somewhere"), "mode 'somewhere' is none of find, start, whole"),
        (_rules(("a", r"{nothing} \d", "1", "a")), "no term named 'nothing'"),
        (_rules(("a", "hoà bình", "hoà bình", "a")), "folded text has 'hòa'"),
        (_rules(("a", "Quý", "Quý", "a")), "folded text has 'quý' where the pattern has 'Quý'"),
        (_rules(("a", "2025 – 2030", "2025 – 2030", "a")), "folded text has '-'"),
        (
            _rules(QUARTER).replace("    pattern", "    hint: [Quý]\n    pattern"),
            "folded text has 'quý' where the hint",
        ),
        (_rules(QUARTER).replace("    pattern", "    opens: [quý]\n    pattern"), "'opens' is for the modes start"),
        (_rules(QUARTER).replace("    pattern", "    sample: x\n    pattern"), "no field is called sample"),
        (_rules(QUARTER).replace("text: 'quý cơ quan', ", ""), "each case has a text and a match"),
    ],
)
def test_a_wrong_file_is_named_with_its_fault(write: Write, text: str, fault: str) -> None:
    with pytest.raises(GrammarError, match=r"grammars/sample\.yaml") as raised:
        grammar.load(write(text))
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_a_grammar_error() -> None:
    with pytest.raises(GrammarError, match=r"grammars/none_such\.yaml: cannot be read"):
        grammar.load("none_such")


def test_a_pattern_that_is_none_is_a_grammar_error(write: Write) -> None:
    with pytest.raises(GrammarError, match="rule broken: the pattern is wrong"):
        grammar.load(write(_rules(("broken", "(quý", "(quý", "a")))).find("quý")


def test_a_case_that_is_not_found_is_a_problem(write: Write) -> None:
    problems = list(grammar.load(write(_rules(("month", r"tháng \d", "tháng 12", "tháng")))).problems())
    assert problems == ["grammars/sample.yaml: month: 'tháng 12' is not found in 'tháng 12', but ['tháng 1']"]


def test_a_near_miss_that_matches_is_a_problem(write: Write) -> None:
    problems = list(grammar.load(write(_rules(("month", r"tháng \S+", "tháng 12", "tháng này")))).problems())
    assert problems == ["grammars/sample.yaml: month: near miss 'tháng này' is matched as ['tháng này']"]


def test_a_rule_that_another_shadows_is_a_problem(write: Write) -> None:
    wider = ("wider", r"tháng \d+ năm", "tháng 5 năm", "quý")
    problems = list(grammar.load(write(_rules(wider, ("month", r"tháng 5", "tháng 5 năm", "quý")))).problems())
    assert any("month: 'tháng 5 năm' is not found" in problem for problem in problems)


def test_a_rule_without_a_near_miss_is_a_problem(write: Write) -> None:
    text = _rules(MONTH).replace(", {text: 'tháng này', match: ''}", "")
    problems = list(grammar.load(write(text)).problems())
    assert problems == ["grammars/sample.yaml: month: needs a case that is found and a near miss that is not"]


# ── patterns that hang ────────────────────────────────────────────────────────────────────────────

HANGING = ("hangs", "(?:a|aa)+!", "aaa!", "b")


def test_a_pattern_that_backtracks_badly_is_a_problem(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "TIMEOUT", 0.05)
    text = _rules(HANGING).replace("'b'", f"'{'a' * 60}'")
    with pytest.raises(GrammarError, match="hangs"):
        list(grammar.load(write(text)).problems())


def test_a_case_is_stretched_to_see_whether_its_pattern_backtracks(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grammar, "TIMEOUT", 0.05)
    problems = list(grammar.load(write(_rules(("slow", r"(?:a|aa)+b\d", "aab1", "a")))).problems())
    assert any("slow: backtracks badly on 'a' repeated" in problem for problem in problems)


@pytest.mark.parametrize("mode", ["find", "start", "whole"])
def test_a_pattern_that_hangs_on_a_document_stops_with_its_name(
    write: Write, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setattr(grammar, "TIMEOUT", 0.05)
    loaded = grammar.load(write(_rules(HANGING, head=f"mode: {mode}")))
    searches: dict[str, Callable[[str], object]] = {
        "find": loaded.find,
        "start": lambda key: loaded.at(key, 0),
        "whole": loaded.whole,
    }
    with pytest.raises(GrammarError, match=r"sample.yaml: hangs: the pattern hangs on this text"):
        searches[mode]("a" * 60 + " 1")

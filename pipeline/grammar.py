r"""Rules as data: load a file of `grammars/`, match with it, check it.

A grammar file holds, all as text:

    about: what question the file answers
    uses: [dates]                 # other grammar files whose terms may be used
    mode: find | start | whole    # a rule matches somewhere in a text (default), at its start, or all of it
    terms:
      year: '(?:19|20)\d\d'         # named sub-patterns, used as {year}
    rules:
      - id: deadline.quarter
        about: a quarter of a named year
        hint: [quý, quí]          # the rule is tried only where one of these stands in the text
        opens: [quý]              # modes start and whole: it is tried only where one of these begins the text
        pattern: 'quý {roman} năm (?P<year>{year})'
        means: {kind: quarter}    # what the rule says, for the Python that gives it meaning
        cases:
          - {text: 'Trong Quý IV năm 2025', match: 'Quý IV năm 2025'}
          - {text: 'quý cơ quan', match: ''}     # a near miss: this rule must not match here

Patterns match on folded text (`pipeline.folding`): lower case, NFC, hòa and ủy, plain dashes and quotes.
Where two rules match overlapping places the earlier start wins, then the longer match, then the order
in the file. The cases run against the whole grammar, so a rule that shadows another one fails.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import regex

from pipeline.compiled import compiled
from pipeline.errors import GrammarError
from pipeline.folding import fold

_FARTHEST_HINT = 4000  # characters from the start of a match in which its hint is looked for
TIMEOUT = 2.0  # seconds one pattern may spend on one text before it is reported as hanging
_STRETCH = 3_000  # how often a case is repeated to see whether its pattern backtracks badly
_TERM = regex.compile(r"\{([a-z][a-z0-9_]*)\}")
_MUST = {"id", "about", "pattern", "cases"}
_MAY = {"hint", "opens", "means"}


class Case(NamedTuple):
    """A text, and what the rule must find in it (nothing for a near miss)."""

    text: str
    match: str


class Match(NamedTuple):
    """A rule that matched: its id, the place in the text, its named groups, and what the rule means."""

    rule: str
    start: int
    end: int
    groups: dict[str, str]
    means: dict[str, str]


class Rule:
    """One rule of a grammar; its pattern is compiled when it is first needed."""

    def __init__(self, entry: dict[str, Any], expanded: str) -> None:
        """Take the YAML entry of a rule and its pattern with all terms filled in."""
        self.id: str = entry["id"]
        self.about: str = entry["about"]
        self.means: dict[str, str] = entry.get("means", {})
        self.hint: tuple[str, ...] = tuple(entry.get("hint", ()))
        self.opens: tuple[str, ...] = tuple(entry.get("opens", ()))
        self.cases = tuple(Case(case["text"], case["match"]) for case in entry["cases"])
        self.expanded = expanded

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """Return the compiled pattern; raise `GrammarError` when it is none."""
        try:
            return compiled().pattern(self.expanded)
        except regex.error as error:
            raise GrammarError(f"rule {self.id}: the pattern is wrong: {error}") from error

    def may_match(self, key: str) -> bool:
        """Return whether a hint of this rule stands in the text (always true without hints)."""
        return not self.hint or any(hint in key for hint in self.hint)

    def may_begin(self, key: str, start: int = 0) -> bool:
        """Return whether what stands at `start` can begin a match of this rule (always true without `opens`)."""
        return not self.opens or key.startswith(self.opens, start)

    def matches(self, key: str, start: int, end: int) -> Iterator[Match]:
        """Yield the places where the rule alone matches; raise `TimeoutError` when it hangs."""
        for hit in self.pattern.finditer(key, start, end, timeout=TIMEOUT):
            if hit.end() > hit.start():
                yield self.match_of(hit)

    def first(self, key: str, start: int = 0, end: int | None = None) -> Match | None:
        """Return the first place where the rule alone matches, or None."""
        return next(self.matches(key, start, len(key) if end is None else end), None)

    def match_of(self, hit: regex.Match[str]) -> Match:
        """Return a hit of this rule's pattern as a match."""
        groups = {name: text for name, text in hit.groupdict().items() if text is not None}
        return Match(self.id, hit.start(), hit.end(), groups, self.means)


class Grammar:
    """The rules of one file, in its order."""

    def __init__(self, name: str, rules: Iterable[Rule], terms: dict[str, str], mode: str) -> None:
        """Take the file's name, rules, expanded terms and mode (find, start or whole)."""
        self.name = name
        self.rules = tuple(rules)
        self._by_id = {rule.id: rule for rule in self.rules}
        self.terms = terms
        self.mode = mode
        self._text = ""
        self._seen: dict[tuple[int, int], Match | None] = {}
        # How a text begins that any rule may match; empty when some rule does not say.
        self.opens = (
            tuple(word for rule in self.rules for word in rule.opens) if all(r.opens for r in self.rules) else ()
        )

    def rule(self, name: str) -> Rule:
        """Return the rule of that id; raise `KeyError` when the file has none."""
        return self._by_id[name]

    def find(self, key: str, start: int = 0, end: int | None = None) -> list[Match]:
        """Return the matches of all rules in `key[start:end]`, none overlapping, from left to right."""
        end = len(key) if end is None else end
        found: list[tuple[int, int, int, Match]] = []
        hinted = key if not start and end == len(key) else key[start:end]
        for order, rule in enumerate(self.rules):
            if rule.may_match(hinted):
                found.extend((hit.start, -hit.end, order, hit) for hit in self._timed(rule, key, start, end))
        found.sort(key=lambda entry: entry[:3])
        kept: list[Match] = []
        at = start
        for _, _, _, match in found:
            if match.start >= at:
                kept.append(match)
                at = match.end
        return kept

    def whole(self, key: str) -> Match | None:
        """Return the first rule that matches the whole text, or None."""
        for rule in self.rules:
            if rule.may_begin(key) and rule.may_match(key):
                try:
                    hit = rule.pattern.fullmatch(key, timeout=TIMEOUT)
                except TimeoutError as error:
                    raise self._hanging(rule) from error
                if hit:
                    return rule.match_of(hit)
        return None

    def at(self, key: str, start: int, end: int | None = None) -> Match | None:
        """Return the longest match that begins exactly at `start`, or None."""
        end = len(key) if end is None else end
        if key is not self._text:  # the parsers ask the same of the same places
            self._text, self._seen = key, {}
        if (start, end) not in self._seen:
            self._seen[start, end] = self._longest(key, start, end)
        return self._seen[start, end]

    def _longest(self, key: str, start: int, end: int) -> Match | None:
        hinted = key[start : min(end, start + _FARTHEST_HINT)]
        best: Match | None = None
        for rule in self.rules:
            if rule.may_begin(hinted) and rule.may_match(hinted):
                try:
                    hit = rule.pattern.match(key, start, end, timeout=TIMEOUT)
                except TimeoutError as error:
                    raise self._hanging(rule) from error
                if hit and hit.end() > (best.end if best else start):
                    best = rule.match_of(hit)
        return best

    def _timed(self, rule: Rule, key: str, start: int, end: int) -> list[Match]:
        try:
            return list(rule.matches(key, start, end))
        except TimeoutError as error:
            raise self._hanging(rule) from error

    def _hanging(self, rule: Rule) -> GrammarError:
        return GrammarError(f"grammars/{self.name}.yaml: {rule.id}: the pattern hangs on this text; simplify it")

    def problems(self) -> Iterator[str]:
        """Yield one line for each case that fails and each pattern that backtracks badly."""
        for rule in self.rules:
            where = f"grammars/{self.name}.yaml: {rule.id}"
            if not any(case.match for case in rule.cases) or all(case.match for case in rule.cases):
                yield f"{where}: needs a case that is found and a near miss that is not"
            for case in rule.cases:
                yield from self._problems_of(rule, case, where)

    def _problems_of(self, rule: Rule, case: Case, where: str) -> Iterator[str]:
        key = fold(unicodedata.normalize("NFC", case.text))
        wanted = fold(unicodedata.normalize("NFC", case.match))
        if self.mode == "each":
            hits = list(rule.matches(key, 0, len(key)))
        elif self.mode == "find":
            hits = self.find(key)
        else:
            hit = self.whole(key) if self.mode == "whole" else self.at(key, 0)
            hits = [hit] if hit else []
        found = [key[hit.start : hit.end] for hit in hits if hit.rule == rule.id]
        if wanted and wanted not in found:
            yield f"{where}: {case.match!r} is not found in {case.text!r}, but {found or 'nothing'}"
        if not wanted and found:
            yield f"{where}: near miss {case.text!r} is matched as {found}"
        for stretched in (f"{key} " * _STRETCH, key * _STRETCH):
            try:
                if self.mode in {"find", "each"}:
                    list(rule.matches(stretched, 0, len(stretched)))
                else:
                    rule.pattern.match(stretched, timeout=TIMEOUT)
            except TimeoutError:
                yield f"{where}: backtracks badly on {case.text!r} repeated {_STRETCH} times"


# ── loading ───────────────────────────────────────────────────────────────────────────────────────


def folder() -> Path:
    """Return the folder of the grammars: in the installed package, or beside it in a checkout."""
    installed = Path(__file__).parent / "_grammars"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "grammars"


def read_yaml(name: str) -> dict[str, Any]:
    """Return the content of `grammars/<name>.yaml`, every scalar as text; raise `GrammarError`."""
    path = folder() / f"{name}.yaml"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise GrammarError(f"grammars/{name}.yaml: cannot be read ({error})") from error
    known: dict[str, Any] | None = compiled().content(name, text)
    if known is not None:
        return known
    content = _parsed(name, text)
    if not unicodedata.is_normalized("NFC", text):
        raise GrammarError(f"grammars/{name}.yaml: not NFC; save it in composed Unicode")
    if not isinstance(content, dict):
        raise GrammarError(f"grammars/{name}.yaml: holds no fields; it begins with 'about:'")
    compiled().keep(name, text, content)
    return content


def _parsed(name: str, text: str) -> object:
    import yaml  # only for a text that no earlier run has read

    try:
        # BaseLoader builds only text, lists and mappings.
        return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise GrammarError(f"grammars/{name}.yaml: no YAML ({' '.join(str(error).split())})") from error


@cache
def load(name: str) -> Grammar:
    """Return the grammar in `grammars/<name>.yaml`; raise `GrammarError` when the file is wrong."""
    content = read_yaml(name)
    where = f"grammars/{name}.yaml"
    mode = content.get("mode", "find")
    if mode not in {"find", "start", "whole", "each"}:
        raise GrammarError(f"{where}: mode {mode!r} is none of find, start, whole")
    terms = load_terms(name)
    rules: dict[str, Rule] = {}
    for entry in content.get("rules", ()):
        _check_rule(where, entry, mode)
        if entry["id"] in rules:
            raise GrammarError(f"{where}: two rules are called {entry['id']}")
        rules[entry["id"]] = Rule(entry, _expand(f"{where}: {entry['id']}", entry["pattern"], terms))
    return Grammar(name, rules.values(), terms, mode)


def _check_rule(where: str, entry: dict[str, Any], mode: str) -> None:
    """Raise `GrammarError` when a rule lacks a field or has one that nobody reads."""
    where = f"{where}: rule {entry.get('id', '?')}"
    if missing := _MUST - entry.keys():
        raise GrammarError(f"{where} has no {', '.join(sorted(missing))}")
    if unknown := entry.keys() - _MUST - _MAY:
        raise GrammarError(f"{where}: no field is called {', '.join(sorted(unknown))}; see the head of grammar.py")
    if mode == "find" and "opens" in entry:
        raise GrammarError(f"{where}: 'opens' is for the modes start and whole; use 'hint'")
    if any(case.keys() != {"text", "match"} for case in entry["cases"]):
        raise GrammarError(f"{where}: each case has a text and a match ('' for a near miss)")
    for word in (*entry.get("hint", ()), *entry.get("opens", ())):
        if fold(word) != word:
            raise GrammarError(f"{where}: folded text has {fold(word)!r} where the hint has {word!r}")


@cache
def load_terms(name: str) -> dict[str, str]:
    """Return the terms of a grammar file and of those it uses, each with the terms inside it filled in."""
    content = read_yaml(name)
    inherited = {term: text for used in content.get("uses", ()) for term, text in load_terms(used).items()}
    return inherited | _expanded_terms(f"grammars/{name}.yaml", content.get("terms", {}), inherited)


def _expanded_terms(where: str, terms: dict[str, str], inherited: dict[str, str]) -> dict[str, str]:
    known = dict(inherited)
    for name, pattern in terms.items():  # a term may use the terms above it
        known[name] = _expand(f"{where}: term {name}", pattern, known)
    return {name: known[name] for name in terms}


def _expand(where: str, pattern: str, terms: dict[str, str]) -> str:
    def fill(hit: regex.Match[str]) -> str:
        if hit[1] not in terms:
            raise GrammarError(f"{where}: no term named {hit[1]!r}; see 'terms:'")
        return f"(?:{terms[hit[1]]})"

    expanded = _TERM.sub(fill, pattern)
    _reject_unfolded(where, pattern)
    return expanded


def _reject_unfolded(where: str, pattern: str) -> None:
    """Raise `GrammarError` when a pattern holds a spelling that folded text never has (Quý, hoà, uỷ, –)."""
    words = regex.sub(r"\\.|\(\?P?<\w+>|\(\?<?[=!]|\{\w+\}", " ", pattern)
    for word in regex.findall(r"[^\W\d_]+|[–—“”‘’]", words):
        if fold(word) != word:
            raise GrammarError(f"{where}: folded text has {fold(word)!r} where the pattern has {word!r}")


def names() -> list[str]:
    """Return the names of all grammar files that hold rules."""
    return sorted(path.stem for path in folder().glob("*.yaml") if "\nrules:" in path.read_text("utf-8"))

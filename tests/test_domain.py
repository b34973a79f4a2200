"""The registry against the facts it was made from, `../shared/domain/agencies.yaml`, where they lie."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.resolve.agencies import registry


class _Text(yaml.SafeLoader):
    """A loader that leaves every scalar as it is written, as the grammars are read."""


_Text.yaml_implicit_resolvers = {}


@pytest.fixture(scope="module")
def facts(domain: Path) -> list[dict[str, Any]]:
    content: dict[str, Any] = yaml.load((domain / "agencies.yaml").read_text("utf-8"), _Text)  # noqa: S506  a SafeLoader
    agencies: list[dict[str, Any]] = content["agencies"]
    assert len(agencies) == 330
    return agencies


def _known(value: str) -> str:
    return "" if value == "null" else value


def _days(fact: dict[str, Any]) -> list[date]:
    """Return days on which a body of the facts existed: its first and last, or one before and after the changes."""
    named = [date.fromisoformat(fact[key]) for key in ("valid_from", "valid_to") if _known(fact[key])]
    return named or [date(2024, 5, 2), date(2026, 5, 2)]


def test_every_body_stands_in_the_registry_as_the_facts_have_it(facts: list[dict[str, Any]]) -> None:
    entries = registry().entries
    for fact in facts:
        entry = entries[fact["id"]]
        expected = [_known(fact[key]) for key in ("kind", "level", "parent", "valid_from", "valid_to")]
        assert [entry.kind, entry.level, entry.parent, entry.first, entry.last] == expected, fact["id"]


def test_every_link_to_a_successor_is_known(facts: list[dict[str, Any]]) -> None:
    bodies = registry()
    for fact in facts:
        linked = [step["id"] for step in fact["successors"]]
        assert [step.id for step in bodies.entries[fact["id"]].successors] == linked, fact["id"]
        assert bool(bodies.successors(fact["id"])) == (not _known(fact["valid_to"]) or bool(linked)), fact["id"]


def test_every_symbol_is_known(facts: list[dict[str, Any]]) -> None:
    for fact in facts:
        assert set(fact["symbol"]) <= set(registry().entries[fact["id"]].codes), fact["id"]


def test_every_name_means_its_body_or_an_equivalent(facts: list[dict[str, Any]]) -> None:
    """A name of several bodies in the facts is asked for in a paper of the body's own house.

    Equivalent are: a group that contains the body ("UBND các tỉnh" is every ubnd-tinh); of a group, a member that its
    name means in the singular ("huyện ủy"); of a symbol that several bodies sign with (TU, ĐU, UBND), another of them.
    """
    bodies = registry()
    wrong = []
    for fact in facts:
        for name in (fact["name"], *fact["aliases"], *fact["symbol"]):
            for day in _days(fact):
                issuers = (None, _known(fact["parent"]) or None)
                found = [body for issuer in issuers if (body := bodies.identify(name, day, issuer=issuer))]
                shared = name in fact["symbol"] and any(name in bodies.entry(body).codes for body in found)
                if not shared and not any(_equivalent(body, fact["id"], day) for body in found):
                    wrong.append((fact["id"], name, day.isoformat(), found))
    assert wrong == []


def _equivalent(body: str, wanted: str, day: date) -> bool:
    bodies = registry()
    return body == wanted or bodies.contains(body, wanted, day) or bodies.contains(wanted, body, day)

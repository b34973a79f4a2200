"""The sentences of a comparison: `grammars/coverage.yaml`."""

from __future__ import annotations

from pipeline.grammar import read_yaml


def sentence(kind: str, key: str, **said: str) -> str:
    """Return a sentence of one kind (status, pair, relations, targets), filled with what it names."""
    text: str = read_yaml("coverage")[kind][key]
    return text.format(**said)


def name(key: str) -> str:
    """Return what a reader calls a status or a defect."""
    text: str = read_yaml("coverage")["names"][key]
    return text

"""The sentences of a comparison: `grammars/coverage.yaml`."""

from __future__ import annotations

from functools import cache

from pipeline.folding import composed
from pipeline.grammar import read_yaml

_LONGEST = 70  # characters


def sentence(kind: str, key: str, **said: str) -> str:
    """Return a sentence of one kind (status, pair, relations, targets), filled with what it names."""
    text: str = _wording()[kind][key]
    return text.format(**said)


def name(key: str) -> str:
    """Return what a reader calls a status or a defect."""
    text: str = _wording()["names"][key]
    return text


@cache
def _wording() -> dict[str, dict[str, str]]:
    return read_yaml("coverage")


def shortened(text: str) -> str:
    """Return a quote that fits in a sentence."""
    folded = composed(text)
    return folded if len(folded) <= _LONGEST else f"{folded[: _LONGEST - 1].rstrip()}…"

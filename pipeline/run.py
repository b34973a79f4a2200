"""The stages composed: a file, or text, becomes a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.confidence import rate
from pipeline.documents import Header, Part, Plan, SourceText
from pipeline.findings import Reading, examine
from pipeline.normalise import normalise
from pipeline.parse import parse
from pipeline.read import read_path
from pipeline.read.opening import rank_of_opening
from pipeline.read.parts import alone, join
from pipeline.records import RecordMaker
from pipeline.segment import headed, segment


def read_source(path: str | Path) -> SourceText:
    """Return the document in a file ("-" for standard input); raise `InputError` when it cannot be read."""
    return read_path(path)


def read_as_one(paths: Sequence[str | Path]) -> SourceText:
    """Return several files as one document, in the order given; raise `InputError` when one cannot be read."""
    return join([read_path(path) for path in paths])


def extract(source: SourceText) -> Plan:
    """Return the tasks, targets, citations and findings of a document, with the confidence of each record."""
    return rate(unrated(source))


def unrated(source: SourceText) -> Plan:
    """Return the same without confidence: what confidence is fitted on."""
    normal = normalise(source)
    outline = segment(normal)
    parsed = parse(normal, outline)
    plan = RecordMaker(source, normal, outline).plan(parsed)
    return examine(Reading(source, normal, outline, parsed, plan, _heads(source)))


def _heads(source: SourceText) -> tuple[tuple[Part, Header], ...]:
    """Return the files of a joint document that open as documents of their own do, each with what its head says."""
    parts = ((part, alone(source, part)) for part in source.parts)
    own = ((part, file) for part, file in parts if file.blocks and not rank_of_opening(file))
    return tuple((part, headed(normalise(file))) for part, file in own)

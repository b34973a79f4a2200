"""Bodies: names to ids, lists to bodies, the subject of a sentence."""

from __future__ import annotations

from pipeline.resolve.bodies import Body, body_at, split
from pipeline.resolve.gazetteer import mentions
from pipeline.resolve.registry import registry
from pipeline.resolve.verbs import starts_with_verb

__all__ = ["Body", "body_at", "mentions", "registry", "split", "starts_with_verb"]

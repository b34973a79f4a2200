"""Bodies: names to ids, ids to what is known of them, lists to bodies, the subject of a sentence."""

from __future__ import annotations

from pipeline.resolve.bodies import Body, body_at, split
from pipeline.resolve.gazetteer import mentions
from pipeline.resolve.kin import LATEST, same_body
from pipeline.resolve.registry import registry
from pipeline.resolve.verbs import starts_with_verb

__all__ = ["LATEST", "Body", "body_at", "mentions", "registry", "same_body", "split", "starts_with_verb"]

"""Does the child aim at least as high? Targets of the parent against those of the child that measure the same."""

from __future__ import annotations

from pipeline.cover.align import Aligner
from pipeline.cover.model import Document, TargetRef, TargetStatus, TargetVerdict
from pipeline.cover.sentences import sentence
from pipeline.documents import Target

_SAME = 0.5  # score of two targets that measure the same
_UPWARD = frozenset({">", ">="})
_DOWNWARD = frozenset({"<", "<="})


def compare(parent: Document, child: Document) -> tuple[TargetVerdict, ...]:
    """Return for each target of the parent the child's, and whether it is at least as demanding."""
    others = child.plan.targets
    aligner = Aligner([one.text for one in parent.plan.targets], [one.text for one in others])
    verdicts = []
    for target in parent.plan.targets:
        same = [others[pair.child] for pair in aligner.pairs(target.text) if pair.score >= _SAME]
        found = next((one for one in same if one.unit == target.unit), None)
        status: TargetStatus = "missing" if found is None else "weaker" if _is_weaker(target, found) else "met"
        why = sentence("targets", status, text=found.text if found else "")
        child_ref = TargetRef(text=found.text, span=found.span) if found else None
        verdicts.append(
            TargetVerdict(parent=TargetRef(text=target.text, span=target.span), child=child_ref, status=status, why=why)
        )
    return tuple(verdicts)


def _is_weaker(above: Target, below: Target) -> bool:
    """Return whether a target asks less, excludes less, or comes later: 95 is not above 95."""
    if above.by and below.by and below.by > above.by:
        return True
    if above.value is None or below.value is None:
        return False
    if above.comparator in _DOWNWARD:
        return below.value > above.value or below.comparator in _UPWARD
    if below.value < above.value or below.comparator in _DOWNWARD:
        return True
    return above.comparator == ">" and below.value == above.value and below.comparator != ">"

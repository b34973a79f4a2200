"""Does the child aim at least as high? Targets of the parent against those of the child that measure the same."""

from __future__ import annotations

from pipeline.cover.align import Aligner, Said
from pipeline.cover.model import Document, TargetRef, TargetStatus, TargetVerdict
from pipeline.cover.sentences import sentence
from pipeline.cover.terms import TermReader
from pipeline.documents import Target

_SAME = 0.5  # score of two targets that measure the same
_UPWARD = frozenset({">", ">="})
_DOWNWARD = frozenset({"<", "<="})


def compare(parent: Document, child: Document, *, demanded: bool) -> tuple[TargetVerdict, ...]:
    """Return for each target of the parent the child's, and whether it is at least as demanding.

    `demanded` says whether the child owes the parent anything; what a sibling lacks is out of its remit.
    """
    others = child.plan.targets
    reader = TermReader((), of_parent=False)
    wanted = [Said(reader.terms(one.text)) for one in parent.plan.targets]
    aligner = Aligner(wanted, [Said(reader.terms(one.text)) for one in others])
    verdicts = []
    for number, target in enumerate(parent.plan.targets):
        same = [others[pair.child] for pair in aligner.task(number) if pair.score >= _SAME]
        found = next((one for one in same if one.unit == target.unit), None)
        lacking: TargetStatus = "missing" if demanded else "out_of_remit"
        status = lacking if found is None else "weaker" if is_weaker(target, found) else "met"
        stricter = found is not None and status == "met" and is_weaker(found, target)
        why = sentence("targets", "stricter" if stricter else status, text=found.text if found else "")
        child_ref = TargetRef(text=found.text, span=found.span) if found else None
        parent_ref = TargetRef(text=target.text, span=target.span)
        verdicts.append(TargetVerdict(parent=parent_ref, child=child_ref, status=status, stricter=stricter, why=why))
    return tuple(verdicts)


def is_weaker(above: Target, below: Target) -> bool:
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

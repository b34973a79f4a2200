"""What did a new draft of the child mend? Two comparisons with the same parent, task by task."""

from __future__ import annotations

from typing import Literal

from pipeline.cover.model import Change, Coverage, Verdict
from pipeline.cover.sentences import name, sentence

_RANK = {"missing": 0, "undecidable": 0, "partial": 1, "covered": 2}


def compared(new: Coverage, old: Coverage) -> Coverage:
    """Return the comparison of the new draft with what it changed against the old one.

    Both are comparisons with the same parent, whose tasks stand in the same order.
    """
    changes = [
        _change(before, after)
        for before, after in zip(old.verdicts, new.verdicts, strict=True)
        if _differ(before, after)
    ]
    return new.model_copy(update={"previous": old.child, "changes": tuple(changes)})


def _differ(before: Verdict, after: Verdict) -> bool:
    return before.status != after.status or set(before.defects) != set(after.defects)


def _change(before: Verdict, after: Verdict) -> Change:
    fixed = tuple(one for one in before.defects if one not in after.defects)
    broken = tuple(one for one in after.defects if one not in before.defects)
    kind = _kind(before, after, len(broken) - len(fixed))
    told = [sentence("changes", "status", before=name(before.status), after=name(after.status))]
    told = told if before.status != after.status else []
    told += [sentence("changes", "fixed", defect=name(one)) for one in fixed]
    told += [sentence("changes", "broken", defect=name(one)) for one in broken]
    return Change(
        parent_task=after.parent_task,
        before=before.status,
        after=after.status,
        fixed=fixed,
        broken=broken,
        kind=kind,
        why=" ".join(told),
    )


def _kind(before: Verdict, after: Verdict, more: int) -> Literal["better", "worse", "other"]:
    """Return how a verdict moved: its rank first; at the same rank fewer defects are better."""
    one, two = _RANK.get(before.status), _RANK.get(after.status)
    if one is None or two is None:  # the one or the other is not expected of the child
        return "other"
    moved = two - one or -more
    return "better" if moved > 0 else "worse" if moved < 0 else "other"

"""Press articles and other running text: each sentence that instructs is a task."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.documents import Block, Header, NormalText, Range
from pipeline.grammar import load
from pipeline.parse.assign import Assigner
from pipeline.parse.drafts import Draft, Mention, Time, mentions
from pipeline.parse.lists import Parsed
from pipeline.parse.sentences import sentences, trimmed
from pipeline.parse.targets import TargetDraft, targets_in
from pipeline.resolve.choosing import choose
from pipeline.resolve.deadlines import find
from pipeline.resolve.verbs import predicate_at

_ITEMS = frozenset({"dash", "plus", "star", "number", "letter"})  # taken whole, with what stands under them
_LONGEST_TITLE = 160  # characters
_ENDING = 80  # characters at the end of a sentence that only announces
_LONGEST_ANNOUNCEMENT = 400  # characters


class ProseParser:
    """Reads the sentences of a text in which no list, table or heading assigns tasks."""

    def __init__(self, normal: NormalText, header: Header) -> None:
        """Take the text and what it says of itself."""
        issued = header.anchor
        issuer = header.issuer
        self._normal = normal
        self._issued = issued
        self._assigner = Assigner(normal, issuer)
        self._frames = load("frames")
        self._cues = load("cues")
        self._nontasks = load("nontasks")
        self._leads: tuple[Mention, ...] = ()
        self._supervisors: tuple[Mention, ...] = ()
        self._ordering = False  # an order has been announced, and the sentences behind it spell it out
        self._ordinal = ""

    def parse(self, blocks: Sequence[Block]) -> Parsed:
        """Return the drafts of all sentences, in order."""
        tasks: list[Draft] = []
        targets: list[TargetDraft] = []
        for block in _flat(blocks, self._ends):
            if block.level == "ordinal_word":
                self._ordinal = block.ordinal
            parts = [self._whole_item(block)] if block.level in _ITEMS else sentences(self._normal.text, block.place)
            for part in parts:
                found = self._targets(part)
                targets.extend(found)
                if not found:
                    tasks.extend(self._sentence(part))
        return Parsed(tasks, targets, [])

    def _ends(self, block: Block) -> bool:
        return self._normal.shown(block.place)[-1:] in '.:;!?…"”'

    def _whole_item(self, block: Block) -> Range:
        """Return a list item with the items that merely enumerate what belongs to it."""
        return Range(block.place.start, block.extent.end)

    def _targets(self, part: Range) -> list[TargetDraft]:
        if self._cues.rule("cue.aim").first(self._normal.key, *part) is None:
            return []
        return targets_in(self._normal.text, self._normal.key, part, by=None, goals=False)

    def _sentence(self, part: Range) -> list[Draft]:
        key, text = self._normal.key, self._normal.text
        start = part.start
        frame = self._frames.at(key, start, part.end)
        if frame:
            start = frame.end
            if frame.means["kind"] == "order":  # an order to nobody in particular
                self._ordering, self._leads, self._supervisors = True, (), ()
        place = trimmed(text, Range(start, part.end))
        if not place or self._nontasks.at(key, place.start, place.end):
            return []
        found = self._assigner.assign(place)
        if found.subject and self._announces(place):
            self._leads = mentions(found.leads, "lead_in", found.rule)
            self._supervisors = mentions(found.supervisors, "lead_in", found.rule)
            self._ordering = True
            return []
        if not found.subject and (not self._ordering or not self._instructs(found.action)):
            return []
        if found.rule == "assign.subject" and not self._instructs(found.action):
            return []
        own = mentions(found.leads, "item", found.rule)
        supervisors = mentions(found.supervisors, "item", found.rule)
        if found.directs:
            supervisors = self._leads
        elif found.rule in {"assign.order", "assign.directed", "assign.lead_partners"} and self._is_given(place):
            self._ordering, self._leads, self._supervisors = True, own, supervisors
        elif not own:
            supervisors = self._supervisors
        chosen = choose(find(key, part.start, part.end, self._issued))
        return [
            Draft(
                place=trimmed(text, found.action),
                ordinal=self._ordinal,
                path=(),
                origin="prose",
                rule="task.sentence",
                leads=own or self._leads,
                partners=mentions(found.partners, "item", found.rule),
                supervisors=supervisors,
                deadline=Time(chosen.place, chosen.moment, "item", chosen.also) if chosen else None,
            )
        ]

    def _announces(self, place: Range) -> bool:
        """Return whether a sentence only announces tasks: "… yêu cầu các cấp ủy … một số nhiệm vụ trọng tâm"."""
        key = self._normal.key[place.start : place.end].rstrip(" .")
        announced = self._cues.rule("cue.announced").first(key[-_ENDING:]) is not None
        return key.endswith(":") or (announced and not key.endswith("sau") and len(key) < _LONGEST_ANNOUNCEMENT)

    def _is_given(self, place: Range) -> bool:
        """Return whether somebody gives the order; then what follows is ordered to the same body."""
        match = load("assign").at(self._normal.key, place.start, place.end)
        return bool(match and match.means["kind"] == "order")

    def _instructs(self, place: Range) -> bool:
        return predicate_at(self._normal.key, place.start, place.end)


def _flat(blocks: Sequence[Block], ends: Callable[[Block], bool]) -> Iterator[Block]:
    """Yield the blocks that hold sentences; a short paragraph without an end mark is a title."""
    for block in blocks:
        if block.role in {"header", "recipients", "signature", "basis"} or block.table is not None:
            continue
        if not (
            block.level == "paragraph" and block.place.end - block.place.start < _LONGEST_TITLE and not ends(block)
        ):
            yield block
        if block.level in _ITEMS and block.children:
            continue
        yield from _flat(block.children, ends)

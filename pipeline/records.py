"""Drafts → records: places on the source, ids of bodies; the plan as the contract prints it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.documents import (
    Agency,
    Block,
    Citation,
    Deadline,
    DocumentInfo,
    Issuer,
    Moment,
    NormalText,
    OtherTime,
    Outline,
    Plan,
    Product,
    Range,
    Requirement,
    SourceInfo,
    SourceText,
    Target,
    Task,
)
from pipeline.parse.drafts import Draft, Mention, Time
from pipeline.parse.lists import Parsed
from pipeline.parse.sentences import clauses, sentences
from pipeline.parse.targets import TargetDraft
from pipeline.resolve.agencies import registry
from pipeline.resolve.carried import Opening
from pipeline.resolve.citations import distinct
from pipeline.resolve.issuers import issuer_of
from pipeline.resolve.relations import implements, relate

_CAPTION = 600  # characters in front of an attached plan's first paragraph in which its caption stands


class RecordMaker:
    """Turns what parsing found in one document into records."""

    def __init__(self, source: SourceText, normal: NormalText, outline: Outline) -> None:
        """Take the document in its three forms."""
        self._source = source
        self._normal = normal
        self._header = outline.header
        self._outline = outline
        self._issued = outline.header.anchor
        self._related = relate(
            normal.text, normal.key, self._opening(), own=outline.header.number, issued=outline.header.issued_on
        )

    def plan(self, parsed: Parsed) -> Plan:
        """Return the plan: what the document says of itself, its tasks and targets."""
        tasks = tuple(self._task(draft, number) for number, draft in enumerate(parsed.tasks, 1))
        return Plan(
            source=SourceInfo(
                name=self._source.name,
                sha256=self._source.sha256,
                format=self._source.format,
                pages=len(self._source.pages) or None,
                ocr=self._source.ocr,
                chars=len(self._source.text),
                parts=self._source.parts,
            ),
            document=self._document(),
            tasks=tasks,
            targets=tuple(self._target(target) for target in parsed.targets),
        )

    def _document(self) -> DocumentInfo:
        header = self._header
        issuer = None
        if header.issuer:
            issuer = Issuer(text=header.issuer, agency=registry().identify(header.issuer, self._issued))
        return DocumentInfo(
            number=header.number,
            type=header.type,
            title=header.title,
            issuer=issuer,
            issued_on=header.issued_on,
            signer=header.signer,
            implements=tuple(implements(self._related, self._normal.key)),
            citations=self._citations(),
        )

    def _opening(self) -> Opening:
        """Return the places in which the document says what it carries out."""
        purposes = (block.place for block in _leaves(self._outline.blocks) if self._may_say_why(block))
        return Opening(self._header.title_place, self._outline.preamble, tuple(purposes))

    def _may_say_why(self, block: Block) -> bool:
        """Return whether a block states a purpose, enacts, or leads in the plan under a caption "(Kèm theo …)"."""
        if block.role == "purpose" or (block.level == "article" and block.ordinal == "1"):
            return True
        start, end = block.place
        leads_in = block.level == "paragraph" and self._normal.text.endswith(":", start, end)
        behind = self._outline.preamble.end
        return leads_in and "kèm theo" in self._normal.key[max(behind, start - _CAPTION) : start]

    def _citations(self) -> tuple[Citation, ...]:
        return tuple(
            Citation(
                number=match.number.text,
                type=match.type,
                issuer=issuer_of(match, self._normal.text, self._issued, self._header.issuer),
                issued_on=match.issued_on,
                relation=match.relation,
                span=self._normal.span(match.place),
            )
            for match in distinct(self._related, self._normal.key)
        )

    # ── tasks and targets ─────────────────────────────────────────────────────────────────────────

    def _quote(self, place: Range) -> str:
        """Return the source's own words, whitespace folded."""
        return " ".join(self._source.quote(self._normal.span(place)).split())

    def _task(self, draft: Draft, number: int) -> Task:
        parts = draft.parts or (draft.place,)
        return Task(
            id=f"t{number}",
            ordinal=draft.ordinal or None,
            path=draft.path,
            group=draft.group,
            action=self._quote(draft.place),
            span=self._normal.span(draft.place),
            leads=self._agencies(draft.leads),
            partners=self._agencies(draft.partners),
            supervisors=self._agencies(draft.supervisors),
            deadline=self._deadline(draft.deadline) if draft.deadline else None,
            product=Product(
                text=self._quote(draft.product.place),
                span=self._normal.span(draft.product.place),
                source=draft.product.source,
                rule=draft.product.rule,
            )
            if draft.product
            else None,
            requirements=tuple(
                Requirement(span=self._normal.span(clause))
                for part in parts
                for sentence in sentences(self._normal.text, part)
                for clause in clauses(self._normal.text, sentence)
            ),
            origin=draft.origin,
            rule=draft.rule,
        )

    def _agencies(self, mentions: Sequence[Mention]) -> tuple[Agency, ...]:
        return tuple(
            Agency(
                text=mention.body.text,
                agency=registry().identify(mention.body.text, self._issued, issuer=self._header.issuer),
                span=self._normal.span(mention.body.place),
                source=mention.source,
                rule=mention.rule,
            )
            for mention in mentions
        )

    def _deadline(self, time: Time) -> Deadline:
        return Deadline(
            **self._known(time.moment).model_dump(),
            text=self._quote(time.place),
            span=self._normal.span(time.place),
            source=time.source,
            also=tuple(
                OtherTime(
                    **self._known(other.moment).model_dump(),
                    text=self._quote(other.place),
                    span=self._normal.span(other.place),
                )
                for other in time.also
            ),
        )

    def _known(self, moment: Moment) -> Moment:
        """Return a time without what was counted from the day of publication: it gives years, no day of issue."""
        if self._header.issued_on or not self._header.published:
            return moment
        if moment.kind == "relative":
            return moment.model_copy(update={"start": None, "end": None, "lenient_end": None})
        return moment.model_copy(update={"start": None}) if moment.start == self._header.published else moment

    def _target(self, target: TargetDraft) -> Target:
        return Target(
            text=self._quote(target.place),
            span=self._normal.span(target.place),
            comparator=target.comparator,
            value=target.value,
            upper=target.upper,
            unit=target.unit,
            base=self._quote(target.base) if target.base else None,
            by=target.by,
            rule=target.rule,
        )


def _leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks that have none under them, in order."""
    for block in blocks:
        if block.children:
            yield from _leaves(block.children)
        else:
            yield block

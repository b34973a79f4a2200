"""dondoc inside spaCy: `nlp.add_pipe("dondoc")` marks tasks, leads, deadlines and targets in a Doc.

    import spacy
    from pipeline.spacy_component import blank

    nlp = blank()                       # or any pipeline of your own: spacy.load(…)
    nlp.add_pipe("dondoc")
    doc = nlp(text)
    doc.spans["tasks"]                  # also "leads", "partners", "deadlines", "targets"
    doc.spans["agencies"]               # every body that the text names, in a task or not
    doc._.dondoc                        # the whole Plan

A span carries the id of its task (`span.id_`) and a body its id in the registry (`span.kb_id_`).
Spans are widened to whole tokens. spaCy is an extra: `pip install "dondoc[nlp]"`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from pipeline.documents import Plan
from pipeline.normalise import normalise
from pipeline.read import read_text
from pipeline.resolve.agencies import mentions
from pipeline.run import extract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Span as Marked
    from spacy.vocab import Vocab

    from pipeline.documents import SourceText, Span

TOKENIZER = "dondoc.syllables.v1"
GROUPS = ("tasks", "leads", "partners", "deadlines", "targets")
_STORED = "dondoc"  # the plan's place in `doc.user_data`, as JSON: it survives `to_bytes`, DocBin and other processes
_TOKEN = re.compile(
    r"\d\w*(?:[./,:-]\w+)*"  # dates, numbers and document numbers stay whole: 01/7/2025, 25-CT/TW, 95,5
    r"|\w[\w\u0300-\u036f]*"  # a syllable, with the marks that NFD writes after a letter
    r"|\s+|."
)


# ── the component ─────────────────────────────────────────────────────────────────────────────────


@Language.factory("dondoc", assigns=["doc.spans", "doc._.dondoc"], default_config={"words": False})
def make_dondoc(nlp: Language, name: str, words: bool) -> Dondoc:  # noqa: ARG001, FBT001  spaCy calls it by these names
    """Return the component; with `words` it also sets `doc.spans["words"]` and `["sentences"]` (underthesea)."""
    return Dondoc(words=words)


class Dondoc:
    """The component: reads the text of a Doc as a document and marks what it finds."""

    def __init__(self, *, words: bool = False) -> None:
        """Make a component; `words` says whether underthesea marks words and sentences too."""
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with span groups and its Plan."""
        source = read_text(doc.text)
        plan = extract(source)
        doc.user_data[_STORED] = plan.model_dump_json(by_alias=True)
        for group in GROUPS:
            doc.spans[group] = [span for span in _marked(doc, plan, group) if span is not None]
        doc.spans["agencies"] = [span for span in _named(doc, plan, source) if span is not None]
        if self.words:
            self._mark_words(doc)
        return doc

    def _mark_words(self, doc: Doc) -> None:
        from pipeline.words import sentences, words

        for group, find in (("words", words), ("sentences", sentences)):
            spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in find(doc.text))
            doc.spans[group] = [span for span in spans if span is not None]


def _marked(doc: Doc, plan: Plan, group: str) -> Iterator[Marked | None]:
    def mark(span: Span, label: str, task: str = "", body: str | None = None) -> Marked | None:
        return doc.char_span(span.start, span.end, label, kb_id=body or "", span_id=task, alignment_mode="expand")

    if group == "targets":
        yield from (mark(target.span, "TARGET") for target in plan.targets)
        return
    for task in plan.tasks:
        match group:
            case "tasks":
                yield mark(task.span, "TASK", task.id)
            case "leads":
                yield from (mark(body.span, "LEAD", task.id, body.agency) for body in task.leads)
            case "partners":
                yield from (mark(body.span, "PARTNER", task.id, body.agency) for body in task.partners)
            case _ if task.deadline:
                yield mark(task.deadline.span, "DEADLINE", task.id)


def _named(doc: Doc, plan: Plan, source: SourceText) -> Iterator[Marked | None]:
    """Yield a span for each body of the registry that the text names."""
    normal = normalise(source)
    issued = date.fromisoformat(plan.document.issued_on) if plan.document.issued_on else None
    issuer = plan.document.issuer.text if plan.document.issuer else None
    for place, body in mentions(normal.key, 0, len(normal.key), issued, issuer):
        span = normal.span(place)
        yield doc.char_span(span.start, span.end, "AGENCY", kb_id=body or "", alignment_mode="expand")


def plan_of(doc: Doc) -> Plan | None:
    """Return the Plan found in a Doc, or None when the component has not seen it."""
    stored = doc.user_data.get(_STORED)
    return Plan.model_validate_json(stored) if stored else None


if not Doc.has_extension("dondoc"):
    Doc.set_extension("dondoc", getter=plan_of)


# ── a tokenizer that loses nothing ────────────────────────────────────────────────────────────────


class Syllables:
    """Parts a text into syllables, numbers and marks; `doc.text` is the text, to the last space."""

    def __init__(self, vocab: Vocab) -> None:
        """Make a tokenizer whose Docs share a vocabulary."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text."""
        tokens: list[str] = []
        spaces: list[bool] = []
        for token in _tokens(text):
            if token.startswith(" ") and tokens and not spaces[-1] and not tokens[-1].isspace():
                spaces[-1] = True
                token = token[1:]  # noqa: PLW2901  one space belongs to the token before it, as everywhere in spaCy
            if token:
                tokens.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=tokens, spaces=spaces)

    def pipe(self, texts: Sequence[str]) -> Iterator[Doc]:
        """Yield the Doc of each text."""
        yield from map(self, texts)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: a tokenizer of fixed rules has nothing to store."""
        return b""

    def from_bytes(self, _data: bytes, **_: object) -> Syllables:
        """Return itself."""
        return self

    def to_disk(self, _path: object, **_: object) -> None:
        """Store nothing."""

    def from_disk(self, _path: object, **_: object) -> Syllables:
        """Return itself."""
        return self


def _tokens(text: str) -> Iterator[str]:
    return (hit[0] for hit in _TOKEN.finditer(text))


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]  # made at run time by catalogue
def make_tokenizer() -> Callable[[Language], Syllables]:
    """Return what spaCy calls to make the tokenizer of a pipeline."""
    return lambda nlp: Syllables(nlp.vocab)


def blank() -> Language:
    """Return an empty pipeline with the syllable tokenizer (`spacy.blank("vi")` wants pyvi, which splits dates)."""
    return spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})

"""Every value that flows through the pipeline, in the order it comes into being.

    Path → SourceText → NormalText → Outline → Plan

All values are frozen. Two coordinate systems exist, and a type for each:

* `Span` counts characters of the **source text** (what `dondoc extract --format text` prints). Every
  record that leaves the program carries one, and `source.text[span.start:span.end]` is its quote.
* `Range` counts characters of the **normal text** (NFC, one space between words, no markup), in which
  segmenting, parsing and resolving work. `NormalText.span` turns a Range into a Span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ── places ────────────────────────────────────────────────────────────────────────────────────────


class Box(Value):
    """A rectangle on a page (from 1) as a viewer shows it, in points (1/72 inch) from its upper left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Span(Value):
    """Characters `start` to `end` (exclusive) of the source text, and the page (from 1) if pages exist.

    `boxes` say where the characters are printed, a box for each line; only where the file tells, as PDF does.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    page: int | None = None
    boxes: tuple[Box, ...] = ()


class Range(NamedTuple):
    """Characters `start` to `end` (exclusive) of the normal text."""

    start: int
    end: int

    def __bool__(self) -> bool:
        """Return whether the range holds any character."""
        return self.end > self.start


Severity = Literal["error", "warning", "note"]


class Finding(Value):
    """Something in the document that a person should look at: a code, how grave it is, a Vietnamese sentence, a place.

    `others` are further places it is about (the other of two deadlines), `task` the id of the task it is about.
    """

    code: str
    severity: Severity = "warning"
    message: str
    span: Span | None = None
    others: tuple[Span, ...] = ()
    task: str | None = None


# ── reading: SourceText ───────────────────────────────────────────────────────────────────────────

Format = Literal["txt", "md", "html", "docx", "doc", "rtf", "pdf", "image", "mixed"]  # mixed: parts of several forms


class Paragraph(Value):
    """One paragraph, its hard line wraps undone: the source pieces that make it up, in order.

    `level` is the heading level the markup gives (`## …` → 2), 0 for none; `bold` and `italic` say that
    the markup emphasises the whole paragraph.
    """

    kind: Literal["paragraph"] = "paragraph"
    parts: tuple[Span, ...]
    level: int = 0
    bold: bool = False
    italic: bool = False


class Cell(Value):
    """One table cell: its source pieces (none when empty), first column (from 0), columns and rows it spans.

    A cell whose row was cut by a page break has one piece per page.
    """

    parts: tuple[Span, ...] = ()
    column: int
    columns: int = 1
    rows: int = 1


class Row(Value):
    """One table row, cells from left to right; a cell spanning from above is not repeated."""

    cells: tuple[Cell, ...]


class Table(Value):
    """A table, whatever it came as (ruled, piped, tabbed), and the number of its columns."""

    kind: Literal["table"] = "table"
    rows: tuple[Row, ...]
    width: int


SourceBlock = Paragraph | Table


class PrintedLine(NamedTuple):
    """Characters `start` to `end` of the source text that are printed on one line, and its box.

    Word *i* begins `starts[i]` characters into the line, at `xs[i]` points from the left side of the page; the last
    of `xs` is where the line ends. Both are empty where the line does not run from left to right.
    """

    start: int
    end: int
    box: Box
    starts: tuple[int, ...] = ()
    xs: tuple[float, ...] = ()

    def part(self, start: int, end: int) -> Box:
        """Return the box of the words that hold the characters `start` to `end` of the source text."""
        if not self.starts:
            return self.box
        first = max(0, bisect_right(self.starts, start - self.start) - 1)
        last = max(first, bisect_right(self.starts, end - self.start - 1) - 1)
        return self.box.model_copy(update={"x0": self.xs[first], "x1": self.xs[last + 1]})


class Repair(Value):
    """A word that OCR read with wrong marks and that was mended: where it stands, and what had been read (`phô`)."""

    span: Span
    seen: str


class Part(Value):
    """One file of a document that came in several, and its place in the text; `span.page` is its first page."""

    name: str
    sha256: str
    format: Format
    pages: int | None = None
    ocr: bool = False
    span: Span


class SourceText(Value):
    """The document as read: its text, its blocks in reading order, its pages (empty when it has none).

    `clutter` lists the places of web page furniture (menus, lists of other news, notices of the portal):
    they stand in the text, but in no block. `lines` says where its characters are printed, in the order of the text.
    `ocr` says that pages of it were read from pictures, `repairs` which words were mended then.
    `published` is the day (ISO) on which a web page says it was published.
    `parts` are the files of a document that came in several; empty when it came in one.
    """

    name: str
    format: Format
    sha256: str
    text: str
    blocks: tuple[SourceBlock, ...]
    clutter: tuple[Span, ...] = ()
    pages: tuple[Span, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    ocr: bool = False
    repairs: tuple[Repair, ...] = ()
    encoding: str = "utf-8"
    published: str | None = None
    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()

    def quote(self, span: Span) -> str:
        """Return the source characters of a span, untouched."""
        return self.text[span.start : span.end]


# ── normalising: NormalText ───────────────────────────────────────────────────────────────────────


class NormalCell(Value):
    """A table cell's place in the normal text (an empty range when the cell is empty).

    `breaks` are the places within it where a new line of the source begins.
    """

    range: Range
    column: int
    columns: int = 1
    rows: int = 1
    breaks: tuple[int, ...] = ()


class NormalTable(Value):
    """A table's cells, row by row, and the number of its columns."""

    rows: tuple[tuple[NormalCell, ...], ...]
    width: int


class NormalBlock(Value):
    """One paragraph or table of the normal text; blocks are parted by a line feed, as are cells."""

    range: Range
    level: int = 0
    bold: bool = False
    italic: bool = False
    table: NormalTable | None = None


class NormalText(Value):
    """The text made uniform, with the way back to the source for every character.

    `text` is NFC with single spaces, no markup and no line wraps; `key` is as long as `text`, in lower
    case with tone marks in one place (hoà → hòa, uỷ → ủy) and OCR slips mended: patterns match on `key`,
    people are shown the source. The way back is a list of pieces: piece *i* is the characters
    `normal_at[i]` to `normal_at[i + 1]` and stands for the source characters `source_at[i]` to
    `source_end[i]`; a piece as long as its source maps character by character, any other as a whole.
    """

    text: str
    key: str
    blocks: tuple[NormalBlock, ...]
    normal_at: tuple[int, ...] = (0,)
    source_at: tuple[int, ...] = (0,)
    source_end: tuple[int, ...] = (0,)
    pages: tuple[Span, ...] = ()
    lines: tuple[PrintedLine, ...] = ()
    published: str | None = None

    def origin(self, index: int) -> tuple[int, int]:
        """Return the source start and end of one normal character."""
        piece = bisect_right(self.normal_at, index) - 1
        start, end = self.source_at[piece], self.source_end[piece]
        after = self.normal_at[piece + 1] if piece + 1 < len(self.normal_at) else len(self.text)
        if end - start != after - self.normal_at[piece]:
            return start, end
        at = start + index - self.normal_at[piece]
        return at, at + 1

    def span(self, place: Range) -> Span:
        """Return the source span of a range; of an empty range, an empty span where it stands."""
        start = self.origin(place.start)[0] if self.text else 0
        end = self.origin(place.end - 1)[1] if place else start
        boxes = tuple(self._boxes(start, end))
        return Span(start=start, end=end, page=boxes[0].page if boxes else self._page(start), boxes=boxes)

    def _boxes(self, start: int, end: int) -> Iterator[Box]:
        """Yield where characters of the source are printed: a box for each line, from word to word."""
        at = max(0, bisect_right(self.lines, start, key=lambda line: line.start) - 1)
        while at < len(self.lines) and self.lines[at].start < end:
            if self.lines[at].end > start:
                yield self.lines[at].part(start, end)
            at += 1

    def _page(self, at: int) -> int | None:
        if not self.pages:
            return None
        return max(1, bisect_right([page.start for page in self.pages], at))

    def shown(self, place: Range) -> str:
        """Return the normal text of a range."""
        return self.text[place.start : place.end]


# ── segmenting: Outline ───────────────────────────────────────────────────────────────────────────

Role = Literal[
    "header",
    "basis",
    "situation",
    "purpose",
    "viewpoint",
    "rules",
    "goals",
    "tasks",
    "organisation",
    "funding",
    "validity",
    "recipients",
    "signature",
    "appendix",
    "unknown",
]

Level = Literal[
    "appendix", "part", "chapter", "section", "article", "capital", "roman", "number", "ordinal_word", "letter",
    "inline", "dash", "plus", "star", "paragraph", "table",
]  # fmt: skip


class Block(Value):
    """One node of the outline: a heading with what stands under it, a list item, a paragraph or a table.

    `place` is the node's own text without its marker (children not included); `extent` runs from its
    marker to the end of its last descendant; `ordinal` is the marker without punctuation ("I", "1.1",
    "a"); `path` the ordinals from the top, joined by full stops. `heading` says that the text only names
    or introduces what stands under it. "Section" in this project means Mục.
    """

    level: Level
    marker: Range
    place: Range
    extent: Range
    ordinal: str = ""
    path: str = ""
    role: Role = "unknown"
    heading: bool = False
    table: NormalTable | None = None
    children: tuple[Block, ...] = ()


class Header(Value):
    """What the document says of itself, each with its place where it has one; and when its page was published."""

    number: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued_on: str | None = None
    signer: str | None = None
    published: str | None = None
    family: Literal["state", "normative", "party", "press", "unknown"] = "unknown"
    number_place: Range | None = None
    title_place: Range | None = None
    issuer_place: Range | None = None
    date_place: Range | None = None
    signer_place: Range | None = None

    @property
    def anchor(self) -> date | None:
        """Return the day from which missing years are counted: that of issue, else that of publication."""
        day = self.issued_on or self.published
        return date.fromisoformat(day) if day else None


class Note(NamedTuple):
    """A finding before it has a source span: a code, a Vietnamese sentence, a place in the normal text."""

    code: str
    message: str
    place: Range
    others: tuple[Range, ...] = ()


class Outline(Value):
    """The document as a tree under its header; `preamble` is the text from the title to the first heading."""

    header: Header
    preamble: Range
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


# ── the records: Plan ─────────────────────────────────────────────────────────────────────────────

From = Literal["cell", "item", "label", "heading", "lead_in", "closing_line"]


class Agency(Value):
    """A body as written, and its id in the registry on the issue date (null when unknown)."""

    text: str
    agency: str | None = None
    span: Span
    source: From = Field(alias="from")
    rule: str

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


DeadlineKind = Literal[
    "date", "before_date", "month", "quarter", "half_year", "year", "period", "recurring", "ongoing",
    "relative", "conditional",
]  # fmt: skip


class Moment(Value):
    """What a time expression means, apart from any document.

    `start` and `end` are ISO dates (`XXXX-05-31` where no year can be known); `end` is the last day on
    time; `lenient_end` the other reading where the convention is contested; `recurrence` an RFC 5545
    RRULE, several joined by a line feed.
    """

    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    lenient_end: str | None = None
    recurrence: str | None = None
    year_inferred: bool = False
    rule: str


class OtherTime(Value):
    """Another time that the words of a task name beside its deadline: a milestone, an exception, a rhythm."""

    text: str
    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    lenient_end: str | None = None
    recurrence: str | None = None
    year_inferred: bool = False
    span: Span
    rule: str


class Deadline(Value):
    """The time by which, or during which, a task is to be done, as written and as it is meant.

    `also` holds the other times of the same words, so that no milestone before the last one is lost.
    """

    text: str
    kind: DeadlineKind
    start: str | None = None
    end: str | None = None
    lenient_end: str | None = None
    recurrence: str | None = None
    year_inferred: bool = False
    span: Span
    source: From = Field(alias="from")
    rule: str
    also: tuple[OtherTime, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Product(Value):
    """What is to be handed over when the task is done."""

    text: str
    span: Span
    source: From = Field(alias="from")
    rule: str

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Requirement(Value):
    """One clause of a task: what a lower plan has to take up."""

    span: Span


Probability = Annotated[float, Field(gt=0, lt=1)]


class Confidence(Value):
    """How likely each part of a task is right, from 0.01 to 0.99, as measured on gold.

    `task` is for the unit itself and its boundaries. The others take it for granted and speak of the whole
    field: every lead and no other; an empty field may be right too. `product` is null where none was found.
    """

    task: Probability
    leads: Probability
    partners: Probability
    deadline: Probability
    product: Probability | None = None


class Task(Value):
    """One unit of work that the document lays on somebody.

    `confidence` is how likely boundaries, leads, partners and deadline are all right, null until it was rated.
    """

    id: str
    ordinal: str | None
    path: tuple[str, ...]
    group: str | None = None
    action: str
    span: Span
    leads: tuple[Agency, ...] = ()
    partners: tuple[Agency, ...] = ()
    supervisors: tuple[Agency, ...] = ()
    deadline: Deadline | None = None
    product: Product | None = None
    requirements: tuple[Requirement, ...] = ()
    origin: Literal["table", "list", "prose"]
    rule: str
    confidence: Probability | None = None
    confidence_of: Confidence | None = None


Comparator = Literal[">", ">=", "=", "<=", "<"]


class Target(Value):
    """A state to be reached: an indicator with its comparator, value, unit and day.

    Of a range ("40 - 50%") `value` is the lower bound and `upper` the other one; `base` is what a growth or a cut is
    counted from ("so với năm 2024" → "năm 2024"), as written.
    `confidence` is how likely it is a target and all four are right, null until it was rated.
    """

    text: str
    span: Span
    comparator: Comparator | None = None
    value: float | None = None
    upper: float | None = None
    unit: str | None = None
    base: str | None = None
    by: str | None = None
    rule: str
    confidence: Probability | None = None


Relation = Literal["implements", "legal_basis", "amends", "replaces", "mentions"]


class Issuer(Value):
    """The issuing body as written and its id."""

    text: str
    agency: str | None = None


class Citation(Value):
    """A document that this one names; its issuer as written behind the number, else as the number's code tells."""

    number: str
    type: str | None = None
    issuer: Issuer | None = None
    issued_on: str | None = None
    relation: Relation
    span: Span


class DocumentInfo(Value):
    """The document's own data, null where it is silent."""

    number: str | None = None
    type: str | None = None
    title: str | None = None
    issuer: Issuer | None = None
    issued_on: str | None = None
    signer: str | None = None
    implements: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


class SourceInfo(Value):
    """Where the records come from; `parts` are the files of a document that came in several."""

    name: str
    sha256: str
    format: Format
    pages: int | None = None
    ocr: bool = False
    chars: int
    parts: tuple[Part, ...] = ()


class Plan(Value):
    """All that was found in one document; `model_dump_json(by_alias=True)` is the contract's JSON."""

    schema_: Literal["dondoc/1"] = Field(default="dondoc/1", alias="schema")
    source: SourceInfo
    document: DocumentInfo
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    findings: tuple[Finding, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)

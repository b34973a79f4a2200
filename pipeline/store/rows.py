"""What goes into the store and what comes out of it: plain tuples, cheap to send between processes."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Known(NamedTuple):
    """What makes a piece of work the same: the content's hash, and the version of the rules that read it."""

    sha256: str
    rules: str


class Extracted(NamedTuple):
    """One document read: `text` is what spans count in, `plan` the JSON of its `dondoc/1` object."""

    sha256: str
    rules: str
    name: str
    size: int
    format: str
    pages: int | None
    ocr: bool
    chars: int
    text: str
    plan: bytes
    seconds: float


FailureKind = Literal["input", "crash", "timeout", "memory"]


class Failed(NamedTuple):
    """One document set aside: why in one line, and whether the file was bad or the worker broke down on it."""

    sha256: str
    rules: str
    name: str
    size: int
    error: str
    kind: str  # FailureKind; plain text between processes


class StoredDocument(NamedTuple):
    """A document of the store, without its text.

    `current` says that no newer version of its number is there; `revision` grows when other rules read it anew;
    `number_key` is the number as two spellings of it share it.
    """

    id: int
    sha256: str
    rules: str
    revision: int
    name: str
    format: str
    number: str | None
    number_key: str | None
    type: str | None
    title: str | None
    issuer: str | None
    issuer_agency: str | None
    issued_on: str | None
    tasks: int
    current: bool


class Decided(NamedTuple):
    """A decision: who decided what, about which document and task, what stood there before and stands there now."""

    document_id: int
    task_key: str | None
    who: str
    what: str
    before: dict[str, str | bool | None] | None
    after: dict[str, str | bool | None] | None

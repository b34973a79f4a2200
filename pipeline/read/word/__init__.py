"""Word files (.docx, .docm, .dotx): the text that Word shows, with the numbers it prints before paragraphs.

    bytes → Package (parts) → Body (blocks: paragraphs, grids) → PageWriter → SourceText

Headers and footers, comments, tables of contents and hidden text are left out; tracked changes are read as if all
were accepted; footnotes stand behind the text, in no block. Macros are not run and nothing outside the file is looked
at: no part but those named here is opened.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.documents import Format, SourceText
from pipeline.read.decode import refuse_piles
from pipeline.read.word.blocks import Block
from pipeline.read.word.body import Body
from pipeline.read.word.numbering import Numbering
from pipeline.read.word.package import Package, W
from pipeline.read.word.styles import Styles
from pipeline.read.word.writing import Writing
from pipeline.remarks import finding

_MOST_PLACES = 100  # of tracked changes that a finding lists


def read(data: bytes, name: str, sha256: str, kind: Format = "docx") -> SourceText:
    """Return the document in a Word file; raise `InputError` when it is protected, no document, or too large.

    `kind` is the format that the source names: what the file was before another program made a Word file of it.
    """
    package = Package(data, name)
    main = package.main()
    root = package.xml(main)
    if root is None:
        raise package.lost()
    styles = Styles(package.related(main, "styles"))
    body = Body(styles, Numbering(package.related(main, "numbering"), styles))
    story = root.find(f"{W}body")
    writing = Writing()
    if story is not None:
        writing.add(body.read(story))
    writing.add_notes(_notes(package, main, body))
    text, blocks, clutter = writing.finish()
    refuse_piles(text, name)
    findings = [] if blocks else [finding("no_text", None)]
    if body.changes:
        places = writing.changed[:_MOST_PLACES]
        findings.append(finding("tracked_changes", places[0] if places else None, *places[1:], count=body.changes))
    if package.is_damaged or body.is_cut:
        findings.append(finding("damaged_file", None))
    return SourceText(
        name=name,
        format=kind,
        sha256=sha256,
        text=text,
        blocks=tuple(blocks),
        clutter=tuple(clutter),
        findings=tuple(findings),
    )


def _notes(package: Package, main: str, body: Body) -> list[list[Block]]:
    """Return the footnotes and endnotes in the order in which the text refers to them."""
    stories: dict[tuple[str, str], Element] = {}
    for part in dict.fromkeys(kind for kind, _ in body.notes):
        root = package.related(main, part)
        stories |= {(part, note.get(f"{W}id", "")): note for note in (root if root is not None else ())}
    met = list(dict.fromkeys(body.notes))
    return [body.read(stories[reference]) for reference in met if reference in stories]

"""PDF files: their text as paragraphs and tables, with the page and the box of every line.

`pipeline.pages` says what stands on each page; here that becomes a document: furniture of the pages dropped, columns
read in order, lines joined to paragraphs, tables that run over pages made whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from pipeline.documents import Finding, Format, SourceText, Span
from pipeline.pages.reading import pages_of
from pipeline.pages.values import Page
from pipeline.read.decode import refuse_piles
from pipeline.read.pdf.broken import rejoined
from pipeline.read.pdf.columns import body_sides, strips_of
from pipeline.read.pdf.flow import Pitch, paragraphs_of
from pipeline.read.pdf.furniture import with_footnotes_apart, without_furniture
from pipeline.read.pdf.old_fonts import in_unicode, old_font
from pipeline.read.pdf.printed import Passage, Ruled, printed
from pipeline.read.pdf.stitching import ruled, stitched
from pipeline.read.pdf.unruled import with_unruled
from pipeline.read.pdf.writing import PageTextWriter
from pipeline.remarks import finding
from pipeline.syllables import share

_FEWEST_WORDS, _MOST_WORDS = 8, 40  # that show whether a text layer is sound
_SOUND = 0.55  # share of the words that must be Vietnamese syllables
_SOUND_HIDDEN = 0.8  # the same for the text layer of a scan, which some program guessed
_MOSTLY = 0.5  # of a page or its characters


def read(data: bytes, name: str, sha256: str) -> SourceText:
    """Return the document in a PDF; raise `InputError` when it cannot be opened."""
    pages: list[Page] = []
    blank: list[Page] = []
    for read_page in map(in_unicode, pages_of(data, name)):
        page = read_page.mapped(rejoined)
        pages.append(page)
        if not page.odd and not has_text(page):
            blank.append(page)
    pages = _with_scans(data, pages, blank)
    lost = [page.number for page in blank if not pages[page.number - 1].ocr]
    return composed(pages, name, sha256, "pdf", lost)


def composed(pages: Sequence[Page], name: str, sha256: str, form: Format, lost: Sequence[int] = ()) -> SourceText:
    """Return the document that pages make up; `lost` are the numbers of those that nothing could read."""
    writer = PageTextWriter()
    _write(writer, pages)
    refuse_piles(writer.text, name)
    findings = [*_remarks(pages, lost, len(writer.repairs))]
    return SourceText(
        name=name,
        format=form,
        sha256=sha256,
        text=writer.text,
        blocks=tuple(writer.blocks),
        pages=tuple(_page_spans(writer, len(pages))),
        lines=tuple(writer.lines),
        ocr=any(page.ocr for page in pages),
        repairs=tuple(writer.repairs),
        findings=tuple(findings if writer.blocks else [*findings, finding("no_text", None)]),
    )


# ── pages without a usable text layer ─────────────────────────────────────────────────────────────


def has_text(page: Page) -> bool:
    """Return whether a page has a text layer that can be used, or shows nothing at all.

    A page that is a picture has none, nor has one whose letters come out as no Vietnamese: its font does not say what
    they are, or a program without Vietnamese guessed them.
    """
    words = {word.strip('.,;:()"“”/-') for line in page.all_lines for word in line.text.split()}
    words = set(islice(filter(str.isalpha, words), _MOST_WORDS))
    if len(words) < _FEWEST_WORDS:
        return page.image < _MOSTLY
    return share(words) >= (_SOUND_HIDDEN if page.hidden > _MOSTLY else _SOUND)


def _with_scans(data: bytes, pages: list[Page], blank: list[Page]) -> list[Page]:
    """Return the pages, those without text as OCR reads them."""
    if not blank:
        return pages
    from pipeline.read.scan import read_pages  # loads only for scans

    scanned = {page.number: page for page in read_pages(data, "pdf", [page.number for page in blank])}
    return [scanned.get(page.number, page) for page in pages]


def _remarks(pages: Sequence[Page], lost: Sequence[int], repairs: int) -> Iterator[Finding]:
    if scanned := [page.number for page in pages if page.ocr]:
        yield finding("read_by_ocr", None, pages=_listed(scanned), repairs=repairs)
    if lost:
        yield finding("page_without_text", None, pages=_listed(lost))
    if damaged := [page.number for page in pages if page.odd and page.odd != "crowded"]:
        yield finding("page_damaged", None, pages=_listed(damaged))
    if font := next(filter(None, map(old_font, pages)), None):
        yield finding("old_font", None, font=font)
    if crowded := [page.number for page in pages if page.odd == "crowded"]:
        yield finding("page_crowded", None, pages=_listed(crowded))


def _listed(numbers: Sequence[int]) -> str:
    """Return page numbers as a person writes them: 1, 3–5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


# ── pages to text ─────────────────────────────────────────────────────────────────────────────────


def _write(writer: PageTextWriter, pages: Sequence[Page]) -> None:
    """Write the text of pages: what stands on them in reading order, footnotes behind it all."""
    body = _type_size(pages)
    split = [with_footnotes_apart(with_unruled(page), body) for page in without_furniture(pages)]
    kept = [page for page, _ in split]
    sides = body_sides(kept)
    pitch = _pitch(kept)
    for part in _flows(_parts(kept, sides)):
        if isinstance(part, Ruled):
            writer.table(part, pitch)
        else:
            for lines in paragraphs_of(part.lines, pitch, aside=part.aside):
                writer.paragraph(lines)
    for page, notes in split:
        if notes:
            left, right = sides.get((page.width, page.turn), (0.0, page.width))
            for lines in paragraphs_of([printed(line, page, left, right) for line in notes], pitch):
                writer.paragraph(lines)


def _parts(pages: Iterable[Page], sides: dict[tuple[float, int], tuple[float, float]]) -> Iterator[Ruled | Passage]:
    """Yield what stands on each page from the top: lines between tables, in reading order, and the tables."""
    for page in pages:
        left, right = sides.get((page.width, page.turn), (0.0, page.width))
        rest = list(page.lines)
        for grid in [*sorted(page.grids, key=lambda grid: grid.place.top), None]:
            above = [line for line in rest if grid is None or line.place.bottom < grid.place.bottom]
            rest = [line for line in rest if line not in above]
            for strip in strips_of(above, left, right):
                lines = tuple(printed(line, page, strip.left, strip.right) for line in strip.lines)
                yield Passage(lines, strip.aside)
            if grid:
                yield ruled(grid, page)


def _flows(parts: Iterable[Ruled | Passage]) -> Iterator[Ruled | Passage]:
    """Yield the parts with tables and passages that run over pages made whole."""
    last: Ruled | Passage | None = None
    for part in parts:
        if isinstance(last, Ruled) and isinstance(part, Ruled):
            whole: Ruled | Passage | None = stitched(last, part)
        elif isinstance(last, Passage) and isinstance(part, Passage) and not (last.aside or part.aside):
            whole = Passage((*last.lines, *part.lines))
        else:
            whole = None
        if whole is None and last is not None:
            yield last
        last = whole or part
    if last is not None:
        yield last


def _type_size(pages: Iterable[Page]) -> float:
    """Return the size of most of the text."""
    letters: dict[float, int] = {}
    for page in pages:
        for line in page.lines:
            letters[line.size] = letters.get(line.size, 0) + len(line.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _pitch(pages: Iterable[Page]) -> Pitch:
    """Return how far lines of each size stand apart within paragraphs: closer than most lines do."""
    gaps: dict[float, list[float]] = {}
    for page in pages:
        for lines in (page.lines, *(cell.lines for grid in page.grids for cell in grid.cells)):
            for above, below in pairwise(lines):
                gap = below.place.bottom - above.place.bottom
                if above.size == below.size and 0.9 * above.size < gap < 2.5 * above.size:
                    gaps.setdefault(above.size, []).append(gap)
    return Pitch({size: sorted(those)[len(those) * 2 // 5] for size, those in gaps.items()})


def _page_spans(writer: PageTextWriter, count: int) -> Iterator[Span]:
    """Yield for each page the span from its first to its last line in the text, empty where it has none."""
    reach: dict[int, tuple[int, int]] = {}
    for line in writer.lines:
        start, _ = reach.get(line.box.page, (line.start, 0))
        reach[line.box.page] = start, line.end
    at = 0
    for number in range(1, count + 1):
        start, at = reach.get(number, (at, at))
        yield Span(start=start, end=at, page=number)

"""Other list markers, and what means nothing: places of tone marks, spaces, dashes, line breaks, emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from random import Random

from perturbing.copies import Copy, Edit, decomposed, listed, vocabulary
from pipeline.documents import Paragraph
from pipeline.read import read_text

_HEAD = r"^[ \t>#*_]*"
_MARKERS = {
    "number": re.compile(_HEAD + r"\d{1,2}(?P<marker>[.)])(?=[ \t*]+[^\W\d_])", re.MULTILINE),
    "letter": re.compile(_HEAD + r"[a-zđ](?P<marker>[.)])(?=[ \t*]+\S)", re.MULTILINE),
    "roman": re.compile(_HEAD + r"[IVX]{1,5}(?P<marker>[.-])(?=[ \t*]+\S)", re.MULTILINE),
    "bullet": re.compile(r"^[ \t>]*[*_]{0,3}(?P<marker>[-–+•])(?=[ \t]+\S)(?![ \t]*(?:[-–+*•|]|20\d\d))", re.MULTILINE),
}
# What takes the place of each: marks that may do so for one mark, in the order in which they stand one under another.
_INSTEAD = {"number": (".", ")", "/"), "letter": (".", ")"), "roman": (".", "-"), "bullet": ("•", "-–", "+")}
_ROMAN_HEADING = re.compile(
    r"^[#*\s]*(?P<mark>[IVX]{1,5}(?:[.)/]|\s?-)\s+)(?P<words>[^\n|.:;*]{4,90}?)[*\s]*$", re.MULTILINE
)
_CENTRED = re.compile(r"^ {8,}\S", re.MULTILINE)
_SPACE = re.compile(r"(?<=[^\W_]) (?=[^\W_])")
_EMPHASIS = re.compile(r"\*\*+")


def other_markers(one: Copy, chance: Random) -> Copy:
    """Return the copy with other marks behind its numbers and letters, and other bullets, level by level."""
    if not one.placed:
        return one
    edits: list[Edit] = []
    for level, pattern in _MARKERS.items():
        hits = [hit for hit in pattern.finditer(one.text) if _begins(one.text, hit.start())]
        edits += _exchanged(hits, _INSTEAD[level], chance)
    return one.edited(edits)


def _exchanged(hits: list[re.Match[str]], ranks: Sequence[str], chance: Random) -> Iterator[Edit]:
    """Yield edits that put another mark for each mark, those of higher rank for those that came first."""
    used = list(dict.fromkeys(hit["marker"] for hit in hits))
    choices = [marks for marks in combinations(ranks, len(used)) if not set("".join(marks)) <= set(used)]
    if used and choices:
        other = dict(zip(used, map(chance.choice, chance.choice(choices)), strict=True))
        yield from (Edit(*hit.span("marker"), other[hit["marker"]]) for hit in hits)


def _begins(text: str, at: int) -> bool:
    """Return whether a line begins a paragraph: the line before is empty, ends a sentence, is a heading or an item."""
    before = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : max(at - 1, 0)].strip(" \t")
    ends = not before.strip("*") or before.rstrip("*")[-1:] in ".:;|" or before.isupper()
    return ends or any(pattern.match(before) for pattern in _MARKERS.values()) or not _goes_on(text)


@lru_cache(maxsize=1)
def _goes_on(text: str) -> bool:
    """Return whether a text breaks its paragraphs into lines: one line in twenty goes on in small letters."""
    return 20 * len(re.findall(r"[^\s.:;]\n[a-zà-ỹđ]", text)) > text.count("\n")


def other_tones(one: Copy, _: Random) -> Copy:
    """Return the copy with each tone mark of hoà, khoẻ, uỷ on the other vowel."""
    other: dict[str, str] = {}
    for pair in listed(vocabulary()["tones"]):
        first, second = pair.split()
        other |= {first: second, second: first, first.title(): second.title(), second.title(): first.title()}
        other |= {first.upper(): second.upper(), second.upper(): first.upper()}
    pattern = re.compile(rf"(?<![Qq])(?:{'|'.join(other)})(?!\w)")
    return one.edited(Edit(hit.start(), hit.end(), other[hit[0]]) for hit in pattern.finditer(one.text))


def nfd(one: Copy, _: Random) -> Copy:
    """Return the copy with tone marks as characters of their own."""
    return decomposed(one)


def no_break_spaces(one: Copy, chance: Random) -> Copy:
    """Return the copy with a no-break space, or two spaces, for one space in five; columns of a letterhead stay."""
    lines = re.finditer(r"^(?!.*   ).+", one.text, re.MULTILINE) if one.placed else ()
    hits = [hit for line in lines for hit in _SPACE.finditer(one.text, *line.span()) if chance.random() < 0.2]
    return one.edited(Edit(hit.start(), hit.end(), chance.choice(("\u00a0", "\u00a0", "  "))) for hit in hits)


def other_dashes(one: Copy, _: Random) -> Copy:
    """Return the copy with en dashes for hyphens between spaces and between figures."""
    hits = re.finditer(r"(?<=\w )-(?= \w)|(?<=\b20\d\d)-(?=20\d\d\b)", one.text)
    return one.edited(Edit(hit.start(), hit.end(), "–") for hit in hits)


def other_width(one: Copy, chance: Random) -> Copy:
    """Return the copy with its paragraphs broken into lines of another width, an empty line between them."""
    if not one.placed:
        return one
    width = chance.choice((68, 82, 96))
    edits: list[Edit] = []
    for block in read_text(one.text).blocks:
        if isinstance(block, Paragraph) and not block.level:  # a heading of Markdown is one line
            start = one.text.rfind("\n", 0, block.parts[0].start) + 1
            edits += _wrapped(one.text, start, block.parts[-1].end, width)
    return one.edited(edits)


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[Edit]:
    """Yield the edits that break a paragraph anew and put an empty line behind it; rows and letterheads stay."""
    if text[start] == "|" or "\t" in text[start:end] or _CENTRED.search(text, start, end):
        return
    at = start
    blanks = list(re.finditer(r"[ \t]*\n[ \t]*| ", text[start:end])) if len(text[start:end]) > width else []
    for blank, after in zip(blanks, [*blanks[1:], None], strict=False):
        place, word_end = start + blank.start(), start + after.start() if after else end
        breaks = word_end - at > width and place > at
        if breaks:
            at = start + blank.end()
        words = "\n" if breaks else " "
        if words != blank[0]:
            yield Edit(place, start + blank.end(), words)
    if text[end : end + 1] == "\n" and text[end : end + 2] != "\n\n":
        yield Edit(end, end, "\n")


def other_case(one: Copy, _: Random) -> Copy:
    """Return the copy with the headings under Roman figures in capitals, and those in capitals in small letters."""
    taken = _places(one)
    edits = []
    for hit in _ROMAN_HEADING.finditer(one.text):
        mark, words = hit["mark"], hit["words"]
        proper = words.isupper() and re.search(r"[\d/]", words)  # numbers of documents have their own capitals
        if not proper and not taken & set(range(*hit.span())):
            new = words.capitalize() if words.isupper() else words.upper()
            edits.append(Edit(hit.start("mark"), hit.end("words"), mark + new))
    return one.edited(edits)


def _places(one: Copy) -> set[int]:
    records = [*one.tasks, *one.targets]
    return {at for record in records if record.get("start") is not None for at in range(record["start"], record["end"])}


def more_lines(one: Copy, _: Random) -> Copy:
    """Return the copy with two more empty lines wherever one stands outside tables."""
    hits = re.finditer(r"(?<![|\n])\n\n(?![|\n\t])", one.text) if one.placed else ()
    return one.edited(Edit(hit.end(), hit.end(), "\n\n") for hit in hits)


def emphasised(one: Copy, chance: Random) -> Copy:
    """Return the copy with the first words of some paragraphs in bold, where the document is Markdown."""
    if one.suffix != ".md":
        return one
    pattern = re.compile(
        r"^(?:[-+•] |\d{1,2}[.)] |[a-zđ]\) |)(?P<words>[^\W\d_][^\n*|_]{3,60}?)(?=[:,.;])", re.MULTILINE
    )
    return one.edited(_bold(hit.span("words") for hit in pattern.finditer(one.text) if chance.random() < 0.3))


def _bold(places: Iterable[tuple[int, int]]) -> Iterator[Edit]:
    for start, end in places:
        yield from (Edit(start, start, "**"), Edit(end, end, "**"))


def plain(one: Copy, _: Random) -> Copy:
    """Return the copy without emphasis."""
    return one.edited(Edit(hit.start(), hit.end(), "") for hit in _EMPHASIS.finditer(one.text)) if one.placed else one


def crlf(one: Copy, _: Random) -> Copy:
    """Return the copy with CR LF line ends; places count them as one character, as reading does."""
    return one._replace(line_end="\r\n")

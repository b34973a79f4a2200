"""Other list markers, and what means nothing: places of tone marks, spaces, dashes, line breaks, emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from perturbing.copies import Copy, Edit, decomposed, listed, vocabulary
from pipeline.documents import Paragraph
from pipeline.read import read_text

_BULLET = re.compile(r"^[ \t>]*[*_]{0,3}(?P<marker>[-–+•])(?=[ \t]+\S)(?![ \t]*[-–+*•|])", re.MULTILINE)
_HEAD = r"^[ \t>#*_]*"
_NUMBERED = {
    "number": re.compile(_HEAD + r"\d{1,2}(?P<marker>[.)])(?=[ \t*]+[^\W\d_])", re.MULTILINE),
    "letter": re.compile(_HEAD + r"[a-zđ](?P<marker>[.)])(?=[ \t*]+\S)", re.MULTILINE),
    "roman": re.compile(_HEAD + r"[IVX]{1,5}(?P<marker>[.-])(?=[ \t*]+\S)", re.MULTILINE),
}
_INSTEAD = {"number": ".)/", "letter": ").", "roman": ".-", "bullet": "-–+•"}
_ROMAN_HEADING = re.compile(r"^[#*\s]*(?P<words>[IVX]{1,5}[.-]\s[^\n|.:;]{4,90}?)[*\s]*$", re.MULTILINE)
_SPACE = re.compile(r"(?<=[^\W_]) (?=[^\W_])")
_EMPHASIS = re.compile(r"\*\*+")


def other_markers(one: Copy, chance: Random) -> Copy:
    """Return the copy with other marks behind its numbers and letters, and other bullets, level by level."""
    if not one.placed:
        return one
    edits = []
    for level, pattern in _NUMBERED.items():
        hits = [hit for hit in pattern.finditer(one.text) if _begins(one.text, hit.start())]
        edits += _exchanged(hits, _INSTEAD[level], chance)
    edits += _exchanged(list(_BULLET.finditer(one.text)), _INSTEAD["bullet"], chance)
    return one.edited(edits)


def _exchanged(hits: list[re.Match[str]], marks: str, chance: Random) -> Iterator[Edit]:
    """Yield edits that put another mark for each mark, different ones for different ones."""
    used = list(dict.fromkeys(hit["marker"] for hit in hits))
    for _ in range(20):
        new = chance.sample(marks, len(used)) if len(used) <= len(marks) else used
        if all(one != other for one, other in zip(used, new, strict=True)):
            break
    other = dict(zip(used, new, strict=True)) if used else {}
    yield from (Edit(*hit.span("marker"), other[hit["marker"]]) for hit in hits)


def _begins(text: str, at: int) -> bool:
    """Return whether a line begins a paragraph: the line before is empty, ends a sentence, or is a short one."""
    before = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : max(at - 1, 0)].strip(" \t*")
    return not before or before[-1] in ".:;|" or len(before) < 60


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
    source = read_text(one.text)
    edits: list[Edit] = []
    for block in source.blocks:
        if isinstance(block, Paragraph) and block.level == 0:
            edits += _wrapped(one.text, block.parts[0].start, block.parts[-1].end, width)
    return one.edited(edits)


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[Edit]:
    """Yield the edits that break a paragraph anew; nothing for one that would still be a line."""
    start = text.rfind("\n", 0, start) + 1
    if len(text[start:end]) <= width or text[start] == "|" or "\t" in text[start:end]:  # rows of tables
        return
    at = start
    blanks = [hit for hit in re.finditer(r"[ \t]*\n[ \t]*| ", text[start:end])]
    for blank, after in zip(blanks, [*blanks[1:], None], strict=True):
        word_end = start + after.start() if after else end
        place = start + blank.start()
        breaks = word_end - at > width and place > at
        if breaks:
            at = start + blank.end()
        words = "\n" if breaks else " "
        if words != blank[0]:
            yield Edit(place, start + blank.end(), words)
    if text[end : end + 2] not in {"\n\n", ""}:
        yield Edit(end, end, "\n")


def capitals(one: Copy, _: Random) -> Copy:
    """Return the copy with the headings under Roman figures in capitals."""
    taken = _places(one)
    hits = [hit for hit in _ROMAN_HEADING.finditer(one.text) if not taken & set(range(*hit.span("words")))]
    return one.edited(Edit(*hit.span("words"), hit["words"].upper()) for hit in hits)


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
    pattern = re.compile(r"^(?:[-+•] |\d{1,2}[.)] |[a-zđ]\) |)(?P<words>[^\W\d_][^\n*|_]{3,60}?)(?=[:,.;])", re.MULTILINE)
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

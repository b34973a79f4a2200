"""Words that Tesseract read to lines of text: pieces between wide gaps, dirt and handwriting left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from statistics import median

from pipeline.pages.values import Place, TextLine
from pipeline.scans.picture import DPI
from pipeline.scans.tesseract import Word
from pipeline.syllables import is_syllable

POINT = 72 / DPI  # points in a pixel
_WIDE = 1.1  # of the type size; a wider gap may part columns
_UNSURE = 45  # a word at either end of a line that is less sure is handwriting, a stamp, dirt, unless it can be a word
_UNSURE_SIGN = 75  # the same for signs that are no letters
_FIRM = 60  # a line must be as sure on average, or be made of words
_APART = 0.5  # of the type size between a word and what is no part of its line
_LOW = 0.35  # of the height of a line's words; a single letter that is lower is a speck
_LOWER = 0.7  # the same of one that is laid over its neighbour
_LIKE = 0.25  # of the usual height by which lines of the same type differ, since their letters do
_CAPITAL = 0.8  # of the type size: how high capitals and marks reach, on average
_ASCENT, _DESCENT = 0.9, 0.22  # of the type size above and below the base line
EDGES = " .,;:()[]“”\"'‘’-–—/"
_MEANT = frozenset("%‰≥≤><=-–+/")  # signs that stand for something by themselves
_LISTED = frozenset("-–+*•")  # signs that open a list
_MARK = re.compile(r"(?:[IVXHL]{1,4}|\d{1,2}|[a-zđ])[.)]")
_NUMBER = re.compile(r"[^\W_]*\d[^\W_]*(?:[/.,-][^\W_]+)+")
_RUN_TOGETHER = re.compile(r"[^\W\d_]{5,24}")
# Specks at either end of a line are read as signs that no line begins or ends with.
_BEFORE = re.compile(r"^(?:[.,:;'’`´_~¬°]+(?=\w)|[^\w\s(“\"‘]+(?=\d{1,2}[.)]))")
_BEHIND = re.compile(r"(?<=\w)['’`´_~¬°]+$")

Words = Sequence[Word]


class Sizes:
    """The type sizes of a page: heights of letters vary with the letters, so near ones count as one."""

    def __init__(self, lines: Iterable[Words]) -> None:
        """Take all lines of the page."""
        heights = [_height(line) for line in lines for _ in line]
        self._usual = median(heights) if heights else 30.0

    def of(self, line: Words) -> float:
        """Return the type size of a line in points."""
        height = _height(line)
        if abs(height - self._usual) < _LIKE * self._usual:
            height = self._usual
        return round(height / _CAPITAL * POINT, 1)


def _height(line: Words) -> float:
    """Return how high the words of a line stand above their base line, in pixels."""
    return max(8.0, median(_base(word) - word.box[1] for word in line))


def _base(word: Word) -> float:
    return sum(word.base) / 2


def lines_of(words: Words, sizes: Sizes) -> Iterator[TextLine]:
    """Yield the pieces of a line between wide gaps, without what is no text."""
    size = sizes.of(words)
    piece: list[Word] = []
    for word in words:
        if piece and (word.box[0] - piece[-1].box[2]) * POINT > _WIDE * size:
            yield from _line(piece, size)
            piece = []
        piece.append(word)
    yield from _line(piece, size)


def line_in_cell(words: Words, sizes: Sizes) -> Iterator[TextLine]:
    """Yield the line that words in a table cell make; what stands in a cell is text, but for specks."""
    kept = [word for at, word in enumerate(words) if not _is_speck(words, at)]
    while len(kept) > 1 and not _is_sure_sign(kept[-1]):
        del kept[-1]
    while len(kept) > 1 and not _is_sure_sign(kept[0]):
        del kept[0]
    if kept:
        yield _written(kept, sizes.of(words))


def _is_sure_sign(word: Word) -> bool:
    return any(map(str.isalnum, word.text)) or word.text in _MEANT or word.sure >= _UNSURE_SIGN


def _line(words: Words, size: float) -> Iterator[TextLine]:
    """Yield the line that words make; none when it is no text: handwriting, a stamp, dirt."""
    kept = [word for at, word in enumerate(words) if not _is_speck(words, at)]
    gap = _APART * size / POINT
    while kept and _is_dirt(kept[0]) and (len(kept) == 1 or _is_apart(kept[0], kept[1], gap)):
        del kept[0]
    while kept and _is_dirt(kept[-1]) and (len(kept) == 1 or _is_apart(kept[-2], kept[-1], gap)):
        del kept[-1]
    if not kept or not any(char.isalnum() for word in kept for char in word.text):
        return
    letters = sum(len(word.text) for word in kept)
    sure = sum(word.sure * len(word.text) for word in kept) / letters
    if sure < _FIRM and sum(_may_be_word(word.text) for word in kept) * 2 < len(kept):
        return
    yield _written(kept, size)


def _written(words: Words, size: float) -> TextLine:
    """Return the line of text that words make."""
    words = [part for word in words for part in _parted(word)]
    texts = [word.text for word in words]
    texts[0] = _BEFORE.sub("", texts[0])
    texts[-1] = _BEHIND.sub("", texts[-1])
    base = median(map(_base, words)) * POINT
    xs = (*(round(word.box[0] * POINT, 1) for word in words), round(words[-1].box[2] * POINT, 1))
    place = Place(xs[0], round(base - _ASCENT * size, 1), xs[-1], round(base + _DESCENT * size, 1))
    return TextLine(" ".join(texts), place, xs, size)


def _parted(word: Word) -> list[Word]:
    """Return the words that were run together ("kếtquảphòng"), if they can be parted in one way only."""
    core = word.text.strip(EDGES)
    if not _RUN_TOGETHER.fullmatch(core) or is_syllable(core) or core.isascii():
        return [word]
    ways = list(islice(_ways(core), 2))
    if len(ways) != 1:
        return [word]
    texts = list(ways[0])
    texts[0] = word.text[: word.text.index(core)] + texts[0]
    texts[-1] += word.text[word.text.index(core) + len(core) :]
    left, top, right, bottom = word.box
    step = (right - left) / len(word.text)
    starts = [round(left + step * sum(map(len, texts[:at]))) for at in range(len(texts) + 1)]
    return [
        word._replace(text=text, box=(start, top, stop, bottom))
        for text, start, stop in zip(texts, starts, starts[1:], strict=False)
    ]


def _ways(letters: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to part letters into syllables of two letters and more."""
    if is_syllable(letters):
        yield (letters,)
    for stop in range(2, min(8, len(letters) - 1)):
        if is_syllable(letters[:stop]):
            yield from ((letters[:stop], *rest) for rest in _ways(letters[stop:]))


def _is_speck(words: Words, at: int) -> bool:
    """Return whether a single letter amid a line is a speck: far lower than the words, or laid over its neighbour."""
    word = words[at]
    if len(word.text) > 1 or word.text in _LISTED | _MEANT:
        return False
    left, top, right, bottom = word.box
    height = (bottom - top) / _height(words)
    if height < _LOW:
        return True
    over_left = at > 0 and left < words[at - 1].box[2] - 1
    over_right = at + 1 < len(words) and words[at + 1].box[0] < right - 1
    return (over_left or over_right) and (height < _LOWER or not word.text.isalnum())


def _is_apart(one: Word, other: Word, gap: float) -> bool:
    """Return whether two neighbours stand wide apart, or one of them is no more than signs."""
    is_sign = not any(map(str.isalnum, one.text)) or not any(map(str.isalnum, other.text))
    return is_sign or other.box[0] - one.box[2] > gap


def _is_dirt(word: Word) -> bool:
    """Return whether what stands at the end of a line is no word of it."""
    if word.text in _LISTED or _may_be_word(word.text) or _MARK.fullmatch(word.text):
        return False
    return word.sure < (_UNSURE if any(map(str.isalnum, word.text)) else _UNSURE_SIGN)


def _may_be_word(text: str) -> bool:
    """Return whether letters can be a syllable, a number or the sign of a document, however unsure Tesseract was."""
    core = text.strip(EDGES)
    return len(core) > 1 and (is_syllable(core) or bool(_NUMBER.fullmatch(core)))

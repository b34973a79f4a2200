"""Words to lines: what stands on one base line without a wide gap."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from pipeline.pages.glyphs import Word
from pipeline.pages.values import Place, TextLine

_GAP = 0.17  # of the type size; nearer pieces are one word when no blank stands between them
_WIDE = 0.7  # of the type size; a wider gap may part columns
_OFF = 0.45  # of the type size by which base lines of one line may differ: a raised number does
_ASCENT, _DESCENT = 0.9, 0.22  # of the type size above and below the base line
_MOST_ON_STAMP = 4  # words; a stamp that fills in a number or a day has no more
_STRONG = 0.8  # of the letters
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class _Row:
    """Words near one base line, which is that of the largest among them."""

    __slots__ = ("base", "size", "words")

    def __init__(self, base: float, size: float, words: list[Word]) -> None:
        self.base, self.size, self.words = base, size, words


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Return the words of each base line from left to right, lines from the top; what is printed twice stands once."""
    rows: list[_Row] = []
    for word in sorted(words, key=attrgetter("base", "x0")):
        size = word.style.size
        for row in rows[-3:]:
            if abs(word.base - row.base) <= _OFF * max(size, row.size):
                row.words.append(word)
                if size > row.size:
                    row.base, row.size = word.base, size
                break
        else:
            rows.append(_Row(word.base, size, [word]))
    return [layer for row in rows for layer in _layers(sorted(row.words, key=attrgetter("x0")))]


def lines_of(words: Iterable[Word]) -> list[TextLine]:
    """Return the lines of words, from the top; a wide gap ends a line."""
    return [_line(piece) for row in rows_of(words) for piece in _pieces(row)]


def fill_in(words: list[Word], stamp: Sequence[Word]) -> bool:
    """Add a stamp's words to those of the page where they fill a gap in its lines: a number, a day; return if so."""
    if not 0 < len(stamp) <= _MOST_ON_STAMP or not any(char.isdigit() for word in stamp for char in word.text):
        return False
    if not all(_fits(word, words) for word in stamp):
        return False
    words.extend(word._replace(spaced=True) for word in stamp)
    return True


def _fits(word: Word, words: Sequence[Word]) -> bool:
    """Return whether a word stands on a line of the page and covers nothing of it."""
    on_line = [other for other in words if abs(other.base - word.base) < _OFF * other.style.size]
    left, right = (any(other.x1 <= word.x1 for other in on_line), any(other.x0 >= word.x0 for other in on_line))
    return left and right and not any(_overlap(word, other) > 0.3 * (word.x1 - word.x0) for other in on_line)


def _overlap(one: Word, other: Word) -> float:
    return min(one.x1, other.x1) - max(one.x0, other.x0)


def _layers(row: list[Word]) -> Iterator[list[Word]]:
    """Yield what is printed over each other on one line apart; the same word at the same place counts once."""
    layers: list[list[Word]] = []
    for word in row:
        width = min(word.x1 - word.x0, word.style.size)
        if any(_is_double(word, layer[-1]) for layer in layers):
            continue
        for layer in layers:
            if layer[-1].x1 - word.x0 < 0.5 * width:
                layer.append(word)
                break
        else:
            layers.append([word])
    yield from layers


def _is_double(word: Word, other: Word) -> bool:
    return word.text == other.text and abs(word.x0 - other.x0) < 0.2 * word.style.size


def _pieces(row: list[Word]) -> Iterator[list[Word]]:
    """Yield the words between wide gaps, pieces of one word put together."""
    piece: list[Word] = []
    for word in row:
        if piece:
            last = piece[-1]
            size = max(last.style.size, word.style.size)
            gap = word.x0 - last.x1
            if gap > _WIDE * size:
                yield piece
                piece = []
            elif not word.spaced and gap < _GAP * size and word.behind != last.x1:
                text = word.text.translate(_RAISED) if _is_raised(word, last) else word.text
                piece[-1] = last._replace(text=last.text + text, x1=max(last.x1, word.x1))
                continue
        piece.append(word)
    if piece:
        yield piece


def _is_raised(word: Word, last: Word) -> bool:
    """Return whether a number is set small and high behind a word: a power, or the mark of a footnote."""
    height = last.base - word.base
    return word.text.isdecimal() and word.style.size < 0.8 * last.style.size and height > 0.15 * last.style.size


def _line(words: list[Word]) -> TextLine:
    letters, bold, italic, at = 0, 0, 0, 0
    sizes: dict[float, int] = {}
    fonts: list[tuple[int, str]] = []
    for word in words:
        count, style = len(word.text), word.style
        letters += count
        bold += count * style.bold
        italic += count * style.italic
        sizes[style.size] = sizes.get(style.size, 0) + count
        if not fonts or fonts[-1][1] != style.font:
            fonts.append((at, style.font))
        at += count + 1
    size = max(sizes, key=sizes.__getitem__)
    base = max(word.base for word in words if word.style.size == size)
    x0, x1 = round(words[0].x0, 1), round(max(word.x1 for word in words), 1)
    return TextLine(
        " ".join([word.text for word in words]),
        Place(x0, round(base - _ASCENT * size, 1), x1, round(base + _DESCENT * size, 1)),
        (*[round(word.x0, 1) for word in words], x1),
        size,
        bold > _STRONG * letters,
        italic > _STRONG * letters,
        tuple(fonts),
    )

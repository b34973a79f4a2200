"""Marks that OCR lost, put back: `chuyên đôi sô` was `chuyển đổi số`.

A word may have been any syllable with the same letters. Which one it was is weighed by how often OCR takes the one for
the other (`confusions`) and by what stands before and behind it in legal texts (`language`): forward and backward over
each stretch of words, so that every syllable gets a chance of being the right one. A word is changed only when another
one is all but certain. Numbers, signs of documents, abbreviations, names of people and places are left alone.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.language import as_counted, bare, language
from pipeline.read.scan.confusions import confusions
from pipeline.syllables import is_syllable

_CERTAIN = 0.95  # chance of another syllable by which a word is changed
_SURER = 0.9995  # the same for a word that may belong to a name, stands alone, or between twice the same word
_MOST = 8  # syllables that are weighed for a word
_FAR = -16.0  # logarithm of a chance so small that a syllable is not weighed
_PARTS = re.compile(r"([\W_]*)([^\W\d_]+)([\W_]*)")
_ENDS = frozenset('.;:!?…()“”"[]/')  # behind these another sentence or clause begins
_SMALL = 0.8  # of the letters of a line in small type
_QUOTES = "“”\"'("
_USUAL = 0.005  # of the occurrences of a word, for what it goes on with
_LEAST = 30.0  # occurrences of a syllable that a word is changed to


class Token(NamedTuple):
    """A word between its signs, how its case is written, and the syllables it may have been with their chances."""

    lead: str
    core: str
    tail: str
    choices: tuple[tuple[str, float], ...]
    is_name: bool


def mended(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the words of lines that are read one after another, mended; as many words in each line as before."""
    out = [word for line in lines for word in _with_case(line)]
    words = [unicodedata.normalize("NFC", word) for word in out]
    tokens = [_token(word, names=names) for word, names in _names(words)]
    for stretch in _stretches(words, tokens):
        for at, chances in zip(stretch, _chances([tokens[at] for at in stretch]), strict=True):
            token = tokens[at]
            choice, chance = max(chances.items(), key=lambda item: item[1])
            if token.is_name and _ends_name(words, at):
                continue
            is_alone = len(stretch) == 1  # "Quý" before II/2025: nothing beside it tells
            least = _SURER if token.is_name or is_alone or _is_framed(words, at, choice) else _CERTAIN
            if choice != as_counted(token.core) and chance >= least and language().count(choice) >= _LEAST:
                out[at] = token.lead + _as_written(choice, token.core) + token.tail
    result, at = [], 0
    for line in lines:
        result.append(out[at : at + len(line)])
        at += len(line)
    return result


# ── what a word may have been ─────────────────────────────────────────────────────────────────────


def _token(word: str, *, names: bool) -> Token:
    """Return a word with the syllables that it may have been: none when it is to be left alone."""
    parts = _PARTS.fullmatch(word)
    if not parts:
        return Token("", word, "", (), is_name=False)
    lead, core, tail = parts.groups()
    seen = as_counted(core)
    chances = {choice: confusions().log(choice, seen) for choice in language().with_letters(bare(core))}
    chances = {choice: chance for choice, chance in chances.items() if chance > _FAR}
    if not chances or (len(core) > 1 and core.isupper() and not is_syllable(core)):
        return Token(lead, core, tail, (), is_name=False)
    chances.setdefault(seen, 0.0)
    best = sorted(chances, key=lambda choice: -chances[choice] - language().log(None, choice))[:_MOST]
    kept = {seen, *best}
    return Token(lead, core, tail, tuple((choice, chances[choice]) for choice in sorted(kept)), names)


def _names(words: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether it may belong to a name: it has a capital that no sentence's beginning asks for."""
    begins = True
    for word in words:
        yield word, _is_capital(word) and not begins
        begins = word[-1:] in _ENDS or not any(char.isalpha() for char in word)


def _is_capital(word: str) -> bool:
    letters = word.strip(_QUOTES)
    return letters[:1].isupper() and not (len(letters) > 1 and letters.isupper())


def _ends_name(words: Sequence[str], at: int) -> bool:
    """Return whether no word in small letters goes on with a name, as in "Sở Nội vụ" it does: a person, a place."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return not words[at][-1:].isalpha() or not after.strip(_QUOTES)[:1].islower()


def _is_framed(words: Sequence[str], at: int, choice: str) -> bool:
    """Return whether a known word stands between twice the same word or two, which the other one does not go on with.

    Laws fight floods ("phòng, chống lũ"); what "lũ chồng lũ", "thiên tai chồng thiên tai" say, they hardly ever do.
    """
    if not at or language().count(as_counted(words[at])) < _LEAST:
        return False
    before = as_counted(words[at - 1].lstrip(_QUOTES))  # "quan, liên quan" is no frame
    is_framed = any(
        [*map(_core, words[max(0, at - count) : at - 1]), before] == [*map(_core, words[at + 1 : at + 1 + count])]
        for count in (1, 2)
    )
    return is_framed and language().count_pair(before, choice) < _USUAL * language().count(before)


def _core(word: str) -> str:
    """Return a word as it is counted, without the signs around it."""
    return as_counted(_PARTS.sub(r"\2", word))


def _stretches(words: Sequence[str], tokens: Sequence[Token]) -> Iterator[list[int]]:
    """Yield the places of words that stand together; numbers between them are passed over, as the counts did."""
    stretch: list[int] = []
    for at, (word, token) in enumerate(zip(words, tokens, strict=True)):
        if token.choices:
            if stretch and token.lead and token.lead[-1] in _ENDS:
                yield stretch
                stretch = []
            stretch.append(at)
        if (not token.choices and any(map(str.isalpha, word))) or word[-1:] in _ENDS:
            if stretch:
                yield stretch
            stretch = []
    if stretch:
        yield stretch


def _chances(tokens: Sequence[Token]) -> Iterator[dict[str, float]]:
    """Yield for each word of a stretch the chance of each syllable that it may have been."""
    forward: list[dict[str, float]] = []
    for token in tokens:
        if not forward:
            forward.append({choice: seen + language().log(None, choice) for choice, seen in token.choices})
            continue
        before = forward[-1]
        forward.append(
            {
                choice: seen + _sum(chance + language().log(other, choice) for other, chance in before.items())
                for choice, seen in token.choices
            }
        )
    backward: list[dict[str, float]] = [dict.fromkeys(forward[-1], 0.0)]
    for token, after in zip(reversed(tokens[:-1]), reversed(tokens[1:]), strict=True):
        behind = backward[-1]
        backward.append(
            {
                choice: _sum(seen + language().log(choice, other) + behind[other] for other, seen in after.choices)
                for choice, _ in token.choices
            }
        )
    for ahead, behind in zip(forward, reversed(backward), strict=True):
        total = _sum(ahead[choice] + behind[choice] for choice in ahead)
        yield {choice: math.exp(ahead[choice] + behind[choice] - total) for choice in ahead}


def _sum(logarithms: Iterable[float]) -> float:
    """Return the logarithm of a sum, given the logarithms of what is summed."""
    values = list(logarithms)
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


# ── how it is written ─────────────────────────────────────────────────────────────────────────────


def _as_written(choice: str, core: str) -> str:
    """Return a syllable in the case of the word that it replaces, its tone on the vowel where that had it."""
    if as_counted(core) != core.lower() and len(choice) == len(core):
        choice = _late_tone(choice)
    return "".join(new.upper() if old.isupper() else new for new, old in zip(choice, core, strict=True))


def _late_tone(choice: str) -> str:
    late = {"óa": "oá", "òa": "oà", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "úy": "uý", "ùy": "uỳ", "ủy": "uỷ", "ũy": "uỹ",
            "ụy": "uỵ", "óe": "oé", "òe": "oè", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ"}  # fmt: skip
    return choice[:-2] + late.get(choice[-2:], choice[-2:])


def _with_case(line: Sequence[str]) -> Iterator[str]:
    """Yield the words of a line, letters that were read as capitals amid small ones made small."""
    letters = [char for word in line for char in word if char.isalpha()]
    is_small = sum(map(str.islower, letters)) > _SMALL * len(letters)
    for at, word in enumerate(line):
        parts = _PARTS.fullmatch(word)
        core = parts[2] if parts else ""
        slipped = (
            len(core) > 1
            and not core[1:].islower()
            and bare(core) != core.lower()
            and language().with_letters(bare(core))
        )
        if not parts or not slipped:
            yield word
        elif not core.isupper():  # "xÊp", "tuỆ"
            yield parts[1] + core[0] + core[1:].lower() + parts[3]
        elif is_small and _stands_alone(line, at):  # "cộng đồng SỐ CÓ năng lực"
            yield parts[1] + core.lower() + parts[3]
        else:
            yield word


def _stands_alone(line: Sequence[str], at: int) -> bool:
    """Return whether no more than two words in capitals stand together, behind one in small letters."""
    start, stop = at, at + 1
    while start and line[start - 1].isupper():
        start -= 1
    while stop < len(line) and line[stop].isupper():
        stop += 1
    before = line[start - 1] if start else ""
    after = line[stop] if stop < len(line) else "a"  # "và ĐA 06" is an abbreviation
    return stop - start <= 2 and before.islower() and before[-1:] not in _ENDS and after[:1].islower()

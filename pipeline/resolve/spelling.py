"""Words printed in capitals, written as a reader would write them: titles and names of bodies."""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import Any

from pipeline import grammar
from pipeline.documents import Range
from pipeline.folding import fold
from pipeline.resolve import numbers

# The capital letters of Vietnamese: a range of the code chart would take in small ones (À to Ỹ holds ế).
CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WORD = re.compile(r"[^\W_]+(?:['’&][^\W_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[\n.:;!?(/+*-] ?)$")
_FAR = 60_000  # characters of a document whose wording is looked through
_ENOUGH = 200  # characters that show how a line is printed
_TRIES = 12  # places at which one wording is compared


def is_capitals(words: str) -> bool:
    """Return whether a line is printed in capitals (at least two letters, hardly any small one)."""
    letters = [char for char in words[:_ENOUGH] if char.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) > 0.85 * len(letters)


def title_case(title: str, text: str, key: str, after: int) -> str:
    """Return a title as the document itself writes its words further down; unchanged if not in capitals.

    Names keep their capitals because the running text has them ("TỈNH BẮC NINH" → "tỉnh Bắc Ninh"); numbers
    are written as numbers are ("281/QĐ-TTG" → "281/QĐ-TTg"). `key` is the folded text, `after` where the
    title ends in it.
    """
    if not is_capitals(title):
        return title
    wording = _Wording(title, text, key, after)
    at, pieces = 0, []
    for place, number in [*numbers.find(title, key=wording.title_key), (None, None)]:
        pieces.append(wording.written(at, place.start if place else len(title)))
        if place and number:
            pieces.append(number.text)
            at = place.end
    joined = _names_restored("".join(pieces))
    first = _WORD.search(joined)
    return joined[: first.start()] + joined[first.start()].upper() + joined[first.start() + 1 :] if first else joined


def _names_restored(words: str) -> str:
    """Return words with the well-known names among them spelt as names ("của bộ chính trị" → "của Bộ Chính trị")."""
    key = fold(words)
    for hit in _proper().finditer(key):
        if sum(map(str.isupper, _content()[hit[0]])) > 1:  # "nhà nước", "chính phủ" are left as the text has them
            words = words[: hit.start()] + _content()[hit[0]] + words[hit.end() :]
    return words


class _Wording:
    """The words of a title looked up in the running text below it."""

    def __init__(self, title: str, text: str, key: str, after: int) -> None:
        self.title = title
        self.title_key = fold(title)
        self.text = text
        self.key = key
        self.after = after
        self.far = min(len(key), after + _FAR)

    def written(self, start: int, end: int) -> str:
        """Return the stretch of the title from start to end as the text writes it."""
        pieces: list[str] = []
        at = start
        while at < end:
            word = _WORD.search(self.title_key, at, end)
            if not word:
                break
            pieces.append(self.title[at : word.start()])
            found = self._longest(word, end)
            pieces.append(found)
            at = word.start() + len(found)
        pieces.append(self.title[at:end] if at < end else "")
        return "".join(pieces)

    def _longest(self, word: re.Match[str], end: int) -> str:
        """Return the longest wording of the text that begins as the title does at this word."""
        following = _WORD.search(self.title_key, word.end(), end)
        probe = self.title_key[word.start() : following.end() if following else word.end()]
        behind = self._best(probe, word.start(), end, Range(self.after, self.far))
        return behind or self._best(probe, word.start(), end, Range(0, self.after)) or _known(word[0])

    def _best(self, probe: str, start: int, end: int, within: Range) -> str:
        """Return the longest of the wordings in a stretch of the text, one inside a sentence before one at its head."""
        best, best_rank = "", (0, 0)
        at = self.key.find(probe, *within)
        for _ in range(_TRIES):
            if at < 0:
                break
            if found := self._wording_at(at, start, end):
                opens = bool(_SENTENCE_START.search(self.text, max(0, at - 2), at))
                rank = (len(found), not opens)
                if rank > best_rank:
                    best = found[0].lower() + found[1:] if opens and found[1:2].islower() else found
                    best_rank = rank
            at = self.key.find(probe, at + 1, within.end)
        return best

    def _wording_at(self, at: int, start: int, end: int) -> str:
        """Return what the text has at a place as far as it agrees with the title, whole words only."""
        agreeing = zip(self.title_key[start:end], self.key[at : at + end - start], strict=False)
        length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], agreeing))
        runs_on = start + length < end and self.title_key[start + length].isalnum()
        if runs_on or self.key[at + length : at + length + 1].isalnum():
            length = max((hit.start() for hit in re.finditer(r"\W", self.key[at : at + length])), default=0)
        found = self.text[at : at + length].rstrip()
        boundary = at == 0 or not self.key[at - 1].isalnum()
        return found if boundary and found and not self._is_shouted(found, at) else ""

    def _is_shouted(self, found: str, at: int) -> bool:
        """Return whether a wording is in capitals because its line is; an abbreviation stands among small letters."""
        if not is_capitals(found):
            return False
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at + len(found) + 40].partition("\n")[0]
        return " " in found or is_capitals(line)


def body_name(words: str) -> str:
    """Return the name of a body printed in capitals in its usual spelling ("BỘ Y TẾ" → "Bộ Y tế")."""
    name = " ".join(fold(words).split()).strip(" .,;:*-_|")
    name = _SHORT.sub(lambda hit: _LONG[hit[0]], name)
    name = _proper().sub(lambda hit: _content()[hit[0]], name)
    name = _KIND.sub(lambda hit: hit[1] + hit[2].upper(), name)
    name = _INNER.sub(lambda hit: hit[0].capitalize(), name)
    name = _FIELDS.sub(lambda hit: _each_field(hit[0]), name)
    name = _PLACE.sub(lambda hit: hit[1] + hit[2].title(), name)
    return name[:1].upper() + name[1:]


_LONG = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "tp": "thành phố", "tp.": "thành phố"}
_SHORT = re.compile(r"\b(?:ubnd|hđnd|tp\.?(?= [^\W\d]))")
# A kind of body and the first word of what it is for: "sở y tế" → "sở Y tế".
_KIND = re.compile(
    r"\b((?:(?-i:(?<!Đảng ))bộ|sở|cục|vụ|ban|viện|tổng cục|chi cục|phòng|trung tâm|trường|học viện|(?<!xã )hội|đài) )"
    r"(?!nhân dân|cán sự|đồng)([^\W\d_])",
    re.IGNORECASE,
)
_INNER = re.compile(r"(?:(?<=ủy )|(?<=đảng ))(?:bộ|sở|cục|ban)(?= [" + CAPITALS + "])")  # "Đảng ủy bộ Y tế"
_FIELDS = re.compile(r"\b(?:bộ|sở) [^()]+$", re.IGNORECASE)
_PLACE = re.compile(
    r"\b((?:tỉnh|thành phố|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu) )(?!ủy|đoàn|hội)([^,()-]+)$", re.IGNORECASE
)


def _each_field(name: str) -> str:
    """Return a ministry's name with a capital for each of its fields, up to a place that follows."""
    head, tail = (name[: hit.start()], name[hit.start() :]) if (hit := _PLACE.search(name)) else (name, "")
    return re.sub(r"(, | và | - )(\w)", lambda hit: hit[1] + hit[2].upper(), head) + tail


def _known(word: str) -> str:
    """Return a word that the text below does not have: in small letters unless it is a known name."""
    return _content().get(word, word)


@cache
def lists() -> dict[str, Any]:
    """Return the word lists beside the rules of `grammars/header.yaml`."""
    content: dict[str, Any] = grammar.read_yaml("header")
    return content


@cache
def _content() -> dict[str, str]:
    return {fold(name): name for name in lists()["spelling"]}


@cache
def _proper() -> re.Pattern[str]:
    known = sorted(_content(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)")

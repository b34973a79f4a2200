"""Which documents are carried out that title and preamble do not say so by number.

Five ways, the surest first; each is asked only where those before it tell nothing:

* by name: "Kế hoạch thực hiện Chiến lược …" with "Căn cứ Quyết định số 9/QĐ-TTg phê duyệt Chiến lược …";
* by type alone: "… ban hành Chỉ thị số 5/CT-TTg. Để thực hiện Chỉ thị, …";
* by type and issuer: "thực hiện Kết luận của Bộ Chính trị", whose number stands further down;
* a plan "to carry out" without saying what: it carries out the basis in its sentence;
* a basis of the same subject: "Kế hoạch phát triển kinh tế số" under "… phê duyệt Chiến lược phát triển kinh tế số".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline import grammar
from pipeline.documents import Range
from pipeline.grammar import Match
from pipeline.resolve.citations import CitationMatch

# The types of document that order something to be done. Laws, decrees and circulars are a basis, as a rule.
CARRIED = frozenset({"NQ", "QĐ", "CT", "KL", "KH", "KHHĐ", "KHPH", "CTr", "ĐA", "PA", "TB", "CĐ", "CV", "HD"})
_PLANS = frozenset({"KH", "KHHĐ", "CTr"})
# What may stand between "thực hiện" and the document: adverbs.
EAGER = re.compile(
    r"\W*(?:(?:(?:có |đạt |một cách )?(?:hiệu quả|chất lượng|hiệu lực)|nghiêm(?: túc| chỉnh)?|kịp thời|đồng bộ|tốt"
    r"|đầy đủ|thắng lợi|toàn diện|quyết liệt|khẩn trương|thành công|thống nhất|và|các|những|về|nội dung|chương trình"
    r"|kế hoạch|theo)\W*)*$"
)
# The next document of a list, and the first heading of a body.
_NEXT = re.compile(r"[;\n]| và (?:nghị quyết|quyết định|chỉ thị|kế hoạch|chương trình|kết luận|thông báo) (?:số )?\d")
_FIRST_HEADING = re.compile(r"^(?:I|1|A)\s?[./-]", re.MULTILINE)
_SHORTEST_NAME = 14  # letters and digits
_FEWEST_WORDS = 5  # of a subject that two documents share


class Opening(NamedTuple):
    """Where a document says what it carries out: title, preamble, and the items that state its purpose."""

    title: Range | None
    preamble: Range
    purposes: tuple[Range, ...] = ()


def begins_to_carry(key: str, item: Range) -> bool:
    """Return whether an item begins with what is carried out ("Triển khai có hiệu quả …").

    What leads in must say who issues the plan ("Thực hiện …, UBND tỉnh ban hành Kế hoạch như sau:"); else it orders.
    """
    if _carrying(key, item) is None:
        return False
    if not key.endswith(":", *item):
        return True
    return any(word.means["says"] == "main" for word in grammar.load("citations").find(key, *item))


def carried_unsaid(text: str, key: str, opening: Opening, found: list[CitationMatch]) -> set[Range]:
    """Return the places of the documents carried out, of those in `found`, that no word in front of them tells."""
    title, preamble, purposes = opening
    basis = [match for match in found if match.relation == "legal_basis"]
    said = [match for match in found if match.relation == "implements"]
    if title and not any(match.place.start < title.end for match in said):
        named = _called(key, list(_names_in_title(key, title, found)), basis)
        if named:
            return named
    if said:
        return set()
    named = _called(key, [*_names_in_plan(key, preamble), *_names_of_purpose(key, purposes)], basis)
    return (
        named
        or _named_again(key, preamble, found)
        or _completed(text, key, preamble, found)
        or _without_object(key, preamble, basis)
        or (_of_subject(key, title, basis) if title else set())
    )


# ── by name ───────────────────────────────────────────────────────────────────────────────────────


def _names_in_title(key: str, title: Range, found: list[CitationMatch]) -> Iterator[str]:
    """Yield what the title says is carried out, or what it says is a part of ("thuộc Chương trình …")."""
    until = min((match.place.start for match in found if match.place.start >= title.start), default=title.end)
    until = min(until, title.end)
    for word in grammar.load("citations").find(key, title.start, until):
        if word.means["says"] == "carry" and (named := _at("carried.anything", key, word.end, title.end)):
            yield named.groups["name"]
    if part := grammar.load("carried").rule("carried.part").first(key, title.start, until):
        yield part.groups["name"]


def _names_in_plan(key: str, preamble: Range) -> Iterator[str]:
    """Yield what the sentence says is carried out that issues the plan."""
    start = max(key.rfind("\n", preamble.start, max(preamble.start, preamble.end - 1)), preamble.start)
    words = grammar.load("citations").find(key, start, preamble.end)
    main = next((word.end for word in words if word.means["says"] == "main"), preamble.end)
    for word in words:
        if word.start >= main and word.means["says"] == "carry":
            named = _at("carried.name", key, word.end, preamble.end)
            yield from [named.groups["name"]] if named else []


def _names_of_purpose(key: str, purposes: tuple[Range, ...]) -> Iterator[str]:
    for item in purposes:
        at = _carrying(key, item)
        named = _at("carried.name", key, at, item.end) if at else None
        yield from [named.groups["name"]] if named else []


def _carrying(key: str, item: Range) -> int | None:
    """Return where the words end with which an item begins to carry something out, None when it does not."""
    opening = _at("carried.purpose", key, *item)
    word = grammar.load("citations").at(key, opening.end if opening else item.start, item.end)
    return word.end if word and word.means["says"] == "carry" else None


def _at(rule: str, key: str, start: int, end: int) -> Match | None:
    """Return the match of a rule that begins at a place, or None."""
    found = grammar.load("carried").rule(rule).first(key, start, end)
    return found if found and found.start == start else None


def _called(key: str, names: list[str], found: list[CitationMatch]) -> set[Range]:
    """Return the places of the documents that are, approve or carry out what has one of the names."""
    places: set[Range] = set()
    for name in names:
        period = grammar.load("carried").rule("carried.period").first(name)
        for wanted in dict.fromkeys((_letters(name), _letters(name[: period.start] if period else name))):
            fits = {match.place for match in found if len(wanted) >= _SHORTEST_NAME and _is_called(key, match, wanted)}
            if fits:
                places |= fits
                break
    return places


def _is_called(key: str, match: CitationMatch, name: str) -> bool:
    if name in _letters(key[match.place.start : match.place.end]):
        return True
    described = _described(key, match)
    verbs = "phê duyệt|ban hành|thông qua|công bố|về|việc" + ("|thực hiện|triển khai" if match.type in _PLANS else "")
    return any(_letters(described[hit.end() :]).startswith(name) for hit in re.finditer(f"(?:{verbs}) ", described))


def _described(key: str, match: CitationMatch) -> str:
    """Return what is said of a document behind its number, up to the next one that a list names."""
    return _NEXT.split(key[match.place.end : match.place.end + 500])[0]


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


# ── by type and issuer ────────────────────────────────────────────────────────────────────────────


def _named_again(key: str, preamble: Range, found: list[CitationMatch]) -> set[Range]:
    """Return the place of the document that the preamble names by number, and then by type as carried out.

    "Ngày …, Thủ tướng ban hành Chỉ thị số 5/CT-TTg. Để thực hiện Chỉ thị, …"
    """
    for word in grammar.load("citations").find(key, *preamble):
        named = _at("carried.again", key, word.end, preamble.end) if word.means["says"] == "carry" else None
        if named:
            before = [match for match in found if preamble.start <= match.place.start < word.start]
            fits = [match.place for match in before if key.startswith(named.groups["type"], match.place.start)]
            return set(fits[-1:])
    return set()


def _completed(text: str, key: str, preamble: Range, found: list[CitationMatch]) -> set[Range]:
    """Return the place of a document that the opening says is carried out by type and issuer alone.

    The opening is the preamble and what stands before the first heading of the body; the number must stand
    further down with the same type and issuer, and only one may fit.
    """
    heading = _FIRST_HEADING.search(text, preamble.end)
    zone = Range(preamble.start, heading.start() if heading else min(len(text), preamble.end + 6_000))
    for word in grammar.load("citations").find(key, *zone):
        named = _at("carried.of_issuer", key, word.end, len(key)) if word.means["says"] == "carry" else None
        if not named or not EAGER.match(named.groups["adverbs"]):
            continue
        fits = {
            match.number.text: match.place
            for match in found
            if match.place.start >= preamble.end
            and named.groups["type"] in key[match.place.start : match.place.end]
            and named.groups["issuer"] in key[max(preamble.end, match.place.start - 60) : match.end]
        }
        if len(fits) == 1:
            return set(fits.values())
    return set()


# ── by what the plan rests on ─────────────────────────────────────────────────────────────────────


def _without_object(key: str, preamble: Range, basis: list[CitationMatch]) -> set[Range]:
    """Return the basis of a plan "to carry out" without saying what: that of its own sentence, else the only one."""
    plan = grammar.load("carried").rule("carried.plan").first(key, *preamble)
    if not plan:
        return set()
    end = preamble.end
    ordering = [
        match for match in basis if match.type in CARRIED and not _at("carried.rules_only", key, match.end, end)
    ]
    start = key.rfind("\n", preamble.start, plan.start)
    beside = {match.place for match in ordering if match.place.start > start}
    return beside or ({ordering[0].place} if len(ordering) == 1 else set())


def _of_subject(key: str, title: Range, basis: list[CitationMatch]) -> set[Range]:
    """Return the basis whose description holds the subject of the title."""
    named = _at("carried.title", key, *title)
    subject = named.groups["subject"] if named else ""
    if len(subject.split()) < _FEWEST_WORDS:
        return set()
    wanted = _letters(subject)
    return {match.place for match in basis if match.type in CARRIED and wanted in _letters(_described(key, match))}

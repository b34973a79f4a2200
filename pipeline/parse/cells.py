"""What the cells of a row say: its number, who does it, with whom, under whom, by when, and what comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pipeline.documents import Moment, NormalCell, NormalText, Range
from pipeline.grammar import load
from pipeline.parse.columns import TICK, Columns
from pipeline.parse.drafts import Fields, Goods, Mention, Time, mentions
from pipeline.resolve.agencies import Body, body_at, registry, split
from pipeline.resolve.deadlines import moment, time_of

ORDINAL = re.compile(r"(?:(?:\d{1,3}|[ivxlc]{1,7}|[a-zđ])(?:\.\d{1,3})*|[a-zđ]\d)(?=[.):\s-]|$)")
_NOTHING = re.compile(r"[\s\-–—.…_x/]*$|không(?: có)?$", re.IGNORECASE)
_DITTO = re.compile(r"[-–(]*(?:nt|như trên|\"|''|//)[-–)]*")
_PARTNERS_IN_CELL = re.compile(
    r"[;,.]?\s*(?:\(?(?:đơn vị |cơ quan )?phối hợp(?: thực hiện)?(?:\s*:|\s+với|\s+cùng)?\)?)\s*"
)
_LEAD_IN_CELL = re.compile(r"(?:(?:đơn vị |cơ quan )?chủ trì(?: thực hiện)?\s*:?\s*)|thực hiện\s*:\s*")
_MARK = re.compile(r" ?\((?:là )?(?:cơ quan |đơn vị )?(chủ trì|phối hợp)(?: thực hiện)?\)")  # behind a body
_BEFORE_BODY = re.compile(
    r"(?:(?:[ivxlc]{1,7}|[a-zđ]|\d{1,3}(?:\.\d{1,3})*)[.)] *)?"
    r"(?:(?:các )?(?:nhiệm vụ|nội dung|công việc) )?(?:giao (?:cho )?|của )?"
)
_TASKS_OF = re.compile(
    r"(?:[^ ]{1,5}[.)] *)?(?:các |những )?(?:nhiệm vụ|nội dung|công việc|phần việc)"
    r"(?: [^.;:]{1,60}?)? (?:giao|của|thuộc) "
)
_DIRECTS = re.compile(r" *(?P<directs>(?:trực tiếp |lãnh đạo,? )?chỉ đạo(?: thực hiện)?)?[ .:;]*")
_UNFINISHED = re.compile(r"(?:[,/&(-]|(?<!\w)(?:và|với|của|thuộc|cùng|các|hoặc))$")
_BULLET = re.compile(r"[-+•*]|\d{1,2}[.)] ")
_HEADS = frozenset({"lead", "bodies", "partners", "charge", "deadline"})
_LEAST_HEADS = 2  # cells that name columns in a header that stands anew
_SHORTEST_BODY = 2  # words; a head noun alone ("Văn phòng") waits for its name


class CellReader:
    """Reads the cells of the rows of one table."""

    def __init__(self, normal: NormalText, columns: Columns, issued: date | None) -> None:
        """Take the table's columns and the date of the document."""
        self._normal = normal
        self._columns = columns
        self._issued = issued

    def number(self, cells: dict[int, NormalCell]) -> str:
        """Return the row's number, nothing when it has none."""
        cell = self._columns.cell(cells, "number")
        if cell is None or not cell.range:
            return ""
        hit = ORDINAL.match(self._normal.key, cell.range.start, cell.range.end)
        return self._normal.text[cell.range.start : hit.end()] if hit else ""

    def repeats_header(self, cells: dict[int, NormalCell]) -> bool:
        """Return whether a row heads the columns anew, perhaps in other words than the header ("Nội dung", …)."""
        grammar, found = load("columns"), 0
        for name in ("lead", "bodies", "partners", "deadline"):
            cell = self._columns.cell(cells, name)
            if cell and cell.range:
                match = grammar.whole(self._normal.key[slice(*cell.range)].strip(" .:*"))
                if match is None or match.means["column"] not in _HEADS:
                    return False
                found += 1
        return found >= _LEAST_HEADS

    def restored(self, cells: dict[int, NormalCell], above: dict[int, NormalCell]) -> dict[int, NormalCell]:
        """Return the cells of a row with those of the row above where they say "ditto" (nt, như trên, ")."""
        kept = {self._columns.of.get("number"), self._columns.of.get("task")}
        return {
            column: above.get(column, cell)
            if column not in kept and cell.range and _DITTO.fullmatch(self._normal.key, *cell.range)
            else cell
            for column, cell in cells.items()
        }

    def fields(self, cells: dict[int, NormalCell]) -> Fields:
        """Return what the cells of a row assign."""
        leads = self._bodies(cells, "lead") or self._bodies(cells, "bodies")
        partners = self._bodies(cells, "partners")
        both = self._columns.cell(cells, "bodies") or self._columns.cell(cells, "lead")
        marks = {body: hit[1] for body in leads if (hit := _MARK.match(self._normal.key, body.body.place.end))}
        if marks:  # "Sở Y tế (chủ trì), Sở Nội vụ": where one is marked as lead the others take part
            rest = "phối hợp" if "chủ trì" in marks.values() else "chủ trì"
            partners = (*(body for body in leads if marks.get(body, rest) == "phối hợp"), *partners)
            leads = tuple(body for body in leads if marks.get(body, rest) == "chủ trì")
        elif both and (hit := _PARTNERS_IN_CELL.search(self._normal.key, *both.range)):
            leads = self._named(both, Range(both.range.start, hit.start()), "column.bodies")
            partners = (*self._named(both, Range(hit.end(), both.range.end), "column.bodies"), *partners)
        return Fields(leads, partners, self._bodies(cells, "supervisor"), self._time(cells), self._goods(cells))

    def _says(self, cell: NormalCell | None) -> bool:
        return bool(cell and cell.range and not _NOTHING.match(self._normal.shown(cell.range)))

    # ── bodies ────────────────────────────────────────────────────────────────────────────────────

    def _bodies(self, cells: dict[int, NormalCell], name: str) -> tuple[Mention, ...]:
        cell = self._columns.cell(cells, name)
        return self._named(cell, cell.range, f"column.{name}") if cell and self._says(cell) else ()

    def _named(self, cell: NormalCell, place: Range, rule: str) -> tuple[Mention, ...]:
        """Return the bodies that a cell names within a place."""
        if hit := _LEAD_IN_CELL.match(self._normal.key, *place):
            place = Range(hit.end(), place.end)
        bodies: list[Body] = []
        for line in self._lines(cell, place):
            bodies += split(self._normal.text, line)
        return mentions(bodies, "cell", rule)

    def _lines(self, cell: NormalCell, place: Range) -> Iterator[Range]:
        """Yield the stretches that line breaks part: "Bộ Y tế⏎Bộ Công an", but not "Sở Kế hoạch⏎và Đầu tư"."""
        edges = [place.start, *(at for at in cell.breaks if place.start < at < place.end), place.end]
        begin = place.start
        for (start, at), (_, end) in pairwise(pairwise(edges)):
            if self._parts(Range(start, at), Range(at, end)):
                yield Range(begin, at)
                begin = at
        yield Range(begin, place.end)

    def _parts(self, line: Range, below: Range) -> bool:
        """Return whether another body begins with the line below."""
        before, after = self._normal.shown(line).strip(), self._normal.shown(below).strip()
        if _BULLET.match(after):
            return True
        if _UNFINISHED.search(before.lower()) or after[:1].islower():
            return False
        whole = self._normal.shown(Range(line.start, below.end))
        if registry().identify(whole, self._issued) or len(before.split()) < _SHORTEST_BODY:
            return False
        return body_at(self._normal.key, self._normal.text, *below) is not None

    def headed(self, place: Range) -> Fields:
        """Return the bodies that a heading row names: "Giao Sở Y tế", "Nhiệm vụ giao Giám đốc Sở Y tế chỉ đạo".

        Who only directs supervises where a column says who does it; else it is the row that names who does it.
        """
        key, (start, end) = self._normal.key, place
        opening = _BEFORE_BODY.match(key, start, end)
        start = opening.end() if opening else start
        body = body_at(key, self._normal.text, start, end)
        if body is None or not (behind := _DIRECTS.fullmatch(key, body.end, end)):
            return Fields()
        named = mentions(split(self._normal.text, body), "heading", "column.group_row")
        if not {"lead", "bodies"} & self._columns.of.keys():
            return Fields(leads=named)
        return Fields(supervisors=named) if behind["directs"] else Fields()

    def heads_tasks(self, place: Range) -> bool:
        """Return whether a row of one cell names whose tasks stand below: "Nhiệm vụ giao Bộ trưởng Bộ Y tế"."""
        return bool(_TASKS_OF.match(self._normal.key, *place))

    # ── time and product ──────────────────────────────────────────────────────────────────────────

    def _time(self, cells: dict[int, NormalCell]) -> Time | None:
        cell = self._columns.cell(cells, "deadline")
        found = time_of(self._normal.key, cell.range, self._issued) if cell and cell.range else None
        return Time(found.place, found.moment, "cell", found.also) if found else self._ticked(cells)

    def _ticked(self, cells: dict[int, NormalCell]) -> Time | None:
        """Return the quarters, months or years under which a row is ticked; the last of them ends the task."""
        found: list[tuple[Range, Moment]] = []
        for column, head, year in self._columns.ticks:
            cell = cells.get(column)
            if cell and TICK.fullmatch(self._normal.key, *cell.range):
                meaning = moment(f"{self._normal.shown(head)}{year}", self._issued)
                found += [(head, meaning)] if meaning else []
        if not found:
            return None
        place, last = found[-1]
        if len(found) > 1:
            last = last.model_copy(update={"kind": "period", "start": found[0][1].start, "rule": "column.tick"})
        return Time(place, last, "cell")

    def _goods(self, cells: dict[int, NormalCell]) -> Goods | None:
        cell = self._columns.cell(cells, "product")
        return Goods(cell.range, "cell", "column.product") if cell and self._says(cell) else None

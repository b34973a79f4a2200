"""How bodies belong together: who took over, party and state, superiors, sectors, collectives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resolve.agencies import registry
from pipeline.resolve.kin import LATEST, same_body

before, merged, after = date(2024, 5, 2), date(2025, 7, 1), date(2026, 5, 2)
BODIES = [entry.id for entry in registry().entries.values() if not entry.each and entry.level != "named"]
PLACES = ["lai-chau", "bac-giang", "ba-ria-vung-tau", "thua-thien-hue", "dong-nai"]
PLACED = [
    f"{entry.id}:{place}"
    for entry in registry().entries.values()
    if entry.level == "province" and entry.kind not in ("province", "collective") and not entry.each
    for place in PLACES
]
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))


# ── who took over ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "successors"),
    [
        ("bo-khdt", ["bo-tai-chinh"]),
        ("bo-tttt", ["bo-khcn", "bo-vhttdl", "bo-cong-an"]),
        ("bo-y-te", ["bo-y-te"]),
        ("so-khdt:lai-chau", ["so-tai-chinh:lai-chau"]),
        ("so-gtvt:lai-chau", ["so-xay-dung:lai-chau"]),
        ("so-tnmt:lai-chau", ["so-nnmt:lai-chau"]),
        ("so-ldtbxh:lai-chau", ["so-noi-vu:lai-chau", "so-y-te:lai-chau", "so-gddt:lai-chau"]),
        ("so-nnptnt:bac-giang", ["so-nnmt:bac-ninh"]),
        ("ubnd-tinh:bac-giang", ["ubnd-tinh:bac-ninh"]),
        ("tinh-ba-ria-vung-tau", ["tp-ho-chi-minh-2025"]),
        ("tinh-dong-nai", ["tp-dong-nai-2026"]),
        ("tinh-thua-thien-hue", ["tp-hue"]),
        ("btg-tu:lao-cai", ["btgdv-tu:lao-cai"]),
        ("ubnd-huyen:huyen-yen-binh", ["ubnd-xa", "ubnd-tinh"]),
        ("col-huyen-tp", ["col-xa-phuong"]),
        ("bcsd-bo-y-te", ["dang-uy-bo-y-te"]),
        ("nguoi-dung-dau:bo-tttt", ["nguoi-dung-dau:bo-khcn"]),
        ("ban-can-su-dang-x:bo-gtvt", ["dang-uy-x:bo-xay-dung"]),
        ("vu-phap-che:bo-khdt", ["vu-phap-che:bo-tai-chinh"]),
        ("phong-yte-huyen", []),
    ],
)
def test_the_bodies_that_stand_for_one_today_are_known(body: str, successors: list[str]) -> None:
    assert [step.id for step in registry().successors(body)] == successors
    assert registry().successor(body) == next(iter(successors), None)


def test_who_stands_for_a_body_depends_on_the_day() -> None:
    bodies = registry()
    assert bodies.successor("bo-khdt", before) == "bo-khdt"
    assert bodies.successor("tinh-dong-nai", merged) == "tinh-dong-nai-2025"
    assert bodies.successor("ubnd-huyen:huyen-yen-binh", date(2025, 6, 30)) == "ubnd-huyen:huyen-yen-binh"
    assert bodies.successor("so-y-te:bac-giang", date(2025, 6, 30)) == "so-y-te:bac-giang"


def test_a_split_says_what_work_went_where() -> None:
    steps = registry().successors("bo-ldtbxh")
    assert (steps[0].id, steps[0].work) == ("bo-noi-vu", "")
    assert {step.id: step.work for step in steps}["bo-gddt"] == "vocational education"


@given(st.sampled_from([*BODIES, *PLACED]), DAYS)
def test_whoever_stands_for_a_body_exists_on_that_day(body: str, on: date) -> None:
    bodies = registry()
    steps = bodies.successors(body, on)
    assert all(bodies.exists(step.id, on) for step in steps)
    assert len({step.id for step in steps}) == len(steps)
    if bodies.exists(body, on) and body.partition(":")[0] in bodies.entries:
        assert steps[0].id == body


@given(st.sampled_from([*BODIES, *PLACED]))
def test_every_successor_of_today_is_its_own(body: str) -> None:
    bodies = registry()
    assert all(bodies.successor(step.id) == step.id for step in bodies.successors(body))


# ── party and state ───────────────────────────────────────────────────────────────────────────────


def test_party_and_state_are_twins() -> None:
    bodies = registry()
    assert bodies.twin("dang-uy-bo-y-te") == "bo-y-te"
    assert bodies.twin("bo-y-te", after) == "dang-uy-bo-y-te"
    assert bodies.twin("chinh-phu", before) == "bcsd-chinh-phu"
    assert bodies.twins("dang-uy-ubnd-tinh:lai-chau") == ("ubnd-tinh:lai-chau",)
    assert bodies.twins("ubnd-tinh:lai-chau", after) == ("dang-uy-ubnd-tinh:lai-chau",)
    assert bodies.twin("dang-uy-x:bo-noi-vu") == "bo-noi-vu"
    assert bodies.twins("bo-noi-vu", after) == ("dang-uy-x:bo-noi-vu",)
    assert bodies.twins("bo-noi-vu", before) == ("ban-can-su-dang-x:bo-noi-vu",)
    assert bodies.twin("so-y-te") is None


@given(st.sampled_from([*BODIES, *PLACED]), DAYS)
def test_twins_have_each_other(body: str, on: date) -> None:
    bodies = registry()
    for twin in bodies.twins(body, on):
        assert body in bodies.twins(twin, None)


# ── superiors and sectors ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "above"),
    [
        ("byt-cuc-pb", "bo-y-te"),
        ("so-y-te:lai-chau", "ubnd-tinh:lai-chau"),
        ("so-y-te:lai-chau", "ubnd-tinh"),
        ("cc-dan-so:lai-chau", "ubnd-tinh:lai-chau"),
        ("phong-kinh-te-xa:phuong-tan-lap", "ubnd-xa:phuong-tan-lap"),
        ("thue-tinh:lai-chau", "bo-tai-chinh"),
        ("nguoi-dung-dau:so-y-te:lai-chau", "ubnd-tinh:lai-chau"),
        ("vu-phap-che:bo-tu-phap", "chinh-phu"),
        ("dang-uy-x:bo-noi-vu", "dang-uy-chinh-phu"),
        ("dang-uy-bo-y-te", "bchtw"),
    ],
)
def test_a_body_is_under_those_above_it(body: str, above: str) -> None:
    assert registry().is_under(body, above)
    assert not registry().is_under(above, body)


def test_a_body_is_not_under_that_of_another_place() -> None:
    assert not registry().is_under("so-y-te:lai-chau", "ubnd-tinh:lao-cai")


@given(st.sampled_from([*BODIES, *PLACED]))
def test_nobody_is_above_itself(body: str) -> None:
    assert body not in registry().ancestors(body)


def test_a_sector_has_its_bodies_at_every_level() -> None:
    bodies = registry()
    assert bodies.counterparts("bo-y-te", "province") == ("so-y-te",)
    assert bodies.counterparts("so-y-te:lai-chau", "central") == ("bo-y-te",)
    assert bodies.counterparts("bo-nnmt", "province", after) == ("so-nnmt",)
    assert bodies.counterparts("bo-nnptnt", "province", before) == ("so-nnptnt",)
    assert bodies.counterparts("bo-nnptnt", "province", after) == ()
    assert bodies.counterparts("so-y-te:lai-chau", "commune", after) == ("phong-vhxh-xa", "tram-y-te")
    assert bodies.counterparts("hnd-tinh", "commune", after) == ("hnd-xa",)
    assert bodies.counterparts("evn", "province") == ()


def test_the_sectors_go_down_from_the_centre() -> None:
    order = ["central", "province", "region", "district", "commune"]
    bodies = registry()
    for line in bodies.sectors:
        levels = [order.index(bodies.entries[body].level) for body in line]
        assert levels == sorted(levels), line


# ── collectives ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("collective", "body", "on", "belongs"),
    [
        ("col-bo-nganh-dp", "bo-y-te", after, True),
        ("col-bo-nganh-dp", "ubnd-tinh:lai-chau", after, True),
        ("col-bo-nganh-dp", "bo-tttt", after, False),
        ("col-bo-nganh-dp", "bo-tttt", before, True),
        ("col-so-ban-nganh", "so-y-te:lai-chau", after, True),
        ("col-so-ban-nganh", "so-nnptnt", after, False),
        ("col-so-ban-nganh", "bo-y-te", after, False),
        ("col-xa-phuong", "ubnd-xa:phuong-tan-lap", after, True),
        ("col-huyen-tp", "ubnd-huyen:huyen-yen-binh", after, False),
        ("col-ubnd-tinh-tp", "ubnd-tinh:bac-giang", before, True),
        ("col-ubnd-tinh-tp", "ubnd-tinh:bac-giang", after, False),
        ("col-ubnd-tinh-tp", "ubnd-tinh", after, True),
        ("cac-cap:hnd-vn", "hnd-tinh:lai-chau", after, True),
        ("cac-cap:hnd-vn", "hccb-tinh:lai-chau", after, False),
        ("don-vi-cua:bo-y-te", "byt-cuc-pb", after, True),
        ("don-vi-cua:bo-y-te", "cuc-thue", after, False),
        ("cap-xa:phuong-tan-lap", "ubnd-xa:phuong-tan-lap", after, True),
        ("cap-xa:phuong-tan-lap", "ubnd-xa:xa-tan-phong", after, False),
        ("col-cqdv-lien-quan", "bo-y-te", after, False),
    ],
)
def test_a_collective_contains_its_members_of_the_day(collective: str, body: str, on: date, *, belongs: bool) -> None:
    assert registry().contains(collective, body, on) == belongs


def test_there_were_63_provinces_and_are_34() -> None:
    assert len(registry().members("col-ubnd-tinh-tp", before)) == 63
    assert len(registry().members("col-ubnd-tinh-tp", merged)) == 34
    assert len(registry().members("col-ubnd-tinh-tp", LATEST)) == 34


@given(st.sampled_from([body for body in BODIES if registry().entries[body].has]), DAYS)
def test_members_exist_on_the_day_and_belong(collective: str, on: date) -> None:
    bodies = registry()
    for member in bodies.members(collective, on):
        assert bodies.exists(member, on)
        assert bodies.contains(collective, member, on)


def test_a_template_is_the_same_body_as_one_of_it() -> None:
    assert same_body("so-y-te", "so-y-te:hue")
    assert same_body("so-y-te:hue", "so-y-te")
    assert not same_body("so-y-te:hue", "so-y-te:lai-chau")
    assert not same_body("so-y-te", "so-xay-dung")

"""Origins: shares that name their base, five groups, residency of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otdesk.reports.rows import Base, OriginGroup, head_and_rest

if TYPE_CHECKING:
    from tests.reports.conftest import Desk


def a_mixed_day(desk: Desk) -> None:
    desk.visit(10, "FR-48", residency="habitant")
    desk.visit(4, "FR-48", residency="sejour")
    desk.visit(2, "FR-48")
    desk.visit(6, "FR-30")
    desk.visit(2, "FR")
    desk.visit(4, "BE")
    desk.visit(2, "DE")
    desk.visit(10, "ND")


def test_the_base_of_the_foreign_share_is_the_persons_whose_origin_is_not_nd(desk: Desk) -> None:
    a_mixed_day(desk)
    share = desk.summary().foreign_share
    assert (share.value, share.base, share.of) == (6 / 30, 30, Base.PERSONS_KNOWN_ORIGIN)


def test_the_base_of_a_department_is_all_the_french_fr_included(desk: Desk) -> None:
    a_mixed_day(desk)
    rows = {r.code: r for r in desk.summary().by_origin}
    assert (rows["FR-48"].share.value, rows["FR-48"].share.base) == (16 / 24, 24)
    assert (rows["FR"].share.value, rows["FR"].share.of) == (2 / 24, Base.PERSONS_FRANCE)


def test_known_origins_are_all_but_nd_of_all_persons(desk: Desk) -> None:
    a_mixed_day(desk)
    share = desk.summary().origin_known_share
    assert (share.value, share.base, share.of) == (30 / 40, 40, Base.PERSONS)


def test_france_and_not_asked_come_last_whatever_they_count(desk: Desk) -> None:
    a_mixed_day(desk)
    codes = [r.code for r in desk.summary().by_origin]
    assert codes == ["FR-48", "FR-30", "BE", "DE", "FR", "ND"]


def test_the_five_groups_add_up_to_the_persons(desk: Desk) -> None:
    a_mixed_day(desk)
    rows = desk.summary().by_origin_group
    assert {r.group: r.persons for r in rows} == {
        OriginGroup.OWN: 16,
        OriginGroup.OTHER_FRENCH: 6,
        OriginGroup.FOREIGN: 6,
        OriginGroup.FRANCE_UNKNOWN: 2,
        OriginGroup.NOT_ASKED: 10,
    }
    assert rows[0].label == "Lozère"


def test_residency_is_of_the_own_department_and_says_what_is_not_noted(desk: Desk) -> None:
    a_mixed_day(desk)
    desk.visit(5, "FR-30", residency="habitant")
    summary = desk.summary()
    assert [(r.code.value, r.persons, r.acts, r.share.base) for r in summary.by_residency] == [
        ("habitant", 10, 1, 16),
        ("sejour", 4, 1, 16),
    ]
    assert summary.residency_unnoted == 2


def test_publics_are_of_the_persons_whose_public_is_noted(desk: Desk) -> None:
    desk.visit(3, audience="familles")
    desk.visit(1, audience="couples")
    desk.visit(6)
    desk.visit(audience="familles", channel="telephone")
    summary = desk.summary()
    assert [(r.code, r.persons, r.acts, r.share.value) for r in summary.by_audience] == [
        ("familles", 3, 2, 0.75),
        ("couples", 1, 1, 0.25),
    ]
    assert summary.audience_unnoted == 6


def test_the_groups_of_the_profile_are_followed(desk: Desk) -> None:
    desk.visit(3, "FR-75")
    areas = desk.summary().by_origin_area
    assert areas
    assert any(row.persons == 3 for row in areas)


def test_the_rest_of_a_table_is_folded_with_its_own_share(desk: Desk) -> None:
    for number in range(10, 20):
        desk.visit(20 - number + 1, f"FR-{number}")
    rows, rest = head_and_rest(desk.summary().departments, 3)
    assert len(rows) == 3
    assert rest is not None
    assert rest.rows == 7
    assert sum(r.persons for r in rows) + rest.persons == desk.summary().persons
    assert rest.share.base == desk.summary().persons


def test_one_row_too_many_is_printed_rather_than_folded(desk: Desk) -> None:
    desk.visit(2, "FR-30")
    desk.visit(1, "FR-34")
    rows, rest = head_and_rest(desk.summary().departments, 1)
    assert (len(rows), rest) == (2, None)

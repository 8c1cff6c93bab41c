"""The lists stay readable for ever: unknown and retired codes have labels too."""

from __future__ import annotations

from datetime import date

import pytest

from otdesk.domain.reference import (
    Audience,
    Channel,
    ChannelCode,
    ClosureReason,
    Country,
    Demand,
    Department,
    Lists,
    Residency,
    ResidencyCode,
)

GONE = date(2024, 1, 1)


def demand(code: str, position: int, retired: date | None = None) -> Demand:
    parent = code.rpartition(".")[0] or None
    return Demand(code, parent, code.title(), code[:4], code, "info", position, retired)


@pytest.fixture
def lists() -> Lists:
    demands = [
        demand("sport", 2),
        demand("sport.velo", 2),
        demand("sport.baignade", 1),
        demand("sport.ski", 3, GONE),
        demand("pratique", 1),
    ]
    return Lists(
        departments={
            "FR-48": Department("FR-48", "48", "Lozère", "Lozère", "Occitanie"),
            "FR-2A": Department("FR-2A", "2A", "Corse-du-Sud", "Corse-du-Sud", "Corse"),
            "FR-64": Department(
                "FR-64", "64", "Pyrénées-Atlantiques", "Pyrénées-Atl.", "Nouvelle-Aquitaine"
            ),
        },
        countries={
            "BE": Country("BE", "Belgique", "Belgique", "Belgium"),
            "YU": Country("YU", "Yougoslavie", "Yougoslavie", "Yugoslavia", retired=GONE),
        },
        demands={entry.code: entry for entry in demands},
        channels={
            ChannelCode.TELEPHONE: Channel(ChannelCode.TELEPHONE, "Téléphone", "Tél.", "phone")
        },
        audiences={"familles": Audience("familles", "Familles", "Fam.", "users")},
        residencies={ResidencyCode.SEJOUR: Residency(ResidencyCode.SEJOUR, "En séjour", "Séjour")},
        closure_reasons={
            "maladie": ClosureReason(
                "maladie", "Arrêt maladie", "Indisponibilité du personnel", personal=True
            )
        },
    )


def test_an_origin_says_its_name_long_or_short(lists: Lists) -> None:
    assert lists.origin_label("FR-64") == "Pyrénées-Atlantiques"
    assert lists.origin_label("FR-64", short=True) == "Pyrénées-Atl."
    assert lists.origin_label("BE") == "Belgique"


def test_france_and_not_asked_are_origins_with_words_of_their_own(lists: Lists) -> None:
    assert lists.is_origin("FR")
    assert lists.is_origin("ND")
    assert lists.origin_label("FR") == "France, département inconnu"
    assert lists.origin_label("ND") == "Non demandé"
    assert len(lists.origin_label("FR", short=True)) <= 16


def test_an_unknown_code_is_its_own_label(lists: Lists) -> None:
    assert not lists.is_origin("XX")
    assert lists.origin_label("XX") == "XX"
    assert lists.demand_label("sport.deltaplane") == "sport.deltaplane"
    assert lists.channel_label("pigeon") == "pigeon"
    assert lists.audience_label("martiens") == "martiens"
    assert lists.residency_label("lune") == "lune"
    assert lists.reason_label("inconnu") == "inconnu"


def test_a_retired_code_keeps_its_label_and_its_place(lists: Lists) -> None:
    assert lists.is_origin("YU")
    assert lists.origin_label("YU") == "Yougoslavie"
    assert lists.is_demand("sport.ski")
    assert lists.first_level("sport.ski") == "sport"


def test_only_what_is_abroad_is_foreign(lists: Lists) -> None:
    assert lists.is_foreign("BE")
    assert lists.is_foreign("XX")
    assert not lists.is_foreign("FR")
    assert not lists.is_foreign("ND")
    assert not lists.is_foreign("FR-48")
    # A département that the lists lost is still French.
    assert not lists.is_foreign("FR-99")


def test_a_number_is_that_of_a_departement_whatever_its_case(lists: Lists) -> None:
    found = lists.department_of_number("2a")
    assert found is not None
    assert found.code == "FR-2A"
    assert lists.department_of_number("99") is None
    assert lists.origin_number("FR-2A") == "2A"
    assert lists.origin_number("BE") == ""


def test_a_demand_counts_in_its_first_level(lists: Lists) -> None:
    assert lists.first_level("sport.velo") == "sport"
    assert lists.first_level("sport") == "sport"
    assert lists.first_level("sport.deltaplane") == "sport"


def test_children_come_in_their_order_and_retired_ones_only_without_a_date(lists: Lists) -> None:
    every = [child.code for child in lists.children("sport")]
    assert every == ["sport.baignade", "sport.velo", "sport.ski"]
    before = [child.code for child in lists.children("sport", on=date(2023, 12, 31))]
    assert before == every
    after = [child.code for child in lists.children("sport", on=GONE)]
    assert after == ["sport.baignade", "sport.velo"]


def test_the_first_level_comes_in_the_order_of_the_tiles(lists: Lists) -> None:
    assert [level.code for level in lists.first_levels()] == ["pratique", "sport"]


def test_a_personal_reason_is_published_without_its_nature(lists: Lists) -> None:
    assert lists.reason_label("maladie") == "Arrêt maladie"
    assert lists.published_reason("maladie") == "Indisponibilité du personnel"


def test_an_unknown_reason_is_published_as_another_one(lists: Lists) -> None:
    assert lists.published_reason("depression") == "Autre motif"


def test_short_labels_are_asked_for_the_same_way_everywhere(lists: Lists) -> None:
    assert lists.demand_label("sport", short=True) == "spor"
    assert lists.channel_label("telephone", short=True) == "Tél."
    assert lists.channel_label(ChannelCode.TELEPHONE) == "Téléphone"
    assert lists.audience_label("familles", short=True) == "Fam."
    assert lists.residency_label("sejour", short=True) == "Séjour"

"""What `P` finds, on the lists that the product ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.reference import Lists
from otdesk.domain.search import OriginIndex, OriginMatch, normalise
from otdesk.store.profiles import load_profile
from otdesk.store.reference import load_communes, load_lists

FOLDER = Path(__file__).parents[2] / "db" / "reference"

# Le Pont-de-Montvert's keys; a search answers by them first.
FAVOURITES = (
    "FR-48", "FR-30", "FR-34", "FR-13", "FR-75", "FR-69", "BE", "DE", "FR-07",
    "NL", "GB", "CH", "FR-31", "FR-12", "FR-84", "FR-26", "FR-38", "ES",
)  # fmt: skip
# The thirty countries that most foreign visitors of France come from.
COMMON = (
    "BE", "DE", "NL", "GB", "CH", "ES", "IT", "US", "CA", "LU", "IE", "DK", "SE", "AT", "PT",
    "PL", "CZ", "AU", "NO", "JP", "CN", "IL", "BR", "MA", "FI", "RU", "NZ", "IN", "MX", "HU",
)  # fmt: skip


# Two or three hours away, as in its network's profile.
NEAR = (
    "FR-07", "FR-11", "FR-12", "FR-13", "FR-15", "FR-26", "FR-30", "FR-31", "FR-34", "FR-38",
    "FR-42", "FR-43", "FR-63", "FR-69", "FR-81", "FR-84",
)  # fmt: skip


@cache
def shipped() -> Lists:
    return load_lists(FOLDER)


@cache
def whole_index() -> OriginIndex:
    return OriginIndex(
        shipped(), load_communes(FOLDER), favourites=FAVOURITES, own=("FR-48",), near=NEAR
    )


@cache
def small_index() -> OriginIndex:
    return OriginIndex(shipped(), favourites=FAVOURITES)


def first(text: str) -> OriginMatch:
    return whole_index().search(text)[0]


def codes(text: str) -> list[str]:
    return [match.code for match in whole_index().search(text)]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("be", "BE"),
        ("BE", "BE"),
        ("bel", "BE"),
        ("all", "DE"),
        ("suisse", "CH"),
        ("pays b", "NL"),
        ("pays-bas", "NL"),
        ("hollande", "NL"),
        ("Nederland", "NL"),
        ("angleterre", "GB"),
        ("écosse", "GB"),
        ("grande bretagne", "GB"),
        ("uk", "GB"),
        ("england", "GB"),
        ("usa", "US"),
        ("amérique", "US"),
        ("birmanie", "MM"),
        ("republique tcheque", "CZ"),
        ("deutschland", "DE"),
        ("espana", "ES"),
        ("vietnam", "VN"),
        ("irlande", "IE"),
    ],
)
def test_a_country_is_found_by_french_foreign_and_old_names(typed: str, code: str) -> None:
    assert first(typed).code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lozere", "FR-48"),
        ("LOZÈRE", "FR-48"),
        ("48", "FR-48"),
        ("2a", "FR-2A"),
        ("2B", "FR-2B"),
        ("971", "FR-971"),
        ("cote d or", "FR-21"),
        ("Côte d’Or", "FR-21"),
        ("côte-d'or", "FR-21"),
        ("atlantiques", "FR-64"),
        ("reunion", "FR-974"),
        ("loire inferieure", "FR-44"),
        ("basses alpes", "FR-04"),
        ("côtes-du-nord", "FR-22"),
        ("perigord", "FR-24"),
        ("tahiti", "FR-987"),
        ("st pierre et m", "FR-975"),
    ],
)
def test_a_departement_is_found_by_name_number_and_old_name(typed: str, code: str) -> None:
    assert first(typed).code == code


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ("30000", "FR-30", "30000 Nîmes"),
        ("30 000", "FR-30", "30000 Nîmes"),
        ("48400", "FR-48", "48400 Florac Trois Rivières"),
        ("75116", "FR-75", "75116 Paris"),
        ("69003", "FR-69", "69003 Lyon"),
        ("20000", "FR-2A", "20000 Ajaccio"),
        ("20200", "FR-2B", "20200 Bastia"),
        ("97410", "FR-974", "97410 Saint-Pierre"),
        ("97150", "FR-978", "97150 Saint-Martin"),
    ],
)
def test_a_postcode_says_its_departement_and_its_commune(typed: str, code: str, why: str) -> None:
    match = first(typed)
    assert (match.code, match.why) == (code, why)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("30907", "FR-30"), ("20179", "FR-2A"), ("20293", "FR-2B"), ("97199", "FR-971")],
)
def test_a_cedex_that_no_list_has_still_says_its_departement(typed: str, code: str) -> None:
    assert [m.code for m in small_index().search(typed)] == [code]
    assert first(typed).code == code


def test_figures_that_begin_no_postcode_find_nothing() -> None:
    assert codes("99999") == []
    assert codes("123456") == []


def test_the_beginning_of_a_number_lists_the_departements_in_order() -> None:
    assert codes("4") == [f"FR-4{n}" for n in range(8)]


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        ("nimes", "FR-30", "Nîmes, 30000"),
        ("le havre", "FR-76", "Le Havre, 76600"),
        ("havre", "FR-76", "Le Havre, 76600"),
        ("florac", "FR-48", "Florac Trois Rivières, 48400"),
        ("pont de montvert", "FR-48", "Le Pont-de-Montvert, 48220"),
        ("st etienne", "FR-42", "Saint-Étienne, 42000"),
        ("ste croix vallee f", "FR-48", "Sainte-Croix-Vallée-Française, 48110"),
        ("aix en p", "FR-13", "Aix-en-Provence, 13080"),
        ("quimper", "FR-29", "Quimper, 29000"),
    ],
)
def test_a_commune_says_where_it_lies(typed: str, code: str, why: str) -> None:
    match = first(typed)
    assert (match.code, match.why) == (code, why)


def test_the_bigger_of_two_communes_comes_first() -> None:
    # Valence in the Drôme, and not the one of Tarn-et-Garonne or of Charente.
    assert codes("valence")[0] == "FR-26"
    assert {"FR-82", "FR-16"} <= set(codes("valence"))


@pytest.mark.parametrize(
    ("typed", "code", "why"),
    [
        # Florange in Moselle has five times the inhabitants.
        ("flor", "FR-48", "Florac Trois Rivières, 48400"),
        ("pont d", "FR-48", "Pont de Montvert - Sud Mont Lozère, 48220"),
        # Alençon is as big as Alès, but a day's drive away.
        ("ale", "FR-30", "Alès, 30100"),
        ("bord", "FR-33", "Bordeaux, 33000"),
    ],
)
def test_communes_of_the_office_come_first_then_who_may_well_come(
    typed: str, code: str, why: str
) -> None:
    match = next(match for match in whole_index().search(typed) if ", " in match.why)
    assert (match.code, match.why) == (code, why)


def test_an_office_knows_its_own_departements_and_those_near() -> None:
    network = load_profile(FOLDER.parent / "profiles", "cevennes")
    office = network.office("PDM")
    assert office is not None
    communes = load_communes(FOLDER)
    index = OriginIndex.of_office(shipped(), network, office, communes)
    assert [m.code for m in index.search("flor")[:1]] == ["FR-48"]
    # What the places answer first is completed later by the communes.
    later = OriginIndex.of_office(shipped(), network, office).with_communes(communes)
    assert later.search("flor") == index.search("flor")


def test_the_many_communes_of_the_office_leave_room_to_the_others() -> None:
    found = whole_index().search("sain", limit=90)
    communes = [match.code for match in found if ", " in match.why]
    assert communes[0] == "FR-48"
    assert len(communes) > 40


def test_departements_and_countries_come_before_communes() -> None:
    # Eu, a town of Seine-Maritime, is no reason to make Eure wait.
    assert codes("eu")[:2] == ["FR-27", "FR-28"]
    assert codes("suisse") == ["CH", "FR-57"]


def test_an_exact_name_comes_before_a_longer_one() -> None:
    assert codes("lot")[:2] == ["FR-46", "FR-47"]
    assert codes("alpes mar")[0] == "FR-06"


def test_a_word_in_a_name_is_found_after_its_beginning() -> None:
    # Bas-Rhin begins so; Pays-Bas has the word.
    found = codes("bas")
    assert found.index("FR-67") < found.index("NL")


def test_a_region_brings_its_departements() -> None:
    assert codes("bretagne")[:4] == ["FR-22", "FR-29", "FR-35", "FR-56"]
    assert "GB" in codes("bretagne")
    assert set(codes("corse")) >= {"FR-2A", "FR-2B"}


def test_the_desks_own_origins_come_first() -> None:
    assert codes("ga")[0] == "FR-30"
    without = OriginIndex(shipped()).search("ga")
    assert without[0].code == "GA"


def test_a_word_that_was_ended_is_a_whole_word() -> None:
    assert "FR-33" not in codes("gi ")
    assert "NL" in codes("pays ")


def test_an_origin_is_given_once_and_at_most_eight_of_them() -> None:
    found = codes("saint")
    assert len(found) == len(set(found)) == 8
    assert len(whole_index().search("s", limit=3)) == 3


def test_nothing_typed_finds_nothing() -> None:
    assert codes("") == codes("  ") == codes("-'") == []


def test_france_without_departement_and_not_asked_can_be_searched() -> None:
    assert first("france").code == "FR"
    assert first("fr").code == "FR"
    assert first("non dem").code == "ND"


def test_a_label_is_the_origins_and_why_says_what_matched() -> None:
    assert first("hollande") == OriginMatch("NL", "Pays-Bas", "Hollande", first("hollande").score)
    assert first("belgique").why == ""
    assert first("gard").why == "30"


def test_what_was_retired_is_no_longer_offered() -> None:
    lists = shipped()
    gone = replace(lists.countries["BE"], retired=date(2024, 1, 1))
    closed = replace(lists.departments["FR-30"], retired=date(2024, 1, 1))
    index = OriginIndex(
        replace(
            lists,
            countries={**lists.countries, "BE": gone},
            departments={**lists.departments, "FR-30": closed},
        )
    )
    assert "BE" not in [match.code for match in index.search("bel")]
    assert "FR-30" not in [match.code for match in index.search("gard")]
    assert "FR-30" not in [match.code for match in index.search("30")]
    assert index.search("30907") == []


def test_places_answer_before_the_communes_are_read() -> None:
    small = small_index()
    assert not small.has_communes
    assert whole_index().has_communes
    assert [m.code for m in small.search("bel")][:2] == codes("bel")[:2]
    assert small.with_communes(load_communes(FOLDER)).search("nimes")[0].code == "FR-30"


@given(st.text(max_size=12))
def test_any_text_is_answered_the_same_way_twice(text: str) -> None:
    found = whole_index().search(text)
    assert found == whole_index().search(text)
    assert len(found) <= 8
    assert [m.score for m in found] == sorted(m.score for m in found)
    assert all(shipped().is_origin(match.code) for match in found)


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def letters_needed(code: str, name: str) -> int:
    """Count the letters of a name after which Enter takes the country."""
    typed = normalise(name)
    return next(
        (n for n in range(1, len(typed) + 1) if codes(typed[:n])[:1] == [code]), len(typed) + 1
    )


@pytest.mark.parametrize("code", COMMON)
def test_three_letters_of_its_french_name_find_a_common_country(code: str) -> None:
    assert letters_needed(code, shipped().countries[code].name) <= 3


@pytest.mark.parametrize("code", ["BE", "DE", "GB", "CH", "ES", "IT", "US", "CA"])
def test_two_letters_find_the_commonest_countries(code: str) -> None:
    assert letters_needed(code, shipped().countries[code].name) <= 2


def test_three_letters_at_most_find_nearly_every_country_by_name_or_code() -> None:
    # Size, P, letters, Enter, demand, Space: two letters make a rare country 7 keys.
    needed = {
        country.code: min(
            letters_needed(country.code, country.name), letters_needed(country.code, country.code)
        )
        for country in shipped().countries.values()
    }
    assert sum(n <= 3 for n in needed.values()) / len(needed) > 0.95
    assert sum(n <= 2 for n in needed.values()) / len(needed) > 0.85


def test_every_country_and_every_departement_is_first_by_its_whole_name() -> None:
    lists = shipped()
    names = {code: country.name for code, country in lists.countries.items()}
    names |= {code: department.name for code, department in lists.departments.items()}
    assert {code: name for code, name in names.items() if first(name).code != code} == {}

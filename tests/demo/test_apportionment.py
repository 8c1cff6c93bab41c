"""Totals are met by counting: apportionment, parties, dealing."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.demo.apportion import apportion, rounded
from otdesk.demo.origins import Party, deal, parties_of

weights = st.dictionaries(
    st.text(min_size=1, max_size=3), st.floats(0.01, 1000), min_size=1, max_size=12
)


@given(total=st.integers(0, 20_000), shares=weights)
def test_the_parts_add_up_and_stay_within_one_of_their_quota(
    total: int, shares: dict[str, float]
) -> None:
    parts = apportion(total, shares)
    whole = sum(shares.values())
    assert sum(parts.values()) == total
    assert all(abs(parts[key] - total * shares[key] / whole) < 1.0001 for key in shares)


def test_a_tie_goes_to_the_first_named() -> None:
    assert apportion(1, {"a": 1, "b": 1}) == {"a": 1, "b": 0}


def test_nothing_can_be_divided_by_nothing() -> None:
    assert apportion(0, {"a": 0.0}) == {"a": 0}
    with pytest.raises(ValueError, match="without a weight"):
        apportion(3, {"a": 0.0})


def test_a_half_is_rounded_up() -> None:
    assert [rounded(0.5), rounded(1.5), rounded(1.49)] == [1, 2, 1]


@given(
    persons=st.dictionaries(
        st.sampled_from(["FR-48", "FR-30", "BE"]), st.integers(0, 400), min_size=1
    ),
    seed=st.integers(),
)
def test_parties_add_up_to_the_persons_of_their_origin(persons: dict[str, int], seed: int) -> None:
    sizes = {"visitors": {1: 2.0, 2: 5.0, 4: 1.0, 26: 0.1}, "FR-48": {1: 1.0}}
    kinds = dict.fromkeys(persons, "near")
    parties = parties_of(persons, kinds, sizes, Random(seed))
    assert all(party.size > 0 for party in parties)
    for origin, count in persons.items():
        found = [party.size for party in parties if party.origin == origin]
        assert sum(found) == count
        assert origin != "FR-48" or set(found) <= {1}


def test_each_office_is_dealt_exactly_its_persons() -> None:
    parties = [Party(2, "FR-30", "near")] * 40 + [Party(1, "BE", "foreign")] * 30
    dealt = deal(parties, {"A": 70, "B": 30, "C": 10}, {"foreign": {"A": 3.0}})
    assert {o: sum(p.size for p in found) for o, found in dealt.items()} == {
        "A": 70,
        "B": 30,
        "C": 10,
    }
    assert sum(len(found) for found in dealt.values()) == len(parties)


def test_a_party_without_room_is_refused_rather_than_split() -> None:
    with pytest.raises(ValueError, match="party of 5"):
        deal([Party(5, "BE", "foreign")], {"A": 4, "B": 1}, {})

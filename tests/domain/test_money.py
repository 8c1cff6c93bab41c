"""Money: parts add up to the whole, in whatever steps."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.money import parse_cents, portion, rounded, spread, times
from otdesk.domain.till import change_in_pieces
from otdesk.errors import DataFault

AMOUNTS = st.integers(-(10**9), 10**9)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_to_the_whole_and_are_within_a_cent_of_their_share(
    total: int, weights: list[int]
) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    base = sum(weights)
    shares = weights if base else [1] * len(weights)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - Fraction(total * share, base or len(weights))) < 1


@given(st.integers(0, 10**6), WEIGHTS)
def test_a_weight_of_nothing_gets_nothing_and_a_larger_one_never_less(
    total: int, weights: list[int]
) -> None:
    parts = spread(total, weights)
    if sum(weights):
        assert all(part == 0 for part, w in zip(parts, weights, strict=True) if w == 0)
    for (one, part), (other, rest) in pairwise(sorted(zip(weights, parts, strict=True))):
        assert one == other or part <= rest


def test_nothing_to_spread_over_takes_nothing_only() -> None:
    assert spread(0, []) == ()
    with pytest.raises(ValueError, match="nothing"):
        spread(1, [])
    with pytest.raises(ValueError, match="negative"):
        spread(1, [2, -1])


@given(AMOUNTS, st.lists(st.integers(1, 5000), min_size=1, max_size=10))
def test_portions_in_any_steps_add_up_to_the_whole(whole: int, steps: list[int]) -> None:
    of, given_back, until = sum(steps), 0, 0
    for step in steps:
        given_back += portion(whole, until + step, of) - portion(whole, until, of)
        until += step
    assert given_back == whole


@given(st.integers(0, 10**6), st.integers(1, 5000), st.data())
def test_no_portion_is_negative_or_more_than_the_whole(
    whole: int, of: int, data: st.DataObject
) -> None:
    one = data.draw(st.integers(0, of))
    other = data.draw(st.integers(one, of))
    assert 0 <= portion(whole, one, of) <= portion(whole, other, of) <= whole


@given(AMOUNTS, st.integers(1, 10**6))
def test_rounding_goes_to_the_nearest_and_halves_away_from_zero(top: int, bottom: int) -> None:
    found, exact = rounded(top, bottom), Fraction(top, bottom)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)
    assert rounded(-top, bottom) == -found


@given(st.integers(0, 10**6), st.integers(0, 9999))
def test_whole_pieces_cost_exactly_their_price(unit: int, count: int) -> None:
    assert times(unit, count * 1000) == unit * count


@given(st.integers(0, 10**7))
def test_an_amount_is_read_as_it_is_written(cents: int) -> None:
    whole, rest = divmod(cents, 100)
    for text in (f"{whole},{rest:02d}", f"{whole}.{rest:02d} €", f" {whole:,}.{rest:02d}€"):
        assert parse_cents(text.replace(",", " ") if "." in text else text) == cents


@pytest.mark.parametrize("text", ["", "a", "1,234", "-1", "9782264044068", "12,5,0", "²", "."])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(DataFault):
        parse_cents(text)


@given(st.integers(0, 10**6))
def test_change_is_given_in_full_and_in_as_few_large_pieces_as_can_be(cents: int) -> None:
    pieces = change_in_pieces(cents)
    assert sum(pieces) == cents
    assert list(pieces) == sorted(pieces, reverse=True)

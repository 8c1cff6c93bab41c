"""VAT: per rate on the total, and not a cent more or less in the lines."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from otdesk.domain.vat import BASIS, by_rate, included_vat, line_taxes

RATES = st.sampled_from([0, 210, 550, 1000, 2000])
LINES = st.lists(st.tuples(RATES, st.integers(0, 100_000)), max_size=12)


def test_ten_lines_of_one_euro_at_twenty_percent_are_8_33_before_tax() -> None:
    (amount,) = by_rate([(2000, 100)] * 10)
    assert (amount.gross, amount.net, amount.vat) == (1000, 833, 167)
    taxes = line_taxes([(2000, 100)] * 10)
    assert sum(taxes) == 167
    assert set(taxes) == {16, 17}


@given(LINES)
def test_gross_is_net_and_vat_and_nothing_is_lost(lines: list[tuple[int, int]]) -> None:
    amounts = by_rate(lines)
    assert sum(amount.gross for amount in amounts) == sum(gross for _rate, gross in lines)
    assert all(amount.gross == amount.net + amount.vat for amount in amounts)
    rates = [amount.basis_points for amount in amounts]
    assert rates == sorted(set(rates), reverse=True)


@given(LINES)
def test_the_taxes_of_the_lines_add_up_to_those_of_their_rates(
    lines: list[tuple[int, int]],
) -> None:
    taxes = line_taxes(lines)
    for amount in by_rate(lines):
        of_rate = [
            tax
            for tax, (rate, _gross) in zip(taxes, lines, strict=True)
            if rate == amount.basis_points
        ]
        assert sum(of_rate) == amount.vat


@given(LINES)
def test_no_line_is_more_than_a_cent_from_its_own_tax(lines: list[tuple[int, int]]) -> None:
    for tax, (rate, gross) in zip(line_taxes(lines), lines, strict=True):
        exact = Fraction(gross * rate, BASIS + rate)
        # Half a cent of the rate's rounding, shared, and one of the remainders.
        assert abs(tax - exact) < Fraction(3, 2)
        assert 0 <= tax <= gross


@given(RATES, st.integers(0, 10**9))
def test_included_vat_is_the_nearest_cent(rate: int, gross: int) -> None:
    exact = Fraction(gross * rate, BASIS + rate)
    assert abs(included_vat(gross, rate) - exact) <= Fraction(1, 2)
    assert included_vat(-gross, rate) == -included_vat(gross, rate)

"""The shop of 2022 comes to what the Bilan published, to the cent and to the piece."""

from __future__ import annotations

from collections import Counter
from math import floor

import pytest

from otdesk import paths
from otdesk.demo.facts import Facts
from otdesk.store.starter_catalogue import load_starter
from tests.demo.reading import Season

TURNOVER = 27_803_58


def sold(season: Season) -> Counter[str]:
    """Return the pieces of each product that were sold and not given back."""
    units: Counter[str] = Counter()
    statement = "SELECT product, sum(quantity) FROM receipt_line GROUP BY product"
    for product, quantity in season.everywhere(statement):
        units[product] += quantity // 1000
    return units


def turnover_of(season: Season, year: int) -> int:
    statement = (
        "SELECT sum(value) FROM monthly_total WHERE measure = 'shop_turnover'"
        " AND unit = 'cents' AND month LIKE :year"
    )
    return sum(value for (value,) in season.everywhere(statement, year=f"{year}%"))


def test_the_turnover_is_27_803_euros_58_after_refunds(season: Season, facts: Facts) -> None:
    statement = "SELECT sum(turnover) FROM receipt WHERE day BETWEEN '2022-01-01' AND '2022-10-31'"
    assert sum(cents for (cents,) in season.everywhere(statement)) == TURNOVER
    assert facts.season.shop.turnover == TURNOVER
    assert sum(shop.turnover for shop in season.result.shops.values()) == TURNOVER


def test_nothing_was_sold_beside_the_ten_months(season: Season) -> None:
    statement = "SELECT min(day), max(day) FROM receipt"
    days = [day for row in season.everywhere(statement) for day in row]
    assert "2022-01-01" <= min(days) < max(days) <= "2022-10-31"


def test_2_755_sheets_were_sold_with_those_in_sets(season: Season) -> None:
    units = sold(season)
    alone = sum(count for code, count in units.items() if code.startswith("fiche-"))
    sets = sum(count for code, count in units.items() if code.startswith("carnet-"))
    assert sets > 100
    assert alone + 10 * sets == 2_755


@pytest.mark.parametrize(
    ("codes", "count"),
    [
        (("ign-2739", "ign-2740", "carte-cevennes"), 750),
        (("carte-postale", "carte-panorama"), 3_017),
        (("cartoguide-finiels",), 396),
    ],
)
def test_as_many_maps_postcards_and_guides_were_sold(
    season: Season, codes: tuple[str, ...], count: int
) -> None:
    units = sold(season)
    assert sum(units[code] for code in codes) == count


def test_the_build_says_what_was_published(season: Season, facts: Facts) -> None:
    assert season.result.units == facts.season.shop.units


def test_the_stock_lost_as_many_sheets_as_were_sold(season: Season) -> None:
    statement = (
        "SELECT sum(quantity) FROM stock_move"
        " WHERE product LIKE 'fiche-%' AND cause IN ('sale', 'refund')"
    )
    damaged = (
        "SELECT -coalesce(sum(l.quantity), 0) FROM receipt_line l"
        " JOIN receipt r ON r.uid = l.receipt_uid WHERE r.refund AND l.product LIKE 'fiche-%'"
        " AND NOT EXISTS (SELECT 1 FROM stock_move m WHERE m.parent_uid = r.uid)"
    )
    left = -sum(count for (count,) in season.everywhere(statement))
    thrown_away = sum(count for (count,) in season.everywhere(damaged))
    assert left - thrown_away == 2_755_000


def test_the_turnover_is_set_beside_2021_and_2019_as_published(
    season: Season, facts: Facts
) -> None:
    assert facts.season.shop.versus == {2021: -13, 2019: 8}
    for year, percent in facts.season.shop.versus.items():
        before = turnover_of(season, year)
        assert floor((TURNOVER - before) * 100 / before + 0.5) == percent


def test_earlier_turnovers_are_those_of_the_same_ten_months(season: Season) -> None:
    statement = (
        "SELECT DISTINCT substr(month, 6, 2), source FROM monthly_total"
        " WHERE measure = 'shop_turnover'"
    )
    rows = season.everywhere(statement)
    assert {month for month, _source in rows} == {f"{month:02}" for month in range(1, 11)}
    assert all("montant déduit" in source for _month, source in rows)


def test_each_office_has_its_share_of_the_turnover_of_2020(season: Season, facts: Facts) -> None:
    whole = sum(office.turnover_2020 for office in facts.offices.values())
    for code, office in facts.offices.items():
        share = TURNOVER * office.turnover_2020 / whole
        assert abs(season.result.shops[code].turnover - share) <= 20, code


def test_a_sheet_costs_1_euro_and_ten_cost_6() -> None:
    prices = {p.code: c for p, c in load_starter(paths.database_files() / "reference").products}
    assert {prices[code] for code in prices if code.startswith("fiche-")} == {100}
    assert {prices[code] for code in prices if code.startswith("carnet-")} == {600}


def test_the_families_add_up_to_the_turnover(season: Season) -> None:
    by_family: Counter[str] = Counter()
    statement = "SELECT family, sum(amount) FROM receipt_line WHERE held_for = '' GROUP BY family"
    for family, cents in season.everywhere(statement):
        by_family[family] += cents
    assert by_family.total() == TURNOVER
    assert len(by_family) == 11
    assert by_family.most_common(1)[0][0] == "randonnee"


def test_fishing_cards_are_held_paid_over_and_no_turnover(season: Season) -> None:
    (held,) = season.rows("PDM", "SELECT sum(held) FROM receipt")
    (paid,) = season.rows("PDM", "SELECT sum(cents) FROM held_payment")
    assert held[0] == paid[0] == 94_200
    in_cash = "SELECT sum(cents) FROM held_payment WHERE method = 'cash'"
    moved = "SELECT -sum(cents) FROM cash_movement WHERE move = 'paid_over'"
    assert season.rows("PDM", in_cash) == season.rows("PDM", moved)

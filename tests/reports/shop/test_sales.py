"""The shop in a summary: what is turnover, what is held, how it was paid, what a visitor spends."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.vat import VatRegime
from otdesk.errors import DataFault
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summarise import summarise
from otdesk.services import visits
from otdesk.services.till.start import begin_new
from tests.reports.shop.conftest import CARD, CASH, CHEQUE, Counter, count
from tests.shop import DAY, OFFICE, PRODUCTS, opened

if TYPE_CHECKING:
    from otdesk.reports.shop.sales import PaymentRow


def by_method(sales: Sales) -> dict[PaymentMethod, PaymentRow]:
    return {row.method: row for row in sales.by_payment}


def test_before_the_shop_began_there_are_no_sales(counter: Counter) -> None:
    assert counter.summary("2022-07-19").sales is None
    assert counter.summary("2022-07-20", "VIA").sales is None


def test_a_network_without_a_shop_has_no_sales(counter: Counter) -> None:
    counter.sell()
    context = counter.context
    bare = replace(context, profile=replace(context.profile, has_shop=False))
    with counter.shop.store.reading() as connection:
        summary = summarise(connection, bare, Period.day(DAY), (OFFICE,))
    assert summary.sales is None


def test_a_day_without_a_sale_is_a_counted_zero(counter: Counter) -> None:
    sales = counter.sales()
    assert (sales.turnover_cents, sales.receipts, sales.average_cents) == (0, 0, None)
    assert sales.linked.value is None
    tables = (sales.by_family, sales.by_payment, sales.best_sellers, sales.by_hour)
    assert not any(tables)


def test_held_money_is_no_turnover(counter: Counter) -> None:
    counter.sell(cp=1, peche_jour=2)
    sales = counter.sales()
    assert (sales.turnover_cents, sales.held_cents, sales.taken_cents) == (80, 2400, 2480)
    (held,) = sales.held
    assert (held.code, held.label) == ("aappma", "AAPPMA du Haut-Tarn")
    assert (held.quantity, held.cents) == (count(2), 2400)
    assert [row.code for row in sales.by_family] == ["cartes_postales"]
    assert [row.code for row in sales.best_sellers] == ["cp"]


def test_a_refund_lowers_what_its_day_took(counter: Counter) -> None:
    uid = counter.sell(ign_2739=1, cp=2)
    counter.shop.refund(uid, {1: 1})
    sales = counter.sales()
    assert (sales.receipts, sales.refunds, sales.refunded_cents) == (1, 1, 80)
    assert sales.turnover_cents == 1390 + 80
    assert sales.average_cents == 1470
    assert {row.code: row.quantity for row in sales.by_family} == {
        "randonnee": count(1),
        "cartes_postales": count(1),
    }


def test_the_turnover_per_visitor_is_by_person_at_the_counter(counter: Counter) -> None:
    counter.sell(magnet=1)
    assert counter.sales().per_visitor_cents is None
    counter.visit(4, "FR-48", "pratique")
    assert counter.sales().per_visitor_cents == 113
    assert counter.sales().by_office[0].per_visitor_cents == 113


def test_linked_receipts_tell_what_each_origin_and_demand_buys(counter: Counter) -> None:
    belgian = counter.visit(2, "BE", "sport", "sport.velo")
    lozere = counter.visit(1, "FR-48", "pratique")
    refunded = counter.sell_to(belgian, ign_2739=1, cp=1)
    counter.sell_to(belgian, magnet=1)
    counter.sell_to(lozere, cp=1)
    counter.sell(cp=1)
    counter.shop.refund(refunded, {1: 1})
    sales = counter.sales()
    assert (sales.linked.value, sales.linked.base) == (0.75, 4)
    assert [(r.code, r.receipts, r.turnover_cents) for r in sales.linked_by_origin] == [
        ("BE", 2, 1390 + 450),
        ("FR-48", 1, 80),
    ]
    assert [(r.code, r.level, r.turnover_cents) for r in sales.linked_by_demand] == [
        ("sport", 1, 1840),
        ("sport.velo", 2, 1840),
        ("pratique", 1, 80),
    ]


def test_an_accueil_that_was_voided_links_nothing(counter: Counter) -> None:
    visit = counter.visit(2, "BE", "sport")
    counter.sell_to(visit, cp=1)
    with counter.shop.store.writing("CA") as transaction:
        visits.void(transaction, visit, OFFICE, DAY, "saisi deux fois")
    sales = counter.sales()
    assert (sales.linked.value, sales.linked_by_origin, sales.linked_by_demand) == (0, (), ())


def test_a_correction_moves_a_payment_and_no_turnover(counter: Counter) -> None:
    uid = counter.sell(CASH, magnet=1)
    counter.sell(CARD, cp=1)
    counter.correct(uid, 450, CASH, CARD)
    sales = counter.sales()
    assert sales.turnover_cents == 530
    assert by_method(sales)[CARD].cents == 530
    assert by_method(sales)[CASH].cents == 0
    # What was keyed in stays: one receipt of each.
    assert (by_method(sales)[CARD].receipts, by_method(sales)[CASH].receipts) == (1, 1)


def test_no_vat_is_shown_where_none_is_charged(counter: Counter) -> None:
    counter.sell(stevenson=1)
    sales = counter.sales()
    assert (sales.regime, sales.by_vat) == (VatRegime.FRANCHISE, ())


def test_vat_is_told_by_rate_where_it_is_charged(tmp_path: Path) -> None:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        counter = Counter(shop)
        counter.sell(stevenson=2, peche_jour=1)
        counter.sell(magnet=1)
        rows = counter.sales().by_vat
    assert [(r.basis_points, r.gross_cents, r.net_cents, r.vat_cents) for r in rows] == [
        (2000, 450, 375, 75),
        (550, 1300, 1232, 68),
    ]


def test_ten_articles_are_the_best_sellers_at_most_the_most_pieces_first(counter: Counter) -> None:
    counter.sell(cp=3, magnet=1, fiche_ml=2, carnet_ml=1)
    sold = [(row.code, row.quantity) for row in counter.sales().best_sellers]
    assert sold == [
        ("cp", count(3)),
        ("fiche-ml", count(2)),
        ("carnet-ml", count(1)),
        ("magnet", count(1)),
    ]


def test_sales_are_told_by_day_and_hour(counter: Counter) -> None:
    counter.sell(cp=1)
    counter.shop.close_day()
    counter.shop.next_day()
    counter.sell(cp=2)
    sales = counter.sales("2022-07")
    days = {row.day.day: row.turnover_cents for row in sales.by_day}
    assert len(days) == 31
    assert (days[20], days[21], days[22]) == (80, 160, 0)
    assert [(row.hour, row.turnover_cents, row.receipts) for row in sales.by_hour] == [(12, 240, 2)]


def test_a_year_is_told_by_month_with_what_was_published_apart(counter: Counter) -> None:
    counter.sell(cp=1)
    counter.total(date(2022, 3, 1), 123_45)
    assert counter.sales("2022-07").by_month == ()
    months = counter.sales("2022").by_month
    assert len(months) == 12
    assert (months[6].turnover_cents, months[6].receipts) == (80, 1)
    assert (months[2].turnover_cents, months[2].published_cents) == (0, 12345)
    assert counter.sales("2022").turnover_cents == 80


def test_the_difference_of_the_till_is_that_of_its_zs(counter: Counter) -> None:
    counter.shop.set_float(15_000)
    counter.sell(cp=1)
    counter.shop.close_day(counted=15_030, explanation="50 centimes rendus en trop")
    counter.shop.next_day()
    counter.sell(cp=1)
    counter.shop.close_day(counted=15_210, explanation="pièce retrouvée")
    sales = counter.sales("2022-07")
    assert [row.difference_cents for row in sales.closings] == [-50, 100]
    assert sales.difference_cents == 50
    assert [row.explanation for row in sales.explained] == [
        "50 centimes rendus en trop",
        "pièce retrouvée",
    ]


def test_a_day_with_sales_and_no_z_is_named(counter: Counter) -> None:
    counter.sell()
    assert [(d.office, d.day) for d in counter.sales("2022-07").unclosed] == [(OFFICE, DAY)]
    counter.shop.close_day()
    assert counter.sales("2022-07").unclosed == ()
    # After the Z, the same day again.
    counter.sell()
    assert [d.day for d in counter.sales("2022-07").unclosed] == [DAY]


def test_what_is_sold_to_practise_is_in_no_figure(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        counter = Counter(shop)
        counter.sell(cp=1)
        shop.close_day()
        shop.post, _ = begin_new(
            shop.store, shop.keystore, author="CA", office=OFFICE, name="École", training=True
        )
        counter.sell(magnet=1)
        sales = counter.sales()
    assert (sales.turnover_cents, sales.receipts) == (80, 1)
    assert [row.code for row in sales.best_sellers] == ["cp"]
    assert by_method(sales)[CASH].cents == 80


# ------------------------------------------------------------------------------- the year before


def test_the_year_before_is_read_from_its_receipts(counter: Counter) -> None:
    counter.sell(cp=10)
    counter.shop.close_day()
    counter.shop.next_day(365)
    counter.sell(cp=15)
    counter.shop.close_day()
    counter.shop.next_day(31)
    comparison = counter.sales("2023-07").comparison
    assert comparison is not None
    assert comparison.refusal is None
    assert (comparison.turnover_cents, comparison.receipts) == (800, 1)
    assert comparison.source == "receipts"
    assert comparison.delta == 0.5
    # The shop began within July 2022: it is said.
    assert comparison.since == DAY


def test_a_whole_month_without_receipts_is_read_from_its_published_total(counter: Counter) -> None:
    counter.total(date(2021, 7, 1), 400)
    counter.sell(cp=10)
    counter.shop.close_day()
    counter.shop.next_day(31)
    comparison = counter.sales("2022-07").comparison
    assert comparison is not None
    assert (comparison.turnover_cents, comparison.source) == (400, "monthly_totals")
    assert (comparison.delta, comparison.receipts) == (1.0, None)
    day = counter.sales("2022-07-20").comparison
    assert day is not None
    assert day.refusal == "aucun relevé des ventes\u00a0: mercredi 21 juillet 2021."


def test_a_period_that_is_not_over_is_not_compared(counter: Counter) -> None:
    counter.total(date(2021, 7, 1), 400)
    counter.sell()
    comparison = counter.sales("2022-07").comparison
    assert comparison is not None
    assert (comparison.refusal, comparison.turnover_cents) == ("le mois n’est pas fini.", None)


def test_other_months_are_not_compared(counter: Counter) -> None:
    counter.total(date(2021, 8, 1), 400)
    counter.sell()
    counter.shop.close_day()
    counter.shop.next_day(365)
    comparison = counter.sales("2022").comparison
    assert comparison is not None
    assert comparison.refusal is not None
    assert comparison.refusal.startswith("les mois diffèrent")
    assert comparison.way_out == "Comparer les mois communs\u00a0: août."


def test_published_totals_of_the_shop_are_not_those_of_visitors(counter: Counter) -> None:
    counter.total(date(2021, 7, 1), 400)
    counter.sell()
    counter.shop.next_day(31)
    comparison = counter.summary("2022-07").comparison
    assert comparison is not None
    assert comparison.published == ()


# ------------------------------------------------------------------------------------ properties

_CODES = [product.code.replace("-", "_") for product, _cents in PRODUCTS]
_SALE = st.tuples(
    st.sampled_from([CASH, CARD, CHEQUE]),
    st.dictionaries(st.sampled_from(_CODES), st.integers(1, 4), min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=8)
@given(
    st.lists(st.lists(_SALE, min_size=1, max_size=5), min_size=1, max_size=3),
    st.sampled_from(list(VatRegime)),
)
def test_each_table_adds_up_to_what_was_taken(
    days: Sequence[Sequence[tuple[PaymentMethod, dict[str, int], bool, bool]]], regime: VatRegime
) -> None:
    with tempfile.TemporaryDirectory() as place, opened(Path(place), regime) as shop:
        counter = Counter(shop)
        for sold in days:
            for method, quantities, refunded, corrected in sold:
                uid = counter.sell(method, **quantities)
                if refunded:
                    shop.refund(uid, {0: 1}, method)
                if corrected:
                    _corrected(counter, uid, method)
            shop.close_day()
            shop.next_day()
        sales = counter.sales("2022-07")
    turnover = sales.turnover_cents
    assert sum(row.turnover_cents for row in sales.by_family) == turnover
    assert sum(row.turnover_cents for row in sales.by_family_day) == turnover
    assert sum(row.turnover_cents for row in sales.by_day) == turnover
    assert sum(row.turnover_cents for row in sales.by_hour) == turnover
    assert sum(row.turnover_cents for row in sales.by_office) == turnover
    assert sum(row.turnover_cents for row in sales.closings) == turnover
    assert sum(row.cents for row in sales.held) == sales.held_cents
    assert sum(row.cents for row in sales.by_payment) == sales.taken_cents
    assert sales.taken_cents == turnover + sales.held_cents
    if regime is VatRegime.STANDARD:
        assert sum(row.gross_cents for row in sales.by_vat) == turnover
    for row in sales.by_vat:
        assert row.gross_cents == row.net_cents + row.vat_cents
    assert (sales.difference_cents, sales.unclosed) == (0, ())


def _corrected(counter: Counter, uid: str, method: PaymentMethod) -> None:
    given_ = CARD if method is not CARD else CASH
    try:
        counter.correct(uid, 1, method, given_)
    except DataFault:
        # Nothing of it was paid so: there is nothing to correct.
        return

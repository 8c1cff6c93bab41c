"""Consignment, stock and held money: what was sold for whom, what is left, what is owed."""

from __future__ import annotations

from datetime import date, timedelta

from otdesk.domain.period import Period
from otdesk.domain.stock import Cause, StockDocument, document_line
from otdesk.journal.canonical import Payload
from otdesk.reports.shop.consignment import ConsignmentLine, ConsignmentStatement, read_consignment
from otdesk.reports.shop.held_money import HeldStatement, read_held
from otdesk.reports.shop.stock_list import (
    StockList,
    StockRow,
    read_inventory_differences,
    read_stock_list,
)
from otdesk.services.shop import stock
from tests.reports.shop.conftest import CARD, Counter, count
from tests.shop import DAY, OFFICE

JULY = Period.month(2022, 7)
AUGUST = Period.month(2022, 8)
LATER = DAY + timedelta(days=5)


def consigned(counter: Counter, period: Period = JULY) -> ConsignmentStatement:
    with counter.shop.store.reading() as connection:
        (statement,) = read_consignment(connection, (OFFICE,), period)
    return statement


def stocked(counter: Counter, day: date = DAY) -> StockList:
    with counter.shop.store.reading() as connection:
        return read_stock_list(connection, (OFFICE,), day)


def row(counter: Counter, product: str, day: date = DAY) -> StockRow:
    return next(r for r in stocked(counter, day).rows if r.product == product)


def held(counter: Counter, period: Period = JULY) -> tuple[HeldStatement, ...]:
    with counter.shop.store.reading() as connection:
        return read_held(connection, (OFFICE,), period)


def moved(
    counter: Counter, cause: Cause, pieces: int, product: str = "cp", *, cost: int | None = None
) -> None:
    line = document_line(cause, product, count(pieces), cost)
    day = DAY if cost is None else LATER
    document = StockDocument(OFFICE, day, cause, (line,), note="mouillée")
    with counter.shop.store.writing("CA") as transaction:
        stock.record(transaction, document)


# ----------------------------------------------------------------------------------- consignment


def test_a_consignment_supplier_is_owed_its_share_of_what_was_sold(counter: Counter) -> None:
    counter.sell(cp=3, ign_2739=1)
    statement = consigned(counter)
    assert statement.supplier.code == "photo"
    (line,) = statement.lines
    assert (line.product, line.sold, line.amount_cents) == ("cp", count(3), 240)
    assert (line.due_cents, statement.due_cents) == (168, 168)


def test_what_customers_bring_back_is_not_owed(counter: Counter) -> None:
    uid = counter.sell(cp=3)
    counter.shop.refund(uid, {0: 1})
    (line,) = consigned(counter).lines
    assert (line.sold, line.refunded, line.due_cents) == (count(2), count(1), 112)


def test_a_consignment_tells_what_came_went_back_and_is_left(counter: Counter) -> None:
    counter.sell(cp=3)
    moved(counter, Cause.RETURN, 10)
    moved(counter, Cause.LOSS, 1)
    (line,) = consigned(counter).lines
    assert (line.opening, line.received, line.returned) == (0, count(50), count(10))
    assert (line.other, line.remaining) == (-count(1), count(36))
    (later,) = consigned(counter, AUGUST).lines
    assert (later.opening, later.sold, later.remaining) == (count(36), 0, count(36))
    for each in (line, later):
        assert remaining(each) == each.remaining


def remaining(line: ConsignmentLine) -> int:
    return line.opening + line.received - line.returned + line.moved + line.other


# ----------------------------------------------------------------------------------------- stock


def test_the_stock_of_a_day_leaves_out_what_came_later(counter: Counter) -> None:
    counter.sell(magnet=2)
    moved(counter, Cause.DELIVERY, 10, "magnet", cost=250)
    assert (row(counter, "magnet").quantity, row(counter, "magnet").value_cents) == (
        count(48),
        48 * 200,
    )
    # The last known cost is that of the last delivery.
    magnet = row(counter, "magnet", LATER)
    assert (magnet.cost_cents, magnet.value_cents) == (250, 58 * 250)
    assert row(counter, "magnet", DAY - timedelta(days=1)).quantity == 0


def test_goods_on_consignment_are_not_worth_anything_to_the_office(counter: Counter) -> None:
    card = row(counter, "cp")
    assert (card.consignment, card.value_cents) == (True, None)
    assert card.product not in {r.product for r in stocked(counter).unvalued}


def test_goods_of_an_unknown_cost_are_named_and_left_out_of_the_value(counter: Counter) -> None:
    stock_list = stocked(counter)
    assert {r.product for r in stock_list.unvalued} == {"fiche-ml", "fiche-tarn"}
    assert stock_list.value_cents == 50 * (850 + 420 + 200)


def test_neither_sets_nor_held_money_have_a_stock(counter: Counter) -> None:
    assert not {"carnet-ml", "peche-jour"} & {r.product for r in stocked(counter).rows}


def test_what_reached_its_level_is_to_be_ordered(counter: Counter) -> None:
    assert stocked(counter).low == ()
    counter.sell(magnet=47)
    assert [r.product for r in stocked(counter).low] == ["magnet"]


def test_the_differences_of_an_inventory_are_valued(counter: Counter) -> None:
    with counter.shop.store.writing("CA") as transaction:
        counted = {"magnet": count(48), "stevenson": count(50), "ign-2739": count(51)}
        stock.take_inventory(transaction, OFFICE, DAY, counted, note="inventaire d’été")
    with counter.shop.store.reading() as connection:
        found = read_inventory_differences(connection, (OFFICE,), JULY)
    assert [(r.product, r.difference, r.value_cents) for r in found.rows] == [
        ("ign-2739", count(1), 850),
        ("magnet", -count(2), -400),
    ]
    assert (found.counted, found.value_cents) == (3, 450)


def test_the_count_that_a_ledger_began_with_is_no_difference(counter: Counter) -> None:
    # Sold before anybody had counted it: what the first count finds was there, not found.
    counter.sell(magnet=2)
    with counter.shop.store.writing("CA") as transaction:
        for each in (
            transaction.connection.exec_driver_sql("SELECT uid FROM stock_document").scalars().all()
        ):
            stock.void(transaction, each, OFFICE, DAY, "jamais livré")
        stock.take_inventory(transaction, OFFICE, DAY, {"magnet": count(10)})
    counter.shop.clock.instant += timedelta(minutes=5)
    with counter.shop.store.writing("CA") as transaction:
        stock.take_inventory(transaction, OFFICE, DAY, {"magnet": count(9)})
    with counter.shop.store.reading() as connection:
        found = read_inventory_differences(connection, (OFFICE,), JULY)
    assert [(r.product, r.difference) for r in found.rows] == [("magnet", -count(1))]
    assert found.counted == 1


# ------------------------------------------------------------------------------------ held money


def pay_over(counter: Counter, day: str, cents: int) -> None:
    payload: Payload = {
        "office": OFFICE, "day": day, "third_party": "aappma", "cents": cents, "method": "cheque",
    }  # fmt: skip
    with counter.shop.store.writing("CA") as transaction:
        transaction.put("held_payment", payload)


def test_held_money_is_collected_paid_over_and_owed(counter: Counter) -> None:
    uid = counter.sell(CARD, peche_jour=3)
    counter.shop.refund(uid, {0: 1}, CARD)
    pay_over(counter, "2022-07-30", 1_000)
    (statement,) = held(counter)
    assert (statement.name, statement.quantity) == ("AAPPMA du Haut-Tarn", count(2))
    assert (statement.collected_cents, statement.paid_cents, statement.owed_cents) == (
        2_400,
        1_000,
        1_400,
    )


def test_what_is_owed_is_carried_into_the_next_period(counter: Counter) -> None:
    counter.sell(CARD, peche_jour=2)
    pay_over(counter, "2022-07-30", 1_000)
    pay_over(counter, "2022-08-15", 1_400)
    (statement,) = held(counter, AUGUST)
    assert (statement.owed_before_cents, statement.collected_cents) == (1_400, 0)
    assert (statement.paid_cents, statement.owed_cents) == (1_400, 0)
    # Settled: nothing is left to say.
    assert held(counter, Period.month(2022, 9)) == ()

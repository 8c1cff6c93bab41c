"""Money that leaves: slips for the bank, money given to whom it belongs, invoices paid later."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from otdesk.domain.invoices import Invoice
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.errors import DataFault
from otdesk.reports.shop.deposits import slips
from otdesk.reports.shop.invoices import invoices
from otdesk.services.shop import deposits, held_money
from otdesk.services.shop import invoices as invoicing
from otdesk.services.shop.deposits import Destination
from otdesk.services.till import refunds
from otdesk.services.till.guard import EarlierDayOpen
from otdesk.store import shop_state
from otdesk.store.integrity import verify
from otdesk.store.shop_state import WaitingCheque
from otdesk.store.till_state import state_of
from tests.shop import DAY, OFFICE, Shop, opened

CHEQUE, CASH, CARD = PaymentMethod.CHEQUE, PaymentMethod.CASH, PaymentMethod.CARD


def waiting(shop: Shop) -> tuple[WaitingCheque, ...]:
    with shop.store.reading() as connection:
        return shop_state.waiting_cheques(connection, OFFICE)


def drawer(shop: Shop) -> int:
    with shop.store.reading() as connection:
        return state_of(connection, shop.post.stream).drawer


def correct(shop: Shop, uid: str, taken: PaymentMethod, given: PaymentMethod, cents: int) -> None:
    with shop.store.writing("CA") as transaction:
        refunds.correct_payment(
            transaction, shop.post, uid, taken=taken, given=given, cents=cents, reason="erreur"
        )


def deposit_cheques(shop: Shop) -> deposits.Deposit:
    total = sum(each.cents for each in waiting(shop))
    with shop.store.writing("CA") as transaction:
        return deposits.deposit_cheques(transaction, shop.post, Destination.BANK, total)


def test_a_first_float_of_nothing_is_known_to_be_nothing(shop: Shop) -> None:
    for _time in range(2):
        shop.set_float(0)
    assert shop.scalar("SELECT count(*) FROM cash_movement WHERE cents = 0") == 1
    assert shop.close_day().expected == 0
    assert verify(shop.store.path, shop.workplace.anchors).is_clean


def void(shop: Shop, uid: str, reason: str = "compté deux fois") -> None:
    with shop.store.writing("CA") as transaction:
        deposits.void(transaction, shop.post, uid, reason)


def test_a_voided_slip_of_cash_lies_in_the_drawer_again(shop: Shop) -> None:
    shop.set_float(15_000)
    with shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(transaction, shop.post, Destination.BANK, 10_000)
    void(shop, made.uid)
    assert drawer(shop) == 15_000
    with shop.store.reading() as connection:
        assert slips(connection, OFFICE) == ()
    with shop.store.writing("CA") as transaction:
        assert deposits.deposit_cash(transaction, shop.post, Destination.BANK, 5_000).number == 2
    assert shop.close_day().totals.by_move["deposit"] == -5_000
    assert verify(shop.store.path, shop.workplace.anchors).is_clean


def test_a_voided_slip_tells_who_made_it_and_who_voided_it(shop: Shop) -> None:
    shop.set_float(15_000)
    with shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(transaction, shop.post, Destination.BANK, 10_000)
    shop.clock.instant += timedelta(minutes=20)
    with shop.store.writing("BR") as transaction:
        deposits.void(transaction, shop.post, made.uid, "pas parti")
    with shop.store.reading() as connection:
        (slip,) = slips(connection, OFFICE, with_void=True)
    assert (slip.author, slip.voided_by) == ("CA", "BR")
    assert slip.voided_at == slip.made_at + timedelta(minutes=20)


def test_the_cheques_of_a_voided_slip_wait_again(shop: Shop) -> None:
    made = []
    for count in (1, 2):
        basket = shop.basket(cp=count)
        shop.sell(basket, Payment(CHEQUE, basket.total))
        made.append(deposit_cheques(shop).uid)
    # The next slip begins where this one ended: its cheques would never be found again.
    with pytest.raises(DataFault, match="dernière"):
        void(shop, made[0])
    void(shop, made[1])
    assert [each.cents for each in waiting(shop)] == [160]
    void(shop, made[0])
    assert [each.cents for each in waiting(shop)] == [80, 160]
    again = deposit_cheques(shop)
    assert (again.number, again.cents) == (3, 240)


def test_a_slip_is_voided_once_with_a_reason_and_by_its_own_office(shop: Shop) -> None:
    shop.set_float(15_000)
    with shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(transaction, shop.post, Destination.BANK, 10_000)
    with pytest.raises(DataFault, match="motif"):
        void(shop, made.uid, " ")
    with pytest.raises(DataFault, match="existe pas"):
        void(shop, "nulle part")
    assert drawer(shop) == 5_000
    void(shop, made.uid)
    with pytest.raises(DataFault, match="déjà annulée"):
        void(shop, made.uid)
    assert drawer(shop) == 15_000


def test_a_slip_waits_for_the_z_of_an_earlier_day_to_be_voided(shop: Shop) -> None:
    shop.set_float(15_000)
    with shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(transaction, shop.post, Destination.BANK, 10_000)
    shop.next_day()
    with pytest.raises(EarlierDayOpen):
        void(shop, made.uid)
    assert shop.scalar("SELECT count(*) FROM bank_deposit WHERE void_reason IS NULL") == 1


def test_a_slip_of_cash_leaves_the_drawer(shop: Shop) -> None:
    shop.set_float(15_000)
    with shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(transaction, shop.post, Destination.HEADQUARTERS, 10_000)
    assert (made.number, drawer(shop)) == (1, 5_000)
    assert shop.close_day().totals.by_move["to_headquarters"] == -10_000
    with shop.store.reading() as connection:
        (slip,) = slips(connection, OFFICE)
    assert (slip.destination, slip.cents, slip.method) == ("headquarters", 10_000, CASH)


def test_a_slip_of_more_cash_than_there_is_leaves_no_slip_either(shop: Shop) -> None:
    shop.set_float(5_000)
    with pytest.raises(DataFault, match="pas autant"), shop.store.writing("CA") as transaction:
        deposits.deposit_cash(transaction, shop.post, Destination.BANK, 10_000)
    assert shop.scalar("SELECT count(*) FROM bank_deposit") == 0


def test_a_slip_takes_every_cheque_that_waits_and_the_next_begins_after_it(shop: Shop) -> None:
    for count in (1, 2):
        basket = shop.basket(cp=count)
        shop.sell(basket, Payment(CHEQUE, basket.total))
    shop.sell()
    assert [(each.number, each.cents) for each in waiting(shop)] == [(1, 80), (2, 160)]
    made = deposit_cheques(shop)
    assert (made.cents, made.pieces) == (240, 2)
    assert waiting(shop) == ()
    basket = shop.basket(cp=3)
    shop.sell(basket, Payment(CHEQUE, basket.total))
    assert [each.cents for each in waiting(shop)] == [240]
    assert deposit_cheques(shop).number == 2
    assert verify(shop.store.path, shop.workplace.anchors).is_clean


def test_a_slip_says_which_cheques_it_took(shop: Shop) -> None:
    made = []
    for count in (1, 2):
        basket = shop.basket(cp=count)
        shop.sell(basket, Payment(CHEQUE, basket.total))
        made.append(deposit_cheques(shop).uid)
    shop.sell(shop.basket(cp=3), Payment(CHEQUE, 240))
    with shop.store.reading() as connection:
        taken = [shop_state.cheques_of(connection, OFFICE, uid) for uid in made]
    assert [[each.cents for each in slip] for slip in taken] == [[80], [160]]


def test_corrections_and_refunds_make_cheques_come_and_go(shop: Shop) -> None:
    basket = shop.basket(cp=2)
    by_cheque, _receipt = shop.sell(basket, Payment(CHEQUE, 160))
    by_card, _receipt = shop.sell(basket, Payment(CARD, 160))
    refunded, _receipt = shop.sell(basket, Payment(CHEQUE, 160))
    correct(shop, by_cheque, CHEQUE, CARD, 160)
    correct(shop, by_card, CARD, CHEQUE, 160)
    shop.refund(refunded, {0: 1}, CHEQUE)
    assert [(each.receipt, each.cents) for each in waiting(shop)] == [
        (by_card, 160),
        (refunded, 80),
    ]


def test_cheques_that_changed_while_they_were_looked_at_make_no_slip(shop: Shop) -> None:
    shop.sell(shop.basket(cp=1), Payment(CHEQUE, 80))
    with pytest.raises(DataFault, match="entre-temps"), shop.store.writing("CA") as transaction:
        deposits.deposit_cheques(transaction, shop.post, Destination.BANK, 160)


def test_no_cheque_makes_no_slip(shop: Shop) -> None:
    with pytest.raises(DataFault, match="Aucun chèque"):
        deposit_cheques(shop)


def pay_over(shop: Shop, cents: int, method: PaymentMethod) -> None:
    with shop.store.writing("CA") as transaction:
        held_money.pay_over(transaction, shop.post, "aappma", cents, method)


def test_money_of_others_is_collected_owed_and_paid_over(shop: Shop) -> None:
    uid, _receipt = shop.sell(shop.basket(peche_jour=3))
    shop.refund(uid, {0: 1})
    pay_over(shop, 1_000, PaymentMethod.TRANSFER)
    with shop.store.reading() as connection:
        (held,) = shop_state.held_money(connection, OFFICE)
    assert (held.collected, held.paid_over, held.owed) == (2_400, 1_000, 1_400)


def test_money_of_others_leaves_the_drawer_in_cash_alone(shop: Shop) -> None:
    shop.sell(shop.basket(peche_jour=2))
    pay_over(shop, 1_200, PaymentMethod.TRANSFER)
    assert drawer(shop) == 2_400
    pay_over(shop, 1_200, CASH)
    assert drawer(shop) == 1_200
    closing = shop.close_day()
    assert (closing.totals.by_move["paid_over"], closing.totals.turnover) == (-1_200, 0)


def test_no_more_than_is_owed_is_paid_over(shop: Shop) -> None:
    shop.sell(shop.basket(peche_jour=1))
    with pytest.raises(DataFault, match="Il n’est dû que"):
        pay_over(shop, 1_201, PaymentMethod.TRANSFER)
    with pytest.raises(DataFault, match="se reverse"):
        pay_over(shop, 1_200, CARD)


def wanted(receipt: str, **changes: str) -> Invoice:
    values = {"customer": "Mairie de Florac", "address": "48400 Florac", **changes}
    return Invoice(OFFICE, DAY, 0, receipt, due=date(2022, 8, 20), **values)


def issue(shop: Shop, receipt: str, **changes: str) -> Invoice:
    with shop.store.writing("CA") as transaction:
        return invoicing.issue(transaction, wanted(receipt, **changes))[1]


def on_account(shop: Shop, count: int = 1) -> str:
    basket = shop.basket(ign_2739=count)
    return shop.sell(basket, Payment(PaymentMethod.ACCOUNT, basket.total))[0]


def test_invoices_are_numbered_without_a_gap_in_their_year(shop: Shop) -> None:
    made = [issue(shop, on_account(shop)) for _ in range(2)]
    assert [each.number for each in made] == [1, 2]
    uid = on_account(shop)
    with shop.store.writing("CA") as transaction:
        later = Invoice(OFFICE, date(2023, 1, 2), 0, uid, "Mairie", "Florac")
        first = invoicing.issue(transaction, later)[1]
    assert first.reference == f"PDM-F2023-0001-{first.series}"


def test_two_posts_of_an_office_never_give_one_number_twice(shop: Shop, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as other:
        invoiced, slips_made = [], []
        for post in (shop, other):
            post.set_float(15_000)
            invoiced.append(issue(post, on_account(post)))
            with post.store.writing("CA") as transaction:
                made = deposits.deposit_cash(transaction, post.post, Destination.BANK, 5_000)
            slips_made.append(made)
    assert [each.number for each in invoiced] == [each.number for each in slips_made] == [1, 1]
    assert invoiced[0].reference != invoiced[1].reference
    assert slips_made[0].reference != slips_made[1].reference
    assert slips_made[0].reference == f"1-{invoiced[0].series}"
    with shop.store.reading() as connection:
        assert slips(connection, OFFICE)[0].reference == slips_made[0].reference
        assert invoices(connection, OFFICE)[0].invoice.reference == invoiced[0].reference


def test_an_erased_invoice_keeps_its_number_taken(shop: Shop) -> None:
    uid = on_account(shop)
    with shop.store.writing("CA") as transaction:
        written, _made = invoicing.issue(transaction, wanted(uid))
        transaction.erase("invoice", written)
    assert issue(shop, on_account(shop)).number == 2


def test_a_receipt_has_one_invoice(shop: Shop) -> None:
    uid = on_account(shop)
    issue(shop, uid)
    with pytest.raises(DataFault, match="déjà sa facture"):
        issue(shop, uid)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"customer": " "}, "nom et l’adresse"),
        ({"address": ""}, "nom et l’adresse"),
        ({"siret": "123"}, "SIRET"),
    ],
)
def test_an_invoice_says_whose_it_is(shop: Shop, changes: dict[str, str], message: str) -> None:
    uid = on_account(shop)
    with pytest.raises(DataFault, match=message):
        issue(shop, uid, **changes)


def test_an_invoice_that_is_paid_later_moves_from_account_to_transfer(shop: Shop) -> None:
    uid = on_account(shop, 2)
    issue(shop, uid)
    shop.refund(uid, {0: 1}, PaymentMethod.ACCOUNT)
    with shop.store.reading() as connection:
        (state,) = invoices(connection, OFFICE, unpaid_only=True)
    assert (state.total, state.outstanding) == (2_780, 1_390)
    with shop.store.writing("CA") as transaction:
        paid = invoicing.settle(
            transaction, shop.post, uid, PaymentMethod.TRANSFER, state.invoice.reference
        )
    assert paid == 1_390
    with shop.store.reading() as connection:
        assert invoices(connection, OFFICE, unpaid_only=True) == ()
    totals = shop.close_day().totals
    assert (totals.by_method["account"], totals.by_method["transfer"]) == (0, 1_390)
    with pytest.raises(DataFault, match="déjà payée"), shop.store.writing("CA") as transaction:
        invoicing.settle(transaction, shop.post, uid, CHEQUE, "")


def test_an_invoice_that_is_paid_by_cheque_waits_for_the_bank(shop: Shop) -> None:
    uid = on_account(shop)
    issue(shop, uid)
    with shop.store.writing("CA") as transaction:
        invoicing.settle(transaction, shop.post, uid, CHEQUE, "PDM-F2022-0001")
    assert [each.cents for each in waiting(shop)] == [1_390]

"""The accounting journal: what a Z closed, balanced to the cent, in the accounts of the office."""

from __future__ import annotations

import tempfile
from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otdesk import paths
from otdesk.documents.export_accounting import journal_table
from otdesk.documents.export_table import render_csv
from otdesk.documents.export_xlsx_book import Heading
from otdesk.domain.accounts import AccountRole
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.domain.vat import VatRegime
from otdesk.reports.shop.accounting import AccountingJournal, Unbalanced, read_journal
from otdesk.services.shop import deposits
from otdesk.services.till import cash
from otdesk.store.reference import load_accounts
from tests.reports.shop.conftest import CARD, CASH, CHEQUE, Counter
from tests.shop import DAY, OFFICE, PRODUCTS, opened

ACCOUNTS = load_accounts(paths.database_files() / "reference")


def journal(counter: Counter, period: str = "2022-07") -> AccountingJournal:
    with counter.shop.store.reading() as connection:
        return read_journal(connection, counter.context, ACCOUNTS, (OFFICE,), Period.parse(period))


def balances(of: AccountingJournal) -> dict[str, int]:
    """Return debit less credit of each account."""
    sums: Tally[str] = Tally()
    for line in of.lines:
        sums[line.account] += line.debit_cents - line.credit_cents
    return dict(sums)


def move(counter: Counter, kind: CashMove, cents: int, note: str = "") -> None:
    with counter.shop.store.writing("CA") as transaction:
        cash.move(transaction, counter.shop.post, kind, cents, note)


def put(counter: Counter, kind: str, **payload: str | int) -> None:
    with counter.shop.store.writing("CA") as transaction:
        transaction.put(kind, dict(payload))


def test_a_z_debits_what_came_in_and_credits_what_was_sold(counter: Counter) -> None:
    counter.sell(CARD, ign_2739=1)
    counter.sell(CASH, cp=2)
    counter.sell(CHEQUE, peche_jour=1)
    counter.shop.close_day()
    found = journal(counter)
    assert balances(found) == {
        "530000": 160,
        "511500": 1390,
        "511200": 1200,
        "707100": -1390,
        "707200": -160,
        "467100": -1200,
    }
    held = [line for line in found.lines if line.third_party]
    assert [(line.third_party, line.credit_cents) for line in held] == [("aappma", 1200)]
    assert {line.piece for line in found.lines} == {"Z 1"}
    assert {(line.day, line.office, line.journal) for line in found.lines} == {(DAY, OFFICE, "CAI")}


def test_vat_leaves_the_turnover_where_it_is_charged(tmp_path: Path) -> None:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        counter = Counter(shop)
        counter.sell(CASH, magnet=2, stevenson=1)
        shop.close_day()
        found = balances(journal(counter))
    assert found == {"530000": 1550, "707400": -750, "707300": -616, "445710": -184}


def test_what_no_z_closed_is_named_and_not_written(counter: Counter) -> None:
    counter.sell()
    found = journal(counter)
    assert (found.lines, [row.day for row in found.unclosed]) == ((), [DAY])


def test_a_difference_of_cash_is_a_charge_or_a_gain(counter: Counter) -> None:
    counter.shop.set_float(10_000)
    counter.sell(cp=1)
    counter.shop.close_day(counted=10_050, explanation="erreur de monnaie")
    counter.shop.next_day()
    counter.sell(cp=1)
    counter.shop.close_day(counted=10_150, explanation="pièce retrouvée")
    found = journal(counter)
    assert balances(found)["658000"] == 30
    assert balances(found)["758000"] == -20
    # What the drawer holds in the books is what was counted.
    assert balances(found)["530000"] == 10_150


def test_a_difference_of_the_card_terminal_is_a_charge_or_a_gain(counter: Counter) -> None:
    counter.sell(CARD, magnet=1)
    counter.shop.close_day(explanation="ticket tapé deux fois", card_terminal=400)
    counter.shop.next_day()
    counter.sell(CASH, cp=1)
    counter.shop.close_day(explanation="carte tapée en espèces", card_terminal=80)
    found = journal(counter)
    # What the bank will pay is what the terminal says.
    assert balances(found)["511500"] == 480
    assert (balances(found)["658000"], balances(found)["758000"]) == (50, -80)
    assert found.debit_cents == found.credit_cents
    labels = {line.label for line in found.lines if line.account in {"658000", "758000"}}
    assert labels == {"Z 1, écart du terminal de carte", "Z 2, écart du terminal de carte"}


def test_a_voided_slip_is_not_in_the_journal(counter: Counter) -> None:
    counter.shop.set_float(10_000)
    with counter.shop.store.writing("CA") as transaction:
        made = deposits.deposit_cash(
            transaction, counter.shop.post, deposits.Destination.BANK, 4_000
        )
    with counter.shop.store.writing("CA") as transaction:
        deposits.void(transaction, counter.shop.post, made.uid, "jamais partie")
    counter.shop.close_day()
    found = journal(counter)
    assert balances(found) == {"530000": 10_000, "580000": -10_000}
    assert not any(line.piece.startswith("Remise") for line in found.lines)


def test_cash_taken_to_the_bank_passes_by_the_internal_account(counter: Counter) -> None:
    counter.shop.set_float(10_000)
    move(counter, CashMove.DEPOSIT, -4_000)
    move(counter, CashMove.PURCHASE, -500, "timbres")
    counter.shop.close_day()
    put(
        counter, "bank_deposit", office=OFFICE, day="2022-07-21", number=1, method="cash",
        cents=4_000, pieces=0, destination="Crédit agricole",
    )  # fmt: skip
    found = balances(journal(counter))
    # What is left there is the float, which came from the bank.
    assert found == {"530000": 5_500, "580000": -10_000, "606800": 500, "512000": 4_000}


def test_a_deposit_of_cheques_empties_their_account(counter: Counter) -> None:
    counter.sell(CHEQUE, magnet=1)
    counter.shop.close_day()
    put(
        counter, "bank_deposit", office=OFFICE, day="2022-07-21", number=2, method="cheque",
        cents=450, pieces=1, destination="",
    )  # fmt: skip
    found = balances(journal(counter))
    assert (found["511200"], found["512000"]) == (0, 450)


def test_what_is_paid_over_settles_the_third_party(counter: Counter) -> None:
    counter.sell(CARD, peche_jour=1)
    counter.shop.close_day()
    put(
        counter, "held_payment", office=OFFICE, day="2022-07-30", third_party="aappma",
        cents=1_200, method="transfer",
    )  # fmt: skip
    found = journal(counter)
    assert (balances(found)["467100"], balances(found)["512000"]) == (0, -1_200)
    assert found.lines[-2].third_party == "aappma"


def test_an_unbalanced_journal_is_never_written(counter: Counter) -> None:
    counter.sell(cp=1)
    counter.shop.close_day()
    found = journal(counter)
    first = replace(found.lines[0], debit_cents=found.lines[0].debit_cents + 1)
    broken = replace(found, lines=(first, *found.lines[1:]))
    with pytest.raises(Unbalanced, match="Z 1"):
        journal_table(broken, Heading("", "", ""))


def test_the_csv_has_a_mark_semicolons_and_decimal_commas(counter: Counter) -> None:
    counter.sell(CARD, ign_2739=1)
    counter.shop.close_day()
    text = render_csv(journal_table(journal(counter), Heading("", "", "")))
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[0] == "Date;Journal;Compte;Libellé;Tiers;Bureau;Débit;Crédit;Pièce"
    assert lines[1] == (
        "20/07/2022;CAI;511500;Z 1, Le Pont-de-Montvert, carte bancaire;;PDM;13,90;;Z 1"
    )
    assert lines[2] == "20/07/2022;CAI;707100;Z 1, Randonnée;;PDM;;13,90;Z 1"


def test_every_role_has_its_account() -> None:
    assert set(ACCOUNTS.by_role) == set(AccountRole)


# ------------------------------------------------------------------------------------ properties

_CODES = [product.code.replace("-", "_") for product, _cents in PRODUCTS]
_SALE = st.tuples(
    st.sampled_from([CASH, CARD, CHEQUE, PaymentMethod.ACCOUNT]),
    st.dictionaries(st.sampled_from(_CODES), st.integers(1, 5), min_size=1, max_size=3),
    st.booleans(),
)
_DAY = st.tuples(st.lists(_SALE, min_size=1, max_size=4), st.integers(-300, 300))


@pytest.mark.no_cover
@settings(max_examples=8)
@given(st.lists(_DAY, min_size=1, max_size=3), st.sampled_from(list(VatRegime)))
def test_debit_equals_credit_whatever_is_sold_refunded_and_miscounted(
    days: Sequence[tuple[Sequence[tuple[PaymentMethod, dict[str, int], bool]], int]],
    regime: VatRegime,
) -> None:
    with tempfile.TemporaryDirectory() as place, opened(Path(place), regime) as shop:
        counter = Counter(shop)
        expected = 10_000
        shop.set_float(expected)
        for sold, difference in days:
            for method, quantities, refunded in sold:
                uid = counter.sell(method, **quantities)
                if refunded:
                    shop.refund(uid, {0: 1}, CASH if method is PaymentMethod.ACCOUNT else method)
            drawer = _drawer(counter)
            shop.close_day(counted=drawer + difference, explanation="erreur de caisse")
            expected = drawer + difference
            shop.next_day()
        found = journal(counter)
        turnover = counter.sales("2022-07").turnover_cents
    assert found.debit_cents == found.credit_cents
    sums = balances(found)
    assert sums["530000"] == expected
    sold_for = sum(cents for account, cents in sums.items() if account[:2] in {"70", "44"})
    assert -sold_for == turnover
    assert all(line.debit_cents >= 0 and line.credit_cents >= 0 for line in found.lines)
    assert all(bool(line.debit_cents) != bool(line.credit_cents) for line in found.lines)
    assert all(isinstance(line.day, date) for line in found.lines)


def _drawer(counter: Counter) -> int:
    from otdesk.store.till_state import state_of

    with counter.shop.store.reading() as connection:
        return state_of(connection, counter.shop.post.stream).drawer

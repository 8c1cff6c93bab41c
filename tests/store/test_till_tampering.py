"""Whatever is done to a till's journal is found, and named with its place."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import CashMove, TillEvent
from otdesk.domain.vat import VatRegime
from otdesk.errors import DataFault
from otdesk.journal import canonical
from otdesk.journal.chain import FaultKind
from otdesk.journal.entry import Op
from otdesk.journal.keys import SigningKey
from otdesk.services.till import cash, closings, refunds
from otdesk.services.till.post import TillPost, begin, note
from otdesk.services.till.start import TillTrouble, begin_new, find
from otdesk.store import tables
from otdesk.store.driver import insert_rows
from otdesk.store.report import AnchorState, Area, Code
from otdesk.store.transaction import journal_row
from tests.shop import OFFICE, Shop, opened
from tests.tampering import (
    Change,
    Payload,
    check,
    check_elsewhere,
    named,
    remake,
    seq_of,
    unguarded,
)


def trade(shop: Shop) -> None:
    """Do three days and a month of everything that a till does."""
    shop.set_float()
    for _day in range(3):
        uid, _receipt = shop.sell(shop.basket(cp=3, stevenson=2, peche_jour=1))
        shop.sell(shop.basket(ign_2739=1), Payment(PaymentMethod.CARD, 1390))
        shop.refund(uid, {0: 1})
        shop.refund(uid, {0: 2, 1: 1}, PaymentMethod.CARD)
        with shop.store.writing("CA") as transaction:
            cash.move(transaction, shop.post, CashMove.DEPOSIT, -1_000)
            refunds.correct_payment(
                transaction,
                shop.post,
                uid,
                taken=PaymentMethod.CASH,
                given=PaymentMethod.CHEQUE,
                cents=500,
                reason="payé par chèque",
            )
        shop.close_day()
        shop.next_day()
    shop.next_day(days=30)
    with shop.store.writing("CA") as transaction:
        assert closings.close_periods(transaction, shop.post)
    shop.sell()


@pytest.fixture
def traded(tmp_path: Path) -> Iterator[Shop]:
    with opened(tmp_path, VatRegime.STANDARD) as shop:
        trade(shop)
        yield shop


def test_a_till_that_worked_has_no_fault(traded: Shop) -> None:
    report = check(traded)
    assert report.faults == ()
    till = next(stream for stream in report.streams if stream.stream == traded.post.stream)
    assert till.anchor is AnchorState.AGREES
    assert len(till.key) == 64
    assert check_elsewhere(traded, traded.post.key.public_pem).is_clean


def test_one_changed_byte_is_named(traded: Shop) -> None:
    seq = seq_of(traded, "receipt", 2)
    with unguarded(traded) as connection:
        connection.execute(
            "UPDATE journal SET payload = replace(payload, '1390', '1391')"
            " WHERE stream = ? AND seq = ?",
            (traded.post.stream, seq),
        )
        (kind,) = connection.execute(
            "SELECT typeof(payload) FROM journal WHERE seq = ? AND stream = ?",
            (seq, traded.post.stream),
        ).fetchone()
        if kind == "text":
            connection.execute(
                "UPDATE journal SET payload = CAST(payload AS BLOB) WHERE stream = ? AND seq = ?",
                (traded.post.stream, seq),
            )
    assert (FaultKind.PAYLOAD, seq) in named(check(traded))


def test_each_changed_bit_of_a_signature_is_named(traded: Shop) -> None:
    seq = seq_of(traded, "receipt")
    with unguarded(traded) as connection:
        (signature,) = connection.execute(
            "SELECT signature FROM journal WHERE stream = ? AND seq = ?", (traded.post.stream, seq)
        ).fetchone()
        changed = signature[:-1] + bytes([signature[-1] ^ 1])
        connection.execute(
            "UPDATE journal SET signature = ? WHERE stream = ? AND seq = ?",
            (changed, traded.post.stream, seq),
        )
    assert named(check(traded)) == [(FaultKind.SIGNATURE, seq)]


def test_a_missing_signature_is_named(traded: Shop) -> None:
    seq = seq_of(traded, "till_closing")
    with unguarded(traded) as connection:
        connection.execute(
            "UPDATE journal SET signature = NULL WHERE stream = ? AND seq = ?",
            (traded.post.stream, seq),
        )
    assert named(check(traded)) == [(FaultKind.SIGNATURE, seq)]


def test_a_row_removed_from_the_middle_is_named(traded: Shop) -> None:
    seq = seq_of(traded, "receipt", 3)
    with unguarded(traded) as connection:
        connection.execute(
            "DELETE FROM journal WHERE stream = ? AND seq = ?", (traded.post.stream, seq)
        )
    found = named(check(traded))
    assert (FaultKind.GAP, seq + 1) in found
    assert (FaultKind.NUMBER, seq_of(traded, "receipt", 3)) in found


def test_the_last_rows_removed_are_named_by_the_mark(traded: Shop) -> None:
    with traded.store.reading() as connection:
        last = max(
            connection.exec_driver_sql(
                "SELECT seq FROM journal WHERE stream = ?", (traded.post.stream,)
            ).scalars()
        )
    kept = iter(range(1, last))
    remake(traded, lambda _kind, payload: payload if next(kept, 0) else None, traded.post.key)
    assert named(check(traded)) == [(FaultKind.ANCHOR, last)]
    # Nothing in the file tells it, which is why a mark and a printed code exist.
    assert check_elsewhere(traded, traded.post.key.public_pem).is_clean


def test_two_rows_swapped_are_named(traded: Shop) -> None:
    one, other = seq_of(traded, "receipt", 2), seq_of(traded, "receipt", 3)
    with unguarded(traded) as connection:
        for now, later in ((one, 9999), (other, one), (9999, other)):
            connection.execute(
                "UPDATE journal SET seq = ? WHERE stream = ? AND seq = ?",
                (later, traded.post.stream, now),
            )
    found = named(check(traded))
    assert {(FaultKind.HEADER, one), (FaultKind.HEADER, other)} <= set(found)
    assert (FaultKind.NUMBER, one) in found


def test_a_table_changed_without_the_journal_is_named(traded: Shop) -> None:
    with unguarded(traded) as connection:
        connection.execute("UPDATE receipt_payment SET method = 'cash' WHERE method = 'card'")
        connection.execute("UPDATE till_closing SET turnover = 0 WHERE number = 1")
    found = {(f.area, f.code, f.table, f.column) for f in check(traded).faults}
    assert found == {
        (Area.TABLE, Code.DIFFERS, "receipt_payment", "method"),
        (Area.TABLE, Code.DIFFERS, "till_closing", "turnover"),
    }


def less(kind: str, payload: Payload) -> Payload:
    """Make the first Z say 1 € less, perpetual totals included."""
    if kind == "till_closing" and payload["number"] == 1:
        payload["totals"]["sales"] -= 100
        payload["perpetual_net"] -= 100
        payload["perpetual_absolute"] -= 100
    return payload


def test_a_closing_recomputed_without_the_key_fails_by_its_signatures(traded: Shop) -> None:
    first = seq_of(traded, "till_closing")
    remake(traded, less)
    found = named(check_elsewhere(traded))
    with traded.store.reading() as connection:
        last = connection.exec_driver_sql(
            "SELECT max(seq) FROM journal WHERE stream = ?", (traded.post.stream,)
        ).scalar_one()
    unsigned = [seq for kind, seq in found if kind == FaultKind.SIGNATURE]
    assert unsigned == list(range(first, last + 1))
    assert (FaultKind.CLOSING, first) in found


def test_a_closing_that_is_not_the_sum_of_its_entries_is_named_signed_or_not(
    traded: Shop,
) -> None:
    first = seq_of(traded, "till_closing")
    remake(traded, less, traded.post.key)
    found = named(check_elsewhere(traded))
    assert (FaultKind.CLOSING, first) in found
    assert FaultKind.SIGNATURE not in {kind for kind, _seq in found}


def rewritten(shop: Shop) -> SigningKey:
    """Leave the second sale and all that follows it out, and sign it all with another key."""
    other = SigningKey.generate()

    def change(kind: str, payload: Payload) -> Payload | None:
        if kind == "till":
            return {**payload, "public_key": other.public_pem}
        return payload

    remake(shop, change, other)
    return other


def test_a_whole_chain_rewritten_with_another_key_is_named_by_the_key_outside(
    traded: Shop,
) -> None:
    true = traded.post.key.public_pem
    rewritten(traded)
    assert check_elsewhere(traded).is_clean
    assert named(check_elsewhere(traded, true)) == [(FaultKind.KEY, 1)]
    found = named(check(traded))
    assert (FaultKind.KEY, 1) in found
    report = check(traded)
    till = next(stream for stream in report.streams if stream.stream == traded.post.stream)
    assert till.anchor is AnchorState.DIFFERS


def test_the_key_outside_is_enough_where_the_mark_is_gone(traded: Shop) -> None:
    rewritten(traded)
    (traded.root / "state" / f"{traded.post.stream}.mark").unlink()
    assert named(check(traded)) == [(FaultKind.KEY, 1)]


def test_a_public_key_that_signs_no_till_is_named(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        stranger = SigningKey.generate().public_pem
        assert named(check_elsewhere(shop, stranger)) == [(FaultKind.KEY, 1)]
        with unguarded(shop) as connection:
            connection.execute("DELETE FROM journal WHERE stream = ?", (shop.post.stream,))
            connection.execute("DELETE FROM till")
        (fault,) = check_elsewhere(shop, shop.post.key.public_pem).faults
        assert (fault.area, fault.code) == (Area.FILE, FaultKind.KEY)


def at(kind: str, number: int, change: Callable[[Payload], None]) -> Change:
    def apply(found: str, payload: Payload) -> Payload:
        if found == kind and payload["number"] == number:
            change(payload)
        return payload

    return apply


def setting(*path: str | int, to: object) -> Callable[[Payload], None]:
    """Return what sets one value deep in a payload."""

    def change(payload: Payload) -> None:
        place: Any = payload
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("kind", "number", "change", "fault"),
    [
        ("receipt", 1, setting("lines", 0, "amount", to=1), FaultKind.AMOUNT),
        ("receipt", 1, setting("total", to=1), FaultKind.AMOUNT),
        ("receipt", 1, setting("payments", 0, "cents", to=1), FaultKind.AMOUNT),
        ("receipt", 1, setting("lines", 1, "tax", to=1), FaultKind.AMOUNT),
        ("receipt", 1, setting("vat", 0, "vat", to=1), FaultKind.AMOUNT),
        ("receipt", 1, setting("lines", 2, "tax", to=10), FaultKind.AMOUNT),
        ("receipt", 1, setting("seller", "regime", to="franchise"), FaultKind.AMOUNT),
        ("receipt", 1, setting("training", to=1), FaultKind.CONTENT),
        ("receipt", 1, setting("lines", to="rien"), FaultKind.CONTENT),
        ("receipt", 2, setting("number", to=7), FaultKind.NUMBER),
        ("refund", 1, setting("number", to=2), FaultKind.NUMBER),
        ("cash_movement", 2, setting("number", to=3), FaultKind.NUMBER),
        ("payment_correction", 1, setting("number", to=0), FaultKind.NUMBER),
        ("till_closing", 1, setting("number", to=2), FaultKind.NUMBER),
        ("till_month", 1, setting("number", to=2), FaultKind.NUMBER),
        ("refund", 1, setting("lines", 0, "amount", to=81), FaultKind.REFUND),
        ("refund", 1, setting("lines", 0, "quantity", to=2000), FaultKind.REFUND),
        ("refund", 1, setting("lines", 0, "unit_price", to=81), FaultKind.REFUND),
        ("refund", 1, setting("lines", 0, "position", to=9), FaultKind.REFUND),
        ("refund", 1, setting("receipt", to="nulle part"), FaultKind.REFUND),
        ("refund", 1, setting("total", to=1), FaultKind.AMOUNT),
        ("payment_correction", 1, setting("cents", to=90_000), FaultKind.PAYMENT),
        ("payment_correction", 1, setting("cents", to=-500), FaultKind.PAYMENT),
        ("payment_correction", 1, setting("taken", to="transfer"), FaultKind.PAYMENT),
        ("payment_correction", 1, setting("given", to="cash"), FaultKind.PAYMENT),
        ("payment_correction", 1, setting("receipt_uid", to="nulle part"), FaultKind.PAYMENT),
        ("till_closing", 2, setting("first_seq", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("last_seq", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("expected", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("counted", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("perpetual_net", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("perpetual_absolute", to=1), FaultKind.CLOSING),
        ("till_closing", 2, setting("totals", "by_method", to=[]), FaultKind.CLOSING),
        ("till_closing", 2, setting("period", to="2022-07-20"), FaultKind.CLOSING),
        ("till_month", 1, setting("totals", "sales", to=1), FaultKind.CLOSING),
        ("till_month", 1, setting("perpetual_net", to=1), FaultKind.CLOSING),
        ("till_month", 1, setting("period", to="2022-06"), FaultKind.CLOSING),
        ("till", 1, setting("perpetual_net", to=1), FaultKind.CLOSING),
    ],
)
def test_what_does_not_add_up_is_named_though_the_key_signed_it(
    traded: Shop, kind: str, number: int, change: Callable[[Payload], None], fault: FaultKind
) -> None:
    place = seq_of(traded, kind, number)
    # A content that gives no row leaves the tables as they were: the chain is what is judged.
    with suppress(DataFault):
        remake(traded, at(kind, number, change), traded.post.key)
    found = named(check_elsewhere(traded))
    assert fault in {code for code, seq in found if seq is not None and seq >= place}
    if fault is not FaultKind.REFUND:
        assert (fault, place) in found


def test_a_payment_may_go_back_and_forth_but_never_twice(traded: Shop) -> None:
    uid, _receipt = traded.sell(traded.basket(magnet=1), Payment(PaymentMethod.CARD, 450))
    for taken, given in (("card", "cash"), ("cash", "cheque"), ("cheque", "card")):
        with traded.store.writing("CA") as transaction:
            refunds.correct_payment(
                transaction,
                traded.post,
                uid,
                taken=PaymentMethod(taken),
                given=PaymentMethod(given),
                cents=450,
                reason="tapé trop vite",
            )
    assert check(traded).faults == ()
    with traded.store.writing("CA") as transaction:
        for _time in range(2):
            traded.post.put(
                transaction,
                "payment_correction",
                receipt_uid=uid,
                taken="card",
                given="cheque",
                cents=450,
                reason="deux fois",
            )
    last = traded.scalar("SELECT max(seq) FROM payment_correction")
    assert named(check(traded)) == [(FaultKind.PAYMENT, last)]


def test_a_sale_in_the_offices_own_journal_is_named(traded: Shop) -> None:
    """No key is needed there: it would be a way to sell without a till."""
    with traded.store.reading() as connection:
        payload = connection.exec_driver_sql(
            "SELECT payload FROM journal WHERE kind = 'receipt' LIMIT 1"
        ).scalar_one()
    with traded.store.writing("CA") as transaction:
        transaction.put("receipt", canonical.decode(payload))
    assert FaultKind.SIGNATURE in {code for code, _seq in named(check(traded))}


def test_a_signature_outside_a_till_is_named(traded: Shop) -> None:
    with unguarded(traded) as connection:
        connection.execute("UPDATE journal SET signature = x'30' WHERE kind = 'folder'")
    assert named(check(traded)) == [(FaultKind.SIGNATURE, 1)]


def test_a_receipt_that_was_voided_in_another_journal_is_named(traded: Shop) -> None:
    with traded.store.writing("CA") as transaction:
        uid = transaction.connection.exec_driver_sql("SELECT uid FROM receipt LIMIT 1").scalar_one()
        entry = transaction._seal("receipt", uid, 2, Op.VOID, {"reason": "erreur"})
        insert_rows(transaction.connection, tables.journal, [journal_row(entry)])
    assert (FaultKind.SIGNATURE, entry.header.seq) in named(check(traded))


def test_a_till_without_its_opening_is_named(traded: Shop) -> None:
    with unguarded(traded) as connection:
        connection.execute(
            "DELETE FROM journal WHERE kind = 'till' AND stream = ?", (traded.post.stream,)
        )
    found = named(check(traded))
    assert {(FaultKind.GAP, 2), (FaultKind.KEY, 2)} <= set(found)
    # The key outside still proves the others.
    assert FaultKind.SIGNATURE not in {kind for kind, _seq in found}


def test_a_change_of_key_is_followed_and_only_where_the_old_key_signed_it(
    traded: Shop,
) -> None:
    old, new = traded.post, SigningKey.generate()
    with traded.store.writing("CA") as transaction:
        note(transaction, old, TillEvent.KEY, new.public_pem)
    traded.post = TillPost(old.stream, old.office, old.name, new, old.zone)
    traded.sell()
    assert check(traded).faults == ()
    assert check_elsewhere(traded, old.key.public_pem).is_clean
    # Who has only the new key cannot make the event that names it.
    assert named(check_elsewhere(traded, new.public_pem)) == [(FaultKind.KEY, 1)]
    # What the program itself refuses: an entry signed with the key of before.
    seq = traded.scalar(f"SELECT max(seq) FROM journal WHERE stream = '{old.stream}'")
    with unguarded(traded) as connection:
        where = "WHERE stream = ? AND seq = ?"
        (digest,) = connection.execute(
            f"SELECT digest FROM journal {where}", (old.stream, seq)
        ).fetchone()
        connection.execute(
            f"UPDATE journal SET signature = ? {where}", (old.key.sign(digest), old.stream, seq)
        )
    assert named(check(traded)) == [(FaultKind.SIGNATURE, seq)]


def test_a_till_that_takes_over_carries_the_totals_of_the_one_before(traded: Shop) -> None:
    traded.post, _changes = begin_new(
        traded.store, traded.keystore, author="CA", office=OFFICE, name="Caisse 2"
    )
    traded.sell()
    traded.close_day()
    assert check(traded).faults == ()
    remake(
        traded,
        at("till", 1, setting("perpetual_net", to=5)),
        traded.post.key,
    )
    assert (FaultKind.CLOSING, 1) in named(check_elsewhere(traded))


def test_a_till_left_after_a_restore_is_no_fault_once_the_next_one_says_so(traded: Shop) -> None:
    old = traded.post
    copy = traded.store.path.read_bytes()
    traded.sell()
    traded.store.close()
    traded.store.path.write_bytes(copy)
    traded.store = traded.workplace.open_store()
    with traded.store.reading() as connection:
        trouble = find(
            connection, traded.keystore, traded.store.anchors, OFFICE, traded.workplace.zone
        )
    assert trouble is TillTrouble.BEHIND
    assert FaultKind.ANCHOR in {code for code, _seq in named(check(traded))}
    traded.post, _changes = begin_new(
        traded.store, traded.keystore, author="CA", office=OFFICE, name="Caisse 2"
    )
    traded.sell()
    report = check(traded)
    assert report.faults == ()
    left = next(stream for stream in report.streams if stream.stream == old.stream)
    assert left.anchor is AnchorState.LEFT


def test_the_end_that_the_next_till_signed_holds_the_one_before(traded: Shop) -> None:
    old = traded.post
    traded.post, _changes = begin_new(
        traded.store, traded.keystore, author="CA", office=OFFICE, name="Caisse 2"
    )
    new, traded.post = traded.post, old
    remake(traded, at("receipt", 1, setting("operator", to="ZZ")), old.key)
    traded.post = new
    assert FaultKind.ANCHOR in {code for code, _seq in named(check_elsewhere(traded))}


def test_the_key_is_kept_outside_when_a_till_begins_and_never_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        anchors = shop.store.anchors
        assert anchors.read_keys() == {shop.post.stream: shop.post.key.public_pem}
        assert anchors.write_key(shop.post.stream, SigningKey.generate().public_pem)
        assert anchors.read_key(shop.post.stream) == shop.post.key.public_pem


def test_a_till_that_was_begun_in_a_torn_transaction_leaves_no_key(tmp_path: Path) -> None:
    with opened(tmp_path) as shop:
        key = SigningKey.generate()
        stream = secrets.token_hex(8)
        post = TillPost(stream, OFFICE, "Caisse 2", key, shop.store.zone)

        def torn() -> None:
            with shop.store.writing("CA") as transaction:
                begin(transaction, post)
                raise RuntimeError("torn")

        with pytest.raises(RuntimeError, match="torn"):
            torn()
        assert shop.store.anchors.read_key(stream) is None

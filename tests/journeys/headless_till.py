"""A till without a window: the same thread, services, key and parked baskets, used at speed.

`Till.trade_until_killed` never returns by itself; it tells on a pipe what the screen would have
shown. Lines: `A uid` a record that was acknowledged, `B text` the baskets as they are from now on
(told before they are handed over), `F text` a fault.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from otdesk.clock import FixedClock
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import Catalogue, pieces
from otdesk.domain.changes import Changes
from otdesk.domain.money import spread
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.till import CashCount, CashMove
from otdesk.journal.identifiers import uuid7
from otdesk.services.shop import baskets
from otdesk.services.shop.baskets import KeptBasket
from otdesk.services.till import cash, closings, refunds, sales
from otdesk.services.till.post import TillPost
from otdesk.services.till.sales import SaleGrounds
from otdesk.services.worker import Worker
from otdesk.store.store import Store
from otdesk.store.till_state import state_of
from otdesk.store.transaction import Transaction

CODES = ("cp", "ign-2739", "stevenson", "magnet", "fiche-ml", "carnet-ml", "peche-jour")
METHODS = tuple(PaymentMethod)
UseCase = Callable[[Transaction], Changes]


@dataclass(frozen=True, slots=True)
class Counter:
    """What a life of the till is given: the catalogue, who sells, the till and its key."""

    catalogue: Catalogue
    grounds: SaleGrounds
    post: TillPost
    open_store: Callable[[], Store]
    clock: FixedClock


def told(kept: Sequence[KeptBasket]) -> str:
    """Return baskets as one line that is the same before and after they were on the disk."""
    return repr([(each.uid, each.basket.total, each.basket.pieces) for each in kept])


class Till:
    """Sells, refunds, corrects, parks and closes, as fast as the disk acknowledges."""

    def __init__(self, counter: Counter, pipe: int, seed: int) -> None:
        self._counter = counter
        self._pipe = pipe
        self._random = random.Random(seed)
        self._worker = Worker(counter.open_store, self._fail)
        self._parked: list[KeptBasket] = []
        self._sold: list[str] = []
        self._waiting = threading.Semaphore(3)

    def trade_until_killed(self) -> None:
        """Trade for ever; only a signal ends it."""
        self._worker.start()
        loaded = threading.Event()

        def restore(kept: tuple[KeptBasket, ...]) -> None:
            self._parked = list(kept)
            loaded.set()

        self._worker.read(baskets.load, restore, self._fail)
        loaded.wait()
        steps = (
            self._pay, self._pay, self._pay, self._pay, self._park, self._park, self._refund,
            self._correct, self._move_cash, self._close,
        )  # fmt: skip
        while True:
            self._random.choice(steps)()
            time.sleep(self._random.choice((0, 0, 0, 0.002)))

    def _basket(self) -> KeptBasket:
        uid, basket = uuid7(self._now()), Basket(visit="")
        for code in self._random.sample(CODES, self._random.randint(1, 5)):
            count = self._random.randint(1, 3)
            basket = basket.add(self._counter.catalogue, code, pieces(count))
        # The receipt names its basket as it would an accueil: a sale is never parked as well.
        return KeptBasket(uid, basket.link(uid))

    def _pay(self) -> None:
        """Pay the first parked basket, or a new one; it is sold or parked, never both."""
        paid = self._parked.pop(0) if self._parked else self._basket()
        left = tuple(self._parked)
        methods = self._random.sample(METHODS, self._random.randint(1, 2))
        parts = spread(paid.basket.total, [1] * len(methods))
        payments = [Payment(m, part) for m, part in zip(methods, parts, strict=True) if part]

        def use_case(transaction: Transaction) -> Changes:
            post, grounds = self._counter.post, self._counter.grounds
            sales.sell(transaction, post, paid.basket, payments, grounds)
            baskets.save(transaction.connection, left, transaction.now)
            return transaction.changes

        self._tell(f"B {told(left)}")
        self._write(use_case, self._sold.append)

    def _park(self) -> None:
        if len(self._parked) > 3:
            self._parked.pop()
        self._parked.append(self._basket())
        kept, now = tuple(self._parked), self._now()
        self._tell(f"B {told(kept)}")

        def save(store: Store) -> None:
            with store.writing_local() as connection:
                baskets.save(connection, kept, now)

        self._worker.with_store(save, self._fail)

    def _refund(self) -> None:
        if not self._sold:
            return
        uid = self._sold.pop(self._random.randrange(len(self._sold)))

        def use_case(transaction: Transaction) -> Changes:
            lines = refunds.refund_lines(transaction.connection, uid, {0: pieces(1)})
            paid = Payment(PaymentMethod.CARD, sum(line.line.amount for line in lines))
            refunds.refund(
                transaction, self._counter.post, uid, {0: pieces(1)}, (paid,), reason="retour"
            )
            return transaction.changes

        self._write(use_case)

    def _correct(self) -> None:
        if not self._sold:
            return
        uid = self._sold.pop()

        def use_case(transaction: Transaction) -> Changes:
            paid = refunds.find_receipt(transaction.connection, uid).payments[0]
            given = PaymentMethod.CARD if paid.method is PaymentMethod.CASH else PaymentMethod.CASH
            refunds.correct_payment(
                transaction,
                self._counter.post,
                uid,
                taken=paid.method,
                given=given,
                cents=paid.cents,
                reason="erreur de touche",
            )
            return transaction.changes

        self._write(use_case)

    def _move_cash(self) -> None:
        cents = self._random.randint(1, 500)
        self._write(
            lambda t: cash.move(t, self._counter.post, CashMove.OTHER, cents, "appoint de monnaie")
        )

    def _close(self) -> None:
        if self._random.random() > 0.2:
            return

        def use_case(transaction: Transaction) -> Changes:
            post = self._counter.post
            state = state_of(transaction.connection, post.stream)
            if state.open_day is not None:
                count = CashCount({1: max(0, state.drawer)})
                closings.close_day(transaction, post, count, explanation="campagne")
            return transaction.changes

        self._write(use_case)

    def _write(self, use_case: UseCase, then: Callable[[str], None] | None = None) -> None:
        self._now()
        self._waiting.acquire()

        def acknowledge(changes: Changes) -> None:
            self._waiting.release()
            if changes.uids:
                self._tell(f"A {changes.uids[-1]}")
                if then is not None:
                    then(changes.uids[-1])

        self._worker.write("CA", use_case, acknowledge, self._fail)

    def _now(self) -> datetime:
        self._counter.clock.instant += timedelta(milliseconds=3)
        return self._counter.clock.instant

    def _fail(self, error: Exception) -> None:
        self._waiting.release()
        self._tell(f"F {error!r}")

    def _tell(self, line: str) -> None:
        data = f"{line}\n".encode()
        while data:
            data = data[os.write(self._pipe, data) :]


def kept_of(connection: Connection) -> str:
    """Return the baskets that lie on the disk, as a till tells them."""
    return told(baskets.load(connection))

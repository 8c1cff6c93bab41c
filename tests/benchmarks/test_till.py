"""The till: its proof beside bare hashing and signature checking, a receipt beside bare rows."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from otdesk.domain.changes import Changes
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.journal.entry import GENESIS
from otdesk.services.till import sales
from otdesk.services.worker import Worker
from otdesk.store.database_file import DATABASE, open_raw
from otdesk.store.engine import set_pragmas
from otdesk.store.integrity import _Check, _never, _Outside, _silent
from otdesk.store.transaction import Transaction
from tests.benchmarks.pairs import Pairs
from tests.benchmarks.tills import FIVE, Signed, grown
from tests.shop import Shop

RECEIPTS = 100_000
ROUNDS = 300
Rows = dict[str, list[tuple[Any, ...]]]
TABLES = {
    "receipt": "uid",
    "receipt_line": "receipt_uid",
    "receipt_payment": "receipt_uid",
    "stock_move": "parent_uid",
}


# ------------------------------------------------------------------------------------ the proof


@pytest.fixture(scope="session")
def signed(disk: Path) -> Iterator[Signed]:
    """100 000 receipts of five lines and 400 Zs, each entry sealed and signed."""
    made = Signed(disk / "signed", RECEIPTS)
    yield made
    made.shop.close()


def chain_stage(path: Path) -> None:
    """Do what `verify` does for the chains: digests, form, signatures, numbers, closings."""
    check = _Check(path, _Outside({}, {}, ()), _silent, _never)
    with closing(open_raw(path)) as connection:
        check._chains(connection)
    assert check._faults == []


def bare_stage(path: Path, stream: str, public_pem: str) -> int:
    """Read the same entries, hash the same bytes, check the same signatures: nothing else."""
    public = load_pem_public_key(public_pem.encode())
    assert isinstance(public, ec.EllipticCurvePublicKey)
    algorithm = ec.ECDSA(Prehashed(hashes.SHA256()))
    previous, entries = GENESIS, 0
    with closing(open_raw(path)) as connection:
        for header, salt, payload, of_payload, digest, signature in connection.execute(
            "SELECT header, salt, payload, payload_digest, digest, signature FROM journal"
            " WHERE stream = ? ORDER BY seq",
            (stream,),
        ):
            assert sha256(b"otdesk.payload.1" + salt + payload).digest() == of_payload
            assert sha256(b"otdesk.entry.1" + previous + of_payload + header).digest() == digest
            public.verify(signature, digest, algorithm)
            previous = digest
            entries += 1
    return entries


def test_a_till_verifies_at_most_half_slower_than_bare_hashing_and_checking(
    pairs: Pairs, signed: Signed
) -> None:
    path, post = signed.shop.store.path, signed.shop.post
    spent: dict[str, list[float]] = {"ours": [], "bare": []}

    def timed(name: str, run: Callable[[], object]) -> None:
        began = time.perf_counter()
        run()
        spent[name].append(time.perf_counter() - began)

    def bare() -> None:
        assert bare_stage(path, post.stream, post.key.public_pem) == RECEIPTS + RECEIPTS // 250 + 1

    def measure() -> None:
        for _round in range(2):
            timed("bare", bare)
            timed("ours", lambda: chain_stage(path))

    pairs.once(measure)
    pairs.note(
        f"the proof of a till of {RECEIPTS} receipts / bare hashing and checking",
        # Minutes of work: what another program took of the machine is in neither's best round.
        min(spent["ours"]),
        min(spent["bare"]),
        1.5,
    )


# ------------------------------------------------------------------------------------ a receipt


class Counter:
    """The store's thread as the window uses it: paid, then told that it is on the disk."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._basket = shop.basket(**FIVE)
        self._grounds = shop.grounds()
        self._paid = (Payment(PaymentMethod.CASH, self._basket.total),)
        self._done = threading.Event()
        self._fault: Exception | None = None
        self._worker = Worker(shop.workplace.open_store, self._on_fault)
        self._worker.start()

    def sell(self) -> None:
        """Sell five lines and wait until the sale is acknowledged."""
        self._shop.clock.instant += timedelta(milliseconds=7)
        self._done.clear()
        self._worker.write("CA", self._use_case, self._on_done, self._on_fault)
        assert self._done.wait(10)
        assert self._fault is None, self._fault

    def close(self) -> None:
        """End the thread."""
        self._worker.stop()

    def _use_case(self, transaction: Transaction) -> Changes:
        sales.sell(transaction, self._shop.post, self._basket, self._paid, self._grounds)
        return transaction.changes

    def _on_done(self, _changes: Changes) -> None:
        self._done.set()

    def _on_fault(self, fault: Exception) -> None:
        self._fault = fault
        self._done.set()


@contextmanager
def counter_of(shop: Shop) -> Iterator[Counter]:
    counter = Counter(shop)
    try:
        yield counter
    finally:
        counter.close()
        shop.close()


def written_rows(folder: Path, count: int) -> list[Rows]:
    """Sell elsewhere, and return the rows that each sale wrote, in every table."""
    shop = Shop(folder)
    with counter_of(shop) as counter:
        for _sale in range(count):
            counter.sell()
    found: list[Rows] = []
    with closing(sqlite3.connect(shop.store.path)) as connection:
        for number, uid in connection.execute(
            "SELECT id, uid FROM journal WHERE kind = 'receipt' ORDER BY id"
        ).fetchall():
            entry = connection.execute("SELECT * FROM journal WHERE id = ?", (number,)).fetchone()
            # The number is SQLite's to give.
            rows: Rows = {"journal": [(None, *entry[1:])]}
            for table, key in TABLES.items():
                query = f"SELECT * FROM {table} WHERE {key} = ?"
                rows[table] = connection.execute(query, (uid,)).fetchall()
            # A level is not written but moved, by as much as the ledger says.
            rows["stock_level"] = connection.execute(
                "SELECT office, product, sum(quantity) FROM stock_move WHERE parent_uid = ?"
                " GROUP BY office, product",
                (uid,),
            ).fetchall()
            found.append(rows)
    assert [len(found[0][t]) for t in ("receipt_line", "stock_move", "stock_level")] == [5, 5, 5]
    return found


def bare_writer(path: Path, prepared: Iterator[Rows]) -> Callable[[], None]:
    """Return what writes the next prepared rows, each table by one statement, and commits."""
    connection = open_raw(path)
    set_pragmas(connection)
    statements = {}
    for table in ("journal", *TABLES):
        width = len(connection.execute(f"PRAGMA table_info({table})").fetchall())
        statements[table] = f"INSERT INTO {table} VALUES ({', '.join('?' * width)})"
    statements["stock_level"] = (
        "INSERT INTO stock_level VALUES (?, ?, ?) ON CONFLICT (office, product)"
        " DO UPDATE SET quantity = quantity + excluded.quantity"
    )

    def write() -> None:
        rows = next(prepared)
        connection.execute("BEGIN IMMEDIATE")
        for table, statement in statements.items():
            connection.executemany(statement, rows[table])
        connection.execute("COMMIT")

    return write


def test_a_paid_receipt_costs_at_most_three_bare_transactions(pairs: Pairs, disk: Path) -> None:
    prepared = iter(written_rows(disk / "receipt-rows", ROUNDS + 10))
    other = Shop(disk / "receipt-bare")
    other.close()
    bare = bare_writer(other.workplace.folder / DATABASE, prepared)
    with counter_of(Shop(disk / "receipt-ours")) as counter:
        pairs.compare(
            "a receipt of five lines, paid and on the disk / the same rows by sqlite3",
            counter.sell,
            bare,
            rounds=ROUNDS,
            limit=3.0,
        )


def test_a_receipt_costs_the_same_after_200_000(pairs: Pairs, disk: Path) -> None:
    large, small = grown(disk / "receipts-many", 200_000), grown(disk / "receipts-few", 1_000)
    with counter_of(large) as after, counter_of(small) as before:
        pairs.compare(
            "a receipt after 200 000 / after 1 000",
            after.sell,
            before.sell,
            rounds=2 * ROUNDS,
            limit=1.10,
        )

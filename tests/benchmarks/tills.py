"""Tills with years of receipts, made in bulk: sealed and signed entries, or rows copied by SQL."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from otdesk.domain.till import CashCount, Closing, ClosingSpan, Perpetual, TillTotals
from otdesk.journal import canonical
from otdesk.journal.entry import Entry, Header, Op, seal
from otdesk.store import tables
from otdesk.store.driver import insert_rows
from otdesk.store.records import PAYLOAD_SCHEMA
from otdesk.store.till_records import closing_payload
from otdesk.store.till_state import count
from otdesk.store.transaction import head_of, journal_row
from tests.shop import OFFICE, Shop

FIVE = {"cp": 4, "ign_2739": 1, "stevenson": 1, "magnet": 2, "fiche_ml": 3}
BASKETS = (
    FIVE,
    {**FIVE, "peche_jour": 1, "magnet": 1},
    {"cp": 2, "fiche_ml": 4, "ign_2739": 2, "magnet": 1, "fiche_tarn": 2},
)
A_DAY = 250
_SLICE = 5_000


@dataclass(frozen=True)
class Template:
    """What a receipt says, and what it adds to a day."""

    payload: dict[str, Any]
    totals: TillTotals


def templates(folder: Path) -> tuple[Template, ...]:
    """Sell some baskets of five lines and return what the journal says of them."""
    with closing(Shop(folder)) as shop:
        for wanted in BASKETS:
            shop.sell(shop.basket(**wanted))
        with shop.store.reading() as connection:
            stored = connection.exec_driver_sql(
                "SELECT payload FROM journal WHERE kind = 'receipt' ORDER BY seq"
            ).scalars()
            payloads = [dict(canonical.decode(payload)) for payload in stored]
    made = []
    for payload in payloads:
        totals = TillTotals()
        count(totals, "", "receipt", payload)
        made.append(Template(payload, totals))
    return tuple(made)


class Signed:
    """A till whose journal holds so many signed receipts, with a Z a day; no other table."""

    def __init__(self, folder: Path, receipts: int) -> None:
        self.shop = Shop(folder / "till")
        self._templates = templates(folder / "templates")
        with self.shop.store.writing("CA") as transaction:
            batch: list[dict[str, Any]] = []
            for entry in self._entries(transaction.connection, receipts):
                batch.append(journal_row(entry))
                if len(batch) == _SLICE:
                    insert_rows(transaction.connection, tables.journal, batch)
                    batch = []
            if batch:
                insert_rows(transaction.connection, tables.journal, batch)
        self.receipts = receipts

    def _entries(self, connection: Connection, receipts: int) -> Iterator[Entry]:
        post = self.shop.post
        head = head_of(connection, post.stream)
        first, day, number = 1, date(2022, 7, 20), 0
        perpetual, drawer = Perpetual(), 0
        encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

        def sealed(kind: str, payload: Mapping[str, object]) -> Entry:
            nonlocal head
            moment = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
            header = Header(
                head.stream,
                head.seq + 1,
                f"{int(moment.timestamp()):08x}-{head.seq:04x}-7000-8000-{head.seq:012x}",
                kind,
                1,
                Op.PUT,
                PAYLOAD_SCHEMA,
                moment.isoformat(timespec="milliseconds"),
                "CA",
            )
            entry = seal(
                header,
                encode(payload).encode(),
                prev=head.digest,
                salt=secrets.token_bytes(16),
                sign=post.key.sign,
            )
            head = entry.head
            return entry

        while number < receipts:
            totals = TillTotals()
            for _receipt in range(min(A_DAY, receipts - number)):
                number += 1
                template = self._templates[number % len(self._templates)]
                totals.add(template.totals)
                yield sealed(
                    "receipt", {**template.payload, "number": number, "day": day.isoformat()}
                )
            perpetual = totals.after(perpetual)
            drawer += totals.cash
            closing = replace(
                _closing(self.shop, day, first, head.seq),
                number=(number + A_DAY - 1) // A_DAY,
                totals=totals,
                perpetual=perpetual,
                expected=drawer,
                counted=drawer,
                count=CashCount({1: drawer}),
            )
            first = head.seq + 1
            yield sealed("till_closing", closing_payload(closing, 1080))
            day += timedelta(days=1)


def _closing(shop: Shop, day: date, first: int, last: int) -> Closing:
    return Closing(
        office=OFFICE,
        till=shop.post.stream,
        till_name=shop.post.name,
        span=ClosingSpan.DAY,
        number=1,
        period=day.isoformat(),
        day=day,
        closed_at=datetime(day.year, day.month, day.day, 16, tzinfo=UTC),
        operator="CA",
        first_seq=first,
        last_seq=last,
        totals=TillTotals(),
        perpetual=Perpetual(),
    )


def grown(folder: Path, receipts: int) -> Shop:
    """Return a shop whose till has so many receipts in every table, and a Z behind them.

    One receipt of five lines is copied by SQL: what the next one costs depends on how large
    tables and indexes are, not on whether a proof would find these rows sound.
    """
    shop = Shop(folder)
    shop.stock_up(1_000_000)
    uid, _receipt = shop.sell(shop.basket(**FIVE))
    with shop.store.writing_local() as connection:
        _copy(connection, uid, receipts - 1)
    with shop.store.writing("CA") as transaction:
        post = shop.post
        last = transaction.till_head(post.stream, post.key).seq
        day = shop.workplace.today()
        payload = closing_payload(_closing(shop, day, 1, last), 1080)
        transaction.put_signed(post.stream, post.key, "till_closing", payload)
    return shop


def _copy(connection: Connection, uid: str, times: int) -> None:
    """Copy one receipt under other uids, numbers and places, oldest first."""
    made = (
        "WITH RECURSIVE copy(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copy WHERE n < ?) "
        "INSERT INTO {table} ({columns}) SELECT {values} FROM copy, {table} AS t WHERE t.{key} = ?"
    )
    # Before the uid of any sale to come, in the order of time, as real ones are.
    name = "printf('%08x-0000-7000-8000-000000000000', copy.n)"
    for table, key in (
        (tables.metadata.tables["journal"], "uid"),
        (tables.metadata.tables["receipt"], "uid"),
        (tables.metadata.tables["receipt_line"], "receipt_uid"),
        (tables.metadata.tables["receipt_payment"], "receipt_uid"),
        (tables.metadata.tables["stock_move"], "parent_uid"),
    ):
        columns = [
            c.name for c in table.columns if not (table.name == "journal" and c.name == "id")
        ]
        other = {key: name, "seq": "t.seq + copy.n", "number": "t.number + copy.n"}
        connection.exec_driver_sql(
            made.format(
                table=table.name,
                columns=", ".join(f'"{column}"' for column in columns),
                values=", ".join(other.get(column, f't."{column}"') for column in columns),
                key=key,
            ),
            (times, uid),
        )

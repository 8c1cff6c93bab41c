"""Many records in one transaction that is short: sealed beside the database, then copied into it.

Sealing a hundred thousand entries takes seconds, and a counter next door waits as long as the
write lock is held. So they are sealed and projected in a scratch database first, chained to the
journal's head as it was, and only copied under the lock. Where an accueil was recorded meanwhile
the chain has moved on, and they are sealed again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import NullPool

from otdesk.domain.changes import Changes
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.journal.entry import Head
from otdesk.store import faults, tables
from otdesk.store.store import Store
from otdesk.store.transaction import Transaction, head_of

ATTEMPTS = 5

Fill = Callable[[Transaction], None]
Check = Callable[[Connection], None]


class CounterTooBusy(EnvironmentFault):
    """Accueils came in faster than the records could be chained behind them."""


def append(store: Store, author: str, fill: Fill, check: Check) -> Changes:
    """Append what `fill` puts, on the disk together or not at all.

    `fill` writes to a scratch database: it may only put new records, and may be called again.
    `check` reads the real one once nobody else can write to it; what it raises takes everything
    back.
    """
    for _attempt in range(ATTEMPTS):
        with _scratch() as scratch:
            head = _head(store)
            filling = Transaction(scratch, head, author, store.clock.now(), store.zone)
            fill(filling)
            scratch.commit()
            if _copied(store, author, scratch, head, check):
                if filling.head is not None:
                    store.anchors.write(filling.head)
                return filling.changes
    raise CounterTooBusy(
        _("Des accueils ont été enregistrés pendant chaque essai d’écriture."),
        safe=_("Rien n’a été importé, et ces accueils sont intacts."),
        todo=_("Recommencer à une heure plus calme."),
    )


def _head(store: Store) -> Head:
    with store.reading() as connection:
        stream: str = connection.execute(select(tables.writing.c.stream)).scalar_one()
        return head_of(connection, stream)


def _copied(store: Store, author: str, scratch: Connection, head: Head, check: Check) -> bool:
    """Copy the scratch into the store under its lock; tell whether its chain was still there."""
    with store.writing(author) as transaction:
        connection = transaction.connection
        # A folder that was found to be a copy has just begun another stream.
        stream = connection.execute(select(tables.writing.c.stream)).scalar_one()
        if stream != head.stream or head_of(connection, stream) != head:
            return False
        check(connection)
        for table in (tables.journal, *tables.PROJECTED):
            _copy(scratch, connection, table)
    return True


@contextmanager
def _scratch() -> Iterator[Connection]:
    """Give an empty database that goes when the block ends."""
    with tempfile.TemporaryDirectory(prefix="otdesk-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "scratch.sqlite"
        engine = _unsafe_engine(path)
        try:
            with faults.explained(path), engine.connect() as scratch:
                tables.metadata.create_all(scratch)
                yield scratch
        finally:
            engine.dispose()


def _unsafe_engine(path: Path) -> Engine:
    """Return an engine that flushes nothing: a power cut loses the scratch, and it may."""
    engine = create_engine(f"sqlite+pysqlite:///{path.as_posix()}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI connection
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=OFF")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    return engine


def _copy(scratch: Connection, connection: Connection, table: Table) -> None:
    """Copy a table from driver to driver, in the order of its key.

    SQLite then appends to the key's index instead of splitting its pages.
    """
    # The journal's `id` is each database's own.
    names = [c.name for c in table.columns if (table.name, c.name) != ("journal", "id")]
    order = [table.c.seq] if table is tables.journal else list(table.primary_key.columns)
    dialect = sqlite.dialect()
    query = select(*(table.c[name] for name in names)).order_by(*order).compile(dialect=dialect)
    adding = insert(table).compile(dialect=dialect, column_keys=names)
    source, target = scratch.connection.cursor(), connection.connection.cursor()
    source.execute(str(query))
    # The driver takes any iterable: rows pass from one database to the other and are never a list.
    target.executemany(str(adding), cast("Any", source))
    source.close()
    target.close()

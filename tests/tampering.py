"""What a dishonest owner of the file could do to a till, with and without its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from otdesk.journal import canonical
from otdesk.journal.entry import GENESIS, Entry, Header, seal
from otdesk.journal.keys import SigningKey
from otdesk.store.comparison import rebuild
from otdesk.store.integrity import verify
from otdesk.store.report import Area, IntegrityReport
from tests.shop import Shop

Payload = dict[str, Any]
Change = Callable[[str, Payload], Payload | None]


@contextmanager
def unguarded(shop: Shop) -> Iterator[sqlite3.Connection]:
    """Give the database with its triggers out of the way; they stand again afterwards."""
    with closing(sqlite3.connect(shop.store.path)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(query).fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)
        connection.commit()


def remake(shop: Shop, change: Change, key: SigningKey | None = None) -> None:
    """Change payloads of the till and make digests, chain and tables anew.

    `change` gets each kind and payload, and gives back the payload, or None to leave the entry
    out. Without a key the old signatures stay.
    """
    columns = "id, header, payload, salt, signature"
    with unguarded(shop) as connection:
        stored = connection.execute(
            f"SELECT {columns} FROM journal WHERE stream = ? ORDER BY seq", (shop.post.stream,)
        ).fetchall()
        prev, seq = GENESIS, 0
        for number, header_bytes, payload, salt, signature in stored:
            header = Header.decoded(header_bytes)
            changed = change(header.kind, dict(canonical.decode(payload)))
            connection.execute("DELETE FROM journal WHERE id = ?", (number,))
            if changed is None:
                continue
            seq += 1
            entry = seal(
                Header(**{**_fields(header), "seq": seq}),
                canonical.encode(changed),
                prev=prev,
                salt=salt,
                sign=None if key is None else key.sign,
            )
            prev = entry.digest
            kept = signature if entry.signature is None else entry.signature
            _insert(connection, number, entry, kept)
    rebuild(shop.store)


def _fields(header: Header) -> dict[str, Any]:
    return {name: getattr(header, name) for name in Header.__slots__}


def _insert(connection: sqlite3.Connection, number: int, entry: Entry, signature: bytes) -> None:
    header = entry.header
    connection.execute(
        "INSERT INTO journal (id, stream, seq, uid, kind, rev, op, schema, recorded_at, author,"
        " header, salt, payload, payload_digest, prev, digest, signature)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number, header.stream, header.seq, header.uid, header.kind, header.rev,
            header.op.value, header.schema, header.recorded_at, header.author,
            entry.header_bytes, entry.salt, entry.payload, entry.payload_digest, entry.prev,
            entry.digest, signature,
        ),
    )  # fmt: skip


def seq_of(shop: Shop, kind: str, number: int = 1) -> int:
    """Return where the n-th record of a kind lies in the till's stream."""
    with shop.store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT seq FROM journal WHERE stream = ? AND kind = ? ORDER BY seq",
            (shop.post.stream, kind),
        ).scalars()
        return int(list(found)[number - 1])


def check(shop: Shop) -> IntegrityReport:
    """Check the folder as its own machine does."""
    return verify(shop.workplace.folder, shop.workplace.anchors)


def check_elsewhere(shop: Shop, *keys: str) -> IntegrityReport:
    """Check the folder as an inspector's machine does, which never saw it before."""
    return verify(shop.workplace.folder, keys=keys)


def named(report: IntegrityReport) -> list[tuple[str, int | None]]:
    """Return code and number of each fault of a chain; each says itself in French."""
    for fault in report.faults:
        assert str(fault) == f"{fault.place} : {fault.detail}"
    return [(fault.code, fault.seq) for fault in report.faults if fault.area is Area.CHAIN]

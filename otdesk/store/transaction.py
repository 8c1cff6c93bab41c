"""One write: journal entries and their projection, on the disk together or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, insert, select

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload
from otdesk.journal.entry import GENESIS, SALT_BYTES, Entry, Head, Header, Op, seal
from otdesk.journal.identifiers import uuid7
from otdesk.store import tables
from otdesk.store.projections import project, project_many
from otdesk.store.records import PAYLOAD_SCHEMA

_HEAD = (
    select(tables.journal.c.seq, tables.journal.c.digest)
    .where(tables.journal.c.stream == bindparam("of_stream"))
    .order_by(tables.journal.c.seq.desc())
    .limit(1)
)
_LAST_REVISION = select(func.max(tables.journal.c.rev)).where(
    tables.journal.c.uid == bindparam("of_uid")
)
_INSERT = insert(tables.journal)


def head_of(connection: Connection, stream: str) -> Head:
    """Return the end of a stream; sequence number 0 before its first entry."""
    row = connection.execute(_HEAD, {"of_stream": stream}).one_or_none()
    return Head(stream, 0, GENESIS) if row is None else Head(stream, row.seq, row.digest)


class Transaction:
    """Appends entries to the writing stream and projects them.

    Made by `Store.writing`; `now` is the instant of the whole transaction (UTC).
    """

    def __init__(
        self, connection: Connection, stream: str, author: str, now: datetime, zone: ZoneInfo
    ) -> None:
        self.connection = connection
        self.author = author
        self.now = now
        self.zone = zone
        self._stream = stream
        self._head: Head | None = None
        self._changes = Changes()

    @property
    def head(self) -> Head | None:
        """Return the head that this transaction leaves; None where it appended nothing."""
        return self._head

    @property
    def changes(self) -> Changes:
        """Return what was touched so far."""
        return self._changes

    def put(self, kind: str, payload: Payload, *, uid: str | None = None) -> str:
        """Record a new record, or the next revision of `uid`; return the uid."""
        rev = 1 if uid is None else self._next_revision(uid)
        name = uuid7(self.now) if uid is None else uid
        self._append(kind, name, rev, Op.PUT, payload)
        return name

    def void(self, kind: str, uid: str, reason: str, *, office: str, day: date) -> None:
        """Void a record of an office's day, with a reason. Raises DataFault without one."""
        if not reason.strip():
            raise DataFault(_("Une annulation demande un motif."))
        payload = {"reason": reason.strip(), "office": office, "day": day.isoformat()}
        self._append(kind, uid, self._next_revision(uid), Op.VOID, payload)

    def put_many(self, kind: str, payloads: Iterable[tuple[str, Payload]]) -> int:
        """Record many new records of one kind, given with their uids; return how many.

        Entries and rows go in by `executemany`, in slices: memory stays flat.
        """
        count = 0
        batch: list[Entry] = []
        decoded: list[tuple[Header, Payload]] = []
        for uid, payload in payloads:
            entry = self._seal(kind, uid, 1, Op.PUT, payload)
            batch.append(entry)
            decoded.append((entry.header, payload))
            count += 1
            if len(batch) >= _SLICE:
                self._write(batch, decoded)
                batch, decoded = [], []
        if batch:
            self._write(batch, decoded)
        self._changes |= Changes(kinds=frozenset({kind}))
        return count

    def _write(self, batch: list[Entry], decoded: list[tuple[Header, Payload]]) -> None:
        self.connection.execute(_INSERT, [_row(entry) for entry in batch])
        project_many(self.connection, decoded)

    def _next_revision(self, uid: str) -> int:
        last = self.connection.execute(_LAST_REVISION, {"of_uid": uid}).scalar()
        if last is None:
            raise DataFault(_("Cet enregistrement n’existe pas."))
        return int(last) + 1

    def _append(self, kind: str, uid: str, rev: int, op: Op, payload: Payload) -> None:
        entry = self._seal(kind, uid, rev, op, payload)
        self.connection.execute(_INSERT, _row(entry))
        project(self.connection, entry.header, payload)
        self._changes |= Changes(frozenset({kind}), _days(payload), (uid,))

    def _seal(self, kind: str, uid: str, rev: int, op: Op, payload: Payload) -> Entry:
        head = self._head or head_of(self.connection, self._stream)
        header = Header(
            stream=self._stream,
            seq=head.seq + 1,
            uid=uid,
            kind=kind,
            rev=rev,
            op=op,
            schema=PAYLOAD_SCHEMA,
            recorded_at=self.now.astimezone(self.zone).isoformat(timespec="milliseconds"),
            author=self.author,
        )
        entry = seal(
            header,
            canonical.encode(payload),
            prev=head.digest,
            salt=secrets.token_bytes(SALT_BYTES),
        )
        self._head = entry.head
        return entry


_SLICE = 2000


def _row(entry: Entry) -> dict[str, Any]:
    header = entry.header
    return {
        "stream": header.stream,
        "seq": header.seq,
        "uid": header.uid,
        "kind": header.kind,
        "rev": header.rev,
        "op": header.op.value,
        "schema": header.schema,
        "recorded_at": header.recorded_at,
        "author": header.author,
        "header": entry.header_bytes,
        "salt": entry.salt,
        "payload": entry.payload,
        "payload_digest": entry.payload_digest,
        "prev": entry.prev,
        "digest": entry.digest,
    }


def _days(payload: Payload) -> frozenset[tuple[str, date]]:
    office, day = payload.get("office"), payload.get("day")
    if isinstance(office, str) and isinstance(day, str):
        return frozenset({(office, date.fromisoformat(day))})
    return frozenset()

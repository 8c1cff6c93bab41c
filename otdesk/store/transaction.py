"""One write: journal entries and their projection, on the disk together or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select, update

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload, Value
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import (
    GENESIS,
    SALT_BYTES,
    Entry,
    Head,
    Header,
    Op,
    entry_digest,
    seal,
)
from otdesk.journal.identifiers import new_stream, uuid7
from otdesk.store import tables
from otdesk.store.driver import insert_rows
from otdesk.store.projections import generations, project, project_many
from otdesk.store.reading import driver
from otdesk.store.records import KINDS, PAYLOAD_SCHEMA
from otdesk.store.till_key import refuse_other_key

# Asked at each sale: the driver's own answer, without a statement built around it.
_HEAD = "SELECT seq, digest FROM journal WHERE stream = ? ORDER BY seq DESC LIMIT 1"
_REVISIONS = select(tables.journal.c.rev, tables.journal.c.op).where(
    tables.journal.c.uid == bindparam("of_uid"), tables.journal.c.kind == bindparam("of_kind")
)
_EMPTY = (
    update(tables.journal)
    .where(tables.journal.c.uid == bindparam("of_uid"), tables.journal.c.op != Op.ERASE.value)
    .values(payload=b"", salt=b"")
)
_SLICE = 2000
SYSTEM = "otdesk"


def _no_mark(_stream: str) -> Head | None:
    return None


def head_of(connection: Connection, stream: str) -> Head:
    """Return the end of a stream; sequence number 0 before its first entry."""
    row = driver(connection).execute(_HEAD, (stream,)).fetchone()
    return Head(stream, 0, GENESIS) if row is None else Head(stream, *row)


def is_behind(connection: Connection, mark: Head, head: Head) -> bool:
    """Tell whether a stream that ends at `head` lacks, or says otherwise, what `mark` saw."""
    if mark.seq >= head.seq or mark.seq == 0:
        return mark.seq > head.seq or mark.digest != head.digest
    digest = connection.execute(
        select(tables.journal.c.digest).where(
            tables.journal.c.stream == mark.stream, tables.journal.c.seq == mark.seq
        )
    ).scalar_one_or_none()
    return digest != mark.digest


class TillBehind(DataFault):
    """The journal of a till ends before what this machine saw of it: that till has ended."""


class Signer(Protocol):
    """What a till's stream is written with."""

    @property
    def public_pem(self) -> str:
        """Return the public key, which is kept outside the database when the till begins."""
        ...

    def sign(self, digest: bytes) -> bytes:
        """Return the signature of a digest."""
        ...


@dataclass(slots=True)
class _Stream:
    """A stream that a transaction appends to: its end, and how its entries are signed."""

    head: Head
    signer: Signer | None = None
    appended: bool = False
    begins: bool = False


class Transaction:
    """Appends entries behind a head and projects them.

    Made by `Store.writing`; `now` is the instant of the whole transaction (UTC). Entries go to
    the office's stream, and those of a till to its own, which signs: `put_signed`. `mark` tells
    what this machine last saw of a stream.
    """

    def __init__(
        self,
        connection: Connection,
        behind: Head,
        author: str,
        now: datetime,
        zone: ZoneInfo,
        *,
        mark: Callable[[str], Head | None] = _no_mark,
    ) -> None:
        self.connection = connection
        self.author = author
        self.now = now
        self.zone = zone
        self._office = _Stream(behind)
        self._tills: dict[str, _Stream] = {}
        self._mark = mark
        self._changes = Changes()
        self._recorded_at = now.astimezone(zone).isoformat(timespec="milliseconds")

    @property
    def stream(self) -> str:
        """Return the office's stream that this writes: the post's own."""
        return self._office.head.stream

    @property
    def head(self) -> Head | None:
        """Return the head that this leaves of the office's stream; None where it wrote nothing."""
        return self._office.head if self._office.appended else None

    @property
    def till_heads(self) -> tuple[Head, ...]:
        """Return the heads that this leaves of tills' streams."""
        return tuple(stream.head for stream in self._tills.values() if stream.appended)

    @property
    def till_keys(self) -> dict[str, str]:
        """Return the public keys (PEM) of the tills that this begins, by their streams."""
        return {
            stream.head.stream: stream.signer.public_pem
            for stream in self._tills.values()
            if stream.begins and stream.appended and stream.signer is not None
        }

    @property
    def changes(self) -> Changes:
        """Return what was touched so far."""
        return self._changes

    def continue_as(self, author: str, now: datetime) -> None:
        """Write what follows as `author` at the instant `now`, still in the same commit.

        For the demonstration season alone: one commit for a year, and each entry says who
        recorded it and when, as a counter's own transactions do.
        """
        self.author = author
        self.now = now
        self._recorded_at = now.astimezone(self.zone).isoformat(timespec="milliseconds")

    def leave_stream(self, *, kept_seq: int, seen_seq: int) -> str:
        """Go on in a new stream, which says what it left; return its name.

        `kept_seq` is the last number of the old one that stands, `seen_seq` the one that was seen
        of it elsewhere: by this machine's mark, or by the head office.
        """
        parent = self._office.head.stream
        stream = new_stream()
        self.connection.execute(update(tables.writing).values(stream=stream))
        self._office = _Stream(Head(stream, 0, GENESIS))
        payload: dict[str, Value] = {
            "stream": stream,
            "parent": parent,
            "kept_seq": kept_seq,
            "seen_seq": seen_seq,
            "generation": generations(self.connection, {parent}).get(parent, 0) + 1,
        }
        author, self.author = self.author, SYSTEM
        self.put("stream_origin", payload)
        self.author = author
        return stream

    def reissue(self, entries: Iterable[StoredEntry]) -> int:
        """Write entries of another stream again in this one; return how many.

        The record, its revision, its instant, its author and its very bytes stay, salt included:
        whoever has both streams sees that they say the same (`sync.md`, "Forks", rule 2).
        """
        count = 0
        iterator = iter(entries)
        while batch := list(islice(iterator, _SLICE)):
            sealed = [self._sealed_again(entry) for entry in batch]
            insert_rows(self.connection, tables.journal, [journal_row(entry) for entry in sealed])
            project_many(
                self.connection,
                [
                    (entry.header, canonical.decode(entry.payload) if entry.payload else {})
                    for entry in sealed
                ],
            )
            count += len(sealed)
        return count

    def _sealed_again(self, entry: StoredEntry) -> Entry:
        used = self._office
        header = replace(entry.header, stream=used.head.stream, seq=used.head.seq + 1)
        header_bytes = header.encoded()
        digest = entry_digest(used.head.digest, entry.payload_digest, header_bytes)
        sealed = Entry(
            header=header,
            header_bytes=header_bytes,
            salt=entry.salt,
            payload=entry.payload,
            payload_digest=entry.payload_digest,
            prev=used.head.digest,
            digest=digest,
        )
        used.head, used.appended = sealed.head, True
        return sealed

    def put(self, kind: str, payload: Payload, *, uid: str | None = None) -> str:
        """Record a new record, or the next revision of `uid`; return the uid.

        Raises DataFault on a uid that the journal does not know, or whose record was erased.
        """
        rev = 1 if uid is None else self._next_revision(kind, uid)
        name = uuid7(self.now) if uid is None else uid
        self._append(kind, name, rev, Op.PUT, payload)
        return name

    def says_already(self, kind: str, uid: str, payload: Payload) -> bool:
        """Tell whether the last revision of a record has this very payload."""
        journal = tables.journal
        last = self.connection.execute(
            select(journal.c.op, journal.c.payload)
            .where(journal.c.uid == uid, journal.c.kind == kind)
            .order_by(journal.c.rev.desc(), journal.c.id.desc())
            .limit(1)
        ).one_or_none()
        return (
            last is not None
            and last.op == Op.PUT.value
            and last.payload == canonical.encode(payload)
        )

    def put_signed(self, till: str, signer: Signer, kind: str, payload: Payload) -> str:
        """Record something of a till in its own stream, signed; return the uid.

        A till's records are never revised, voided or erased. Raises TillBehind where the stream
        ends before, or otherwise than, what this machine saw of it; KeyRenewed where `signer` is
        not the till's key of now.
        """
        stream = self._till(till, signer)
        uid = uuid7(self.now)
        self._append(kind, uid, 1, Op.PUT, payload, stream=stream)
        return uid

    def till_head(self, till: str, signer: Signer) -> Head:
        """Return the end of a till's stream, as `put_signed` appends behind it."""
        return self._till(till, signer).head

    def _till(self, till: str, signer: Signer) -> _Stream:
        if till not in self._tills:
            head = head_of(self.connection, till)
            mark = self._mark(till)
            if mark is not None and is_behind(self.connection, mark, head):
                raise TillBehind(
                    _(
                        "Cette caisse a continué ailleurs : son journal finit ici au n° {end}, ce "
                        "poste l’avait vu au n° {seen}. Rien n’a été changé ; ouvrir une nouvelle "
                        "caisse pour continuer."
                    ).format(end=head.seq, seen=mark.seq)
                )
            refuse_other_key(self.connection, till, signer.public_pem)
            self._tills[till] = _Stream(head, signer, begins=not head.seq)
        return self._tills[till]

    def void(self, kind: str, uid: str, reason: str, *, office: str, day: date) -> None:
        """Void a record of an office's day, with a reason. Raises DataFault without one."""
        if not reason.strip():
            raise DataFault(_("Une annulation demande un motif."))
        payload = {"reason": reason.strip(), "office": office, "day": day.isoformat()}
        self._append(kind, uid, self._next_revision(kind, uid), Op.VOID, payload)

    def erase(self, kind: str, uid: str) -> None:
        """Erase a personal record: its content goes for good, that it existed stays proved.

        The contents and salts of all its entries are emptied, which leaves nothing to guess
        them by; headers and digests stay, so the chain still verifies. The table keeps a
        tombstone with the office, the day and the series of its number (`sync.md`, "Personal
        data"). Backups made before expire by themselves. Raises ValueError on a kind that is not
        personal, DataFault on an unknown or erased record.
        """
        record = KINDS[kind]
        if not record.personal:
            raise ValueError(f"{kind} is not personal: it is voided, never erased")
        rev = self._next_revision(kind, uid)
        row = self.connection.execute(select(record.table).where(record.table.c.uid == uid))
        standing: dict[str, Any] = dict(row.mappings().one_or_none() or {})
        kept: dict[str, Value] = {
            name: standing[name] for name in ("office", "day", "series") if standing.get(name)
        }
        if self.connection.dialect.name == "sqlite":
            # Without it, the text would stay in the free space of its page.
            self.connection.exec_driver_sql("PRAGMA secure_delete=ON")
        entry = self._seal(kind, uid, rev, Op.ERASE, kept)
        insert_rows(self.connection, tables.journal, [journal_row(entry)])
        self.connection.execute(_EMPTY, {"of_uid": uid})
        project(self.connection, entry.header, kept)
        self._changes |= Changes(frozenset({kind}), _days(kept), (uid,))

    def put_many(self, kind: str, payloads: Iterable[tuple[str, Payload]]) -> int:
        """Record many new records of one kind, given with their uids; return how many.

        Entries and rows go in by `executemany`, in slices: memory stays flat.
        """
        return self._put_in_bulk(((kind, uid, payload) for uid, payload in payloads), self._office)

    def put_mixed_many(self, entries: Iterable[tuple[str, str, Payload]]) -> int:
        """Record many new records of any kinds, given as (kind, uid, payload); return how many.

        For the demonstration season, where kinds follow each other as a counter writes them.
        """
        return self._put_in_bulk(entries, self._office)

    def put_signed_many(
        self, till: str, signer: Signer, entries: Iterable[tuple[str, str, Payload]]
    ) -> int:
        """Record many things of a till, given as (kind, uid, payload); return how many.

        For the demonstration season, whose till is written a season at a time: numbers, totals
        and order are the caller's. Raises TillBehind as `put_signed` does.
        """
        return self._put_in_bulk(entries, self._till(till, signer))

    def _put_in_bulk(self, entries: Iterable[tuple[str, str, Payload]], stream: _Stream) -> int:
        count = 0
        kinds: set[str] = set()
        batch: list[Entry] = []
        decoded: list[tuple[Header, Payload]] = []
        for kind, uid, payload in entries:
            entry = self._seal(kind, uid, 1, Op.PUT, payload, stream=stream)
            batch.append(entry)
            decoded.append((entry.header, payload))
            kinds.add(kind)
            count += 1
            if len(batch) >= _SLICE:
                self._write(batch, decoded)
                batch, decoded = [], []
        if batch:
            self._write(batch, decoded)
        self._changes |= Changes(kinds=frozenset(kinds))
        return count

    def _write(self, batch: list[Entry], decoded: list[tuple[Header, Payload]]) -> None:
        insert_rows(self.connection, tables.journal, [journal_row(entry) for entry in batch])
        project_many(self.connection, decoded)

    def _next_revision(self, kind: str, uid: str) -> int:
        rows = self.connection.execute(_REVISIONS, {"of_uid": uid, "of_kind": kind}).all()
        if not rows:
            raise DataFault(_("Cet enregistrement n’existe pas."))
        if any(row.op == Op.ERASE.value for row in rows):
            raise DataFault(_("Cet enregistrement a été effacé : il ne peut plus changer."))
        return max(int(row.rev) for row in rows) + 1

    def _append(
        self,
        kind: str,
        uid: str,
        rev: int,
        op: Op,
        payload: Payload,
        *,
        stream: _Stream | None = None,
    ) -> None:
        entry = self._seal(kind, uid, rev, op, payload, stream=stream)
        insert_rows(self.connection, tables.journal, [journal_row(entry)])
        project(self.connection, entry.header, payload)
        self._changes |= Changes(frozenset({kind}), _days(payload), (uid,))

    def _seal(
        self,
        kind: str,
        uid: str,
        rev: int,
        op: Op,
        payload: Payload,
        *,
        stream: _Stream | None = None,
    ) -> Entry:
        used = stream or self._office
        head = used.head
        header = Header(
            stream=head.stream,
            seq=head.seq + 1,
            uid=uid,
            kind=kind,
            rev=rev,
            op=op,
            schema=PAYLOAD_SCHEMA,
            recorded_at=self._recorded_at,
            author=self.author,
        )
        entry = seal(
            header,
            canonical.encode(payload),
            prev=head.digest,
            salt=secrets.token_bytes(SALT_BYTES),
            sign=None if used.signer is None else used.signer.sign,
        )
        used.head, used.appended = entry.head, True
        return entry


def journal_row(entry: Entry | StoredEntry) -> dict[str, Any]:
    """Return the row of the journal that holds an entry, sealed here or elsewhere."""
    header = entry.header
    return {
        "stream": header.stream,
        "seq": header.seq,
        "uid": header.uid,
        "kind": header.kind,
        "rev": header.rev,
        "op": str(header.op),
        "schema": header.schema,
        "recorded_at": header.recorded_at,
        "author": header.author,
        "header": entry.header_bytes,
        "salt": entry.salt,
        "payload": entry.payload,
        "payload_digest": entry.payload_digest,
        "prev": entry.prev,
        "digest": entry.digest,
        "signature": entry.signature,
    }


def _days(payload: Payload) -> frozenset[tuple[str, date]]:
    office, day = payload.get("office"), payload.get("day")
    if isinstance(office, str) and isinstance(day, str):
        return frozenset({(office, date.fromisoformat(day))})
    return frozenset()

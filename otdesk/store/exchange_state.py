"""The state of the exchange, read and noted: packets sent and received, what was acknowledged.

Everything is noted in the caller's transaction, beside what it speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from otdesk.journal.entry import Head
from otdesk.store import exchange_tables
from otdesk.store.outgoing import Span
from otdesk.store.received import Gap

_SENT = exchange_tables.sent_packet
_SPAN = exchange_tables.sent_span
_RECEIVED = exchange_tables.received_packet
_ACKNOWLEDGED = exchange_tables.acknowledged
_GAP = exchange_tables.reception_gap


class SentState(StrEnum):
    """Where a packet is that this folder made."""

    WRITTEN = "written"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"


class ReceivedState(StrEnum):
    """What became of a packet that came."""

    RECEIVED = "received"
    QUARANTINED = "quarantined"
    # Entries before its own have not come yet.
    WAITING = "waiting"
    # A later version made it: it waits for an update of this program.
    NEWER = "newer"


@dataclass(frozen=True, slots=True)
class ReceivedPacket:
    """A packet that came; `clock_offset` is its clock less ours, in seconds: it only warns."""

    sha256: str
    office: str
    number: int
    state: ReceivedState
    reason: str
    place: str
    received_at: str
    their_clock: str
    clock_offset: int


def next_number(connection: Connection) -> int:
    """Return the number of the next packet of this folder."""
    last: int | None = connection.execute(select(func.max(_SENT.c.number))).scalar_one()
    return (last or 0) + 1


def note_sent(
    connection: Connection, number: int, name: str, spans: Sequence[Span], made_at: str
) -> None:
    """Note a packet that was written, and what it carries."""
    connection.execute(
        insert(_SENT).values(
            number=number, name=name, made_at=made_at, state=SentState.WRITTEN.value
        )
    )
    for span in spans:
        connection.execute(
            insert(_SPAN).values(
                number=number, stream=span.stream, first=span.first, last=span.last
            )
        )


def mark_sent(connection: Connection, number: int, state: SentState) -> None:
    """Note how far a packet came."""
    connection.execute(update(_SENT).where(_SENT.c.number == number).values(state=state.value))


# Packets of which the head office lacks something, by what it acknowledged last of each stream.
_NOT_ARRIVED = (
    select(_SPAN.c.number)
    .join(_ACKNOWLEDGED, _ACKNOWLEDGED.c.stream == _SPAN.c.stream, isouter=True)
    .where(_SPAN.c.last > func.coalesce(_ACKNOWLEDGED.c.seq, 0))
)


def mark_arrived(connection: Connection) -> None:
    """Note which packets the head office has whole, by what it acknowledged of each stream."""
    connection.execute(
        update(_SENT)
        .where(_SENT.c.number.not_in(_NOT_ARRIVED))
        .values(state=SentState.ACKNOWLEDGED.value)
    )


def arrived_names(connection: Connection) -> list[str]:
    """Return the names of the packets that the head office has whole by now, the oldest first.

    After a restore of its database it has less than it had: then so do these.
    """
    rows = select(_SENT.c.name).where(_SENT.c.number.not_in(_NOT_ARRIVED)).order_by(_SENT.c.number)
    return list(connection.execute(rows).scalars())


def note_received(connection: Connection, packet: ReceivedPacket) -> None:
    """Note what became of a packet, in the place of what was noted of it before."""
    values = {name: getattr(packet, name) for name in packet.__slots__}
    values["state"] = packet.state.value
    _replace(connection, _RECEIVED, values, "sha256")


def received_packet(connection: Connection, sha256: str) -> ReceivedPacket | None:
    """Return what is noted of a packet, None where it never came."""
    row = connection.execute(select(_RECEIVED).where(_RECEIVED.c.sha256 == sha256)).first()
    return None if row is None else ReceivedPacket(row[0], row[1], row[2], _state(row[3]), *row[4:])


def packets_in(connection: Connection, state: ReceivedState) -> tuple[ReceivedPacket, ...]:
    """Return the packets of a state, office by office in the order of their numbers."""
    rows = connection.execute(
        select(_RECEIVED)
        .where(_RECEIVED.c.state == state.value)
        .order_by(_RECEIVED.c.office, _RECEIVED.c.number)
    )
    return tuple(ReceivedPacket(r[0], r[1], r[2], _state(r[3]), *r[4:]) for r in rows)


def was_taken_since(connection: Connection, office: str, number: int, moment: str) -> bool:
    """Tell whether a packet of an office was taken whole, of a number and an instant or later."""
    return (
        connection.execute(
            select(_RECEIVED.c.sha256)
            .where(
                _RECEIVED.c.office == office,
                _RECEIVED.c.number >= number,
                _RECEIVED.c.state == ReceivedState.RECEIVED.value,
                _RECEIVED.c.received_at >= moment,
            )
            .limit(1)
        ).first()
        is not None
    )


def last_packets(connection: Connection, most: int) -> tuple[ReceivedPacket, ...]:
    """Return what came last, whatever became of it, the newest first."""
    rows = connection.execute(
        select(_RECEIVED)
        .order_by(_RECEIVED.c.received_at.desc(), _RECEIVED.c.office, _RECEIVED.c.number.desc())
        .limit(most)
    )
    return tuple(ReceivedPacket(r[0], r[1], r[2], _state(r[3]), *r[4:]) for r in rows)


def first_received(connection: Connection) -> dict[str, str]:
    """Return for each office the instant (UTC) at which the first of its streams came."""
    table = exchange_tables.received_stream
    rows = connection.execute(
        select(table.c.office, func.min(table.c.received_at)).group_by(table.c.office)
    )
    return {row[0]: row[1] for row in rows}


def offices_gaps(connection: Connection, office: str) -> tuple[Gap, ...]:
    """Return what is missing of an office's streams before packets that wait."""
    rows = connection.execute(select(_GAP).where(_GAP.c.office == office).order_by(_GAP.c.stream))
    return tuple(Gap(row.stream, row.first, row.last) for row in rows)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What the head office has of a stream, both saying the same; `kept` as in the table."""

    head: Head
    kept: int | None


def acknowledged_of(connection: Connection, stream: str) -> Acknowledged | None:
    """Return what was last acknowledged of a stream, None before the first time."""
    row = connection.execute(select(_ACKNOWLEDGED).where(_ACKNOWLEDGED.c.stream == stream)).first()
    return None if row is None else Acknowledged(Head(stream, row.seq, row.digest), row.kept)


def note_acknowledged(connection: Connection, acknowledged: Acknowledged, noted_at: str) -> None:
    """Note what the head office has of a stream; less than before is right after its restore."""
    head = acknowledged.head
    values = {
        "stream": head.stream,
        "seq": head.seq,
        "digest": head.digest,
        "kept": acknowledged.kept,
        "noted_at": noted_at,
    }
    _replace(connection, _ACKNOWLEDGED, values, "stream")


def _replace(connection: Connection, table: Table, values: dict[str, object], key: str) -> None:
    # Two plain statements: an upsert is spelled otherwise in each database.
    connection.execute(delete(table).where(table.c[key] == values[key]))
    connection.execute(insert(table).values(**values))


def _state(text: str) -> ReceivedState:
    return ReceivedState(text)

"""What leaves an office: one packet of all that the siège has not acknowledged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from otdesk import __version__
from otdesk.journal.entry import Head
from otdesk.store.list_items import lists_version
from otdesk.store.month_figures import month_figures, months_of
from otdesk.store.outgoing import sealed_between, spans_to_send
from otdesk.store.pairing_state import Partner
from otdesk.store.reading import driver
from otdesk.store.records import KINDS
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.store.transaction import head_of
from otdesk.sync.office_notes import content_of, note_made
from otdesk.sync.packet.entry_tables import entry_tables
from otdesk.sync.packet.manifest import MonthCount, StreamSpan
from otdesk.sync.packet.write import (
    Basis,
    MonthsSaid,
    SayMonths,
    StreamSource,
    Written,
    write_packet,
)
from otdesk.sync.packet_maker import make_packet
from otdesk.sync.post_keys import PostKeys

# Before packing: about a year of the largest office. What is left goes with the next packet.
CAP = 64 * 1024 * 1024
_CLOSED = (
    "SELECT DISTINCT month FROM month_declaration"
    " WHERE office = :office AND void_reason IS NULL ORDER BY month"
)
PERSONAL_KINDS = frozenset(kind.name for kind in KINDS.values() if kind.personal)


def write_next(store: Store, keys: PostKeys, partner: Partner, folder: Path) -> Written | None:
    """Write the next packet of this post into `folder`; None where nothing waits to leave."""
    content: dict[str, int] = {}

    def write(number: int) -> Written | None:
        with store.database.aside() as state:

            def months(spans: Sequence[StreamSpan]) -> MonthsSaid:
                # From there, too: a year of records is not counted while the counter waits.
                content.update(content_of(state, spans))
                return _months(state, store.identity.office)

            return _write(state, store, keys, partner, months, folder=folder, number=number)

    def note(connection: Connection, written: Written) -> None:
        note_made(connection, written.manifest.number, content)

    return make_packet(store, write, note)


def _write(
    connection: Connection,
    store: Store,
    keys: PostKeys,
    partner: Partner,
    months: SayMonths,
    *,
    folder: Path,
    number: int,
) -> Written | None:
    spans = spans_to_send(connection)
    if not spans:
        return None
    identity = store.identity
    held = head_of(connection, partner.stream)
    basis = Basis(
        schema=SCHEMA_VERSION,
        program=__version__,
        network=identity.network,
        office=identity.office,
        number=number,
        clock=store.clock.now().astimezone(store.zone).isoformat(timespec="seconds"),
        lists=lists_version(connection),
        acknowledged=acknowledgement_text(held, partner.acknowledged),
        reconstruction=identity.reconstruction,
        months=months,
    )
    sources = [
        StreamSource(
            Head(span.stream, span.first - 1, span.prev),
            sealed_between(connection, span.stream, span.first, span.last),
            span.parent,
        )
        for span in spans
    ]
    return write_packet(
        folder,
        basis,
        sources,
        entry_tables(),
        keys.signing.sign,
        personal_kinds=PERSONAL_KINDS,
        cap=CAP,
    )


def acknowledgement_text(held: Head, number: int) -> str:
    """Return what a post says of the siège: `<its stream> <how far held> <last number read>`."""
    return f"{held.stream} {held.seq} {number}"


def acknowledged_seq(text: str, stream: str) -> int:
    """Return how far a post says that it holds a stream of the siège; 0 where it says nothing."""
    return _acknowledged(text, stream, 1)


def acknowledged_number(text: str, stream: str) -> int:
    """Return the number of the last reply that a post says it read; 0 where it says nothing."""
    return _acknowledged(text, stream, 2)


def _acknowledged(text: str, stream: str, place: int) -> int:
    said = text.split(" ")
    if len(said) != 3 or said[0] != stream or not said[place].isdecimal():
        return 0
    return int(said[place])


def _months(connection: Connection, office: str) -> MonthsSaid:
    figures = [month_figures(connection, office, month) for month in months_of(connection, office)]
    closed = driver(connection).execute(_CLOSED, {"office": office})
    return MonthsSaid(
        tuple(MonthCount(f.month, f.counts, f.digest) for f in figures),
        tuple(month for (month,) in closed),
    )

"""How each packet of a folder is made: from one state of its database, then noted by its number."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from otdesk.store.exchange_state import next_number, note_sent
from otdesk.store.instants import instant
from otdesk.store.outgoing import Span
from otdesk.store.store import Store
from otdesk.sync.packet.write import Written

# Writes a packet of a number; None where nothing waits to leave.
Write = Callable[[int], Written | None]
# Notes something more of a packet that was written, in the transaction that notes it.
Note = Callable[[Connection, Written], None]


def make_packet(store: Store, write: Write, note: Note | None = None) -> Written | None:
    """Have the next packet written, and note it once its file lies there; None where none was.

    `write` reads a state aside (`Database.aside`): the counter does not wait. A packet that was cut
    short is made again under the same number.
    """
    with store.reading() as connection:
        number = next_number(connection)
    written = write(number)
    if written is None:
        return None
    spans = [
        Span(s.stream, s.parent, s.first, s.last, bytes.fromhex(s.prev), bytes.fromhex(s.head))
        for s in written.manifest.streams
        if s.count
    ]
    with store.writing_local() as connection:
        note_sent(connection, number, written.path.name, spans, instant(store.clock.now()))
        if note is not None:
            note(connection, written)
    return written

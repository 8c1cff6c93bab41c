"""How each packet of a folder is made: from a copy of its database, then noted by its number."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from otdesk.store.exchange_state import next_number, note_sent
from otdesk.store.instants import instant
from otdesk.store.outgoing import Span
from otdesk.store.store import Store
from otdesk.sync.packet.write import Written

# Writes a packet of a number from what the copy holds; None where nothing waits to leave.
Write = Callable[[Connection, int], Written | None]
# Notes something more of a packet that was written, in the transaction that notes it.
Note = Callable[[Connection, Written], None]


def make_packet(store: Store, write: Write, note: Note | None = None) -> Written | None:
    """Have the next packet written, and note it once its file lies there; None where none was.

    It is made from a state of its own of the database: the counter does not wait. A packet that was
    cut short is made again under the same number.
    """
    with store.reading() as connection:
        number = next_number(connection)
    with store.database.aside() as connection:
        written = write(connection, number)
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

"""Entries carried from one folder to another by hand: no packet, no mailbox, the store alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from otdesk.journal.chain import StoredEntry
from otdesk.store import outgoing, projection_queue, received
from otdesk.store.received import Reception, Source
from otdesk.store.store import Store
from tests.store.desk import Desk

SOURCE = Source("PDM", "ab" * 32, "2022-07-14T18:00:00+00:00")


def make_siege(root: Path, address: str | None = None) -> Store:
    """Return an open folder of the head office, on another machine than the desks below `root`.

    Its database is on a server where an `address` names one.
    """
    return Desk(
        root / "headquarters", "siege", office="SIEGE", role="siege", address=address
    ).create()


def to_send(store: Store, *, most: int = outgoing.MOST_ENTRIES) -> list[list[StoredEntry]]:
    """Return what a folder has to send, a list for each stream."""
    with store.reading() as connection:
        spans = outgoing.spans_to_send(connection, most=most)
        return [
            list(outgoing.entries_between(connection, span.stream, span.first, span.last))
            for span in spans
        ]


def take(
    store: Store,
    entries: Iterable[StoredEntry],
    source: Source = SOURCE,
    *,
    at_once: bool = False,
) -> Reception:
    """Receive the entries of one stream, without projecting them or with `at_once`."""
    with store.writing_local() as connection:
        return received.receive(connection, entries, source, at_once=at_once)


def project(store: Store) -> projection_queue.Projected:
    """Project all that waits."""
    with store.writing_local() as connection:
        return projection_queue.project_pending(connection)


def carry(sender: Store, receiver: Store) -> list[Reception]:
    """Send all that is not acknowledged and project it."""
    source = replace(SOURCE, office=sender.identity.office)
    found = [take(receiver, entries, source) for entries in to_send(sender)]
    project(receiver)
    return found


def rows(store: Store, statement: str) -> Sequence[tuple[object, ...]]:
    """Return what a statement finds."""
    with store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]

"""Taking in a packet whose file was opened and found whole: one transaction, then the tables.

Whatever becomes of it is noted: a packet never disappears, and may be given again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, delete, insert, select

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.services.workplace import SIEGE
from otdesk.store import exchange_tables, till_tables
from otdesk.store.exchange_state import (
    ReceivedPacket,
    ReceivedState,
    note_received,
    received_packet,
)
from otdesk.store.instants import instant
from otdesk.store.projection_queue import Refused, Unprojectable, project_pending
from otdesk.store.received import (
    BrokenEntries,
    Gap,
    Reception,
    Source,
    StreamWrittenHere,
    receive,
)
from otdesk.store.store import Store
from otdesk.store.transaction import SYSTEM, head_of

# Projected in one transaction: a counter next door waits so long, a fifth of a second.
_AT_ONCE = 5_000


class IncomingSpan(Protocol):
    """A part of a stream that a packet carries."""

    @property
    def stream(self) -> str:
        """Return the name of the stream."""
        ...

    @property
    def last(self) -> int:
        """Return the last number that is carried."""
        ...


class IncomingMonth(Protocol):
    """What the sender counts of its own month (`2026-07`)."""

    @property
    def month(self) -> str: ...  # noqa: D102 - its name says it
    @property
    def counts(self) -> Mapping[str, int]: ...  # noqa: D102 - its name says it
    @property
    def digest(self) -> str: ...  # noqa: D102 - its name says it


class IncomingManifest(Protocol):
    """What is wanted of a manifest; `clock` is the sender's, ISO 8601."""

    @property
    def office(self) -> str: ...  # noqa: D102 - its name says it
    @property
    def number(self) -> int: ...  # noqa: D102 - its name says it
    @property
    def clock(self) -> str: ...  # noqa: D102 - its name says it
    @property
    def streams(self) -> Sequence[IncomingSpan]: ...  # noqa: D102 - its name says it
    @property
    def months(self) -> Sequence[IncomingMonth]: ...  # noqa: D102 - its name says it
    @property
    def closed_months(self) -> Sequence[str]: ...  # noqa: D102 - its name says it


class IncomingPacket(Protocol):
    """A packet whose signature, sizes and sums were checked."""

    @property
    def manifest(self) -> IncomingManifest:
        """Return what it says of itself."""
        ...

    def entries(self, stream: str) -> Iterable[StoredEntry]:
        """Yield the entries of one of its streams, in the order of `seq`."""
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a packet; `reason` is French, empty where it was taken whole."""

    state: ReceivedState
    reason: str = ""
    receptions: tuple[Reception, ...] = ()

    @property
    def new(self) -> int:
        """Return how many entries were not known yet."""
        return sum(reception.new for reception in self.receptions)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return what is missing before the parts that wait."""
        return tuple(r.waits for r in self.receptions if r.waits is not None)


class ForeignStream(DataFault):
    """A packet goes on with a stream that belongs to another office."""


class ForeignRecord(DataFault):
    """A packet of an office holds a record that the siège alone makes."""


# Who is believed, what is locked, what was sent: an office's key never says so, were it stolen.
_OF_THE_SIEGE = frozenset({"post", "month_lock", "month_reopening", "list_item", "transfer_notice"})


def take_packet(store: Store, packet: IncomingPacket, sha256: str, place: str) -> Taken:
    """Take in a packet; `place` says where its raw file lies, in this folder's own terms.

    Parts of it that can be chained go in even where others wait. A part that is broken takes all
    of it back and puts it in quarantine. The tables follow in the same transaction; where they
    cannot, with `project`.
    """
    try:
        try:
            return _take(store, packet, sha256, place, at_once=True)
        except Unprojectable:
            # The journal is taken in all the same; `project` says which of them it is.
            return _take(store, packet, sha256, place, at_once=False)
    except StreamWrittenHere:
        if not _leave(store, packet):
            reason = _("Il prolonge un journal que ce dossier écrit lui-même.")
            return _quarantined(store, packet, sha256, place, reason)
        return _take(store, packet, sha256, place, at_once=False)
    except (BrokenEntries, ForeignStream, ForeignRecord) as fault:
        return _quarantined(store, packet, sha256, place, str(fault))


def set_aside(
    store: Store, manifest: IncomingManifest, sha256: str, place: str, taken: Taken
) -> Taken:
    """Note a packet that is not taken in, quarantined or of a later version; return `taken`."""
    with store.writing_local() as connection:
        known = received_packet(connection, sha256)
        if known is None or known.state is not ReceivedState.RECEIVED:
            note_received(connection, _noted(store, manifest, sha256, place, taken))
    return taken


def _quarantined(
    store: Store, packet: IncomingPacket, sha256: str, place: str, reason: str
) -> Taken:
    taken = Taken(ReceivedState.QUARANTINED, reason)
    return set_aside(store, packet.manifest, sha256, place, taken)


def project(store: Store) -> tuple[Refused, ...]:
    """Bring the tables up to the journal, a short transaction at a time; return what gives no row.

    It may be cut short anywhere, and is then called again.
    """
    refused: tuple[Refused, ...] = ()
    while True:
        with store.writing_local() as connection:
            step = project_pending(connection, most=_AT_ONCE)
        refused += step.refused
        if step.is_done:
            return refused


def _take(store: Store, packet: IncomingPacket, sha256: str, place: str, *, at_once: bool) -> Taken:
    manifest = packet.manifest
    source = Source(manifest.office, sha256, instant(store.clock.now()))
    with store.writing_local() as connection:
        _refuse_foreign(connection, manifest)
        receptions = tuple(
            receive(connection, _entries(packet, span.stream), source, at_once=at_once)
            for span in manifest.streams
        )
        taken = Taken(ReceivedState.RECEIVED, "", receptions)
        if taken.gaps:
            taken = Taken(ReceivedState.WAITING, _missing(taken.gaps), receptions)
        note_received(connection, _noted(store, manifest, sha256, place, taken))
        _note_months(connection, manifest, source.received_at)
    return taken


def _entries(packet: IncomingPacket, stream: str) -> Iterable[StoredEntry]:
    """Yield the entries of a stream. Raises ForeignRecord at what its sender may not say."""
    is_office = packet.manifest.office != SIEGE
    for entry in packet.entries(stream):
        if is_office and entry.header.kind in _OF_THE_SIEGE:
            raise ForeignRecord(
                _(
                    "Le n° {seq} du journal {stream} est une décision que seul le siège prend."
                ).format(seq=entry.header.seq, stream=stream)
            )
        yield entry


def _refuse_foreign(connection: Connection, manifest: IncomingManifest) -> None:
    table = exchange_tables.received_stream
    names = [span.stream for span in manifest.streams]
    foreign = connection.execute(
        select(table.c.stream, table.c.office).where(
            table.c.stream.in_(names), table.c.office != manifest.office
        )
    ).first()
    if foreign is not None:
        raise ForeignStream(
            _("Le journal {stream} est celui de {theirs}, le paquet est de {office}.").format(
                stream=foreign.stream, theirs=foreign.office, office=manifest.office
            )
        )


def _leave(store: Store, packet: IncomingPacket) -> bool:
    """Leave to another post of the office the streams that it goes on with; tell whether any were.

    All that lies here of them is the beginning of what came: nothing is to be said again. A till
    that another post writes is that post's, with its totals: this one begins another.
    """
    if packet.manifest.office != store.identity.office:
        return False
    lasts = {span.stream: span.last for span in packet.manifest.streams}
    has_left = False
    with store.writing(SYSTEM) as transaction:
        connection, here = transaction.connection, till_tables.till_here
        head = head_of(connection, transaction.stream)
        if lasts.get(head.stream, 0) > head.seq:
            transaction.leave_stream(kept_seq=head.seq, seen_seq=lasts[head.stream])
            has_left = True
        till = connection.execute(select(here.c.stream)).scalar_one_or_none()
        if till is not None and lasts.get(till, 0) > head_of(connection, till).seq:
            connection.execute(delete(here))
            has_left = True
    return has_left


def _noted(
    store: Store, manifest: IncomingManifest, sha256: str, place: str, taken: Taken
) -> ReceivedPacket:
    now = store.clock.now()
    theirs = datetime.fromisoformat(manifest.clock)
    return ReceivedPacket(
        sha256=sha256,
        office=manifest.office,
        number=manifest.number,
        state=taken.state,
        reason=taken.reason,
        place=place,
        received_at=instant(now),
        their_clock=manifest.clock,
        clock_offset=round((theirs - now).total_seconds()),
    )


def _missing(gaps: Sequence[Gap]) -> str:
    text = _("Il manque les entrées {first} à {last} du journal {stream}.")
    return " ".join(text.format(first=g.first, last=g.last, stream=g.stream) for g in gaps)


def _speaks_later(connection: Connection, manifest: IncomingManifest, number: int) -> bool:
    """Tell whether a packet was made after one of a higher number: by another post, that is.

    Each post counts its own packets, and a new PC begins again at 1.
    """
    packet = exchange_tables.received_packet
    clocks = connection.execute(
        select(packet.c.their_clock).where(
            packet.c.office == manifest.office, packet.c.number == number
        )
    ).scalars()
    said = [datetime.fromisoformat(clock) for clock in clocks if clock]
    return bool(said) and datetime.fromisoformat(manifest.clock) > max(said)


def _note_months(connection: Connection, manifest: IncomingManifest, moment: str) -> None:
    """Keep what the sender last said of each of its months."""
    table = exchange_tables.declared_month
    closed = set(manifest.closed_months)
    said = {m.month: (canonical.encode(dict(m.counts)).decode(), m.digest) for m in manifest.months}
    for month in sorted(closed | said.keys()):
        of_month = (table.c.office == manifest.office) & (table.c.month == month)
        last = connection.execute(select(table.c.number).where(of_month)).scalar_one_or_none()
        if (
            last is not None
            and last > manifest.number
            and not _speaks_later(connection, manifest, last)
        ):
            continue
        counts, digest = said.get(month, ("{}", ""))
        connection.execute(delete(table).where(of_month))
        connection.execute(
            insert(table).values(
                office=manifest.office,
                month=month,
                number=manifest.number,
                counts=counts,
                digest=digest,
                closed=int(month in closed),
                declared_at=moment,
            )
        )

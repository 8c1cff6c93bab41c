"""The siège's mailroom: each file that comes is kept, opened, and taken in or put aside.

Raw files lie in `<data>/recus/` under their SHA-256, those that were refused in
`<data>/quarantaine/`: nothing that came is ever lost, and a rebuild reads them again. One that was
taken in keeps no personal contents: the database has them, and can erase them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otdesk.headquarters.answering import note_read
from otdesk.headquarters.archives import RECEIVED, drop_persons, note_order
from otdesk.headquarters.posts import known_posts, trusted_key
from otdesk.headquarters.unknown_codes import UnknownCode, count_unknown_codes
from otdesk.services.sync.reception import Taken, project, take_packet
from otdesk.services.workplace import Workplace
from otdesk.store import durable
from otdesk.store.exchange_state import (
    ReceivedPacket,
    ReceivedState,
    note_received,
    packets_in,
    received_packet,
)
from otdesk.store.file_digest import sha256_of
from otdesk.store.instants import instant
from otdesk.store.pairing_state import note_listener
from otdesk.store.store import Store
from otdesk.sync.outbox import acknowledged_number, acknowledged_seq
from otdesk.sync.packet.encryption import SUFFIX, decrypt
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.limits import LIMITS, Limits
from otdesk.sync.packet.read import Packet, TrustedKey, open_archived, open_packet
from otdesk.sync.post_keys import PostKeys

QUARANTINE = "quarantaine"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What became of one file: whose it says to be, which number, and what was done with it.

    `office` is empty and `number` 0 where nothing of it could be believed.
    """

    name: str
    office: str
    number: int
    taken: Taken


def take_file(store: Store, keys: PostKeys, path: Path) -> Incoming:
    """Take in a file that came; the same one again changes nothing.

    The file itself is copied first and stays where it was. Raises an EnvironmentFault, OSError
    and UnusableKey; a file that is no good packet is put in quarantine, and raises nothing.
    """
    try:
        kept = _kept(store, keys, path)
    except RefusedPacket as refusal:
        return _refused(store, path, path, refusal)
    incoming = _take(store, kept, path.name)
    if incoming.taken.state is not ReceivedState.QUARANTINED:
        note_order(store, kept.stem)
    if incoming.taken.state is ReceivedState.RECEIVED and incoming.taken.new:
        _take_waiting(store)
    project(store)
    return incoming


def recount(workplace: Workplace, store: Store) -> tuple[UnknownCode, ...]:
    """Count the unknown codes anew, after files were taken in."""
    with store.writing_local() as connection:
        return count_unknown_codes(connection, workplace.lists)


def trusted_posts(store: Store) -> tuple[TrustedKey, ...]:
    """Return the keys of every confirmed post that was not revoked."""
    with store.reading() as connection:
        posts = known_posts(connection)
    return tuple(trusted_key(post, store.identity.network) for post in posts if post.is_trusted)


def _kept(store: Store, keys: PostKeys, path: Path) -> Path:
    """Return the packet as it is kept: decrypted where it came so, under the SHA-256 of itself."""
    folder = store.folder / RECEIVED
    folder.mkdir(exist_ok=True)
    if path.name.endswith(SUFFIX):
        opened = decrypt(path, keys.opening.secret, folder, LIMITS)
        kept = folder / f"{sha256_of(opened)}.zip"
        opened.replace(kept)
        return kept
    digest = sha256_of(path)
    kept = folder / f"{digest}.zip"
    # One that came before has lost its personal contents since; a packet is sealed whole.
    if kept != path and (not kept.exists() or sha256_of(kept) != digest):
        durable.copy(path, kept)
    return kept


def _take(
    store: Store,
    kept: Path,
    name: str,
    opened: Callable[[Path, Limits, Iterable[TrustedKey]], Packet] = open_packet,
) -> Incoming:
    try:
        with opened(kept, LIMITS, trusted_posts(store)) as packet:
            taken = take_packet(store, packet, kept.stem, f"{RECEIVED}/{kept.name}")
            manifest = packet.manifest
            if taken.state is not ReceivedState.QUARANTINED:
                _hear(store, packet)
            is_whole = packet.has_personal
        if is_whole and taken.state is ReceivedState.RECEIVED:
            drop_persons(kept)
    except RefusedPacket as refusal:
        return _refused(store, kept, Path(name), refusal)
    return Incoming(name, manifest.office, manifest.number, taken)


def _hear(store: Store, packet: Packet) -> None:
    """Note how far the post says that it holds the siège's own stream."""
    seq = acknowledged_seq(packet.manifest.acknowledged, store.stream)
    with store.writing_local() as connection:
        note_listener(
            connection,
            packet.signed_by.key.raw.hex(),
            packet.manifest.office,
            stream=store.stream,
            seq=seq,
            moment=instant(store.clock.now()),
        )
        read = acknowledged_number(packet.manifest.acknowledged, store.stream)
        note_read(connection, packet.signed_by.key.raw.hex(), read)


def _take_waiting(store: Store) -> None:
    """Try again the packets that waited for what came just now."""
    with store.reading() as connection:
        waiting = packets_in(connection, ReceivedState.WAITING)
    for packet in waiting:
        kept = store.folder / packet.place
        if kept.exists():
            # It was believed whole when it came; one of a rebuild has lost its persons since.
            _take(store, kept, kept.name, open_archived)


def _refused(store: Store, file: Path, came_as: Path, refusal: RefusedPacket) -> Incoming:
    """Keep a refused file in quarantine, with its reason; one of a later version waits."""
    digest = sha256_of(file)
    is_newer = refusal.reason is RefusalReason.NEWER
    state = ReceivedState.NEWER if is_newer else ReceivedState.QUARANTINED
    folder = RECEIVED if is_newer else QUARANTINE
    place = store.folder / folder / f"{digest}{_ending(came_as)}"
    if file != place:
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            durable.copy(file, place)
        if file.parent == store.folder / RECEIVED:
            file.unlink()
    taken = Taken(state, str(refusal))
    now: datetime = store.clock.now()
    with store.writing_local() as connection:
        known = received_packet(connection, digest)
        name = came_as.name
        if known is not None and not known.office and name == place.name:
            # Tried again from the quarantine: under what name it came is kept.
            name = known.reason.partition(" : ")[0]
        if known is None or known.state is not ReceivedState.RECEIVED:
            note_received(
                connection,
                ReceivedPacket(
                    sha256=digest,
                    office="",
                    number=0,
                    state=state,
                    reason=f"{name} : {refusal}",
                    place=f"{folder}/{place.name}",
                    received_at=instant(now),
                    their_clock="",
                    clock_offset=0,
                ),
            )
    return Incoming(came_as.name, "", 0, taken)


def _ending(path: Path) -> str:
    return f".zip{SUFFIX}" if path.name.endswith(SUFFIX) else ".zip"

"""A siège rebuilt from the packets that one archived: the same figures and digests once more.

They are taken in the order in which they came: where a disk was copied, the history that came
first is the one that is held, and the offices said the other one again because of it. Without
that order, which `archives` notes beside them, their own clocks tell it, and a copy may be read
the other way round: what is then in no table is counted, and its post says it again.

Believed are all posts that this siège confirmed, revoked ones too: what they had sent stood, and
a stranger's packet never lay in this folder. A new siège confirms its posts first. What it does not
believe or cannot read stays where it is, is told, and holds up nothing. Personal contents are not
in an archive: a backup has them, and an office sends what its siège has not acknowledged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, func, select

from otdesk.errors import DataFault
from otdesk.headquarters.archives import (
    RECEIVED,
    believed_once,
    digest_of,
    drop_persons,
    in_order,
    note_order,
)
from otdesk.headquarters.mailroom import recount
from otdesk.i18n import _
from otdesk.services.sync.reception import Taken, project, take_packet
from otdesk.services.workplace import Workplace
from otdesk.store import durable, exchange_tables, tables
from otdesk.store.exchange_state import ReceivedState, received_packet
from otdesk.store.store import Store
from otdesk.store.transaction import head_of
from otdesk.sync.mailbox.exchange import UNWATCHED, Watch
from otdesk.sync.packet.container import Container
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.manifest import read_manifest
from otdesk.sync.packet.read import TrustedKey, open_archived


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, in packets and entries; `untold` entries of copies are in no table.

    `waiting` names the files before which something is missing, `refused` those that are not
    believed or cannot be read, each with its reason.
    """

    taken: int = 0
    known: int = 0
    entries: int = 0
    untold: int = 0
    waiting: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def rebuild(workplace: Workplace, store: Store, folder: Path, watch: Watch = UNWATCHED) -> Rebuilt:
    """Take in every packet of an archive that is not held yet; cut short, it goes on later.

    Raises DataFault where the folder holds none, OSError, MailboxCancelled.
    """
    done = take_archived(store, folder, watch)
    recount(workplace, store)
    return done


def take_archived(store: Store, folder: Path, watch: Watch = UNWATCHED) -> Rebuilt:
    """Take in an archive, without counting the unknown codes anew. Raises as `rebuild`."""
    files = _ordered(folder)
    if not files:
        raise DataFault(_("Aucun envoi archivé dans {}. Rien n’a été changé.").format(folder))
    done, keys = Rebuilt(), believed_once(store)
    waiting: list[tuple[Path, Taken]] = []
    for place, path in enumerate(files):
        watch.passed(place, len(files))
        taken = _take(store, keys, path, done)
        if taken is not None and taken.state is ReceivedState.WAITING:
            waiting.append((path, taken))
        elif taken is not None and taken.new:
            waiting = _tried_again(store, keys, waiting, done)
    project(store)
    done.waiting = [path.name for path, _taken in waiting]
    done.untold = _untold(store)
    watch.passed(len(files), len(files))
    return done


def _ordered(folder: Path) -> list[Path]:
    files = {digest_of(path): path for path in sorted(folder.glob("*.zip"))}
    listed = [files[digest] for digest in in_order(folder) if digest in files]
    others = set(files.values()) - set(listed)
    return [*listed, *sorted(others, key=lambda path: (_clock(path), path.name))]


def _clock(path: Path) -> tuple[float, int]:
    """Return when a packet says that it was made, and its number: for the order, unbelieved."""
    try:
        with path.open("rb") as file:
            container = Container(file, LIMITS)
            said = read_manifest(container.whole(container.manifest))
    except RefusedPacket:
        return 0.0, 0
    return datetime.fromisoformat(said.clock).timestamp(), said.number


def _take(store: Store, keys: Sequence[TrustedKey], path: Path, done: Rebuilt) -> Taken | None:
    """Take in one file; None where it is known, or refused."""
    digest = digest_of(path)
    with store.reading() as connection:
        known = received_packet(connection, digest)
    if known is not None and known.state is ReceivedState.RECEIVED:
        done.known += 1
        return None
    kept = store.folder / RECEIVED / f"{digest}.zip"
    try:
        with open_archived(path, LIMITS, keys) as packet:
            if not kept.exists():
                kept.parent.mkdir(exist_ok=True)
                durable.copy(path, kept)
            taken = take_packet(store, packet, digest, f"{RECEIVED}/{kept.name}")
            is_whole = packet.has_personal
    except RefusedPacket as refusal:
        done.refused.append((path.name, str(refusal)))
        return None
    if taken.state is ReceivedState.QUARANTINED:
        done.refused.append((path.name, taken.reason))
        return None
    note_order(store, digest)
    done.entries += taken.new
    if taken.state is ReceivedState.RECEIVED:
        done.taken += 1
        if is_whole:
            drop_persons(kept)
    return taken


def _tried_again(
    store: Store,
    keys: Sequence[TrustedKey],
    waiting: list[tuple[Path, Taken]],
    done: Rebuilt,
) -> list[tuple[Path, Taken]]:
    """Take in what waited for what came just now; return what waits still."""
    while ready := [each for each in waiting if _is_filled(store, each[1])]:
        waiting = [each for each in waiting if each not in ready]
        for path, _before in ready:
            taken = _take(store, keys, path, done)
            if taken is not None and taken.state is ReceivedState.WAITING:
                waiting.append((path, taken))
    return waiting


def _is_filled(store: Store, taken: Taken) -> bool:
    with store.reading() as connection:
        return all(head_of(connection, gap.stream).seq >= gap.last for gap in taken.gaps)


def _untold(store: Store) -> int:
    """Count what lies among the second histories alone, tills aside, which never say it again."""
    forked, journal = exchange_tables.forked_entry, tables.journal
    said = exists().where(
        journal.c.uid == forked.c.uid, journal.c.payload_digest == forked.c.payload_digest
    )
    counted = (
        select(func.count())
        .select_from(forked)
        .where(
            ~said,
            forked.c.kind.not_like("till%"),
            forked.c.kind.not_in(("folder", "stream_origin")),
        )
    )
    with store.reading() as connection:
        found: int = connection.execute(counted).scalar_one()
    return found

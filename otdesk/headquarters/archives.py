"""What the siège keeps of the packets that it took in: the journal's proof, and no person.

The files of `<data>/recus/` are named by the SHA-256 that each had when it came. Once its entries
are in the database, where a person can be erased, a file is written again without its personal
contents: signature, sums and chain still prove the rest (`sync.packet.archive`).
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from otdesk.headquarters.posts import known_posts, trusted_key
from otdesk.store.exchange_state import ReceivedState, packets_in
from otdesk.store.file_digest import sha256_of
from otdesk.store.instants import instant
from otdesk.store.store import Store
from otdesk.sync.packet.archive import drop_personal, drop_verified
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.read import TrustedKey

RECEIVED = "recus"
# In that folder: the instant (UTC) up to which all that was taken in was gone through.
_GONE_THROUGH = "sans-personnes"
# Beside it: the names of all that came, in the order in which they came first.
_ORDER = "ordre.txt"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEPT = (ReceivedState.RECEIVED, ReceivedState.WAITING, ReceivedState.NEWER)
_LOG = logging.getLogger(__name__)


def believed_once(store: Store) -> tuple[TrustedKey, ...]:
    """Return the keys of every post that was ever confirmed: what each sent before still stands."""
    with store.reading() as connection:
        posts = known_posts(connection)
    return tuple(trusted_key(post, store.identity.network) for post in posts)


def digest_of(path: Path) -> str:
    """Return the SHA-256 under which a packet came: its name in the archive, else its own."""
    return path.stem if _SHA256.fullmatch(path.stem) else sha256_of(path)


def note_order(store: Store, digest: str) -> None:
    """Note that a packet came after all those before it; `rebuilding` takes them in that order."""
    file = store.folder / RECEIVED / _ORDER
    lines = [digest]
    if not file.exists():
        # A folder of an earlier version: what the database says of those that came before.
        with store.reading() as connection:
            known = [each for state in _KEPT for each in packets_in(connection, state)]
        known.sort(key=lambda each: (each.received_at, each.their_clock, each.number))
        lines = [*(each.sha256 for each in known if each.sha256 != digest), digest]
    with file.open("a", encoding="utf-8") as ended:
        ended.writelines(f"{line}\n" for line in lines)


def in_order(folder: Path) -> list[str]:
    """Return the SHA-256 of what came into an archive, in the order in which it came first."""
    file = folder / _ORDER
    if not file.exists():
        return []
    return list(dict.fromkeys(file.read_text("utf-8").split()))


def drop_persons(path: Path) -> None:
    """Drop the personal contents of an archived packet that was opened and taken in just now.

    What cannot be written now is told in the log, blocks nothing, and is tried at the next round.
    """
    try:
        drop_verified(path, LIMITS)
    except OSError as error:
        _keeps(path, error)


def drop_what_was_left(store: Store) -> None:
    """Drop the personal contents that could not be dropped when their packet was taken in.

    Only what came since the last time is gone through; all of it once, in a folder of an earlier
    version.
    """
    mark = store.folder / RECEIVED / _GONE_THROUGH
    if not mark.parent.exists():
        # Restored into a new folder: the archive is where it was.
        return
    now = instant(store.clock.now())
    since = mark.read_text("utf-8") if mark.exists() else ""
    if since > now:
        # The clock was put back: what came since would never be reached.
        since = ""
    with store.reading() as connection:
        taken = packets_in(connection, ReceivedState.RECEIVED)
    keys = believed_once(store)
    places = [store.folder / each.place for each in taken if each.received_at >= since]
    # Each of them, whatever became of the one before.
    left = [path for path in places if not _is_gone(path, keys)]
    if places and not left:
        mark.write_text(now, "utf-8")


def _is_gone(path: Path, keys: tuple[TrustedKey, ...]) -> bool:
    """Tell whether no personal contents are left in a file, as far as can ever be."""
    try:
        if path.exists():
            drop_personal(path, LIMITS, keys)
    except OSError as error:
        _keeps(path, error)
        return False
    except RefusedPacket as refusal:
        # Rotten on the disk, or damaged by hand: nothing of it is believed, nor written again.
        _LOG.warning("%s is no packet any more: %s", path, refusal)
    return True


def _keeps(path: Path, error: OSError) -> None:
    _LOG.warning("%s keeps its personal contents for now: %s", path, error)

"""One round of an office: what waits leaves, what the siège answered is taken in."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services.workplace import SIEGE
from otdesk.store.exchange_state import SentState, mark_sent
from otdesk.store.instants import instant
from otdesk.store.pairing_state import Partner, fetched, note_fetched, partner
from otdesk.store.store import Store
from otdesk.sync.acknowledgement_file import UnreadableAcknowledgement
from otdesk.sync.inbox import Heard, NotForThisOffice, read_reply
from otdesk.sync.mailbox.exchange import UNWATCHED, Box, Mailbox, Sender, Watch
from otdesk.sync.mailbox.faults import NameTaken
from otdesk.sync.outbox import write_next
from otdesk.sync.packet.encryption import encrypt
from otdesk.sync.packet.faults import RefusedPacket
from otdesk.sync.packet.write import Written
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.returned_file import UnreadableReturn

OUTBOX = "envois"
# What a file of the siège may be wrong with: it is told, and the others are read.
_UNUSABLE = (RefusedPacket, NotForThisOffice, UnreadableAcknowledgement, UnreadableReturn)


class NotPaired(DataFault):
    """This post knows no siège yet."""


@dataclass(slots=True)
class Round:
    """What a round did: the packet that left, what was heard, and files that were refused."""

    sent: Written | None = None
    heard: list[Heard] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def known_partner(store: Store) -> Partner:
    """Return this post's siège. Raises NotPaired."""
    with store.reading() as connection:
        known = partner(connection)
    if known is None:
        raise NotPaired(
            _(
                "Ce poste n’est pas encore appairé avec le siège. Rien n’est perdu : tout reste "
                "ici. Demandez une invitation au siège, puis « otdesk pair FICHIER »."
            )
        )
    return known


def send(
    store: Store, keys: PostKeys, known: Partner, sender: Sender, watch: Watch
) -> Written | None:
    """Make the next packet and deliver it; None where nothing waits.

    It stays in `<data>/envois` until the next one: a line that was cut loses nothing. Raises
    MailboxFault, MailboxCancelled.
    """
    folder = store.folder / OUTBOX
    folder.mkdir(exist_ok=True)
    written = write_next(store, keys, known, folder)
    if written is None:
        return None
    try:
        sender.deliver(Box.FROM_OFFICES, written.path, watch)
    except NameTaken:
        # Two posts that pass on the same entries in the same second say the same under one number,
        # each with its own signature: the next number is this post's alone.
        written = write_next(store, keys, known, folder) or written
        sender.deliver(Box.FROM_OFFICES, written.path, watch)
    with store.writing_local() as connection:
        mark_sent(connection, written.manifest.number, SentState.DELIVERED)
    for old in folder.iterdir():
        if old != written.path:
            old.unlink()
    return written


def hear(store: Store, known: Partner, mailbox: Mailbox, watch: Watch) -> Round:
    """Take in what the siège left for this office and was not taken in yet."""
    done = Round()
    with store.reading() as connection:
        seen = fetched(connection)
    prefix = reply_prefix(store.identity.office)
    with tempfile.TemporaryDirectory(prefix="otdesk-recu-", dir=store.folder) as place:
        items = [
            item
            for item in mailbox.list(Box.FROM_SIEGE)
            if item.name.startswith(prefix) and item.name not in seen
        ]
        for item in sorted(items, key=lambda item: _number(item.name)):
            target = Path(place) / item.name
            mailbox.fetch(Box.FROM_SIEGE, item, target, watch)
            try:
                done.heard.append(read_reply(store, known, target))
            except _UNUSABLE as refusal:
                done.refused.append((item.name, str(refusal)))
            with store.writing_local() as connection:
                note_fetched(connection, item.name, instant(store.clock.now()))
    return done


def exchange(store: Store, keys: PostKeys, mailbox: Mailbox, watch: Watch = UNWATCHED) -> Round:
    """Send and hear. Raises NotPaired, MailboxFault, MailboxCancelled."""
    known = known_partner(store)
    # What the siège holds is heard first: less is then to be sent.
    done = hear(store, known, mailbox, watch)
    done.sent = send(store, keys, known_partner(store), mailbox, watch)
    return done


def export(store: Store, keys: PostKeys, folder: Path) -> Path | None:
    """Write the next packet into a folder, encrypted for the siège; None where nothing waits."""
    known = known_partner(store)
    with tempfile.TemporaryDirectory(prefix="otdesk-envoi-", dir=store.folder) as place:
        written = write_next(store, keys, known, Path(place))
        if written is None:
            return None
        return encrypt(written.path, known.recipient, folder)


def reply_prefix(office: str) -> str:
    """Return how the names of the siège's replies to an office begin in a mailbox."""
    return f"{office}_{SIEGE}_"


def _number(name: str) -> int:
    with suppress(IndexError, ValueError):
        return int(name.split("_")[2])
    return 0

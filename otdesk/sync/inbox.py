"""What comes to an office: the siège's packet, with its own stream and its acknowledgement."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.chain import StoredEntry
from otdesk.journal.minisign import PublicKey
from otdesk.services.sync.acknowledgement import Outcome, take_acknowledgement
from otdesk.services.sync.reception import Taken, project, take_packet
from otdesk.services.workplace import SIEGE
from otdesk.store.exchange_state import mark_arrived
from otdesk.store.file_digest import sha256_of
from otdesk.store.instants import instant
from otdesk.store.pairing_state import Partner, note_heard
from otdesk.store.store import Store
from otdesk.sync import returned_file
from otdesk.sync.acknowledgement_file import (
    NAME,
    Acknowledgement,
    UnreadableAcknowledgement,
)
from otdesk.sync.office_notes import note_said
from otdesk.sync.packet.encryption import SUFFIX, decrypt
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.manifest import MonthCount, StreamSpan
from otdesk.sync.packet.read import Packet, TrustedKey, open_packet
from otdesk.sync.post_keys import PostKeys
from otdesk.sync.returned_file import ReturnedPart, UnreadableReturn


class NotForThisOffice(DataFault):
    """The siège's packet is addressed to another office."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a packet of the siège brought.

    `said` is its acknowledgement, `taken` what became of the siège's entries, `outcome` what the
    office did where its journal and the siège's part. `returned` tells of the office's own records
    that the siège gives back; then `taken` is what became of these.
    """

    said: Acknowledgement
    taken: Taken
    outcome: Outcome
    returned: ReturnedPart | None = None


def read_reply(store: Store, partner: Partner, path: Path) -> Heard:
    """Take in a packet of the siège. It may come twice, late or out of order.

    Raises RefusedPacket where it is not whole or not the siège's, NotForThisOffice.
    """
    key = PublicKey.of(bytes.fromhex(partner.public_key))
    trusted = TrustedKey(key, store.identity.network, SIEGE)
    with open_packet(path, LIMITS, [trusted]) as packet:
        said = Acknowledgement.decoded(_attached(packet))
        if said.office != store.identity.office:
            raise NotForThisOffice(
                _("« {name} » s’adresse au bureau {office}. Rien n’a été changé.").format(
                    name=path.name, office=said.office
                )
            )
        returned = _returned(packet, store.identity.office)
        incoming = packet if returned is None else _OwnRecords(packet, store.identity.office)
        taken = take_packet(store, incoming, sha256_of(path), path.name)
    project(store)
    outcome = take_acknowledgement(store, said.heads)
    with store.writing_local() as connection:
        note_heard(connection, partner, said.number, instant(store.clock.now()))
        mark_arrived(connection)
        note_said(connection, said, instant(store.clock.now()))
    return Heard(said, taken, outcome, returned)


def read_file(store: Store, keys: PostKeys, partner: Partner, path: Path) -> Heard:
    """Take in a file of the siège that came by hand, encrypted for this post or not.

    Raises as `read_reply`.
    """
    if not path.name.endswith(SUFFIX):
        return read_reply(store, partner, path)
    with tempfile.TemporaryDirectory(prefix="otdesk-recu-", dir=store.folder) as place:
        opened = decrypt(path, keys.opening.secret, Path(place), LIMITS)
        return read_reply(store, partner, opened)


@dataclass(frozen=True, slots=True)
class _OwnManifest:
    """What the siège's manifest says of streams that are this office's own."""

    office: str
    number: int
    clock: str
    streams: Sequence[StreamSpan]
    months: Sequence[MonthCount] = ()
    closed_months: Sequence[str] = ()


class _OwnRecords:
    """A packet of the siège that carries this office's own streams back."""

    def __init__(self, packet: Packet, office: str) -> None:
        self._packet = packet
        said = packet.manifest
        self.manifest = _OwnManifest(office, said.number, said.clock, said.streams)

    def entries(self, stream: str) -> Iterable[StoredEntry]:
        """Yield the entries of one of its streams, in the order of `seq`."""
        return self._packet.entries(stream)


def _returned(packet: Packet, office: str) -> ReturnedPart | None:
    """Return what is given back with a packet; None where it is a mere reply."""
    try:
        said = ReturnedPart.decoded(packet.attached(returned_file.NAME))
    except KeyError:
        return None
    if said.office != office:
        raise UnreadableReturn(
            _("Le siège rend ici les données de {} : rien n’a été changé.").format(said.office)
        )
    return said


def _attached(packet: Packet) -> bytes:
    try:
        return packet.attached(NAME)
    except KeyError as error:
        raise UnreadableAcknowledgement(
            _("Ce fichier du siège n’a pas d’accusé. Rien n’a été changé ; prévenez le siège.")
        ) from error

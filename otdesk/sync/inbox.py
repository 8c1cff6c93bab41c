"""What comes to an office: the siège's packet, with its own stream and its acknowledgement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal.minisign import PublicKey
from otdesk.services.sync.acknowledgement import Outcome, take_acknowledgement
from otdesk.services.sync.reception import Taken, project, take_packet
from otdesk.services.workplace import SIEGE
from otdesk.store.exchange_state import mark_arrived
from otdesk.store.instants import instant
from otdesk.store.pairing_state import Partner, note_heard
from otdesk.store.store import Store
from otdesk.sync.acknowledgement_file import (
    NAME,
    Acknowledgement,
    UnreadableAcknowledgement,
)
from otdesk.sync.office_notes import note_said
from otdesk.sync.packet.limits import LIMITS
from otdesk.sync.packet.read import Packet, TrustedKey, open_packet


class NotForThisOffice(DataFault):
    """The siège's packet is addressed to another office."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a packet of the siège brought.

    `said` is its acknowledgement, `taken` what became of the siège's entries, `outcome` what the
    office did where its journal and the siège's part.
    """

    said: Acknowledgement
    taken: Taken
    outcome: Outcome


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
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        taken = take_packet(store, packet, digest, path.name)
    project(store)
    outcome = take_acknowledgement(store, said.heads)
    with store.writing_local() as connection:
        note_heard(connection, partner, said.number, instant(store.clock.now()))
        mark_arrived(connection)
        note_said(connection, said, instant(store.clock.now()))
    return Heard(said, taken, outcome)


def _attached(packet: Packet) -> bytes:
    try:
        return packet.attached(NAME)
    except KeyError as error:
        raise UnreadableAcknowledgement(
            _("Ce fichier du siège n’a pas d’accusé. Rien n’a été changé ; prévenez le siège.")
        ) from error

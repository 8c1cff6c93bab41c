"""What was put in quarantine: which office it seems to come from, and whether it was made good.

A refused file is not believed, and so has no office of its own: the name that it came under is a
hint for the telephone and for the acknowledgement, and no figure ever hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from otdesk.headquarters.posts import known_posts
from otdesk.store.exchange_state import ReceivedPacket, ReceivedState, packets_in, was_taken_since
from otdesk.store.pairing_state import last_heard

# `VIA_44_0123456789abcdef.zip`, as `sync.packet.write` names a packet.
_NAME = re.compile(r"(?P<office>[A-Z0-9]+)_(?P<number>\d+)_[0-9a-f]{16}\.zip")
_PARTED = " : "


@dataclass(frozen=True, slots=True)
class PutAside:
    """A quarantined packet. `office` and `number` are those of its name where `is_hint`.

    `is_healed`: a later packet of the office was taken since, which brings all that was lost; or
    each post that is believed was heard since: what only a revoked one had is not taken any more.
    """

    packet: ReceivedPacket
    name: str
    reason: str
    office: str
    number: int
    is_hint: bool
    is_healed: bool


def put_aside(connection: Connection, offices: Sequence[str]) -> tuple[PutAside, ...]:
    """Return what lies in quarantine, the last that came first."""
    heard = _heard(connection)
    found = [
        _described(connection, packet, offices, heard)
        for packet in packets_in(connection, ReceivedState.QUARANTINED)
    ]
    return tuple(sorted(found, key=lambda each: each.packet.received_at, reverse=True))


def _described(
    connection: Connection,
    packet: ReceivedPacket,
    offices: Sequence[str],
    heard: Mapping[str, str],
) -> PutAside:
    name, parted, reason = packet.reason.partition(_PARTED)
    if not parted or packet.office:
        name, reason = "", packet.reason
    office, number = packet.office, packet.number
    hinted = _NAME.match(name)
    is_hint = not office and hinted is not None and hinted["office"] in offices
    if is_hint and hinted is not None:
        office, number = hinted["office"], int(hinted["number"])
    # A post counts its own packets, and a new PC begins again at 1.
    healed = bool(office) and (
        heard.get(office, "") > packet.received_at
        or was_taken_since(connection, office, number, packet.received_at)
    )
    return PutAside(packet, name, reason, office, number, is_hint, healed)


def _heard(connection: Connection) -> dict[str, str]:
    """Return since when (UTC) every believed post of an office was heard; one is silent: empty.

    Each packet brings all that was not acknowledged of its post.
    """
    moments = last_heard(connection)
    found: dict[str, str] = {}
    for post in known_posts(connection):
        if post.is_trusted:
            moment = moments.get(post.public_key, "")
            found[post.office] = min(found.get(post.office, moment), moment)
    return found

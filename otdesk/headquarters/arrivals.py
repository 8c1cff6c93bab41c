"""What came to the siège, what of it asks for a hand, read in one go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from otdesk.domain.profile import NetworkProfile
from otdesk.headquarters.put_aside import PutAside, put_aside
from otdesk.headquarters.unknown_codes import UnknownCode, unknown_codes
from otdesk.store.conflicts import Conflict, Fork, conflicts, forks
from otdesk.store.exchange_state import (
    ReceivedPacket,
    ReceivedState,
    last_packets,
    offices_gaps,
)
from otdesk.store.received import Gap

# A list longer than this is not read: older packets are in the folder of raw files.
SHOWN = 200
# A clock that is wrong by less is a clock that was set by hand.
CLOCK_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Arrivals:
    """`packets` newest first; `aside` by the SHA-256 of what lies in quarantine."""

    packets: tuple[ReceivedPacket, ...]
    aside: Mapping[str, PutAside]
    gaps: tuple[tuple[str, Gap], ...]
    forks: tuple[Fork, ...]
    conflicts: tuple[Conflict, ...]
    unknown: tuple[UnknownCode, ...]

    @property
    def open_aside(self) -> tuple[PutAside, ...]:
        """Return what lies in quarantine and was not made good since."""
        return tuple(each for each in self.aside.values() if not each.is_healed)

    @property
    def waiting(self) -> tuple[ReceivedPacket, ...]:
        """Return what waits for other packets, or for an update of the program."""
        kinds = {ReceivedState.WAITING, ReceivedState.NEWER}
        return tuple(packet for packet in self.packets if packet.state in kinds)

    @property
    def clocks(self) -> tuple[ReceivedPacket, ...]:
        """Return the last packet of each office whose clock is wrong."""
        last: dict[str, ReceivedPacket] = {}
        for packet in self.packets:
            if packet.office and packet.their_clock:
                last.setdefault(packet.office, packet)
        return tuple(p for p in last.values() if abs(p.clock_offset) >= CLOCK_SECONDS)


def arrivals(connection: Connection, profile: NetworkProfile) -> Arrivals:
    """Read it all in one state of the database."""
    codes = profile.office_codes
    return Arrivals(
        packets=last_packets(connection, SHOWN),
        aside={each.packet.sha256: each for each in put_aside(connection, codes)},
        gaps=tuple((code, gap) for code in codes for gap in offices_gaps(connection, code)),
        forks=forks(connection),
        conflicts=conflicts(connection),
        unknown=unknown_codes(connection),
    )

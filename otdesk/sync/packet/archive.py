"""Archived packets without their personal contents: the journal's proof stays, the person goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from otdesk.store import durable
from otdesk.sync.packet import layout
from otdesk.sync.packet.container import Container
from otdesk.sync.packet.layout import Member
from otdesk.sync.packet.limits import Limits
from otdesk.sync.packet.manifest import PERSONAL
from otdesk.sync.packet.read import TrustedKey, open_archived


def drop_personal(path: Path, limits: Limits, trusted_keys: Iterable[TrustedKey]) -> None:
    """Write an archived packet again without its personal contents, in its place.

    Manifest and signature stay as they were, so that `open_archived` verifies it still; it is a
    packet to send no more. Doing it twice is no fault, and costs a look. Raises RefusedPacket on
    what is not a packet before, OSError.
    """
    with path.open("rb") as file:
        if all(member.name != PERSONAL for member in Container(file, limits).members):
            return
    open_archived(path, limits, trusted_keys).close()
    drop_verified(path, limits)


def drop_verified(path: Path, limits: Limits) -> None:
    """Drop the personal contents of a packet that was opened just now, and so verified.

    Raises as `drop_personal`.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with path.open("rb") as source, part.open("wb") as target:
            container = Container(source, limits)
            kept: list[Member] = []
            for member in container.members:
                if member.name == PERSONAL:
                    continue
                moved = replace(member, offset=kept[-1].end if kept else 0)
                target.write(layout.local_header(moved))
                for chunk in container.packed(member):
                    target.write(chunk)
                kept.append(moved)
            target.write(layout.directory(kept))
        durable.publish(part, path)
    finally:
        part.unlink(missing_ok=True)

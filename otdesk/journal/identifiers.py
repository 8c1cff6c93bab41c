"""Identifiers: UUIDv7 for records, UUIDv5 for what speaks of one, random names for streams."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# The namespace of derived identifiers: random, and never another one.
_DERIVED = UUID("5d0c9f1e-6a43-4c0e-9f0b-3b7f2a81d6c4")


def uuid7(moment: datetime, randomness: bytes | None = None) -> str:
    """Return a UUIDv7 (RFC 9562 §5.7) for an aware `moment`: 36 lower-case characters.

    Python 3.11 to 3.13 have none. `randomness`, ten bytes, is given by the demonstration
    season alone, which must be the same at each run.
    """
    # Whole numbers: a float timestamp loses a millisecond in some instants.
    milliseconds = (moment - _EPOCH) // _MILLISECOND
    tail = secrets.token_bytes(10) if randomness is None else randomness
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(tail, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derived_uid(kind: str, uid: str) -> str:
    """Return the identifier of the one record of a `kind` that speaks of the record `uid`.

    The same wherever and whenever it is asked: whoever says the thing again revises one record.
    """
    return str(uuid5(_DERIVED, f"{kind}:{uid}"))


def new_stream() -> str:
    """Return a random stream name, never derived from the machine: 16 hexadecimal digits."""
    return secrets.token_hex(8)

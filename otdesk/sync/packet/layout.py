"""The bytes of a packet's zip file, spelled out: the writer makes them, the reader demands them.

PKWARE's APPNOTE 6.3, its oldest core: no extra fields, no comments, no encryption, no Zip64, no
data descriptors; the files one after the other from the first byte on, then their directory.
Every byte follows from the names, sizes, checksums and the one timestamp, so that a flipped bit
in what readers commonly skip is seen. Python's own zipfile module reads it as any zip program
does; it is not used, for what it writes changes with its version and what it skips is much.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

STORED = 0
DEFLATED = 8
LARGEST = 2**31 - 1
END_BYTES = 22
_VERSION = 20
# Made on Unix, an ordinary file that everybody may read.
_MADE_BY = 3 << 8 | _VERSION
_ATTRIBUTES = 0o100644 << 16
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
LOCAL_BYTES = _LOCAL.size
CENTRAL_BYTES = _CENTRAL.size


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the zip: where its header begins, how it is packed, and its CRC-32."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    stamp: tuple[int, int]

    @property
    def data_offset(self) -> int:
        """Return where its packed bytes begin."""
        return self.offset + LOCAL_BYTES + len(self.name)

    @property
    def end(self) -> int:
        """Return where the next header begins."""
        return self.data_offset + self.packed


def dos_stamp(clock: str) -> tuple[int, int]:
    """Return the date and the time of a zip entry: the clock's own, to two seconds.

    A clock that is wrong by decades gives the nearest year that a zip can say.
    """
    moment = datetime.fromisoformat(clock)
    return (
        (min(max(moment.year, 1980), 2107) - 1980) << 9 | moment.month << 5 | moment.day,
        moment.hour << 11 | moment.minute << 5 | moment.second // 2,
    )


def local_header(member: Member) -> bytes:
    """Return what stands before a file's bytes."""
    day, time = member.stamp
    name = member.name.encode("ascii")
    return (
        _LOCAL.pack(
            b"PK\3\4", _VERSION, 0, member.method, time, day,
            member.crc, member.packed, member.size, len(name), 0,
        )
        + name
    )  # fmt: skip


def directory(members: Sequence[Member]) -> bytes:
    """Return all that stands behind the last file: the directory and the end record."""
    found = bytearray()
    for member in members:
        day, time = member.stamp
        name = member.name.encode("ascii")
        found += _CENTRAL.pack(
            b"PK\1\2", _MADE_BY, _VERSION, 0, member.method, time, day,
            member.crc, member.packed, member.size, len(name), 0, 0, 0, 0,
            _ATTRIBUTES, member.offset,
        )  # fmt: skip
        found += name
    start = members[-1].end if members else 0
    count = len(members)
    return bytes(found) + _END.pack(b"PK\5\6", 0, 0, count, count, len(found), start, 0)


def directory_place(end: bytes) -> tuple[int, int, int] | None:
    """Return count, size and start of the directory from the last bytes; None if they are none."""
    if len(end) != END_BYTES or not end.startswith(b"PK\5\6"):
        return None
    _sign, _disk, _first, _here, count, size, start, _comment = _END.unpack(end)
    return count, size, start


def members_of(data: bytes, count: int) -> list[Member] | None:
    """Return what a directory says, not yet compared with what it should be; None if none."""
    members = []
    at = 0
    for _number in range(count):
        fixed = data[at : at + CENTRAL_BYTES]
        if len(fixed) < CENTRAL_BYTES or not fixed.startswith(b"PK\1\2"):
            return None
        (
            _sign, _by, _version, _flags, method, time, day, crc, packed, size, length,
            _extra, _comment, _disk, _internal, _external, offset,
        ) = _CENTRAL.unpack(fixed)  # fmt: skip
        name = data[at + CENTRAL_BYTES : at + CENTRAL_BYTES + length]
        # Latin-1 cannot fail: the name is judged by the reader, with its own reason.
        members.append(
            Member(name.decode("latin-1"), method, crc, packed, size, offset, (day, time))
        )
        at += CENTRAL_BYTES + length
    return members

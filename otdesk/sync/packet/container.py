"""The zip file of a packet, read by someone who believes nothing of it.

Every byte is accounted for: the files lie one after the other, each header and the whole directory
are what `layout` makes of the names and sizes, and what is packed unpacks to just what was said.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO

from otdesk.i18n import _
from otdesk.sync.packet import layout
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.layout import DEFLATED, STORED, Member
from otdesk.sync.packet.limits import Limits
from otdesk.sync.packet.manifest import MANIFEST, SIGNATURE, is_file_name

_CHUNK = 1 << 16
_LONGEST_NAME = 64


class Container:
    """The files of an open zip, in order; the last two are the manifest and its signature."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Read the directory. Raises RefusedPacket, OSError."""
        self._file = file
        self._limits = limits
        self.members = self._directory()
        self.manifest, self.signature = self.members[-2:]
        self._check_headers()

    def sealed(self) -> Iterator[bytes]:
        """Yield every byte that the signature seals: all before the signature's own header."""
        return self._raw(0, self.signature.offset)

    def whole(self, member: Member) -> bytes:
        """Return a small file whole: manifest, signature, one attached. Raises RefusedPacket."""
        if member.size > self._limits.described:
            raise too_large()
        return b"".join(self.chunks(member))

    def chunks(self, member: Member, start: int = 0) -> Iterator[bytes]:
        """Yield a file's bytes from `start` on, unpacked, a little at a time.

        Raises RefusedPacket where it does not unpack to the size and checksum that were said; the
        bytes before `start` count.
        """
        unpacked = crc = 0
        for chunk in self._unpacked(member):
            crc = zlib.crc32(chunk, crc)
            before, unpacked = unpacked, unpacked + len(chunk)
            if unpacked > member.size:
                raise _not_as_laid_out()
            if unpacked > start:
                yield chunk[max(0, start - before) :]
        if unpacked != member.size or crc != member.crc:
            raise altered()

    def packed(self, member: Member) -> Iterator[bytes]:
        """Yield a file's bytes as they lie in the zip."""
        return self._raw(member.data_offset, member.end)

    def _unpacked(self, member: Member) -> Iterator[bytes]:
        raw = self.packed(member)
        if member.method == STORED:
            yield from raw
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in raw:
                yield unpacker.decompress(packed, _CHUNK)
                while unpacker.unconsumed_tail:
                    yield unpacker.decompress(unpacker.unconsumed_tail, _CHUNK)
                if unpacker.unused_data:
                    raise _not_as_laid_out()
            # What was too much for one chunk and needs no further input.
            while rest := unpacker.decompress(b"", _CHUNK):
                yield rest
        except zlib.error as error:
            raise altered() from error
        if not unpacker.eof:
            raise altered()

    def _raw(self, start: int, end: int) -> Iterator[bytes]:
        while start < end:
            # Two readers of one file may take turns.
            self._file.seek(start)
            chunk = self._file.read(min(_CHUNK, end - start))
            if not chunk:
                raise _not_a_packet()
            start += len(chunk)
            yield chunk

    def _directory(self) -> list[Member]:
        """Read the directory at the end of the file and judge all that it says."""
        length = self._file.seek(0, os.SEEK_END)
        if length > self._limits.packed:
            raise too_large()
        self._file.seek(max(0, length - layout.END_BYTES))
        place = layout.directory_place(self._file.read(layout.END_BYTES))
        if place is None:
            raise _not_a_packet()
        count, size, start = place
        if count > self._limits.files:
            raise RefusedPacket(
                RefusalReason.TOO_MANY_FILES,
                _("Cet envoi a plus de {} fichiers.").format(self._limits.files),
            )
        if size > self._limits.described:
            raise too_large()
        if count < 2 or start + size + layout.END_BYTES != length:
            raise _not_a_packet()
        self._file.seek(start)
        data = self._file.read()
        members = layout.members_of(data, count)
        if members is None:
            raise _not_a_packet()
        self._judge(members)
        if layout.directory(members) != data:
            raise _not_as_laid_out()
        return members

    def _judge(self, members: list[Member]) -> None:
        _judge_names(members)
        if sum(member.size for member in members) > self._limits.unpacked:
            raise too_large()
        for member in members:
            if member.size > self._limits.ratio * max(member.packed, 1):
                raise RefusedPacket(
                    RefusalReason.RATIO,
                    _("Le fichier {} de cet envoi se déplie en bien plus qu’il ne pèse.").format(
                        member.name
                    ),
                )
        offset = 0
        for member in members:
            if member.offset != offset or member.stamp != members[0].stamp:
                raise _not_as_laid_out()
            offset = member.end
        methods = [member.method for member in members]
        if methods != [DEFLATED] * (len(members) - 2) + [STORED, STORED]:
            raise _not_as_laid_out()
        if any(member.packed != member.size for member in members[-2:]):
            raise _not_as_laid_out()

    def _check_headers(self) -> None:
        for member in self.members:
            expected = layout.local_header(member)
            self._file.seek(member.offset)
            if self._file.read(len(expected)) != expected:
                raise _not_as_laid_out()


def _judge_names(members: list[Member]) -> None:
    names = Counter(member.name.casefold() for member in members)
    for member in members:
        name = member.name
        if len(name) > _LONGEST_NAME or not is_file_name(name) or names[name.casefold()] > 1:
            raise RefusedPacket(
                RefusalReason.BAD_NAME,
                _("Cet envoi contient un fichier au nom interdit : {}").format(ascii(name[:80])),
            )
    if [member.name for member in members[-2:]] != [MANIFEST, SIGNATURE]:
        raise _not_a_packet()


def altered() -> RefusedPacket:
    """Return the refusal of bytes that are not those that were signed."""
    return RefusedPacket(
        RefusalReason.ALTERED,
        _("Cet envoi a été abîmé ou modifié en chemin : ses octets ne sont pas ceux signés."),
    )


def too_large() -> RefusedPacket:
    """Return the refusal of what goes beyond the limits."""
    return RefusedPacket(
        RefusalReason.TOO_LARGE, _("Cet envoi est plus gros que ce qui peut être reçu.")
    )


def _not_a_packet() -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.NOT_A_PACKET,
        _("Ce fichier n’est pas un envoi d’otdesk, ou il a été coupé en chemin."),
    )


def _not_as_laid_out() -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.LAYOUT,
        _("Ce fichier .zip n’est pas rangé comme un envoi : il a été abîmé ou refait."),
    )

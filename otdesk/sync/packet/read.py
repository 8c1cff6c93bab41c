"""Opening a packet: all is verified before an entry is given, and memory stays flat.

In this order: limits and layout of the zip; the signature of the manifest, by a key that is
trusted; the seal over the whole file; the manifest's values; each file's size and SHA-256; each
entry, its chain, and the spans. Signatures of tills are the journal's affair, not the packet's.
The name of the file is not believed: an e-mail program may have changed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from otdesk.i18n import _
from otdesk.journal import arriving, wire
from otdesk.journal.chain import StoredEntry
from otdesk.journal.minisign import UNTRUSTED, BadSignature, PublicKey, Signature
from otdesk.sync.packet.container import Container, altered
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket
from otdesk.sync.packet.layout import Member
from otdesk.sync.packet.limits import Limits
from otdesk.sync.packet.manifest import (
    JOURNAL,
    PERSONAL,
    Manifest,
    StreamSpan,
    claimed_network,
    read_manifest,
)
from otdesk.sync.packet.write import sealing

# So many lines are read at once; each has a limit of its own.
_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key that may sign the packets of one office of one network."""

    key: PublicKey
    network: str
    office: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stream begins, in bytes, in the journal and in the personal contents."""

    journal: int
    personal: int


class Packet:
    """A packet that was verified whole; its file stays open until `close`."""

    def __init__(
        self,
        path: Path,
        limits: Limits,
        trusted_keys: Iterable[TrustedKey],
        *,
        archived: bool = False,
    ) -> None:
        self._file = path.open("rb")
        try:
            self._limits = limits
            self._container = Container(self._file, limits)
            signature, self.manifest, self.signed_by = _signed(self._container, tuple(trusted_keys))
            dropped = archived and _lacks_personal(self._container, self.manifest)
            if not dropped:
                _check_seal(self._container, self.manifest, signature)
            self._files = _verified_files(self._container, self.manifest, dropped=dropped)
            self._places = dict(self._verified_entries())
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def has_personal(self) -> bool:
        """Tell whether the packet holds personal contents."""
        return PERSONAL in self._files

    def entries(self, stream: str) -> Iterator[StoredEntry]:
        """Yield the entries of a stream of the manifest, in order. Raises KeyError.

        A personal one that was erased, or whose content did not travel, comes as `erased`.
        """
        place = self._places[stream]
        span = next(span for span in self.manifest.streams if span.stream == stream)
        return _Reading(self, place, proven=True).stream(span)

    def attached(self, name: str) -> bytes:
        """Return a small file that stands beside the journal, such as `ack.json`.

        Raises KeyError where the packet has none of that name, RefusedPacket on a large one.
        """
        return self._container.whole(self._files[name])

    def lines(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield the lines of a file of the packet, without their ends, from a byte on."""
        if name not in self._files:
            return
        rest = b""
        for chunk in self._container.chunks(self._files[name], start):
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                if len(line) > self._limits.line:
                    raise _line_too_long()
                yield line
            if len(rest) > self._limits.line:
                raise _line_too_long()
        if rest:
            raise RefusedPacket(
                RefusalReason.ENTRY, _("Le fichier {} de cet envoi est coupé.").format(name)
            )

    def _verified_entries(self) -> Iterator[tuple[str, _Place]]:
        """Read every entry once, and yield where each stream begins."""
        if JOURNAL not in self._files:
            raise RefusedPacket(RefusalReason.FILES, _("Cet envoi n’a pas de journal."))
        reading = _Reading(self, _Place(0, 0), proven=False)
        for span in self.manifest.streams:
            yield span.stream, reading.place
            for _entry in reading.stream(span):
                pass
        reading.check_end()


class _Reading:
    """One pass over the journal, with the personal contents beside it."""

    def __init__(self, packet: Packet, place: _Place, *, proven: bool) -> None:
        self._proven = proven
        self._journal = packet.lines(JOURNAL, place.journal)
        self._personal = packet.lines(PERSONAL, place.personal)
        self._journal_at = place.journal
        self._personal_at = place.personal
        # The next personal content, read ahead to see whose it is.
        self._ahead: tuple[wire.Content, int] | None = None
        self._advance()

    @property
    def place(self) -> _Place:
        """Return where the next entry begins."""
        return _Place(self._journal_at, self._personal_at)

    def stream(self, span: StreamSpan) -> Iterator[StoredEntry]:
        """Yield the entries of one stream, chained and in its span. Raises RefusedPacket."""
        prev = bytes.fromhex(span.prev)
        for start in range(span.first, span.last + 1, _TOGETHER):
            together = min(_TOGETHER, span.last + 1 - start)
            lines = list(islice(self._journal, together))
            found = arriving.read(lines, prev, proven=self._proven) if lines else None
            entries = self._one_by_one(lines, prev, span, start) if found is None else found
            for seq, (line, entry) in enumerate(zip(lines, entries, strict=True), start):
                self._journal_at += len(line) + 1
                if (entry.header.stream, entry.header.seq) != (span.stream, seq):
                    raise _other_span(span)
                prev = entry.digest
                yield self._with_content(entry)
            if len(lines) < together:
                raise _other_span(span)
        if prev.hex() != span.head:
            raise _other_span(span)

    def _one_by_one(
        self, lines: Sequence[bytes], prev: bytes, span: StreamSpan, start: int
    ) -> Iterator[StoredEntry]:
        """Yield what is personal or odd, until one is wrong. Raises RefusedPacket."""
        for seq, line in enumerate(lines, start):
            try:
                entry = wire.read_entry(line, prev)
            except ValueError as error:
                raise _bad_entry(span.stream, seq, error) from error
            prev = entry.digest
            yield entry

    def check_end(self) -> None:
        """Refuse what belongs to no stream of the manifest, or to no entry."""
        if next(self._journal, None) is not None:
            raise RefusedPacket(
                RefusalReason.SPAN, _("Cet envoi porte des écritures qu’il n’annonce pas.")
            )
        if self._ahead is not None:
            raise _bad_content()

    def _with_content(self, entry: StoredEntry) -> StoredEntry:
        if not entry.erased or self._ahead is None:
            return entry
        content, length = self._ahead
        if content.digest != entry.digest:
            return entry
        try:
            whole = wire.with_content(entry, content)
        except ValueError as error:
            raise _bad_content() from error
        self._personal_at += length
        self._advance()
        return whole

    def _advance(self) -> None:
        line = next(self._personal, None)
        try:
            self._ahead = None if line is None else (wire.read_content(line), len(line) + 1)
        except ValueError as error:
            raise _bad_content() from error


def open_packet(path: Path, limits: Limits, trusted_keys: Iterable[TrustedKey]) -> Packet:
    """Return a packet that is whole, signed by a trusted key, and within the limits.

    Raises RefusedPacket, with its reason, on anything else; OSError where the file cannot be
    read. The packet is to be closed.
    """
    return Packet(path, limits, trusted_keys)


def open_archived(path: Path, limits: Limits, trusted_keys: Iterable[TrustedKey]) -> Packet:
    """Return an archived packet, whose personal contents may have been dropped since.

    Then the seal over the whole file proves nothing any more; signature, sums and chain still do.
    Raises as `open_packet`.
    """
    return Packet(path, limits, trusted_keys, archived=True)


def _signed(
    container: Container, trusted: tuple[TrustedKey, ...]
) -> tuple[Signature, Manifest, TrustedKey]:
    """Verify the signature, and return it with the manifest and who signed it."""
    described = container.whole(container.manifest)
    try:
        signature = Signature.from_text(container.whole(container.signature).decode("utf-8"))
        known = [one for one in trusted if one.key.key_id == signature.key_id]
        if not known:
            raise _stranger(described, trusted)
        known[0].key.verify(described, signature)
    except (BadSignature, UnicodeDecodeError) as error:
        raise RefusedPacket(
            RefusalReason.SIGNATURE, _("La signature de cet envoi est fausse.")
        ) from error
    # The siège may trust one key for several offices.
    known = [one for one in known if one.key == known[0].key]
    manifest = read_manifest(described)
    signed_by = next((one for one in known if one.office == manifest.office), known[0])
    if signed_by.network != manifest.network:
        raise _other_network(manifest.network)
    if signed_by.office != manifest.office:
        raise RefusedPacket(
            RefusalReason.OTHER_OFFICE,
            _("Cet envoi est au nom du bureau {office}, mais signé par {signer}.").format(
                office=manifest.office, signer=signed_by.office
            ),
        )
    # No signature covers this comment: there is one only.
    if signature.untrusted_comment != UNTRUSTED:
        raise altered()
    return signature, manifest, signed_by


def _check_seal(container: Container, manifest: Manifest, signature: Signature) -> None:
    seal = hashlib.sha256()
    for chunk in container.sealed():
        seal.update(chunk)
    if signature.trusted_comment != sealing(manifest.office, manifest.number, seal.hexdigest()):
        raise altered()


def _stranger(described: bytes, trusted: tuple[TrustedKey, ...]) -> RefusedPacket:
    """Return why a packet of an unknown key is refused: it may say itself that it went astray."""
    network = claimed_network(described)
    if trusted and network and network not in {one.network for one in trusted}:
        return _other_network(network)
    return RefusedPacket(
        RefusalReason.UNKNOWN_KEY,
        _("Cet envoi est signé avec une clé inconnue ou révoquée."),
    )


def _lacks_personal(container: Container, manifest: Manifest) -> bool:
    announced = any(file.name == PERSONAL for file in manifest.files)
    return announced and all(member.name != PERSONAL for member in container.members)


def _verified_files(
    container: Container, manifest: Manifest, *, dropped: bool
) -> dict[str, Member]:
    """Return the files by name, each with the size and the SHA-256 that the manifest says.

    `dropped` says that the personal contents are no longer there.
    """
    members = container.members[:-2]
    files = [file for file in manifest.files if not (dropped and file.name == PERSONAL)]
    if [(m.name, m.size) for m in members] != [(f.name, f.size) for f in files]:
        raise RefusedPacket(RefusalReason.FILES, _("Cet envoi n’a pas les fichiers qu’il annonce."))
    for member, file in zip(members, files, strict=True):
        found = hashlib.sha256()
        for chunk in container.chunks(member):
            found.update(chunk)
        if found.hexdigest() != file.sha256:
            raise altered()
    return {member.name: member for member in members}


def _other_network(network: str) -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.OTHER_NETWORK,
        _("Cet envoi vient d’un autre réseau : {}.").format(network),
    )


def _bad_entry(stream: str, seq: int, error: ValueError) -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.ENTRY,
        _("L’écriture n° {seq} du journal {stream} est fausse ({error}).").format(
            seq=seq, stream=stream, error=error
        ),
    )


def _other_span(span: StreamSpan) -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.SPAN,
        _("Cet envoi n’a pas les écritures {first} à {last} qu’il annonce ({stream}).").format(
            first=span.first, last=span.last, stream=span.stream
        ),
    )


def _bad_content() -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.PERSONAL,
        _("Une fiche personnelle de cet envoi n’est celle d’aucune de ses écritures."),
    )


def _line_too_long() -> RefusedPacket:
    return RefusedPacket(
        RefusalReason.LINE_TOO_LONG, _("Une ligne du journal de cet envoi est démesurée.")
    )

"""Packets for tests: honest ones of small chains, and forged ones whose signature is right."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, Head, Header, Op, seal
from otdesk.journal.keys import SigningKey
from otdesk.journal.minisign import UNTRUSTED, SecretKey
from otdesk.sync.packet import layout
from otdesk.sync.packet.entry_tables import entry_tables
from otdesk.sync.packet.layout import DEFLATED, STORED, Member
from otdesk.sync.packet.limits import LIMITS, Limits
from otdesk.sync.packet.manifest import JOURNAL, MANIFEST, SIGNATURE, Manifest, MonthCount
from otdesk.sync.packet.read import Packet, TrustedKey, open_packet
from otdesk.sync.packet.tables import Table
from otdesk.sync.packet.write import Basis, MonthsSaid, StreamSource, Written, sealing, write_packet
from tests.journal.lines import entry_line, sealed

STREAM = "0123456789abcdef"
TILL = "fedcba9876543210"
CLOCK = "2022-07-14T18:44:12+02:00"
KEY = SecretKey(bytes(range(32)))
OTHER_KEY = SecretKey(bytes(range(1, 33)))
TRUSTED = (TrustedKey(KEY.public, "cevennes", "PDM"),)
PERSONAL_KINDS = frozenset({"day_reason", "invoice"})
MONTHS = MonthsSaid((MonthCount("2022-07", {"visit": 12, "walk_in": 3}, "ab" * 32),), ("2022-06",))
BASIS = Basis(
    schema=2,
    program="0.1.0",
    network="cevennes",
    office="PDM",
    number=38,
    clock=CLOCK,
    lists="2022-06-01",
    acknowledged="ack-37",
    months=lambda _spans: MONTHS,
)
LARGE = 1 << 30


@dataclass
class Chain:
    """A stream that grows."""

    stream: str = STREAM
    signer: SigningKey | None = None
    entries: list[StoredEntry] = field(default_factory=list)

    def put(
        self, kind: str, payload: Mapping[str, Any], *, op: Op = Op.PUT, rev: int = 1
    ) -> StoredEntry:
        """Seal one more entry."""
        seq = len(self.entries) + 1
        header = Header(
            stream=self.stream,
            seq=seq,
            uid=f"0181fbb9-3d30-728f-ba14-{seq:012x}",
            kind=kind,
            rev=rev,
            op=op,
            schema=1,
            recorded_at="2022-07-14T18:44:12.000+02:00",
            author="JD",
        )
        made = seal(
            header,
            canonical.encode(payload),
            prev=self.entries[-1].digest if self.entries else GENESIS,
            salt=hashlib.sha256(f"{self.stream}{seq}".encode()).digest()[:16],
            sign=self.signer.sign if self.signer else None,
        )
        entry = StoredEntry(
            made.header, made.header_bytes, made.salt, made.payload, made.payload_digest,
            made.prev, made.digest, made.signature,
        )  # fmt: skip
        self.entries.append(entry)
        return entry

    def source(self, after: int = 0) -> StreamSource:
        """Return what follows an acknowledged number."""
        digest = self.entries[after - 1].digest if after else GENESIS
        return StreamSource(
            Head(self.stream, after, digest), list(map(sealed, self.entries[after:]))
        )


def visit(number: int = 0) -> dict[str, Any]:
    """Return the payload of an accueil, with accents and what a spreadsheet could stumble on."""
    return {
        "office": "PDM", "day": "2022-07-14", "minute": 9 * 60 + number % 60,
        "channel": "counter", "party_size": 2 + number % 3, "origin": "FR-07",
        "demands": [{"code": "sport.baignade"}, {"code": "hébergement", "unmet": 1}],
        "note": "Énée « dort »; 日本", "entry": "live",
    }  # fmt: skip


RECEIPT = {
    "office": "PDM", "till_name": "Comptoir à l’étage", "number": 12, "day": "2022-07-14",
    "minute": 641, "total": 1390,
    "lines": [
        {"product": "topo", "label": "Topoguide; « Gévaudan »", "quantity": 1000, "amount": 1390},
        {"product": "mie", "label": "=Miel d’été", "quantity": 500, "amount": 5},
    ],
}  # fmt: skip
REASON = {"office": "PDM", "day": "2022-07-13", "text": "Jeanne est à l’hôpital"}


def office_day() -> Chain:
    """Return the stream of a small day, with a personal record and one that was erased."""
    chain = Chain()
    for number in range(3):
        chain.put("visit", visit(number))
    chain.put("day_reason", REASON)
    erased = chain.put("day_reason", REASON)
    chain.entries[-1] = replace(erased, salt=b"", payload=b"", erased=True)
    chain.put("walk_in", {"office": "PDM", "day": "2022-07-14", "count": 4})
    chain.put("business_day", {"office": "PDM", "day": "2022-07-14", "ranges": "570-750,840-1080"})
    chain.put("day_reason", {"office": "PDM", "day": "2022-07-13"}, op=Op.ERASE, rev=2)
    voiding = {"office": "PDM", "day": "2022-07-14", "reason": "doublon"}
    chain.put("visit", voiding, op=Op.VOID, rev=2)
    return chain


@cache
def till_day() -> Chain:
    """Return the stream of a till, signed with a key of its own; ECDSA never signs twice alike."""
    signer = SigningKey.derived(11)
    chain = Chain(TILL, signer)
    chain.put("till", {"office": "PDM", "public_key": signer.public_pem})
    chain.put("receipt", RECEIPT)
    return chain


def write(
    folder: Path,
    *chains: Chain,
    sources: Sequence[StreamSource] = (),
    basis: Basis = BASIS,
    tables: Sequence[Table] | None = None,
    key: SecretKey = KEY,
    cap: int = LARGE,
    attached: Mapping[str, bytes] | None = None,
) -> Written:
    """Write a packet of whole chains, of a small day where none is given."""
    if not sources:
        sources = [chain.source() for chain in chains or (office_day(), till_day())]
    return write_packet(
        folder,
        basis,
        sources,
        entry_tables() if tables is None else tables,
        key.sign,
        personal_kinds=PERSONAL_KINDS,
        cap=cap,
        attached=attached or {},
    )


def opened(
    path: Path, *, limits: Limits = LIMITS, trusted: Iterable[TrustedKey] = TRUSTED
) -> Packet:
    """Open a packet as the siège would."""
    return open_packet(path, limits, trusted)


@dataclass
class Forgery:
    """A packet made by someone who holds a trusted key and means harm, or whose program is wrong.

    `described` changes what the manifest says; `packed`, the raw bytes of a file in the zip;
    `members`, what the zip says of one.
    """

    files: dict[str, bytes]
    described: dict[str, Any] = field(default_factory=dict)
    packed: dict[str, bytes] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    key: SecretKey = KEY
    untrusted: str = UNTRUSTED

    def write(self, path: Path) -> Path:
        """Write it, sealed and signed as it should be."""
        members: list[Member] = []
        data = b""
        manifest = self.manifest()
        for name, content in (*self.files.items(), (MANIFEST, manifest)):
            data += self._add(members, name, content, len(data))
        comment = sealing(self.described.get("office", "PDM"), 38, hashlib.sha256(data).hexdigest())
        signed = self.key.sign(manifest, comment)
        signature = replace(signed, untrusted_comment=self.untrusted).text.encode()
        data += self._add(members, SIGNATURE, signature, len(data))
        path.write_bytes(data + layout.directory(members))
        return path

    def manifest(self) -> bytes:
        """Return the manifest of these files, with what was changed in it."""
        sums = [
            {"name": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for name, content in self.files.items()
        ]
        said: dict[str, Any] = {
            "format": 1, "schema": 2, "program": "0.1.0", "network": "cevennes", "office": "PDM",
            "number": 38, "reconstruction": 0, "streams": [], "files": sums, "acknowledged": "",
            "lists": "", "clock": CLOCK, "months": [], "closed_months": [],
        }  # fmt: skip
        said.update(self.described)
        return canonical.encode({key: value for key, value in said.items() if value is not None})

    def _add(self, members: list[Member], name: str, content: bytes, offset: int) -> bytes:
        is_plain = name in {MANIFEST, SIGNATURE}
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = content if is_plain else packer.compress(content) + packer.flush()
        packed = self.packed.get(name, packed)
        member = Member(
            name, STORED if is_plain else DEFLATED, zlib.crc32(content), len(packed),
            len(content), offset, layout.dos_stamp(CLOCK),
        )  # fmt: skip
        member = replace(member, **self.members.get(name, {}))
        members.append(member)
        return layout.local_header(member) + packed


def span_of(entries: Sequence[StoredEntry], **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the span of some entries as a manifest says it."""
    first = entries[0]
    return {
        "stream": first.header.stream, "parent": "", "first": first.header.seq,
        "last": entries[-1].header.seq, "prev": first.prev.hex(),
        "head": entries[-1].digest.hex(), **changes,
    }  # fmt: skip


def journal_of(entries: Iterable[StoredEntry]) -> bytes:
    """Return the lines of the journal of entries that are not personal."""
    return b"".join(entry_line(entry, personal=False) + b"\n" for entry in entries)


def forgery(**changes: Any) -> Forgery:  # noqa: ANN401 - any of the manifest's values
    """Return a forged packet of one accueil, right but for what its manifest is made to say."""
    entries = [Chain().put("visit", visit())]
    described = {"streams": [span_of(entries)], **changes}
    return Forgery({JOURNAL: journal_of(entries)}, described)


def manifest_of(path: Path) -> Manifest:
    """Return the manifest of a packet that is right."""
    with opened(path) as packet:
        return packet.manifest

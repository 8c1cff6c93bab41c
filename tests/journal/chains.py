"""Small chains for tests, and their digests computed by hand from `sync.md` alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace

from otdesk.journal import canonical
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import GENESIS, Entry, Header, Op, seal

STREAM = "0123456789abcdef"


def header(seq: int, **changes: object) -> Header:
    """Return the header of an accueil's first revision."""
    made = Header(
        stream=STREAM,
        seq=seq,
        uid=f"0181fbb9-3d30-728f-ba14-{seq:012x}",
        kind="visit",
        rev=1,
        op=Op.PUT,
        schema=1,
        recorded_at="2022-07-14T18:44:12.000+02:00",
        author="JD",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def chain(length: int) -> list[StoredEntry]:
    """Return a whole stream."""
    entries: list[StoredEntry] = []
    prev = GENESIS
    for seq in range(1, length + 1):
        payload = canonical.encode({"office": "PDM", "note": f"n° {seq}"})
        entry = seal(header(seq), payload, prev=prev, salt=bytes([seq]) * 16)
        prev = entry.digest
        entries.append(stored(entry))
    return entries


def stored(entry: Entry) -> StoredEntry:
    """Return an entry as its table would give it back."""
    return StoredEntry(
        entry.header,
        entry.header_bytes,
        entry.salt,
        entry.payload,
        entry.payload_digest,
        entry.prev,
        entry.digest,
    )


def digest_by_hand(of: Header, payload: bytes, *, prev: bytes, salt: bytes) -> bytes:
    """Return the digest of an entry, spelled out without the code under test."""
    fields = {**asdict(of), "op": str(of.op)}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    payload_digest = hashlib.sha256(b"otdesk.payload.1" + salt + payload).digest()
    return hashlib.sha256(b"otdesk.entry.1" + prev + payload_digest + text.encode("utf-8")).digest()

"""The lines of entries that are believed, right or wrong, for what reads them."""

from __future__ import annotations

from otdesk.journal import wire
from otdesk.journal.chain import StoredEntry
from otdesk.journal.sending import Sealed


def entry_line(entry: StoredEntry, *, personal: bool) -> bytes:
    """Return an entry's line of `journal.jsonl`, without its end."""
    header, payload = wire.escaped([entry.header_bytes, entry.payload])
    if personal:
        return wire.personal_line(entry.digest, header, entry.payload_digest, entry.signature)
    return wire.whole_line(entry.digest, header, payload, entry.salt, entry.signature)


def content_line(entry: StoredEntry) -> bytes:
    """Return an entry's line of `personal.jsonl`, without its end."""
    (payload,) = wire.escaped([entry.payload])
    return wire.content_line(entry.digest, payload, entry.salt)


def sealed(entry: StoredEntry) -> Sealed:
    """Return the bytes of an entry as a packet is made of them."""
    return Sealed(
        entry.header_bytes,
        entry.salt,
        entry.payload,
        entry.payload_digest,
        entry.digest,
        entry.signature,
    )

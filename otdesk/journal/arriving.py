"""Entries as they arrive: a slice of lines is read and proven at once.

The other way round of `sending`, and as strict as `wire.read_entry`: what is worded again must be,
to the byte, what came. Whatever is not plain is left to it.
"""

from __future__ import annotations

from binascii import unhexlify
from collections.abc import Sequence

from otdesk.journal import canonical, wire
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import SALT_BYTES, entry_digest, payload_digest
from otdesk.journal.headings import read_headings

_DIGEST_BYTES = 32
# What stands before each part of a line, and can stand in none: a quotation mark in a text has a
# backslash before it.
_DIGEST = b'{"digest":"'
_HEADER = b'","header":"'
_PAYLOAD = b'","payload":"'
_SALT = b'","salt":"'
_SIGNATURE = b'","signature":"'
_END = b'"}'


def read(lines: Sequence[bytes], prev: bytes, *, proven: bool = False) -> list[StoredEntry] | None:
    """Return the entries of at least one line of `journal.jsonl`, chained to the digest before.

    None where one is personal, odd or wrong: `wire.read_entry` then reads it, or says what is wrong
    with it. `proven` says that the same lines were read before: only their digests are looked at.
    """
    try:
        digests, texts, sealed, salts, signatures = map(list, zip(*map(_parts, lines), strict=True))
        headers, payloads = wire.unescaped(texts), wire.unescaped(sealed)
        headings = read_headings(headers)
    except ValueError:
        return None
    if not proven and canonical.read_all(payloads) is None:
        return None
    entries = []
    for header, encoded, payload, salt, digest, signature in zip(
        headings.headers(), headers, payloads, salts, digests, signatures, strict=True
    ):
        of_payload = payload_digest(salt, payload)
        if entry_digest(prev, of_payload, encoded) != digest:
            return None
        entries.append(
            StoredEntry(header, encoded, salt, payload, of_payload, prev, digest, signature)
        )
        prev = digest
    if not proven:
        worded = map(wire.whole_line, digests, texts, sealed, salts, signatures)
        if list(worded) != list(lines):
            return None
    return entries


def _parts(line: bytes) -> tuple[bytes, bytes, bytes, bytes, bytes | None]:
    """Return digest, header, payload, salt and signature, the texts `escaped` as they stand."""
    header = len(_DIGEST) + 2 * _DIGEST_BYTES + len(_HEADER)
    before_payload = line.index(_PAYLOAD, header)
    payload = before_payload + len(_PAYLOAD)
    before_salt = line.index(_SALT, payload)
    salt = before_salt + len(_SALT)
    end = salt + 2 * SALT_BYTES
    signature = line[end + len(_SIGNATURE) : -len(_END)]
    return (
        unhexlify(line[len(_DIGEST) : header - len(_HEADER)]),
        line[header:before_payload],
        line[payload:before_salt],
        unhexlify(line[salt:end]),
        unhexlify(signature) if signature else None,
    )

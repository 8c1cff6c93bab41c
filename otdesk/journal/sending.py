"""Entries on their way out: a slice of a stream is proven and worded at once.

What is not whole is never signed. Each entry follows the one before, and has the digests of its
header and payload: they are the bytes that were sealed. Nothing is ever sealed in another form than
the canonical one, neither by `Transaction` nor by `wire.read_entry`, so that a payload's form is
not proven again here; `chain.verify` proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from otdesk.journal import canonical, wire
from otdesk.journal.canonical import Value
from otdesk.journal.entry import SALT_BYTES, Head, entry_digest, payload_digest
from otdesk.journal.headings import Headings, read_headings

_DIGEST_BYTES = 32
_ERASED = b"{}"


class Sealed(NamedTuple):
    """The bytes of an entry as they lie in the journal; payload and salt are empty once erased."""

    header: bytes
    salt: bytes
    payload: bytes
    payload_digest: bytes
    digest: bytes
    signature: bytes | None


@dataclass(frozen=True, slots=True)
class Worded:
    """The lines of some entries in `journal.jsonl`, without their ends, and what they say.

    `contents` are those in `personal.jsonl`, empty where there is none; the payload of an erased
    entry says nothing.
    """

    lines: Sequence[bytes]
    contents: Sequence[bytes]
    headings: Headings
    payloads: Sequence[Mapping[str, Value]]


def word(entries: Sequence[Sealed], after: Head, personal_kinds: Set[str]) -> Worded:
    """Return the lines of at least one entry, the first of which follows `after`.

    Raises ValueError where one of them is not whole, or does not follow.
    """
    headers, salts, sealed, of_payloads, _digests, signatures = zip(*entries, strict=True)
    _require_lengths(salts, sealed, of_payloads, signatures)
    headings = read_headings(headers)
    headings.require_to_follow(after)
    payloads = canonical.decode_all([payload or _ERASED for payload in sealed])
    lines, contents = [], []
    prev = after.digest
    texts = zip(wire.escaped(headers), wire.escaped(sealed), headings.kinds, strict=True)
    for (header, salt, payload, of_payload, digest, signature), (heading, content, kind) in zip(
        entries, texts, strict=True
    ):
        is_personal = kind in personal_kinds
        if payload:
            own = payload_digest(salt, payload)
        elif is_personal:
            own = of_payload
        else:
            raise ValueError("a payload is missing")
        if entry_digest(prev, own, header) != digest:
            raise ValueError("the digest is not that of the entry")
        prev = digest
        if is_personal:
            lines.append(wire.personal_line(digest, heading, own, signature))
            contents.append(wire.content_line(digest, content, salt) if payload else b"")
        else:
            lines.append(wire.whole_line(digest, heading, content, salt, signature))
            contents.append(b"")
    return Worded(lines, contents, headings, payloads)


def _require_lengths(
    salts: Iterable[bytes],
    payloads: Iterable[bytes],
    of_payloads: Iterable[bytes],
    signatures: Iterable[bytes | None],
) -> None:
    """Raise ValueError where a part has not the length that a reader demands."""
    if any(
        payload and len(salt) != SALT_BYTES for salt, payload in zip(salts, payloads, strict=True)
    ):
        raise ValueError("a salt is not whole")
    if set(map(len, of_payloads)) != {_DIGEST_BYTES} or b"" in signatures:
        raise ValueError("a digest or a signature is not whole")

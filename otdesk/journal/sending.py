"""Entries on their way out: a slice of a stream is proven and worded at once.

What a reader would refuse is never signed. Each entry is proven to be what `wire.read_entry` will
take, without reading its line again: its header and payload are canonical, their digests are its
own, and it follows the one before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
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
    headings = read_headings([entry.header for entry in entries])
    headings.require_to_follow(after)
    texts, payloads = canonical.read_all([entry.payload or _ERASED for entry in entries])
    lines, contents = [], []
    prev = after.digest
    for entry, kind, payload in zip(entries, headings.kinds, texts, strict=True):
        header, salt, sealed, of_payload, digest, signature = entry
        is_personal = kind in personal_kinds
        if sealed:
            of_payload = payload_digest(salt, sealed)
        elif not is_personal:
            raise ValueError("a payload is missing")
        _require_lengths(entry)
        if entry_digest(prev, of_payload, header) != digest:
            raise ValueError("the digest is not that of the entry")
        prev = digest
        text, content = header.decode("utf-8"), b""
        if is_personal:
            lines.append(wire.personal_line(digest, text, of_payload, signature))
            if sealed:
                content = wire.content_line(digest, payload, salt)
        else:
            lines.append(wire.whole_line(digest, text, payload, salt, signature))
        contents.append(content)
    return Worded(lines, contents, headings, payloads)


def _require_lengths(entry: Sealed) -> None:
    """Raise ValueError where a part has not the length that a reader demands."""
    if entry.payload and len(entry.salt) != SALT_BYTES:
        raise ValueError("a salt is not whole")
    if len(entry.payload_digest) != _DIGEST_BYTES or entry.signature == b"":
        raise ValueError("a digest or a signature is not whole")

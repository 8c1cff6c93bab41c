"""Entries on their way: one canonical JSON object a line, with the exact bytes that were sealed.

`journal.jsonl` holds every entry: `header` and `payload` as text, `salt`, `digest` and `signature`
(a till's) in hexadecimal. An entry of a personal kind has `payload_digest` there instead of
`payload` and `salt`, which stand in `personal.jsonl` as `{digest, payload, salt}`: that file can be
dropped, and the chain still verifies. What is read is believed only once its digest is right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from json.encoder import encode_basestring as _quoted

from otdesk.journal import canonical
from otdesk.journal.canonical import Value
from otdesk.journal.chain import StoredEntry
from otdesk.journal.entry import SALT_BYTES, Header, entry_digest, payload_digest

_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2})+", re.ASCII)
_DIGEST_BYTES = 32
_WHOLE = frozenset({"digest", "header", "payload", "salt"})
_PERSONAL = frozenset({"digest", "header", "payload_digest"})
_CONTENT = frozenset({"digest", "payload", "salt"})


@dataclass(frozen=True, slots=True)
class Content:
    """The content of the personal entry that has `digest`."""

    digest: bytes
    payload: bytes
    salt: bytes


def entry_line(entry: StoredEntry, *, personal: bool) -> bytes:
    """Return an entry's line of `journal.jsonl`, without its end.

    Raises ValueError on an entry whose bytes are not canonical text: it is not whole any more.
    """
    if personal:
        content = f'"payload_digest":"{entry.payload_digest.hex()}"'
    else:
        content = _content_of(_text(entry.payload), entry.salt)
    return _line(entry, _text(entry.header_bytes), content)


def _content_of(payload: str, salt: bytes) -> str:
    return f'"payload":{_quoted(payload)},"salt":"{salt.hex()}"'


def _line(entry: StoredEntry, header: str, content: str) -> bytes:
    """Write a line out in the order of its keys: sealed texts are in NFC, the rest is ASCII."""
    signature = "" if entry.signature is None else f',"signature":"{entry.signature.hex()}"'
    line = f'{{"digest":"{entry.digest.hex()}","header":{_quoted(header)},{content}{signature}}}'
    return line.encode("utf-8")


def sealed_line(entry: StoredEntry, prev: bytes) -> tuple[bytes, dict[str, Value]]:
    """Return an entry's line and its payload, once it is found to be what a reader will take.

    What `read_entry` would say of the line, without reading it again: its header and payload are
    canonical, their digests are its own, and it follows `prev`. For entries that are not
    personal. Raises ValueError.
    """
    # What a header is written as is canonical, and reads back where its instant does.
    datetime.fromisoformat(entry.header.recorded_at)
    if entry.header.encoded() != entry.header_bytes:
        raise ValueError("a header is not canonical")
    payload, is_canonical = canonical.read(entry.payload)
    if not is_canonical:
        raise ValueError("a payload is not canonical")
    if len(entry.salt) != SALT_BYTES or entry.signature == b"":
        raise ValueError("a salt or a signature is not whole")
    of_payload = payload_digest(entry.salt, entry.payload)
    if entry_digest(prev, of_payload, entry.header_bytes) != entry.digest:
        raise ValueError("the digest is not that of the entry")
    content = _content_of(entry.payload.decode("utf-8"), entry.salt)
    return _line(entry, entry.header_bytes.decode("utf-8"), content), payload


def personal_line(entry: StoredEntry) -> bytes:
    """Return an entry's line of `personal.jsonl`; an erased one has none. Raises ValueError."""
    if not entry.payload:
        raise ValueError("what was erased does not travel")
    return canonical.encode(
        {
            "digest": entry.digest.hex(),
            "payload": _text(entry.payload),
            "salt": entry.salt.hex(),
        }
    )


def read_entry(line: bytes, prev: bytes) -> StoredEntry:
    """Return the entry of a line, chained to the digest before it. Raises ValueError.

    A personal one comes back without its content, as `erased`; `with_content` gives it back.
    """
    said = _said(line)
    names = frozenset(said) - {"signature"}
    if names not in (_WHOLE, _PERSONAL):
        raise ValueError("an entry has other names")
    header_bytes = _bytes_of_text(said["header"])
    header, is_canonical = Header.read(header_bytes)
    if not is_canonical:
        raise ValueError("a header is not canonical")
    if names == _WHOLE:
        payload, salt = _sealed(said)
        of_payload = payload_digest(salt, payload)
    else:
        payload = salt = b""
        of_payload = _bytes_of_hex(said["payload_digest"], _DIGEST_BYTES)
    digest = _bytes_of_hex(said["digest"], _DIGEST_BYTES)
    if entry_digest(prev, of_payload, header_bytes) != digest:
        raise ValueError("the digest is not that of the entry")
    return StoredEntry(
        header=header,
        header_bytes=header_bytes,
        salt=salt,
        payload=payload,
        payload_digest=of_payload,
        prev=prev,
        digest=digest,
        signature=_bytes_of_hex(said["signature"]) if "signature" in said else None,
        erased=names == _PERSONAL,
    )


def read_content(line: bytes) -> Content:
    """Return the content of a line of `personal.jsonl`. Raises ValueError."""
    said = _said(line)
    if frozenset(said) != _CONTENT:
        raise ValueError("a personal content has other names")
    payload, salt = _sealed(said)
    return Content(_bytes_of_hex(said["digest"], _DIGEST_BYTES), payload, salt)


def with_content(entry: StoredEntry, content: Content) -> StoredEntry:
    """Return a personal entry with its content. Raises ValueError where it is not its own."""
    if content.digest != entry.digest:
        raise ValueError("the content of another entry")
    if payload_digest(content.salt, content.payload) != entry.payload_digest:
        raise ValueError("the content is not what was sealed")
    return replace(entry, payload=content.payload, salt=content.salt, erased=False)


def _said(line: bytes) -> dict[str, Value]:
    value, is_canonical = canonical.read(line)
    if not is_canonical:
        raise ValueError("a line is not canonical")
    return value


def _sealed(said: dict[str, Value]) -> tuple[bytes, bytes]:
    payload = _bytes_of_text(said["payload"])
    _content, is_canonical = canonical.read(payload)
    if not is_canonical:
        raise ValueError("a payload is not canonical")
    return payload, _bytes_of_hex(said["salt"], SALT_BYTES)


def _text(data: bytes) -> str:
    """Return sealed bytes as text, that its line will hold unchanged. Raises ValueError."""
    if not canonical.read(data)[1]:
        raise ValueError("an entry is not canonical any more")
    return data.decode("utf-8")


def _bytes_of_text(value: Value) -> bytes:
    if not isinstance(value, str):
        raise ValueError(f"text expected, not {type(value).__name__}")
    return value.encode("utf-8")


def _bytes_of_hex(value: Value, length: int | None = None) -> bytes:
    if not isinstance(value, str) or not _HEXADECIMAL.fullmatch(value):
        raise ValueError("lower-case hexadecimal expected")
    data = bytes.fromhex(value)
    if length is not None and len(data) != length:
        raise ValueError(f"{length} bytes expected, not {len(data)}")
    return data

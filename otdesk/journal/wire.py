"""Entries on their way: one canonical JSON object a line, with the exact bytes that were sealed.

`journal.jsonl` holds every entry: `header` and `payload` as text, `salt`, `digest` and `signature`
(a till's) in hexadecimal. An entry of a personal kind has `payload_digest` there instead of
`payload` and `salt`, which stand in `personal.jsonl` as `{digest, payload, salt}`: that file can be
dropped, and the chain still verifies. What is read is believed only once its digest is right.
"""

from __future__ import annotations

import re
from binascii import hexlify
from collections.abc import Sequence
from dataclasses import dataclass, replace

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


def escaped(sealed: Sequence[bytes]) -> list[bytes]:
    """Return canonical bytes, at least one, as they stand in a text of JSON.

    They hold no control character, no end of a line: two signs are left that are escaped.
    """
    return _escaped(b"\n".join(sealed)).split(b"\n")


def _escaped(sealed: bytes) -> bytes:
    return sealed.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def unescaped(texts: Sequence[bytes]) -> list[bytes]:
    """Return the bytes, at least one, that stand so in texts of JSON, as `escaped` makes them.

    Raises ValueError where one is escaped in another way.
    """
    escaped_together = b"\n".join(texts)
    together = escaped_together.replace(b'\\"', b'"').replace(b"\\\\", b"\\")
    if _escaped(together) != escaped_together:
        raise ValueError("a text is escaped in another way")
    return together.split(b"\n")


def whole_line(
    digest: bytes, header: bytes, payload: bytes, salt: bytes, signature: bytes | None
) -> bytes:
    """Return the line of an entry that is not personal in `journal.jsonl`, without its end.

    `header` and `payload` are `escaped`. It is canonical where they were: they are in NFC, and the
    rest is ASCII.
    """
    signed = b"" if signature is None else _signed(signature)
    said = (hexlify(digest), header, payload, hexlify(salt), signed)
    return b'{"digest":"%b","header":"%b","payload":"%b","salt":"%b"%b}' % said


def personal_line(
    digest: bytes, header: bytes, of_payload: bytes, signature: bytes | None
) -> bytes:
    """Return the line of a personal entry in `journal.jsonl`, whose payload is digested."""
    signed = b"" if signature is None else _signed(signature)
    said = (hexlify(digest), header, hexlify(of_payload), signed)
    return b'{"digest":"%b","header":"%b","payload_digest":"%b"%b}' % said


def content_line(digest: bytes, payload: bytes, salt: bytes) -> bytes:
    """Return the line of a personal entry in `personal.jsonl`; an erased one has none."""
    return b'{"digest":"%b","payload":"%b","salt":"%b"}' % (hexlify(digest), payload, hexlify(salt))


def _signed(signature: bytes) -> bytes:
    return b',"signature":"%b"' % hexlify(signature)


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

"""One journal entry: its header, its digests, and how the next one is chained to it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from json.encoder import encode_basestring

from otdesk.journal import canonical

GENESIS = bytes(32)
SALT_BYTES = 16
_CODE_BYTES = 4
_LARGEST = 2**31
_quoted = encode_basestring
_PAYLOAD_TAG = b"otdesk.payload.1"
_ENTRY_TAG = b"otdesk.entry.1"


class Op(StrEnum):
    """What an entry does to its record."""

    PUT = "put"
    VOID = "void"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Header:
    """Who wrote which revision of which record, and when.

    `recorded_at` is ISO 8601 with its offset; `schema` is the version of the payload's shape.
    """

    stream: str
    seq: int
    uid: str
    kind: str
    rev: int
    op: Op
    schema: int
    recorded_at: str
    author: str

    def encoded(self) -> bytes:
        """Return the canonical bytes that are stored and hashed.

        Written out, for it is asked of each entry that is written or verified; a text that is not
        ASCII, or a value that cannot be, is left to the canonical form itself.
        """
        text = (
            f'{{"author":{_quoted(self.author)},"kind":{_quoted(self.kind)},'
            f'"op":{_quoted(self.op.value)},"recorded_at":{_quoted(self.recorded_at)},'
            f'"rev":{self.rev:d},"schema":{self.schema:d},"seq":{self.seq:d},'
            f'"stream":{_quoted(self.stream)},"uid":{_quoted(self.uid)}}}'
        )
        if text.isascii() and _LARGEST > self.seq > 0 < self.rev < _LARGEST:
            return text.encode("ascii")
        return canonical.encode(
            {
                "author": self.author,
                "kind": self.kind,
                "op": self.op.value,
                "recorded_at": self.recorded_at,
                "rev": self.rev,
                "schema": self.schema,
                "seq": self.seq,
                "stream": self.stream,
                "uid": self.uid,
            }
        )

    @classmethod
    def decoded(cls, data: bytes) -> Header:
        """Return the header behind stored bytes. Raises ValueError."""
        return cls.read(data)[0]

    @classmethod
    def read(cls, data: bytes) -> tuple[Header, bool]:
        """Return the header behind stored bytes, and whether these are its canonical form.

        Raises ValueError.
        """
        plain = PLAIN.fullmatch(data.decode("ascii")) if data.isascii() else None
        if plain is None:
            header = cls._parsed(data)
            try:
                return header, header.encoded() == data
            except (ValueError, TypeError):
                return header, False
        header = cls.plain(plain.groups())
        datetime.fromisoformat(header.recorded_at)
        return header, True

    @classmethod
    def plain(cls, texts: Sequence[str]) -> Header:
        """Return the header of the nine texts that `PLAIN` finds, in its order."""
        author, kind, op, recorded_at, rev, schema, seq, stream, uid = texts
        return cls(
            stream, int(seq), uid, kind, int(rev), _OPS[op], int(schema), recorded_at, author
        )

    @classmethod
    def _parsed(cls, data: bytes) -> Header:
        value = canonical.decode(data)
        try:
            header = cls(
                stream=_text(value["stream"]),
                seq=_number(value["seq"]),
                uid=_text(value["uid"]),
                kind=_text(value["kind"]),
                rev=_number(value["rev"]),
                op=Op(_text(value["op"])),
                schema=_number(value["schema"]),
                recorded_at=_text(value["recorded_at"]),
                author=_text(value["author"]),
            )
        except KeyError as missing:
            raise ValueError(f"a header lacks {missing}") from missing
        datetime.fromisoformat(header.recorded_at)
        return header


_OPS = {op.value: op for op in Op}
# A header of plain texts: ASCII, nothing to escape, numbers as they are written. What is so, is
# canonical; what is not so may be, and is looked at more closely.
PLAIN = re.compile(
    r'\{{"author":"({text})","kind":"({text})","op":"({ops})","recorded_at":"({text})",'
    r'"rev":({number}),"schema":({number}),"seq":({number}),'
    r'"stream":"({text})","uid":"({text})"\}}'.format(
        text=r"[ !#-\[\]-~]*", number="[1-9][0-9]{0,14}", ops="|".join(_OPS)
    )
)


def _text(value: canonical.Value) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text expected, not {value!r}")
    return value


def _number(value: canonical.Value) -> int:
    if not isinstance(value, int):
        raise ValueError(f"an integer expected, not {value!r}")
    return value


def payload_digest(salt: bytes, payload: bytes) -> bytes:
    """Return SHA-256(tag, salt, payload): what remains once a personal payload is erased."""
    return hashlib.sha256(_PAYLOAD_TAG + salt + payload).digest()


def entry_digest(prev: bytes, digest_of_payload: bytes, header: bytes) -> bytes:
    """Return SHA-256(tag, prev, payload digest, header): the link of the chain."""
    return hashlib.sha256(_ENTRY_TAG + prev + digest_of_payload + header).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a stream: the last sequence number (0 before the first) and its digest."""

    stream: str
    seq: int
    digest: bytes

    @property
    def code(self) -> str:
        """Return the short code of this state, as a print bears it; nothing before the first."""
        return digest_code(self.digest) if self.seq else ""


def digest_code(digest: bytes) -> str:
    """Return the eight digits of a digest that a print bears: `7F3A-09C2`.

    More would prove more and nobody would read them aloud: a code recognises a state of a stream
    on paper, an office's or a till's; `otdesk verify --head` finds it again.
    """
    text = digest[:_CODE_BYTES].hex().upper()
    return f"{text[:4]}-{text[4:]}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A sealed entry: the exact bytes that are stored, and their digests.

    `signature` is that of `digest` in a stream that signs (a till's), None elsewhere.
    """

    header: Header
    header_bytes: bytes
    salt: bytes
    payload: bytes
    payload_digest: bytes
    prev: bytes
    digest: bytes
    signature: bytes | None = None

    @property
    def head(self) -> Head:
        """Return the head of the stream once this entry is its last."""
        return Head(self.header.stream, self.header.seq, self.digest)


def seal(
    header: Header,
    payload: bytes,
    *,
    prev: bytes,
    salt: bytes,
    sign: Callable[[bytes], bytes] | None = None,
) -> Entry:
    """Chain an entry behind `prev` (32 bytes), signed where the stream has a key.

    Raises ValueError on a wrong length.
    """
    if len(prev) != len(GENESIS) or len(salt) != SALT_BYTES:
        raise ValueError("prev has 32 bytes and the salt 16")
    header_bytes = header.encoded()
    of_payload = payload_digest(salt, payload)
    digest = entry_digest(prev, of_payload, header_bytes)
    return Entry(
        header=header,
        header_bytes=header_bytes,
        salt=salt,
        payload=payload,
        payload_digest=of_payload,
        prev=prev,
        digest=digest,
        signature=None if sign is None else sign(digest),
    )

"""Ed25519 keys and signatures in minisign's public format, which the public tool reads and writes.

A public key is `Ed ‖ id[8] ‖ key[32]`, a signature `ED ‖ id[8] ‖ signature[64]` of the message's
BLAKE2b-512, each in base64 under a comment; a second signature covers the first one and the
trusted comment (minisign's README, "Signature format" and "Public key format"). The old form
that signs the message itself (`Ed`) is refused: nothing of ours ever wrote it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from otdesk.journal.keys import UnusableKey

UNTRUSTED = "signature from otdesk"
_KEY_ALGORITHM = b"Ed"
_SIGNATURE_ALGORITHM = b"ED"
_CHECKSUM_ALGORITHM = b"B2"
_NO_PASSWORD = bytes(2)
_KEY_ID_BYTES = 8
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
# Salt and two cost parameters, which a key without a password leaves empty; its checksum too.
_DERIVATION_BYTES = 48
_CHECKSUM_BYTES = 32
_UNTRUSTED_PREFIX = "untrusted comment: "
_TRUSTED_PREFIX = "trusted comment: "
# 64 bits: two different keys that read the same cannot be looked for.


class BadSignature(ValueError):
    """The signature is not this key's, or not of this message."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as its text says it, not yet believed."""

    key_id: bytes
    signature: bytes
    trusted_comment: str
    global_signature: bytes
    untrusted_comment: str = UNTRUSTED

    @property
    def text(self) -> str:
        """Return the four lines of the file."""
        signed = _SIGNATURE_ALGORITHM + self.key_id + self.signature
        return (
            f"{_UNTRUSTED_PREFIX}{self.untrusted_comment}\n{_base64(signed)}\n"
            f"{_TRUSTED_PREFIX}{self.trusted_comment}\n{_base64(self.global_signature)}\n"
        )

    @classmethod
    def from_text(cls, text: str) -> Signature:
        """Read the four lines, in the one way of writing them. Raises BadSignature."""
        lines = text.split("\n")
        if len(lines) != 5 or lines[4]:
            raise BadSignature("a signature has four lines")
        untrusted, signed, trusted, of_all, _end = lines
        try:
            data = _decoded(signed, 2 + _KEY_ID_BYTES + _SIGNATURE_BYTES)
            global_signature = _decoded(of_all, _SIGNATURE_BYTES)
        except UnusableKey as error:
            raise BadSignature(str(error)) from error
        if not data.startswith(_SIGNATURE_ALGORITHM):
            raise BadSignature("not a signature of a hashed message")
        found = cls(
            key_id=data[2:10],
            signature=data[10:],
            trusted_comment=trusted.removeprefix(_TRUSTED_PREFIX),
            global_signature=global_signature,
            untrusted_comment=untrusted.removeprefix(_UNTRUSTED_PREFIX),
        )
        if found.text != text:
            raise BadSignature("a comment lacks its prefix")
        return found


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who may be believed: an office or the siège."""

    key_id: bytes
    raw: bytes

    @property
    def text(self) -> str:
        """Return the key as a file of the public tool."""
        return f"{_UNTRUSTED_PREFIX}minisign public key {_name(self.key_id)}\n{self.line}\n"

    @property
    def line(self) -> str:
        """Return the key as one word of base64: `minisign -P`."""
        return _base64(_KEY_ALGORITHM + self.key_id + self.raw)

    @classmethod
    def of(cls, raw: bytes) -> PublicKey:
        """Return the key of 32 bytes that `SecretKey.generate` made: its number is its own."""
        return cls(hashlib.sha256(raw).digest()[:_KEY_ID_BYTES], raw)

    @classmethod
    def from_text(cls, text: str) -> PublicKey:
        """Return the key of a file of the public tool, or of its one word. Raises UnusableKey."""
        data = _decoded(_last_line(text), 2 + _KEY_ID_BYTES + _KEY_BYTES)
        if not data.startswith(_KEY_ALGORITHM):
            raise UnusableKey("not an Ed25519 key")
        return cls(data[2:10], data[10:])

    def verify(self, message: bytes, signature: Signature) -> None:
        """Raise BadSignature unless both signatures, of message and comment, are this key's."""
        if signature.key_id != self.key_id:
            raise BadSignature("made with another key")
        comment = signature.trusted_comment.encode("utf-8")
        try:
            key = Ed25519PublicKey.from_public_bytes(self.raw)
            key.verify(signature.signature, _hashed(message))
            key.verify(signature.global_signature, signature.signature + comment)
        except (InvalidSignature, ValueError) as error:
            raise BadSignature("not of this message") from error


class SecretKey:
    """The private key of an office or of the siège: for the keystore alone."""

    def __init__(self, seed: bytes, key_id: bytes | None = None) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        raw = self._private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        # The tool draws it; from the key itself, it is one secret less to keep.
        self.public = PublicKey.of(raw) if key_id is None else PublicKey(key_id, raw)

    @classmethod
    def generate(cls) -> SecretKey:
        """Return a new key from the system's randomness."""
        private = Ed25519PrivateKey.generate()
        return cls(
            private.private_bytes(
                serialization.Encoding.Raw,
                serialization.PrivateFormat.Raw,
                serialization.NoEncryption(),
            )
        )

    @classmethod
    def from_text(cls, text: str) -> SecretKey:
        """Return the key of a file of the public tool that has no password. Raises UnusableKey."""
        head = len(_KEY_ALGORITHM + _NO_PASSWORD + _CHECKSUM_ALGORITHM)
        at = head + _DERIVATION_BYTES
        data = _decoded(_last_line(text), at + _KEY_ID_BYTES + 2 * _KEY_BYTES + _CHECKSUM_BYTES)
        if data[:head] != _KEY_ALGORITHM + _NO_PASSWORD + _CHECKSUM_ALGORITHM:
            raise UnusableKey("not an Ed25519 key without a password")
        seed_at = at + _KEY_ID_BYTES
        key = cls(data[seed_at : seed_at + _KEY_BYTES], data[at:seed_at])
        if data[seed_at + _KEY_BYTES : seed_at + 2 * _KEY_BYTES] != key.public.raw:
            raise UnusableKey("the two halves of the key do not belong together")
        return key

    def to_text(self) -> str:
        """Return the key as a file of the public tool, without a password."""
        seed = self._private.private_bytes(
            serialization.Encoding.Raw,
            serialization.PrivateFormat.Raw,
            serialization.NoEncryption(),
        )
        data = b"".join(
            (
                _KEY_ALGORITHM,
                _NO_PASSWORD,
                _CHECKSUM_ALGORITHM,
                bytes(_DERIVATION_BYTES),
                self.public.key_id,
                seed,
                self.public.raw,
                bytes(_CHECKSUM_BYTES),
            )
        )
        return (
            f"{_UNTRUSTED_PREFIX}minisign secret key {_name(self.public.key_id)}\n{_base64(data)}\n"
        )

    def signed(self, message: bytes) -> bytes:
        """Return the bare Ed25519 signature of a message, 64 bytes: for what is no packet."""
        return self._private.sign(message)

    def sign(self, message: bytes, trusted_comment: str) -> Signature:
        """Return the signature of a message and of a comment of one printable line.

        Raises ValueError on another comment.
        """
        if not trusted_comment.isprintable():
            raise ValueError("a trusted comment is one printable line")
        signature = self._private.sign(_hashed(message))
        of_all = self._private.sign(signature + trusted_comment.encode("utf-8"))
        return Signature(self.public.key_id, signature, trusted_comment, of_all)


def _hashed(message: bytes) -> bytes:
    return hashlib.blake2b(message).digest()


def _name(key_id: bytes) -> str:
    """Return a key's number as the tool writes it: little endian."""
    return key_id[::-1].hex().upper()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str, length: int) -> bytes:
    """Return so many bytes behind their base64. Raises UnusableKey."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnusableKey(str(error)) from error
    if len(data) != length:
        raise UnusableKey(f"{length} bytes in base64 were expected")
    return data


def _last_line(text: str) -> str:
    """Return the key of a file: one word, alone or under its comment."""
    lines = text.strip().splitlines()
    if len(lines) == 2 and lines[0].startswith(_UNTRUSTED_PREFIX):
        return lines[1].strip()
    if len(lines) == 1:
        return lines[0].strip()
    raise UnusableKey("a key is one line under a comment")

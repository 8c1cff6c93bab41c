"""The keys of a till: ECDSA over P-256, so that an inspector verifies with the public key alone.

A bare chain of digests could be rewritten whole by whoever owns the file (`shop.md`, "The till's
journal"). Signatures are DER and keys PEM: `openssl pkeyutl -verify` reads both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

# The digest of an entry is a SHA-256 already: it is signed as it is.
_ALGORITHM = ec.ECDSA(Prehashed(hashes.SHA256()))
_CODE_BYTES = 4
_PUBLIC = re.compile(
    "-----BEGIN PUBLIC KEY-----[0-9A-Za-z+/=\\s]+-----END PUBLIC KEY-----", re.ASCII
)


class UnusableKey(ValueError):
    """These bytes are no P-256 key."""


class SigningKey:
    """The private key of one till."""

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self.public_pem = (
            private.public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
            .decode("ascii")
        )

    @classmethod
    def generate(cls) -> SigningKey:
        """Return a new key from the system's randomness."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def derived(cls, secret: int) -> SigningKey:
        """Return the key of a secret number: the demonstration's tills are the same at each run."""
        return cls(ec.derive_private_key(secret, ec.SECP256R1()))

    @classmethod
    def from_pem(cls, text: str) -> SigningKey:
        """Return the key behind a PKCS#8 text. Raises UnusableKey."""
        try:
            private = serialization.load_pem_private_key(text.encode("ascii"), password=None)
        except (ValueError, TypeError) as error:
            raise UnusableKey(str(error)) from error
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise UnusableKey("not an elliptic curve key")
        return cls(private)

    def to_pem(self) -> str:
        """Return the key as PKCS#8 text, unencrypted: for the keystore alone."""
        return self._private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode("ascii")

    def sign(self, digest: bytes) -> bytes:
        """Return the DER signature of a 32-byte digest."""
        return self._private.sign(digest, _ALGORITHM)


Verifier = Callable[[bytes, bytes], bool]


@lru_cache(maxsize=64)
def verifier(public_pem: str) -> Verifier:
    """Return a function that tells whether a signature (DER) is that of a digest.

    Raises UnusableKey.
    """
    try:
        public = serialization.load_pem_public_key(public_pem.encode("ascii"))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey(str(error)) from error
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise UnusableKey("not an elliptic curve key")

    def verify(digest: bytes, signature: bytes) -> bool:
        try:
            public.verify(signature, digest, _ALGORITHM)
        except InvalidSignature:
            return False
        return True

    return verify


def public_keys(text: str) -> tuple[str, ...]:
    """Return the public keys of a PEM text, each in the one form that a till's first entry has.

    Raises UnusableKey where there is none, or one of them is no key of a till.
    """
    found = []
    for block in _PUBLIC.findall(text):
        try:
            public = serialization.load_pem_public_key(block.encode("ascii"))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise UnusableKey(str(error)) from error
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise UnusableKey("not an elliptic curve key")
        found.append(
            public.public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            ).decode("ascii")
        )
    if not found:
        raise UnusableKey("no public key")
    return tuple(found)


def fingerprint(public_pem: str) -> str:
    """Return the SHA-256 of a public key's text, in hexadecimal: what is compared by eye."""
    return sha256(public_pem.encode("ascii")).hexdigest()


def short_signature(signature: bytes) -> str:
    """Return the eight digits of a signature that a receipt bears: `7F3A-09C2`."""
    text = sha256(signature).hexdigest()[: 2 * _CODE_BYTES].upper()
    return f"{text[:4]}-{text[4:]}"

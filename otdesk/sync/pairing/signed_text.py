"""A small signed file that a person carries: one line of JSON, its exact bytes under a signature.

`{"body": "<canonical JSON>", "signature": "<hex>"}`: the body is a text in the text, so that what
was signed is what is read, whatever re-writes JSON on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.journal import canonical
from otdesk.journal.canonical import Payload, Value

_TAG = b"otdesk.pairing.1"
_LONGEST = 256 * 1024

Sign = Callable[[bytes], bytes]


class UnreadablePairing(DataFault):
    """The file is no pairing file, or it was changed on its way."""


def signed_text(body: Payload, sign: Sign) -> str:
    """Return the text of a file: `body` and the Ed25519 signature that `sign` makes of it."""
    content = canonical.encode(body)
    whole = {"body": content.decode("utf-8"), "signature": sign(_TAG + content).hex()}
    return canonical.encode(whole).decode("utf-8") + "\n"


def read_signed(path: Path, *, key_name: str, ask: str) -> dict[str, Value]:
    """Return the body of the file at `path`, signed with the key that it names under `key_name`.

    A file of this kind brings its own key: whose it is, two people tell by telephone. The
    signature shows that it came whole. `ask` says in French whom to ask for another one. Raises
    UnreadablePairing, and OSError from the disk.
    """
    if path.stat().st_size > _LONGEST:
        raise _refusal(path, _("il est trop long"), ask)
    try:
        whole = canonical.decode(path.read_bytes())
        content = text_of(whole, "body").encode("utf-8")
        body = canonical.decode(content)
        public = Ed25519PublicKey.from_public_bytes(key_of(body, key_name))
        public.verify(bytes.fromhex(text_of(whole, "signature")), _TAG + content)
    except (ValueError, KeyError) as error:
        # Python's own words would say nothing to a counsellor.
        raise _refusal(path, _("ce n’est pas un fichier d’appairage entier"), ask) from error
    except InvalidSignature as error:
        raise _refusal(path, _("il a été modifié en route"), ask) from error
    return body


def text_of(body: Mapping[str, Value], name: str) -> str:
    """Return a text of a body. Raises KeyError or ValueError."""
    value = body[name]
    if not isinstance(value, str):
        raise ValueError(f"{name}: text expected")
    return value


def number_of(body: Mapping[str, Value], name: str) -> int:
    """Return a whole number of a body. Raises KeyError or ValueError."""
    value = body[name]
    if not isinstance(value, int):
        raise ValueError(f"{name}: an integer expected")
    return value


def key_of(body: Mapping[str, Value], name: str) -> bytes:
    """Return a public key of a body, 32 bytes. Raises KeyError or ValueError."""
    key = bytes.fromhex(text_of(body, name))
    if len(key) != 32:
        raise ValueError(f"{name}: a key has 32 bytes")
    return key


def _refusal(path: Path, reason: str, ask: str) -> UnreadablePairing:
    return UnreadablePairing(
        _("Le fichier « {name} » ne peut pas servir : {reason}. Rien n’a été changé. {ask}").format(
            name=path.name, reason=reason, ask=ask
        )
    )

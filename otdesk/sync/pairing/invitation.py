"""What the siège hands to an office that joins: its keys, the office's code, a code for one use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otdesk.i18n import _
from otdesk.journal.canonical import Value
from otdesk.sync.pairing.signed_text import (
    Sign,
    UnreadablePairing,
    key_of,
    number_of,
    read_signed,
    signed_text,
    text_of,
)

FORMAT = 1
SUFFIX = ".otdesk-invitation"
_KIND = "invitation"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One post of one office may answer it once, until `expires_at` (UTC).

    `siege_stream` and `siege_key` (Ed25519, 32 bytes) say whose acknowledgements to believe,
    `siege_recipient` (age) for whom to encrypt. `code` comes back in the answer; `mailbox` is the
    address to send to, empty where files go by hand; `lists` the version of the siège's lists.
    """

    network: str
    office: str
    siege_stream: str
    siege_key: bytes
    siege_recipient: str
    code: str
    issued_at: datetime
    expires_at: datetime
    mailbox: str = ""
    lists: str = ""
    reconstruction: bool = False

    def to_text(self, sign: Sign) -> str:
        """Return the file's text, signed with the siège's key."""
        body: dict[str, Value] = {
            "kind": _KIND,
            "format": FORMAT,
            "network": self.network,
            "office": self.office,
            "siege_stream": self.siege_stream,
            "siege_key": self.siege_key.hex(),
            "siege_recipient": self.siege_recipient,
            "code": self.code,
            "issued_at": self.issued_at.isoformat(),
            "expires_at": self.expires_at.isoformat(),
            "mailbox": self.mailbox,
            "lists": self.lists,
            "reconstruction": int(self.reconstruction),
        }
        return signed_text(body, sign)


def read_invitation(path: Path) -> Invitation:
    """Return the invitation in a file. Raises UnreadablePairing, and OSError from the disk."""
    body = read_signed(path, key_name="siege_key", ask=_("Demandez au siège un nouveau fichier."))
    try:
        kind, version = text_of(body, "kind"), number_of(body, "format")
        if kind == _KIND and version == FORMAT:
            return Invitation(
                network=text_of(body, "network"),
                office=text_of(body, "office"),
                siege_stream=text_of(body, "siege_stream"),
                siege_key=key_of(body, "siege_key"),
                siege_recipient=text_of(body, "siege_recipient"),
                code=text_of(body, "code"),
                issued_at=datetime.fromisoformat(text_of(body, "issued_at")),
                expires_at=datetime.fromisoformat(text_of(body, "expires_at")),
                mailbox=text_of(body, "mailbox"),
                lists=text_of(body, "lists"),
                reconstruction=bool(number_of(body, "reconstruction")),
            )
    except (KeyError, ValueError) as error:
        raise _other_version(path) from error
    raise _other_version(path) if kind == _KIND else _not_an_invitation(path)


def _other_version(path: Path) -> UnreadablePairing:
    return UnreadablePairing(
        _(
            "L’invitation « {} » vient d’une autre version du programme. Rien n’a été changé. "
            "Mettez ce poste à jour, puis recommencez."
        ).format(path.name)
    )


def _not_an_invitation(path: Path) -> UnreadablePairing:
    return UnreadablePairing(
        _(
            "« {} » n’est pas une invitation du siège. Rien n’a été changé. "
            "Choisissez le fichier que le siège vous a remis."
        ).format(path.name)
    )

"""What a post gives back to the siège: its own key, under the code that it was invited with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.pairing_state import GivenInvitation
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
SUFFIX = ".otdesk-reponse"
_KIND = "answer"


class RefusedAnswer(DataFault):
    """The answer is whole, and yet the siège may not take it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The post of `office` that writes `stream`, with its keys and a name for people."""

    network: str
    office: str
    stream: str
    name: str
    post_key: bytes
    recipient: str
    code: str
    answered_at: datetime
    program: str

    def to_text(self, sign: Sign) -> str:
        """Return the file's text, signed with the post's key."""
        return signed_text(
            {
                "kind": _KIND,
                "format": FORMAT,
                "network": self.network,
                "office": self.office,
                "stream": self.stream,
                "name": self.name,
                "post_key": self.post_key.hex(),
                "recipient": self.recipient,
                "code": self.code,
                "answered_at": self.answered_at.isoformat(),
                "program": self.program,
            },
            sign,
        )


def read_answer(path: Path) -> Answer:
    """Return the answer in a file. Raises UnreadablePairing, and OSError from the disk."""
    body = read_signed(path, key_name="post_key", ask=_("Demandez au bureau sa réponse."))
    try:
        if text_of(body, "kind") == _KIND and number_of(body, "format") == FORMAT:
            return Answer(
                network=text_of(body, "network"),
                office=text_of(body, "office"),
                stream=text_of(body, "stream"),
                name=text_of(body, "name"),
                post_key=key_of(body, "post_key"),
                recipient=text_of(body, "recipient"),
                code=text_of(body, "code"),
                answered_at=datetime.fromisoformat(text_of(body, "answered_at")),
                program=text_of(body, "program"),
            )
    except (KeyError, ValueError) as error:
        raise _no_answer(path) from error
    raise _no_answer(path)


def check_answer(
    answer: Answer, given: GivenInvitation | None, *, network: str, now: datetime
) -> None:
    """Raise RefusedAnswer where an answer may not be taken for an invitation of the siège.

    `given` is the invitation with the answer's code, None where the siège gave none.
    """
    if given is None:
        raise RefusedAnswer(
            _(
                "Cette réponse ne répond à aucune invitation de ce siège. Rien n’a été changé. "
                "Faites une nouvelle invitation pour ce poste."
            )
        )
    if (answer.network, answer.office) != (network, given.office):
        raise RefusedAnswer(
            _(
                "Cette réponse est celle du bureau {theirs}, l’invitation celle de {ours}. "
                "Rien n’a été changé. Vérifiez le fichier, ou faites une nouvelle invitation."
            ).format(theirs=answer.office, ours=given.office)
        )
    if given.used_by is not None:
        raise RefusedAnswer(
            _(
                "Un poste a déjà répondu à cette invitation : elle ne sert qu’une fois. "
                "Rien n’a été changé. Faites une nouvelle invitation pour ce poste."
            )
        )
    if now > datetime.fromisoformat(given.expires_at):
        raise RefusedAnswer(
            _(
                "L’invitation a expiré. Rien n’a été changé. "
                "Faites une nouvelle invitation pour ce poste."
            )
        )


def _no_answer(path: Path) -> UnreadablePairing:
    return UnreadablePairing(
        _(
            "« {} » n’est pas la réponse d’un poste, ou vient d’une autre version du programme. "
            "Rien n’a été changé. Demandez au bureau le fichier que son écran a enregistré."
        ).format(path.name)
    )

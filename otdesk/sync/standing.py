"""How this post stands with its siège, as the siège's own stream tells: confirmed, revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from otdesk import typography
from otdesk.domain.posts import RevocationMotive
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.office_streams import office_streams
from otdesk.store.pairing_state import partner
from otdesk.store.posts_state import KnownPost, known_posts
from otdesk.store.store import Store
from otdesk.sync.packet.faults import RefusalReason, RefusedPacket


class RevokedPost(DataFault):
    """The siège takes nothing more of this post: nothing is sent."""


@dataclass(frozen=True, slots=True)
class Revocation:
    """Why the siège believes a post no more, and since when (UTC)."""

    motive: RevocationMotive
    since: datetime


def is_confirmed(connection: Connection, office: str) -> bool:
    """Tell whether the siège has answered this post's invitation with its confirmation.

    An acknowledgement alone is no proof: one for another post of the office lies in the same
    mailbox, and its stream does not tell of this post.
    """
    known = partner(connection)
    return known is not None and known.acknowledged > 0 and bool(_here(connection, office))


def revocation(connection: Connection, office: str) -> Revocation | None:
    """Return what the siège said of the post that was paired with this folder's stream.

    None where it believes it, or never knew it.
    """
    here = _here(connection, office)
    if any(post.is_trusted for post in here):
        return None
    return next(
        (
            Revocation(post.revoked, datetime.fromisoformat(post.recorded_at))
            for post in here
            if post.revoked is not None
        ),
        None,
    )


def _here(connection: Connection, office: str) -> list[KnownPost]:
    """Return the post that was paired with this folder, once for each of its pairings."""
    posts = known_posts(connection, office)
    if not posts:
        return []
    own = {each.head.stream for each in office_streams(connection, office) if each.is_here}
    return [post for post in posts if post.stream in own]


def refuse_revoked(store: Store) -> None:
    """Raise RevokedPost where the siège said that it believes this post no more."""
    with store.reading() as connection:
        found = revocation(connection, store.identity.office)
        # Invited anew, it waits for the siège's word as any other does.
        if found is None or not is_confirmed(connection, store.identity.office):
            return
    since = typography.short_date(found.since.astimezone(store.zone).date())
    motives = {
        RevocationMotive.LOST: _("Le siège a révoqué ce poste le {}, déclaré perdu."),
        RevocationMotive.STOLEN: _("Le siège a révoqué ce poste le {}, déclaré volé."),
        RevocationMotive.REPLACED: _("Le siège a révoqué ce poste le {} : un autre le remplace."),
    }
    raise RevokedPost(
        _(
            "{what} Rien n’a été envoyé. Ce que le siège avait reçu reste compté, et tout reste "
            "enregistré ici. Si ce poste sert encore, appelez le siège : lui seul peut inviter un "
            "poste."
        ).format(what=motives[found.motive].format(since))
    )


def strange_key() -> str:
    """Return what to do about a reply under a key that is not the siège's."""
    return _(
        "Le siège répond sous une clé que ce poste ne connaît pas : son PC a peut-être été "
        "remplacé, ou un autre écrit à sa place. Rien n’en a été pris, et tout reste ici. Appelez "
        "le siège au numéro que vous connaissez ; s’il a changé de clé, demandez-lui une nouvelle "
        "invitation : « otdesk pair FICHIER --replace », et comparez les quatre mots."
    )


def is_strange(refusal: Exception) -> bool:
    """Tell whether a file was refused for the key that signed it."""
    return isinstance(refusal, RefusedPacket) and refusal.reason is RefusalReason.UNKNOWN_KEY

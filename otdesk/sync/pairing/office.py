"""The office's side of the pairing: an invitation is accepted, and the answer goes back."""

from __future__ import annotations

from otdesk import __version__
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.store.instants import instant
from otdesk.store.pairing_state import Partner, note_partner, partner
from otdesk.store.store import Store
from otdesk.sync.office_notes import note_stranger
from otdesk.sync.pairing.answer import SUFFIX, Answer
from otdesk.sync.pairing.invitation import Invitation
from otdesk.sync.post_keys import PostKeys


class RefusedInvitation(DataFault):
    """The invitation is whole, and yet not for this folder."""


class OtherSiege(RefusedInvitation):
    """Another siège, or another key of the same one, invites a post that has its siège.

    `warning` says in French which, and nothing of what to do: that depends on where it is said.
    `ours` and `theirs` are the keys, for their words.
    """

    def __init__(self, warning: str, *, ours: bytes, theirs: bytes) -> None:
        super().__init__(
            _(
                "{warning} Rien n’a été changé, et l’échange avec votre siège continue. Appelez le "
                "siège au numéro que vous connaissez avant d’en faire quoi que ce soit. S’il le "
                "confirme : « otdesk pair FICHIER --replace », puis comparez les quatre mots."
            ).format(warning=warning)
        )
        self.warning = warning
        self.ours, self.theirs = ours, theirs


def accept(
    store: Store, keys: PostKeys, invitation: Invitation, name: str, *, replace: bool = False
) -> Answer:
    """Note the siège that invites this post, named `name`, and return the answer to give back.

    Before the siège's first acknowledgement a second invitation takes the place of the first;
    after it, one under another key does only where somebody said so (`replace`): a siège that
    lost its keys invites again, and so does who would be taken for it. Raises OtherSiege then,
    RefusedInvitation on one for another office or network, of a demonstration where this folder
    is real, or out of date.
    """
    identity, now = store.identity, store.clock.now()
    ours = (identity.network, identity.office, identity.reconstruction)
    if ours != (invitation.network, invitation.office, invitation.reconstruction):
        raise RefusedInvitation(_not_ours(store, invitation))
    if now > invitation.expires_at:
        raise RefusedInvitation(
            _("L’invitation a expiré. Rien n’a été changé. Demandez-en une nouvelle au siège.")
        )
    with store.reading() as connection:
        before = partner(connection)
    if not replace and before is not None and is_another(before, invitation):
        raise OtherSiege(
            other_siege(before, invitation),
            ours=bytes.fromhex(before.public_key),
            theirs=invitation.siege_key,
        )
    known = Partner(
        stream=invitation.siege_stream,
        public_key=invitation.siege_key.hex(),
        recipient=invitation.siege_recipient,
        mailbox=invitation.mailbox,
        code=invitation.code,
        post_name=name,
        paired_at=instant(now),
    )
    with store.writing_local() as connection:
        note_partner(connection, known)
        note_stranger(connection, "")
    return answer_of(store, keys, known)


def is_another(known: Partner, invitation: Invitation) -> bool:
    """Tell whether an invitation would put another key in the place of a siège that has spoken."""
    return known.acknowledged > 0 and known.public_key != invitation.siege_key.hex()


def other_siege(known: Partner, invitation: Invitation) -> str:
    """Return what an invitation under another key means for a post that has its siège."""
    if known.stream == invitation.siege_stream:
        return _(
            "Cette invitation est celle de votre siège avec une nouvelle clé, comme après la "
            "panne de son PC."
        )
    return _(
        "Cette invitation est d’un autre siège (journal {theirs}) que celui de ce poste (journal "
        "{ours}, dernier accusé n° {number})."
    ).format(
        theirs=invitation.siege_stream[:8],
        ours=known.stream[:8],
        number=known.acknowledged,
    )


def answer_of(store: Store, keys: PostKeys, known: Partner) -> Answer:
    """Return the answer to the invitation that was accepted, as often as it is to be given."""
    identity = store.identity
    return Answer(
        network=identity.network,
        office=identity.office,
        stream=store.stream,
        name=known.post_name,
        post_key=keys.signing.public.raw,
        recipient=keys.opening.recipient,
        code=known.code,
        answered_at=store.clock.now(),
        program=__version__,
    )


def answer_name(office: str, code: str) -> str:
    """Return the name of the file of an answer, by which a mailbox tells it from a packet."""
    return f"{office}_{code}{SUFFIX}"


def _not_ours(store: Store, invitation: Invitation) -> str:
    identity = store.identity
    if identity.network != invitation.network or identity.office != invitation.office:
        return _(
            "L’invitation est pour le bureau {theirs} ({network}), ce dossier est celui de {ours}. "
            "Rien n’a été changé. Demandez au siège l’invitation de votre bureau."
        ).format(theirs=invitation.office, network=invitation.network, ours=identity.office)
    return _(
        "Une démonstration et un vrai dossier ne s’échangent rien. Rien n’a été changé. "
        "Choisissez l’invitation du vrai siège."
    )

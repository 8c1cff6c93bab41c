"""The siège's side of the pairing: it invites, looks at the answer, and confirms the post."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from otdesk.domain.changes import Changes
from otdesk.domain.posts import Post
from otdesk.errors import DataFault
from otdesk.headquarters import posts
from otdesk.headquarters.lost_keys import note_invited
from otdesk.headquarters.siege_round import ANSWERS
from otdesk.i18n import _
from otdesk.services.workplace import Workplace
from otdesk.store.instants import instant
from otdesk.store.list_items import lists_version
from otdesk.store.pairing_state import (
    GivenInvitation,
    invitation_of,
    invitations,
    note_invitation,
    use_invitation,
)
from otdesk.store.store import Store
from otdesk.sync.pairing.answer import SUFFIX, Answer, check_answer, read_answer
from otdesk.sync.pairing.invitation import Invitation
from otdesk.sync.pairing.signed_text import UnreadablePairing
from otdesk.sync.post_keys import PostKeys

VALID = timedelta(days=30)
_CODE_BYTES = 9


def invite(
    workplace: Workplace, store: Store, keys: PostKeys, office: str, *, mailbox: str = ""
) -> Invitation:
    """Give an invitation for one post of an office; it serves once, for a month.

    `mailbox` is the address that the office will send to, empty where files go by hand. Raises
    DataFault on an office that the network does not have.
    """
    if workplace.profile.office(office) is None:
        raise DataFault(
            _("« {office} » n’est pas un bureau de {network} : {known}.").format(
                office=office,
                network=workplace.profile.name,
                known=", ".join(workplace.profile.office_codes),
            )
        )
    now = store.clock.now()
    with store.reading() as connection:
        lists = lists_version(connection)
    invitation = Invitation(
        network=store.identity.network,
        office=office,
        siege_stream=store.stream,
        siege_key=keys.signing.public.raw,
        siege_recipient=keys.opening.recipient,
        code=secrets.token_urlsafe(_CODE_BYTES),
        issued_at=now,
        expires_at=now + VALID,
        mailbox=mailbox,
        lists=lists,
        reconstruction=store.identity.reconstruction,
    )
    with store.writing_local() as connection:
        note_invited(connection, office, keys.public_key)
        note_invitation(
            connection,
            GivenInvitation(invitation.code, office, instant(now), instant(invitation.expires_at)),
        )
    return invitation


def review(store: Store, answer: Answer) -> None:
    """Raise RefusedAnswer where an answer is to no invitation that still serves."""
    with store.reading() as connection:
        given = invitation_of(connection, answer.code)
    check_answer(answer, given, network=store.identity.network, now=store.clock.now())


def waiting_answers(store: Store) -> dict[str, Path]:
    """Return the answers that lie here for their telephone call, by the code of the invitation.

    They came by the mailbox; the invitations are those that still serve.
    """
    now = instant(store.clock.now())
    with store.reading() as connection:
        open_codes = {
            given.code
            for given in invitations(connection)
            if given.used_by is None and given.expires_at >= now
        }
    found: dict[str, Path] = {}
    if not open_codes:
        # Those that were confirmed stay in the folder for years: they are not read for nothing.
        return found
    for path in sorted((store.folder / ANSWERS).glob(f"*{SUFFIX}")):
        try:
            answer = read_answer(path)
        except (UnreadablePairing, OSError):
            # Whoever opens it is told what is wrong with it: nobody is to be called for it.
            continue
        if answer.code in open_codes:
            found[answer.code] = path
    return found


def confirm(store: Store, answer: Answer, author: str) -> Changes:
    """Take the packets of a post from now on: its words were compared by telephone.

    Raises RefusedAnswer as `review` does, and DataFault on a key that was revoked or is another
    office's.
    """
    with store.writing(author) as transaction:
        given = invitation_of(transaction.connection, answer.code)
        check_answer(answer, given, network=store.identity.network, now=transaction.now)
        key = answer.post_key.hex()
        changes = posts.confirm(
            transaction, Post(answer.office, answer.stream, answer.name, key, answer.recipient)
        )
        use_invitation(transaction.connection, answer.code, key)
    return changes

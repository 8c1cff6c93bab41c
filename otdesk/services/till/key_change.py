"""A new key for a till that still has its old one: the old key signs the entry that names the new.

For a PC that gained a keystore after its till began, or a key that too many have seen. A till
whose key is lost cannot do this: it has ended, and a new one takes over (decision 0009).
"""

from __future__ import annotations

from dataclasses import replace

from otdesk.domain.changes import Changes
from otdesk.domain.till import TillEvent
from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.journal.keys import SigningKey, UnusableKey
from otdesk.services.till.keystore import Keystore
from otdesk.services.till.post import KnownTill, TillPost, note
from otdesk.store.store import Store


def renew(
    store: Store, keystore: Keystore, post: TillPost, author: str
) -> tuple[TillPost, Changes]:
    """Have a till sign with a new key from now on, kept where this PC keeps keys; return it.

    The new key lies beside the old one before the journal names it, and takes its place after:
    wherever the power goes, one of the two that are kept is the one that the journal wants.
    Raises EnvironmentFault where the new key cannot be kept, TillBehind as any write does.
    """
    key = SigningKey.generate()
    pem, waiting = key.to_pem(), _beside(post.stream)
    keystore.save(waiting, pem)
    if keystore.load(waiting) != pem:
        raise EnvironmentFault(
            _("La nouvelle clé de la caisse ne peut pas être gardée sur ce poste."),
            safe=_("La caisse continue avec sa clé d’avant."),
            todo=_("Déverrouiller le trousseau du système, puis recommencer."),
        )
    with store.writing(author) as transaction:
        changes = note(transaction, post, TillEvent.KEY, key.public_pem)
    keystore.save(post.stream, pem)
    keystore.forget(waiting)
    return replace(post, key=key), changes


def key_of(keystore: Keystore, known: KnownTill) -> SigningKey | None:
    """Return the key that a till signs with now, None where it is not here.

    A change that the power cut short is finished: the journal names the key that waits.
    """
    for _time in range(2):
        key = _usable(keystore.load(known.stream))
        if key is not None and key.public_pem == known.signing_key:
            return key
        # What is remembered may be older than what another window has kept since.
        keystore.look_again(known.stream)
    waiting = _beside(known.stream)
    key = _usable(keystore.load(waiting))
    if key is None or key.public_pem != known.signing_key:
        return None
    keystore.save(known.stream, key.to_pem())
    keystore.forget(waiting)
    return key


def _beside(stream: str) -> str:
    """Return the name under which the next key of a till waits."""
    return f"{stream}-next"


def _usable(pem: str | None) -> SigningKey | None:
    if pem is None:
        return None
    try:
        return SigningKey.from_pem(pem)
    except UnusableKey:
        # A key that cannot be read signs nothing: it is lost, and that is what is said.
        return None

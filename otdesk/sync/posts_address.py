"""Where the posts of an office exchange: an address that this post remembers."""

from __future__ import annotations

from pathlib import Path

from otdesk import settings
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.store.store import Store
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import FolderAddress, MailAddress, parse_address
from otdesk.sync.mailbox.exchange import Mailbox
from otdesk.sync.mailbox.known_hosts import KnownHosts
from otdesk.sync.mailbox.opening import mailbox
from otdesk.sync.mailbox.passwords import passwords


class NoPostsFolder(DataFault):
    """An address that the posts cannot share."""


def posts_address(store: Store) -> str:
    """Return the address of the shared folder, nothing where this post has none."""
    with store.reading() as connection:
        return preferences.load(connection).get(settings.POSTS_FOLDER)


def remember_posts(store: Store, address: str) -> None:
    """Remember the shared folder of the posts; an empty address forgets it."""
    preferences.keep(store, settings.POSTS_FOLDER, address)


def checked_address(text: str) -> str:
    """Return an address that posts can share. Raises AddressFault, NoPostsFolder."""
    if isinstance(parse_address(text), MailAddress):
        raise NoPostsFolder(
            _(
                "Les postes s’échangent par un dossier, sftp:// ou webdavs:// : le courriel ne "
                "fait qu’envoyer."
            )
        )
    return text.strip()


def posts_mailbox(state: Path, address: str) -> Mailbox:
    """Return the mailbox of the posts, with the password and the host keys that were kept.

    `state` is this machine's folder of marks and keys. Raises AddressFault, NoPostsFolder.
    """
    parsed = parse_address(checked_address(address))
    account = None if isinstance(parsed, FolderAddress | MailAddress) else parsed.account
    password = "" if account is None else passwords(state).load(account) or ""
    return mailbox(parsed, Access(KnownHosts(state), password=password))

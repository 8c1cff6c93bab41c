"""Where the posts of an office exchange: an address that this post remembers."""

from __future__ import annotations

from otdesk import settings
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.services import preferences
from otdesk.store.store import Store
from otdesk.sync.mailbox.address import MailAddress, parse_address


class NoPostsFolder(DataFault):
    """An address that the posts cannot share."""


def posts_address(store: Store) -> str:
    """Return the address of the shared folder, nothing where this post has none."""
    with store.reading() as connection:
        return preferences.load(connection).get(settings.POSTS_FOLDER)


def remember_posts(store: Store, address: str) -> None:
    """Remember the shared folder of the posts; an empty address forgets it."""
    with store.writing_local() as connection:
        preferences.save(connection, settings.POSTS_FOLDER, address)


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

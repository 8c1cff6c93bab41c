"""Open a mailbox by its address. Nothing is connected before the first question to it."""

from __future__ import annotations

from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.sync.mailbox.access import Access
from otdesk.sync.mailbox.address import Address, FolderAddress, MailAddress, SftpAddress
from otdesk.sync.mailbox.exchange import Mailbox, Sender
from otdesk.sync.mailbox.folder import FolderMailbox
from otdesk.sync.mailbox.place import Place


class SendsOnly(DataFault):
    """An address of e-mail where a mailbox is to be read."""


def mailbox(address: Address, access: Access) -> Mailbox:
    """Return the mailbox at an address; close it, or use it in a `with`. Raises SendsOnly."""
    if isinstance(address, MailAddress):
        raise SendsOnly(
            _("Le courriel ne fait qu’envoyer : les réponses reçues s’importent à la main.")
        )
    return FolderMailbox(_place(address, access))


def sender(address: Address, access: Access) -> Sender:
    """Return what sends to an address; close it, or use it in a `with`."""
    if isinstance(address, MailAddress):
        from otdesk.sync.mailbox.mail import MailSender

        return MailSender(address, access)
    return mailbox(address, access)


def _place(address: Address, access: Access) -> Place:
    if isinstance(address, FolderAddress):
        from otdesk.sync.mailbox.local import LocalPlace

        return LocalPlace(str(address), address.path.as_posix())
    if isinstance(address, SftpAddress):
        from otdesk.sync.mailbox.sftp import SftpPlace

        return SftpPlace(address, access)
    if isinstance(address, MailAddress):
        raise TypeError("e-mail is no place")
    from otdesk.sync.mailbox.webdav import WebdavPlace

    return WebdavPlace(address, access)

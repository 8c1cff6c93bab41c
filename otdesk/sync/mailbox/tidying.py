"""A mailbox that stays small: each side removes its own files that the other has read past."""

from __future__ import annotations

import logging

from otdesk.sync.mailbox.exchange import Box, Item, Mailbox
from otdesk.sync.mailbox.faults import MailboxFault

# So many of its newest files a side leaves in any case.
KEPT = 3
_LOG = logging.getLogger(__name__)


def lying_there(mailbox: Mailbox, box: Box) -> tuple[Item, ...]:
    """Return what lies in a half of the mailbox; nothing, and the log tells, where it is not seen.

    What the round was for is done by then.
    """
    try:
        return mailbox.list(box)
    except MailboxFault as fault:
        _LOG.warning("%s is not tidied: %s", mailbox.where, fault)
        return ()


def remove_old(mailbox: Mailbox, box: Box, item: Item) -> None:
    """Remove a file of one's own; where that fails it stays, the log tells, and all goes on."""
    try:
        mailbox.remove(box, item)
    except MailboxFault as fault:
        _LOG.warning("%s stays in the mailbox: %s", item.name, fault)

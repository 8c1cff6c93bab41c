"""What every mailbox does: look, fetch, deliver, tell its health. Blocking: call it from a task.

Every failure is a `faults.MailboxFault`; `MailboxCancelled` is the user's own word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, Self

from otdesk.errors import DataFault, DeskError
from otdesk.i18n import _

# Letters, figures, `_`, `-` and inner points: safe on every disk, in every address and in a shell.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")
# Names of deliveries that are under way.
PART_ENDINGS = (".part", ".transit")


class Box(StrEnum):
    """The parts of a mailbox; the value is the name of its folder.

    What the posts of one office leave for one another may lie in a mailbox of its own.
    """

    FROM_OFFICES = "envois"
    FROM_SIEGE = "accuses"
    BETWEEN_POSTS = "postes"


class MailboxCancelled(DeskError):
    """The user gave up; nothing half sent or half fetched is left under its name."""


class BadName(DataFault):
    """A name that no packet has and that no mailbox may be asked for."""


def _silent(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: `progress(done, total)` in bytes, `cancelled()` asked before each piece."""

    progress: Callable[[int, int], None] = _silent
    cancelled: Callable[[], bool] = _never

    def passed(self, done: int, total: int) -> None:
        """Tell how far it is. Raises MailboxCancelled."""
        self.check()
        self.progress(done, total)

    def check(self) -> None:
        """Raise MailboxCancelled where the user gave up."""
        if self.cancelled():
            raise MailboxCancelled(_("L’échange est abandonné à votre demande : rien n’est perdu."))


UNWATCHED = Watch()


@dataclass(frozen=True, slots=True)
class Item:
    """A file that was delivered: its name, its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to reach a server, and for each of its answers once it is reached."""

    connect: float = 10.0
    answer: float = 30.0


class Sender(Protocol):
    """What takes packets; a context manager, which closes its connection."""

    @property
    def where(self) -> str:
        """Return what a message calls it."""
        ...

    def check(self, box: Box) -> str:
        """Return in one French sentence that it is reached, and `box` can be written.

        Raises MailboxFault, which says in French what is in the way.
        """
        ...

    def deliver(self, box: Box, source: Path, watch: Watch = UNWATCHED) -> bool:
        """Deliver a file under its own name; False where it was there already, byte for byte.

        Raises MailboxFault, MailboxCancelled, and BadName.
        """
        ...

    def close(self) -> None:
        """Close the connection, if there is one."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_raised: object) -> None: ...


class Mailbox(Sender, Protocol):
    """A mailbox that is read too."""

    def list(self, box: Box) -> tuple[Item, ...]:
        """Return what was delivered whole, by name. Raises MailboxFault."""
        ...

    def fetch(self, box: Box, item: Item, target: Path, watch: Watch = UNWATCHED) -> None:
        """Copy a file whole to `target`, through `target.part`. Raises MailboxFault, BadName."""
        ...

    def remove(self, box: Box, item: Item) -> None:
        """Remove a file of one's own that nobody waits for any more; one that is gone is no fault.

        Raises MailboxFault, BadName.
        """
        ...


def is_packet_name(name: str) -> bool:
    """Tell whether a name is one that a mailbox carries: plain, not hidden, not under way."""
    return _NAME.fullmatch(name) is not None and not name.endswith(PART_ENDINGS)


def checked_name(name: str) -> str:
    """Return a name that can be delivered or fetched. Raises BadName."""
    if not is_packet_name(name):
        raise BadName(_("« {} » n’est pas un nom de paquet.").format(name))
    return name

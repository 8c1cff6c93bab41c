"""What lies on a stick for an office: replies of the siège, an invitation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from otdesk.sync.mailbox.exchange import Box
from otdesk.sync.office_round import reply_prefix
from otdesk.sync.pairing.invitation import SUFFIX

# Where people put things: on the stick itself, or in a folder that says what it is.
_FOLDERS = ("", "otdesk", Box.FROM_SIEGE.value, f"otdesk/{Box.FROM_SIEGE.value}")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """Replies of the siège and invitations, each in the order of their names."""

    replies: tuple[Path, ...] = ()
    invitations: tuple[Path, ...] = ()


def look_on(root: Path, office: str) -> Found:
    """Return what lies there for an office; nothing of a stick that was pulled. May take long."""
    replies: list[Path] = []
    invitations: list[Path] = []
    for name in _FOLDERS:
        try:
            inside = sorted((root / name).iterdir())[:_MOST]
        except OSError:
            continue
        for path in inside:
            if path.name.endswith(SUFFIX):
                invitations.append(path)
            elif path.name.startswith(reply_prefix(office)) and path.suffix == ".zip":
                replies.append(path)
    return Found(tuple(replies), tuple(invitations))

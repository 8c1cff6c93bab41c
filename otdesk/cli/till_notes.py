"""What a command has done, noted in the till of the folder, where it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otdesk.services.workplace import Workplace


def note_in_till(workplace: Workplace, event: str, detail: str = "") -> bool:
    """Note a technical event (`services.till.events`); tell whether that was possible."""
    from otdesk.services.till.events import note_beside
    from otdesk.services.till.keystore import keystore
    from otdesk.store.store import SYSTEM

    return note_beside(
        workplace.open_store,
        lambda: keystore(workplace.anchors.folder),
        SYSTEM,
        event,
        detail,
    )

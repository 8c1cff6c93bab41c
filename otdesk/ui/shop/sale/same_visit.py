"""The accueil of the same conversation: found, offered, linked in one key, never forced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otdesk.domain.counter.draft import of_visit
from otdesk.i18n import _
from otdesk.ui.counter.sentence import brief
from otdesk.ui.shop.desk import ShopDesk

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.reports.shop.conversation import SameVisit


class VisitLink(QObject):
    """Knows which accueil a basket is linked to, and which one it could be.

    `linked` and `offered` are accueils as they were read, None for none.
    """

    changed = Signal()

    def __init__(self, desk: ShopDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.linked: SameVisit | None = None
        self.offered: SameVisit | None = None
        self._hint = ""

    def take_hint(self) -> str:
        """Return what came of the last question, once."""
        told, self._hint = self._hint, ""
        return told

    def words(self, same: SameVisit) -> str:
        """Return an accueil as the counter says it: `2 pers. · Lozère · Sport & rando`."""
        lists = self._desk.workplace.lists
        return brief(of_visit("", same.uid, same.visit), lists)

    def leave(self) -> None:
        """Forget both: another basket is in hand, or none."""
        self.linked = self.offered = None

    def follow(self, uid: str | None) -> None:
        """Read the accueil that a basket taken up again is linked to."""
        self.leave()
        if uid is None:
            return
        wanted = uid

        def find(connection: Connection) -> SameVisit | None:
            from otdesk.reports.shop.conversation import visit_of

            return visit_of(connection, wanted)

        def found(same: SameVisit | None) -> None:
            self.linked = same
            self.changed.emit()

        self._desk.link.read(find, found)

    def look(self, linked: str | None) -> None:
        """Look whether an accueil was just validated that the basket may belong to."""
        if linked is not None:
            return

        def found(same: SameVisit | None) -> None:
            if self.linked is None:
                self.offered = same
                self.changed.emit()

        self._ask(found)

    def find(self, link: Callable[[str | None], None]) -> None:
        """Link to the accueil validated last, or say that there is none to link to."""

        def found(same: SameVisit | None) -> None:
            self.offered = None
            self.linked = same
            if same is None:
                self._hint = _(
                    "Aucun accueil validé depuis 15 minutes. Celui qui est en cours sera proposé "
                    "dès qu’il sera validé."
                )
            else:
                link(same.uid)
            self.changed.emit()

        self._ask(found)

    def _ask(self, found: Callable[[SameVisit | None], None]) -> None:
        workplace = self._desk.workplace
        office, day, now = workplace.identity.office, workplace.today(), workplace.clock.now()

        def find(connection: Connection) -> SameVisit | None:
            from otdesk.reports.shop.conversation import last_visit

            return last_visit(connection, office, day, now)

        self._desk.link.read(find, found)

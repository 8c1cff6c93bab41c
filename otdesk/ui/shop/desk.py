"""What the pages of the shop share: the catalogue, the rules of sale, the till and its state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from otdesk.domain.changes import Changes
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext
from otdesk.ui.printing.tasks import while_there

if TYPE_CHECKING:
    from datetime import date

    from otdesk.domain.catalogue import Catalogue
    from otdesk.domain.shop_terms import ShopTerms
    from otdesk.domain.till import Closing
    from otdesk.services.till.keystore import KeyPlace, Keystore
    from otdesk.services.till.post import TillPost
    from otdesk.services.till.sales import SaleGrounds
    from otdesk.services.till.start import TillTrouble
    from otdesk.services.worker import UseCase
    from otdesk.services.workplace import Workplace
    from otdesk.store.store import Store
    from otdesk.store.till_state import TillState

# What is read again after a change of one of these.
CONCERNS = frozenset(
    {
        "family",
        "supplier",
        "product",
        "price",
        "office_article",
        "shop_terms",
        "stock_document",
        "transfer_notice",
        "till",
        "receipt",
        "refund",
        "cash_movement",
        "payment_correction",
        "till_closing",
    }
)


@dataclass(frozen=True, slots=True)
class ShopPicture:
    """The shop as it was read: `post` is the till to sell with, or `trouble` says why not.

    `state` is where the till stands, None without one; `key_place` what guards its key. `closed`
    are the months and years that this reading has just closed.
    """

    catalogue: Catalogue
    terms: ShopTerms
    grounds: SaleGrounds
    post: TillPost | None
    trouble: TillTrouble | None
    state: TillState | None
    key_place: KeyPlace
    closed: tuple[Closing, ...] = ()


# The name of the training's link among the children of the real one, which outlives windows.
_TRAINING = "training"


class ShopDesk(QObject):
    """Reads the shop off the window's thread and hands its writes over.

    `refreshed` follows each reading; `picture` is then what was read. `leaving` comes before
    training begins or ends, for what must still reach its own disk; `switched` once it has: pages
    let go of what they hold, and `refreshed` follows. All that
    pages read and write goes through `link`, `reading` and `workplace`, which are the training's
    while it lasts. `printed` carries the uid of a receipt whose original was made, `faulted` a
    fault that no page has asked for.
    """

    refreshed = Signal()
    leaving = Signal()
    switched = Signal(bool)
    printed = Signal(str)
    faulted = Signal(object)

    def __init__(
        self,
        context: ScreenContext,
        make_keystore: Callable[[], Keystore],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._make_keystore = make_keystore
        self._keystore: Keystore | None = None
        self.picture: ShopPicture | None = None
        self._periods_closed: set[tuple[str, date]] = set()
        # A window that is made anew (another theme) finds the training where it was left.
        self._training: StoreLink | None = context.link.findChild(StoreLink, _TRAINING)
        if self._training is not None:
            self._training.changed.connect(self.on_changes)

    @property
    def is_training(self) -> bool:
        """Tell whether what is sold now is a simulation."""
        return self._training is not None

    @property
    def link(self) -> StoreLink:
        """Return the thread that writes the shop: the training's while it lasts."""
        return self._training or self.context.link

    @property
    def reading(self) -> StoreLink:
        """Return the thread for long reading: in training there is one for everything."""
        return self._training or self.context.reading

    @property
    def workplace(self) -> Workplace:
        """Return the workplace of what is sold: the training's folder while it lasts."""
        real = self.context.workplace
        if self._training is None:
            return real
        from otdesk.services.till.training import workplace_for

        return workplace_for(real)

    def train(self) -> None:
        """Begin the training: its folder is made where it is not there, and the till notes it."""
        if self._training is not None or self.picture is None or self.picture.post is None:
            return
        real, post = self.context.workplace, self.picture.post

        def work(store: Store) -> None:
            from otdesk.services.till import events, training

            training.prepare(real, store, self.keystore(), post.name)
            if not events.note_here(store, self.keystore, self.author, events.TRAINING_ON):
                raise DataFault(_("La caisse ne peut pas noter que la formation commence."))

        self.context.link.run(
            work,
            while_there(self, lambda _none: self._on_training()),
            while_there(self, self.faulted.emit),
        )

    def _on_training(self) -> None:
        from otdesk.services.till.training import workplace_for

        place = workplace_for(self.context.workplace)
        self.leaving.emit()
        self._training = StoreLink(place.open_store, self.context.link)
        self._training.setObjectName(_TRAINING)
        self._training.failed.connect(self.context.link.failed)
        self._training.changed.connect(self.on_changes)
        self._switch(training=True)

    def end_training(self) -> None:
        """Come back to the real shop; the till notes it."""
        if self._training is None:
            return
        self.leaving.emit()
        ended, self._training = self._training, None
        ended.changed.disconnect(self.on_changes)
        ended.setParent(None)
        ended.close()
        ended.deleteLater()
        from otdesk.services.till import events

        self.note_event(events.TRAINING_OFF)
        self._switch(training=False)

    def _switch(self, *, training: bool) -> None:
        self.picture = None
        self.switched.emit(training)
        self.refresh()

    def note_event(self, event: str, detail: str = "") -> None:
        """Note a technical event in the till that is in front."""

        def work(store: Store) -> None:
            from otdesk.services.till import events

            events.note_here(store, self.keystore, self.author, event, detail)

        self.link.run(work)

    @property
    def author(self) -> str:
        """Return the initials of who is at the desk."""
        return self.context.author()

    def keystore(self) -> Keystore:
        """Return what keeps the till's key; called on the store's thread, where it may wait."""
        if self._keystore is None:
            self._keystore = self._make_keystore()
        return self._keystore

    def refresh(self) -> None:
        """Read the shop again."""
        link = self.link

        def on_read(picture: ShopPicture) -> None:
            # What was asked before the training began, or ended, is another shop's.
            if link is self.link:
                self._on_read(picture)

        link.run(self._reader(self.workplace), while_there(self, on_read))

    def on_changes(self, changes: Changes) -> None:
        """Read again where the changes concern the shop."""
        if changes.kinds & CONCERNS:
            self.refresh()

    def write(
        self,
        use_case: UseCase,
        on_done: Callable[[Changes], None] | None = None,
        on_fault: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a use case as who is at the desk; `on_done` means that it is on the disk.

        Where another program renewed the till's key, the new one is read: the next try has it.
        """
        link = self.link

        def refused(fault: Exception) -> None:
            from otdesk.store.till_key import KeyRenewed

            if isinstance(fault, KeyRenewed) and shiboken6.isValid(self):
                self.refresh()
            (on_fault or link.failed.emit)(fault)

        link.write(self.author, use_case, on_done, refused)

    def _on_read(self, picture: ShopPicture) -> None:
        self.picture = picture
        self.refreshed.emit()

    def _reader(self, workplace: Workplace) -> Callable[[Store], ShopPicture]:
        return lambda store: self._read(store, workplace)

    def _read(self, store: Store, workplace: Workplace) -> ShopPicture:
        from otdesk.reports.shop.catalogue import read_catalogue, read_terms
        from otdesk.services.till.post import TillPost
        from otdesk.services.till.sales import SaleGrounds, seller_of
        from otdesk.services.till.start import TillTrouble, find
        from otdesk.store.till_state import state_of

        profile, office, day = workplace.profile, workplace.identity.office, workplace.today()
        keystore = self.keystore()
        with store.reading() as connection:
            found = find(connection, keystore, workplace.anchors, office, workplace.zone)
        post = found if isinstance(found, TillPost) else None
        # A till's key may lie elsewhere than the next one would: a PC gains or loses its keystore.
        place = (None if post is None else keystore.holder(post.stream)) or keystore.place
        closed = () if post is None else self._close_periods(store, post, day)
        with store.reading() as connection:
            terms = read_terms(connection, day)
            seller = seller_of(
                profile.legal_name,
                f"{profile.address}, {profile.postcode} {profile.commune}",
                terms,
                profile.siret,
            )
            return ShopPicture(
                catalogue=read_catalogue(connection, office, day),
                terms=terms,
                grounds=SaleGrounds(seller, workplace.lists.vat_rates),
                post=post,
                trouble=found if isinstance(found, TillTrouble) else None,
                state=None if post is None else state_of(connection, post.stream),
                key_place=place,
                closed=closed,
            )

    def _close_periods(self, store: Store, post: TillPost, day: date) -> tuple[Closing, ...]:
        """Close the months and years that are over, at the first reading of each month.

        Where a day still waits for its Z nothing can be closed: it is asked again after it.
        """
        month = day.replace(day=1)
        if (post.stream, month) in self._periods_closed:
            return ()
        from otdesk.services.till.closings import close_periods, periods_wait
        from otdesk.store.store import SYSTEM

        with store.reading() as connection:
            if periods_wait(connection, post.stream):
                return ()
        with store.writing(SYSTEM) as transaction:
            made = close_periods(transaction, post)
        self._periods_closed.add((post.stream, month))
        return made

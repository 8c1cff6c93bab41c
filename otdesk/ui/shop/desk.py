"""What the pages of the shop share: the catalogue, the rules of sale, the till and its state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otdesk.domain.catalogue import Catalogue
from otdesk.domain.changes import Changes
from otdesk.ui.background import StoreLink
from otdesk.ui.context import ScreenContext

if TYPE_CHECKING:
    from otdesk.domain.shop_terms import ShopTerms
    from otdesk.services.till.keystore import KeyPlace, Keystore
    from otdesk.services.till.post import TillPost
    from otdesk.services.till.sales import SaleGrounds
    from otdesk.services.till.start import TillTrouble
    from otdesk.services.worker import UseCase
    from otdesk.store.store import Store
    from otdesk.store.till_state import TillState

# What is read again after a change of one of these.
CONCERNS = frozenset(
    {
        "family",
        "supplier",
        "product",
        "price",
        "shop_terms",
        "stock_document",
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

    `state` is where the till stands, None without one; `key_place` what guards its key.
    """

    catalogue: Catalogue
    terms: ShopTerms
    grounds: SaleGrounds
    post: TillPost | None
    trouble: TillTrouble | None
    state: TillState | None
    key_place: KeyPlace


class ShopDesk(QObject):
    """Reads the shop off the window's thread and hands its writes over.

    `refreshed` follows each reading; `picture` is then what was read.
    """

    refreshed = Signal()

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

    @property
    def link(self) -> StoreLink:
        """Return the thread that writes the shop."""
        return self.context.link

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
        self.link.run(self._read, self._on_read)

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
        """Run a use case as who is at the desk; `on_done` means that it is on the disk."""
        self.link.write(self.author, use_case, on_done, on_fault)

    def _on_read(self, picture: ShopPicture) -> None:
        self.picture = picture
        self.refreshed.emit()

    def _read(self, store: Store) -> ShopPicture:
        from otdesk.reports.shop.catalogue import read_catalogue, read_terms
        from otdesk.services.till.post import TillPost
        from otdesk.services.till.sales import SaleGrounds, seller_of
        from otdesk.services.till.start import TillTrouble, find
        from otdesk.store.till_state import state_of

        workplace = self.context.workplace
        profile, office, day = workplace.profile, workplace.identity.office, workplace.today()
        keystore = self.keystore()
        with store.reading() as connection:
            terms = read_terms(connection, day)
            found = find(connection, keystore, workplace.anchors, office, workplace.zone)
            post = found if isinstance(found, TillPost) else None
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
                key_place=keystore.place,
            )

"""The sale between keys and disk. It knows baskets and receipts, not widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from otdesk import typography
from otdesk.domain.basket import Basket
from otdesk.domain.catalogue import Article
from otdesk.domain.changes import Changes
from otdesk.domain.receipts import Payment, PaymentMethod
from otdesk.domain.shop_counter.grammar import Ask, ShopGrammar, Step
from otdesk.domain.shop_counter.keys import ShopKey
from otdesk.domain.shop_counter.layout import shop_layout
from otdesk.domain.shop_counter.selling import Selling
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext
from otdesk.journal.identifiers import uuid7
from otdesk.ui.counter.controller import Notice
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.sale.keeping import BasketKeeper
from otdesk.ui.shop.sale.last_receipt import LastReceipt, LastSale
from otdesk.ui.shop.sale.same_visit import VisitLink

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.domain.invoices import Customer
    from otdesk.services.shop.baskets import KeptBasket
    from otdesk.store.transaction import Transaction


class SaleController(QObject):
    """Drives the sale in hand and those that wait, and hands receipts to the store.

    `changed`: anything that is shown. `noticed`: a Notice for who sells. `sold`: a receipt is on
    the disk (a LastSale). `found`: baskets of before were found, and whoever shows the sale takes
    what is to be told. `search_wanted` carries the text to begin with. `till_wanted`: nothing can
    be sold before the till page was seen; it carries what to show there.
    """

    changed = Signal()
    noticed = Signal(object)
    sold = Signal(object)
    found = Signal()
    search_wanted = Signal(str)
    discount_wanted = Signal()
    parked_wanted = Signal()
    till_wanted = Signal(str)

    def __init__(self, desk: ShopDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.state = Selling()
        self.parked: list[KeptBasket] = []
        self.grammar: ShopGrammar | None = None
        self.customer: Customer | None = None
        self._on_its_way = 0
        self._uid = self._new_uid()
        self._restored = False
        # What lies in the real shop after training lay there before: it is no news.
        self._tells_found = True
        self._found: Notice | None = None
        self._scans: list[str] = []
        self._keeper = BasketKeeper(desk.link, self)
        self.visit = VisitLink(desk, self)
        self.visit.changed.connect(self._on_visit)
        self.latest = LastReceipt(desk, self)
        self.latest.changed.connect(self.changed)
        desk.refreshed.connect(self._on_refreshed)
        desk.leaving.connect(self.flush)
        desk.switched.connect(self._on_switched)
        # Accueils are real, whatever is sold.
        desk.context.link.changed.connect(self._on_changes)

    # At the beginning and the end ----------------------------------------------------------

    def restore(self) -> None:
        """Take up the baskets that lay in the database; once."""
        if self._restored:
            return
        self._restored = True

        def load(connection: Connection) -> tuple[KeptBasket, ...]:
            from otdesk.services.shop import baskets

            return baskets.load(connection)

        self.desk.link.read(load, self._on_restored)

    def flush(self) -> None:
        """Have the baskets on the disk before the store is closed."""
        self._keeper.flush(closing=True)

    def _on_switched(self, training: bool) -> None:  # noqa: FBT001 - a signal's value
        """Begin anew in the other shop: each has its own baskets, on its own disk."""
        self._tells_found = training
        self._keeper.deleteLater()
        self._keeper = BasketKeeper(self.desk.link, self)
        self.state, self.parked = Selling(), []
        self.grammar = self.customer = None
        self._uid = self._new_uid()
        self.visit.leave()
        self._restored = False
        self.restore()
        self.changed.emit()

    def _on_restored(self, kept: Sequence[KeptBasket]) -> None:
        found = [each for each in kept if not each.basket.is_empty]
        if not found:
            return
        # What was begun meanwhile stays in hand; the basket of before then waits.
        if self.state.basket.is_empty and kept[0] is found[0]:
            self._uid = found[0].uid
            self.state = replace(self.state, basket=found[0].basket, selected=0)
            self.parked = found[1:] + self.parked
        else:
            self.parked = found + self.parked
        self.visit.follow(self.state.basket.visit)
        self.changed.emit()
        if not self._tells_found:
            return
        told = ngettext(
            "{} panier commencé a été retrouvé.",
            "{} paniers commencés ont été retrouvés.",
            len(found),
        ).format(len(found))
        self._found = Notice(told, "genet")
        self.found.emit()

    def take_found(self) -> Notice | None:
        """Hand over, once, what is to be told of baskets that were found at the start."""
        found, self._found = self._found, None
        return found

    def _on_refreshed(self) -> None:
        picture = self.desk.picture
        if picture is None:
            return
        self.grammar = ShopGrammar(
            picture.catalogue,
            shop_layout(picture.catalogue),
            ancv=picture.terms.ancv,
            invoiced=self.customer is not None,
        )
        self.changed.emit()
        scans, self._scans = self._scans, []
        for code in scans:
            self.scan(code)

    def _on_changes(self, changes: Changes) -> None:
        if "visit" in changes.kinds and not self.state.basket.is_empty:
            self.visit.look(self.state.basket.visit)

    # What hands do -------------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Tell whether no basket is in hand."""
        return self.state.basket.is_empty

    def in_short(self) -> tuple[str, int]:
        """Return what the head says of the baskets, and how many pieces the rail shows.

        Where none is in hand it is those that wait: they too are somebody's.
        """
        basket = self.state.basket
        if not basket.is_empty:
            return basket_words(basket), -(-basket.pieces // 1000)
        pieces = sum(kept.basket.pieces for kept in self.parked)
        return (waiting_words(len(self.parked)) if self.parked else ""), -(-pieces // 1000)

    @property
    def last(self) -> LastSale | None:
        """Return the last receipt that is on the disk, None where none is known."""
        return self.latest.sale

    @property
    def is_selling(self) -> bool:
        """Tell whether a receipt is still on its way to the disk."""
        return self._on_its_way > 0

    def press(self, key: ShopKey) -> None:
        """Apply a key, a click or a touch."""
        if self.grammar is None:
            self.noticed.emit(Notice(_("La boutique se charge…")))
            return
        self._react(self.grammar.press(self.state, key))

    def add(self, code: str) -> None:
        """Add the article that a search found, as many as were typed before."""
        if self.grammar is not None:
            self._react(self.grammar.add(self.state, code))

    def scan(self, barcode: str) -> None:
        """Add the article with a barcode, or say that it is unknown."""
        if self.grammar is None:
            self._scans.append(barcode)
            return
        known = self.grammar.catalogue.by_barcode(barcode)
        sold = [a for a in known if a.product.is_sold_at(self.grammar.catalogue.office)]
        if len(sold) > 1:
            self.search_wanted.emit(barcode)
        elif sold:
            self._scanned(sold[0])
        else:
            text = (
                _("« {} » n’est plus vendu ici : rien n’a été ajouté.").format(
                    known[0].product.label
                )
                if known
                else _("Code-barres inconnu : {}. Rien n’a été ajouté au panier.").format(barcode)
            )
            self.noticed.emit(Notice(text, "refused"))

    def choose_line(self, place: int) -> None:
        """Make a line the one that − and + act on."""
        self.state = replace(self.state, selected=place)
        self.changed.emit()

    def set_quantity(self, place: int, quantity: int) -> None:
        """Give a line another quantity."""
        if self.grammar is not None:
            self._react(self.grammar.set_quantity(self.state, place, quantity))

    def discount(self, place: int | None, cents: int, reason: str) -> None:
        """Take so much off a line, or off all (None). Raises DataFault."""
        basket = self.state.basket
        changed = (
            basket.discount_all(cents, reason)
            if place is None
            else basket.discount_line(place, cents, reason)
        )
        self._take(self.state.with_basket(changed))

    def set_price(self, place: int, cents: int, reason: str) -> None:
        """Ask another price for a line. Raises DataFault."""
        self._take(self.state.with_basket(self.state.basket.set_price(place, cents, reason)))

    def invoice_to(self, customer: Customer | None) -> None:
        """Make out an invoice with the receipt of this basket, or none."""
        self.customer = customer
        if self.grammar is not None:
            self.grammar = replace(self.grammar, invoiced=customer is not None)
        tender = self.state.tender
        if customer is None and tender is not None and tender.method is PaymentMethod.ACCOUNT:
            self.state = replace(self.state, tender=None)
        self.changed.emit()

    def toggle_link(self) -> None:
        """Link the basket to the accueil of the same conversation, or to none."""
        if self.state.basket.visit is not None:
            self.visit.leave()
            self._link(None)
        else:
            self.visit.find(self._link)

    def park(self) -> None:
        """Have the basket in hand wait; the next one begins."""
        self.parked.append(self._in_hand())
        self._begin_next()
        self._keep()
        self.changed.emit()

    def resume(self, uid: str | None = None) -> None:
        """Take a basket that waits into the hand; the one in hand then waits in its place.

        Without a name, the only one that waits; several are shown to choose from.
        """
        if not self.parked:
            self.noticed.emit(Notice(_("Aucun panier n’attend.")))
            return
        if uid is None and len(self.parked) > 1:
            self.parked_wanted.emit()
            return
        taken = next((k for k in self.parked if uid in {None, k.uid}), None)
        if taken is None:
            return
        self.parked.remove(taken)
        if not self.is_idle:
            self.parked.append(self._in_hand())
        shelf = self.state.next()
        self._uid = taken.uid
        self.state = replace(shelf, basket=taken.basket, selected=0)
        self.visit.follow(taken.basket.visit)
        self._keep()
        self.changed.emit()

    def abandon(self) -> None:
        """Empty the basket in hand; the till's journal notes that it was abandoned."""
        basket = self.state.basket
        if basket.is_empty:
            return
        self._begin_next()
        self._keep()
        self.changed.emit()
        self.noticed.emit(Notice(_("Panier vidé.")))
        picture = self.desk.picture
        if picture is None or picture.post is None:
            return
        post = picture.post
        pieces = basket.pieces // 1000
        detail = f"{pieces} · {basket.total}"

        def note(transaction: Transaction) -> Changes:
            from otdesk.domain.till import TillEvent
            from otdesk.services.till import post as posts

            return posts.note(transaction, post, TillEvent.ABANDONED, detail)

        self.desk.write(note, on_fault=self._tell)

    # ---------------------------------------------------------------------------------------

    def _react(self, step: Step) -> None:
        if step.state is not self.state:
            self._take(step.state)
        if step.hint:
            self.noticed.emit(Notice(step.hint, step.tone))
        if step.pay is not None:
            self._sell(step.pay)
        asked = {
            Ask.SEARCH: lambda: self.search_wanted.emit(""),
            Ask.DISCOUNT: self.discount_wanted.emit,
            Ask.LINK: self.toggle_link,
            Ask.PARK: self.park,
            Ask.RESUME: self.resume,
        }
        if step.ask is not None:
            asked[step.ask]()

    def _scanned(self, article: Article) -> None:
        before = self.state.basket
        self.add(article.product.code)
        if self.state.basket is not before:
            price = typography.cents(article.price or 0)
            text = _("Scanné : {label} · {price}").format(label=article.product.label, price=price)
            self.noticed.emit(Notice(text, "ok"))

    def _take(self, state: Selling) -> None:
        changed = state.basket is not self.state.basket
        begins = self.is_idle and not state.basket.is_empty
        self.state = state
        if changed:
            self._keep()
        if begins:
            self.visit.look(None)
        if state.basket.is_empty:
            self.visit.leave()
        self.changed.emit()

    def _link(self, visit: str | None) -> None:
        self.state = replace(self.state, basket=self.state.basket.link(visit))
        self._keep()
        self.changed.emit()

    def _on_visit(self) -> None:
        hint = self.visit.take_hint()
        if hint:
            self.noticed.emit(Notice(hint))
        self.changed.emit()

    def _sell(self, payments: tuple[Payment, ...]) -> None:
        picture = self.desk.picture
        if picture is None or picture.post is None:
            self.noticed.emit(Notice(_("Aucune caisse n’est ouverte sur ce poste."), "refused"))
            self.till_wanted.emit("begin")
            return
        post, grounds, basket = picture.post, picture.grounds, self.state.basket
        paid, customer = self._in_hand(), self.customer
        self._begin_next()
        remaining = self._kept()
        told: list[LastSale] = []
        keeper = self._keeper

        def record(transaction: Transaction) -> Changes:
            from otdesk.services.shop import baskets, invoices
            from otdesk.services.till import sales

            uid, receipt = sales.sell(transaction, post, basket, payments, grounds)
            invoice = ""
            if customer is not None:
                day = post.day(transaction)
                invoice, _made = invoices.issue(
                    transaction, customer.invoice(post.office, day, uid)
                )
            baskets.save(transaction.connection, remaining, transaction.now)
            told.append(LastSale(uid, receipt, invoice=invoice))
            return transaction.changes

        self._on_its_way += 1
        keeper.begin_sale()
        self.desk.write(
            record,
            lambda _changes: self._on_sold(keeper, told[0]),
            lambda fault: self._give_back(keeper, paid, fault, customer),
        )
        self.changed.emit()

    def _on_sold(self, keeper: BasketKeeper, sale: LastSale) -> None:
        self._on_its_way -= 1
        if keeper is not self._keeper:
            # Training began or ended meanwhile: this receipt is the other shop's.
            return
        keeper.end_sale()
        self.latest.take(sale)
        self.sold.emit(sale)

    def _give_back(
        self,
        keeper: BasketKeeper,
        paid: KeptBasket,
        fault: Exception,
        customer: Customer | None,
    ) -> None:
        from otdesk.services.till.guard import EarlierDayOpen

        self._on_its_way -= 1
        if keeper is not self._keeper:
            self._tell(fault)
            return
        keeper.end_sale()
        if not self.is_idle:
            self.parked.append(self._in_hand())
        self._uid = paid.uid
        self.state = replace(self.state.next(), basket=paid.basket, selected=0)
        self.visit.follow(paid.basket.visit)
        self._keep()
        self.invoice_to(customer)
        self._tell(fault)
        if isinstance(fault, EarlierDayOpen):
            self.till_wanted.emit("z")

    def _tell(self, fault: Exception) -> None:
        if not isinstance(fault, DataFault):
            self.desk.link.failed.emit(fault)
        self.noticed.emit(Notice(str(fault), "refused"))

    def _begin_next(self) -> None:
        self._uid = self._new_uid()
        self.state = self.state.next()
        self.visit.leave()
        self.invoice_to(None)

    def _in_hand(self) -> KeptBasket:
        from otdesk.services.shop.baskets import KeptBasket

        return KeptBasket(self._uid, self.state.basket)

    def _kept(self) -> tuple[KeptBasket, ...]:
        """Return the basket in hand, even empty, and those that wait behind it."""
        return (self._in_hand(), *self.parked)

    def _keep(self) -> None:
        self._keeper.keep(self._kept())

    def _new_uid(self) -> str:
        return uuid7(self.desk.workplace.clock.now())


def basket_words(basket: Basket) -> str:
    """Return `3 articles · 12,40 €`, as the head and the list of baskets say it."""
    count = -(-basket.pieces // 1000)
    words = ngettext("{} article", "{} articles", count).format(typography.integer(count))
    return f"{words} · {typography.cents(basket.total)}"


def waiting_words(count: int) -> str:
    """Return `2 paniers en attente`."""
    return ngettext("{} panier en attente", "{} paniers en attente", count).format(count)

"""The selling page: articles at the left, basket and payment at the right, keys for all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from otdesk import settings, typography
from otdesk.domain.invoices import Customer
from otdesk.domain.paper_roll import RollWidth
from otdesk.domain.shop_counter.finding import find_articles
from otdesk.domain.shop_counter.keys import ShopKey, ShopKeyKind
from otdesk.domain.till import TillEvent
from otdesk.errors import DeskError
from otdesk.i18n import _
from otdesk.ui.counter.controller import Notice
from otdesk.ui.counter.key_map import LAYOUTS, KeyMap, RepeatWatch
from otdesk.ui.printing.tasks import while_there
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.page import ARTICLES, RECEIPTS, TILL, ShopPage
from otdesk.ui.shop.receipts.printing import Roll, print_on_roll
from otdesk.ui.shop.sale.article_tile import offer_of
from otdesk.ui.shop.sale.bar import SaleBar
from otdesk.ui.shop.sale.basket_panel import BasketPanel
from otdesk.ui.shop.sale.controller import SaleController, basket_words
from otdesk.ui.shop.sale.foot import SaleFoot, sold_words
from otdesk.ui.shop.sale.invoice_panel import InvoicePanel
from otdesk.ui.shop.sale.keys import ShopKeyMap, amount_key
from otdesk.ui.shop.sale.last_receipt import LastSale
from otdesk.ui.shop.sale.line_panel import LinePanel
from otdesk.ui.shop.sale.list_panel import Choice, ListPanel
from otdesk.ui.shop.sale.payment_panel import PaymentPanel
from otdesk.ui.shop.sale.scrolling import scrolling
from otdesk.ui.shop.sale.shelf import Shelf
from otdesk.ui.shop.sale.trouble_card import TroubleCard
from otdesk.ui.theme.apply import Theme

# From this text size on, the shelf stands under the basket.
STACKED_PERCENT = 175
_LARGE_PERCENT = 150


class SalePage(ShopPage):
    """One sale after the other, by key, scanner, mouse, finger or screen reader."""

    def __init__(
        self,
        desk: ShopDesk,
        theme: Theme,
        controller: SaleController | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, theme, parent)
        self.controller = controller or SaleController(desk, self)
        preferences = desk.context.preferences()
        self._keyboard = LAYOUTS[preferences.get(settings.KEYBOARD)]
        self._keys = ShopKeyMap(KeyMap(self._keyboard, preferences.get(settings.SINGLE_KEYS)))
        self._repeats = RepeatWatch()
        self._right: QScrollArea | None = None
        self._was_paying = False
        # A receipt is on its way to the receipt printer: its original is printed once.
        self._on_roll = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Boutique"))
        self._build()
        self._connect()
        self.controller.restore()
        self._follow()

    # Making --------------------------------------------------------------------------------

    def _build(self) -> None:
        self._make_parts()
        scale = self.theme.scale
        if scale.text_percent >= STACKED_PERCENT:
            self._stack_all()
            return
        across = QHBoxLayout(self)
        side, top = scale.margin_side, scale.space(12)
        across.setContentsMargins(side, top, side, top)
        across.setSpacing(scale.space(14))
        left = _column(scale.space(9), (self.bar, self.trouble), self._front, self.foot)
        # With a banner, the training's band and large text even the bars need more than there is.
        across.addWidget(scrolling(left), 172)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(10))
        column.addWidget(self.basket, 10)
        column.addWidget(self.payment, 7)
        # At large text both are higher than the screen: they scroll, nothing is cut.
        self._right = scrolling(right)
        across.addWidget(self._right, 100)

    def _stack_all(self) -> None:
        """Put the shelf under the basket: at the largest text neither has room beside the other."""
        scale = self.theme.scale
        whole = QWidget()
        column = QVBoxLayout(whole)
        side, top = scale.margin_side, scale.space(8)
        column.setContentsMargins(side, top, side, top)
        column.setSpacing(scale.space(9))
        pair = QHBoxLayout()
        pair.setSpacing(scale.space(12))
        pair.addWidget(self.basket, 1)
        pair.addWidget(self.payment, 1)
        column.addWidget(self.bar)
        column.addWidget(self.trouble)
        column.addLayout(pair)
        column.addWidget(self._front)
        column.addWidget(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(whole))

    def _make_parts(self) -> None:
        self.bar = SaleBar(self.theme)
        self.trouble = TroubleCard(self.theme)
        self.shelf = Shelf(self.theme, self._keyboard)
        self.foot = SaleFoot(self.theme)
        self.basket = BasketPanel(self.theme)
        self.payment = PaymentPanel(self.theme)
        self.search = ListPanel(
            self.theme,
            _("Chercher un article"),
            find=self._found,
            hint=_("nom, code ou code-barres"),
        )
        self.parked = ListPanel(self.theme, _("Paniers en attente"))
        self.line_panel = LinePanel(self.theme, self.controller.discount, self.controller.set_price)
        self.invoice = InvoicePanel(self.theme, self.desk.workplace.today)
        self._front = QWidget()
        self._stack = QStackedLayout(self._front)
        for widget in (self.shelf, self.search, self.parked, self.line_panel, self.invoice):
            self._stack.addWidget(widget)

    def _connect(self) -> None:
        controller = self.controller
        controller.changed.connect(self._follow)
        self.desk.switched.connect(lambda _training: self.bar.forget())
        controller.noticed.connect(self.bar.tell)
        controller.sold.connect(self._on_sold)
        controller.found.connect(self._tell_found)
        controller.search_wanted.connect(self._open_search)
        controller.discount_wanted.connect(self._open_line)
        controller.parked_wanted.connect(self._open_parked)
        controller.till_wanted.connect(self._show_till)
        self._stack.currentChanged.connect(self._on_front)
        self.shelf.pressed.connect(self._press)
        self.payment.pressed.connect(self._press)
        self.payment.typed.connect(self._on_amount_key)
        self.payment.ticket_wanted.connect(self.print_ticket)
        self.bar.clicked.connect(lambda: self._press(ShopKey(ShopKeyKind.SEARCH)))
        self.basket.counted.connect(self._count)
        self.basket.line_chosen.connect(controller.choose_line)
        self.basket.line_opened.connect(lambda _place: self._open_line())
        self.basket.offer_undone.connect(lambda: self._press(ShopKey(ShopKeyKind.UNDO_OFFER)))
        self.basket.link_toggled.connect(lambda: self._press(ShopKey(ShopKeyKind.LINK)))
        self.basket.parked.connect(lambda: self._press(ShopKey(ShopKeyKind.PARK)))
        self.basket.discount_wanted.connect(lambda: self._press(ShopKey(ShopKeyKind.DISCOUNT)))
        self.basket.invoice_wanted.connect(self._open_invoice)
        self.invoice.given.connect(self._on_customer)
        self.basket.emptied.connect(self._on_emptied)
        self.basket.kept.connect(self._take_keys)
        self.foot.resumed.connect(lambda: self._press(ShopKey(ShopKeyKind.RESUME)))
        self.foot.page_wanted.connect(lambda name: self.page_wanted.emit(name, None))
        self.trouble.till_wanted.connect(self._show_till)
        self.trouble.articles_wanted.connect(lambda: self.page_wanted.emit(ARTICLES, None))
        self.search.chosen.connect(self._on_found)
        self.parked.chosen.connect(self._on_parked)
        for panel in (self.search, self.parked, self.line_panel, self.invoice):
            panel.left.connect(self._to_shelf)
        self._shortcut("Ctrl+P", self.print_ticket)

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    # Keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key its meaning; what has none goes on to the window."""
        if self._repeats.is_repeat(event):
            return
        if event.key() == Qt.Key.Key_Escape and self.basket.is_asking:
            self.basket.keep()
            return
        key = self._keys.recognise(event, paying=self.controller.state.is_paying)
        if key is None:
            super().keyPressEvent(event)
            return
        self._press(key)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Tell a key that is held down from one that is struck again."""
        self._repeats.released(event)
        super().keyReleaseEvent(event)

    def _press(self, key: ShopKey) -> None:
        self.bar.forget()
        self.controller.press(key)

    def _on_amount_key(self, event: QKeyEvent) -> None:
        """Take an amount that is typed into its box; other keys go on as everywhere."""
        key = amount_key(event, self._keys.keys)
        if key is not None and self.controller.state.is_paying:
            self._press(key)
        else:
            self.keyPressEvent(event)

    def _count(self, place: int, step: int) -> None:
        self.bar.forget()
        lines = self.controller.state.basket.lines
        if place < len(lines):
            self.controller.set_quantity(place, lines[place].quantity + step * 1000)

    def _take_keys(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # Following -----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front with the keys."""
        self._to_shelf()
        self._tell_found(there=True)

    def on_refreshed(self) -> None:
        """Show the shop as it was read again; the controller's own signal brings the rest."""
        self._show_trouble()

    def _show_trouble(self) -> None:
        self.trouble.follow(self.desk.picture, self.desk.workplace.today())

    def _follow(self) -> None:
        controller = self.controller
        state, grammar = controller.state, controller.grammar
        if grammar is not None:
            self.shelf.follow(state, grammar.catalogue, grammar.layout)
        self.basket.follow(state, None if grammar is None else grammar.catalogue)
        self.payment.follow(
            state,
            ancv=grammar is not None and grammar.ancv,
            invoiced=grammar is not None and grammar.invoiced,
        )
        last = controller.last
        self.payment.ticket.setEnabled(last is not None and not self._on_roll)
        self.payment.ticket.say(_("Facture") if last and last.invoice else _("Ticket"))
        self.bar.show_quantity(state.quantity)
        self.foot.show_last(controller.latest, on_its_way=controller.is_selling)
        self.foot.show_waiting(len(controller.parked))
        self._show_visit()
        self._show_trouble()
        self._show_what_matters(paying=state.is_paying)

    def _show_what_matters(self, *, paying: bool) -> None:
        """Where the right column scrolls: bring the payment up when it begins, then the basket."""
        if self._right is None or paying == self._was_paying:
            return
        self._was_paying = paying
        if paying:
            self._right.ensureWidgetVisible(self.payment, 0, 0)
            self._right.ensureWidgetVisible(self.payment.sell, 0, self.theme.scale.gap)
        else:
            self._right.verticalScrollBar().setValue(0)

    def _show_visit(self) -> None:
        visit = self.controller.visit
        shown = visit.linked or visit.offered
        if self.controller.is_idle or shown is None:
            self.basket.link.show_visit("", linked=False)
        else:
            self.basket.link.show_visit(visit.words(shown), linked=visit.linked is not None)

    def _tell_found(self, *, there: bool = False) -> None:
        """Tell of baskets that were found, once somebody sees it: the counter is first in front."""
        if not there and not self.isVisible():
            return
        found = self.controller.take_found()
        if found is not None:
            self.bar.tell(found)

    def _on_sold(self, sale: LastSale) -> None:
        self.bar.tell(Notice(sold_words(sale), "ok"))

    # Panels over the shelf -----------------------------------------------------------------

    def _found(self, text: str) -> Sequence[Choice]:
        grammar = self.controller.grammar
        if grammar is None:
            return ()
        catalogue = grammar.catalogue
        found = []
        for article in find_articles(catalogue, text):
            product = article.product
            offer = offer_of(catalogue, article, 0)
            note = " · ".join(
                part for part in (product.detail, product.code, product.barcode, offer.left) if part
            )
            found.append(Choice(product.code, product.label, note, offer.price))
        return found

    def _open_search(self, text: str) -> None:
        self._stack.setCurrentWidget(self.search)
        self.search.open(text)

    def _on_found(self, code: str) -> None:
        self._to_shelf()
        self.controller.add(code)

    def _open_line(self) -> None:
        state = self.controller.state
        if not 0 <= state.selected < len(state.basket.lines):
            return
        self._stack.setCurrentWidget(self.line_panel)
        self.line_panel.open(state.basket, state.selected)

    def _open_parked(self) -> None:
        choices = []
        for kept in self.controller.parked:
            names = ", ".join(line.product.short for line in kept.basket.lines[:4])
            total = typography.cents(kept.basket.total)
            choices.append(Choice(kept.uid, names, basket_words(kept.basket), total))
        self._stack.setCurrentWidget(self.parked)
        self.parked.show_choices(choices, _("Aucun panier n’attend."))
        self.parked.open()

    def _on_parked(self, uid: str) -> None:
        self._to_shelf()
        self.controller.resume(uid)

    def _open_invoice(self) -> None:
        self._stack.setCurrentWidget(self.invoice)
        self.invoice.open(self.controller.customer)

    def _on_customer(self, customer: Customer | None) -> None:
        self._to_shelf()
        self.controller.invoice_to(customer)
        if customer is not None:
            text = _("Facture pour {} : elle sera faite avec le ticket.").format(customer.name)
            self.bar.tell(Notice(text, "ok"))

    def _on_front(self, _index: int) -> None:
        """Give a panel the room of the foot where the text is large."""
        large = self.theme.scale.text_percent >= _LARGE_PERCENT
        self.foot.setVisible(not large or self._stack.currentWidget() is self.shelf)

    def _to_shelf(self) -> None:
        self._stack.setCurrentWidget(self.shelf)
        self._take_keys()

    def _on_emptied(self) -> None:
        self.controller.abandon()
        self._take_keys()

    # Other pages ---------------------------------------------------------------------------

    def _show_till(self, argument: str) -> None:
        self.page_wanted.emit(TILL, argument)

    def print_ticket(self) -> None:
        """Print the last receipt: it is the original once, a duplicate afterwards.

        A sale that was made out to a customer offers its invoice: that is the paper to hand over.
        """
        last = self.controller.last
        if last is None:
            self.bar.tell(Notice(_("Aucun ticket à imprimer.")))
            return
        if last.invoice:
            self.page_wanted.emit(TILL, ("invoice paper", last.invoice))
            return
        place = self.desk.context.preferences().get(settings.RECEIPT_PRINTER)
        if place:
            self._print_on_roll(last, place)
            return
        self.page_wanted.emit(RECEIPTS, ("print", last.uid, not last.printed))

    def _print_on_roll(self, last: LastSale, place: str) -> None:
        """Print on the receipt printer without leaving the sale."""
        if self._on_roll:
            return
        wide = self.desk.context.preferences().get(settings.RECEIPT_MILLIMETRES) == 80
        roll = Roll(place, RollWidth.MM80 if wide else RollWidth.MM58)
        self._show_on_roll(on_roll=True)
        self.bar.tell(Notice(_("Impression du ticket…")))

        def fault(error: Exception) -> None:
            self._show_on_roll(on_roll=False)
            if not isinstance(error, DeskError):
                self.desk.link.failed.emit(error)
                return
            self.bar.tell(Notice(str(error), "refused"))
            self.desk.note_event(TillEvent.PRINT_FAILED.value, last.uid)

        def done(told: str) -> None:
            self.desk.printed.emit(last.uid)
            self._show_on_roll(on_roll=False)
            self.bar.tell(Notice(told, "ok"))

        print_on_roll(
            self.desk, last.uid, roll, while_there(self, done),
            while_there(self, fault), original=not last.printed,
        )  # fmt: skip

    def _show_on_roll(self, *, on_roll: bool) -> None:
        self._on_roll = on_roll
        self.payment.ticket.setEnabled(not on_roll)


class _PatientColumn(QVBoxLayout):
    """A column that scrolls where it cannot shrink any more, not where it had rather be higher."""

    def hasHeightForWidth(self) -> bool:
        """Have the area around it ask for the least height alone."""
        return False


def _column(gap: int, above: Sequence[QWidget], middle: QWidget, foot: QWidget) -> QWidget:
    """Return widgets under each other; the middle one takes the room that is left."""
    made = QWidget()
    column = _PatientColumn(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for widget in above:
        column.addWidget(widget)
    column.addWidget(middle, 1)
    column.addWidget(foot)
    return made

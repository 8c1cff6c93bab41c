"""The parts of the Caisse page and their places: two columns, or one where the text is large."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from otdesk import settings
from otdesk.i18n import _
from otdesk.services.till.keystore import KeyPlace
from otdesk.services.till.start import TillTrouble
from otdesk.ui.days.controls import IconButton, add_all, label, set_tone
from otdesk.ui.key_button import KeyButton
from otdesk.ui.printing.panel import Spooler
from otdesk.ui.shop.desk import ShopDesk, ShopPicture
from otdesk.ui.shop.paper_panel import PAPER_EM, PaperPanel
from otdesk.ui.shop.till import words
from otdesk.ui.shop.till.begin_view import BeginForm
from otdesk.ui.shop.till.cash_panel import CashPanel
from otdesk.ui.shop.till.closing_panel import ClosingPanel
from otdesk.ui.shop.till.closings_card import ClosingsCard
from otdesk.ui.shop.till.count_form import CountForm
from otdesk.ui.shop.till.deposit_panel import DepositPanel
from otdesk.ui.shop.till.float_form import FloatForm
from otdesk.ui.shop.till.guarded import TillPanel
from otdesk.ui.shop.till.held_panel import HeldPanel
from otdesk.ui.shop.till.invoice_panel import InvoicePanel
from otdesk.ui.shop.till.picture import TillPicture
from otdesk.ui.shop.till.state_card import StateCard
from otdesk.ui.shop.till.steps_card import StepsCard
from otdesk.ui.shop.till.void_panel import VoidSlipPanel
from otdesk.ui.shop.till.z_form import ZForm
from otdesk.ui.theme.apply import Theme

# Under this width the right column goes below: two columns would cut both.
_TWO_COLUMNS_EM = 66
_FORM_EM = 21
_NO_LIMIT = 16_777_215

FindOpener = Callable[[], QWidget | None]
"""Finds the button that opened a panel: the page makes its rows anew at each reading."""


class TillLayout(QObject):
    """Makes and places every part of the page."""

    def __init__(self, desk: ShopDesk, theme: Theme, page: QWidget, device: Spooler | None) -> None:
        super().__init__(page)
        self._desk = desk
        self._theme = theme
        self.back = IconButton("chevron-left", _("Revenir à la vente"), theme, key=_("Échap"))
        self.lead = label("", "phrase", wrap=True)
        self.name = label("", "chip", "granite")
        self.key = label("", "chip", "granite")
        self.drawer = KeyButton(theme, _("Ouvrir le tiroir"), "", icon="key-round")
        self.train = KeyButton(theme, _("Formation"), "")
        self.state = StateCard(theme)
        self.closings = ClosingsCard(theme)
        self.steps = StepsCard(theme)
        self.begin = BeginForm(desk, theme)
        self.float = FloatForm(desk, theme)
        self.z = ZForm(desk, theme)
        self.cash = CashPanel(desk, theme)
        self.deposit = DepositPanel(desk, theme)
        self.void = VoidSlipPanel(desk, theme)
        self.held = HeldPanel(desk, theme)
        self.invoices = InvoicePanel(desk, theme)
        self.closing = ClosingPanel(desk, theme)
        self.printer = PaperPanel(
            desk.context.reading,
            theme,
            remembered=desk.context.preferences().get(settings.PRINTER),
            device=device,
        )
        self._left_idle: tuple[QWidget, ...] = (self.state, self.closings)
        self._left_forms: tuple[CountForm, ...] = (self.begin, self.float, self.z)
        self._panels: tuple[QWidget, ...] = (
            self.cash,
            self.deposit,
            self.void,
            self.held,
            self.invoices,
            self.closing,
            self.printer,
        )
        self._front: QWidget | None = None
        self._opener: FindOpener | None = None
        # Whether there is a till; None before it was read, when nothing is claimed.
        self._begun: bool | None = None
        self._two: bool | None = None
        self._lay_out(page)
        self.show_reading()

    # What is shown -------------------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Tell whether no panel is open."""
        return self._front in {None, self.begin}

    def show_reading(self) -> None:
        """Show that the till is being read: neither one, nor that there is none."""
        self._begun = None
        self.lead.setText(_("La caisse se charge…"))
        set_tone(self.lead, "")
        for widget in (self.name, self.key, self.drawer, self.train):
            widget.hide()
        self._show(None)

    def show_idle(self) -> None:
        """Show where the till stands, or how to begin one."""
        self._show(self.begin if self._begun is False else None)

    def show_begin(self, trouble: TillTrouble) -> None:
        """Show how to begin a till."""
        self._begun = False
        self.lead.setText(_("Caisse"))
        for widget in (self.name, self.key, self.drawer, self.train):
            widget.hide()
        self._show(self.begin)
        self.begin.ask(trouble)

    def show_till(self, shop: ShopPicture, picture: TillPicture, today: date) -> None:
        """Show where a till stands; what is open stays open."""
        if shop.post is None or shop.state is None:
            return
        if not self._begun:
            self._begun = True
            self._show(None)
        self.lead.setText(words.lead(shop.state, today))
        late = shop.state.open_day is not None and shop.state.open_day < today
        set_tone(self.lead, "genet" if late else "")
        self.name.setText(shop.post.name)
        by_system = shop.key_place is KeyPlace.SYSTEM
        self.key.setText(_("clé : trousseau") if by_system else _("clé : fichier protégé"))
        self.key.setToolTip(words.key_place(shop.key_place))
        self.key.setAccessibleDescription(words.key_place(shop.key_place))
        for widget in (self.name, self.key, self.drawer):
            widget.show()
        # The band across the screen ends it.
        self.train.setVisible(not self._desk.is_training)
        self.state.show_state(shop)
        if self._front in {self.z, self.float}:
            for form in (self.z, self.float):
                form.follow(shop.state.drawer)
        self.closings.show_closings(picture.closings)
        self.steps.show_steps(shop.state, picture, today)

    def show_left(self, form: CountForm, opener: FindOpener | None = None) -> None:
        """Show a count in place of the state and the closings; `opener` is what asked for it."""
        self._remember(opener)
        self._show(form)

    def show_side(self, panel: QWidget, opener: FindOpener | None = None) -> None:
        """Show a panel in the right column; `opener` is what asked for it."""
        self._remember(opener)
        self._show(panel)

    def _remember(self, opener: FindOpener | None) -> None:
        # A panel that another one opened (the paper of a closing) leads back to where both began.
        if opener is not None or self._front is None:
            self._opener = opener

    def act(self) -> bool:
        """Do what the open panel is for; tell whether there is one."""
        front = self._front
        if isinstance(front, CountForm | TillPanel | ClosingPanel):
            front.act()
        elif front is self.printer:
            self.printer.start()
        return front is not None

    def rest(self) -> None:
        """Put the focus back on what opened the panel, or where the page begins."""
        find, self._opener = self._opener, None
        target = None if find is None else find()
        if target is None or not (target.isVisible() and target.isEnabled()):
            main = self.steps.main
            # In one column the Z is far below: the page begins with its sentence.
            beside = main is not None and main.isEnabled() and self._two
            target = main if main is not None and beside else self.back
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        # With the ring around it.
        self._bring_up(target, self._theme.scale.gap)

    def _bring_up(self, widget: QWidget, margin: int = 0) -> None:
        """Scroll to a widget once it has its place: one column is higher than the screen."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget, 0, margin))

    def _show(self, front: QWidget | None) -> None:
        self._front = front
        at_left = front in self._left_forms
        known = self._begun is not None
        for widget in self._left_idle:
            widget.setVisible(known and not at_left)
        for form in self._left_forms:
            form.setVisible(form is front)
        self.steps.setVisible(front not in self._panels)
        for panel in self._panels:
            panel.setVisible(panel is front)
        self.steps.step_back(back=at_left)
        # Without a till there is nothing to do beside beginning one.
        alone = front is self.begin
        self._right.setVisible(known and not alone)
        self._grid.setHorizontalSpacing(0 if alone else self._theme.scale.gap_wide)
        self._share()
        if front is not None:
            self._bring_up(front)

    # Places --------------------------------------------------------------------------------

    def _lay_out(self, page: QWidget) -> None:
        scale = self._theme.scale
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self.area)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        side, top = scale.margin_side, scale.margin_top
        self._grid.setContentsMargins(side, top, side, top)
        self._grid.setHorizontalSpacing(scale.gap_wide)
        self._grid.setVerticalSpacing(scale.gap_wide)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(scale.gap)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.lead, 1)
        for widget in (self.name, self.key, self.drawer, self.train):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._left, self._right = QWidget(), QWidget()
        for holder, parts in (
            (self._left, (self.state, self.closings, *self._left_forms)),
            (self._right, (self.steps, *self._panels)),
        ):
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(scale.gap)
            add_all(column, *parts)
            for part in parts[1:]:
                column.setStretchFactor(part, 1)
        self.area.setWidget(inside)
        self._place(two=True)

    def fit(self, size: QSize) -> None:
        """Place the parts for the room there is."""
        self._place(two=size.width() >= self._theme.scale.em(_TWO_COLUMNS_EM))

    def _place(self, *, two: bool) -> None:
        if self._two is two:
            return
        self._two = two
        grid = self._grid
        for widget in (self._head, self._left, self._right):
            grid.removeWidget(widget)
        self._share()
        grid.addWidget(self._head, 0, 0, 1, 2 if two else 1)
        grid.addWidget(self._left, 1, 0)
        grid.addWidget(self._right, 1 if two else 2, 1 if two else 0)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 1)

    def _share(self) -> None:
        """Give the right column its width: pages to be looked at need more than a form."""
        scale, two = self._theme.scale, bool(self._two)
        em = PAPER_EM if self._front is self.printer else _FORM_EM
        right = max(scale.space(330), scale.em(em))
        self._right.setMinimumWidth(right if two else 0)
        self._right.setMaximumWidth(right if two else _NO_LIMIT)

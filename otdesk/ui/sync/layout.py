"""The parts of the screen and their places: two columns, or one where the text is large."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from otdesk.services.till.keystore import Keystore
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.side_panel import SidePanel
from otdesk.ui.preferences.chooser import Pick
from otdesk.ui.sync.address_panel import AddressPanel
from otdesk.ui.sync.hero_card import HeroCard
from otdesk.ui.sync.month_panel import MonthPanel
from otdesk.ui.sync.months_card import MonthsCard
from otdesk.ui.sync.packets_card import PacketsCard
from otdesk.ui.sync.pairing_card import PairingCard
from otdesk.ui.sync.side_cards import FirstOfMonthCard, PhoneCard, ReceivedCard
from otdesk.ui.sync.told_panels import ChainPanel, HostPanel, OtherSiegePanel
from otdesk.ui.sync.ways_card import MAIL, MAILBOX, WaysCard
from otdesk.ui.theme.apply import Theme

# Under this width the right column goes below: two columns would cut both.
_TWO_COLUMNS_EM = 68
# Each of these heights is worth a line more in the lists; less keeps the screen whole.
_ROOMY_EM = (49, 54)
# Under these widths a packet has lines of its own, and the three places stand under each other.
_ROW_EM = 50
_STACK_EM = 34
_SIDE = 352
_SIDE_EM = 22
_NO_LIMIT = 16_777_215


class SyncLayout(QObject):
    """Makes and places every part of the screen."""

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        keystore: Callable[[], Keystore],
        page: QWidget,
        *,
        pick_file: Pick,
        pick_folder: Pick,
    ) -> None:
        super().__init__(page)
        self._theme = theme
        self.hero = HeroCard(theme)
        self.pairing = PairingCard(
            context, theme, keystore, pick_file=pick_file, pick_folder=pick_folder
        )
        self.months = MonthsCard(theme)
        self.packets = PacketsCard(theme)
        self.ways = WaysCard(theme)
        self.received = ReceivedCard(theme)
        self.phone = PhoneCard(theme)
        self.first = FirstOfMonthCard(theme)
        self.mailbox = AddressPanel(context, theme, MAILBOX, pick=pick_folder)
        self.mail = AddressPanel(context, theme, MAIL)
        self.host = HostPanel(theme)
        self.other_siege = OtherSiegePanel(theme)
        self.month = MonthPanel(context, theme)
        self.chain = ChainPanel(theme)
        self.panels: tuple[SidePanel, ...] = (
            self.mailbox,
            self.mail,
            self.host,
            self.other_siege,
            self.month,
            self.chain,
        )
        self.front: SidePanel | None = None
        self._opener: QWidget | None = None
        self._two: bool | None = None
        self._paired: bool | None = None
        self._lay_out(page)
        self.show_paired(paired=True)

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
        self._left, self._cards, self._side = QWidget(), QWidget(), QWidget()
        left = QVBoxLayout(self._left)
        cards = QVBoxLayout(self._cards)
        across = QVBoxLayout(self._side)
        for column in (left, cards, across):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(scale.gap_wide)
        for card in (self.hero, self.pairing, self.months, self.packets):
            left.addWidget(card)
        left.setStretchFactor(self.packets, 1)
        left.setStretchFactor(self.pairing, 1)
        for quiet in (self.ways, self.received, self.phone, self.first):
            cards.addWidget(quiet)
        cards.addStretch(1)
        across.addWidget(self._cards)
        for panel in self.panels:
            panel.hide()
            across.addWidget(panel)
        self.area.setWidget(inside)
        self._place(two=True)

    def show_paired(self, *, paired: bool) -> None:
        """Show the exchange, or how to begin it."""
        if paired is self._paired:
            return
        self._paired = paired
        for card in (self.hero, self.months, self.packets, self.received):
            card.setVisible(paired)
        self.pairing.setVisible(not paired)

    def show_panel(self, panel: SidePanel, opener: QWidget | None = None) -> None:
        """Show a panel in place of the quiet cards; `opener` is what asked for it."""
        if opener is not None:
            self._opener = opener
        self.front = panel
        self._cards.hide()
        for each in self.panels:
            each.setVisible(each is panel)
        QTimer.singleShot(0, panel, lambda: self.area.ensureWidgetVisible(panel))

    def close_panel(self) -> QWidget | None:
        """Show the quiet cards again; return what had opened the panel."""
        self.front = None
        for each in self.panels:
            each.hide()
        self._cards.show()
        opener, self._opener = self._opener, None
        return opener

    def fit(self, size: QSize) -> None:
        """Place the parts for the room there is."""
        lines = sum(size.height() >= self._theme.scale.em(em) for em in _ROOMY_EM)
        self.packets.show_rows(3 + lines)
        self.received.show_rows(1 + lines)
        self.phone.show_theirs(shown=lines > 0)
        em = self._theme.scale.em()
        two = size.width() >= _TWO_COLUMNS_EM * em
        self._place(two=two)
        narrow = not two and size.width() < _ROW_EM * em
        self.hero.stand(down=narrow, stacked=not two and size.width() < _STACK_EM * em)
        self.packets.stand(down=narrow)

    def _place(self, *, two: bool) -> None:
        if self._two is two:
            return
        self._two = two
        grid, scale = self._grid, self._theme.scale
        for widget in (self._left, self._side):
            grid.removeWidget(widget)
        right = max(scale.space(_SIDE), scale.em(_SIDE_EM))
        self._side.setMinimumWidth(right if two else 0)
        self._side.setMaximumWidth(right if two else _NO_LIMIT)
        grid.addWidget(self._left, 0, 0)
        grid.addWidget(self._side, 0 if two else 1, 1 if two else 0)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(0, 1 if two else 0)

"""The basket: its lines, the accueil it belongs to, and the total that never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from otdesk import typography
from otdesk.domain.catalogue import Catalogue
from otdesk.domain.shop_counter.selling import Selling
from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.preferences.cards import row as wrapping
from otdesk.ui.shop.sale.line_row import LineRow, line_face
from otdesk.ui.shop.sale.link_row import LinkRow
from otdesk.ui.shop.sale.scrolling import scrolling
from otdesk.ui.theme.apply import Theme


class BasketPanel(QFrame):
    """Shows what is in hand.

    `counted` carries a line's place and a step; `line_chosen` its place; `line_opened` that of
    the chosen line pressed again. `emptied` follows the confirmation, which is asked in place;
    `kept` its refusal.
    """

    counted = Signal(int, int)
    line_chosen = Signal(int)
    line_opened = Signal(int)
    offer_undone = Signal()
    link_toggled = Signal()
    parked = Signal()
    discount_wanted = Signal()
    invoice_wanted = Signal()
    emptied = Signal()
    kept = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[LineRow] = []
        self._state = Selling()
        self.setProperty("role", "card")
        self.setAccessibleName(_("Panier"))
        self._build()

    def _build(self) -> None:
        scale = self._theme.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(scale.space(10), scale.space(5), scale.space(10), scale.space(8))
        column.setSpacing(scale.space(4))
        column.addWidget(self._head())
        self._confirm = self._confirmation()
        column.addWidget(self._confirm)
        self.link = LinkRow(self._theme)
        self.link.clicked.connect(self.link_toggled)
        column.addWidget(self.link)
        self._inside = inside = QWidget()
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(scale.space(2))
        self.empty = label(_("Scannez un article, ou touchez-en un."), "note", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lines.addWidget(self.empty)
        self._lines.addStretch(1)
        self._scroll = scrolling(inside)
        rows = 3 if scale.text_percent >= 150 else 1
        self._scroll.setMinimumHeight(rows * (max(scale.target, scale.em(2.6)) + scale.space(4)))
        column.addWidget(self._scroll, 1)
        rule = QFrame()
        rule.setProperty("role", "strong-rule")
        column.addWidget(rule)
        column.addLayout(self._foot())

    def _head(self) -> QWidget:
        scale = self._theme.scale
        title = label(_("Panier"), "title")
        self.park_button = KeyButton(self._theme, _("Attente"), "F9", "ghost")
        self.discount_button = KeyButton(self._theme, _("Remise"), ":", "ghost")
        self.empty_button = KeyButton(self._theme, _("Vider"), "", "ghost")
        self.invoice_button = KeyButton(self._theme, _("Facture"), "", "ghost")
        self.invoice_button.clicked.connect(self.invoice_wanted)
        self.park_button.clicked.connect(self.parked)
        self.discount_button.clicked.connect(self.discount_wanted)
        self.empty_button.clicked.connect(lambda: self._ask(asked=True))
        buttons = (
            self.empty_button,
            self.invoice_button,
            self.park_button,
            self.discount_button,
        )
        if scale.text_percent >= 125:
            title.setContentsMargins(scale.space(4), 0, scale.space(8), 0)
            # Two lines of two and three: no button stands alone on the second one.
            first = _beside(title, self.empty_button, self.invoice_button)
            second = _beside(self.park_button, self.discount_button)
            return wrapping(self._theme, (first, second), scale.space(2))
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(scale.space(4), 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(title)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        return head

    def _confirmation(self) -> QFrame:
        scale = self._theme.scale
        asked = QFrame()
        asked.setProperty("role", "banner")
        asked.setProperty("tone", "refused")
        beside = scale.text_percent < 125
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        row = QBoxLayout(way, asked)
        row.setContentsMargins(scale.space(12), scale.space(4), scale.space(6), scale.space(4))
        row.setSpacing(scale.space(4))
        row.addWidget(label(_("Vider ce panier ?"), "heading", "refused"), 1 if beside else 0)
        buttons = QHBoxLayout()
        row.addLayout(buttons)
        self.empty_yes = KeyButton(self._theme, _("Vider"), "", "danger")
        self.empty_no = KeyButton(self._theme, _("Garder"), _("Échap"), "ghost")
        self.empty_yes.clicked.connect(self._on_emptied)
        self.empty_no.clicked.connect(self.keep)
        buttons.addWidget(self.empty_yes)
        buttons.addWidget(self.empty_no)
        asked.hide()
        return asked

    def _foot(self) -> QHBoxLayout:
        scale = self._theme.scale
        row = QHBoxLayout()
        row.setContentsMargins(scale.space(6), 0, scale.space(8), 0)
        self._total_words = label(_("Total"), "phrase")
        self.total = QLabel()
        self.total.setProperty("role", "large-figure")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.setSpacing(scale.space(10))
        # Here and not in the head: in the least window its buttons leave no room.
        self.count = label("", "note")
        row.addWidget(self._total_words)
        row.addWidget(self.count)
        row.addWidget(self.total, 1)
        return row

    # Following -----------------------------------------------------------------------------

    def follow(self, state: Selling, catalogue: Catalogue | None) -> None:
        """Show a sale."""
        before, self._state = self._state, state
        basket = state.basket
        count = -(-basket.pieces // 1000)
        self.count.setText(
            ngettext("{} article", "{} articles", count).format(typography.integer(count))
            if count
            else ""
        )
        self.total.setText(typography.cents(basket.total))
        everyone = (self.park_button, self.discount_button, self.empty_button, self.invoice_button)
        for button in everyone:
            button.setEnabled(not basket.is_empty)
        if basket.is_empty:
            self._confirm.hide()
        self.empty.setVisible(basket.is_empty)
        while len(self._rows) < len(basket.lines):
            self._rows.append(self._made(len(self._rows)))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(basket.lines))
            if place < len(basket.lines):
                line = basket.lines[place]
                saved = 0 if catalogue is None else state.saved_by(line, catalogue)
                row.show_face(line_face(line, saved, chosen=place == state.selected))
        if basket is not before.basket or state.selected != before.selected:
            self._show_chosen()

    @property
    def rows(self) -> tuple[LineRow, ...]:
        """Return the rows of the lines that are shown."""
        return tuple(self._rows[: len(self._state.basket.lines)])

    def _made(self, place: int) -> LineRow:
        row = LineRow(self._theme, place)
        row.more.connect(lambda at: self.counted.emit(at, 1))
        row.less.connect(lambda at: self.counted.emit(at, -1))
        row.chosen.connect(self._on_row)
        row.undone.connect(self.offer_undone)
        self._lines.insertWidget(self._lines.count() - 1, row)
        return row

    def _on_row(self, place: int) -> None:
        if place == self._state.selected:
            self.line_opened.emit(place)
        else:
            self.line_chosen.emit(place)

    def _show_chosen(self) -> None:
        if 0 <= self._state.selected < len(self._rows):
            self._inside.adjustSize()
            self._scroll.ensureWidgetVisible(self._rows[self._state.selected], 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen line in sight."""
        super().resizeEvent(event)
        self._show_chosen()

    def _ask(self, *, asked: bool) -> None:
        self._confirm.setVisible(asked)
        if asked:
            self.empty_no.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_asking(self) -> bool:
        """Tell whether emptying waits for its confirmation."""
        return not self._confirm.isHidden()

    def keep(self) -> None:
        """Do not empty; the keys are the sale's again."""
        self._ask(asked=False)
        self.kept.emit()

    def _on_emptied(self) -> None:
        self._confirm.hide()
        self.emptied.emit()


def _beside(*widgets: QWidget) -> QWidget:
    """Return widgets that stay on one line together."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(0)
    for widget in widgets:
        line.addWidget(widget)
    return holder

"""What is counted at the left: coins and notes, and at their side what the count is for."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.ui.days.controls import IconButton, label, set_tone
from otdesk.ui.shop.desk import ShopDesk
from otdesk.ui.shop.till.amount_field import AmountField, named
from otdesk.ui.shop.till.count_grid import CountGrid
from otdesk.ui.shop.till.guarded import GuardedForm
from otdesk.ui.theme.apply import Theme

# Under this width the side goes below the grid.
_BESIDE_EM = 50


class CountForm(GuardedForm, QFrame):
    """A count of the drawer. `left` gives it up; `done` carries what to tell once it is written.

    Subclasses put what they ask for into `side`, and say in `write` what is written.
    """

    left = Signal()
    done = Signal(str)

    def __init__(self, title: str, action: str, desk: ShopDesk, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.expected = 0
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        scale = theme.scale
        outer = QVBoxLayout(self)
        outer.setContentsMargins(scale.margin_side, scale.space(8), scale.space(8), scale.gap_wide)
        outer.setSpacing(scale.space(8))
        head = QHBoxLayout()
        self.title = label(title, "phrase", wrap=True)
        self.close_button = IconButton("x", _("Fermer"), theme, key=_("Échap"))
        self.close_button.setProperty("role", "ghost")
        self.close_button.clicked.connect(self.left)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        outer.addLayout(head)
        self.grid = CountGrid(theme)
        self.typed = AmountField(_("Ou la somme déjà comptée"), theme)
        self.side = QVBoxLayout()
        self.side.setSpacing(scale.space(8))
        self._make_figures()
        self._guarded = self.make_guarded(action, desk, theme)
        outer.addWidget(self._scrolled(), 1)
        self.grid.changed.connect(self._on_counted)
        self.typed.textChanged.connect(lambda _text: self._on_counted())

    def _make_figures(self) -> None:
        self.counted_figure = label("", "large-figure", "demand")
        self.expected_note = label("", "note", wrap=True)
        self.difference = label("", "large-figure")
        self.difference_note = label(_("Écart"), "heading")
        self.side.addWidget(label(_("Compté"), "heading"))
        self.side.addWidget(self.counted_figure)
        self.side.addWidget(self.expected_note)
        self.side.addWidget(self.difference_note)
        self.side.addWidget(self.difference)

    def _scrolled(self) -> QScrollArea:
        scale = self.theme.scale
        inside = QWidget()
        inside.setProperty("role", "inside")
        self._places = QGridLayout(inside)
        # The ring of a field in hand would be cut at the edge of what scrolls.
        ring = scale.space(4)
        self._places.setContentsMargins(ring, 0, scale.space(8), ring)
        self._places.setHorizontalSpacing(scale.space(26))
        self._left = QWidget()
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(8))
        column.addWidget(self.grid)
        column.addWidget(named(_("Ou la somme déjà comptée"), self.typed, self.theme))
        column.addStretch(1)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(scale.space(8))
        right.addLayout(self.side)
        right.addStretch(1)
        for widget in self._guarded:
            right.addWidget(widget)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._area, self._inside = area, inside
        self._place(beside=True)
        return area

    def showEvent(self, event: QShowEvent) -> None:
        """Have Tab lead from the count to what is asked beside it, then to what writes it."""
        super().showEvent(event)
        asked: list[QWidget] = []
        for place in range(self.side.count()):
            item = self.side.itemAt(place)
            widget = None if item is None else item.widget()
            if isinstance(widget, QLineEdit):
                asked.append(widget)
            elif widget is not None:
                asked += widget.findChildren(QLineEdit)
        chain = (self.typed, *asked, self.pin, self.go, self.close_button)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side below where the grid would be cut."""
        super().resizeEvent(event)
        self._place(beside=event.size().width() >= self.theme.scale.em(_BESIDE_EM))

    def _place(self, *, beside: bool) -> None:
        for widget in (self._left, self._right):
            self._places.removeWidget(widget)
        self._places.addWidget(self._left, 0, 0)
        self._places.addWidget(self._right, 0 if beside else 1, 1 if beside else 0)
        self._places.setColumnStretch(0, 5)
        self._places.setColumnStretch(1, 4 if beside else 0)
        # Under each other they are higher than any screen: the page scrolls then, not this too.
        self._area.setMinimumHeight(0 if beside else self._inside.sizeHint().height())

    # What is asked -------------------------------------------------------------------------

    def begin(self, expected: int) -> None:
        """Come up empty; `expected` is what the till says lies there."""
        self.expected = expected
        self.grid.clear()
        self.typed.clear()
        self.refuse("")
        self._tell_expected()
        self._on_counted()
        self.grid.begin()

    def follow(self, expected: int) -> None:
        """Take what the till says now: something was sold, or moved, during the count."""
        if expected != self.expected:
            self.expected = expected
            self._tell_expected()
            self._on_counted()

    def _tell_expected(self) -> None:
        self.expected_note.setText(_("La caisse attend {}").format(typography.cents(self.expected)))

    @property
    def has_counted(self) -> bool:
        """Tell whether anything was counted or typed."""
        return not self.grid.is_empty or self.typed.typed

    @property
    def counted(self) -> int:
        """Return what was counted, or the sum that was typed in its place."""
        return (self.typed.cents or 0) if self.typed.typed else self.grid.count.total

    def on_counted(self) -> None:
        """Follow the count: called after each key."""

    def _on_counted(self) -> None:
        self.grid.setEnabled(not self.typed.typed)
        self.counted_figure.setText(typography.cents(self.counted))
        self.counted_figure.setAccessibleName(_("Compté : {}").format(self.counted_figure.text()))
        self._show_difference()
        self.refuse("")
        self.on_counted()

    def _show_difference(self) -> None:
        from otdesk.ui.shop.till.words import signed

        difference = self.counted - self.expected
        if not self.has_counted:
            words, tone = typography.DASH, "granite"
        elif difference:
            words, tone = signed(difference), "refused"
        else:
            words, tone = _("juste"), "ok"
        self.difference.setText(words)
        self.difference.setAccessibleName(_("Écart : {}").format(words))
        set_tone(self.difference, tone)

    # What is done --------------------------------------------------------------------------

    def act(self) -> None:
        """Check the sum that was typed before anything else, then write."""
        try:
            self.typed.amount()
        except DataFault as fault:
            self.refuse(str(fault))
            return
        super().act()

    def minimumSizeHint(self) -> QSize:
        """Ask for little where the grid scrolls."""
        least = QSize(self.theme.scale.em(24), self.theme.scale.em(18))
        return super().minimumSizeHint().expandedTo(least)

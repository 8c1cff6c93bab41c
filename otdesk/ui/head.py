"""The head of the window: the office, its figures or the accueil in progress, and who is there."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, SMALL, TITLE

_FIGURE = 1.5


class Head(QWidget):
    """Painted over the ridges; its five buttons are Qt's own.

    `draft_wanted`: back to the accueil in progress. `basket_wanted`: back to the basket in hand.
    `search_wanted`: Ctrl+K. `counsellor_wanted`: another counsellor. `exchange_wanted`: how it
    stands with the siège.
    """

    draft_wanted = Signal()
    basket_wanted = Signal()
    search_wanted = Signal()
    counsellor_wanted = Signal()
    exchange_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._office = ""
        self._when = ""
        self._tag = ""
        self._figures: tuple[tuple[str, str], ...] = ()
        self._draft = ""
        self._basket = ""
        self._ground: QPixmap | None = None
        self.draft = QPushButton(self)
        self.basket = QPushButton(self)
        self.search = QPushButton(self)
        self.counsellor = QPushButton(self)
        self.exchange = QPushButton(self)
        self._mark = ""
        for button, name in (
            (self.draft, _("Revenir à l’accueil en cours")),
            (self.basket, _("Revenir au panier en cours")),
            (self.search, _("Chercher")),
            (self.counsellor, _("Changer de conseiller")),
            (self.exchange, _("Synchronisation")),
        ):
            button.setProperty("role", "header")
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.draft.clicked.connect(self.draft_wanted)
        self.basket.clicked.connect(self.basket_wanted)
        self.search.clicked.connect(self.search_wanted)
        self.counsellor.clicked.connect(self.counsellor_wanted)
        self.exchange.clicked.connect(self.exchange_wanted)
        # A mark, and no frame around it: nothing is to be done there as long as all goes well.
        self.exchange.setStyleSheet(
            "QPushButton { padding: 0; background: transparent; border-color: transparent; }"
        )
        # What each button says, the fullest first: the place is never covered (`_shorten`).
        self._words: dict[QPushButton, tuple[str, ...]] = {
            self.draft: ("",),
            self.basket: ("",),
            self.counsellor: ("",),
            self.exchange: ("",),
            self.search: (_("Chercher   Ctrl K"), _("Chercher")),
        }
        self.draft.hide()
        self.basket.hide()
        self.exchange.hide()
        self.setFixedHeight(theme.scale.head)

    @property
    def when(self) -> str:
        """Return the day and hour that are shown."""
        return self._when

    def show_place(self, office: str, when: str, tag: str) -> None:
        """Show the office, the day and hour, and « reconstitution » where it is one."""
        if (office, when, tag) != (self._office, self._when, self._tag):
            self._office, self._when, self._tag = office, when, tag
            self._place_children()
            self.update()

    def show_figures(self, figures: tuple[tuple[str, str], ...]) -> None:
        """Show (figure, unit) pairs of today."""
        if figures != self._figures:
            self._figures = figures
            self.setAccessibleDescription(", ".join(f"{figure} {unit}" for figure, unit in figures))
            self.update()

    def show_draft(self, text: str) -> None:
        """Show the accueil in progress while another screen is in front; empty for none."""
        if text == self._draft:
            # Said at each key of the counter, where it is empty: nothing is painted for it.
            return
        self._draft = text
        # Qt reads « & » as a mnemonic: « Sport & rando » would lose it.
        told = text.replace("&", "&&")
        self._words[self.draft] = (
            _("Accueil en cours : {}   F12").format(told),
            _("En cours : {}   F12").format(told),
            _("En cours   F12"),
        )
        self.draft.setVisible(bool(text))
        self._place_children()
        self.update()

    def show_basket(self, text: str) -> None:
        """Show the basket in hand while another screen is in front; empty for none."""
        if text == self._basket:
            return
        self._basket = text
        self._words[self.basket] = (
            _("Panier : {}   F11").format(text),
            _("{}   F11").format(text),
            _("Panier   F11"),
        )
        self.basket.setVisible(bool(text))
        self._place_children()
        self.update()

    def show_counsellor(self, initials: str, name: str) -> None:
        """Show who is at the desk."""
        shown = " · ".join(part for part in (name, initials) if part) or _("Qui êtes-vous ?")
        short = f"{initials}   Ctrl U" if initials else shown
        self._words[self.counsellor] = (f"{shown}   Ctrl U", short, initials or shown)
        self._place_children()

    def show_exchange(self, mark: str, told: str) -> None:
        """Show an icon of how it stands with the siège, and say it; no icon for no siège."""
        if mark != self._mark:
            self._mark = mark
            if mark:
                self._theme.set_icon(self.exchange, mark, self._theme.palette.header_ink)
            self._place_children()
            self.update()
        self.exchange.setToolTip(told)
        self.exchange.setAccessibleDescription(told)

    def sizeHint(self) -> QSize:
        """Return the head's height."""
        return QSize(600, self._theme.scale.head)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons at the right."""
        super().resizeEvent(event)
        self._place_children()

    def _place_children(self) -> None:
        scale = self._theme.scale
        height = min(self.height() - scale.space(10), max(scale.target, scale.em(2.2)))
        right = self.width() - scale.margin_side
        self.exchange.setVisible(bool(self._mark))
        self.exchange.setFixedSize(scale.icon + scale.space(20), height)
        room = right - scale.space(18) - self._place_width - scale.space(16)
        if not self._shorten(room):
            # The words matter more; the rail and Ctrl 6 lead there too.
            self.exchange.hide()
            self._shorten(room)
        for button in (self.counsellor, self.exchange, self.search, self.basket, self.draft):
            if button.isHidden():
                continue
            width = self._wanted_width(button)
            button.setGeometry(right - width, (self.height() - height) // 2, width, height)
            right -= width + scale.gap
        # The figures stop where the buttons begin: what a button leaves bare is painted whole.
        self.update()

    def _shorten(self, room: int) -> bool:
        """Have the buttons say as much as fits beside the place: the draft gives way first.

        Return whether they fit.
        """
        everyone = (self.draft, self.basket, self.counsellor, self.exchange, self.search)
        shown = [b for b in everyone if not b.isHidden()]
        steps = dict.fromkeys(shown, 0)
        while True:
            for button, step in steps.items():
                button.setText(self._words[button][step])
            gaps = self._theme.scale.gap * max(len(shown) - 1, 0)
            if sum(self._wanted_width(button) for button in shown) + gaps <= room:
                return True
            longer = [b for b in shown if steps[b] < len(self._words[b]) - 1]
            if not longer:
                return False
            # Evenly, in that order: each gives up a little before one gives up all.
            steps[min(longer, key=lambda button: steps[button])] += 1

    def _wanted_width(self, button: QPushButton) -> int:
        return button.width() if button is self.exchange else button.sizeHint().width()

    @property
    def _place_width(self) -> int:
        office = QFontMetrics(self._theme.font(TITLE * 1.08, SEMIBOLD))
        when = QFontMetrics(self._theme.font(SMALL, REGULAR))
        return max(office.horizontalAdvance(self._office), when.horizontalAdvance(self._when))

    @property
    def _room_right(self) -> int:
        everyone = (self.counsellor, self.exchange, self.search, self.basket, self.draft)
        shown = [b for b in everyone if not b.isHidden()]
        return min((b.x() for b in shown), default=self.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ridges, the place and the figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        painter.drawPixmap(0, 0, self._painted_ground())
        left = scale.space(18)
        half = self.height() // 2
        painter.setFont(self._theme.font(TITLE * 1.08, SEMIBOLD))
        painter.setPen(QColor(palette.header_ink))
        name = QRect(left, 0, self._room_right - left, half + scale.space(3))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(name, flags, self._office)
        painter.setFont(self._theme.font(SMALL, REGULAR))
        painter.setPen(QColor(palette.header_ink_secondary))
        when = QRect(left, half + scale.space(3), self._room_right - left, half)
        painter.drawText(when, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._when)
        left += self._place_width + scale.space(16)
        if self._tag and left + self._tag_width <= self._room_right:
            left += self._paint_tag(painter, left) + scale.space(12)
        self._paint_figures(painter, left + scale.space(18))
        painter.end()

    def _painted_ground(self) -> QPixmap:
        """Return the ridges, painted once a size: their curves take a third of a frame."""
        ratio = self.devicePixelRatioF()
        ground = self._ground
        if (
            ground is None
            or ground.deviceIndependentSize() != QSizeF(self.size())
            or (ground.devicePixelRatio() != ratio)
        ):
            ground = QPixmap(self.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            painter = QPainter(ground)
            self._theme.ridges.paint_header(painter, QRectF(self.rect()), self._theme.palette)
            painter.end()
            self._ground = ground
        return ground

    @property
    def _tag_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(LEAST, SEMIBOLD))
        return metrics.horizontalAdvance(self._tag) + self._theme.scale.space(14)

    def _paint_tag(self, painter: QPainter, left: int) -> int:
        palette, scale = self._theme.palette, self._theme.scale
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        metrics = painter.fontMetrics()
        width = self._tag_width
        height = metrics.height() + scale.space(4)
        box = QRectF(left, (self.height() - height) / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.genet.fill))
        painter.drawRoundedRect(box, scale.small_radius, scale.small_radius)
        painter.setPen(QColor(palette.genet.on_fill))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._tag)
        return width

    def _paint_figures(self, painter: QPainter, left: int) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        figure_font = self._theme.font(_FIGURE, SEMIBOLD)
        unit_font = self._theme.font(BODY, REGULAR)
        figure_metrics, unit_metrics = QFontMetrics(figure_font), QFontMetrics(unit_font)
        limit = self._room_right - scale.gap
        baseline = self.height() // 2 + figure_metrics.capHeight() // 2
        for figure, unit in self._figures:
            width = (
                figure_metrics.horizontalAdvance(figure)
                + scale.space(6)
                + unit_metrics.horizontalAdvance(unit)
            )
            if left + width > limit:
                break
            painter.setFont(figure_font)
            painter.setPen(QColor(palette.header_ink))
            painter.drawText(left, baseline, figure)
            left += figure_metrics.horizontalAdvance(figure) + scale.space(6)
            painter.setFont(unit_font)
            painter.setPen(QColor(palette.header_ink_secondary))
            painter.drawText(left, baseline, unit)
            left += unit_metrics.horizontalAdvance(unit) + scale.space(18)

"""What the cards are painted with: icons on discs, soft boxes, arrows, messages, words as chips."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from otdesk import typography
from otdesk.ui.theme.apply import Theme


def text(words: str, role: str = "", tone: str = "") -> QLabel:
    """Return a label that goes on to as many lines as its width asks, and asks for one alone.

    The column scrolls: the height follows the width that a text was given, not the one it wishes.
    """
    made = QLabel(typography.spaced(words))
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(True)
    policy = made.sizePolicy()
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def line(theme: Theme, icon: str, tone: str, heading: QLabel, *notes: QLabel) -> QHBoxLayout:
    """Return an icon beside a heading and what stands under it."""
    across = QHBoxLayout()
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(theme.scale.gap)
    across.addWidget(Mark(theme, icon, tone), 0, Qt.AlignmentFlag.AlignVCenter)
    both = QVBoxLayout()
    both.setSpacing(theme.scale.space(1))
    both.addStretch(1)
    for each in (heading, *notes):
        both.addWidget(each)
    both.addStretch(1)
    across.addLayout(both, 1)
    return across


class Mark(QWidget):
    """An icon of a tone; `disc` sets it on a soft disc. It says nothing that words do not."""

    def __init__(self, theme: Theme, icon: str, tone: str, *, disc: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._icon, self._tone, self._disc = icon, tone, disc
        side = theme.scale.space(52) if disc else theme.scale.icon
        self.setFixedSize(side, side)

    def show_mark(self, icon: str, tone: str) -> None:
        """Show another icon."""
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the disc and the icon in its middle."""
        hue = self._theme.palette.hue(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width()
        if self._disc:
            edge = self._theme.palette.name == "contraste"
            painter.setPen(QPen(QColor(hue.ink), 1) if edge else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.soft))
            painter.drawEllipse(QRectF(0.5, 0.5, side - 1, side - 1))
            side = self._theme.scale.space(28)
        pixmap = self._theme.icons.pixmap(self._icon, hue.ink, side, self.devicePixelRatioF())
        place = (self.width() - side) // 2
        painter.drawPixmap(place, place, pixmap)
        painter.end()


class SoftBox(QWidget):
    """A box on the soft ground of a tone; what it holds goes into `column`."""

    def __init__(self, theme: Theme, tone: str) -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone
        scale = theme.scale
        self.column = QVBoxLayout(self)
        side = scale.margin_side
        self.column.setContentsMargins(side, scale.space(11), side, scale.space(10))
        self.column.setSpacing(scale.space(2))

    def take_tone(self, tone: str) -> None:
        """Stand on another ground."""
        if tone != self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground; in high contrast an outline bounds it."""
        palette, scale = self._theme.palette, self._theme.scale
        hue = palette.hue(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = palette.name == "contraste"
        painter.setPen(QPen(QColor(hue.ink), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.soft))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, scale.radius, scale.radius)
        painter.end()


class Arrow(QWidget):
    """Which way things go: right, or down in one column; dashed where nothing is under way."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._solid = self._down = False
        self._fit()

    def show_solid(self, *, solid: bool) -> None:
        """Draw a whole line, or dashes."""
        self._solid = solid
        self.update()

    def point(self, *, down: bool) -> None:
        """Point down instead of right."""
        self._down = down
        self._fit()

    def _fit(self) -> None:
        scale = self._theme.scale
        long, wide = scale.space(26), scale.space(14)
        if self._down:
            self.setFixedHeight(wide)
            self.setMinimumWidth(0)
            self.setMaximumWidth(16_777_215)
        else:
            self.setFixedWidth(long)
            self.setMinimumHeight(wide)
            self.setMaximumHeight(16_777_215)

    def sizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(self._theme.scale.space(26), self._theme.scale.space(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a line and its head."""
        scale = self._theme.scale
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._theme.palette.border), max(1.4, scale.space(1.5)))
        head = QPen(pen)
        if not self._solid:
            pen.setStyle(Qt.PenStyle.DashLine)
        wing = scale.space(4)
        centre = QPointF(self.rect().center())
        if self._down:
            start, end = QPointF(centre.x(), 0), QPointF(centre.x(), self.height() - 2)
            wings = QPointF(-wing, -wing), QPointF(wing, -wing)
        else:
            start, end = QPointF(0, centre.y()), QPointF(self.width() - 2, centre.y())
            wings = QPointF(-wing, -wing), QPointF(-wing, wing)
        painter.setPen(pen)
        painter.drawLine(start, end)
        painter.setPen(head)
        for each in wings:
            painter.drawLine(end, end + each)
        painter.end()


class Told(QFrame):
    """A message in a card: what, what is safe, what to do; and its button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "banner")
        scale = theme.scale
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(
            scale.space(12), scale.space(8), scale.space(12), scale.space(9)
        )
        self._box.setSpacing(scale.gap_wide)
        column = QVBoxLayout()
        column.setSpacing(scale.space(3))
        self.what = text("", "heading")
        self.more = text("", "note")
        self.buttons = QWidget()
        self.row = QHBoxLayout(self.buttons)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(scale.gap)
        column.addWidget(self.what)
        column.addWidget(self.more)
        self._box.addLayout(column, 1)
        self._box.addWidget(self.buttons)
        self.buttons.hide()
        self.hide()

    def stand(self, *, down: bool) -> None:
        """Put the button under the words, where the text is large."""
        self._box.setDirection(
            QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight
        )

    def tell(self, what: str, more: str = "", tone: str = "genet") -> None:
        """Show a message."""
        self.what.setText(what)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(f"{what} {more}".strip())
        self.show()

    @property
    def text(self) -> str:
        """Return all that is told; nothing where it is hidden."""
        return "" if self.isHidden() else self.accessibleName()


class WordChip(QLabel):
    """One of four words to be read aloud."""

    def __init__(self, word: str, tone: str = "granite") -> None:
        super().__init__(word)
        self.setProperty("role", "chip")
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

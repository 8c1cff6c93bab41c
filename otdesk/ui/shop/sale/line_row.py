"""A line of the basket: fewer, how many, more, what, and how much."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from otdesk import typography
from otdesk.domain.basket import BasketLine
from otdesk.domain.money import ONE
from otdesk.i18n import _, ngettext
from otdesk.ui.days.controls import IconButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, LEAST, NOTE


@dataclass(frozen=True, slots=True)
class LineFace:
    """What a line shows; `note` is under its name, `undo` the words and key of a set's undoing.

    `short` and `brief` stand for the name and the note where these have no room.
    """

    quantity: str
    label: str
    amount: str
    note: str = ""
    undo: str = ""
    tone: str = ""
    chosen: bool = False
    short: str = ""
    brief: str = ""


def line_face(line: BasketLine, saved: int, *, chosen: bool) -> LineFace:
    """Return what a line shows; `saved` is what an offered set takes off."""
    notes: list[str] = []
    if saved:
        pieces = sum(quantity for _code, quantity in line.stock) // ONE
        notes.append(
            ngettext(
                "{count} pièce en un lot : {saved}", "{count} pièces en un lot : {saved}", pieces
            ).format(count=pieces, saved=typography.cents(-saved))
        )
    elif line.quantity != ONE:
        notes.append(_("{} l’une").format(typography.cents(line.unit_price)))
    if line.price_reason:
        notes.append(
            _("catalogue {price}, {reason}").format(
                price=typography.cents(line.list_price), reason=line.price_reason
            )
        )
    if line.discount:
        notes.append(
            _("remise {cents}, {reason}").format(
                cents=typography.cents(line.discount), reason=line.discount_reason
            )
        )
    return LineFace(
        quantity=quantity_text(line.quantity),
        label=line.product.label,
        amount=typography.cents(line.amount),
        note=" · ".join(notes),
        undo=_("défaire") if saved else "",
        tone="genet" if saved else "",
        chosen=chosen,
        short=line.product.short,
        brief=_("lot : {}").format(typography.cents(-saved)) if saved else "",
    )


def quantity_text(quantity: int) -> str:
    """Return `4`, or `0,5` for goods by weight or length."""
    if quantity % ONE == 0:
        return typography.integer(quantity // ONE)
    return typography.decimal(quantity / ONE, 3).rstrip("0")


class LineWords(QAbstractButton):
    """The words of a line; pressing chooses the line, pressing the chosen one opens it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.face = LineFace("", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_face(self, face: LineFace) -> None:
        """Show a line."""
        self.face = face
        self.setAccessibleName(f"{face.quantity} {face.label}, {face.amount}")
        self.setAccessibleDescription(face.note)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of two lines."""
        scale = self._theme.scale
        return QSize(scale.em(8), max(scale.target, scale.em(2.5)))

    def minimumSizeHint(self) -> QSize:
        """Return a finger's height."""
        return QSize(60, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name and amount, the note under them."""
        painter = QPainter(self)
        palette, scale = self._theme.palette, self._theme.scale
        face = self.face
        right = self.width() - scale.space(2)
        painter.setFont(self._theme.font(BODY, SEMIBOLD))
        metrics = painter.fontMetrics()
        amount = metrics.horizontalAdvance(face.amount) + scale.space(8)
        height = metrics.height()
        second = self._note_height if face.note or face.undo else 0
        top = (self.height() - height - second) // 2
        painter.setPen(QColor(palette.ink))
        first = QRect(0, top, right, height)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(first, flags | Qt.AlignmentFlag.AlignRight, face.amount)
        label = _fitting(metrics, right - amount, face.label, face.short)
        painter.drawText(first, flags | Qt.AlignmentFlag.AlignLeft, label)
        if face.note:
            painter.setFont(self._theme.font(NOTE, REGULAR))
            ink = palette.hue(face.tone).ink if face.tone else palette.ink_secondary
            painter.setPen(QColor(ink))
            taken = self._undo_width if face.undo else 0
            room = QRect(0, top + height, right - taken, second)
            told = _fitting(painter.fontMetrics(), room.width(), face.note, face.brief)
            painter.drawText(room, flags | Qt.AlignmentFlag.AlignLeft, told)
        painter.end()

    @property
    def _note_height(self) -> int:
        return self._theme.scale.em(1.3)

    @property
    def _undo_width(self) -> int:
        return self._theme.scale.em(6.2)


def _fitting(metrics: QFontMetrics, width: int, text: str, short: str) -> str:
    """Return a text, or its short form where it is wider than that; cut where both are."""
    chosen = short if short and metrics.horizontalAdvance(text) > width else text
    return metrics.elidedText(chosen, Qt.TextElideMode.ElideRight, width)


class UndoButton(QAbstractButton):
    """« défaire F4 », small, at the foot of an offered set."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Défaire le lot"))
        self.setAccessibleDescription("F4")
        self.setFixedSize(theme.scale.em(6.0), theme.scale.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key to the page; `EnterKey` has pressed by Enter before."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the word and its key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale, hue = self._theme.scale, self._theme.palette.genet
        painter.setFont(self._theme.font(LEAST, SEMIBOLD))
        metrics = painter.fontMetrics()
        height = metrics.height() + scale.space(3)
        width = metrics.horizontalAdvance("F4") + scale.space(9)
        cap = QRectF(self.width() - width - 1, self.height() - height - 4, width, height)
        painter.setPen(QPen(QColor(hue.ink), 1))
        painter.drawRoundedRect(cap, scale.small_radius, scale.small_radius)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, "F4")
        painter.setFont(self._theme.font(NOTE, REGULAR))
        words = QRectF(0, cap.top(), cap.left() - scale.space(5), height)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, flags, _("défaire"))
        painter.end()


class LineRow(QWidget):
    """One line with its buttons. Each signal carries the place of the line."""

    more = Signal(int)
    less = Signal(int)
    chosen = Signal(int)
    undone = Signal()

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self._theme = theme
        self._face = LineFace("", "", "")
        scale = theme.scale
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, scale.space(6), 0)
        row.setSpacing(0)
        self.minus = IconButton("minus", _("Moins un"), theme)
        self.plus = IconButton("plus", _("Plus un"), theme)
        for each in (self.minus, self.plus):
            each.setProperty("role", "ghost")
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.minus.clicked.connect(lambda: self.less.emit(place))
        self.plus.clicked.connect(lambda: self.more.emit(place))
        self.words = LineWords(theme)
        self.words.clicked.connect(lambda: self.chosen.emit(place))
        self._count = QWidget()
        self._count.setFixedWidth(scale.em(2.1))
        row.addWidget(self.minus)
        row.addWidget(self._count)
        row.addWidget(self.plus)
        row.addSpacing(scale.space(8))
        row.addWidget(self.words, 1)
        self.undo = UndoButton(theme)
        self.undo.setParent(self)
        self.undo.clicked.connect(self.undone)
        self.undo.hide()

    def show_face(self, face: LineFace) -> None:
        """Show a line."""
        self._face = face
        self.words.show_face(face)
        self.minus.setAccessibleName(_("Moins un : {}").format(face.label))
        self.plus.setAccessibleName(_("Plus un : {}").format(face.label))
        self.undo.setVisible(bool(face.undo))
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Keep the undoing at the foot, right."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt's own event
        right = self.width() - self._theme.scale.space(8)
        self.undo.move(right - self.undo.width(), self.height() - self.undo.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the chosen line, or of an offered set, and how many."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, scale = self._theme.palette, self._theme.scale
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._face.tone:
            hue = palette.hue(self._face.tone)
            edge = hue.ink if palette.name == "contraste" else hue.soft
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(hue.soft))
            painter.drawRoundedRect(box, scale.radius, scale.radius)
        else:
            painter.setPen(QColor(palette.line))
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._face.chosen:
            mark = QRectF(0, scale.space(8), scale.space(3), self.height() - scale.space(16))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.origin.fill))
            painter.drawRoundedRect(mark, 1.5, 1.5)
        painter.setFont(self._theme.font(BODY * 1.1, SEMIBOLD))
        painter.setPen(QColor(palette.ink))
        painter.drawText(self._count.geometry(), Qt.AlignmentFlag.AlignCenter, self._face.quantity)
        painter.end()

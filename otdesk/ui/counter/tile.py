"""A tile: one key of the counter, painted, pressed by key, mouse, finger or screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import SIGNAL, QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from otdesk.ui.theme.palette import Hue
from otdesk.ui.theme.scale import BODY, LEAD, LEAST, NOTE, SMALL, TITLE

_HOLD_MILLISECONDS = 450
_WRAP = int(Qt.TextFlag.TextWordWrap)
_LINE_STEPS = (SMALL, NOTE, LEAST, LEAST * 0.88)
_FIGURE_STEPS = (LEAD, TITLE, SMALL, LEAST)


class TileForm(Enum):
    """How a tile is laid out: a question's answer, a large figure, or one line (key and label)."""

    ANSWER = "answer"
    FIGURE = "figure"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Face:
    """What a tile shows.

    `label` on one or two lines; `second` a note under it (express) or the number of a
    département in the corner (origins); `key` the cap of its key; `share` a bar from 0 to 1, None
    for none.
    """

    label: str
    key: str = ""
    icon: str = ""
    second: str = ""
    share: float | None = None
    tone: str = "origin"
    spoken: str = ""


class Tile(QAbstractButton):
    """One answer of a question.

    `held` is emitted when a finger stays on it, once; the release then means nothing more.
    `pressed_by_user` is emitted for a click, a touch, Enter on a focused tile, and the toggle
    action of a screen reader alike; the check mark then follows the draft, not the finger.
    """

    pressed_by_user = Signal(bool)
    held = Signal()

    def __init__(
        self, theme: Theme, form: TileForm = TileForm.ANSWER, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._form = form
        self._face = Face("")
        self._following = False
        self._shift = False
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HOLD_MILLISECONDS)
        self._hold.timeout.connect(self._on_held)
        self.setCheckable(True)
        # A click must not take the focus from the counter: the next key belongs to it.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.toggled.connect(self._on_toggled)

    @property
    def face(self) -> Face:
        """Return what the tile shows."""
        return self._face

    def show_face(self, face: Face) -> None:
        """Show something else; nothing is painted again where nothing changed."""
        if face == self._face:
            return
        self._face = face
        name = face.spoken or face.label.replace("\n", " ")
        self.setAccessibleName(name)
        self.setAccessibleDescription(face.key)
        self.setVisible(bool(face.label))
        self.updateGeometry()
        self.update()

    def follow(self, *, checked: bool) -> None:
        """Show the check mark that the draft wants, without telling anyone."""
        if checked == self.isChecked():
            return
        self._following = True
        self.setChecked(checked)
        self._following = False
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Take another theme or text size."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: a finger's target, and the key with one word."""
        scale = self._theme.scale
        if self._form is TileForm.LINE and self._face.second:
            return QSize(scale.target, max(scale.target, scale.em(2.9) + scale.space(8)))
        flat = self._form is TileForm.LINE or scale.dense
        return QSize(scale.target, scale.target if flat else scale.tile_height)

    def sizeHint(self) -> QSize:
        """Return the least size; layouts stretch tiles."""
        return self.minimumSizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter acts on a focused tile; every other key, Space too, belongs to the counter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.toggle()
            return
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave releases to the counter as well."""
        event.ignore()

    def mousePressEvent(self, event: object) -> None:
        """Remember whether Shift is held: a shifted tile gives its second meaning."""
        modifiers = getattr(event, "modifiers", lambda: Qt.KeyboardModifier.NoModifier)()
        self._shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        super().mousePressEvent(event)  # type: ignore[arg-type]  # object: Qt's own event
        if self.isDown() and self.receivers(SIGNAL("held()")):
            self._hold.start()

    def mouseReleaseEvent(self, event: object) -> None:
        """Let a short touch be a click; a long one was told already."""
        self._hold.stop()
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # object: Qt's own event

    def _on_held(self) -> None:
        # No longer down: the release that follows is no click.
        self.setDown(False)
        self.held.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def _on_toggled(self, _checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        if not self._following:
            shift, self._shift = self._shift, False
            self.pressed_by_user.emit(shift)

    # Painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the tile: card, key cap, icon or number, label, share, check mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hue = self._theme.palette.hue(self._face.tone)
        selected = self.isChecked()
        self._paint_card(painter, hue, selected=selected)
        if self._form is TileForm.LINE or self._is_flat:
            self._paint_line(painter, hue, selected=selected)
        elif self._form is TileForm.FIGURE:
            self._paint_figure(painter, hue, selected=selected)
        else:
            self._paint_answer(painter, hue, selected=selected)
        painter.end()

    @property
    def _is_flat(self) -> bool:
        return self.height() < self._theme.scale.em(3.4) or self._theme.scale.dense

    def _paint_card(self, painter: QPainter, hue: Hue, *, selected: bool) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = hue.fill if selected else palette.surface
        if not selected and (self.underMouse() or self.isDown()) and self.isEnabled():
            fill = hue.soft if self.isDown() else palette.hover
        painter.setPen(QPen(QColor(hue.fill if selected else palette.border), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(box, scale.radius, scale.radius)

    def _ink(self, hue: Hue, *, selected: bool) -> QColor:
        if selected:
            return QColor(hue.on_fill)
        palette = self._theme.palette
        return QColor(palette.ink if self.isEnabled() else palette.ink_secondary)

    def _paint_cap(self, painter: QPainter, x: int, y: int, hue: Hue, *, selected: bool) -> QRect:
        """Paint the key cap at a corner and return its box; an empty one where there is no key."""
        if not self._face.key:
            return QRect(x, y, 0, 0)
        scale = self._theme.scale
        font = self._theme.font(LEAST, SEMIBOLD)
        metrics = QFontMetrics(font)
        height = max(metrics.height() + scale.space(3), scale.space(19))
        width = max(height, metrics.horizontalAdvance(self._face.key) + scale.space(9))
        cap = QRect(x, y, width, height)
        edge = QColor(hue.on_fill if selected else self._theme.palette.border)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(
            QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), scale.small_radius, scale.small_radius
        )
        painter.setFont(font)
        painter.setPen(self._ink(hue, selected=selected))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._face.key)
        return cap

    def _paint_check(self, painter: QPainter, hue: Hue) -> int:
        """Paint the check mark in the right corner and return the room it takes."""
        size = self._theme.scale.icon_small
        pad = self._theme.scale.space(8)
        mark = self._theme.icons.pixmap("check", hue.on_fill, size, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - pad - size, pad, mark)
        return size + self._theme.scale.space(4)

    def _paint_answer(self, painter: QPainter, hue: Hue, *, selected: bool) -> None:
        scale = self._theme.scale
        pad = scale.space(8)
        cap = self._paint_cap(painter, pad, pad - scale.space(1), hue, selected=selected)
        right = self.width() - pad
        if selected:
            right -= self._paint_check(painter, hue)
        self._paint_corner(painter, right, cap, hue, selected=selected)
        bottom = self.height() - pad
        if self._face.share is not None:
            bottom -= self._paint_share(painter, bottom, hue, selected=selected)
        room = QRect(pad, cap.bottom() + 2, self.width() - 2 * pad, bottom - cap.bottom() - 2)
        self._paint_label(painter, room, hue, selected=selected)

    def _paint_corner(
        self, painter: QPainter, right: int, cap: QRect, hue: Hue, *, selected: bool
    ) -> None:
        """Paint the icon, or the number of a département, in the upper right corner."""
        if self._face.icon and not selected:
            size = self._theme.scale.icon
            icon = self._theme.icons.pixmap(
                self._face.icon, hue.ink, size, self.devicePixelRatioF()
            )
            painter.drawPixmap(right - size, cap.top(), icon)
        elif self._face.second:
            painter.setFont(self._theme.font(SMALL, MEDIUM))
            painter.setPen(
                self._ink(hue, selected=True)
                if selected
                else QColor(self._theme.palette.ink_secondary)
            )
            box = QRect(cap.right(), cap.top(), right - cap.right(), cap.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(box, flags, self._face.second)

    def _paint_share(self, painter: QPainter, bottom: int, hue: Hue, *, selected: bool) -> int:
        scale = self._theme.scale
        pad, thick = scale.space(8), max(3, scale.space(4))
        width = self.width() - 2 * pad
        track = QRectF(pad, bottom - thick, width, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.soft))
        painter.setOpacity(0.35 if selected else 1.0)
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        painter.setOpacity(1.0)
        share = max(0.0, min(1.0, self._face.share or 0.0))
        if share > 0:
            painter.setBrush(QColor(hue.on_fill if selected else hue.fill))
            bar = QRectF(pad, bottom - thick, max(thick, width * share), thick)
            painter.drawRoundedRect(bar, thick / 2, thick / 2)
        return thick + scale.space(5)

    def _paint_label(self, painter: QPainter, room: QRect, hue: Hue, *, selected: bool) -> None:
        """Paint the label at the foot, on two lines at most, smaller where a word is too wide."""
        painter.setPen(self._ink(hue, selected=selected))
        painter.setFont(self._fitting_font(room, (BODY, SMALL, NOTE, LEAST)))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(room, int(flags) | _WRAP, self._breakable)

    @property
    def _breakable(self) -> str:
        # A hyphen is where a département's name breaks: a zero-width space says so to Qt.
        return self._face.label.replace("-", "-\u200b")

    def _fitting_font(self, room: QRect, steps: tuple[float, ...]) -> QFont:
        """Return the largest of these fonts in which no word and no line is cut."""
        text = self._breakable
        for step in steps:
            font = self._theme.font(step, SEMIBOLD)
            needed = QFontMetrics(font).boundingRect(room, _WRAP, text)
            if needed.width() <= room.width() and needed.height() <= room.height():
                return font
        return self._theme.font(steps[-1], SEMIBOLD)

    def _paint_figure(self, painter: QPainter, hue: Hue, *, selected: bool) -> None:
        pad = self._theme.scale.space(8)
        room = self.rect()
        if self._face.key:
            cap = self._paint_cap(painter, pad, pad - 1, hue, selected=selected)
            # The figure makes way for the cap: « 10 + » is wider than a digit.
            room = room.adjusted(0, cap.bottom() - pad, 0, 0)
        if selected:
            self._paint_check(painter, hue)
        painter.setFont(self._theme.font(1.75, SEMIBOLD))
        painter.setPen(self._ink(hue, selected=selected))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._face.label)

    def _paint_line(self, painter: QPainter, hue: Hue, *, selected: bool) -> None:
        """Paint key and label side by side: express keys, « qui ? », and every dense tile."""
        scale = self._theme.scale
        pad = scale.space(7)
        two_lines = bool(self._face.second) and self._form is TileForm.LINE
        metrics = QFontMetrics(self._theme.font(LEAST, SEMIBOLD))
        cap_height = max(metrics.height() + scale.space(3), scale.space(19))
        top = scale.space(4) if two_lines else (self.height() - cap_height) // 2
        cap = self._paint_cap(painter, pad, top, hue, selected=selected)
        left = cap.right() + scale.space(6) if self._face.key else pad
        width = self.width() - left - pad
        if two_lines:
            self._paint_two_lines(painter, QRect(left, top, width, cap_height), selected=selected)
            return
        if selected:
            size = scale.icon_small
            mark = self._theme.icons.pixmap("check", hue.on_fill, size, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - pad - size, scale.space(5), mark)
            width -= size // 2
        figure = self._form is TileForm.FIGURE
        room = QRect(left, 1, width, self.height() - 2)
        painter.setFont(self._fitting_font(room, _FIGURE_STEPS if figure else _LINE_STEPS))
        painter.setPen(self._ink(hue, selected=selected))
        flags = Qt.AlignmentFlag.AlignVCenter
        flags |= Qt.AlignmentFlag.AlignHCenter if figure else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(flags) | _WRAP, self._breakable)

    def _paint_two_lines(self, painter: QPainter, first: QRect, *, selected: bool) -> None:
        """Paint the label beside the cap and a note below both, over the whole width."""
        pad = self._theme.scale.space(7)
        palette = self._theme.palette
        painter.setFont(self._narrowed(self._face.label, first.width(), SEMIBOLD))
        painter.setPen(QColor(palette.ink if self.isEnabled() else palette.ink_secondary))
        painter.drawText(first, int(Qt.AlignmentFlag.AlignVCenter), self._face.label)
        below = QRect(
            pad, first.bottom(), self.width() - 2 * pad, self.height() - first.bottom() - 2
        )
        painter.setFont(self._narrowed(self._face.second, below.width(), REGULAR))
        if not selected:
            painter.setPen(QColor(palette.ink_secondary))
        told = painter.fontMetrics().elidedText(
            self._face.second, Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), told)

    def _narrowed(self, text: str, width: int, weight: QFont.Weight) -> QFont:
        """Return the largest font of a small label in which the text keeps to one line."""
        for step in (SMALL, NOTE, LEAST):
            font = self._theme.font(step, weight)
            if QFontMetrics(font).horizontalAdvance(text) <= width:
                return font
        return self._theme.font(LEAST, weight)

"""A list over the shelf: articles that a few letters find, baskets that wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from otdesk.i18n import _
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.fonts import REGULAR, SEMIBOLD
from otdesk.ui.theme.scale import BODY, NOTE

CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """A row: what choosing it gives, its words, a note under them, what stands at the right."""

    value: str
    words: str
    note: str = ""
    right: str = ""


class ListPanel(QFrame):
    """A card with a list; `chosen` carries a Choice's value, `left` nothing was taken.

    With `find`, a field stands over the list: arrows choose, Enter takes, Esc leaves.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(
        self,
        theme: Theme,
        title: str,
        *,
        find: Callable[[str], Sequence[Choice]] | None = None,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self._theme = theme
        self._find = find
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.space(14)
        column.setContentsMargins(pad, scale.space(8), pad, scale.space(10))
        column.setSpacing(scale.space(8))
        head = QHBoxLayout()
        head.addWidget(label(title, "title"), 1)
        back = KeyButton(theme, _("Revenir"), _("Échap"), "ghost")
        back.clicked.connect(self.left)
        head.addWidget(back)
        column.addLayout(head)
        self.field = QLineEdit()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(title)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(scale.target)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.field.setVisible(find is not None)
        column.addWidget(self.field)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setItemDelegate(RowPainter(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self.take())
        self.list.installEventFilter(self)
        column.addWidget(self.list, 1)
        self.nothing = label("", "note", wrap=True)
        column.addWidget(self.nothing)

    def open(self, text: str = "") -> None:
        """Come up with a text to search for."""
        self.field.setText(text)
        self._on_text(text)
        (self.list if self._find is None else self.field).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choices(self, choices: Sequence[Choice], nothing: str = "") -> None:
        """Show rows, the first one chosen."""
        self.list.clear()
        for choice in choices:
            told = ", ".join(part for part in (choice.words, choice.note, choice.right) if part)
            item = QListWidgetItem(told, self.list)
            item.setData(CHOICE, choice)
        if choices:
            self.list.setCurrentRow(0)
        self.nothing.setText(nothing)
        self.nothing.setVisible(not choices and bool(nothing))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the rows."""
        return tuple(self.list.item(row).data(CHOICE) for row in range(self.list.count()))

    def take(self) -> None:
        """Take the chosen row."""
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(CHOICE).value)

    def step(self, step: int) -> None:
        """Choose another row, round and round."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Esc act from the field and from the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.take()
            return True
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_F10: 1}
        step = steps.get(Qt.Key(key))
        if step is not None:
            self.step(step)
            return True
        return super().eventFilter(watched, event)

    def _on_text(self, text: str) -> None:
        if self._find is None:
            return
        found = self._find(text)
        if not text.strip():
            nothing = _("Quelques lettres du nom, un code ou un code-barres, puis Entrée.")
        else:
            nothing = _("Aucun article ne correspond à « {} ».").format(text.strip())
        self.show_choices(found, nothing)


class RowPainter(QStyledItemDelegate):
    """Paints a row: words, a note under them, an amount at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        """Return the height of two lines."""
        scale = self._theme.scale
        return QSize(100, max(scale.target, scale.em(2.7)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        """Paint a row."""
        choice: Choice = index.data(CHOICE)  # type: ignore[attr-defined]  # a QModelIndex
        palette, scale = self._theme.palette, self._theme.scale
        state = option.state
        rect: QRect = option.rect
        here = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if here:
            painter.fillRect(rect, QColor(palette.origin.soft))
            bar = QRect(rect.left(), rect.top(), scale.space(4), rect.height())
            painter.fillRect(bar, QColor(palette.origin.fill))
        painter.setPen(QColor(palette.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        pad = scale.space(12)
        room = rect.adjusted(pad, 0, -pad, 0)
        painter.setFont(self._theme.font(BODY, SEMIBOLD))
        metrics = painter.fontMetrics()
        painter.setPen(QColor(palette.origin.ink))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags | Qt.AlignmentFlag.AlignRight, choice.right)
        room.setRight(room.right() - metrics.horizontalAdvance(choice.right) - pad)
        painter.setPen(QColor(palette.ink))
        first = QRect(room)
        if choice.note:
            half = room.height() // 2
            first.setHeight(half + scale.space(3))
        words = metrics.elidedText(choice.words, Qt.TextElideMode.ElideRight, room.width())
        bottom = Qt.AlignmentFlag.AlignBottom if choice.note else flags
        painter.drawText(first, bottom | Qt.AlignmentFlag.AlignLeft, words)
        if choice.note:
            painter.setFont(self._theme.font(NOTE, REGULAR))
            painter.setPen(QColor(palette.ink_secondary))
            second = QRect(room)
            second.setTop(first.bottom())
            note = painter.fontMetrics().elidedText(
                choice.note, Qt.TextElideMode.ElideRight, room.width()
            )
            top = Qt.AlignmentFlag.AlignTop
            painter.drawText(second, top | Qt.AlignmentFlag.AlignLeft, note)
        painter.restore()

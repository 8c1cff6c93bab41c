"""The panel of `P`: a few letters, a postcode or a commune, then Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from otdesk.domain.search import OriginIndex, OriginMatch
from otdesk.i18n import _
from otdesk.ui.theme.apply import Theme
from otdesk.ui.whole_rows import WholeRowsList

_LIMIT = 8


class SearchPanel(QFrame):
    """Searches as one types; arrows choose, Enter takes, Esc goes back to the tiles.

    `chosen` carries the origin's code; `left` says that nothing was taken.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, index: OriginIndex, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._index = index
        self._matches: list[OriginMatch] = []
        scale = theme.scale
        column = QVBoxLayout(self)
        pad = scale.space(14)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(scale.space(8))
        title = QLabel(_("D’où viennent-ils ?"))
        title.setProperty("role", "title")
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("pays, département, commune ou code postal"))
        self.field.setAccessibleName(_("Chercher une provenance"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(scale.target)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list = WholeRowsList(scale.target)
        self.list.setAccessibleName(_("Provenances trouvées"))
        self.list.itemClicked.connect(lambda _item: self._take())
        self.list.itemActivated.connect(lambda _item: self._take())
        self._none = QLabel("")
        self._none.setProperty("role", "note")
        self._none.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(self.field)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        self._unknown = QPushButton(_("France, département inconnu"))
        self._unknown.setProperty("role", "secondary")
        self._unknown.clicked.connect(lambda: self._choose("FR"))
        back = QPushButton(_("Revenir  Échap"))
        back.setProperty("role", "ghost")
        back.clicked.connect(self.left)
        foot.addWidget(self._unknown)
        foot.addStretch(1)
        foot.addWidget(back)
        column.addLayout(foot)
        self._row_height = scale.target

    def use_index(self, index: OriginIndex) -> None:
        """Take the index with the communes, once it is ready."""
        self._index = index
        self._on_text(self.field.text())

    def open(self) -> None:
        """Come up empty, ready to type in."""
        self.field.clear()
        self._on_text("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Esc act while the field has the focus."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            key = QKeyEvent.key(event) if isinstance(event, QKeyEvent) else 0
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
                self._move(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
            if key == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _on_text(self, text: str) -> None:
        self._matches = self._index.search(text, _LIMIT) if text.strip() else []
        self.list.clear()
        for match in self._matches:
            item = QListWidgetItem(
                f"{match.label}   {match.why}" if match.why else match.label, self.list
            )
            size = item.sizeHint()
            size.setHeight(self._row_height)
            item.setSizeHint(size)
        if self._matches:
            self.list.setCurrentRow(0)
        self._none.setVisible(not self._matches)
        if not text.strip():
            self._none.setText(
                _(
                    "Deux ou trois lettres suffisent, puis Entrée. Par exemple « nim » pour Nîmes, "
                    "« irl » pour l’Irlande, « 48400 » pour Florac."
                )
            )
        elif not self._index.has_communes:
            self._none.setText(_("Rien encore : la liste des communes se charge."))
        else:
            self._none.setText(
                _("Rien ne correspond. « France, département inconnu » reste possible.")
            )

    def _move(self, step: int) -> None:
        if self._matches:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._matches))

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._matches):
            self._choose(self._matches[row].code)

    def _choose(self, code: str) -> None:
        self.chosen.emit(code)

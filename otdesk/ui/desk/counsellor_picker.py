"""« Qui est à l’accueil ? »: initials, picked by letters, by a digit, or by a finger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from otdesk.domain.changes import Changes
from otdesk.i18n import _
from otdesk.reports.counsellors import Counsellor, present
from otdesk.services import counsellors as services
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.controls import card, empty, label
from otdesk.ui.days.flow import FlowLayout
from otdesk.ui.desk.counsellor_tile import CounsellorTile
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme

# Unshifted digits of an AZERTY keyboard, in their order.
_DIGITS = {sign: str(number + 1) for number, sign in enumerate("&é\"'(-è_ç")}


class CounsellorPicker(QWidget):
    """The page. `chosen` carries initials and name; `left` says that nothing changes.

    `question` is what it asks, who is at the counter unless told.
    """

    chosen = Signal(str, str)
    left = Signal()

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        question: str = "",
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = theme
        self._question = question or _("Qui est à l’accueil\u202f?")
        self._typed = ""
        self.tiles: list[CounsellorTile] = []
        self.setProperty("role", "screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self._question)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The page holds the focus while letters are typed, and has nothing to ring.
        self.setProperty("noFocusRing", True)
        self.said = label("", "", wrap=True)
        self._lay_out()
        self._read()

    # Keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are initials, a digit is a tile, Esc changes nothing."""
        text = event.text()
        digit = _DIGITS.get(text, text)
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self._on_escape()
        elif event.key() == Qt.Key.Key_Backspace:
            self._type(self._typed[:-1])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose_exact()
        elif digit.isdecimal() and digit.isascii() and int(digit):
            self._choose_number(int(digit))
        elif text.isalpha() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._type(self._typed + text.upper())
        else:
            super().keyPressEvent(event)

    def _on_escape(self) -> None:
        if self.form.isVisibleTo(self) and self.tiles:
            self.show_form(shown=False)
        elif self._typed:
            self._type("")
        else:
            self.left.emit()

    def _type(self, typed: str) -> None:
        """Take initials so far; as soon as they are one counsellor's alone, she is chosen."""
        matching = [t for t in self.tiles if t.counsellor.initials.startswith(typed)]
        if typed and not matching:
            self._tell(_("Personne n’a les initiales «\u00a0{}\u00a0».").format(typed), "refused")
            typed, matching = "", list(self.tiles)
        else:
            self._tell(typed or _words())
        self._typed = typed
        for tile in self.tiles:
            tile.dim(tile not in matching)
        if typed and len(matching) == 1:
            self._choose(matching[0].counsellor.initials, matching[0].counsellor.name)

    def _choose_exact(self) -> None:
        found = next((t for t in self.tiles if t.counsellor.initials == self._typed), None)
        if found is not None:
            self._choose(found.counsellor.initials, found.counsellor.name)

    def _choose_number(self, number: int) -> None:
        if number <= len(self.tiles):
            who = self.tiles[number - 1].counsellor
            self._choose(who.initials, who.name)

    def _choose(self, initials: str, name: str) -> None:
        self.chosen.emit(initials, name)

    # What is shown -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        scale = self._theme.scale
        page = QGridLayout(self)
        side, top = scale.margin_side, scale.margin_top
        page.setContentsMargins(side, top, side, top)
        middle = QWidget()
        middle.setMaximumWidth(scale.em(78))
        # Some height over it: three tiles in the upper corner of a wide window look lost, and
        # thirty still have their room.
        page.addWidget(middle, 1, 1)
        page.setRowStretch(0, 1)
        page.setRowStretch(1, 5)
        page.setColumnStretch(0, 1)
        page.setColumnStretch(1, 100)
        page.setColumnStretch(2, 1)
        outer = QVBoxLayout(middle)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(scale.space(18))
        # Beside large words the buttons would squeeze them: they go below.
        large = scale.text_percent >= 150
        head = QBoxLayout(
            QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight
        )
        title = QVBoxLayout()
        title.setSpacing(0)
        title.addWidget(label(self._question, "lead", wrap=True))
        title.addWidget(self.said)
        head.addLayout(title, 1)
        self.add = KeyButton(self._theme, _("Ajouter quelqu’un"), "", icon="plus")
        self.add.clicked.connect(lambda: self.show_form(shown=True))
        self.leave = KeyButton(self._theme, _("Ne rien changer"), _("Échap"))
        self.leave.clicked.connect(self.left)
        buttons = FlowLayout(scale.gap)
        buttons.addWidget(self.add)
        buttons.addWidget(self.leave)
        head.addLayout(buttons)
        outer.addLayout(head)
        self.form = self._made_form()
        outer.addWidget(self.form)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        # Room for the ring of focus around the tiles at the edges.
        column.setContentsMargins(scale.space(4), scale.space(4), scale.space(4), scale.space(4))
        self._flow = FlowLayout(scale.gap_wide)
        column.addLayout(self._flow)
        column.addStretch(1)
        self._area.setWidget(inside)
        outer.addWidget(self._area, 1)

    def _made_form(self) -> QFrame:
        frame, column = card(self._theme)
        column.addWidget(label(_("Qui ajouter\u202f?"), "title"))
        row = FlowLayout(self._theme.scale.gap)
        self.initials = QLineEdit()
        self.initials.setPlaceholderText(_("Initiales"))
        self.initials.setAccessibleName(_("Initiales"))
        self.initials.setMaxLength(services.MAX_INITIALS)
        self.initials.setFixedWidth(self._theme.scale.em(7))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Prénom"))
        self.name.setAccessibleName(_("Prénom"))
        self.name.setMinimumWidth(self._theme.scale.em(16))
        self.save = KeyButton(self._theme, _("Ajouter"), _("Entrée"), role="primary")
        self.initials.returnPressed.connect(self.name.setFocus)
        self.name.returnPressed.connect(self._on_save)
        self.save.clicked.connect(self._on_save)
        for widget in (self.initials, self.name, self.save):
            row.addWidget(widget)
        column.addLayout(row)
        self.fault: QLabel = label("", "note", "refused", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        frame.hide()
        return frame

    def show_form(self, *, shown: bool) -> None:
        """Open or close the form that adds a counsellor."""
        self.form.setVisible(shown)
        self.add.setVisible(not shown)
        self._refuse("")
        if shown:
            self.initials.clear()
            self.name.clear()
            self.initials.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        self._context.link.read(present, self._show)

    def _show(self, known: Sequence[Counsellor]) -> None:
        empty(self._flow)
        current = self._context.author()
        self.tiles = []
        for number, counsellor in enumerate(known, 1):
            key = str(number) if number <= 9 else ""
            tile = CounsellorTile(
                counsellor, key, self._theme, current=counsellor.initials == current
            )
            tile.clicked.connect(lambda _=False, c=counsellor: self._choose(c.initials, c.name))
            self.tiles.append(tile)
            self._flow.addWidget(tile)
        # Tiles of one width stand in columns.
        widest = max((tile.sizeHint().width() for tile in self.tiles), default=0)
        for tile in self.tiles:
            tile.setMinimumWidth(widest)
        known_current = any(each.initials == current for each in known)
        self.leave.setVisible(known_current)
        self._tell(_words() if known else _("Personne n’est encore inscrit."))
        if not known:
            self.show_form(shown=True)

    def _on_save(self) -> None:
        initials = self.initials.text().strip().upper()
        name = self.name.text().strip()

        def on_done(_changes: Changes) -> None:
            self._choose(initials, name)

        self._context.link.write(
            initials or "?",
            lambda transaction: services.add(transaction, initials, name),
            on_done,
            lambda fault: self._refuse(str(fault)),
        )

    def _refuse(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.setVisible(bool(text))

    def _tell(self, text: str, tone: str = "") -> None:
        self.said.setProperty("tone", tone)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(text)


def _words() -> str:
    return _("Taper ses initiales, un chiffre, ou toucher son nom. Aucun mot de passe.")

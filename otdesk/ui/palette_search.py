"""Ctrl+K: one field that finds a screen, an action, an origin, a past day, a month, a year."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings
from otdesk.domain.search import OriginIndex
from otdesk.i18n import _, ngettext
from otdesk.services import days
from otdesk.services import preferences as stored
from otdesk.settings import Setting
from otdesk.store import backup
from otdesk.ui.answer_delegate import ANSWER, AnswerDelegate
from otdesk.ui.context import ScreenContext
from otdesk.ui.finding import BACKUP, DOOR, SETTING, Answer, Finder, OfficeFinder
from otdesk.ui.preferences.cards import say
from otdesk.ui.theme.apply import Theme

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 5,
    Qt.Key.Key_PageUp: -5,
}


@dataclass(frozen=True, slots=True)
class PaletteWords:
    """What the search says of what it finds: `asks` in the field, `whole` to a reader."""

    asks: str
    whole: str
    examples: str
    backing_up: str


def office_words() -> PaletteWords:
    """Return the words of an office's search."""
    return PaletteWords(
        _("écran, action, provenance, jour passé…"),
        _("Chercher un écran, une action, une provenance, un jour"),
        _("Aussi : « 14 juillet », « lundi dernier », « août 2022 », « Belgique »…"),
        _("Sauvegarde en cours… le comptoir reste disponible."),
    )


def office_finder(context: ScreenContext) -> Finder:
    """Return what finds at an office."""
    workplace = context.workplace
    return OfficeFinder(
        OriginIndex.of_office(workplace.lists, workplace.profile, workplace.office),
        workplace.today,
        shop=workplace.profile.has_shop,
    )


class PaletteSearch(QWidget):
    """The page over the screens. `go_to` as a Screen's; `left` says that nothing was taken.

    It finds with `finder` and says it in `words`, those of an office unless told.
    """

    go_to = Signal(str, object)
    left = Signal()

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        *,
        finder: Finder | None = None,
        words: PaletteWords | None = None,
    ) -> None:
        super().__init__()
        self._context = context
        self._theme = theme
        self.finder = finder or office_finder(context)
        self._words = words or office_words()
        self.setProperty("role", "screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Chercher"))
        self._build()
        self._follow("")

    def _build(self) -> None:
        scale = self._theme.scale
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        pad = scale.space(14)
        column.setContentsMargins(pad, pad, pad, scale.space(10))
        column.setSpacing(scale.space(8))
        self.field = QLineEdit()
        self.field.setProperty("role", "lead")
        self.field.setAccessibleName(self._words.whole)
        self.field.setPlaceholderText(self._words.asks)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(scale.target)
        self.field.textChanged.connect(self._follow)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Résultats"))
        self.list.setItemDelegate(AnswerDelegate(self._theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.itemClicked.connect(lambda _item: self.take())
        self.list.itemActivated.connect(lambda _item: self.take())
        self.said = QLabel()
        self.said.setProperty("role", "note")
        self.said.setWordWrap(True)
        hint = QLabel(_("↑ ↓ choisir · Entrée y aller · Échap revenir"))
        hint.setProperty("role", "least")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self.said)
        column.addWidget(hint)
        card.setMaximumWidth(max(scale.em(52), scale.space(640)))
        outer = QVBoxLayout(self)
        top = scale.space(28) if scale.text_percent < 150 else scale.space(8)
        outer.setContentsMargins(scale.margin_side, top, scale.margin_side, top)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 20)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the focus on to the field: the page itself is nothing to type in."""
        super().focusInEvent(event)
        self.field.setFocus(event.reason())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Esc act while the field has the focus."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            key = Qt.Key(event.key())
            if key in _MOVES:
                self._move(_MOVES[key])
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.take()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc, from the field and from the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Finding -------------------------------------------------------------------------------

    def answers(self) -> tuple[Answer, ...]:
        """Return what is shown."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.data(ANSWER) for item in items)

    def _follow(self, text: str) -> None:
        found = self.finder.find(text)
        self.list.clear()
        for answer in found:
            item = QListWidgetItem(f"{answer.label}, {answer.note}", self.list)
            item.setData(ANSWER, answer)
        if found:
            self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        if not text.strip():
            words = self._words.examples
        elif found:
            words = ""
        else:
            words = _(
                "Rien ne correspond à « {} ». Un mot plus court, peut-être : « import », « hier », "
                "« 30 »."
            ).format(text.strip())
        say(self.said, words)
        self._fit()
        count = ngettext("{} résultat", "{} résultats", len(found)).format(len(found))
        self.list.setAccessibleDescription(count)

    def _fit(self) -> None:
        """Make the list as high as its rows, as far as the page goes; then it scrolls."""
        scale = self._theme.scale
        around = 2 * scale.target + scale.em(4.5) + scale.space(50)
        rows = max(3, (self.height() - around) // scale.row)
        self.list.setFixedHeight(min(self.list.count(), rows) * scale.row + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list what room there is."""
        super().resizeEvent(event)
        self._fit()

    def _move(self, step: int) -> None:
        count = self.list.count()
        if not count:
            return
        row = self.list.currentRow() + step
        # Arrows go round; a page stops at the end.
        row = row % count if abs(step) == 1 else max(0, min(count - 1, row))
        self.list.setCurrentRow(row)

    # Taking --------------------------------------------------------------------------------

    def take(self) -> None:
        """Go to the chosen answer."""
        if self.list.currentRow() < 0:
            return
        answer: Answer = self.list.currentItem().data(ANSWER)
        if answer.target == BACKUP:
            self._back_up()
        elif answer.target == DOOR:
            self._press_door(opens=answer.argument == "open")
        elif answer.target == SETTING and isinstance(answer.argument, tuple):
            self._set(*answer.argument)
        else:
            self.go_to.emit(answer.target, answer.argument)

    def _set(self, setting: Setting[str], value: str) -> None:
        self._context.link.run(
            lambda store: stored.keep(store, setting, value),
            lambda _none: self._go("preferences", None),
            self._on_fault,
        )

    def _press_door(self, *, opens: bool) -> None:
        workplace = self._context.workplace
        office, today = workplace.identity.office, workplace.today()
        minute = workplace.minute(workplace.clock.now())
        act = days.open_range if opens else days.close_range
        self._context.link.write(
            self._context.author(),
            lambda transaction: act(transaction, office, today, minute),
            lambda _changes: self._go("day", today),
            self._on_fault,
        )

    def _go(self, target: str, argument: object) -> None:
        if shiboken6.isValid(self):
            self.go_to.emit(target, argument)

    def _back_up(self) -> None:
        chosen = self._context.preferences().get(settings.BACKUP_FOLDER)
        second = Path(chosen) if chosen else None
        clock = self._context.workplace.clock
        say(self.said, self._words.backing_up)
        self._context.reading.run(
            lambda store: backup.back_up(store, "manual", clock, second),
            self._on_backed_up,
            self._on_fault,
        )

    def _on_backed_up(self, made: Path) -> None:
        if shiboken6.isValid(self):
            say(self.said, _("Sauvegarde faite et contrôlée : {}").format(made.name), "ok")

    def _on_fault(self, fault: Exception) -> None:
        if shiboken6.isValid(self):
            say(self.said, str(fault), "refused")

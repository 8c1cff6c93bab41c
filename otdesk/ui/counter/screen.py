"""The counter's screen: sentence, board, side column, and the keys between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from otdesk import settings, typography
from otdesk.domain.changes import Changes
from otdesk.domain.counter.draft import Missing
from otdesk.domain.counter.keys import Key, KeyKind
from otdesk.domain.reference import Lists
from otdesk.domain.search import OriginIndex
from otdesk.i18n import _
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.board import CounterBoard, is_folded, missing_question
from otdesk.ui.counter.controller import CounterController, Notice
from otdesk.ui.counter.key_map import LAYOUTS, KeyMap, RepeatWatch
from otdesk.ui.counter.search_panel import SearchPanel
from otdesk.ui.counter.sentence import sentence
from otdesk.ui.counter.sentence_bar import SentenceBar
from otdesk.ui.counter.side import HoursPanel, OpenPanel, RecentPanel
from otdesk.ui.counter.text_panel import TextPanel
from otdesk.ui.counter.view import CounterView, load_view
from otdesk.ui.enter_key import OWN_ENTER
from otdesk.ui.key_button import KeyButton
from otdesk.ui.theme.apply import Theme

_NOTICE_MILLISECONDS = 6000
_MINUTE_MILLISECONDS = 30_000
_TONES = {
    Missing.SIZE.value: "origin",
    Missing.ORIGIN.value: "origin",
    Missing.DEMAND.value: "demand",
}


class CounterScreen(Screen):
    """One accueil after the other, by key, mouse, finger or screen reader.

    `figures_changed` carries the day's CounterView for the window's head. `day_turned`: midnight
    has passed since the last key or paint.
    """

    figures_changed = Signal(object)
    day_turned = Signal()
    draft_changed = Signal()

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        controller: CounterController,
        index: OriginIndex,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, theme, parent)
        self.controller = controller
        self._keys = self._key_map()
        self._repeats = RepeatWatch()
        self._index = index
        self._search: SearchPanel | None = None
        self._view = CounterView()
        self._shown_day = controller.day
        self._waiting = False
        self._again = False
        self._notice_ends = QTimer(self)
        self._notice_ends.setSingleShot(True)
        self._notice_ends.setInterval(_NOTICE_MILLISECONDS)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MILLISECONDS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Comptoir"))
        self._build()
        self._take_keyboard()
        self._connect()
        self._follow()

    # Making --------------------------------------------------------------------------------

    def _build(self) -> None:
        scale = self.theme.scale
        workplace = self.context.workplace
        across = QHBoxLayout(self)
        side, top = scale.margin_side, scale.space(12)
        across.setContentsMargins(side, top, side, scale.space(12))
        across.setSpacing(scale.space(14))
        self._main = QWidget()
        column = QVBoxLayout(self._main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.space(7))
        self.sentence = SentenceBar(self.theme)
        self.late_banner = self._late_banner()
        self.note_panel = TextPanel(
            self.theme, _("Note"), _("courte, et qui ne nomme personne"), "granite"
        )
        self.reason_panel = TextPanel(
            self.theme,
            _("La journée est clôturée : motif de la rectification"),
            _("il figurera sur le prochain résumé imprimé"),
            "genet",
        )
        self.board = CounterBoard(self.theme, workplace.lists, LAYOUTS[self._keyboard])
        column.addWidget(self.late_banner)
        column.addWidget(self.sentence)
        column.addWidget(self.note_panel)
        column.addWidget(self.reason_panel)
        self._stack_host = QWidget()
        self._stack = QStackedLayout(self._stack_host)
        self._stack.setContentsMargins(0, 0, 0, 0)
        # At large text the board is higher than the screen: it scrolls, nothing is cut.
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack.addWidget(self._scroll)
        column.addWidget(self._stack_host, 1)
        self._foot = self._actions()
        across.addWidget(self._main, 1)
        side_column = self._side()
        if is_folded(scale):
            self._scroll.setWidget(self._stacked(self.board, side_column))
        else:
            side_column.setFixedWidth(scale.space(268))
            self._scroll.setWidget(self.board)
            across.addWidget(side_column)
        # After the tiles, and so in the order of Tab.
        column.addWidget(self._foot)

    def _actions(self) -> QWidget:
        scale = self.theme.scale
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(scale.space(8))
        self.aside_button = self._button(_("Mettre de côté"), _("Échap"), "secondary")
        self.validate_button = self._button(_("Valider l’accueil"), _("Espace"), "primary")
        self.repeat_button = self._button(_("Même accueil"), "*", "secondary")
        row.addWidget(self.aside_button, 2)
        row.addWidget(self.validate_button, 6)
        row.addWidget(self.repeat_button, 2)
        return foot

    def _button(self, text: str, key: str, role: str) -> KeyButton:
        # A click must not take the focus from the counter: the next key belongs to it.
        button = KeyButton(self.theme, text, key, role)
        button.installEventFilter(self)
        return button

    def _side(self) -> QWidget:
        scale = self.theme.scale
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scale.gap)
        self.open_panel = OpenPanel(self.theme, self.context.workplace.lists)
        self.recent = RecentPanel(self.theme)
        self.hours = HoursPanel(self.theme)
        column.addWidget(self.open_panel)
        column.addWidget(self.recent, 1)
        column.addWidget(self.hours)
        return side

    def _stacked(self, board: QWidget, side: QWidget) -> QWidget:
        """Put the side column under the tiles, where large text leaves no room beside them."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, self.theme.scale.space(4), 0)
        column.setSpacing(self.theme.scale.gap_wide)
        column.addWidget(board)
        column.addWidget(side)
        return both

    def _late_banner(self) -> QWidget:
        banner = QWidget()
        row = QHBoxLayout(banner)
        row.setContentsMargins(0, 0, 0, 0)
        self._late_label = QLabel()
        self._late_label.setProperty("role", "chip")
        self._late_label.setProperty("tone", "genet")
        self._late_today = QPushButton(_("Revenir à aujourd’hui"))
        self._late_today.setProperty("role", "secondary")
        self._late_today.clicked.connect(lambda: self.controller.type_for(None))
        row.addWidget(self._late_label, 1)
        row.addWidget(self._late_today)
        banner.hide()
        return banner

    def _connect(self) -> None:
        controller = self.controller
        controller.changed.connect(self._follow)
        controller.noticed.connect(self._on_noticed)
        controller.pointed_to.connect(self._on_pointed_to)
        self.context.link.busy_changed.connect(self.sentence.show_busy)
        controller.search_wanted.connect(self._open_search)
        controller.note_wanted.connect(self._open_note)
        controller.reason_wanted.connect(self._open_reason)
        controller.late_day_changed.connect(self._on_late_day)
        self.board.pressed.connect(self._press)
        self.board.more_wanted.connect(self._show_more)
        self.validate_button.clicked.connect(lambda: self._press(Key(KeyKind.VALIDATE)))
        self.aside_button.clicked.connect(lambda: self._press(Key(KeyKind.SET_ASIDE)))
        self.repeat_button.clicked.connect(lambda: self._press(Key(KeyKind.REPEAT)))
        self.open_panel.brought.connect(controller.bring)
        self.open_panel.called.connect(lambda: self._press(Key(KeyKind.CALL)))
        self.open_panel.next_wanted.connect(lambda: self._press(Key(KeyKind.NEXT)))
        self.recent.reopened.connect(lambda: self._press(Key(KeyKind.REOPEN)))
        self.recent.picked.connect(self._edit_recent)
        self.note_panel.given.connect(self._on_note)
        self.note_panel.left.connect(lambda: self._leave_panel(self.note_panel))
        self.reason_panel.given.connect(self._on_reason)
        self.reason_panel.left.connect(lambda: self._leave_panel(self.reason_panel))
        self._notice_ends.timeout.connect(lambda: self.sentence.show_notice(Notice("")))
        self._minute.timeout.connect(self._on_minute)
        self._minute.start()

    # Keys ----------------------------------------------------------------------------------

    @property
    def _keyboard(self) -> str:
        return self.context.preferences().get(settings.KEYBOARD)

    def _key_map(self) -> KeyMap:
        preferences = self.context.preferences()
        return KeyMap(LAYOUTS[self._keyboard], preferences.get(settings.SINGLE_KEYS))

    def _take_keyboard(self) -> None:
        """Print the keys that act: without single keys, neither letters nor Space do."""
        single = self._keys.single_keys
        self.board.use_keyboard(LAYOUTS[self._keyboard], single_keys=single)
        self.validate_button.show_key(_("Espace") if single else "")
        self.repeat_button.show_key("*" if single else "")
        # Enter ends the digits of a group, also while one of the buttons has the focus.
        self.setProperty(OWN_ENTER, single)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key its meaning; what has none goes on to the window."""
        if event.key() == Qt.Key.Key_Shift:
            self._show_shift(held=True)
        if event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self._press(Key(KeyKind.REOPEN))
            return
        if self._repeats.is_repeat(event):
            return
        key = self._keys.recognise(event)
        if key is None:
            super().keyPressEvent(event)
            return
        self._press(key)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Show the first favourites again when Shift is released."""
        self._repeats.released(event)
        if event.key() == Qt.Key.Key_Shift:
            self._show_shift(held=False)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget Shift: its release may go to another window."""
        self._show_shift(held=False)
        super().focusOutEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Space for the accueil while a button of the counter has the focus."""
        if (
            self._keys.single_keys
            and isinstance(watched, QPushButton)
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
                self._press(Key(KeyKind.VALIDATE))
            return True
        return super().eventFilter(watched, event)

    def _press(self, key: Key) -> None:
        self._forget_notice()
        self._show_shift(held=False)
        self.controller.press(key)

    def _forget_notice(self) -> None:
        """Let go of what was asked of the last key; what was recorded stays to be read."""
        self.sentence.point_to("")
        self.board.point_to("")
        if self.sentence.notice.tone != "ok":
            self.sentence.show_notice(Notice(""))

    def _on_minute(self) -> None:
        # Waiting drafts grow older, and amber, without a key.
        self._follow()
        self.refresh()

    def _show_more(self) -> None:
        self._show_shift(held=True)

    def _show_shift(self, *, held: bool) -> None:
        if self.board.hold_shift(held=held):
            self.board.follow(self.controller.draft, self.controller.grammar)

    # Following -----------------------------------------------------------------------------

    def _follow(self) -> None:
        self._notice_midnight()
        workplace = self.context.workplace
        draft = self.controller.draft
        self._show_late_day()
        parts = sentence(draft, workplace.lists, self.controller.grammar)
        self.sentence.show_parts(parts, self._begun())
        self.board.follow(draft, self.controller.grammar)
        self.open_panel.show_drafts(
            draft, self.controller.conversations.waiting, workplace.clock.now()
        )
        blank = draft.is_blank
        text = _("Un passage") if blank else _("Valider l’accueil")
        if draft.editing is not None:
            text = _("Valider la modification")
        self.validate_button.say(text)
        self.aside_button.setEnabled(not blank)
        self.repeat_button.setEnabled(blank and self.controller.conversations.last is not None)
        self.draft_changed.emit()

    def _begun(self) -> str:
        draft = self.controller.draft
        if draft.original is not None:
            if draft.original.day == self.context.workplace.today():
                return _("rouvert · reprendre : Retour arrière")
            day = typography.short_date(draft.original.day)
            return _("accueil du {}, rouvert · reprendre : Retour arrière").format(day)
        started = draft.started_at
        if started is None:
            return ""
        minute = self.context.workplace.minute(started)
        return _("commencé à {} · reprendre : Retour arrière").format(typography.clock_time(minute))

    def _on_noticed(self, notice: Notice) -> None:
        self.sentence.show_notice(notice)
        # A refusal stays until the next key: it may be what nobody has seen yet.
        if notice.tone == "refused":
            self._notice_ends.stop()
        else:
            self._notice_ends.start()

    def _on_pointed_to(self, missing: str) -> None:
        self.sentence.point_to(_TONES[missing])
        self.board.point_to(missing_question(missing))

    def _on_late_day(self) -> None:
        self._show_late_day()
        self.refresh()

    def _show_late_day(self) -> None:
        """Say the date that the accueil in front goes to, where it is not today's."""
        late = self.controller.front_late_day
        self.late_banner.setVisible(late is not None)
        if late is not None:
            self._late_label.setText(
                _("Saisie différée : vous saisissez pour le {}, sans heure").format(
                    typography.long_date(late)
                )
            )

    # Panels --------------------------------------------------------------------------------

    def _open_search(self) -> None:
        if self._search is None:
            self._search = SearchPanel(self.theme, self._index)
            self._search.chosen.connect(self._on_origin)
            self._search.left.connect(self._close_search)
            self._stack.addWidget(self._search)
        self._stack.setCurrentWidget(self._search)
        self._search.open()

    def use_index(self, index: OriginIndex) -> None:
        """Take the index with the communes, once it is ready."""
        self._index = index
        if self._search is not None:
            self._search.use_index(index)

    def _on_origin(self, code: str) -> None:
        self._close_search()
        self._forget_notice()
        self.controller.choose_origin(code)

    def _close_search(self) -> None:
        self._stack.setCurrentWidget(self._scroll)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_note(self) -> None:
        # The panel has its own button: that of the accueil would leave the text behind.
        self._foot.hide()
        self.note_panel.open(self.controller.draft.note)

    def _open_reason(self) -> None:
        self._foot.hide()
        self.reason_panel.open()

    def _on_note(self, text: str) -> None:
        self._leave_panel(self.note_panel)
        self.controller.set_note(text)

    def _on_reason(self, text: str) -> None:
        if not text:
            return
        self._leave_panel(self.reason_panel)
        self.controller.give_reason(text)
        self._on_noticed(Notice(_("Motif noté : valider de nouveau l’accueil mis de côté."), "ok"))

    def _leave_panel(self, panel: TextPanel) -> None:
        panel.hide()
        self._foot.setVisible(self.note_panel.isHidden() and self.reason_panel.isHidden())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # The day -------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front with the keys."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def on_changes(self, changes: Changes) -> None:
        """Read the day again where it changed."""
        if changes.touches(self.context.workplace.identity.office, self.controller.day):
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Notice the new day of a computer that slept through midnight."""
        self._notice_midnight()
        super().paintEvent(event)

    def _notice_midnight(self) -> None:
        # A tick of the clock may be half a minute away, and yesterday's figures are no answer.
        if self.controller.day != self._shown_day:
            self.refresh()
            self.day_turned.emit()

    def use_lists(self, lists: Lists) -> None:
        """Show the lists as the siège changed them; the layout was replaced before."""
        self.board.use_lists(lists)
        self.open_panel.use_lists(lists)
        self._follow()
        self.refresh()

    def refresh(self) -> None:
        """Ask for the day's figures and last records; one question at a time is enough."""
        self._shown_day = self.controller.day
        if self._waiting:
            self._again = True
            return
        self._waiting = True
        day = self.controller.day
        workplace = self.context.workplace
        self.context.link.read(
            lambda connection: load_view(connection, workplace, day), self._on_view, self._on_fault
        )

    def show_view(self, view: CounterView) -> None:
        """Show a day's figures and last records."""
        if view != self._view:
            self._view = view
            self.recent.show_items(view.recent)
            self.hours.show_hours(view.hours, view.present_hour)
            self.board.show_shares(view.shares)
            self._follow()
        self.figures_changed.emit(view)

    def _on_view(self, view: CounterView) -> None:
        self._waiting = False
        self.show_view(view)
        if self._again:
            self._again = False
            self.refresh()

    def _on_fault(self, fault: Exception) -> None:
        self._waiting = False
        self._on_noticed(Notice(str(fault), "refused"))

    def _edit_recent(self, uid: str) -> None:
        self.go_to.emit("edit", uid)

    def restyle(self, theme: Theme) -> None:
        """Take another theme or text size: the window makes the screen again."""
        super().restyle(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the side column only where the tiles keep their width."""
        super().resizeEvent(event)
        folded = is_folded(self.theme.scale)
        self.hours.setVisible(folded or self.height() > self.theme.scale.em(34))

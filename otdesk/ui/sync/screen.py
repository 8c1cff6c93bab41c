"""« Synchronisation »: what left, what arrived, what waits; one button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from otdesk import settings
from otdesk.domain.changes import Changes
from otdesk.i18n import _
from otdesk.services.till.keystore import Keystore
from otdesk.sync.months_seen import MonthSeen
from otdesk.sync.office_notes import Way
from otdesk.sync.office_state import OfficeState
from otdesk.sync.pairing.invitation import SUFFIX as INVITATION
from otdesk.ui.context import Screen, ScreenContext
from otdesk.ui.counter.controller import Notice
from otdesk.ui.enter_key import is_enter
from otdesk.ui.preferences.chooser import Pick, pick_folder
from otdesk.ui.sync import run_words
from otdesk.ui.sync.exchange_process import Ended
from otdesk.ui.sync.exchanger import Exchanger, Job
from otdesk.ui.sync.layout import SyncLayout
from otdesk.ui.sync.volumes import Plugged
from otdesk.ui.sync.ways_card import MAIL, MAILBOX
from otdesk.ui.theme.apply import Theme

DECLARE = "declare"


def pick_siege_file(parent: QWidget, title: str) -> Path | None:
    """Ask for a file of the siège: an invitation or a reply."""
    kinds = _("Fichiers du siège (*.otdesk-invitation *.zip);;Tous les fichiers (*)")
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(chosen) if chosen else None


class SyncScreen(Screen):
    """Shows what the exchanger knows, and asks it to run.

    `arrive` takes None, or DECLARE for the months to declare.
    """

    def __init__(
        self,
        context: ScreenContext,
        theme: Theme,
        exchanger: Exchanger,
        keystore: Callable[[], Keystore],
        parent: QWidget | None = None,
        *,
        pick_file: Pick = pick_siege_file,
        pick_place: Pick = pick_folder,
    ) -> None:
        super().__init__(context, theme, parent)
        self.exchanger = exchanger
        self._pick_place, self._pick_file = pick_place, pick_file
        self._wanted: object = None
        # A fingerprint that is compared is for the exchange, or for the answer to the invitation.
        self._after_host = Job.EXCHANGE
        self.setAccessibleName(_("Synchronisation"))
        self.parts = SyncLayout(
            context, theme, keystore, self, pick_file=pick_file, pick_folder=pick_place
        )
        self._connect()
        self._show()

    def _connect(self) -> None:
        exchanger, parts = self.exchanger, self.parts
        exchanger.state_read.connect(self._show)
        exchanger.turned.connect(self._show)
        exchanger.plugged_changed.connect(self._show)
        exchanger.ended.connect(self._on_ended)
        parts.hero.send.clicked.connect(lambda _on=False: self.send())
        parts.hero.cancel.clicked.connect(lambda _on=False: exchanger.give_up())
        parts.hero.act.clicked.connect(lambda _on=False: self._mend())
        parts.packets.verify.clicked.connect(lambda _on=False: self.verify())
        parts.months.month_wanted.connect(self._on_month)
        parts.ways.stick_wanted.connect(self.use_stick)
        parts.ways.setting_wanted.connect(self.open_address)
        parts.ways.mail_wanted.connect(exchanger.send_mail)
        parts.ways.file_wanted.connect(self.write_file)
        parts.first.declare_wanted.connect(self.open_months)
        parts.pairing.changed.connect(exchanger.refresh)
        parts.pairing.deliver_wanted.connect(exchanger.deliver_answer)
        parts.pairing.setting_wanted.connect(lambda: self.open_address(MAILBOX))
        parts.pairing.look_wanted.connect(exchanger.look)
        parts.pairing.reply_wanted.connect(self.take_file)
        parts.pairing.other_siege.connect(self._ask_other_siege)
        parts.pairing.refused.connect(self._on_refused_invitation)
        parts.other_siege.accepted.connect(self._on_other_siege)
        parts.received.file_wanted.connect(self.take_file)
        parts.mailbox.kept.connect(self._on_address)
        parts.mail.kept.connect(self._on_address)
        parts.host.accepted.connect(self._on_host)
        parts.month.declared.connect(exchanger.refresh)
        for panel in parts.panels:
            panel.left.connect(self._leave)

    # What the window asks ------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Come to the front, perhaps to declare a month."""
        self._wanted = argument
        self.exchanger.refresh()
        if self.exchanger.state is not None:
            self._do_wanted()

    def place(self) -> object:
        """Return the panel that is open, where it may be opened again."""
        return DECLARE if self.parts.front is self.parts.month else None

    def on_changes(self, _changes: Changes) -> None:
        """Read anew what is in front; behind another screen it can wait."""
        if self.isVisible():
            self.exchanger.refresh()

    # What hands do -------------------------------------------------------------------------

    def send(self) -> None:
        """Do the one thing that the button says."""
        state = self.exchanger.state
        if state is None or self.exchanger.run is not None:
            return
        way, plugged = run_words.best_way(state, self.exchanger.plugged)
        if way is Way.MAILBOX:
            self.exchanger.exchange()
        elif way is Way.STICK and plugged is not None:
            self.use_stick(plugged)
        elif way is Way.MAIL:
            self.exchanger.send_mail()
        else:
            self.write_file()

    def use_stick(self, plugged: Plugged) -> None:
        """Do what a stick is good for: replies, an invitation, the answer to it, the packet."""
        state, pairing = self.exchanger.state, self.parts.pairing
        if plugged.replies:
            self.exchanger.take_in(plugged.replies)
        elif state is not None and state.is_confirmed:
            self.exchanger.export(plugged.volume.root)
        elif state is not None and state.known is not None:
            pairing.save_answer(plugged.volume.root)
        elif plugged.invitations:
            pairing.take_invitation(plugged.invitations[0])

    def write_file(self) -> None:
        """Write the packet into a folder that a person names."""
        chosen = self._pick_place(self, _("Où écrire l’envoi, chiffré pour le siège"))
        if chosen is not None:
            self.exchanger.export(chosen)

    def take_file(self) -> None:
        """Take in a reply of the siège that came by e-mail or from another's hand."""
        chosen = self._pick_file(self, _("La réponse du siège, ou sa nouvelle invitation"))
        if chosen is not None and chosen.suffix == INVITATION:
            self.parts.pairing.take_invitation(chosen)
        elif chosen is not None:
            self.exchanger.take_in((chosen,))

    def verify(self) -> None:
        """Check the whole folder."""
        self.exchanger.verify()

    def open_address(self, kind: str, fault: str = "", *, password: bool = False) -> None:
        """Open where to exchange."""
        state = self.exchanger.state
        panel = self.parts.mail if kind == MAIL else self.parts.mailbox
        self.parts.show_panel(panel)
        address = "" if state is None else state.mail if kind == MAIL else state.mailbox
        panel.open_on(address, fault, password=password)

    def open_months(self, month: date | None = None) -> None:
        """Open the months to declare."""
        if self.exchanger.state is not None:
            self.parts.show_panel(self.parts.month, self.parts.first.declare)
            self.parts.month.ask(self.exchanger.state, month)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends; Esc gives up, then closes; V, U and D do what their buttons say."""
        parts = self.parts
        if is_enter(event):
            if parts.pairing.isVisible() and parts.pairing.main is not None:
                parts.pairing.main.click()
            elif parts.hero.send.isVisible() and parts.hero.send.isEnabled():
                self.send()
        elif event.key() == Qt.Key.Key_Escape and self.exchanger.run is not None:
            self.exchanger.give_up()
        elif event.key() == Qt.Key.Key_Escape and parts.front is not None:
            self._leave()
        elif not self._letter(event):
            super().keyPressEvent(event)

    def _letter(self, event: QKeyEvent) -> bool:
        if event.modifiers() or not self.context.preferences().get(settings.SINGLE_KEYS):
            return False
        if event.key() == Qt.Key.Key_V and self.parts.packets.isVisible():
            self.verify()
        elif event.key() == Qt.Key.Key_D:
            self.open_months()
        elif event.key() == Qt.Key.Key_U and self.exchanger.plugged:
            self.use_stick(self.exchanger.plugged[0])
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the parts for the room there is."""
        super().resizeEvent(event)
        self.parts.fit(event.size())
        self._show()

    # ---------------------------------------------------------------------------------------

    def _show(self) -> None:
        exchanger, parts = self.exchanger, self.parts
        state, run = exchanger.state, exchanger.run
        if state is None:
            return
        running = run is not None
        parts.show_paired(paired=state.is_confirmed)
        parts.pairing.show_state(state, exchanger.plugged, exchanger.words, is_running=running)
        parts.hero.show_state(state, is_running=running)
        parts.hero.show_run(run)
        way, _plugged = run_words.best_way(state, exchanger.plugged)
        parts.hero.send.say(run_words.send_words(way, revoked=state.revoked is not None))
        self._show_told(state)
        parts.months.show_state(state)
        parts.packets.show_state(state)
        parts.packets.verify.setEnabled(not running)
        parts.ways.show_state(state, exchanger.plugged, is_running=running)
        parts.received.show_state(state)
        parts.phone.show_words(exchanger.words, confirmed=state.is_confirmed)
        parts.first.show_state(state)
        if parts.front is parts.month:
            parts.month.show_state(state)
        if self._wanted is not None:
            self._do_wanted()

    def _show_told(self, state: OfficeState) -> None:
        hero = self.parts.hero
        told = None if self.exchanger.run else run_words.told(state, self.exchanger.last)
        if told is None:
            hero.told.hide()
            return
        hero.told.tell(told.what, told.more, told.tone)
        hero.told.buttons.setVisible(bool(told.act))
        hero.act.say(told.act)

    def _do_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted == DECLARE:
            self.open_months()
        elif self.parts.front is None:
            self._rest()

    def _rest(self) -> None:
        """Put the focus where Enter does what the screen is for."""
        parts = self.parts
        target: QWidget = parts.hero.send
        if parts.pairing.isVisible():
            parts.pairing.rest()
            return
        if not target.isVisible():
            target = parts.hero.cancel
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        opener = self.parts.close_panel()
        if opener is not None and opener.isVisible():
            opener.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._rest()

    def _mend(self) -> None:
        """Do what the message proposes."""
        state = self.exchanger.state
        if state is None:
            return
        fault, fingerprint = run_words.fault_of(state, self.exchanger.last)
        if fault in run_words.HOSTS:
            self._ask_host(fault, fingerprint)
        elif fault == "WrongPassword":
            self.open_address(MAILBOX, password=True)
        elif fault in run_words.ADDRESSES:
            self.open_address(MAILBOX)
        else:
            self.exchanger.exchange()

    def _ask_host(self, fault: str, fingerprint: str) -> None:
        self.parts.show_panel(self.parts.host, self.parts.hero.act)
        self.parts.host.ask(fingerprint, changed=fault == "HostKeyChanged")

    def _on_host(self, fingerprint: str) -> None:
        self.parts.close_panel()
        if self._after_host is Job.ANSWER:
            self.exchanger.deliver_answer(accepted=fingerprint)
        else:
            self.exchanger.exchange(accepted=fingerprint)

    def _ask_other_siege(self, path: Path, warning: str) -> None:
        self.parts.show_panel(self.parts.other_siege)
        self.parts.other_siege.ask(path, warning)

    def _on_other_siege(self, path: Path) -> None:
        self._leave()
        self.parts.pairing.take_invitation(path, replace=True)

    def _on_refused_invitation(self, told: str) -> None:
        if not self.parts.pairing.isVisible():
            self.noticed.emit(Notice(told, "refused"))

    def _on_address(self, kind: str, told: str) -> None:
        self._leave()
        if told:
            self.noticed.emit(Notice(told, "ok"))
        self.exchanger.refresh()
        state = self.exchanger.state
        if kind == MAILBOX and state is not None and state.is_confirmed:
            self.exchanger.exchange()

    def _on_month(self, month: MonthSeen) -> None:
        self.open_months(month.month)

    def _on_ended(self, job: Job, ended: Ended) -> None:
        parts = self.parts
        if job is Job.VERIFY:
            parts.show_panel(parts.chain, parts.packets.verify)
            parts.chain.show_ended(ended)
        elif job is Job.ANSWER:
            self._on_delivered(ended)
        elif ended.fault is not None and ended.fault.name in run_words.HOSTS and self.isVisible():
            self._after_host = job
            self._ask_host(ended.fault.name, ended.fault.fingerprint)

    def _on_delivered(self, ended: Ended) -> None:
        # That it lies there now is read with the state: it is known after a restart as well.
        if ended.fault is not None and ended.fault.name in run_words.HOSTS:
            self._after_host = Job.ANSWER
            self._ask_host(ended.fault.name, ended.fault.fingerprint)
        elif ended.fault is not None and ended.fault.name == "WrongPassword":
            self.open_address(MAILBOX, ended.fault.what, password=True)
        elif ended.fault is not None:
            fault = ended.fault
            told = f"{fault.what} {fault.safe} {fault.todo}".strip()
            self.noticed.emit(Notice(told, "refused"))

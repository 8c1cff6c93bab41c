"""« Par où »: the mailbox, sticks that are plugged in, e-mail, a file that is handed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from otdesk.i18n import _, ngettext
from otdesk.sync.office_state import OfficeState
from otdesk.ui.days.controls import empty, rule
from otdesk.ui.preferences.cards import Card, button
from otdesk.ui.sync import words
from otdesk.ui.sync.parts import line, text
from otdesk.ui.sync.volumes import Plugged
from otdesk.ui.theme.apply import Theme

MAILBOX, MAIL, FILE = "mailbox", "mail", "file"


class WaysCard(Card):
    """Each way with how it stands, and what is to be done with it.

    `stick_wanted` carries a Plugged: write the packet there, or take the replies. `setting_wanted`
    opens an address (MAILBOX, MAIL), `mail_wanted` sends one, `file_wanted` writes a file.
    """

    stick_wanted = Signal(object)
    setting_wanted = Signal(str)
    mail_wanted = Signal()
    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Par où"))
        self._theme = theme
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.scale.space(5))
        self.column.addLayout(self._rows)
        self._shown: object = None
        # By the icon of the way; of several sticks the last.
        self.buttons: dict[str, QPushButton] = {}

    def show_state(
        self, state: OfficeState, plugged: Sequence[Plugged], *, is_running: bool
    ) -> None:
        """Show the ways."""
        last = state.notes.last
        shown = (
            (state.mailbox, state.mail, state.done_at, last, state.waits, state.today),
            tuple(plugged),
            is_running,
        )
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((name for name, each in self.buttons.items() if each.hasFocus()), "")
        empty(self._rows)
        self.buttons = {}
        self._add_mailbox(state)
        # Of a post that it does not know yet, the siège would believe nothing.
        can_leave = state.waits and state.is_confirmed
        for each in plugged:
            self._add_stick(
                each, known=state.known is not None, waits=can_leave, ready=not is_running
            )
        if not plugged:
            self._row("usb", "granite", _("Clé USB"), _("aucune branchée ; elle sera proposée"))
        self._add_mail(state, ready=not is_running)
        if not state.mailbox and not plugged:
            self._row(
                "download",
                "granite",
                _("Fichier"),
                _("à remettre au siège, chiffré"),
                act=(_("Écrire…"), self.file_wanted.emit) if can_leave else None,
            )
        if focused in self.buttons:
            # The rows were made anew under the hand that was there.
            self.buttons[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_mailbox(self, state: OfficeState) -> None:
        def change() -> None:
            self.setting_wanted.emit(MAILBOX)

        last = state.notes.last
        if not state.mailbox:
            note = _("aucune : rien ne part tout seul")
            self._row("cloud", "genet", _("Boîte d’échange"), note, act=(_("Indiquer…"), change))
            return
        name = words.way_name(state.mailbox)
        act = (_("Changer…"), change)
        if last is None or state.tried_at is None:
            self._row("cloud", "granite", name, _("pas encore essayée"), act=act)
        elif last.fault:
            when = words.moment_words(state.tried_at, state.today)
            note = _("{when} : {what}").format(when=when, what=last.what)
            self._row("cloud-off", "genet", name, note, act=act)
        else:
            moment = state.done_at or state.tried_at
            note = _("joignable · {}").format(words.moment_words(moment, state.today))
            self._row("cloud-check", "ok", name, note, act=act)

    def _add_stick(self, plugged: Plugged, *, known: bool, waits: bool, ready: bool) -> None:
        name = _("Clé « {} »").format(plugged.volume.name)
        if plugged.replies:
            count = len(plugged.replies)
            note = ngettext("{} réponse du siège", "{} réponses du siège", count).format(count)
            does = _("Prendre")
        elif plugged.invitations and not known:
            note, does = _("une invitation du siège"), _("Ouvrir")
        elif waits and plugged.volume.writable:
            note, does = _("branchée : l’envoi peut y être écrit"), _("Utiliser")
        else:
            self._row("usb", "granite", name, _("branchée, rien à y écrire"))
            return

        def use() -> None:
            self.stick_wanted.emit(plugged)

        self._row("usb", "origin", name, note, act=(does, use) if ready else None)

    def _add_mail(self, state: OfficeState, *, ready: bool) -> None:
        if not state.mail:
            self._row(
                "mail",
                "granite",
                _("Courriel"),
                _("en secours · chiffré"),
                act=(_("Régler…"), lambda: self.setting_wanted.emit(MAIL)),
            )
        elif state.waits and state.is_confirmed:
            note = _("en secours · chiffré · {}").format(words.way_name(state.mail))
            act = (_("Envoyer"), self.mail_wanted.emit) if ready else None
            self._row("mail", "granite", _("Courriel"), note, act=act)
        else:
            self._row(
                "mail",
                "granite",
                _("Courriel"),
                words.way_name(state.mail),
                act=(_("Changer…"), lambda: self.setting_wanted.emit(MAIL)),
            )

    def _row(
        self,
        icon: str,
        tone: str,
        heading: str,
        note: str,
        *,
        act: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        scale = self._theme.scale
        if self._rows.count():
            self._rows.addWidget(rule())
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(scale.gap)
        told = text(note, "note", "" if tone == "granite" else tone)
        across.addLayout(line(self._theme, icon, tone, text(heading, "heading"), told), 1)
        if act is not None:
            made = button(self._theme, act[0], act[1], role="soft" if tone == "origin" else "ghost")
            made.setAccessibleDescription(heading)
            self.buttons[icon] = made
            across.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._rows.addWidget(holder)

"""Where to exchange: the address of the mailbox, or of the siège's e-mail, and its password."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from otdesk import settings
from otdesk.i18n import _
from otdesk.services import preferences as stored
from otdesk.services.till.keystore import KeyPlace
from otdesk.settings import Setting
from otdesk.store.store import Store
from otdesk.sync.mailbox.address import Address, AddressFault, MailAddress, parse_address
from otdesk.sync.mailbox.passwords import passwords
from otdesk.ui.context import ScreenContext
from otdesk.ui.days.side_panel import SidePanel, say
from otdesk.ui.enter_key import is_enter
from otdesk.ui.preferences.cards import button, label
from otdesk.ui.preferences.chooser import Pick, pick_folder
from otdesk.ui.sync.ways_card import MAIL
from otdesk.ui.theme.apply import Theme

Kept = KeyPlace | None
"""What guards the password; None where none was typed."""


class AddressPanel(SidePanel):
    """One address and its password; `kept` (the kind, words) once both are on the disk."""

    kept = Signal(str, str)

    def __init__(
        self, context: ScreenContext, theme: Theme, kind: str, *, pick: Pick = pick_folder
    ) -> None:
        is_mail = kind == MAIL
        super().__init__(_("Courriel du siège") if is_mail else _("Boîte d’échange"), theme)
        self._context, self._kind, self._pick = context, kind, pick
        self._setting: Setting[str] = settings.MAIL if is_mail else settings.MAILBOX
        self.column.addWidget(label(_note(is_mail=is_mail), "note"))
        self.address = QLineEdit()
        self.address.setAccessibleName(_("Adresse"))
        self.address.setPlaceholderText(_example(is_mail=is_mail))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(_("Mot de passe"))
        self.password.setPlaceholderText(_("vide : inchangé"))
        for words, field in ((_("Adresse"), self.address), (_("Mot de passe"), self.password)):
            field.setMinimumHeight(theme.scale.target)
            name = label(words, "heading")
            name.setBuddy(field)
            self.column.addWidget(name)
            self.column.addWidget(field)
        self.fault = self.add_fault()
        self.choose = button(theme, _("Choisir un dossier…"), self._choose, icon="folder")
        self.choose.setVisible(not is_mail)
        self.column.addWidget(self.choose)
        self.keep = button(
            theme, _("Garder") if is_mail else _("Garder et essayer"), self.save, role="soft"
        )
        self.column.addWidget(self.keep)
        self.column.addWidget(
            label(
                _("Le mot de passe va dans le trousseau du système, jamais dans l’adresse."), "note"
            )
        )
        self.column.addStretch(1)

    def open_on(self, address: str, fault: str = "", *, password: bool = False) -> None:
        """Show an address to be changed; `password`: it is the password that was refused."""
        self.address.setText(address)
        self.password.clear()
        say(self.fault, fault)
        field = self.password if password else self.address
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps."""
        if is_enter(event):
            self.save()
        else:
            super().keyPressEvent(event)

    def save(self) -> None:
        """Keep what was typed, where it can be read."""
        try:
            parsed = self._parsed()
        except AddressFault as fault:
            say(self.fault, str(fault))
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            self.address.setCursorPosition(fault.position)
            return
        address, password = str(parsed or ""), self.password.text()
        account = None if parsed is None else parsed.account
        state, setting = self._context.workplace.anchors.folder, self._setting
        self.keep.setEnabled(False)

        def work(store: Store) -> Kept:
            guard = None
            if password and account is not None:
                guard = passwords(state).save(account, password)
            stored.keep(store, setting, address)
            return guard

        # The system's keystore may ask its user: not on the thread of the counter's writes.
        self._context.reading.run(work, self._guarded(self._on_kept), self._guarded(self._on_fault))

    def _parsed(self) -> Address | None:
        text = self.address.text().strip()
        if not text:
            return None
        parsed = parse_address(text)
        if isinstance(parsed, MailAddress) != (self._kind == MAIL):
            told = (
                _("ce n’est pas un courriel : mailto:… ?via=smtp://…")
                if self._kind == MAIL
                else _("le courriel ne fait qu’envoyer : il se règle à part.")
            )
            raise AddressFault(text, 0, told)
        return parsed

    def _on_kept(self, guard: Kept) -> None:
        self.keep.setEnabled(True)
        self.password.clear()
        told = ""
        if guard is KeyPlace.SYSTEM:
            told = _("Mot de passe gardé dans le trousseau du système.")
        elif guard is KeyPlace.FILE:
            told = _(
                "Mot de passe gardé dans un fichier que vous seul lisez : aucun trousseau ici."
            )
        self.kept.emit(self._kind, told)

    def _on_fault(self, fault: Exception) -> None:
        self.keep.setEnabled(True)
        say(self.fault, str(fault))

    def _guarded(self, act: Callable[..., None]) -> Callable[..., None]:
        def guarded(result: object) -> None:
            if shiboken6.isValid(self):
                act(result)

        return guarded

    def _choose(self) -> None:
        chosen = self._pick(self, _("Boîte d’échange"))
        if chosen is not None:
            self.address.setText(str(chosen))


def _note(*, is_mail: bool) -> str:
    if is_mail:
        return _(
            "En secours : l’envoi part chiffré, en pièce jointe. Les réponses du siège se prennent "
            "ensuite à la main."
        )
    return _(
        "Un dossier partagé, un Nextcloud (webdavs://) ou un serveur SSH (sftp://), comme le "
        "siège l’a donné."
    )


def _example(*, is_mail: bool) -> str:
    if is_mail:
        return "mailto:siege@exemple.fr?via=smtp://compte@smtp.exemple.fr"
    return "webdavs://compte@serveur/remote.php/dav/files/compte/otdesk"

"""« Boîte d’échange »: where the siège fetches and answers; tried before it is kept."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from otdesk.i18n import _
from otdesk.sync.mailbox.address import AddressFault, parse_address
from otdesk.sync.mailbox.faults import HostKeyChanged, HostUnknown, MailboxFault
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.siege.desk import SiegeDesk
from otdesk.ui.theme.apply import Theme


class MailboxPage(PreferencesPage):
    """An address, a password that goes to the system's keystore, a server that is confirmed."""

    def __init__(self, desk: SiegeDesk, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context,
            theme,
            _("Boîte d’échange"),
            _("Le siège y prend les envois des bureaux et y dépose ses réponses."),
        )
        self._desk = desk
        self._offered = ""
        place = Card(theme, _("Adresse"))
        self.address = self._field(_("Adresse"), _("sftp://compte@serveur/dossier"))
        self.password = self._field(_("Mot de passe"), _("laisser vide s’il est déjà gardé"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.address.returnPressed.connect(self.try_it)
        self.password.returnPressed.connect(self.try_it)
        self.keep = button(theme, _("Essayer et garder"), self.try_it, role="primary")
        place.add(
            self.address,
            label(
                _(
                    "Un dossier (clé, partage, dossier Nextcloud), sftp://compte@serveur/dossier "
                    "ou webdavs://compte@serveur/dossier. Jamais de mot de passe dans l’adresse."
                ),
                "note",
            ),
            self.password,
            label(_("Il va au trousseau du système, ou dans un fichier protégé."), "note"),
            row(theme, (self.keep,)),
        )
        self.column.addWidget(place)
        self.host = Card(theme, _("Première rencontre avec ce serveur"))
        self.fingerprint = label("", "heading")
        self.trust = button(
            theme, _("C’est la même : faire confiance"), self.accept, role="secondary"
        )
        self.host.add(
            label(
                _(
                    "Rien n’a été envoyé. Comparer cette empreinte avec celle que donne "
                    "l’hébergeur, par un autre chemin que ce serveur."
                )
            ),
            self.fingerprint,
            row(theme, (self.trust,)),
        )
        self.host.hide()
        self.column.addWidget(self.host)
        self.finish()

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.setMinimumHeight(self.theme.scale.target)
        return field

    def arrive(self) -> None:
        """Show the address that is kept."""
        if not self.address.text():
            self.address.setText(self._desk.mailbox)
        self.address.setFocus()

    def try_it(self) -> None:
        """Reach the mailbox, then keep its address."""
        self._reach("")

    def accept(self) -> None:
        """Trust the key that was compared, and go on."""
        self._reach(self._offered)

    def _reach(self, accepted: str) -> None:
        address = self.address.text().strip()
        try:
            parse_address(address)
        except AddressFault as fault:
            self.tell_fault(fault)
            self.address.setFocus()
            return
        self.tell(_("Essai en cours…"), "")
        self.keep.setEnabled(False)
        self._desk.try_mailbox(
            address,
            self.password.text(),
            accepted,
            self.then(lambda said: self._on_reached(address, said)),
            self._on_fault,
        )

    def _on_reached(self, address: str, said: str) -> None:
        self.keep.setEnabled(True)
        self.host.hide()
        self.password.clear()
        self._desk.set_mailbox(address)
        self.tell(_("{} L’adresse est gardée.").format(said))

    def _on_fault(self, fault: Exception) -> None:
        self.then(self._told)(fault)

    def _told(self, fault: Exception) -> None:
        self.keep.setEnabled(True)
        if isinstance(fault, HostUnknown | HostKeyChanged):
            self._offered = fault.offered.fingerprint
            self.fingerprint.setText(self._offered)
            self.host.show()
            self.bring(self.host)
        if isinstance(fault, MailboxFault):
            self.tell(f"{fault.what} {fault.safe} {fault.todo}", "refused")
        else:
            self.tell_fault(fault)

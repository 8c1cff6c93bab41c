"""« Sauvegardes »: the last one, one more now, a second place, and how to go back to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar

from otdesk import settings, typography
from otdesk.i18n import _, ngettext
from otdesk.store import backup
from otdesk.store.backup import SecondPlaceFault
from otdesk.store.retention import Backup
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, path_text, row, say
from otdesk.ui.preferences.chooser import Pick, pick_folder, show_folder
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme

_SHOWN = 5
_REASONS: Mapping[str, Callable[[], str]] = {
    "hourly": lambda: _("chaque heure"),
    "daily": lambda: _("à la première ouverture du jour"),
    "closing": lambda: _("à la clôture"),
    "manual": lambda: _("demandée"),
    "migration": lambda: _("avant une mise à jour"),
    "replaced": lambda: _("base remplacée par une restauration"),
}


class BackupsPage(PreferencesPage):
    """Backups are made by themselves; here one sees them, and asks for one more."""

    def __init__(self, context: ScreenContext, theme: Theme, *, pick: Pick = pick_folder) -> None:
        super().__init__(
            context,
            theme,
            _("Sauvegardes"),
            _("Une par heure pendant que le programme est ouvert, contrôlée avant d’être gardée."),
        )
        self._pick = pick
        self._folder = context.workplace.folder / backup.BACKUPS
        self.made: Sequence[Backup] = ()
        last = Card(theme, _("Dernière sauvegarde"))
        self.last = label("", "phrase")
        self._kept = label("", "note")
        self._lines = label("")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(_("Sauvegarde en cours"))
        self._busy.hide()
        self.now = button(
            theme, _("Sauvegarder maintenant"), self.back_up, role="primary", icon="save"
        )
        see = button(theme, _("Ouvrir le dossier"), self._show_folder, icon="folder")
        last.add(self.last, self._kept, self._lines, self._busy, row(theme, (self.now, see)))
        self.column.addWidget(last)
        self.column.addWidget(self._second_card())
        self.column.addWidget(self._restore_card())
        self.finish()

    def _second_card(self) -> Card:
        card = Card(
            self.theme,
            _("Second emplacement"),
            _(
                "Une clé USB ou un partage du réseau : si le disque de ce poste tombe en panne, "
                "c’est cette copie qui sauve la saison."
            ),
        )
        chosen = self.context.preferences().get(settings.BACKUP_FOLDER)
        self.place = label(
            path_text(chosen) or _("Aucun : les sauvegardes ne sont que sur ce poste.")
        )
        if not chosen:
            self.place.setProperty("tone", "genet")
        choose = button(self.theme, _("Choisir un dossier…"), self.choose_place, icon="usb")
        self.forget = button(
            self.theme,
            _("Ne plus y copier"),
            lambda: self.save(settings.BACKUP_FOLDER, ""),
            role="ghost",
        )
        self.forget.setVisible(bool(chosen))
        card.add(self.place, row(self.theme, (choose, self.forget)))
        return card

    def _restore_card(self) -> Card:
        card = Card(self.theme, _("Revenir à une sauvegarde"))
        self._command = QPlainTextEdit()
        self._command.setReadOnly(True)
        self._command.setAccessibleName(_("Commande"))
        self._command.setTabChangesFocus(True)
        # A path is one long word.
        self._command.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._command.setFixedHeight(self.theme.scale.em(3.4) + self.theme.scale.space(20))
        card.add(
            label(
                _(
                    "Fermer cette fenêtre, puis lancer la commande ci-dessous avec le nom de la "
                    "sauvegarde. La base remplacée est gardée à côté : rien n’est effacé."
                )
            ),
            self._command,
            row(
                self.theme,
                (
                    button(self.theme, _("Copier la commande"), self._copy, icon="copy"),
                    button(
                        self.theme,
                        _("Lire l’aide"),
                        lambda: self.go_to.emit("help", "06-sauvegardes-et-pannes"),
                        role="ghost",
                    ),
                ),
            ),
        )
        return card

    @property
    def command(self) -> str:
        """Return the command that goes back to the last backup."""
        name = str(self._folder / self.made[-1].name) if self.made else _("FICHIER")
        return f'otdesk --data "{self.context.workplace.folder}" restore "{name}"'

    def arrive(self) -> None:
        """Look at what lies in the folder."""
        folder = self._folder
        self.context.reading.run(
            lambda _store: backup.listing(folder), self.then(self._show), self.fault
        )

    def back_up(self) -> None:
        """Make one now."""
        self._set_busy(busy=True)
        self.tell("")
        clock = self.context.workplace.clock
        chosen = self.context.preferences().get(settings.BACKUP_FOLDER)
        second = Path(chosen) if chosen else None
        self.context.reading.run(
            lambda store: backup.back_up(store, "manual", clock, second),
            self.then(self._on_made),
            self._on_fault,
        )

    def choose_place(self) -> None:
        """Ask for the folder of the second copies."""
        chosen = self._pick(self, _("Second emplacement des sauvegardes"))
        if chosen is None:
            return
        if chosen.resolve().is_relative_to(self.context.workplace.folder.resolve()):
            self.tell(
                _("Ce dossier est dans celui des données : une panne emporterait les deux."),
                "refused",
            )
            return
        self.save(settings.BACKUP_FOLDER, str(chosen))

    def _on_made(self, path: Path) -> None:
        self._set_busy(busy=False)
        self.context.note_event("backup", path.name)
        self.tell(_("Sauvegarde faite et contrôlée : {}").format(path.name))
        self.arrive()

    def _on_fault(self, fault: Exception) -> None:
        self.fault(fault)
        self.then(lambda _none: self._set_busy(busy=False))(None)
        if isinstance(fault, SecondPlaceFault):
            self.then(lambda _none: self.arrive())(None)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.now.setEnabled(not busy)
        self.now.setText(_("Sauvegarde en cours…") if busy else _("Sauvegarder maintenant"))

    def _show(self, made: Sequence[Backup]) -> None:
        self.made = made
        self._command.setPlainText(self.command)
        if not made:
            self.last.setText(_("Aucune encore sur ce poste"))
            say(self._kept, _("La première se fait peu après l’ouverture."))
            self._lines.hide()
            return
        newest = made[-1]
        self.last.setText(f"{self._when(newest.taken)}, {reason_text(newest.reason)}")
        say(
            self._kept,
            ngettext(
                "{count} sauvegarde gardée, depuis le {first}.",
                "{count} sauvegardes gardées, depuis le {first}.",
                len(made),
            ).format(
                count=typography.integer(len(made)), first=typography.short_date(made[0].taken)
            ),
        )
        lines = (
            f"{typography.stamp(each.taken)} · {reason_text(each.reason)}"
            for each in made[-2 : -_SHOWN - 2 : -1]
        )
        say(self._lines, "\n".join(lines))

    def _when(self, taken: datetime) -> str:
        if taken.date() != self.context.workplace.today():
            return typography.stamp(taken)
        return _("Aujourd’hui à {}").format(typography.clock_time(taken.hour * 60 + taken.minute))

    def _show_folder(self) -> None:
        self._folder.mkdir(exist_ok=True)
        show_folder(self._folder)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command)
        self.tell(_("La commande est dans le presse-papiers."))


def reason_text(reason: str) -> str:
    """Return why a backup was taken."""
    words = _REASONS.get(reason)
    return reason if words is None else words()

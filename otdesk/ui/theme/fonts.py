"""The bundled fonts.

The screen uses `Inter Tabular` everywhere, not QFont.setFeature("tnum"): a style sheet cannot ask
for a feature and a font made in a paint event forgets it, while a family name is kept by both; and
the printed page, whose library knows no features, has then the very same widths.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from otdesk.errors import EnvironmentFault
from otdesk.i18n import _
from otdesk.ui.theme.scale import BODY, Scale

TEXT_FAMILY = "Inter"
TABULAR_FAMILY = "Inter Tabular"

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold
BOLD = QFont.Weight.Bold


class FontsMissing(EnvironmentFault):
    """The bundled fonts cannot be read: the program was not installed whole."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("La police {name} manque : l’écran ne peut pas être dessiné.").format(name=name),
            safe=_("Aucune donnée n’est touchée."),
            todo=_("Réinstaller le programme."),
        )


def register_fonts(folder: Path) -> tuple[str, ...]:
    """Give Qt the fonts of the folder and return the families; once is enough, twice does no harm.

    Raises FontsMissing if one cannot be loaded or if a family is not there.
    """
    # "Inter" may be the system's own; "Inter Tabular" can only have come from here.
    if TABULAR_FAMILY in QFontDatabase.families():
        return TEXT_FAMILY, TABULAR_FAMILY
    for path in sorted(folder.glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FontsMissing(path.name)
    missing = {TEXT_FAMILY, TABULAR_FAMILY} - set(QFontDatabase.families())
    if missing:
        raise FontsMissing(", ".join(sorted(missing)))
    return TEXT_FAMILY, TABULAR_FAMILY


def font(scale: Scale, step: float = BODY, weight: QFont.Weight = REGULAR) -> QFont:
    """Return the interface's font at a type step of `scale`."""
    made = QFont(TABULAR_FAMILY)
    made.setPointSizeF(scale.points(step))
    made.setWeight(weight)
    # Hinting rounds the widths of small type; the drawings were made without.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made

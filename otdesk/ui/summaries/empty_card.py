"""What stands in the place of figures where there are none: why, and where to go."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _, ngettext
from otdesk.typography import integer
from otdesk.ui.days.controls import label
from otdesk.ui.key_button import KeyButton
from otdesk.ui.summaries import periods
from otdesk.ui.summaries.material import Material
from otdesk.ui.theme.apply import Theme


class EmptyCard(QFrame):
    """Says that a period holds nothing and where something is, at a siège in other words.

    `period_wanted` carries the last period that holds something, `day_wanted` the day itself.
    """

    period_wanted = Signal(object)
    day_wanted = Signal(object)

    def __init__(self, theme: Theme, *, at_siege: bool = False) -> None:
        super().__init__()
        self._at_siege = at_siege
        self.setProperty("role", "provisional")
        self._day: date | None = None
        self._period: Period | None = None
        scale = theme.scale
        column = QVBoxLayout(self)
        column.setSpacing(scale.space(10))
        self._title = label("", "lead", wrap=True)
        self._more = label("", wrap=True)
        self.last = KeyButton(theme, "", "", role="soft", icon="history")
        self.last.clicked.connect(lambda: self.period_wanted.emit(self._period))
        self.day = KeyButton(theme, _("Ouvrir la journée"), "", icon="calendar-check")
        self.day.clicked.connect(lambda: self.day_wanted.emit(self._day))
        column.addStretch(1)
        for part in (self._title, self._more):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        for button in (self.last, self.day):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)

    @property
    def text(self) -> str:
        """Return all that it says."""
        return f"{self._title.text()} {self._more.text()}".strip()

    def show_empty(self, material: Material, today: date) -> None:
        """Say that a summary holds nothing, what is missing, and where something is."""
        summary = material.summary
        single = summary.period.kind is PeriodKind.DAY
        self._title.setText(_("Rien n’a été noté {}.").format(periods.within(summary.period)))
        self._period = _nearest(material)
        why = _more(material, at_siege=self._at_siege)
        where = _where(material, self._period)
        self._more.setText(f"{why} {where}".strip())
        self.last.setVisible(self._period is not None)
        if self._period is not None:
            self.last.say(_("Voir {}").format(periods.title(self._period)))
        self._day = summary.period.first
        # A siège has no day to type in.
        self.day.setVisible(single and self._day <= today and not self._at_siege)
        self.setAccessibleName(self.text)


def _more(material: Material, *, at_siege: bool) -> str:
    missing = material.summary.missing_days
    if material.extent is None:
        if at_siege:
            return _("Le siège n’a encore rien reçu de ces bureaux : Ctrl 7 mène à leurs envois.")
        return _("Ce bureau n’a encore aucun relevé : le premier accueil se note au comptoir.")
    if missing and at_siege:
        text = ngettext(
            "{} journée prévue n’est pas arrivée au siège.",
            "{} journées prévues ne sont pas arrivées au siège.",
            missing,
        )
        return text.format(integer(missing))
    if missing:
        text = ngettext(
            "{} journée prévue n’est pas saisie : la saisir plus tard reste possible.",
            "{} journées prévues ne sont pas saisies : les saisir plus tard reste possible.",
            missing,
        )
        return text.format(integer(missing))
    if material.summary.planned_days:
        return _("Aucune journée prévue n’est encore passée.")
    return _("Aucune ouverture n’était prévue.")


def _where(material: Material, nearest: Period | None) -> str:
    """Name the nearest period that holds something: the button below goes there."""
    if nearest is None:
        return ""
    words = periods.title(nearest)
    comes_after = nearest.first > material.summary.period.last
    match nearest.kind, comes_after:
        case PeriodKind.DAY, False:
            return _("La dernière journée notée est le {}.").format(words)
        case PeriodKind.MONTH, False:
            return _("Le dernier mois noté est {}.").format(words)
        case PeriodKind.YEAR, False:
            return _("La dernière année notée est {}.").format(words)
        case PeriodKind.DAY, True:
            return _("La première journée notée est le {}.").format(words)
        case PeriodKind.MONTH, True:
            return _("Le premier mois noté est {}.").format(words)
        case _:
            return _("La première année notée est {}.").format(words)


def _nearest(material: Material) -> Period | None:
    """Return the period of the same kind that is nearest and holds something."""
    period, extent = material.summary.period, material.extent
    if extent is None or period.kind is PeriodKind.RANGE:
        return None
    nearest = extent.first if period.last < extent.first else extent.last
    found = periods.of_kind(period.kind, nearest)
    return None if found == period else found

"""The words of the table of completeness that its screen and the command line share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from otdesk import typography
from otdesk.headquarters.year_table import CellState, YearTable
from otdesk.i18n import _, ngettext

STATES: Mapping[CellState, Callable[[], str]] = {
    CellState.LOCKED: lambda: _("verrouillé"),
    CellState.CHANGED: lambda: _("changé depuis le verrou"),
    CellState.REOPENED: lambda: _("rouvert"),
    CellState.COMPLETE: lambda: _("complet"),
    CellState.NO_ACTIVITY: lambda: _("sans activité"),
    CellState.UP_TO_DATE: lambda: _("à jour"),
    CellState.INCOMPLETE: lambda: _("incomplet"),
    CellState.LATE: lambda: _("en retard"),
    CellState.MISSING: lambda: _("manque"),
    CellState.QUARANTINED: lambda: _("quarantaine"),
    CellState.CLOSED: lambda: _("fermé"),
    CellState.AWAITED: lambda: _("à venir"),
    CellState.OUTSIDE: lambda: _("pas encore au réseau"),
}


def lacking_words(table: YearTable) -> str:
    """Return how many days of a year lack, of those that should be here."""
    if not table.due:
        return _("Aucune journée n’est attendue en {}.").format(table.year)
    if not table.missing:
        return ngettext(
            "Rien ne manque : {} journée sur {} est là.",
            "Rien ne manque : {} journées sur {} sont là.",
            table.due,
        ).format(typography.integer(table.due), typography.integer(table.due))
    return ngettext(
        "Il manque {} journée sur {}.", "Il manque {} journées sur {}.", table.missing
    ).format(typography.integer(table.missing), typography.integer(table.due))

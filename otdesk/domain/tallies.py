"""Totals of a paper sheet: counted by hand, one half-day at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext


class HalfDay(StrEnum):
    """Morning or afternoon of a sheet."""

    MORNING = "am"
    AFTERNOON = "pm"


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sheet says, and nothing that it does not say.

    `persons` at the counter; `acts`, the marks, None where the sheet has none (acts are then
    printed « au moins »); `origins` in persons, `demands` in acts. It never yields hours or
    cross tables: no link between an origin and a demand is on the paper, so none is invented.
    """

    office: str
    day: date
    half_day: HalfDay
    persons: int
    acts: int | None = None
    origins: Mapping[str, int] = field(default_factory=dict)
    demands: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    def check(self) -> None:
        """Raise DataFault where the sheet's own sums cannot be."""
        counts = [self.persons, *self.origins.values(), *self.demands.values()]
        if min(counts) < 0 or (self.acts is not None and self.acts < 0):
            raise DataFault(_("Un total de feuille ne peut pas être négatif."))
        origins = sum(self.origins.values())
        if origins > self.persons:
            raise DataFault(
                ngettext(
                    "Les provenances font {origins} personne, plus que le total de la feuille "
                    "({persons}).",
                    "Les provenances font {origins} personnes, plus que le total de la feuille "
                    "({persons}).",
                    origins,
                ).format(origins=origins, persons=self.persons)
            )
        if self.acts is not None and self.acts > self.persons:
            raise DataFault(_("Il y a plus d’accueils que de personnes sur la feuille."))

"""What is left to do before a day is closed, as steps that are done or not. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otdesk.domain.openings import Ranges
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.till_day import TillDay
from otdesk.typography import clock_time, short_date
from otdesk.ui.days.day_picture import DayPicture
from otdesk.ui.days.day_words import hours_text, needs_reason


class StepName(StrEnum):
    """The steps, in their order."""

    DRAFTS = "drafts"
    HOURS = "hours"
    REASON = "reason"
    VISITORS = "visitors"
    SHEET = "sheet"
    TILL = "till"
    PRINT = "print"


class StepState(StrEnum):
    """Done, still to do, missing now (`ASKED`), or left to the office (`OPTIONAL`)."""

    DONE = "done"
    TODO = "todo"
    ASKED = "asked"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its words, a note under them, and its state."""

    name: StepName
    text: str
    note: str
    state: StepState


def steps(picture: DayPicture, unfinished: int, now: int | None) -> Sequence[Step]:
    """Return the steps of a day that is not closed; `now` is None on any other day than today."""
    found = [_drafts(unfinished), _hours(picture)]
    reason = _reason(picture, now)
    if reason is not None:
        found.append(reason)
    found += [_visitors(picture), _sheet(picture)]
    if picture.till is not None:
        found.append(_till(picture.till, picture.day))
    return [*found, _print()]


def _drafts(unfinished: int) -> Step:
    if not unfinished:
        return Step(
            StepName.DRAFTS, _("Aucun accueil à compléter"), _("tout est validé"), StepState.DONE
        )
    text = ngettext("{} accueil à compléter", "{} accueils à compléter", unfinished).format(
        unfinished
    )
    return Step(StepName.DRAFTS, text, _("ou clore sans eux\u00a0: ils attendent"), StepState.ASKED)


def _hours(picture: DayPicture) -> Step:
    office_day = picture.office_day
    running = next((r for r in office_day.ranges if r.end is None), None)
    if running is not None:
        end = _planned_end(office_day.planned, running.start)
        note = _("prévue à {}").format(clock_time(end)) if end else _("non prévue")
        return Step(StepName.HOURS, _("Heure de fermeture"), note, StepState.TODO)
    if not office_day.ranges:
        planned = hours_text(office_day.planned)
        note = _("prévu {}").format(planned) if office_day.planned else _("rien n’était prévu")
        return Step(StepName.HOURS, _("Horaires réels"), note, StepState.TODO)
    return Step(StepName.HOURS, _("Horaires réels"), hours_text(office_day.ranges), StepState.DONE)


def _planned_end(planned: Ranges, start: int) -> int | None:
    return next((p.end for p in planned if p.end is not None and p.end > start), None)


def _reason(picture: DayPicture, now: int | None) -> Step | None:
    office_day = picture.office_day
    real, planned = office_day.ranges, office_day.planned
    if picture.reason is not None:
        return Step(StepName.REASON, _("Motif de l’écart"), office_day.reason or "", StepState.DONE)
    if now is not None:
        # What is still to come is not late: only what has begun is compared.
        planned = tuple(p for p in planned if p.start <= now or p.start < _last_start(real))
    if not real or not needs_reason(planned, real):
        return None
    return Step(
        StepName.REASON, _("Motif de l’écart"), _("horaires réels ≠ prévus"), StepState.ASKED
    )


def _last_start(real: Ranges) -> int:
    return real[-1].start if real else 0


def _visitors(picture: DayPicture) -> Step:
    persons, acts = picture.live.persons, picture.live.acts
    if persons or acts:
        visitors = ngettext("{} visiteur", "{} visiteurs", persons).format(persons)
        told = ngettext("{} accueil", "{} accueils", acts).format(acts)
        return Step(StepName.VISITORS, visitors, told, StepState.DONE)
    return Step(
        StepName.VISITORS, _("Aucun visiteur"), _("à confirmer à la clôture"), StepState.TODO
    )


def _sheet(picture: DayPicture) -> Step:
    count = len(picture.sheets)
    if count:
        text = ngettext("{} feuille papier", "{} feuilles papier", count).format(count)
        return Step(StepName.SHEET, text, _("totaux saisis"), StepState.DONE)
    return Step(
        StepName.SHEET,
        _("Feuille papier"),
        _("s’il y en a une\u00a0: saisir ses totaux"),
        StepState.OPTIONAL,
    )


def _till(till: TillDay, day: date) -> Step:
    """Remind of the till's Z; the day is closed without it all the same."""
    if till.owed is None:
        note = _("Z n°\u00a0{} fait").format(till.z)
        return Step(StepName.TILL, _("Caisse comptée"), note, StepState.DONE)
    note = _("son Z n’est pas fait")
    if till.owed != day:
        note = _("celle du {} attend son Z").format(short_date(till.owed))
    return Step(StepName.TILL, _("Compter la caisse"), note, StepState.TODO)


def _print() -> Step:
    return Step(
        StepName.PRINT,
        _("Imprimer le résumé"),
        _("facultatif, après la clôture"),
        StepState.OPTIONAL,
    )

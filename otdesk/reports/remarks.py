"""What is said beside a comparison: what differs by the calendar, and what is not compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from otdesk import typography
from otdesk.domain.calendar import easter
from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _, ngettext
from otdesk.reports.comparison import Basis, aligned
from otdesk.reports.context import ReportContext
from otdesk.reports.refusals import UNKNOWN_UNIT, unknown_unit
from otdesk.reports.rows import PeriodFigures, SheetRow
from otdesk.reports.summary import Note, PublishedTotal

_SATURDAY = 5


def calendar_context(this: Period, before: Period, context: ReportContext) -> tuple[str, ...]:
    """Return what the calendar changed by itself: Easter, Saturdays, holidays."""
    year = before.first.year
    sentences = [_easter(this, before)]
    if this.kind is not PeriodKind.DAY:
        saturdays = sum(day.weekday() == _SATURDAY for day in this)
        sentences.append(
            _numbers(
                _("autant de samedis, {this}"),
                ngettext(
                    "{this} samedi ({before} en {year})",
                    "{this} samedis ({before} en {year})",
                    saturdays,
                ),
                saturdays,
                sum(day.weekday() == _SATURDAY for day in before),
                year,
            )
        )
        sentences.append(_holidays(this, before, context))
    sentences.append(_school(this, before, context))
    return tuple(sentence for sentence in sentences if sentence)


def _easter(this: Period, before: Period) -> str:
    one = [d for d in map(easter, _years(this)) if d in this]
    other = [d for d in map(easter, _years(before)) if d in before]
    if not one and not other:
        return ""
    mine = one[0] if one else easter(this.first.year)
    theirs = other[0] if other else easter(before.first.year)
    return _("Pâques le {this} (le {before} en {year})").format(
        this=typography.long_date(mine, weekday=False, year=False),
        before=typography.day_of_month(theirs)
        if theirs.month == mine.month
        else typography.long_date(theirs, weekday=False, year=False),
        year=theirs.year,
    )


def _years(period: Period) -> Iterable[int]:
    return range(period.first.year, period.last.year + 1)


def _numbers(same: str, different: str, this: int, before: int, year: int) -> str:
    pattern = same if this == before else different
    return pattern.format(this=this, before=before, year=year)


def _holidays(this: Period, before: Period, context: ReportContext) -> str:
    one = sum(context.calendar.public_holiday(day) is not None for day in this)
    other = sum(context.calendar.public_holiday(day) is not None for day in before)
    if not one and not other:
        return ""
    return _numbers(
        _("autant de jours fériés, {this}"),
        ngettext(
            "{this} jour férié ({before} en {year})",
            "{this} jours fériés ({before} en {year})",
            one,
        ),
        one,
        other,
        before.first.year,
    )


def _school(this: Period, before: Period, context: ReportContext) -> str:
    zone = context.profile.school_zone
    one = _school_days(this, zone, context)
    other = _school_days(before, zone, context)
    if one is None or other is None:
        return _("vacances scolaires\u00a0: non connues")
    if not one and not other:
        return ""
    return _numbers(
        _("autant de jours de vacances scolaires (zone {zone}), {{this}}").format(zone=zone),
        _("{{this}} jours de vacances scolaires, zone {zone} ({{before}} en {{year}})").format(
            zone=zone
        ),
        one,
        other,
        before.first.year,
    )


def _school_days(period: Period, zone: str, context: ReportContext) -> int | None:
    count = 0
    for day in period:
        zones = context.calendar.school_zones(day)
        if zones is None:
            return None
        count += zone in zones
    return count


def not_compared(
    this: Basis,
    before: Basis | None,
    years: int,
    published: Sequence[PublishedTotal],
    walk_ins_since: date | None,
) -> tuple[Note, ...]:
    """Return what the table leaves out, each with its reason; `before` None on a refusal."""
    notes = []
    if before is not None:
        notes.append(_weekday_note(this.period, years))
        if before.figures.acts and not before.ledger.hours:
            notes.append(
                Note(
                    _("Heures"),
                    _("{} n’est connu qu’au jour.").format(before.period.first.year),
                )
            )
        notes.extend(_walk_in_notes(this.figures, before.figures, walk_ins_since))
    notes.extend(_published_notes(this.period, published))
    return tuple(notes)


def _weekday_note(period: Period, years: int) -> Note:
    return Note(
        _("Jour de semaine"),
        _("le {this} est mis face au {before}.").format(
            this=typography.long_date(period.first),
            before=typography.long_date(aligned(period.first, years)),
        ),
    )


def _walk_in_notes(one: PeriodFigures, other: PeriodFigures, since: date | None) -> Iterable[Note]:
    if not one.walk_ins or other.walk_ins:
        return
    subject = _("Passages ({})").format(typography.integer(one.walk_ins))
    if since is None:
        yield Note(subject, _("non comptés auparavant."))
    else:
        day = typography.long_date(since, weekday=False)
        yield Note(subject, _("comptés depuis le {}.").format(day))


def _published_notes(period: Period, published: Sequence[PublishedTotal]) -> Iterable[Note]:
    years = sorted({t.month.year for t in published if t.unit == UNKNOWN_UNIT}, reverse=True)
    for year in years:
        subject = (
            typography.capitalised(typography.month_name(date(year, period.first.month, 1)))
            if period.kind is PeriodKind.MONTH
            else str(year)
        )
        yield Note(subject, unknown_unit(year))


def sheet_note(sheets: Sequence[SheetRow]) -> Note | None:
    """Return the sentence on the paper sheets of the period, None without any."""
    if not sheets:
        return None
    days = sorted({sheet.day for sheet in sheets})
    persons = sum(sheet.persons for sheet in sheets)
    known = [sheet.acts for sheet in sheets if sheet.acts is not None]
    acts = ngettext("{} accueil", "{} accueils", sum(known)).format(typography.integer(sum(known)))
    if len(known) < len(sheets):
        acts = _("au moins {}").format(acts)
    without = sum(sheet.unplaced for sheet in sheets)
    where = (
        _("dans les totaux, pas dans les heures")
        if not without
        else _("dans les totaux, ni dans les heures ni, pour {}, dans les provenances").format(
            typography.integer(without)
        )
    )
    dates = ", ".join(typography.short_date(day) for day in days[:3])
    left = len(days) - 3
    more = ngettext(" et {} autre jour", " et {} autres jours", left).format(left)
    if left <= 0:
        more = ""
    return Note(
        _("Feuille papier") if len(sheets) == 1 else _("Feuilles papier"),
        _("du {dates}{more}\u00a0: {persons} et {acts}, {where}.").format(
            dates=dates,
            more=more,
            persons=ngettext("{} personne", "{} personnes", persons).format(
                typography.integer(persons)
            ),
            acts=acts,
            where=where,
        ),
    )

"""Why two periods may not be compared, and what could be compared instead; in French."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Protocol

from otdesk import typography
from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _
from otdesk.reports.comparison import Basis, label
from otdesk.reports.context import ReportContext
from otdesk.reports.rows import DayMark, OfficeDay
from otdesk.reports.summary import PublishedTotal

UNKNOWN_UNIT = "unknown"
Refusal = tuple[str, str | None]


class Side(Protocol):
    """One side of a comparison: of which offices and months (1 to 12) anything is known."""

    @property
    def period(self) -> Period:
        """Return the period."""
        ...

    @property
    def offices(self) -> frozenset[str]:
        """Return the offices."""
        ...

    @property
    def months(self) -> frozenset[int]:
        """Return the months."""
        ...


def unfinished(
    period: Period, office_days: Iterable[OfficeDay], context: ReportContext
) -> Refusal | None:
    """Refuse a period that is not over: part of a month against a whole one.

    Today counts as over once every office that opened has closed its day.
    """
    today = context.today
    if period.last < today:
        return None
    if period.last == today:
        opened = [d for d in office_days if d.day == today and d.state is not DayMark.NOT_PLANNED]
        if opened and all(d.state in {DayMark.CLOSED, DayMark.SHUT} for d in opened):
            return None
    reason = {
        PeriodKind.DAY: _("la journée n’est pas finie."),
        PeriodKind.MONTH: _("le mois n’est pas fini."),
        PeriodKind.YEAR: _("l’année n’est pas finie."),
        PeriodKind.RANGE: _("la période n’est pas finie."),
    }[period.kind]
    yesterday = today - timedelta(days=1)
    if period.kind is PeriodKind.DAY or yesterday < period.first:
        return reason, None
    part = Period(period.first, yesterday)
    return reason, _("Comparer les jours finis\u00a0: {}.").format(label(part))


def refuse(
    this: Basis,
    before: Basis,
    published: Sequence[PublishedTotal],
    context: ReportContext,
) -> Refusal | None:
    """Return why the comparison is refused and a way out; None where it stands."""
    return (
        _no_data(this, before, published)
        or other_offices(this, before, context)
        or other_months(this, before)
        or other_kind_of_day(this.period, before.period, context)
    )


def _no_data(this: Basis, before: Basis, published: Sequence[PublishedTotal]) -> Refusal | None:
    if not this.offices:
        return _("aucun relevé\u00a0: {}.").format(label(this.period)), None
    if before.offices:
        return None
    first = before.period.first.replace(day=1)
    totals = [t for t in published if first <= t.month <= before.period.last]
    if any(t.unit == UNKNOWN_UNIT for t in totals):
        return unknown_unit(before.period.first.year), _(
            "Préciser l’unité, ou voir {} à part."
        ).format(before.period.first.year)
    if totals:
        return (
            _(
                "{} n’est connu que par ses totaux mensuels\u00a0: les jours ouverts manquent."
            ).format(before.period.first.year),
            _("Voir {} à part.").format(before.period.first.year),
        )
    return _("aucun relevé\u00a0: {}.").format(label(before.period)), None


def unknown_unit(year: int) -> str:
    """Return why published totals of an unknown unit are never compared."""
    return _("le relevé de {} ne dit pas s’il compte des personnes ou des accueils.").format(year)


def other_offices(this: Side, before: Side, context: ReportContext) -> Refusal | None:
    """Refuse other offices than before."""
    if this.offices == before.offices:
        return None
    sides = []
    for missing, period in (
        (this.offices - before.offices, before.period),
        (before.offices - this.offices, this.period),
    ):
        if missing:
            names = ", ".join(context.office_name(office) for office in sorted(missing))
            sides.append(
                _("{names} sans relevé ({period})").format(names=names, period=label(period))
            )
    common = this.offices & before.offices
    way_out = None
    if common:
        names = ", ".join(context.office_name(office) for office in sorted(common))
        way_out = _("Comparer les bureaux communs\u00a0: {}.").format(names)
    return _("les bureaux diffèrent\u00a0: {}.").format("\u202f; ".join(sides)), way_out


def other_months(this: Side, before: Side) -> Refusal | None:
    """Refuse other months than before."""
    if this.months == before.months:
        return None
    sides = []
    for missing, period in (
        (this.months - before.months, before.period),
        (before.months - this.months, this.period),
    ):
        if missing:
            sides.append(
                _("{months} sans relevé en {year}").format(
                    months=_month_names(missing), year=period.first.year
                )
            )
    common = this.months & before.months
    way_out = (
        _("Comparer les mois communs\u00a0: {}.").format(_month_names(common)) if common else None
    )
    return _("les mois diffèrent\u00a0: {}.").format("\u202f; ".join(sides)), way_out


def _month_names(months: Iterable[int]) -> str:
    return ", ".join(typography.MONTHS[month - 1] for month in sorted(months))


def other_kind_of_day(this: Period, before: Period, context: ReportContext) -> Refusal | None:
    """Refuse a public holiday against a day that is none."""
    if this.kind is not PeriodKind.DAY:
        return None
    sides = [(day, context.calendar.public_holiday(day)) for day in (this.first, before.first)]
    if bool(sides[0][1]) == bool(sides[1][1]):
        return None
    day, name = sides[0] if sides[0][1] else sides[1]
    other = sides[1][0] if sides[0][1] else sides[0][0]
    return (
        _("le {day} est férié ({name}), le {other} ne l’est pas.").format(
            day=typography.long_date(day), name=name, other=typography.long_date(other)
        ),
        None,
    )

"""Going from one period to another: before, after, wider, narrower; and their words."""

from __future__ import annotations

from datetime import date, timedelta

from otdesk import typography
from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _

KINDS = (PeriodKind.DAY, PeriodKind.MONTH, PeriodKind.YEAR)


def of_kind(kind: PeriodKind, day: date) -> Period:
    """Return the day, the month or the year around a day."""
    if kind is PeriodKind.YEAR:
        return Period.year(day.year)
    if kind is PeriodKind.MONTH:
        return Period.month(day.year, day.month)
    return Period.day(day)


def stepped(period: Period, step: int) -> Period:
    """Return the period `step` later (earlier if negative); a range moves by its own length."""
    first = period.first
    match period.kind:
        case PeriodKind.YEAR:
            return Period.year(first.year + step)
        case PeriodKind.MONTH:
            months = first.year * 12 + first.month - 1 + step
            return Period.month(months // 12, months % 12 + 1)
        case _:
            shift = timedelta(days=period.days * step)
            return Period(first + shift, period.last + shift)


def day_within(period: Period, day: date) -> date:
    """Return the day of a period that is nearest to `day`: where to go on when it narrows."""
    return min(max(day, period.first), period.last)


def may_follow(period: Period, today: date) -> bool:
    """Tell whether the next period has begun: nothing is summed up before it happens."""
    return period.last < today


def title(period: Period) -> str:
    """Return the period as the sentence says it: « juillet 2022 », « jeudi 14 juillet 2022 »."""
    match period.kind:
        case PeriodKind.DAY:
            return typography.long_date(period.first)
        case PeriodKind.MONTH:
            return typography.month_name(period.first)
        case PeriodKind.YEAR:
            return str(period.first.year)
        case _:
            return _("{first} au {last}").format(
                first=typography.short_date(period.first), last=typography.short_date(period.last)
            )


def within(period: Period) -> str:
    """Return the period as a sentence ends with it: « en juillet 2022 », « le 14 juillet 2022 »."""
    if period.kind is PeriodKind.DAY:
        return _("le {}").format(title(period))
    if period.kind is PeriodKind.RANGE:
        return _("du {}").format(title(period))
    return _("en {}").format(title(period))


def kind_words(kind: PeriodKind) -> str:
    """Return « de la journée », « du mois », « de l’année »: what the segments choose among."""
    return {
        PeriodKind.DAY: _("de la journée"),
        PeriodKind.MONTH: _("du mois"),
        PeriodKind.YEAR: _("de l’année"),
        PeriodKind.RANGE: _("de la période"),
    }[kind]


def now_words(kind: PeriodKind) -> str:
    """Return what the button that comes back to the present says."""
    return {
        PeriodKind.DAY: _("Aujourd’hui"),
        PeriodKind.MONTH: _("Ce mois-ci"),
        PeriodKind.YEAR: _("Cette année"),
        PeriodKind.RANGE: _("Ce mois-ci"),
    }[kind]


def code(period: Period) -> str:
    """Return the period as a file's name says it: `2022-07-14`, `2022-07`, `2022`."""
    match period.kind:
        case PeriodKind.DAY:
            return period.first.isoformat()
        case PeriodKind.MONTH:
            return period.first.strftime("%Y-%m")
        case PeriodKind.YEAR:
            return str(period.first.year)
        case _:
            return f"{period.first.isoformat()}_{period.last.isoformat()}"

"""The sentences of the printed pages that are made from a summary's values."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.domain.openings import Ranges
from otdesk.domain.period import Period, PeriodKind
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import Share
from otdesk.reports.summary import Summary
from otdesk.typography import (
    DASH,
    NBSP,
    THIN,
    capitalised,
    day_of_month,
    decimal,
    integer,
    long_date,
    month_name,
    percent,
)

MIDDOT = f"{NBSP}· "


def ordinal(text: str) -> str:
    """Return « 1ᵉʳ » for « 1er »: on paper the letters are raised."""
    return text.replace("1er ", "1ᵉʳ ")


def title(period: Period) -> str:
    """Return the page's title: « Jeudi 14 juillet 2022 », « Juillet 2022 », « Année 2022 »."""
    kind = period.kind
    if kind is PeriodKind.DAY:
        return ordinal(capitalised(long_date(period.first)))
    if kind is PeriodKind.MONTH:
        return capitalised(month_name(period.first))
    if kind is PeriodKind.YEAR:
        return _("Année {year}").format(year=period.first.year)
    return capitalised(_range(period))


def _range(period: Period) -> str:
    same_year = period.first.year == period.last.year
    same_month = same_year and period.first.month == period.last.month
    first = day_of_month(period.first)
    if not same_month:
        first = long_date(period.first, weekday=False, year=not same_year)
    last = long_date(period.last, weekday=False)
    return ordinal(_("du {first} au {last}").format(first=first, last=last))


def short_title(period: Period) -> str:
    """Return the period inside a sentence: « juillet 2022 », « le 14 juillet 2022 »."""
    kind = period.kind
    if kind is PeriodKind.DAY:
        return ordinal(_("le {day}").format(day=long_date(period.first, weekday=False)))
    if kind is PeriodKind.MONTH:
        return month_name(period.first)
    return str(period.first.year) if kind is PeriodKind.YEAR else _range(period)


def named(period: Period) -> str:
    """Return the period after « face à »: « juillet 2021 », « la période du 4 au 10 juillet »."""
    text = short_title(period)
    return _("la période {dates}").format(dates=text) if period.kind is PeriodKind.RANGE else text


def short_period(period: Period) -> str:
    """Return what a column head has room for: « 2022 », « 14/07/22 »."""
    if period.kind is PeriodKind.DAY:
        return f"{period.first:%d/%m/%y}"
    return str(period.first.year)


def kind(period: Period) -> str:
    """Return what the document is."""
    return {
        PeriodKind.DAY: _("Résumé de la journée"),
        PeriodKind.MONTH: _("Résumé du mois"),
        PeriodKind.YEAR: _("Résumé de l’année"),
        PeriodKind.RANGE: _("Résumé de la période"),
    }[period.kind]


def offices(summary: Summary) -> str:
    """Return the office's name, or how many offices the figures are of."""
    if len(summary.offices) == 1:
        return summary.offices[0].name
    return _("{count} bureaux réunis").format(count=len(summary.offices))


def share(value: Share, places: int = 1) -> str:
    """Return `23,3 %`; nothing for a share of nothing."""
    return "" if value.value is None else percent(value.value, places)


def count(value: int, *, at_least: bool = False) -> str:
    """Return a counted figure; a counted zero is an en dash."""
    if not value:
        return DASH
    return f"≥{THIN}{integer(value)}" if at_least else integer(value)


def rate(value: float | None) -> str:
    """Return a rate to one place, a dash without one."""
    return DASH if value is None else decimal(value)


def persons(value: int) -> str:
    """Return « 142 personnes »."""
    return ngettext("{n} personne", "{n} personnes", value).format(n=integer(value))


def days(value: int) -> str:
    """Return « 30 jours »."""
    return ngettext("{n} jour", "{n} jours", value).format(n=integer(value))


def accueils(value: int, *, at_least: bool = False) -> str:
    """Return « 72 accueils » or « au moins 72 accueils »."""
    text = ngettext("{n} accueil", "{n} accueils", value).format(n=integer(value))
    return _("au moins {n}").format(n=text) if at_least else text


def clock(minute: int) -> str:
    """Return « 9 h 05 », bound by no-break spaces."""
    return f"{minute // 60}{NBSP}h{NBSP}{minute % 60:02d}"


def ranges(value: Ranges) -> str:
    """Return « 9 h 00–12 h 30 et 14 h 00–18 h 00 »; an open end is « en cours »."""
    parts = [
        f"{clock(item.start)}{DASH}{_('en cours') if item.end is None else clock(item.end)}"
        for item in value
    ]
    return _(" et ").join(parts)


def zones(value: Sequence[str]) -> str:
    """Return « zones A, B et C »."""
    if len(value) == 1:
        return _("zone {zone}").format(zone=value[0])
    return _("zones {zones} et {last}").format(zones=", ".join(value[:-1]), last=value[-1])

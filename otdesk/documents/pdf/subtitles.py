"""The facts beside the office's name: holidays, openings, events."""

from __future__ import annotations

from itertools import groupby

from otdesk.documents.pdf import words
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import DayRow
from otdesk.reports.summary import Summary
from otdesk.typography import duration, integer


def day_facts(summary: Summary) -> str:
    """Return « jour férié, Fête nationale · vacances scolaires, zones A, B et C · semaine 28 »."""
    facts = [f for row in summary.by_day[:1] for f in _facts_of(row)]
    week = summary.period.first.isocalendar().week
    return " · ".join([*facts, _("semaine {n}").format(n=week)])


def _facts_of(row: DayRow) -> list[str]:
    facts = []
    if row.public_holiday:
        facts.append(_("jour férié, {name}").format(name=row.public_holiday))
    if row.school_zones:
        zones = words.zones(row.school_zones)
        facts.append(_("vacances scolaires, {zones}").format(zones=zones))
    if row.market:
        facts.append(_("marché\u00a0: {name}").format(name=row.market))
    return facts


def period_facts(summary: Summary) -> str:
    """Return « 30 jours ouverts sur 30 prévus · 206 h 00 ouvertes sur 210 h 00 · vacances… »."""
    several = len(summary.offices) > 1
    opened = _("{opened} sur {planned}").format(
        opened=ngettext(
            "{n} jour ouvert",
            "{n} jours ouverts",
            summary.open_days,
        ).format(n=integer(summary.open_days)),
        planned=ngettext("{n} prévu", "{n} prévus", summary.planned_days).format(
            n=integer(summary.planned_days)
        ),
    )
    if several:
        opened += _(", tous bureaux")
    facts = [
        opened,
        ngettext(
            "{open} ouverte sur {planned}",
            "{open} ouvertes sur {planned}",
            summary.open_minutes // 60,
        ).format(open=duration(summary.open_minutes), planned=duration(summary.planned_minutes)),
    ]
    # « du 8 au 31 » names a month only where the title does.
    one_month = summary.period.first.month == summary.period.last.month
    school = school_words(summary) if one_month and not several else ""
    return " · ".join([*facts, school] if school else facts)


def school_words(summary: Summary) -> str:
    """Return « vacances scolaires du 8 au 31 », one range a run of days, nothing without any."""
    ranges = []
    for on_holiday, group in groupby(summary.by_day, key=lambda row: bool(row.school_zones)):
        if on_holiday:
            days = [row.day for row in group]
            first = "1ᵉʳ" if days[0].day == 1 else str(days[0].day)
            ranges.append(_("du {first} au {last}").format(first=first, last=days[-1].day))
    if not ranges:
        return ""
    return _("vacances scolaires {ranges}").format(ranges=", ".join(ranges))

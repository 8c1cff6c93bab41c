"""A summary as CSV: `section;code;label;unit;value`, one figure a line.

UTF-8 with a BOM and semicolons, as French spreadsheets open it with a double click; decimals have
a comma for the same reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from otdesk.documents.export_csv_sales import Line, sales_lines
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.rows import Share
from otdesk.reports.summary import DeltaUnit, Summary

HEADER = ("section", "code", "label", "unit", "value")
# What a spreadsheet would take for the beginning of a formula, in a cell that is text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(summary: Summary) -> bytes:
    """Return the summary as CSV bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for section, code, label, unit, value in _lines(summary):
        writer.writerow([section, defused(code), defused(label), unit, _cell(value)])
    return text.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """Return text that no spreadsheet computes: a quote before =, +, -, @ or a control key.

    Names come from lists that the siège types and from folders of others (OWASP, "CSV
    Injection"); a figure is written by us and is left as it is.
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(value: float | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, int):
        return str(value)
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")


def _lines(summary: Summary) -> Iterator[Line]:
    yield from _heading(summary)
    yield from _totals(summary)
    yield from _tables(summary)
    yield from _days(summary)
    if summary.sales is not None:
        yield from sales_lines(summary.sales)
    yield from _comparison(summary)
    for name, text in labels.definitions():
        yield ("definition", "", name, "", text)


def _heading(summary: Summary) -> Iterator[Line]:
    yield ("period", "from", _("Du"), "date", summary.period.first.isoformat())
    yield ("period", "to", _("Au"), "date", summary.period.last.isoformat())
    yield ("network", "", summary.network, "", "")
    for office in summary.offices:
        yield ("office", office.code, office.name, "", "")
    yield ("unit_version", "", _("Version des unités"), "", summary.unit_version)
    if summary.reconstruction:
        yield ("reconstruction", "", _("Données reconstituées"), "", 1)
    if summary.head:
        yield ("journal", "head", _("Tête du registre"), "", summary.head)


def _totals(summary: Summary) -> Iterator[Line]:
    acts = _("Accueils, au moins") if summary.acts_at_least else _("Accueils")
    totals = (
        ("persons", _("Visiteurs"), "persons", summary.persons),
        ("acts", acts, "acts", summary.acts),
        ("counter_acts", _("Accueils au comptoir"), "acts", summary.counter_acts),
        ("walk_ins", _("Passages"), "walk_ins", summary.walk_ins),
        ("calls", _("Appels"), "acts", summary.calls),
        ("emails", _("Courriels"), "acts", summary.emails),
        ("letters", _("Courriers"), "acts", summary.letters),
        ("outing_acts", _("Accueils hors les murs"), "acts", summary.outing_acts),
        ("outing_persons", _("Personnes hors les murs"), "persons", summary.outing_persons),
        ("unknown_time_acts", _("Accueils sans heure"), "acts", summary.unknown_time_acts),
        ("sheet_persons", _("dont feuilles papier"), "persons", summary.sheet_persons),
        ("open_days", _("Jours ouverts"), "days", summary.open_days),
        ("planned_days", _("Jours prévus"), "days", summary.planned_days),
        ("open_hours", _("Heures ouvertes"), "hours", summary.open_minutes / 60),
        ("planned_hours", _("Heures prévues"), "hours", summary.planned_minutes / 60),
        (
            "persons_per_open_hour",
            _("Personnes par heure ouverte"),
            "persons_per_hour",
            summary.persons_per_open_hour,
        ),
        ("unmet_demands", _("Demandes non satisfaites"), "demands", summary.unmet_demands),
    )
    for code, label, unit, value in totals:
        yield ("total", code, label, unit, value)
    shares = (
        ("origin_known_share", _("Provenances connues"), summary.origin_known_share),
        ("foreign_share", _("Part étrangère"), summary.foreign_share),
        ("entry_share", _("Saisies express ou répétées"), summary.entry_share),
    )
    for code, label, share in shares:
        yield from _share("total", code, label, share)


def _share(section: str, code: str, label: str, share: Share) -> Iterator[Line]:
    yield (section, code, label, f"fraction_of_{share.of.value}", share.value)
    yield (section, f"{code}.base", labels.base(share.of), share.of.value, share.base)


def _counted(section: str, code: str, label: str, persons: int, acts: int) -> Iterator[Line]:
    yield (section, code, label, "persons", persons)
    yield (section, code, label, "acts", acts)


def _tables(summary: Summary) -> Iterator[Line]:
    for origin in summary.by_origin:
        yield from _counted("by_origin", origin.code, origin.label, origin.persons, origin.acts)
    for demand in summary.by_demand:
        label = _("{} (au moins)").format(demand.label) if demand.at_least else demand.label
        yield ("by_demand", demand.code, label, "acts", demand.acts)
        yield ("by_demand", demand.code, label, "unmet", demand.unmet)
    names = {row.code: row.label for row in summary.by_demand}
    for row in summary.by_demand_channel:
        label = names.get(row.code, row.code)
        section = f"by_demand_channel.{row.channel.value}"
        yield (section, row.code, label, "acts", row.acts)
        yield (section, row.code, label, "unmet", row.unmet)
    for channel in summary.by_channel:
        yield from _counted(
            "by_channel", channel.code.value, channel.label, channel.persons, channel.acts
        )
    for hour in summary.by_hour:
        label = _("{}\u00a0h").format(hour.hour)
        yield from _counted("by_hour", str(hour.hour), label, hour.persons, hour.acts)
    for audience in summary.by_audience:
        yield from _counted(
            "by_audience", audience.code, audience.label, audience.persons, audience.acts
        )
    for residency in summary.by_residency:
        yield from _counted(
            "by_residency",
            residency.code.value,
            residency.label,
            residency.persons,
            residency.acts,
        )
    for office in summary.by_office:
        figures = office.figures
        yield from _counted("by_office", office.code, office.name, figures.persons, figures.acts)
        yield ("by_office", office.code, office.name, "open_days", figures.open_days)
        yield ("by_office", office.code, office.name, "planned_days", figures.planned_days)


def _days(summary: Summary) -> Iterator[Line]:
    for row in summary.by_day:
        day = row.day.isoformat()
        label = labels.state(row.state)
        yield from _counted("by_day", day, label, row.persons, row.acts)
        for unit, value in (
            ("walk_ins", row.walk_ins),
            ("calls", row.calls),
            ("emails", row.emails),
            ("letters", row.letters),
            ("outing_persons", row.outing_persons),
            ("open_minutes", row.minutes),
            ("planned_minutes", row.planned_minutes),
        ):
            yield ("by_day", day, label, unit, value)
        for reason in row.reasons:
            yield ("by_day", day, label, "reason", reason)
    for correction in summary.corrections:
        told = _correction(correction.recorded_at.date(), correction.reason)
        yield ("correction", correction.day.isoformat(), correction.office, "", told)


def _correction(on: date, reason: str) -> str:
    return _("rectifié le {day}\u00a0: {reason}").format(day=f"{on:%d/%m/%Y}", reason=reason)


_DELTA_UNITS = {
    DeltaUnit.PERCENT: "fraction_per_open_day",
    DeltaUnit.POINTS: "points",
    DeltaUnit.COUNT: "count",
}


def _comparison(summary: Summary) -> Iterator[Line]:
    comparison = summary.comparison
    if comparison is None:
        return
    yield ("comparison", "from", _("Du"), "date", comparison.period.first.isoformat())
    yield ("comparison", "to", _("Au"), "date", comparison.period.last.isoformat())
    if comparison.refusal is not None:
        yield ("comparison", "refusal", _("Comparaison refusée"), "", comparison.refusal)
    for row in comparison.rows:
        label = labels.measure(row.measure)
        yield ("comparison", row.measure.value, label, "this", row.this)
        yield ("comparison", row.measure.value, label, "before", row.before)
        yield ("comparison", row.measure.value, label, _DELTA_UNITS[row.delta_unit], row.delta)
    for text in comparison.context:
        yield ("comparison", "context", "", "", text)
    for note in comparison.notes:
        yield ("comparison", "note", note.subject, "", note.text)

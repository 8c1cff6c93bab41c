"""The band of a month's large figures: each with its line of days and its change."""

from __future__ import annotations

from collections.abc import Callable

from otdesk.documents.charts.sparkline import sparkline
from otdesk.documents.drawing import Role
from otdesk.documents.pdf import shop_words, words
from otdesk.documents.pdf.comparison_words import change, row_of
from otdesk.documents.pdf.key_figures import KeyFigure, Trend
from otdesk.documents.pdf.page import span
from otdesk.i18n import _, ngettext
from otdesk.reports.rows import DayFigures, DayMark, DayRow
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summary import Measure, Summary
from otdesk.typography import DASH, duration, integer

_LINE = 27.0
_OPEN = {DayMark.OPEN, DayMark.CLOSED}


def month_figures(summary: Summary) -> list[KeyFigure]:
    """Return the five figures of the band."""
    return [
        KeyFigure(
            _("Visiteurs"),
            counted(summary, summary.persons),
            0,
            4,
            role=Role.PERSONS,
            line=sparkline(
                _line(summary, lambda row: row.persons),
                _before(summary, lambda row: row.persons),
                span(4),
                _LINE,
                Role.PERSONS,
            ),
            trend=trend_of(summary, Measure.PERSONS, note=_against(summary)),
        ),
        _small(
            summary,
            _("Accueils au comptoir"),
            summary.counter_acts,
            4,
            Measure.COUNTER_ACTS,
            series=(lambda row: row.counter_acts, lambda row: row.counter_acts),
        ),
        _small(
            summary,
            _("Appels"),
            summary.calls,
            6,
            Measure.CALLS,
            series=(lambda row: row.calls, lambda row: row.calls),
            role=Role.CHANNEL,
        ),
        fourth_figure(summary),
        KeyFigure(
            _("Par heure ouverte"),
            words.rate(summary.persons_per_open_hour),
            10,
            2,
            notes=rate_notes(summary),
            trend=trend_of(summary, Measure.PERSONS_PER_OPEN_HOUR),
        ),
    ]


def _small(
    summary: Summary,
    title: str,
    value: int,
    at: int,
    measure: Measure,
    *,
    series: tuple[Callable[[DayRow], int], Callable[[DayFigures], int] | None],
    role: Role = Role.INK,
) -> KeyFigure:
    this, before = series
    return KeyFigure(
        title,
        counted(summary, value),
        at,
        2,
        prefix=_("au moins") if measure is Measure.COUNTER_ACTS and summary.acts_at_least else "",
        line=sparkline(
            _line(summary, this),
            _before(summary, before) if before else [],
            span(2),
            _LINE,
            role,
        ),
        trend=trend_of(summary, measure),
    )


def fourth_figure(summary: Summary) -> KeyFigure:
    """Return the turnover of the shop, or the passages where there is none."""
    if summary.sales is not None:
        return shop_figure(summary, summary.sales)
    return _small(
        summary,
        _("Passages"),
        summary.walk_ins,
        8,
        Measure.WALK_INS,
        series=(lambda row: row.walk_ins, None),
        role=Role.AUDIENCE,
    )


def shop_figure(summary: Summary, sales: Sales) -> KeyFigure:
    """Return the turnover with its line of days, or of months over a year."""
    rows = [row.turnover_cents for row in sales.by_month] or [
        row.turnover_cents for row in sales.by_day
    ]
    values: list[float | None] = [max(0, cents) for cents in rows]
    return KeyFigure(
        _("Boutique"),
        shop_words.whole_euros(sales.turnover_cents),
        8,
        2,
        line=sparkline(values, [], span(2), _LINE, Role.MONEY),
        trend=shop_words.turnover_trend(summary, sales),
    )


def counted(summary: Summary, value: int) -> str:
    """Return a figure; where no office was ever open, nothing was counted and no zero is shown."""
    return integer(value) if value or summary.open_days else DASH


def rate_notes(summary: Summary) -> tuple[str, ...]:
    """Return over how many hours the rate is taken."""
    if not summary.open_minutes:
        return (_("pas d’heure ouverte"),)
    return (
        _("personnes, sur"),
        ngettext("{time} ouverte", "{time} ouvertes", summary.open_minutes // 60).format(
            time=duration(summary.open_minutes)
        ),
    )


def _line(summary: Summary, value: Callable[[DayRow], int]) -> list[float | None]:
    """Return a point a day, None where the office was shut or nobody entered the day."""
    return [value(row) if row.state in _OPEN else None for row in summary.by_day]


def _before(summary: Summary, value: Callable[[DayFigures], int]) -> list[float | None]:
    return [None if row.before is None else value(row.before) for row in summary.by_day]


def _against(summary: Summary) -> str:
    if summary.comparison is None:
        return ""
    return _("par jour ouvert, face à {period}").format(
        period=words.named(summary.comparison.period)
    )


def trend_of(summary: Summary, measure: Measure, *, note: str = "") -> Trend | None:
    """Return the change of a measure; where nothing is compared, it says so."""
    row = row_of(summary, measure)
    if row is None:
        return Trend(_("non comparé"))
    if row.delta is None:
        return Trend(_("pas de base"))
    text = change(row)
    if not any(figure in "123456789" for figure in text):
        return Trend(_("inchangé"))
    return Trend(text, note, up=row.delta > 0)

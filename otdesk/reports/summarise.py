"""`summarise`: from the database to the one summary that every report draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from otdesk.domain.period import Period, PeriodKind
from otdesk.domain.visits import EntryMode
from otdesk.reports import (
    classement,
    comparison,
    counts,
    days,
    demands,
    hours,
    openings,
    origins,
    refusals,
    remarks,
    traits,
)
from otdesk.reports.comparison import Basis, Before
from otdesk.reports.context import ReportContext
from otdesk.reports.openings import OfficeDays
from otdesk.reports.queries import folder, sheets, visits
from otdesk.reports.queries import openings as opening_rows
from otdesk.reports.queries.scope import Scope
from otdesk.reports.rows import CorrectionRow, DayFigures, DayMark, SheetRow
from otdesk.reports.shop.compare_sales import OpenDays, compare_sales
from otdesk.reports.shop.read_sales import read_sales
from otdesk.reports.shop.sales import Sales
from otdesk.reports.summary import (
    UNIT_VERSION,
    Comparison,
    ComparisonRow,
    DeltaUnit,
    Measure,
    Note,
    Office,
    PublishedTotal,
    Summary,
)

# Published totals of earlier years are looked for this far back.
_PUBLISHED_YEARS = 10


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every figure is read with."""

    connection: Connection
    scope: Scope
    context: ReportContext


@dataclass(frozen=True, slots=True)
class _Compared:
    """The comparison and what it puts beside days, weekdays and origins; empty on a refusal."""

    comparison: Comparison | None
    before: Before | None

    @property
    def day_figures(self) -> Mapping[date, DayFigures]:
        return {} if self.before is None else self.before.day_figures

    @property
    def weekdays(self) -> Mapping[int, float | None]:
        if self.before is None:
            return {}
        basis = self.before.basis
        rows = days.weekday_rows(basis.ledger, basis.office_days, {})
        return {row.weekday: row.per_open_day for row in rows}


def summarise(
    connection: Connection,
    context: ReportContext,
    period: Period,
    offices: Sequence[str],
    *,
    years_back: int = 1,
) -> Summary:
    """Return the summary of a period and some offices (codes, in the order of printing).

    `years_back` is the year to compare with, 0 for none. All reading is done on the given
    connection, so that one transaction gives figures that agree with each other. The cost is
    that of the period and of the one it is compared with, whatever else the database holds.
    """
    scope = Scope.of(offices, period)
    ledger = counts.read(connection, scope)
    office_days = openings.read(connection, scope, context, ledger.cells)
    sheet_persons = {sheet.uid: sheet.persons for sheet in ledger.sheets}
    table = origins.read(connection, scope, context, sheet_persons)
    this = Basis(period, ledger, office_days, table)
    sheet_rows = _sheets(connection, scope, ledger)
    reading = _Reading(connection, scope, context)
    compared = _compare(reading, this, years_back, sheet_rows)
    sales = _sales(reading, this, compared.before, years_back)
    return _assembled(reading, this, _with_turnover(compared, sales), sheet_rows, sales)


def _sales(reading: _Reading, this: Basis, before: Before | None, years: int) -> Sales | None:
    """Return the shop's figures with their own comparison: receipts may go farther back."""
    connection, scope, context = reading.connection, reading.scope, reading.context
    persons: Counter[str] = Counter()
    for (office, _day), cell in this.ledger.cells.items():
        persons[office] += cell.persons
    sales = read_sales(connection, context, this.period, scope.offices, persons)
    if sales is None or years < 1:
        return sales
    return replace(
        sales,
        comparison=compare_sales(
            connection,
            context,
            this.period,
            scope.offices,
            sales,
            years=years,
            unfinished=refusals.unfinished(this.period, this.office_days.values(), context),
            open_days=None
            if before is None
            else OpenDays(this.figures.open_days, before.basis.figures.open_days),
        ),
    )


def _with_turnover(compared: _Compared, sales: Sales | None) -> _Compared:
    """Put the turnover among the compared measures, where both years know it."""
    comparison = compared.comparison
    of = None if sales is None else sales.comparison
    if sales is None or comparison is None or not comparison.rows:
        return compared
    if of is None or of.turnover_cents is None:
        return compared
    row = ComparisonRow(
        Measure.TURNOVER,
        sales.turnover_cents,
        of.turnover_cents,
        of.this_per_day_cents,
        of.before_per_day_cents,
        of.delta_per_day,
        DeltaUnit.PERCENT,
    )
    at = [line.measure for line in comparison.rows].index(Measure.PERSONS_PER_OPEN_HOUR)
    rows = (*comparison.rows[:at], row, *comparison.rows[at:])
    return _Compared(replace(comparison, rows=rows), compared.before)


def _assembled(
    reading: _Reading,
    this: Basis,
    compared: _Compared,
    sheet_rows: tuple[SheetRow, ...],
    sales: Sales | None,
) -> Summary:
    connection, scope, context = reading.connection, reading.scope, reading.context
    ledger, office_days, table = this.ledger, this.office_days, this.origins
    single = this.period.kind is PeriodKind.DAY
    total = ledger.total()
    figures = this.figures
    corrections = _corrections(connection, scope, context)
    corrected = Counter(row.day for row in corrections)
    asked = demands.read(connection, scope, context.lists, with_sheets=bool(ledger.sheets))
    unmet = asked.unmet_rows()
    trait = traits.read(connection, scope, context.lists)
    minutes = openings.minutes_by_hour(office_days, context)
    heat = hours.heat_cells(ledger, minutes)
    reference = hours.reference(connection, scope, context) if single else None
    recorded_at_counter = total.counter_acts - total.sheet_acts
    return Summary(
        network=context.profile.legal_name,
        period=this.period,
        offices=tuple(Office(code, context.office_name(code)) for code in scope.offices),
        generated_at=context.local_now,
        reconstruction=folder.is_reconstruction(connection),
        head=folder.head_code(connection),
        unit_version=UNIT_VERSION,
        persons=total.persons,
        acts=total.acts,
        acts_at_least=total.at_least,
        counter_acts=total.counter_acts,
        walk_ins=total.walk_ins,
        calls=total.calls,
        emails=total.emails,
        letters=total.letters,
        outing_acts=total.outing_acts,
        outing_persons=total.outing_persons,
        unknown_time_acts=total.unknown_time_acts,
        sheet_persons=total.sheet_persons,
        sheet_acts=total.sheet_acts,
        sheet_persons_without_origin=table.sheet_persons_without_origin,
        open_days=figures.open_days,
        planned_days=figures.planned_days,
        open_minutes=figures.open_minutes,
        planned_minutes=figures.planned_minutes,
        closed_days=sum(d.closed_at is not None for d in office_days.values()),
        missing_days=_missing(office_days, context.today),
        corrected_days=len({(row.office, row.day) for row in corrections}),
        persons_per_open_hour=figures.persons_per_open_hour,
        persons_per_open_day=figures.persons_per_open_day,
        origin_known_share=table.known_share(),
        foreign_share=table.foreign_share(),
        express_share=trait.entry_share(EntryMode.EXPRESS),
        repeat_share=trait.entry_share(EntryMode.REPEAT),
        entry_share=trait.entry_share(EntryMode.EXPRESS, EntryMode.REPEAT),
        unmet_demands=sum(row.unmet for row in unmet),
        audience_unnoted=total.persons - trait.noted_persons,
        residency_unnoted=table.residency_unnoted,
        by_origin=table.rows(compared.before.basis.origins if compared.before else None),
        by_origin_group=table.group_rows(),
        by_origin_area=table.area_rows(),
        by_demand=asked.rows(total.acts, recorded_at_counter),
        by_demand_channel=asked.channel_rows(),
        by_unmet=unmet,
        by_channel=traits.channel_rows(ledger.channels, context.lists),
        by_hour=hours.hour_rows(ledger, minutes, reference),
        by_day=days.day_rows(ledger, office_days, context, corrected, compared.day_figures),
        by_weekday=days.weekday_rows(ledger, office_days, compared.weekdays),
        by_month=days.month_rows(ledger, office_days),
        by_office=days.office_rows(ledger, office_days, context, total.persons),
        by_office_month=days.office_month_rows(ledger, office_days),
        by_audience=trait.audience_rows(),
        by_residency=table.residency_rows(),
        heat=heat,
        week_hours=hours.week_cells(heat),
        office_days=tuple(office_days.values()),
        marks=hours.marks(connection, scope, table.own_departments) if single else (),
        sheets=sheet_rows,
        corrections=corrections,
        reference_days=reference.days if reference else 0,
        month_record=None
        if reference is None or reference.most is None
        else total.persons > reference.most,
        comparison=compared.comparison,
        classement=classement.read(connection, scope.offices, this.period, context),
        sales=sales,
    )


def _compare(
    reading: _Reading, this: Basis, years: int, sheet_rows: tuple[SheetRow, ...]
) -> _Compared:
    connection, offices, context = reading.connection, reading.scope.offices, reading.context
    if years < 1:
        return _Compared(None, None)
    published = _published(connection, offices, this.period)
    other = comparison.period_before(this.period, years)
    refusal = refusals.unfinished(this.period, this.office_days.values(), context)
    before = None
    if refusal is None:
        before = comparison.read_before(connection, offices, this.period, context, years)
        refusal = refusals.refuse(this, before.basis, published, context)
    if refusal is not None:
        before = None
    since = visits.walk_ins_since(connection, offices) if before and this.figures.walk_ins else None
    notes: tuple[Note, ...] = remarks.not_compared(
        this, before.basis if before else None, years, published, since
    )
    sheet_note = remarks.sheet_note(sheet_rows)
    if sheet_note is not None:
        notes = (*notes, sheet_note)
    return _Compared(
        Comparison(
            period=other,
            refusal=None if refusal is None else refusal[0],
            way_out=None if refusal is None else refusal[1],
            rows=() if before is None else comparison.rows(this, before.basis),
            context=remarks.calendar_context(this.period, other, context),
            notes=notes,
            published=published,
        ),
        before,
    )


def _published(
    connection: Connection, offices: tuple[str, ...], period: Period
) -> tuple[PublishedTotal, ...]:
    first, last = period.first, period.last
    wanted = (
        set(range(first.month, last.month + 1)) if first.year == last.year else set(range(1, 13))
    )
    rows = sheets.published_totals(
        connection,
        offices,
        date(first.year - _PUBLISHED_YEARS, 1, 1),
        date(first.year - 1, 12, 31),
    )
    return tuple(PublishedTotal(*row) for row in rows if row.month.month in wanted)


def _sheets(connection: Connection, scope: Scope, ledger: counts.Ledger) -> tuple[SheetRow, ...]:
    if not ledger.sheets:
        return ()
    placed: Counter[str] = Counter()
    for row in sheets.origins(connection, scope):
        placed[row.uid] += row.marks
    return tuple(
        SheetRow(s.office, s.day, s.half_day, s.persons, s.acts, s.persons - placed[s.uid], s.note)
        for s in ledger.sheets
    )


def _corrections(
    connection: Connection, scope: Scope, context: ReportContext
) -> tuple[CorrectionRow, ...]:
    return tuple(
        CorrectionRow(
            row.office,
            row.day,
            row.recorded_at.astimezone(context.zone),
            row.author,
            row.kind,
            row.reason,
        )
        for row in opening_rows.corrections(connection, scope)
    )


def _missing(office_days: OfficeDays, today: date) -> int:
    """Count the past office-days of which nothing was entered."""
    return sum(d.state is DayMark.NOT_ENTERED and d.day < today for d in office_days.values())

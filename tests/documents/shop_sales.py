"""Invented sales for the pages: plausible, deterministic, and adding up as the real ones do."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from otdesk.domain.period import PeriodKind
from otdesk.domain.receipts import PaymentMethod
from otdesk.reports.rows import Base, DayMark, Share
from otdesk.reports.shop.read_sales import average, months_of
from otdesk.reports.shop.sales import (
    ClosingRow,
    FamilyDayRow,
    FamilyRow,
    HeldRow,
    LinkedDemandRow,
    LinkedOriginRow,
    PaymentRow,
    ProductRow,
    Sales,
    SalesComparison,
    SalesDayRow,
    SalesHourRow,
    SalesMonthRow,
    SalesOfficeRow,
    SalesSource,
    UnclosedDay,
)
from otdesk.reports.summary import Summary

FAMILIES = {
    "topo": ("Cartes et topoguides", 0.41, 1100),
    "fiches": ("Fiches sentiers", 0.23, 160),
    "souvenirs": ("Souvenirs", 0.16, 560),
    "cp": ("Cartes postales", 0.10, 60),
    "livres": ("Librairie", 0.07, 1090),
    "jeux": ("Jeux et papeterie", 0.03, 700),
}
ARTICLES = (
    ("cp", "Carte postale", 0.19, 60),
    ("fiche", "Fiche sentier", 0.16, 100),
    ("finiels", "Carto-guide Sommet de Finiels", 0.07, 1100),
    ("magnet", "Magnet mont Lozère", 0.05, 400),
    ("lot", "Lot de 10 fiches", 0.04, 600),
    ("mug", "Mug émaillé", 0.02, 1200),
    ("gr70", "Le chemin de Stevenson GR70, topoguide", 0.02, 1690),
    ("ign", "IGN 2739 OT", 0.02, 1390),
    ("ane", "Voyage avec un âne dans les Cévennes", 0.01, 650),
    ("jeu", "Jeu des sept familles", 0.01, 700),
)
_HOURS = (9, 10, 11, 12, 14, 15, 16, 17)


def sales_of(summary: Summary, *, busy: float = 1.0, seed: int = 7, z: bool = True) -> Sales:
    """Return what the shop of a summary sold: about two euros a visitor, times `busy`."""
    dice = random.Random(seed)
    shut = {row.day for row in summary.by_day if row.state is not DayMark.CLOSED}
    takings = {
        row.day: 0 if row.day in shut else round(row.persons * dice.uniform(1.4, 2.4) * busy) * 100
        + 10 * dice.randint(0, 9) * bool(row.persons)
        for row in summary.by_day
    }  # fmt: skip
    days = tuple(
        SalesDayRow(day, cents, 1200 * (cents > 15_000), cents // 790, int(cents > 20_000))
        for day, cents in takings.items()
    )
    families: Counter[str] = Counter()
    family_days = []
    for day, cents in takings.items():
        left = cents
        for number, (code, (_label, share, _price)) in enumerate(FAMILIES.items()):
            part = left if number == len(FAMILIES) - 1 else round(cents * share / 10) * 10
            left -= part
            families[code] += part
            family_days.append(FamilyDayRow(code, day, part))
    turnover, held = sum(takings.values()), sum(row.held_cents for row in days)
    receipts, refunds = sum(row.receipts for row in days), sum(row.refunds for row in days)
    card = round((turnover + held) * 0.69)
    cheque = round((turnover + held) * 0.06)
    methods = (
        PaymentRow(PaymentMethod.CARD, round(receipts * 0.6), card),
        PaymentRow(PaymentMethod.CASH, round(receipts * 0.36), turnover + held - card - cheque),
        PaymentRow(PaymentMethod.CHEQUE, round(receipts * 0.04), cheque),
    )
    closings = tuple(
        _closing(number, row, dice) for number, row in enumerate(days, 165) if row.receipts and z
    )
    sold = bool(receipts)
    return Sales(
        turnover_cents=turnover,
        held_cents=held,
        taken_cents=turnover + held,
        receipts=receipts,
        refunds=refunds,
        refunded_cents=refunds * 450,
        average_cents=average(turnover, receipts),
        per_visitor_cents=average(turnover, summary.persons),
        linked=Share.part(round(receipts * 0.71), receipts, Base.RECEIPTS),
        held=(HeldRow("aappma", "AAPPMA du Haut-Tarn", held // 1200 * 1000, held),) if held else (),
        by_family=tuple(
            _family(code, cents, turnover) for code, cents in families.most_common() if cents
        ),
        by_family_day=tuple(family_days),
        by_payment=methods if sold else (),
        best_sellers=tuple(
            ProductRow(c, label, max(1, round(receipts * share * 8)) * 1000, price)
            for c, label, share, price in ARTICLES
        )
        if sold
        else (),
        by_day=days,
        by_hour=tuple(
            SalesHourRow(hour, turnover // 8, receipts // 8) for hour in _HOURS
        )
        if sold
        else (),
        by_month=_months(summary, days),
        by_office=tuple(
            SalesOfficeRow(o.code, o.name, turnover // (n + 2), 0, 0, 0, None, None)
            for n, o in enumerate(summary.offices)
        ),
        linked_by_origin=tuple(
            LinkedOriginRow(row.code, row.label, 3, turnover // (n + 4))
            for n, row in enumerate(summary.by_origin[:12])
        ),
        linked_by_demand=tuple(
            LinkedDemandRow(row.code, row.label, 1, 3, turnover // (n + 4))
            for n, row in enumerate(summary.themes[:6])
        ),
        closings=closings,
        unclosed=()
        if z
        else tuple(UnclosedDay("PDM", row.day, "t") for row in days if row.receipts),
        difference_cents=sum(row.difference_cents for row in closings),
        comparison=_comparison(summary, turnover),
    )  # fmt: skip


def with_shop(summary: Summary, *, busy: float = 1.0, z: bool = True) -> Summary:
    """Return the summary with a shop."""
    return replace(summary, sales=sales_of(summary, busy=busy, z=z))


def without_a_sale(summary: Summary) -> Summary:
    """Return the summary of an office whose shop sold nothing."""
    days = tuple(SalesDayRow(row.day, 0, 0, 0, 0) for row in summary.by_day)
    return replace(summary, sales=Sales(0, by_day=days, comparison=_comparison(summary, 0)))


def _family(code: str, cents: int, turnover: int) -> FamilyRow:
    label, _share, price = FAMILIES[code]
    return FamilyRow(code, label, label, cents, cents // price * 1000, cents / turnover)


def _closing(number: int, row: SalesDayRow, dice: random.Random) -> ClosingRow:
    difference = dice.choice((0, 0, 0, 0, 0, -50, 20, -180))
    return ClosingRow(
        "PDM",
        row.day,
        "t",
        number,
        row.turnover_cents,
        15_000 + row.turnover_cents // 4,
        15_000 + row.turnover_cents // 4 + difference,
        difference,
        None,
        "monnaie rendue en trop" if difference else "",
    )


def _months(summary: Summary, days: tuple[SalesDayRow, ...]) -> tuple[SalesMonthRow, ...]:
    if summary.period.kind is not PeriodKind.YEAR:
        return ()
    rows = []
    for month in months_of(summary.period):
        of = [row for row in days if row.day.replace(day=1) == month]
        cents, count = sum(r.turnover_cents for r in of), sum(r.receipts for r in of)
        held, refunds = sum(r.held_cents for r in of), sum(r.refunds for r in of)
        rows.append(SalesMonthRow(month, cents, held, count, refunds, average(cents, count), None))
    return tuple(rows)


def _comparison(summary: Summary, turnover: int) -> SalesComparison:
    before = summary.period.year_before()
    if summary.period.kind is PeriodKind.DAY:
        before = type(summary.period).day(summary.period.first - timedelta(days=364))
        assert isinstance(before.first, date)
        return SalesComparison(before, "aucun relevé des ventes\u00a0: jeudi 15 juillet 2021.")
    return SalesComparison(
        before,
        source=SalesSource.MONTHLY_TOTALS,
        turnover_cents=round(turnover * 1.13),
        delta=1 / 1.13 - 1 if turnover else None,
    )

"""The stock list of a day and the differences of inventories, on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from otdesk.documents.drawing import Anchor, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.flow import FlowTable, Group, column_width, lines_of
from otdesk.documents.pdf.key_figures import KeyFigure
from otdesk.documents.pdf.paragraph import runs
from otdesk.documents.pdf.shop_statement import Issuer, ShopStatement, render_statements
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tables import Column, Row
from otdesk.domain.money import Cents, Thousandths
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.stock_list import (
    InventoryDifferences,
    InventoryRow,
    StockList,
    StockRow,
)
from otdesk.typography import DASH, cents, integer, long_date


def render_stock_list(stock: StockList, issuer: Issuer, style: PrintStyle) -> bytes:
    """Return the stock of a day as PDF, an office after another."""
    return render_statements([stock_statement(stock, issuer, style.fonts)], issuer, style)


def render_inventory_differences(
    found: InventoryDifferences, issuer: Issuer, style: PrintStyle
) -> bytes:
    """Return what the inventories of a period found as PDF."""
    return render_statements([inventory_statement(found, issuer, style.fonts)], issuer, style)


def stock_statement(stock: StockList, issuer: Issuer, measure: TextMeasure) -> ShopStatement:
    """Return the stock list as a statement."""
    return ShopStatement(
        heading=_("État du stock"),
        title=_("Stock au {day}").format(day=words.ordinal(long_date(stock.day, weekday=False))),
        place=issuer.places(stock.offices),
        facts=_("au soir, d’après le livre du stock"),
        figures=tuple(_stock_figures(stock)),
        tables=tuple(
            _office_table(issuer.office(office), list(rows), measure)
            for office, rows in groupby(stock.rows, key=lambda row: row.office)
        ),
        words=runs(
            _(
                "**Valeur** au dernier coût d’achat hors taxe connu ce jour-là. "
                "**Dépôt-vente**\u00a0: la marchandise reste à qui l’a déposée, elle est comptée "
                "sans valeur. **Sans coût**\u00a0: la valeur ne la compte pas. "
                "**À commander**\u00a0: le seuil de l’article est atteint."
            )
        ),
        nothing=_("Aucun article en stock."),
        signer=_("Vu"),
    )


def _stock_figures(stock: StockList) -> list[KeyFigure]:
    unvalued, low = len(stock.unvalued), len(stock.low)
    consigned = sum(1 for row in stock.rows if row.consignment and row.quantity)
    without = _("dont {n} sans coût")
    notes = (without.format(n=integer(unvalued)),) if unvalued else ()
    return [
        KeyFigure(_("Valeur au coût d’achat, hors taxe"), cents(stock.value_cents), 0, 5),
        KeyFigure(_("Articles"), integer(len(stock.rows)), 5, 2, notes),
        KeyFigure(_("À commander"), integer(low), 7, 2),
        KeyFigure(
            _("En dépôt-vente"), integer(consigned), 9, 3, notes=(_("articles, sans valeur ici"),)
        ),
    ]


def _stock_columns() -> tuple[Column, ...]:
    return (
        Column(_("article"), 5, Anchor.START),
        Column(_("quantité"), 1.1, bold=True),
        Column(_("seuil"), 0.9),
        Column("", 0.25, Anchor.START),
        Column(_("signalé"), 1.6, Anchor.START),
        Column(_("coût d’achat"), 1.4),
        Column(_("valeur"), 1.6, bold=True),
    )


def _office_table(office: str, rows: Sequence[StockRow], measure: TextMeasure) -> FlowTable:
    columns = _stock_columns()
    groups: list[Group] = []
    for _family, members in groupby(rows, key=lambda row: row.family):
        family = list(members)
        lines = [_stock_line(row, column_width(columns, 0), measure) for row in family]
        value = cents(_value(family))
        head = Row((family[0].family_label, "", "", "", "", "", value), strong=True, band=True)
        # A family's head keeps its first article with it.
        groups += [(head, *lines[0]), *lines[1:]]
    total = (_("Total"), "", "", "", "", "", cents(_value(rows)))
    groups.append((Row(total, total=True),))
    note = ngettext("{n} article", "{n} articles", len(rows)).format(n=integer(len(rows)))
    return FlowTable(office, note, columns, tuple(groups))


def _value(rows: Iterable[StockRow]) -> Cents:
    return sum(row.value_cents or 0 for row in rows)


def _stock_line(row: StockRow, width: float, measure: TextMeasure) -> Group:
    level = "" if row.reorder_level is None else labels.quantity(row.reorder_level)
    cost = DASH if row.cost_cents is None else cents(row.cost_cents)
    value = DASH if row.value_cents is None else cents(row.value_cents)
    cells = (labels.quantity(row.quantity), level, "", _flag(row), cost, value)
    return lines_of(row.label, cells, width, measure)


def _flag(row: StockRow) -> str:
    if row.quantity < 0:
        return _("stock négatif")
    if row.is_low:
        return _("à commander")
    if row.consignment:
        return _("dépôt-vente")
    return _("sans coût") if row.quantity and row.value_cents is None else ""


def inventory_statement(
    found: InventoryDifferences, issuer: Issuer, measure: TextMeasure
) -> ShopStatement:
    """Return the differences of a period's inventories as a statement."""
    return ShopStatement(
        heading=_("Écarts d’inventaire"),
        title=_("Écarts d’inventaire · {period}").format(period=words.title(found.period)),
        place=issuer.places(found.offices),
        facts=_("compté moins attendu, valeur au coût d’achat hors taxe"),
        figures=tuple(_inventory_figures(found)),
        tables=tuple(
            _differences(list(rows), issuer, measure)
            for _key, rows in groupby(sorted(found.rows, key=_inventory_of), key=_inventory_of)
        ),
        words=runs(
            _(
                "**Attendu**\u00a0: ce que le livre du stock disait à l’instant du comptage. "
                "**Valeur** de l’écart au dernier coût d’achat hors taxe\u202f; sans coût connu, "
                "elle n’est pas comptée. Les articles comptés sans écart ne sont pas listés."
            )
        ),
        nothing=(
            _("Tout a été compté comme attendu.")
            if found.counted
            else _("Aucun inventaire sur la période.")
        ),
        signer=_("Vu"),
    )


def _inventory_of(row: InventoryRow) -> tuple[date, str]:
    return row.day, row.office


def _inventory_figures(found: InventoryDifferences) -> list[KeyFigure]:
    missing = sum(row.value_cents or 0 for row in found.rows if row.difference < 0)
    without = sum(1 for row in found.rows if row.value_cents is None)
    notes = (_("dont {n} sans coût").format(n=integer(without)),) if without else ()
    return [
        KeyFigure(_("Valeur des écarts"), _signed(found.value_cents), 0, 5),
        KeyFigure(_("Articles comptés"), integer(found.counted), 5, 2),
        KeyFigure(_("Écarts"), integer(len(found.rows)), 7, 2, notes),
        KeyFigure(_("Dont manquant"), cents(missing), 9, 3),
    ]


def _differences(rows: Sequence[InventoryRow], issuer: Issuer, measure: TextMeasure) -> FlowTable:
    columns = (
        Column(_("article"), 6, Anchor.START),
        Column(_("attendu"), 1.1),
        Column(_("compté"), 1.1),
        Column(_("écart"), 1.1, bold=True),
        Column(_("coût d’achat"), 1.4),
        Column(_("valeur"), 1.6, bold=True),
    )
    width = column_width(columns, 0)
    groups = [
        lines_of(
            row.label,
            (
                labels.quantity(row.expected),
                labels.quantity(row.counted),
                _signed_quantity(row.difference),
                DASH if row.cost_cents is None else cents(row.cost_cents),
                DASH if row.value_cents is None else _signed(row.value_cents),
            ),
            width,
            measure,
            notes=(row.note,) if row.note else (),
        )
        for row in rows
    ]
    total = sum(row.value_cents or 0 for row in rows)
    groups.append((Row((_("Total"), "", "", "", "", _signed(total)), total=True),))
    day = words.ordinal(long_date(rows[0].day, weekday=False))
    title = _("{office}, {day}").format(office=issuer.office(rows[0].office), day=day)
    note = ngettext("{n} écart", "{n} écarts", len(rows)).format(n=integer(len(rows)))
    return FlowTable(title, note, columns, tuple(groups))


def _signed(amount: Cents) -> str:
    return f"+{cents(amount)}" if amount > 0 else cents(amount)


def _signed_quantity(value: Thousandths) -> str:
    return f"+{labels.quantity(value)}" if value > 0 else labels.quantity(value)

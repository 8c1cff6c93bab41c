"""The sheets of the shop in the spreadsheet: totals and tables, then each day with its chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from otdesk import typography
from otdesk.documents.export_xlsx_book import TITLE_ROWS, Book, Column
from otdesk.documents.export_xlsx_charts import bar_chart, column_chart
from otdesk.domain.money import ONE, Cents, Thousandths
from otdesk.i18n import _
from otdesk.reports import labels
from otdesk.reports.comparison import label as period_label
from otdesk.reports.shop import labels as shop_labels
from otdesk.reports.shop import words
from otdesk.reports.shop.sales import Sales, SalesComparison

_INK = "#232B30"
# The charts stand at the right of the tables, one under another.
_CHART_COLUMN = 5
_CHART_ROWS = 18
_FIRST_ROW = TITLE_ROWS + 1
_Cells = tuple[str, Any, str, str]
_Row = tuple[str, "Cents | None", "Thousandths | None", "float | None"]


def sales_page(book: Book, sales: Sales) -> None:
    """Add « Boutique » with its totals and tables, and « Boutique, jours »."""
    columns = [
        Column(_("Mesure"), 38),
        Column(_("Valeur"), 14, "money"),
        Column(_("Pièces, tickets"), 13, "pieces"),
        Column(_("Part"), 9, "percent"),
        Column("", 3),
    ]
    sheet = book.sheet(
        _("Boutique"),
        _("Prix de vente, taxes comprises\u202f; l’argent encaissé pour des tiers est à part."),
        columns,
    )
    sheet.set_landscape()
    line = _totals(book, sheet, sales)
    charts = 0
    for title, rows in _tables(sales):
        if not rows:
            continue
        first = line + 1
        line = _table(book, sheet, line, title, rows)
        if title in {_("Familles"), _("Le plus vendu")}:
            last = first + len(rows) - 1
            chart = bar_chart(
                book.book,
                sheet.get_name(),
                _("{title}, en euros").format(title=title),
                first=first,
                last=last,
                categories=0,
                values=1,
                hue=_INK,
            )
            sheet.insert_chart(TITLE_ROWS + charts * _CHART_ROWS, _CHART_COLUMN, chart)
            charts += 1
    _days(book, sales)
    if sales.by_month:
        _months(book, sales)
    _closings(book, sales)


def _tables(sales: Sales) -> list[tuple[str, list[_Row]]]:
    """Return each table's title and its rows: label, cents, thousandths, share."""
    return [
        (
            _("Familles"),
            [(f.label, f.turnover_cents, f.quantity, f.share) for f in sales.by_family],
        ),
        (
            _("Règlements"),
            [
                (shop_labels.payment_method(p.method), p.cents, p.receipts * ONE, None)
                for p in sales.by_payment
            ],
        ),
        (
            _("Le plus vendu"),
            [(p.label, p.turnover_cents, p.quantity, None) for p in sales.best_sellers],
        ),
        (_("Pour des tiers"), [(h.label, h.cents, h.quantity, None) for h in sales.held]),
        (_("TVA"), [(_rate(v.basis_points), v.vat_cents, None, None) for v in sales.by_vat]),
        (
            _("Par heure"),
            [
                (_("{}\u00a0h").format(h.hour), h.turnover_cents, h.receipts * ONE, None)
                for h in sales.by_hour
            ],
        ),
        (
            _("Par bureau"),
            [(o.name, o.turnover_cents, o.receipts * ONE, None) for o in sales.by_office],
        ),
        (
            _("Provenance des tickets liés à un accueil"),
            [(o.label, o.turnover_cents, o.receipts * ONE, None) for o in sales.linked_by_origin],
        ),
        (
            _("Demandes des tickets liés à un accueil"),
            [
                (d.label, d.turnover_cents, d.receipts * ONE, None)
                for d in sales.linked_by_demand
                if d.level == 1
            ],
        ),
    ]


def _rate(basis_points: int) -> str:
    return typography.percent(basis_points / 10_000)


def _totals(book: Book, sheet: Worksheet, sales: Sales) -> int:
    linked = f"{typography.integer(sales.linked.base)} {labels.base(sales.linked.of)}"
    lines: list[_Cells] = [
        (_("Chiffre d’affaires"), _euros(sales.turnover_cents), "money", ""),
        (_("Encaissé pour des tiers"), _euros(sales.held_cents), "money", ""),
        (_("Tickets"), sales.receipts, "int", ""),
        (_("Remboursements"), sales.refunds, "int", ""),
        (_("Montant remboursé"), _euros(sales.refunded_cents), "money", ""),
        (_("Ticket moyen"), _euros(sales.average_cents), "money", ""),
        (_("Par visiteur"), _euros(sales.per_visitor_cents), "money", _("personne au comptoir")),
        (_("Tickets liés à un accueil"), sales.linked.value, "percent",
         _("sur {}").format(linked)),
        (_("Écart de caisse"), _euros(sales.difference_cents), "money",
         _("sur {} Z").format(len(sales.closings))),
        (_("Jours de vente sans Z"), len(sales.unclosed), "int", ""),
    ]  # fmt: skip
    if sales.comparison is not None:
        lines += _compared(sales.comparison)
    for number, (name, value, form, base) in enumerate(lines):
        book.write(sheet, _FIRST_ROW + number, 0, name, "text")
        book.write(sheet, _FIRST_ROW + number, 1, value, form)
        book.write(sheet, _FIRST_ROW + number, 2, base, "base")
    return _FIRST_ROW + len(lines) + 1


def _compared(of: SalesComparison) -> list[_Cells]:
    before = period_label(of.period)
    if of.refusal is not None:
        return [
            (_("Comparaison refusée, {period}").format(period=before), None, "text", of.refusal)
        ]
    source = "" if of.source is None else words.source(of.source)
    if of.since is not None:
        source = _("relevé depuis le {}").format(typography.long_date(of.since, weekday=False))
    return [
        (
            _("Chiffre d’affaires, {period}").format(period=before),
            _euros(of.turnover_cents),
            "money",
            source,
        ),
        (_("Écart"), of.delta, "signed", ""),
    ]


def _table(book: Book, sheet: Worksheet, line: int, title: str, rows: Sequence[_Row]) -> int:
    for number, head in enumerate((title, _("€"), _("pièces, tickets"), _("part"))):
        book.head(sheet, line, number, Column(head, 0, "int" if number else "text"))
    for row in rows:
        line += 1
        label, cents, quantity, share = row
        book.write(sheet, line, 0, label, "text")
        book.write(sheet, line, 1, _euros(cents), "money")
        book.write(sheet, line, 2, None if quantity is None else quantity / ONE, "pieces")
        book.write(sheet, line, 3, share, "percent")
    return line + 2


def _days(book: Book, sales: Sales) -> None:
    columns = [
        Column(_("Jour"), 16, "date"),
        Column(_("Chiffre d’affaires"), 16, "money"),
        Column(_("Pour des tiers"), 14, "money"),
        Column(_("Tickets"), 10, "int"),
        Column(_("Remboursements"), 14, "int"),
    ]
    rows = [
        (r.day, _euros(r.turnover_cents), _euros(r.held_cents), r.receipts, r.refunds)
        for r in sales.by_day
    ]
    sheet = book.table(_("Boutique, jours"), _("Un jour par ligne."), columns, rows)
    if len(rows) > 1:
        chart = column_chart(
            book.book,
            sheet.get_name(),
            _("Chiffre d’affaires, par jour"),
            first=_FIRST_ROW,
            last=_FIRST_ROW + len(rows) - 1,
            categories=0,
            values=1,
            hue=_INK,
        )
        sheet.insert_chart(TITLE_ROWS, len(columns) + 1, chart)


def _months(book: Book, sales: Sales) -> None:
    columns = [
        Column(_("Mois"), 18),
        Column(_("Chiffre d’affaires"), 16, "money"),
        Column(_("Pour des tiers"), 14, "money"),
        Column(_("Tickets"), 10, "int"),
        Column(_("Ticket moyen"), 13, "money"),
        Column(_("Total publié, à part"), 16, "money"),
    ]
    rows = [
        (
            typography.month_name(r.month),
            _euros(r.turnover_cents),
            _euros(r.held_cents),
            r.receipts,
            _euros(r.average_cents),
            _euros(r.published_cents),
        )
        for r in sales.by_month
    ]
    book.table(_("Boutique, mois"), _("Un mois par ligne."), columns, rows)


def _closings(book: Book, sales: Sales) -> None:
    if not sales.closings:
        return
    columns = [
        Column(_("Jour"), 16, "date"),
        Column(_("Bureau"), 9),
        Column(_("Z n°"), 8, "int"),
        Column(_("Chiffre d’affaires"), 16, "money"),
        Column(_("Attendu en caisse"), 16, "money"),
        Column(_("Compté"), 14, "money"),
        Column(_("Écart"), 11, "money"),
        Column(_("Écart, carte"), 11, "money"),
        Column(_("Explication"), 50),
    ]
    rows = [
        (
            r.day,
            r.office,
            r.number,
            _euros(r.turnover_cents),
            _euros(r.expected_cents),
            _euros(r.counted_cents),
            _euros(r.difference_cents),
            _euros(r.card_difference_cents),
            r.explanation,
        )
        for r in sales.closings
    ]
    sheet = book.table(_("Boutique, Z"), _("Une clôture par ligne."), columns, rows)
    sheet.set_landscape()


def _euros(cents: Cents | None) -> float | None:
    return None if cents is None else cents / 100

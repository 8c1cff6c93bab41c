"""The shop's section of a month, and its plain tables of a year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from otdesk.documents.charts.faces import HEAD, NOTE
from otdesk.documents.charts.labels import fit
from otdesk.documents.charts.money_days import MoneyDay, money_days
from otdesk.documents.charts.ranked import RankedRow, RankedTable, ranked
from otdesk.documents.drawing import Anchor, Drawing, Font, Role, Sketch, TextMeasure, Weight
from otdesk.documents.pdf import shop_words as told
from otdesk.documents.pdf import words
from otdesk.documents.pdf.heading import section
from otdesk.documents.pdf.page import CONTENT, Block, column, span
from otdesk.documents.pdf.paragraph import Run, paragraph
from otdesk.documents.pdf.shop_lines import entries_table
from otdesk.documents.pdf.tables import Column, PlainTable, Row, plain
from otdesk.domain.money import ONE
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.sales import Sales, SalesMonthRow
from otdesk.typography import DASH, capitalised, month_name, percent

_SUM = Font(9.6, Weight.SEMIBOLD, tabular=True)
_MULTIPLES = 5
_BARS = 33.0
_WIDTH = span(4)
_LISTED = 5


def shop_section(
    sales: Sales, measure: TextMeasure, *, multiples: bool = True, listed: int = _LISTED
) -> Block:
    """Draw families day by day, what sold most, payments and till.

    Without `multiples` the families are a table beside the payments: a section half as high.
    """
    sketch = Sketch(CONTENT)
    title = _("Boutique")
    y = section(sketch, title, told.base(sales, notes=True), measure)
    if not sales.receipts and not sales.refunds:
        lines = [Run(_("Aucune vente."), bold=True), Run(f" {told.comparison(sales)}")]
        drawn = paragraph(lines, CONTENT, measure, lines=2)
        return Block(sketch.finish(sketch.place(drawn, 0, y - 2) + 2), title)
    if multiples:
        y = sketch.place(_families(sales, measure), 0, y) + 9
    lower = _tables(sales, measure, families=not multiples, listed=listed)
    return Block(sketch.finish(sketch.place(lower, 0, y)), title)


def _families(sales: Sales, measure: TextMeasure) -> Drawing:
    """Draw one small picture a family, all on one scale; the last one holds the rest."""
    sketch = Sketch(CONTENT)
    cents: dict[str, dict[date, int]] = defaultdict(dict)
    for row in sales.by_family_day:
        cents[row.code][row.day] = row.turnover_cents
    shown = [[row] for row in sales.by_family[:_MULTIPLES]]
    if len(sales.by_family) > _MULTIPLES:
        shown = [*shown[:-1], list(sales.by_family[_MULTIPLES - 1 :])]
    days = [row.day for row in sales.by_day]
    sums = [
        {day: sum(cents[row.code].get(day, 0) for row in group) for day in days} for group in shown
    ]
    highest = max((value for group in sums for value in group.values()), default=0)
    gutter = 18.0
    width = (CONTENT - gutter * (_MULTIPLES - 1)) / _MULTIPLES
    height = 0.0
    for number, (group, by_day) in enumerate(zip(shown, sums, strict=True)):
        x = number * (width + gutter)
        label = told.family(group[0])
        if len(group) > 1:
            label = ngettext("{n} autre famille", "{n} autres familles", len(group)).format(
                n=len(group)
            )
        total = sum(row.turnover_cents for row in group)
        shares = [row.share for row in group if row.share is not None]
        sketch.text(x, 7.2, fit(label, width, HEAD, measure), HEAD)
        sketch.text(x, 19.5, f"{told.amount(total)}\u00a0€", _SUM)
        share = percent(sum(shares), 0) if shares else ""
        sketch.text(x + width, 19.5, share, NOTE, colour=Role.SOFT, anchor=Anchor.END)
        quantity = sum(row.quantity for row in group)
        drawn = money_days(
            [MoneyDay(day.day, by_day[day], day.weekday() >= 5) for day in days],
            width,
            _BARS,
            highest,
            measure,
            note=ngettext("{n} pièce", "{n} pièces", quantity // ONE).format(
                n=told.pieces(quantity)
            ),
        )
        height = max(height, sketch.place(drawn, x, 24))
    return sketch.finish(height)


def _tables(sales: Sales, measure: TextMeasure, *, families: bool, listed: int) -> Drawing:
    sketch = Sketch(CONTENT)
    till = [*told.till(sales, single=False), *told.held(sales), *told.vat(sales)]
    best = told.best(sales, listed)
    bottoms = [0.0]
    if families:
        left = ranked(told.families(sales, 7), _WIDTH, measure)
    else:
        left = entries_table(_("Le plus vendu"), (_("pièces"),), best, _WIDTH, measure)
    bottoms.append(sketch.place(left, 0, 0))
    methods = told.payments(sales)
    table = entries_table(_("Règlements"), (_("tickets"), "€"), methods, _WIDTH, measure)
    middle = sketch.place(table, column(4), 0)
    text = told.comparison(sales)
    if text:
        drawn = paragraph([Run(text)], _WIDTH, measure, lines=4)
        middle = sketch.place(drawn, column(4), middle + 4)
    bottoms.append(middle)
    if till:
        drawer = entries_table(_("Caisse"), ("€",), till, _WIDTH, measure, note_lines=3)
        bottoms.append(sketch.place(drawer, column(8), 0))
    return sketch.finish(max(bottoms))


# -------------------------------------------------------------------------------------- the year


def shop_months(sales: Sales, measure: TextMeasure) -> Block:
    """Draw the months of the shop, one line each, and the year's total."""
    sketch = Sketch(CONTENT)
    title = _("Boutique, mois par mois")
    y = section(sketch, title, told.base(sales, notes=True), measure)
    published = any(row.published_cents is not None for row in sales.by_month)
    columns = [
        Column(_("Mois"), 16, Anchor.START),
        Column("", 22),
        Column(_("Chiffre d’affaires, €"), 15, bold=True),
        Column(_("Tickets"), 9),
        Column(_("Moyenne, €"), 10),
        Column(_("Rembours."), 9),
        Column(_("Pour des tiers, €"), 13),
    ]
    if published:
        columns.append(Column(_("Publié, à part, €"), 13))
    rows = [_month(row, published=published) for row in sales.by_month]
    total = [
        _("Total"),
        "",
        told.amount(sales.turnover_cents),
        words.count(sales.receipts),
        DASH if sales.average_cents is None else told.amount(sales.average_cents),
        words.count(sales.refunds),
        told.amount(sales.held_cents) if sales.held_cents else DASH,
    ]
    rows.append(Row(tuple([*total, ""] if published else total), total=True))
    table = PlainTable(tuple(columns), tuple(rows), bar=1, role=Role.MONEY)
    return Block(sketch.finish(sketch.place(plain(table, CONTENT, measure), 0, y - 2)), title)


def _month(row: SalesMonthRow, *, published: bool) -> Row:
    cells = [
        capitalised(month_name(row.month)),
        "",
        told.amount(row.turnover_cents) if row.turnover_cents else DASH,
        words.count(row.receipts),
        DASH if row.average_cents is None else told.amount(row.average_cents),
        words.count(row.refunds),
        told.amount(row.held_cents) if row.held_cents else DASH,
    ]
    if published:
        cells.append("" if row.published_cents is None else told.amount(row.published_cents))
    return Row(tuple(cells), max(0, row.turnover_cents), quiet=not row.receipts)


def shop_year(sales: Sales, measure: TextMeasure, *, several: bool) -> Block:
    """Draw the year's families, payments, till and best sellers, offices and linked receipts."""
    sketch = Sketch(CONTENT)
    title = _("Boutique, l’année")
    y = section(sketch, title, told.regime(sales), measure)
    y = sketch.place(_tables(sales, measure, families=True, listed=0), 0, y) + 10
    best = entries_table(_("Le plus vendu"), (_("pièces"),), told.best(sales, 10), _WIDTH, measure)
    bottoms = [sketch.place(best, 0, y)]
    if sales.linked_by_origin:
        bottoms.append(sketch.place(ranked(_linked(sales), _WIDTH, measure), column(4), y))
    if several:
        bottoms.append(sketch.place(ranked(_offices(sales), _WIDTH, measure), column(8), y))
    return Block(sketch.finish(max(bottoms)), title)


def _linked(sales: Sales) -> RankedTable:
    share = words.share(sales.linked)
    return RankedTable(
        _("Par provenance"),
        _("{share} des tickets, liés").format(share=share),
        tuple(
            RankedRow(row.label, max(0, row.turnover_cents), told.amount(row.turnover_cents))
            for row in sales.linked_by_origin[:10]
        ),
        Role.MONEY,
        "€",
        label_share=0.48,
    )


def _offices(sales: Sales) -> RankedTable:
    return RankedTable(
        _("Bureaux"),
        "",
        tuple(
            RankedRow(row.name, max(0, row.turnover_cents), told.amount(row.turnover_cents))
            for row in sales.by_office
        ),
        Role.MONEY,
        "€",
        label_share=0.5,
    )

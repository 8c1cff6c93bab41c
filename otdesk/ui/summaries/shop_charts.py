"""The charts of the shop: what sold, when, how it was paid, who bought."""

from __future__ import annotations

from dataclasses import replace

from otdesk import typography
from otdesk.documents.charts.money_days import MoneyDay, money_days
from otdesk.documents.charts.ranked import RankedRow, RankedTable, ranked
from otdesk.documents.drawing import Drawing, Role, Sketch, TextMeasure
from otdesk.documents.pdf import shop_words as told
from otdesk.documents.pdf import words as page_words
from otdesk.domain.period import Period
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.reports.shop.sales import Sales
from otdesk.typography import DASH, capitalised
from otdesk.typography import cents as money
from otdesk.ui.summaries.chart_spec import ChartSpec, TableContent, TableRow

_HEIGHT = 86.0
_WEEKEND = 5


def shop_charts(sales: Sales) -> list[ChartSpec]:
    """Return the cards of the shop; none where nothing was sold."""
    if not sales.receipts and not sales.refunds:
        return []
    specs = [families(sales), payments(sales), best_sellers(sales)]
    if sales.by_month:
        specs.insert(0, months(sales))
    elif len(sales.by_day) > 1:
        specs.insert(0, days(sales))
    if sales.linked_by_origin:
        specs.append(origins(sales))
    if len(sales.by_office) > 1:
        specs.append(offices(sales))
    return specs


def _bars(key: str, title: str, note: str, table: RankedTable, content: TableContent) -> ChartSpec:
    """Return a card of bars in the hue of money, its first row spoken."""

    def draw(width: float, measure: TextMeasure) -> Drawing:
        return ranked(table, width, measure)

    first = next(iter(table.rows), None)
    spoken = "" if first is None else _("{label} : {figure}.").format(
        label=first.label, figure=first.figure
    )  # fmt: skip
    return ChartSpec(key, title, note, draw, content, spoken)


def _table(
    base: str, rows: tuple[RankedRow, ...], figure: str, share: str = "", *, label: float = 0.44
) -> RankedTable:
    return RankedTable("", base, rows, Role.MONEY, figure, share, label_share=label)


def families(sales: Sales) -> ChartSpec:
    """Return the turnover by family with its pieces."""
    rows = tuple(
        RankedRow(
            row.label,
            max(0, row.turnover_cents),
            told.amount(row.turnover_cents),
            "" if row.share is None else typography.percent(row.share, 0),
        )
        for row in sales.by_family
    )
    content = TableContent(
        (_("Famille"), "€", _("Pièces"), _("part")),
        tuple(
            TableRow(
                (
                    row.label,
                    told.amount(row.turnover_cents),
                    told.pieces(row.quantity),
                    "" if row.share is None else typography.percent(row.share),
                )
            )
            for row in sales.by_family
        ),
    )
    base = _("sur {}").format(money(sales.turnover_cents))
    note = _("prix de vente")
    table = _table(base, rows, "€", _("part"))
    return _bars("shop-families", _("Boutique, par famille"), note, table, content)


def payments(sales: Sales) -> ChartSpec:
    """Return what was taken by each method, with what is held for third parties."""
    lines = [
        (labels.payment_method(row.method), row.cents, row.receipts)
        for row in sales.by_payment
        if row.cents or row.receipts
    ]
    rows = [RankedRow(name, max(0, cents), told.amount(cents)) for name, cents, _n in lines]
    rows.append(RankedRow(_("Encaissé"), 0, told.amount(sales.taken_cents), total=True))
    rows += [
        RankedRow(
            _("dont pour {name}").format(name=row.label), 0, told.amount(row.cents), quiet=True
        )
        for row in sales.held
    ]
    if sales.closings:
        label = _("Écart de caisse")
        rows.append(RankedRow(label, 0, told.amount(sales.difference_cents), quiet=True))
    content = TableContent(
        (_("Règlement"), "€", _("Tickets")),
        tuple(
            TableRow((name, told.amount(cents), page_words.count(receipts)))
            for name, cents, receipts in lines
        ),
    )
    note = _("{n} sans Z").format(n=page_words.days(len(sales.unclosed))) if sales.unclosed else ""
    spec = _bars("shop-payments", _("Règlements"), note, _table("", tuple(rows), "€"), content)
    return replace(spec, foot=told.split_payments(sales))


def best_sellers(sales: Sales) -> ChartSpec:
    """Return the ten articles of which most pieces were sold."""
    rows = tuple(
        RankedRow(row.label, row.quantity, told.pieces(row.quantity)) for row in sales.best_sellers
    )
    content = TableContent(
        (_("Article"), _("Pièces"), "€"),
        tuple(
            TableRow((row.label, told.pieces(row.quantity), told.amount(row.turnover_cents)))
            for row in sales.best_sellers
        ),
    )
    return _bars(
        "shop-best",
        _("Le plus vendu"),
        _("en pièces"),
        _table("", rows, _("pièces"), label=0.6),
        content,
    )


def origins(sales: Sales) -> ChartSpec:
    """Return who buys: the turnover of the receipts that belong to an accueil."""
    rows = tuple(
        RankedRow(row.label, max(0, row.turnover_cents), told.amount(row.turnover_cents))
        for row in sales.linked_by_origin[:8]
    )
    lines = [
        TableRow((row.label, told.amount(row.turnover_cents), page_words.count(row.receipts)))
        for row in sales.linked_by_origin
    ]
    lines += [
        TableRow(
            (
                _("Demande\u00a0: {label}").format(label=row.label),
                told.amount(row.turnover_cents),
                page_words.count(row.receipts),
            ),
            quiet=True,
        )
        for row in sales.linked_by_demand
        if row.level == 1
    ]
    content = TableContent((_("Provenance, demande"), "€", _("Tickets")), tuple(lines))
    base = _("{share} de {receipts}").format(
        share=page_words.share(sales.linked, 0), receipts=told.receipts(sales.linked.base)
    )
    table = _table(base, rows, "€")
    note = _("tickets liés à un accueil")
    return _bars("shop-origins", _("Qui achète\u202f?"), note, table, content)


def offices(sales: Sales) -> ChartSpec:
    """Return the offices with what each visitor spent there."""
    rows = tuple(
        RankedRow(
            row.name,
            max(0, row.turnover_cents),
            told.amount(row.turnover_cents),
            DASH if row.per_visitor_cents is None else told.amount(row.per_visitor_cents),
        )
        for row in sales.by_office
    )
    content = TableContent(
        (_("Bureau"), "€", _("€ par visiteur"), _("Tickets")),
        tuple(
            TableRow((row.label, row.figure, row.share, page_words.count(of.receipts)))
            for row, of in zip(rows, sales.by_office, strict=True)
        ),
    )
    table = _table("", rows, "€", _("€/visiteur"), label=0.5)
    return _bars("shop-offices", _("Boutiques"), _("prix de vente"), table, content)


def months(sales: Sales) -> ChartSpec:
    """Return the months as bars."""
    rows = tuple(
        RankedRow(
            capitalised(typography.MONTHS[row.month.month - 1]),
            max(0, row.turnover_cents),
            told.amount(row.turnover_cents) if row.receipts else DASH,
            "" if row.average_cents is None else told.amount(row.average_cents),
            quiet=not row.receipts,
        )
        for row in sales.by_month
    )
    content = TableContent(
        (_("Mois"), "€", _("Tickets"), _("Ticket moyen, €")),
        tuple(
            TableRow(
                (bar.label, bar.figure, page_words.count(row.receipts), bar.share or DASH),
                Period.month(row.month.year, row.month.month),
                quiet=not row.receipts,
            )
            for bar, row in zip(rows, sales.by_month, strict=True)
        ),
    )
    table = _table("", rows, "€", _("moyen"), label=0.25)
    note = _("chiffre d’affaires")
    return _bars("shop-months", _("Boutique, mois par mois"), note, table, content)


def days(sales: Sales) -> ChartSpec:
    """Return the days as columns."""
    columns = [
        MoneyDay(row.day.day, row.turnover_cents, row.day.weekday() >= _WEEKEND)
        for row in sales.by_day
    ]
    best = max(sales.by_day, key=lambda row: row.turnover_cents)
    highest = _("le {day}\u00a0: {amount}").format(
        day=typography.long_date(best.day, year=False), amount=money(best.turnover_cents)
    )

    def draw(width: float, measure: TextMeasure) -> Drawing:
        sketch = Sketch(width)
        drawn = money_days(
            columns,
            width,
            _HEIGHT,
            best.turnover_cents,
            measure,
            note=_("au plus, {day}").format(day=highest),
        )
        return sketch.finish(sketch.place(drawn, 0, 4))

    content = TableContent(
        (_("Jour"), "€", _("Tickets")),
        tuple(
            TableRow(
                (
                    capitalised(typography.long_date(row.day, year=False)),
                    told.amount(row.turnover_cents) if row.receipts or row.refunds else DASH,
                    page_words.count(row.receipts),
                ),
                Period.day(row.day),
                quiet=not row.receipts,
            )
            for row in sales.by_day
        ),
    )
    return ChartSpec(
        "shop-days",
        _("Boutique, jour après jour"),
        _("chiffre d’affaires"),
        draw,
        content,
        _("Jour le plus fort : {}.").format(highest),
    )

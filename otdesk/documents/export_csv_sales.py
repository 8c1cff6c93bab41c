"""The shop's lines in the CSV of a summary: `sales…;code;label;unit;value`.

Amounts are in euros with two decimals, as the spreadsheets of those who read it add them up.
"""

from __future__ import annotations

from collections.abc import Iterator

from otdesk.domain.money import ONE, Cents
from otdesk.i18n import _
from otdesk.reports.shop import labels, words
from otdesk.reports.shop.sales import Sales, SalesComparison
from otdesk.typography import month_name, percent

Line = tuple[str, str, str, str, "int | float | str | None"]


def sales_lines(sales: Sales) -> Iterator[Line]:
    """Yield the shop's figures, one a line."""
    yield from _totals(sales)
    yield from _tables(sales)
    yield from _linked(sales)
    yield from _times(sales)
    yield from _till(sales)
    if sales.comparison is not None:
        yield from _comparison(sales.comparison)


def _euros(cents: Cents | None) -> str | None:
    if cents is None:
        return None
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _totals(sales: Sales) -> Iterator[Line]:
    amounts = (
        ("turnover", _("Chiffre d’affaires"), sales.turnover_cents),
        ("held", _("Encaissé pour des tiers"), sales.held_cents),
        ("taken", _("Total encaissé"), sales.taken_cents),
        ("refunded", _("Remboursé"), sales.refunded_cents),
        ("average_receipt", _("Ticket moyen"), sales.average_cents),
        ("per_visitor", _("Chiffre d’affaires par visiteur"), sales.per_visitor_cents),
        ("till_difference", _("Écart de caisse"), sales.difference_cents),
    )
    for code, label, cents in amounts:
        yield ("sales", code, label, "euros", _euros(cents))
    yield ("sales", "receipts", _("Tickets"), "receipts", sales.receipts)
    yield ("sales", "refunds", _("Remboursements"), "refunds", sales.refunds)
    yield ("sales", "closings", _("Z"), "closings", len(sales.closings))
    yield ("sales", "linked_share", _("Tickets liés à un accueil"), "fraction_of_receipts",
           sales.linked.value)  # fmt: skip


def _tables(sales: Sales) -> Iterator[Line]:
    for family in sales.by_family:
        name = ("sales.by_family", family.code, family.label)
        yield (*name, "euros", _euros(family.turnover_cents))
        yield (*name, "pieces", family.quantity / ONE)
    for payment in sales.by_payment:
        name = ("sales.by_payment", payment.method.value, labels.payment_method(payment.method))
        yield (*name, "euros", _euros(payment.cents))
        yield (*name, "receipts", payment.receipts)
    for rate in sales.by_vat:
        label = _("TVA {rate}").format(rate=percent(rate.basis_points / 10_000))
        name = ("sales.by_vat", str(rate.basis_points), label)
        yield (*name, "euros_gross", _euros(rate.gross_cents))
        yield (*name, "euros_net", _euros(rate.net_cents))
        yield (*name, "euros_vat", _euros(rate.vat_cents))
    for product in sales.best_sellers:
        name = ("sales.best_sellers", product.code, product.label)
        yield (*name, "pieces", product.quantity / ONE)
        yield (*name, "euros", _euros(product.turnover_cents))
    for held in sales.held:
        yield ("sales.held", held.code, held.label, "euros", _euros(held.cents))
        yield ("sales.held", held.code, held.label, "pieces", held.quantity / ONE)


def _linked(sales: Sales) -> Iterator[Line]:
    for origin in sales.linked_by_origin:
        name = ("sales.linked_by_origin", origin.code, origin.label)
        yield (*name, "euros", _euros(origin.turnover_cents))
        yield (*name, "receipts", origin.receipts)
    for demand in sales.linked_by_demand:
        name = ("sales.linked_by_demand", demand.code, demand.label)
        yield (*name, "euros", _euros(demand.turnover_cents))
        yield (*name, "receipts", demand.receipts)


def _times(sales: Sales) -> Iterator[Line]:
    for office in sales.by_office:
        name = ("sales.by_office", office.code, office.name)
        yield (*name, "euros", _euros(office.turnover_cents))
        yield (*name, "receipts", office.receipts)
        yield (*name, "euros_per_visitor", _euros(office.per_visitor_cents))
    for month in sales.by_month:
        name = ("sales.by_month", month.month.isoformat()[:7], month_name(month.month))
        yield (*name, "euros", _euros(month.turnover_cents))
        yield (*name, "receipts", month.receipts)
        if month.published_cents is not None:
            yield (*name, "euros_published", _euros(month.published_cents))
    for hour in sales.by_hour:
        name = ("sales.by_hour", str(hour.hour), _("{}\u00a0h").format(hour.hour))
        yield (*name, "euros", _euros(hour.turnover_cents))
        yield (*name, "receipts", hour.receipts)
    for day in sales.by_day:
        name = ("sales.by_day", day.day.isoformat(), "")
        yield (*name, "euros", _euros(day.turnover_cents))
        yield (*name, "receipts", day.receipts)


def _till(sales: Sales) -> Iterator[Line]:
    for closing in sales.closings:
        label = _("{office}, Z n° {number}").format(office=closing.office, number=closing.number)
        name = ("sales.closings", closing.day.isoformat(), label)
        yield (*name, "euros_difference", _euros(closing.difference_cents))
        if closing.card_difference_cents is not None:
            yield (*name, "euros_card_difference", _euros(closing.card_difference_cents))
        if closing.explanation:
            yield (*name, "explanation", closing.explanation)
    for day in sales.unclosed:
        yield ("sales.days_without_closing", day.day.isoformat(), day.office, "", 1)


def _comparison(of: SalesComparison) -> Iterator[Line]:
    section = "sales.comparison"
    yield (section, "from", _("Du"), "date", of.period.first.isoformat())
    yield (section, "to", _("Au"), "date", of.period.last.isoformat())
    if of.refusal is not None:
        yield (section, "refusal", _("Comparaison refusée"), "", of.refusal)
        return
    if of.source is not None:
        yield (section, "source", words.source(of.source), "", of.source.value)
    yield (section, "turnover", _("Chiffre d’affaires"), "euros", _euros(of.turnover_cents))
    yield (section, "delta", _("Écart"), "fraction", of.delta)

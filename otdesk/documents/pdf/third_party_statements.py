"""What is owed to others, on paper: goods on consignment, and money held for third parties.

Each third party's statement begins a page and counts its own pages: it is handed over.
"""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.drawing import Anchor, TextMeasure
from otdesk.documents.pdf import words
from otdesk.documents.pdf.flow import FlowTable, Group, column_width, lines_of
from otdesk.documents.pdf.key_figures import KeyFigure
from otdesk.documents.pdf.paragraph import runs
from otdesk.documents.pdf.shop_statement import Issuer, ShopStatement, render_statements
from otdesk.documents.pdf.style import PrintStyle
from otdesk.documents.pdf.tables import Column, Row
from otdesk.domain.period import Period
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.consignment import ConsignmentLine, ConsignmentStatement
from otdesk.reports.shop.held_money import HeldStatement
from otdesk.typography import cents, integer, short_date


def render_consignment(
    statements: Sequence[ConsignmentStatement], period: Period, issuer: Issuer, style: PrintStyle
) -> bytes:
    """Return the statement of each supplier as PDF; a page that says so where there is none."""
    papers = [consignment_statement(one, issuer, style.fonts) for one in statements]
    none = _nothing(
        _("Relevé de dépôt-vente"), period, issuer, _("Personne ne dépose de marchandise.")
    )
    return render_statements(papers or [none], issuer, style)


def render_held_money(
    statements: Sequence[HeldStatement], period: Period, issuer: Issuer, style: PrintStyle
) -> bytes:
    """Return the account of each third party as PDF; a page that says so where there is none."""
    papers = [held_statement(one, issuer, style.fonts) for one in statements]
    text = _("Rien n’a été encaissé pour un tiers, et rien ne reste à reverser.")
    none = _nothing(_("Argent encaissé pour un tiers"), period, issuer, text)
    return render_statements(papers or [none], issuer, style)


def _nothing(heading: str, period: Period, issuer: Issuer, text: str) -> ShopStatement:
    return ShopStatement(
        heading=heading,
        title=heading,
        place=issuer.places(tuple(issuer.offices)),
        facts=words.title(period),
        figures=(KeyFigure(_("À reverser"), cents(0), 0, 6),),
        tables=(),
        words=runs(_("**À reverser**\u00a0: ce qui reste dû à la fin de la période.")),
        nothing=text,
        signer=_("Relu et signé"),
    )


def consignment_statement(
    statement: ConsignmentStatement, issuer: Issuer, measure: TextMeasure
) -> ShopStatement:
    """Return what a supplier is owed for a period as a statement."""
    supplier = statement.supplier
    share = labels.vat_rate(supplier.consignment_basis_points)
    return ShopStatement(
        heading=_("Relevé de dépôt-vente"),
        title=supplier.name,
        place=issuer.places(statement.offices),
        facts=_("dépôt-vente · {period}").format(period=words.short_title(statement.period)),
        figures=tuple(_consignment_figures(statement, share)),
        tables=(_consigned(statement, share, measure),) if statement.lines else (),
        words=runs(
            _(
                "**Vendu**\u00a0: les ventes moins ce que les clients ont rapporté. "
                "**Rendu**\u00a0: repris par le déposant. **Autre**\u00a0: transferts, pertes, "
                "offerts, écarts d’inventaire. **Part due**\u00a0: {share} des ventes TTC, selon "
                "la convention de dépôt."
            ).format(share=share)
        ),
        nothing=_("Ni dépôt, ni vente, ni reste sur la période."),
        signer=_("Pour accord, le déposant"),
    )


def _consignment_figures(statement: ConsignmentStatement, share: str) -> list[KeyFigure]:
    title = _("À reverser au déposant, {share} des ventes").format(share=share)
    return [
        KeyFigure(title, cents(statement.due_cents), 0, 5),
        KeyFigure(_("Ventes TTC"), cents(statement.amount_cents), 5, 3),
        KeyFigure(_("Pièces vendues"), labels.quantity(statement.sold), 8, 2),
        KeyFigure(_("Pièces restantes"), labels.quantity(statement.remaining), 10, 2),
    ]


def _consigned(statement: ConsignmentStatement, share: str, measure: TextMeasure) -> FlowTable:
    columns = (
        Column(_("article"), 4.2, Anchor.START),
        Column(_("au début"), 1),
        Column(_("déposé"), 1),
        Column(_("vendu"), 1, bold=True),
        Column(_("rendu"), 1),
        Column(_("autre"), 1),
        Column(_("reste"), 1, bold=True),
        Column(_("ventes TTC"), 1.6),
        Column(_("part due, {share}").format(share=share), 1.6, bold=True),
    )
    width = column_width(columns, 0)
    groups = [
        lines_of(line.label, _consigned_cells(line), width, measure) for line in statement.lines
    ]
    groups.append((_consigned_total(statement),))
    note = ngettext("{n} article", "{n} articles", len(statement.lines)).format(
        n=integer(len(statement.lines))
    )
    return FlowTable(_("Pièces et ventes"), note, columns, tuple(groups))


def _consigned_cells(line: ConsignmentLine) -> tuple[str, ...]:
    counts = (
        line.opening,
        line.received,
        line.sold,
        line.returned,
        line.other,
        line.remaining,
    )
    quantities = tuple(labels.quantity(count) for count in counts)
    return (*quantities, cents(line.amount_cents), cents(line.due_cents))


def _consigned_total(statement: ConsignmentStatement) -> Row:
    lines = statement.lines
    counts = (
        sum(line.opening for line in lines),
        sum(line.received for line in lines),
        statement.sold,
        statement.returned,
        sum(line.other for line in lines),
        statement.remaining,
    )
    quantities = tuple(labels.quantity(count) for count in counts)
    amounts = (cents(statement.amount_cents), cents(statement.due_cents))
    return Row((_("Total"), *quantities, *amounts), total=True)


def held_statement(statement: HeldStatement, issuer: Issuer, measure: TextMeasure) -> ShopStatement:
    """Return the account of a third party for a period as a statement."""
    tables = []
    if statement.lines:
        tables.append(_collected(statement, measure))
    if statement.payments:
        tables.append(_paid(statement, issuer, measure))
    return ShopStatement(
        heading=_("Argent encaissé pour un tiers"),
        title=statement.name,
        place=issuer.places(statement.offices),
        facts=_("encaissé pour un tiers · {period}").format(
            period=words.short_title(statement.period)
        ),
        figures=tuple(_held_figures(statement)),
        tables=tuple(tables),
        words=runs(
            _(
                "**À reverser**\u00a0: dû avant la période, plus l’encaissé, moins le reversé. Cet "
                "argent est au tiers\u202f; il n’entre pas dans le chiffre d’affaires de l’office. "
                "**Encaissé**\u00a0: remboursements déduits."
            )
        ),
        nothing=_("Rien n’a été encaissé ni reversé sur la période."),
        signer=_("Reçu, pour le tiers"),
    )


def _held_figures(statement: HeldStatement) -> list[KeyFigure]:
    before = _("et {amount} dus avant la période").format(amount=cents(statement.owed_before_cents))
    return [
        KeyFigure(_("À reverser en fin de période"), cents(statement.owed_cents), 0, 5),
        KeyFigure(_("Encaissé"), cents(statement.collected_cents), 5, 4, (before,)),
        KeyFigure(_("Reversé"), cents(statement.paid_cents), 9, 3),
    ]


def _collected(statement: HeldStatement, measure: TextMeasure) -> FlowTable:
    columns = (
        Column(_("article"), 6, Anchor.START),
        Column(_("nombre"), 1.5),
        Column(_("encaissé"), 2, bold=True),
    )
    width = column_width(columns, 0)
    groups: list[Group] = [
        lines_of(line.label, (labels.quantity(line.quantity), cents(line.cents)), width, measure)
        for line in statement.lines
    ]
    total = (_("Total"), labels.quantity(statement.quantity), cents(statement.collected_cents))
    groups.append((Row(total, total=True),))
    return FlowTable(_("Encaissé"), _("remboursements déduits"), columns, tuple(groups))


def _paid(statement: HeldStatement, issuer: Issuer, measure: TextMeasure) -> FlowTable:
    columns = (
        Column(_("jour et bureau"), 6, Anchor.START),
        Column(_("moyen"), 2, Anchor.START),
        Column(_("reversé"), 2, bold=True),
    )
    width = column_width(columns, 0)
    groups: list[Group] = [
        lines_of(
            _("{day} · {office}").format(
                day=short_date(payment.day), office=issuer.office(payment.office)
            ),
            (labels.payment_method(payment.method), cents(payment.cents)),
            width,
            measure,
            notes=(payment.note,) if payment.note else (),
        )
        for payment in statement.payments
    ]
    groups.append((Row((_("Total"), "", cents(statement.paid_cents)), total=True),))
    return FlowTable(_("Reversé"), "", columns, tuple(groups))

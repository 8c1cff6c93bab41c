"""The shop's kinds of `otdesk report`: accounting, stock, inventory, consignment, held money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otdesk import paths, typography
from otdesk.cli import report_shop_pdf
from otdesk.cli.output import warn
from otdesk.domain.period import Period, PeriodKind
from otdesk.errors import DataFault
from otdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.documents.export_table import TableDocument
    from otdesk.documents.export_xlsx_book import Heading
    from otdesk.reports.context import ReportContext

STOCK = "stock"
SHOP_KINDS = ("accounting", STOCK, "inventory", "consignment", "held")
SHOP_FORMATS = ("csv", "xlsx")
PDF = "pdf"


def check(kind: str, form: str, period: Period) -> None:
    """Raise DataFault on a format that these reports have not, or a stock of more than a day."""
    formats = (*SHOP_FORMATS, PDF) if kind in report_shop_pdf.PRINTED else SHOP_FORMATS
    if form not in formats:
        raise DataFault(
            _("Ce rapport s’écrit en {formats}.").format(formats=_(" ou ").join(formats))
        )
    if kind == STOCK and period.kind is not PeriodKind.DAY:
        raise DataFault(_("Le stock est celui d’un jour : écrire 2022-07-14."))


def document(
    kind: str,
    form: str,
    connection: Connection,
    *,
    context: ReportContext,
    offices: tuple[str, ...],
    period: Period,
) -> bytes:
    """Return the report of a kind, in a format that `check` let pass."""
    if form == PDF:
        return report_shop_pdf.document(
            kind, connection, context=context, offices=offices, period=period
        )
    from otdesk.documents.export_table import render

    return render(_table(kind, connection, context, offices, period), form)


def _table(
    kind: str,
    connection: Connection,
    context: ReportContext,
    offices: tuple[str, ...],
    period: Period,
) -> TableDocument:
    from otdesk.documents import export_statements as tables

    if kind == "accounting":
        return _accounting(connection, context, offices, period)
    if kind == STOCK:
        from otdesk.reports.shop.stock_list import read_stock_list

        stock = read_stock_list(connection, offices, period.last)
        return tables.stock_table(stock, _heading(_("Stock"), context, offices, period))
    if kind == "inventory":
        from otdesk.reports.shop.stock_list import read_inventory_differences

        found = read_inventory_differences(connection, offices, period)
        title = _("Écarts d’inventaire")
        return tables.inventory_table(found, _heading(title, context, offices, period))
    if kind == "consignment":
        from otdesk.reports.shop.consignment import read_consignment

        statements = read_consignment(connection, offices, period)
        title = _("Relevé du dépôt-vente")
        return tables.consignment_table(statements, _heading(title, context, offices, period))
    from otdesk.reports.shop.held_money import read_held

    held = read_held(connection, offices, period)
    return tables.held_table(held, _heading(_("Pour des tiers"), context, offices, period))


def _accounting(
    connection: Connection, context: ReportContext, offices: tuple[str, ...], period: Period
) -> TableDocument:
    from otdesk.documents.export_accounting import journal_table
    from otdesk.reports.shop.accounting import read_journal
    from otdesk.store.reference import load_accounts

    accounts = load_accounts(paths.database_files() / "reference")
    journal = read_journal(connection, context, accounts, offices, period)
    if journal.unclosed:
        days = ", ".join(f"{row.day:%d/%m/%Y} ({row.office})" for row in journal.unclosed)
        warn(
            ngettext(
                "Sans Z, donc pas dans le journal : {days}.",
                "Sans Z, donc pas dans le journal : {days}.",
                len(journal.unclosed),
            ).format(days=days)
        )
    heading = _heading(_("Journal comptable de la boutique"), context, offices, period)
    return journal_table(journal, heading)


def _heading(
    title: str, context: ReportContext, offices: tuple[str, ...], period: Period
) -> Heading:
    from otdesk.documents.export_xlsx_book import Heading
    from otdesk.reports.comparison import label

    network = context.profile.legal_name
    names = ", ".join(context.office_name(office) for office in offices)
    stamp = typography.stamp(context.local_now)
    return Heading(
        _("{title}\u00a0: {period}").format(title=title, period=label(period)),
        _("{network} · {offices} · édité le {stamp}").format(
            network=network, offices=names, stamp=stamp
        ),
        network,
    )

"""The shop's statements of `otdesk report` as pages to print, sign and hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from otdesk.domain.period import Period

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from otdesk.documents.pdf.shop_statement import Issuer
    from otdesk.documents.pdf.style import PrintStyle
    from otdesk.reports.context import ReportContext

_Render = Callable[["Connection", tuple[str, ...], Period, "Issuer", "PrintStyle"], bytes]


def document(
    kind: str,
    connection: Connection,
    *,
    context: ReportContext,
    offices: tuple[str, ...],
    period: Period,
) -> bytes:
    """Return a statement of `PRINTED` as PDF."""
    from otdesk.documents.pdf.shop_statement import Issuer
    from otdesk.documents.pdf.style import PrintStyle
    from otdesk.reports.queries.folder import is_reconstruction

    names = {code: context.office_name(code) for code in offices}
    issuer = Issuer(context.profile.legal_name, context.local_now, names)
    style = PrintStyle.shipped(reconstruction=is_reconstruction(connection))
    return _RENDER[kind](connection, offices, period, issuer, style)


def _stock(
    connection: Connection,
    offices: tuple[str, ...],
    period: Period,
    issuer: Issuer,
    style: PrintStyle,
) -> bytes:
    from otdesk.documents.pdf.stock_statements import render_stock_list
    from otdesk.reports.shop.stock_list import read_stock_list

    return render_stock_list(read_stock_list(connection, offices, period.last), issuer, style)


def _inventory(
    connection: Connection,
    offices: tuple[str, ...],
    period: Period,
    issuer: Issuer,
    style: PrintStyle,
) -> bytes:
    from otdesk.documents.pdf.stock_statements import render_inventory_differences
    from otdesk.reports.shop.stock_list import read_inventory_differences

    found = read_inventory_differences(connection, offices, period)
    return render_inventory_differences(found, issuer, style)


def _consignment(
    connection: Connection,
    offices: tuple[str, ...],
    period: Period,
    issuer: Issuer,
    style: PrintStyle,
) -> bytes:
    from otdesk.documents.pdf.third_party_statements import render_consignment
    from otdesk.reports.shop.consignment import read_consignment

    statements = read_consignment(connection, offices, period)
    return render_consignment(statements, period, issuer, style)


def _held(
    connection: Connection,
    offices: tuple[str, ...],
    period: Period,
    issuer: Issuer,
    style: PrintStyle,
) -> bytes:
    from otdesk.documents.pdf.third_party_statements import render_held_money
    from otdesk.reports.shop.held_money import read_held

    return render_held_money(read_held(connection, offices, period), period, issuer, style)


_RENDER: dict[str, _Render] = {
    "stock": _stock,
    "inventory": _inventory,
    "consignment": _consignment,
    "held": _held,
}
PRINTED = frozenset(_RENDER)

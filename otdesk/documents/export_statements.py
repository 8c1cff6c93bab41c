"""The shop's statements as tables: consignment, stock, inventories, money held for others."""

from __future__ import annotations

from collections.abc import Sequence

from otdesk.documents.export_table import Kind, TableColumn, TableDocument, TableSheet, Value
from otdesk.documents.export_xlsx_book import Heading
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels
from otdesk.reports.shop.consignment import ConsignmentStatement
from otdesk.reports.shop.held_money import HeldStatement
from otdesk.reports.shop.stock_list import InventoryDifferences, StockList, StockRow

_MONEY, _PIECES = Kind.MONEY, Kind.PIECES


def consignment_table(
    statements: Sequence[ConsignmentStatement], heading: Heading
) -> TableDocument:
    """Return what is owed to each supplier, article by article, and a sheet of the sums."""
    columns = (
        TableColumn(_("Déposant"), width=28),
        TableColumn(_("Article"), width=34),
        TableColumn(_("Code"), width=14),
        TableColumn(_("Stock au début"), _PIECES, 10),
        TableColumn(_("Reçu"), _PIECES, 9),
        TableColumn(_("Vendu"), _PIECES, 9),
        TableColumn(_("dont revenu, déjà déduit"), _PIECES, 11),
        TableColumn(_("Rendu au déposant"), _PIECES, 11),
        TableColumn(_("Autres mouvements"), _PIECES, 12),
        TableColumn(_("Reste"), _PIECES, 9),
        TableColumn(_("Ventes"), _MONEY, 12),
        TableColumn(_("Part due"), Kind.SHARE, 9),
        TableColumn(_("Dû"), _MONEY, 12),
    )
    rows: list[tuple[Value, ...]] = [
        (
            statement.supplier.name,
            line.label,
            line.product,
            line.opening,
            line.received,
            line.sold,
            line.refunded,
            line.returned,
            line.other,
            line.remaining,
            line.amount_cents,
            statement.supplier.consignment_basis_points,
            line.due_cents,
        )
        for statement in statements
        for line in statement.lines
    ]
    sums: tuple[tuple[Value, ...], ...] = tuple(
        (s.supplier.name, s.sold, s.returned, s.remaining, s.amount_cents, s.due_cents)
        for s in statements
    )
    amount = sum(statement.amount_cents for statement in statements)
    due = sum(statement.due_cents for statement in statements)
    total = (_("Total"), *([None] * 9), amount, None, due)
    note = _("Vendu\u00a0: retours des clients déduits. La part due s’entend taxes comprises.")
    short = (
        columns[0],
        TableColumn(_("Vendu"), _PIECES, 10),
        TableColumn(_("Rendu"), _PIECES, 10),
        TableColumn(_("Reste"), _PIECES, 10),
        TableColumn(_("Ventes"), _MONEY, 14),
        TableColumn(_("Dû"), _MONEY, 14),
    )
    whole = (_("Total"), None, None, None, amount, due)
    return TableDocument(
        heading,
        (
            TableSheet(_("Dépôt-vente"), note, columns, tuple(rows), total),
            TableSheet(_("Dû à chacun"), "", short, sums, whole),
        ),
    )


def stock_table(stock: StockList, heading: Heading) -> TableDocument:
    """Return the stock of a day with its value, and a sheet of what is to be ordered."""
    columns = (
        TableColumn(_("Bureau"), width=9),
        TableColumn(_("Famille"), width=20),
        TableColumn(_("Article"), width=38),
        TableColumn(_("Code"), width=14),
        TableColumn(_("Fournisseur"), width=16),
        TableColumn(_("Dépôt-vente"), width=11),
        TableColumn(_("Quantité"), _PIECES, 11),
        TableColumn(_("Seuil"), _PIECES, 9),
        TableColumn(_("À commander"), width=12),
        TableColumn(_("Dernier coût"), _MONEY, 12),
        TableColumn(_("Valeur au coût"), _MONEY, 14),
    )
    note = _("Valeur hors taxes, au dernier prix d’achat connu\u202f; le dépôt-vente n’y est pas.")
    if stock.unvalued:
        note += " " + ngettext(
            "{n} article sans coût connu n’y est pas non plus.",
            "{n} articles sans coût connu n’y sont pas non plus.",
            len(stock.unvalued),
        ).format(n=len(stock.unvalued))
    total = (_("Total"), *([None] * 9), stock.value_cents)
    rows = tuple(_stock_row(row) for row in stock.rows)
    low = tuple(_stock_row(row) for row in stock.low)
    return TableDocument(
        heading,
        (
            TableSheet(_("Stock"), note, columns, rows, total),
            TableSheet(_("À commander"), _("Le seuil est atteint."), columns, low),
        ),
    )


def _stock_row(row: StockRow) -> tuple[Value, ...]:
    return (
        row.office,
        row.family_label,
        row.label,
        row.product,
        row.supplier,
        _("oui") if row.consignment else "",
        row.quantity,
        row.reorder_level,
        _("oui") if row.is_low else "",
        row.cost_cents,
        row.value_cents,
    )


def inventory_table(found: InventoryDifferences, heading: Heading) -> TableDocument:
    """Return the differences that inventories found, valued."""
    columns = (
        TableColumn(_("Date"), Kind.DATE, 16),
        TableColumn(_("Bureau"), width=9),
        TableColumn(_("Article"), width=38),
        TableColumn(_("Code"), width=14),
        TableColumn(_("Attendu"), _PIECES, 10),
        TableColumn(_("Compté"), _PIECES, 10),
        TableColumn(_("Écart"), _PIECES, 10),
        TableColumn(_("Dernier coût"), _MONEY, 12),
        TableColumn(_("Valeur de l’écart"), _MONEY, 14),
        TableColumn(_("Remarque"), width=30),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            row.day,
            row.office,
            row.label,
            row.product,
            row.expected,
            row.counted,
            row.difference,
            row.cost_cents,
            row.value_cents,
            row.note,
        )
        for row in found.rows
    )
    note = ngettext(
        "{n} article compté\u202f; ceux sans écart ne sont pas listés.",
        "{n} articles comptés\u202f; ceux sans écart ne sont pas listés.",
        found.counted,
    ).format(n=found.counted)
    total = (*([None] * 2), _("Total"), *([None] * 5), found.value_cents)
    return TableDocument(
        heading, (TableSheet(_("Écarts d’inventaire"), note, columns, rows, total),)
    )


def held_table(statements: Sequence[HeldStatement], heading: Heading) -> TableDocument:
    """Return the account of each third party, then its articles and its payments."""
    name = TableColumn(_("Tiers"), width=30)
    columns = (
        name,
        TableColumn(_("Dû au début"), _MONEY, 14),
        TableColumn(_("Encaissé"), _MONEY, 14),
        TableColumn(_("Reversé"), _MONEY, 14),
        TableColumn(_("Reste dû"), _MONEY, 14),
    )
    accounts: tuple[tuple[Value, ...], ...] = tuple(
        (s.name, s.owed_before_cents, s.collected_cents, s.paid_cents, s.owed_cents)
        for s in statements
    )
    total = (
        _("Total"),
        sum(s.owed_before_cents for s in statements),
        sum(s.collected_cents for s in statements),
        sum(s.paid_cents for s in statements),
        sum(s.owed_cents for s in statements),
    )
    sold: tuple[tuple[Value, ...], ...] = tuple(
        (s.name, line.label, line.quantity, line.cents) for s in statements for line in s.lines
    )
    paid: tuple[tuple[Value, ...], ...] = tuple(
        (s.name, row.day, row.office, labels.payment_method(row.method), row.cents, row.note)
        for s in statements
        for row in s.payments
    )
    articles = (
        name,
        TableColumn(_("Article"), width=34),
        TableColumn(_("Pièces"), _PIECES, 10),
        TableColumn(_("Encaissé"), _MONEY, 14),
    )
    payments = (
        name,
        TableColumn(_("Date"), Kind.DATE, 16),
        TableColumn(_("Bureau"), width=9),
        TableColumn(_("Règlement"), width=18),
        TableColumn(_("Reversé"), _MONEY, 14),
        TableColumn(_("Remarque"), width=34),
    )
    note = _("Encaissé pour des tiers\u00a0: jamais dans le chiffre d’affaires.")
    return TableDocument(
        heading,
        (
            TableSheet(_("Tiers"), note, columns, accounts, total),
            TableSheet(_("Encaissé"), _("Remboursements déduits."), articles, sold),
            TableSheet(_("Reversé"), "", payments, paid),
        ),
    )

"""The accounting journal as a table: what an accountant's program reads."""

from __future__ import annotations

from otdesk.documents.export_table import Kind, TableColumn, TableDocument, TableSheet
from otdesk.documents.export_xlsx_book import Heading
from otdesk.i18n import _, ngettext
from otdesk.reports.shop.accounting import AccountingJournal


def journal_table(journal: AccountingJournal, heading: Heading) -> TableDocument:
    """Return the journal as a document, checked once more. Raises Unbalanced."""
    journal.check()
    columns = (
        TableColumn(_("Date"), Kind.DATE, 16),
        TableColumn(_("Journal"), width=9),
        TableColumn(_("Compte"), width=10),
        TableColumn(_("Libellé"), width=52),
        TableColumn(_("Tiers"), width=16),
        TableColumn(_("Bureau"), width=9),
        TableColumn(_("Débit"), Kind.MONEY, 14),
        TableColumn(_("Crédit"), Kind.MONEY, 14),
        TableColumn(_("Pièce"), width=24),
    )
    rows = tuple(
        (
            line.day,
            line.journal,
            line.account,
            line.label,
            line.third_party,
            line.office,
            line.debit_cents or None,
            line.credit_cents or None,
            line.piece,
        )
        for line in journal.lines
    )
    total = (None, None, None, _("Total"), None, None, journal.debit_cents, journal.credit_cents)
    note = _("Le débit égale le crédit, pièce par pièce.")
    if journal.unclosed:
        note = ngettext(
            "{n} jour de vente attend son Z et n’y est pas.",
            "{n} jours de vente attendent leur Z et n’y sont pas.",
            len(journal.unclosed),
        ).format(n=len(journal.unclosed))
    return TableDocument(heading, (TableSheet(_("Journal"), note, columns, rows, total),))

"""What the printed pages say of the shop: its notes, its tables' lines."""

from __future__ import annotations

from otdesk.documents.charts.ranked import RankedRow, RankedTable
from otdesk.documents.drawing import Role
from otdesk.documents.pdf import words as page_words
from otdesk.documents.pdf.key_figures import Trend
from otdesk.documents.pdf.paragraph import Run
from otdesk.documents.pdf.shop_lines import Entry
from otdesk.domain.money import ONE, Cents, Thousandths, rounded
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime
from otdesk.i18n import _, ngettext
from otdesk.reports.shop import labels, words
from otdesk.reports.shop.sales import FamilyRow, Sales
from otdesk.reports.summary import Measure, Summary
from otdesk.typography import cents as money
from otdesk.typography import decimal, integer, percent, signed_percent

_OF_A_SHARE = 10_000
# More differences than that are counted: the spreadsheet lists each with its explanation.
_LISTED = 12
_LONG = 21


def amount(cents: Cents) -> str:
    """Return « 106,80 »: the sign € stands in the head of the column."""
    return money(cents).removesuffix("\u00a0€")


def whole_euros(cents: Cents) -> str:
    """Return « 4 957 € »: the large figure of a month; its tables have the cents."""
    return f"{integer(rounded(cents, 100))}\u00a0€"


def pieces(quantity: Thousandths) -> str:
    """Return « 40 », « 0,5 » for half a metre of ribbon."""
    whole, rest = divmod(quantity, ONE)
    if not rest:
        return integer(whole)
    return decimal(quantity / ONE, 3).rstrip("0")


def receipts(count: int) -> str:
    """Return « 34 tickets »."""
    return ngettext("{n} ticket", "{n} tickets", count).format(n=integer(count))


def figure_notes(sales: Sales) -> tuple[str, ...]:
    """Return the two notes under the turnover."""
    if not sales.receipts:
        return (_("aucun ticket"),)
    first = receipts(sales.receipts)
    if sales.average_cents is not None:
        first = _("{receipts}, {average} en moyenne").format(
            receipts=first, average=money(sales.average_cents)
        )
    if sales.per_visitor_cents is None:
        return (first,)
    return (first, _("{amount} par visiteur").format(amount=money(sales.per_visitor_cents)))


def regime(sales: Sales) -> str:
    """Return what the shop says of VAT."""
    if sales.regime is VatRegime.FRANCHISE and not sales.by_vat:
        return FRANCHISE_MENTION
    return _("TVA comprise")


def base(sales: Sales, *, notes: bool) -> str:
    """Return the note at the right of the section's title."""
    parts = list(figure_notes(sales)) if notes else [_("prix de vente")]
    return page_words.MIDDOT.join([*parts, regime(sales)])


def family(row: FamilyRow) -> str:
    """Return a family's name, its short form where a third of a page would cut the long one."""
    return row.label if len(row.label) <= _LONG else row.short


def families(sales: Sales, rows: int, *, title: str = "") -> RankedTable:
    """Return the families with their bars and the turnover below; the rest together."""
    shown = list(sales.by_family)
    rest: list[FamilyRow] = []
    if len(shown) > rows:
        shown, rest = shown[: rows - 1], shown[rows - 1 :]
    lines = [
        RankedRow(family(row), max(0, row.turnover_cents), amount(row.turnover_cents))
        for row in shown
    ]
    if rest:
        others = ngettext("{n} autre famille", "{n} autres familles", len(rest))
        total = sum(row.turnover_cents for row in rest)
        lines.append(RankedRow(others.format(n=len(rest)), 0, amount(total), quiet=True))
    lines.append(RankedRow(_("Chiffre d’affaires"), 0, amount(sales.turnover_cents), total=True))
    return RankedTable(title or _("Familles"), "", tuple(lines), Role.MONEY, "€", label_share=0.5)


def payments(sales: Sales) -> list[Entry]:
    """Return the methods of payment and what they took in all."""
    entries = [
        Entry(
            labels.payment_method(row.method),
            (integer(row.receipts) if row.receipts else "", amount(row.cents)),
        )
        for row in sales.by_payment
        if row.cents or row.receipts
    ]
    if len(entries) > 1:
        entries.append(
            Entry(
                _("Encaissé"),
                (integer(sales.receipts), amount(sales.taken_cents)),
                note=split_payments(sales),
                total=True,
            )
        )
    return entries


def split_payments(sales: Sales) -> str:
    """Say why the methods have more receipts than were made, nothing where they do not."""
    if not sales.has_split_payments:
        return ""
    return _("Un ticket réglé de plusieurs façons compte dans chacune.")


def best(sales: Sales, rows: int) -> list[Entry]:
    """Return the articles of which most pieces were sold."""
    return [Entry(row.label, (pieces(row.quantity),)) for row in sales.best_sellers[:rows]]


def held(sales: Sales) -> list[Entry]:
    """Return the money held for third parties, which is no turnover."""
    return [
        Entry(
            _("Pour {name}").format(name=row.label),
            (amount(row.cents),),
            note=ngettext(
                "{n} pièce, hors chiffre d’affaires",
                "{n} pièces, hors chiffre d’affaires",
                row.quantity // ONE,
            ).format(n=pieces(row.quantity)),
            quiet=True,
        )
        for row in sales.held
    ]


def vat(sales: Sales) -> list[Entry]:
    """Return the tax of each rate."""
    return [
        Entry(
            _("TVA {rate}").format(rate=percent(row.basis_points / _OF_A_SHARE)),
            (amount(row.vat_cents),),
            quiet=True,
        )
        for row in sales.by_vat
    ]


def till(sales: Sales, *, single: bool) -> list[Entry]:
    """Return what the Zs found: the difference, with its explanation, and the days without one."""
    entries: list[Entry] = []
    if sales.closings:
        entries.append(_difference(sales, single=single))
    if sales.unclosed:
        days = ", ".join(dict.fromkeys(f"{row.day:%d/%m}" for row in sales.unclosed))
        entries.append(
            Entry(
                _("Sans Z"),
                ("",),
                note=_("caisse non clôturée")
                if single
                else _("le {days}").format(days=days)
                if len(sales.unclosed) == 1
                else _("les {days}").format(days=days),
            )
        )
    if sales.refunds:
        label = ngettext(
            "{n} remboursement, déduit", "{n} remboursements, déduits", sales.refunds
        ).format(n=integer(sales.refunds))
        entries.insert(0, Entry(label, (amount(-sales.refunded_cents),)))
    return entries


def explanations(sales: Sales) -> list[Run]:
    """Return each Z by its number, with its difference and the reason that was given for it."""
    runs: list[Run] = []
    for row in sales.closings:
        runs.append(Run(" " + _("Z n°\u00a0{number}").format(number=row.number), bold=True))
        parts = []
        if row.difference_cents:
            parts.append(_("écart de {amount}").format(amount=money(row.difference_cents)))
        if row.card_difference_cents:
            parts.append(
                _("écart de {amount} avec le terminal de carte").format(
                    amount=money(row.card_difference_cents)
                )
            )
        told = ", ".join(parts) or _("sans écart")
        if parts and row.explanation:
            told += f" ({row.explanation})"
        runs.append(Run(f"\u00a0: {told}."))
    return runs


def _difference(sales: Sales, *, single: bool) -> Entry:
    count = len(sales.closings)
    if single:
        note = "\u202f; ".join(
            _("attendu {expected}, compté {counted}").format(
                expected=amount(row.expected_cents), counted=amount(row.counted_cents)
            )
            for row in sales.closings
        )
        return Entry(_("Écart de caisse"), (amount(sales.difference_cents),), note=note)
    label = ngettext("Écarts, sur {n} clôture", "Écarts, sur {n} clôtures", count).format(
        n=integer(count)
    )
    different = [row for row in sales.closings if row.difference_cents]
    if len(different) > _LISTED:
        note = _("{n} avec un écart").format(n=len(different))
        return Entry(label, (amount(sales.difference_cents),), note=note)
    note = "\u202f; ".join(
        _("{day}\u00a0: {amount}").format(
            day=f"{row.day:%d/%m}", amount=amount(row.difference_cents)
        )
        for row in different
    )
    return Entry(label, (amount(sales.difference_cents),), note=note)


def turnover_trend(summary: Summary, sales: Sales, *, note: str = "") -> Trend:
    """Return the change of the turnover: per open day where both years know theirs, else whole."""
    comparison = summary.comparison
    rows = () if comparison is None else comparison.rows
    row = next((row for row in rows if row.measure is Measure.TURNOVER), None)
    delta, told = (None, "") if row is None else (row.delta, note)
    if delta is None and sales.comparison is not None:
        delta, told = sales.comparison.delta, _("au total")
    if delta is None:
        return Trend(_("non comparé"))
    text = signed_percent(delta)
    if not any(figure in "123456789" for figure in text):
        return Trend(_("inchangé"))
    return Trend(text, told, up=delta > 0)


def comparison(sales: Sales) -> str:
    """Return the year before in a sentence, or why it is not compared; nothing without one."""
    of = sales.comparison
    if of is None:
        return ""
    period = page_words.named(of.period)
    if of.refusal is not None:
        return _("Face à {period}, comparaison refusée\u00a0: {why}").format(
            period=period, why=of.refusal
        )
    if of.turnover_cents is None:
        return ""
    change = "" if of.delta is None else f" ({signed_percent(of.delta)})"
    text = _("Face à {period}\u00a0: {amount}{change}").format(
        period=period, amount=money(of.turnover_cents), change=change
    )
    if of.source is not None:
        text += f", {words.source(of.source)}"
    if of.since is not None:
        text += _(", relevés depuis le {day}").format(day=f"{of.since:%d/%m/%Y}")
    return f"{text}."

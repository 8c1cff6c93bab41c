"""What a receipt and a refund say on any paper, A5 or roll: read from the signed entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from otdesk.domain.money import ONE, Cents
from otdesk.domain.receipts import Payment, Receipt, ReceiptLine, Refund, Seller
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import NBSP, cents, clock_time, long_date


@dataclass(frozen=True, slots=True)
class RateLine:
    """What one VAT rate makes of a receipt; money held for third parties is left out."""

    basis_points: int
    net: Cents
    tax: Cents
    gross: Cents


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """What both a receipt and a refund have to say; `third_parties` are names by code."""

    title: str
    facts: str
    seller: Seller
    till: str
    lines: tuple[ReceiptLine, ...]
    payments: tuple[Payment, ...]
    total_label: str
    total: Cents
    tags: tuple[str, ...]
    note: str
    signature: str
    third_parties: Mapping[str, str]

    @property
    def held(self) -> Cents:
        """Return what of it belongs to third parties."""
        return sum(line.amount for line in self.lines if line.held_for)

    @property
    def rates(self) -> tuple[RateLine, ...]:
        """Return the amounts of each rate, the highest first."""
        return rates_of(self.lines)

    def details(self, line: ReceiptLine) -> list[str]:
        """Return what stands below a line: several pieces, another price, a discount, whose."""
        details: list[str] = []
        if line.quantity != ONE:
            details.append(
                _("{count} × {price}").format(
                    count=labels.quantity(line.quantity), price=cents(line.unit_price)
                )
            )
        reason = f" ({line.reason})" if line.reason else ""
        if line.unit_price != line.list_price:
            price = cents(line.list_price)
            details.append(_("prix du catalogue {price}").format(price=price) + reason)
        if line.discount:
            details.append(_("remise {amount}").format(amount=cents(-line.discount)) + reason)
        if line.held_for:
            owner = self.third_parties.get(line.held_for, line.held_for)
            details.append(_("encaissé pour {owner}").format(owner=owner))
        return details


def rates_of(lines: Iterable[ReceiptLine]) -> tuple[RateLine, ...]:
    """Return what each rate makes of some lines, the highest first, as the lines carry it."""
    own = [line for line in lines if line.is_turnover]
    rates = []
    for rate in sorted({line.vat_basis_points for line in own}, reverse=True):
        of_rate = [line for line in own if line.vat_basis_points == rate]
        gross = sum(line.amount for line in of_rate)
        tax = sum(line.tax for line in of_rate)
        rates.append(RateLine(rate, gross - tax, tax, gross))
    return tuple(rates)


def receipt_paper(
    receipt: Receipt,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
    mark: str = "",
) -> ReceiptPaper:
    """Return what a receipt says; `signature` is eight digits, `duplicate` numbers a reprint.

    `mark` is what all papers of the folder say: that they are a reconstruction, or nothing.
    """
    return ReceiptPaper(
        title=_("Ticket n°{nbsp}{number}").format(nbsp=NBSP, number=receipt.number),
        facts=_facts(receipt.day, receipt.minute, receipt.operator),
        seller=receipt.seller,
        till=receipt.till_name,
        lines=receipt.lines,
        payments=receipt.payments,
        total_label=_("Total payé"),
        total=receipt.total,
        tags=_tags(duplicate, mark, training=receipt.training),
        note="",
        signature=signature,
        third_parties=third_parties or {},
    )


def refund_paper(
    refund: Refund,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
    mark: str = "",
) -> ReceiptPaper:
    """Return what a refund says; its amounts are what was given back."""
    return ReceiptPaper(
        title=_("Remboursement n°{nbsp}{number}").format(nbsp=NBSP, number=refund.number),
        facts=_facts(refund.day, refund.minute, refund.operator),
        seller=refund.seller,
        till=refund.till_name,
        lines=tuple(refunded.line for refunded in refund.lines),
        payments=refund.payments,
        total_label=_("Total remboursé"),
        total=refund.total,
        tags=_tags(duplicate, mark, training=refund.training),
        note=_("Ticket d’origine n°{nbsp}{number} · motif{nbsp}: {reason}").format(
            nbsp=NBSP, number=refund.receipt_number, reason=refund.reason
        ),
        signature=signature,
        third_parties=third_parties or {},
    )


def _facts(day: date, minute: int, operator: str) -> str:
    return _("{day} à {time} · servi par {operator}").format(
        day=long_date(day), time=clock_time(minute), operator=operator
    )


def _tags(duplicate: int, mark: str, *, training: bool) -> tuple[str, ...]:
    tags = [_("SIMULATION{nbsp}: sans valeur").format(nbsp=NBSP)] if training else []
    if mark:
        tags.append(mark)
    if duplicate:
        tags.append(_("DUPLICATA n°{nbsp}{number}").format(nbsp=NBSP, number=duplicate))
    return tuple(tags)

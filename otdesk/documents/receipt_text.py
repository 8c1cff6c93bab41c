"""The receipt and the refund on the roll of a receipt printer: 48 or 32 characters a line.

Pure: a receipt becomes lines, which `otdesk.devices.thermal` sends. The words are those of the A5.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from otdesk import __version__
from otdesk.documents.receipt_words import (
    RateLine,
    ReceiptPaper,
    receipt_paper,
    refund_paper,
)
from otdesk.domain.paper_roll import RollLine, RollWidth, printable
from otdesk.domain.receipts import Receipt, Refund
from otdesk.domain.shop_terms import FRANCHISE_MENTION
from otdesk.domain.vat import VatRegime
from otdesk.i18n import _
from otdesk.reports.shop import labels
from otdesk.typography import NBSP, cents

# Room that a label keeps beside its amount, and below which the amount gets a line of its own.
_LEAST_LABEL = 8


def receipt_lines(
    receipt: Receipt,
    width: RollWidth,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
    mark: str = "",
) -> tuple[RollLine, ...]:
    """Return a receipt as lines; the arguments are those of `render_receipt`, `mark` its tag."""
    paper = receipt_paper(
        receipt,
        signature=signature,
        duplicate=duplicate,
        third_parties=third_parties,
        mark=mark,
    )
    return _Roll(width).written(paper)


def refund_lines(
    refund: Refund,
    width: RollWidth,
    *,
    signature: str,
    duplicate: int = 0,
    third_parties: Mapping[str, str] | None = None,
    mark: str = "",
) -> tuple[RollLine, ...]:
    """Return a refund as lines; the arguments are those of `render_refund`, `mark` its tag."""
    paper = refund_paper(
        refund,
        signature=signature,
        duplicate=duplicate,
        third_parties=third_parties,
        mark=mark,
    )
    return _Roll(width).written(paper)


class _Roll:
    """Lines in the making."""

    def __init__(self, width: RollWidth) -> None:
        self._width = int(width)
        self._lines: list[RollLine] = []

    def written(self, paper: ReceiptPaper) -> tuple[RollLine, ...]:
        """Write a receipt from head to foot and return its lines."""
        self._head(paper)
        self._sold(paper)
        self._totals(paper)
        self._taxes(paper)
        self._rule()
        self._text(_("{till} · signature {code}").format(till=paper.till, code=paper.signature))
        self._text(_("otdesk {version}").format(version=__version__))
        # A reprint or an exercise says so where the paper is torn off, too.
        self._tags(paper)
        return tuple(self._lines)

    def _head(self, paper: ReceiptPaper) -> None:
        seller = paper.seller
        self._centred(seller.name, strong=True)
        for part in seller.address.splitlines():
            self._centred(part)
        if seller.siret:
            self._centred(_("SIRET {}").format(seller.siret))
        if seller.vat_number:
            self._centred(_("TVA {}").format(seller.vat_number))
        self._add("")
        self._tags(paper)
        self._text(paper.title, strong=True)
        self._text(paper.facts)
        self._text(paper.note)
        self._rule()

    def _tags(self, paper: ReceiptPaper) -> None:
        for tag in paper.tags:
            for part in self._wrapped(tag, self._width // 2):
                self._add(part.center(self._width // 2).rstrip(), strong=True, large=True)

    def _sold(self, paper: ReceiptPaper) -> None:
        for line in paper.lines:
            self._pair(line.label, cents(line.amount))
            for detail in paper.details(line):
                self._text(detail, indent=2)
        self._rule()

    def _totals(self, paper: ReceiptPaper) -> None:
        self._text(paper.total_label, strong=True)
        amount = printable(cents(paper.total))
        large = len(amount) <= self._width // 2
        width = self._width // 2 if large else self._width
        self._add(amount.rjust(width), strong=True, large=large)
        for payment in paper.payments:
            self._pair(labels.payment_method(payment.method), cents(payment.cents))
            if payment.received is not None and payment.change:
                self._pair(_("reçu"), cents(payment.received), indent=2)
                self._pair(_("rendu"), cents(payment.change), indent=2)
        if paper.held:
            self._pair(_("dont encaissé pour des tiers"), cents(paper.held), indent=2)

    def _taxes(self, paper: ReceiptPaper) -> None:
        if paper.seller.regime is VatRegime.FRANCHISE:
            self._text(FRANCHISE_MENTION)
            return
        if not paper.rates:
            return
        self._add("")
        rows = [(_("TVA"), _("hors taxe"), _("TVA"), _("TTC"))]
        rows += [_tax_row(rate) for rate in paper.rates]
        first = max(len(printable(row[0])) for row in rows)
        rest = (self._width - first) // 3
        if all(len(printable(cell)) < rest for row in rows for cell in row[1:]):
            for row in rows:
                cells = "".join(printable(cell).rjust(rest) for cell in row[1:])
                self._add(printable(row[0]).ljust(self._width - 3 * rest) + cells)
            return
        for rate in paper.rates:
            self._tax_in_words(rate)

    def _tax_in_words(self, rate: RateLine) -> None:
        """Say a rate on three lines, where the roll is too narrow for a table of its amounts."""
        self._text(_("TVA à {rate}").format(rate=labels.vat_rate(rate.basis_points)))
        self._pair(_("hors taxe"), cents(rate.net), indent=2)
        self._pair(_("TVA"), cents(rate.tax), indent=2)
        self._pair(_("TTC"), cents(rate.gross), indent=2)

    def _pair(self, label: str, amount: str, *, indent: int = 0) -> None:
        """Write a label at the left, its amount at the right of its first line."""
        amount = printable(amount)
        room = self._width - indent - len(amount) - 1
        margin = " " * indent
        if room < _LEAST_LABEL:
            self._text(label, indent=indent)
            self._add(amount.rjust(self._width))
            return
        parts = self._wrapped(label, room) or [""]
        self._add(margin + parts[0].ljust(room) + " " + amount)
        for part in parts[1:]:
            self._add(margin + part)

    def _text(self, text: str, *, strong: bool = False, indent: int = 0) -> None:
        for part in self._wrapped(text, self._width - indent):
            self._add(" " * indent + part, strong=strong)

    def _centred(self, text: str, *, strong: bool = False) -> None:
        for part in self._wrapped(text, self._width):
            self._add(part.center(self._width).rstrip(), strong=strong)

    def _rule(self) -> None:
        self._add("-" * self._width)

    def _wrapped(self, text: str, width: int) -> list[str]:
        """Break on U+0020, at hyphens only where a word is longer than a line; nothing is lost."""
        said = printable(text)
        longest = max(map(len, said.split(" ")))
        return wrap(said, width, break_on_hyphens=longest > width)

    def _add(self, text: str, *, strong: bool = False, large: bool = False) -> None:
        said = printable(text).replace(NBSP, " ")
        self._lines.append(RollLine(said, strong, large))


def _tax_row(rate: RateLine) -> tuple[str, str, str, str]:
    rate_name = labels.vat_rate(rate.basis_points)
    return (rate_name, cents(rate.net), cents(rate.tax), cents(rate.gross))

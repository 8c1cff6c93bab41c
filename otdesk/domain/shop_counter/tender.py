"""How a basket is being paid, between the first payment key and Enter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from otdesk.domain.money import Cents, parse_cents
from otdesk.domain.receipts import Payment, PaymentMethod, check_payments
from otdesk.errors import DataFault
from otdesk.i18n import _
from otdesk.typography import cents as as_euros

# A scanner's thirteen digits may be typed, and are then refused as such (`parse_cents`).
_MOST_TYPED = 14


@dataclass(frozen=True, slots=True)
class Tender:
    """A payment to come.

    `parts` are paid already, in a payment that is `split`; `method` pays the rest, None while it
    is still to be chosen. `typed` is an amount as it is typed: the cash that was handed over, or
    the part that the next method pays. `from_notes`: banknotes were touched, the next one adds.
    """

    method: PaymentMethod | None = None
    typed: str = ""
    parts: tuple[Payment, ...] = ()
    split: bool = False
    from_notes: bool = False

    def due(self, total: Cents) -> Cents:
        """Return what is still to be paid."""
        return total - sum(part.cents for part in self.parts)

    @property
    def amount(self) -> Cents | None:
        """Return what is typed in cents, None for nothing or what is no amount."""
        try:
            return parse_cents(self.typed) if self.typed else None
        except DataFault:
            return None

    @property
    def takes_amount(self) -> bool:
        """Tell whether digits are money here: cash, or a part of a split payment."""
        return self.method is PaymentMethod.CASH or (self.split and self.method is None)

    def change(self, total: Cents) -> Cents:
        """Return what is to be given back; 0 while not enough was handed over."""
        if self.method is not PaymentMethod.CASH or self.amount is None:
            return 0
        return max(0, self.amount - self.due(total))

    def missing(self, total: Cents) -> Cents:
        """Return what is missing of the cash that was handed over; 0 where nothing was typed."""
        if self.method is not PaymentMethod.CASH or self.amount is None:
            return 0
        return max(0, self.due(total) - self.amount)

    def with_typed(self, sign: str) -> Tender:
        """Return the tender with one more sign of an amount."""
        typed = sign if self.from_notes else self.typed + sign
        if len(typed) > _MOST_TYPED or typed.count(",") > 1:
            return self
        whole, comma, decimals = typed.partition(",")
        if len(decimals) > 2:
            return self
        return replace(self, typed=f"{whole or '0'}{comma}{decimals}", from_notes=False)

    def with_note(self, cents: Cents) -> Tender:
        """Return the tender with a banknote more; it takes the place of what was typed by hand."""
        before = (self.amount or 0) if self.from_notes else 0
        kept = self if self.split else replace(self, method=PaymentMethod.CASH)
        return replace(kept, typed=_written(before + cents), from_notes=True)

    def choose(self, method: PaymentMethod, total: Cents) -> Tender:
        """Return the tender with a method: for the rest, or for the part that was typed.

        Raises DataFault where the typed part is no amount, or more than is due other than in cash.
        """
        if not self.split:
            if method is self.method:
                return self
            return replace(self, method=method, typed="", from_notes=False)
        if not self.typed:
            return replace(self, method=method)
        amount, due = parse_cents(self.typed), self.due(total)
        if amount >= due:
            if method is not PaymentMethod.CASH and amount > due:
                raise DataFault(
                    _("Il reste {} à payer : seules les espèces se rendent.").format(as_euros(due))
                )
            kept = self.typed if method is PaymentMethod.CASH else ""
            return replace(self, method=method, typed=kept)
        if not amount:
            raise DataFault(_("Une part est plus grande que zéro."))
        part = Payment(method, amount)
        return replace(self, parts=(*self.parts, part), method=None, typed="", from_notes=False)

    def begin_split(self, total: Cents) -> Tender:
        """Return the tender in several parts; what was handed over in cash is its first one."""
        amount = self.amount
        if self.method is PaymentMethod.CASH and amount and amount < self.due(total):
            part = Payment(PaymentMethod.CASH, amount)
            return Tender(parts=(*self.parts, part), split=True)
        return replace(self, method=None, typed="", split=True, from_notes=False)

    def back(self) -> Tender | None:
        """Return the tender without its last sign or part; None where nothing is left of it."""
        if self.from_notes and self.typed:
            return replace(self, typed="", from_notes=False)
        if self.typed:
            return replace(self, typed=self.typed[:-1])
        if self.split and self.method is not None:
            return replace(self, method=None)
        if self.parts:
            return replace(self, parts=self.parts[:-1])
        return None

    def payments(self, total: Cents) -> tuple[Payment, ...]:
        """Return the payments of a total. Raises DataFault where they do not make it."""
        due = self.due(total)
        if self.method is None:
            if due or not self.parts:
                raise DataFault(
                    _("Il reste {} à payer : choisir le règlement.").format(as_euros(due))
                )
            return self.parts
        received = None
        if self.method is PaymentMethod.CASH and self.typed:
            handed = parse_cents(self.typed)
            if handed < due:
                raise DataFault(
                    _("Il manque {} : F8 partage le règlement.").format(as_euros(due - handed))
                )
            received = handed if handed > due else None
        last = Payment(self.method, due, received)
        made = (*self.parts, last) if due or not self.parts else self.parts
        check_payments(made, total)
        return made


def _written(cents: Cents) -> str:
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}"

"""The accounting journal of the shop: each Z, deposit and payment to a third party, balanced.

Only what a Z has closed is written: a day without one is named in `unclosed`, never guessed. For
each Z: what came in by each method is debited, the turnover before tax of each family and its VAT
are credited, money held for a third party is credited to its account; then the cash that came or
went beside sales, and the differences that the count and the card terminal showed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import Connection

from otdesk.domain.accounts import HELD_CLASS, AccountRole, Accounts
from otdesk.domain.catalogue import Family, ProductKind
from otdesk.domain.invoices import numbered
from otdesk.domain.money import Cents
from otdesk.domain.period import Period
from otdesk.domain.receipts import PaymentMethod
from otdesk.domain.till import CashMove
from otdesk.i18n import _
from otdesk.reports.context import ReportContext
from otdesk.reports.queries import accounting as queries
from otdesk.reports.queries import shop_stock
from otdesk.reports.queries.scope import Scope
from otdesk.reports.shop import labels, words
from otdesk.reports.shop.read_sales import unclosed_days
from otdesk.reports.shop.sales import UnclosedDay

TILL_JOURNAL, BANK_JOURNAL = "CAI", "BQ"


class Unbalanced(ValueError):
    """Debit and credit of a piece differ: nothing may be written."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: either `debit_cents` or `credit_cents` is zero, and neither is negative.

    `journal` is the code of the journal (`CAI`, `BQ`), `piece` what proves the line (`Z 195`),
    `third_party` the code of whom the money is held for, or empty.
    """

    day: date
    journal: str
    account: str
    label: str
    third_party: str
    office: str
    debit_cents: Cents
    credit_cents: Cents
    piece: str


@dataclass(frozen=True, slots=True)
class AccountingJournal:
    """The lines of a period, by day, office and piece."""

    period: Period
    offices: tuple[str, ...]
    lines: tuple[JournalLine, ...]
    unclosed: tuple[UnclosedDay, ...]

    @property
    def debit_cents(self) -> Cents:
        """Return the sum of the debits."""
        return sum(line.debit_cents for line in self.lines)

    @property
    def credit_cents(self) -> Cents:
        """Return the sum of the credits."""
        return sum(line.credit_cents for line in self.lines)

    def check(self) -> Self:
        """Return self, or raise Unbalanced at the first piece whose sides differ."""
        sums: dict[tuple[date, str, str, str], Cents] = defaultdict(int)
        for line in self.lines:
            key = line.day, line.office, line.journal, line.piece
            sums[key] += line.debit_cents - line.credit_cents
        for (day, office, _journal, piece), difference in sums.items():
            if difference:
                raise Unbalanced(f"{piece}, {office}, {day}: debit less credit is {difference}")
        return self


@dataclass(frozen=True, slots=True)
class _Piece:
    """What proves some lines, and the words in which they say so."""

    day: date
    journal: str
    office: str
    number: str

    def line(
        self, account: str, label: str, debit: Cents, third_party: str = ""
    ) -> Iterator[JournalLine]:
        """Yield a line; a negative debit is a credit, and zero is no line."""
        if debit:
            yield JournalLine(
                day=self.day,
                journal=self.journal,
                account=account,
                label=f"{self.number}, {label}",
                third_party=third_party,
                office=self.office,
                debit_cents=max(0, debit),
                credit_cents=max(0, -debit),
                piece=self.number,
            )


@dataclass(frozen=True, slots=True)
class _Chart:
    """The accounts, with those of families and third parties."""

    accounts: Accounts
    families: Mapping[str, Family]
    held: Mapping[str, str]
    names: Mapping[str, str]

    def of_family(self, code: str) -> str:
        family = self.families.get(code)
        return (family.account if family else "") or self.accounts.number(AccountRole.TURNOVER)

    def family_label(self, code: str) -> str:
        return self.families[code].label if code in self.families else code

    def of_third_party(self, code: str) -> str:
        return self.held.get(code) or self.accounts.number(AccountRole.HELD)


def read_journal(
    connection: Connection,
    context: ReportContext,
    accounts: Accounts,
    offices: Sequence[str],
    period: Period,
) -> AccountingJournal:
    """Return the journal of a period, checked. Raises Unbalanced."""
    scope = Scope.of(offices, period)
    chart = _chart(connection, accounts)
    by_z: dict[str, list[queries.ZLine]] = defaultdict(list)
    for row in queries.z_lines(connection, scope):
        by_z[row.uid].append(row)
    lines: list[JournalLine] = []
    for z in queries.zs(connection, scope):
        lines += _z_lines(z, by_z[z.uid], chart, context.office_name(z.office))
    for deposit in queries.deposits(connection, scope):
        lines += _deposit_lines(deposit, accounts)
    for paid in queries.paid_over(connection, scope):
        lines += _paid_lines(paid, chart)
    order = {code: number for number, code in enumerate(scope.offices)}
    lines.sort(key=lambda line: (line.day, order[line.office]))
    unclosed = unclosed_days(connection, scope)
    return AccountingJournal(period, scope.offices, tuple(lines), unclosed).check()


def _chart(connection: Connection, accounts: Accounts) -> _Chart:
    families = shop_stock.families(connection)
    held: dict[str, str] = {}
    for product in shop_stock.products(connection).values():
        family = families.get(product.family)
        if product.kind is ProductKind.HELD and family and family.account.startswith(HELD_CLASS):
            held.setdefault(product.supplier, family.account)
    names = {supplier.code: supplier.name for supplier in shop_stock.suppliers(connection)}
    return _Chart(accounts, families, held, names)


# ---------------------------------------------------------------------------------------- a Z


def _z_lines(
    z: queries.ZTotals, sold: Iterable[queries.ZLine], chart: _Chart, office: str
) -> list[JournalLine]:
    accounts = chart.accounts
    piece = _Piece(date.fromisoformat(z.day), TILL_JOURNAL, z.office, f"Z {z.number}")
    totals = json.loads(z.totals)
    lines: list[JournalLine] = []
    for code, cents in _amounts(totals, "by_method"):
        method = PaymentMethod(code)
        label = f"{office}, {labels.payment_method(method).lower()}"
        lines += piece.line(accounts.of_method(method), label, cents)
    lines += _credits(piece, sold, chart)
    cash = accounts.number(AccountRole.CASH)
    for code, cents in _amounts(totals, "by_move"):
        move = CashMove(code)
        label = words.cash_move(move)
        lines += piece.line(cash, label, cents)
        lines += piece.line(accounts.of_move(move), label, -cents)
    if z.counted is not None:
        found = z.counted - z.expected
        lines += _difference(piece, accounts, PaymentMethod.CASH, found, _("écart de caisse"))
    if z.card_terminal is not None:
        card = PaymentMethod.CARD
        found = z.card_terminal - dict(_amounts(totals, "by_method")).get(card, 0)
        lines += _difference(piece, accounts, card, found, _("écart du terminal de carte"))
    return lines


def _difference(
    piece: _Piece, accounts: Accounts, method: PaymentMethod, found: Cents, label: str
) -> Iterator[JournalLine]:
    """Yield what makes the account of a method what was found there: a gain or a loss."""
    role = AccountRole.GAIN if found > 0 else AccountRole.LOSS
    yield from piece.line(accounts.of_method(method), label, found)
    yield from piece.line(accounts.number(role), label, -found)


def _credits(piece: _Piece, sold: Iterable[queries.ZLine], chart: _Chart) -> Iterator[JournalLine]:
    tax = 0
    for row in sold:
        if row.held_for:
            label = _("encaissé pour {name}").format(
                name=chart.names.get(row.held_for, row.held_for)
            )
            account = chart.of_third_party(row.held_for)
            yield from piece.line(account, label, -row.amount, row.held_for)
            continue
        tax += row.tax
        label = chart.family_label(row.family)
        yield from piece.line(chart.of_family(row.family), label, row.tax - row.amount)
    yield from piece.line(chart.accounts.number(AccountRole.VAT), _("TVA collectée"), -tax)


def _amounts(totals: Mapping[str, Any], name: str) -> Iterator[tuple[str, Cents]]:
    for row in totals[name]:
        yield row["code"], row["cents"]


# -------------------------------------------------------------------------- deposits and payments


def _deposit_lines(deposit: queries.Deposit, accounts: Accounts) -> list[JournalLine]:
    piece = _Piece(
        date.fromisoformat(deposit.day),
        BANK_JOURNAL,
        deposit.office,
        _("Remise {number}").format(number=numbered(str(deposit.number), deposit.series)),
    )
    method = PaymentMethod(deposit.method)
    label = labels.payment_method(method).lower()
    if deposit.destination:
        label = f"{label}, {deposit.destination}"
    # Cash passed by the internal account when it left the drawer; a cheque lay in its own.
    source = (
        accounts.number(AccountRole.INTERNAL)
        if method is PaymentMethod.CASH
        else accounts.of_method(method)
    )
    bank = accounts.number(AccountRole.BANK)
    return [*piece.line(bank, label, deposit.cents), *piece.line(source, label, -deposit.cents)]


def _paid_lines(paid: queries.PaidOver, chart: _Chart) -> list[JournalLine]:
    name = chart.names.get(paid.third_party, paid.third_party)
    day = date.fromisoformat(paid.day)
    piece = _Piece(
        day, BANK_JOURNAL, paid.office, _("Reversement du {day}").format(day=f"{day:%d/%m/%Y}")
    )
    in_cash = PaymentMethod(paid.method) is PaymentMethod.CASH
    role = AccountRole.INTERNAL if in_cash else AccountRole.BANK
    label = f"{name}, {paid.note}" if paid.note else name
    held = chart.of_third_party(paid.third_party)
    return [
        *piece.line(held, label, paid.cents, paid.third_party),
        *piece.line(chart.accounts.number(role), label, -paid.cents),
    ]
